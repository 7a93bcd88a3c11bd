//! What the findings about decision tables mean for given data: how many rows lie in a gap or an overlap and what
//! they are worth, and which rules no row meets.

use super::flat;
use super::{Engine, Findings, Policy, Run, RunError, RunOptions, Source};
use crate::diagnostic::{Diagnostic, Extent, Extents, Met, Range, Region};
use crate::eval::RowEvaluator;
use crate::formula::{ColumnId, TableId};
use crate::outcome::OutcomeTable;
use crate::plan::{DecisionId, DecisionPlan, Plan, RulePlan, Work};
use crate::table::Column;
use crate::value::number::{self, grouped};
use crate::value::{Value, ops};
use std::cmp::Ordering;

/// Findings about rules that say already why no row meets one.
const LOST: [&str; 3] = ["never-fires", "masked", "duplicate-rule"];

impl Engine {
    /// Every finding about a policy, weighed by data: gaps and overlaps with the rows that lie in them, the rules
    /// that no row meets (`never-hit`), and measures that tell no row from another (`flat-measure`). Where the policy has errors the data is not read.
    ///
    /// # Errors
    /// When the sources lack what the policy needs.
    pub fn check_with(&self, policy: &Policy, sources: &[Source], options: &RunOptions) -> Result<Findings, RunError> {
        let findings = self.check(policy);
        if findings.has_errors() {
            return Ok(findings);
        }
        let run = self.prepare(policy).map_err(RunError::Policy)?.run(sources, options)?;
        Ok(run.weigh(findings, policy))
    }
}

impl Run {
    /// The findings about the policy with what they mean for the data of this run.
    fn weigh(&self, findings: Findings, policy: &Policy) -> Findings {
        let sources = findings.sources().clone();
        let mut found = findings.diagnostics().to_vec();
        let (trace, plan) = (self.trace(None), self.prepared().plan());
        for (number, decision) in plan.decisions.iter().enumerate() {
            let matching = trace.matching(DecisionId(number));
            let Some(table) = self.outcome().tables.get(decision.table.0).filter(|_| !matching.is_empty()) else {
                continue;
            };
            let data = Data { trace: &trace, plan, decision, table, matching };
            found.iter_mut().for_each(|finding| data.weigh(finding));
            let never = data.never_hit(&found);
            found.extend(never);
        }
        found.extend(flat::measures(&trace, plan, policy.model()));
        crate::diagnostic::sort(&mut found);
        Findings::new(found, sources)
    }
}

/// The rows of a decision's table, and the rules that match each.
struct Data<'r> {
    trace: &'r RowEvaluator<'r>,
    plan: &'r Plan,
    decision: &'r DecisionPlan,
    table: &'r OutcomeTable,
    matching: Vec<Vec<u32>>,
}

impl Data<'_> {
    /// Adds to a finding about this decision the rows it concerns.
    fn weigh(&self, finding: &mut Diagnostic) {
        let rows = match finding.code {
            "gap" if finding.span() == Some(self.decision.span) => self.in_gap(finding.region.as_ref()),
            "overlap" => self.in_overlap(finding),
            _ => None,
        };
        let (Some(rows), Some(region)) = (rows, &mut finding.region) else { return };
        let met = self.met(&rows);
        finding.message = format!("{}: {}", finding.message, self.words(&met));
        region.met = Some(met);
    }

    /// Rows that no rule matches and that lie in the region; `None` where that cannot be told.
    fn in_gap(&self, region: Option<&Region>) -> Option<Vec<usize>> {
        let extents = region?.extents.iter();
        let sides: Vec<(&Extent, Term)> =
            extents.map(|extent| Some((extent, self.term(&extent.input)?))).collect::<Option<_>>()?;
        let lies = |row: &usize| sides.iter().all(|(extent, term)| self.lies_in(extent, term, *row));
        let free = (0..self.matching.len()).filter(|row| self.matching[*row].is_empty());
        Some(free.filter(lies).collect())
    }

    fn in_overlap(&self, finding: &Diagnostic) -> Option<Vec<usize>> {
        let rule = |span| self.decision.rules.iter().position(|rule| Some(rule.span) == span).map(|at| at as u32);
        // Where rules are used, both stand beside the place.
        let places = finding.span().into_iter().chain(finding.related.iter().map(|(span, _)| *span));
        let mut rules = places.filter_map(|span| rule(Some(span)));
        let (a, b) = (rules.next()?, rules.next()?);
        let both = |row: &usize| self.matching[*row].contains(&a) && self.matching[*row].contains(&b);
        Some((0..self.matching.len()).filter(both).collect())
    }

    fn met(&self, rows: &[usize]) -> Met {
        let money = self.table.columns.iter().find(|column| column.is_money());
        let worth = money.and_then(|column| match &*column.data {
            Column::Number(numbers) => {
                let mut sum = number::Sum::default();
                rows.iter().map(|row| numbers[*row]).filter(|own| own.is_finite()).for_each(|own| sum.add(own));
                Some((column.name.clone(), sum.value()))
            }
            _ => None,
        });
        Met { rows: rows.len(), of: self.matching.len(), worth }
    }

    /// `37 of 6,047 customers, sales 1,200,000`
    fn words(&self, met: &Met) -> String {
        let (rows, all) = (grouped(met.rows), grouped(met.of));
        let rows = format!("{rows} of {all} {}", self.table.name);
        match &met.worth {
            Some((name, sum)) if met.rows > 0 => {
                let sign = if *sum < 0.0 { "-" } else { "" };
                format!("{rows}, {name} {sign}{}", grouped(sum.abs().round() as usize))
            }
            _ => rows,
        }
    }

    /// Rules that no row meets, where no other finding says why.
    fn never_hit(&self, found: &[Diagnostic]) -> Vec<Diagnostic> {
        let mut hit = vec![false; self.decision.rules.len()];
        for rule in self.matching.iter().flatten() {
            hit[*rule as usize] = true;
        }
        let told = |span| found.iter().any(|finding| LOST.contains(&finding.code) && finding.span() == Some(span));
        let missed = self.decision.rules.iter().zip(hit).filter(|(rule, hit)| !hit && self.is_for_this_run(rule));
        let spans = missed.map(|(rule, _)| rule.span);
        let all = grouped(self.matching.len());
        let message = format!("this rule takes none of {all} {}", self.table.name);
        let one = |span| Diagnostic::warning("never-hit", span, message.clone());
        let help = "right for a case that is rare; otherwise look at its tests and at the data";
        spans.filter(|span| !told(*span)).map(|span| one(span).help(help)).collect()
    }

    /// Whether a rule is not for another value of a parameter than this run has.
    fn is_for_this_run(&self, rule: &RulePlan) -> bool {
        let table = &self.plan.tables[self.decision.table.0];
        rule.cells.iter().all(|cell| match &table.columns[self.decision.inputs[cell.input]].work {
            Work::Formula(expr) => {
                expr.fixed_value(&self.trace.parameters()).is_none_or(|value| cell.test.holds(&value) != Some(false))
            }
            _ => true,
        })
    }

    fn lies_in(&self, extent: &Extent, term: &Term, row: usize) -> bool {
        let value = self.value(term, row);
        if value.is_blank() {
            return extent.blank;
        }
        match &extent.values {
            Extents::Values(values) => values.contains(&value),
            Extents::Not(values) => !values.contains(&value),
            Extents::Ranges(ranges) => ranges.iter().any(|range| within(range, &value)),
        }
    }
}

/// What an input is, as far as its words tell: a column, a sum of columns with factors, or how two such compare.
enum Term {
    Column(usize),
    Sum(Vec<(usize, f64)>, f64),
    Compared(Box<Term>, fn(Ordering) -> bool, Box<Term>),
}

type Holds = fn(Ordering) -> bool;

/// The signs of comparisons, the longer ones first.
const SIGNS: [(&str, Holds); 6] = [
    (" >= ", Ordering::is_ge),
    (" <= ", Ordering::is_le),
    (" == ", Ordering::is_eq),
    (" != ", Ordering::is_ne),
    (" > ", Ordering::is_gt),
    (" < ", Ordering::is_lt),
];

impl Data<'_> {
    fn term(&self, words: &str) -> Option<Term> {
        let columns = &self.plan.tables[self.decision.table.0].columns;
        if let Some(slot) = columns.iter().position(|column| column.name == words) {
            return Some(Term::Column(slot));
        }
        for (sign, holds) in SIGNS {
            if let Some((left, right)) = words.split_once(sign) {
                return Some(Term::Compared(Box::new(self.term(left)?), holds, Box::new(self.term(right)?)));
            }
        }
        self.sum(words)
    }

    /// `sales - 2 * cost + 10`
    fn sum(&self, words: &str) -> Option<Term> {
        let columns = &self.plan.tables[self.decision.table.0].columns;
        let (mut terms, mut constant, mut factor) = (Vec::new(), 0.0, 1.0);
        let mut words = words.split(' ').peekable();
        while let Some(word) = words.next() {
            let (sign, word) =
                word.strip_prefix('-').filter(|rest| !rest.is_empty()).map_or((1.0, word), |rest| (-1.0, rest));
            match (word, number::parse(word)) {
                ("+", _) => factor = 1.0,
                ("-", _) => factor = -1.0,
                (_, Some(number)) if words.peek() == Some(&"*") => {
                    words.next();
                    factor *= sign * number;
                }
                (_, Some(number)) => constant += factor * sign * number,
                _ => {
                    let slot = columns.iter().position(|column| column.name == word)?;
                    terms.push((slot, factor * sign));
                }
            }
        }
        Some(Term::Sum(terms, constant))
    }

    fn value(&self, term: &Term, row: usize) -> Value {
        let table: TableId = self.decision.table;
        let at = |slot: usize| self.trace.at(ColumnId { table, slot }, row);
        match term {
            Term::Column(slot) => at(*slot),
            Term::Sum(terms, constant) => {
                let mut sum = *constant;
                for (slot, factor) in terms {
                    match at(*slot) {
                        Value::Number(number) => sum += factor * number,
                        Value::Date(day) => sum += factor * f64::from(day.0),
                        _ => return Value::Blank,
                    }
                }
                Value::number(sum)
            }
            Term::Compared(left, holds, right) => {
                let order = ops::compare(&self.value(left, row), &self.value(right, row));
                order.map_or(Value::Blank, |order| Value::Bool(holds(order)))
            }
        }
    }
}

fn within(range: &Range, value: &Value) -> bool {
    let keeps = |end: &Option<(Value, bool)>, beyond: Ordering| {
        end.as_ref().is_none_or(|(end, included)| match ops::compare(value, end) {
            Some(Ordering::Equal) => *included,
            Some(order) => order == beyond,
            None => false,
        })
    };
    keeps(&range.from, Ordering::Greater) && keeps(&range.to, Ordering::Less)
}
