//! Tables, imported columns and decision tables.

use super::flag;
use crate::diff::part::{Part, Property, property, words};
use crate::diff::said::squeezed;
use crate::diff::said::{Said, Say, formula, formula_if, joined};
use crate::policy::layout::Origin;
use crate::policy::model::{
    Blanks, Column, Decision, Fill, Formula, HitPolicy, Output, Policy, Presence, Repeats, Rows, Table, Unpivot,
};
use crate::source::{Sources, Spanned};

fn word(text: &str) -> Said {
    Said { key: text.to_string(), text: text.to_string(), at: None }
}

impl Say for Formula {
    fn say(&self, sources: &Sources) -> Said {
        let all = [self.name.say(sources), formula(&self.text, sources), self.kind.say(sources)];
        joined(&all, " = ")
    }
}

/// The condition of a table that is made of others.
fn filtered(filter: &Option<Spanned<String>>, sources: &Sources) -> Said {
    let said = formula_if(filter, sources);
    let text = if said.text.is_empty() { String::new() } else { format!("where {}", said.text) };
    Said { text, ..said }
}

impl Say for Rows {
    fn say(&self, sources: &Sources) -> Said {
        match self {
            Rows::Sheet(names) => joined(&[word("sheet"), names.say(sources)], " "),
            Rows::Group { of, by, filter } => joined(
                &[word("group of"), of.say(sources), word("by"), by.say(sources), filtered(filter, sources)],
                " ",
            ),
            Rows::Pairs { left, right, filter } => {
                joined(&[word("pairs of"), left.say(sources), right.say(sources), filtered(filter, sources)], " ")
            }
            Rows::Unpivot(Unpivot { of, values, labels, value, .. }) => joined(
                &[
                    word("columns of"),
                    of.say(sources),
                    values.say(sources),
                    word("into"),
                    labels.say(sources),
                    value.say(sources),
                ],
                " ",
            ),
            Rows::Calendar { unit, over } => {
                joined(&[word("each"), word(unit.value.word()), formula_if(over, sources)], " ")
            }
            Rows::Stack(of) => joined(&[word("stack of"), of.say(sources)], " "),
        }
    }
}

impl Say for Repeats {
    fn say(&self, _: &Sources) -> Said {
        word(match self {
            Repeats::Keep => "keep",
            Repeats::LeaveOut => "leave_out",
        })
    }
}

impl Part for Table {
    const WORD: &'static str = "table";
    fn name(&self) -> &Spanned<String> {
        &self.name
    }
    fn properties() -> &'static [Property<Table>] {
        const ALL: [Property<Table>; 7] = [
            property!("rows", rows),
            property!("place in workbooks", layout, |layout, _| word(&layout.to_string())),
            property!("key", key),
            property!("`optional`", optional, |optional, _| flag(optional, "yes")),
            property!("repeated rows", repeats),
            property!("conventions", conventions),
            words(property!("title", title)),
        ];
        &ALL
    }
    fn list<'p>(policy: &'p mut Policy, _: &[String]) -> Option<&'p mut Vec<Table>> {
        Some(&mut policy.tables)
    }
    fn summary(&self, sources: &Sources) -> String {
        self.rows.say(sources).text
    }
}

/// The table a path names.
fn table<'p>(policy: &'p mut Policy, path: &[String]) -> Option<&'p mut Table> {
    let [name] = path else { return None };
    policy.tables.iter_mut().find(|table| table.name.value == *name)
}

impl Part for Column {
    const WORD: &'static str = "column";
    fn name(&self) -> &Spanned<String> {
        &self.name
    }
    fn properties() -> &'static [Property<Column>] {
        const ALL: [Property<Column>; 12] = [
            property!("headers", headers),
            property!("source", from, |from, _| word(&from.map_or_else(String::new, Origin::words))),
            property!("type", kind),
            property!("reference", references),
            property!("`required`", presence, |presence, _| {
                word(match presence {
                    Presence::Cells => "true",
                    Presence::Column => "",
                    Presence::Optional => "false",
                })
            }),
            property!("values allowed", one_of),
            property!("least value", min),
            property!("greatest value", max),
            property!("conventions", conventions),
            property!("`fill`", fill, |fill, _| word(match fill {
                Some(Fill::Down) => "down",
                None => "",
            })),
            words(property!("format", format)),
            words(property!("title", title)),
        ];
        &ALL
    }
    fn list<'p>(policy: &'p mut Policy, path: &[String]) -> Option<&'p mut Vec<Column>> {
        table(policy, path).map(|table| &mut table.columns)
    }
    fn summary(&self, _: &Sources) -> String {
        self.kind.word().to_string()
    }
}

impl Say for Output {
    fn say(&self, sources: &Sources) -> Said {
        let values = self.values.say(sources);
        joined(&[self.name.say(sources), values, Said { text: String::new(), ..self.title.say(sources) }], ": ")
    }
}

impl Say for HitPolicy {
    fn say(&self, _: &Sources) -> Said {
        word(self.words())
    }
}

impl Part for Decision {
    const WORD: &'static str = "decision table";
    fn name(&self) -> &Spanned<String> {
        &self.name
    }
    fn properties() -> &'static [Property<Decision>] {
        const ALL: [Property<Decision>; 5] = [
            property!("hit policy", hit),
            property!("`use`", uses, |uses, _| {
                word(&uses.as_ref().map_or_else(String::new, |uses| squeezed(&uses.text.value)))
            }),
            property!("`blank`", blanks, |blanks, _| word(if *blanks == Blanks::Other { "other" } else { "" })),
            property!("results", outputs),
            words(property!("title", title)),
        ];
        &ALL
    }
    fn list<'p>(policy: &'p mut Policy, path: &[String]) -> Option<&'p mut Vec<Decision>> {
        table(policy, path).map(|table| &mut table.decisions)
    }
    fn summary(&self, _: &Sources) -> String {
        if let Some(uses) = &self.uses {
            return squeezed(&uses.text.value);
        }
        let s = if self.rules.len() == 1 { "" } else { "s" };
        format!("{}, {} rule{s}", self.hit.value.words(), self.rules.len())
    }
}
