//! The decision tables of a pack as DMN.

use super::{COLLECTS, HITS, Listing, TYPES, feel};
use crate::diagnostic::Diagnostic;
use crate::engine::{Findings, Prepared};
use crate::formula::{ColumnId, Expr};
use crate::plan::{DecisionPlan, Plan, RulePlan, Work};
use crate::policy::model::{self, Collect, HitPolicy, Policy};
use crate::source::{Sources, Span, Spanned};
use crate::value::{Type, Value};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Decision tables as DMN.
#[derive(Clone, Debug)]
pub struct Exported {
    /// The DMN.
    pub text: String,
    /// The decision tables in it, with the number of their rules.
    pub tables: Vec<(String, usize)>,
    /// What the pack has and the DMN has not.
    pub findings: Findings,
}

const NAMESPACE: &str = "https://www.omg.org/spec/DMN/20191111/MODEL/";

const ANOTHER: &str = "a decision of another table has its name, and DMN knows no tables of rows";

/// Writes the decision tables of a policy as DMN 1.3.
#[must_use]
pub fn to_dmn(policy: &Policy, prepared: &Prepared) -> Exported {
    let plan = prepared.plan();
    let mut listing = Listing { sources: prepared.sources().clone(), ..Listing::of("", "") };
    let (mut decisions, mut inputs, mut tables) = (String::new(), Inputs::new(), Vec::new());
    let mut names: Vec<&str> = Vec::new();
    for decision in &plan.decisions {
        let name = format!("{}.{}", plan.tables[decision.table.0].name, decision.name);
        let twice = names.contains(&decision.name.as_str());
        let made = match twice {
            true => Err((decision.span, ANOTHER.to_string())),
            false => of_decision(&Whole { plan, policy }, decision, &mut inputs),
        };
        match made {
            Ok(text) => {
                names.push(&decision.name);
                decisions.push_str(&text);
                tables.push((name, decision.rules.len()));
                for idle in &decision.idle {
                    skip(&mut listing, idle.span, format!("this rule is not in force ({}) and is skipped", idle.days));
                }
            }
            Err((span, why)) => skip(&mut listing, span, format!("`{name}` is skipped: {why}")),
        }
    }
    others(policy, &mut listing);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions xmlns=\"{NAMESPACE}\" id=\"definitions\" name=\"{0}\" namespace=\"rulebook\">\n",
        escaped(&policy.name.value)
    );
    for (name, ty) in &inputs {
        let ty = word(*ty);
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "  <inputData id=\"input_{name}\" name=\"{name}\"><variable name=\"{name}\" typeRef=\"{ty}\"/></inputData>"
        );
    }
    text.push_str(&decisions);
    text.push_str("</definitions>\n");
    crate::diagnostic::sort(&mut listing.found);
    Exported { text, tables, findings: Findings::new(listing.found, listing.sources) }
}

fn skip(listing: &mut Listing, span: Span, message: String) {
    listing.found.push(Diagnostic::warning("skipped", span, message));
}

/// What else a policy has.
fn others(policy: &Policy, listing: &mut Listing) {
    let mut say = |kind: &str, name: &str, span: Span| {
        skip(listing, span, format!("{kind} `{name}` is skipped: decision tables alone are written"));
    };
    for table in &policy.tables {
        let formulas = table.formulas.iter();
        formulas.for_each(|f| say("formula", &format!("{}.{}", table.name.value, f.name.value), f.name.span));
        let titled = table.columns.iter().filter(|column| !column.title.texts.is_empty());
        titled.for_each(|c| say("title of column", &format!("{}.{}", table.name.value, c.name.value), c.name.span));
    }
    policy.figures.iter().for_each(|figure| say("figure", &figure.name.value, figure.name.span));
    policy.assertions.iter().for_each(|assertion| say("assertion", &assertion.name.value, assertion.name.span));
    policy.scorecards.iter().for_each(|card| say("scorecard", &card.name.value, card.name.span));
    policy.triggers.iter().for_each(|trigger| say("trigger", &trigger.name.value, trigger.name.span));
}

/// Columns that are given, by name.
type Inputs = BTreeMap<String, Type>;

/// The plan, and the policy as written: what decides nothing is in that alone.
struct Whole<'p> {
    plan: &'p Plan,
    policy: &'p Policy,
}

impl<'p> Whole<'p> {
    fn table(&self, decision: &DecisionPlan) -> Option<&'p model::Table> {
        let name = &self.plan.tables[decision.table.0].name;
        self.policy.tables.iter().find(|table| table.name.value == *name)
    }

    /// The decision table as it is written.
    fn decision(&self, decision: &DecisionPlan) -> Option<&'p model::Decision> {
        self.table(decision)?.decisions.iter().find(|written| written.name.value == decision.name)
    }

    /// The remark of a rule.
    fn note(&self, decision: &DecisionPlan, rule: &RulePlan) -> Option<&'p str> {
        let rules = &self.decision(decision)?.rules;
        rules.iter().find(|written| written.span == rule.span)?.note.as_deref()
    }

    /// What a column may hold, as a test of DMN.
    fn limits(&self, decision: &DecisionPlan, column: &str) -> Option<String> {
        let column = self.table(decision)?.columns.iter().find(|written| written.name.value == column)?;
        let value = |value: &Spanned<Value>| feel::their_value(&value.value);
        let all: Option<Vec<String>> = column.one_of.iter().map(value).collect();
        match (column.min.as_ref().and_then(value), column.max.as_ref().and_then(value)) {
            _ if !column.one_of.is_empty() => all.map(|all| all.join(", ")),
            (Some(min), Some(max)) => Some(format!("[{min}..{max}]")),
            (Some(min), None) => Some(format!(">= {min}")),
            (None, Some(max)) => Some(format!("<= {max}")),
            (None, None) => None,
        }
    }
}

fn of_decision(whole: &Whole<'_>, decision: &DecisionPlan, inputs: &mut Inputs) -> Result<String, (Span, String)> {
    let plan = whole.plan;
    let column = |slot: usize| plan.column(ColumnId { table: decision.table, slot });
    let mut asked = Asked { whole, plan, decision, inputs: Inputs::new(), needs: String::new(), text: String::new() };
    for &slot in &decision.inputs {
        asked.input(slot, inputs)?;
    }
    let mut table = asked.text;
    for (at, &slot) in decision.outputs.iter().enumerate() {
        table.push_str(&output(decision, at, &column(slot).name)?);
    }
    let notes: Vec<Option<&str>> = decision.rules.iter().map(|rule| whole.note(decision, rule)).collect();
    let has_notes = notes.iter().any(Option::is_some);
    if has_notes {
        table.push_str("      <annotation name=\"note\"/>\n");
    }
    for (rule, note) in decision.rules.iter().zip(notes) {
        table.push_str(&self::rule(decision, rule, has_notes.then(|| note.unwrap_or_default()))?);
    }
    let (hit, how) = hit(decision.hit);
    let (name, variable) = (escaped(&decision.name), escaped(variable(plan, decision)));
    let written = whole.decision(decision);
    let title = written.and_then(|written| written.title.get(&whole.policy.language));
    let label = title.map(|title| format!(" label=\"{}\"", escaped(&title.value))).unwrap_or_default();
    let mut text = format!("  <decision id=\"{}\" name=\"{name}\"{label}>\n", id(plan, decision));
    if let Some(note) = written.and_then(|written| written.note.as_ref()) {
        let _ = writeln!(text, "    <description>{}</description>", escaped(note));
    }
    let _ = writeln!(text, "    <variable name=\"{variable}\"/>");
    text.push_str(&asked.needs);
    let _ = writeln!(text, "    <decisionTable hitPolicy=\"{hit}\"{how}>");
    text.push_str(&table);
    text.push_str("    </decisionTable>\n  </decision>\n");
    inputs.extend(asked.inputs);
    Ok(text)
}

fn id(plan: &Plan, decision: &DecisionPlan) -> String {
    format!("{}_{}", plan.tables[decision.table.0].name, decision.name)
}

/// What others call the result of a decision: a single one by its own name.
fn variable<'p>(plan: &'p Plan, decision: &'p DecisionPlan) -> &'p str {
    match decision.outputs.as_slice() {
        [only] => &plan.column(ColumnId { table: decision.table, slot: *only }).name,
        _ => &decision.name,
    }
}

/// The inputs of a decision table.
struct Asked<'p> {
    whole: &'p Whole<'p>,
    plan: &'p Plan,
    decision: &'p DecisionPlan,
    /// Columns that are given, which are not known yet.
    inputs: Inputs,
    /// What it needs, for the diagram.
    needs: String,
    text: String,
}

impl Asked<'_> {
    fn input(&mut self, slot: usize, known: &Inputs) -> Result<(), (Span, String)> {
        let column = self.plan.column(ColumnId { table: self.decision.table, slot });
        let refuse = |why: String| Err((self.decision.span, why));
        if column.hidden {
            return refuse(format!("it asks about the formula `{}`; make it a column", column.name.trim()));
        }
        if !TYPES.iter().any(|(_, ty)| *ty == column.ty) {
            return refuse(format!("it asks about `{}`, which is {}", column.name, column.ty.a_word()));
        }
        let (asked, need) = match column.work {
            Work::Decision(of) => {
                let of = self.plan.decision(of);
                let name = variable(self.plan, of);
                let asked = if of.outputs.len() == 1 { name.to_string() } else { format!("{name}.{}", column.name) };
                (asked, format!("<requiredDecision href=\"#{}\"/>", id(self.plan, of)))
            }
            _ => {
                if known.get(&column.name).is_some_and(|ty| *ty != column.ty) {
                    return refuse(format!("another table has a column `{}` of another type", column.name));
                }
                self.inputs.insert(column.name.clone(), column.ty);
                (column.name.clone(), format!("<requiredInput href=\"#input_{}\"/>", column.name))
            }
        };
        let _ = writeln!(self.needs, "    <informationRequirement>{need}</informationRequirement>");
        let (ty, asked) = (word(column.ty), escaped(&asked));
        let limits = self.whole.limits(self.decision, &column.name);
        let limits = limits.map(|text| format!("<inputValues><text>{}</text></inputValues>", escaped(&text)));
        let _ = writeln!(
            self.text,
            "      <input><inputExpression typeRef=\"{ty}\"><text>{asked}</text></inputExpression>{}</input>",
            limits.unwrap_or_default()
        );
        Ok(())
    }
}

fn output(decision: &DecisionPlan, at: usize, name: &str) -> Result<String, (Span, String)> {
    let mut text = format!("      <output name=\"{}\">", escaped(name));
    let values = decision.priorities.get(at).into_iter().flatten().map(feel::their_value);
    let values: Vec<String> = values.flatten().collect();
    if !values.is_empty() {
        let _ = write!(text, "<outputValues><text>{}</text></outputValues>", escaped(&values.join(", ")));
    }
    if let Some(otherwise) = &decision.otherwise {
        // Where rules are counted, it is one that is counted, whatever its result.
        let value = match decision.hit {
            HitPolicy::Collect(Collect::Count) => "1".to_string(),
            _ => constant(&otherwise.results[at])?,
        };
        let _ = write!(text, "<defaultOutputEntry><text>{}</text></defaultOutputEntry>", escaped(&value));
    }
    Ok(text + "</output>\n")
}

fn rule(decision: &DecisionPlan, rule: &RulePlan, note: Option<&str>) -> Result<String, (Span, String)> {
    let mut text = "      <rule>".to_string();
    for input in 0..decision.inputs.len() {
        let tests: Vec<_> = rule.cells.iter().filter(|cell| cell.input == input).collect();
        let cell = match tests.as_slice() {
            [] => "-".to_string(),
            [cell] => {
                feel::theirs(&cell.test).ok_or_else(|| (cell.condition.span, "no cell of DMN asks this".to_string()))?
            }
            [first, ..] => return Err((first.condition.span, "a rule asks about one input twice".to_string())),
        };
        let _ = write!(text, "<inputEntry><text>{}</text></inputEntry>", escaped(&cell));
    }
    for result in &rule.results {
        let _ = write!(text, "<outputEntry><text>{}</text></outputEntry>", escaped(&constant(result)?));
    }
    if let Some(note) = note {
        let _ = write!(text, "<annotationEntry><text>{}</text></annotationEntry>", escaped(note));
    }
    Ok(text + "</rule>\n")
}

fn constant(result: &Expr) -> Result<String, (Span, String)> {
    let value = result.as_constant().and_then(feel::their_value);
    value.ok_or_else(|| (result.span, "a result is worked out by a formula".to_string()))
}

fn hit(hit: HitPolicy) -> (&'static str, String) {
    let word = |wanted: HitPolicy| HITS.iter().find(|(_, hit)| *hit == wanted).map_or("COLLECT", |(word, _)| word);
    let how = match hit {
        HitPolicy::Collect(how) => COLLECTS.iter().find(|(_, known)| *known == how).map(|(word, _)| *word),
        _ => None,
    };
    (word(hit), how.map_or_else(String::new, |how| format!(" aggregation=\"{how}\"")))
}

fn word(ty: Type) -> &'static str {
    TYPES.iter().find(|(_, known)| *known == ty).map_or("Any", |(word, _)| word)
}

fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

impl Exported {
    /// The texts that the findings point into.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        self.findings.sources()
    }
}
