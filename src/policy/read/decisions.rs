//! `decisions:`

use super::Reader;
use super::fields::Fields;
use super::rules::Draft;
use crate::diagnostic::{Diagnostic, nearest, word_instead};
use crate::policy::model::{Blanks, Collect, Decision, HitPolicy, Localized, Output, Rule};
use crate::policy::yaml::{Node, NodeKind};
use crate::source::{Span, Spanned};

pub(super) const KEYS: [&str; 9] = ["hit", "outputs", "rules", "table", "use", "default", "blank", "title", "note"];

/// Hit policies by their words and by DMN's letters.
const HITS: [(&str, HitPolicy); 22] = [
    ("unique", HitPolicy::Unique),
    ("first", HitPolicy::First),
    ("any", HitPolicy::Any),
    ("priority", HitPolicy::Priority),
    ("rule order", HitPolicy::RuleOrder),
    ("output order", HitPolicy::OutputOrder),
    ("collect", HitPolicy::Collect(Collect::List)),
    ("collect list", HitPolicy::Collect(Collect::List)),
    ("collect sum", HitPolicy::Collect(Collect::Sum)),
    ("collect min", HitPolicy::Collect(Collect::Min)),
    ("collect max", HitPolicy::Collect(Collect::Max)),
    ("collect count", HitPolicy::Collect(Collect::Count)),
    ("U", HitPolicy::Unique),
    ("F", HitPolicy::First),
    ("A", HitPolicy::Any),
    ("P", HitPolicy::Priority),
    ("R", HitPolicy::RuleOrder),
    ("O", HitPolicy::OutputOrder),
    ("C", HitPolicy::Collect(Collect::List)),
    ("C+", HitPolicy::Collect(Collect::Sum)),
    ("C<", HitPolicy::Collect(Collect::Min)),
    ("C>", HitPolicy::Collect(Collect::Max)),
];

impl Reader<'_> {
    /// Reads the decision tables.
    ///
    /// ```yaml
    /// segment:
    ///   hit: first       # unique (when left out), first, any, priority, rule order, output order, collect,
    ///                    # collect sum|min|max|count|list, or DMN's U F A P R O C C+ C< C> C#
    ///   outputs: { segment: [S, A, B, C], effort: }   # results; values in order of priority where wanted
    ///   rules: …         # see the rules
    ///   table: segments.csv            # or targets.xlsx, "targets.xlsx#Sheet": instead of rules
    ///   use: segment with sales = prior_sales   # the rules of another decision table, with other columns
    ///   default: { segment: C }        # where no rule matches; the same as a rule `otherwise: true`
    ///   blank: other     # rows with a blank, which a rule cannot decide, are meant for the other rules
    ///   title: Segment
    /// ```
    ///
    /// `outputs:` may be a list of names, or a mapping of name and values, or of name and
    /// `{ values: […], title: … }`; when left out they are the names used in `then`, or the
    /// decision's own name. Priority and output order need the values.
    pub(super) fn decisions(&mut self, node: Option<&Node>) -> Vec<Decision> {
        let entries = self.entries(node, "a mapping of decision tables");
        entries.into_iter().filter_map(|(key, value)| self.decision(key, value)).collect()
    }

    fn decision(&mut self, key: &Node, node: &Node) -> Option<Decision> {
        let name = self.name(key, "decision")?;
        let node = &super::scorecards::or_empty(node, &name);
        let mut fields = self.fields(node, &format!("decision `{}`", name.value), &KEYS)?;
        fields.span = name.span;
        if fields.entry("use").is_some() {
            self.tell_cut_use(node);
            return Some(self.use_of_rules(name, &fields));
        }
        let hit = match fields.get("hit") {
            Some(node) => self.hit(node),
            None => None,
        };
        let hit = hit.unwrap_or(Spanned::new(HitPolicy::Unique, name.span));
        let declared = self.outputs(fields.get("outputs"));
        let Some(mut draft) = self.draft(&fields, &name, &declared) else {
            return Some(without_rules(name, hit, declared));
        };
        if let Some((span, node)) = fields.entry("default").filter(|(_, node)| !node.is_null()) {
            self.default_rule(&mut draft, &name, &declared, span, node);
        }
        let outputs = if declared.is_empty() { used_outputs(&draft.rules) } else { declared };
        outputs.iter().for_each(|output| self.check_name(&output.name, "result"));
        let decision = Decision {
            title: self.localized(fields.get("title")),
            hit,
            note: fields.get("note").and_then(Node::text).map(str::to_string),
            blanks: self.blanks(&fields),
            outputs,
            rules: draft.rules,
            uses: None,
            span: draft.span,
            name,
        };
        self.check_decision(&decision);
        Some(decision)
    }

    fn blanks(&mut self, fields: &Fields<'_>) -> Blanks {
        let text = fields.get("blank").and_then(|node| self.text(node, "`other`"));
        text.and_then(|text| self.word(&text, "`blank`", &["other"])).map_or(Blanks::Said, |_| Blanks::Other)
    }

    /// `rules:` or `table:`.
    fn draft(&mut self, fields: &Fields<'_>, name: &Spanned<String>, outputs: &[Output]) -> Option<Draft> {
        match (fields.entry("rules"), fields.entry("table")) {
            (Some((first, _)), Some((second, _))) => {
                let message = format!("{} has its rules from two places", fields.what);
                let help = "keep `rules:` or `table:`";
                self.note(Diagnostic::error("two-sources", second, message).related(first, "the other").help(help));
                None
            }
            (_, Some((span, _))) => {
                let node = self.required(fields, "table", "name a CSV file or a workbook of the pack")?;
                let table = self.text(node, "a file of the pack")?;
                let rules = self.grid_rules(&table, name, outputs)?;
                Some(Draft { rules, span: span.to(node.span) })
            }
            _ => {
                let node = self.required(
                    fields,
                    "rules",
                    "add `rules:`, or `table:` with a CSV file or a workbook of the pack",
                )?;
                let NodeKind::Sequence(items) = &node.kind else {
                    self.wrong_kind(node, "a list of rules");
                    return None;
                };
                let rules = items.iter().filter_map(|item| self.rule(item, name, outputs)).collect();
                Some(Draft { rules, span: node.span })
            }
        }
    }

    fn default_rule(&mut self, draft: &mut Draft, name: &Spanned<String>, outputs: &[Output], span: Span, node: &Node) {
        if let Some(rule) = draft.rules.iter().find(|rule| rule.otherwise) {
            let message = format!("decision `{}` has a default and a rule `otherwise`", name.value);
            self.note(
                Diagnostic::error("two-sources", span, message)
                    .related(rule.span, "the rule")
                    .help("keep one of the two"),
            );
            return;
        }
        let mut rule = Rule { span: span.to(node.span), otherwise: true, ..Rule::default() };
        self.results(node, name, outputs, &mut rule);
        draft.rules.push(rule);
    }

    fn hit(&mut self, node: &Node) -> Option<Spanned<HitPolicy>> {
        let text = self.text(node, "a hit policy")?;
        let folded = text.value.replace(['_', '-'], " ");
        let found = HITS.iter().find(|(word, _)| *word == text.value || *word == folded.to_lowercase());
        if let Some((_, hit)) = found {
            return Some(Spanned::new(*hit, text.span));
        }
        if text.value == "C#" {
            return Some(Spanned::new(HitPolicy::Collect(Collect::Count), text.span));
        }
        let words = HITS.iter().map(|(word, _)| *word).filter(|word| word.len() > 2);
        let list = "`unique`, `first`, `any`, `priority`, `rule order`, `output order`, `collect`, `collect sum`, \
                    `collect min`, `collect max`, `collect count`";
        let instead = word_instead(&text.value, words.clone());
        let help = match nearest(&text.value, words) {
            Some(near) => format!("write `{near}`; one of {list}"),
            None => format!("one of {list}"),
        };
        self.note(
            Diagnostic::error("unknown-word", text.span, format!("no hit policy is `{}`", text.value))
                .help(help)
                .instead(instead),
        );
        None
    }

    pub(super) fn outputs(&mut self, node: Option<&Node>) -> Vec<Output> {
        match node {
            Some(node @ Node { kind: NodeKind::Mapping(_), .. }) => {
                let entries = self.entries(Some(node), "");
                entries.into_iter().filter_map(|(key, value)| self.output(key, value)).collect()
            }
            other => {
                let names = self.texts(other, "the name of a result");
                names.into_iter().map(|name| Output { name, values: Vec::new(), title: Localized::default() }).collect()
            }
        }
    }

    fn output(&mut self, key: &Node, node: &Node) -> Option<Output> {
        let name = self.text(key, "the name of a result")?;
        if !matches!(node.kind, NodeKind::Mapping(_)) {
            let values = if node.is_null() { Vec::new() } else { self.texts(Some(node), "a value") };
            return Some(Output { name, values, title: Localized::default() });
        }
        let fields = self.fields(node, &format!("result `{}`", name.value), &["values", "title"])?;
        let values = self.texts(fields.get("values"), "a value");
        Some(Output { values, title: self.localized(fields.get("title")), name })
    }

    fn check_decision(&mut self, decision: &Decision) {
        let name = &decision.name.value;
        if decision.rules.is_empty() {
            let message = format!("decision `{name}` has no rules");
            self.note(Diagnostic::error("no-rules", decision.span, message));
        }
        let ordered = matches!(decision.hit.value, HitPolicy::Priority | HitPolicy::OutputOrder);
        if ordered && decision.outputs.iter().all(|output| output.values.is_empty()) {
            let output = decision.outputs.first().map_or(name.as_str(), |output| output.name.value.as_str());
            let message = format!("decision `{name}` does not say which result comes first");
            let help = format!("list the values, most important first: `outputs: {{ {output}: [S, A, B] }}`");
            self.note(Diagnostic::error("missing-values", decision.hit.span, message).help(help));
        }
        let mut otherwise = decision.rules.iter().filter(|rule| rule.otherwise && rule.effective == Default::default());
        if let (Some(first), Some(second)) = (otherwise.next(), otherwise.next()) {
            let message = format!("decision `{name}` has two rules `otherwise`");
            self.note(Diagnostic::error("two-sources", second.span, message).related(first.span, "the first"));
        }
        self.check_values(decision);
    }

    /// Where the values of a result are listed, rules may give no other.
    fn check_values(&mut self, decision: &Decision) {
        for (output, value) in decision.rules.iter().flat_map(|rule| &rule.results) {
            let Some(declared) = decision.outputs.iter().find(|o| o.name.value == output.value) else { continue };
            let allowed = || declared.values.iter().map(|v| v.value.as_str());
            let bare = value.value.trim_matches('"');
            if declared.values.is_empty() || bare.starts_with('=') || allowed().any(|v| v == bare) {
                continue;
            }
            let list = allowed().map(|v| format!("`{v}`")).collect::<Vec<_>>().join(", ");
            let help = match nearest(bare, allowed()) {
                Some(near) => format!("write `{near}`; listed are {list}"),
                None => format!("listed are {list}"),
            };
            let message = format!("`{bare}` is not among the values of `{}`", output.value);
            let place = declared.name.span;
            self.note(Diagnostic::error("not-allowed", value.span, message).related(place, "its values").help(help));
        }
    }
}

/// A decision whose rules could not be read: its results still have their names.
pub(super) fn without_rules(name: Spanned<String>, hit: Spanned<HitPolicy>, mut outputs: Vec<Output>) -> Decision {
    if outputs.is_empty() {
        outputs.push(Output { name: name.clone(), values: Vec::new(), title: Localized::default() });
    }
    let (title, blanks) = (Localized::default(), Blanks::Said);
    Decision { span: name.span, title, note: None, hit, blanks, outputs, rules: Vec::new(), uses: None, name }
}

/// The names used as results, in the order met.
fn used_outputs(rules: &[Rule]) -> Vec<Output> {
    let mut outputs: Vec<Output> = Vec::new();
    for (name, _) in rules.iter().flat_map(|rule| &rule.results) {
        if outputs.iter().all(|output| output.name.value != name.value) {
            outputs.push(Output { name: name.clone(), values: Vec::new(), title: Localized::default() });
        }
    }
    outputs
}
