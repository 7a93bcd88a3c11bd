//! `columns:`

use super::Reader;
use super::fields::Fields;
use super::parameters::{as_type, percent_format};
use crate::diagnostic::Diagnostic;
use crate::policy::layout::Origin;
use crate::policy::model::{Code, Column, Conventions, Fill, Presence};
use crate::policy::yaml::{Node, NodeKind};
use crate::source::Spanned;
use crate::value::{DayOrder, DecimalMark, NumberFormat, Type, Value, ops};
use std::cmp::Ordering;

pub(super) const KEYS: [&str; 17] = [
    "header",
    "from",
    "type",
    "title",
    "references",
    "required",
    "one_of",
    "min",
    "max",
    "format",
    "decimal",
    "order",
    "blank",
    "fill",
    "width",
    "note",
    "key",
];
/// Types a column of a sheet can have.
const TYPES: [&str; 6] = ["text", "number", "date", "datetime", "bool", CODE];
/// The type of codes: text, brought into one form.
const CODE: &str = "code";
/// Most digits of a code.
const WIDEST: f64 = 100.0;

impl Reader<'_> {
    /// Reads the columns to import; all keys may be left out.
    ///
    /// ```yaml
    /// id:          { header: [Customer ID, 고객 ID] }   # headers the sheet may use; the name itself always counts
    /// month:       { from: source.sheet }               # the sheet a row is in; source.workbook, source.row
    /// price:       { from: column C, type: number }      # a column by its letter
    /// name:                                             # nothing to say: text, header `name`
    /// category:    { one_of: [chain, store] }           # the only values allowed
    /// salesperson: { references: salespeople }          # holds the key of a row of that table
    /// stock:       { type: number, min: 0, max: 1_000 } # text (when left out), number, date, datetime, bool
    /// joined:      { type: date, min: 2000-01-01 }
    /// prior_sales: { type: number, required: false }    # the sheet may lack it; `true`: rows without it are rejected
    /// price:       { type: number, decimal: "," }       # 1.234,50, where the cells do not show it
    /// paid:        { type: date, order: dmy }           # 02/03/2026 is 2 March: dmy, mdy, ymd
    /// target:      { type: number, blank: ["-", n/a] }  # texts that stand for nothing
    /// shop:        { type: code, width: 5 }             # 5408 and 5408.0 are 05408
    /// region:      { fill: down }                       # printed once for several rows
    /// share:       { type: number, format: 0.0%, title: { en: Share, ko: 점유율 } }
    /// ```
    pub(super) fn columns(&mut self, node: Option<&Node>) -> Vec<Column> {
        let entries = self.entries(node, "a mapping of columns");
        entries.into_iter().filter_map(|(key, value)| self.column(key, value)).collect()
    }

    fn column(&mut self, key: &Node, node: &Node) -> Option<Column> {
        let name = self.text(key, "the name of a column")?;
        self.check_read_name(&name);
        let empty = Node { kind: NodeKind::Mapping(Vec::new()), span: name.span };
        let node = if node.is_null() { &empty } else { node };
        if let Some(text) = node.text() {
            let message = format!("column `{}` takes a mapping, found `{text}`", name.value);
            let help = match Type::from_word(text) {
                Some(_) => format!("write `{}: {{ type: {text} }}`", name.value),
                None => format!("write `{}: {{ header: {text} }}`, or move it to `formulas:`", name.value),
            };
            self.note(Diagnostic::error("wrong-kind", node.span, message).help(help));
        }
        let fields = match node.text() {
            Some(_) => self.fields(&empty, "", &KEYS)?,
            None => self.fields(node, &format!("column `{}`", name.value), &KEYS)?,
        };
        if let Some((span, _)) = fields.entry("key") {
            let help = format!("write `key: {}` next to `columns:` of the table", name.value);
            self.note(Diagnostic::error("unknown-key", span, "the key is named by the table").help(help));
        }
        let from = self.origin(&fields);
        let row = from.filter(|from| *from == Origin::Row && fields.get("type").is_none());
        let kind = self.type_word(fields.get("type"), &TYPES);
        let (min, max) = (fields.get("min"), fields.get("max"));
        let percent = [min, max].into_iter().flatten().find_map(percent_format).map(|_| NumberFormat::Percent(1));
        let limits_of = kind.as_ref().map_or(Type::Text, |kind| kind.value);
        let column = Column {
            headers: self.texts(fields.get("header"), "a header"),
            title: self.localized(fields.get("title")),
            references: fields.get("references").and_then(|node| self.text(node, "a table's name")),
            presence: match self.flag(fields.get("required"), "`required`") {
                Some(true) => Presence::Cells,
                Some(false) => Presence::Optional,
                None => Presence::Column,
            },
            one_of: self.one_of(fields.get("one_of"), Some(limits_of)),
            min: min.and_then(|node| self.limit(node, "`min`", limits_of)),
            max: max.and_then(|node| self.limit(node, "`max`", limits_of)),
            format: self.format(fields.get("format")).or(percent).unwrap_or_default(),
            conventions: self.conventions(&fields),
            fill: self.fill(&fields),
            code: self.code(&fields),
            // Numbers of rows are numbers.
            kind: kind.map_or(if row.is_some() { Type::Number } else { Type::Text }, |kind| kind.value),
            from,
            name,
        };
        self.check_limits(&column);
        self.check_conventions(&column, &fields);
        Some(column)
    }

    /// How numbers, dates and blanks are written: `decimal: ","`, `order: dmy`, `blank: n/a`.
    pub(super) fn conventions(&mut self, fields: &Fields<'_>) -> Conventions {
        let order = fields.get("order").and_then(|node| self.text(node, "an order of day, month and year"));
        let order = order.and_then(|text| self.word(&text, "`order`", &DayOrder::WORDS));
        let blank = fields.get("blank").map(|node| self.blank_words(node).into());
        Conventions {
            decimal: fields.get("decimal").and_then(|node| self.decimal(node)),
            order: order.and_then(DayOrder::from_word),
            blank,
        }
    }

    /// Texts that stand for nothing. `NULL` without quotes is nothing to YAML, and here the text that it is.
    fn blank_words(&mut self, node: &Node) -> Vec<String> {
        let items =
            if let NodeKind::Sequence(items) = &node.kind { items.as_slice() } else { std::slice::from_ref(node) };
        let mut words = Vec::new();
        for item in items {
            let written = self.sources.text(item.span).trim();
            if item.kind == NodeKind::Null && !written.is_empty() {
                words.push(written.to_string());
            } else {
                let text = self.text(item, "a text that means a blank, or a list of them");
                words.extend(text.map(|text| text.value));
            }
        }
        words
    }

    /// `from:` a word for what is known of a row's source.
    fn origin(&mut self, fields: &Fields<'_>) -> Option<Origin> {
        let (span, _) = fields.entry("from")?;
        if let Some((header, _)) = fields.entry("header") {
            let message = format!("{} has both `from` and `header`", fields.what);
            let help = "keep `header:` for a column of the sheet, `from:` for anything else";
            self.note(Diagnostic::error("two-sources", header, message).related(span, "`from`").help(help));
        }
        let text = fields.get("from").and_then(|node| self.text(node, "`source.sheet` or the like"))?;
        let origin = Origin::from_word(&text.value);
        if origin.is_none() {
            let message = format!("`from` cannot be `{}`", text.value);
            let help = "write `source.sheet`, `source.workbook`, `source.row`, `source.title`, `source.heading`, or a column by its letter: `column C`";
            self.note(Diagnostic::error("unknown-word", text.span, message).help(help));
        }
        origin
    }

    fn fill(&mut self, fields: &Fields<'_>) -> Option<Fill> {
        let text = fields.get("fill").and_then(|node| self.text(node, "`down`"))?;
        self.word(&text, "`fill`", &Fill::WORDS).map(|_| Fill::Down)
    }

    /// `type: code`, and the `width:` that goes with it alone.
    fn code(&mut self, fields: &Fields<'_>) -> Option<Code> {
        let is_code = fields.get("type").and_then(Node::text) == Some(CODE);
        let width = fields.entry("width");
        if let (false, Some((span, _))) = (is_code, width) {
            let help = "add `type: code` to the column";
            self.note(Diagnostic::error("wrong-type", span, "`width` is for codes").help(help));
        }
        let digits = width.filter(|_| is_code).and_then(|(_, node)| self.number(node, "`width`"));
        let digits = digits.filter(|digits| {
            let sound = digits.value.fract() == 0.0 && (1.0..=WIDEST).contains(&digits.value);
            if !sound {
                let message = format!("`width` is a number of digits from 1 to {WIDEST}");
                self.note(Diagnostic::error("wrong-kind", digits.span, message).help("write `width: 5`"));
            }
            sound
        });
        is_code.then(|| Code { width: digits.map(|digits| digits.value as u32) })
    }

    fn decimal(&mut self, node: &Node) -> Option<DecimalMark> {
        let text = self.text(node, "a decimal mark")?;
        let mark = DecimalMark::from_mark(&text.value);
        if mark.is_none() {
            let message = format!("`decimal` cannot be `{}`", text.value);
            let help = "write `decimal: \",\"` for 1.234,50 or `decimal: \".\"` for 1,234.50";
            self.note(Diagnostic::error("unknown-word", text.span, message).help(help));
        }
        mark
    }

    fn check_conventions(&mut self, column: &Column, fields: &Fields<'_>) {
        let dates = matches!(column.kind, Type::Date | Type::DateTime);
        for (key, things, fits, kind) in
            [("decimal", "numbers", column.kind == Type::Number, "number"), ("order", "dates", dates, "date")]
        {
            if let (Some((span, _)), false) = (fields.entry(key), fits) {
                let (name, kind_found) = (&column.name.value, column.kind.a_word());
                let message = format!("`{key}` is for {things}; column `{name}` is {kind_found}");
                let help = format!("add `type: {kind}` to the column");
                self.note(Diagnostic::error("wrong-type", span, message).help(help));
            }
        }
    }

    /// `min:` or `max:` of a column of that type: a number, a day, or a moment.
    fn limit(&mut self, node: &Node, what: &str, kind: Type) -> Option<Spanned<Value>> {
        if !matches!(kind, Type::Date | Type::DateTime) {
            // The type of a column that takes no limits is told once, not at each of them.
            let day = node.text().is_some_and(|text| as_type(text, Type::Date).is_some() && kind != Type::Number);
            let limit = if day { self.day_or_moment(node, Type::Date) } else { None };
            return limit.or_else(|| Some(self.number(node, what)?.map(Value::Number)));
        }
        let limit = self.day_or_moment(node, kind);
        if limit.is_none() && node.text().is_some() {
            let written = node.text().unwrap_or_default();
            let message = format!("{what} must be {}, found `{written}`", kind.a_word());
            let help = "write a day as `2026-01-31`; `type: number` is for numbers";
            self.note(Diagnostic::error("wrong-type", node.span, message).help(help));
        }
        limit
    }

    fn day_or_moment(&mut self, node: &Node, kind: Type) -> Option<Spanned<Value>> {
        let text = self.text(node, "a date")?;
        let timed = kind == Type::DateTime && text.value.contains(':');
        as_type(&text.value, if timed { Type::DateTime } else { Type::Date })
            .map(|value| Spanned::new(value, text.span))
    }

    fn check_limits(&mut self, column: &Column) {
        if let (Some(min), Some(max)) = (&column.min, &column.max)
            && ops::compare(&min.value, &max.value).is_some_and(Ordering::is_gt)
        {
            let message = format!("`max` of column `{}` is below its `min`", column.name.value);
            self.note(Diagnostic::error("bad-limits", max.span, message).related(min.span, "the least allowed"));
        }
        let ordered = matches!(column.kind, Type::Number | Type::Date | Type::DateTime);
        if let (Some(limit), false) = (column.min.as_ref().or(column.max.as_ref()), ordered) {
            let (name, kind) = (&column.name.value, column.kind.a_word());
            let message = format!("`min` and `max` are for numbers and dates; column `{name}` is {kind}");
            let word = if matches!(limit.value, Value::Number(_)) { "number" } else { "date" };
            let found = Diagnostic::error("wrong-type", limit.span, message);
            self.note(found.help(format!("add `type: {word}` to the column")));
        }
    }
}
