//! Scripts as people write them: found, checked, called.

use super::{Argument, ArgumentType, Caller, HostFunction, Library, ScriptFailure};
use crate::diagnostic::{Diagnostic, Style, render};
use crate::source::Sources;
use crate::value::{NoAnswer, Type, Value};
use std::sync::Arc;

fn load(texts: &[&str]) -> (Sources, Library, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let files: Vec<_> =
        texts.iter().enumerate().map(|(n, text)| sources.add(format!("rules/{n}.rhai"), *text)).collect();
    let host = HostFunction {
        name: "tax".into(),
        params: vec![Type::Number],
        returns: Type::Number,
        call: Arc::new(|args| Value::from(args[0].as_number().map(|n| n * 0.1))),
    };
    let (library, diagnostics) = Library::load(&sources, &files, &[host]);
    (sources, library, diagnostics)
}

fn sound(text: &str) -> Library {
    let (sources, library, diagnostics) = load(&[text]);
    let shown = render(&diagnostics, &sources, Style::Plain);
    assert!(diagnostics.is_empty(), "{shown}");
    library
}

fn call(library: &Library, name: &str, args: &[Value]) -> Result<Value, ScriptFailure> {
    let function = library.function(name, args.len()).unwrap_or_else(|| panic!("no {name}"));
    let args: Vec<Argument> = args.iter().cloned().map(Argument::Value).collect();
    Caller::clone(&library.caller()).call(function, &args)
}

const RISK: &str = r#"
// Rules of the sales office.
const SLOW = 60;
const WORDS = ["fine", "slow", "risky"];

fn risk_note(stock_days, margin, growth) {
    let points = 0;
    if stock_days > SLOW { points += 1; }
    if margin < 0.05 || growth < 0 { points += 1; }
    WORDS[points]
}

fn grade(score) {
    switch score {
        1 | 2 => "low",
        3..=5 if is_blank(()) => "middle",
        "x" => "cross",
        _ => "high"
    }
}

fn count_to(limit) {
    let list = [];
    let total = 0;
    for i in 1..=limit {
        if i % 2 == 0 { continue; }
        list.push(i);
        total += i / 2;
    }
    while total > 100 { total -= 100; }
    list[0] = 10;
    for (item, place) in list { total += item * place; }
    join(list, "-") + ": " + total
}

fn factorial(n) { if n <= 1 { return 1; } n * factorial(n - 1) }
fn with_tax(amount) { amount + tax(amount) }
fn half(a, b) { a / b }
fn twice(type) { type.half(0.5) }
fn stop(n) { throw `no ${n}` }
fn until_done(from) { do { from += 1 } while from < 10; from }
"#;

#[test]
fn functions_do_what_they_say() {
    let library = sound(RISK);
    let n = Value::Number;
    let text = |text: &str| Value::text(text);
    assert_eq!(call(&library, "risk_note", &[n(70.0), n(0.01), n(0.2)]), Ok(text("risky")));
    // What hangs on a condition that is not known is not known either.
    assert_eq!(call(&library, "risk_note", &[Value::Blank, n(0.2), Value::Blank]), Ok(Value::Blank));
    assert_eq!(call(&library, "grade", &[n(2.0)]), Ok(text("low")));
    assert_eq!(call(&library, "grade", &[n(4.5)]), Ok(text("middle")));
    assert_eq!(call(&library, "grade", &[text("x")]), Ok(text("cross")));
    assert_eq!(call(&library, "grade", &[Value::Blank]), Ok(Value::Blank));
    assert_eq!(call(&library, "count_to", &[n(5.0)]), Ok(text("10-3-5: 17.5")));
    assert_eq!(call(&library, "factorial", &[n(20.0)]), Ok(n(2_432_902_008_176_640_000.0)));
    assert_eq!(call(&library, "with_tax", &[n(10.0)]), Ok(n(11.0)));
    assert_eq!(call(&library, "with_tax", &[Value::Blank]), Ok(Value::Blank));
    assert_eq!(call(&library, "twice", &[n(7.0)]), Ok(n(14.0)));
    assert_eq!(call(&library, "until_done", &[n(3.0)]), Ok(n(10.0)));
}

#[test]
fn failures_point_at_the_place() {
    let library = sound(
        "fn a(x) {\n  b(x) + 1\n}\nfn b(x) {\n  let 値 = x; upper(値)\n}\nfn c(list) { list[9] = 1; }\nfn d() { d() }\nfn e() { throw \"no\" }",
    );
    let failure = call(&library, "a", &[Value::Number(1.0)]).expect_err("upper of a number");
    assert_eq!((failure.line, failure.column), (5, 14));
    assert_eq!(failure.message, "`upper` does not take a number there; it is used as `upper(text)`");
    let failure = call(&library, "c", &[Value::List([Value::Blank].into())]).expect_err("no such place");
    assert_eq!((failure.line, failure.message.as_str()), (7, "there is no place 9 among 1; the first is 0"));
    let failure = call(&library, "d", &[]).expect_err("recursion");
    assert_eq!(failure.message, "calls nested more than 32 deep");
    assert_eq!(call(&library, "e", &[]).expect_err("thrown").message, "no");
}

#[test]
fn reasons_are_counted_by_call() {
    let library = sound(RISK);
    let half = library.function("half", 2).expect("half");
    let mut caller = library.caller();
    let arguments = |a, b| [Argument::Value(Value::Number(a)), Argument::Value(Value::Number(b))];
    assert_eq!(caller.call(half, &arguments(1.0, 0.0)), Ok(Value::Blank));
    assert_eq!(caller.no_answers(), [NoAnswer::DivisionByZero]);
    assert_eq!(caller.call(half, &arguments(1.0, 2.0)), Ok(Value::Number(0.5)));
    assert!(caller.no_answers().is_empty());
}

#[test]
fn a_row_is_asked_for_the_columns_it_is_read_for() {
    let library = sound(
        "fn segment(row) {\n  if row.sales > 100 && row.is_big() { row.salesperson.name.note() } else { row[\"last order\"] ?? loop_a(row, 1) }\n}\n\
         fn is_big(r) { r.branch.size > 5 }\nfn note(text) { text + \"!\" }\n\
         fn loop_a(r, n) { if n > 3 { r.depth } else { loop_b(r, n) } }\nfn loop_b(r, n) { loop_a(r, n + r.step) }",
    );
    let fields = |name: &str, arity: usize, param: usize| {
        let function = library.function(name, arity).expect(name);
        let mut paths: Vec<String> = function.row_fields[param]
            .iter()
            .flatten()
            .map(|path| path.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("."))
            .collect();
        paths.sort();
        paths
    };
    assert_eq!(fields("segment", 1, 0), ["branch.size", "depth", "last order", "sales", "salesperson.name", "step"]);
    assert_eq!(fields("loop_b", 2, 0), ["depth", "step"]);
    assert_eq!(library.function("note", 1).expect("note").row_fields, [None]);
    let row: Vec<(Vec<String>, Value)> =
        [("sales", Value::Number(120.0)), ("branch.size", Value::Number(9.0)), ("salesperson.name", "Kim".into())]
            .map(|(path, value)| (path.split('.').map(String::from).collect(), value))
            .into();
    let value = library.caller().call(library.function("segment", 1).expect("segment"), &[Argument::Row(&row)]);
    assert_eq!(value, Ok(Value::text("Kim!")));
}

#[test]
fn mistakes_are_all_found_and_placed() {
    let first = "\
fn a(row) { rond(row.sales) + salse }
fn b(x) { round(x, 1, 2) + c(x) }
fn c(x, y) { x }
fn round(x) { x }
let loose = 1;
fn d(row) { row.sales + note(row) + row }
fn note(r) { r.name }
fn e(x) { let m = #{ a: 1 }; try { x } catch { 1 } }
fn f(x) { x & 1 }
fn g(x) { switch x { 1.5 => 1, _ => 2 } }
fn h(x) { this + eval(\"1\") + print(x) + Fn(\"a\") }
fn i(x) { let r = 1..2; len(x, 1) + tax() }
";
    let second = "fn c(x, y) { 2 }\nfn z(x) { x = }\n";
    let (sources, _, diagnostics) = load(&[
        first,
        second,
        "fn ok() { 1 }\nfn bad() { |x| x }",
        "fn k(x) { sales = 3; x::y }",
        "fn c(x, y) { x }\nfn c(x, y) { y }",
        "import \"secret\" as s;",
        "fn print(x) { x }",
        "fn t(x) { if x = 1 { “a” } }",
    ]);

    insta::assert_snapshot!(render(&diagnostics, &sources, Style::Plain));
}

/// The type a function gives for a number, text or row.
fn type_of(text: &str, args: &[ArgumentType]) -> String {
    let library = sound(text);
    let fields = |path: &[String]| match path.join(".").as_str() {
        "sales" => Some(Type::Number),
        "owner.name" => Some(Type::Text),
        _ => None,
    };
    let function = library.function("f", args.len()).expect("f");
    match library.result_type(function, args, &fields) {
        Ok(kind) => kind.map_or("not known", Type::word).to_string(),
        Err(mistake) => mistake.message,
    }
}

#[test]
fn the_type_of_a_function_is_told_from_its_text() {
    use ArgumentType::{Row, Unknown, Value as Is};
    let number = [Is(Type::Number)];
    let cases: [(&str, &[ArgumentType], &str); 14] = [
        ("fn f(x) { x * 2 }", &number, "number"),
        ("fn f(x) { x * 2 }", &[Unknown], "number"),
        ("fn f(x) { x }", &[Is(Type::Date)], "date"),
        ("fn f(x) { x + 1 }", &[Is(Type::Date)], "date"),
        ("fn f(x) { x + 1 }", &[Unknown], "not known"),
        ("fn f(x) { if x > 1 { \"A\" } else if x > 2 { () } else { g(x) } } fn g(x) { `${x}` }", &number, "text"),
        ("fn f(x) { if x > 1 { return \"A\"; } 2 }", &number, "it gives text in one branch and a number in another"),
        ("fn f(x) { if x > 1 { return 1; } let y = (); y = x; y }", &number, "number"),
        ("fn f(x) { upper(x) - 1 }", &[Unknown], "`-` does not take text and a number"),
        ("fn f(x) { if x <= 1 { 1 } else { x * f(x - 1) } }", &number, "number"),
        ("fn f(row) { row.owner.name + row.sales }", &[Row], "text"),
        ("fn f(row) { g(row) } fn g(r) { r.sales > 1 && r.gone }", &[Row], "bool"),
        ("fn f(x) { switch x { 1 => [1], _ => [] } }", &number, "list"),
        ("fn f(x) { let t = 0; for i in 0..x { t += i; } max((), t) }", &number, "number"),
    ];
    for (text, args, wanted) in cases {
        assert_eq!(type_of(text, args), wanted, "{text}");
    }
}
