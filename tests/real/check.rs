//! Comparing what came out with what was worked out elsewhere; all differences are told at once.

use crate::ran::Ran;
use rulebook::value::Value;
use serde_json::Value as Json;

/// Places of the decimal point to which amounts agree, where nothing else is said.
pub const MONEY: u32 = 2;

/// Figures compared so far.
pub struct Check {
    name: &'static str,
    compared: usize,
    differ: Vec<String>,
}

impl Check {
    pub fn new(name: &'static str) -> Check {
        Check { name, compared: 0, differ: Vec::new() }
    }

    /// Says how many figures were equal; fails with every one that was not.
    pub fn finish(self) {
        println!("{}: {} of {} figures equal", self.name, self.compared - self.differ.len(), self.compared);
        assert!(self.compared > 0 && self.differ.is_empty(), "{}:\n{}", self.name, self.differ.join("\n"));
    }

    fn note(&mut self, equal: bool, what: &str, got: &dyn std::fmt::Display, want: &Json) {
        self.compared += 1;
        if !equal {
            self.differ.push(format!("{what}: got {got}, the figure is {want}"));
        }
    }

    /// Exactly this number.
    pub fn count(&mut self, what: &str, got: impl Into<Value>, want: &Json) {
        let got = got.into();
        let equal = want.as_f64().is_some_and(|want| got.as_number() == Some(want));
        self.note(equal, what, &got, want);
    }

    /// This number, rounded to so many decimal places.
    pub fn number(&mut self, what: &str, got: &Value, want: &Json, places: u32) {
        let within = 0.5 / 10f64.powi(places as i32) * 1.000_001;
        let equal = match (got.as_number(), want.as_f64()) {
            (Some(got), Some(want)) => (got - want).abs() <= within,
            _ => false,
        };
        self.note(equal, what, got, want);
    }

    /// This text, or a date that prints so.
    pub fn text(&mut self, what: &str, got: &Value, want: &Json) {
        let equal = !got.is_blank() && want.as_str() == Some(got.to_string().as_str());
        self.note(equal, what, got, want);
    }

    /// This moment, which the figures write with a blank between day and time.
    pub fn moment(&mut self, what: &str, got: &Value, want: &Json) {
        let equal = !got.is_blank() && want.as_str().is_some_and(|want| want.replace(' ', "T") == got.to_string());
        self.note(equal, what, got, want);
    }

    /// Every entry `name: number` or `name: { field: number }` of the figures is a row of the table,
    /// and every row is an entry.
    pub fn each(&mut self, ran: &Ran, (table, column): (&str, &str), want: &Json, field: &str, places: u32) {
        self.entries(ran.named(table, column), (table, column), want, field, places);
    }

    /// The same, rows being named by a column other than the key; rows without a value do not count.
    pub fn named(
        &mut self,
        ran: &Ran,
        (table, name, column): (&str, &str, &str),
        want: &Json,
        field: &str,
        places: u32,
    ) {
        let names = ran.values(table, name).into_iter().map(|name| name.to_string());
        let got = names.zip(ran.values(table, column)).filter(|(_, value)| value.as_number() != Some(0.0));
        self.entries(got.collect(), (table, column), want, field, places);
    }

    fn entries(
        &mut self,
        got: Vec<(String, Value)>,
        (table, column): (&str, &str),
        want: &Json,
        field: &str,
        places: u32,
    ) {
        let entries = want.as_object().unwrap_or_else(|| panic!("no figures for `{table}`"));
        self.note(got.len() == entries.len(), &format!("rows of {table}"), &got.len(), &Json::from(entries.len()));
        for (name, entry) in entries {
            let number = if field.is_empty() { entry } else { &entry[field] };
            let what = format!("{table} {name} {column}");
            let value = got.iter().find(|(known, _)| known == name).map_or(Value::Blank, |(_, value)| value.clone());
            self.number(&what, &value, number, places);
        }
    }

    /// The first rows by the table's column `place` are these names with these numbers, in this order.
    pub fn top(&mut self, ran: &Ran, (table, column, place): (&str, &str, &str), want: &Json, places: u32) {
        self.places(table, &ran.named(table, column), &ran.values(table, place), want, places);
    }

    /// The same, rows being named by a column other than the key.
    pub fn top_named(
        &mut self,
        ran: &Ran,
        (table, name, column, place): (&str, &str, &str, &str),
        want: &Json,
        places: u32,
    ) {
        let names = ran.values(table, name).into_iter().map(|name| name.to_string());
        let got: Vec<(String, Value)> = names.zip(ran.values(table, column)).collect();
        self.places(table, &got, &ran.values(table, place), want, places);
    }

    fn places(&mut self, table: &str, got: &[(String, Value)], ranks: &[Value], want: &Json, places: u32) {
        for (at, entry) in want.as_array().unwrap_or_else(|| panic!("no figures for `{table}`")).iter().enumerate() {
            let found = ranks.iter().position(|rank| rank.as_number() == Some(at as f64 + 1.0));
            let (name, value) = found.map_or((String::new(), Value::Blank), |row| got[row].clone());
            let wanted = entry[0].as_str().map_or_else(|| entry[0].to_string(), str::to_string);
            self.note(name == wanted, &format!("{table} place {}", at + 1), &name, &entry[0]);
            self.number(&format!("{table} {name}"), &value, &entry[1], places);
        }
    }

    /// The rows of the table `customers` that brought most money.
    pub fn top_by_money(&mut self, ran: &Ran, want: &Json) {
        let top = want["top5_M"].as_array().into_iter().flatten();
        let top: Vec<Json> = top.map(|entry| serde_json::json!([entry[0], entry[3]])).collect();
        self.top(ran, ("customers", "money", "place"), &Json::from(top), MONEY);
    }

    /// Faults of the data, by code, table and column, are these and no others.
    pub fn faults(&mut self, ran: &Ran, want: &[(&str, usize)]) {
        let got = ran.faults();
        let equal = got.len() == want.len() && got.iter().zip(want).all(|(got, want)| (got.0.as_str(), got.1) == *want);
        self.compared += 1;
        if !equal {
            self.differ.push(format!("faults: got {got:?}, expected {want:?}"));
        }
    }

    /// The segments a customer falls into by recency, frequency and money: edges, sums, and how many
    /// customers each segment has, with their means.
    pub fn rfm(&mut self, ran: &Ran, want: &Json) {
        self.count("customers", ran.rows("customers") as f64, &want["customers"]);
        for letter in ["R", "F", "M"] {
            for (at, edge) in want["edges"][letter].as_array().into_iter().flatten().enumerate() {
                let name = format!("{}_{}", letter.to_lowercase(), (at + 1) * 20);
                self.number(&name, &ran.figure(&name), edge, 4);
            }
        }
        for (name, places) in [("sum_R", 0), ("sum_F", 0), ("sum_M", 2)] {
            self.number(name, &ran.figure(&name.to_lowercase()), &want[name], places);
        }
        for (field, places) in [("customers", 0), ("avg_R", 2), ("avg_F", 3), ("sum_M", 2)] {
            self.each(ran, ("segments", &field.to_lowercase()), &want["segments"], field, places);
        }
    }
}
