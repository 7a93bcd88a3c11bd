//! What the manual says about writing formulas.

use super::parse;
use super::syntax::{Syntax, SyntaxKind};
use crate::formula::UnaryOp;

/// The tree in brackets, names and texts as they are.
fn show(syntax: &Syntax) -> String {
    let list = |items: &[Syntax]| items.iter().map(show).collect::<Vec<_>>().join(" ");
    match &syntax.kind {
        SyntaxKind::Blank => "()".into(),
        SyntaxKind::Number(n) => n.to_string(),
        SyntaxKind::Text(text) => format!("{text:?}"),
        SyntaxKind::Bool(flag) => flag.to_string(),
        SyntaxKind::Name(name) => name.clone(),
        SyntaxKind::Field { base, name, .. } => format!("{}.{name}", show(base)),
        SyntaxKind::Index(base, index) => format!("{}[{}]", show(base), show(index)),
        SyntaxKind::List(items) => format!("[{}]", list(items)),
        SyntaxKind::Unary(UnaryOp::Negate, inner) => format!("(- {})", show(inner)),
        SyntaxKind::Unary(UnaryOp::Not, inner) => format!("(! {})", show(inner)),
        SyntaxKind::Binary { op, left, right, .. } => format!("({} {} {})", op.sign(), show(left), show(right)),
        SyntaxKind::And(items) => format!("(and {})", list(items)),
        SyntaxKind::Or(items) => format!("(or {})", list(items)),
        SyntaxKind::Coalesce(items) => format!("(?? {})", list(items)),
        SyntaxKind::In(needle, hay) => format!("(in {} {})", show(needle), show(hay)),
        SyntaxKind::Range { from, to, inclusive } => {
            format!("({} {} {})", if *inclusive { "..=" } else { ".." }, show(from), show(to))
        }
        SyntaxKind::If(c, a, None) => format!("(if {} {})", show(c), show(a)),
        SyntaxKind::If(c, a, Some(b)) => format!("(if {} {} {})", show(c), show(a), show(b)),
        SyntaxKind::Let(name, value, body) => format!("(let {name} {} {})", show(value), show(body)),
        SyntaxKind::Call { name, args, .. } => format!("{name}({})", list(args)),
        SyntaxKind::Interpolate(parts) => format!("`{}`", list(parts)),
    }
}

fn read(text: &str) -> Syntax {
    parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

fn shown(text: &str) -> String {
    show(&read(text))
}

/// Every node with the text it stands at, outermost first.
fn places(text: &str) -> Vec<(&'static str, String)> {
    fn walk(text: &str, syntax: &Syntax, into: &mut Vec<(&'static str, String)>) {
        let word = match &syntax.kind {
            SyntaxKind::Name(name) => {
                assert_eq!(&text[syntax.start as usize..syntax.end as usize], name);
                "name"
            }
            SyntaxKind::Field { name, at, .. } => {
                assert!(text[*at as usize..].starts_with(name.as_str()));
                "field"
            }
            SyntaxKind::Call { name, at, .. } => {
                assert!(text[*at as usize..].starts_with(name.as_str()));
                "call"
            }
            SyntaxKind::Binary { op, at, .. } => {
                assert!(text[*at as usize..].starts_with(op.sign()));
                "binary"
            }
            SyntaxKind::If(..) => "if",
            SyntaxKind::Number(_) => "number",
            SyntaxKind::Text(_) => "text",
            SyntaxKind::And(_) => "and",
            _ => "other",
        };
        into.push((word, text[syntax.start as usize..syntax.end as usize].to_string()));
        for child in syntax.parts() {
            walk(text, child, into);
        }
    }
    let mut into = Vec::new();
    walk(text, &read(text), &mut into);
    into
}

#[test]
fn formulas_read_as_written() {
    let cases = [
        ("(sales - cost) / sales", "(/ (- sales cost) sales)"),
        ("売上 / 在庫 * days(period)", "(* (/ 売上 在庫) days(period))"),
        ("salesperson.name", "salesperson.name"),
        ("orders[ship_to].amount", "orders[ship_to].amount"),
        ("a.b.c.d", "a.b.c.d"),
        ("a[b][c].d[e]", "a[b][c].d[e]"),
        ("a[b.c].d", "a[b.c].d"),
        ("(a.b).c", "a.b.c"),
        ("name.upper().left(3)", "left(upper(name) 3)"),
        ("customer.name.upper()", "upper(customer.name)"),
        ("sum(orders.amount, orders.date in period)", "sum(orders.amount (in orders.date period))"),
        ("x in 1 ..= 3", "(in x (..= 1 3))"),
        ("a not in [\"S\", \"A\"]", "(! (in a [\"S\" \"A\"]))"),
        ("a !in [1]", "(! (in a [1]))"),
        ("not a and b or c", "(or (and (! a) b) c)"),
        ("a && b && c || d", "(or (and a b c) d)"),
        ("a ?? b ?? 0", "(?? a b 0)"),
        ("-a ** 2", "(** (- a) 2)"),
        ("-5 + +3", "(+ -5 3)"),
        ("1_000.5 + 0.1", "(+ 1000.5 0.1)"),
        ("123456789012345678901234567890", "123456789012345680000000000000"),
        ("if a > 1 { 'S' } else if b { \"A\" } else { \"B\" }", "(if (> a 1) \"S\" (if b \"A\" \"B\"))"),
        ("if a { 1 }", "(if a 1)"),
        ("let m = a - b; m / a", "(let m (- a b) (/ m a))"),
        ("{ let m = a; if m > 0 { m } else { 0 } }", "(let m a (if (> m 0) m 0))"),
        ("`${name}: ${round(x, 1)} days`", "`name \": \" round(x 1) \" days\"`"),
        ("x == ()", "(== x ())"),
        (
            "type + default + case + match + new + use + with + module + until",
            "(+ (+ (+ (+ (+ (+ (+ (+ type default) case) match) new) use) with) module) until)",
        ),
        ("until(year_of(date), date)", "until(year_of(date) date)"),
        ("row.type.in.if", "row.type.in.if"),
        ("today()", "today()"),
        ("a // the rest is said to people\n + b", "(+ a b)"),
    ];
    for (text, tree) in cases {
        assert_eq!(shown(text), tree, "{text}");
    }
}

#[test]
fn nodes_stand_where_they_were_written() {
    let written = |text| places(text).into_iter().map(|(_, part)| part).collect::<Vec<_>>();
    assert_eq!(written("(売上 - 原価) / 売上"), ["(売上 - 原価) / 売上", "売上 - 原価", "売上", "原価", "売上"]);
    assert_eq!(written("担当.名前 + \"様\""), ["担当.名前 + \"様\"", "担当.名前", "担当", "\"様\""]);
    assert_eq!(written(" max( a , (b) ) "), ["max( a , (b) )", "a", "b"]);
    assert_eq!(written("2 * ((a + b))"), ["2 * ((a + b))", "2", "a + b", "a", "b"]);
    assert_eq!(written("x.round(2).abs()"), ["x.round(2).abs()", "x.round(2)", "x", "2"]);
    assert_eq!(written("- 5 * -(3)"), ["- 5 * -(3)", "- 5", "-(3)"]);
    assert_eq!(written("a && (b && c)"), ["a && (b && c)", "a", "b", "c"]);
    assert_eq!(
        written("if a { b } else if c { d } else { e }"),
        ["if a { b } else if c { d } else { e }", "a", "b", "if c { d } else { e }", "c", "d", "e"]
    );
    assert_eq!(written("orders[ship_to].amount"), ["orders[ship_to].amount", "orders[ship_to]", "orders", "ship_to"]);
    assert_eq!(written("x not in [1, 2]"), ["x not in [1, 2]", "x not in [1, 2]", "x", "[1, 2]", "1", "2"]);
    assert_eq!(written("`a ${b} c`"), ["`a ${b} c`", "`a ", "b", " c`"]);
    assert_eq!(written("`${b}`"), ["`${b}`", "b"]);
    assert_eq!(written("a +\n  b // note"), ["a +\n  b", "a", "b"]);
}

/// Each mistake with the text it underlines.
#[test]
fn mistakes_say_what_to_write() {
    let mistakes = [
        "sales = 3",
        "if a = 1 { b } else { c }",
        "growth > 10%",
        "growth <= -20%",
        "growth > -1.5% && a",
        "(10%)",
        "a > 1,000",
        "a > 0,2",
        "a <> b",
        "a => b",
        "a ≥ b",
        "a ≤ b",
        "a ≠ b",
        "segment == “S”",
        "a ＋ b",
        "a > １０",
        "a　+ b",
        "segment == 'abc'",
        "x == null",
        "None",
        "IF(a, b, c)",
        "if(a, b, c)",
        "AND(a, b)",
        "ISBLANK(a)",
        "(a + b",
        "a + b)",
        "max(a, b",
        "[1, 2",
        "if a { b",
        "a +",
        "* a",
        "",
        "  ",
        "a b",
        "net sales > 3",
        "\"abc",
        "a & b",
        "a | b",
        "a ^ b",
        "a & 1 == 2",
        "switch a { 1 => 2 }",
        "for x in y { }",
        "while a { }",
        "x += 1",
        "let a = 1",
        "|x| x + 1",
        "#{ a: 1 }",
        "a?.b",
        "f(a,, b)",
        "a @ b",
        "$a",
        "1.2.3",
        "12abc",
        "\"a\\q\"",
        "a::b",
        "this",
        "import \"x\"",
        "a === b",
        "if a { b } c { d }",
        "3 && a",
        "{ a; b }",
        "fn f() { 1 }",
        "a -> b",
        "return 3",
        "a ? b : c",
        "a % ",
        "10%%",
        "売 上",
        "f()()",
        "a not b",
        "if a then b",
    ];
    let mut report = String::new();
    for text in mistakes {
        let error = match parse(text) {
            Ok(syntax) => panic!("{text} reads as {}", show(&syntax)),
            Err(error) => error,
        };
        let (start, end) = (error.start as usize, error.end as usize);
        let at = text.get(start..end).unwrap_or_else(|| panic!("{text}: {error:?}"));
        report += &format!("{text}\n  at `{at}` ({start}): {}\n", error.problem.message);
        if let Some(help) = error.problem.help {
            report += &format!("  help: {help}\n");
        }
    }
    insta::assert_snapshot!(report);
}

#[test]
fn deep_and_long_formulas_are_refused_not_crashed_on() {
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let test = || {
        for (open, close) in [
            ("(", ")"),
            ("[", "]"),
            ("-", ""),
            ("!", ""),
            ("f(", ")"),
            ("a[", "]"),
            ("if a {", "}"),
            ("{", "}"),
            ("`${", "}`"),
        ] {
            for depth in [30, 90, 100, 1000, 3000] {
                let text = format!("{}a{}", open.repeat(depth), close.repeat(depth));
                let _ = parse(&text);
            }
        }
        assert!(parse(&"(".repeat(10_000)).is_err());
        assert!(parse(&vec!["a"; 90].join(" + ")).is_ok());
        assert!(parse(&vec!["a"; 5_000].join(" + ")).is_err());
        assert!(parse(&vec!["a"; 5_000].join(".")).is_err());
        assert!(parse(&"a".repeat(100_000)).is_err());
    };
    thread.spawn(test).expect("a thread").join().expect("no crash");
}

#[test]
fn names_in_parts_without_text_between_have_their_places() {
    for text in ["`${one}${two}`", "`é${one}${two}ü${one}${two}`", "`${one}${two}${one} ${two}`"] {
        let syntax = parse(text).expect("it is a formula");
        let names = syntax.parts().into_iter().filter_map(|part| match &part.kind {
            SyntaxKind::Name(name) => Some((name.as_str(), &text[part.start as usize..part.end as usize])),
            _ => None,
        });
        let names: Vec<_> = names.collect();
        assert!(names.len() >= 2 && names.iter().all(|(name, written)| name == written), "{text}: {names:?}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "[-a-z0-9 ().,+*/%<>=!&|?\\[\\]{}\"'`$#売上≥“；\n]{0,60}") {
        if let Err(error) = parse(&text) {
            assert!(text.get(error.start as usize..error.end as usize).is_some(), "{text}: {error:?}");
        }
    }
}
