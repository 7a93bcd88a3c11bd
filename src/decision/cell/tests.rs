use super::*;
use crate::value::Type;
use proptest::prelude::*;
use std::fmt::Write;

fn value(text: &str, kind: Type) -> Value {
    literal::literal(scan::Piece { text, start: 0 }, kind).expect("a value").value
}

/// Each line: the cell, the values it matches, the values it does not match.
fn check(kind: Type, lines: &[(&str, &[&str], &[&str])]) {
    for (cell, matching, others) in lines {
        let test = parse(cell, kind).unwrap_or_else(|error| panic!("`{cell}`: {}", error.problem.message));
        for text in *matching {
            assert_eq!(test.holds(&value(text, kind)), Some(true), "`{cell}` on {text}: {test:?}");
        }
        for text in *others {
            assert_eq!(test.holds(&value(text, kind)), Some(false), "`{cell}` on {text}: {test:?}");
        }
    }
}

#[test]
fn numbers() {
    check(
        Type::Number,
        &[
            ("", &["1"], &[]),
            (" - ", &["1"], &[]),
            ("－", &["1"], &[]),
            ("5", &["5"], &["4", "6"]),
            ("-5", &["-5"], &["5"]),
            ("= 5", &["5"], &["6"]),
            ("== 5", &["5"], &["6"]),
            ("＝５", &["5"], &["6"]),
            (">= 10%", &["10%", "0.1", "0.2"], &["9.9%"]),
            ("≥10%", &["10%", "11%"], &["9%"]),
            ("＞＝ １０％", &["10%", "11%"], &["9%"]),
            ("> 5_000_000", &["5000001"], &["5000000"]),
            ("< 5", &["4.9"], &["5"]),
            ("≤ 5", &["5"], &["5.1"]),
            ("<= 5", &["5"], &["5.1"]),
            ("<> 5", &["6"], &["5"]),
            ("!= 5", &["6"], &["5"]),
            ("≠ 5", &["6"], &["5"]),
            ("not 5", &["6"], &["5"]),
            ("not(5, 6)", &["7"], &["5", "6"]),
            // `，` groups digits as `,` does; `、` never stands in a number.
            ("5、6", &["5", "6"], &["7"]),
            ("5， 6", &["5", "6"], &["7"]),
            ("1，000", &["1000"], &["1"]),
            ("not(5、6)", &["7"], &["5", "6"]),
            ("not >= 5", &["4"], &["5"]),
            // What stands in the brackets of `not(…)` means what it means alone.
            ("not(1 .. 5)", &["0", "5"], &["1", "4"]),
            ("not (1..5)", &["0", "5"], &["1", "4"]),
            ("not(1 ..= 5)", &["0", "6"], &["1", "5"]),
            ("not(5 ..)", &["4"], &["5"]),
            ("not(..= 5)", &["6"], &["5"]),
            ("not((1..5))", &["1", "5"], &["2"]),
            ("not ( (1..5) )", &["1", "5"], &["2"]),
            ("not([1..5])", &["0", "6"], &["1", "5"]),
            ("not([1..5))", &["0", "5"], &["1"]),
            ("not (1..5]", &["1", "6"], &["2", "5"]),
            ("not(]1..5[)", &["1", "5"], &["2"]),
            ("not [1..5]", &["0", "6"], &["1", "5"]),
            ("not[1..5]", &["0", "6"], &["1", "5"]),
            ("not]1..5[", &["1", "5"], &["2"]),
            ("not([1..3], (5..7))", &["4", "5", "7"], &["1", "3", "6"]),
            ("not(>= 3, 0 .. 1)", &["1", "2"], &["3", "0"]),
            ("not(> 1 and < 5)", &["1", "5"], &["2"]),
            ("not(> 1) and < 5", &["1"], &["2", "5"]),
            ("not(1 .. 3) and not(5 .. 7)", &["3", "4", "7"], &["1", "5"]),
            ("not (300) .. (200)", &["-200", "0"], &["-300", "-201"]),
            ("not(5)", &["-5"], &["5"]),
            ("not(1 .. 3, 7)", &["3"], &["1", "7"]),
            ("not 1 .. 5", &["5", "0"], &["1", "4"]),
            ("not blank", &["0"], &[]),
            ("blank", &[], &["0"]),
            ("blank, 0", &["0"], &["1"]),
            ("1_000 .. 5_000", &["1000", "4999"], &["999", "5000"]),
            ("1_000 ..= 5_000", &["1000", "5000"], &["999", "5001"]),
            ("1000..5000", &["1000"], &["5000"]),
            ("１．．５", &["1"], &["5"]),
            ("1,000 .. 5,000", &["1000", "4999"], &["5000"]),
            (".. 100", &["-7", "99"], &["100"]),
            ("..= 100", &["100"], &["101"]),
            ("100 ..", &["100", "1e9"], &["99"]),
            ("[1..5]", &["1", "5"], &["0.9", "5.1"]),
            ("(1..5)", &["2"], &["1", "5"]),
            ("[1..5)", &["1"], &["5"]),
            ("]1..5]", &["5"], &["1"]),
            ("]1..5[", &["2"], &["1", "5"]),
            ("（1..5]", &["5"], &["1"]),
            ("(300) .. (200)", &["-300", "-250"], &["-200"]),
            ("-10% .. 0", &["-10%", "-1%"], &["0"]),
            ("1, 2", &["1", "2"], &["3", "12"]),
            ("1,000", &["1000"], &["1", "0"]),
            ("1,000, 2,000", &["1000", "2000"], &["1"]),
            ("< 5, >= 10", &["4", "10"], &["5", "9"]),
            (">= 10% and < 20%", &["10%", "19%"], &["9%", "20%"]),
            ("￥1,200", &["1200"], &["1"]),
        ],
    );
}

#[test]
fn texts() {
    check(
        Type::Text,
        &[
            ("A", &["A"], &["a", "B"]),
            ("A, B", &["A", "B"], &["A, B"]),
            ("\"A, B\"", &["\"A, B\""], &["A", "B"]),
            ("A，B", &["A", "B"], &["A，B"]),
            ("東京、大阪", &["東京", "大阪"], &["東京、大阪"]),
            ("\"東京、大阪\"", &["\"東京、大阪\""], &["東京"]),
            ("“A, B”, C", &["\"A, B\"", "C"], &["A"]),
            ("\"say \"\"yes\"\"\"", &["say \"yes\""], &[]),
            ("= \"A\"", &["A"], &["B"]),
            ("not A", &["B"], &["A"]),
            ("not \"A, B\"", &["A"], &["\"A, B\""]),
            ("not(A, B)", &["C"], &["A", "B"]),
            ("not(\"A\", \"B)\")", &["C"], &["A", "\"B)\""]),
            ("not(A..B)", &["A"], &["A..B"]),
            ("not (a) or (b)", &["a) or (b"], &["(a) or (b)"]),
            ("not[A]", &["not[A]"], &["A"]),
            ("!= A", &["B"], &["A"]),
            ("<> A", &["B"], &["A"]),
            ("≠ A", &["B"], &["A"]),
            ("Food and drink", &["Food and drink"], &["Food"]),
            ("15\" screen, other", &["15\" screen", "other"], &["screen"]),
            ("notebook", &["notebook"], &["book"]),
            ("100", &["100"], &["1"]),
            ("1,000", &["1", "000"], &["1000x"]),
            ("구분 (가, 나)", &["구분 (가, 나)"], &["구분"]),
            ("Ａ", &["Ａ"], &["A"]),
        ],
    );
}

#[test]
fn dates_and_truths() {
    check(
        Type::Date,
        &[
            (">= 2026-01-01", &["2026-01-01"], &["2025-12-31"]),
            ("= 2026-01-01", &["2026-01-01"], &["2026-01-02"]),
            ("2026-01-01 .. 2026-04-01", &["2026-01-01", "2026-03-31"], &["2026-04-01"]),
            ("2026. 1. 1. .. 2026. 4. 1.", &["2026-01-01", "2026-03-31"], &["2026-04-01"]),
            ("2026年1月1日, 2026/2/1", &["2026-01-01", "2026-02-01"], &["2026-01-02"]),
        ],
    );
    check(
        Type::DateTime,
        &[
            ("<= 2026-01-01", &["2026-01-01 23:59"], &["2026-01-02"]),
            ("< 2026-01-01 12:00", &["2026-01-01 11:59"], &["2026-01-01 12:00"]),
        ],
    );
    check(
        Type::Bool,
        &[
            ("true", &["true"], &["false"]),
            ("YES", &["true"], &["false"]),
            ("no", &["false"], &["true"]),
            ("not true", &["false"], &["true"]),
            ("true, false", &["true", "false"], &[]),
        ],
    );
}

#[test]
fn a_blank_input_meets_only_any_and_blank() {
    for (cell, holds) in [
        ("-", Some(true)),
        ("blank", Some(true)),
        ("blank, 5", Some(true)),
        ("5, blank", Some(true)),
        ("not blank", Some(false)),
        ("5", None),
        ("not 5", None),
        ("!= 5", None),
        ("1 .. 5", None),
        ("> 1 and < 5", None),
        ("= goal", None),
    ] {
        assert_eq!(parse(cell, Type::Number).expect("good cell").holds(&Value::Blank), holds, "`{cell}`");
    }
}

#[test]
fn formulas_and_literals_know_their_place() {
    let formula = |cell, kind| parse(cell, kind).expect("good cell");
    assert_eq!(
        formula(" = max(goal, 5) ", Type::Number),
        CellTest::Formula { comparison: Comparison::Equal, text: "max(goal, 5)".into(), start: 3 }
    );
    assert_eq!(
        formula("= region", Type::Text),
        CellTest::Formula { comparison: Comparison::Equal, text: "region".into(), start: 2 }
    );
    assert!(formula("not = region", Type::Text).has_formula());
    let cell = " not( 10%, ２０％ )";
    let test = formula(cell, Type::Number);
    let texts: Vec<_> = test.literals().iter().map(|l| (&cell[l.start as usize..l.end as usize], l.percent)).collect();
    assert_eq!(texts, [("10%", true), ("２０％", true)]);
}

#[test]
fn mistakes_say_where_and_what_to_write() {
    let mut shown = String::new();
    for (kind, cells) in [
        (
            Type::Number,
            &[
                "ten",
                "1,2",
                "5 .. 1",
                "5 .. 5",
                "10 .. 20%",
                "..",
                "1 .. x",
                "[1 ..= 5]",
                "1 ~ 5",
                "< 5 or > 10",
                "\"5\"",
                "not",
                "not not 5",
                "not(5, not 6)",
                "not(5, x)",
                "not(5, 6",
                "not(1 .. 3",
                "not((5, 6))",
                "NOT(1 .. 3)",
                "![1..3]",
                "!= 1 .. 3",
                "((1..3))",
                "not -",
                "not 5, 6",
                "!= 5, != 6",
                "5, = goal",
                "=> 5",
                "=",
                "> blank",
                "Blank",
                ">",
                "5,, 6",
                "5, ",
                "> 1 and",
            ][..],
        ),
        (Type::Text, &["> A", "A .. B", "\"A", "\"A\" B", "A,,B", "not A, B", ">= "][..]),
        (Type::Date, &["> 2026-13-01", "2026-01-01 12:00", "2026-02-01 .. 2026-01-01", "Q1", "> 5"][..]),
        (Type::Bool, &["maybe", "> true", "true .. false"][..]),
        (Type::List, &["A"][..]),
    ] {
        for cell in cells {
            let error = parse(cell, kind).expect_err(cell);
            let place = " ".repeat(unicode_width::UnicodeWidthStr::width(&cell[..error.start as usize]))
                + "^".repeat((error.end - error.start).max(1) as usize).as_str();
            let help = error.problem.help.unwrap_or_default();
            let _ = writeln!(
                shown,
                "{}: {cell}\n{}  {place}\n  {}\n  help: {help}\n",
                kind.word(),
                " ".repeat(kind.word().len()),
                error.problem.message
            );
        }
    }
    insta::assert_snapshot!(shown);
}

/// Of these a reader may take one for the other.
#[test]
fn what_is_unclear_is_said_and_how_to_write_it() {
    let mut shown = String::new();
    let all: [(Type, &[&str]); 3] = [
        (
            Type::Number,
            &[
                "not(1 .. 3)",
                "not (1..3)",
                "not(low .. high)",
                "not(3 ..)",
                "not((5))",
                "not > 1 and < 3",
                "5, not(1 .. 3)",
                "not(1 .. 3) and < 100",
            ],
        ),
        (Type::Date, &["not(2026-01-01 .. 2026-04-01)"]),
        (
            Type::Text,
            &[
                "NOT(A, B)",
                "Not (A)",
                "A or B",
                "not(A; B)",
                "A | B",
                "A*",
                "*",
                "any",
                "otherwise",
                "NULL",
                "!A",
                "A..C",
                "X, A or B",
            ],
        ),
    ];
    for (kind, cells) in all {
        for cell in cells {
            let unclear = unclear(cell, kind).unwrap_or_else(|| panic!("`{cell}` is clear"));
            let _ = writeln!(shown, "{}\n  {}\n", unclear.problem.message, unclear.problem.help.unwrap_or_default());
        }
    }
    let clear = [
        "not 1 .. 3",
        "not((1..3))",
        "not([1..3])",
        "not(.. 3)",
        "not(1 ..= 3)",
        "not(1 .. 3, 5 .. 7)",
        "not(>= 3, 5)",
        "not(> 1 and < 3)",
        "> 1 and not 3",
        "not blank and > 3",
        "not(1) and < 3",
        "not(5)",
        "1 .. 3",
        "(1..3)",
    ];
    for cell in clear {
        assert_eq!(unclear(cell, Type::Number), None, "`{cell}`");
    }
    for cell in ["not(A, B)", "Not started", "notebook (new)", "Nothing", "\"A or B\"", "N/A", "organic", "Any other"] {
        assert_eq!(unclear(cell, Type::Text), None, "`{cell}`");
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn no_cell_nests_without_end() {
    for part in ["not ", "not(", "not(A, ", "(", "..", "\"", ", ", "A and ", "= "] {
        let long = part.repeat(20_000);
        let closed = format!("{long}A{}", ")".repeat(20_000));
        for kind in KINDS {
            let read = [parse(&long, kind), parse(&closed, kind)];
            assert!(part != "not(A, " || read.iter().all(Result::is_err), "{kind:?}");
        }
    }
}

#[test]
fn results() {
    let cells = |texts: &[&str]| texts.iter().map(|text| parse_result(text)).collect::<Vec<_>>();
    for (texts, kind) in [
        (&["7", "", "12.5%"][..], Some(Type::Number)),
        (&["S", "7"][..], Some(Type::Text)),
        (&["001", "002"][..], Some(Type::Text)),
        (&["\"7\""][..], Some(Type::Text)),
        (&["2026-01-01", ""][..], Some(Type::Date)),
        (&["2026-01-01", "2026-01-01 12:00"][..], Some(Type::DateTime)),
        (&["2026-01-01", "7"][..], Some(Type::Text)),
        (&["true", "FALSE"][..], Some(Type::Bool)),
        (&["yes", "no"][..], Some(Type::Text)),
        (&["= sales * 2", ""][..], None),
    ] {
        assert_eq!(result_type(&cells(texts)), kind, "{texts:?}");
    }
    assert_eq!(parse_result(" 12.5% ").value(Type::Number), Some(Value::Number(0.125)));
    assert_eq!(parse_result("12.5%").value(Type::Text), Some(Value::text("12.5%")));
    assert_eq!(parse_result("\"A, B\"").value(Type::Text), Some(Value::text("A, B")));
    assert_eq!(parse_result("=sales").value(Type::Number), None);
    assert_eq!(parse_result("=sales"), ResultCell::Formula { text: "sales".into(), start: 1 });
    assert_eq!(
        parse_result("2026-01-01").value(Type::DateTime).map(|v| v.to_string()),
        Some("2026-01-01T00:00:00".into())
    );
}

const KINDS: [Type; 7] = [Type::Number, Type::Text, Type::Date, Type::DateTime, Type::Bool, Type::List, Type::Period];

proptest! {
    #[test]
    fn any_text_is_read_or_refused_within_its_bounds(
        text in prop_oneof![
            any::<String>(),
            "(not|and|blank|[-0-9.,%=<>≥≠()\\[\\]\" “”A１．，＝]){0,14}",
        ],
        kind in prop::sample::select(&KINDS[..]),
    ) {
        match parse(&text, kind) {
            Ok(test) => for literal in test.literals() {
                prop_assert!(text.get(literal.start as usize..literal.end as usize).is_some_and(|t| !t.is_empty()));
            },
            Err(error) => prop_assert!(text.get(error.start as usize..error.end as usize).is_some()),
        }
        prop_assert_eq!(parse_result(&text) == ResultCell::Blank, text.trim().is_empty());
        prop_assert!(parse_result(&text).value(kind).is_none_or(|v| kind != Type::Text || !matches!(v, Value::Number(_))));
    }
}
