//! What things are called where the policy gives them no title, and the order their values have.

use crate::formula::{ColumnId, Expr, ExprKind};
use crate::plan::{Plan, RowsPlan, RulePlan, Work};

/// A title for people: where there is only a name, its words.
pub(super) fn human(title: &str, name: &str) -> String {
    if title != name || !name.is_ascii() {
        return title.to_string();
    }
    let words = name.replace('_', " ");
    let words = words.trim();
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => title.to_string(),
    }
}

/// The texts a column may have in the order of the rules that give them: of a decision table, of a scorecard's
/// bands, or of a column that takes its values from one. Empty where no rules give them.
pub(super) fn in_rule_order(plan: &Plan, id: ColumnId) -> Vec<String> {
    // A chain of columns that take over from each other has no ring; so long a one is none anybody wrote.
    let mut at = id;
    for _ in 0..16 {
        match &plan.column(at).work {
            Work::Decision(decision) => {
                let decision = plan.decision(*decision);
                let Some(output) = decision.outputs.iter().position(|slot| *slot == at.slot) else { return Vec::new() };
                let values: Vec<&str> =
                    decision.priorities.get(output).into_iter().flatten().filter_map(|v| v.as_text()).collect();
                let rules = decision.rules.iter().chain(&decision.otherwise);
                return distinct(values.into_iter().chain(rules.filter_map(|rule| given(rule, output))));
            }
            Work::Score(card) => {
                let card = plan.scorecard(*card);
                let bands = card.bands.iter().map(|(name, _)| name.as_str());
                return if card.band == at.slot { distinct(bands) } else { Vec::new() };
            }
            Work::Formula(Expr { kind: ExprKind::Column(slot), .. }) => at = ColumnId { slot: *slot, ..at },
            Work::Formula(Expr { kind: ExprKind::Follow { column, .. }, .. }) => at = *column,
            Work::Derived => match &plan.tables[at.table.0].rows {
                RowsPlan::Group(group) if at.slot < group.by.len() => {
                    at = ColumnId { table: group.of, slot: group.by[at.slot] };
                }
                _ => return Vec::new(),
            },
            Work::Imported(_)
            | Work::Formula(_)
            | Work::Aggregate(_)
            | Work::Window(_)
            | Work::Link
            | Work::Unbound => {
                return Vec::new();
            }
        }
    }
    Vec::new()
}

/// The text a rule gives, where it is written out.
fn given(rule: &RulePlan, output: usize) -> Option<&str> {
    rule.results.get(output)?.as_constant()?.as_text()
}

fn distinct<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for text in texts {
        if !known.iter().any(|other| other == text) {
            known.push(text.to_string());
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::human;

    #[test]
    fn a_name_alone_is_shown_as_its_words() {
        assert_eq!(human("stock_target", "stock_target"), "Stock target");
        assert_eq!(human("Days of stock", "stock_days"), "Days of stock");
        assert_eq!(human("売上_目標", "売上_目標"), "売上_目標");
        assert_eq!(human("_", "_"), "_");
    }
}
