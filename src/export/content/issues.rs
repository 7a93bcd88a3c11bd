//! What went wrong with the data, with the cells to blame; notes apart at the end.

use super::field::{Field, Grid};
use super::listing::{Length, Listing};
use super::palette::Paint;
use super::run::title_of;
use crate::export::issue_titles::title;
use crate::export::labels::{Label, Language};
use crate::outcome::{Issue, Outcome};
use crate::policy::model::Severity;
use crate::value::NumberLook;
use std::borrow::Cow;

/// All issues.
pub(in crate::export) fn listing<'a>(language: Language, outcome: &Outcome) -> Listing<'a> {
    let (notes, issues): (Vec<&Issue>, Vec<&Issue>) = outcome.issues.iter().partition(|issue| issue.note);
    let subtitle = subtitle(language, &issues, &notes);
    let all: Vec<&Issue> = issues.into_iter().chain(notes).collect();
    let same = outcome.tables.iter().any(|table| table.title == language.say(Label::Issues));
    let grid = Grid::new(fields(language, outcome, &all), all.len());
    let title = language.say(if same { Label::DataIssues } else { Label::Issues });
    Listing { subtitle, ..Listing::plain(title, "issues", Length::Detail, grid) }
}

fn subtitle(language: Language, issues: &[&Issue], notes: &[&Issue]) -> String {
    let times = |issues: &[&Issue]| issues.iter().map(|issue| issue.count.max(1)).sum::<usize>();
    let part = |label, issues: &[&Issue]| {
        let count = NumberLook::WHOLE.show(times(issues) as f64);
        (!issues.is_empty()).then(|| format!("{} {count}", language.say(label)))
    };
    let parts: Vec<String> = [part(Label::Issue, issues), part(Label::Note, notes)].into_iter().flatten().collect();
    if parts.is_empty() { language.say(Label::Nothing).to_string() } else { parts.join(" · ") }
}

fn fields<'a>(language: Language, outcome: &Outcome, issues: &[&Issue]) -> Vec<Field<'a>> {
    let left_out = language.say(Label::RowLeftOut);
    let effect = |issue: &Issue| match (issue.note, issue.rejected) {
        (_, true) => left_out,
        (true, false) => language.say(Label::ForInformation),
        (false, false) => language.say(Label::RowKept),
    };
    let kind = |issue: &Issue| language.say(if issue.note { Label::Note } else { Label::Issue });
    let cells: Vec<Option<String>> = issues.iter().map(|i| i.cell.as_ref().map(|cell| cell.a1())).collect();
    let messages: Vec<Cow<'_, str>> = issues.iter().map(|issue| issue.message.in_language(language)).collect();
    let text = |label, get: fn(&Issue) -> Option<&str>| {
        Field::texts(language.say(label), issues.iter().map(move |issue| get(issue)))
    };
    let tables = issues.iter().map(|issue| Some(title_of(outcome, issue.table.as_deref()?)));
    let mut fields = vec![
        Field::texts(language.say(Label::Kind), issues.iter().map(|issue| Some(kind(issue)))),
        Field::texts(language.say(Label::Found), issues.iter().map(|issue| Some(title(language, issue.code)))),
        text(Label::Workbook, |issue| issue.cell.as_ref().map(|cell| &*cell.workbook)),
        text(Label::Sheet, |issue| issue.cell.as_ref().map(|cell| &*cell.sheet)),
        Field::texts(language.say(Label::Cell), cells.iter().map(Option::as_deref)),
        text(Label::OriginalText, |issue| issue.text.as_deref()),
        Field::texts(language.say(Label::Message), messages.iter().map(|message| Some(&**message))),
        Field::texts(language.say(Label::Effect), issues.iter().map(|issue| Some(effect(issue))))
            .paint(vec![(left_out.to_string(), Paint::Severity(Severity::Medium))])
            .centered(),
        Field::counts(language.say(Label::Count), issues.iter().map(|issue| issue.count)),
        Field::texts(language.say(Label::Table), tables),
        text(Label::Column, |issue| issue.column.as_deref()),
        text(Label::Key, |issue| issue.key.as_deref()),
        text(Label::Rule, |issue| issue.rule_text.as_deref()),
    ];
    fields.push(text(Label::Code, |issue| Some(issue.code.as_str())).muted());
    fields
}
