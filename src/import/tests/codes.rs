//! `type: code`: what is one code for people is one for the policy, where it says so.

use super::*;
use crate::policy::model::Code;

fn codes(width: Option<Option<u32>>, shops: &str, orders: &str) -> Imported {
    let mut id = column("id", Type::Text, &[]);
    id.code = width.map(|width| Code { width });
    let shops_table = table("shops", &[], Some("id"), vec![id]);
    let columns = vec![references(column("shop", Type::Text, &[]), "shops"), column("amount", Type::Number, &[])];
    let inputs = [("shops.csv", shops), ("orders.csv", orders)];
    let inputs = inputs.map(|(name, text)| Input::Bytes { name: name.to_string(), data: text.as_bytes().into() });
    read(&policy(vec![shops_table, table("orders", &[], None, columns)]), &inputs, &Options::default())
        .unwrap_or_else(|failure| panic!("{failure}"))
}

fn texts(got: &Imported, table: usize) -> Vec<String> {
    values(got, table, 0).iter().map(Value::to_string).collect()
}

#[test]
fn declared_codes_meet_in_one_form() {
    let orders = "shop,amount\n5408,1\n05408,2\n5408.0,3\n０５４０８,4\n005408,5\nX-5,6\n123456,7\n";
    let got = codes(Some(Some(5)), "id\n05408\n00017\nX-5\n", orders);
    assert_eq!(texts(&got, 0), ["05408", "00017", "X-5"]);
    assert_eq!(texts(&got, 1), ["05408", "05408", "05408", "05408", "05408", "X-5", "–"]);
    insta::assert_debug_snapshot!("codes_of_a_width", lines(&got));
    let got = codes(Some(None), "id\n5408.0\n017\n", "shop,amount\n5408,1\n017,2\n17,3\n");
    assert_eq!(
        (texts(&got, 0), texts(&got, 1)),
        (vec!["5408".into(), "017".into()], vec!["5408".into(), "017".into(), "–".into()])
    );
}

#[test]
fn numbers_of_a_workbook_are_codes_too() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("shops").expect("a name");
    sheet.write(0, 0, "id").expect("a cell");
    sheet.write(1, 0, 5408).expect("a cell");
    sheet.write(2, 0, "00017").expect("a cell");
    sheet.write(3, 0, 17).expect("a cell");
    let mut id = column("id", Type::Text, &[]);
    id.code = Some(Code { width: Some(5) });
    let shops = policy(vec![table("shops", &[], Some("id"), vec![id])]);
    let got = bytes(&shops, "book.xlsx", book.save_to_buffer().expect("a workbook"));
    assert_eq!(texts(&got, 0), ["05408", "00017"]);
    // 17 is a code that another row has.
    assert_eq!(super::codes(&got), [("duplicate-key", 1)]);
}

#[test]
fn undeclared_ones_do_not_meet_and_it_is_said() {
    let orders = "shop,amount\n5408,1\n5408,2\n00017.0,3\n9999,4\nX,5\n";
    let got = codes(None, "id\n05408\n00017\n", orders);
    assert_eq!(texts(&got, 1), ["–"; 5]);
    insta::assert_debug_snapshot!("codes_undeclared", lines(&got));
}

#[test]
fn nothing_is_said_where_no_code_is_like_it() {
    let got = codes(None, "id\nA1\n5408\n", "shop,amount\nA01,1\n5409,2\n54080,3\n0,4\n");
    assert_eq!(super::codes(&got).iter().filter(|(code, _)| *code == "unlike-codes").count(), 0);
    let got = codes(None, "id\n05408\n", "shop,amount\n05408,1\n");
    assert_eq!(super::codes(&got), []);
}
