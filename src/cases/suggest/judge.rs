//! What decides something about a row: a rule, a trigger, a band, a branch; as a tree of conditions.

use super::numbers::number_text;
use crate::formula::{BinaryOp, ColumnId, Expr, ExprKind, TableId, UnaryOp};
use crate::plan::{DecisionId, Plan, Work};
use crate::policy::model::HitPolicy;
use crate::source::{Sources, Span};
use crate::value::{NumberFormat, Type, Value};

/// What rows of one suggested test are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Decision(DecisionId),
    Trigger(usize),
    Scorecard(usize),
    Formula(ColumnId),
}

/// One condition: a part of a tree that is no `&&`, `||` or `!`.
#[derive(Clone, Debug)]
pub(super) struct Atom<'p> {
    pub expr: &'p Expr,
    /// Whether it asks for a blank (`Some(true)`), for a value (`Some(false)`), or for truth.
    pub blank: Option<bool>,
    /// The two sides, where numbers or days are compared by size.
    pub sides: Option<[&'p Expr; 2]>,
    /// As people read it.
    pub text: String,
}

/// Conditions put together.
#[derive(Clone, Debug)]
pub(super) enum Tree {
    Atom(usize),
    And(Vec<Tree>),
    Or(Vec<Tree>),
    Not(Box<Tree>),
}

impl Tree {
    /// What comes of it where the conditions are so; none where that cannot be known.
    pub fn holds(&self, flag: &dyn Fn(usize) -> Option<bool>) -> Option<bool> {
        let fold = |parts: &[Tree], end: bool| {
            let mut unknown = false;
            for part in parts {
                match part.holds(flag) {
                    Some(found) if found == end => return Some(end),
                    Some(_) => {}
                    None => unknown = true,
                }
            }
            if unknown { None } else { Some(!end) }
        };
        match self {
            Tree::Atom(at) => flag(*at),
            Tree::And(parts) => fold(parts, false),
            Tree::Or(parts) => fold(parts, true),
            Tree::Not(part) => part.holds(flag).map(|found| !found),
        }
    }

    /// The conditions that must all hold; none for others.
    pub fn needed(&self, all: &mut Vec<usize>) {
        match self {
            Tree::Atom(at) => all.push(*at),
            Tree::And(parts) => parts.iter().for_each(|part| part.needed(all)),
            Tree::Or(_) | Tree::Not(_) => {}
        }
    }
}

/// How it is known that it decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Hit {
    /// The rule of that number gave the result.
    Rule(DecisionId, usize),
    /// The rule of that number gave the result, and the conditions hold.
    Within(DecisionId, usize),
    /// The conditions hold.
    Holds,
}

/// Something that decides.
#[derive(Clone, Debug)]
pub(super) struct Judge<'p> {
    pub table: TableId,
    pub subject: Subject,
    /// Where it is written.
    pub span: Span,
    pub tree: Tree,
    pub atoms: Vec<Atom<'p>>,
    pub hit: Hit,
    /// What it is called.
    pub words: String,
    /// Whether its conditions are tried one by one, and at their limits.
    pub closely: bool,
}

/// Puts a tree together.
#[derive(Default)]
struct Growing<'p> {
    atoms: Vec<Atom<'p>>,
}

impl<'p> Growing<'p> {
    fn atom(&mut self, atom: Atom<'p>) -> Tree {
        self.atoms.push(atom);
        Tree::Atom(self.atoms.len() - 1)
    }

    fn grow(&mut self, expr: &'p Expr, text: &dyn Fn(&Expr) -> String) -> Tree {
        match &expr.kind {
            ExprKind::And(parts) => Tree::And(parts.iter().map(|part| self.grow(part, text)).collect()),
            ExprKind::Or(parts) => Tree::Or(parts.iter().map(|part| self.grow(part, text)).collect()),
            ExprKind::Unary(UnaryOp::Not, part) => Tree::Not(Box::new(self.grow(part, text))),
            _ => self.atom(Atom { expr, blank: None, sides: sides(expr), text: text(expr) }),
        }
    }

    fn blank(&mut self, expr: &'p Expr, blank: bool, text: &dyn Fn(&Expr) -> String) -> Tree {
        let text = format!("{} {}", text(expr), if blank { "is blank" } else { "is known" });
        self.atom(Atom { expr, blank: Some(blank), sides: None, text })
    }
}

/// The sides of a comparison by size.
fn sides(expr: &Expr) -> Option<[&Expr; 2]> {
    let ExprKind::Binary(op, a, b) = &expr.kind else { return None };
    let by_size = matches!(op, BinaryOp::Less | BinaryOp::LessOrEqual | BinaryOp::Greater | BinaryOp::GreaterOrEqual);
    let sized = |side: &Expr| matches!(side.ty, Some(Type::Number | Type::Date));
    (by_size && sized(a) && sized(b)).then_some([a, b])
}

impl Judge<'_> {
    /// What it belongs to, as people name it.
    pub fn name(&self, plan: &Plan) -> String {
        let table = &plan.tables[self.table.0].name;
        match self.subject {
            Subject::Decision(id) => format!("{table}.{}", plan.decision(id).name),
            Subject::Trigger(at) => format!("trigger {}", plan.triggers[at].name),
            Subject::Scorecard(at) => format!("bands of {}", plan.scorecards[at].name),
            Subject::Formula(id) => format!("{table}.{}", plan.column(id).name),
        }
    }

    /// The limit of a condition, where it is a value that is written.
    pub fn limit(&self, plan: &Plan, atom: usize) -> Option<String> {
        let [left, right] = self.atoms[atom].sides?;
        let (of, value) = match (left.as_constant(), right.as_constant()) {
            (None, Some(value)) => (left, value),
            (Some(value), None) => (right, value),
            _ => return None,
        };
        let format = match of.kind {
            ExprKind::Column(slot) => plan.column(ColumnId { table: self.table, slot }).format,
            ExprKind::Follow { column, .. } => plan.column(column).format,
            _ => NumberFormat::General,
        };
        value.as_number().map(|number| number_text(number, format)).or_else(|| Some(value.as_day()?.to_string()))
    }
}

/// Everything that decides in a policy, in the order of its plan. Branches only those asked for; messages in one
/// language.
pub(super) fn judges<'p>(
    plan: &'p Plan,
    (sources, language): (&Sources, &str),
    branch: &dyn Fn(Span) -> bool,
) -> Vec<Judge<'p>> {
    let mut all = Vec::new();
    let text = |expr: &Expr| one_line(sources.text(expr.span));
    for at in 0..plan.decisions.len() {
        all.extend(of_decision(plan, DecisionId(at), &text));
        all.extend(of_results(plan, DecisionId(at), &text, branch));
    }
    for (at, trigger) in plan.triggers.iter().enumerate() {
        let Work::Formula(expr) = &plan.tables[trigger.table.0].columns[trigger.when].work else { continue };
        let (words, subject) = (format!("`{}`", trigger.name), (trigger.table, Subject::Trigger(at)));
        all.push(simple(subject, expr, trigger.span, words, &text));
        for said in trigger.says(language) {
            all.extend(branches_of(said, (subject, Hit::Holds), &[expr], (&text, branch)));
        }
    }
    for (at, card) in plan.scorecards.iter().enumerate() {
        for (band, test) in &card.bands {
            all.push(simple((card.table, Subject::Scorecard(at)), test, test.span, format!("band {band}"), &text));
        }
    }
    all.extend(branches(plan, &text, branch));
    all
}

/// The rules of a decision table, and its default.
fn of_decision<'p>(plan: &'p Plan, id: DecisionId, text: &dyn Fn(&Expr) -> String) -> Vec<Judge<'p>> {
    let (decision, mut all) = (plan.decision(id), Vec::new());
    for (number, rule) in decision.rules.iter().enumerate() {
        let mut growing = Growing::default();
        let trees = rule.cells.iter().map(|cell| {
            let slot = decision.inputs[cell.input];
            let name = one_line(&plan.tables[decision.table.0].columns[slot].name);
            growing.grow(&cell.condition, &|expr| format!("{name} {}", text(expr)))
        });
        let tree = Tree::And(trees.collect());
        let words = format!("rule {} → {}", decision.number(number), gives(&rule.results, text));
        let atoms = growing.atoms;
        let (hit, subject) = (Hit::Rule(id, number), Subject::Decision(id));
        all.push(Judge { table: decision.table, subject, span: rule.span, tree, atoms, hit, words, closely: true });
    }
    if let Some(rule) = &decision.otherwise {
        all.push(Judge {
            table: decision.table,
            subject: Subject::Decision(id),
            span: rule.span,
            tree: Tree::And(Vec::new()),
            atoms: Vec::new(),
            hit: Hit::Rule(id, decision.rules.len()),
            words: format!("the default → {}", gives(&rule.results, text)),
            closely: true,
        });
    }
    all
}

/// The first result of a rule as written; one left out has the place of its rule.
fn gives(results: &[Expr], text: &dyn Fn(&Expr) -> String) -> String {
    match results.first() {
        Some(result) if result.as_constant().is_some_and(Value::is_blank) => "blank".to_string(),
        result => result.map(text).unwrap_or_default(),
    }
}

fn simple<'p>(
    (table, subject): (TableId, Subject),
    expr: &'p Expr,
    span: Span,
    words: String,
    text: &dyn Fn(&Expr) -> String,
) -> Judge<'p> {
    let mut growing = Growing::default();
    let tree = growing.grow(expr, text);
    Judge { table, subject, span, tree, atoms: growing.atoms, hit: Hit::Holds, words, closely: true }
}

/// The branches of formulas: what must hold on the way to each.
fn branches<'p>(plan: &'p Plan, text: &dyn Fn(&Expr) -> String, wanted: &dyn Fn(Span) -> bool) -> Vec<Judge<'p>> {
    let mut all = Vec::new();
    for (table, own) in plan.tables.iter().enumerate() {
        for (slot, column) in own.columns.iter().enumerate().filter(|(_, column)| !column.hidden) {
            let Work::Formula(expr) = &column.work else { continue };
            let id = ColumnId { table: TableId(table), slot };
            all.extend(branches_of(expr, ((id.table, Subject::Formula(id)), Hit::Holds), &[], (text, wanted)));
        }
    }
    all
}

/// The branches in the results of a decision table: their rule must decide the row.
fn of_results<'p>(
    plan: &'p Plan,
    id: DecisionId,
    text: &dyn Fn(&Expr) -> String,
    wanted: &dyn Fn(Span) -> bool,
) -> Vec<Judge<'p>> {
    let (decision, mut all) = (plan.decision(id), Vec::new());
    for (number, rule) in decision.rules.iter().chain(&decision.otherwise).enumerate() {
        let cells: Vec<&Expr> = rule.conditions().collect();
        let of = ((decision.table, Subject::Decision(id)), Hit::Within(id, number));
        for result in &rule.results {
            all.extend(branches_of(result, of, &cells, (text, wanted)));
        }
    }
    all
}

/// Whether the branch written there is asked for.
type Wanted<'w> = &'w dyn Fn(Span) -> bool;

/// The branches of an expression that is worked out where some conditions hold.
fn branches_of<'p>(
    expr: &'p Expr,
    ((table, subject), hit): ((TableId, Subject), Hit),
    before: &[&'p Expr],
    (text, wanted): (&dyn Fn(&Expr) -> String, Wanted<'_>),
) -> Vec<Judge<'p>> {
    let mut all = Vec::new();
    let before: Vec<Step<'p>> = before.iter().map(|condition| Step::Holds(condition)).collect();
    walk(expr, &before, &mut |way, branch| {
        if !wanted(branch.span) {
            return;
        }
        let mut growing = Growing::default();
        let trees = way.iter().map(|step| match step {
            Step::Holds(condition) => growing.grow(condition, text),
            Step::Fails(condition) => Tree::Not(Box::new(growing.grow(condition, text))),
            Step::Blank(expr, blank) => growing.blank(expr, *blank, text),
        });
        let (tree, words) = (Tree::And(trees.collect()), format!("the branch `{}`", text(branch)));
        let atoms = growing.atoms;
        all.push(Judge { table, subject, span: branch.span, tree, atoms, hit, words, closely: false });
    });
    all
}

/// What must be so for a branch to be taken.
#[derive(Clone, Copy)]
enum Step<'p> {
    Holds(&'p Expr),
    Fails(&'p Expr),
    Blank(&'p Expr, bool),
}

fn walk<'p>(expr: &'p Expr, way: &[Step<'p>], each: &mut dyn FnMut(&[Step<'p>], &'p Expr)) {
    let with = |step: Step<'p>| way.iter().copied().chain([step]).collect::<Vec<_>>();
    match &expr.kind {
        ExprKind::If(condition, then, otherwise) => {
            walk(condition, way, each);
            for (step, branch) in [(Step::Holds(condition), then), (Step::Fails(condition), otherwise)] {
                let way = with(step);
                each(&way, branch);
                walk(branch, &way, each);
            }
        }
        ExprKind::Coalesce(items) => {
            let mut way = way.to_vec();
            for item in items {
                let mut taken = way.clone();
                taken.push(Step::Blank(item, false));
                each(&taken, item);
                walk(item, &way, each);
                way.push(Step::Blank(item, true));
            }
        }
        _ => expr.parts().into_iter().for_each(|part| walk(part, way, each)),
    }
}

/// Whether rules that come before keep it from deciding.
pub(super) fn is_first(plan: &Plan, decision: DecisionId) -> bool {
    plan.decision(decision).hit == HitPolicy::First
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
