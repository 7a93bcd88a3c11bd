//! Lines that belong to each other, drawn as a tree, and tables whose columns stand in line.

use unicode_width::UnicodeWidthStr;

/// A line, what is said about it, and what is behind it.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub head: String,
    pub details: Vec<String>,
    pub children: Vec<Node>,
}

impl Node {
    pub(super) fn new(head: String) -> Node {
        Node { head, ..Node::default() }
    }

    /// Goes on with the line.
    pub(super) fn say(&mut self, more: String) {
        self.head.push_str(&more);
    }

    pub(super) fn width(&self) -> usize {
        self.head.width()
    }

    /// The lines of the tree.
    pub(super) fn draw(&self) -> Vec<String> {
        let mut lines = vec![self.head.clone()];
        self.below("", &mut lines);
        lines
    }

    fn below(&self, indent: &str, lines: &mut Vec<String>) {
        let bar = if self.children.is_empty() { "    " } else { "│   " };
        lines.extend(self.details.iter().map(|detail| format!("{indent}{bar}{detail}").trim_end().to_string()));
        for (at, child) in self.children.iter().enumerate() {
            let last = at + 1 == self.children.len();
            let (branch, further) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            lines.push(format!("{indent}{branch}{}", child.head));
            child.below(&format!("{indent}{further}"), lines);
        }
    }
}

/// Rows with their columns in line: the first to the left, numbers to the right.
pub(super) fn table<const N: usize>(rows: &[[String; N]]) -> Vec<String> {
    let widths: Vec<usize> = (0..N).map(|at| rows.iter().map(|row| row[at].width()).max().unwrap_or(0)).collect();
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–'));
    let right: Vec<bool> =
        (0..N).map(|at| at > 0 && rows.iter().skip(1).any(|row| is_number(&row[at])) && rows.len() > 1).collect();
    let line = |row: &[String; N]| {
        let cells = row.iter().enumerate().map(|(at, cell)| {
            let space = " ".repeat(widths[at] - cell.width());
            if right[at] { format!("{space}{cell}") } else { format!("{cell}{space}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_string()
    };
    rows.iter().map(line).collect()
}
