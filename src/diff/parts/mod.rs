//! What each kind of part says.

mod scoring;
mod tables;

pub(super) use scoring::Band;

use super::part::{Part, Property, Together, property, words};
use super::said::{self, Said, Say, valued};
use crate::policy::model::{Assertion, Effective, Formula, Parameter, Policy, Report};
use crate::source::{Sources, Spanned};

pub(super) fn flag(flag: &bool, word: &str) -> Said {
    let text = if *flag { word } else { "" }.to_string();
    Said { key: text.clone(), text, at: None }
}

impl Say for Effective {
    fn say(&self, _: &Sources) -> Said {
        let day = |day: Option<crate::value::Date>| day.map_or(String::new(), |day| day.to_string());
        let text = format!("{} .. {}", day(self.from), day(self.to)).trim().to_string();
        Said { key: text.clone(), text, at: None }
    }
}

impl Say for Report {
    fn say(&self, sources: &Sources) -> Said {
        let sheets = self.sheets.iter().map(|sheet| {
            let sort = sheet.sort.as_ref().map(|(column, falls)| {
                let sign = if *falls { "-" } else { "" };
                Said { text: format!("sort {sign}{}", column.value), key: format!("{sign}{}", column.value), at: None }
            });
            let columns = sheet.columns.say(sources);
            said::joined(&[sheet.table.say(sources), sheet.title.say(sources), columns, sort.unwrap_or_default()], " ")
        });
        let mut all = vec![self.title.say(sources)];
        all.extend(sheets);
        said::joined(&all, "; ")
    }
}

/// What a policy says as a whole.
pub(super) const HEAD: [Property<Policy>; 9] = [
    words(property!("name", name)),
    words(property!("version", version)),
    property!("effective days", effective),
    words(property!("title", title)),
    words(property!("description", description)),
    words(property!("owner", owner)),
    words(property!("language", language)),
    words(property!("report", reports)),
    property!("conventions", conventions),
];

impl Part for Parameter {
    const WORD: &'static str = "parameter";
    fn name(&self) -> &Spanned<String> {
        &self.name
    }
    fn properties() -> &'static [Property<Parameter>] {
        const ALL: [Property<Parameter>; 4] = [
            Property {
                word: "",
                say: |parameter, _| valued(&parameter.value, parameter.format),
                take: |into, from| {
                    into.value = from.value.clone();
                    into.format = from.format;
                },
                words: false,
                together: Together::Nothing,
            },
            property!("type", kind),
            property!("values allowed", one_of),
            words(property!("title", title)),
        ];
        &ALL
    }
    fn list<'p>(policy: &'p mut Policy, _: &[String]) -> Option<&'p mut Vec<Parameter>> {
        Some(&mut policy.parameters)
    }
}

impl Part for Assertion {
    const WORD: &'static str = "assertion";
    fn name(&self) -> &Spanned<String> {
        &self.name
    }
    fn properties() -> &'static [Property<Assertion>] {
        const ALL: [Property<Assertion>; 6] = [
            property!("", that, said::formula),
            property!("tolerance", within, |within, _| {
                within.as_ref().map_or_else(Said::default, |within| {
                    let part = if within.value.of_right { " of the right side" } else { "" };
                    let text = format!("{}{part}", within.value.size);
                    Said { key: text.clone(), text, at: Some(within.span) }
                })
            }),
            property!("severity", warning, |warning, _| flag(warning, "warning")),
            property!("stop", stop, |stop, _| flag(stop, "yes")),
            words(property!("title", title)),
            words(property!("message", message)),
        ];
        &ALL
    }
    fn list<'p>(policy: &'p mut Policy, _: &[String]) -> Option<&'p mut Vec<Assertion>> {
        Some(&mut policy.assertions)
    }
}

/// A figure, or a formula of a table: the path names the table.
impl Part for Formula {
    const WORD: &'static str = "formula";
    fn name(&self) -> &Spanned<String> {
        &self.name
    }
    fn properties() -> &'static [Property<Formula>] {
        const ALL: [Property<Formula>; 4] = [
            property!("", text, said::formula),
            property!("type", kind),
            words(property!("format", format)),
            words(property!("title", title)),
        ];
        &ALL
    }
    fn list<'p>(policy: &'p mut Policy, path: &[String]) -> Option<&'p mut Vec<Formula>> {
        match path {
            [figures] if figures == "figures" => Some(&mut policy.figures),
            [table] => {
                let table = policy.tables.iter_mut().find(|known| known.name.value == *table)?;
                Some(&mut table.formulas)
            }
            _ => None,
        }
    }
}
