//! What the data must be like for a formula to mean the same: spreadsheets compare texts without regard to capitals,
//! take `*` and `?` for any letters, and read a text that looks like a number as one.

use super::words::Place;
use super::{Reason, Speaker};
use crate::formula::ColumnId;
use crate::table::Column;
use crate::value::{Type, Value};
use std::collections::{BTreeSet, HashMap};

impl Speaker<'_> {
    /// A column whose cells hold one value each.
    pub(super) fn holds_one_value(&self, id: ColumnId) -> Result<(), Reason> {
        match self.plan.column(id).ty {
            Type::List | Type::Period => Err(format!("`{}` holds lists", self.plan.column(id).name)),
            Type::Text | Type::Number | Type::Bool | Type::Date | Type::DateTime => Ok(()),
        }
    }

    /// Whether a cell can hold what a formula gives: a text that looks like a number would be kept as one.
    pub(super) fn values_fit(&self, id: ColumnId) -> Result<(), Reason> {
        self.holds_one_value(id)?;
        let Some(Column::Text(texts)) = self.trace.column(id) else { return self.days_fit(id) };
        let number = |text: &str| text.trim().parse::<f64>().is_ok() || ["TRUE", "FALSE"].contains(&text);
        match texts.dictionary.iter().find(|text| number(text) || text.is_empty()) {
            Some(text) => Err(format!("it gives the text `{text}`, which a spreadsheet takes for something else")),
            None => Ok(()),
        }
    }

    /// Spreadsheets know no days before March 1900.
    fn days_fit(&self, id: ColumnId) -> Result<(), Reason> {
        let first = match self.trace.column(id) {
            Some(Column::Date(days)) => days.iter().filter(|day| **day != crate::table::BLANK_DATE).min().copied(),
            _ => None,
        };
        match first.filter(|day| *day < -25_500) {
            Some(_) => Err("it holds days before 1900".into()),
            None => Ok(()),
        }
    }

    /// The distinct texts of a column; none where it holds something else.
    fn texts(&self, place: Place) -> Vec<String> {
        match place {
            Place::Column(id) => match self.trace.column(id) {
                Some(Column::Text(texts)) => texts.dictionary.iter().map(str::to_string).collect(),
                _ => Vec::new(),
            },
            Place::Step(step) => {
                let texts = self.steps[step].values.iter().filter_map(Value::as_text);
                texts.collect::<BTreeSet<_>>().into_iter().map(str::to_string).collect()
            }
        }
    }

    /// Whether the texts of a column can be asked for by `SUMIFS` and `MATCH`.
    pub(super) fn readable_as_criterion(&self, place: Place) -> Result<(), Reason> {
        let texts = self.texts(place);
        let mut folded: HashMap<String, &str> = HashMap::new();
        for text in &texts {
            let odd = text.contains(['*', '?', '~']) || text.starts_with(['=', '<', '>']) || text.chars().count() > 250;
            if odd || text.trim().parse::<f64>().is_ok() {
                return Err(format!(
                    "a spreadsheet would read the text `{text}` as something else where it looks for it"
                ));
            }
            if let Some(other) = folded.insert(text.to_lowercase(), text) {
                return Err(format!("a spreadsheet does not tell `{other}` and `{text}` apart"));
            }
        }
        Ok(())
    }

    /// Whether a key is there once.
    pub(super) fn names_one_row(&self, key: ColumnId) -> Result<(), Reason> {
        let Some(column) = self.trace.column(key) else { return Ok(()) };
        let mut seen = BTreeSet::new();
        let twice = (0..column.len())
            .filter(|row| !column.is_blank(*row))
            .map(|row| column.value(row).to_string())
            .find(|text| !seen.insert(text.clone()));
        match twice {
            Some(text) => Err(format!("the key `{text}` of `{}` is there twice", self.plan.tables[key.table.0].name)),
            None => Ok(()),
        }
    }

    /// Whether numbers show in a text as a spreadsheet shows them.
    pub(super) fn numbers_read_alike(&self, values: &[Value]) -> Result<(), Reason> {
        let alike = |number: f64| {
            let size = number.abs();
            let digits = crate::value::number::shortest(number).chars().filter(char::is_ascii_digit).count();
            number == 0.0 || ((1e-3..1e10).contains(&size) && digits <= 10)
        };
        match values.iter().filter_map(Value::as_number).find(|number| !alike(*number)) {
            Some(number) => {
                Err(format!("it puts the number {number} into a text, which a spreadsheet shows otherwise"))
            }
            None => Ok(()),
        }
    }
}
