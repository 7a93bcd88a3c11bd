//! What kind of text a place of a policy is: a formula, the cell of a rule, a condition.

use crate::policy::model::{Decision, Due, Formula, FormulaText, Policy, Rows, Scorecard, Table, Trigger};
use crate::script::Library;
use crate::source::{FileId, Span};

/// What kind of text a name stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceKind {
    /// Where something is declared.
    Declaration,
    /// `key:`
    Key,
    /// `references:`
    References,
    /// `group:`, `pairs:`, `unpivot:` and `stack:`
    Rows,
    /// A formula of a column or figure.
    Formula,
    /// `where:`, `when:`, `clear_when:` and `that:`
    Condition,
    /// What the rules of a decision table ask about.
    Input,
    /// The cell of a rule, or the test of a band.
    Cell,
    /// The result of a decision table.
    Result,
    /// `use:`
    Use,
    /// `on:`
    On,
    /// Value, weight, target, worst or cap of a measure.
    Measure,
    /// `rank:`
    Rank,
    /// `owner:` and `due:`
    Answer,
    /// `message:`
    Message,
    /// `report:`
    Report,
    /// A script.
    Script,
    /// `tests.yaml`
    Test,
}

impl PlaceKind {
    /// Its word, for people and for programs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            PlaceKind::Declaration => "declaration",
            PlaceKind::Key => "key",
            PlaceKind::References => "references",
            PlaceKind::Rows => "rows",
            PlaceKind::Formula => "formula",
            PlaceKind::Condition => "condition",
            PlaceKind::Input => "input",
            PlaceKind::Cell => "cell",
            PlaceKind::Result => "result",
            PlaceKind::Use => "use",
            PlaceKind::On => "on",
            PlaceKind::Measure => "measure",
            PlaceKind::Rank => "rank",
            PlaceKind::Answer => "owner or due",
            PlaceKind::Message => "message",
            PlaceKind::Report => "report",
            PlaceKind::Script => "script",
            PlaceKind::Test => "test",
        }
    }
}

/// A stretch of text of one kind, and whose it is.
struct Place {
    span: Span,
    kind: PlaceKind,
    owner: usize,
}

/// The texts of a policy that hold names.
pub(super) struct Places {
    /// By file and start.
    all: Vec<Place>,
    owners: Vec<String>,
}

impl Places {
    pub(super) fn of(policy: &Policy, library: &Library, tests: &[(Span, String)]) -> Places {
        let mut places = Places { all: Vec::new(), owners: Vec::new() };
        policy.tables.iter().for_each(|table| places.table(table));
        policy.figures.iter().for_each(|figure| places.formula("figures", figure));
        policy.scorecards.iter().for_each(|card| places.scorecard(card));
        policy.triggers.iter().for_each(|trigger| places.trigger(trigger));
        for assertion in &policy.assertions {
            places.add(assertion.name.value.clone(), PlaceKind::Condition, [assertion.that.span]);
        }
        let splits: Vec<Span> =
            policy.reports.iter().filter_map(|report| Some(report.split_by.as_ref()?.span)).collect();
        places.add("report".to_string(), PlaceKind::Report, splits);
        for sheet in policy.reports.iter().flat_map(|report| &report.sheets) {
            let look = &sheet.look;
            let drawn = look.chart.iter().flat_map(|chart| chart.by.iter().chain([&chart.of]));
            let drawn = drawn.chain(&look.group).chain(look.colors.iter().map(|(name, _)| name));
            let columns = sheet.columns.iter().chain(sheet.sort.iter().map(|(name, _)| name)).chain(drawn);
            let spans: Vec<Span> = columns.map(|name| name.span).chain([sheet.table.span]).collect();
            places.add("report".to_string(), PlaceKind::Report, spans);
        }
        for function in library.functions() {
            places.add(function.name.clone(), PlaceKind::Script, [function.span]);
        }
        for (span, name) in tests {
            places.add(name.clone(), PlaceKind::Test, [*span]);
        }
        places.all.sort_by_key(|place| (place.span.file, place.span.start, std::cmp::Reverse(place.span.end)));
        places.all.dedup_by_key(|place| (place.span, place.kind, place.owner));
        places
    }

    /// The innermost text a name stands in: its kind, and what it belongs to.
    pub(super) fn find(&self, span: Span) -> Option<(PlaceKind, &str)> {
        let before = |place: &Place| (place.span.file, place.span.start) <= (span.file, span.start);
        let end = self.all.partition_point(before);
        let near = self.all[..end].iter().rev().take_while(|place| place.span.file == span.file).take(NEAR);
        let mut around = near.filter(|place| span.end <= place.span.end);
        around.next().map(|place| (place.kind, self.owners[place.owner].as_str()))
    }

    fn add(&mut self, owner: String, kind: PlaceKind, spans: impl IntoIterator<Item = Span>) {
        let own = self.owners.len();
        let places = spans.into_iter().map(|span| Place { span, kind, owner: own });
        self.all.extend(places);
        self.owners.push(owner);
    }

    fn formula(&mut self, table: &str, formula: &Formula) {
        self.add(format!("{table}.{}", formula.name.value), PlaceKind::Formula, [formula.text.span]);
    }

    fn table(&mut self, table: &Table) {
        let name = &table.name.value;
        self.add(name.clone(), PlaceKind::Key, table.key.iter().map(|key| key.span));
        for column in &table.columns {
            let target = column.references.iter().map(|target| target.span);
            self.add(format!("{name}.{}", column.name.value), PlaceKind::References, target);
        }
        let (of, filter): (Vec<Span>, Option<&FormulaText>) = match &table.rows {
            Rows::Sheet(_) => (Vec::new(), None),
            Rows::Group { of, by, filter } => {
                by.iter().for_each(|formula| self.formula(name, formula));
                (vec![of.span], filter.as_ref())
            }
            Rows::Pairs { left, right, filter } => (vec![left.span, right.span], filter.as_ref()),
            Rows::Unpivot(from) => (from.values.iter().chain([&from.of]).map(|name| name.span).collect(), None),
            Rows::Calendar { over, .. } => (Vec::new(), over.as_ref()),
            Rows::Stack(of) => (of.iter().map(|name| name.span).collect(), None),
        };
        self.add(name.clone(), PlaceKind::Rows, of);
        self.add(name.clone(), PlaceKind::Condition, filter.map(|text| text.span));
        table.formulas.iter().for_each(|formula| self.formula(name, formula));
        table.decisions.iter().for_each(|decision| self.decision(name, decision));
    }

    fn decision(&mut self, table: &str, decision: &Decision) {
        let owner = || format!("{table}.{}", decision.name.value);
        let tests = || decision.rules.iter().flat_map(|rule| &rule.tests);
        let results = || decision.rules.iter().flat_map(|rule| &rule.results);
        let empty = || decision.rules.iter().map(|rule| &rule.empty);
        let inputs = tests().map(|test| &test.input).chain(empty().flat_map(|empty| &empty.inputs));
        let named = results().map(|(name, _)| name).chain(empty().flat_map(|empty| &empty.results));
        self.add(owner(), PlaceKind::Use, decision.uses.iter().map(|uses| uses.text.span));
        self.add(owner(), PlaceKind::Input, distinct(inputs.map(|input| input.span)));
        self.add(owner(), PlaceKind::Cell, distinct(tests().map(|test| test.cell.span)));
        self.add(owner(), PlaceKind::Result, distinct(named.map(|name| name.span)));
        self.add(owner(), PlaceKind::Cell, distinct(results().map(|(_, cell)| cell.span)));
    }

    fn scorecard(&mut self, card: &Scorecard) {
        let name = &card.name.value;
        self.add(name.clone(), PlaceKind::On, [card.on.span]);
        for measure in &card.measures {
            let texts = [&measure.value, &measure.weight, &measure.target, &measure.worst];
            let spans: Vec<Span> = texts.into_iter().chain(&measure.cap).map(|text| text.span).collect();
            self.add(format!("{name}.{}", measure.name.value), PlaceKind::Measure, spans);
        }
        self.add(name.clone(), PlaceKind::Cell, card.bands.iter().map(|(_, test)| test.span));
        self.add(name.clone(), PlaceKind::Rank, card.rank_within.iter().map(|text| text.span));
    }

    fn trigger(&mut self, trigger: &Trigger) {
        let name = &trigger.name.value;
        let due = trigger.due.as_ref().map(|due| match due {
            Due::Days(days) => days.span,
            Due::Formula(text) => text.span,
        });
        let conditions = [Some(trigger.when.span), trigger.clear_when.as_ref().map(|text| text.span)];
        self.add(name.clone(), PlaceKind::On, [trigger.on.span]);
        self.add(name.clone(), PlaceKind::Condition, conditions.into_iter().flatten());
        self.add(
            name.clone(),
            PlaceKind::Answer,
            trigger.weight.iter().chain(&trigger.owner).map(|text| text.span).chain(due),
        );
        self.add(name.clone(), PlaceKind::Message, trigger.message.iter().map(|(_, text)| text.span));
    }
}

/// Texts do not nest deeper than a script's function around nothing, so the one around a place is near.
const NEAR: usize = 4;

/// A header stands for the cells of all rows.
fn distinct(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut all: Vec<(FileId, u32, u32)> = spans.map(Into::into).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(Span::from).collect()
}
