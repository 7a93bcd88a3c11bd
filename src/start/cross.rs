//! Columns that are values of one thing across: a month, a year or a product each.

use super::draft::{Cross, DraftColumn, DraftTable};
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

/// Periods that stand across a table.
const PERIODS: [&str; 5] = ["year", "quarter", "month", "week", "day"];

/// What stands across a table, where something does.
pub(super) fn find(table: &DraftTable, names: &mut Names) -> Option<Cross> {
    table.header?;
    let (word, columns, levels) = two_rows(table).or_else(|| periods(table)).or_else(|| things(table))?;
    let pattern = if levels == 2 { Some(levels_pattern(table, &columns)?) } else { pattern(table, &columns) };
    let words = words(table);
    let carried = carried(table, &columns);
    let mut taken = Names::default();
    carried.iter().for_each(|at| taken.take(&table.columns[*at].name));
    taken.take(&table.name);
    let word = local(word, &words);
    let mut labels = vec![taken.name(word, "label")];
    if levels == 2 {
        labels.push(taken.name(words.measure, "measure"));
    }
    let value = taken.name(words.value, "amount");
    let name = names.name(&format!("{}_{word}", table.name), "across");
    Some(Cross { name, columns, pattern, labels, value, carried })
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

/// A header of two rows: the same measures under several titles.
fn two_rows(table: &DraftTable) -> Option<(&'static str, Vec<usize>, usize)> {
    let numbers: Vec<usize> = (0..table.columns.len())
        .filter(|at| {
            let column = &table.columns[*at];
            let again = table.columns.iter().filter(|other| other.above.is_some() && other.label == column.label);
            column.kind == Type::Number && column.above.is_some() && again.count() > 1
        })
        .collect();
    let mut above: Vec<&String> = numbers.iter().filter_map(|at| table.columns[*at].above.as_ref()).collect();
    above.dedup();
    let word = above.first().and_then(|text| period(text)).unwrap_or("item");
    (above.len() >= 2 && numbers.len() >= FEWEST).then_some((word, numbers, 2))
}

/// Months, years, quarters, weeks or days.
fn periods(table: &DraftTable) -> Option<(&'static str, Vec<usize>, usize)> {
    let word = |column: &DraftColumn| period(&column.header).filter(|_| column.kind == Type::Number);
    let mut best: Option<(&'static str, Vec<usize>, usize)> = None;
    for kind in ["month", "year", "quarter", "week", "day"] {
        let columns: Vec<usize> =
            (0..table.columns.len()).filter(|at| word(&table.columns[*at]) == Some(kind)).collect();
        if columns.len() >= FEWEST && best.as_ref().is_none_or(|(_, best, _)| best.len() < columns.len()) {
            best = Some((kind, columns, 1));
        }
    }
    best
}

/// Things of one kind, of which each has a column: products, subjects. What is measured in a row (quantity, price,
/// amount) is of different sizes, or says so.
fn things(table: &DraftTable) -> Option<(&'static str, Vec<usize>, usize)> {
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
    (!measured && (whole == 0 || whole == columns.len()) && one_size).then_some(("item", columns, 1))
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

/// The pattern for a header of two rows: all of its columns, or those under titles that begin alike.
fn levels_pattern(table: &DraftTable, columns: &[usize]) -> Option<String> {
    let others = (0..table.columns.len()).filter(|at| !columns.contains(at));
    let mut others = others.filter(|at| table.columns[*at].above.is_some());
    match others.next() {
        None => Some("*".to_string()),
        Some(_) => pattern(table, columns),
    }
}

fn words(table: &DraftTable) -> Words {
    let mut letters = table.columns.iter().flat_map(|column| column.header.chars());
    let han = |c: char| ('\u{3040}'..='\u{30ff}').contains(&c) || ('\u{4e00}'..='\u{9fff}').contains(&c);
    if letters.clone().any(|c| ('\u{ac00}'..='\u{d7a3}').contains(&c)) {
        Words { item: "항목", measure: "구분", value: "값", periods: ["연도", "분기", "월", "주", "일"] }
    } else if letters.any(han) {
        Words { item: "項目", measure: "指標", value: "値", periods: ["年", "季", "月", "週", "日"] }
    } else {
        Words { item: "item", measure: "measure", value: "amount", periods: PERIODS }
    }
}

/// What stands across, in the words of the table.
fn local(word: &str, words: &Words) -> &'static str {
    PERIODS.iter().position(|period| *period == word).map_or(words.item, |at| words.periods[at])
}
