//! `scorecards:`

use super::Reader;
use super::fields::Fields;
use super::parameters::percent_format;
use crate::policy::lint::lint_weights;
use crate::policy::model::{Better, FormulaText, Measure, Missing, Scorecard};
use crate::policy::yaml::{Node, NodeKind};
use crate::source::Spanned;
use crate::value::NumberFormat;

pub(super) const KEYS: [&str; 7] = ["on", "title", "measures", "bands", "rank", "missing", "note"];
pub(super) const MEASURE_KEYS: [&str; 9] =
    ["value", "weight", "target", "worst", "better", "cap", "title", "format", "note"];

impl Reader<'_> {
    /// Reads the scorecards.
    ///
    /// ```yaml
    /// manager:
    ///   on: salespeople
    ///   measures:
    ///     stock_days: { weight: 30%, target: 45, worst: 90, better: lower }   # the column of that name
    ///     margin:     { value: sum(customers.margin), weight: 70%, target: 18%, worst: 5%, cap: 120% }
    ///   bands: { A: ">= 85", B: "70 .. 85", C: "< 70" }     # tests as in decision tables
    ///   rank: { within: branch }        # or a list of columns; over all rows when left out
    ///   missing: reweight               # what a blank measure does: blank (when left out), reweight, worst
    /// ```
    ///
    /// Weight, target, worst and cap are numbers, percentages or formulas. A measure whose target
    /// or worst is written as a percentage is shown as one.
    pub(super) fn scorecards(&mut self, node: Option<&Node>) -> Vec<Scorecard> {
        let entries = self.entries(node, "a mapping of scorecards");
        entries.into_iter().filter_map(|(key, value)| self.scorecard(key, value)).collect()
    }

    fn scorecard(&mut self, key: &Node, node: &Node) -> Option<Scorecard> {
        let name = self.name(key, "scorecard")?;
        let node = &or_empty(node, &name);
        let mut fields = self.fields(node, &format!("scorecard `{}`", name.value), &KEYS)?;
        fields.span = name.span;
        let on = self.required(&fields, "on", "name the table whose rows are scored: `on: customers`");
        let on = on.and_then(|node| self.text(node, "a table's name"));
        let measures = self.required(
            &fields,
            "measures",
            "add `measures:` with a name, a weight, a target and a worst value each",
        );
        let measures = self.entries(measures, "a mapping of measures");
        let written = measures.len();
        let measures: Vec<Measure> = measures.into_iter().filter_map(|(key, node)| self.measure(key, node)).collect();
        let complete = measures.len() == written;
        let missing = fields.get("missing").and_then(|node| self.text(node, "a word"));
        let missing = missing.and_then(|text| self.word(&text, "`missing`", &["blank", "reweight", "worst"]));
        let card = Scorecard {
            title: self.localized(fields.get("title")),
            on: on?,
            measures,
            bands: self.bands(fields.get("bands")),
            rank_within: self.rank(fields.get("rank")),
            missing: match missing {
                Some("reweight") => Missing::Reweight,
                Some("worst") => Missing::Worst,
                _ => Missing::Blank,
            },
            name,
        };
        // Weights of measures that could not be read are missing from the sum.
        if complete {
            lint_weights(&card, self.diagnostics);
        }
        Some(card)
    }

    fn bands(&mut self, node: Option<&Node>) -> Vec<(Spanned<String>, Spanned<String>)> {
        let entries = self.entries(node, "a mapping of band and test");
        let mut bands = Vec::new();
        for (key, node) in entries {
            let name = self.text(key, "the name of a band");
            let test = self.cell(node, "a test such as `>= 85`");
            bands.extend(name.zip(test));
        }
        bands
    }

    /// `rank: { within: branch }`, or a list of columns.
    fn rank(&mut self, node: Option<&Node>) -> Vec<FormulaText> {
        let within = match node {
            Some(node @ Node { kind: NodeKind::Mapping(_), .. }) => {
                self.fields(node, "`rank`", &["within"]).and_then(|fields| fields.get("within"))
            }
            other => other,
        };
        self.texts(within, "a column's name")
    }

    fn measure(&mut self, key: &Node, node: &Node) -> Option<Measure> {
        let name = self.name(key, "measure")?;
        let node = &or_empty(node, &name);
        let mut fields = self.fields(node, &format!("measure `{}`", name.value), &MEASURE_KEYS)?;
        fields.span = name.span;
        let title = self.localized(fields.get("title"));
        let percent = ["target", "worst"].into_iter().filter_map(|key| fields.get(key)).find_map(percent_format);
        let format = self.format(fields.get("format")).or(percent.map(|_| NumberFormat::Percent(1)));
        let better = fields.get("better").and_then(|node| self.better(node));
        let value = match fields.get("value") {
            Some(node) => self.formula(node, "a formula"),
            None => Some(name.clone()),
        };
        let cap = fields.get("cap").and_then(|node| self.formula(node, "a number"));
        let weight = self.measured(&fields, "weight", "say how much it counts: `weight: 30%`");
        let target = self.measured(&fields, "target", "say where it reaches 100 points: `target: 18%`");
        let worst = self.measured(&fields, "worst", "say where it falls to 0 points: `worst: 5%`");
        Some(Measure {
            name,
            title,
            value: value?,
            weight: weight?,
            target: target?,
            worst: worst?,
            better,
            cap,
            format,
        })
    }

    fn measured(&mut self, fields: &Fields<'_>, key: &str, help: &str) -> Option<FormulaText> {
        let node = self.required(fields, key, help)?;
        self.formula(node, "a number, a percentage or a formula")
    }

    fn better(&mut self, node: &Node) -> Option<Spanned<Better>> {
        let text = self.text(node, "`higher` or `lower`")?;
        let word = self.word(&text, "`better`", &["higher", "lower"])?;
        Some(Spanned::new(if word == "higher" { Better::Higher } else { Better::Lower }, text.span))
    }
}

/// A mapping without keys where nothing was written, so that what is missing gets named.
pub(super) fn or_empty(node: &Node, name: &Spanned<String>) -> Node {
    if node.is_null() { Node { kind: NodeKind::Mapping(Vec::new()), span: name.span } } else { node.clone() }
}
