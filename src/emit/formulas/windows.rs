//! Windows: one value for each row from rows of its own table.

use super::words::{Formula, Piece, Place, call, cat, joined};
use super::{Reason, Speaker};
use crate::formula::{Expr, TableId, Window, WindowOp};
use crate::value::Type;

/// Comparisons that a column may take where each row is compared with all others.
const MOST_COMPARED: usize = 60_000_000;
/// The same where each comparison is worked out several times over.
const MOST_IN_ARRAYS: usize = 20_000_000;

/// The rows of a window, in words.
struct Rows {
    value: Place,
    /// Columns on which rows agree, with their types.
    within: Vec<(Place, Option<Type>)>,
    order: Option<Place>,
    number: usize,
}

impl Speaker<'_> {
    pub(super) fn window(&mut self, table: TableId, window: &Window) -> Result<Formula, Reason> {
        let rows = self.trace.rows(table);
        let compared = rows.saturating_mul(rows);
        let sums = matches!(window.op, WindowOp::Share | WindowOp::Total | WindowOp::RunningTotal);
        let most = match window.op {
            WindowOp::Share | WindowOp::Total if window.within.is_empty() => usize::MAX,
            _ if sums => MOST_COMPARED * 4,
            WindowOp::Rank | WindowOp::PercentRank => MOST_COMPARED,
            _ => MOST_IN_ARRAYS,
        };
        if compared > most {
            return Err("it compares each row with all others, which would keep a spreadsheet busy for too long".into());
        }
        let value = self.place_of(table, &window.value)?;
        let within: Vec<(Place, Option<Type>)> = window
            .within
            .iter()
            .map(|expr| Ok((self.place_of(table, expr)?, expr.ty)))
            .collect::<Result<_, Reason>>()?;
        let order = window.order.as_ref().map(|order| self.order_of(table, order)).transpose()?;
        for (place, _) in within.iter().filter(|_| sums) {
            self.readable_as_criterion(*place)?;
        }
        Rows { value, within, order, number: window.number }.said(window.op)
    }

    /// The column that rows are put in order by.
    fn order_of(&mut self, table: TableId, order: &Expr) -> Result<Place, Reason> {
        if order.items().len() > 1 {
            return Err("it puts rows in order by several columns".into());
        }
        match order.ty {
            Some(Type::Number | Type::Date | Type::DateTime) => self.place_of(table, order),
            _ => Err("it puts texts in order, which spreadsheets do otherwise".into()),
        }
    }
}

impl Rows {
    fn said(&self, op: WindowOp) -> Result<Formula, Reason> {
        let (own, all) = (cat![Piece::Own(self.value)], cat![Piece::All(self.value)]);
        let numbers = cat!["ISNUMBER(", &all, ")"];
        let known = |words: Vec<Piece>| cat!["IF(", &own, "=\"\",\"\",", words, ")"];
        let plain = |pieces: Vec<Piece>| Ok(Formula { pieces, array: false });
        let array = |pieces: Vec<Piece>| Ok(Formula { pieces, array: true });
        match op {
            WindowOp::Rank => plain(known(cat!["SUMPRODUCT(", self.among(), &numbers, "*(", &all, ">", &own, "))+1"])),
            WindowOp::PercentRank => {
                let less = cat!["SUMPRODUCT(", self.among(), &numbers, "*(", &all, "<", &own, "))"];
                let others = cat!["(SUMPRODUCT(", self.among(), &numbers, "*1)-1)"];
                plain(known(cat!["IFERROR(", less, "/", others, ",1)"]))
            }
            WindowOp::Share => plain(known(cat!["IFERROR(", &own, "/", self.total(), ",\"\")"])),
            WindowOp::Total => plain(self.total()),
            WindowOp::CumulativeShare => array(known(self.cumulative_share())),
            WindowOp::Quantile => array(known(self.quantile())),
            WindowOp::Allocate => Err("it shares out whole units by the largest remainders".into()),
            WindowOp::RunningTotal
            | WindowOp::PreviousValue
            | WindowOp::TrailingAverage
            | WindowOp::TrailingTotal
            | WindowOp::TrailingDeviation
            | WindowOp::TrailingCount
            | WindowOp::Streak => match self.order {
                Some(order) => self.in_order(op, order),
                None => Err("it has no order".into()),
            },
        }
    }

    /// What the values from this one on are of all.
    fn cumulative_share(&self) -> Vec<Piece> {
        let (own, all) = (Piece::Own(self.value), cat![Piece::All(self.value)]);
        let numbers = cat![self.among(), "ISNUMBER(", &all, ")"];
        let least = cat![&numbers, "*(", &all, ">=", own, ")"];
        cat!["IFERROR(SUM(IF(", least, ",", &all, "))/SUM(IF(", numbers, ",", &all, ")),\"\")"]
    }

    /// One more than the edges that the value is above.
    fn quantile(&self) -> Vec<Piece> {
        let (own, all) = (cat![Piece::Own(self.value)], cat![Piece::All(self.value)]);
        let numbers = cat![self.among(), "ISNUMBER(", &all, ")"];
        let edge = |band: usize| {
            let part = crate::value::number::shortest(band as f64 / self.number as f64);
            cat!["(", &own, ">PERCENTILE(IF(", &numbers, ",", &all, "),", part, "))"]
        };
        let edges: Vec<Vec<Piece>> = (1..self.number).map(edge).collect();
        cat!["1+", joined(&edges, "+")]
    }

    /// What rows agree on, each with a sign behind it.
    fn among(&self) -> Vec<Piece> {
        let mut words = Vec::new();
        for (place, ty) in &self.within {
            let (own, all) = (Piece::Own(*place), Piece::All(*place));
            words.extend(match ty {
                Some(Type::Text) => cat!["EXACT(", all, ",", own, ")*"],
                _ => cat!["(", all, "=", own, ")*"],
            });
        }
        words
    }

    /// The sum over the rows that agree.
    fn total(&self) -> Vec<Piece> {
        let all = Piece::All(self.value);
        match self.within.is_empty() {
            true => cat!["SUM(", all, ")"],
            false => self.or_blanks(cat!["SUMIFS(", all, ",", self.criteria(), ")"], Vec::new()),
        }
    }

    /// Rows that agree on a blank belong together too, which `SUMIFS` cannot be asked for.
    fn or_blanks(&self, plain: Vec<Piece>, also: Vec<Piece>) -> Vec<Piece> {
        let blank: Vec<Vec<Piece>> = self.within.iter().map(|(place, _)| cat![Piece::Own(*place), "=\"\""]).collect();
        if blank.is_empty() {
            return plain;
        }
        let all = Piece::All(self.value);
        let agree = cat![self.among(), also, "ISNUMBER(", all.clone(), ")"];
        cat!["IF(", call("OR", &blank), ",SUMPRODUCT(", agree, "*1,", all, "),", plain, ")"]
    }

    fn criteria(&self) -> Vec<Piece> {
        let pairs = self.within.iter().map(|(place, _)| cat![Piece::All(*place), ",", Piece::Own(*place)]);
        joined(&pairs.collect::<Vec<_>>(), ",")
    }

    /// Windows over what came before.
    fn in_order(&self, op: WindowOp, order: Place) -> Result<Formula, Reason> {
        let (when, all) = (cat![Piece::Own(order)], cat![Piece::All(self.value)]);
        let orders = cat![Piece::All(order)];
        let numbers = cat!["ISNUMBER(", &all, ")"];
        let before = cat![self.among(), "ISNUMBER(", &orders, ")*(", &orders, "<", &when, ")"];
        let placed = |words: Vec<Piece>| cat!["IF(", &when, "=\"\",\"\",", words, ")"];
        let array = |pieces: Vec<Piece>| Ok(Formula { pieces, array: true });
        let count = self.number.to_string();
        let from = cat!["LARGE(IF(", &before, ",", &orders, "),MIN(", count, ",SUM(", &before, ")))"];
        let taken = cat!["IF(", &before, "*(", &orders, ">=", from, ")*", &numbers, ",", &all, ")"];
        let or_blank = |words: Vec<Piece>| cat!["IFERROR(", words, ",\"\")"];
        match op {
            WindowOp::RunningTotal => {
                let criteria = if self.within.is_empty() { Vec::new() } else { cat![self.criteria(), ","] };
                let pieces = cat!["SUMIFS(", &all, ",", criteria, &orders, ",\"<=\"&", &when, ")"];
                let until = cat!["ISNUMBER(", &orders, ")*(", &orders, "<=", &when, ")*"];
                Ok(Formula { pieces: placed(self.or_blanks(pieces, until)), array: false })
            }
            WindowOp::PreviousValue => {
                let last = cat!["MAX(IF(", &before, ",", &orders, "))"];
                let there = cat![&before, "*(", &orders, "=", last, ")"];
                let found = cat!["INDEX(", &all, ",MATCH(1,", there, ",0))"];
                array(placed(or_blank(cat!["IF(", &found, "=\"\",\"\",", &found, ")"])))
            }
            WindowOp::TrailingAverage => array(placed(or_blank(cat!["AVERAGE(", taken, ")"]))),
            WindowOp::TrailingTotal => array(placed(cat!["IFERROR(SUM(", taken, "),0)"])),
            WindowOp::TrailingDeviation => array(placed(or_blank(cat!["STDEV(", taken, ")"]))),
            WindowOp::TrailingCount => array(placed(cat!["IFERROR(COUNT(", taken, "),0)"])),
            WindowOp::Streak => {
                let until = cat![self.among(), "ISNUMBER(", &orders, ")*(", &orders, "<=", &when, ")"];
                let broken = cat!["MAX(IF(", &until, "*(", &all, "<>TRUE),", &orders, ",-1E+300))"];
                array(placed(cat!["SUM(", &until, "*(", &orders, ">", broken, "))"]))
            }
            WindowOp::Rank
            | WindowOp::PercentRank
            | WindowOp::Share
            | WindowOp::Total
            | WindowOp::CumulativeShare
            | WindowOp::Quantile
            | WindowOp::Allocate => Err("it has no order".into()),
        }
    }
}
