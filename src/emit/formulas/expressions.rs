//! Expressions over a row.

use super::said::Said;
use super::words::{ParameterPart, Piece, Place, call, cat, joined, quoted};
use super::{Reason, Speaker};
use crate::formula::{BinaryOp, ColumnId, Expr, ExprKind, TableId, UnaryOp};
use crate::value::{DateTime, Type, Value, number};

/// Longest text a formula can hold, in characters.
const LONGEST_TEXT: usize = 250;

impl Speaker<'_> {
    /// An expression of a table, for one of its rows.
    pub(super) fn say(&mut self, table: TableId, expr: &Expr) -> Result<Said, Reason> {
        match &expr.kind {
            ExprKind::Constant(value) => constant(value),
            ExprKind::Parameter(name) => self.parameter(name),
            ExprKind::Column(slot) => {
                let id = ColumnId { table, slot: *slot };
                self.holds_one_value(id)?;
                Ok(Said::cell(Piece::Own(Place::Column(id))))
            }
            ExprKind::Follow { .. } => Ok(Said::cell(Piece::Own(self.place_of(table, expr)?))),
            ExprKind::Figure(id) => {
                self.holds_one_value(*id)?;
                Ok(Said::cell(Piece::Single(*id)))
            }
            ExprKind::Unary(op, part) => {
                let part = self.say(table, part)?;
                let words = match op {
                    UnaryOp::Negate => cat!["-", grouped(&part.words)],
                    UnaryOp::Not => call("NOT", std::slice::from_ref(&part.words)),
                };
                Ok(Said::of(&[&part], words, *op == UnaryOp::Not))
            }
            ExprKind::Binary(op, a, b) => self.binary(table, *op, a, b),
            ExprKind::And(items) => self.logic(table, items, false),
            ExprKind::Or(items) => self.logic(table, items, true),
            ExprKind::Coalesce(items) => self.coalesce(table, items),
            ExprKind::If(condition, then, otherwise) => self.branch(table, condition, then, otherwise),
            ExprKind::In(needle, haystack) => self.is_in(table, needle, haystack),
            ExprKind::List(_) => Err("it holds a list".into()),
            ExprKind::Join(items) => self.join(table, items),
            ExprKind::Call(function, args) => self.call(table, function.name, args, expr),
            ExprKind::Script(name, _) => Err(format!("`{name}` is a script")),
        }
    }

    fn parameter(&self, name: &std::sync::Arc<str>) -> Result<Said, Reason> {
        let value = self.trace.parameter(name);
        match value {
            Value::List(_) | Value::Period(_) => Err(format!("the parameter `{name}` is no single value")),
            Value::Text(text) if text.is_empty() => Err(format!("the parameter `{name}` is an empty text")),
            Value::Blank | Value::Number(_) | Value::Text(_) | Value::Bool(_) | Value::Date(_) | Value::DateTime(_) => {
                Ok(Said::sure(cat![Piece::Parameter(name.clone(), ParameterPart::Value)]))
            }
        }
    }

    fn binary(&mut self, table: TableId, op: BinaryOp, left: &Expr, right: &Expr) -> Result<Said, Reason> {
        let types = [left.ty, right.ty];
        let (a, b) = (self.say(table, left)?, self.say(table, right)?);
        let is = |ty: Type| types.contains(&Some(ty));
        if op == BinaryOp::Add && is(Type::Text) {
            if types != [Some(Type::Text); 2] {
                return Err("it puts something other than a text into a text".into());
            }
            return Ok(Said::of(&[&a, &b], cat![grouped(&a.words), "&", grouped(&b.words)], true));
        }
        if op.compares() {
            return self.comparison(op, types, [&a, &b]);
        }
        let (x, y) = (grouped(&a.words), grouped(&b.words));
        let (words, fails) = match op {
            BinaryOp::Divide => (cat![x, "/", y], true),
            BinaryOp::Power => (call("POWER", &[a.words.clone(), b.words.clone()]), true),
            // The sign of a remainder is that of the number divided.
            BinaryOp::Remainder => (cat!["SIGN(", &x, ")*MOD(ABS(", &x, "),ABS(", y, "))"], true),
            BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply => (cat![x, op.sign(), y], false),
            BinaryOp::Equal
            | BinaryOp::NotEqual
            | BinaryOp::Less
            | BinaryOp::LessOrEqual
            | BinaryOp::Greater
            | BinaryOp::GreaterOrEqual => return Err("it compares".into()),
        };
        let said = Said::of(&[&a, &b], words, false);
        Ok(if fails { said.failing() } else { said })
    }

    /// `a op b` for a comparison.
    pub(super) fn comparison(
        &self,
        op: BinaryOp,
        types: [Option<Type>; 2],
        [a, b]: [&Said; 2],
    ) -> Result<Said, Reason> {
        let equal = matches!(op, BinaryOp::Equal | BinaryOp::NotEqual);
        let words = match types {
            [Some(Type::Text), Some(Type::Text)] if equal => {
                let same = call("EXACT", &[a.words.clone(), b.words.clone()]);
                if op == BinaryOp::Equal { same } else { call("NOT", &[same]) }
            }
            [Some(Type::Text), _] | [_, Some(Type::Text)] => {
                return Err("it puts texts in order, which spreadsheets do otherwise".into());
            }
            [Some(Type::List | Type::Period), _] | [_, Some(Type::List | Type::Period)] => {
                return Err("it compares lists or periods".into());
            }
            // A day and a moment are compared by day.
            [Some(Type::Date), Some(Type::DateTime)] | [Some(Type::DateTime), Some(Type::Date)] => {
                cat!["INT(", &a.words, ")", sign(op), "INT(", &b.words, ")"]
            }
            _ => cat![grouped(&a.words), sign(op), grouped(&b.words)],
        };
        Ok(Said::of(&[a, b], words, true))
    }

    /// Three-valued `&&`, or `||` where true decides.
    fn logic(&mut self, table: TableId, items: &[Expr], decides: bool) -> Result<Said, Reason> {
        let items: Vec<Said> = items.iter().map(|item| self.say(table, item)).collect::<Result<_, _>>()?;
        let name = if decides { "OR" } else { "AND" };
        if items.iter().all(Said::is_sure) {
            let words: Vec<Vec<Piece>> = items.iter().map(|item| item.words.clone()).collect();
            return Ok(Said::sure(call(name, &words)));
        }
        let decided: Vec<Vec<Piece>> =
            items.iter().map(|item| if decides { item.is_true() } else { item.is_false() }).collect();
        let open: Vec<Vec<Piece>> = items.iter().filter(|item| !item.is_sure()).map(Said::blank).collect();
        let (yes, no) = if decides { ("TRUE", "FALSE") } else { ("FALSE", "TRUE") };
        let words = cat!["IF(", call("OR", &decided), ",", yes, ",IF(", call("OR", &open), ",\"\",", no, "))"];
        Ok(Said { words, maybe: true, ..Said::default() })
    }

    /// Whether an expression is true for certain: a rule, a filter and a trigger ask no more.
    pub(super) fn truth(&mut self, table: TableId, expr: &Expr) -> Result<Vec<Piece>, Reason> {
        match &expr.kind {
            ExprKind::And(items) | ExprKind::Or(items) => {
                let parts: Vec<Vec<Piece>> =
                    items.iter().map(|item| self.truth(table, item)).collect::<Result<_, _>>()?;
                Ok(call(if matches!(expr.kind, ExprKind::And(_)) { "AND" } else { "OR" }, &parts))
            }
            ExprKind::Unary(UnaryOp::Not, part) => Ok(self.say(table, part)?.is_false()),
            _ => Ok(self.say(table, expr)?.is_true()),
        }
    }

    fn coalesce(&mut self, table: TableId, items: &[Expr]) -> Result<Said, Reason> {
        let Some((last, first)) = items.split_last() else { return Err("it has no parts".into()) };
        let end = self.say(table, last)?.as_part();
        let mut words = end.words.clone();
        for item in first.iter().rev() {
            let part = self.say(table, item)?;
            let closed = part.closed();
            words = cat!["IF(", part.blank(), ",", words, ",", closed, ")"];
        }
        // An empty text for a blank is a value like any other.
        Ok(Said { words, maybe: end.maybe, ..Said::default() })
    }

    fn branch(&mut self, table: TableId, condition: &Expr, then: &Expr, otherwise: &Expr) -> Result<Said, Reason> {
        let condition = self.say(table, condition)?;
        let (a, b) = (self.say(table, then)?.as_part(), self.say(table, otherwise)?.as_part());
        let words = cat!["IF(", &condition.words, ",", &a.words, ",", &b.words, ")"];
        let mut said = Said::of(&[&condition], words, true);
        said.maybe = a.maybe || b.maybe;
        Ok(said)
    }

    fn is_in(&mut self, table: TableId, needle: &Expr, haystack: &Expr) -> Result<Said, Reason> {
        let own = self.say(table, needle)?;
        if haystack.ty == Some(Type::Period) {
            let (from, to) = self.period(table, haystack)?;
            let day = if needle.ty == Some(Type::DateTime) {
                call("INT", std::slice::from_ref(&own.words))
            } else {
                own.words.clone()
            };
            let words = cat!["AND(", &day, ">=", grouped(&from.words), ",", &day, "<=", grouped(&to.words), ")"];
            return Ok(Said::of(&[&own, &from, &to], words, true));
        }
        if haystack.ty == Some(Type::Text) {
            let whole = self.say(table, haystack)?;
            let words = cat!["ISNUMBER(FIND(", &own.words, ",", &whole.words, "))"];
            return Ok(Said::of(&[&own, &whole], words, true));
        }
        let items: Vec<Said> = match &haystack.kind {
            ExprKind::List(items) => items.iter().map(|item| self.say(table, item)).collect::<Result<_, _>>()?,
            ExprKind::Constant(Value::List(items)) => items.iter().map(constant).collect::<Result<_, _>>()?,
            ExprKind::Parameter(name) => {
                let all = Piece::Parameter(name.clone(), ParameterPart::Value);
                let same = match needle.ty {
                    Some(Type::Text) => cat!["EXACT(", &own.words, ",", all, ")"],
                    _ => cat!["(", &own.words, "=", all, ")"],
                };
                return Ok(Said::of(&[&own], cat!["SUMPRODUCT(--", same, ")>0"], true));
            }
            _ => return Err("it looks into a list".into()),
        };
        if items.iter().any(|item| !item.is_sure()) {
            return Err("it looks into a list with blanks".into());
        }
        let ty = [needle.ty, needle.ty];
        let bare = Said::sure(own.words.clone());
        let same: Vec<Vec<Piece>> = items
            .iter()
            .map(|item| Ok(self.comparison(BinaryOp::Equal, ty, [&bare, item])?.words))
            .collect::<Result<_, Reason>>()?;
        Ok(Said::of(&[&own], if same.is_empty() { cat!["FALSE"] } else { call("OR", &same) }, true))
    }

    /// Texts and values put together; a blank shows as `–`.
    fn join(&mut self, table: TableId, items: &[Expr]) -> Result<Said, Reason> {
        let rows: Vec<u32> = (0..self.trace.rows(table) as u32).collect();
        let mut parts = Vec::new();
        for item in items {
            let said = self.say(table, item)?;
            let words = match item.ty {
                Some(Type::Text) | None => said.words.clone(),
                Some(Type::Number) => {
                    self.numbers_read_alike(&self.trace.values(table, item, &rows))?;
                    said.words.clone()
                }
                Some(Type::Date) => self::iso(&said.words),
                Some(other) => return Err(format!("it puts {} into a text", other.a_word())),
            };
            let shown = match said.is_sure() {
                true => grouped(&words),
                false => cat!["IF(", said.blank(), ",\"–\",", words, ")"],
            };
            parts.push(shown);
        }
        Ok(Said::sure(cat!["\"\"&", joined(&parts, "&")]))
    }
}

/// A day as `2026-03-01`, whatever the language of the spreadsheet.
pub(super) fn iso(day: &Vec<Piece>) -> Vec<Piece> {
    cat!["YEAR(", day, ")&\"-\"&RIGHT(\"0\"&MONTH(", day, "),2)&\"-\"&RIGHT(\"0\"&DAY(", day, "),2)"]
}

/// Words that stay together beside an operator.
pub(super) fn grouped(words: &Vec<Piece>) -> Vec<Piece> {
    match words.as_slice() {
        [Piece::Text(text)] if is_plain(text) => words.clone(),
        [Piece::Text(_)] => cat!["(", words, ")"],
        [_] => words.clone(),
        _ => cat!["(", words, ")"],
    }
}

/// A number, a text or a single word.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
        || (text.len() >= 2 && text.starts_with('"') && text.ends_with('"') && !text[1..text.len() - 1].contains('"'))
}

/// A comparison as spreadsheets write it.
fn sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Equal => "=",
        BinaryOp::NotEqual => "<>",
        other => other.sign(),
    }
}

/// A value as a formula writes it.
pub(super) fn constant(value: &Value) -> Result<Said, Reason> {
    let words = match value {
        Value::Blank => return Ok(Said { words: cat!["\"\""], maybe: true, ..Said::default() }),
        Value::Number(number) => number_words(*number),
        Value::Text(text) if text.chars().count() > LONGEST_TEXT => return Err("it holds a long text".into()),
        Value::Text(text) if text.chars().any(char::is_control) => {
            return Err("it holds a text of several lines".into());
        }
        Value::Text(text) => quoted(text),
        Value::Bool(true) => "TRUE".to_string(),
        Value::Bool(false) => "FALSE".to_string(),
        Value::Date(day) => format!("DATE({},{},{})", day.year(), day.month(), day.day()),
        Value::DateTime(moment) => {
            let Some(serial) = DateTime::serial(*moment) else { return Err("it holds a day before 1900".into()) };
            number_words(serial)
        }
        Value::Period(_) => return Err("it holds a period".into()),
        Value::List(_) => return Err("it holds a list".into()),
    };
    Ok(Said::sure(cat![words]))
}

/// A number with all its digits.
fn number_words(value: f64) -> String {
    number::shortest(value).replace('e', "E")
}
