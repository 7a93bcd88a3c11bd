//! Lines of CSV files: none is merged, lost or misread in silence.

use super::*;

fn shops() -> Policy {
    policy(vec![table(
        "shops",
        &[],
        Some("shop"),
        vec![column("shop", Type::Text, &[]), column("sales", Type::Number, &[]), column("note", Type::Text, &[])],
    )])
}

fn file(text: impl AsRef<[u8]>) -> Imported {
    bytes(&shops(), "shops.csv", text.as_ref().to_vec())
}

fn sales(got: &Imported) -> Vec<Value> {
    values(got, 0, 1)
}

fn numbers(values: &[f64]) -> Vec<Value> {
    values.iter().map(|value| Value::Number(*value)).collect()
}

#[test]
fn a_line_with_more_fields_than_the_header_is_said() {
    let got = file("shop,sales,note\nHarbour,900,late\nMill,1,200,ok\nTower,700,fine,\n");
    assert_eq!(sales(&got), numbers(&[900.0, 1.0, 700.0]));
    assert_eq!(
        lines(&got),
        [
            "shops!D3 ragged-line \"\": the line has 4 fields, the header 3: its values may stand in the wrong columns (a \
          comma inside a field needs quotes around the field)"
        ]
    );
}

#[test]
fn a_line_with_fewer_fields_than_the_header_is_said() {
    let got = file("shop,sales,note\nHarbour,900\nMill,120,\nTower\n\n");
    assert_eq!(codes(&got), [("ragged-line", 1), ("ragged-line", 1)]);
    assert_eq!(
        lines(&got)[0],
        "shops!B2 ragged-line \"\": the line has 2 fields, the header 3: what stands from column C on was read as blank, \
         and its values may stand in the wrong columns"
    );
    assert!(lines(&got)[1].starts_with("shops!A4 "), "{:?}", lines(&got));
}

#[test]
fn a_carriage_return_alone_ends_a_line_too() {
    for text in [
        "shop,sales,note\nHarbour,1,ok\rMill,2,ok\rTower,3,ok\nQuay,4,ok\n",
        "shop,sales,note\r\nHarbour,1,ok\rMill,2,ok\r\nTower,3,ok\rQuay,4,ok",
        "shop,sales,note\rHarbour,1,ok\rMill,2,ok\nTower,3,ok\r\rQuay,4,ok\n",
    ] {
        let got = file(text);
        assert_eq!(sales(&got), numbers(&[1.0, 2.0, 3.0, 4.0]), "{text:?}");
        assert_eq!((codes(&got), got.issues[0].note), (vec![("line-ends", 1)], true), "{text:?}");
    }
    let got = file("shop,sales,note\rHarbour,1,ok\rMill,2,ok\r");
    assert_eq!((sales(&got), codes(&got)), (numbers(&[1.0, 2.0]), vec![]));
}

#[test]
fn a_quote_that_joins_lines_is_refused_with_its_line() {
    let refused = |text: &str| {
        let input = Input::Bytes { name: "shops.csv".to_string(), data: text.as_bytes().to_vec().into() };
        let failure = super::read(&shops(), &[input], &Options::default()).expect_err("it is refused");
        failure.problems[0].message.clone()
    };
    assert_eq!(
        refused("shop,sales,note\nHarbour,1,\"late\nMill,2,ok\nTower,3,ok\n"),
        "shops.csv: the quote that opens a field in line 2 is never closed, so the lines between cannot be told apart"
    );
    assert_eq!(
        refused("shop,sales,note\nHarbour,1,\"late\nMill,2,ok\nTower,3,\"fine\"\n"),
        "shops.csv: a quote opens a field in line 2 and closes it in line 4, in the middle of a text, so the lines between \
         cannot be told apart"
    );
}

#[test]
fn quotes_that_fit_join_lines_and_odd_ones_are_said() {
    let got = file(
        "shop,sales,note\nHarbour,1,\"two\nlines\"\nMill,2,5\" pipe\nTower,3,\"5\" pipe\"\n\"Quay \"\"A\"\"\",4,\n",
    );
    assert_eq!(sales(&got), numbers(&[1.0, 2.0, 3.0, 4.0]));
    assert_eq!(codes(&got), [("broken-quote", 1)]);
    assert!(lines(&got)[0].starts_with("shops!A5 "), "{:?}", lines(&got));
}

#[test]
fn one_odd_byte_does_not_turn_the_file_into_another_encoding() {
    let got = file(b"shop,sales,note\nZ\xc3\xbcrich,1,Gen\xc3\xa8ve\nBern,2,it\x92s fine\n");
    assert_eq!(values(&got, 0, 0), [Value::text("Zürich"), Value::text("Bern")]);
    assert_eq!(
        lines(&got),
        [
            "shops!A3 stray-byte \"\": the file is UTF-8, but not this line: byte 0x92 was read as `’` (save the file as UTF-8)"
        ]
    );
    // Where no character is one of UTF-8, the whole file is in another encoding.
    let got = file(b"shop,sales,note\nZ\xfcrich,1,Gen\xe8ve\n");
    assert_eq!((values(&got, 0, 0), codes(&got)), (vec![Value::text("Zürich")], vec![]));
}

#[test]
fn the_delimiter_is_what_most_lines_agree_on() {
    for text in [
        "shop,sales,note\nHarbour,900,late; paid\nMill,120,ok\nTower,700,new; large\nQuay,50,\"ok, fine\"\n",
        "shop;sales;note\nHarbour;900;a, b, c, d\nMill;120;ok\nTower;700;\nQuay;50;x\n",
        "shop|sales|note\nHarbour|900|a, b, c\nMill|120|a; b; c\nTower|700|\nQuay|50|\n",
        "shop\tsales\tnote\nHarbour\t900\ta, b, c\nMill\t120\tok\nTower\t700\t\nQuay\t50\t\n",
        "sep=|\nshop|sales|note\nHarbour|900|a, b\nMill|120|c, d\nTower|700|e, f\nQuay|50|g, h\n",
        "\"sep=;\"\r\nshop;sales;note\r\nHarbour;900;\r\nMill;120;\r\nTower;700;\r\nQuay;50;\r\n",
    ] {
        let got = file(text);
        assert_eq!((sales(&got), codes(&got)), (numbers(&[900.0, 120.0, 700.0, 50.0]), vec![]), "{text:?}");
    }
}
