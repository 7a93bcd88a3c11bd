//! A plan on paper: JSON that another program can run, and that can be read back.

mod names;

use super::decisions::index_of;
use super::{Plan, RulePlan};
use crate::decision::cell::CellTest;
use crate::source::{FileId, Sources};
use crate::value::Type;
use names::{Names, Way};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of the document's form. It grows with every change that a reader has to know of.
pub const VERSION: u32 = 1;

/// A plan with all that its places and scripts refer to.
#[derive(Clone, Debug)]
pub struct Document {
    /// The plan.
    pub plan: Plan,
    /// The files of the policy with their texts.
    pub sources: Sources,
    /// The scripts among them.
    pub scripts: Vec<FileId>,
    /// Functions of the host program that the plan may call.
    pub functions: Vec<HostSignature>,
}

/// A function that a host program brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostSignature {
    /// Name.
    pub name: String,
    /// Types of its arguments.
    pub params: Vec<Type>,
    /// Type of what it gives.
    pub returns: Type,
}

/// Deepest nesting of a document. The deepest formula that is accepted needs about half of it.
const DEEPEST: usize = 400;

/// JSON that may nest deeper than `serde_json` goes by itself, but not so deep that reading it needs
/// more stack than there is.
fn read(text: &str) -> Result<Value, String> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => depth += 1,
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err(format!("this is not a plan: it nests more than {DEEPEST} levels"));
        }
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.disable_recursion_limit();
    let value = Value::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| format!("this is not a plan: {error}"))
}

/// The outermost object.
#[derive(Serialize, Deserialize)]
struct Paper {
    version: u32,
    rulebook: String,
    files: Vec<File>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    functions: Vec<HostSignature>,
    plan: Value,
}

#[derive(Serialize, Deserialize)]
struct File {
    name: String,
    #[serde(default, skip_serializing_if = "is_false")]
    script: bool,
    text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cells: Vec<(u32, u32, String)>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// Indexes follow from the rules, and are not written down.
fn index(plan: &mut Plan) -> Result<(), String> {
    let Plan { tables, decisions, .. } = plan;
    for decision in decisions {
        let columns = &tables[decision.table.0].columns;
        let kinds: Vec<Type> = decision.inputs.iter().map(|&slot| columns[slot].ty).collect();
        let tests = |rule: &RulePlan| rule.cells.iter().map(|cell| (cell.input, cell.test.clone())).collect();
        let tests: Vec<Vec<(usize, CellTest)>> = decision.rules.iter().map(tests).collect();
        if tests.iter().flatten().any(|(input, _)| *input >= kinds.len()) {
            return Err(format!("this plan is broken: a rule of `{}` asks an input that is not there", decision.name));
        }
        decision.index = index_of(&kinds, &tests);
    }
    Ok(())
}

impl Document {
    /// The document as JSON.
    ///
    /// # Errors
    /// When the plan refers to what it does not hold, as one with mistakes may.
    pub fn to_json(&self) -> Result<Value, String> {
        let mut plan = serde_json::to_value(&self.plan).map_err(|error| error.to_string())?;
        Names::new(&plan, &self.sources, Way::Write).plan(&mut plan)?;
        let file = |(id, file): (FileId, &crate::source::SourceFile)| File {
            name: file.name.clone(),
            script: self.scripts.contains(&id),
            text: file.text.clone(),
            cells: file.cells.clone(),
        };
        let files = self.sources.iter().map(file).collect();
        let functions = self.functions.clone();
        let paper = Paper { version: VERSION, rulebook: env!("CARGO_PKG_VERSION").to_string(), files, functions, plan };
        serde_json::to_value(paper).map_err(|error| error.to_string())
    }

    /// Reads a document.
    ///
    /// # Errors
    /// When it is not one, is of another version, or names what it does not hold.
    pub fn from_json(text: &str) -> Result<Document, String> {
        let mut whole = read(text)?;
        match whole["version"].as_u64() {
            Some(version) if version == u64::from(VERSION) => {}
            Some(version) => {
                return Err(format!(
                    "this plan is of version {version}, and this rulebook reads version {VERSION}; write it again with `rulebook plan`"
                ));
            }
            None => return Err("this is not a plan: it has no `version`".into()),
        }
        let mut plan = whole["plan"].take();
        let paper: Paper = serde_json::from_value(whole).map_err(|error| format!("this plan is broken: {error}"))?;
        let mut sources = Sources::default();
        let mut scripts = Vec::new();
        for file in paper.files {
            let id = sources.add_sheet(file.name, file.text, file.cells);
            if file.script {
                scripts.push(id);
            }
        }
        Names::new(&plan, &sources, Way::Read)
            .plan(&mut plan)
            .map_err(|error| format!("this plan is broken: {error}"))?;
        let mut plan: Plan = serde_json::from_value(plan).map_err(|error| format!("this plan is broken: {error}"))?;
        index(&mut plan)?;
        Ok(Document { plan, sources, scripts, functions: paper.functions })
    }
}
