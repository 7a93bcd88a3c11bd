//! Outcomes to export: a realistic one, and small ones with a single oddity.

use crate::outcome::Standing;
use crate::outcome::*;
use crate::policy::model::Severity;
use crate::source::CellAddress;
use crate::table::Column;
use crate::value::{Date, DateTime, NumberFormat, Period, Type, Value};
use std::path::PathBuf;

pub(super) fn day(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

pub(super) fn numbers(values: impl IntoIterator<Item = f64>) -> Column {
    Column::Number(values.into_iter().collect())
}

pub(super) fn texts<'a>(values: impl IntoIterator<Item = &'a str>) -> Column {
    Column::Text(values.into_iter().map(|text| (!text.is_empty()).then_some(text)).collect())
}

pub(super) fn column(name: &str, title: &str, role: Role, data: Column) -> OutcomeColumn {
    OutcomeColumn {
        name: name.into(),
        title: title.into(),
        role,
        source: None,
        slot: 0,
        format: NumberFormat::General,
        references: None,
        order: Vec::new(),
        data: data.into(),
    }
}

pub(super) fn table(name: &str, columns: Vec<OutcomeColumn>) -> OutcomeTable {
    let rows = columns.first().map_or(0, |column| column.data.len());
    OutcomeTable {
        name: name.into(),
        title: name.into(),
        key: None,
        rows,
        derived: false,
        totals: vec![None; columns.len()],
        made_of: Vec::new(),
        columns,
        view: TableView::default(),
        provenance: std::sync::Arc::default(),
    }
}

/// An outcome of one table.
pub(super) fn with_table(table: OutcomeTable) -> Outcome {
    Outcome { tables: vec![table], language: "en".into(), ..Outcome::default() }
}

/// A folder for one test, removed at its end.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("rulebook-export-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Folder(path)
    }

    pub(super) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Names of everything in the folder.
    pub(super) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).expect("the folder of the test");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Two customers, one score, one trigger: small enough to read as JSON.
pub(super) fn small() -> Outcome {
    let mut sales = column("sales", "Sales", Role::Formula, numbers([1200.0, -0.5]));
    sales.source = Some("sum(orders.amount)".into());
    let mut customers = table(
        "customers",
        vec![
            column("id", "Customer ID", Role::Imported, texts(["C1", "C2"])),
            column("name", "Name", Role::Imported, texts(["한빛마트", ""])),
            column("since", "Since", Role::Imported, Column::Date(vec![day("2024-02-29").0, i32::MIN])),
            column(
                "seen",
                "Seen",
                Role::Imported,
                Column::DateTime(vec![DateTime::parse("2026-03-01 13:05").expect("a moment").0, i64::MIN]),
            ),
            column("active", "Active", Role::Imported, Column::Bool(vec![1, 2])),
            sales,
            column("growth", "Growth", Role::Formula, numbers([0.125, f64::NAN])),
            column(
                "tags",
                "Tags",
                Role::Decision,
                Column::Values(
                    Type::List,
                    vec![Value::List([Value::from("a"), Value::from(2.0)].into()), Value::Blank],
                ),
            ),
            column("segment", "Segment", Role::Decision, texts(["S", "=1+1"])),
        ],
    );
    customers.title = "Customers".into();
    customers.key = Some(0);
    Outcome {
        accounts: None,
        live: None,
        split: None,
        part: None,
        rules: Rules::default(),
        assertions: assertions(),
        policy: PolicyInfo {
            name: "channel".into(),
            version: Some("2026.1".into()),
            title: "Channel".into(),
            owner: None,
            description: None,
            sha256: "ab12".into(),
            files: vec![InputFile { name: "policy.yaml".into(), bytes: 512, sha256: "ef56".into() }],
            engine: "0.1.0".into(),
        },
        language: "en".into(),
        as_of: Some(day("2026-06-30")),
        asked: Asked { sheets: vec![("orders".into(), "주문".into())], ..Asked::default() },
        parameters: vec![ParameterUsed {
            fixed: false,
            name: "period".into(),
            title: "Period".into(),
            value: Value::Period(Period { from: day("2026-01-01"), to: day("2026-06-30") }),
            format: NumberFormat::General,
            set: false,
        }],
        inputs: vec![InputFile { name: "book.xlsx".into(), bytes: 4096, sha256: "cd34".into() }],
        figures: vec![Figure {
            slot: 0,
            name: "total".into(),
            title: "Total sales".into(),
            value: Value::Number(1199.5),
            format: NumberFormat::Decimals(1),
        }],
        tables: vec![customers],
        scorecards: vec![small_scorecard()],
        triggers: Triggers::from_iter([ByHand {
            trigger: "slow_stock".into(),
            title: "Slow stock".into(),
            table: 0,
            row: 0,
            key: "C1".into(),
            severity: Severity::High,
            weight: None,
            owner: Some("Kim".into()),
            due: Some(day("2026-07-14")),
            message: "72 days of stock, 45 agreed".into(),
            standing: Some(Standing::Continuing),
            since: Some(day("2026-03-31")),
        }]),
        baseline: Some(BaselineInfo {
            name: "first-quarter.json".into(),
            as_of: Some(day("2026-03-31")),
            sha256: Some("0a1b".into()),
            differs: vec![
                Differs::Policy { before: Some("2026.0".into()), now: Some("2026.1".into()) },
                Differs::Parameter { name: "floor".into(), before: "90".into(), now: "100".into() },
            ],
        }),
        cleared: vec![Cleared {
            trigger: "slow_stock".into(),
            title: "Slow stock".into(),
            table: 0,
            key: "C2".into(),
            since: Some(day("2026-03-31")),
            on: Some(day("2026-06-30")),
            now: true,
        }],
        movements: vec![Movement {
            what: "customers.segment".into(),
            title: "Segment".into(),
            table: 0,
            row: 0,
            key: "C1".into(),
            before: Value::text("B"),
            now: Value::text("A"),
        }],
        undetermined: vec![Undetermined { trigger: "slow_stock".into(), table: 0, row: 1, key: "C2".into() }],
        issues: vec![
            Issue::new(IssueCode::BadNumber, "`12O` is not a number; the row was left out")
                .at_cell(Some(CellAddress { workbook: "book.xlsx".into(), sheet: "주문".into(), row: 6, column: 2 }))
                .with_text(Some("12O".into()))
                .in_table("orders")
                .in_column("amount")
                .rejecting(true),
        ],
        control: vec![ControlTotal {
            table: "orders".into(),
            workbook: "book.xlsx".into(),
            sheet: "주문".into(),
            read: 10,
            used: 9,
            rejected: 1,
            sums: vec![("amount".into(), 1199.5)],
            rejected_sums: vec![("amount".into(), 12.0)],
            dates: vec![DateSpan {
                column: "date".into(),
                first: Value::Date(day("2026-01-02")),
                last: Value::Date(day("2026-06-29")),
            }],
        }],
        orphans: vec![Orphans {
            table: "orders".into(),
            column: "customer".into(),
            references: "customers".into(),
            rows: 3,
            rejected: false,
            distinct: 2,
            keys: vec![("C9".into(), 2), ("=C8".into(), 1)],
            sums: vec![("amount".into(), 99.5)],
        }],
    }
}

fn small_scorecard() -> ScorecardOutcome {
    ScorecardOutcome {
        slots: [0; 4],
        name: "health".into(),
        title: "Health".into(),
        table: 0,
        measures: vec![MeasureOutcome {
            slots: [0; 2],
            name: "growth".into(),
            title: "Growth".into(),
            format: NumberFormat::Percent(1),
            value: numbers([0.125, f64::NAN]).into(),
            points: numbers([62.5, 0.0]).into(),
            weight: numbers([1.0, 1.0]).into(),
            target: numbers([0.2, 0.1]).into(),
            worst: numbers([0.0, 0.0]).into(),
        }],
        score: numbers([62.5, 0.0]).into(),
        band: texts(["B", "C"]).into(),
        rank: numbers([1.0, 2.0]).into(),
        reasons: texts(["Margin −37.5", "Margin −100.0"]).into(),
        bands: vec!["A".into(), "B".into(), "C".into()],
        rank_within: Vec::new(),
    }
}

/// What a Korean sales department would get: 30 shops, 8 account managers, 90 orders.
pub(super) fn realistic() -> Outcome {
    let names = ["한빛마트", "서울전자랜드", "대한백화점 본점", "가나유통", "부산가전프라자", "Home & Living 강남"];
    let people = ["김민준", "이서연", "박지훈", "최수아", "정도윤", "강하은", "조예준", "윤지우"];
    let branches = ["서울지사", "부산지사", "대구지사"];
    let pick = |i: usize, n: usize, salt: usize| {
        ((i as u64 + 1) * 2_654_435_761 * (salt as u64 * 2 + 1) % 1_000_003) as usize * 7 % n
    };
    let shop_ids: Vec<String> = (0..30).map(|i| format!("C{:04}", i + 1)).collect();
    let shop_names: Vec<String> = (0..30).map(|i| format!("{} {}호점", names[i % names.len()], i / 6 + 1)).collect();
    let staff_ids: Vec<String> = (0..8).map(|i| format!("E{:03}", i + 101)).collect();
    let sales: Vec<f64> = (0..30).map(|i| 800_000.0 + pick(i, 9_000_000, 3) as f64).collect();
    let stock_days: Vec<f64> = (0..30).map(|i| 20.0 + pick(i, 800, 5) as f64 / 10.0).collect();
    let margin: Vec<f64> = (0..30).map(|i| pick(i, 260, 9) as f64 / 1000.0).collect();
    let growth: Vec<f64> =
        (0..30).map(|i| if i == 11 { f64::NAN } else { pick(i, 700, 2) as f64 / 1000.0 - 0.2 }).collect();
    let segment: Vec<&str> = sales
        .iter()
        .zip(&growth)
        .map(|(sales, growth)| match (*sales, *growth) {
            (s, g) if s >= 5e6 && g >= 0.1 => "S",
            (s, _) if s >= 5e6 => "A",
            (s, _) if s >= 2e6 => "B",
            _ => "C",
        })
        .collect();
    let categories = ["대형 체인", "지역 체인", "백화점", "전문점", "프랜차이즈"];
    let with = |mut column: OutcomeColumn, format: NumberFormat, source: Option<&str>| {
        column.format = format;
        column.source = source.map(str::to_string);
        column
    };
    let formula = |name: &str, title: &str, data: Vec<f64>, format: NumberFormat, source: &str| {
        with(column(name, title, Role::Formula, numbers(data)), format, Some(source))
    };
    let mut shops = table(
        "customers",
        vec![
            column("id", "고객 ID", Role::Imported, texts(shop_ids.iter().map(String::as_str))),
            column("name", "고객명", Role::Imported, texts(shop_names.iter().map(String::as_str))),
            column("category", "구분", Role::Imported, texts((0..30).map(|i| categories[pick(i, 5, 1)]))),
            column("salesperson", "담당자", Role::Imported, texts((0..30).map(|i| staff_ids[i % 8].as_str()))),
            column(
                "opened",
                "개점일",
                Role::Imported,
                Column::Date((0..30).map(|i| day("2015-01-05").0 + pick(i, 3600, 4) as i32).collect()),
            ),
            column(
                "stock",
                "평균재고",
                Role::Imported,
                numbers((0..30).map(|i| 300_000.0 + pick(i, 900_000, 8) as f64)),
            ),
            formula(
                "sales",
                "매출",
                sales.clone(),
                NumberFormat::Decimals(0),
                "sum(orders.amount, orders.date in period)",
            ),
            formula("margin", "이익률", margin.clone(), NumberFormat::Percent(1), "(sales - cost) / sales"),
            formula("growth", "성장률", growth, NumberFormat::Percent(1), "sales / prior_sales - 1"),
            formula(
                "stock_days",
                "재고회전일",
                stock_days.clone(),
                NumberFormat::Decimals(1),
                "stock / cost * days(period)",
            ),
            column(
                "key_account",
                "핵심 거래처",
                Role::Formula,
                Column::Bool(sales.iter().map(|s| u8::from(*s > 6e6)).collect()),
            ),
            with(
                column("segment", "세그먼트", Role::Decision, texts(segment)),
                NumberFormat::General,
                Some("decision table, hit first, 4 rules"),
            ),
            with(
                column("effort", "월 방문 횟수", Role::Decision, numbers((0..30).map(|i| [7.0, 3.0, 0.0][i % 3]))),
                NumberFormat::General,
                Some("decision table, hit first, 4 rules"),
            ),
        ],
    );
    shops.title = "고객".into();
    shops.key = Some(0);
    shops.columns[3].references = Some(0);
    let mut staff = table(
        "salespeople",
        vec![
            column("id", "사번", Role::Imported, texts(staff_ids.iter().map(String::as_str))),
            column("name", "이름", Role::Imported, texts(people)),
            column("branch", "지사", Role::Imported, texts((0..8).map(|i| branches[i % 3]))),
            formula(
                "sales",
                "매출",
                (0..8).map(|p| (p..30).step_by(8).map(|i| sales[i]).sum()).collect(),
                NumberFormat::Decimals(0),
                "sum(customers.sales)",
            ),
            formula(
                "accounts",
                "담당 고객 수",
                (0..8).map(|p| (p..30).step_by(8).count() as f64).collect(),
                NumberFormat::General,
                "count(customers)",
            ),
        ],
    );
    staff.title = "영업사원".into();
    staff.key = Some(0);
    let mut orders = table(
        "orders",
        vec![
            column("customer", "고객 ID", Role::Imported, texts((0..90).map(|i| shop_ids[pick(i, 30, 6)].as_str()))),
            column(
                "date",
                "주문일",
                Role::Imported,
                Column::Date((0..90).map(|i| day("2026-01-02").0 + 2 * i).collect()),
            ),
            column(
                "product",
                "품목",
                Role::Imported,
                texts((0..90).map(|i| ["냉장고 480L", "드럼세탁기 21kg", "에어컨 18평형", "TV 65″ OLED"][i % 4])),
            ),
            column("quantity", "수량", Role::Imported, numbers((0..90).map(|i| 1.0 + (i % 9) as f64))),
            column("price", "단가", Role::Imported, numbers((0..90).map(|i| 420_000.0 + 10_000.0 * (i % 37) as f64))),
            formula(
                "amount",
                "금액",
                (0..90).map(|i| (1.0 + (i % 9) as f64) * (420_000.0 + 10_000.0 * (i % 37) as f64)).collect(),
                NumberFormat::Decimals(0),
                "quantity * price",
            ),
        ],
    );
    orders.title = "주문".into();
    let shop_card = shop_scorecard(&stock_days, &margin);
    Outcome {
        accounts: None,
        live: None,
        split: None,
        part: None,
        rules: Rules::default(),
        assertions: Vec::new(),
        policy: PolicyInfo {
            name: "channel-scorecard".into(),
            version: Some("2026.1".into()),
            title: "유통 평가표".into(),
            owner: Some("영업기획팀".into()),
            description: Some(
                "담당자는 판매량이 아니라 고객이 돈을 버는지로 평가한다: 재고회전일, 이익률, 문제 해결률, 점유율."
                    .into(),
            ),
            sha256: "9f2c4a6de1b0379845c2ad7786f1e03b5d9a41c8e6f72b30d4581a9c3be6f012".into(),
            files: Vec::new(),
            engine: "0.1.0".into(),
        },
        language: "ko".into(),
        as_of: Some(day("2026-06-30")),
        asked: Asked { language: Some("ko".into()), ..Asked::default() },
        parameters: vec![
            ParameterUsed {
                fixed: false,
                name: "period".into(),
                title: "평가 기간".into(),
                value: Value::Period(Period { from: day("2026-01-01"), to: day("2026-06-30") }),
                format: NumberFormat::General,
                set: false,
            },
            ParameterUsed {
                fixed: false,
                name: "growth_floor".into(),
                title: "성장률 하한".into(),
                value: Value::Number(0.05),
                format: NumberFormat::Percent(1),
                set: true,
            },
        ],
        inputs: vec![InputFile {
            name: "2026년 상반기 유통.xlsx".into(),
            bytes: 3_482_113,
            sha256: "0b7d8c1f55aa90e3c47122d69be83f7740c8aa1e2f6d935bb10f4e6672c9d8a1".into(),
        }],
        figures: Vec::new(),
        tables: vec![staff, shops, orders],
        scorecards: vec![staff_scorecard(), shop_card],
        triggers: realistic_triggers(&shop_ids, &stock_days, &people),
        baseline: None,
        cleared: Vec::new(),
        movements: Vec::new(),
        undetermined: vec![
            Undetermined { trigger: "falling".into(), table: 1, row: 11, key: "C0012".into() },
            Undetermined { trigger: "margin_low".into(), table: 1, row: 17, key: "C0018".into() },
        ],
        issues: realistic_issues(),
        control: ["영업사원", "고객", "주문"]
            .into_iter()
            .zip([("salespeople", 8, 0), ("customers", 30, 0), ("orders", 90, 2)])
            .map(|(sheet, (table, used, rejected))| ControlTotal {
                table: table.into(),
                workbook: "2026년 상반기 유통.xlsx".into(),
                sheet: sheet.into(),
                read: used + rejected,
                used,
                rejected,
                sums: if table == "orders" {
                    vec![("quantity".into(), 450.0), ("price".into(), 53_580_000.0)]
                } else {
                    Vec::new()
                },
                ..ControlTotal::default()
            })
            .collect(),
        orphans: Vec::new(),
    }
}

fn measure(name: &str, title: &str, format: NumberFormat, terms: [f64; 3], value: Vec<f64>) -> MeasureOutcome {
    let [weight, target, worst] = terms;
    let rows = value.len();
    let points = value.iter().map(|v| ((v - worst) / (target - worst) * 100.0).clamp(0.0, 100.0));
    MeasureOutcome {
        slots: [0; 2],
        name: name.into(),
        title: title.into(),
        format,
        points: numbers(points.collect::<Vec<_>>()).into(),
        weight: numbers(vec![weight; rows]).into(),
        target: numbers(vec![target; rows]).into(),
        worst: numbers(vec![worst; rows]).into(),
        value: numbers(value).into(),
    }
}

fn scorecard(name: &str, title: &str, table: usize, measures: Vec<MeasureOutcome>) -> ScorecardOutcome {
    let rows = measures[0].value.len();
    let part = |column: &Column, row: usize| column.value(row).as_number().unwrap_or(0.0);
    let score: Vec<f64> = (0..rows)
        .map(|row| measures.iter().map(|m| part(&m.points, row) * part(&m.weight, row)).sum::<f64>())
        .collect();
    let band = |score: &f64| match *score {
        s if s >= 85.0 => "A",
        s if s >= 70.0 => "B",
        s if s >= 50.0 => "C",
        _ => "D",
    };
    let rank: Vec<f64> = score.iter().map(|s| 1.0 + score.iter().filter(|other| *other > s).count() as f64).collect();
    ScorecardOutcome {
        slots: [0; 4],
        name: name.into(),
        title: title.into(),
        table,
        band: texts(score.iter().map(band)).into(),
        reasons: texts(score.iter().map(|_| "재고회전일 −8.4, 이익률 −3.0")).into(),
        score: numbers(score).into(),
        rank: numbers(rank).into(),
        measures,
        bands: ["A", "B", "C", "D"].map(String::from).to_vec(),
        rank_within: Vec::new(),
    }
}

fn staff_scorecard() -> ScorecardOutcome {
    let spread =
        |salt: usize, from: f64, step: f64| (0..8).map(|i| from + ((i * 5 + salt) % 8) as f64 * step).collect();
    let mut card = scorecard(
        "manager",
        "담당자 평가",
        0,
        vec![
            measure("stock_days", "재고회전일", NumberFormat::Decimals(0), [0.3, 45.0, 90.0], spread(2, 38.0, 6.5)),
            measure("margin", "고객 이익률", NumberFormat::Percent(1), [0.3, 0.18, 0.05], spread(5, 0.07, 0.018)),
            measure("resolution", "문제 해결률", NumberFormat::Percent(0), [0.2, 0.95, 0.6], spread(1, 0.68, 0.04)),
            measure("share", "우리 제품 점유율", NumberFormat::Percent(0), [0.2, 0.3, 0.1], spread(7, 0.12, 0.025)),
        ],
    );
    card.rank_within = vec!["지사".into()];
    card
}

fn shop_scorecard(stock_days: &[f64], margin: &[f64]) -> ScorecardOutcome {
    scorecard(
        "customer",
        "고객 건전성",
        1,
        vec![
            measure("stock_days", "재고회전일", NumberFormat::Decimals(1), [0.5, 40.0, 100.0], stock_days.to_vec()),
            measure("margin", "이익률", NumberFormat::Percent(1), [0.5, 0.15, 0.0], margin.to_vec()),
        ],
    )
}

fn realistic_triggers(ids: &[String], stock_days: &[f64], people: &[&str]) -> Triggers {
    let kinds = [
        ("slow_stock", "재고 과다", Severity::High),
        ("falling", "매출 감소", Severity::Medium),
        ("no_contact", "방문 없음", Severity::Low),
    ];
    let rows = (0..12).map(|i| {
        let (trigger, title, severity) = kinds[if i < 5 {
            0
        } else if i < 9 {
            1
        } else {
            2
        }];
        let row = (i * 7 + 3) % 30;
        let message = match trigger {
            "slow_stock" => format!(
                "재고 {:.0}일, 약속한 45일을 넘음: 다음 주문 전에 반품과 행사를 협의할 것",
                stock_days[row] + 40.0
            ),
            "falling" => format!("전년 대비 매출 {}% 감소", 10 + i),
            _ => "최근 30일 동안 방문 기록이 없음".to_string(),
        };
        ByHand {
            trigger: trigger.into(),
            title: title.into(),
            table: 1,
            row,
            key: ids[row].clone(),
            severity,
            weight: None,
            owner: Some(people[row % 8].into()),
            due: day("2026-07-14").plus_days(i as f64 * 3.0),
            message,
            standing: None,
            since: Some(day("2026-06-30")),
        }
    });
    rows.collect()
}

fn realistic_issues() -> Vec<Issue> {
    let cell = |row, column| {
        Some(CellAddress { workbook: "2026년 상반기 유통.xlsx".into(), sheet: "주문".into(), row, column })
    };
    let by_zero = Issue::new(IssueCode::DivisionByZero, "`sales / prior_sales`를 0으로 나눔; 값을 비워 둠")
        .in_table("customers")
        .in_column("growth")
        .of_row(Some("C0012".into()));
    vec![
        Issue::new(IssueCode::HiddenSheet, "숨겨진 시트 `주문`을 읽음"),
        Issue::new(IssueCode::BadNumber, "`12O`는 숫자가 아님; 이 행은 제외함")
            .at_cell(cell(16, 3))
            .with_text(Some("12O".into()))
            .in_table("orders")
            .in_column("quantity")
            .rejecting(true),
        Issue::new(IssueCode::UnknownReference, "고객 `C9999`가 없음; 이 행은 제외함")
            .at_cell(cell(40, 0))
            .with_text(Some("C9999".into()))
            .in_table("orders")
            .in_column("customer")
            .rejecting(true),
        Issue { rule_text: Some("policy.yaml:52".into()), ..by_zero },
    ]
}

/// One that holds, one that does not, one that a blank leaves open.
fn assertions() -> Vec<AssertionOutcome> {
    let one = |name: &str, holds, warning, says: &str, sides| AssertionOutcome {
        name: name.to_string(),
        title: name.to_string(),
        holds,
        warning,
        stop: false,
        says: says.into(),
        message: (holds == Some(false)).then(|| "Ask accounting for the ledger".to_string()),
        sides,
        rule_text: "policy.yaml:7".to_string(),
    };
    let numbers = |a, b| Some([Value::Number(a), Value::Number(b)]);
    vec![
        one(
            "booked",
            Some(false),
            false,
            "sum(orders.amount) is 300 and must be ledger, which is 290: 10 apart",
            numbers(300.0, 290.0),
        ),
        one("complete", Some(true), false, "count(orders) is 3 and must be at least 1: 2 apart", numbers(3.0, 1.0)),
        one(
            "one_day",
            None,
            true,
            "min(orders.day) is blank and must be max(orders.day), which is blank",
            Some([Value::Blank, Value::Blank]),
        ),
    ]
}
