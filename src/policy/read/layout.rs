//! Where a table stands in workbooks.

use super::Reader;
use super::fields::Fields;
use super::tables::SOURCES;
use crate::diagnostic::Diagnostic;
use crate::policy::layout::{HeaderRows, Layout, Origin, Range, Titles};
use crate::policy::model::{Rows, Table};
use crate::policy::yaml::{Node, NodeKind};
use crate::source::Area;

/// The keys that go with sheets alone.
const KEYS: [&str; 4] = ["workbook", "range", "header", "rows"];

/// The word of `rows:`.
const ALL: &str = "all";

impl Reader<'_> {
    /// `workbook:`, `range:`, `header:` and `rows:` of a table that is read from sheets.
    pub(super) fn layout(&mut self, fields: &Fields<'_>) -> Layout {
        let derived = SOURCES[1..].iter().find(|key| fields.get(key).is_some());
        for key in KEYS {
            if let (Some(source), Some((span, _))) = (derived, fields.entry(key)) {
                let message = format!("`{key}` is for tables read from sheets; {} has `{source}`", fields.what);
                let help = format!("move `{key}` to the table that is read");
                self.note(Diagnostic::error("two-sources", span, message).help(help));
            }
        }
        let workbooks = self.texts(fields.get("workbook"), "a workbook's name");
        Layout {
            workbooks: workbooks.into_iter().map(|name| name.value).collect(),
            range: fields.get("range").and_then(|node| self.range(node)),
            header: fields.get("header").and_then(|node| self.header_rows(node)),
            all_rows: fields.get("rows").is_some_and(|node| self.all_rows(node)),
        }
    }

    /// `rows: all`.
    fn all_rows(&mut self, node: &Node) -> bool {
        self.text(node, "`all`").and_then(|text| self.word(&text, "`rows`", &[ALL])).is_some()
    }

    /// `B3:F20`, a name, or `{ below: a title }`.
    fn range(&mut self, node: &Node) -> Option<Range> {
        if let NodeKind::Mapping(_) = node.kind {
            let fields = self.fields(node, "`range`", &["below"])?;
            let title = self.required(&fields, "below", "write `range: { below: \"Sales by shop\" }`")?;
            let titles: Vec<String> = self.texts(Some(title), "a title").into_iter().map(|title| title.value).collect();
            return match (&title.kind, titles.as_slice()) {
                (_, []) => None,
                (NodeKind::Sequence(_), _) => Some(Range::Below(Titles::Each(titles))),
                (_, [one, ..]) => Some(Range::Below(Titles::One(one.clone()))),
            };
        }
        let text = self.text(node, "a range such as `B3:F20`, a name, or `{ below: \"a title\" }`")?;
        if let Some(area) = Area::parse(&text.value) {
            return Some(Range::Area(area));
        }
        let is_name = text.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '\\')
            && text.chars().all(|c| c.is_alphanumeric() || "_.\\?".contains(c));
        if is_name && !is_cell(&text.value) {
            return Some(Range::Name(text.value));
        }
        let help = match text.value.rsplit_once('!') {
            Some((sheet, area)) => {
                let (sheet, area) = (sheet.trim_matches('\''), area.replace('$', ""));
                format!("write `sheet: \"{sheet}\"` and `range: {area}`")
            }
            None if is_cell(&text.value) => {
                format!("write where it ends: `{}:F20`, or `{}:F` for all rows below", text.value, text.value)
            }
            None => format!(
                "write `B3:F20`, `B:F`, `B3:F`, a name of the workbook, or `range: {{ below: \"{}\" }}`",
                text.value
            ),
        };
        let message = format!("`range` cannot be `{}`", text.value);
        self.note(Diagnostic::error("unknown-word", text.span, message).help(help));
        None
    }

    /// `none`, a row, two rows, or a name for each row of it.
    fn header_rows(&mut self, node: &Node) -> Option<HeaderRows> {
        let items = self.texts(Some(node), "a row of the sheet");
        let words: Vec<&str> = items.iter().map(|item| item.value.as_str()).collect();
        let row = |word: &str| word.parse::<u32>().ok().and_then(|row| row.checked_sub(1));
        match words[..] {
            [] => return None,
            ["none"] => return Some(HeaderRows::None),
            [one] if row(one).is_some() => return row(one).map(|row| HeaderRows::Rows(row, row)),
            [first, last] => match (row(first), row(last)) {
                (Some(first), Some(last)) if first <= last => return Some(HeaderRows::Rows(first, last)),
                (None, None) => {}
                _ => return self.no_header_rows(node),
            },
            _ => {}
        }
        let is_list = matches!(node.kind, NodeKind::Sequence(_));
        if is_list {
            items.iter().for_each(|item| self.check_name(item, "level of the header"));
            return Some(HeaderRows::Levels(items.into_iter().map(|item| item.value).collect()));
        }
        self.no_header_rows(node)
    }

    fn no_header_rows(&mut self, node: &Node) -> Option<HeaderRows> {
        let message = "`header` of a table says in which rows it is";
        let help = "write `header: 3`, `header: [3, 4]`, `header: none`, or `header: [year, measure]` for two rows; what a \
                    single column is called goes to `header:` of the column";
        self.note(Diagnostic::error("wrong-kind", node.span, message).help(help));
        None
    }

    /// Without a header a column is known by its letter; with letters alone no header can be found.
    pub(super) fn columns_without_header(&mut self, table: &Table) {
        if !matches!(table.rows, Rows::Sheet(_)) {
            return;
        }
        let titled = matches!(table.layout.range, Some(Range::Below(_)));
        for column in table.columns.iter().filter(|column| column.from == Some(Origin::Title) && !titled) {
            let message = format!("`{}` has no title: the policy does not say below which it stands", table.name.value);
            let help = "write `range: { below: \"Sales in *\" }`, or take the name of the sheet: `from: source.sheet`";
            self.note(Diagnostic::error("missing-key", column.name.span, message).help(help));
        }
        let by_letter = |from: &Option<Origin>| matches!(from, Some(Origin::Column(_)));
        let name = &table.name.value;
        match table.layout.header {
            Some(HeaderRows::None) => {
                for column in table.columns.iter().filter(|column| column.from.is_none()) {
                    let message = format!("`{name}` has no header, so column `{}` cannot be found", column.name.value);
                    let help = format!("write `{}: {{ from: column A }}`, or whichever it is", column.name.value);
                    self.note(Diagnostic::error("missing-key", column.name.span, message).help(help));
                }
            }
            None if table.columns.iter().any(|column| by_letter(&column.from))
                && table.columns.iter().all(|column| column.from.is_some()) =>
            {
                let message = format!("all columns of `{name}` are named by letters, so its header cannot be found");
                let help = "write `header: none` where the sheet has none, `header: 1` where it is in row 1";
                self.note(Diagnostic::error("missing-key", table.name.span, message).help(help));
            }
            _ => {}
        }
    }
}

/// `B3`: one cell, no range and no name.
fn is_cell(text: &str) -> bool {
    let digits = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let (letters, number) = text.split_at(digits);
    (1..=3).contains(&letters.len())
        && letters.bytes().all(|letter| letter.is_ascii_alphabetic())
        && !number.is_empty()
        && number.bytes().all(|digit| digit.is_ascii_digit())
}
