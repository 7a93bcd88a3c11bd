//! Names of functions that people know from spreadsheets, query languages and other tools, and what to write here.
//!
//! What to write is a formula with [places](Place) for names of the policy: `sum({rows.number})`.

/// What to write for some names.
#[derive(Debug)]
pub struct Foreign {
    /// The names, in small letters and without dots, blanks and low lines.
    names: &'static [&'static str],
    /// What to write.
    pub instead: Written,
}

/// What to write for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The function has another name here and takes the same values.
    Renamed(&'static str),
    /// It is written another way: a formula with places for names.
    As(&'static str),
    /// There is no such thing, and the sentence says what there is.
    Not(&'static str),
}

/// A place in such a formula for a name of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// `{number}`: a column of numbers of the own table.
    Number,
    /// `{text}`: a column of texts of the own table.
    Text,
    /// `{date}`: a column of days of the own table.
    Date,
    /// `{rows.number}`: a column of numbers of another table, whose rows are taken together.
    RowsNumber,
    /// `{rows.text}`: a column of texts of that table.
    RowsText,
    /// `{rows.date}`: a column of days of that table.
    RowsDate,
    /// `{rows}`: that table.
    Rows,
    /// `{link}`: a column of another table that a reference leads to.
    Link,
}

impl Place {
    const ALL: [Place; 8] = [
        Place::Number,
        Place::Text,
        Place::Date,
        Place::RowsNumber,
        Place::RowsText,
        Place::RowsDate,
        Place::Rows,
        Place::Link,
    ];

    /// How it is written, and a name of the manual for where the policy has none.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Place::Number => ("{number}", "amount"),
            Place::Text => ("{text}", "name"),
            Place::Date => ("{date}", "day"),
            Place::RowsNumber => ("{rows.number}", "orders.amount"),
            Place::RowsText => ("{rows.text}", "orders.product"),
            Place::RowsDate => ("{rows.date}", "orders.day"),
            Place::Rows => ("{rows}", "orders"),
            Place::Link => ("{link}", "customer.name"),
        }
    }
}

/// A formula with names in its places; with names of the manual where `name` gives none.
pub fn filled(formula: &str, name: impl Fn(Place) -> Option<String>) -> String {
    Place::ALL.into_iter().fold(formula.to_string(), |formula, place| {
        let (written, otherwise) = place.words();
        if !formula.contains(written) {
            return formula;
        }
        formula.replace(written, &name(place).unwrap_or_else(|| otherwise.to_string()))
    })
}

use Written::{As, Not, Renamed};

const fn renamed(name: &'static str, names: &'static [&'static str]) -> Foreign {
    Foreign { names, instead: Renamed(name) }
}

const fn written(formula: &'static str, names: &'static [&'static str]) -> Foreign {
    Foreign { names, instead: As(formula) }
}

const fn not_here(sentence: &'static str, names: &'static [&'static str]) -> Foreign {
    Foreign { names, instead: Not(sentence) }
}

const ROWS_TOGETHER: &[Foreign] = &[
    renamed("sum", &["합계", "합", "合計", "合计", "求和", "总和", "总计", "summe", "somme", "suma"]),
    written(
        "sum({rows.number}, {rows.text} == \"…\")",
        &["sumif", "sumifs", "sumx", "calculate", "dsum", "subtotal", "aggregate", "条件求和", "조건부합계"],
    ),
    written("sum({rows.number} * {rows.number})", &["sumproduct", "곱의합"]),
    written(
        "count({rows}, {rows.text} == \"…\")",
        &["countif", "countifs", "countx", "dcount", "条件计数", "조건부개수"],
    ),
    written("count({rows.text})", &["counta"]),
    written(
        "count({rows})",
        &["countrows", "개수", "갯수", "건수", "個数", "件数", "カウント", "计数", "计数项", "計數"],
    ),
    written("count({rows}, is_blank({rows.text}))", &["countblank"]),
    written(
        "average({rows.number}, {rows.text} == \"…\")",
        &["averageif", "averageifs", "averagex", "조건부평균", "条件平均"],
    ),
    renamed(
        "average",
        &["avg", "mean", "평균", "평균값", "平均", "平均値", "平均值", "mittelwert", "moyenne", "promedio"],
    ),
    written("max({rows.number}, {rows.text} == \"…\")", &["maxif", "maxifs", "maxx", "dmax"]),
    written("min({rows.number}, {rows.text} == \"…\")", &["minif", "minifs", "minx", "dmin"]),
    renamed("max", &["greatest", "최대", "최대값", "최댓값", "최대치", "最大", "最大值", "最大値", "maxa"]),
    renamed("min", &["least", "최소", "최소값", "최솟값", "최소치", "最小", "最小值", "最小値", "mina"]),
    written(
        "distinct({rows.text})",
        &[
            "distinctcount",
            "countdistinct",
            "countunique",
            "nunique",
            "unique",
            "고유개수",
            "중복제거",
            "重複なし",
            "去重计数",
            "非重复计数",
        ],
    ),
    renamed("median", &["중앙값", "中央値", "中位数", "medianx"]),
    renamed(
        "deviation",
        &["stdev", "stdevs", "stddev", "stddevsamp", "stdeva", "std", "표준편차", "標準偏差", "标准差"],
    ),
    renamed("population_deviation", &["stdevp", "stddevpop", "stdevpa"]),
    renamed("variance", &["var", "vars", "varsamp", "vara", "분산", "分散", "方差"]),
    renamed("population_variance", &["varp", "varpop", "varpa"]),
    renamed("mode", &["modesngl", "최빈값", "最頻値", "众数"]),
    renamed("percentile", &["percentileinc", "percentilecont", "quantilecont", "백분위수"]),
    written("percentile({rows.number}, 0.25)", &["quartile", "quartileinc", "사분위수"]),
    written(
        "join(list({rows.text}), \", \")",
        &["textjoin", "stringagg", "listagg", "groupconcat", "concatenatex", "arrayjoin"],
    ),
    written("first({rows.text}, {rows.date})", &["firstvalue", "firstnonblank", "argmin"]),
    written("last({rows.text}, {rows.date})", &["lastvalue", "lastnonblank", "argmax", "lastnonblankvalue"]),
    written(
        "{link}` after a column with `references:",
        &[
            "vlookup",
            "hlookup",
            "xlookup",
            "lookup",
            "lookupvalue",
            "related",
            "index",
            "match",
            "xmatch",
            "dget",
            "getpivotdata",
            "찾기",
            "查找",
            "検索",
        ],
    ),
    written("sum({rows.number}, {rows.text} == \"…\")", &["filter", "where", "query", "relatedtable"]),
    written("sum({rows.number}, {rows.date} in period)", &["totalytd", "datesytd", "ytd", "totalmtd", "totalqtd"]),
    written("sum({rows.number}, {rows.date} in last_year(period))", &["sameperiodlastyear", "parallelperiod"]),
    written("large({rows.number}, 1)", &["topn"]),
];

const OWN_TABLE: &[Foreign] = &[
    renamed("rank", &["rankeq", "rankavg", "rankx", "denserank", "순위", "順位", "排名"]),
    written("rank({number})", &["rownumber", "row", "rownum"]),
    renamed("percent_rank", &["percentrankinc", "percentrankexc", "cumedist"]),
    written("quantile({number}, 4)", &["ntile", "qcut", "cut"]),
    written("previous_value({number}, {date})", &["lag", "lead", "offset", "earlier", "shift"]),
    written("running_total({number}, {date})", &["cumsum", "runningsum", "cumulativesum", "누계", "累計", "累计"]),
    written("share({number})", &["ratiotoreport", "percentof", "비중", "비율", "構成比", "占比"]),
    written("trailing_average({number}, 3, {date})", &["movingaverage", "rollingaverage", "이동평균", "移動平均"]),
];

const CHOICES: &[Foreign] = &[
    written("if {number} > 0 { \"a\" } else { \"b\" }", &["wenn", "si", "만약", "如果", "もし"]),
    not_here(
        "a choice of many is a decision table, or `if a { … } else if b { … } else { … }`",
        &["choose", "case", "decode", "when"],
    ),
    written("{text} != \"…\"", &["xor"]),
    renamed("is_blank", &["isnull", "isempty", "isna", "iserror", "iserr", "blank", "비었음", "空"]),
    written("!is_blank({number})", &["isnumber", "istext", "isnotnull", "notnull", "exists"]),
    written("{number} >= 1 && {number} <= 9", &["between", "isbetween"]),
    written("{text} in [\"a\", \"b\"]", &["isin", "inlist"]),
    not_here(
        "a division by zero is blank here: write `a / b`, with a default `(a / b) ?? 0`",
        &["divide", "safedivide", "div0", "iferrordiv"],
    ),
];

const TEXTS: &[Foreign] = &[
    renamed("length", &["len", "lenb", "charlength", "characterlength", "strlen", "글자수", "文字数", "字数"]),
    written("{text} + \"-\" + {text}", &["concat", "concatenate", "concatws", "연결"]),
    renamed("replace", &["substitute", "regexreplace", "치환", "바꾸기", "置換", "替换"]),
    renamed("mid", &["substr", "substring", "midb"]),
    written(
        "find({text}, \"-\")",
        &["instr", "charindex", "search", "position", "indexof", "strpos", "locate", "findb", "searchb"],
    ),
    renamed("upper", &["ucase", "uppercase", "toupper", "대문자"]),
    renamed("lower", &["lcase", "lowercase", "tolower", "소문자"]),
    written("{text} == \"…\"", &["exact"]),
    renamed("proper", &["initcap", "titlecase", "capitalize"]),
    renamed("trim", &["trimall", "ltrim", "rtrim", "strip", "clean"]),
    renamed("to_number", &["value", "val", "cdbl", "cint", "numbervalue", "tonumber", "parsefloat", "숫자", "数値"]),
    renamed("to_text", &["str", "cstr", "tostring", "totext"]),
    written("text({number}, \"#,##0\")", &["format", "tochar", "fixed", "dollar", "서식", "書式", "格式"]),
    renamed("contains", &["containsstring", "includes", "포함", "包含"]),
    renamed("starts_with", &["startswith", "beginswith"]),
    renamed("ends_with", &["endswith"]),
    written("contains({text}, \"…\")", &["like", "ilike", "regexmatch", "regexplike", "rlike"]),
    renamed("split", &["textsplit", "stringsplit"]),
    written("left({text}, find({text}, \"-\") - 1)", &["textbefore"]),
    written("nth(split({text}, \"-\"), 2)", &["textafter"]),
    renamed("left", &["leftb", "왼쪽"]),
    renamed("right", &["rightb", "오른쪽"]),
    not_here("write the repeated text itself", &["rept", "repeat"]),
];

const NUMBERS: &[Foreign] = &[
    renamed("round", &["반올림", "四捨五入", "四舍五入", "runden", "arrondi"]),
    renamed("round_up", &["roundup", "올림", "切り上げ", "向上取整", "aufrunden"]),
    renamed("round_down", &["rounddown", "내림", "버림", "切り捨て", "向下取整", "abrunden"]),
    renamed("round_to", &["mround"]),
    renamed("floor", &["int", "floormath"]),
    renamed("ceil", &["ceiling", "ceilingmath"]),
    renamed("trunc", &["truncate", "fix"]),
    renamed("mod", &["나머지", "余り", "取余", "remainder"]),
    renamed("abs", &["절대값", "절댓값", "絶対値", "绝对值"]),
    written("{number} ** 2", &["power", "pow", "square", "거듭제곱"]),
    written("trunc({number} / 3)", &["quotient", "div"]),
    written("ln({number})", &["log", "loge"]),
    written("ln({number}) / ln(2)", &["log2"]),
    not_here(
        "a run gives the same result each time it is repeated, so there are no random numbers",
        &["rand", "random", "randbetween", "randarray"],
    ),
];

const DATES: &[Foreign] = &[
    not_here(
        "write `today` without brackets: it is the day of the run",
        &[
            "today",
            "now",
            "getdate",
            "currentdate",
            "currenttimestamp",
            "sysdate",
            "curdate",
            "datetoday",
            "오늘",
            "今日",
            "今天",
        ],
    ),
    written("month_end(add_months({date}, 1))", &["eomonth", "lastday", "endofmonth", "월말", "月末"]),
    written("add_months({date}, 3)", &["edate", "dateadd", "adddate", "addmonth"]),
    written("today - {date}", &["days360", "datediff", "daysbetween"]),
    written("months_between({date}, today)", &["datedif"]),
    renamed("workdays", &["networkdays", "networkdaysintl", "영업일", "営業日", "工作日", "businessdays"]),
    renamed("add_workdays", &["workday", "workdayintl"]),
    renamed("week_number", &["weeknum", "isoweeknum", "weekofyear", "주차"]),
    renamed("year_fraction", &["yearfrac"]),
    renamed("to_date", &["datevalue", "cdate", "strtodate", "parsedate", "날짜", "日付", "日期"]),
    renamed("date", &["dateserial", "makedate", "datefromparts"]),
    renamed("weekday", &["dayofweek", "dow", "요일", "曜日", "星期"]),
    renamed("month_start", &["startofmonth", "datetrunc", "월초", "月初"]),
    renamed("quarter_start", &["startofquarter"]),
    renamed("year_start", &["startofyear"]),
    renamed("year", &["연도", "년", "年", "yyyy"]),
    renamed("month", &["월", "月", "monthnumber"]),
    renamed("day", &["일", "日", "dayofmonth"]),
    renamed("quarter", &["분기", "四半期", "季度"]),
    renamed("hour", &["시", "時"]),
    renamed("minute", &["분", "分"]),
];

/// All of them, by subject.
pub fn all() -> impl Iterator<Item = &'static Foreign> {
    [ROWS_TOGETHER, OWN_TABLE, CHOICES, TEXTS, NUMBERS, DATES].into_iter().flatten()
}

/// What to write for a name, in whatever letters it is written.
#[must_use]
pub fn find(name: &str) -> Option<Written> {
    let folded: String = name.to_lowercase().chars().filter(|c| !matches!(c, '.' | '_' | ' ')).collect();
    all().find(|foreign| foreign.names.contains(&folded.as_str())).map(|foreign| foreign.instead)
}

impl Foreign {
    /// The names, in small letters and without dots and low lines.
    #[must_use]
    pub fn names(&self) -> &'static [&'static str] {
        self.names
    }

    /// What to write, for people: with names of the manual.
    #[must_use]
    pub fn example(&self) -> String {
        match self.instead {
            Renamed(ours) => format!("`{ours}`"),
            As(formula) => format!("`{}`", filled(formula, |_| None)),
            Not(sentence) => sentence.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Written, all, find};
    use crate::formula::{AggregateOp, WindowOp};
    use crate::value::functions;
    use std::collections::BTreeSet;

    #[test]
    fn a_name_is_there_once_and_is_none_of_ours() {
        let mut seen = BTreeSet::new();
        for name in all().flat_map(|foreign| foreign.names()) {
            assert!(seen.insert(name), "{name} is there twice");
            assert!(functions::find(name).is_none(), "{name} is a function here");
            assert!(AggregateOp::from_name(name).is_none() && WindowOp::from_name(name).is_none(), "{name}");
        }
    }

    #[test]
    fn what_is_only_renamed_exists() {
        for foreign in all() {
            if let Written::Renamed(name) = foreign.instead {
                let known = functions::find(name).is_some()
                    || AggregateOp::from_name(name).is_some()
                    || WindowOp::from_name(name).is_some();
                assert!(known, "{name}");
            }
        }
    }

    #[test]
    fn letters_dots_and_low_lines_make_no_difference() {
        for name in ["STDEV.S", "stdev_s", "Stdev.s"] {
            assert_eq!(find(name), Some(Written::Renamed("deviation")));
        }
    }
}
