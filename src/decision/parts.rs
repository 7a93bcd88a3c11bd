//! Sets of parts of an input's values, as sorted ranges of part numbers.

/// A set of small numbers: sorted ranges that neither overlap nor touch, upper ends not included.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Parts(Vec<(u32, u32)>);

impl Parts {
    /// The numbers from `from` up to but not including `to`.
    pub fn range(from: usize, to: usize) -> Parts {
        if from < to { Parts(vec![(from as u32, to as u32)]) } else { Parts::default() }
    }

    /// Ranges in their order, of which none overlap.
    pub fn sorted(ranges: Vec<(usize, usize)>) -> Parts {
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (from, to) in ranges.into_iter().filter(|(from, to)| from < to) {
            match merged.last_mut() {
                Some(last) if from as u32 <= last.1 => last.1 = last.1.max(to as u32),
                _ => merged.push((from as u32, to as u32)),
            }
        }
        Parts(merged)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn ranges(&self) -> impl Iterator<Item = (usize, usize)> {
        self.0.iter().map(|(from, to)| (*from as usize, *to as usize))
    }

    /// Every member.
    pub fn members(&self) -> impl Iterator<Item = usize> {
        self.ranges().flat_map(|(from, to)| from..to)
    }

    pub fn contains(&self, part: usize) -> bool {
        let part = part as u32;
        let after = self.0.partition_point(|(from, _)| *from <= part);
        after > 0 && part < self.0[after - 1].1
    }

    /// In either.
    pub fn or(&self, other: &Parts) -> Parts {
        let mut all: Vec<(u32, u32)> = self.0.iter().chain(&other.0).copied().collect();
        all.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(all.len());
        for (from, to) in all {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Parts(merged)
    }

    /// In both.
    pub fn and(&self, other: &Parts) -> Parts {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut found = Vec::new();
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            let (from, to) = (x.0.max(y.0), x.1.min(y.1));
            if from < to {
                found.push((from, to));
            }
            if x.1 < y.1 {
                a.next()
            } else {
                b.next()
            };
        }
        Parts(found)
    }

    /// Those of this set that are not in the other.
    pub fn without(&self, other: &Parts) -> Parts {
        let mut found = Vec::new();
        for &(start, to) in &self.0 {
            let mut from = start;
            for &(cut, end) in other.0.iter().filter(|(cut, end)| *cut < to && start < *end) {
                if from < cut {
                    found.push((from, cut));
                }
                from = from.max(end);
            }
            if from < to {
                found.push((from, to));
            }
        }
        Parts(found)
    }

    /// Whether the two have a member in common.
    pub fn meets(&self, other: &Parts) -> bool {
        if let ([x], [y]) = (self.0.as_slice(), other.0.as_slice()) {
            return x.0 < y.1 && y.0 < x.1;
        }
        !self.and(other).is_empty()
    }

    /// Whether every member of the other is in this set.
    pub fn covers(&self, other: &Parts) -> bool {
        other.0.iter().all(|(from, to)| {
            let after = self.0.partition_point(|(start, _)| start <= from);
            after > 0 && *to <= self.0[after - 1].1
        })
    }
}
