//! What became of triggers: those that fired, and those of an earlier run that stand no more.

use super::batch::Batch;
use crate::issue::Issue;
use crate::value::Date;
use std::borrow::Cow;

/// How a trigger that fires now stands to the run before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It did not stand then.
    New,
    /// It stood then already.
    Continuing,
}

impl Standing {
    /// The word in JSON and CSV.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Standing::New => "new",
            Standing::Continuing => "continuing",
        }
    }
}

/// A trigger and the rows it fired for, with what it says of each: kept as it was worked out, because a
/// text for each of a million rows costs more than all the rules.
#[derive(Clone, Debug)]
pub struct FiredRows {
    /// Place of the trigger in the plan.
    pub trigger: usize,
    /// Rows of its table, in order.
    pub rows: Vec<u32>,
    /// Whose each is, when it is due, and what to say: a value a row.
    pub(super) said: Said,
    /// How each stands to the run before and since when; nothing where there is no earlier run.
    pub(super) standing: Option<Vec<(Standing, Option<Date>)>>,
    /// Since when they stand where there is no earlier run.
    pub(super) since: Option<Date>,
}

#[cfg(test)]
impl FiredRows {
    /// The same with what is at stake.
    pub(crate) fn weighed(mut self, weight: Option<f64>) -> FiredRows {
        self.said.weight = weight.map(|weight| Batch::One(weight.into()));
        self
    }

    /// One row, with its owner, its day and its message.
    pub(crate) fn by_hand(
        row: u32,
        (owner, due, message): (Option<String>, Option<Date>, String),
        standing: Option<Standing>,
        since: Option<Date>,
    ) -> FiredRows {
        let text = |text: String| Batch::One(text.into());
        let said = Said {
            weight: None,
            owner: owner.map(text),
            due: due.map(|day| Batch::One(day.into())),
            message: Some(text(message)),
        };
        FiredRows { trigger: 0, rows: vec![row], said, standing: standing.map(|how| vec![(how, since)]), since }
    }
}

/// What a trigger says of the rows it fired for; nothing where the policy does not write it.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) weight: Option<Batch>,
    pub(super) owner: Option<Batch>,
    pub(super) due: Option<Batch>,
    pub(super) message: Option<Batch>,
}

impl FiredRows {
    /// The same for some of the rows: those that `place` gives a number among the rows that are kept.
    #[must_use]
    pub fn of_rows(&self, place: impl Fn(u32) -> Option<u32>) -> FiredRows {
        let kept = (0u32..).zip(&self.rows).filter_map(|(at, row)| Some((at, place(*row)?)));
        let (places, rows): (Vec<u32>, Vec<u32>) = kept.unzip();
        let pick = |batch: &Option<Batch>| {
            batch.as_ref().map(|batch| match batch {
                Batch::One(value) => Batch::One(value.clone()),
                Batch::Many(column) => Batch::Many(column.gather(&places)),
            })
        };
        let said = Said {
            weight: pick(&self.said.weight),
            owner: pick(&self.said.owner),
            due: pick(&self.said.due),
            message: pick(&self.said.message),
        };
        let standing = self.standing.as_ref().map(|all| places.iter().map(|at| all[*at as usize]).collect());
        FiredRows { trigger: self.trigger, rows, said, standing, since: self.since }
    }

    /// What is at stake for the `at`th of the rows; nothing where it is blank or the policy does not say it.
    #[must_use]
    pub fn weight(&self, at: usize) -> Option<f64> {
        self.said.weight.as_ref()?.value(at).as_number().filter(|weight| weight.is_finite())
    }

    /// Whether the policy says what is at stake.
    #[must_use]
    pub fn is_weighed(&self) -> bool {
        self.said.weight.is_some()
    }

    /// Whose the `at`th of the rows is.
    #[must_use]
    pub fn owner(&self, at: usize) -> Option<Cow<'_, str>> {
        self.said.owner.as_ref()?.text(at)
    }

    /// When the `at`th of the rows is due.
    #[must_use]
    pub fn due(&self, at: usize) -> Option<Date> {
        self.said.due.as_ref()?.value(at).as_day()
    }

    /// What to say of the `at`th of the rows; nothing where the title says it.
    #[must_use]
    pub fn message(&self, at: usize) -> Option<Cow<'_, str>> {
        self.said.message.as_ref()?.text(at)
    }

    /// New or continuing; nothing where there is no earlier run to tell by.
    #[must_use]
    pub fn standing(&self, at: usize) -> Option<Standing> {
        self.standing.as_ref().map(|all| all[at].0)
    }

    /// Since when it stands for the `at`th of the rows.
    #[must_use]
    pub fn since(&self, at: usize) -> Option<Date> {
        self.standing.as_ref().map_or(self.since, |all| all[at].1)
    }
}

/// A trigger of the run before that does not stand any more.
#[derive(Clone, Debug, PartialEq)]
pub struct ClearedRow {
    /// Place of the trigger in the plan.
    pub trigger: usize,
    /// Key of the row.
    pub key: String,
    /// Since when it had stood.
    pub since: Option<Date>,
    /// When it was cleared: today for those that stood in the run before.
    pub on: Option<Date>,
    /// Whether it was active in the earlier run, rather than in its cool-down.
    pub now: bool,
}

/// What became of all triggers.
#[derive(Clone, Debug, Default)]
pub(super) struct Triggered {
    pub(super) fired: Vec<FiredRows>,
    pub(super) undetermined: Vec<(usize, usize)>,
    pub(super) cleared: Vec<ClearedRow>,
    /// What had no answer in what they say.
    pub(super) issues: Vec<Issue>,
}
