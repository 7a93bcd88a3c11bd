//! Which rules of a decision table match each row.

use super::batch::Rows;
use super::expression::Evaluator;
use super::mask;
use super::state::State;
use crate::decision::index::Index;
use crate::formula::{ColumnId, TableId};
use crate::plan::{CellPlan, DecisionPlan, RulePlan};
use crate::policy::model::HitPolicy;
use crate::table::{BLANK_BOOL, Column, FALSE, NO_ROW, TRUE};
use crate::value::Value;
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;

/// Rows worked on together: their flags stay in a processor's nearest cache.
const CHUNK: usize = 4096;
/// Rows a thread takes at a time.
const BLOCK: usize = 8 * CHUNK;

/// The rules that match each row.
#[derive(Default)]
pub(super) struct Matches {
    found: Found,
    /// Rows, in order, with a rule that neither matches nor fails to; where the first rule counts, one
    /// above that rule.
    undetermined: Vec<u32>,
}

enum Found {
    /// The one rule that counts, or [`NO_ROW`].
    First(Vec<u32>),
    /// Rules of each row, one after another, and where each row's rules end.
    Each { rules: Vec<u32>, ends: Vec<u32> },
}

impl Default for Found {
    fn default() -> Self {
        Found::Each { rules: Vec::new(), ends: Vec::new() }
    }
}

impl Matches {
    /// Finds the rules of every row.
    pub(super) fn find(evaluator: &mut Evaluator<'_>, decision: &DecisionPlan, rows: usize) -> Matches {
        let state = evaluator.state;
        match (&decision.index, decision.hit) {
            (Some(index), _) => joined(rows, |rows| looked_up(state, decision, index, rows)),
            (None, HitPolicy::First) if by_flags(decision) => {
                let cells = distinct_cells(decision);
                joined(rows, |rows| first_by_flags(state, decision, &cells, rows))
            }
            (None, HitPolicy::First) => first_matches(evaluator, decision, rows),
            (None, _) => all_matches(evaluator, decision, rows),
        }
    }

    pub(super) fn of(&self, row: usize) -> &[u32] {
        match &self.found {
            Found::First(found) if found[row] == NO_ROW => &[],
            Found::First(found) => std::slice::from_ref(&found[row]),
            Found::Each { rules, ends } => {
                let start = if row == 0 { 0 } else { ends[row - 1] };
                &rules[start as usize..ends[row] as usize]
            }
        }
    }

    /// Rows, in order, that rules passed on because of a blank.
    pub(super) fn undetermined(&self) -> &[u32] {
        &self.undetermined
    }

    fn first(found: Vec<u32>, mut undetermined: Vec<u32>) -> Matches {
        undetermined.sort_unstable();
        undetermined.dedup();
        Matches { found: Found::First(found), undetermined }
    }

    /// Adds the matches of the rows that follow.
    fn append(&mut self, next: Matches) {
        self.undetermined.extend(next.undetermined);
        match (&mut self.found, next.found) {
            (Found::First(found), Found::First(more)) => found.extend(more),
            (Found::Each { rules, ends }, Found::Each { rules: more, ends: more_ends }) => {
                let before = rules.len() as u32;
                rules.extend(more);
                ends.extend(more_ends.into_iter().map(|end| before + end));
            }
            (found, next) => *found = next,
        }
    }
}

/// The matches of all rows from those of stretches of them, on as many threads as there are.
fn joined(rows: usize, find: impl Fn(Range<usize>) -> Matches + Sync) -> Matches {
    if rows <= BLOCK {
        return find(0..rows);
    }
    let of_block = |block: usize| find(block * BLOCK..rows.min((block + 1) * BLOCK));
    let blocks: Vec<Matches> = (0..rows.div_ceil(BLOCK)).into_par_iter().map(of_block).collect();
    let mut blocks = blocks.into_iter();
    let mut all = blocks.next().unwrap_or_default();
    blocks.for_each(|next| all.append(next));
    all
}

/// Whether values alone answer every cell, so that each can be asked for all rows, and rules fit a byte.
fn by_flags(decision: &DecisionPlan) -> bool {
    let mut cells = decision.rules.iter().flat_map(|rule| &rule.cells);
    decision.rules.len() < usize::from(mask::NONE) && cells.all(|cell| !cell.test.has_formula())
}

/// For each rule its cells, as places in a list of those that differ.
struct DistinctCells<'d> {
    cells: Vec<&'d CellPlan>,
    of_rules: Vec<Vec<usize>>,
}

fn distinct_cells(decision: &DecisionPlan) -> DistinctCells<'_> {
    let mut places: HashMap<(usize, String), usize> = HashMap::new();
    let mut cells = Vec::new();
    let mut place = |cell| {
        let CellPlan { input, test, .. }: &CellPlan = cell;
        *places.entry((*input, test.without_place())).or_insert_with(|| {
            cells.push(cell);
            cells.len() - 1
        })
    };
    let of_rules = decision.rules.iter().map(|rule| rule.cells.iter().map(&mut place).collect()).collect();
    DistinctCells { cells, of_rules }
}

/// The first rule of each row: every cell asked for every row, each distinct one once.
fn first_by_flags(
    state: &State<'_>,
    decision: &DecisionPlan,
    cells: &DistinctCells<'_>,
    rows: Range<usize>,
) -> Matches {
    let mut evaluator = Evaluator::new(state, decision.table);
    let (mut all, mut undetermined) = (Vec::with_capacity(rows.len()), Vec::new());
    let mut from = rows.start;
    while from < rows.end {
        let to = (from + CHUNK).min(rows.end);
        let (mut found, mut passed) = (vec![mask::NONE; to - from], vec![0; to - from]);
        let mut known: Vec<Option<Vec<u8>>> = vec![None; cells.cells.len()];
        for (rule, own) in cells.of_rules.iter().enumerate() {
            let mut matching = vec![TRUE; to - from];
            for &cell in own {
                let flags = known[cell]
                    .get_or_insert_with(|| evaluator.flags(&cells.cells[cell].condition, Rows::Range(from, to)));
                mask::and(&mut matching, flags);
            }
            mask::take(rule as u8, &matching, &mut found, &mut passed);
        }
        undetermined.extend((0..passed.len()).filter(|at| passed[*at] != 0).map(|at| (from + at) as u32));
        all.extend(found.iter().map(|&rule| if rule == mask::NONE { NO_ROW } else { u32::from(rule) }));
        from = to;
    }
    Matches::first(all, undetermined)
}

/// The same where formulas must not be worked out for rows that found their rule: those are not looked at again.
fn first_matches(evaluator: &mut Evaluator<'_>, decision: &DecisionPlan, rows: usize) -> Matches {
    let mut found = vec![NO_ROW; rows];
    let mut undetermined = vec![];
    let mut open: Vec<u32> = (0..rows as u32).collect();
    for (index, rule) in decision.rules.iter().enumerate() {
        if open.is_empty() {
            break;
        }
        let flags = matching(evaluator, rule, Rows::Picked(&open));
        let mut still = Vec::with_capacity(open.len());
        for (&row, flag) in open.iter().zip(flags) {
            if flag == TRUE {
                found[row as usize] = index as u32;
            } else {
                if flag == BLANK_BOOL {
                    undetermined.push(row);
                }
                still.push(row);
            }
        }
        open = still;
    }
    Matches::first(found, undetermined)
}

fn all_matches(evaluator: &mut Evaluator<'_>, decision: &DecisionPlan, rows: usize) -> Matches {
    let (mut pairs, mut undetermined) = (Vec::<(u32, u32)>::new(), Vec::new());
    for (index, rule) in decision.rules.iter().enumerate() {
        for (row, flag) in matching(evaluator, rule, Rows::Range(0, rows)).into_iter().enumerate() {
            if flag == TRUE {
                pairs.push((row as u32, index as u32));
            } else if flag == BLANK_BOOL {
                undetermined.push(row as u32);
            }
        }
    }
    pairs.sort_unstable();
    undetermined.sort_unstable();
    undetermined.dedup();
    let (mut rules, mut ends) = (Vec::with_capacity(pairs.len()), Vec::with_capacity(rows));
    let mut pairs = pairs.into_iter().peekable();
    for row in 0..rows as u32 {
        while let Some((_, rule)) = pairs.next_if(|(of, _)| *of == row) {
            rules.push(rule);
        }
        ends.push(rules.len() as u32);
    }
    Matches { found: Found::Each { rules, ends }, undetermined }
}

fn matching(evaluator: &mut Evaluator<'_>, rule: &RulePlan, rows: Rows<'_>) -> Vec<u8> {
    match rule.cells.as_slice() {
        [] => vec![TRUE; rows.len()],
        [only] => evaluator.flags(&only.condition, rows),
        _ => evaluator.logic(rule.conditions(), rows, FALSE),
    }
}

/// Each row's rules by the index: a few candidates, each confirmed.
fn looked_up(state: &State<'_>, decision: &DecisionPlan, index: &Index, rows: Range<usize>) -> Matches {
    let lanes: Vec<Lane<'_>> =
        decision.inputs.iter().map(|slot| Lane::new(state, decision.table, *slot, rows.len())).collect();
    let (mut rules, mut ends) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    let (mut values, mut undetermined) = (Vec::with_capacity(lanes.len()), Vec::new());
    for row in rows {
        values.clear();
        values.extend(lanes.iter().map(|lane| lane.value(row)));
        let before = rules.len();
        look_up(decision, index, &values, &mut rules);
        if is_undetermined(decision, index, &values, &rules[before..]) {
            undetermined.push(row as u32);
        }
        ends.push(rules.len() as u32);
    }
    Matches { found: Found::Each { rules, ends }, undetermined }
}

/// The values of an input; those of few texts are made once each.
enum Lane<'s> {
    Column(&'s Column),
    Texts(&'s [u32], Vec<Value>),
}

impl<'s> Lane<'s> {
    fn new(state: &'s State<'_>, table: TableId, slot: usize, rows: usize) -> Lane<'s> {
        match state.column(ColumnId { table, slot }) {
            Column::Text(texts) if texts.dictionary.len() <= rows => {
                let values = texts.dictionary.iter().map(Value::text).collect();
                Lane::Texts(&texts.codes, values)
            }
            column => Lane::Column(column),
        }
    }

    fn value(&self, row: usize) -> Value {
        match self {
            Lane::Column(column) => column.value(row),
            // The code of a blank is that of no text.
            Lane::Texts(codes, values) => values.get(codes[row] as usize).cloned().unwrap_or_default(),
        }
    }
}

/// Whether a rule neither matches these values nor fails to; where the first alone counts, one above it.
fn is_undetermined(decision: &DecisionPlan, index: &Index, values: &[Value], found: &[u32]) -> bool {
    if !values.iter().any(Value::is_blank) {
        return false;
    }
    let end = match (decision.hit, found) {
        (HitPolicy::First, [first]) => *first as usize,
        _ => decision.rules.len(),
    };
    let blank = |rule: usize| {
        let answers = || decision.rules[rule].cells.iter().map(|cell| cell.test.holds(&values[cell.input]));
        answers().any(|answer| answer.is_none()) && answers().all(|answer| answer != Some(false))
    };
    index.not_failing(values).take_while(|rule| *rule < end).any(blank)
}

fn look_up(decision: &DecisionPlan, index: &Index, values: &[Value], into: &mut Vec<u32>) {
    let holds = |cell: &CellPlan| cell.test.holds(&values[cell.input]) == Some(true);
    let confirmed = |rule: &usize| decision.rules[*rule].cells.iter().all(holds);
    let mut found = index.candidates(values).filter(confirmed).map(|rule| rule as u32);
    match decision.hit {
        HitPolicy::First => into.extend(found.next()),
        _ => into.extend(found),
    }
}

/// The rules that match a single row, in order (where the first alone counts, that one), and whether
/// another neither matches nor fails to.
pub(super) fn matches_at(evaluator: &mut Evaluator<'_>, decision: &DecisionPlan, row: usize) -> (Vec<u32>, bool) {
    let mut found = Vec::new();
    if let Some(index) = &decision.index {
        let value = |&slot: &usize| evaluator.state.value(ColumnId { table: decision.table, slot }, row);
        let values: Vec<Value> = decision.inputs.iter().map(value).collect();
        look_up(decision, index, &values, &mut found);
        let open = is_undetermined(decision, index, &values, &found);
        return (found, open);
    }
    let (picked, mut open) = ([row as u32], false);
    for (at, rule) in decision.rules.iter().enumerate() {
        match evaluator.flag_of_all(rule.conditions(), Rows::Picked(&picked), FALSE) {
            TRUE => found.push(at as u32),
            flag => open |= flag == BLANK_BOOL,
        }
        if decision.hit == HitPolicy::First && !found.is_empty() {
            break;
        }
    }
    (found, open)
}
