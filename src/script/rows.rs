//! Which columns a function reads from a row it is given.

use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// A function, its number of arguments, and one of them.
pub(super) type Target = (String, usize, usize);

/// One use of a parameter.
#[derive(Clone, Debug)]
pub(super) enum Use {
    /// `row.a.b`
    Read { param: usize, path: Vec<(String, Span)> },
    /// Handed on to another function.
    Passed { param: usize, to: Target },
    /// Used as one value.
    Whole { param: usize, span: Span },
}

/// One reading of a column: the names on the way to it, each with its place.
pub type Path = Vec<(String, Span)>;

/// For each parameter of each function the columns read from it; `None` where it is a value.
pub(super) fn fields(uses: &BTreeMap<(String, usize), Vec<Use>>) -> BTreeMap<Target, Option<Vec<Path>>> {
    let targets = uses.keys().flat_map(|(name, arity)| (0..*arity).map(|param| (name.clone(), *arity, param)));
    targets.map(|target| (target.clone(), of(uses, &target))).collect()
}

fn of(uses: &BTreeMap<(String, usize), Vec<Use>>, target: &Target) -> Option<Vec<Path>> {
    let mut seen: BTreeSet<Target> = BTreeSet::new();
    let mut open = vec![target.clone()];
    let mut paths: Vec<Path> = Vec::new();
    let mut whole = false;
    while let Some(next) = open.pop() {
        if !seen.insert(next.clone()) {
            continue;
        }
        for used in uses.get(&(next.0.clone(), next.1)).into_iter().flatten() {
            match used {
                Use::Read { param, path } if *param == next.2 => paths.push(path.clone()),
                Use::Passed { param, to, .. } if *param == next.2 => open.push(to.clone()),
                Use::Whole { param, .. } if *param == next.2 => whole = true,
                _ => {}
            }
        }
    }
    (!paths.is_empty() && !whole).then_some(paths)
}
