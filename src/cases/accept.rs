//! Accepting what a policy makes of its tests: the values that were found are written in place of those that
//! were expected, and nothing else of the file changes.

use super::key_lists;
use super::model::Remedy;
use super::pieces::{Piece, site};
use super::report::Report;
use super::suite::{FILE, Suite};
use super::written;
use crate::Engine;
use crate::files::PackFiles;
use crate::policy::yaml::{self, Node, NodeKind};
use crate::source::Span;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// Who asks for a place to be changed, and into what.
type Asked = (HashSet<(usize, String)>, Vec<Vec<Piece>>);

/// One value that is written anew.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Where it is written: `rules/x/tests.yaml:12`.
    pub place: String,
    /// The test.
    pub test: String,
    /// What it speaks of: `customers C1 segment`.
    pub subject: String,
    /// What stood there.
    pub old: String,
    /// What stands there now.
    pub new: String,
}

/// An expectation that is not met and was not changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    /// Where it is written.
    pub place: String,
    /// The test.
    pub test: String,
    /// What it speaks of.
    pub subject: String,
    /// Why it was not changed, and what to do.
    pub why: String,
}

/// What came of accepting.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// The values that are written anew.
    pub changes: Vec<Change>,
    /// What is left to a person.
    pub left: Vec<Left>,
    /// The tests, run again with these values.
    pub report: Report,
    pack: PackFiles,
}

impl Accepted {
    /// `tests.yaml` as it is to be; nothing was written yet.
    #[must_use]
    pub fn bytes(&self) -> Option<Arc<[u8]>> {
        self.pack.bytes(FILE).ok()
    }

    /// Where `tests.yaml` lies, if the pack is a folder.
    #[must_use]
    pub fn path(&self) -> Option<PathBuf> {
        self.pack.path(FILE)
    }
}

/// An expectation that is not met, and the pieces of the file that would change.
struct Wish {
    change: Change,
    /// The value or list that would change.
    touched: Span,
    /// Who asks for it: an expectation of a test.
    holder: (usize, String),
    pieces: Vec<Piece>,
}

impl Suite {
    /// Writes what was found in place of what was expected, in memory, and runs the tests again. Only values that
    /// make their expectation hold are kept.
    ///
    /// # Errors
    /// When the policy cannot be read any more, or no threads can be had.
    pub fn accept(&self, engine: &Engine, report: &Report) -> Result<Accepted, crate::RunError> {
        let text = Suite::text(self.pack()).unwrap_or_default();
        let (wishes, mut left) = self.wishes(report, &text);
        let mut wishes = self.apart(wishes, &mut left);
        loop {
            let mut pack = self.pack().clone();
            let pieces = in_order(&wishes);
            let pieces: Vec<(Range<usize>, &str)> =
                pieces.iter().map(|(range, text)| (range.clone(), text.as_str())).collect();
            let rerun = match pack.edit(FILE, &pieces) {
                true => self.again(engine, &pack)?,
                false => None,
            };
            let holds = |wish: &Wish| {
                let case = rerun.as_ref().and_then(|report| report.cases.get(wish.holder.0));
                case.is_some_and(|case| case.failures.iter().all(|failure| failure.subject != wish.change.subject))
            };
            let (kept, lost): (Vec<Wish>, Vec<Wish>) = wishes.into_iter().partition(holds);
            if lost.is_empty() {
                let report = rerun.unwrap_or_else(|| report.clone());
                let changes = kept.into_iter().map(|wish| wish.change).collect();
                return Ok(Accepted { changes, left, report, pack });
            }
            let why = "the test would not hold with the new value either: change it by hand";
            left.extend(lost.into_iter().map(|wish| leave(wish.change, why)));
            wishes = kept;
        }
    }

    /// The same tests of a changed pack; none where they can no longer be read.
    fn again(&self, engine: &Engine, pack: &PackFiles) -> Result<Option<Report>, crate::RunError> {
        let Ok(mut suite) = Suite::read(engine, pack.clone()) else { return Ok(None) };
        suite.only_those_of(self);
        suite.run(engine).map(Some)
    }

    fn wishes(&self, report: &Report, text: &str) -> (Vec<Wish>, Vec<Left>) {
        let (mut wishes, mut left) = (Vec::new(), Vec::new());
        for (number, case) in report.cases.iter().enumerate() {
            for failure in &case.failures {
                let change = Change {
                    place: failure.place.clone(),
                    test: case.name.clone(),
                    subject: failure.subject.clone(),
                    old: failure.expected.clone(),
                    new: failure.found.clone(),
                };
                let by_hand = "it is written in a way that cannot be changed here: change it by hand";
                let (touched, holder, pieces) = match &failure.remedy {
                    Remedy::ByHand(why) => {
                        left.push(leave(change, why));
                        continue;
                    }
                    Remedy::Value { written, found } => {
                        let piece = site(text, *written).and_then(|(range, before)| {
                            let new = written::value(found, text.get(range.clone())?)?;
                            Some(vec![(range, format!("{before}{new}"))])
                        });
                        (written.span, failure.subject.clone(), piece)
                    }
                    Remedy::Keys { list, found } => {
                        (list.whole.span, String::new(), key_lists::pieces(text, list, found))
                    }
                };
                match pieces {
                    Some(pieces) => wishes.push(Wish { change, touched, holder: (number, holder), pieces }),
                    None => left.push(leave(change, by_hand)),
                }
            }
        }
        (wishes, left)
    }

    /// Those that change nothing for anybody who did not ask: a value with an anchor stands for several.
    fn apart(&self, wishes: Vec<Wish>, left: &mut Vec<Left>) -> Vec<Wish> {
        let mut uses = HashMap::new();
        let file = self.cases().first().map(|case| case.whole.file);
        if let Some(root) = file.and_then(|file| yaml::parse(file, self.sources(), &mut Vec::new())) {
            count_uses(&root, &mut uses);
        }
        let mut asked: HashMap<Span, Asked> = HashMap::new();
        for wish in &wishes {
            let entry = asked.entry(wish.touched).or_default();
            entry.0.insert(wish.holder.clone());
            if !entry.1.contains(&wish.pieces) {
                entry.1.push(wish.pieces.clone());
            }
        }
        let agree = |wish: &Wish| {
            let (holders, ways) = &asked[&wish.touched];
            ways.len() == 1 && uses.get(&wish.touched).is_none_or(|uses| *uses <= holders.len())
        };
        let (kept, shared): (Vec<Wish>, Vec<Wish>) = wishes.into_iter().partition(agree);
        let why = "its value is an anchor (`&`) that other places use, which would change too: write it out here";
        left.extend(shared.into_iter().map(|wish| leave(wish.change, why)));
        kept
    }
}

fn leave(change: Change, why: &str) -> Left {
    Left { place: change.place, test: change.test, subject: change.subject, why: why.to_string() }
}

/// The pieces of all, in the order of the file, each once.
fn in_order(wishes: &[Wish]) -> Vec<Piece> {
    let all = wishes.iter().flat_map(|wish| &wish.pieces);
    let by_place: BTreeMap<(usize, usize), &String> =
        all.map(|(range, text)| ((range.start, range.end), text)).collect();
    by_place.into_iter().map(|((start, end), text)| (start..end, text.clone())).collect()
}

/// How often each value of the file stands for something: more than once where it has an anchor.
fn count_uses(node: &Node, uses: &mut HashMap<Span, usize>) {
    *uses.entry(node.span).or_default() += 1;
    match &node.kind {
        NodeKind::Mapping(entries) => entries.iter().for_each(|(_, value)| count_uses(value, uses)),
        NodeKind::Sequence(items) => items.iter().for_each(|item| count_uses(item, uses)),
        NodeKind::Scalar { .. } | NodeKind::Null => {}
    }
}
