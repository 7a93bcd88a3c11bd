//! A gate: how much an edit may do before a check of it fails.
//!
//! ```text
//! moved > 2%                      more than 2 % of the rows of a decision or of bands moved
//! customers.segment moved > 10    more than 10 rows of that one
//! gained > 5, lost >= 1           triggers, all of them or `slow_stock gained > 5`
//! sales changed > 1%              a figure, either way; `sales fell > 1%`, `sales rose > 1_000`
//! manager.score fell > 0.5        a score or a column, as the comparison sums it up
//! ```

use super::effects::{Moves, TriggerChange};
use super::whole::Diff;
use super::words;
use crate::diagnostic::{Problem, nearest};
use crate::policy::written_number;
use crate::value::number::{self, grouped};

/// What can be written.
const HELP: &str = "write `moved > 2%`, `gained > 5`, `lost > 0`, or with a name before it: `customers.segment moved > 10`, \
                    `slow_stock gained > 5`, `sales changed > 1%`, `sales fell > 1%`, `manager.score rose > 0.5`";

/// A limit that an edit must keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    written: String,
    of: Option<String>,
    verb: Verb,
    at_least: bool,
    limit: f64,
    percent: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Moved,
    Gained,
    Lost,
    Changed,
    Fell,
    Rose,
}

const VERBS: [(&str, Verb); 6] = [
    ("moved", Verb::Moved),
    ("gained", Verb::Gained),
    ("lost", Verb::Lost),
    ("changed", Verb::Changed),
    ("fell", Verb::Fell),
    ("rose", Verb::Rose),
];

impl Gate {
    /// Reads a limit.
    ///
    /// # Errors
    /// When it cannot be read; the help says what can be written.
    pub fn parse(text: &str) -> Result<Gate, Problem> {
        let fault = |message: String| Problem::with_help(message, HELP);
        let Some((left, right)) = text.split_once('>') else {
            return Err(fault(format!("`{text}` has no `>`: it does not say how much is too much")));
        };
        let (at_least, limit) = right.strip_prefix('=').map_or((false, right), |rest| (true, rest));
        let limit = limit.trim();
        let Some((limit, percent)) = written_number(limit).filter(|(limit, _)| *limit >= 0.0) else {
            return Err(fault(format!("`{limit}` in `{text}` is no number from 0 on and no percentage")));
        };
        let mut words: Vec<&str> = left.split_whitespace().collect();
        let word = words.pop().unwrap_or_default();
        if word.is_empty() {
            return Err(fault(format!("`{text}` does not say what is limited")));
        }
        let Some((_, verb)) = VERBS.iter().find(|(known, _)| *known == word) else {
            let near = nearest(word, VERBS.iter().map(|(known, _)| *known));
            let near = near.map(|near| format!(": is it `{near}`?")).unwrap_or_default();
            return Err(fault(format!("`{word}` in `{text}` is nothing that can be limited{near}")));
        };
        let of = match words[..] {
            [] => None,
            [name] => Some(name.to_string()),
            _ => return Err(fault(format!("`{text}` names more than one thing before `{word}`"))),
        };
        if of.is_none() && matches!(verb, Verb::Changed | Verb::Fell | Verb::Rose) {
            return Err(fault(format!("`{text}` does not say which figure or column it is about")));
        }
        let written = text.trim().to_string();
        Ok(Gate { written, of, verb: *verb, at_least, limit, percent: percent.is_some() })
    }

    /// As it was written.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Why a comparison fails it; nothing where it is kept.
    ///
    /// # Errors
    /// When nothing of the policy has the name.
    pub fn check(&self, diff: &Diff) -> Result<Option<String>, Problem> {
        match self.verb {
            Verb::Moved => self.moved(diff),
            Verb::Gained | Verb::Lost => self.triggers(diff),
            Verb::Changed | Verb::Fell | Verb::Rose => self.changed(diff),
        }
    }

    /// The name, where it is one of those.
    fn known(&self, known: &[String], what: &str) -> Result<(), Problem> {
        let Some(of) = self.of.as_ref().filter(|of| !known.contains(of)) else { return Ok(()) };
        let near = nearest(of, known.iter().map(String::as_str)).map(|near| format!("write `{near}`; "));
        let list: Vec<String> = known.iter().take(12).map(|name| format!("`{name}`")).collect();
        let more = if known.len() > list.len() { ", …" } else { "" };
        let help = format!("{}there are {}{more}", near.unwrap_or_default(), list.join(", "));
        let help = if list.is_empty() { format!("the policy has no {what}") } else { help };
        Err(Problem::with_help(format!("`{}`: no {what} is called `{of}`", self.written), help))
    }

    fn exceeds(&self, amount: f64) -> bool {
        match number::compare(amount, self.limit) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => self.at_least,
            std::cmp::Ordering::Less => false,
        }
    }

    /// A count, or as a part of all where the limit is a percentage.
    fn amount(&self, count: usize, all: usize) -> f64 {
        match self.percent {
            // Of nothing, anything is more than any part.
            true if all == 0 => {
                if count == 0 {
                    0.0
                } else {
                    f64::INFINITY
                }
            }
            true => count as f64 / all as f64,
            false => count as f64,
        }
    }

    fn moved(&self, diff: &Diff) -> Result<Option<String>, Problem> {
        self.known(&diff.names.moves, "decision or band")?;
        let of = |moves: &&Moves| self.of.as_ref().is_none_or(|of| *of == moves.what);
        let over = |moves: &&Moves| self.exceeds(self.amount(moves.moved.len(), moves.rows));
        let failing = diff.effects.moves.iter().filter(of).find(over);
        Ok(match failing {
            Some(moves) => {
                let (moved, rows) = (grouped(moves.moved.len()), words::count(moves.rows, "row"));
                let part = moves.moved.len() as f64 / moves.rows.max(1) as f64;
                Some(format!("{moved} of {rows} of `{}` moved, {}", moves.what, percent(part)))
            }
            None => self.untouched(),
        })
    }

    /// `>= 0` is exceeded by what did not change, too.
    fn untouched(&self) -> Option<String> {
        self.exceeds(0.0).then(|| "0 is too much already".to_string())
    }

    fn triggers(&self, diff: &Diff) -> Result<Option<String>, Problem> {
        self.known(&diff.names.triggers, "trigger")?;
        let of = |change: &&TriggerChange| self.of.as_ref().is_none_or(|of| *of == change.name);
        let changes: Vec<&TriggerChange> = diff.effects.triggers.iter().filter(of).collect();
        let rows =
            |change: &&TriggerChange| if self.verb == Verb::Gained { change.gained.len() } else { change.lost.len() };
        let count: usize = changes.iter().map(rows).sum();
        let before: usize = match &self.of {
            Some(_) => changes.iter().map(|change| change.before).sum(),
            None => diff.names.fired,
        };
        let word = if self.verb == Verb::Gained { "gained" } else { "lost" };
        let told = || {
            let most = changes.iter().max_by_key(|change| rows(change)).filter(|_| changes.len() > 1);
            let most = most.map(|most| format!(", most of them of `{}`", most.name)).unwrap_or_default();
            format!("{} {word}, {} before{most}", words::count(count, "trigger"), grouped(before))
        };
        Ok(self.exceeds(self.amount(count, before)).then(told))
    }

    fn changed(&self, diff: &Diff) -> Result<Option<String>, Problem> {
        let mut known = diff.names.figures.clone();
        known.extend(diff.names.numbers.iter().cloned());
        self.known(&known, "figure or column of numbers")?;
        let of = self.of.as_deref().unwrap_or_default();
        let figure = diff.effects.figures.iter().find(|figure| figure.name == of);
        let number = diff.effects.numbers.iter().find(|number| number.what == of);
        let (before, now, line) = match (figure, number) {
            (Some(figure), _) => (figure.before.as_number(), figure.now.as_number(), words::figure(figure)),
            (None, Some(number)) => (number.before, number.now, words::number(number)),
            (None, None) => return Ok(self.untouched()),
        };
        let told = format!("{} {} → {}", line.name, line.before, line.now);
        // What is blank on one side has no size: it changed, whatever the limit.
        let Some((before, now)) = before.zip(now) else { return Ok(Some(told)) };
        let change = match self.verb {
            Verb::Fell => before - now,
            Verb::Rose => now - before,
            _ => (now - before).abs(),
        };
        let size = match self.percent {
            true if before == 0.0 => {
                if change == 0.0 {
                    0.0
                } else {
                    f64::INFINITY.copysign(change)
                }
            }
            true => change / before.abs(),
            false => change,
        };
        let part = if self.percent && size.is_finite() {
            format!(", {}", percent((now - before) / before.abs()))
        } else {
            format!(", {}", line.change)
        };
        Ok(self.exceeds(size).then(|| format!("{told}{part}")))
    }
}

fn percent(part: f64) -> String {
    format!("{}%", number::shortest(number::round(part * 100.0, 2)))
}

#[cfg(test)]
mod tests {
    use super::Gate;

    #[test]
    fn limits_are_read_as_they_are_written() {
        for text in ["moved > 2%", "customers.segment moved>=10", "lost > 0", "sales fell > 1_000", "score rose > 0.5"]
        {
            assert!(Gate::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let said =
            ["moved", "moved < 2%", "moved > x", "moved > -1", "movd > 2%", "a b moved > 2", "changed > 1%", "> 5"]
                .map(|text| Gate::parse(text).expect_err(text).message);
        insta::assert_snapshot!(said.join("\n"));
    }
}
