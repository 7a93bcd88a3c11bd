//! A plan as people read it: a table of names, types, needs and places for each part.

use super::overview::shown;
use crate::formula::{ColumnId, Expr, ExprKind, RowMap, TableId};
use crate::plan::document::Document;
use crate::plan::{Plan, RowsPlan, Step, Work};
use crate::source::{Sources, Span};
use crate::value::number::and_more;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// Names listed of what something needs; the rest is counted.
const LISTED: usize = 6;
/// Longest name of an intermediate step.
const LONGEST: usize = 48;

pub(super) fn text(document: &Document) -> String {
    let view = View { plan: &document.plan, sources: &document.sources };
    let parts = [
        ("parameters", view.parameters()),
        ("read from sheets", view.sheets()),
        ("worked out, in this order", view.steps()),
        ("decision tables", view.decisions()),
        ("scorecards", view.scorecards()),
        ("triggers", view.triggers()),
    ];
    let mut text = String::new();
    for (heading, rows) in parts.iter().filter(|(_, rows)| !rows.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{heading}");
        align(&mut text, rows);
    }
    text
}

type Row = [String; 4];

/// The place comes before what can be long.
fn align(text: &mut String, rows: &[Row]) {
    let short = [0, 1, 3];
    let widths = short.map(|at| rows.iter().map(|row| row[at].width()).max().unwrap_or(0));
    for row in rows {
        let cells = short.iter().zip(widths);
        let cells = cells.map(|(&at, width)| format!("{}{}", row[at], " ".repeat(width - row[at].width())));
        let line = cells.chain([row[2].clone()]).collect::<Vec<_>>().join("  ");
        let _ = writeln!(text, "  {}", line.trim_end());
    }
}

struct View<'d> {
    plan: &'d Plan,
    sources: &'d Sources,
}

impl View<'_> {
    fn parameters(&self) -> Vec<Row> {
        let row = |p: &crate::plan::ParameterPlan| {
            [p.name.clone(), p.ty.word().to_string(), shown(&p.value, p.format), self.place(p.span)]
        };
        self.plan.parameters.iter().map(row).collect()
    }

    fn sheets(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for table in &self.plan.tables {
            for column in table.columns.iter().filter(|column| matches!(column.work, Work::Imported(_))) {
                let to = column.references.map(|to| format!("refers to {}", self.plan.tables[to.0].name));
                let name = format!("{}.{}", table.name, column.name);
                rows.push([name, column.ty.word().to_string(), to.unwrap_or_default(), self.place(column.span)]);
            }
        }
        rows
    }

    fn steps(&self) -> Vec<Row> {
        self.plan.steps.iter().flat_map(|step| self.step(*step)).collect()
    }

    fn step(&self, step: Step) -> Vec<Row> {
        match step {
            Step::Rows(table) => self.derived(table).into_iter().collect(),
            // Columns the program made for itself are shown where they are used.
            Step::Column(id) if self.plan.column(id).hidden => Vec::new(),
            Step::Column(id) => vec![self.column(id, &self.needs(id))],
            Step::Decision(at) => {
                let decision = &self.plan.decisions[at.0];
                let inputs = decision.inputs.iter().map(|&slot| ColumnId { table: decision.table, slot });
                let needs = self.names(inputs);
                let outputs = decision.outputs.iter().map(|&slot| ColumnId { table: decision.table, slot });
                outputs.map(|id| self.column(id, &needs)).collect()
            }
            Step::Scorecard(at) => {
                let card = &self.plan.scorecards[at.0];
                let id = |slot| ColumnId { table: card.table, slot };
                let needs = self.names(card.measures.iter().map(|measure| id(measure.value)));
                [card.score, card.band, card.rank].map(|slot| self.column(id(slot), &needs)).into()
            }
        }
    }

    fn column(&self, id: ColumnId, needs: &[String]) -> Row {
        let column = self.plan.column(id);
        [self.name(id), column.ty.word().to_string(), from(needs), self.place(column.span)]
    }

    fn derived(&self, id: TableId) -> Option<Row> {
        let table = &self.plan.tables[id.0];
        let name = |of: TableId| self.plan.tables[of.0].name.clone();
        let how = match &table.rows {
            RowsPlan::Imported(_) | RowsPlan::One => return None,
            RowsPlan::Group(group) => format!("groups {}", name(group.of)),
            RowsPlan::Pairs(pairs) => format!("pairs {} with {}", name(pairs.left), name(pairs.right)),
            RowsPlan::Calendar(calendar) => format!("each {} of a period", calendar.unit.word()),
            RowsPlan::Unpivot(unpivot) => format!("unpivots {}", name(unpivot.of)),
            RowsPlan::Stack(stack) => {
                format!("stacks {}", stack.of.iter().map(|&of| name(of)).collect::<Vec<_>>().join(", "))
            }
        };
        let place = table.columns.first().map(|column| self.place(column.span)).unwrap_or_default();
        Some([table.name.clone(), "rows".to_string(), how, place])
    }

    fn decisions(&self) -> Vec<Row> {
        let row = |decision: &crate::plan::DecisionPlan| {
            let rules = decision.rules.len() + usize::from(decision.otherwise.is_some());
            let counted = format!("{rules} rule{}", if rules == 1 { "" } else { "s" });
            let table = &self.plan.tables[decision.table.0].name;
            let name = format!("{table}.{}", decision.name);
            [name, decision.hit.words().to_string(), counted, self.place(decision.span)]
        };
        self.plan.decisions.iter().map(row).collect()
    }

    fn scorecards(&self) -> Vec<Row> {
        let row = |card: &crate::plan::ScorecardPlan| {
            let measures: Vec<&str> = card.measures.iter().map(|measure| measure.name.as_str()).collect();
            let on = format!("on {}", self.plan.tables[card.table.0].name);
            [card.name.clone(), on, measures.join(", "), self.place(card.span)]
        };
        self.plan.scorecards.iter().map(row).collect()
    }

    fn triggers(&self) -> Vec<Row> {
        let row = |trigger: &crate::plan::TriggerPlan| {
            let on = format!("{}, on {}", trigger.severity.word(), self.plan.tables[trigger.table.0].name);
            let when = short(&self.plan.tables[trigger.table.0].columns[trigger.when].name);
            [trigger.name.clone(), on, format!("when {when}"), self.place(trigger.span)]
        };
        self.plan.triggers.iter().map(row).collect()
    }

    /// The columns a column is worked out from, each once.
    fn needs(&self, id: ColumnId) -> Vec<String> {
        let mut needs = Vec::new();
        let mut tables = Vec::new();
        let mut own = |table: TableId, expr: &Expr| {
            expr.visit(&mut |node| match &node.kind {
                ExprKind::Column(slot) => needs.push(ColumnId { table, slot: *slot }),
                ExprKind::Follow { column, .. } | ExprKind::Figure(column) => needs.push(*column),
                _ => {}
            });
        };
        match &self.plan.column(id).work {
            Work::Formula(expr) => own(id.table, expr),
            Work::Window(window) => window.expressions().for_each(|expr| own(id.table, expr)),
            Work::Aggregate(aggregate) => {
                aggregate.expressions().for_each(|expr| own(aggregate.over, expr));
                if let RowMap::Match { table, values } = &aggregate.map {
                    values.iter().for_each(|same| own(aggregate.over, &same.theirs));
                    values.iter().for_each(|same| own(*table, &same.own));
                }
                tables.extend(needs.is_empty().then(|| self.plan.tables[aggregate.over.0].name.clone()));
                if let RowMap::Path(path) = &aggregate.map {
                    needs.extend(path);
                }
            }
            Work::Imported(_) | Work::Decision(_) | Work::Score(_) | Work::Derived | Work::Link | Work::Unbound => {}
        }
        tables.extend(self.names(needs.into_iter()));
        tables
    }

    /// Names of those columns, each once; of a hidden column the names of what it is worked out from.
    fn names(&self, columns: impl Iterator<Item = ColumnId>) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for id in columns {
            let own = if self.plan.column(id).hidden { self.needs(id) } else { vec![self.name(id)] };
            for name in own {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }

    fn name(&self, id: ColumnId) -> String {
        format!("{}.{}", self.plan.tables[id.table.0].name, self.plan.column(id).name)
    }

    fn place(&self, span: Span) -> String {
        self.sources.cite(span)
    }
}

fn from(needs: &[String]) -> String {
    if needs.is_empty() {
        return String::new();
    }
    format!("from {}", and_more(&needs[..needs.len().min(LISTED)], needs.len()))
}

/// One line, not too long.
fn short(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= LONGEST {
        return text;
    }
    format!("{}…", text.chars().take(LONGEST - 1).collect::<String>())
}
