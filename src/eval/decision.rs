//! Decision tables over rows: which rules match, and what the hit policy makes of that.

use super::batch::Rows;
use super::expression::Evaluator;
use super::merge::merge;
use super::state::State;
use super::undetermined::{Blank, Effect};
use crate::decision::index::Index;
use crate::formula::ColumnId;
use crate::issue::{Issue, IssueCode, Listing};
use crate::plan::{CellPlan, DecisionId, DecisionPlan, RulePlan};
use crate::policy::model::{Blanks, Collect, HitPolicy};
use crate::source::Span;
use crate::table::{BLANK_BOOL, Column, FALSE, NO_ROW, TRUE};
use crate::value::number::Sum;
use crate::value::{Type, Value, ops};
use std::collections::BTreeMap;

/// The rules that match each row.
struct Matches {
    /// Rules of each row, one after another.
    rules: Vec<u32>,
    /// Where each row's rules end.
    ends: Vec<u32>,
    /// Rows, in order, with a rule that neither matches nor fails to; where the first rule counts, one
    /// above that rule.
    undetermined: Vec<u32>,
}

impl Matches {
    fn new(rows: usize, mut undetermined: Vec<u32>) -> Matches {
        undetermined.sort_unstable();
        undetermined.dedup();
        Matches { rules: Vec::with_capacity(rows), ends: Vec::with_capacity(rows), undetermined }
    }

    fn of(&self, row: usize) -> &[u32] {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.rules[start as usize..self.ends[row] as usize]
    }
}

/// Why a row has no result.
pub(super) enum Fault {
    NoRule,
    Several(Vec<u32>),
    Disagree(Vec<u32>),
    /// Of a priority table: the lists of values do not say which of these comes first.
    Tie(Vec<u32>),
}

impl State<'_> {
    pub(super) fn decide(&mut self, id: DecisionId) {
        let decision = self.plan.decision(id);
        let rows = self.rows(decision.table);
        let mut evaluator = Evaluator::new(self, decision.table);
        let matches = match (&decision.index, decision.hit) {
            (Some(index), _) => looked_up(&evaluator, decision, index, rows),
            (None, HitPolicy::First) => first_matches(&mut evaluator, decision, rows),
            (None, _) => all_matches(&mut evaluator, decision, rows),
        };
        let (columns, faults, chosen) = resolve(&mut evaluator, decision, &matches, rows);
        let tally = std::mem::take(&mut evaluator.tally);
        if let Some(probe) = self.probe {
            probe
                .decided(&self.frames[decision.table.0], decision, rows, &|row| used(decision, &matches, &chosen, row));
        }
        if let Some(&slot) = decision.outputs.first() {
            self.report(ColumnId { table: decision.table, slot }, tally);
        }
        for (&slot, column) in decision.outputs.iter().zip(columns) {
            self.put(ColumnId { table: decision.table, slot }, column);
        }
        self.report_faults(decision, faults);
        self.report_unclear(decision);
        self.keep_passed_on(decision, &matches.undetermined, &chosen);
        self.rules[id.0] = chosen;
    }

    /// Says where a cell of a rule was read as syntax and the data has that very text.
    fn report_unclear(&mut self, decision: &DecisionPlan) {
        let mut found = Vec::new();
        for (input, &slot) in decision.inputs.iter().enumerate() {
            let id = ColumnId { table: decision.table, slot };
            let Column::Text(texts) = self.column(id) else { continue };
            let cells = decision.rules.iter().flat_map(|rule| rule.cells.iter().map(move |cell| (cell, rule.span)));
            let own = cells.filter(|(cell, _)| cell.input == input);
            let read: BTreeMap<&str, Span> =
                own.filter_map(|(cell, span)| Some((cell.syntax.as_deref()?, span))).collect();
            if !read.is_empty() {
                let met = texts.dictionary.iter().filter_map(|value| read.get_key_value(value));
                found.extend(met.map(|(text, span)| self.unclear(decision, id, text, *span)));
            }
        }
        self.issues.extend(found);
    }

    fn unclear(&self, decision: &DecisionPlan, input: ColumnId, text: &str, rule: Span) -> Issue {
        let table = &self.plan.tables[input.table.0];
        let (column, name) = (&table.columns[input.slot].name, &decision.name);
        let message = format!(
            "`{column}` has the value `{text}`, but this rule of `{name}` reads the cell as more than a text (if the \
             value is meant, write `'\"{text}\"'` in YAML, `\"{text}\"` in a sheet)"
        );
        Issue::new(IssueCode::UnclearRule, message).in_table(&table.name).in_column(name).by_rule(rule)
    }

    /// Keeps the rows that rules passed on because of a blank, unless a rule asks about blanks of that input.
    pub(super) fn keep_passed_on(&mut self, decision: &DecisionPlan, rows: &[u32], chosen: &[u32]) {
        if rows.is_empty() {
            return;
        }
        let cells = decision.rules.iter().flat_map(|rule| &rule.cells);
        let asking = cells.filter(|cell| cell.test.asks_for_blanks()).map(|cell| decision.inputs[cell.input]);
        let asked: Vec<ColumnId> = asking.map(|slot| ColumnId { table: decision.table, slot }).collect();
        // A row without a result is an issue of its own.
        let with_result = rows.iter().copied().filter(|row| chosen.get(*row as usize) != Some(&NO_ROW));
        let with_blank = with_result.map(|row| (row, self.blank_input(decision, row)));
        let is_asked = |blank: &Option<Blank>| blank.as_ref().is_some_and(|blank| asked.contains(&blank.id));
        let rows = with_blank.filter(|(_, blank)| !is_asked(blank)).collect();
        let effect = Effect::PassedOn { declared: decision.blanks == Blanks::Other };
        self.undetermined.keep((&decision.name, decision.span), effect, decision.table, rows);
    }

    pub(super) fn report_faults(&mut self, decision: &DecisionPlan, faults: Vec<(usize, Fault)>) {
        let mut listings = [Listing::default(); 3];
        for (row, fault) in faults {
            let kind = match fault {
                Fault::NoRule => 0,
                Fault::Several(_) => 1,
                Fault::Disagree(_) | Fault::Tie(_) => 2,
            };
            if listings[kind].admits() {
                let issue = self.fault(decision, row, &fault);
                self.issues.push(issue);
            }
        }
        let codes = [IssueCode::NoRule, IssueCode::SeveralRules, IssueCode::RulesDisagree];
        for (code, count) in
            codes.into_iter().zip(listings.map(|listing| listing.rest())).filter(|(_, count)| *count > 0)
        {
            let issue = Issue::new(code, format!("the same holds for {count} more rows; left blank"))
                .in_table(&self.plan.tables[decision.table.0].name)
                .in_column(&decision.name);
            self.issues.push(issue.times(count).by_rule(decision.span));
        }
    }

    fn fault(&self, decision: &DecisionPlan, row: usize, fault: &Fault) -> Issue {
        let table = &self.plan.tables[decision.table.0];
        let inputs: Vec<String> = decision
            .inputs
            .iter()
            .map(|&slot| {
                let name = &table.columns[slot].name;
                let value = self.value(ColumnId { table: decision.table, slot }, row);
                if value.is_blank() { format!("{name} is blank") } else { format!("{name} = {value}") }
            })
            .collect();
        let (inputs, name) = (inputs.join(", "), &decision.name);
        let (code, message, rule) = match fault {
            Fault::NoRule => {
                (IssueCode::NoRule, format!("no rule of `{name}` matches ({inputs}); left blank"), decision.span)
            }
            Fault::Several(rules) => (
                IssueCode::SeveralRules,
                format!("rules {} of `{name}` match, only one may ({inputs}); left blank", numbers(rules)),
                self.rule_span(decision, rules),
            ),
            Fault::Disagree(rules) => (
                IssueCode::RulesDisagree,
                format!("rules {} of `{name}` match and disagree ({inputs}); left blank", numbers(rules)),
                self.rule_span(decision, rules),
            ),
            Fault::Tie(rules) => (
                IssueCode::RulesDisagree,
                format!(
                    "rules {} of `{name}` match with different results of the same priority ({inputs}); left blank",
                    numbers(rules)
                ),
                self.rule_span(decision, rules),
            ),
        };
        let issue = Issue::new(code, message).in_table(&table.name).in_column(name);
        issue.of_row(Some(self.key(decision.table, row))).by_rule(rule)
    }

    fn rule_span(&self, decision: &DecisionPlan, rules: &[u32]) -> Span {
        rules.last().map_or(decision.span, |&rule| decision.rules[rule as usize].span)
    }
}

/// The rules that gave a row its result; the number of rules stands for the default.
fn used(decision: &DecisionPlan, matches: &Matches, chosen: &[u32], row: usize) -> Vec<u32> {
    match (chosen.get(row), matches.of(row)) {
        (Some(&NO_ROW), _) => Vec::new(),
        (Some(&rule), _) => vec![rule],
        (None, []) => vec![decision.rules.len() as u32],
        (None, several) => several.to_vec(),
    }
}

/// Rules as people count them.
fn numbers(rules: &[u32]) -> String {
    let numbers: Vec<String> = rules.iter().map(|rule| (rule + 1).to_string()).collect();
    match numbers.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => numbers.concat(),
    }
}

/// The first rule of each row: rows that found theirs are not looked at again.
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
    let mut matches = Matches::new(rows, undetermined);
    for rule in found {
        if rule != NO_ROW {
            matches.rules.push(rule);
        }
        matches.ends.push(matches.rules.len() as u32);
    }
    matches
}

/// Each row's rules by the index: a few candidates, each confirmed.
fn looked_up(evaluator: &Evaluator<'_>, decision: &DecisionPlan, index: &Index, rows: usize) -> Matches {
    let mut matches = Matches::new(rows, Vec::new());
    for row in 0..rows {
        let (before, values) = (matches.rules.len(), inputs(evaluator, decision, row));
        look_up(decision, index, &values, &mut matches.rules);
        if values.iter().any(Value::is_blank) && is_undetermined(decision, &values, &matches.rules[before..]) {
            matches.undetermined.push(row as u32);
        }
        matches.ends.push(matches.rules.len() as u32);
    }
    matches
}

fn inputs(evaluator: &Evaluator<'_>, decision: &DecisionPlan, row: usize) -> Vec<Value> {
    let value = |&slot: &usize| evaluator.state.value(ColumnId { table: decision.table, slot }, row);
    decision.inputs.iter().map(value).collect()
}

/// Whether a rule neither matches these values nor fails to; where the first alone counts, one above it.
fn is_undetermined(decision: &DecisionPlan, values: &[Value], found: &[u32]) -> bool {
    let rules = match (decision.hit, found) {
        (HitPolicy::First, [first]) => &decision.rules[..*first as usize],
        _ => &decision.rules,
    };
    let blank = |rule: &RulePlan| {
        let answers = || rule.cells.iter().map(|cell| cell.test.holds(&values[cell.input]));
        answers().any(|answer| answer.is_none()) && answers().all(|answer| answer != Some(false))
    };
    rules.iter().any(blank)
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
        let values = inputs(evaluator, decision, row);
        look_up(decision, index, &values, &mut found);
        let open = values.iter().any(Value::is_blank) && is_undetermined(decision, &values, &found);
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
    let mut matches = Matches::new(rows, undetermined);
    let mut pairs = pairs.into_iter().peekable();
    for row in 0..rows as u32 {
        while let Some((_, rule)) = pairs.next_if(|(of, _)| *of == row) {
            matches.rules.push(rule);
        }
        matches.ends.push(matches.rules.len() as u32);
    }
    matches
}

fn matching(evaluator: &mut Evaluator<'_>, rule: &RulePlan, rows: Rows<'_>) -> Vec<u8> {
    match rule.cells.as_slice() {
        [] => vec![TRUE; rows.len()],
        [only] => evaluator.flags(&only.condition, rows),
        _ => evaluator.logic(rule.conditions(), rows, FALSE),
    }
}

type Resolved = (Vec<Column>, Vec<(usize, Fault)>, Vec<u32>);

/// The columns of a decision, the rows it could not decide, and the rule each row took.
fn resolve(evaluator: &mut Evaluator<'_>, decision: &DecisionPlan, matches: &Matches, rows: usize) -> Resolved {
    let plan = evaluator.state.plan;
    let kinds: Vec<Type> =
        decision.outputs.iter().map(|&slot| plan.column(ColumnId { table: decision.table, slot }).ty).collect();
    if let HitPolicy::RuleOrder | HitPolicy::OutputOrder | HitPolicy::Collect(_) = decision.hit {
        return (collect(evaluator, decision, matches, &kinds, rows), Vec::new(), Vec::new());
    }
    let mut faults = Vec::new();
    let mut chosen = Vec::with_capacity(rows);
    for row in 0..rows {
        chosen.push(choose(evaluator, decision, matches.of(row), row).unwrap_or_else(|fault| {
            faults.push((row, fault));
            NO_ROW
        }));
    }
    (results(evaluator, decision, &chosen, &kinds), faults, chosen)
}

/// The one rule that gives a row its results, of those that match it; the number of rules stands for
/// the default.
pub(super) fn choose(
    evaluator: &mut Evaluator<'_>,
    decision: &DecisionPlan,
    rules: &[u32],
    row: usize,
) -> Result<u32, Fault> {
    match (rules, decision.hit) {
        ([], _) if decision.otherwise.is_some() => Ok(decision.rules.len() as u32),
        ([], _) => Err(Fault::NoRule),
        ([one], _) | ([one, ..], HitPolicy::First) => Ok(*one),
        (several, HitPolicy::Any) => match disagreement(evaluator, decision, several, row) {
            false => Ok(several[0]),
            true => Err(Fault::Disagree(several.to_vec())),
        },
        (several, HitPolicy::Priority) => {
            let best = most_important(evaluator, decision, several, row);
            match best.len() > 1 && disagreement(evaluator, decision, &best, row) {
                false => Ok(best[0]),
                true => Err(Fault::Tie(best)),
            }
        }
        (several, _) => Err(Fault::Several(several.to_vec())),
    }
}

/// The results of the rule chosen for each row: rule by rule, over the rows that chose it.
fn results(evaluator: &mut Evaluator<'_>, decision: &DecisionPlan, chosen: &[u32], kinds: &[Type]) -> Vec<Column> {
    let mut rows_of: Vec<Vec<u32>> = vec![Vec::new(); decision.rules.len() + 1];
    for (row, &rule) in chosen.iter().enumerate() {
        if rule != NO_ROW {
            rows_of[rule as usize].push(row as u32);
        }
    }
    let rules: Vec<&RulePlan> = decision.rules.iter().chain(&decision.otherwise).collect();
    let mut columns = Vec::new();
    for (output, &kind) in kinds.iter().enumerate() {
        let mut pieces = Vec::new();
        for (rule, rows) in rules.iter().zip(&rows_of).filter(|(_, rows)| !rows.is_empty()) {
            let column = evaluator.evaluate(&rule.results[output], Rows::Picked(rows)).into_column(kind, rows.len());
            pieces.push((rows.clone(), column));
        }
        columns.push(merge(kind, chosen.len(), &pieces));
    }
    columns
}

/// One rule's results for one row.
pub(super) fn results_at(evaluator: &mut Evaluator<'_>, rule: &RulePlan, row: usize) -> Vec<Value> {
    let picked = [row as u32];
    let mut one = |result| evaluator.evaluate(result, Rows::Picked(&picked)).into_value();
    rule.results.iter().map(&mut one).collect()
}

fn disagreement(evaluator: &mut Evaluator<'_>, decision: &DecisionPlan, rules: &[u32], row: usize) -> bool {
    let first = results_at(evaluator, &decision.rules[rules[0] as usize], row);
    rules[1..].iter().any(|&rule| {
        let other = results_at(evaluator, &decision.rules[rule as usize], row);
        first.iter().zip(&other).any(|(a, b)| !ops::same(a, b))
    })
}

/// Place of a rule's results in the lists of values, output by output.
fn importance(evaluator: &mut Evaluator<'_>, decision: &DecisionPlan, rule: u32, row: usize) -> Vec<usize> {
    let results = results_at(evaluator, &decision.rules[rule as usize], row);
    let place = |(value, list): (&Value, &Vec<Value>)| {
        list.iter().position(|known| ops::same(known, value)).unwrap_or(list.len())
    };
    results.iter().zip(&decision.priorities).map(place).collect()
}

/// The rules whose results come first: several where the lists of values do not tell them apart.
fn most_important(evaluator: &mut Evaluator<'_>, decision: &DecisionPlan, rules: &[u32], row: usize) -> Vec<u32> {
    let ranked: Vec<(Vec<usize>, u32)> =
        rules.iter().map(|&rule| (importance(evaluator, decision, rule, row), rule)).collect();
    let best = ranked.iter().map(|(place, _)| place).min().cloned();
    ranked.into_iter().filter(|(place, _)| Some(place) == best.as_ref()).map(|(_, rule)| rule).collect()
}

/// All matching rules' results together; where none matches, the default's alone.
fn collect(
    evaluator: &mut Evaluator<'_>,
    decision: &DecisionPlan,
    matches: &Matches,
    kinds: &[Type],
    rows: usize,
) -> Vec<Column> {
    let mut columns: Vec<crate::table::ColumnBuilder> =
        kinds.iter().map(|&kind| crate::table::ColumnBuilder::new(kind)).collect();
    for row in 0..rows {
        let values = collect_at(evaluator, decision, matches.of(row).to_vec(), row);
        columns.iter_mut().zip(&values).for_each(|(column, value)| column.push(value));
    }
    columns.into_iter().map(crate::table::ColumnBuilder::finish).collect()
}

/// The same for one row: a value for each output.
pub(super) fn collect_at(
    evaluator: &mut Evaluator<'_>,
    decision: &DecisionPlan,
    mut rules: Vec<u32>,
    row: usize,
) -> Vec<Value> {
    if decision.hit == HitPolicy::OutputOrder {
        let mut ranked: Vec<_> = rules.iter().map(|&rule| (importance(evaluator, decision, rule, row), rule)).collect();
        ranked.sort();
        rules = ranked.into_iter().map(|(_, rule)| rule).collect();
    }
    let mut results: Vec<Vec<Value>> =
        rules.iter().map(|&rule| results_at(evaluator, &decision.rules[rule as usize], row)).collect();
    if let (true, Some(otherwise)) = (results.is_empty(), &decision.otherwise) {
        results.push(results_at(evaluator, otherwise, row));
    }
    let of_output = |output: usize| collected(decision.hit, results.iter().map(|values| values[output].clone()));
    (0..decision.outputs.len()).map(of_output).collect()
}

/// What the results of the rules that match come to, one for each rule. A list keeps a place for a
/// blank, so that the lists of several results stay in step; sum, least and greatest pass over it.
fn collected(hit: HitPolicy, values: impl Iterator<Item = Value>) -> Value {
    let best = |values: &mut dyn Iterator<Item = Value>, wanted: std::cmp::Ordering| {
        let known = values.filter(|value| !value.is_blank());
        known
            .reduce(|best, value| if ops::compare(&value, &best) == Some(wanted) { value } else { best })
            .unwrap_or_default()
    };
    let mut values = values;
    match hit {
        HitPolicy::Collect(Collect::Sum) => {
            let mut sum = Sum::default();
            values.filter_map(|value| value.as_number()).for_each(|number| sum.add(number));
            Value::number(sum.value())
        }
        HitPolicy::Collect(Collect::Count) => Value::Number(values.count() as f64),
        HitPolicy::Collect(Collect::Min) => best(&mut values, std::cmp::Ordering::Less),
        HitPolicy::Collect(Collect::Max) => best(&mut values, std::cmp::Ordering::Greater),
        _ => Value::List(values.collect()),
    }
}
