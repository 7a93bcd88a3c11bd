//! Periods: a first and a last day.

use super::said::Said;
use super::words::{ParameterPart, Piece, call, cat};
use super::{Reason, Speaker};
use crate::formula::{Expr, ExprKind, TableId};
use crate::value::{Type, Value};

impl Speaker<'_> {
    /// The first and the last day of a period.
    pub(super) fn period(&mut self, table: TableId, expr: &Expr) -> Result<(Said, Said), Reason> {
        match &expr.kind {
            ExprKind::Constant(Value::Period(period)) => {
                let end = |day| super::expressions::constant(&Value::Date(day));
                Ok((end(period.from)?, end(period.to)?))
            }
            ExprKind::Parameter(name) => {
                let end = |part| Said::sure(cat![Piece::Parameter(name.clone(), part)]);
                Ok((end(ParameterPart::From), end(ParameterPart::To)))
            }
            ExprKind::Call(function, args) => self.period_of(table, function.name, args),
            ExprKind::Column(_)
            | ExprKind::Follow { .. }
            | ExprKind::Figure(_)
            | ExprKind::Constant(_)
            | ExprKind::Unary(..)
            | ExprKind::Binary(..)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Coalesce(_)
            | ExprKind::If(..)
            | ExprKind::In(..)
            | ExprKind::List(_)
            | ExprKind::Join(_)
            | ExprKind::Script(..) => Err("it chooses among periods".into()),
        }
    }

    fn period_of(&mut self, table: TableId, name: &str, args: &[Expr]) -> Result<(Said, Said), Reason> {
        let Some(first) = args.first() else { return Err(format!("`{name}` makes a period")) };
        if name == "last_year" {
            return self.last_year(table, first);
        }
        if first.ty == Some(Type::Period) {
            return Err(format!("`{name}` makes a period of a period"));
        }
        let day = self.say(table, first)?;
        let both = |from: Vec<Piece>, to: Vec<Piece>| (Said::of(&[&day], from, false), Said::of(&[&day], to, false));
        let d = &day.words;
        match name {
            "month_of" => Ok(both(cat!["DATE(YEAR(", d, "),MONTH(", d, "),1)"], cat!["EOMONTH(", d, ",0)"])),
            "quarter_of" => {
                let month = cat!["3*INT((MONTH(", d, ")+2)/3)"];
                Ok(both(
                    cat!["DATE(YEAR(", d, "),", &month, "-2,1)"],
                    cat!["EOMONTH(DATE(YEAR(", d, "),", &month, ",1),0)"],
                ))
            }
            "year_of" => Ok(both(cat!["DATE(YEAR(", d, "),1,1)"], cat!["DATE(YEAR(", d, "),12,31)"])),
            "period" => match args {
                [_, last] => Ok((day.clone(), self.say(table, last)?)),
                _ => Err("it makes a period".into()),
            },
            "trailing_days" => {
                let Some(count) = args.get(1) else { return Err("it makes a period".into()) };
                let count = self.say(table, count)?;
                let from = cat![d, "+1-", super::expressions::grouped(&count.words)];
                Ok((Said::of(&[&day, &count], from, false), day.clone()))
            }
            _ => Err(format!("`{name}` makes a period")),
        }
    }

    /// Twelve months earlier; a period of whole months stays one.
    fn last_year(&mut self, table: TableId, of: &Expr) -> Result<(Said, Said), Reason> {
        let (from, to) = self.period(table, of)?;
        let earlier = |day: &Said| call("EDATE", &[day.words.clone(), cat!["-12"]]);
        let whole = cat![
            "AND(DAY(",
            &from.words,
            ")=1,EOMONTH(",
            &to.words,
            ",0)=",
            super::expressions::grouped(&to.words),
            ")"
        ];
        let end = cat!["IF(", whole, ",EOMONTH(", &to.words, ",-12),", earlier(&to), ")"];
        Ok((Said::of(&[&from], earlier(&from), false), Said::of(&[&from, &to], end, false)))
    }
}
