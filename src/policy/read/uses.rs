//! `use:` the rules of another decision table.

use super::Reader;
use super::decisions::without_rules;
use super::fields::Fields;
use crate::diagnostic::Diagnostic;
use crate::policy::formula_span;
use crate::policy::model::{Decision, FormulaText, HitPolicy, Use};
use crate::policy::yaml::{Node, NodeKind, WIDE_COMMAS};
use crate::source::Spanned;

/// Keys that say what the other decision table says.
const OF_RULES: [&str; 5] = ["hit", "rules", "table", "default", "blank"];

const USAGE: &str = "write `use: segment with sales = prior_sales`: the decision table, then what its rules name and \
                     what is read in place of it";

impl Reader<'_> {
    /// Reads a decision that uses the rules of another:
    ///
    /// ```yaml
    /// prior_segment: { use: segment with sales = prior_sales, growth = prior_growth }
    /// prior: { use: customers.segment with sales = total, outputs: [prior, prior_effort] }
    /// ```
    ///
    /// Its results have the names under `outputs:`, in the order of the other; one result that of the decision.
    pub(super) fn use_of_rules(&mut self, name: Spanned<String>, fields: &Fields<'_>) -> Decision {
        let what = fields.what.clone();
        for key in OF_RULES {
            if let Some((span, _)) = fields.entry(key) {
                let message = format!("{what} has its rules by `use`: `{key}` is said where they stand");
                self.note(Diagnostic::error("two-sources", span, message).help("leave out one of the two"));
            }
        }
        let outputs = self.outputs(fields.get("outputs"));
        for output in outputs.iter().filter(|output| !output.values.is_empty()) {
            let message = format!("the values of `{}` are those of the table that is used", output.name.value);
            let help = "name the results alone, as in `outputs: [segment, effort]`";
            self.note(Diagnostic::error("two-sources", output.name.span, message).help(help));
        }
        outputs.iter().for_each(|output| self.check_name(&output.name, "result"));
        let uses = self.used_rules(fields);
        let span = uses.as_ref().map_or(name.span, |uses| uses.text.span);
        let hit = Spanned::new(HitPolicy::Unique, name.span);
        let title = self.localized(fields.get("title"));
        Decision { title, uses, span, ..without_rules(name, hit, outputs) }
    }

    /// `{ use: segment with a = b, c = d }`: to YAML the comma within braces begins another entry, `c = d`.
    pub(super) fn tell_cut_use(&mut self, node: &Node) {
        let NodeKind::Mapping(entries) = &node.kind else { return };
        let written = entries.iter().filter(|(key, _)| key.text() == Some("use")).filter_map(|(_, value)| value.text());
        let cut: Vec<&(Node, Node)> = entries
            .iter()
            .filter(|(key, value)| value.is_null() && key.text().is_some_and(|k| k.contains('=')))
            .collect();
        let whole: Vec<&str> = written.chain(cut.iter().filter_map(|(key, _)| key.text())).collect();
        let help = format!("put the whole value in quotes: `use: '{}'`", whole.join(", "));
        for (key, _) in cut {
            let own = |found: &&mut Diagnostic| found.code == "unknown-key" && found.span() == Some(key.span);
            if let Some(found) = self.diagnostics.iter_mut().rev().find(own) {
                let word = key.text().unwrap_or_default();
                found.message = format!("`{word}` stands alone: a comma within braces ends the value before it");
                (found.help, found.fix) = (Some(help.clone()), None);
            }
        }
    }

    fn used_rules(&mut self, fields: &Fields<'_>) -> Option<Use> {
        let node = self.required(fields, "use", USAGE)?;
        let text = self.text(node, "a decision table")?;
        let read = Parts { text: &text, reader: self }.read();
        if read.is_none() {
            let message = format!("`{}` is no use of a decision table", text.value);
            self.note(Diagnostic::error("bad-use", text.span, message).help(USAGE));
        }
        read
    }
}

/// The parts of `segment with sales = prior_sales`.
struct Parts<'t, 'r, 'a> {
    text: &'t FormulaText,
    reader: &'r Reader<'a>,
}

impl Parts<'_, '_, '_> {
    fn read(&self) -> Option<Use> {
        let text = self.text.value.as_str();
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let (table, of) = match text[..end].rfind('.') {
            Some(dot) => (Some(self.name(0, dot)?), self.name(dot + 1, end)?),
            None => (None, self.name(0, end)?),
        };
        let rest = text[end..].trim_start();
        let start = text.len() - rest.len();
        let with = match rest.strip_prefix("with").filter(|more| more.starts_with(char::is_whitespace)) {
            Some(more) => pieces(more).map(|(at, piece)| self.pair(start + 4 + at, piece)).collect::<Option<_>>()?,
            None if rest.is_empty() => Vec::new(),
            None => return None,
        };
        Some(Use { table, of, with, text: self.text.clone() })
    }

    /// A single name.
    fn name(&self, start: usize, end: usize) -> Option<Spanned<String>> {
        let word = &self.text.value[start..end];
        let fine = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_');
        fine.then(|| self.part(start, word))
    }

    /// `sales = prior_sales`, which stands at that byte.
    fn pair(&self, at: usize, piece: &str) -> Option<(FormulaText, FormulaText)> {
        let (name, value) = piece.split_once('=').filter(|(_, value)| !value.starts_with('='))?;
        let (named, given) = (name.trim(), value.trim());
        let chain = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        if named.is_empty() || given.is_empty() || !named.chars().all(chain) {
            return None;
        }
        let before = |whole: &str| whole.len() - whole.trim_start().len();
        let named = self.part(at + before(name), named);
        Some((named, self.part(at + name.len() + 1 + before(value), given)))
    }

    fn part(&self, start: usize, part: &str) -> FormulaText {
        let span = formula_span(self.text, self.reader.sources, start, start + part.len());
        Spanned::new(part.to_string(), span)
    }
}

/// What stands between commas, with the byte at which it begins; commas within brackets and quotes part nothing.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let (mut deep, mut quote, mut cuts, mut ends) = (0_i32, None, vec![0], Vec::new());
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) => quote = Some(open).filter(|open| *open != c),
            (None, '"' | '`') => quote = Some(c),
            (None, '(' | '[' | '{') => deep += 1,
            (None, ')' | ']' | '}') => deep -= 1,
            (None, _) if deep == 0 && (c == ',' || WIDE_COMMAS.contains(&c)) => {
                ends.push(at);
                cuts.push(at + c.len_utf8());
            }
            _ => {}
        }
    }
    ends.push(text.len());
    cuts.into_iter().zip(ends).map(|(start, end)| (start, &text[start..end]))
}
