//! Aggregates: one value for each row from rows of another table.

use super::said::Said;
use super::steps::{known, made};
use super::words::{Formula, Piece, Place, call, cat, joined};
use super::{Reason, Speaker};
use crate::formula::{Aggregate, AggregateOp, BinaryOp, ColumnId, Expr, ExprKind, RowMap, TableId};
use crate::value::{Type, Value};

/// Comparisons that a column may take until a spreadsheet makes people wait.
const MOST_COMPARED: usize = 500_000_000;
/// The same where whole columns are worked out at once for each cell.
const MOST_IN_ARRAYS: usize = 60_000_000;

/// The rows that are taken together.
pub(super) struct Among {
    pub over: TableId,
    /// Columns of those rows, each with what it must be and its type.
    pub pairs: Vec<(Place, Said, Option<Type>)>,
    /// Columns of those rows that must be true.
    pub holding: Vec<Place>,
    /// Whether texts can be asked for by `SUMIFS` and its like.
    pub plain: bool,
}

impl Speaker<'_> {
    pub(super) fn aggregate(&mut self, table: TableId, aggregate: &Aggregate) -> Result<Formula, Reason> {
        let among = self.among(table, aggregate)?;
        let rows = self.trace.rows(table).max(1).saturating_mul(self.trace.rows(aggregate.over));
        if rows > MOST_COMPARED && !among.pairs.is_empty() {
            return Err("it would keep a spreadsheet busy for too long".into());
        }
        let formula = self.aggregated(aggregate, among)?;
        match formula.array && rows > MOST_IN_ARRAYS {
            true => Err("it would keep a spreadsheet busy for too long".into()),
            false => Ok(formula),
        }
    }

    /// Which rows are taken together, and by which columns of theirs.
    fn among(&mut self, table: TableId, aggregate: &Aggregate) -> Result<Among, Reason> {
        let over = aggregate.over;
        self.readable(over)?;
        if self.trace.rows(over) == 0 {
            return Err("there are no rows to take together".into());
        }
        let mut among = Among { over, pairs: Vec::new(), holding: Vec::new(), plain: true };
        match &aggregate.map {
            RowMap::All => {}
            RowMap::Path(path) => self.along(&mut among, table, path)?,
            RowMap::Match { values, .. } => {
                for pair in values {
                    let theirs = self.place_of(over, &pair.theirs)?;
                    let own = self.say(table, &pair.own)?;
                    among.pairs.push((theirs, own, pair.own.ty));
                }
            }
        }
        if let Some(filter) = &aggregate.filter {
            let place = self.place_of(over, filter)?;
            among.holding.push(place);
        }
        for (theirs, _, _) in &among.pairs {
            among.plain &= self.readable_as_criterion(*theirs).is_ok();
        }
        Ok(among)
    }

    /// Rows that belong to a row through references: the last reference holds its key. Where the first leads to a
    /// group, rows belong together that have the values the group stands for.
    fn along(&mut self, among: &mut Among, table: TableId, path: &[ColumnId]) -> Result<(), Reason> {
        let Some((first, rest)) = path.split_first() else { return Err("it follows no reference".into()) };
        let over = among.over;
        let Some((group_table, group)) = self.group_of(*first).map(|(table, group)| (table, group.clone())) else {
            return self.by_key(among, table, path);
        };
        among.holding.extend(group.filter.map(|slot| Place::Column(ColumnId { table: over, slot })));
        let Some((next, further)) = rest.split_first() else {
            for (slot, by) in group.by.iter().enumerate() {
                let own = ColumnId { table: group_table, slot };
                let theirs = ColumnId { table: over, slot: *by };
                self.holds_one_value(own)?;
                if self.trace.column(own).is_some_and(|column| (0..column.len()).any(|row| column.is_blank(row))) {
                    return Err("a group stands for a blank".into());
                }
                among.pairs.push((
                    Place::Column(theirs),
                    Said::cell(Piece::Own(Place::Column(own))),
                    Some(self.plan.column(own).ty),
                ));
            }
            return Ok(());
        };
        // The group's own reference holds what the rows have.
        let Some(by) = group.by.get(next.slot) else { return Err("it goes through a group".into()) };
        let mut way = vec![ColumnId { table: over, slot: *by }];
        way.extend_from_slice(further);
        self.by_key(among, table, &way)
    }

    /// Rows whose reference, followed to its end, holds the key of the row.
    fn by_key(&mut self, among: &mut Among, table: TableId, path: &[ColumnId]) -> Result<(), Reason> {
        let Some((last, before)) = path.split_last() else { return Err("it follows no reference".into()) };
        let Some(slot) = self.plan.tables[table.0].key else {
            return Err(format!("`{}` has no key that a cell could refer to", self.plan.tables[table.0].name));
        };
        let key = ColumnId { table, slot };
        self.names_one_row(key)?;
        if path.iter().any(|id| self.group_of(*id).is_some()) {
            return Err("it goes through a group".into());
        }
        let ty = self.plan.column(*last).ty;
        if ty != self.plan.column(key).ty {
            return Err("what refers to the key has another type".into());
        }
        let span = self.plan.column(*last).span;
        let kind = match before {
            [] => ExprKind::Column(last.slot),
            way => ExprKind::Follow { path: way.to_vec(), column: *last },
        };
        let theirs = self.place_of(among.over, &made(kind, ty, span))?;
        among.pairs.push((theirs, Said::sure(cat![Piece::Own(Place::Column(key))]), Some(ty)));
        Ok(())
    }

    fn aggregated(&mut self, aggregate: &Aggregate, among: Among) -> Result<Formula, Reason> {
        let Aggregate { over, value, second, part, .. } = aggregate;
        let value = value.as_ref();
        let numbers = value.is_none_or(|value| matches!(value.ty, Some(Type::Number | Type::Date | Type::DateTime)));
        match aggregate.op {
            AggregateOp::Count => self.counted(among, value),
            AggregateOp::Sum => {
                let place = self.value_of(*over, value)?;
                among.summed(place)
            }
            AggregateOp::Average => {
                let place = self.value_of(*over, value)?;
                among.average(place)
            }
            AggregateOp::WeightedAverage => self.weighted(&among, value, second.as_ref()),
            AggregateOp::Distinct => {
                let place = self.value_of(*over, value)?;
                self.distinct(&among, place, value)
            }
            AggregateOp::First | AggregateOp::Last => {
                self.at_the_end(&among, (value, second.as_ref()), aggregate.op == AggregateOp::First)
            }
            AggregateOp::List => Err("it gives a list".into()),
            AggregateOp::Mode => Err("spreadsheets do not say where several values are met as often".into()),
            AggregateOp::Min
            | AggregateOp::Max
            | AggregateOp::Median
            | AggregateOp::Percentile
            | AggregateOp::Deviation
            | AggregateOp::PopulationDeviation
            | AggregateOp::Variance
            | AggregateOp::PopulationVariance
            | AggregateOp::Large
            | AggregateOp::Small
            | AggregateOp::TopShare
            | AggregateOp::Concentration => {
                if !numbers {
                    return Err("it puts texts in order, which spreadsheets do otherwise".into());
                }
                let place = self.value_of(*over, value)?;
                Ok(among.gathered(aggregate.op, place, *part))
            }
        }
    }

    /// The value of the row that comes first or last in an order.
    fn at_the_end(
        &mut self,
        among: &Among,
        (value, order): (Option<&Expr>, Option<&Expr>),
        first: bool,
    ) -> Result<Formula, Reason> {
        let Some(order) = order else { return Err("it has no order".into()) };
        if order.items().len() > 1 {
            return Err("it puts rows in order by several columns".into());
        }
        if !matches!(order.ty, Some(Type::Number | Type::Date | Type::DateTime)) {
            return Err("it puts texts in order, which spreadsheets do otherwise".into());
        }
        let (place, order) = (self.value_of(among.over, value)?, self.place_of(among.over, order)?);
        Ok(among.at_the_end(place, order, first))
    }

    fn value_of(&mut self, over: TableId, value: Option<&Expr>) -> Result<Place, Reason> {
        match value {
            Some(value) => self.place_of(over, value),
            None => Err("it has no value".into()),
        }
    }

    fn counted(&mut self, mut among: Among, value: Option<&Expr>) -> Result<Formula, Reason> {
        if let Some(value) = value {
            let place = self.place_of(among.over, &known(value)?)?;
            among.holding.push(place);
        }
        if among.is_all() {
            let rows = self.trace.rows(among.over);
            return Ok(Formula { pieces: cat![rows.to_string()], array: false });
        }
        let words = match among.plain {
            true => cat!["COUNTIFS(", among.criteria(), ")"],
            false => cat!["SUMPRODUCT(", among.product(), "*1)"],
        };
        Ok(among.finish(words, "0", !among.plain))
    }

    /// The sum of value × weight over the sum of the weights, where both are known.
    fn weighted(&mut self, among: &Among, value: Option<&Expr>, weight: Option<&Expr>) -> Result<Formula, Reason> {
        let (Some(value), Some(weight)) = (value, weight) else { return Err("it has no weight".into()) };
        let number = |kind| made(kind, Type::Number, value.span);
        let product = ExprKind::Binary(BinaryOp::Multiply, Box::new(value.clone()), Box::new(weight.clone()));
        let product = self.place_of(among.over, &number(product))?;
        let blank = Expr { kind: ExprKind::Constant(Value::Blank), ty: None, span: value.span };
        let weights = ExprKind::If(Box::new(known(value)?), Box::new(weight.clone()), Box::new(blank));
        let weights = self.place_of(among.over, &number(weights))?;
        let (above, below) = (among.sum_of(product), among.sum_of(weights));
        let words = cat!["IFERROR(", above, "/", below, ",\"\")"];
        Ok(among.finish(words, "\"\"", !among.plain))
    }

    fn distinct(&mut self, among: &Among, place: Place, value: Option<&Expr>) -> Result<Formula, Reason> {
        let rows = self.trace.rows(among.over);
        let over = value.map_or(rows, |_| rows.saturating_mul(rows));
        if over > MOST_IN_ARRAYS / 20 || !among.plain {
            return Err("it counts distinct values among too many rows".into());
        }
        self.readable_as_criterion(place)?;
        let all = || Piece::All(place);
        let same = match among.is_all() {
            true => cat!["COUNTIF(", all(), ",", all(), ")"],
            false => cat!["COUNTIFS(", among.criteria(), ",", all(), ",", all(), ")"],
        };
        let known = cat!["(", all(), "<>\"\")"];
        let takes = if among.is_all() { known } else { cat![among.product(), "*", known] };
        let words = cat!["ROUND(SUM(IF(", takes, ",1/", same, ",0)),0)"];
        Ok(among.finish(words, "0", true))
    }
}

impl Among {
    fn is_all(&self) -> bool {
        self.pairs.is_empty() && self.holding.is_empty()
    }

    /// Columns and what they must be, as `SUMIFS` takes them.
    fn criteria(&self) -> Vec<Piece> {
        let pairs = self.pairs.iter().map(|(theirs, own, _)| cat![Piece::All(*theirs), ",", &own.words]);
        let holding = self.holding.iter().map(|place| cat![Piece::All(*place), ",TRUE"]);
        joined(&pairs.chain(holding).collect::<Vec<_>>(), ",")
    }

    /// The same for each row, 1 where it takes part.
    pub(super) fn product(&self) -> Vec<Piece> {
        let pairs = self.pairs.iter().map(|(theirs, own, ty)| match ty {
            Some(Type::Text) => cat!["EXACT(", Piece::All(*theirs), ",", &own.words, ")"],
            _ => cat!["(", Piece::All(*theirs), "=", &own.words, ")"],
        });
        let holding = self.holding.iter().map(|place| cat!["(", Piece::All(*place), "=TRUE)"]);
        joined(&pairs.chain(holding).collect::<Vec<_>>(), "*")
    }

    /// What rows take part whose cell holds a number.
    fn numbers(&self, place: Place) -> Vec<Piece> {
        let number = cat!["ISNUMBER(", Piece::All(place), ")"];
        if self.is_all() { number } else { cat![self.product(), "*", number] }
    }

    fn sum_of(&self, place: Place) -> Vec<Piece> {
        let all = Piece::All(place);
        match (self.is_all(), self.plain) {
            (true, _) => cat!["SUM(", all, ")"],
            (false, true) => cat!["SUMIFS(", all, ",", self.criteria(), ")"],
            (false, false) => cat!["SUM(IF(", self.numbers(place), ",", all, "))"],
        }
    }

    fn summed(&self, place: Place) -> Result<Formula, Reason> {
        let array = !self.plain && !self.is_all();
        Ok(self.finish(self.sum_of(place), "0", array))
    }

    fn average(&self, place: Place) -> Result<Formula, Reason> {
        let all = Piece::All(place);
        let array = !self.plain && !self.is_all();
        let words = match (self.is_all(), self.plain) {
            (true, _) => cat!["AVERAGE(", all, ")"],
            (false, true) => cat!["AVERAGEIFS(", all, ",", self.criteria(), ")"],
            (false, false) => cat!["AVERAGE(IF(", self.numbers(place), ",", all, "))"],
        };
        Ok(self.finish(cat!["IFERROR(", words, ",\"\")"], "\"\"", array))
    }

    /// A number from the numbers of the rows.
    fn gathered(&self, op: AggregateOp, place: Place, part: f64) -> Formula {
        let taken = || cat!["IF(", self.numbers(place), ",", Piece::All(place), ")"];
        let part = crate::value::number::shortest(part).replace('e', "E");
        let of = |name: &str| call(name, &[taken()]);
        let with = |name: &str| call(name, &[taken(), cat![part.as_str()]]);
        let words = match op {
            AggregateOp::Min | AggregateOp::Max => {
                let name = if op == AggregateOp::Min { "MIN" } else { "MAX" };
                cat!["IF(COUNT(", taken(), ")=0,\"\",", of(name), ")"]
            }
            AggregateOp::Median => of("MEDIAN"),
            AggregateOp::Percentile => with("PERCENTILE"),
            AggregateOp::Large => with("LARGE"),
            AggregateOp::Small => with("SMALL"),
            AggregateOp::Deviation => of("STDEV"),
            AggregateOp::PopulationDeviation => of("STDEVP"),
            AggregateOp::Variance => of("VAR"),
            AggregateOp::PopulationVariance => of("VARP"),
            AggregateOp::TopShare => {
                // The values above the last of the largest, and as many of its equals as belong to them.
                let last = cat!["LARGE(", taken(), ",MIN(", part.as_str(), ",COUNT(", taken(), ")))"];
                let above = cat!["(", Piece::All(place), ">", &last, ")"];
                let above = cat![self.numbers(place), "*", above];
                let sum = cat!["SUM(IF(", &above, ",", Piece::All(place), "))"];
                let rest = cat!["(MIN(", part.as_str(), ",COUNT(", taken(), "))-SUM(IF(", above, ",1)))*", last];
                cat!["(", sum, "+", rest, ")/SUM(", taken(), ")"]
            }
            AggregateOp::Concentration => cat!["SUMSQ(", taken(), ")/SUM(", taken(), ")^2"],
            AggregateOp::Sum
            | AggregateOp::Count
            | AggregateOp::Average
            | AggregateOp::WeightedAverage
            | AggregateOp::Distinct
            | AggregateOp::First
            | AggregateOp::Last
            | AggregateOp::List
            | AggregateOp::Mode => cat!["\"\""],
        };
        self.finish(cat!["IFERROR(", words, ",\"\")"], "\"\"", true)
    }

    /// The value of the row that comes first or last; none where several such rows differ.
    fn at_the_end(&self, place: Place, order: Place, first: bool) -> Formula {
        let takes = self.numbers(order);
        let best = cat![if first { "MIN" } else { "MAX" }, "(IF(", &takes, ",", Piece::All(order), "))"];
        let there = cat![&takes, "*(", Piece::All(order), "=", best, ")"];
        let found = cat!["INDEX(", Piece::All(place), ",MATCH(1,", &there, ",0))"];
        let same = cat!["SUM(", &there, "*(", Piece::All(place), "=", &found, "))=SUM(", there, ")"];
        let words = cat!["IFERROR(IF(", &found, "=\"\",\"\",IF(", same, ",", &found, ",\"\")),\"\")"];
        self.finish(words, "\"\"", true)
    }

    /// The whole, blank or nothing where what the rows are told by is blank.
    fn finish(&self, words: Vec<Piece>, empty: &str, array: bool) -> Formula {
        let open: Vec<Vec<Piece>> =
            self.pairs.iter().filter(|(_, own, _)| !own.is_sure()).map(|(_, own, _)| own.blank()).collect();
        let pieces = match open.as_slice() {
            [] => words,
            [one] => cat!["IF(", one, ",", empty, ",", words, ")"],
            several => cat!["IF(", call("OR", several), ",", empty, ",", words, ")"],
        };
        Formula { pieces, array }
    }
}
