//! Random formulas, worked out in three ways that must agree to the last bit: over columns, row by row
//! through rhai's interpreter, and row by row straight over the tree.

use crate::generate::formula;
use crate::plain::{self, Names};
use crate::random::Random;
use crate::support::{Decided, Pack, declared, identical, quoted};
use rulebook::script::{self, Argument};
use rulebook::value::{Date, DateTime, Period, Type, Value};
use rulebook::{Engine, Source};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Formulas of one policy.
const BATCH: usize = 200;
/// Policies of one run.
const BATCHES: u64 = 25;
/// Rows of one policy.
const ROWS: usize = 6;

const COLUMNS: [(&str, Type); 11] = [
    ("a", Type::Number),
    ("b", Type::Number),
    ("c", Type::Number),
    ("s", Type::Text),
    ("t", Type::Text),
    ("d", Type::Date),
    ("e", Type::Date),
    ("m", Type::DateTime),
    ("n", Type::DateTime),
    ("p", Type::Bool),
    ("q", Type::Bool),
];

const CUSTOMER: [(&str, Type); 5] = [
    ("limit", Type::Number),
    ("name", Type::Text),
    ("since", Type::Date),
    ("seen", Type::DateTime),
    ("active", Type::Bool),
];

const REGION: [(&str, Type); 2] = [("rate", Type::Number), ("code", Type::Text)];

const HEAD: &str =
    "policy: differential\nparameters: { rate: 0.1, period: { from: 2026-01-01, to: 2026-06-30 } }\ntables:\n";

fn policy(formulas: &[(usize, &String)]) -> String {
    let table = |name: &str, more: &str, columns: &[(&str, Type)]| {
        format!("  {name}:\n    key: id\n    columns:\n      id:\n{more}{}", declared(columns))
    };
    let mut yaml = HEAD.to_string();
    yaml += &table("regions", "", &REGION);
    yaml += &table("customers", "      region: { references: regions }\n", &CUSTOMER);
    yaml += &table("orders", "      customer: { references: customers }\n", &COLUMNS);
    yaml += "    formulas:\n";
    for (at, formula) in formulas {
        let _ = writeln!(yaml, "      f{at}: {}", quoted(formula));
    }
    yaml
}

/// The line of the first formula, from 1.
fn first_line() -> usize {
    policy(&[]).lines().count() + 1
}

fn value(random: &mut Random, kind: Type) -> Value {
    if random.chance(15) {
        return Value::Blank;
    }
    let day = |random: &mut Random| match random.below(10) {
        0 => Date::MIN,
        1 => Date::MAX,
        2 => Date(19_782),
        _ => Date(20_454 + random.below(400) as i32),
    };
    match kind {
        Type::Number => Value::Number(match random.below(10) {
            0 => *random.pick(&[&0.0, &-0.0, &1e308, &-1e308, &1e-308, &5e-324, &9_007_199_254_740_992.0, &0.1, &0.3]),
            1 => 0.1 + 0.2,
            2 => 1.15 - 1.0,
            3 => 1.005,
            4 => (random.unit() - 0.5) * 10f64.powi(random.below(30) as i32),
            5 => random.unit(),
            _ => random.below(14) as f64 - 3.0,
        }),
        Type::Text => Value::text(*random.pick(&[
            &"S",
            &"A",
            &"s",
            &"Ｓ",
            &"売上",
            &"1,234.5",
            &"12%",
            &"2026-03-01",
            &"a-b-c",
            &"longer text",
            &"é",
            &"e\u{301}",
        ])),
        Type::Date => Value::Date(day(random)),
        Type::DateTime => {
            Value::DateTime(DateTime(DateTime::midnight(day(random)).0 + random.below(86_400_000) as i64))
        }
        _ => Value::Bool(random.chance(50)),
    }
}

/// Rows of a table: its key, the references, the columns.
fn table(
    random: &mut Random,
    name: &str,
    keys: usize,
    to: Option<(&str, &str, usize)>,
    columns: &[(&str, Type)],
) -> Source {
    let mut names = vec!["id"];
    names.extend(to.map(|(column, ..)| column));
    names.extend(columns.iter().map(|(name, _)| *name));
    let mut rows = Vec::new();
    for row in 0..keys {
        let mut values = vec![Value::text(format!("{name}{row}"))];
        if let Some((_, table, count)) = to {
            // One too many: a reference to a row that is not there.
            let target = random.below(count + 2);
            values.push(if target > count { Value::Blank } else { Value::text(format!("{table}{target}")) });
        }
        values.extend(columns.iter().map(|(_, kind)| value(random, *kind)));
        rows.push(values);
    }
    Source::rows(name, &names, rows)
}

fn sources(random: &mut Random) -> [Source; 3] {
    [
        table(random, "regions", 3, None, &REGION),
        table(random, "customers", 5, Some(("region", "regions", 3)), &CUSTOMER),
        table(random, "orders", ROWS, Some(("customer", "customers", 5)), &COLUMNS),
    ]
}

/// What formulas can name, for one row of orders, read from the imported columns.
struct Row<'d> {
    outcome: &'d Decided,
    row: usize,
}

impl Row<'_> {
    /// The row a reference leads to.
    fn follow(&self, table: &str, row: usize, column: &str, to: &str) -> Option<usize> {
        let key = self.outcome.column(table, column).data.value(row);
        let keys = &self.outcome.column(to, "id").data;
        (0..keys.len()).find(|&row| !key.is_blank() && keys.value(row) == key)
    }

    fn customer(&self) -> Option<usize> {
        self.follow("orders", self.row, "customer", "customers")
    }

    fn at(&self, table: &str, row: Option<usize>, column: &str) -> Value {
        row.map_or(Value::Blank, |row| self.outcome.column(table, column).data.value(row))
    }
}

impl Names for Row<'_> {
    fn value(&self, path: &[&str]) -> Value {
        let (from, to) = (Date::new(2026, 1, 1).expect("a day"), Date::new(2026, 6, 30).expect("a day"));
        match path {
            ["rate"] => Value::Number(0.1),
            ["period"] => Value::Period(Period { from, to }),
            ["period", "from"] => Value::Date(from),
            ["period", "to"] => Value::Date(to),
            ["customer", "region", column] => {
                let region = self.customer().and_then(|row| self.follow("customers", row, "region", "regions"));
                self.at("regions", region, column)
            }
            ["customer", column] => self.at("customers", self.customer(), column),
            [column] => self.at("orders", Some(self.row), column),
            other => panic!("no formula names {other:?}"),
        }
    }
}

/// A field of a row, by its path, and its value.
type Field = (Vec<String>, Value);

impl Row<'_> {
    /// The columns of the customer and of its region.
    fn fields(&self) -> Vec<Field> {
        let own = CUSTOMER.iter().map(|(name, _)| vec!["customer", name]);
        let region = REGION.iter().map(|(name, _)| vec!["customer", "region", name]);
        let field = |path: Vec<&str>| (path[1..].iter().map(ToString::to_string).collect(), self.value(&path));
        own.chain(region).map(field).collect()
    }

    /// By rhai's interpreter.
    fn interpreted(&self, formula: &str, customer: &[Field]) -> Value {
        let plain = COLUMNS.iter().map(|(name, _)| *name).chain(["rate"]);
        let mut variables: Vec<(String, Argument)> =
            plain.map(|name| (name.to_string(), Argument::Value(self.value(&[name])))).collect();
        // What a formula reads off a period is a value of its own to a script.
        for (name, path) in
            [("period", vec!["period"]), ("first", vec!["period", "from"]), ("last", vec!["period", "to"])]
        {
            variables.push((name.to_string(), Argument::Value(self.value(&path))));
        }
        variables.push(("customer".to_string(), Argument::Row(customer)));
        let formula = formula.replace("period.from", "first").replace("period.to", "last");
        match script::evaluate(&formula, &variables) {
            Ok((value, _)) => value,
            Err(error) => Value::text(format!("{error:?}")),
        }
    }
}

#[derive(Default)]
struct Shares {
    formulas: usize,
    bound: usize,
    results: usize,
    known: usize,
}

/// One policy of many formulas; what disagrees.
fn batch(seed: u64, shares: &mut Shares) -> Vec<String> {
    let mut random = Random::new(seed);
    let formulas: Vec<String> = (0..BATCH).map(|_| formula(&mut random)).collect();
    let all: Vec<(usize, &String)> = formulas.iter().enumerate().collect();
    let wrong = mistaken(&all);
    let good: Vec<(usize, &String)> = all.into_iter().filter(|(at, _)| !wrong.contains(at)).collect();
    let outcome = Pack::new(&[("policy.yaml", policy(&good).as_bytes())]).decide(&sources(&mut random));
    shares.formulas += BATCH;
    shares.bound += good.len();
    let mut disagreeing = Vec::new();
    for (at, formula) in good {
        let syntax = rulebook::script::parse(formula).unwrap_or_else(|error| panic!("{formula}: {error:?}"));
        let column = &outcome.column("orders", &format!("f{at}")).data;
        for row in 0..ROWS {
            let names = Row { outcome: &outcome, row };
            let by_column = column.value(row);
            let by_tree = plain::evaluate(&syntax, &names);
            let by_rhai = names.interpreted(formula, &names.fields());
            shares.results += 1;
            shares.known += usize::from(!by_column.is_blank());
            if !identical(&by_column, &by_tree) || !identical(&by_column, &by_rhai) {
                let ways = format!("{by_column:?} over columns, {by_tree:?} over the tree, {by_rhai:?} by rhai");
                disagreeing.push(format!("{formula}\n  row {row}: {ways}"));
                break;
            }
        }
    }
    disagreeing
}

/// The formulas that `check` finds mistakes in, by their lines.
fn mistaken(formulas: &[(usize, &String)]) -> BTreeSet<usize> {
    let policy = Pack::new(&[("policy.yaml", policy(formulas).as_bytes())]).policy();
    let findings = Engine::new().check(&policy);
    let errors = findings.diagnostics().iter().filter(|found| found.is_error());
    let line = |span| policy.sources().place(span).line;
    errors.map(|error| formulas[line(error.span().expect("a place")) - first_line()].0).collect()
}

#[test]
fn columns_and_rows_agree_to_the_bit() {
    let mut shares = Shares::default();
    let disagreeing: Vec<String> = (0..BATCHES).flat_map(|seed| batch(seed, &mut shares)).collect();
    let (bound, known) = (shares.bound as f64 / shares.formulas as f64, shares.known as f64 / shares.results as f64);
    println!(
        "{} formulas, {:.1} % of them bound; {} results, {:.1} % of them values",
        shares.formulas,
        bound * 100.0,
        shares.results,
        known * 100.0
    );
    assert!(disagreeing.is_empty(), "{} disagree:\n{}", disagreeing.len(), disagreeing.join("\n"));
    assert!(shares.bound >= 4_000, "{} formulas", shares.bound);
    assert!(bound >= 0.7, "{bound} of the formulas can be read");
    assert!(known >= 0.2, "{known} of the results are values");
}
