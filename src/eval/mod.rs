//! Columns from columns. Nothing here reads a file, a clock or the environment.
//!
//! A step of the plan works out one column for all rows. Expressions run over blocks of rows, on
//! as many threads as the pool has; blocks are joined in order, so that the number of threads
//! changes nothing in a result.

mod aggregate;
mod almanac;
mod batch;
mod blanks;
mod calendar;
mod call;
mod compare;
mod decision;
mod derive;
mod earlier;
mod expression;
mod fired;
mod frame;
mod groups;
mod hits;
mod kernels;
mod link;
mod looked_at;
mod made_of;
mod mask;
mod matched;
mod matches;
mod merge;
mod order;
mod outside;
mod pairs;
mod probe;
mod record;
mod route;
mod row_evaluator;
mod scorecard;
mod script;
mod spelled;
mod state;
mod statistics;
mod suppose;
mod tally;
mod trailing;
mod trigger;
mod undetermined;
mod uneven;
mod window;

pub use earlier::{EarlierRun, Place};
pub use fired::{ClearedRow, FiredRows, Standing};
pub use frame::Frame;
pub use looked_at::{Gathered, Looked, Member};
pub use made_of::MadeOf;
pub use probe::{Probe, RowChoice};
pub use record::{DecidedRow, decide_row};
pub use route::{Route, Upstream, expressions};
pub use row_evaluator::RowEvaluator;
pub use state::Evaluated;
pub(crate) use statistics::of_sorted as percentile_of_sorted;
pub use suppose::Supposed;

use crate::formula::{ColumnId, Parameters, TableId};
use crate::plan::{Plan, Step, Work};
use crate::script::Library;
use crate::table::Table;
use state::State;
use undetermined::Effect;

/// What a run may have beside a plan and tables; nothing by default.
#[derive(Clone, Copy, Debug, Default)]
pub struct RunContext<'b> {
    /// What an earlier run left behind: triggers are then told apart as new, continuing and cleared.
    pub earlier: Option<&'b EarlierRun>,
    /// Values put in place of worked-out ones, and a record kept of what was used.
    pub probe: Option<&'b Probe>,
    /// The values of parameters; those of the plan where none are given.
    pub parameters: Option<&'b Parameters>,
    /// The language of what triggers and scorecards say.
    pub language: &'b str,
}

/// Works out every column of a plan over imported tables (in policy order).
#[must_use]
pub fn run(plan: &Plan, library: &Library, tables: Vec<Table>, context: RunContext<'_>) -> Evaluated {
    let mut state = State::new(plan, library, tables);
    state.probe = context.probe;
    if let Some(parameters) = context.parameters {
        state.parameters = parameters.clone();
    }
    state.language = context.language;
    state.link_imported();
    for step in &plan.steps {
        match *step {
            Step::Rows(table) => state.derive_rows(table),
            Step::Column(id) => column(&mut state, id),
            Step::Decision(id) => state.decide(id),
            Step::Scorecard(id) => state.score(plan.scorecard(id)),
        }
    }
    let triggered = state.fire_triggers(context.earlier);
    state.finish(triggered)
}

/// Works out one column and keeps it.
fn column(state: &mut State<'_>, id: ColumnId) {
    let plan = state.plan.column(id);
    let (column, tally) = match &plan.work {
        Work::Formula(expr) => expression::whole(state, id.table, expr, plan.ty),
        Work::Aggregate(aggregate) => {
            let worked_out = aggregate::run(state, id.table, aggregate, plan.ty);
            state.report_rows(aggregate.over, id, worked_out.taken);
            if let Some(filter) = &aggregate.filter {
                let over = aggregate.over;
                let with_blank = |&row: &u32| (row, state.blank_operand(over, filter, row));
                let rows = worked_out.undetermined.iter().map(with_blank).collect();
                state.undetermined.keep((&plan.name, plan.span), Effect::NotCounted, over, rows);
            }
            (worked_out.column, worked_out.own)
        }
        Work::Window(window) => window::run(state, id.table, window),
        Work::Imported(_) | Work::Decision(_) | Work::Score(_) | Work::Derived | Work::Link | Work::Unbound => return,
    };
    state.report(id, tally);
    state.put(id, column);
}

/// A table's own id and its number of rows.
#[derive(Clone, Copy)]
struct Extent {
    table: TableId,
    rows: usize,
}
