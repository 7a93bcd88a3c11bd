//! Decision tables over rows: which rules match, and what the hit policy makes of that.

use super::batch::Rows;
use super::expression::Evaluator;
use super::matches::Matches;
use super::merge::merge;
use super::state::State;
use super::undetermined::{Blank, Effect};
use crate::decision::cell::{meant, parts_of};
use crate::formula::{ColumnId, Expr, ExprKind};
use crate::issue::{Issue, IssueCode, Listing};
use crate::plan::{DecisionId, DecisionPlan, RulePlan};
use crate::policy::model::{Blanks, Collect, HitPolicy};
use crate::say;
use crate::source::Span;
use crate::table::{Column, ColumnBuilder, NO_ROW};
use crate::value::number::Sum;
use crate::value::{Type, Value, ops};
use crate::words::{Between, Hole, Sentence};
use std::cell::OnceCell;
use std::collections::BTreeMap;

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
        let matches = Matches::find(&mut evaluator, decision, rows);
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
        self.keep_passed_on(decision, matches.undetermined(), &chosen);
        self.hits[id.0] = hits(decision, &matches, &chosen, rows);
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
        found.extend(self.unmet(decision));
        self.issues.extend(found);
    }

    /// Where a text of a rule looks like more than a text, and no row has it.
    fn unmet(&self, decision: &DecisionPlan) -> Vec<Issue> {
        let cells = decision.rules.iter().flat_map(|rule| rule.cells.iter().map(move |cell| (cell, rule.span)));
        let mut found: Vec<Issue> = Vec::new();
        for (cell, rule) in cells.filter(|(cell, _)| !cell.lookalikes.is_empty()) {
            let id = ColumnId { table: decision.table, slot: decision.inputs[cell.input] };
            let Column::Text(texts) = self.column(id) else { continue };
            let met: Vec<&str> = texts.dictionary.iter().collect();
            let parts = |text: &str| {
                let parts = parts_of(text).filter(|parts| parts.iter().all(|part| met.contains(part)))?;
                Some(say!("write-for-several", "write `{parts}` for any of several", parts = parts.join(", ")))
            };
            let unmet = cell.lookalikes.iter().filter(|text| !met.is_empty() && !met.contains(&text.as_str()));
            let told = unmet.filter_map(|text| Some((text, meant(text).or_else(|| parts(text))?))).next();
            let Some((text, meant)) = told else { continue };
            let table = &self.plan.tables[id.table.0];
            let message = say!(
                "text-of-no-row",
                "this rule of `{decision}` asks whether `{column}` is the text `{text}`, which no row has ({meant}, or \
                 `'\"{text}\"'` if the text is meant)",
                decision = &decision.name,
                column = &table.columns[id.slot].name,
                text,
                meant
            );
            let issue = Issue::new(IssueCode::UnclearRule, message).in_table(&table.name);
            found.push(issue.in_column(&decision.name).by_rule(rule));
        }
        found
    }

    fn unclear(&self, decision: &DecisionPlan, input: ColumnId, text: &str, rule: Span) -> Issue {
        let table = &self.plan.tables[input.table.0];
        let (column, name) = (&table.columns[input.slot].name, &decision.name);
        let message = say!(
            "more-than-text",
            "`{column}` has the value `{text}`, but this rule of `{decision}` reads the cell as more than a text (if the \
             value is meant, write `'\"{text}\"'` in YAML, `\"{text}\"` in a sheet)",
            column,
            text,
            decision = name
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
            let message = say!("same-for-more", "the same holds for {count} more rows; left blank", count);
            let issue =
                Issue::new(code, message).in_table(&self.plan.tables[decision.table.0].name).in_column(&decision.name);
            self.issues.push(issue.times(count).by_rule(decision.span));
        }
    }

    fn fault(&self, decision: &DecisionPlan, row: usize, fault: &Fault) -> Issue {
        let table = &self.plan.tables[decision.table.0];
        let inputs = decision.inputs.iter().map(|&slot| {
            let name = &table.columns[slot].name;
            let value = self.value(ColumnId { table: decision.table, slot }, row);
            match value.is_blank() {
                true => say!("is-blank", "{name} is blank", name),
                false => format!("{name} = {value}").into(),
            }
        });
        let (inputs, name) = (Hole::list(inputs, Between::Comma), &decision.name);
        let (code, message) = said(decision, fault, inputs);
        let rule = match fault {
            Fault::NoRule => decision.span,
            Fault::Several(rules) | Fault::Disagree(rules) | Fault::Tie(rules) => self.rule_span(decision, rules),
        };
        let issue = Issue::new(code, message).in_table(&table.name).in_column(name);
        issue.of_row(Some(self.key(decision.table, row))).by_rule(rule)
    }

    fn rule_span(&self, decision: &DecisionPlan, rules: &[u32]) -> Span {
        rules.last().map_or(decision.span, |&rule| decision.rules[rule as usize].span)
    }
}

/// What is said of a row that a decision table could not decide.
fn said(decision: &DecisionPlan, fault: &Fault, inputs: Hole) -> (IssueCode, Sentence) {
    let name = &decision.name;
    match fault {
        Fault::NoRule => {
            let message =
                say!("no-rule", "no rule of `{decision}` matches ({inputs}); left blank", decision = name, inputs);
            (IssueCode::NoRule, message)
        }
        Fault::Several(rules) => {
            let message = say!(
                "several-rules",
                "rules {rules} of `{decision}` match, only one may ({inputs}); left blank",
                rules = numbers(decision, rules),
                decision = name,
                inputs
            );
            (IssueCode::SeveralRules, message)
        }
        Fault::Disagree(rules) => {
            let message = say!(
                "rules-disagree",
                "rules {rules} of `{decision}` match and disagree ({inputs}); left blank",
                rules = numbers(decision, rules),
                decision = name,
                inputs
            );
            (IssueCode::RulesDisagree, message)
        }
        Fault::Tie(rules) => {
            let message = say!(
                "rules-tie",
                "rules {rules} of `{decision}` match with different results of the same priority ({inputs}); left blank",
                rules = numbers(decision, rules),
                decision = name,
                inputs
            );
            (IssueCode::RulesDisagree, message)
        }
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

/// How many rows each rule gave a result to; the default is the last.
fn hits(decision: &DecisionPlan, matches: &Matches, chosen: &[u32], rows: usize) -> Vec<usize> {
    let mut hits = vec![0; decision.rules.len() + 1];
    let mut count = |rule: u32| {
        if let Some(hits) = hits.get_mut(rule as usize) {
            *hits += 1;
        }
    };
    match chosen.is_empty() {
        true => (0..rows).for_each(|row| used(decision, matches, chosen, row).into_iter().for_each(&mut count)),
        false => chosen.iter().copied().for_each(count),
    }
    hits
}

/// Rules as people count them.
fn numbers(decision: &DecisionPlan, rules: &[u32]) -> Hole {
    Hole::list(rules.iter().map(|rule| decision.number(*rule as usize).to_string()), Between::And)
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
        if let ([one], HitPolicy::First) = (matches.of(row), decision.hit) {
            chosen.push(*one);
            continue;
        }
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
    let rules: Vec<&RulePlan> = decision.rules.iter().chain(&decision.otherwise).collect();
    let mut used = vec![false; rules.len()];
    chosen.iter().filter(|rule| **rule != NO_ROW).for_each(|rule| used[*rule as usize] = true);
    let rows_of: OnceCell<Vec<Vec<u32>>> = OnceCell::new();
    let mut columns = Vec::new();
    for (output, &kind) in kinds.iter().enumerate() {
        let results: Vec<Option<&Expr>> =
            rules.iter().zip(&used).map(|(rule, used)| used.then(|| &rule.results[output])).collect();
        if let Some(values) = constants(&results) {
            columns.push(chosen_values(&values, kind, chosen));
            continue;
        }
        let rows_of = rows_of.get_or_init(|| by_rule(chosen, rules.len()));
        let mut pieces = Vec::new();
        for (result, rows) in results.iter().zip(rows_of) {
            let Some(result) = result else { continue };
            let column = evaluator.evaluate(result, Rows::Picked(rows)).into_column(kind, rows.len());
            pieces.push((rows.clone(), column));
        }
        columns.push(merge(kind, chosen.len(), &pieces));
    }
    columns
}

/// The rows that chose each rule.
fn by_rule(chosen: &[u32], rules: usize) -> Vec<Vec<u32>> {
    let mut rows_of = vec![Vec::new(); rules];
    for (row, &rule) in chosen.iter().enumerate().filter(|(_, rule)| **rule != NO_ROW) {
        rows_of[rule as usize].push(row as u32);
    }
    rows_of
}

/// The values, where every result that is used is one; nothing for rules that no row chose.
fn constants<'e>(results: &[Option<&'e Expr>]) -> Option<Vec<Option<&'e Value>>> {
    let value = |result: &Option<&'e Expr>| match result.map(|result| &result.kind) {
        None => Some(None),
        Some(ExprKind::Constant(value)) => Some(Some(value)),
        Some(_) => None,
    };
    results.iter().map(value).collect()
}

/// Each row with the value of the rule it chose.
fn chosen_values(values: &[Option<&Value>], kind: Type, chosen: &[u32]) -> Column {
    let mut builder = ColumnBuilder::new(kind);
    let mut places = vec![NO_ROW; values.len()];
    let used = values.iter().zip(&mut places).filter_map(|(value, place)| Some(((*value)?, place)));
    for (next, (value, place)) in used.enumerate() {
        builder.push(value);
        *place = next as u32;
    }
    let place = |rule: &u32| places.get(*rule as usize).copied().unwrap_or(NO_ROW);
    let at: Vec<u32> = chosen.iter().map(place).collect();
    builder.finish().gather(&at)
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
    let mut columns: Vec<ColumnBuilder> = kinds.iter().map(|&kind| ColumnBuilder::new(kind)).collect();
    for row in 0..rows {
        let values = collect_at(evaluator, decision, matches.of(row).to_vec(), row);
        columns.iter_mut().zip(&values).for_each(|(column, value)| column.push(value));
    }
    columns.into_iter().map(ColumnBuilder::finish).collect()
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
