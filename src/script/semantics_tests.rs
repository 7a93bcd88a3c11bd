//! Every line of the manual's page on meaning, through rhai's interpreter.

use super::{Argument, EvaluateError, evaluate};
use crate::value::{Date, DateTime, NoAnswer, Period, Value, functions};

fn date(year: i32, month: u32, day: u32) -> Date {
    Date::new(year, month, day).expect("a day")
}

/// The variables of the tests; `row` is a row with a reference to follow.
fn value_of(text: &str) -> Result<(Value, Vec<NoAnswer>), EvaluateError> {
    let path = |names: &str| names.split('.').map(String::from).collect::<Vec<_>>();
    let row = [
        (path("sales"), Value::Number(120.0)),
        (path("owner"), Value::text("E7")),
        (path("owner.name"), Value::text("Kim")),
        (path("owner.boss.name"), Value::Blank),
        (path("gone"), Value::Blank),
    ];
    let variables = [
        ("blank".to_string(), Argument::Value(Value::Blank)),
        ("n".to_string(), Argument::Value(Value::Number(7.0))),
        ("text".to_string(), Argument::Value(Value::text("S"))),
        ("flag".to_string(), Argument::Value(Value::Bool(true))),
        ("day".to_string(), Argument::Value(Value::Date(date(2026, 3, 1)))),
        (
            "moment".to_string(),
            Argument::Value(Value::DateTime(DateTime::parse("2026-03-01 18:00").expect("a moment"))),
        ),
        ("period".to_string(), Argument::Value(Value::Period(Period { from: date(2026, 1, 1), to: date(2026, 3, 1) }))),
        ("list".to_string(), Argument::Value(Value::List([Value::Number(1.0), Value::Blank].into()))),
        ("row".to_string(), Argument::Row(&row)),
    ];
    evaluate(text, &variables)
}

/// The value as people read it; texts in quotes, failures as `error: …`.
fn shown(text: &str) -> String {
    match value_of(text) {
        Ok((Value::Text(text), _)) => format!("{text:?}"),
        Ok((value, reasons)) => {
            let reasons: String = reasons.iter().map(|reason| format!(" ({})", reason.phrase())).collect();
            format!("{value}{reasons}")
        }
        Err(EvaluateError::Failed(failure)) => format!("error: {}", failure.message),
        Err(EvaluateError::Unknown(messages)) => format!("unknown: {}", messages.join("; ")),
        Err(EvaluateError::Syntax(error)) => format!("syntax: {}", error.problem.message),
    }
}

fn all(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(text, wanted)| shown(text) != *wanted)
        .map(|(text, wanted)| format!("{text}: {} instead of {wanted}", shown(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn numbers_are_never_divided_as_whole_numbers() {
    all(&[
        ("7 / 2", "3.5"),
        ("1 / 3 == 1.0 / 3", "true"),
        ("let a = 7; let b = 2; a / b", "3.5"),
        ("7 % 4", "3"),
        ("-7 % 4", "-3"),
        ("2 ** 10", "1024"),
        ("2 ** -1", "0.5"),
        ("-2 ** 2", "4"),
        ("9007199254740993 + 0", "9007199254740992"),
        ("9223372036854775807 + 1", "9.223372036854776e18"),
        ("9223372036854775807 * 9223372036854775807", "8.507059173023462e37"),
        ("-9223372036854775808 / -1", "9.223372036854776e18"),
        ("5.0", "5"),
        ("1e300 * 1e300", "– (a result too large for a number or date)"),
    ]);
}

#[test]
fn numbers_compare_to_about_15_digits() {
    all(&[
        ("0.1 + 0.2 == 0.3", "true"),
        ("1.15 - 1 >= 0.15", "true"),
        ("1.15 - 1 > 0.15", "false"),
        ("0.1 + 0.2 != 0.3", "false"),
        ("1 == 1.0", "true"),
        ("1 < 2 && 2 <= 2 && 3 > 2 && 2 >= 2", "true"),
        ("text == \"S\"", "true"),
        ("text == \"s\"", "false"),
        ("\"ab\" < \"b\"", "true"),
        ("flag == true", "true"),
        ("day == moment", "true"),
    ]);
}

#[test]
fn kinds_do_not_mix() {
    all(&[
        ("10 > \"5\"", "error: `>` does not take a number and text"),
        ("\"10\" == 10", "error: `==` does not take text and a number"),
        ("flag + 1", "error: `+` does not take true or false and a number"),
        ("day + day", "error: `+` does not take a date and a date"),
        ("text - 1", "error: `-` does not take text and a number"),
        ("-text", "error: `-` needs a number, not text"),
        ("!n", "error: `!` needs true or false, not a number"),
        ("if n { 1 } else { 2 }", "error: a condition is true or false, not a number"),
        ("flag && n", "error: `&&` needs true or false, not a number"),
        ("n in [\"a\"]", "error: `in` cannot look for a number in a list"),
        ("upper(3)", "error: `upper` does not take a number there; it is used as `upper(text)`"),
        ("row + 1", "error: a whole row is not a value: name one of its columns"),
    ]);
}

#[test]
fn a_blank_goes_through() {
    all(&[
        ("blank + 1", "–"),
        ("1 - blank", "–"),
        ("blank * blank", "–"),
        ("-blank", "–"),
        ("blank + \"x\"", "–"),
        ("blank == 1", "–"),
        ("blank == blank", "–"),
        ("blank < 1", "–"),
        ("() > 1", "–"),
        ("round(blank, 2)", "–"),
        ("blank.round(2)", "–"),
        ("blank ?? 5", "5"),
        ("blank ?? blank ?? 6", "6"),
        ("n ?? 1 / 0", "7"),
        ("is_blank(blank)", "true"),
        ("is_blank(n)", "false"),
        ("blank.is_blank()", "true"),
        ("blank in [1]", "–"),
        ("1 in blank", "–"),
        ("2 in list", "–"),
        ("1 in list", "true"),
        ("blank in 1..2", "–"),
        ("list[blank]", "–"),
        ("list[1]", "–"),
    ]);
}

#[test]
fn logic_is_three_valued_and_stops_early() {
    let values = ["true", "false", "blank"];
    for a in values {
        for b in values {
            let and = if a == "false" || b == "false" {
                "false"
            } else if a == b && a == "true" {
                "true"
            } else {
                "–"
            };
            let or = if a == "true" || b == "true" {
                "true"
            } else if a == b && a == "false" {
                "false"
            } else {
                "–"
            };
            all(&[(&format!("{a} && {b}"), and), (&format!("{a} || {b}"), or), (&format!("{a} and {b}"), and)]);
        }
    }
    all(&[
        ("!blank", "–"),
        ("not true", "false"),
        ("false && 1 / 0 > 1", "false"),
        ("true || 1 + flag", "true"),
        ("blank && false && n", "false"),
        ("flag && (blank || flag) && !false", "true"),
    ]);
}

#[test]
fn what_has_no_answer_is_blank_and_counted() {
    all(&[
        ("1 / 0", "– (division by zero)"),
        ("5 % 0", "– (division by zero)"),
        ("(1 / 0 ?? 3) + ln(0)", "– (division by zero) (a root or logarithm outside its domain)"),
        ("sqrt(-1)", "– (a root or logarithm outside its domain)"),
        ("0 ** -1", "– (division by zero)"),
        ("to_number(\"x\")", "– (text that is not a number or date)"),
        ("date(2026, 2, 30)", "– (a date that does not exist)"),
    ]);
}

#[test]
fn what_hangs_on_an_unknown_condition_is_unknown() {
    all(&[
        ("if blank { 1 } else { 2 }", "–"),
        ("if blank > 1 { 1 } else if true { 3 } else { 2 }", "–"),
        ("(if blank { 1 } else { 2 }) ?? 7", "7"),
        ("if blank { 1 }", "–"),
        ("if true { 1 } else { 1 / 0 }", "1"),
        ("if false { upper(3) } else { 1 }", "1"),
    ]);
}

#[test]
fn dates_are_counted_in_days() {
    all(&[
        ("date(2026, 3, 1) - date(2026, 2, 1)", "28"),
        ("day + 30", "2026-03-31"),
        ("30 + day", "2026-03-31"),
        ("day - 1", "2026-02-28"),
        ("moment - day", "0.75"),
        ("week(day)", "\"2026-W09\""),
        ("day in period", "true"),
        ("day + 1 in period", "false"),
        ("days(period)", "60"),
        ("day < moment", "false"),
        ("day.year() * 100 + day.month()", "202603"),
        ("until(year_of(day), day) == period(date(2026, 1, 1), day)", "true"),
    ]);
}

#[test]
fn text_is_joined_and_compared_exactly() {
    all(&[
        ("\"a\" + 1.50", "\"a1.5\""),
        ("day + \"!\"", "\"2026-03-01!\""),
        ("`${text}: ${n / 2} on ${day}, ${blank}, ${5.0}`", "\"S: 3.5 on 2026-03-01, –, 5\""),
        ("'x' + \"y\"", "\"xy\""),
        ("\"売上\".len()", "2"),
        ("\"売上\"[1]", "\"上\""),
        ("\"売上\"[-2]", "\"売\""),
        ("fold(\"ＡＢＣ\") == fold(\"abc\")", "true"),
        ("\"b\" in \"abc\"", "true"),
        ("text in [\"S\", \"A\"] && text not in [\"B\"]", "true"),
    ]);
}

#[test]
fn rounding_is_that_of_spreadsheets() {
    all(&[("round(2.5)", "3"), ("round(-2.5)", "-3"), ("round(1.005, 2)", "1.01"), ("(2.345).round(2)", "2.35")]);
}

#[test]
fn rows_are_read_by_path() {
    all(&[
        ("row.sales / 2", "60"),
        ("row.owner", "\"E7\""),
        ("row.owner.name.upper()", "\"KIM\""),
        ("row.owner.boss.name", "–"),
        ("row.gone.name", "–"),
        ("row[\"sales\"]", "120"),
        ("row.typo", "error: the row has no `typo`"),
        ("n.name", "error: `.name` needs a row, not a number"),
        ("nn + 1", "unknown: there is no `nn` here"),
        ("rond(n)", "unknown: there is no function `rond`"),
    ]);
}

#[test]
fn lists_and_ranges() {
    all(&[
        ("[1, 2, 3][0] + [4][0]", "5"),
        ("[1, 2][2]", "error: there is no place 2 among 2; the first is 0"),
        ("size([1, 2])", "2"),
        ("join([1, blank, \"x\"])", "\"1, –, x\""),
        ("n in 1..7", "false"),
        ("n in 1..=7", "true"),
        ("day in day..=day", "true"),
        ("[[1]]", "error: a list cannot hold a list"),
        ("[1, 2] == [1.0, 2.0]", "true"),
    ]);
}

/// Every function's example in the manual holds in scripts too, written both ways.
#[test]
fn the_examples_of_all_functions_hold() {
    for function in functions::all() {
        assert_eq!(shown(function.example), "true", "{}", function.example);
        if function.fewest() == 1 && !function.sees_blanks {
            assert_eq!(shown(&format!("blank.{}()", function.name)), "–", "{}", function.name);
        }
    }
}
