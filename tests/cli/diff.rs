//! `rulebook diff`.

use crate::support::{Folder, Ran};
use std::process::Command;

const OLD: &str = r#"policy: shops
version: "1"
parameters:
  floor: 100
  part: 12.5%
  unused: 3
tables:
  people:
    sheet: people
    key: id
    columns: { id: , name: }
    formulas:
      sales: sum(shops.sales)
      bonus: { formula: sales * rate, format: whole }
    decisions:
      rate:
        hit: first
        rules:
          - { sales: ">= 2_000", then: 0.1 }
          - { otherwise: true, then: 0.05 }
  shops:
    sheet: shops
    key: id
    columns:
      id:
      owner: { references: people }
      sales: { type: number }
      cost: { type: number, min: 0 }
    formulas:
      margin: { formula: (sales - cost) / sales, format: 0.0% }
    decisions:
      size:
        hit: first
        rules:
          - { sales: ">= 1_000", margin: ">= 30%", then: A }
          - { sales: ">= 1_000", then: B }
          - { sales: ">= floor", then: C }
          - { otherwise: true, then: D }
figures:
  margin: { formula: sum(shops.sales) - sum(shops.cost), format: whole }
  in_a: count(shops, shops.size == "A")
scorecards:
  shop:
    on: shops
    measures:
      margin: { weight: 60%, target: 40%, worst: 0% }
      sales: { weight: 40%, target: 2_000, worst: 0 }
    bands: { good: ">= 60", poor: "< 60" }
triggers:
  thin:
    on: shops
    when: margin < part
    severity: high
    owner: owner.name
    message: "`${id} is thin`"
  quiet:
    on: shops
    when: sales < floor
    owner: owner.name
"#;

const SHOPS: &str =
    "id,owner,sales,cost\nS1,P1,2000,1000\nS2,P1,1100,990\nS3,P2,950,600\nS4,P2,80,75\nS5,P2,1400,1000\n";
const PEOPLE: &str = "id,name\nP1,Kim\nP2,Sato\n";

/// The old pack, the new pack with every text of the list replaced, and the data.
fn folder(edits: &[(&str, &str)]) -> Folder {
    let mut new = OLD.to_string();
    for (old, edited) in edits {
        assert_eq!(new.matches(old).count(), 1, "`{old}` stands there once");
        new = new.replace(old, edited);
    }
    let folder = Folder::new().with("old/policy.yaml", OLD).with("new/policy.yaml", &new);
    folder.with("data/shops.csv", SHOPS).with("data/people.csv", PEOPLE)
}

fn diff(edits: &[(&str, &str)], more: &[&str]) -> Ran {
    let args: Vec<&str> = ["diff", "old", "new", "data"].iter().chain(more).copied().collect();
    folder(edits).run(&args)
}

const EDITS: [(&str, &str); 6] = [
    ("part: 12.5%", "part: 35%"),
    ("  unused: 3\n", ""),
    (
        "          - { sales: \">= floor\", then: C }\n",
        "          - { sales: \">= 900\", margin: \">= 30%\", then: B }\n          - { sales: \">= floor\", then: C }\n",
    ),
    ("{ sales: \">= 1_000\", margin: \">= 30%\", then: A }", "{ sales: \">= 1_000\", margin: \">= 25%\", then: A }"),
    ("weight: 60%", "weight: 50%"),
    ("weight: 40%", "weight: 50%"),
];

#[test]
fn what_edits_do_and_which_does_what() {
    insta::assert_snapshot!(diff(&EDITS, &[]).shown());
}

/// The form is told by the ending of the file; what is read is not written over.
#[test]
fn into_a_file() {
    let folder = folder(&EDITS);
    for name in ["changes.xlsx", "changes.md", "changes.json"] {
        let ran = folder.run(&["diff", "old", "new", "data", "-o", name]);
        assert_eq!(ran.code, 0, "{}", ran.shown());
        assert!(folder.path(name).metadata().expect("it is written").len() > 500, "{name}");
        assert!(ran.stdout.ends_with(&format!("{name}\n")), "{}", ran.shown());
    }
    let said: Vec<String> = [
        &["-o", "changes.pdf"][..],
        &["-o", "changes.xlsx", "--format", "json"],
        &["--format", "xlsx"],
        &["-o", "nowhere/changes.xlsx"],
    ]
    .into_iter()
    .map(|more| folder.run(&[&["diff", "old", "new", "data"], more].concat()).shown())
    .collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn in_markdown_for_a_pull_request() {
    insta::assert_snapshot!(diff(&EDITS, &["--format", "markdown"]).shown());
}

#[test]
fn as_json_for_programs() {
    let ran = diff(&EDITS, &["--format", "json"]);
    let mut json = ran.json();
    assert_eq!((ran.code, json["schema"].as_u64()), (0, Some(1)));
    for side in ["old", "new"] {
        let hash = json[side]["sha256"].as_str().expect("a hash").len();
        assert_eq!(hash, 64);
        json[side]["sha256"] = "…".into();
    }
    insta::assert_snapshot!(format!("{json:#}"));
}

/// Comments, spacing, quotes, `_` in numbers, the form of a mapping and the order of keys.
#[test]
fn what_means_nothing_is_no_edit() {
    let edits = [
        ("policy: shops", "# The shops.\npolicy: \"shops\""),
        ("  floor: 100\n  part: 12.5%\n", "  part: 12.5%   # of sales\n  floor: 1_00\n"),
        ("sales: sum(shops.sales)", "sales: { formula: \"sum( shops.sales )\" }"),
        (
            "margin: { formula: (sales - cost) / sales, format: 0.0% }",
            "margin: { format: 0.0%, formula: \"( sales-cost )/sales\" }",
        ),
        ("- { sales: \">= 1_000\", then: B }", "- then: B\n            sales: '>=1000'"),
        (
            "    when: margin < part\n    severity: high\n",
            "    severity: high\n    when: |\n      margin   < part // thin\n",
        ),
        ("bands: { good: \">= 60\", poor: \"< 60\" }", "bands: { poor: \"<60\", good: \">=60\" }"),
    ];
    let ran = diff(&edits, &[]);
    assert_eq!(ran.stdout, "shops 1 on people.csv, shops.csv: nothing differs\n", "{}", ran.shown());
    assert_eq!(ran.code, 0);
}

/// One line for each kind of edit, without data.
#[test]
fn every_kind_of_edit_in_words() {
    let edits = [("version: \"1\"", "version: \"2\"\ntitle: Shops"), ("  unused: 3\n", "  other: [1, 2]\n")];
    let more = [
        ("cost: { type: number, min: 0 }", "cost: { type: number, min: 1, header: [Cost, Kosten] }\n      city:"),
        ("sales: sum(shops.sales)", "sales: sum(shops.sales, shops.cost > 0)\n      shops: count(shops)"),
        (
            "hit: first\n        rules:\n          - { sales: \">= 2_000\", then: 0.1 }\n",
            "hit: unique\n        rules:\n          - { sales: \">= 3_000\", then: 0.2 }\n          - { sales: \"2_000 .. 3_000\", then: 0.1 }\n",
        ),
        ("          - { sales: \">= 1_000\", margin: \">= 30%\", then: A }\n", ""),
        (
            "          - { otherwise: true, then: D }\n",
            "          - { sales: \">= 1_000\", margin: \">= 30%\", then: A }\n          - { otherwise: true, then: D }\n",
        ),
        ("  in_a: count(shops, shops.size == \"A\")\n", ""),
        ("target: 40%, worst: 0%", "target: 45%, worst: 5%"),
        ("good: \">= 60\", poor: \"< 60\"", "fine: \">= 60\", poor: \"< 60\""),
        (
            "    when: sales < floor\n    owner: owner.name\n",
            "    when: sales <= floor\n    owner: '\"Head\"'\n    due: 2 weeks\n",
        ),
    ];
    let all: Vec<(&str, &str)> = edits.iter().chain(&more).copied().collect();
    let folder = folder(&all);
    let folder = folder.with("new/advice.rhai", "fn better(a) { a + 1 }\n");
    insta::assert_snapshot!(folder.run(&["diff", "old", "new", "--as-of", "2026-06-30"]).shown());
}

/// A parameter that is added and the formula that uses it; a name that another edit takes away.
#[test]
fn edits_that_cannot_stand_alone() {
    let edits = [
        ("  unused: 3\n", "  unused: 3\n  cap: 1_500\n"),
        ("bonus: { formula: sales * rate", "bonus: { formula: \"min(sales, cap) * rate\""),
        ("  part: 12.5%\n", "  least_margin: 30%\n"),
        ("when: margin < part", "when: margin < least_margin"),
    ];
    insta::assert_snapshot!(diff(&edits, &["--rows", "2"]).shown());
}

/// What does not change is not listed: ranks that are exchanged have the same mean, a limit between two rules moves
/// as one edit, and where all edits are one nobody asks which of them it was.
#[test]
fn what_says_nothing_is_left_out() {
    let exchanged = diff(&EDITS[4..], &[]).shown();
    assert!(exchanged.contains("other numbers in rows, the same on the whole: shop.rank (2 rows)"), "{exchanged}");
    assert!(!exchanged.contains("edits 1+2"), "{exchanged}");
    let nothing = diff(&[("  unused: 3", "  unused: 4")], &[]).stdout;
    assert!(nothing.contains("1 edit, no effect on the data\n"), "{nothing}");
    assert!(!nothing.contains(" 0"), "{nothing}");
    let limit = |limit: &str| {
        let text = OLD
            .replacen("hit: first", "hit: unique", 1)
            .replace("{ sales: \">= 2_000\"", &format!("{{ sales: \">= {limit}\""));
        text.replace("{ otherwise: true, then: 0.05 }", &format!("{{ sales: \"< {limit}\", then: 0.05 }}"))
    };
    let folder = Folder::new().with("old/policy.yaml", &limit("2_000")).with("new/policy.yaml", &limit("2_500"));
    let folder = folder.with("data/shops.csv", SHOPS).with("data/people.csv", PEOPLE);
    let between = folder.run(&["diff", "old", "new", "data"]);
    assert!(between.shown().contains("count as one: they belong together"), "{}", between.shown());
}

/// A new target on the old scale gives points that neither policy gives: both ends of a scale are one change.
#[test]
fn target_and_worst_of_a_measure_are_one_edit() {
    let between = diff(&[("target: 40%, worst: 0%", "target: 400%, worst: 100%")], &[]).shown();
    assert!(between.contains("edits 1, 2 count as one: they belong together"), "{between}");
    assert!(!between.contains("together where"), "{between}");
    assert!(!between.contains("alone would"), "{between}");
    let weight = diff(&[("weight: 60%, target: 40%, worst: 0%", "weight: 50%, target: 50%, worst: 0%")], &[]).shown();
    assert!(!weight.contains("count as one"), "{weight}");
}

/// Neither edit moves a shop alone, both together do.
#[test]
fn what_only_edits_together_do() {
    let edits = [
        ("{ sales: \">= 1_000\", margin: \">= 30%\", then: A }", "{ sales: \">= 900\", margin: \">= 30%\", then: A }"),
        ("(sales - cost) / sales, format", "(sales - cost) / cost, format"),
        ("sum(shops.sales) - sum(shops.cost), format", "sum(shops.margin) * floor, format"),
        ("floor: 100", "floor: 200"),
    ];
    insta::assert_snapshot!(diff(&edits, &[]).shown());
}

#[test]
fn one_policy_on_two_data_sets() {
    let folder = folder(&[]).with("july/people.csv", PEOPLE).with(
        "july/shops.csv",
        "id,owner,sales,cost\nS1,P1,2500,1000\nS2,P1,900,850\nS3,P2,950,600\nS5,P1,1400,1300\nS6,P2,40,39\n",
    );
    insta::assert_snapshot!(folder.run(&["diff", "old", "--from", "data", "--to", "july"]).shown());
}

fn git(folder: &Folder, args: &[&str]) {
    let who = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"];
    let ran = Command::new("git").arg("-C").arg(folder.path(".")).args(who).args(args).output().expect("git is there");
    assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

#[test]
fn a_revision_of_a_pack_in_git() {
    let folder = folder(&EDITS[..1]);
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "-A"]);
    git(&folder, &["commit", "-q", "-m", "The policy of June"]);
    let edited = folder.with("old/policy.yaml", &OLD.replace("part: 12.5%", "part: 35%"));
    let ran = edited.run(&["diff", "old", "data", "--rev", "HEAD"]);
    let both = edited.run(&["diff", "new", "old", "--rows", "0"]);
    assert!(ran.stdout.contains("1. parameter `part`: 12.5% → 35%  [policy.yaml:5]"), "{}", ran.shown());
    assert!(ran.stdout.contains("thin: 2 → 3, 1 gained\n"), "{}", ran.shown());
    assert_eq!(both.stdout, "shops 1: nothing differs\n");
    // A policy file by itself, and what is said of revisions that are not there.
    let ran = edited.run(&["diff", "old/policy.yaml", "--rev", "HEAD"]);
    assert!(ran.stdout.contains("parameter `part`: 12.5% → 35%"), "{}", ran.shown());
    let mut said = String::new();
    for args in [["diff", "old", "--rev", "HEAD~7"], ["diff", "old", "--rev", "-x"], ["diff", "pakc", "--rev", "HEAD"]]
    {
        said.push_str(&format!("$ {}\n{}\n", args.join(" "), edited.run(&args).shown()));
    }
    insta::assert_snapshot!(said);
}

#[test]
fn what_cannot_be_compared() {
    let folder = folder(&[]).with("broken/policy.yaml", "policy: shops\ntables: { shops: { key: id } }\n");
    let mut said = String::new();
    for line in [
        "diff old",
        "diff old old --from data --to data",
        "diff old broken data",
        "diff old new dta",
        "diff old --from data",
        "diff old --rev HEAD",
    ] {
        let ran = folder.run(&line.split(' ').collect::<Vec<_>>());
        said.push_str(&format!("$ {line}\n{}\n", ran.shown()));
    }
    insta::assert_snapshot!(said);
}

/// Limits that are kept, that are not, and that cannot be read.
#[test]
fn a_gate_says_which_limit_is_not_kept() {
    let folder = folder(&EDITS);
    let mut said = String::new();
    let limits = [
        "moved > 50%",
        "moved > 2%",
        "shops.size moved > 2",
        "shops.size moved >= 2",
        "shop.band moved > 0",
        "gained > 0",
        "thin gained > 50%",
        "lost > 0",
        "in_a changed > 0",
        "in_a fell > 0",
        "margin changed > 0",
        "shop.score fell > 1%",
        "shop.score fell > 0.5",
        "moved < 2%",
        "shops.szie moved > 2",
        "growth changed > 1%",
        "changed > 1%",
    ];
    for limit in limits {
        let ran = folder.run(&["diff", "old", "new", "data", "--rows", "0", "--fail-on", limit]);
        said.push_str(&format!("{limit}: exit {}\n{}\n", ran.code, ran.stderr));
    }
    let without_data = folder.run(&["diff", "old", "new", "--fail-on", "moved > 2%"]);
    said.push_str(&format!("without data: exit {}\n{}", without_data.code, without_data.stderr));
    insta::assert_snapshot!(said);
}

/// A block of the page that begins with this line, and what follows it.
fn block<'p>(page: &'p str, start: &str) -> Option<(&'p str, &'p str)> {
    page.split_once(start)?.1.split_once("\n```")
}

/// The examples of the page: each edit of a shipped pack, and what the command prints of it.
#[test]
fn the_page_shows_what_is_printed() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/diff.md")).expect("the page is there");
    let (mut rest, mut shown, mut wrong, mut updated) = (page.as_str(), 0, Vec::new(), page.clone());
    while let Some((edit, after)) = block(rest, "```diff\n--- ") {
        let (old, edit) = edit.split_once('\n').expect("the edited file");
        let (_, edit) = edit.split_once('\n').expect("its name after the edit");
        let (pack, file) = old.rsplit_once('/').expect("a file of a pack");
        let mut text = std::fs::read_to_string(root.join(old)).expect("the file is there");
        let lines: Vec<&str> = edit.lines().collect();
        for pair in lines.chunks(2) {
            let [old, new] = pair else { panic!("{pair:?}") };
            let (old, new) = (old.strip_prefix('-').expect("a line -"), new.strip_prefix('+').expect("a line +"));
            assert_eq!(text.matches(old).count(), 1, "{old}");
            text = text.replace(old, new);
        }
        let mut folder = Folder::new();
        for entry in std::fs::read_dir(root.join(pack)).expect("the pack is there").flatten() {
            let own = std::fs::read_to_string(entry.path()).expect("packs are texts");
            let name = entry.file_name().to_string_lossy().into_owned();
            folder = folder.with(&format!("{pack}/{name}"), &own).with(&format!("edited/{name}"), &own);
        }
        let folder = folder.with(&format!("edited/{file}"), &text).with("samples/notes.md", "");
        let (example, after) = block(after, "```text\n$ rulebook ").expect("what is printed follows");
        let (words, wanted) = example.split_once('\n').unwrap_or((example, ""));
        let words: Vec<&str> = words.split(' ').collect();
        std::fs::copy(root.join(words[3]), folder.path(words[3])).expect("the sample can be copied");
        let ran = folder.run(&words);
        updated = updated.replacen(wanted, ran.stdout.trim_end(), 1);
        if ran.stdout.trim_end() != wanted {
            wrong.push(format!("$ rulebook {}\n{}", words.join(" "), ran.shown()));
        }
        (rest, shown) = (after, shown + 1);
    }
    assert_eq!(shown, 5);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(root.join("docs/diff.md"), updated).expect("the page can be written");
    } else {
        assert_eq!(wrong, [""; 0], "{}", wrong.join("\n"));
    }
}

/// A formula that stands in both as it was is not told as two that may differ: what it reads is another.
#[test]
fn a_proof_names_no_formula_beside_itself() {
    let with = |floor: &str| {
        OLD.replace("{ formula: (sales - cost) / sales, format: 0.0% }", "sales - (cost ?? floor)")
            .replace("floor: 100", floor)
    };
    let folder =
        Folder::new().with("old/policy.yaml", &with("floor: 100")).with("new/policy.yaml", &with("floor: 200"));
    let ran = folder.run(&["diff", "--prove", "old", "new"]);
    assert!(ran.stdout.starts_with("shops 1, old and new: "), "{}", ran.shown());
    assert!(!ran.stdout.contains("whether `cost ?? floor` and `cost ?? floor`"), "{}", ran.shown());
}
