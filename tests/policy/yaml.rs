//! What YAML cannot read, and where formulas stand.

use crate::support::{findings, policy, written};
use rulebook::policy::formula_span;

/// The finding for one line in a trigger.
fn syntax(line: &str) -> String {
    findings(&format!("policy: p\ntables:\n  t:\n    formulas:\n      {line}\n      z: 1\n"))
}

#[test]
fn texts_that_must_stand_in_quotes() {
    let lines = [
        "when: >= 10%",
        "message: `${name}: late`",
        "a: %x",
        "a: @x",
        "a: *x",
        "a: &x",
        "a: !closed",
        "a: !closed && open",
        "a: [1, 2].len() + 1",
        "a: if x { y: 1 }",
        "a: \"S\" + name",
        "a: { 売上: >= 10, then: A }",
        "a: b ? c : d",
        "a: { formula: segment in [\"S\", \"A\"], format: 0% }",
        "a: { formula: \"S\" == segment, format: 0% }",
        "a: { formula: f({b: 1}) }",
        "a: { formula: b format: 0% }",
        "a: { title: x,\n         formula: `${b}: c` }",
        "a: b\n        c: d",
        "a: .inf",
    ];
    let all: Vec<String> = lines.iter().map(|line| syntax(line)).collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn lines_that_do_not_fit() {
    let texts = [
        "policy: p\ntables:\n  t:\n    formulas:\n     a: 1\n    b: 2\n   c: 3\n",
        "policy: p\ntables:\n\tt: {}\n",
        "policy: p\ntables: { t: { title: x }\nparameters:\n  a: 1\n",
        "policy: p\n---\npolicy: q\n",
        "policy: p\ntitle: \"a\\d\"\n",
        "policy: p\ntables\nparameters:\n",
        "policy: p\ntitle: 'open\nowner: x\n",
        "policy: p\ntables: [a, b\n",
    ];
    let all: Vec<String> = texts.iter().map(|text| findings(text)).collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn scalars_stay_as_written() {
    let policy = policy(
        "policy: p\nversion: 017\nowner: no\nparameters:\n  a: 1_000\n  b: 12.5%\n  c: '017'\n  d: 2026-01-31\n  e: [S, 2]\n  f: yes\n",
    );
    assert_eq!(policy.version.expect("a version").value, "017");
    assert_eq!(policy.owner.expect("an owner").value, "no");
    let shown: Vec<String> = policy.parameters.iter().map(|p| format!("{} {}", p.kind.word(), p.value.value)).collect();
    assert_eq!(shown, ["number 1000", "number 0.125", "text 017", "date 2026-01-31", "list S, 2", "text yes"]);
}

#[test]
fn commas_in_parentheses_belong_to_the_formula() {
    let policy = policy(
        "policy: p\nparameters: { period: { from: 2026-01-01, to: 2026-01-31 } }\ntables:\n  t:\n    formulas: { a: \"sum(x, \\\"(\\\")\", b: sum(o.x, o.d in period), c: rank(b, max(a, 0), 2) + 1, d: 1 }\n",
    );
    let formulas: Vec<&str> = policy.tables[0].formulas.iter().map(|f| f.text.value.as_str()).collect();
    assert_eq!(formulas, ["sum(x, \"(\")", "sum(o.x, o.d in period)", "rank(b, max(a, 0), 2) + 1", "1"]);
}

/// Each `wrong` in a formula, whatever way it is written, is found again in the file.
#[test]
fn places_inside_formulas() {
    let text = "policy: p\ntables:\n  t:\n    formulas:\n      a: 在庫 / wrong\n      b: '在庫 / wrong'\n      c: |\n        if 在庫 > 1 {\n          wrong\n        }\n\n        else { wrong }\n      d: \"在庫 / wrong\"\n      e:\n        在庫 /\n        wrong\n      f: |-\n\n        在庫\n          - wrong\n";
    let (folder, pack) = written(text);
    assert_eq!(folder.findings(&pack), "");
    let policy = pack.policy.expect("it can be read");
    let mut places = Vec::new();
    for formula in &policy.tables[0].formulas {
        for (at, word) in formula.text.value.match_indices("wrong") {
            let span = formula_span(&formula.text, &pack.sources, at, at + word.len());
            places.push((formula.name.value.as_str(), pack.sources.text(span), pack.sources.place(span).line));
        }
    }
    // Also where a folded text has lines of its own: `wrong` is found by its number among its likes.
    let expected = [("a", 5), ("b", 6), ("c", 9), ("c", 12), ("d", 13), ("e", 16), ("f", 20)];
    for (name, line) in expected {
        assert!(places.contains(&(name, "wrong", line)), "{name}: {places:?}");
    }
}

/// Of more than a word of a folded text, which has lines of its own, the whole of it is shown.
#[test]
fn places_inside_folded_formulas() {
    let text = "policy: p\ntables:\n  t:\n    formulas:\n      e:\n        在庫 /\n        wrong\n";
    let (_, pack) = written(text);
    let formula = &pack.policy.expect("it can be read").tables[0].formulas[0];
    let whole = formula_span(&formula.text, &pack.sources, 0, formula.text.value.len());
    assert_eq!(pack.sources.text(whole), "在庫 /\n        wrong");
}

#[test]
fn windows_files_read_the_same() {
    let policy =
        policy("\u{feff}policy: p\r\ntables:\r\n  t:\r\n    formulas:\r\n      a: |\r\n        1 +\r\n        2\r\n");
    assert_eq!(policy.tables[0].formulas[0].text.value, "1 +\n2");
}
