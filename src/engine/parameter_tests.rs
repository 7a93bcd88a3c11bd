//! Another value of a parameter changes the run, not the plan.

use crate::value::Value;
use crate::{Engine, LoadOptions, Policy, Prepared, RunOptions, Source};

const POLICY: &str = "policy: p
parameters: { floor: 10, rate: 5%, kinds: [a, b], rows: 2, word: big, since: 2026-01-15, span: { from: 2026-01-01, to: 2026-01-31 } }
tables:
  shops:
    key: id
    columns: { id: }
    formulas:
      over: sum(orders.amount, orders.amount >= floor * 2)
      recent: count(orders, orders.day in span && orders.day >= span.from)
    decisions:
      size:
        hit: first
        rules:
          - { over: \"= floor * 3\", then: { size: \"= word\" } }
          - { otherwise: true, then: { size: small } }
  orders:
    columns: { shop: { references: shops }, day: { type: date }, kind: , amount: { type: number } }
    formulas:
      fee: amount * rate + -floor
      wanted: kind in kinds
      listed: amount in [floor, 7]
      late: days(last_year(span)) + amount
      said: label(amount, floor)
      smoothed: trailing_average(amount, rows, day)
      after: if day > since { floor } else { 0 }
triggers:
  low: { on: orders, when: amount < floor, severity: high, owner: word, message: \"`${kind}: ${amount} < ${floor}`\" }
";
const SCRIPT: &str = "fn label(amount, floor) { if amount > floor { \"over\" } else { `under ${floor}` } }";
const ROWS: [(&str, &str); 2] = [
    ("shops.csv", "id\ns\nt\n"),
    (
        "orders.csv",
        "shop,day,kind,amount\ns,2026-01-03,a,7\ns,2026-01-20,b,12\nt,2026-02-01,c,24\nt,2026-01-31,a,30\ns,2026-01-15,c,36\n",
    ),
];

/// The policy with parameters set before it is bound.
fn policy(folder: &std::path::Path, set: &[(&str, &str)]) -> Policy {
    let set = set.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
    Policy::load_with(folder, &LoadOptions { set, ..LoadOptions::default() }).unwrap_or_else(|found| panic!("{found}"))
}

fn pack() -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("rulebook-parameters-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    std::fs::write(folder.join("policy.yaml"), POLICY).expect("it can be written");
    std::fs::write(folder.join("own.rhai"), SCRIPT).expect("it can be written");
    folder
}

/// Every value of a run.
fn values(prepared: &Prepared) -> Vec<String> {
    let sources = ROWS.map(|(name, text)| Source::bytes(name, text.as_bytes()));
    let run = prepared.run(&sources, &RunOptions::default()).expect("the rows can be read");
    let (plan, evaluated) = (prepared.plan(), run.evaluated());
    let columns = plan.tables.iter().zip(&evaluated.frames).flat_map(|(table, frame)| {
        table.columns.iter().zip(&frame.columns).map(|(column, data)| {
            let data = data.as_ref().expect("every column is worked out");
            let shown: Vec<String> = (0..data.len()).map(|row| data.value(row).to_string()).collect();
            format!("{}.{}: {}", table.name, column.name, shown.join(" "))
        })
    });
    let fired = evaluated.fired.iter().flat_map(|fired| {
        let one = |at: usize| format!("{} {:?} {:?}", fired.rows[at], fired.owner(at), fired.message(at));
        (0..fired.rows.len()).map(one)
    });
    columns.chain(fired).collect()
}

#[test]
fn other_values_give_what_a_plan_of_their_own_gives() {
    let folder = pack();
    let own = Engine::new().prepare(&policy(&folder, &[])).unwrap_or_else(|findings| panic!("{findings}"));
    let others: [(&str, &str, Value); 5] = [
        ("floor", "12", Value::Number(12.0)),
        ("rate", "20%", Value::Number(0.2)),
        ("word", "huge", Value::text("huge")),
        ("since", "2026-01-20", Value::Date(crate::value::Date::parse("2026-01-20").expect("it is a day"))),
        // The length of a window: the plan itself is another.
        ("rows", "3", Value::Number(3.0)),
    ];
    let before = values(&own);
    for (name, text, value) in others {
        let anew = Engine::new().prepare(&policy(&folder, &[(name, text)])).unwrap_or_else(|found| panic!("{found}"));
        let expected = values(&anew);
        assert_ne!(expected, before, "{name} makes no difference");
        let set = own.set(name, value).unwrap_or_else(|findings| panic!("{findings}"));
        assert_eq!(values(&set), expected, "{name}");
    }
    let fixed: Vec<&str> = own.plan().parameters.iter().filter(|p| p.fixed).map(|p| p.name.as_str()).collect();
    assert_eq!(fixed, ["kinds", "rows"]);
    let refused = own.set("floor", "many").expect_err("a word is no number");
    assert!(refused.to_string().contains("parameter `floor` takes a number, found `many`"), "{refused}");
    std::fs::remove_dir_all(folder).expect("it can be removed");
}
