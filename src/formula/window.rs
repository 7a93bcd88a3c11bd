//! The names of what is done with the rows of the own table.

use serde::{Deserialize, Serialize};

/// A value for each row from the rows of its group in the same table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowOp {
    /// Place by value, the greatest being 1; equal values share the lower number; blanks have none.
    Rank,
    /// The part of the other values that are less, 0 to 1, as `PERCENTRANK.INC`; equal values share it.
    PercentRank,
    /// The value over the sum of the values.
    Share,
    /// The sum of the values.
    Total,
    /// The part of the sum that this value, its equals and all greater ones make up (ABC, Pareto).
    CumulativeShare,
    /// Which of so many bands of equal numbers the value falls in, 1 the lowest. Edges are those of
    /// `PERCENTILE.INC`; a value on an edge belongs to the lower band.
    Quantile,
    /// Whole units of a total, in proportion to a weight, none lost (largest remainders).
    Allocate,
    /// The sum of the values up to and with this row and those of equal order.
    RunningTotal,
    /// The value of the row before, in an order.
    PreviousValue,
    /// Mean of the rows before, so many at most, in an order; this row is not among them.
    TrailingAverage,
    /// Sum of the rows before, so many at most, in an order.
    TrailingTotal,
    /// Standard deviation of the rows before, as `STDEV.S`; blank of fewer than two.
    TrailingDeviation,
    /// How many of the rows before, so many at most, have a value.
    TrailingCount,
    /// For how many rows up to and with this one a condition has held without a break, in an order.
    Streak,
}

/// The parts of a call of a window, in order; those it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowParts {
    /// A fixed whole number after the value.
    pub number: bool,
    /// A second value: the weight.
    pub second: bool,
    /// An order.
    pub order: bool,
}

impl WindowOp {
    /// All of them, in the order of the manual.
    pub const ALL: [WindowOp; 14] = [
        WindowOp::Rank,
        WindowOp::PercentRank,
        WindowOp::Share,
        WindowOp::Total,
        WindowOp::CumulativeShare,
        WindowOp::Quantile,
        WindowOp::Allocate,
        WindowOp::RunningTotal,
        WindowOp::PreviousValue,
        WindowOp::TrailingAverage,
        WindowOp::TrailingTotal,
        WindowOp::TrailingDeviation,
        WindowOp::TrailingCount,
        WindowOp::Streak,
    ];

    /// The name in formulas.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            WindowOp::Rank => "rank",
            WindowOp::PercentRank => "percent_rank",
            WindowOp::Share => "share",
            WindowOp::Total => "total",
            WindowOp::CumulativeShare => "cumulative_share",
            WindowOp::Quantile => "quantile",
            WindowOp::Allocate => "allocate",
            WindowOp::RunningTotal => "running_total",
            WindowOp::PreviousValue => "previous_value",
            WindowOp::TrailingAverage => "trailing_average",
            WindowOp::TrailingTotal => "trailing_total",
            WindowOp::TrailingDeviation => "trailing_deviation",
            WindowOp::TrailingCount => "trailing_count",
            WindowOp::Streak => "streak",
        }
    }

    /// The window of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<WindowOp> {
        WindowOp::ALL.into_iter().find(|op| op.name() == name)
    }

    /// How it is called, for people.
    #[must_use]
    pub fn usage(self) -> &'static str {
        match self {
            WindowOp::Rank => "rank(sales, [within, …])",
            WindowOp::PercentRank => "percent_rank(sales, [within, …])",
            WindowOp::Share => "share(sales, [within, …])",
            WindowOp::Total => "total(sales, [within, …])",
            WindowOp::CumulativeShare => "cumulative_share(sales, [within, …])",
            WindowOp::Quantile => "quantile(sales, 5, [within, …])",
            WindowOp::Allocate => "allocate(people, weight, [within, …])",
            WindowOp::RunningTotal => "running_total(sales, day, [within, …])",
            WindowOp::PreviousValue => "previous_value(sales, day, [within, …])",
            WindowOp::TrailingAverage => "trailing_average(sales, 28, day, [within, …])",
            WindowOp::TrailingTotal => "trailing_total(sales, 12, month, [within, …])",
            WindowOp::TrailingDeviation => "trailing_deviation(sales, 28, day, [within, …])",
            WindowOp::TrailingCount => "trailing_count(sales, 28, day, [within, …])",
            WindowOp::Streak => "streak(contacts < 5, week, [within, …])",
        }
    }

    /// What is given between the value and the columns of `within`.
    #[must_use]
    pub fn parts(self) -> WindowParts {
        let (number, second, order) = match self {
            WindowOp::Rank | WindowOp::PercentRank | WindowOp::Share | WindowOp::Total | WindowOp::CumulativeShare => {
                (false, false, false)
            }
            WindowOp::Quantile => (true, false, false),
            WindowOp::Allocate => (false, true, false),
            WindowOp::RunningTotal | WindowOp::PreviousValue | WindowOp::Streak => (false, false, true),
            WindowOp::TrailingAverage
            | WindowOp::TrailingTotal
            | WindowOp::TrailingDeviation
            | WindowOp::TrailingCount => (true, false, true),
        };
        WindowParts { number, second, order }
    }
}
