//! Listing the first of many alike and counting the rest, so that a report stays readable.

/// Issues of one kind about cells of a column that are listed one by one.
pub const CELLS: usize = 1000;
/// Issues of one kind about rows of a worked-out column that are listed one by one.
pub const ROWS: usize = 100;

/// How many are listed, and how many more there are.
#[derive(Clone, Copy, Debug)]
pub struct Listing {
    most: usize,
    listed: usize,
    rest: usize,
}

impl Listing {
    /// Lists so many at most.
    #[must_use]
    pub fn new(most: usize) -> Listing {
        Listing { most, listed: 0, rest: 0 }
    }

    /// Counts one more; whether it is among those listed.
    pub fn admits(&mut self) -> bool {
        self.admits_of(1) == 1
    }

    /// Counts so many more; how many of them are among those listed.
    pub fn admits_of(&mut self, count: usize) -> usize {
        let admitted = count.min(self.most - self.listed);
        self.listed += admitted;
        self.rest += count - admitted;
        admitted
    }

    /// How many are counted but not listed.
    #[must_use]
    pub fn rest(&self) -> usize {
        self.rest
    }
}

/// For rows of a worked-out column.
impl Default for Listing {
    fn default() -> Listing {
        Listing::new(ROWS)
    }
}
