//! Decision tables: a step that says which rule decides, reading the values of its cells from the sheet of rules, and
//! the results of that rule from there as well.

use super::said::Said;
use super::steps::What;
use super::words::{Formula, Piece, Place, RuleAt, call, cat, joined};
use super::{Reason, Speaker};
use crate::decision::cell::{CellPart, Comparison};
use crate::formula::ColumnId;
use crate::plan::{CellPlan, DecisionId, DecisionPlan, RulePlan};
use crate::policy::model::HitPolicy;
use crate::value::{Type, Value};

/// Rules that still fit into one formula.
const MOST_RULES: usize = 60;

impl Speaker<'_> {
    /// The formula of a decision's result.
    pub(super) fn decided(&mut self, id: DecisionId, column: ColumnId) -> Result<Formula, Reason> {
        let decision = self.plan.decision(id);
        let Some(output) = decision.outputs.iter().position(|slot| *slot == column.slot) else {
            return Err("it is no result of its decision table".into());
        };
        let rule = self.rule_step(id)?;
        let own = cat![Piece::Own(rule)];
        let results = Piece::Rule(RuleAt::Results { decision: id.0, output });
        let found = cat!["INDEX(", results, ",", &own, ")"];
        let mut words = cat!["IF(", &found, "=\"\",\"\",", &found, ")"];
        let rules = decision.rules.iter().chain(&decision.otherwise).enumerate();
        for (at, result) in
            rules.map(|(at, rule)| (at, &rule.results[output])).filter(|(_, r)| r.as_constant().is_none())
        {
            let said = self.say(column.table, result)?;
            words = cat!["IF(", &own, "=", (at + 1).to_string(), ",", said.closed(), ",", words, ")"];
        }
        Ok(Formula { pieces: cat!["IF(", &own, "=\"\",\"\",", words, ")"], array: false })
    }

    /// The step with the number of the rule that decides a row; the default is the last.
    fn rule_step(&mut self, id: DecisionId) -> Result<Place, Reason> {
        let decision = self.plan.decision(id);
        let table = decision.table;
        if let Some(known) = self.known_step(table, &What::Rule(id)) {
            return Ok(known);
        }
        let first = match decision.hit {
            HitPolicy::First => true,
            HitPolicy::Unique => false,
            other => return Err(format!("its hit policy is `{}`", other.words())),
        };
        if decision.rules.len() > MOST_RULES {
            return Err(format!("it has {} rules, more than fit into a formula", decision.rules.len()));
        }
        let rules = decision.rules.iter().enumerate();
        let met: Vec<Vec<Piece>> =
            rules.map(|(at, rule)| self.met(id.0, decision, (at, rule))).collect::<Result<_, _>>()?;
        let default = match &decision.otherwise {
            Some(_) => (decision.rules.len() + 1).to_string(),
            None => "\"\"".to_string(),
        };
        let pieces = if first { first_of(&met, &default) } else { only_one_of(&met, &default) };
        if !Formula::fits(&pieces) {
            return Err("its rules are too long for a formula".into());
        }
        let number =
            |row: usize| self.trace.rule(id, row).map_or(Value::Blank, |rule| Value::Number(rule as f64 + 1.0));
        let values = (0..self.trace.rows(table)).map(number).collect();
        let title = format!("{} · №", decision.name);
        Ok(self.step_with(table, What::Rule(id), (title, Formula { pieces, array: false }, values)))
    }

    /// Whether a rule matches a row.
    fn met(
        &mut self,
        at: usize,
        decision: &DecisionPlan,
        (rule, plan): (usize, &RulePlan),
    ) -> Result<Vec<Piece>, Reason> {
        let cells: Vec<Vec<Piece>> =
            plan.cells.iter().map(|cell| self.cell(decision, cell, (at, rule))).collect::<Result<_, _>>()?;
        Ok(match cells.as_slice() {
            [] => cat!["TRUE"],
            [one] => one.clone(),
            several => call("AND", several),
        })
    }

    fn cell(
        &mut self,
        decision: &DecisionPlan,
        cell: &CellPlan,
        (at, rule): (usize, usize),
    ) -> Result<Vec<Piece>, Reason> {
        let id = ColumnId { table: decision.table, slot: decision.inputs[cell.input] };
        let Some(parts) = cell.test.parts() else { return self.truth(decision.table, &cell.condition) };
        self.holds_one_value(id)?;
        let place = |part| RuleAt::Cell { decision: at, rule, input: cell.input, part };
        compared(&Said::cell(Piece::Own(Place::Column(id))), self.plan.column(id).ty, &parts, place)
    }
}

/// Whether an input stands to values on the sheet of rules as the parts of a cell say.
pub(super) fn compared(
    own: &Said,
    ty: Type,
    parts: &[CellPart],
    place: impl Fn(usize) -> RuleAt,
) -> Result<Vec<Piece>, Reason> {
    let mut tests = own.guards.iter().map(|guard| cat![guard, "<>\"\""]).collect::<Vec<_>>();
    for (at, part) in parts.iter().enumerate() {
        let value = cat![Piece::Rule(place(at))];
        let test = match (ty, part.comparison) {
            (Type::Text, Comparison::Equal | Comparison::NotEqual) => {
                let same = match part.values.len() {
                    1 => cat!["EXACT(", &own.words, ",", value, ")"],
                    // The cell lists several texts.
                    _ => cat!["ISNUMBER(FIND(\", \"&", &own.words, "&\",\",\", \"&", value, "&\",\"))"],
                };
                if part.comparison == Comparison::Equal { same } else { call("NOT", &[same]) }
            }
            (Type::Text, _) => return Err("it puts texts in order, which spreadsheets do otherwise".into()),
            (Type::List | Type::Period, _) => return Err("it asks about lists or periods".into()),
            (Type::DateTime, comparison) => {
                cat!["INT(", &own.words, ")", sign(comparison), value]
            }
            (Type::Number | Type::Bool | Type::Date, comparison) => cat![&own.words, sign(comparison), value],
        };
        tests.push(test);
    }
    Ok(if tests.len() == 1 { tests.remove(0) } else { call("AND", &tests) })
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "<>",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}

/// The number of the first rule that is met.
fn first_of(met: &[Vec<Piece>], default: &str) -> Vec<Piece> {
    let mut words = cat![default];
    for (at, met) in met.iter().enumerate().rev() {
        words = cat!["IF(", met, ",", (at + 1).to_string(), ",", words, ")"];
    }
    words
}

/// The number of the only rule that is met; none where several are.
fn only_one_of(met: &[Vec<Piece>], default: &str) -> Vec<Piece> {
    let each: Vec<Vec<Piece>> = met.iter().map(|met| call("IF", &[met.clone(), cat!["1"], cat!["0"]])).collect();
    let count = joined(&each, "+");
    cat!["IF(", &count, "=0,", default, ",IF(", count, ">1,\"\",", first_of(met, "\"\""), "))"]
}
