//! Rows to try: combinations of the values worth trying, as rows of a test.

use super::super::model::{Case, Given, GivenTable, GivenValue};
use super::super::written::text_word;
use super::judge::Judge;
use super::leaves::{Leaf, Point, Ways, is_key, leaves, listed, settled};
use super::origin::Step;
use crate::eval::RowChoice;
use crate::formula::{ColumnId, Expr, TableId};
use crate::plan::{Plan, RowsPlan, Work};
use crate::source::Spanned;
use crate::value::{Type, Value};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// For each column the number of its value among those worth trying; [`NOTHING`] where it is not given.
pub(super) type Candidate = Vec<u16>;

/// A column that is not given.
pub(super) const NOTHING: u16 = u16::MAX;

/// Rows that are tried for one rule, at most.
const MOST: usize = 400;
/// And at least.
const LEAST: usize = 16;
/// Rows that are tried for all rules of a table together, about.
const ALL: usize = 60_000;

/// The columns of the rows and the values of each that are worth trying.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub table: TableId,
    pub leaves: Vec<Leaf>,
    pub points: Vec<Vec<Point>>,
    /// Which of several sources the rows come from.
    pub choice: usize,
    /// Rows that must be there besides those of the columns, by the way to each.
    pub ways: Vec<Vec<Step>>,
    /// Ways that lead to the same row: the second is how it is given.
    pub same: Vec<(Vec<Step>, Vec<Step>)>,
    /// Columns without which there is no row of a derived table.
    pub makers: Vec<bool>,
    /// A row that is there; nothing given for the columns that do not matter to that.
    pub base: Option<Candidate>,
    /// Whether each row is tried alone: since it comes from rows of other tables, or since its key is one of few.
    pub alone: bool,
}

/// Rows of a table that a test gives for each row: those of the table itself, and one for each way of references.
pub(super) struct Block {
    pub path: Vec<Step>,
    pub table: TableId,
    /// What its keys end with.
    pub mark: String,
    /// How many blocks of the same table come before.
    pub before: usize,
}

/// Something that seems random and is the same each time.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

impl Layout {
    /// A row for each value of each column, the others not given, or at their first value where a row may not
    /// lack them.
    pub fn one_by_one(&self) -> Vec<Candidate> {
        let mut all = Vec::new();
        let needed = |points: &Vec<Point>| points.iter().all(|point| !point.value.is_blank());
        let plain = || self.points.iter().map(|points| if needed(points) { 0 } else { NOTHING }).collect();
        let rest: Candidate = self.base.clone().unwrap_or_else(plain);
        for (leaf, points) in self.points.iter().enumerate() {
            for point in 0..points.len() {
                let mut row = rest.clone();
                row[leaf] = point as u16;
                all.push(row);
            }
        }
        all
    }

    /// Where the row of a column's value stands among those one by one.
    pub fn row_of(&self, leaf: usize, point: usize) -> usize {
        self.points[..leaf].iter().map(Vec::len).sum::<usize>() + point
    }

    /// Rows for something that decides: those in which each of its conditions on a single column holds, then the
    /// same with one column after the other at each of its values. `holds` says in which values that is.
    pub fn around(&self, judge: &Judge<'_>, own: &[bool], holds: &[Vec<bool>], judges: usize) -> Vec<Candidate> {
        let columns = self.leaves.len();
        let share = (ALL / (judges.max(1) * (columns + 1))).clamp(LEAST, MOST);
        let fitting = |leaf: usize| -> Vec<u16> {
            (0..self.points[leaf].len()).filter(|&point| holds[leaf][point]).map(|point| point as u16).collect()
        };
        let mut base: Vec<Vec<u16>> = (0..columns).map(fitting).collect();
        for (leaf, list) in base.iter_mut().enumerate() {
            if let Some(row) = self.base.as_ref().filter(|_| self.makers[leaf] && !own[leaf]) {
                *list = vec![row[leaf]];
            }
        }
        let mut random = Sequence(u64::from(judge.span.start) + 1);
        let (mut seen, mut all) = (HashSet::new(), Vec::new());
        combine(&base, if own.iter().any(|own| *own) { share } else { share * 2 }, &mut random, &mut seen, &mut all);
        for leaf in (0..columns).filter(|&leaf| own[leaf]) {
            let each = (share / self.points[leaf].len().max(1)).max(4);
            for point in 0..self.points[leaf].len() {
                let mut lists = base.clone();
                lists[leaf] = vec![point as u16];
                combine(&lists, each, &mut random, &mut seen, &mut all);
            }
        }
        all
    }

    /// The rows a test gives for each row, block by block; the own table comes first.
    pub fn blocks(&self, plan: &Plan) -> Vec<Block> {
        let mut blocks = vec![Block { path: Vec::new(), table: self.table, mark: String::new(), before: 0 }];
        for way in self.ways.iter().chain(self.leaves.iter().map(|leaf| &leaf.path)) {
            for end in 1..=way.len() {
                let path = way[..end].to_vec();
                let Some(table) = path[end - 1].target(plan) else { continue };
                if blocks.iter().any(|block| block.path == path) {
                    continue;
                }
                let before = blocks.iter().filter(|block| block.table == table).count();
                let mark = if before == 0 { String::new() } else { format!("-{}", before + 1) };
                blocks.push(Block { path, table, mark, before });
            }
        }
        blocks
    }

    /// How many rows of the own table a row brings along, itself among them.
    pub fn rows_of_table(&self, plan: &Plan) -> usize {
        if self.is_derived(plan) {
            return 1;
        }
        self.blocks(plan).iter().filter(|block| block.table == self.table).count()
    }

    /// The cells of a row in a block: columns with how a value is written, references among them.
    pub fn cells(&self, plan: &Plan, blocks: &[Block], block: &Block, row: (usize, &Candidate)) -> Vec<(usize, Point)> {
        let (number, candidate) = row;
        let mut cells: Vec<(usize, Point)> = Vec::new();
        let own = &plan.tables[block.table.0];
        if let Some(key) = own.key.filter(|_| matches!(own.rows, RowsPlan::Imported(_))) {
            cells.push((key, self.key_of(plan, block, row)));
        }
        for next in blocks.iter().filter(|next| next.path.len() == block.path.len() + 1) {
            if let Some((Step::Reference(last), way)) = next.path.split_last()
                && way == block.path.as_slice()
            {
                cells.push((last.slot, self.key_of(plan, next, row)));
            }
        }
        for (from, to) in &self.same {
            if let Some((Step::Reference(last), way)) = from.split_last()
                && way == block.path.as_slice()
                && let Some(block) = blocks.iter().find(|block| block.path == *to)
            {
                cells.push((last.slot, self.key_of(plan, block, (number, candidate))));
            }
        }
        for (leaf, &point) in self.leaves.iter().zip(candidate) {
            if leaf.path == block.path && point != NOTHING && !is_key(plan, leaf.column) {
                let at = self.leaves.iter().position(|known| known == leaf).unwrap_or_default();
                cells.push((leaf.column.slot, self.points[at][usize::from(point)].clone()));
            }
        }
        cells
    }

    /// The key of a row in a block: the one chosen, or one made up.
    pub fn key_of(&self, plan: &Plan, block: &Block, (number, candidate): (usize, &Candidate)) -> Point {
        let own = |leaf: &Leaf| leaf.path == block.path && is_key(plan, leaf.column);
        let leaf = self.leaves.iter().position(own);
        let chosen = leaf.and_then(|at| self.points[at].get(usize::from(candidate[at])).cloned());
        chosen.unwrap_or_else(|| key_point(plan, block, number))
    }

    /// Whether its rows come from rows of other tables.
    pub fn is_derived(&self, plan: &Plan) -> bool {
        !matches!(plan.tables[self.table.0].rows, RowsPlan::Imported(_))
    }

    /// The columns that expressions hang on.
    pub fn leaves_of<'e>(&self, plan: &Plan, table: TableId, all: impl Iterator<Item = &'e Expr>) -> BTreeSet<Leaf> {
        let mut found = BTreeSet::new();
        all.for_each(|expr| leaves(Ways { plan, choice: self.choice }, table, expr, &mut found));
        found.into_iter().map(|leaf| settled(leaf, &self.same)).collect()
    }

    /// Rows that may be there, for the columns without which there is none.
    pub fn bases(&self) -> Vec<Candidate> {
        let pick = |leaf: usize| match self.makers[leaf] {
            true => (0..self.points[leaf].len() as u16).collect(),
            false => vec![NOTHING],
        };
        let lists: Vec<Vec<u16>> = (0..self.leaves.len()).map(pick).collect();
        let mut all = Vec::new();
        combine(&lists, MOST, &mut Sequence(1), &mut HashSet::new(), &mut all);
        all
    }

    /// A test that gives these rows.
    pub fn case(&self, plan: &Plan, judge: &Judge<'_>, rows: &[Candidate]) -> Case {
        let blocks = self.blocks(plan);
        let mut tables: BTreeMap<TableId, Vec<Vec<(usize, Value)>>> = BTreeMap::new();
        let mut values = Vec::new();
        for block in &blocks {
            for (number, row) in rows.iter().enumerate() {
                let mut read = Vec::new();
                for (slot, point) in self.cells(plan, &blocks, block, (number, row)) {
                    let column = ColumnId { table: block.table, slot };
                    match plan.column(column).work {
                        Work::Imported(place) => read.push((place, point.value)),
                        _ => {
                            let row = RowChoice::Number(block.before * rows.len() + number);
                            values.push(GivenValue { column, row, value: point.value, span: judge.span });
                        }
                    }
                }
                tables.entry(block.table).or_default().push(read);
            }
        }
        let tables = tables.into_iter().filter_map(|(id, rows)| given_table(plan, id, rows)).collect();
        Case {
            name: Spanned::new(String::new(), judge.span),
            whole: judge.span,
            set: Vec::new(),
            as_of: None,
            given: Given::Rows { tables, values },
            expect: Vec::new(),
            tolerance: 0.0,
        }
    }
}

fn given_table(plan: &Plan, id: TableId, rows: Vec<Vec<(usize, Value)>>) -> Option<GivenTable> {
    let RowsPlan::Imported(table) = plan.tables[id.0].rows else { return None };
    let mut columns: Vec<usize> = rows.iter().flatten().map(|(place, _)| *place).collect();
    columns.sort_unstable();
    columns.dedup();
    let cell = |row: &[(usize, Value)], place: usize| {
        row.iter().find(|(known, _)| *known == place).map_or(Value::Blank, |(_, value)| value.clone())
    };
    let rows = rows.iter().map(|row| columns.iter().map(|place| cell(row, *place)).collect()).collect();
    Some(GivenTable { table, columns, several: Vec::new(), rows })
}

/// The key of a row: `R1`, or `1` where keys are numbers, or one of those it may have.
fn key_point(plan: &Plan, block: &Block, number: usize) -> Point {
    let table = &plan.tables[block.table.0];
    let known = table.key.map_or(&[][..], |slot| listed(plan, ColumnId { table: block.table, slot }));
    if let Some(key) = known.get((number + block.before) % known.len().max(1)) {
        return Point { text: text_word(&key.to_string()), value: key.clone() };
    }
    match table.key.map(|key| table.columns[key].ty) {
        Some(Type::Text) => {
            let text = format!("R{}{}", number + 1, block.mark);
            Point { value: Value::text(text.as_str()), text }
        }
        _ => {
            let number = number + 1 + 100_000 * block.before;
            Point { text: number.to_string(), value: Value::Number(number as f64) }
        }
    }
}

/// Combinations of one value of each list: all of them, or as many as wanted.
fn combine(
    lists: &[Vec<u16>],
    most: usize,
    random: &mut Sequence,
    seen: &mut HashSet<Candidate>,
    all: &mut Vec<Candidate>,
) {
    let count = lists.iter().try_fold(1usize, |count, list| count.checked_mul(list.len())).unwrap_or(usize::MAX);
    let mut add = |row: Candidate| {
        if seen.insert(row.clone()) {
            all.push(row);
        }
    };
    if count <= most {
        for number in 0..count {
            let mut rest = number;
            let pick = lists.iter().map(|list| {
                let at = rest % list.len();
                rest /= list.len();
                list[at]
            });
            add(pick.collect());
        }
        return;
    }
    for _ in 0..most {
        add(lists.iter().map(|list| list[random.below(list.len())]).collect());
    }
}
