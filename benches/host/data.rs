//! The records: the same numbers on every machine, and what a loop by hand decides for them.

pub const NAMES: [&str; 7] = ["sales", "yoy", "gm", "turnover", "resolution", "open", "attainment"];

/// Least and greatest value of each column.
const RANGES: [(f64, f64); 7] =
    [(300e3, 1000e3), (-0.5, 1.0), (0.1, 0.4), (20.0, 200.0), (0.0, 1.0), (0.0, 10.0), (0.4, 1.6)];

pub struct Records {
    pub columns: [Vec<f64>; 7],
    segments: [u64; 4],
    triggers: [u64; 4],
}

impl Records {
    pub fn new(count: usize) -> Records {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 40) as f64 / 16_777_216.0
        };
        let mut records = Records { columns: Default::default(), segments: [0; 4], triggers: [0; 4] };
        for _ in 0..count {
            let mut row = [0.0; 7];
            for (at, (from, to)) in RANGES.into_iter().enumerate() {
                let value = from + (to - from) * next();
                row[at] = if at == 5 { value.floor() } else { value };
                records.columns[at].push(row[at]);
            }
            records.by_hand(row);
        }
        records
    }

    fn by_hand(&mut self, [sales, yoy, gm, turnover, resolution, open, attainment]: [f64; 7]) {
        let segment = if sales >= 700e3 && yoy >= 0.1 && gm >= 0.25 {
            0
        } else if sales >= 700e3 && gm >= 0.2 || sales >= 500e3 && yoy >= 0.2 {
            1
        } else if sales >= 500e3 && gm >= 0.22 || yoy >= 0.0 && gm >= 0.3 {
            2
        } else {
            3
        };
        self.segments[segment] += 1;
        let fires = [yoy <= -0.2, turnover > 120.0, resolution < 0.6 && open >= 5.0, attainment < 0.8 && segment != 3];
        self.triggers.iter_mut().zip(fires).for_each(|(count, fires)| *count += u64::from(fires));
    }

    /// The counts of segments and triggers must be those of the loop by hand.
    pub fn check(&self, segments: [u64; 4], triggers: [u64; 4]) {
        assert_eq!((segments, triggers), (self.segments, self.triggers));
    }
}
