//! The names of what is done with many rows.

use serde::{Deserialize, Serialize};

/// An aggregate over the rows of another table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AggregateOp {
    /// Sum of the values that are not blank; 0 of nothing.
    Sum,
    /// Number of rows.
    Count,
    /// Mean of the values; blank of nothing.
    Average,
    /// Sum of value × weight over sum of weights, over rows where both are known.
    WeightedAverage,
    /// Least value.
    Min,
    /// Greatest value.
    Max,
    /// The middle value, or the mean of the two in the middle.
    Median,
    /// The value below which that part of the values lies, as `PERCENTILE.INC`.
    Percentile,
    /// Number of distinct values.
    Distinct,
    /// The value of the row that comes first in an order; no answer where several such rows differ.
    First,
    /// The value of the row that comes last in an order; no answer where several such rows differ.
    Last,
    /// All values that are not blank, in row order.
    List,
    /// Standard deviation of a sample, as `STDEV.S`; blank of fewer than two values.
    Deviation,
    /// Standard deviation of a whole population, as `STDEV.P`; blank of nothing.
    PopulationDeviation,
    /// Variance of a sample, as `VAR.S`; blank of fewer than two values.
    Variance,
    /// Variance of a whole population, as `VAR.P`; blank of nothing.
    PopulationVariance,
    /// The value met most often; no answer where several are met as often.
    Mode,
    /// The greatest value but so many, 1 being the greatest; blank where there are fewer.
    Large,
    /// The least value but so many, 1 being the least; blank where there are fewer.
    Small,
    /// What the largest values, so many of them, are of the sum of all: `CR5`.
    TopShare,
    /// Sum of the squares of each value's share of the sum, 0 to 1: the Herfindahl–Hirschman index.
    Concentration,
}

impl AggregateOp {
    /// All of them, in the order of the manual.
    pub const ALL: [AggregateOp; 21] = [
        AggregateOp::Sum,
        AggregateOp::Count,
        AggregateOp::Average,
        AggregateOp::WeightedAverage,
        AggregateOp::Min,
        AggregateOp::Max,
        AggregateOp::Median,
        AggregateOp::Percentile,
        AggregateOp::Distinct,
        AggregateOp::First,
        AggregateOp::Last,
        AggregateOp::List,
        AggregateOp::Deviation,
        AggregateOp::PopulationDeviation,
        AggregateOp::Variance,
        AggregateOp::PopulationVariance,
        AggregateOp::Mode,
        AggregateOp::Large,
        AggregateOp::Small,
        AggregateOp::TopShare,
        AggregateOp::Concentration,
    ];

    /// Whether it gives a value of one of the rows, of its type.
    #[must_use]
    pub fn picks_one(self) -> bool {
        matches!(
            self,
            AggregateOp::Min
                | AggregateOp::Max
                | AggregateOp::First
                | AggregateOp::Last
                | AggregateOp::Mode
                | AggregateOp::Large
                | AggregateOp::Small
        )
    }

    /// The name in formulas.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AggregateOp::Sum => "sum",
            AggregateOp::Count => "count",
            AggregateOp::Average => "average",
            AggregateOp::WeightedAverage => "weighted_average",
            AggregateOp::Min => "min",
            AggregateOp::Max => "max",
            AggregateOp::Median => "median",
            AggregateOp::Percentile => "percentile",
            AggregateOp::Distinct => "distinct",
            AggregateOp::First => "first",
            AggregateOp::Last => "last",
            AggregateOp::List => "list",
            AggregateOp::Deviation => "deviation",
            AggregateOp::PopulationDeviation => "population_deviation",
            AggregateOp::Variance => "variance",
            AggregateOp::PopulationVariance => "population_variance",
            AggregateOp::Mode => "mode",
            AggregateOp::Large => "large",
            AggregateOp::Small => "small",
            AggregateOp::TopShare => "top_share",
            AggregateOp::Concentration => "concentration",
        }
    }

    /// The aggregate of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<AggregateOp> {
        AggregateOp::ALL.into_iter().find(|op| op.name() == name)
    }

    /// How it is called, for people.
    #[must_use]
    pub fn usage(self) -> &'static str {
        match self {
            AggregateOp::Sum => "sum(orders.amount, [filter])",
            AggregateOp::Count => "count(orders, [filter])",
            AggregateOp::Average => "average(orders.amount, [filter])",
            AggregateOp::WeightedAverage => "weighted_average(orders.price, orders.quantity, [filter])",
            AggregateOp::Min => "min(orders.amount, [filter])",
            AggregateOp::Max => "max(orders.amount, [filter])",
            AggregateOp::Median => "median(orders.amount, [filter])",
            AggregateOp::Percentile => "percentile(orders.amount, 0.9, [filter])",
            AggregateOp::Distinct => "distinct(orders.product, [filter])",
            AggregateOp::First => "first(orders.product, orders.date, [filter])",
            AggregateOp::Last => "last(orders.product, orders.date, [filter])",
            AggregateOp::List => "list(orders.product, [filter])",
            AggregateOp::Deviation => "deviation(orders.amount, [filter])",
            AggregateOp::PopulationDeviation => "population_deviation(orders.amount, [filter])",
            AggregateOp::Variance => "variance(orders.amount, [filter])",
            AggregateOp::PopulationVariance => "population_variance(orders.amount, [filter])",
            AggregateOp::Mode => "mode(orders.product, [filter])",
            AggregateOp::Large => "large(orders.amount, 2, [filter])",
            AggregateOp::Small => "small(orders.amount, 2, [filter])",
            AggregateOp::TopShare => "top_share(companies.sales, 5, [filter])",
            AggregateOp::Concentration => "concentration(companies.sales, [filter])",
        }
    }

    /// Arguments before the filter.
    #[must_use]
    pub fn arguments(self) -> usize {
        match self {
            AggregateOp::WeightedAverage
            | AggregateOp::Percentile
            | AggregateOp::First
            | AggregateOp::Last
            | AggregateOp::Large
            | AggregateOp::Small
            | AggregateOp::TopShare => 2,
            _ => 1,
        }
    }

    /// Whether the second argument is one number for all rows: a part, a place or a count.
    #[must_use]
    pub fn has_fixed_second(self) -> bool {
        matches!(self, AggregateOp::Percentile | AggregateOp::TopShare | AggregateOp::Large | AggregateOp::Small)
    }
}
