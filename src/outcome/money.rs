//! Columns of money, told by their names.

use super::OutcomeColumn;
use crate::value::{NumberFormat, Type};

/// Words that say that a column holds money worth adding up.
const MONEY: [&str; 20] = [
    "sales",
    "revenue",
    "amount",
    "profit",
    "turnover",
    "margin_amount",
    "매출",
    "금액",
    "이익",
    "売上",
    "金額",
    "利益",
    "粗利",
    "销售额",
    "金额",
    "利润",
    "收入",
    "ventes",
    "montant",
    "umsatz",
];
/// Words that say that a number is a ratio, which no sum makes sense of.
const RATIO: [&str; 16] = [
    "rate", "ratio", "percent", "share", "average", "per_", "%", "growth", "률", "율", "평균", "率", "平均", "比",
    "rank", "days",
];

impl OutcomeColumn {
    /// Whether it holds money worth adding up, by its name.
    #[must_use]
    pub fn is_money(&self) -> bool {
        let (name, title) = (self.name.to_lowercase(), self.title.to_lowercase());
        let says = |words: &[&str]| words.iter().any(|word| name.contains(word) || title.contains(word));
        let ratio = matches!(self.format, NumberFormat::Percent(_)) || says(&RATIO);
        self.kind() == Type::Number && self.references.is_none() && !ratio && says(&MONEY)
    }
}
