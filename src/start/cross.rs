//! Columns that are values of one thing across: a month, a year or a product each.

use super::draft::{Cross, DraftColumn, DraftTable};
use super::language;
use super::names::Names;
use crate::value::{Date, Type, month_named};

/// So many columns across, at least.
const FEWEST: usize = 3;
/// So many where it is not a period that stands across.
const FEWEST_THINGS: usize = 4;
/// Their means are of one size: the largest is at most so many times the smallest.
const ALIKE: f64 = 30.0;
/// So many columns of text go along with each row.
const CARRIED: usize = 6;

/// Words of the new columns in the language of the headers.
struct Words {
    item: &'static str,
    measure: &'static str,
    value: &'static str,
    /// In the order of [`PERIODS`].
    periods: [&'static str; 5],
}

/// What is measured, as a label.
const MEASURE: &str = "measure";
/// Periods that stand across a table.
const PERIODS: [&str; 5] = ["year", "quarter", "month", "week", "day"];

/// What was found to stand across.
struct Found {
    /// What each label is, in the words of [`PERIODS`], `item` or `measure`.
    words: Vec<&'static str>,
    columns: Vec<usize>,
    patterns: Vec<String>,
    /// What is measured, where several things are.
    measures: Vec<String>,
}

/// What stands across a table, where something does.
pub(super) fn find(table: &DraftTable, names: &mut Names) -> Option<Cross> {
    table.header?;
    let found = several_rows(table).or_else(|| pairs(table)).or_else(|| one_row(table))?;
    let words = words(table);
    let carried = carried(table, &found.columns);
    let mut taken = Names::default();
    carried.iter().for_each(|at| taken.take(&table.columns[*at].name));
    taken.take(&table.name);
    let label = |word: &&'static str| if *word == MEASURE { words.measure } else { local(word, &words) };
    let first = found.words.iter().find(|word| **word != MEASURE).map_or(words.item, label);
    let labels = found.words.iter().map(|word| taken.name(label(word), "label")).collect();
    let value = taken.name(words.value, "amount");
    let name = names.name(&format!("{}_{first}", table.name), "across");
    let place = found.words.iter().position(|word| *word == MEASURE);
    let measures = place.map(|place| (place, found.measures));
    Some(Cross { name, columns: found.columns, patterns: found.patterns, labels, measures, value, carried })
}

/// Texts, and the first column of days, that are not across. A reference leads to its row anyway.
fn carried(table: &DraftTable, across: &[usize]) -> Vec<usize> {
    let rest = || (0..table.columns.len()).filter(|at| !across.contains(at));
    let day = rest().find(|at| table.columns[*at].kind.is_dated());
    let is_text = |at: &usize| {
        let column = &table.columns[*at];
        column.kind == Type::Text && column.references.is_none() && (column.repeats || table.key == Some(*at))
    };
    let mut carried: Vec<usize> = rest().filter(is_text).take(CARRIED).chain(day).collect();
    carried.sort_unstable();
    carried
}

/// A header of several rows: the same measures under several titles.
fn several_rows(table: &DraftTable) -> Option<Found> {
    let above = |at: &usize| table.columns[*at].above.as_slice();
    let numbers: Vec<usize> = (0..table.columns.len())
        .filter(|at| {
            let column = &table.columns[*at];
            let again = table.columns.iter().filter(|other| !other.above.is_empty() && other.label == column.label);
            column.kind == Type::Number && !column.above.is_empty() && again.count() > 1
        })
        .collect();
    let first = above(numbers.first()?);
    let same_depth = numbers.iter().all(|at| above(at).len() == first.len());
    let mut titles: Vec<&[String]> = numbers.iter().map(above).collect();
    titles.dedup();
    if titles.len() < 2 || numbers.len() < FEWEST || !same_depth {
        return None;
    }
    let words = first.iter().map(|text| period(text).unwrap_or("item")).chain([MEASURE]).collect();
    let measures = distinct(numbers.iter().map(|at| table.columns[*at].label.as_str()));
    Some(Found { words, patterns: vec![levels_pattern(table, &numbers)?], columns: numbers, measures })
}

/// Pairs in one row of headers: `Jan Qty`, `Jan Amount`, `Feb Qty`.
fn pairs(table: &DraftTable) -> Option<Found> {
    let split = |at: usize, period_first: bool| {
        let column = &table.columns[at];
        let header = column.header.trim();
        let (one, other) = match period_first {
            true => header.split_once(char::is_whitespace)?,
            false => header.rsplit_once(char::is_whitespace).map(|(measure, period)| (period, measure))?,
        };
        let kind = period(one).filter(|_| column.kind == Type::Number && column.above.is_empty())?;
        Some((kind, one.trim().to_string(), other.trim().to_string()))
    };
    let found = [true, false].into_iter().find_map(|period_first| {
        let parts: Vec<(usize, (&'static str, String, String))> =
            (0..table.columns.len()).filter_map(|at| Some((at, split(at, period_first)?))).collect();
        let periods = distinct(parts.iter().map(|(_, (_, period, _))| period.as_str()));
        let measures = distinct(parts.iter().map(|(_, (.., measure))| measure.as_str()));
        let kind = parts.first()?.1.0;
        let alike = parts.iter().all(|(_, (own, ..))| *own == kind);
        let whole = periods.len() > 1 && measures.len() > 1 && parts.len() == periods.len() * measures.len();
        let told = measures.iter().all(|measure| period(measure).is_none() && !measure.contains('*'));
        (alike && whole && told).then_some((period_first, kind, parts, measures))
    });
    let (period_first, kind, parts, measures) = found?;
    let columns: Vec<usize> = parts.iter().map(|(at, _)| *at).collect();
    let pattern = |measure: &String| if period_first { format!("* {measure}") } else { format!("{measure} *") };
    let words = if period_first { vec![kind, MEASURE] } else { vec![MEASURE, kind] };
    let patterns = measures.iter().map(pattern).collect();
    Some(Found { words, columns, patterns, measures })
}

fn distinct<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in texts {
        if !all.iter().any(|known| known == text) {
            all.push(text.to_string());
        }
    }
    all
}

/// Periods or things, each with a column.
fn one_row(table: &DraftTable) -> Option<Found> {
    let (word, columns) = periods(table).or_else(|| things(table))?;
    let patterns = pattern(table, &columns).into_iter().collect();
    Some(Found { words: vec![word], columns, patterns, measures: Vec::new() })
}

/// Months, years, quarters, weeks or days.
fn periods(table: &DraftTable) -> Option<(&'static str, Vec<usize>)> {
    let word = |column: &DraftColumn| period(&column.header).filter(|_| column.kind == Type::Number);
    let mut best: Option<(&'static str, Vec<usize>)> = None;
    for kind in ["month", "year", "quarter", "week", "day"] {
        let columns: Vec<usize> =
            (0..table.columns.len()).filter(|at| word(&table.columns[*at]) == Some(kind)).collect();
        if columns.len() >= FEWEST && best.as_ref().is_none_or(|(_, best)| best.len() < columns.len()) {
            best = Some((kind, columns));
        }
    }
    best
}

/// Things of one kind, of which each has a column: products, subjects. What is measured in a row (quantity, price,
/// amount) is of different sizes, or says so.
fn things(table: &DraftTable) -> Option<(&'static str, Vec<usize>)> {
    let columns: Vec<usize> = (0..table.columns.len()).filter(|at| table.columns[*at].kind == Type::Number).collect();
    let others = table.columns.len() - columns.len();
    let side_by_side = columns.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    if columns.len() < FEWEST_THINGS || others == 0 || others > 3 || !side_by_side {
        return None;
    }
    let all = || columns.iter().map(|at| &table.columns[*at]);
    let measured = all().any(|column| is_measure(&column.header));
    let whole = all().filter(|column| column.guess.is_whole()).count();
    let means: Vec<f64> = all().map(|column| column.guess.mean()).collect();
    let (least, most) =
        means.iter().fold((f64::MAX, 0.0_f64), |(least, most), mean| (least.min(*mean), most.max(*mean)));
    let one_size = least > 0.0 && most <= ALIKE * least;
    (!measured && (whole == 0 || whole == columns.len()) && one_size).then_some(("item", columns))
}

/// Words that say what is measured, and not of what.
const MEASURES: [&str; 52] = [
    "amount", "sales", "revenue", "total", "value", "net", "gross", "price", "cost", "qty", "quantity", "count",
    "number", "rate", "hours", "minutes", "days", "age", "score", "target", "budget", "actual", "plan", "profit",
    "margin", "tax", "fee", "balance", "stock", "weight", "width", "height", "length", "discount", "units", "percent",
    "매출", "금액", "수량", "단가", "원가", "이익", "목표", "실적", "金額", "数量", "単価", "原価", "利益", "单价",
    "成本", "利润",
];

fn is_measure(header: &str) -> bool {
    let header = header.to_lowercase();
    let mut words = header.split(|c: char| !c.is_alphanumeric());
    header.contains('%')
        || header.contains(" #")
        || words.any(|word| MEASURES.contains(&word.trim_end_matches('s')) || MEASURES.contains(&word))
        || MEASURES.iter().any(|word| !word.is_ascii() && header.contains(word))
}

/// Which period a header names.
fn period(header: &str) -> Option<&'static str> {
    let text = header.trim().to_lowercase();
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let number: u32 = if digits.len() <= 8 { digits.parse().unwrap_or(0) } else { 0 };
    if letters.is_empty() {
        let is_plain = digits.len() == text.len();
        let month = |month: u32| (1..=12).contains(&month);
        return match digits.len() {
            4 if is_plain && (1990..=2100).contains(&number) => Some("year"),
            5 | 6 if (1990..=2100).contains(&(number / 100)) && month(number % 100) => Some("month"),
            1 | 2 if is_plain && (1..=53).contains(&number) => Some("day"),
            _ => Date::parse(&text).map(|day| if day.day() == 1 { "month" } else { "day" }),
        };
    }
    let some = !digits.is_empty();
    match letters.as_str() {
        "q" | "qtr" | "quarter" | "fyq" | "분기" | "년분기" | "四半期" | "第四半期" | "年第四半期" | "季度"
        | "第季度" | "年季度"
            if some =>
        {
            Some("quarter")
        }
        "w" | "wk" | "week" | "cw" | "kw" | "주" | "주차" | "週" | "第週" | "周" | "第周" if some => {
            Some("week")
        }
        "fy" | "년" | "년도" | "年" | "年度" if some => Some("year"),
        "월" | "月" | "년월" | "年月" | "m" | "month" if some => Some("month"),
        "일" | "日" if some => Some("day"),
        word => month_named(word).map(|_| "month"),
    }
}

/// A pattern that the headers of these columns have, and no other header.
fn pattern(table: &DraftTable, columns: &[usize]) -> Option<String> {
    let texts: Vec<String> = columns.iter().map(|at| table.columns[*at].header.to_lowercase()).collect();
    let first: Vec<char> = texts.first()?.chars().collect();
    let shared = |from_end: bool| {
        let at = |text: &str, at: usize| if from_end { text.chars().rev().nth(at) } else { text.chars().nth(at) };
        (0..first.len())
            .take_while(|&place| {
                let wanted = at(&texts[0], place);
                texts.iter().all(|text| at(text, place) == wanted)
            })
            .count()
    };
    let (start, end) = (shared(false), shared(true));
    let head: String = first[..start].iter().collect();
    let tail: String = first[first.len() - end..].iter().collect();
    let others = (0..table.columns.len()).filter(|at| !columns.contains(at));
    let others: Vec<String> = others.map(|at| table.columns[at].header.to_lowercase()).collect();
    let usable = |(head, tail): &(&str, &str)| {
        let fits =
            |text: &String| text.starts_with(head) && text.ends_with(tail) && text.len() >= head.len() + tail.len();
        let telling = head.len() + tail.len() >= 2 && !head.contains('*') && !tail.contains('*');
        telling && texts.iter().all(fits) && !others.iter().any(fits)
    };
    // The plainest that will do.
    let (head, tail) =
        [(head.as_str(), ""), ("", tail.as_str()), (head.as_str(), tail.as_str())].into_iter().find(usable)?;
    Some(format!("{head}*{tail}"))
}

/// The pattern for a header of several rows: all of its columns, or those under titles that begin alike.
fn levels_pattern(table: &DraftTable, columns: &[usize]) -> Option<String> {
    let others = (0..table.columns.len()).filter(|at| !columns.contains(at));
    let mut others = others.filter(|at| !table.columns[*at].above.is_empty());
    match others.next() {
        None => Some("*".to_string()),
        Some(_) => pattern(table, columns),
    }
}

fn words(table: &DraftTable) -> Words {
    match language::of(std::slice::from_ref(table)) {
        Some("ko") => Words {
            item: "항목", measure: "구분", value: "값", periods: ["연도", "분기", "월", "주", "일"]
        },
        Some("zh") => {
            Words { item: "项目", measure: "指标", value: "值", periods: ["年", "季", "月", "周", "日"] }
        }
        Some(_) => {
            Words { item: "項目", measure: "指標", value: "値", periods: ["年", "季", "月", "週", "日"] }
        }
        None => Words { item: "item", measure: "measure", value: "amount", periods: PERIODS },
    }
}

/// What stands across, in the words of the table.
fn local(word: &str, words: &Words) -> &'static str {
    PERIODS.iter().position(|period| *period == word).map_or(words.item, |at| words.periods[at])
}
