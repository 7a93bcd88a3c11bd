//! Which sheet is which table's where names do not say it: one assignment over all sheets and tables together.
//!
//! Each sheet goes to one table at most, and of each workbook one sheet to a table. As many tables as possible get
//! a sheet, then as many columns as possible are found. The order of sheets and tables decides nothing: what could
//! be assigned in two ways that are equally good is told, and not assigned.

use std::collections::{BTreeMap, HashMap};

/// A sheet that has all the columns a table must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// The workbook, by its place among the inputs.
    pub book: usize,
    pub sheet: usize,
    pub table: usize,
    /// How many columns of the table it has.
    pub found: usize,
    /// How many columns it has of its own.
    pub width: usize,
    pub hidden: bool,
}

/// What a table gains by its first sheet, beside what a sheet has of its columns.
const FIRST: i64 = 1 << 40;
/// What a column is worth; what is below it tells apart sheets of which as much is found.
const COLUMN: i64 = 1 << 12;

impl Fit {
    /// A sheet one sees stands before a hidden one, and of two with the same columns the one without others.
    fn worth(&self) -> i64 {
        let part = (self.found * 1000 / self.width.max(1)).min(1000) as i64;
        self.found as i64 * COLUMN * 2 + if self.hidden { 0 } else { COLUMN } + part
    }
}

/// What came of it, by the places of the fits.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Assigned {
    /// The sheets to read.
    pub chosen: Vec<usize>,
    /// Fits of which another choice would have been as good, those not chosen among them.
    pub tied: Vec<usize>,
}

/// Assigns sheets to tables; `known` says which tables have a sheet already.
pub(super) fn assign(fits: &[Fit], known: &dyn Fn(usize) -> bool) -> Assigned {
    let mut net = Net::default();
    let mut edges = Vec::with_capacity(fits.len());
    for fit in fits {
        let sheet = net.node(Node::Sheet(fit.book, fit.sheet), Node::Source, 0);
        let seat = net.node_to(Node::Seat(fit.book, fit.table), Node::Table(fit.table));
        net.sink(fit.table, if known(fit.table) { 0 } else { FIRST }, fits.len());
        edges.push(net.edge(sheet, seat, 1, fit.worth()));
    }
    net.fill();
    let tied = net.tied(&edges);
    let chosen = (0..fits.len()).filter(|&at| net.edges[edges[at]].left == 0 && !tied.contains(&at)).collect();
    Assigned { chosen, tied }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Node {
    Source,
    Sheet(usize, usize),
    /// The place a table has for one sheet of a workbook.
    Seat(usize, usize),
    Table(usize),
    Sink,
}

struct Edge {
    to: usize,
    from: usize,
    left: usize,
    gain: i64,
}

/// A flow of greatest gain; each edge is followed by its way back.
#[derive(Default)]
struct Net {
    nodes: HashMap<Node, usize>,
    edges: Vec<Edge>,
    sinks: BTreeMap<usize, ()>,
}

impl Net {
    fn id(&mut self, node: Node) -> (usize, bool) {
        let next = self.nodes.len();
        let id = *self.nodes.entry(node).or_insert(next);
        (id, id == next)
    }

    /// A node with one way to it from another.
    fn node(&mut self, node: Node, from: Node, gain: i64) -> usize {
        let (from, _) = self.id(from);
        let (id, fresh) = self.id(node);
        if fresh {
            self.edge(from, id, 1, gain);
        }
        id
    }

    /// A node with one way on to another.
    fn node_to(&mut self, node: Node, to: Node) -> usize {
        let (to, _) = self.id(to);
        let (id, fresh) = self.id(node);
        if fresh {
            self.edge(id, to, 1, 0);
        }
        id
    }

    fn sink(&mut self, table: usize, first: i64, most: usize) {
        if self.sinks.insert(table, ()).is_none() {
            let (from, _) = self.id(Node::Table(table));
            let (to, _) = self.id(Node::Sink);
            self.edge(from, to, 1, first);
            self.edge(from, to, most, 0);
        }
    }

    fn edge(&mut self, from: usize, to: usize, left: usize, gain: i64) -> usize {
        self.edges.push(Edge { from, to, left, gain });
        self.edges.push(Edge { from: to, to: from, left: 0, gain: -gain });
        self.edges.len() - 2
    }

    /// The greatest gain of a way to each node from `start`, and the edge by which it is reached.
    fn best(&self, start: usize) -> (Vec<i64>, Vec<usize>) {
        let mut gains = vec![i64::MIN; self.nodes.len()];
        let mut by = vec![usize::MAX; self.nodes.len()];
        gains[start] = 0;
        for _ in 0..self.nodes.len() {
            let mut better = false;
            for (at, edge) in self.edges.iter().enumerate().filter(|(_, edge)| edge.left > 0) {
                if gains[edge.from] > i64::MIN && gains[edge.from] + edge.gain > gains[edge.to] {
                    gains[edge.to] = gains[edge.from] + edge.gain;
                    by[edge.to] = at;
                    better = true;
                }
            }
            if !better {
                break;
            }
        }
        (gains, by)
    }

    fn fill(&mut self) {
        let (Some(&source), Some(&sink)) = (self.nodes.get(&Node::Source), self.nodes.get(&Node::Sink)) else { return };
        loop {
            let (gains, by) = self.best(source);
            if gains[sink] <= 0 {
                return;
            }
            let mut at = sink;
            while at != source {
                let edge = by[at];
                self.edges[edge].left -= 1;
                self.edges[edge ^ 1].left += 1;
                at = self.edges[edge].from;
            }
        }
    }

    /// The fits that could be chosen, or left, without a loss: they lie on a way round that gains nothing.
    fn tied(&self, fits: &[usize]) -> Vec<usize> {
        // Every node is a start of its own, so that none is out of reach.
        let mut gains = vec![0; self.nodes.len()];
        for _ in 0..self.nodes.len() {
            for edge in self.edges.iter().filter(|edge| edge.left > 0) {
                gains[edge.to] = gains[edge.to].max(gains[edge.from] + edge.gain);
            }
        }
        let tight = |edge: &Edge| edge.left > 0 && gains[edge.from] + edge.gain == gains[edge.to];
        let mut next: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for edge in self.edges.iter().filter(|edge| tight(edge)) {
            next[edge.from].push(edge.to);
        }
        let reaches = |from: usize, to: usize| {
            let mut seen = vec![false; next.len()];
            let mut open = vec![from];
            while let Some(at) = open.pop() {
                if at == to {
                    return true;
                }
                open.extend(next[at].iter().filter(|node| !std::mem::replace(&mut seen[**node], true)));
            }
            false
        };
        // A fit not chosen has its way on left, a chosen one its way back.
        let on_round = |&edge: &usize| {
            let way = if self.edges[edge].left > 0 { edge } else { edge ^ 1 };
            tight(&self.edges[way]) && reaches(self.edges[way].to, self.edges[way].from)
        };
        (0..fits.len()).filter(|at| on_round(&fits[*at])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(book: usize, sheet: usize, table: usize, found: usize) -> Fit {
        Fit { book, sheet, table, found, width: 5, hidden: false }
    }

    type Names = (usize, usize, usize);

    /// The sheets chosen as (book, sheet, table), and those tied, whatever the order they are given in.
    fn outcome(fits: &[Fit]) -> (Vec<Names>, Vec<Names>) {
        let name = |fits: &[Fit], places: &[usize]| {
            let mut names: Vec<_> =
                places.iter().map(|at| (fits[*at].book, fits[*at].sheet, fits[*at].table)).collect();
            names.sort_unstable();
            names
        };
        let assigned = assign(fits, &|_| false);
        let turned: Vec<Fit> = fits.iter().rev().copied().collect();
        let again = assign(&turned, &|_| false);
        let both = (name(fits, &assigned.chosen), name(fits, &assigned.tied));
        assert_eq!(both, (name(&turned, &again.chosen), name(&turned, &again.tied)));
        both
    }

    #[test]
    fn a_table_that_fits_one_sheet_alone_has_it() {
        // Both tables fit sheet 0, and the first as well as sheet 1: table by table it would be in the way.
        let fits = [fit(0, 0, 0, 3), fit(0, 1, 0, 3), fit(0, 0, 1, 2)];
        assert_eq!(outcome(&fits), (vec![(0, 0, 1), (0, 1, 0)], vec![]));
    }

    #[test]
    fn more_columns_stand_before_fewer_and_seen_sheets_before_hidden_ones() {
        assert_eq!(outcome(&[fit(0, 0, 0, 3), fit(0, 1, 0, 4)]), (vec![(0, 1, 0)], vec![]));
        let hidden = Fit { hidden: true, ..fit(0, 0, 0, 3) };
        assert_eq!(outcome(&[hidden, fit(0, 1, 0, 3)]), (vec![(0, 1, 0)], vec![]));
        let narrow = Fit { width: 3, ..fit(0, 1, 0, 3) };
        assert_eq!(outcome(&[fit(0, 0, 0, 3), narrow]), (vec![(0, 1, 0)], vec![]));
    }

    #[test]
    fn equal_sheets_and_equal_tables_are_tied() {
        let sheets = [fit(0, 0, 0, 3), fit(0, 1, 0, 3), fit(0, 2, 1, 2)];
        assert_eq!(outcome(&sheets), (vec![(0, 2, 1)], vec![(0, 0, 0), (0, 1, 0)]));
        let tables = [fit(0, 0, 0, 3), fit(0, 0, 1, 3)];
        assert_eq!(outcome(&tables), (vec![], vec![(0, 0, 0), (0, 0, 1)]));
        let crossed = [fit(0, 0, 0, 3), fit(0, 0, 1, 3), fit(0, 1, 0, 3), fit(0, 1, 1, 3)];
        assert_eq!(outcome(&crossed).0, []);
        assert_eq!(outcome(&crossed).1.len(), 4);
    }

    #[test]
    fn workbooks_are_stacked_and_help_each_other() {
        let months = [fit(0, 0, 0, 3), fit(1, 0, 0, 3), fit(2, 0, 0, 3)];
        assert_eq!(outcome(&months).0.len(), 3);
        // The second workbook could be either; the first one has the one table already, so it is the other.
        let fits = [fit(0, 0, 0, 3), fit(1, 0, 0, 2), fit(1, 0, 1, 2)];
        assert_eq!(outcome(&fits), (vec![(0, 0, 0), (1, 0, 1)], vec![]));
    }

    #[test]
    fn a_table_known_by_its_name_does_not_need_another_sheet() {
        let fits = [fit(1, 0, 0, 2), fit(1, 0, 1, 2)];
        assert_eq!(assign(&fits, &|table| table == 0).chosen, [1]);
    }
}
