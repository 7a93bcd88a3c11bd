//! How a report draws a table: subtotals, charts, colours, and trends that nobody asked for.

use crate::export::{html, xlsx};
use crate::outcome::Outcome;
use crate::{Engine, Policy, RunOptions, Source};
use calamine::{Data, Reader, Xlsx};
use std::io::{Cursor, Read};

const POLICY: &str = "\
policy: shops
title: Shops
tables:
  shops:
    key: id
    columns: { id: , name: , region: , open: { type: bool }, staff: { type: number }, month: }
    formulas:
      sales: sum(orders.amount)
      cost: sum(orders.cost)
      margin: { formula: (sales - cost) / sales, format: 0.0% }
  orders:
    columns: { shop: { references: shops }, amount: { type: number }, cost: { type: number } }
";

fn outcome(report: &str, live: bool) -> Outcome {
    let policy = Policy::parse(&format!("{POLICY}{report}")).unwrap_or_else(|findings| panic!("{findings}"));
    let shop = |id: &str, name: &str, region: &str, open: bool, staff: f64, month: &str| {
        let region = if region.is_empty() { crate::Value::Blank } else { region.into() };
        vec![id.into(), name.into(), region, open.into(), staff.into(), month.into()]
    };
    let shops = vec![
        shop("S1", "Harbour", "south", true, 4.0, "2026-03"),
        shop("S2", "Mill", "north", true, 2.0, "2026-01"),
        shop("S3", "Bridge", "south", false, 3.0, "2026-02"),
        shop("S4", "Market", "", true, 1.0, "2026-01"),
    ];
    let order = |shop: &str, amount: f64, cost: f64| vec![shop.into(), amount.into(), cost.into()];
    let orders =
        vec![order("S1", 100.0, 60.0), order("S2", 50.0, 45.0), order("S3", 300.0, 180.0), order("S4", 10.0, 12.0)];
    let sources = [
        Source::rows("shops", &["id", "name", "region", "open", "staff", "month"], shops),
        Source::rows("orders", &["shop", "amount", "cost"], orders),
    ];
    let options = RunOptions { live, ..RunOptions::default() };
    Engine::new().run(&policy, &sources, &options).unwrap_or_else(|error| panic!("{error}"))
}

fn sheet(outcome: &Outcome, name: &str) -> Vec<String> {
    let mut book = Xlsx::new(Cursor::new(xlsx::to_bytes(outcome).expect("a report"))).expect("a workbook");
    let names = book.sheet_names();
    let range = book.worksheet_range(name).unwrap_or_else(|_| panic!("no {name} in {names:?}"));
    let line = |row: &[Data]| row.iter().map(Data::to_string).collect::<Vec<_>>().join(" | ");
    range.rows().map(line).collect()
}

/// All parts of the workbook whose names start so, one after another.
fn parts(outcome: &Outcome, start: &str) -> String {
    let bytes = xlsx::to_bytes(outcome).expect("a report");
    let mut file = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook is a zip file");
    let names = file.file_names().map(|name| name.expect("a name").into_owned());
    let names: Vec<String> = names.filter(|name| name.starts_with(start)).collect();
    let mut text = String::new();
    for name in names {
        file.by_name(&name).expect("the part").read_to_string(&mut text).expect("text");
    }
    text
}

const BY_REGION: &str = "report: { sheets: [{ table: shops, group: region, sort: -sales, chart: sales }] }\n";

/// Sums are summed, a ratio is the ratio of sums: (400 − 240) / 400 = 40 % in the south.
#[test]
fn subtotals_by_a_column() {
    let lines = sheet(&outcome(BY_REGION, false), "Shops by region");
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn rows_of_a_group_stand_together() {
    let lines = sheet(&outcome(BY_REGION, false), "Shops");
    let names: Vec<&str> = lines[4..].iter().filter_map(|line| line.split(" | ").nth(1)).collect();
    assert_eq!(names, ["Mill", "Bridge", "Harbour", "Market"], "north, south with most sales first, none");
}

/// A bar for each region, drawn from the cells of the subtotals.
#[test]
fn a_chart_of_the_subtotals() {
    let charts = parts(&outcome(BY_REGION, false), "xl/charts/chart");
    for said in ["Sales by region", "'Shops by region'!$A$5:$A$7", "'Shops by region'!$C$5:$C$7", "<c:barChart>"] {
        assert!(charts.contains(said), "{said}: {charts}");
    }
}

/// `report:` is silent here, but the table has months and a column that adds up: the months stand in their order.
#[test]
fn a_table_with_months_has_a_trend() {
    let outcome = outcome("", false);
    insta::assert_snapshot!(sheet(&outcome, "Shops by month").join("\n"));
    let charts = parts(&outcome, "xl/charts/chart");
    assert!(charts.contains("<c:lineChart>") && charts.contains("Sales by month"), "{charts}");
    assert!(html::to_string(&outcome).contains("<polyline"), "the page draws it too");
}

#[test]
fn what_a_chart_can_show() {
    let drawn = |chart: &str| {
        let report = format!("report: {{ sheets: [{{ table: shops, chart: {chart} }}] }}\n");
        let outcome = outcome(&report, false);
        let groups = crate::export::content::groups::of(crate::export::labels::Language::English, &outcome, 0);
        let shown = groups.into_iter().next().expect("a chart");
        let drawn = shown.chart.expect("a chart");
        let fields = &shown.listing.grid.fields;
        let names: Vec<&str> = (0..drawn.lines).map(|at| fields[0].data.text(at).unwrap_or_default()).collect();
        let values: Vec<String> = (0..drawn.lines).map(|at| fields[drawn.field].data.value(at).to_string()).collect();
        let kind = if drawn.line { "line" } else { "bars" };
        format!("{chart}\n  {kind}: {}\n  {} = {}\n", drawn.title, names.join(", "), values.join(", "))
    };
    let charts = [
        "sales",
        "region",
        "open",
        "staff",
        "{ of: staff, by: region }",
        "{ of: margin, by: region, as: line }",
        "{ of: sales, by: month, as: bars }",
    ];
    insta::assert_snapshot!(charts.map(drawn).join("\n"));
}

const COLORS: &str = "report:
  sheets:
    - table: shops
      columns: [name, region, open, staff, sales, margin]
      color:
        sales: high
        staff: low
        region: { south: blue }
        open: { false: grey }
        margin: { \"< 0\": red, \">= 40%\": green, \"< 25%\": yellow }
";

/// Excel colours cells by conditions, so that they follow where a cell is changed.
#[test]
fn cells_are_coloured_by_what_is_in_them() {
    let sheets = parts(&outcome(COLORS, false), "xl/worksheets/sheet");
    let formats: Vec<&str> = sheets
        .split("<conditionalFormatting ")
        .skip(1)
        .filter_map(|part| part.split("</conditionalFormatting>").next())
        .collect();
    insta::assert_snapshot!(formats.join("\n"));
}

#[test]
fn the_page_has_the_same_colours() {
    let page = html::to_string(&outcome(COLORS, false));
    let row = |name: &str| {
        let start = page.find(&format!(">{name}</td>")).expect("the row");
        let row = page[start..].split("</tr>").next().unwrap_or_default();
        let classes = row.split("class=\"").skip(1).filter_map(|part| part.split('"').next());
        classes.flat_map(str::split_whitespace).filter(|class| class.starts_with(['h', 's'])).collect::<Vec<_>>()
    };
    assert_eq!(row("Harbour"), ["s-blue", "h0", "h11", "s-green"], "most staff, second in sales, 40 % margin");
    assert_eq!(row("Market"), ["h20", "h0", "s-red"], "no region, least staff and sales, a loss");
    assert_eq!(row("Bridge"), ["s-blue", "s-grey", "h7", "h20", "s-green"], "closed");
    for class in ["s-red", "h0", "h20"] {
        assert!(page.contains(&format!("td.{class}{{background:#")), "{class}");
    }
}

/// In a report with formulas totals and subtotals are formulas too.
#[test]
fn totals_and_subtotals_follow_in_a_report_with_formulas() {
    let outcome = outcome(BY_REGION, true);
    let mut book = Xlsx::new(Cursor::new(xlsx::to_bytes(&outcome).expect("a report"))).expect("a workbook");
    let mut said = |sheet: &str, cells: &[(u32, u32)]| {
        let formulas = book.worksheet_formula(sheet).expect("formulas");
        let values = book.worksheet_range(sheet).expect("values");
        let cell = |at: &(u32, u32)| {
            let value = values.get_value(*at).map(Data::to_string).unwrap_or_default();
            format!("{value} = {}\n", formulas.get_value(*at).cloned().unwrap_or_default())
        };
        cells.iter().map(cell).collect::<String>()
    };
    let totals = said("Shops", &[(2, 6), (2, 8)]);
    let subtotals = said("Shops by region", &[(2, 2), (5, 1), (5, 2), (5, 4)]);
    insta::assert_snapshot!(format!("{totals}\n{subtotals}"));
}
