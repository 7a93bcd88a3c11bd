//! What a policy declares.

use super::{Mention, PlaceKind, Symbol, Thing};
use crate::formula::{ColumnId, TableId};
use crate::plan::tables::STACKED_FROM;
use crate::plan::{DecisionId, Plan, RowsPlan, ScorecardId, Work};
use crate::policy::model::{Policy, Rows};
use crate::script::Library;
use crate::source::{Sources, Span, Spanned};

/// What kind of thing has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SymbolKind {
    /// A parameter.
    Parameter,
    /// A table.
    Table,
    /// A column that is imported.
    Column,
    /// A column that a formula works out.
    Formula,
    /// A column that comes with the rows of a derived table.
    Derived,
    /// A column that a decision table gives.
    Result,
    /// A decision table.
    Decision,
    /// A figure.
    Figure,
    /// An assertion.
    Assertion,
    /// A scorecard.
    Scorecard,
    /// A measure of a scorecard.
    Measure,
    /// A trigger.
    Trigger,
    /// A function of a script.
    Script,
    /// A function of the host program.
    Host,
    /// A function, aggregate or window of the language.
    BuiltIn,
}

impl SymbolKind {
    /// Its word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            SymbolKind::Parameter => "parameter",
            SymbolKind::Table => "table",
            SymbolKind::Column => "column",
            SymbolKind::Formula => "formula",
            SymbolKind::Derived => "derived",
            SymbolKind::Result => "result",
            SymbolKind::Decision => "decision",
            SymbolKind::Figure => "figure",
            SymbolKind::Assertion => "assertion",
            SymbolKind::Scorecard => "scorecard",
            SymbolKind::Measure => "measure",
            SymbolKind::Trigger => "trigger",
            SymbolKind::Script => "script",
            SymbolKind::Host => "host",
            SymbolKind::BuiltIn => "built_in",
        }
    }

    /// What people call it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            SymbolKind::Column => "imported column",
            SymbolKind::Formula => "column worked out by a formula",
            SymbolKind::Derived => "column that comes with the rows",
            SymbolKind::Result => "result of a decision table",
            SymbolKind::Decision => "decision table",
            SymbolKind::Script => "function of a script",
            SymbolKind::Host => "function of the host program",
            SymbolKind::BuiltIn => "function of the language",
            other => other.word(),
        }
    }
}

/// Everything a policy declares, in its order.
pub(super) fn declared(policy: &Policy, plan: &Plan, library: &Library, sources: &Sources) -> Vec<(Thing, Symbol)> {
    let mut all = Declared { sources, all: Vec::new() };
    for (at, parameter) in policy.parameters.iter().enumerate() {
        all.add(Thing::Parameter(at), SymbolKind::Parameter, None, &parameter.name);
    }
    let mut decisions = (0..).map(DecisionId);
    for (at, table) in policy.tables.iter().enumerate() {
        let of = Some(&table.name.value);
        all.add(Thing::Table(TableId(at)), SymbolKind::Table, None, &table.name);
        all.columns(plan, TableId(at), of, matches!(table.rows, Rows::Stack(_)));
        for (decision, id) in table.decisions.iter().zip(&mut decisions) {
            all.add(Thing::Decision(id), SymbolKind::Decision, of, &decision.name);
        }
    }
    all.columns(plan, plan.figures, None, false);
    for (at, assertion) in policy.assertions.iter().enumerate() {
        all.add(Thing::Assertion(at), SymbolKind::Assertion, None, &assertion.name);
    }
    for (at, card) in policy.scorecards.iter().enumerate() {
        let id = ScorecardId(at);
        all.add(Thing::Scorecard(id), SymbolKind::Scorecard, None, &card.name);
        for (number, measure) in card.measures.iter().enumerate() {
            all.add(Thing::Measure(id, number), SymbolKind::Measure, Some(&card.name.value), &measure.name);
        }
    }
    for (at, trigger) in policy.triggers.iter().enumerate() {
        all.add(Thing::Trigger(at), SymbolKind::Trigger, None, &trigger.name);
    }
    for (at, function) in library.functions().enumerate() {
        let name = Spanned::new(function.name.clone(), function.name_span);
        all.add(Thing::Script(at), SymbolKind::Script, None, &name);
    }
    all.all
}

struct Declared<'s> {
    sources: &'s Sources,
    all: Vec<(Thing, Symbol)>,
}

impl Declared<'_> {
    fn add(&mut self, thing: Thing, kind: SymbolKind, of: Option<&String>, name: &Spanned<String>) {
        let definition = Some(self.mention(name.span, &name.value));
        let symbol = Symbol { kind, name: name.value.clone(), of: of.cloned(), definition, uses: Vec::new() };
        self.all.push((thing, symbol));
    }

    fn mention(&self, span: Span, name: &str) -> Mention {
        let exact = self.sources.text(span) == name;
        Mention { span, kind: PlaceKind::Declaration, within: String::new(), exact }
    }

    /// The columns of a table as the plan has them, those of scorecards and those it made for itself left out.
    fn columns(&mut self, plan: &Plan, table: TableId, of: Option<&String>, stacked: bool) {
        let calendar = matches!(plan.tables[table.0].rows, RowsPlan::Calendar(_));
        for (slot, column) in plan.tables[table.0].columns.iter().enumerate() {
            let kind = match &column.work {
                _ if column.hidden => continue,
                Work::Score(_) => continue,
                _ if table == plan.figures => SymbolKind::Figure,
                Work::Imported(_) => SymbolKind::Column,
                Work::Derived | Work::Link => SymbolKind::Derived,
                Work::Decision(_) => SymbolKind::Result,
                Work::Formula(_) | Work::Aggregate(_) | Work::Window(_) | Work::Unbound => SymbolKind::Formula,
            };
            // What no policy writes: the columns of a calendar, the name of a stacked table.
            let given = calendar || stacked && column.name == STACKED_FROM;
            let named = kind != SymbolKind::Derived || !given;
            let definition = named.then(|| self.mention(column.span, &column.name));
            let (name, of) = (column.name.clone(), of.cloned());
            let symbol = Symbol { kind, name, of, definition, uses: Vec::new() };
            self.all.push((Thing::Column(ColumnId { table, slot }), symbol));
        }
    }
}

/// Something that no policy declares.
pub(super) fn from_elsewhere(thing: Thing, library: &Library) -> Symbol {
    let (kind, name) = match thing {
        Thing::BuiltIn(name) => (SymbolKind::BuiltIn, name.to_string()),
        Thing::Host(at) => (SymbolKind::Host, library.hosts().nth(at).map(|f| f.name.clone()).unwrap_or_default()),
        _ => (SymbolKind::BuiltIn, String::new()),
    };
    Symbol { kind, name, of: None, definition: None, uses: Vec::new() }
}
