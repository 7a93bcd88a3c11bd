//! The situations of DMN's conformance tests, for every hit policy, in our format: from YAML, from CSV
//! and from a sheet of a workbook.

use crate::support::{Decided, Pack, csv, findings};
use rust_xlsxwriter::Workbook;

/// A decision on applicants, written once: its head, its inputs, its results, its rules.
struct Table {
    hit: &'static str,
    /// `outputs:` where the hit policy needs values or there are several results.
    outputs: &'static str,
    inputs: &'static [&'static str],
    results: &'static [&'static str],
    /// Cells of the inputs, then of the results; a rule of `-` alone is the default.
    rules: &'static [&'static [&'static str]],
}

const HEAD: &str = "policy: dmn
parameters: { period: { from: 2026-01-01, to: 2026-06-30 } }
tables:
  applicants:
    key: id
    columns:
      id:
      age: { type: number, required: false }
      risk: { required: false }
      member: { type: bool, required: false }
      joined: { type: date, required: false }
      spent: { type: number, required: false }
    decisions:
";

fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

impl Table {
    fn head(&self) -> String {
        let outputs = if self.outputs.is_empty() { String::new() } else { format!(", outputs: {}", self.outputs) };
        format!("hit: {}{outputs}", self.hit)
    }

    fn in_yaml(&self) -> Pack {
        let rule = |cells: &&[&str]| {
            let (tests, results) = cells.split_at(self.inputs.len());
            let cell = |(name, cell): (&&str, &&str)| format!("{name}: '{cell}'");
            let result = |(name, cell): (&&str, &&str)| format!("{name}: {cell}");
            let tests: Vec<String> = self.inputs.iter().zip(tests).map(cell).collect();
            let results: Vec<String> = self.results.iter().zip(results).map(result).collect();
            format!("          - {{ {}, then: {{ {} }} }}\n", tests.join(", "), results.join(", "))
        };
        let rules: String = self.rules.iter().map(rule).collect();
        let name = self.results[0];
        let head = self.head().replace(", outputs", "\n        outputs");
        let policy = format!("{HEAD}      {name}:\n        {head}\n        rules:\n{rules}");
        Pack::new(&[("policy.yaml", policy.as_bytes())])
    }

    fn policy_with(&self, file: &str) -> String {
        let name = self.results[0];
        let results = self.results.join(", ");
        let head = match self.outputs {
            "" => format!("hit: {}\n        outputs: [{results}]", self.hit),
            _ => self.head().replace(", outputs", "\n        outputs"),
        };
        format!("{HEAD}      {name}:\n        {head}\n        table: {file}\n")
    }

    fn in_csv(&self) -> Pack {
        let line = |cells: &[&str]| cells.iter().map(|cell| quote(cell)).collect::<Vec<_>>().join(",") + "\n";
        let header: Vec<&str> = self.inputs.iter().chain(self.results).copied().collect();
        let lines = std::iter::once(&header[..]).chain(self.rules.iter().copied());
        let text: String = lines.map(line).collect();
        Pack::new(&[("policy.yaml", self.policy_with("rules.csv").as_bytes()), ("rules.csv", text.as_bytes())])
    }

    fn in_xlsx(&self) -> Pack {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("Rules").expect("a name");
        let header: Vec<&str> = self.inputs.iter().chain(self.results).copied().collect();
        let lines = std::iter::once(&header[..]).chain(self.rules.iter().copied());
        for (row, cells) in lines.enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let (row, column) = (row as u32 + 2, column as u16 + 1);
                match rulebook::value::number::parse(cell).filter(|_| !cell.contains(' ')) {
                    Some(number) => sheet.write(row, column, number).expect("a cell"),
                    None => sheet.write(row, column, *cell).expect("a cell"),
                };
            }
        }
        let bytes = book.save_to_buffer().expect("a workbook");
        let policy = self.policy_with("\"rules.xlsx#Rules\"");
        Pack::new(&[("policy.yaml", policy.as_bytes()), ("rules.xlsx", &bytes)])
    }

    /// Decides in all three ways, which must agree; each row's results, and its issues.
    fn decide(&self, applicants: &str) -> Decided {
        let ways = [self.in_yaml(), self.in_csv(), self.in_xlsx()];
        let outcomes: Vec<Decided> = ways.iter().map(|pack| pack.decide(&csv(&[("applicants", applicants)]))).collect();
        for other in &outcomes[1..] {
            for result in self.results {
                assert_eq!(outcomes[0].texts("applicants", result), other.texts("applicants", result), "{result}");
            }
            assert_eq!(messages(&outcomes[0]), messages(other));
        }
        outcomes.into_iter().next().expect("three ways")
    }
}

/// Issues as `code key: message`.
fn messages(outcome: &Decided) -> Vec<String> {
    let shown = |issue: &rulebook::outcome::Issue| {
        format!("{} {}: {}", issue.code, issue.key.as_deref().unwrap_or("–"), issue.message)
    };
    outcome.issues.iter().map(shown).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn unique_one_rule_matches() {
    let table = Table {
        hit: "unique",
        outputs: "",
        inputs: &["age", "risk"],
        results: &["decision"],
        rules: &[
            &[">= 18", "Low, Medium", "Approved"],
            &["< 18", "Low, Medium", "Declined"],
            &["-", "High", "Declined"],
        ],
    };
    let outcome = table.decide("id,age,risk\nA1,18,Low\nA2,17,Medium\nA3,40,High\nA4,40,Unheard\nA5,,High\nA6,,Low\n");
    assert_eq!(outcome.texts("applicants", "decision"), ["Approved", "Declined", "Declined", "–", "Declined", "–"]);
    assert_eq!(
        messages(&outcome),
        [
            "no-rule A4: no rule of `decision` matches (age = 40, risk = Unheard); left blank",
            "no-rule A6: no rule of `decision` matches (age is blank, risk = Low); left blank",
        ]
    );
}

#[test]
fn unique_two_rules_match() {
    // What a formula in a cell covers is known only when the row is.
    let table = Table {
        hit: "unique",
        outputs: "",
        inputs: &["age"],
        results: &["discount"],
        rules: &[&["= spent / 100", "10"], &["> 60", "20"], &["-", "0"]],
    };
    let outcome = table.decide("id,age,spent\nA1,20,2000\nA2,70,7000\nA3,70,\nA4,,2000\n");
    assert_eq!(outcome.texts("applicants", "discount"), ["10", "–", "20", "0"]);
    assert_eq!(
        messages(&outcome),
        ["several-rules A2: rules 1 and 2 of `discount` match, only one may (age = 70); left blank"]
    );
    let cited = outcome.issues[0].rule_text.clone().unwrap_or_default();
    assert!(cited.contains("policy.yaml:"), "{cited}");
}

#[test]
fn first_the_rule_on_top_wins() {
    let table = Table {
        hit: "first",
        outputs: "",
        inputs: &["age", "risk"],
        results: &["decision"],
        rules: &[
            &[">= 18", "Low", "Best"],
            &["-", "Low", "Better"],
            &["-", "High", "Declined"],
            &["-", "-", "Standard"],
        ],
    };
    let outcome = table.decide("id,age,risk\nA1,20,Low\nA2,17,Low\nA3,90,High\nA4,1,\nA5,,Low\n");
    assert_eq!(outcome.texts("applicants", "decision"), ["Best", "Better", "Declined", "Standard", "Better"]);
    assert_eq!(messages(&outcome), NONE);
}

#[test]
fn any_the_rules_agree_or_say_so() {
    let table = Table {
        hit: "any",
        outputs: "",
        inputs: &["age", "risk", "member"],
        results: &["decision"],
        rules: &[
            &[">= 18", "Low", "-", "Approved"],
            &["-", "Low", "true", "Approved"],
            &["-", "High", "-", "Declined"],
            &["< 18", "-", "true", "Declined"],
        ],
    };
    let outcome =
        table.decide("id,age,risk,member\nA1,20,Low,yes\nA2,17,Low,yes\nA3,20,High,no\nA4,17,High,yes\nA5,17,Low,no\n");
    assert_eq!(outcome.texts("applicants", "decision"), ["Approved", "–", "Declined", "Declined", "–"]);
    assert_eq!(
        messages(&outcome),
        [
            "rules-disagree A2: rules 2 and 4 of `decision` match and disagree (age = 17, risk = Low, member = true); left blank",
            "no-rule A5: no rule of `decision` matches (age = 17, risk = Low, member = false); left blank",
        ]
    );
    let cited: Vec<_> = outcome.issues.iter().map(|issue| issue.rule_text.clone().unwrap_or_default()).collect();
    assert!(cited.iter().all(|cited| cited.contains("policy.yaml:")), "{cited:?}");
}

#[test]
fn priority_the_most_important_result_wins() {
    let table = Table {
        hit: "priority",
        outputs: "{ decision: [Declined, Refer, Approved] }",
        inputs: &["age", "risk"],
        results: &["decision"],
        rules: &[
            &[">= 18", "-", "Approved"],
            &["-", "Medium", "Refer"],
            &["> 80", "-", "Refer"],
            &["-", "High", "Declined"],
        ],
    };
    let outcome = table.decide("id,age,risk\nA1,20,Low\nA2,20,Medium\nA3,90,High\nA4,90,Low\nA5,3,Low\n");
    assert_eq!(outcome.texts("applicants", "decision"), ["Approved", "Refer", "Declined", "Refer", "–"]);
    assert_eq!(messages(&outcome), ["no-rule A5: no rule of `decision` matches (age = 3, risk = Low); left blank"]);
}

#[test]
fn rule_order_and_output_order_give_lists() {
    const RULES: [&[&str]; 3] = [&[">= 18", "Welcome"], &["> 60", "Rest"], &["< 30", "Learn"]];
    let in_rule_order = Table { hit: "rule order", outputs: "", inputs: &["age"], results: &["advice"], rules: &RULES };
    let applicants = "id,age\nA1,20\nA2,70\nA3,40\nA4,10\nA5,\n";
    let outcome = in_rule_order.decide(applicants);
    assert_eq!(outcome.texts("applicants", "advice"), ["Welcome, Learn", "Welcome, Rest", "Welcome", "Learn", ""]);
    let in_output_order = Table { hit: "output order", outputs: "{ advice: [Rest, Learn, Welcome] }", ..in_rule_order };
    let outcome = in_output_order.decide(applicants);
    assert_eq!(outcome.texts("applicants", "advice"), ["Learn, Welcome", "Rest, Welcome", "Welcome", "Learn", ""]);
}

#[test]
fn collect_takes_all_matches_together() {
    const RULES: [&[&str]; 4] = [&[">= 18", "10"], &["> 60", "2.5"], &["18 .. 30", "-4"], &["-", "1"]];
    // A last rule without tests is the default, so the one that always matches stands first here.
    const ALWAYS: [&[&str]; 4] = [RULES[3], RULES[0], RULES[1], RULES[2]];
    let of = |hit, rules| Table { hit, outputs: "", inputs: &["age"], results: &["points"], rules };
    let applicants = "id,age\nA1,20\nA2,70\nA3,10\nA4,\n";
    let decided = |hit| of(hit, &ALWAYS).decide(applicants).texts("applicants", "points");
    assert_eq!(decided("collect"), ["1, 10, -4", "1, 10, 2.5", "1", "1"]);
    assert_eq!(decided("collect list"), decided("collect"));
    assert_eq!(decided("collect sum"), ["7", "13.5", "1", "1"]);
    assert_eq!(decided("collect min"), ["-4", "1", "1", "1"]);
    assert_eq!(decided("collect max"), ["10", "10", "1", "1"]);
    assert_eq!(decided("collect count"), ["3", "3", "1", "1"]);
    let with_default = |hit| of(hit, &RULES).decide(applicants).texts("applicants", "points");
    assert_eq!(with_default("collect sum"), ["6", "12.5", "1", "1"]);
    let without = |hit| of(hit, &RULES[..3]).decide(applicants).texts("applicants", "points");
    assert_eq!(without("collect sum"), ["6", "12.5", "0", "0"]);
    assert_eq!(without("collect count"), ["2", "2", "0", "0"]);
    assert_eq!(without("collect min"), ["-4", "2.5", "–", "–"]);
    assert_eq!(without("collect max"), ["10", "10", "–", "–"]);
}

#[test]
fn several_results() {
    let table = Table {
        hit: "unique",
        outputs: "",
        inputs: &["age"],
        results: &["class", "rate", "review"],
        rules: &[
            &["< 18", "Youth", "0%", "true"],
            &["18 .. 65", "Adult", "12.5%", "false"],
            &[">= 65", "Senior", "5%", "true"],
        ],
    };
    let outcome = table.decide("id,age\nA1,17\nA2,18\nA3,65\nA4,\n");
    assert_eq!(outcome.texts("applicants", "class"), ["Youth", "Adult", "Senior", "–"]);
    assert_eq!(outcome.texts("applicants", "rate"), ["0", "0.125", "0.05", "–"]);
    assert_eq!(outcome.texts("applicants", "review"), ["true", "false", "true", "–"]);
    assert_eq!(messages(&outcome).len(), 1, "one finding for the row, not one for each result");
}

#[test]
fn several_results_by_priority_and_collected() {
    let table = Table {
        hit: "priority",
        outputs: "{ level: [high, low], team: [A, B] }",
        inputs: &["age"],
        results: &["level", "team"],
        rules: &[&["> 10", "low", "B"], &["> 20", "low", "A"], &["> 30", "high", "B"]],
    };
    let outcome = table.decide("id,age\nA1,15\nA2,25\nA3,35\n");
    let both = |row: usize| ["level", "team"].map(|column| outcome.texts("applicants", column)[row].clone());
    assert_eq!([both(0), both(1), both(2)], [["low", "B"], ["low", "A"], ["high", "B"]]);
    let table = Table {
        hit: "collect",
        outputs: "",
        inputs: &["age"],
        results: &["level", "team"],
        rules: &[&["> 10", "low", "B"], &["> 20", "low", "A"]],
    };
    let outcome = table.decide("id,age\nA1,15\nA2,25\n");
    assert_eq!(outcome.texts("applicants", "level"), ["low", "low, low"]);
    assert_eq!(outcome.texts("applicants", "team"), ["B", "B, A"]);
}

/// One rule that tests one cell; the ages and so on for which it holds.
fn holds(input: &'static str, cell: &'static str, values: &[&str]) -> Vec<bool> {
    let inputs: &'static [&'static str] = Box::leak(Box::new([input]));
    let rule: &'static [&'static str] = Box::leak(Box::new([cell, "1"]));
    let rules: &'static [&'static [&'static str]] = Box::leak(Box::new([rule, &["-", "0"]]));
    let table = Table { hit: "first", outputs: "", inputs, results: &["hit"], rules };
    let rows: String = values.iter().enumerate().map(|(at, value)| format!("A{at},{value}\n")).collect();
    table.decide(&format!("id,{input}\n{rows}")).texts("applicants", "hit").iter().map(|hit| hit == "1").collect()
}

#[test]
fn ranges_open_and_closed() {
    let ages = ["17", "18", "64", "65", ""];
    assert_eq!(holds("age", "18 .. 65", &ages), [false, true, true, false, false]);
    assert_eq!(holds("age", "18 ..= 65", &ages), [false, true, true, true, false]);
    assert_eq!(holds("age", "[18..65]", &ages), [false, true, true, true, false]);
    assert_eq!(holds("age", "(18..65)", &ages), [false, false, true, false, false]);
    assert_eq!(holds("age", "]18..65[", &ages), [false, false, true, false, false]);
    assert_eq!(holds("age", "(18..65]", &ages), [false, false, true, true, false]);
    assert_eq!(holds("age", "[18..65)", &ages), [false, true, true, false, false]);
    assert_eq!(holds("age", ".. 18", &ages), [true, false, false, false, false]);
    assert_eq!(holds("age", "18 ..", &ages), [false, true, true, true, false]);
    assert_eq!(holds("age", "< 18, > 64", &ages), [true, false, false, true, false]);
    assert_eq!(holds("age", ">= 18 and < 65", &ages), [false, true, true, false, false]);
    assert_eq!(holds("spent", "0.3", &["0.30000000000000004", "0.31"]), [true, false]);
}

#[test]
fn dates_lists_and_not() {
    let days = ["2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01", ""];
    assert_eq!(holds("joined", ">= 2026-01-01", &days), [false, true, true, true, false]);
    assert_eq!(holds("joined", "2026-01-01 ..= 2026-06-30", &days), [false, true, true, false, false]);
    assert_eq!(holds("joined", "= period.to", &days), [false, false, true, false, false]);
    assert_eq!(holds("joined", "= period.from", &days), [false, true, false, false, false]);
    let risks = ["Low", "High", "low", ""];
    assert_eq!(holds("risk", "Low, High", &risks), [true, true, false, false]);
    assert_eq!(holds("risk", "not Low", &risks), [false, true, true, false]);
    assert_eq!(holds("risk", "not(Low, High)", &risks), [false, false, true, false]);
    assert_eq!(holds("risk", "\"Low\"", &risks), [true, false, false, false]);
    assert_eq!(holds("risk", "blank", &risks), [false, false, false, true]);
    assert_eq!(holds("risk", "not blank", &risks), [true, true, true, false]);
    assert_eq!(holds("risk", "blank, Low", &risks), [true, false, false, true]);
    assert_eq!(holds("member", "true", &["yes", "no", ""]), [true, false, false]);
    assert_eq!(holds("member", "not true", &["yes", "no", ""]), [false, true, false]);
    assert_eq!(holds("age", "1,000", &["1000", "1"]), [true, false]);
    assert_eq!(holds("age", "1, 000", &["1000", "1"]), [false, true]);
}

#[test]
fn rules_in_force_on_the_day() {
    let policy = format!(
        "{HEAD}      fee:\n        hit: first\n        rules:\n          - {{ age: \">= 18\", then: 5, to: 2025-12-31 }}\n          \
         - {{ age: \">= 18\", then: 7, from: 2026-01-01, to: 2026-03-31 }}\n          - {{ age: \">= 18\", then: 8, from: 2026-04-01 }}\n          \
         - {{ otherwise: true, then: 0 }}\n"
    );
    let pack = Pack::new(&[("policy.yaml", policy.as_bytes())]);
    let sources = csv(&[("applicants", "id,age\nA1,20\nA2,3\n")]);
    let fees = |day| pack.decide_as_of(day, &sources).texts("applicants", "fee");
    assert_eq!(fees(None), ["8", "0"], "the end of the period counts");
    assert_eq!(fees(Some("2025-12-31")), ["5", "0"]);
    assert_eq!(fees(Some("2026-01-01")), ["7", "0"]);
    assert_eq!(fees(Some("2026-03-31")), ["7", "0"]);
    assert_eq!(fees(Some("2026-04-01")), ["8", "0"]);
}

#[test]
fn results_and_inputs_can_be_formulas() {
    let table = Table {
        hit: "first",
        outputs: "",
        inputs: &["age", "spent / age"],
        results: &["fee"],
        rules: &[&[">= 18", "> 10", "= spent * 0.1"], &["-", "<= 10", "= spent + 1"], &["-", "-", "3"]],
    };
    let outcome = table.decide("id,age,spent\nA1,20,400\nA2,20,100\nA3,10,500\nA4,0,500\n");
    assert_eq!(outcome.texts("applicants", "fee"), ["40", "101", "3", "3"]);
    assert_eq!(outcome.issue_counts(), ["division-by-zero spent / age ×1"]);
}

#[test]
fn many_rules_are_found_by_index() {
    let rule = |at: usize| format!("          - {{ risk: R{at}, age: \"{at} .. {}\", then: {at} }}\n", at + 10);
    let rules: String = (0..80).map(rule).collect();
    for hit in ["unique", "first", "any"] {
        let policy = format!("{HEAD}      code:\n        hit: {hit}\n        rules:\n{rules}");
        let pack = Pack::new(&[("policy.yaml", policy.as_bytes())]);
        let outcome =
            pack.decide(&csv(&[("applicants", "id,age,risk\nA1,7,R7\nA2,17,R7\nA3,79.5,R79\nA4,5,\nA5,5,R99\n")]));
        assert_eq!(outcome.texts("applicants", "code"), ["7", "–", "79", "–", "–"], "{hit}");
        let keys: Vec<_> = outcome.issues_of("no-rule").iter().filter_map(|issue| issue.key.clone()).collect();
        assert_eq!(keys, ["A2", "A4", "A5"], "{hit}");
    }
}

#[test]
fn an_overlap_in_a_unique_table_is_found_before_any_row_is_read() {
    let policy = format!(
        "{HEAD}      class:\n        hit: unique\n        rules:\n          - {{ age: \"< 20\", then: A }}\n          - {{ age: \">= 18\", then: B }}\n"
    );
    let said = findings(&policy);
    assert!(said.contains("error[overlap]"), "{said}");
    assert!(said.contains("two rules match age 18 .. 20"), "{said}");
}

#[test]
fn the_values_a_parameter_may_have_leave_no_gap() {
    let scheme = "parameters: { scheme: { value: \"7:3\", one_of: [\"7:3\", \"8:2\"] }, period";
    let policy = format!(
        "{}      part:\n        rules:\n          - {{ scheme: '\"7:3\"', member: true, then: 7 }}\n          - {{ scheme: '\"8:2\"', member: true, then: 8 }}\n          - {{ member: false, then: 0 }}\n",
        HEAD.replace("parameters: { period", scheme)
    );
    assert!(!findings(&policy).contains("[gap]"), "{}", findings(&policy));
    let narrower = policy.replace("one_of: [\"7:3\", \"8:2\"]", "one_of: [\"7:3\", \"8:2\", \"9:1\"]");
    assert!(findings(&narrower).contains("no rule of `part` covers scheme 9:1"), "{}", findings(&narrower));
}

#[test]
fn silence_is_never_the_answer_to_many_faults() {
    let policy = format!(
        "{HEAD}      class:\n        hit: first\n        rules:\n          - {{ age: \"> 1000\", then: A }}\n          - {{ risk: High, then: B }}\n"
    );
    let rows: String = (0..250).map(|at| format!("A{at},{at}\n")).collect();
    let outcome =
        Pack::new(&[("policy.yaml", policy.as_bytes())]).decide(&csv(&[("applicants", &format!("id,age\n{rows}"))]));
    let told: usize = outcome.issues_of("no-rule").iter().map(|issue| issue.count).sum();
    assert_eq!(told, 250);
    assert_eq!(outcome.issues_of("no-rule").len(), 101, "a hundred one by one, the rest counted");
}

#[test]
fn a_cell_may_name_parameters() {
    let policy = format!(
        "{}      class:\n        hit: unique\n        rules:\n          - {{ age: \">= senior\", then: senior }}\n          - {{ age: \"junior .. senior\", then: middle }}\n          - {{ age: \"< junior\", then: junior }}\n",
        HEAD.replace("parameters: { period", "parameters: { junior: 20, senior: 60, period")
    );
    let pack = Pack::new(&[("policy.yaml", policy.as_bytes())]);
    // Its value is known to the analysis too: no gap, no overlap.
    assert!(!pack.findings().contains("error"), "{}", pack.findings());
    assert!(!pack.findings().contains("[gap]"), "{}", pack.findings());
    let outcome = pack.decide(&csv(&[("applicants", "id,age\nA1,60\nA2,20\nA3,19\n")]));
    assert_eq!(outcome.texts("applicants", "class"), ["senior", "middle", "junior"]);
    let unknown = findings(&policy.replace(">= senior", ">= seniour"));
    assert!(unknown.contains("seniour"), "{unknown}");
}
