//! Sheets made at random in the layouts that a policy can declare, in four languages: what is read back is what was
//! written, every row is accounted for, no total counts, and there is nothing to complain of.

use crate::mutate::Random;
use rulebook::{Engine, Outcome, Policy, RunOptions, Source};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use std::collections::BTreeMap;

/// Sheets of each layout in a plain `cargo test`.
const EACH: usize = 60;

/// How people of a language head and fill a sheet.
struct Tongue {
    sheet: &'static str,
    title: &'static str,
    remark: &'static str,
    headers: [&'static str; 4],
    total: &'static str,
    subtotal: fn(&str) -> String,
    regions: [&'static str; 4],
    shop: &'static str,
    money: fn(i64) -> String,
}

const TONGUES: [Tongue; 4] = [
    Tongue {
        sheet: "Sales",
        title: "Sales of the half year",
        remark: "Source: ledger",
        headers: ["Region", "Shop", "Amount", "Pieces"],
        total: "Grand total",
        subtotal: |region| format!("{region} total"),
        regions: ["North", "South", "East", "West"],
        shop: "Shop",
        money: |cents| format!("${}.{:02}", grouped(cents / 100, ','), cents % 100),
    },
    Tongue {
        sheet: "매출",
        title: "상반기 매출",
        remark: "※ 잠정치",
        headers: ["지역", "매장", "금액", "수량"],
        total: "총합계",
        subtotal: |region| format!("{region} 소계"),
        regions: ["서울", "부산", "대구", "광주"],
        shop: "매장",
        money: |cents| format!("{}.{:02}원", grouped(cents / 100, ','), cents % 100),
    },
    Tongue {
        sheet: "売上",
        title: "上半期の売上",
        remark: "出典：会計",
        headers: ["地域", "店舗", "金額", "数量"],
        total: "合計",
        subtotal: |region| format!("{region} 小計"),
        regions: ["東京", "大阪", "福岡", "札幌"],
        shop: "店",
        money: |cents| format!("￥{}.{:02}", grouped(cents / 100, ','), cents % 100),
    },
    Tongue {
        sheet: "Umsatz",
        title: "Umsatz im Halbjahr",
        remark: "Quelle: Hauptbuch",
        headers: ["Gebiet", "Laden", "Betrag", "Stück"],
        total: "Gesamt",
        subtotal: |region| format!("Summe {region}"),
        regions: ["Nord", "Süd", "Ost", "West"],
        shop: "Laden",
        money: |cents| format!("{},{:02} €", grouped(cents / 100, '.'), cents % 100),
    },
];

/// Thousands apart.
fn grouped(number: i64, mark: char) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// Where a table stands in its sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// Anywhere; it is looked for.
    Plain,
    /// In cells the policy names, among others.
    Area,
    /// Under a defined name.
    Name,
    /// Below a title, with another table like it in the sheet.
    Below,
    /// With its header in a row the policy names, below one that looks like it.
    HeaderRow,
    /// Without a header.
    NoHeader,
    /// A column for each month.
    Months,
    /// A header of two rows: years, and what is measured below each.
    Levels,
}

/// Whether the region is printed in each row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Region {
    Each,
    Once,
    Merged,
}

/// A sheet to write.
struct Made<'t> {
    tongue: &'t Tongue,
    layout: Layout,
    region: Region,
    /// Region, amount in cents, pieces.
    rows: Vec<(usize, i64, Option<i64>)>,
    subtotals: bool,
    total: bool,
    remark: bool,
    as_text: bool,
    hidden_sheet: bool,
    hidden_row: bool,
    above: u32,
    left: u16,
}

fn made<'t>(random: &mut Random, tongue: &'t Tongue, layout: Layout) -> Made<'t> {
    let mut rows = Vec::new();
    for region in 0..2 + random.below(3) {
        for _ in 0..2 + random.below(5) {
            let pieces = (random.below(5) > 0).then(|| 1 + random.below(9_000) as i64);
            rows.push((region, 10_000 + random.below(90_000_000) as i64, pieces));
        }
    }
    let region = *random.one_of(&[Region::Each, Region::Once, Region::Merged]);
    let mut flag = || random.below(2) == 0;
    let (subtotals, total, remark, as_text) = (flag(), flag(), flag(), flag());
    let (hidden_sheet, hidden_row) = (flag(), flag());
    let (above, left) = (random.below(4) as u32, random.below(3) as u16);
    Made { tongue, layout, region, rows, subtotals, total, remark, as_text, hidden_sheet, hidden_row, above, left }
}

impl Made<'_> {
    fn is_wide(&self) -> bool {
        matches!(self.layout, Layout::Months | Layout::Levels)
    }

    fn sum(&self) -> f64 {
        self.rows.iter().map(|(_, cents, _)| cents).sum::<i64>() as f64 / 100.0
    }

    fn amount(&self, sheet: &mut Worksheet, (row, column): (u32, u16), cents: i64) {
        let written = match self.as_text {
            true => sheet.write(row, column, (self.tongue.money)(cents)),
            false => sheet.write(row, column, cents as f64 / 100.0),
        };
        written.expect("written");
    }

    /// The workbook, the cells of the table as a range, and what the totals in it add up to.
    fn book(&self) -> (Vec<u8>, String, f64) {
        let mut book = Workbook::new();
        book.add_worksheet().set_name("First").expect("a name").write(0, 0, "nothing here").expect("written");
        let sheet = book.add_worksheet().set_name(self.tongue.sheet).expect("a name").set_hidden(self.hidden_sheet);
        let top = match self.layout {
            Layout::NoHeader => 0,
            Layout::HeaderRow => 4,
            _ => self.above * 2,
        };
        let left = if self.layout == Layout::NoHeader { 0 } else { self.left };
        for row in (0..top).step_by(2) {
            sheet.write(row, left, format!("{} {row}", self.tongue.title)).expect("written");
        }
        if self.layout == Layout::HeaderRow {
            self.header(sheet, 1, left);
        }
        let top = if self.layout == Layout::Below { self.other_below(sheet, top, left) } else { top };
        let (end, totals) = if self.is_wide() { self.wide(sheet, top, left) } else { self.long(sheet, top, left) };
        if self.remark && !matches!(self.layout, Layout::Area | Layout::Name) {
            sheet.write(end + 2, left, self.tongue.remark).expect("written");
        }
        if self.layout == Layout::Area || self.layout == Layout::Name {
            sheet.write(end + 2, left, self.tongue.title).expect("written");
            sheet.write(end + 3, left + 2, 4711).expect("written");
        }
        let width = 3;
        let letters = |column: u16| char::from(b'A' + column as u8);
        let area = format!("{}{}:{}{}", letters(left), top + 1, letters(left + width), end);
        let absolute =
            format!("='{}'!${}${}:${}${}", self.tongue.sheet, letters(left), top + 1, letters(left + width), end);
        if self.layout == Layout::Name {
            book.define_name("SalesTable", &absolute).expect("a name");
        }
        (book.save_to_buffer().expect("saved"), area, totals)
    }

    fn header(&self, sheet: &mut Worksheet, row: u32, left: u16) {
        for (at, header) in self.tongue.headers.iter().enumerate() {
            sheet.write(row, left + at as u16, *header).expect("written");
        }
    }

    /// The title, and before or behind it another table like this one. Gives the row of the header.
    fn other_below(&self, sheet: &mut Worksheet, top: u32, left: u16) -> u32 {
        sheet.write(top, left, format!("{} (plan)", self.tongue.title)).expect("written");
        self.header(sheet, top + 1, left);
        sheet.write(top + 2, left, self.tongue.regions[0]).expect("written");
        sheet.write(top + 2, left + 1, "P-1").expect("written");
        sheet.write(top + 2, left + 2, 123_456).expect("written");
        sheet.write(top + 4, left, format!("{} (actual)", self.tongue.title)).expect("written");
        top + 5
    }

    /// A row for each shop. Gives the row behind the last one, and what the totals add up to.
    fn long(&self, sheet: &mut Worksheet, top: u32, left: u16) -> (u32, f64) {
        let mut row = top;
        if self.layout != Layout::NoHeader {
            self.header(sheet, row, left);
            row += 1;
        }
        let mut totals = 0.0;
        for region in 0..4 {
            let rows: Vec<_> = self.rows.iter().enumerate().filter(|(_, made)| made.0 == region).collect();
            if rows.is_empty() {
                continue;
            }
            let (name, first) = (self.tongue.regions[region], row);
            for (at, (_, cents, pieces)) in &rows {
                if self.region == Region::Each || row == first {
                    sheet.write(row, left, name).expect("written");
                }
                sheet.write(row, left + 1, format!("{} {at}", self.tongue.shop)).expect("written");
                self.amount(sheet, (row, left + 2), *cents);
                pieces.iter().for_each(|pieces| {
                    sheet.write(row, left + 3, *pieces).expect("written");
                });
                row += 1;
            }
            if self.region == Region::Merged && rows.len() > 1 {
                sheet.merge_range(first, left, row - 1, left, name, &Format::new()).expect("merged");
            }
            if self.hidden_row && region == 1 {
                sheet.set_row_hidden(first).expect("hidden");
            }
            if self.subtotals {
                let sum: i64 = rows.iter().map(|(_, (_, cents, _))| cents).sum();
                sheet.write(row, left, (self.tongue.subtotal)(name)).expect("written");
                self.amount(sheet, (row, left + 2), sum);
                totals += sum as f64 / 100.0;
                row += 1;
            }
        }
        if self.total {
            sheet.write(row, left, self.tongue.total).expect("written");
            self.amount(sheet, (row, left + 2), (self.sum() * 100.0).round() as i64);
            totals += self.sum();
            row += 1;
        }
        (row, totals)
    }

    /// A row for each shop and columns for months, or for years with two measures each, so that every amount stands
    /// in one cell. Gives the same as `long`.
    fn wide(&self, sheet: &mut Worksheet, top: u32, left: u16) -> (u32, f64) {
        let levels = self.layout == Layout::Levels;
        let columns = if levels { 4 } else { 3 };
        let from = top + u32::from(levels);
        sheet.write(from, left, self.tongue.headers[1]).expect("written");
        for column in 0..columns {
            let at = left + 1 + column;
            if levels {
                let year = 2025 + column / 2;
                sheet.write(top, at, if column % 2 == 0 { year.to_string() } else { String::new() }).expect("written");
                sheet.write(from, at, self.tongue.headers[2 + usize::from(column % 2)]).expect("written");
            } else {
                sheet.write(from, at, format!("2026-{:02}", column + 1)).expect("written");
            }
        }
        let mut sums = vec![0; usize::from(columns)];
        let mut row = from + 1;
        for (at, shop) in self.rows.chunks(usize::from(columns)).enumerate() {
            sheet.write(row, left, format!("{} {at}", self.tongue.shop)).expect("written");
            for (column, (_, cents, _)) in shop.iter().enumerate() {
                self.amount(sheet, (row, left + 1 + column as u16), *cents);
                sums[column] += cents;
            }
            row += 1;
        }
        if self.total && row > from + 2 {
            sheet.write(row, left, self.tongue.total).expect("written");
            sums.iter().enumerate().for_each(|(at, sum)| self.amount(sheet, (row, left + 1 + at as u16), *sum));
            row += 1;
        }
        (row, 0.0)
    }

    fn policy(&self, area: &str) -> String {
        let [region, shop, amount, pieces] = self.tongue.headers;
        let place = match self.layout {
            Layout::Area => format!("    range: {area}\n"),
            Layout::Name => "    range: SalesTable\n".to_string(),
            Layout::Below => format!("    range: {{ below: \"{} (actual)\" }}\n", self.tongue.title),
            Layout::HeaderRow => "    header: 5\n".to_string(),
            Layout::NoHeader => "    header: none\n".to_string(),
            Layout::Levels => "    header: [year, measure]\n".to_string(),
            Layout::Plain | Layout::Months => String::new(),
        };
        let head = format!("policy: made\ntables:\n  sales:\n    sheet: \"{}\"\n{place}", self.tongue.sheet);
        if self.is_wide() {
            let (values, into) = match self.layout {
                Layout::Levels => ("*".to_string(), "[year, measure, amount]"),
                _ => ("2026-*".to_string(), "[month, amount]"),
            };
            return format!(
                "{head}    columns:\n      shop: {{ header: \"{shop}\" }}\n  cells:\n    unpivot: sales\n    values: \
                 \"{values}\"\n    into: {into}\n    formulas: {{ of: sales.shop }}\nfigures:\n  total: \
                 sum(cells.amount)\n  row_count: count(cells)\n"
            );
        }
        let from = |header: &str, letter: char| match self.layout {
            Layout::NoHeader => format!("from: column {letter}"),
            _ => format!("header: \"{header}\""),
        };
        let fill = if self.region == Region::Once { ", fill: down" } else { "" };
        format!(
            "{head}    columns:\n      region: {{ {}{fill} }}\n      shop: {{ {} }}\n      amount: {{ {}, type: number \
             }}\n      pieces: {{ {}, type: number, required: false }}\n  regions: {{ group: sales, by: {{ region: \
             sales.region }}, formulas: {{ sold: sum(sales.amount) }} }}\nfigures:\n  total: sum(sales.amount)\n  \
             row_count: count(sales)\n  pieces: sum(sales.pieces)\n",
            from(region, 'A'),
            from(shop, 'B'),
            from(amount, 'C'),
            from(pieces, 'D')
        )
    }

    /// Gives the codes of the notes.
    fn check(&self) -> Vec<&'static str> {
        let (data, area, totals) = self.book();
        let text = self.policy(&area);
        let told = format!(
            "{:?} {:?} subtotals {} total {} text {} remark {}\n{text}",
            self.layout, self.region, self.subtotals, self.total, self.as_text, self.remark
        );
        let policy = Policy::parse(&text).unwrap_or_else(|error| panic!("{told}\n{error}"));
        let prepared = Engine::new().prepare(&policy).unwrap_or_else(|error| panic!("{told}\n{error}"));
        let source = Source::bytes("made.xlsx", data.clone());
        let run = prepared.run(&[source], &RunOptions::default());
        let run = run.unwrap_or_else(|error| {
            std::fs::write(super::here("target/fuzz/layouts.xlsx"), &data).expect("kept");
            panic!("{told}\n{error}")
        });
        let outcome = run.outcome();
        let issues: Vec<String> = outcome
            .issues
            .iter()
            .map(|issue| {
                format!(
                    "{} {} {:?} {}",
                    if issue.note { "note" } else { "ISSUE" },
                    issue.code,
                    issue.cell,
                    issue.message
                )
            })
            .collect();
        let told = format!("{told}\n{}", issues.join("\n"));
        if self.differs(outcome, totals).is_some() {
            std::fs::write(super::here("target/fuzz/layouts.xlsx"), &data).expect("kept");
        }
        assert_eq!(self.differs(outcome, totals), None, "{told}");
        outcome.issues.iter().map(|issue| issue.code.as_str()).collect()
    }

    /// What is not as it was written.
    fn differs(&self, outcome: &Outcome, totals: f64) -> Option<String> {
        let figure = |name: &str| {
            let found = outcome.figures.iter().find(|figure| figure.name == name);
            found.and_then(|figure| figure.value.as_number()).unwrap_or(f64::NAN)
        };
        let near = |a: f64, b: f64| (a - b).abs() < 0.005;
        if outcome.issues.iter().any(|issue| !issue.note) {
            return Some("there is an issue".to_string());
        }
        let rows = self.rows.len() as f64;
        if !near(figure("total"), self.sum()) || !near(figure("row_count"), rows) {
            return Some(format!("{} in {} rows, not {} in {rows}", figure("total"), figure("row_count"), self.sum()));
        }
        let control = outcome.control.iter().find(|control| control.table == "sales")?;
        if control.read != control.used + control.rejected {
            return Some(format!("{} rows read, {} used, {} left out", control.read, control.used, control.rejected));
        }
        if self.is_wide() {
            return None;
        }
        let left_out = control.rejected_sums.iter().find(|(name, _)| name == "amount").map_or(0.0, |(_, sum)| *sum);
        if !near(left_out, totals) {
            return Some(format!("the rows left out add to {left_out}, the totals to {totals}"));
        }
        let pieces: i64 = self.rows.iter().filter_map(|(_, _, pieces)| *pieces).sum();
        if !near(figure("pieces"), pieces as f64) {
            return Some(format!("{} pieces, not {pieces}", figure("pieces")));
        }
        self.regions_differ(outcome)
    }

    fn regions_differ(&self, outcome: &Outcome) -> Option<String> {
        let mut wanted: BTreeMap<String, i64> = BTreeMap::new();
        for (region, cents, _) in &self.rows {
            *wanted.entry(self.tongue.regions[*region].to_string()).or_default() += cents;
        }
        let table = outcome.tables.iter().find(|table| table.name == "regions")?;
        let column = |name: &str| table.columns.iter().find(|column| column.name == name).map(|column| &column.data);
        let (names, sums) = (column("region")?, column("sold")?);
        let found: BTreeMap<String, i64> = (0..table.rows)
            .map(|row| {
                let cents = sums.value(row).as_number().unwrap_or(f64::NAN) * 100.0;
                (names.value(row).to_string(), cents.round() as i64)
            })
            .collect();
        (found != wanted).then(|| format!("regions {found:?}, not {wanted:?}"))
    }
}

#[test]
fn what_is_written_in_a_declared_layout_is_read_back() {
    std::fs::create_dir_all(super::here("target/fuzz")).expect("a folder for what broke");
    let mut random = Random::new(11);
    let mut met = std::collections::BTreeSet::new();
    for layout in [
        Layout::Plain,
        Layout::Area,
        Layout::Name,
        Layout::Below,
        Layout::HeaderRow,
        Layout::NoHeader,
        Layout::Months,
        Layout::Levels,
    ] {
        for at in 0..EACH {
            let mut one = made(&mut random, &TONGUES[at % TONGUES.len()], layout);
            // A range that the policy names ends with the last row of data or total.
            one.remark &= !matches!(layout, Layout::Below);
            met.extend(one.check());
        }
    }
    for note in ["hidden-rows", "hidden-sheet", "merged-cells", "remark-row", "total-row"] {
        assert!(met.contains(note), "no sheet had a {note}: {met:?}");
    }
}
