//! Numbers as people type them.

use super::*;

fn read(text: &str) -> Option<(f64, Shows)> {
    NumberText::read(text).map(|read| (read.value, read.shows))
}

#[test]
fn plain_numbers() {
    for (text, value) in [
        ("1200", 1200.0),
        ("+5", 5.0),
        ("5-", -5.0),
        ("−300", -300.0),
        ("▲300", -300.0),
        ("△ 300", -300.0),
        ("300-", -300.0),
        ("(300)", -300.0),
        ("(-300)", -300.0),
        ("(-$300)", -300.0),
        ("-$300", -300.0),
        ("$-300", -300.0),
        ("１２３", 123.0),
        ("（１２３）", -123.0),
        ("23€", 23.0),
        ("23 €", 23.0),
        ("EUR 5", 5.0),
        ("5 EUR", 5.0),
        ("$5 USD", 5.0),
        ("1200円", 1200.0),
        ("₩900", 900.0),
        ("￥ 80", 80.0),
        ("5.-", 5.0),
        ("5.–", 5.0),
        ("5,- €", 5.0),
        ("€ 1'250,-", 1250.0),
        ("5.-- CHF", 5.0),
        ("Fr. 5.—", 5.0),
        ("-5.-", -5.0),
        ("'500", 500.0),
        ("1´234", 1234.0),
        ("\u{200e}1200", 1200.0),
        ("\u{202d}−5\u{202c}", -5.0),
        ("$\u{200e} 12\u{200f}", 12.0),
        ("CHF 20.–", 20.0),
        ("12 %", 0.12),
        ("3‰", 0.003),
        ("1E5", 100_000.0),
        ("2e-1", 0.2),
        ("5\n", 5.0),
        ("1 234", 1234.0),
        ("1\u{a0}234\u{202f}567", 1_234_567.0),
        ("1'234", 1234.0),
        ("1’234’567", 1_234_567.0),
        ("1_000", 1000.0),
        ("007", 7.0),
    ] {
        assert_eq!(read(text), Some((value, Shows::Neither)), "{text}");
    }
}

#[test]
fn numbers_that_show_their_decimal_mark() {
    let point = Shows::Mark(DecimalMark::Point);
    let comma = Shows::Mark(DecimalMark::Comma);
    for (text, value, shows) in [
        ("1,234.50", 1234.5, point),
        ("1,234,567", 1_234_567.0, point),
        ("1,23,456", 123_456.0, point),
        ("12,34,567.8", 1_234_567.8, point),
        ("0.125", 0.125, point),
        (".5", 0.5, point),
        ("1234.567", 1234.567, point),
        ("12.5", 12.5, point),
        ("1'234.50", 1234.5, point),
        ("1.2E+5", 120_000.0, point),
        ("1.234E+3", 1234.0, point),
        ("1.234,50", 1234.5, comma),
        ("1.234.567", 1_234_567.0, comma),
        ("0,125", 0.125, comma),
        (",5", 0.5, comma),
        ("980,75", 980.75, comma),
        ("12,5 %", 0.125, comma),
        ("1\u{202f}234,50", 1234.5, comma),
        ("1 234,567", 1234.567, comma),
        ("-1.234,5 €", -1234.5, comma),
        ("1,2E+5", 120_000.0, comma),
        ("1,234E5", 123_400.0, comma),
    ] {
        assert_eq!(read(text), Some((value, shows)), "{text}");
    }
}

#[test]
fn numbers_that_could_be_two() {
    for (text, point, comma) in [
        ("12.345", 12.345, 12345.0),
        ("1,200", 1200.0, 1.2),
        ("(9.999 €)", -9.999, -9999.0),
        ("$ 12,500%", 125.0, 0.125),
    ] {
        assert_eq!(read(text), Some((point, Shows::Either { with_comma: comma })), "{text}");
    }
}

#[test]
fn what_is_not_plainly_one_number_is_none() {
    for text in [
        "",
        "-",
        "€",
        "3 4",
        "100\n200",
        "12 34",
        "1 2345",
        "10²",
        "5½",
        "1/2",
        "①",
        "--5",
        "-(300)",
        "(+300)",
        "(300",
        "300)",
        "5,",
        "1,23,45",
        "1,2,3",
        "1.2.3",
        "1.23,456,7",
        "1,234 567",
        "1 234 56",
        "5 kg",
        "12万",
        "3k",
        "65+",
        "x5",
        "$5 €",
        "5 USD EUR",
        "1e",
        "1e5.2",
        "1,234,567E2",
        "0,000,000",
        "2026-03-01",
        "5+3",
        "١٢",
        "1e999",
        "%",
        "5 %%",
    ] {
        assert_eq!(read(text), None, "{text:?}");
    }
}

#[test]
fn currencies_that_may_be_the_same() {
    let of = |text: &str| NumberText::read(text).expect("a number").currency;
    for (a, b, same) in [
        ("¥5", "5円", true),
        ("¥5", "5元", true),
        ("5円", "5元", false),
        ("$5", "US$5", true),
        ("US$5", "C$5", false),
        ("€5", "EUR 5", true),
        ("€5", "£5", false),
    ] {
        assert_eq!(!of(a).common(of(b)).is_none(), same, "{a} {b}");
    }
}

#[test]
fn marks_of_any_script_between_digits_are_no_numbers_and_no_panic() {
    for text in ["3ໜ7", "3ໜ7ໜ1", "1,2é3", "1é2,3", "1\u{2009}2é3", "12😀5"] {
        assert!(NumberText::read(text).is_none(), "{text}");
    }
}
