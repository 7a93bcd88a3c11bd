//! Functions of the catalogue.

use super::expressions::grouped;
use super::said::Said;
use super::words::{Piece, call, cat};
use super::{Reason, Speaker};
use crate::formula::{Expr, TableId};
use crate::value::Type;

impl Speaker<'_> {
    /// A call of a function.
    pub(super) fn call(&mut self, table: TableId, name: &str, args: &[Expr], whole: &Expr) -> Result<Said, Reason> {
        match name {
            "is_blank" => {
                let part = self.say(table, &args[0])?;
                return Ok(Said::sure(part.blank()));
            }
            "days" | "first_day" | "last_day" => {
                let (from, to) = self.period(table, &args[0])?;
                return Ok(match name {
                    "first_day" => from,
                    "last_day" => to,
                    _ => {
                        let days = cat!["MAX(", &to.words, "-", grouped(&from.words), "+1,0)"];
                        Said::of(&[&from, &to], days, false)
                    }
                });
            }
            _ => {}
        }
        if args.iter().any(|arg| matches!(arg.ty, Some(Type::List | Type::Period))) {
            return Err(format!("`{name}` works on lists or periods"));
        }
        let said: Vec<Said> = args.iter().map(|arg| self.say(table, arg)).collect::<Result<_, _>>()?;
        let parts: Vec<Vec<Piece>> = said.iter().map(|part| part.words.clone()).collect();
        let Some((words, fails)) = spoken(name, &parts, whole.ty) else {
            return Err(format!("`{name}` has no counterpart that every spreadsheet has"));
        };
        let all: Vec<&Said> = said.iter().collect();
        // Unlike operators, functions take an empty text for a text, and some for 0.
        let made = Said::of(&all, words, true);
        Ok(if fails { made.failing() } else { made })
    }
}

/// The words of a function, and whether it may have no answer.
fn spoken(name: &str, a: &[Vec<Piece>], gives: Option<Type>) -> Option<(Vec<Piece>, bool)> {
    of_numbers(name, a, gives).or_else(|| of_days(name, a)).or_else(|| of_texts(name, a))
}

fn of_numbers(name: &str, a: &[Vec<Piece>], gives: Option<Type>) -> Option<(Vec<Piece>, bool)> {
    let x = a.first()?;
    let digits = || a.get(1).cloned().unwrap_or_else(|| cat!["0"]);
    let ordered = matches!(gives, Some(Type::Number | Type::Date | Type::DateTime));
    let sure = |words: Vec<Piece>| Some((words, false));
    let asked = |words: Vec<Piece>| Some((words, true));
    match name {
        "abs" => sure(call("ABS", a)),
        "sign" => sure(call("SIGN", a)),
        "round" => sure(call("ROUND", &[x.clone(), digits()])),
        "round_up" => sure(call("ROUNDUP", &[x.clone(), digits()])),
        "round_down" => sure(call("ROUNDDOWN", &[x.clone(), digits()])),
        "floor" => sure(call("INT", a)),
        "ceil" => sure(cat!["-INT(-", grouped(x), ")"]),
        "trunc" => sure(call("TRUNC", a)),
        "round_to" => asked(cat!["ROUND(", grouped(x), "/", grouped(&a[1]), ",0)*", grouped(&a[1])]),
        "mod" => asked(call("MOD", a)),
        "sqrt" => asked(call("SQRT", a)),
        "exp" => asked(call("EXP", a)),
        "ln" => asked(call("LN", a)),
        "log10" => asked(call("LOG10", a)),
        "min" if ordered => sure(call("MIN", a)),
        "max" if ordered => sure(call("MAX", a)),
        "clamp" => sure(cat!["MIN(MAX(", x, ",", &a[1], "),", &a[2], ")"]),
        _ => None,
    }
}

fn of_days(name: &str, a: &[Vec<Piece>]) -> Option<(Vec<Piece>, bool)> {
    let d = a.first()?;
    let sure = |words: Vec<Piece>| Some((words, false));
    // The Thursday of a week decides its year.
    let thursday = || cat!["INT(", d, ")+4-WEEKDAY(", d, ",2)"];
    let week = || cat!["INT((", thursday(), "-DATE(YEAR(", thursday(), "),1,1))/7)+1"];
    match name {
        "year" => sure(call("YEAR", a)),
        "month" => sure(call("MONTH", a)),
        "day" => sure(call("DAY", a)),
        "hour" => sure(call("HOUR", a)),
        "minute" => sure(call("MINUTE", a)),
        "quarter" => sure(cat!["INT((MONTH(", d, ")+2)/3)"]),
        "weekday" => sure(call("WEEKDAY", &[d.clone(), cat!["2"]])),
        "week_number" => sure(week()),
        "week" => sure(cat!["YEAR(", thursday(), ")&\"-W\"&RIGHT(\"0\"&", week(), ",2)"]),
        "year_month" => sure(cat!["YEAR(", d, ")&\"-\"&RIGHT(\"0\"&MONTH(", d, "),2)"]),
        "year_quarter" => sure(cat!["YEAR(", d, ")&\"-Q\"&INT((MONTH(", d, ")+2)/3)"]),
        "month_start" => sure(cat!["DATE(YEAR(", d, "),MONTH(", d, "),1)"]),
        "month_end" => sure(cat!["EOMONTH(", d, ",0)"]),
        "quarter_start" => sure(cat!["DATE(YEAR(", d, "),3*INT((MONTH(", d, ")+2)/3)-2,1)"]),
        "year_start" => sure(cat!["DATE(YEAR(", d, "),1,1)"]),
        "week_start" => sure(cat!["INT(", d, ")+1-WEEKDAY(", d, ",2)"]),
        "date" => Some((call("DATE", a), true)),
        "add_months" => Some((call("EDATE", a), true)),
        _ => None,
    }
}

fn of_texts(name: &str, a: &[Vec<Piece>]) -> Option<(Vec<Piece>, bool)> {
    let t = a.first()?;
    let sure = |words: Vec<Piece>| Some((words, false));
    match name {
        "length" => sure(call("LEN", a)),
        "left" => Some((call("LEFT", a), true)),
        "right" => Some((call("RIGHT", a), true)),
        "mid" => Some((call("MID", a), true)),
        "contains" => sure(cat!["ISNUMBER(FIND(", &a[1], ",", t, "))"]),
        "starts_with" => sure(cat!["EXACT(LEFT(", t, ",LEN(", &a[1], ")),", &a[1], ")"]),
        "ends_with" => sure(cat!["EXACT(RIGHT(", t, ",LEN(", &a[1], ")),", &a[1], ")"]),
        "find" => Some((cat!["FIND(", &a[1], ",", t, ")"], true)),
        _ => None,
    }
}
