//! Random formulas over the columns of a table, as text.

use crate::random::Random;
use rulebook::value::Type;
use rulebook::value::functions::{self, Function, Param, Returns};

/// Chance, in percent, that a part has a type its place does not allow.
const ILL_TYPED: usize = 1;
const KINDS: [Type; 5] = [Type::Number, Type::Text, Type::Date, Type::DateTime, Type::Bool];

/// A formula that gives a value of some type.
pub fn formula(random: &mut Random) -> String {
    let kind =
        [Type::Number, Type::Number, Type::Text, Type::Bool, Type::Bool, Type::Date, Type::DateTime][random.below(7)];
    let depth = 1 + random.below(5);
    if random.chance(5) {
        let (value, body) = (expression(random, Type::Number, 1), expression(random, kind, depth));
        return format!("let x = {value}; if x > 1 {{ {body} }} else {{ {} }}", leaf(random, kind));
    }
    expression(random, kind, depth)
}

/// An expression of that type (mostly), at most so deep.
fn expression(random: &mut Random, wanted: Type, depth: usize) -> String {
    let kind = if random.chance(ILL_TYPED) { KINDS[random.below(KINDS.len())] } else { wanted };
    if depth == 0 || random.chance(12) {
        return leaf(random, kind);
    }
    let below = depth - 1;
    match random.below(100) {
        0..10 => {
            let (condition, then, other) =
                (part(random, Type::Bool, below), part(random, kind, below), part(random, kind, below));
            format!("if {condition} {{ {then} }} else {{ {other} }}")
        }
        10..13 => format!("if {} {{ {} }}", part(random, Type::Bool, below), part(random, kind, below)),
        13..22 => format!("{} ?? {}", part(random, kind, below), part(random, kind, below)),
        22..48 => call(random, kind, below),
        _ => operation(random, kind, below),
    }
}

/// A part of an operation, usually in parentheses so that it stays together.
fn part(random: &mut Random, kind: Type, depth: usize) -> String {
    let inner = expression(random, kind, depth);
    let alone = inner.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
    if alone || random.chance(8) && !inner.starts_with("if ") { inner } else { format!("({inner})") }
}

fn leaf(random: &mut Random, kind: Type) -> String {
    let words: &[&str] = match kind {
        Type::Number => &[
            "a",
            "b",
            "c",
            "a",
            "b",
            "c",
            "customer.limit",
            "customer.region.rate",
            "rate",
            "0",
            "1",
            "2",
            "3",
            "0.1",
            "0.15",
            "-1",
            "100",
            "1_000",
            "1e308",
            "1e-308",
            "9007199254740992",
            "0.30000000000000004",
        ],
        Type::Text => &[
            "s",
            "t",
            "s",
            "t",
            "customer.name",
            "customer.region.code",
            "\"\"",
            "\"S\"",
            "\"売上\"",
            "\"1,234.5\"",
            "\"2026-03-01\"",
        ],
        Type::Date => {
            &["d", "e", "d", "e", "customer.since", "date(2026, 3, 1)", "date(2024, 2, 29)", "period.from", "period.to"]
        }
        Type::DateTime => &["m", "n", "customer.seen"],
        Type::Bool => &["p", "q", "p", "q", "customer.active", "true", "false"],
        Type::Period => &["period", "period(d, e)", "month_of(d)", "year_of(e)", "last_year(period)", "quarter_of(m)"],
        Type::List => &["[a, b, 1]", "[1, 2, 3]", "[s, t]", "[\"S\", \"A\"]", "[d, e]", "[a]"],
    };
    random.pick(words).to_string()
}

fn operation(random: &mut Random, kind: Type, depth: usize) -> String {
    let of = |random: &mut Random, kind| part(random, kind, depth);
    match kind {
        Type::Number => match random.below(12) {
            0 => format!("-{}", of(random, Type::Number)),
            1 => format!("{} - {}", of(random, Type::Date), of(random, Type::Date)),
            2 => format!("{} - {}", of(random, Type::DateTime), of(random, Type::Date)),
            _ => {
                let sign = random.pick(&["+", "-", "*", "/", "%", "**", "+", "-", "*", "/"]);
                format!("{} {sign} {}", of(random, Type::Number), of(random, Type::Number))
            }
        },
        Type::Text => match random.below(4) {
            0 => {
                let any = KINDS[random.below(KINDS.len())];
                format!("`${{{}}} of ${{{}}}`", of(random, any), of(random, Type::Text))
            }
            1 => {
                let any = KINDS[random.below(KINDS.len())];
                format!("{} + {}", of(random, Type::Text), of(random, any))
            }
            _ => format!("{} + {}", of(random, Type::Text), of(random, Type::Text)),
        },
        Type::Date => {
            let sign = random.pick(&["+", "-"]);
            format!("{} {sign} {}", of(random, Type::Date), random.pick(&["1", "30", "a", "b", "0.5", "(c * 10)"]))
        }
        Type::DateTime => format!("{} + {}", of(random, Type::DateTime), random.pick(&["1", "0.25", "a", "-7"])),
        Type::Bool => condition(random, depth),
        other => leaf(random, other),
    }
}

fn condition(random: &mut Random, depth: usize) -> String {
    let of = |random: &mut Random, kind| part(random, kind, depth);
    match random.below(14) {
        0..5 => {
            let kinds = [Type::Number, Type::Number, Type::Text, Type::Date, Type::DateTime, Type::Bool];
            let kind = kinds[random.below(kinds.len())];
            let other = if kind == Type::DateTime && random.chance(50) { Type::Date } else { kind };
            let signs: &[&str] = if kind == Type::Bool { &["==", "!="] } else { &["==", "!=", "<", "<=", ">", ">="] };
            let sign = random.pick(signs);
            format!("{} {sign} {}", of(random, kind), of(random, other))
        }
        5 | 6 => format!("{} && {}", of(random, Type::Bool), of(random, Type::Bool)),
        7 | 8 => format!("{} || {}", of(random, Type::Bool), of(random, Type::Bool)),
        9 => format!("!{}", of(random, Type::Bool)),
        10 => {
            let kind = [Type::Number, Type::Text, Type::Date][random.below(3)];
            let items: Vec<String> = (0..1 + random.below(3)).map(|_| of(random, kind)).collect();
            format!("{} in [{}]", of(random, kind), items.join(", "))
        }
        11 => {
            let kind = [Type::Number, Type::Date][random.below(2)];
            let dots = random.pick(&["..", "..="]);
            format!("{} in {} {dots} {}", of(random, kind), of(random, kind), of(random, kind))
        }
        12 => format!("{} in {}", of(random, Type::Date), leaf(random, Type::Period)),
        _ => {
            let any = KINDS[random.below(KINDS.len())];
            format!("is_blank({})", of(random, any))
        }
    }
}

/// A format for values of a type, now and then for those of another, or none at all.
fn format(random: &mut Random, of: Type) -> String {
    let written = match (of, random.below(8)) {
        (_, 0) => "leaf",
        (Type::Date | Type::DateTime, _) => ["yyyy-mm-dd", "d/m/yy", "yyyy.mm"][random.below(3)],
        _ => ["0", "#,##0.00", "0.0%", "00000"][random.below(4)],
    };
    if written == "leaf" { leaf(random, Type::Text) } else { format!("\"{written}\"") }
}

/// A call of one of the catalogue's functions that give this type.
fn call(random: &mut Random, kind: Type, depth: usize) -> String {
    let gives = |function: &&Function| match function.returns {
        Returns::Is(ty) => ty == kind,
        Returns::First => function.param(0) != Param::Is(Type::Number) || kind == Type::Number,
    };
    let known: Vec<&Function> = functions::all().filter(gives).collect();
    if known.is_empty() {
        return operation(random, kind, depth);
    }
    let function = known[random.below(known.len())];
    let more = if function.repeats { random.below(3) } else { 0 };
    let count = function.fewest() + random.below(function.optional + 1) + more;
    let mut first = kind;
    let mut args = Vec::new();
    for index in 0..count {
        let arg = match function.param(index) {
            Param::Is(ty) => ty,
            Param::Dated => [Type::Date, Type::DateTime][random.below(2)],
            Param::Any if function.returns == Returns::First => kind,
            Param::Any => KINDS[random.below(KINDS.len())],
            Param::Same => first,
            Param::Pattern => {
                args.push(format(random, first));
                continue;
            }
        };
        if index == 0 {
            first = arg;
        }
        args.push(match arg {
            Type::Number | Type::Text | Type::Date | Type::DateTime | Type::Bool => expression(random, arg, depth),
            other => leaf(random, other),
        });
    }
    format!("{}({})", function.name, args.join(", "))
}
