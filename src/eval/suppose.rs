//! What would be if a number were another: the steps of a run that hang on it, taken again by the run's own
//! evaluator.

use super::batch::Rows;
use super::expression::Evaluator;
use super::frame::Frame;
use super::route::Route;
use super::row_evaluator::RowEvaluator;
use super::state::State;
use super::undetermined::Undetermined;
use crate::formula::{ColumnId, Expr, TableId};
use crate::plan::Step;
use crate::table::Column;
use crate::value::Value;
use std::sync::Arc;

/// Rows of a table by themselves, worked out again with other values of one of their numbers. The same row may
/// stand there several times, each with a value of its own; the rest of the run stays as it was.
pub struct Supposed<'a> {
    state: State<'a>,
    table: TableId,
    /// The columns of the table, and their rows, as the run has them.
    base: Vec<Option<Arc<Column>>>,
}

impl<'a> RowEvaluator<'a> {
    /// Rows of a table, by themselves.
    #[must_use]
    pub fn suppose(&self, table: TableId, rows: &[u32]) -> Supposed<'a> {
        let mut state = self.without_rows();
        let own = &self.state.frames[table.0];
        let gathered = |column: &Option<Arc<Column>>| column.as_ref().map(|column| Arc::new(column.gather(rows)));
        let base: Vec<Option<Arc<Column>>> = own.columns.iter().map(gathered).collect();
        let picked = |link: &Option<Arc<Vec<u32>>>| {
            link.as_ref().map(|link| Arc::new(rows.iter().map(|&row| link[row as usize]).collect()))
        };
        state.frames[table.0] = Frame {
            rows: rows.len(),
            columns: base.clone(),
            links: own.links.iter().map(picked).collect(),
            ..Frame::default()
        };
        Supposed { state, table, base }
    }

    /// The whole run, with one number of one row changed: what hangs on other rows is worked out, too.
    #[must_use]
    pub fn suppose_whole(&self, route: &Route, changed_row: usize, value: f64) -> Supposed<'a> {
        let mut state = self.without_rows();
        let frame = &mut state.frames[route.changed.table.0];
        if let Some(Column::Number(numbers)) = frame.columns[route.changed.slot].as_deref() {
            let mut numbers = numbers.clone();
            numbers[changed_row] = value;
            let column = Arc::new(Column::Number(numbers));
            frame.columns[route.changed.slot] = Some(column.clone());
            state.held = Some((route.changed, column));
        }
        take(&mut state, route);
        Supposed { state, table: route.changed.table, base: Vec::new() }
    }

    /// The run as it stands, without where its rows came from.
    fn without_rows(&self) -> State<'a> {
        let State { plan, library, parameters, frames, language, .. } = &self.state;
        let frames = frames.iter().map(|frame| Frame {
            rows: frame.rows,
            columns: frame.columns.clone(),
            links: frame.links.clone(),
            extra: frame.extra.clone(),
            ..Frame::default()
        });
        State {
            plan,
            library,
            parameters: parameters.clone(),
            frames: frames.collect(),
            single: None,
            issues: Vec::new(),
            undetermined: Undetermined::default(),
            rules: vec![Vec::new(); plan.decisions.len()],
            hits: vec![Vec::new(); plan.decisions.len()],
            probe: None,
            held: None,
            language,
        }
    }
}

impl Supposed<'_> {
    /// Works out what follows, each row having its value of the changed column.
    ///
    /// # Panics
    /// When the route does not lie within rows of the table, or there is not a value for each row.
    pub fn set(&mut self, route: &Route, values: Vec<f64>) {
        assert!(route.alone && route.changed.table == self.table, "what hangs on other rows needs all of them");
        let frame = &mut self.state.frames[self.table.0];
        assert_eq!(values.len(), frame.rows);
        frame.columns.clone_from(&self.base);
        let column = Arc::new(Column::Number(values));
        frame.columns[route.changed.slot] = Some(column.clone());
        self.state.held = Some((route.changed, column));
        self.state.issues.clear();
        self.state.undetermined = Undetermined::default();
        take(&mut self.state, route);
    }

    /// The value of a column as it is now.
    #[must_use]
    pub fn value(&self, id: ColumnId, row: usize) -> Value {
        self.state.value(id, row)
    }

    /// A column as it is now.
    #[must_use]
    pub fn column(&self, slot: usize) -> &Column {
        self.state.column(ColumnId { table: self.table, slot })
    }

    /// An expression of a table as it is now, as a number for each of the rows: dates count in days, what is blank
    /// or no number is NaN.
    #[must_use]
    pub fn numbers(&self, table: TableId, expr: &Expr, rows: &[u32]) -> Vec<f64> {
        let batch = Evaluator::new(&self.state, table).evaluate(expr, Rows::Picked(rows));
        let number = |at: usize| match batch.value(at) {
            Value::Number(number) => number,
            Value::Date(day) => f64::from(day.0),
            _ => f64::NAN,
        };
        (0..rows.len()).map(number).collect()
    }
}

fn take(state: &mut State<'_>, route: &Route) {
    for step in &route.steps {
        match *step {
            Step::Rows(_) => {}
            Step::Column(id) => super::column(state, id),
            Step::Decision(id) => state.decide(id),
            Step::Scorecard(id) => {
                let card = state.plan.scorecard(id);
                let touched = |slot: usize| route.touches(ColumnId { table: card.table, slot });
                if [card.rank, card.reason, card.reasons].into_iter().any(touched) {
                    state.score(card);
                } else {
                    state.score_and_band(card);
                }
            }
        }
    }
}
