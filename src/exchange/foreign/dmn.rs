//! DMN: the decision tables of a model.

use super::made::{Making, made, name_of, type_of};
use super::{
    COLLECTS, ForeignInput, ForeignOutput, ForeignRule, ForeignTable, HITS, Imported, Listing, TYPES, Unsaid, feel,
};
use crate::decision::cell::{CellTest, Comparison};
use crate::diagnostic::Problem;
use crate::policy::model::{Collect, HitPolicy};
use crate::value::{Type, Value};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;
use std::ops::Range;

/// Why a table is skipped, and where.
type Skipped = (Range<usize>, String);

/// Makes a pack of the decision tables of a DMN file.
///
/// # Errors
/// The file is no DMN, or has no decision table that can be said here; then with what was found.
pub fn from_dmn(name: &str, text: &str) -> Result<Imported, Problem> {
    let text = text.trim_start_matches('\u{feff}');
    let document = Document::parse(text).map_err(|error| {
        let at = error.pos();
        let message = format!("{name}:{}:{}: this is no XML: {error}", at.row, at.col);
        Problem::with_help(message, "save the model as DMN 1.3, 1.4 or 1.5 (`.dmn`)")
    })?;
    let root = document.root_element();
    if root.tag_name().name() != "definitions"
        || !root.tag_name().namespace().unwrap_or_default().contains("/spec/DMN/")
    {
        let message = format!("`{name}` is XML and no DMN: it begins with `{}`", root.tag_name().name());
        return Err(Problem::with_help(message, "save the model as DMN 1.3, 1.4 or 1.5 (`.dmn`)"));
    }
    let mut listing = Listing::of(name, text);
    let model = Model::of(root);
    let mut without = BTreeMap::new();
    // Who asks for the result of a table that is skipped asks for a column.
    let making = loop {
        let (making, skipped) = model.making(&without);
        if skipped.len() == without.len() {
            break making;
        }
        without = skipped;
    };
    for (at, (range, why)) in &without {
        listing.skipped(range.clone(), format!("decision table `{}` is skipped: {why}", model.decisions[*at].title));
    }
    model.list(root, &making, &mut listing);
    crate::diagnostic::sort(&mut listing.found);
    let title = root.attribute("name").unwrap_or("decisions");
    Ok(made(title, &format!("the decision tables of {name}"), (&making.columns, &making.tables), listing))
}

struct Model<'d> {
    decisions: Vec<Decision<'d>>,
    /// Types by name, with the values they allow; `None` for those of several parts.
    types: BTreeMap<&'d str, Option<(Type, Option<Node<'d, 'd>>)>>,
    /// Types of inputs by name.
    inputs: BTreeMap<String, &'d str>,
}

/// A decision that is a table.
struct Decision<'d> {
    title: String,
    /// What it is called for people, where that is something else.
    label: Option<String>,
    /// Its description.
    note: String,
    table: Node<'d, 'd>,
    /// Names of its results there, and here.
    results: Vec<(String, String)>,
}

fn named<'d>(of: Node<'d, 'd>, name: &'static str) -> impl Iterator<Item = Node<'d, 'd>> {
    of.children().filter(move |child| child.tag_name().name() == name)
}

fn child<'d>(of: Node<'d, 'd>, name: &'static str) -> Option<Node<'d, 'd>> {
    named(of, name).next()
}

/// What stands in the `text` of an element, and its place; the element's own where there is none.
fn text_of<'d>(of: Node<'d, 'd>) -> (&'d str, Range<usize>) {
    let inner = child(of, "text");
    let text = inner.and_then(|text| text.first_child()).filter(Node::is_text);
    (text.and_then(|text| text.text()).unwrap_or_default(), text.or(inner).unwrap_or(of).range())
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a type is called without the prefix of its language.
fn bare(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn at(place: &Range<usize>, whole: &str, unsaid: Unsaid) -> Skipped {
    // Where signs are escaped in XML, the whole cell is meant.
    let exact = place.len() == whole.len();
    let range = if exact { place.start + unsaid.at.start..place.start + unsaid.at.end } else { place.clone() };
    (range, unsaid.why)
}

impl<'d> Model<'d> {
    fn of(root: Node<'d, 'd>) -> Model<'d> {
        let mut model = Model { decisions: Vec::new(), types: BTreeMap::new(), inputs: BTreeMap::new() };
        for item in named(root, "itemDefinition") {
            let base = child(item, "typeRef").and_then(|base| base.text()).map(|base| bare(base.trim()));
            let is_list = item.attribute("isCollection") == Some("true");
            let ty = base.and_then(|base| TYPES.iter().find(|(word, _)| *word == base)).filter(|_| !is_list);
            let about = ty.map(|(_, ty)| (*ty, child(item, "allowedValues")));
            model.types.insert(item.attribute("name").unwrap_or_default(), about);
        }
        let mut taken = Vec::new();
        for decision in named(root, "decision") {
            let Some(table) = child(decision, "decisionTable") else { continue };
            let variable = child(decision, "variable").and_then(|variable| variable.attribute("name"));
            let title = squeezed(variable.or(decision.attribute("name")).unwrap_or("decision"));
            let outputs: Vec<Node<'_, '_>> = named(table, "output").collect();
            let mut results = Vec::new();
            for output in &outputs {
                let own = output.attribute("name").filter(|_| outputs.len() > 1).map(squeezed);
                let there = own.as_ref().map_or_else(|| title.clone(), |own| format!("{title}.{own}"));
                let here = name_of(own.as_ref().unwrap_or(&title), &taken);
                taken.push(here.clone());
                results.push((there, here));
            }
            let label = decision.attribute("label").map(squeezed).filter(|label| !label.is_empty());
            let note = child(decision, "description").and_then(|text| text.text()).map(squeezed).unwrap_or_default();
            model.decisions.push(Decision { title, label, note, table, results });
        }
        for input in named(root, "inputData") {
            let variable = child(input, "variable");
            let name = variable.and_then(|variable| variable.attribute("name")).or(input.attribute("name"));
            let ty = variable.and_then(|variable| variable.attribute("typeRef"));
            model.inputs.extend(name.map(squeezed).zip(ty));
        }
        model
    }

    /// The tables that can be said, without those; and those that cannot, by their number.
    fn making(&self, without: &BTreeMap<usize, Skipped>) -> (Making, BTreeMap<usize, Skipped>) {
        let (mut making, mut skipped) = (Making::default(), without.clone());
        for (number, decision) in self.decisions.iter().enumerate() {
            if skipped.contains_key(&number) {
                continue;
            }
            match self.table(decision, &mut making, without) {
                Ok(table) => making.tables.push(table),
                Err(why) => {
                    skipped.insert(number, why);
                }
            }
        }
        (making, skipped)
    }

    fn table(
        &self,
        decision: &Decision<'d>,
        making: &mut Making,
        without: &BTreeMap<usize, Skipped>,
    ) -> Result<ForeignTable, Skipped> {
        let hit = hit(decision.table)?;
        let rules: Vec<Node<'_, '_>> = named(decision.table, "rule").collect();
        if rules.is_empty() {
            return Err((decision.table.range(), "it has no rules".to_string()));
        }
        let mut inputs = Vec::new();
        for (place, input) in named(decision.table, "input").enumerate() {
            let cells: Vec<Node<'_, '_>> =
                rules.iter().filter_map(|rule| named(*rule, "inputEntry").nth(place)).collect();
            if cells.len() != rules.len() {
                return Err((input.range(), "a rule has fewer cells than there are inputs".to_string()));
            }
            let read = self.input(input, &cells, making, without)?;
            if inputs.iter().any(|known: &ForeignInput| known.column == read.column) {
                return Err((input.range(), format!("it asks about `{}` in two columns", read.column)));
            }
            inputs.push(read);
        }
        let (outputs, results) = self.outputs(decision, &rules, hit)?;
        let default = self.default(decision, (hit, &results))?;
        let rules = rules.iter().zip(results).map(|(rule, results)| ForeignRule { results, note: remark(*rule) });
        Ok(ForeignTable {
            name: match decision.results.as_slice() {
                [(_, only)] => only.clone(),
                _ => name_of(&decision.title, &[]),
            },
            title: decision.label.clone().unwrap_or_else(|| decision.title.clone()),
            note: decision.note.clone(),
            hit,
            inputs,
            outputs,
            rules: rules.collect(),
            default,
        })
    }

    fn input(
        &self,
        input: Node<'d, 'd>,
        cells: &[Node<'d, 'd>],
        making: &mut Making,
        without: &BTreeMap<usize, Skipped>,
    ) -> Result<ForeignInput, Skipped> {
        let asked = child(input, "inputExpression").ok_or((input.range(), "an input asks for nothing".to_string()))?;
        let (expression, place) = text_of(asked);
        let title = squeezed(expression);
        let is_name = title.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ' | '.'))
            && title.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if !is_name && !self.inputs.contains_key(&title) {
            return Err((place, format!("it asks about `{title}`, which is no name but an expression")));
        }
        let mut tests = Vec::new();
        for cell in cells {
            let (text, place) = text_of(*cell);
            tests.push((feel::test(text).map_err(|unsaid| self::at(&place, text, unsaid))?, text, place));
        }
        let written = asked.attribute("typeRef").or(self.inputs.get(&title).copied()).map(bare);
        let (ty, allowed) = match written.filter(|word| *word != "Any") {
            Some(word) => self.type_named(word).ok_or_else(|| {
                (asked.range(), format!("`{title}` is of the type `{word}`, which no column here can have"))
            })?,
            None => {
                let values = tests.iter().flat_map(|(test, ..)| test.literals()).map(|literal| &literal.value);
                (type_of(values).flatten().unwrap_or(Type::Text), None)
            }
        };
        let column = match self.result_named(&title, without) {
            Some(here) => here,
            None => self.given((input, asked), (&title, ty, allowed), making, without)?,
        };
        let said = |(test, text, place): &(CellTest, &str, Range<usize>)| {
            let why = format!("`{}` is no test of {}", text.trim(), ty.a_word());
            feel::ours(test, ty).ok_or((place.clone(), why))
        };
        Ok(ForeignInput { column, cells: tests.iter().map(said).collect::<Result<_, _>>()? })
    }

    /// The column of an input that no table gives.
    fn given(
        &self,
        (input, asked): (Node<'d, 'd>, Node<'d, 'd>),
        (title, ty, allowed): (&str, Type, Option<Node<'d, 'd>>),
        making: &mut Making,
        without: &BTreeMap<usize, Skipped>,
    ) -> Result<String, Skipped> {
        let kept = self.decisions.iter().enumerate().filter(|(number, _)| !without.contains_key(number));
        let taken: Vec<String> =
            kept.flat_map(|(_, decision)| decision.results.iter().map(|(_, here)| here.clone())).collect();
        let name = making.column(title, ty, &taken).map_err(|why| (asked.range(), why))?;
        let values = child(input, "inputValues").or(allowed);
        if let (Some(values), Some(column)) = (values, making.columns.iter_mut().find(|c| c.name == name)) {
            limit(column, values)?;
        }
        Ok(name)
    }

    fn type_named(&self, word: &str) -> Option<(Type, Option<Node<'d, 'd>>)> {
        let own = TYPES.iter().find(|(known, _)| *known == word).map(|(_, ty)| (*ty, None));
        own.or_else(|| self.types.get(word).copied().flatten())
    }

    /// The column of the result that is called so.
    fn result_named(&self, title: &str, without: &BTreeMap<usize, Skipped>) -> Option<String> {
        let known = self.decisions.iter().enumerate().filter(|(number, _)| !without.contains_key(number));
        let mut results = known.flat_map(|(_, decision)| &decision.results);
        results.find(|(there, _)| there == title).map(|(_, here)| here.clone())
    }

    fn outputs(
        &self,
        decision: &Decision<'d>,
        rules: &[Node<'d, 'd>],
        hit: HitPolicy,
    ) -> Result<(Vec<ForeignOutput>, Vec<Vec<Value>>), Skipped> {
        let (mut outputs, mut results) = (Vec::new(), vec![Vec::new(); rules.len()]);
        for (place, output) in named(decision.table, "output").enumerate() {
            for (rule, results) in rules.iter().zip(&mut results) {
                let entry = named(*rule, "outputEntry").nth(place);
                let entry = entry.ok_or((rule.range(), "a rule has fewer results than the table".to_string()))?;
                let (text, at) = text_of(entry);
                let value = feel::value(text).map_err(|unsaid| self::at(&at, text, unsaid))?;
                if !value.is_blank() && feel::result(&value).is_none() {
                    return Err((at, format!("`{}` is no result here", text.trim())));
                }
                results.push(value);
            }
            if type_of(results.iter().map(|results| &results[place])).is_none() {
                return Err((output.range(), "its results are of several types".to_string()));
            }
            let own: Vec<&Value> = results.iter().map(|results| &results[place]).collect();
            let values = in_order(output, hit, &own)?;
            outputs.push(ForeignOutput { name: decision.results[place].1.clone(), values });
        }
        let whole = decision.table.range();
        match hit {
            HitPolicy::Priority | HitPolicy::OutputOrder if outputs.iter().all(|output| output.values.is_empty()) => {
                Err((whole, "it has no output values to say which result comes first".to_string()))
            }
            HitPolicy::Collect(how) if how != Collect::List && outputs.len() > 1 => {
                Err((whole, "it adds up several results".to_string()))
            }
            _ => Ok((outputs, results)),
        }
    }

    /// The results where no rule matches. A table that counts rules gives a number: 0 is what comes of no rule anyway,
    /// and 1 is a default that counts as one rule, whatever its result.
    fn default(
        &self,
        decision: &Decision<'d>,
        (hit, results): (HitPolicy, &[Vec<Value>]),
    ) -> Result<Option<Vec<Value>>, Skipped> {
        let values = self.default_values(decision)?;
        if hit != HitPolicy::Collect(Collect::Count) {
            return Ok(values);
        }
        let number = values.as_ref().map(|values| values.iter().find_map(Value::as_number));
        match number {
            None => Ok(None),
            Some(Some(0.0)) => Ok(None),
            Some(Some(1.0)) => Ok(results.first().cloned()),
            Some(_) => {
                let why = "it counts rules, and where none matches it gives neither 0 nor 1";
                Err((decision.table.range(), why.to_string()))
            }
        }
    }

    fn default_values(&self, decision: &Decision<'d>) -> Result<Option<Vec<Value>>, Skipped> {
        let mut all = Vec::new();
        for output in named(decision.table, "output") {
            let Some(entry) = child(output, "defaultOutputEntry") else { continue };
            let (text, at) = text_of(entry);
            all.push(feel::value(text).map_err(|unsaid| self::at(&at, text, unsaid))?);
        }
        match all.len() {
            0 => Ok(None),
            many if many == decision.results.len() => Ok(Some(all)),
            _ => Err((decision.table.range(), "it has defaults for some of its results".to_string())),
        }
    }

    /// What else stands in the model.
    fn list(&self, root: Node<'d, 'd>, making: &Making, listing: &mut Listing) {
        const KEPT: [&str; 5] = ["itemDefinition", "inputData", "informationRequirement", "variable", "decision"];
        for node in root.children().filter(Node::is_element) {
            let kind = node.tag_name().name();
            let name = squeezed(node.attribute("name").or(node.attribute("id")).unwrap_or_default());
            let start = beginning(node);
            if kind == "decision" && child(node, "decisionTable").is_none() {
                let how = expression_of(node).map_or("has no table".to_string(), |how| format!("is a {}", spaced(how)));
                listing.skipped(start, format!("decision `{name}` is skipped: it {how}, not a decision table"));
            } else if !KEPT.contains(&kind) {
                let called = if name.is_empty() { String::new() } else { format!(" `{name}`") };
                listing.skipped(start, format!("{}{called} is skipped: it is no decision table", spaced(kind)));
            }
        }
        self.list_others(root, making, listing);
    }

    /// What means a little else here.
    fn list_others(&self, root: Node<'d, 'd>, making: &Making, listing: &mut Listing) {
        for node in named(root, "decision") {
            let variable = child(node, "variable").and_then(|variable| variable.attribute("name"));
            let title = squeezed(variable.or(node.attribute("name")).unwrap_or_default());
            let given = |title: &String| making.columns.iter().find(|column| column.title == *title);
            if let Some(column) = given(&title) {
                let message = format!(
                    "`{title}` is worked out there; here it is the column `{}`, which the data must have",
                    column.name
                );
                listing.differs(beginning(node), message, "make a formula of it in the policy");
            }
        }
        for decision in &self.decisions {
            let is_there = |table: &&ForeignTable| table.title == decision.title;
            let Some(table) = making.tables.iter().find(is_there) else { continue };
            if table.hit == HitPolicy::Collect(Collect::Sum) && table.default.is_none() {
                let message =
                    format!("where no rule of `{}` matches the sum is 0 here, and nothing in DMN", table.title);
                listing.differs(beginning(decision.table), message, "give the table a default where that matters");
            }
        }
    }
}

/// The first word of an element, with its bracket.
fn beginning(node: Node<'_, '_>) -> Range<usize> {
    let range = node.range();
    let text = &node.document().input_text()[range.clone()];
    let length = text.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(text.len());
    range.start..range.start + length
}

/// What works a decision out that is no table.
fn expression_of<'d>(decision: Node<'d, 'd>) -> Option<&'d str> {
    const BESIDE: [&str; 8] = [
        "variable",
        "informationRequirement",
        "knowledgeRequirement",
        "authorityRequirement",
        "description",
        "question",
        "allowedAnswers",
        "extensionElements",
    ];
    let names = decision.children().filter(Node::is_element).map(|child| child.tag_name().name());
    names.into_iter().find(|name| !BESIDE.contains(name))
}

/// `businessKnowledgeModel` as words.
fn spaced(name: &str) -> String {
    if name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit()) || name == "DMNDI" {
        return "the diagram".to_string();
    }
    name.chars().flat_map(|c| if c.is_uppercase() { vec![' ', c.to_ascii_lowercase()] } else { vec![c] }).collect()
}

/// The values that say which result comes first, where one does.
fn in_order(output: Node<'_, '_>, hit: HitPolicy, results: &[&Value]) -> Result<Vec<Value>, Skipped> {
    let ordered = matches!(hit, HitPolicy::Priority | HitPolicy::OutputOrder);
    let Some(listed) = child(output, "outputValues").filter(|_| ordered) else { return Ok(Vec::new()) };
    let (text, place) = text_of(listed);
    let values = feel::values(text).map_err(|unsaid| at(&place, text, unsaid))?;
    match results.iter().find(|value| !value.is_blank() && !values.contains(value)) {
        Some(stranger) => {
            Err((output.range(), format!("`{stranger}` is not among the values that say which comes first")))
        }
        None => Ok(values),
    }
}

fn hit(table: Node<'_, '_>) -> Result<HitPolicy, Skipped> {
    let word = table.attribute("hitPolicy").unwrap_or("UNIQUE");
    let hit = HITS.iter().find(|(known, _)| *known == word).map(|(_, hit)| *hit);
    let hit = hit.ok_or_else(|| (table.range(), format!("no hit policy is `{word}`")))?;
    match (hit, table.attribute("aggregation")) {
        (HitPolicy::Collect(_), Some(word)) => {
            let how = COLLECTS.iter().find(|(known, _)| *known == word);
            let how = how.ok_or_else(|| (table.range(), format!("no aggregation is `{word}`")))?;
            Ok(HitPolicy::Collect(how.1))
        }
        _ => Ok(hit),
    }
}

/// What is remarked on a rule.
fn remark(rule: Node<'_, '_>) -> String {
    let description = child(rule, "description").and_then(|text| text.text()).map(squeezed);
    let all = description.into_iter().chain(named(rule, "annotationEntry").map(|entry| squeezed(text_of(entry).0)));
    all.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ")
}

/// The values that an input may have.
fn limit(column: &mut super::ForeignColumn, values: Node<'_, '_>) -> Result<(), Skipped> {
    let (text, place) = text_of(values);
    let test = feel::test(text).map_err(|unsaid| at(&place, text, unsaid))?;
    match test {
        CellTest::Any => {}
        CellTest::Range { from: Some(from), from_included: true, to: Some(to), to_included: true } => {
            column.ends = [Some(from.value), Some(to.value)];
        }
        CellTest::Compare(Comparison::GreaterOrEqual, from) => column.ends[0] = Some(from.value),
        CellTest::Compare(Comparison::LessOrEqual, to) => column.ends[1] = Some(to.value),
        _ => match feel::values(text) {
            Ok(values) if column.allowed.is_empty() || column.allowed == values => column.allowed = values,
            _ => return Err((place, format!("no column here can be held to `{}`", text.trim()))),
        },
    }
    let limits = column.allowed.iter().chain(column.ends.iter().flatten());
    match type_of(limits) {
        Some(Some(ty)) if ty != column.ty => {
            Err((place, format!("`{}` are no values of {}", text.trim(), column.ty.a_word())))
        }
        _ => Ok(()),
    }
}
