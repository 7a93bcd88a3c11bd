//! From worked-out columns to what a reader sees.

use super::assertions::{assertions, issue};
use super::groups;
use super::parts::Parts;
use super::rules;
use super::titles::{self, human};
use super::totals;
use super::{
    Cleared, Figure, MeasureOutcome, Outcome, OutcomeColumn, OutcomeTable, ParameterUsed, PolicyInfo, Role,
    ScorecardOutcome, Trigger, Triggers, Undetermined, split, view,
};
use crate::eval::FiredRows;
use crate::formula::{ColumnId, TableId};
use crate::plan::{ColumnPlan, ParameterPlan, ReportPlan, RowsPlan, ScorecardPlan, Work};
use crate::table::row_key;
use crate::value::Value;
use std::sync::Arc;

/// Puts an outcome together.
#[must_use]
pub fn build(run: Parts<'_>) -> Outcome {
    let figures = figures(&run);
    let triggers = triggers(&run);
    let undetermined = undetermined(&run);
    let cleared = cleared(&run);
    let scorecards = run.plan.scorecards.iter().map(|card| scorecard(&run, card)).collect();
    let mut issues = run.imported.issues.clone();
    issues.extend_from_slice(&run.evaluated.issues);
    let assertions = assertions(&run);
    issues.extend(run.plan.assertions.iter().zip(&assertions).filter_map(|(plan, outcome)| issue(plan, outcome)));
    for issue in &mut issues {
        issue.rule_text = issue.rule.map(|span| run.sources.cite_in_pack(span));
    }
    let mut outcome = Outcome {
        policy: policy_info(&run),
        language: run.language.to_string(),
        as_of: run.plan.as_of,
        parameters: parameters(&run),
        asked: run.asked.clone(),
        figures,
        assertions,
        scorecards,
        triggers,
        cleared,
        undetermined,
        issues,
        tables: tables(&run),
        rules: rules::of(&run),
        control: run.imported.control.clone(),
        orphans: run.imported.orphans.clone(),
        inputs: run.imported.inputs.clone(),
        ..Outcome::default()
    };
    outcome.split = report(&run).split.as_ref().and_then(|by| split::of(&run, by, &outcome.tables));
    if let Some(baseline) = run.baseline {
        outcome.movements = baseline.movements(&outcome);
        outcome.baseline = Some(baseline.told_beside(&outcome));
    }
    outcome
}

/// The report that is made.
fn report<'a>(run: &Parts<'a>) -> &'a ReportPlan {
    run.plan.report(run.asked.report.as_deref())
}

fn policy_info(run: &Parts<'_>) -> PolicyInfo {
    let (policy, language) = (&run.plan.policy, run.language);
    let title = report(run).title.get(language).or_else(|| policy.title.get(language));
    PolicyInfo {
        name: policy.name.clone(),
        version: policy.version.clone(),
        title: title.unwrap_or(&policy.name).to_string(),
        owner: policy.owner.clone(),
        description: policy.description.get(language).map(str::to_string),
        sha256: policy.sha256.clone(),
        files: run.files.clone(),
        engine: env!("CARGO_PKG_VERSION").to_string(),
    }
}

fn parameters(run: &Parts<'_>) -> Vec<ParameterUsed> {
    let used = |parameter: &ParameterPlan| ParameterUsed {
        name: parameter.name.clone(),
        title: human(parameter.title.text(run.language), &parameter.name),
        value: run.evaluated.parameters.get(&parameter.name).unwrap_or(&parameter.value).clone(),
        format: parameter.format,
        set: run.set.contains(&parameter.name),
        fixed: parameter.fixed || parameter.ty == crate::value::Type::Period,
    };
    run.plan.parameters.iter().map(used).collect()
}

fn figures(run: &Parts<'_>) -> Vec<Figure> {
    let table = &run.plan.tables[run.plan.figures.0];
    let frame = &run.evaluated.frames[run.plan.figures.0];
    let all = table.columns.iter().zip(&frame.columns).enumerate();
    let shown = all.filter(|(_, (column, _))| role(column) == Some(Role::Formula));
    shown
        .map(|(slot, (column, data))| Figure {
            slot,
            name: column.name.clone(),
            title: human(column.title.text(run.language), &column.name),
            value: data.as_ref().map_or(Value::Blank, |data| data.value(0)),
            format: column.format,
        })
        .collect()
}

/// What a column is to the reader; nothing for parts of scorecards, which are reported there, and for
/// steps on the way.
fn role(column: &ColumnPlan) -> Option<Role> {
    match &column.work {
        _ if column.hidden => None,
        Work::Imported(_) | Work::Derived | Work::Link => Some(Role::Imported),
        Work::Formula(_) | Work::Aggregate(_) | Work::Window(_) | Work::Unbound => Some(Role::Formula),
        Work::Decision(_) => Some(Role::Decision),
        Work::Score(_) => None,
    }
}

/// The policy's tables.
fn tables(run: &Parts<'_>) -> Vec<OutcomeTable> {
    let mut tables = Vec::new();
    for (index, plan) in run.plan.tables.iter().enumerate() {
        if index == run.plan.figures.0 {
            continue;
        }
        let frame = &run.evaluated.frames[index];
        let mut columns = Vec::new();
        let mut key = None;
        for (slot, column) in plan.columns.iter().enumerate() {
            let Some(role) = role(column) else { continue };
            if plan.key == Some(slot) {
                key = Some(columns.len());
            }
            columns.push(OutcomeColumn {
                name: column.name.clone(),
                title: match role {
                    // The header of its sheet is its name.
                    Role::Imported => column.title.text(run.language).to_string(),
                    _ => human(column.title.text(run.language), &column.name),
                },
                role,
                source: column.source.clone(),
                slot,
                format: column.format,
                references: column.references.map(|table| table.0),
                order: titles::in_rule_order(run.plan, ColumnId { table: TableId(index), slot }),
                data: run.column(ColumnId { table: TableId(index), slot }),
            });
        }
        let derived = !matches!(plan.rows, RowsPlan::Imported(_));
        let shown = view::Shown { name: &plan.name, columns: &columns, key, rows: frame.rows, read: !derived };
        let mut view = view::of(report(run), &shown);
        let title = view::title(report(run), &plan.name, run.language);
        let title = human(title.unwrap_or_else(|| plan.title.text(run.language)), &plan.name);
        let (name, provenance) = (plan.name.clone(), frame.provenance.clone());
        let parameter = |name: &str| run.evaluated.parameters.get(name)?.as_number();
        let data = |slot: usize| run.column(ColumnId { table: TableId(index), slot });
        // A report that leaves a table out shows no totals of it either.
        let made_of = if view.is_shown() { totals::of(plan, &columns, &parameter) } else { Vec::new() };
        let totals = totals::values(&made_of, &data);
        if view.is_shown() {
            let rows = groups::Rows { columns: &columns, key, made_of: &made_of, data: &data };
            groups::put(&mut view, &rows, view::sheet(report(run), &plan.name));
        }
        let rows = frame.rows;
        tables.push(OutcomeTable { name, title, key, rows, derived, columns, totals, made_of, view, provenance });
    }
    tables
}

fn scorecard(run: &Parts<'_>, card: &ScorecardPlan) -> ScorecardOutcome {
    let data = |slot: usize| run.column(ColumnId { table: card.table, slot });
    let measures = card
        .measures
        .iter()
        .map(|measure| MeasureOutcome {
            name: measure.name.clone(),
            title: measure.title.text(run.language).to_string(),
            format: measure.format,
            slots: [measure.value, measure.points],
            value: data(measure.value),
            points: data(measure.points),
            weight: data(measure.weight),
            target: data(measure.target),
            worst: data(measure.worst),
        })
        .collect();
    let titles = |&slot: &usize| {
        let column = &run.plan.tables[card.table.0].columns[slot];
        human(column.title.text(run.language), &column.name)
    };
    ScorecardOutcome {
        name: card.name.clone(),
        title: card.title.text(run.language).to_string(),
        table: card.table.0,
        slots: [card.score, card.band, card.rank, card.reasons],
        measures,
        score: data(card.score),
        band: data(card.band),
        rank: data(card.rank),
        reasons: data(card.reasons),
        bands: card.bands.iter().map(|(name, _)| name.clone()).collect(),
        rank_within: card.rank_within.iter().map(titles).collect(),
    }
}

fn triggers(run: &Parts<'_>) -> Triggers {
    let one = |fired: &Arc<FiredRows>| {
        let plan = &run.plan.triggers[fired.trigger];
        let key = run.plan.tables[plan.table.0].key;
        Trigger {
            name: plan.name.clone(),
            title: plan.title.text(run.language).to_string(),
            table: plan.table.0,
            severity: plan.severity,
            keys: key.map(|slot| run.column(ColumnId { table: plan.table, slot })),
            fired: Arc::clone(fired),
        }
    };
    Triggers::new(run.evaluated.fired.iter().map(one).collect())
}

fn cleared(run: &Parts<'_>) -> Vec<Cleared> {
    let one = |row: &crate::eval::ClearedRow| {
        let plan = &run.plan.triggers[row.trigger];
        Cleared {
            trigger: plan.name.clone(),
            title: plan.title.text(run.language).to_string(),
            table: plan.table.0,
            key: row.key.clone(),
            since: row.since,
            on: row.on,
            now: row.now,
        }
    };
    run.evaluated.cleared.iter().map(one).collect()
}

fn undetermined(run: &Parts<'_>) -> Vec<Undetermined> {
    let one = |&(trigger, row): &(usize, usize)| {
        let plan = &run.plan.triggers[trigger];
        Undetermined { trigger: plan.name.clone(), table: plan.table.0, row, key: key(run, plan.table, row) }
    };
    run.evaluated.undetermined.iter().map(one).collect()
}

/// The key of a row as people know it; its number (from 1) where the table has no key.
fn key(run: &Parts<'_>, table: TableId, row: usize) -> String {
    let plan = &run.plan.tables[table.0];
    let column = plan.key.and_then(|slot| run.evaluated.frames[table.0].columns[slot].as_deref());
    row_key(column, row)
}
