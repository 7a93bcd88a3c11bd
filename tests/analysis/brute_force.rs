//! What `check` says of generated tables, against all combinations of boundary points and what lies between: two
//! numbers, a text, a day and a truth, with comparisons between the numbers among the tests.

use rulebook::diagnostic::{Diagnostic, Extent, Extents, Range, Region};
use rulebook::plan::Verdict;
use rulebook::value::{Date, Value};
use rulebook::{Engine, Policy};
use std::fmt::Write;

/// Tables in all, and how many of them stand in one policy.
const TABLES: usize = 2_000;
const IN_ONE: usize = 25;

/// Numbers with a fixed seed.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// The numbers of a row; blanks are `None`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Numbers {
    a: Option<f64>,
    b: Option<f64>,
}

/// The rest of a row, texts and days by number.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Rest {
    kind: Option<usize>,
    day: Option<usize>,
    flag: Option<bool>,
}

const KINDS: [&str; 4] = ["A", "B", "C", "other"];
const DAYS: [&str; 4] = ["2025-12-31", "2026-01-01", "2026-01-02", "2026-01-03"];

/// What a test asks of the numbers of a row, and of the rest; `None` where a blank leaves it open.
type OfNumbers = fn(&Numbers) -> Option<bool>;
type OfRest = fn(&Rest) -> Option<bool>;

/// A test as it is written, and what it asks: both parts.
type Test = (&'static str, OfNumbers, OfRest);

const fn numbers(cell: &'static str, asks: OfNumbers) -> Test {
    (cell, asks, |_| Some(true))
}

const fn rest(cell: &'static str, asks: OfRest) -> Test {
    (cell, |_| Some(true), asks)
}

const ANY: Test = ("-", |_| Some(true), |_| Some(true));
const OF_A: [Test; 14] = [
    ANY,
    ANY,
    numbers("1", |row| row.a.map(|a| a == 1.0)),
    numbers("> 2", |row| row.a.map(|a| a > 2.0)),
    numbers(">= 2", |row| row.a.map(|a| a >= 2.0)),
    numbers("< 3", |row| row.a.map(|a| a < 3.0)),
    numbers("1 .. 3", |row| row.a.map(|a| (1.0..3.0).contains(&a))),
    numbers("(1..3]", |row| row.a.map(|a| a > 1.0 && a <= 3.0)),
    numbers("not(1 .. 3, 4)", |row| row.a.map(|a| !(1.0..3.0).contains(&a) && a != 4.0)),
    numbers("blank", |row| Some(row.a.is_none())),
    numbers("> b", |row| Some(row.a? > row.b?)),
    numbers("<= b", |row| Some(row.a? <= row.b?)),
    numbers(">= b + 1", |row| Some(row.a? >= row.b? + 1.0)),
    numbers("< b - 1", |row| Some(row.a? < row.b? - 1.0)),
];
const OF_B: [Test; 7] = [
    ANY,
    ANY,
    numbers("> 1", |row| row.b.map(|b| b > 1.0)),
    numbers("<= 1", |row| row.b.map(|b| b <= 1.0)),
    numbers("2, 3", |row| row.b.map(|b| b == 2.0 || b == 3.0)),
    numbers("not 2", |row| row.b.map(|b| b != 2.0)),
    numbers("= a", |row| Some(row.b? == row.a?)),
];
const OF_KIND: [Test; 6] = [
    ANY,
    rest("A", |row| row.kind.map(|kind| kind == 0)),
    rest("A, B", |row| row.kind.map(|kind| kind < 2)),
    rest("not A", |row| row.kind.map(|kind| kind != 0)),
    rest("not(A, B)", |row| row.kind.map(|kind| kind > 1)),
    rest("not blank", |row| Some(row.kind.is_some())),
];
const OF_DAY: [Test; 5] = [
    ANY,
    rest("2026-01-01", |row| row.day.map(|day| day == 1)),
    rest("> 2026-01-01", |row| row.day.map(|day| day > 1)),
    rest("<= 2026-01-02", |row| row.day.map(|day| day <= 2)),
    rest("not 2026-01-02", |row| row.day.map(|day| day != 2)),
];
const OF_FLAG: [Test; 4] = [ANY, rest("true", |row| row.flag), rest("false", |row| row.flag.map(|flag| !flag)), ANY];
const OF_DIFFERENCE: [Test; 5] = [
    ANY,
    numbers("> 0", |row| Some(row.a? - row.b? > 0.0)),
    numbers("<= 1", |row| Some(row.a? - row.b? <= 1.0)),
    numbers("0 .. 1", |row| Some((0.0..1.0).contains(&(row.a? - row.b?)))),
    numbers("0", |row| Some(row.a? == row.b?)),
];
const OF_CONDITION: [Test; 3] =
    [ANY, numbers("true", |row| Some(row.a? >= row.b?)), numbers("false", |row| Some(row.a? < row.b?))];
const OF_BOTH: [Test; 2] = [ANY, ("true", |row| Some(row.a? > row.b?), |row| row.flag)];

/// The inputs that tables choose from.
const INPUTS: [(&str, &[Test]); 8] = [
    ("a", &OF_A),
    ("b", &OF_B),
    ("kind", &OF_KIND),
    ("day", &OF_DAY),
    ("flag", &OF_FLAG),
    ("a - b", &OF_DIFFERENCE),
    ("a >= b", &OF_CONDITION),
    ("a > b && flag", &OF_BOTH),
];
const HITS: [&str; 4] = ["unique", "first", "any", "priority"];

struct Table {
    hit: &'static str,
    inputs: Vec<usize>,
    /// For each rule the test of each input, and its result, 0 to 2; the least first in a priority table.
    rules: Vec<(Vec<Test>, usize)>,
    otherwise: bool,
    /// Whether no column can be blank.
    known: bool,
    /// Whether kinds are listed.
    listed: bool,
}

impl Table {
    fn made(random: &mut Random, known: bool, listed: bool) -> Table {
        let mut inputs: Vec<usize> = (0..INPUTS.len()).collect();
        for _ in 0..INPUTS.len() - 1 - random.below(5) {
            inputs.remove(random.below(inputs.len()));
        }
        let rules = 1 + random.below(7);
        let rule = |random: &mut Random| {
            loop {
                let tests: Vec<Test> = inputs.iter().map(|input| random.pick(INPUTS[*input].1)).collect();
                // A rule that asks nothing is a finding of its own.
                if tests.iter().any(|(cell, _, _)| *cell != "-") {
                    return (tests, random.below(3));
                }
            }
        };
        let rules = (0..rules).map(|_| rule(random)).collect();
        Table { hit: random.pick(&HITS), rules, inputs, otherwise: random.below(4) == 0, known, listed }
    }

    /// The table in YAML, a rule on each line.
    fn text(&self, name: usize) -> String {
        let mut text = format!(
            "      t{name}:\n        hit: {}\n        outputs: {{ t{name}: [r0, r1, r2] }}\n        rules:\n",
            self.hit
        );
        for (tests, result) in &self.rules {
            let cells = self
                .inputs
                .iter()
                .zip(tests)
                .map(|(input, (cell, _, _))| format!("'{}': '{cell}', ", INPUTS[*input].0));
            let _ = writeln!(text, "          - {{ {}then: r{result} }}", cells.collect::<String>());
        }
        if self.otherwise {
            text.push_str("          - { otherwise: true, then: r2 }\n");
        }
        text
    }

    fn asks(&self, inputs: &[usize]) -> bool {
        inputs.iter().any(|input| self.inputs.contains(input))
    }

    /// The numbers that make a difference, in steps that leave no combination of sums out.
    fn numbers(&self) -> Vec<Numbers> {
        let asked = self.asks(&[0, 1, 5, 6, 7]);
        let steps = if asked { 0..=21 } else { 0..=0 };
        let one: Vec<Option<f64>> =
            steps.map(|step| Some(f64::from(step) / 4.0 - 0.5)).chain((!self.known && asked).then_some(None)).collect();
        one.iter().flat_map(|a| one.iter().map(|b| Numbers { a: *a, b: *b })).collect()
    }

    /// The rest that makes a difference.
    fn rest(&self) -> Vec<Rest> {
        let places = |inputs: &[usize], count: usize| -> Vec<Option<usize>> {
            let asked = self.asks(inputs);
            (0..if asked { count } else { 1 }).map(Some).chain((!self.known && asked).then_some(None)).collect()
        };
        let (days, flags) = (places(&[3], 4), places(&[4, 7], 2));
        let mut all = Vec::new();
        for kind in places(&[2], if self.listed { 3 } else { 4 }) {
            for day in &days {
                all.extend(flags.iter().map(|flag| Rest { kind, day: *day, flag: flag.map(|flag| flag == 1) }));
            }
        }
        all
    }
}

/// The rows of a table and which of them each rule takes: for each of the numbers a set of the rest.
struct Rows {
    numbers: Vec<Numbers>,
    rest: Vec<Rest>,
    taken: Vec<Vec<u128>>,
    /// Rows without a blank.
    whole: Vec<u128>,
}

impl Rows {
    fn of(table: &Table) -> Rows {
        let (numbers, rest) = (table.numbers(), table.rest());
        let set = |holds: &dyn Fn(&Rest) -> bool| {
            rest.iter().enumerate().filter(|(_, row)| holds(row)).fold(0, |set, (at, _)| set | (1_u128 << at))
        };
        let taken = |(tests, _): &(Vec<Test>, usize)| {
            let of_rest = set(&|row| tests.iter().all(|(_, _, asks)| asks(row) == Some(true)));
            let holds = |row: &Numbers| tests.iter().all(|(_, asks, _)| asks(row) == Some(true));
            numbers.iter().map(|row| if holds(row) { of_rest } else { 0 }).collect()
        };
        let known = set(&|row| row.kind.is_some() && row.day.is_some() && row.flag.is_some());
        let whole = numbers.iter().map(|row| if row.a.is_some() && row.b.is_some() { known } else { 0 }).collect();
        Rows { taken: table.rules.iter().map(taken).collect(), numbers, rest, whole }
    }

    /// The rows in a region.
    fn inside(&self, region: &Region) -> Vec<u128> {
        let (of_rest, of_numbers): (Vec<&Extent>, Vec<&Extent>) =
            region.extents.iter().partition(|extent| matches!(extent.input.as_str(), "kind" | "day" | "flag"));
        let rest = self.rest.iter().enumerate().filter(|(_, row)| of_rest.iter().all(|extent| of_rest_in(extent, row)));
        let rest = rest.fold(0, |set, (at, _)| set | (1_u128 << at));
        let of_numbers: Vec<(&Extent, OfExtent<'_>)> =
            of_numbers.into_iter().map(|e| (e, OfExtent::parse(e))).collect();
        let inside = |row: &Numbers| of_numbers.iter().all(|(extent, parsed)| parsed.holds(extent, row));
        self.numbers.iter().map(|row| if inside(row) { rest } else { 0 }).collect()
    }

    /// For each of the numbers what `set` makes of the rules' sets there; whether any row is left.
    fn any(&self, set: impl Fn(usize) -> u128) -> bool {
        (0..self.numbers.len()).any(|at| set(at) != 0)
    }

    fn union(&self, at: usize, rules: impl Iterator<Item = usize>) -> u128 {
        rules.fold(0, |all, rule| all | self.taken[rule][at])
    }
}

fn policy(tables: &[Table]) -> String {
    let required = if tables[0].known { ", required: true" } else { "" };
    let listed = if tables[0].listed { "one_of: [A, B, C]" } else { "type: text" };
    let mut text = format!(
        "policy: made\ntables:\n  rows:\n    columns:\n      a: {{ type: number{required} }}\n      b: {{ type: number{required} }}\n      \
         kind: {{ {listed}{required} }}\n      day: {{ type: date{required} }}\n      flag: {{ type: bool{required} }}\n    decisions:\n"
    );
    tables.iter().enumerate().for_each(|(name, table)| text.push_str(&table.text(name)));
    text
}

/// A sum of the numbers: `a`, `b + 1`, `b - a`.
#[derive(Default)]
struct Sum {
    of_a: f64,
    of_b: f64,
    constant: f64,
}

impl Sum {
    fn parse(text: &str) -> Sum {
        let (mut sum, mut sign) = (Sum::default(), 1.0);
        for word in text.split_whitespace() {
            match word {
                "+" => sign = 1.0,
                "-" => sign = -1.0,
                "a" => sum.of_a += sign,
                "b" => sum.of_b += sign,
                number => sum.constant += sign * number.parse::<f64>().expect("a number"),
            }
        }
        sum
    }

    fn value(&self, row: &Numbers) -> Option<f64> {
        let part = |factor: f64, value: Option<f64>| if factor == 0.0 { Some(0.0) } else { Some(factor * value?) };
        Some(part(self.of_a, row.a)? + part(self.of_b, row.b)? + self.constant)
    }
}

type Holds = fn(f64, f64) -> bool;

/// What an extent says of the numbers: a sum lies in ranges, or a comparison is true or false.
enum OfExtent<'e> {
    Ranges(Sum, &'e [Range]),
    Compared(Sum, Holds, Sum),
}

impl OfExtent<'_> {
    fn parse(extent: &Extent) -> OfExtent<'_> {
        if let Extents::Ranges(ranges) = &extent.values {
            return OfExtent::Ranges(Sum::parse(&extent.input), ranges);
        }
        let signs: [(&str, Holds); 5] = [
            (" >= ", |a, b| a >= b),
            (" <= ", |a, b| a <= b),
            (" == ", |a, b| a == b),
            (" > ", |a, b| a > b),
            (" < ", |a, b| a < b),
        ];
        let (sign, holds) = signs.iter().find(|(sign, _)| extent.input.contains(sign)).expect("a comparison");
        let (left, right) = extent.input.split_once(sign).expect("two sides");
        OfExtent::Compared(Sum::parse(left), *holds, Sum::parse(right))
    }

    fn holds(&self, extent: &Extent, row: &Numbers) -> bool {
        match self {
            OfExtent::Ranges(sum, ranges) => match sum.value(row) {
                Some(own) => ranges.iter().any(|range| lies_in(range, own, |v| v.as_number().expect("a number"))),
                None => extent.blank,
            },
            OfExtent::Compared(left, holds, right) => {
                let value = left.value(row).zip(right.value(row)).map(|(left, right)| holds(left, right));
                among(extent, value.map(Value::Bool))
            }
        }
    }
}

fn lies_in(range: &Range, value: f64, number: impl Fn(&Value) -> f64) -> bool {
    let above = range.from.as_ref().is_none_or(|(from, included)| {
        let from = number(from);
        value > from || (*included && value == from)
    });
    let below = range.to.as_ref().is_none_or(|(to, included)| {
        let to = number(to);
        value < to || (*included && value == to)
    });
    above && below
}

fn among(extent: &Extent, value: Option<Value>) -> bool {
    match (&extent.values, value) {
        (_, None) => extent.blank,
        (Extents::Values(values), Some(value)) => values.contains(&value),
        (Extents::Not(values), Some(value)) => !values.contains(&value),
        (Extents::Ranges(_), Some(value)) => panic!("{value} in ranges"),
    }
}

fn of_rest_in(extent: &Extent, row: &Rest) -> bool {
    let day = |value: &Value| match value {
        Value::Date(day) => f64::from(day.0),
        other => panic!("{other} is no day"),
    };
    match (extent.input.as_str(), &extent.values) {
        ("kind", _) => among(extent, row.kind.map(|kind| KINDS[kind].into())),
        ("day", Extents::Ranges(ranges)) => match row.day {
            Some(at) => {
                let own = day(&Value::from(Date::parse(DAYS[at])));
                ranges.iter().any(|range| lies_in(range, own, day))
            }
            None => extent.blank,
        },
        _ => among(extent, row.flag.map(Value::Bool)),
    }
}

/// The findings about one table, rules by number.
struct Said<'d> {
    found: Vec<(&'d Diagnostic, Option<usize>, Vec<usize>)>,
}

impl Said<'_> {
    fn of(&self, code: &str) -> impl Iterator<Item = &(&Diagnostic, Option<usize>, Vec<usize>)> {
        self.found.iter().filter(move |(found, _, _)| found.code == code)
    }

    fn about(&self, codes: &[&str], rule: usize) -> bool {
        codes.iter().any(|code| self.of(code).any(|(_, own, _)| *own == Some(rule)))
    }

    /// Whether two rules are told to say the same.
    fn alike(&self, a: usize, b: usize) -> bool {
        let one = |a: usize, b: usize| {
            ["duplicate-rule", "subsumed"]
                .iter()
                .any(|code| self.of(code).any(|(_, own, of)| *own == Some(a) && of.contains(&b)))
        };
        one(a, b) || one(b, a)
    }
}

/// How many findings of a kind were tried, so that the test cannot pass by finding nothing.
#[derive(Default, Debug)]
struct Counts {
    gaps: usize,
    overlaps: usize,
    never: usize,
    masked: usize,
    alike: usize,
    redundant: usize,
    possible_only: usize,
}

/// Holds what was said of a table to what its rows show.
fn hold(table: &Table, said: &Said<'_>, counts: &mut Counts) {
    let rows = Rows::of(table);
    let result = |rule: usize| table.rules[rule].1;
    let all = 0..table.rules.len();
    gaps(table, said, counts, &rows);
    for rule in all.clone() {
        let lost = !rows.any(|at| {
            let own = rows.taken[rule][at];
            own & !match table.hit {
                "first" => rows.union(at, 0..rule),
                "priority" => rows.union(at, all.clone().filter(|other| result(*other) < result(rule))),
                _ => 0,
            }
        });
        let (told, twin) = (said.about(&["never-fires", "masked"], rule), said.about(&["duplicate-rule"], rule));
        assert!(lost || !told, "rule {rule} is not lost");
        assert!(!lost || told || twin, "rule {rule} is lost");
        counts.never += usize::from(said.about(&["never-fires"], rule));
        counts.masked += usize::from(said.about(&["masked"], rule));
        let alike = said.of("subsumed").chain(said.of("duplicate-rule")).filter(|(_, own, _)| *own == Some(rule));
        for (_, _, wider) in alike {
            counts.alike += 1;
            assert!(wider.iter().all(|other| result(*other) == result(rule)), "rule {rule} gives something else");
            assert!(!rows.any(|at| rows.taken[rule][at] & !rows.taken[wider[0]][at]), "rule {rule} lies not inside");
        }
    }
    overlaps(table, said, counts, &rows);
    redundant(table, said, counts, &rows);
}

fn gaps(table: &Table, said: &Said<'_>, counts: &mut Counts, rows: &Rows) {
    let regions: Vec<&Region> = said.of("gap").filter_map(|(found, _, _)| found.region.as_ref()).collect();
    assert!(regions.is_empty() || !table.otherwise);
    counts.gaps += regions.len();
    let taken: Vec<u128> = (0..rows.numbers.len()).map(|at| rows.union(at, 0..table.rules.len())).collect();
    let mut told = vec![0; taken.len()];
    for region in &regions {
        let inside = rows.inside(region);
        assert!(!rows.any(|at| inside[at] & rows.whole[at] & taken[at]), "a rule takes some of {region}");
        let met = rows.any(|at| inside[at] & rows.whole[at]);
        counts.possible_only += usize::from(!met);
        assert!(met || !region.sure, "nothing is in {region}");
        told.iter_mut().zip(inside).for_each(|(told, inside)| *told |= inside);
    }
    if !table.otherwise && said.of("not-analysed").next().is_none() {
        assert!(!rows.any(|at| rows.whole[at] & !taken[at] & !told[at]), "a gap is not said");
    }
}

fn overlaps(table: &Table, said: &Said<'_>, counts: &mut Counts, rows: &Rows) {
    let disagree = |a: usize, b: usize| table.hit == "unique" || table.rules[a].1 != table.rules[b].1;
    // The first of very many are listed.
    let cut = said.of("not-analysed").next().is_some();
    for b in 0..table.rules.len() {
        for a in (0..b).filter(|a| matches!(table.hit, "unique" | "any") && disagree(*a, b)) {
            let both = |at: usize| rows.taken[a][at] & rows.taken[b][at];
            let met = rows.any(both);
            let told = said.of("overlap").find(|(_, own, with)| *own == Some(b) && with.contains(&a));
            assert!(!met || told.is_some() || said.alike(a, b) || cut, "rules {a} and {b} overlap");
            let Some((found, _, _)) = told else { continue };
            counts.overlaps += 1;
            assert!(met || !found.is_error(), "rules {a} and {b} do not overlap");
            let region = found.region.as_ref().expect("a region");
            let inside = rows.inside(region);
            assert!(!rows.any(|at| inside[at] & rows.whole[at] & !both(at)), "not all of {region}");
        }
    }
}

/// An input that is said not to matter: rows that differ in it alone come to the same.
fn redundant(table: &Table, said: &Said<'_>, counts: &mut Counts, rows: &Rows) {
    for (found, _, _) in said.of("redundant-input") {
        counts.redundant += 1;
        let without = |numbers: &Numbers, rest: &Rest| {
            let (mut numbers, mut rest) = (*numbers, *rest);
            match () {
                () if found.message.contains("depends on `kind`") => rest.kind = None,
                () if found.message.contains("depends on `day`") => rest.day = None,
                () if found.message.contains("depends on `flag`") => rest.flag = None,
                () if found.message.contains("depends on `a`") => numbers.a = None,
                () if found.message.contains("depends on `b`") => numbers.b = None,
                // What a comparison is made of goes with it.
                () => numbers = Numbers { a: None, b: None },
            }
            format!("{numbers:?} {rest:?}")
        };
        // Where a rule asks for blanks of the input, a blank is one of its values.
        let named = |input: &str| found.message.contains(&format!("depends on `{input}`"));
        let asks = |(tests, _): &(Vec<Test>, usize)| {
            let mut cells = table.inputs.iter().zip(tests);
            cells.any(|(input, (cell, _, _))| cell.contains("blank") && named(INPUTS[*input].0))
        };
        let asks = table.rules.iter().any(asks);
        let counts = |numbers: &Numbers, rest: &Rest| {
            let known = |name: &str, known: bool| known || (asks && named(name));
            known("a", numbers.a.is_some())
                && numbers.b.is_some()
                && known("kind", rest.kind.is_some())
                && rest.day.is_some()
                && rest.flag.is_some()
        };
        let mut seen: std::collections::HashMap<String, Vec<usize>> = std::collections::HashMap::new();
        for (at, numbers) in rows.numbers.iter().enumerate() {
            for (place, rest) in rows.rest.iter().enumerate().filter(|(_, rest)| counts(numbers, rest)) {
                let matching = (0..table.rules.len()).filter(|rule| rows.taken[*rule][at] >> place & 1 == 1);
                let results = table.result(matching.map(|rule| table.rules[rule].1).collect());
                let known = seen.entry(without(numbers, rest)).or_insert_with(|| results.clone());
                assert_eq!(*known, results, "{}", found.message);
            }
        }
    }
}

impl Table {
    /// What comes of the results of the rules that match; 9 where they are in each other's way.
    fn result(&self, mut results: Vec<usize>) -> Vec<usize> {
        match self.hit {
            "first" => results.truncate(1),
            "priority" => results = results.into_iter().min().into_iter().collect(),
            hit => {
                if hit == "any" {
                    results.dedup();
                }
                if results.len() > 1 {
                    results = vec![9];
                }
            }
        }
        if results.is_empty() && self.otherwise { vec![2] } else { results }
    }
}

#[test]
fn what_is_said_of_tables_is_what_their_rows_show() {
    let mut random = Random(2_026);
    let engine = Engine::new();
    let mut counts = Counts::default();
    for _ in 0..TABLES / IN_ONE {
        let (known, listed) = (random.below(2) == 0, random.below(2) == 0);
        let tables: Vec<Table> = (0..IN_ONE).map(|_| Table::made(&mut random, known, listed)).collect();
        let text = policy(&tables);
        let policy = Policy::parse(&text).expect("it can be read");
        let findings = engine.check(&policy);
        let line = |at: usize| text[..at].matches('\n').count();
        let starts: Vec<usize> =
            (0..IN_ONE).map(|at| line(text.find(&format!("      t{at}:")).expect("a table"))).collect();
        let table_of = |line: usize| starts.iter().rposition(|start| *start <= line).expect("a table");
        for (at, table) in tables.iter().enumerate() {
            let mut said = Said { found: Vec::new() };
            for found in findings.diagnostics() {
                let Some(span) = found.span().filter(|span| line(span.start as usize) >= starts[0]) else { continue };
                let own = line(span.start as usize);
                if table_of(own) == at {
                    let rule = |line: usize| line.checked_sub(starts[at] + 4);
                    let with = found.related.iter().filter_map(|(span, _)| rule(line(span.start as usize)));
                    said.found.push((found, rule(own), with.collect()));
                }
            }
            let shown = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| hold(table, &said, &mut counts)));
            if shown.is_err() {
                let told: Vec<String> = said
                    .found
                    .iter()
                    .map(|(f, rule, with)| format!("{rule:?} {with:?} {} {}", f.code, f.message))
                    .collect();
                panic!("{}\nknown {known} listed {listed}\n{}", table.text(at), told.join("\n"));
            }
        }
    }
    println!("{counts:?}");
    let Counts { gaps, overlaps, never, masked, alike, redundant, possible_only } = counts;
    assert!(gaps > 2_000 && overlaps > 500 && never > 500 && masked > 100 && alike > 50 && redundant > 1);
    assert!(possible_only * 10 < gaps, "{possible_only} of {gaps} gaps are none");
}

impl Table {
    /// The same table after an edit, which may change nothing.
    fn edited(&self, random: &mut Random) -> Table {
        let mut rules = self.rules.clone();
        let at = random.below(rules.len());
        match random.below(5) {
            0 => rules.swap(at, 0),
            1 if rules.len() > 1 => drop(rules.remove(at)),
            2 => {
                let input = random.below(self.inputs.len());
                rules[at].0[input] = random.pick(INPUTS[self.inputs[input]].1);
            }
            3 => rules[at].1 = random.below(3),
            _ => rules.push(rules[at].clone()),
        }
        Table { inputs: self.inputs.clone(), rules, ..*self }
    }

    /// For each of the numbers the rest that each result comes of: results 0 to 2, none, rules in each other's way.
    fn results(&self, rows: &Rows) -> Vec<[u128; 5]> {
        let all = rows.rest.len();
        let every = if all == 128 { u128::MAX } else { (1_u128 << all) - 1 };
        let at_numbers = |at: usize| {
            let of = |result: usize| rows.union(at, (0..self.rules.len()).filter(|rule| self.rules[*rule].1 == result));
            let by_result = [of(0), of(1), of(2)];
            let mut given = [0; 5];
            let (mut taken, mut twice) = (0, 0);
            for (rule, (_, result)) in self.rules.iter().enumerate() {
                let own = rows.taken[rule][at];
                if self.hit == "first" {
                    given[*result] |= own & !taken;
                }
                twice |= own & taken;
                taken |= own;
            }
            match self.hit {
                "first" => {}
                "priority" => {
                    given[0] = by_result[0];
                    given[1] = by_result[1] & !by_result[0];
                    given[2] = by_result[2] & !by_result[0] & !by_result[1];
                }
                hit => {
                    let [a, b, c] = by_result;
                    given[4] = if hit == "unique" { twice } else { (a & b) | (a & c) | (b & c) };
                    (0..3).for_each(|result| given[result] = by_result[result] & !given[4]);
                }
            }
            given[if self.otherwise { 2 } else { 3 }] |= every & !taken;
            given
        };
        (0..rows.numbers.len()).map(at_numbers).collect()
    }
}

#[test]
fn tables_are_proven_to_be_the_same_where_all_rows_say_so() {
    let mut random = Random(77);
    let engine = Engine::new();
    let (mut same, mut differ, mut open) = (0, 0, 0);
    for _ in 0..TABLES / IN_ONE / 16 {
        let (known, listed) = (random.below(2) == 0, random.below(2) == 0);
        let tables: Vec<Table> = (0..IN_ONE).map(|_| Table::made(&mut random, known, listed)).collect();
        let edited: Vec<Table> = tables.iter().map(|table| table.edited(&mut random)).collect();
        // What is wrong with a table would stop it from being compared.
        let sound = |table: &Table| {
            let findings = engine.check(&Policy::parse(&policy(std::slice::from_ref(table))).expect("it can be read"));
            !findings.has_errors()
        };
        let both: (Vec<Table>, Vec<Table>) =
            tables.into_iter().zip(edited).filter(|(old, new)| sound(old) && sound(new)).unzip();
        if both.0.is_empty() {
            continue;
        }
        let texts = [policy(&both.0), policy(&both.1)];
        let [old, new] = texts.each_ref().map(|text| Policy::parse(text).expect("it can be read"));
        let proof = engine.prove(&old, &new).expect("they are sound");
        for (at, (old, new)) in both.0.iter().zip(&both.1).enumerate() {
            let (was, is) = (Rows::of(old), Rows::of(new));
            let results = [old.results(&was), new.results(&is)];
            let equal = results[0] == results[1];
            let subject = format!("rows.t{at}");
            let verdict = proof.parts.iter().find(|part| part.subject == subject).map(|part| &part.verdict);
            let told = || format!("{verdict:?}\n{}\n{}", old.text(at), new.text(at));
            match verdict {
                None | Some(Verdict::Same | Verdict::SameUpToRounding) => {
                    same += 1;
                    assert!(equal, "{}", told());
                }
                Some(Verdict::Differ { region, .. }) => {
                    differ += usize::from(!equal);
                    assert!(!equal || !region.sure, "{}", told());
                    let inside = was.inside(region);
                    for (numbers, [was_given, is_given]) in
                        (0..was.numbers.len()).map(|numbers| (numbers, [results[0][numbers], results[1][numbers]]))
                    {
                        let there = inside[numbers] & was.whole[numbers];
                        let agree = (0..5).fold(0, |all, result| all | (was_given[result] & is_given[result]));
                        assert_eq!(there & agree, 0, "{}", told());
                    }
                }
                Some(Verdict::Unknown(_)) => open += 1,
            }
        }
    }
    println!("{same} same, {differ} differ, {open} open");
    assert!(same > 20 && differ > 20 && open * 10 < same + differ, "{same} same, {differ} differ, {open} open");
}

/// A table that takes all values once: a box of 8 inputs cut in two again and again.
fn partition(random: &mut Random, rules: usize) -> Vec<String> {
    #[derive(Clone)]
    enum Side {
        Numbers(usize, usize),
        Letters(Vec<char>),
    }
    let whole = |at: usize| {
        if at.is_multiple_of(2) { Side::Numbers(0, 1_000) } else { Side::Letters("abcde".chars().collect()) }
    };
    let mut boxes: Vec<Vec<Side>> = vec![(0..8).map(whole).collect()];
    while boxes.len() < rules {
        let (cut, at) = (boxes.swap_remove(random.below(boxes.len())), random.below(8));
        let halves = match &cut[at] {
            Side::Numbers(from, to) if to - from > 3 => {
                let middle = from + 1 + random.below(to - from - 2);
                vec![Side::Numbers(*from, middle), Side::Numbers(middle, *to)]
            }
            Side::Letters(letters) if letters.len() > 1 => {
                let (left, right) = letters.split_at(1 + random.below(letters.len() - 1));
                vec![Side::Letters(left.to_vec()), Side::Letters(right.to_vec())]
            }
            side => vec![side.clone()],
        };
        for half in halves {
            let mut part = cut.clone();
            part[at] = half;
            boxes.push(part);
        }
    }
    let cell = |(at, side): (usize, &Side)| match side {
        Side::Numbers(from, 1_000) => format!("c{at}: \"{from} ..= 1_000\""),
        Side::Numbers(from, to) => format!("c{at}: \"{from} .. {to}\""),
        Side::Letters(letters) => {
            let letters: Vec<String> = letters.iter().map(char::to_string).collect();
            format!("c{at}: \"{}\"", letters.join(", "))
        }
    };
    let rule = |(number, sides): (usize, &Vec<Side>)| {
        let cells: Vec<String> = sides.iter().enumerate().map(cell).collect();
        format!("          - {{ {}, then: r{} }}\n", cells.join(", "), number % 5)
    };
    boxes.iter().enumerate().map(rule).collect()
}

#[test]
fn a_table_of_100_rules_and_8_inputs_is_looked_through_to_the_end() {
    let rules = partition(&mut Random(8), 100);
    let column = |at: usize| {
        let domain = if at.is_multiple_of(2) { "type: number, min: 0, max: 1_000" } else { "one_of: [a, b, c, d, e]" };
        format!("      c{at}: {{ {domain}, required: true }}\n")
    };
    let columns: String = (0..8).map(column).collect();
    let said = |hit: &str, rules: &[String]| -> Vec<(String, Option<Region>)> {
        let text = format!(
            "policy: p\ntables:\n  t:\n    key: id\n    columns:\n      id:\n{columns}    decisions:\n      x:\n        hit: {hit}\n        rules:\n{}",
            rules.concat()
        );
        let findings = Engine::new().check(&Policy::parse(&text).expect("it can be read"));
        findings.diagnostics().iter().map(|found| (found.code.to_string(), found.region.clone())).collect()
    };
    for hit in ["unique", "first", "any"] {
        assert_eq!(said(hit, &rules), [], "{hit}");
        // Without one rule there is the gap it leaves, and nothing else.
        let (left_out, at) = (&rules[41], 41);
        let others = [&rules[..at], &rules[at + 1..]].concat();
        let found = said(hit, &others);
        assert!(!found.is_empty() && found.iter().all(|(code, _)| code == "gap"), "{found:?}");
        for extent in found.iter().filter_map(|(_, region)| region.as_ref()).flat_map(|region| &region.extents) {
            let own = extent.test.replace("<= ", "").replace(' ', "");
            assert!(left_out.contains(&format!("{}: ", extent.input)) && !own.is_empty(), "{extent:?} of {left_out}");
        }
        // The same rule again meets only itself.
        let twice = [&rules[..], &rules[41..42]].concat();
        assert_eq!(said(hit, &twice).iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["duplicate-rule"]);
    }
}
