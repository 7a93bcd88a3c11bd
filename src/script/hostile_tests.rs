//! Scripts that want too much: none gets over a limit, none takes the program down.

use super::{Argument, Library, Limits, evaluate, parse};
use crate::source::Sources;
use crate::value::Value;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Loads a script and calls all its functions with a few arguments, on a thread with the stack of
/// a worker. Gives how many calls failed.
fn run(text: &str) -> usize {
    let text = text.to_string();
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let work = move || {
        let mut sources = Sources::default();
        let body = sources.add("whole.rhai", format!("fn main() {{\n{text}\n}}"));
        let plain = sources.add("plain.rhai", text.clone());
        let limits = Limits { operations: 1_000_000, time: Duration::from_millis(500) };
        let mut failed = 0;
        for file in [body, plain] {
            let (library, diagnostics) = Library::load_with(&sources, &[file], &[], limits);
            failed += usize::from(!diagnostics.is_empty());
            let mut caller = library.caller();
            for function in library.functions() {
                let args: Vec<Argument> = function.params.iter().map(|_| Argument::Value(Value::Number(1.0))).collect();
                failed += usize::from(caller.call(function, &args).is_err());
            }
        }
        let _ = parse(&text);
        let _ = evaluate(&text, &[]);
        failed
    };
    let begun = Instant::now();
    let failed = thread.spawn(work).expect("a thread").join().expect("no crash");
    assert!(begun.elapsed() < Duration::from_secs(20), "too slow");
    failed
}

#[test]
fn limits_hold() {
    let hostile = [
        "while true {}",
        "loop {}",
        "let s = \"xxxxxxxxxx\"; loop { s += s; }",
        "let s = \"xxxxxxxxxx\"; loop { s = `${s}${s}`; }",
        "let a = []; loop { a.push(\"0123456789012345678901234567890123456789\"); }",
        "let a = []; let s = \"x\"; for i in 0..15 { s += s; } loop { a.push(s); }",
        "let a = []; for i in 0..90000 { a = [a]; } 1",
        "let a = [1]; a[0] = a; loop { a[0] = a; }",
        "let a = [1]; loop { a.push(a); }",
        "for i in 0..9223372036854775807 {} 1",
        "let n = 0; for i in 0..=9007199254740992 { n += 1; } n",
        "let s = \"a\"; for i in 0..15 { s += s; } loop { s = s.replace(\"a\", s); }",
        "let a = []; for i in 0..9999 { a.push(i); } let s = \"x\"; for i in 0..15 { s += s; } a.join(s)",
        "let a = []; for i in 0..9999 { a.push(1); } loop { if a == a { } }",
        "import \"/etc/hostname\" as s; s::leak()",
        "eval(\"1\")",
        "sleep(4)",
        "timestamp()",
        "rand()",
        "print(\"x\")",
        "\"a\".pad(1000000, \"b\")",
        "[].pad(6148914691236517206, [0, 0])",
        "blob(100000000000, 0)",
        "let f = |x| x; f.call(1)",
        "Fn(\"main\").call()",
        "call(Fn(\"eval\"), \"1\")",
        "throw main()",
        "main()",
        "try { main() } catch (e) { 7 }",
        "let x = 1; let x = 2; loop { let y = x; }",
        "this.x",
    ];
    for text in hostile {
        assert!(run(text) > 0, "{text} did all it wanted");
    }
}

#[test]
fn deep_and_long_scripts_are_refused() {
    let nested = |open: &str, close: &str, depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
    for depth in [20, 50, 60, 64, 1000, 10_000] {
        for (open, close) in [
            ("(", ")"),
            ("[", "]"),
            ("{", "}"),
            ("-", ""),
            ("!", ""),
            ("`${", "}`"),
            ("if true {", "}"),
            ("is_blank(", ")"),
            ("f(", ")"),
        ] {
            run(&nested(open, close, depth));
        }
    }
    for text in [
        format!("switch 1 {{{}}}", (0..6_000).map(|n| format!("{n}=>{n}")).collect::<Vec<_>>().join(",")),
        format!("1{}", "+1".repeat(20_000)),
        format!("true{}", "&&true".repeat(10_000)),
        format!("(){}", "??1".repeat(20_000)),
        format!("if false {{0}}{}", " else if false {1}".repeat(3_000)),
        format!("a{}", "[0]".repeat(10_000)),
        format!("a{}", ".b".repeat(20_000)),
        format!("{}{}1", "/*".repeat(15_000), "*/".repeat(15_000)),
        "x".repeat(100_000),
        (0..300).map(|n| format!("fn f{n}() {{ 1 }}\n")).collect(),
    ] {
        run(&text);
    }
}

/// The deepest calls, each with the deepest expression, fit into the stack of a worker thread.
#[test]
fn the_deepest_calls_fit_the_stack() {
    let shapes = [
        ("(1 + ", ")"),
        ("[", "][0]"),
        ("{ ", " }"),
        ("(if true { ", " } else { 0 })"),
        ("is_blank(", ").to_text().length()"),
        ("(true && ", " == 1)"),
        ("`${", "}`"),
    ];
    for (open, close) in shapes {
        // As deep as the reader lets it be.
        let depth = (1..64).rev().find(|depth| {
            let mut sources = Sources::default();
            let file =
                sources.add("deep.rhai", format!("fn f(n) {{ {}f(n){} }}", open.repeat(*depth), close.repeat(*depth)));
            Library::load(&sources, &[file], &[]).1.is_empty()
        });
        let depth = depth.unwrap_or_else(|| panic!("no depth for {open}"));
        assert!(run(&format!("fn f(n) {{ {}f(n){} }}\n", open.repeat(depth), close.repeat(depth))) > 0);
    }
}

/// The scripts kept outside the project.
#[test]
#[ignore = "needs the hostile files (RULEBOOK_HOSTILE)"]
fn kept_scripts_do_no_harm() {
    let folder = std::env::var_os("RULEBOOK_HOSTILE").map(PathBuf::from).expect("RULEBOOK_HOSTILE names the folder");
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in [folder.join("rhai"), folder.join("big")] {
        files.extend(std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()));
    }
    let mut tried = 0;
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rhai")) {
        run(&std::fs::read_to_string(file).expect("a script"));
        tried += 1;
    }
    assert!(tried > 0, "no scripts in {}", folder.display());
}
