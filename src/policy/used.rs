//! Decision tables that use the rules of others.

use super::model::{Decision, Output, Policy, Table, Use};

/// The decision table that is used, and the table it belongs to; `own` is the table of what uses it.
#[must_use]
pub fn used<'p>(policy: &'p Policy, own: &str, uses: &Use) -> Option<(&'p Table, &'p Decision)> {
    let name = uses.table.as_ref().map_or(own, |table| table.value.as_str());
    let table = policy.tables.iter().find(|table| table.name.value == name)?;
    let decision = table.decisions.iter().find(|decision| decision.name.value == uses.of.value)?;
    Some((table, decision))
}

/// A decision table with the rules it uses, their results under its own names. `None` where it uses none, where
/// those are not to be had, or where it names more or fewer results.
#[must_use]
pub fn with_rules(policy: &Policy, own: &str, decision: &Decision) -> Option<Decision> {
    let uses = decision.uses.as_ref().filter(|_| decision.rules.is_empty())?;
    let (_, of) = used(policy, own, uses).filter(|(_, of)| of.uses.is_none())?;
    if of.outputs.len() != decision.outputs.len() {
        return None;
    }
    let name = |old: &str| {
        let place = of.outputs.iter().position(|output| output.name.value == old)?;
        Some(decision.outputs[place].name.value.clone())
    };
    let mut rules = of.rules.clone();
    for result in rules.iter_mut().flat_map(|rule| rule.results.iter_mut().map(|(result, _)| result)) {
        result.value = name(&result.value).unwrap_or_default();
    }
    let outputs = decision.outputs.iter().zip(&of.outputs);
    let outputs = outputs.map(|(own, of)| Output { values: of.values.clone(), ..own.clone() });
    Some(Decision { hit: of.hit.clone(), blanks: of.blanks, outputs: outputs.collect(), rules, ..decision.clone() })
}
