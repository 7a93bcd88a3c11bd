//! `tables:`

use super::Reader;
use super::names::Names;
use crate::diagnostic::Diagnostic;
use crate::policy::model::{CalendarUnit, Duplicates, Repeats, Rows, Table, Unpivot};
use crate::policy::yaml::{Node, NodeKind};
use crate::source::Spanned;

pub(super) const KEYS: [&str; 28] = [
    "type",
    "sheet",
    "workbook",
    "range",
    "header",
    "rows",
    "group",
    "by",
    "pairs",
    "where",
    "unpivot",
    "values",
    "into",
    "stack",
    "calendar",
    "over",
    "title",
    "key",
    "optional",
    "repeats",
    "duplicates",
    "decimal",
    "order",
    "blank",
    "columns",
    "formulas",
    "decisions",
    "note",
];

/// The keys that say where rows come from.
pub(super) const SOURCES: [&str; 6] = ["sheet", "group", "pairs", "unpivot", "stack", "calendar"];

/// Keys that say how sheets are read.
const OF_SHEETS: [&str; 5] = ["optional", "repeats", "decimal", "order", "blank"];

impl Reader<'_> {
    /// Reads the tables. A table has its rows from a sheet, from a group of another table's rows,
    /// from pairs of rows of two tables:
    ///
    /// ```yaml
    /// customers:
    ///   sheet: [Customers, 고객]     # any of these names, `2026-*` too; the table's own name when left out
    ///   range: B3:F20                # that part of the sheet; a name; `{ below: a title }`
    ///   header: 3                    # in that row; [3, 4]; none; [year, measure]: two rows
    ///   rows: all                    # none of them is a total, a heading or a remark, whatever it looks like
    ///   workbook: sales_*.xlsx       # the workbooks it is read from; all when left out
    ///   key: id                      # the column that names a row
    ///   optional: true               # the workbook may lack the sheet
    ///   repeats: leave_out           # rows that another file has too are copies
    ///   duplicates: last             # of rows with one key: first, last, reject, sum
    ///   decimal: ","                 # numbers are written 1.234,50
    ///   order: dmy                   # dates are written 31/12/2026
    ///   blank: ["NULL", n/a]         # texts that stand for nothing
    ///   title: Customers
    ///   columns: …                   # imported
    ///   formulas: …                  # worked out
    ///   decisions: …                 # worked out by decision tables
    /// manager_weeks:
    ///   group: contacts
    ///   by: { salesperson: contacts.salesperson, week: week(contacts.date) }
    ///   where: contacts.date in period
    /// matches:
    ///   pairs: [demands, products]
    ///   where: products.price <= demands.budget
    /// budget_months:
    ///   unpivot: budgets             # a sheet with a column for each month
    ///   values: [jan, feb, mar]      # those columns, or those with a header like `2026-*`
    ///   type: number                 # of columns found so
    ///   into: [month, amount]        # the title of the column, and the value; `[year, measure, amount]`
    /// all_orders:
    ///   stack: [orders_2025, orders_2026]
    /// months:
    ///   calendar: month              # one row for each month of `period`: `month`, `first_day`, `last_day`
    ///   over: last_year(period)      # of another period
    /// ```
    ///
    /// `by:` also takes a column's name or a list of them. `note:` is for the reader alone.
    pub(super) fn tables(&mut self, node: Option<&Node>) -> Vec<Table> {
        let entries = self.entries(node, "a mapping of tables");
        entries.into_iter().filter_map(|(key, value)| self.table(key, value)).collect()
    }

    fn table(&mut self, key: &Node, node: &Node) -> Option<Table> {
        let name = self.name(key, "table")?;
        let what = format!("table `{}`", name.value);
        let empty = Node { kind: NodeKind::Mapping(Vec::new()), span: name.span };
        // A table of which nothing could be read is still known by its name.
        let mut fields = match &node.kind {
            NodeKind::Null => self.fields(&empty, &what, &KEYS)?,
            NodeKind::Mapping(_) => self.fields(node, &what, &KEYS)?,
            NodeKind::Scalar { .. } | NodeKind::Sequence(_) => {
                self.wrong_kind(node, &format!("keys and values for {what}"));
                self.fields(&empty, &what, &KEYS)?
            }
        };
        fields.span = name.span;
        let table = Table {
            title: self.localized(fields.get("title")),
            rows: self.rows(&fields),
            key: fields.get("key").and_then(|node| self.text(node, "a column's name")),
            optional: self.flag(fields.get("optional"), "`optional`").unwrap_or(false),
            repeats: self.repeats(&fields),
            duplicates: self.duplicates(&fields),
            layout: self.layout(&fields),
            conventions: self.conventions(&fields),
            columns: self.columns(fields.get("columns")),
            formulas: self.formulas(fields.get("formulas"), "column"),
            decisions: self.decisions(fields.get("decisions")),
            name,
        };
        self.columns_without_header(&table);
        self.distinct_columns(&table);
        Some(table)
    }

    fn repeats(&mut self, fields: &super::fields::Fields<'_>) -> Option<Repeats> {
        let text = fields.get("repeats").and_then(|node| self.text(node, "`keep` or `leave_out`"))?;
        let word = self.word(&text, "`repeats`", &Repeats::WORDS)?;
        Some(if word == Repeats::WORDS[0] { Repeats::Keep } else { Repeats::LeaveOut })
    }

    /// `duplicates:` goes with a key; rows that are worked out can be chosen among, not left out or added up.
    fn duplicates(&mut self, fields: &super::fields::Fields<'_>) -> Option<Duplicates> {
        self.only_with(fields, "duplicates", "key").then_some(())?;
        let text = fields.get("duplicates").and_then(|node| self.text(node, "a word"))?;
        let words = match SOURCES[1..].iter().any(|key| fields.get(key).is_some()) {
            true => &Duplicates::WORDS[..2],
            false => &Duplicates::WORDS[..],
        };
        self.word(&text, "`duplicates`", words).and_then(Duplicates::from_word)
    }

    /// Keys that say how sheets are read say nothing of rows that are worked out.
    fn only_of_sheets(&mut self, fields: &super::fields::Fields<'_>) {
        let Some(source) = SOURCES[1..].iter().find(|key| fields.entry(key).is_some()) else { return };
        for (span, key) in OF_SHEETS.iter().filter_map(|key| Some((fields.entry(key)?.0, key))) {
            let message = format!("`{key}` of {} has no meaning: its rows come from `{source}:`", fields.what);
            let help = format!("say it of the table that is read from a sheet, or leave `{key}` out");
            self.note(Diagnostic::error("not-read", span, message).help(help));
        }
    }

    fn rows(&mut self, fields: &super::fields::Fields<'_>) -> Rows {
        let sources: Vec<_> = SOURCES.into_iter().filter_map(|key| fields.entry(key)).collect();
        if let [first, second, ..] = sources[..] {
            let message = format!("{} has its rows from two places", fields.what);
            let help = "keep one of `sheet:`, `group:`, `pairs:`, `unpivot:`, `stack:` and `calendar:`";
            self.note(Diagnostic::error("two-sources", second.0, message).related(first.0, "the first").help(help));
        }
        self.only_of_sheets(fields);
        let filter = fields.get("where").and_then(|node| self.formula(node, "a condition"));
        if fields.get("group").is_none() {
            self.only_with(fields, "by", "group");
        }
        if fields.get("group").is_none() && fields.get("pairs").is_none() {
            self.only_with(fields, "where", "group` or `pairs");
        }
        if let Some(node) = fields.get("group") {
            let of = self.text(node, "a table's name").unwrap_or_else(|| Spanned::new(String::new(), node.span));
            let by = self.required(fields, "by", "say what makes a row: `by: { week: week(contacts.date) }`");
            let by = by.map(|node| self.group_columns(node)).unwrap_or_default();
            return Rows::Group { of, by, filter };
        }
        if fields.get("unpivot").is_none() {
            self.only_with(fields, "values", "unpivot");
            self.only_with(fields, "into", "unpivot");
            self.only_with(fields, "type", "unpivot");
        }
        if let Some(node) = fields.get("unpivot") {
            return self.unpivot(fields, node);
        }
        if let Some(node) = fields.get("stack") {
            return Rows::Stack(self.texts(Some(node), "a table's name"));
        }
        if fields.get("calendar").is_none() {
            self.only_with(fields, "over", "calendar");
        }
        if let Some(node) = fields.get("calendar") {
            return self.calendar(fields, node);
        }
        match fields.get("pairs").map(|node| (node, self.texts(Some(node), "a table's name"))) {
            Some((_, names)) if names.len() == 2 => {
                let mut names = names.into_iter();
                let mut next = || names.next().unwrap_or_else(|| Spanned::new(String::new(), fields.span));
                Rows::Pairs { left: next(), right: next(), filter }
            }
            Some((node, names)) => {
                let message = format!("`pairs` takes two tables, found {}", names.len());
                self.note(
                    Diagnostic::error("wrong-kind", node.span, message).help("write `pairs: [demands, products]`"),
                );
                Rows::Sheet(Vec::new())
            }
            None => Rows::Sheet(self.texts(fields.get("sheet"), "a sheet's name")),
        }
    }

    fn calendar(&mut self, fields: &super::fields::Fields<'_>, node: &Node) -> Rows {
        let text = self.text(node, "`month` or the like").unwrap_or_else(|| Spanned::new("month".into(), node.span));
        let word = self.word(&text, "`calendar`", &CalendarUnit::WORDS);
        let unit = word.and_then(CalendarUnit::from_word).unwrap_or(CalendarUnit::Month);
        let over = fields.get("over").and_then(|node| self.formula(node, "a period"));
        Rows::Calendar { unit: Spanned::new(unit, text.span), over }
    }

    fn unpivot(&mut self, fields: &super::fields::Fields<'_>, node: &Node) -> Rows {
        let nameless = || Spanned::new(String::new(), node.span);
        let of = self.text(node, "a table's name").unwrap_or_else(nameless);
        let values = self.required(fields, "values", "say which columns: `values: [jan, feb, mar]`");
        let values = self.texts(values, "a column's name");
        let into = self.required(fields, "into", "say what the new columns are called: `into: [month, amount]`");
        let names = self.texts(into, "a column's name");
        if let (Some(into), true) = (into, names.len() < 2) {
            let message = format!("`into` takes two names or more, found {}", names.len());
            self.note(Diagnostic::error("wrong-kind", into.span, message).help("write `into: [month, amount]`"));
        }
        names.iter().for_each(|name| {
            self.check_name(name, "column");
        });
        let mut labels = names;
        let value = if labels.len() > 1 { labels.pop() } else { None };
        if labels.is_empty() {
            labels.push(nameless());
        }
        let kind = self.type_word(fields.get("type"), &["text", "number", "date", "datetime", "bool"]);
        let kind = kind.map(|kind| kind.value);
        Rows::Unpivot(Unpivot { of, values, labels, value: value.unwrap_or_else(nameless), kind })
    }

    /// Reports a key that needs another which is not written; whether the other is there.
    fn only_with(&mut self, fields: &super::fields::Fields<'_>, key: &str, other: &str) -> bool {
        if fields.get(other).is_some() {
            return true;
        }
        if let Some((span, _)) = fields.entry(key) {
            let message = format!("`{key}` of {} has no meaning without `{other}`", fields.what);
            self.note(Diagnostic::error("missing-key", span, message));
        }
        false
    }

    /// `by:` a mapping of name and formula, or names of columns of the grouped table.
    fn group_columns(&mut self, node: &Node) -> Vec<crate::policy::model::Formula> {
        if matches!(node.kind, NodeKind::Mapping(_)) {
            return self.formulas(Some(node), "column");
        }
        let names = self.texts(Some(node), "a column's name");
        names
            .into_iter()
            .map(|name| {
                // `contacts.salesperson` makes a column `salesperson`.
                let at = name.value.rfind('.').map_or(0, |at| at + 1);
                let short = Spanned::new(name.value[at..].to_string(), name.span.part(at, name.value.len() - at));
                self.check_name(&short, "column");
                super::formulas::short(short, name)
            })
            .collect()
    }

    /// Columns of every kind share one space of names.
    fn distinct_columns(&mut self, table: &Table) {
        let mut names = Names::default();
        let among = format!("in table `{}`", table.name.value);
        if let Rows::Group { by, .. } = &table.rows {
            by.iter().for_each(|column| names.add(self, &column.name, "`by` column", &among));
        }
        if let Rows::Unpivot(from) = &table.rows {
            from.labels.iter().chain([&from.value]).for_each(|column| names.add(self, column, "column", &among));
        }
        if let Rows::Calendar { unit, .. } = &table.rows {
            for name in [unit.value.word(), "first_day", "last_day"] {
                names.add(self, &Spanned::new(name.to_string(), unit.span), "column of the calendar", &among);
            }
        }
        table.columns.iter().for_each(|column| names.add(self, &column.name, "column", &among));
        table.formulas.iter().for_each(|formula| names.add(self, &formula.name, "formula", &among));
        for decision in &table.decisions {
            for output in &decision.outputs {
                names.add_result(self, &output.name, decision.name.span, &among);
            }
        }
    }
}
