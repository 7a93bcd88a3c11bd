//! What a run decided: every table with its worked-out columns, scores, triggers, issues and
//! control totals. Exporters read this and nothing else.

mod accounts;
mod asked;
mod assertions;
mod baseline;
mod build;
mod digest;
#[cfg(test)]
mod digest_tests;
pub mod explain;
mod fired;
mod groups;
pub mod kept;
mod made;
mod money;
mod part;
mod parts;
mod rules;
mod split;
mod titles;
mod total;
mod totals;
mod types;
mod view;
#[cfg(test)]
mod view_tests;

pub use accounts::{AccountLine, Accounts, CardAccount, MeasureAccount, NextStep};
pub use asked::Asked;
pub use baseline::Baseline;
pub use build::build;
pub use digest::{Digest, digest_of_all, digests};
#[cfg(test)]
pub(crate) use fired::ByHand;
pub(crate) use fired::Trigger;
pub use fired::{Fired, Triggers, TriggersIter};
pub use part::PartOf;
pub use parts::Parts;
pub use rules::{DecisionRules, RuleCell, RuleResult, RuleUsed, Rules, ScorecardRules, TriggerRules};
pub use split::Split;
pub use total::{GroupChart, Groups, Total};
pub use types::*;

pub use crate::eval::Standing;
pub use crate::files::FileFingerprint;
pub use crate::import::{ControlTotal, DateSpan, InputFile, Orphans};
pub use crate::issue::{Issue, IssueCode};
