//! Operators: what they are like, and the sheet that lists them.

use crate::book::{Cell, Sheet, text};
use crate::random::Random;

/// Number of accounts: the hundred most valuable operators of the world.
pub const ACCOUNTS: usize = 100;

const REGIONS: [(&str, [&str; 10]); 5] = [
    ("中国", ["黒龍江", "広東", "四川", "江蘇", "浙江", "山東", "湖北", "河南", "福建", "新疆"]),
    (
        "アジア太平洋",
        [
            "日本",
            "タイ",
            "マレーシア",
            "インドネシア",
            "フィリピン",
            "ベトナム",
            "韓国",
            "パキスタン",
            "豪州",
            "カザフスタン",
        ],
    ),
    (
        "中東・アフリカ",
        [
            "サウジ",
            "エジプト",
            "ナイジェリア",
            "ケニア",
            "南アフリカ",
            "アルジェリア",
            "トルコ",
            "モロッコ",
            "ガーナ",
            "UAE",
        ],
    ),
    (
        "欧州",
        [
            "ドイツ",
            "フランス",
            "スペイン",
            "イタリア",
            "オランダ",
            "ポーランド",
            "ハンガリー",
            "ポルトガル",
            "ロシア",
            "英国",
        ],
    ),
    (
        "中南米",
        [
            "ブラジル",
            "メキシコ",
            "アルゼンチン",
            "チリ",
            "ペルー",
            "コロンビア",
            "エクアドル",
            "ボリビア",
            "ウルグアイ",
            "パナマ",
        ],
    ),
];
const FIRMS: [&str; 2] = ["電信", "モバイル"];
const CLASSES: [&str; 4] = ["S", "A", "B", "C"];
const STAGES: [&str; 4] = ["未接触", "認知", "利益共同体", "戦略提携"];

/// An account.
pub struct Account {
    /// Number.
    pub code: String,
    /// Name.
    pub name: String,
    /// Region.
    pub region: &'static str,
    /// Position of the account manager.
    pub manager: usize,
    /// How likely it is to last and grow, 0 to 1.
    pub continuity: f64,
    /// What it is worth, 0 to 1.
    pub worth: f64,
    /// Yearly growth of its revenue.
    pub growth: f64,
    /// How far its business lies from ours, in 2021 and 2025, 0 to 1.
    pub distance: (f64, f64),
    /// Class meant, by position: 0 for S.
    pub class: usize,
}

/// The accounts. The first one is that of the text: 200 of our people against 4.
pub fn accounts(random: &mut Random) -> Vec<Account> {
    (0..ACCOUNTS).map(|index| account(index, random)).collect()
}

fn account(index: usize, random: &mut Random) -> Account {
    let (region, places) = &REGIONS[index % REGIONS.len()];
    let firm = FIRMS[index / 50];
    let by_chance = [random.between(0.25, 0.95), random.between(0.2, 1.0)];
    let [continuity, worth] = if index < 8 { [0.9, 0.93] } else { by_chance };
    let start = random.between(0.2, 0.45);
    let drift = if index < 8 { -0.12 } else { random.between(-0.18, 0.18) };
    Account {
        code: format!("C{:03}", index + 1),
        name: format!("{}{}", places[index / REGIONS.len() % 10], firm),
        region,
        manager: index % 40,
        continuity,
        worth,
        growth: -0.07 + 0.2 * continuity + 0.03 * random.normal(),
        distance: (start, start + drift),
        class: match (continuity > 0.62 && drift < 0.05, worth > 0.66) {
            (true, true) => 0,
            (_, true) => 1,
            (true, _) => 2,
            _ => 3,
        },
    }
}

/// The four classes.
pub fn classes() -> Sheet {
    let mut sheet = Sheet::new("区分", &[("区分", 8.0), ("名称", 30.0)]);
    let names = ["戦略顧客(将来のスター)", "パートナー顧客(安定した収益源)", "観察顧客", "撤退顧客"];
    sheet.rows = CLASSES.iter().zip(names).map(|(code, name)| vec![text(*code), text(name)]).collect();
    sheet
}

/// The list of accounts.
pub fn sheet(accounts: &[Account], random: &mut Random) -> Sheet {
    let headers = [
        ("顧客コード", 10.0),
        ("顧客名", 20.0),
        ("地域", 14.0),
        ("顧客責任者", 12.0),
        ("取引開始日", 12.0),
        ("前年区分", 10.0),
        ("前年段階", 12.0),
        ("満足度", 10.0),
        ("前年満足度", 12.0),
        ("戦略変更", 10.0),
        ("新規提携先", 14.0),
        ("共同開発件数", 12.0),
        ("コスト削減率", 12.0),
        ("担当チーム", 14.0),
    ];
    let mut sheet = Sheet::new("顧客", &headers);
    sheet.title = vec!["顧客一覧 2025年度".to_string(), "世界の通信事業者100社".to_string()];
    sheet.rows = accounts.iter().map(|a| row(a, random)).collect();
    sheet
}

fn row(account: &Account, random: &mut Random) -> Vec<Cell> {
    let class = account.class;
    let moved = if random.chance(0.75) { class } else { random.whole(class.saturating_sub(1), (class + 1).min(3)) };
    let before = 80.0 - 3.0 * class as f64 + (6.0 * random.normal()).round();
    let projects = if class == 0 { random.whole(1, 4) } else { random.whole(0, 4) / 4 };
    let saving = [random.between(0.1, 0.5), random.between(0.02, 0.3), random.between(-0.2, 0.2), 0.0][class];
    let stage = [3, 2, 1, 1][class];
    let stage_before = if random.chance(0.75) { stage } else { random.whole(1, 3) };
    vec![
        text(&account.code),
        text(&account.name),
        text(account.region),
        text(format!("M{:03}", account.manager + 1)),
        Cell::Day(35_100 + random.whole(0, 10_200) as i32), // 1996 to 2023
        text(CLASSES[moved]),
        text(STAGES[stage_before]),
        Cell::Number((before + 1.0 + 3.0 * random.normal()).round().clamp(0.0, 100.0)),
        Cell::Number(before.clamp(0.0, 100.0)),
        text(if random.chance(0.08) { "あり" } else { "なし" }),
        if random.chance(0.05) {
            text(*random.pick(&["エリクソン", "ノキア", "サムスン"]))
        } else {
            Cell::Blank
        },
        Cell::Number(projects as f64),
        Cell::Number((saving.max(0.0) * 100.0).round() / 100.0),
        if random.chance([1.0, 0.9, 0.5, 0.2][class]) {
            text(format!("{}チーム", account.region))
        } else {
            Cell::Blank
        },
    ]
}
