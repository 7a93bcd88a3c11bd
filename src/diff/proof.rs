//! Whether two policies give the same for all inputs, without data: what was found of each part that was edited.

use crate::diagnostic::Region;
use crate::plan::Verdict;
use crate::value::{Value, number};
use serde_json::json;

/// Whether two policies give the same for all inputs.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Proof {
    /// The old policy and the new one, by name and version.
    pub policies: [String; 2],
    /// What was compared: decision tables, formulas, triggers. Each for the same values of what it reads.
    pub parts: Vec<Proven>,
    /// Rows for which the policies were found to give something else.
    pub rows: Vec<Counterexample>,
    /// Edits of what cannot be compared without data, in words.
    pub beyond: Vec<String>,
    /// Whether there are parameters, or a day of the run, whose values went into it.
    pub with_parameters: bool,
}

/// What was found of one part.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Proven {
    /// What it is: `customers.segment`.
    pub subject: String,
    /// Whether it gives the same.
    pub verdict: Verdict,
}

/// A row for which two policies give something else.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Counterexample {
    /// The table.
    pub table: String,
    /// The values of the row that are not blank.
    pub row: Vec<(String, Value)>,
    /// What differs: the column, what the old policy gives and what the new one.
    pub differs: Vec<(String, Value, Value)>,
}

impl Counterexample {
    /// A row and what differs for it.
    #[must_use]
    pub fn new(table: &str, row: Vec<(String, Value)>, differs: Vec<(String, Value, Value)>) -> Counterexample {
        Counterexample { table: table.to_string(), row, differs }
    }
}

impl Proof {
    /// Whether the policies are known to give the same for all inputs.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.beyond.is_empty() && self.rows.is_empty() && self.parts.iter().all(Proven::is_same)
    }

    /// Whether they are known to differ.
    #[must_use]
    pub fn differs(&self) -> bool {
        let differs = |part: &Proven| matches!(&part.verdict, Verdict::Differ { region, .. } if region.sure);
        !self.rows.is_empty() || self.parts.iter().any(differs)
    }

    /// For people.
    #[must_use]
    pub fn text(&self) -> String {
        let [old, new] = &self.policies;
        let verdict = match (self.is_equal(), self.differs()) {
            (true, _) if self.parts_that(|verdict| *verdict == Verdict::SameUpToRounding).count() > 0 => {
                "the same for all inputs, where sums are exact"
            }
            (true, _) => "the same for all inputs",
            (_, true) => "not the same",
            _ => "not proven to be the same",
        };
        let parameters = if self.is_equal() && self.with_parameters { " (parameters as they stand)" } else { "" };
        let both = if old == new { format!("{new}, old and new") } else { format!("{old} and {new}") };
        let mut text = format!("{both}: {verdict}{parameters}\n");
        self.rows.iter().for_each(|row| text += &row.text());
        for part in self.parts.iter().filter(|part| !part.is_same()) {
            text += &part.text(self.is_shown(&part.subject));
        }
        if !self.beyond.is_empty() {
            text += "\ncannot be compared without data (`rulebook diff` with workbooks shows what it does):\n";
            self.beyond.iter().for_each(|edit| text += &format!("  {edit}\n"));
        }
        let same: Vec<&str> = self.parts_that(|verdict| *verdict == Verdict::Same).collect();
        if !same.is_empty() {
            text += "\nthe same for all values of what they read:\n";
            same.iter().for_each(|subject| text += &format!("  {subject}\n"));
        }
        let nearly: Vec<&str> = self.parts_that(|verdict| *verdict == Verdict::SameUpToRounding).collect();
        if !nearly.is_empty() {
            text += "\nthe same, where sums are exact (they are worked out in another order, which may show behind the 15th digit):\n";
            nearly.iter().for_each(|subject| text += &format!("  {subject}\n"));
        }
        text
    }

    /// Whether a row shows that a part differs.
    fn is_shown(&self, subject: &str) -> bool {
        self.rows.iter().any(|row| {
            let named = |name: &str| format!("{}.{name}", row.table) == subject || format!("trigger {subject}") == name;
            row.differs.iter().any(|(name, _, _)| named(name))
        })
    }

    fn parts_that(&self, holds: impl Fn(&Verdict) -> bool) -> impl Iterator<Item = &str> {
        self.parts.iter().filter(move |part| holds(&part.verdict)).map(|part| part.subject.as_str())
    }

    /// For programs: `{"schema","old","new","equal","differs","rows","parts","beyond"}`.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        json!({
            "schema": 1,
            "old": self.policies[0],
            "new": self.policies[1],
            "equal": self.is_equal(),
            "differs": self.differs(),
            "rows": self.rows.iter().map(Counterexample::to_json).collect::<Vec<_>>(),
            "parts": self.parts.iter().map(Proven::to_json).collect::<Vec<_>>(),
            "beyond": self.beyond,
        })
    }
}

impl Proven {
    /// What was found of a part.
    #[must_use]
    pub fn new(subject: String, verdict: Verdict) -> Proven {
        Proven { subject, verdict }
    }

    /// Whether it gives the same, apart from what rounding may do.
    #[must_use]
    pub fn is_same(&self) -> bool {
        matches!(self.verdict, Verdict::Same | Verdict::SameUpToRounding)
    }

    /// `shown`: a row shows that it differs.
    fn text(&self, shown: bool) -> String {
        let name = &self.subject;
        match &self.verdict {
            Verdict::Same | Verdict::SameUpToRounding => format!("\n`{name}`: the same\n"),
            Verdict::Differ { region, .. } if shown && !region.sure => {
                format!("\n`{name}` differs: see the row above\n")
            }
            Verdict::Unknown(_) if shown => format!("\n`{name}` differs: see the row above\n"),
            Verdict::Differ { region, old, new } => {
                let whether =
                    if region.sure || shown { "differs" } else { "differs, if such values can be met together" };
                format!("\n`{name}` {whether}\n  for {region}: {old} → {new}\n")
            }
            Verdict::Unknown(why) => format!("\n`{name}` is not proven to be the same\n  {why}\n"),
        }
    }

    fn to_json(&self) -> serde_json::Value {
        let region = |region: &Region| region.to_json();
        match &self.verdict {
            Verdict::Same => json!({ "subject": self.subject, "verdict": "same" }),
            Verdict::SameUpToRounding => json!({ "subject": self.subject, "verdict": "same_up_to_rounding" }),
            Verdict::Differ { region: at, old, new } => json!({
                "subject": self.subject, "verdict": "differs", "region": region(at), "sure": at.sure,
                "old": old, "new": new,
            }),
            Verdict::Unknown(why) => json!({ "subject": self.subject, "verdict": "unknown", "why": why }),
        }
    }
}

impl Counterexample {
    fn text(&self) -> String {
        let said = |value: &Value| match value {
            Value::Blank => "blank".to_string(),
            Value::Number(number) => number::shortest(as_shown(*number)),
            value => value.to_string(),
        };
        let row: Vec<String> = self.row.iter().map(|(name, value)| format!("{name} {}", said(value))).collect();
        let row = if row.is_empty() { "without any values".to_string() } else { row.join(", ") };
        let mut text = format!("\na row of `{}`: {row}\n", self.table);
        for (name, old, new) in &self.differs {
            text += &format!("  {name}: {} → {}\n", said(old), said(new));
        }
        text
    }

    fn to_json(&self) -> serde_json::Value {
        let plain = |value: &Value| match value {
            Value::Blank => json!(null),
            Value::Number(number) => json!(number),
            Value::Bool(flag) => json!(flag),
            other => json!(other.to_string()),
        };
        let row: serde_json::Map<_, _> = self.row.iter().map(|(name, value)| (name.clone(), plain(value))).collect();
        let differs = self.differs.iter();
        let differs = differs.map(|(name, old, new)| json!({ "column": name, "old": plain(old), "new": plain(new) }));
        json!({ "table": self.table, "row": row, "differs": differs.collect::<Vec<_>>() })
    }
}

/// A number without what arithmetic leaves behind its 15th digit.
fn as_shown(number: f64) -> f64 {
    format!("{number:.14e}").parse().unwrap_or(number)
}
