//! Which lists a report for programs has, where not all of them were asked for.

use super::ExportError;
use crate::diagnostic::nearest;
use crate::outcome::{Outcome, OutcomeTable, ScorecardOutcome};
use crate::words::Language;

/// The language of messages in a report for programs: that of the run where one was asked for, whatever the policy's
/// own. What a program looks for is not to change because a policy does.
pub(super) fn language(outcome: &Outcome) -> Language {
    outcome.asked.language.as_deref().map_or(Language::English, Language::of)
}

/// A list that does not come from the policy.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Triggers,
    Cleared,
    Movements,
    Undetermined,
    Issues,
    Control,
    Orphans,
    Figures,
    Assertions,
}

impl List {
    /// All of them, in the order of the files.
    pub(super) const ALL: [List; 9] = [
        List::Triggers,
        List::Cleared,
        List::Movements,
        List::Undetermined,
        List::Issues,
        List::Control,
        List::Orphans,
        List::Figures,
        List::Assertions,
    ];

    /// Its name.
    pub(super) fn word(self) -> &'static str {
        match self {
            List::Triggers => "triggers",
            List::Cleared => "cleared",
            List::Movements => "movements",
            List::Undetermined => "undetermined",
            List::Issues => "issues",
            List::Control => "control",
            List::Orphans => "orphans",
            List::Figures => "figures",
            List::Assertions => "assertions",
        }
    }
}

/// Words for many lists: all tables, all scorecards, what the `report:` section shows.
const GROUPS: [&str; 3] = ["tables", "scorecards", "report"];

/// Whether each list that was asked for is one.
///
/// # Errors
/// With the names there are, where one is none.
pub fn check_only(outcome: &Outcome) -> Result<(), ExportError> {
    let tables = outcome.tables.iter().map(|table| table.name.as_str());
    let cards = outcome.scorecards.iter().map(|card| card.name.as_str());
    let known: Vec<&str> = GROUPS.into_iter().chain(List::ALL.map(List::word)).chain(tables).chain(cards).collect();
    let Some(word) = outcome.asked.only.iter().find(|word| !known.contains(&word.as_str())) else { return Ok(()) };
    let help = match nearest(word, known.iter().copied()) {
        Some(near) => format!("there is `{near}`"),
        None => format!("there are {}", known.join(", ")),
    };
    Err(ExportError::new(format!("`--only {word}`: the report has no such list"), help))
}

/// Whether a list that does not come from the policy is asked for.
pub(super) fn list(outcome: &Outcome, list: List) -> bool {
    let asked = &outcome.asked.only;
    // Tables are what a `report:` section speaks of; the other lists go with them.
    asked.is_empty() || has(asked, list.word()) || (asked.len() == 1 && has(asked, "report"))
}

/// Whether a table is asked for.
pub(super) fn table(outcome: &Outcome, table: &OutcomeTable) -> bool {
    let asked = &outcome.asked.only;
    asked.is_empty() || has(asked, "tables") || has(asked, &table.name) || (has(asked, "report") && !table.view.hidden)
}

/// Whether a scorecard is asked for.
pub(super) fn scorecard(outcome: &Outcome, card: &ScorecardOutcome) -> bool {
    let asked = &outcome.asked.only;
    asked.is_empty() || has(asked, "scorecards") || has(asked, &card.name) || (asked.len() == 1 && has(asked, "report"))
}

/// The columns of a table that are asked for, in their order.
pub(super) fn columns(outcome: &Outcome, table: &OutcomeTable) -> Vec<usize> {
    if has(&outcome.asked.only, "report") { table.shown_columns() } else { (0..table.columns.len()).collect() }
}

/// The rows of a table in the order that is asked for; `None` keeps theirs.
pub(super) fn order<'o>(outcome: &Outcome, table: &'o OutcomeTable) -> Option<&'o [u32]> {
    table.view.order.as_deref().filter(|_| has(&outcome.asked.only, "report"))
}

fn has(asked: &[String], word: &str) -> bool {
    asked.iter().any(|asked| asked == word)
}
