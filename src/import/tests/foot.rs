//! What stands below the rows of a table and is none of them, and rows that are worked out from others.

use super::aside::{amounts, file};
use super::*;

fn pairs(rows: &str) -> Imported {
    let columns = vec![column("item", Type::Text, &[]), column("amount", Type::Number, &[])];
    let text = format!("item,amount\n{rows}");
    bytes(&policy(vec![table("sales", &[], None, columns)]), "sales.csv", text.into_bytes())
}

fn seconds(got: &Imported) -> Vec<f64> {
    values(got, 0, 1).iter().map(|value| value.as_number().unwrap_or(f64::NAN)).collect()
}

/// Codes that are no notes.
fn alarms(got: &Imported) -> Vec<&'static str> {
    got.issues.iter().filter(|issue| !issue.note).map(|issue| issue.code.as_str()).collect()
}

#[test]
fn an_earlier_period_a_change_and_a_share_below_the_total_are_no_data() {
    for [total, previous, change] in [
        ["Total", "Total prev year", "Change %"],
        ["Grand Total", "Previous year", "Growth"],
        ["Summe", "Vorjahr", "Veränderung"],
        ["Total", "Année précédente", "Évolution"],
        ["合計", "前年合計", "増減率"],
        ["합계", "전년 합계", "증감"],
        ["合计", "上年同期", "同比增长"],
    ] {
        let got = file(&format!(
            "North,Tea,100,60\nSouth,Milk,50,20\nWest,Milk,20,9\n{total},,170,89\n{previous},,140,70\n{change},,0.2143,0.27\n"
        ));
        assert_eq!(amounts(&got), [100.0, 50.0, 20.0], "{previous}: {:?}", lines(&got));
        assert_eq!(codes(&got), [("total-row", 1), ("below-total", 1), ("below-total", 1)], "{previous}");
        assert_eq!(alarms(&got), [""; 0], "{previous}");
        let got = pairs(&format!("N,100\nS,50\nW,20\n{total},170\n\n{previous},140\n{change},30\n"));
        assert_eq!(seconds(&got), [100.0, 50.0, 20.0], "{previous}: {:?}", lines(&got));
    }
}

#[test]
fn other_rows_below_the_total_of_all_are_said() {
    for (below, kept) in [
        ("VAT,,32,17\n", 4),
        ("\nBudget,,160,80\nHeadcount,,12,\n", 5),
        ("East,Tea,7,3\n", 4),
        ("\nOnline,Tea,100,60\nRetail,Tea,70,29\n", 5),
    ] {
        let got = file(&format!("North,Tea,100,60\nSouth,Milk,50,20\nWest,Milk,20,9\nTotal,,170,89\n{below}"));
        assert_eq!((amounts(&got).len(), alarms(&got)), (kept, vec!["below-total"]), "{below}: {:?}", lines(&got));
    }
    let said = file("North,Tea,100,60\nSouth,Milk,50,20\nWest,Milk,20,9\nTotal,,170,89\nVAT,,32,17\n");
    assert!(lines(&said)[1].starts_with("sales!A6 below-total \"VAT\": "), "{:?}", lines(&said));
}

/// Groups of which each has its total, the last without one; a total of a group is not that of all.
#[test]
fn rows_below_the_total_of_a_group_are_data() {
    let got = file("N,Tea,10,1\nN,Milk,25,2\nNorth Total,,35,3\nS,Tea,7,3\nS,Milk,8,4\nS,Soap,1,1\nS,Jam,4,4\n");
    assert_eq!((amounts(&got).len(), codes(&got)), (6, vec![("total-row", 1)]), "{:?}", lines(&got));
    let got = file("N,Tea,10,1\nN,Milk,25,2\nNorth Total,,35,3\nS,Tea,7,3\nSouth Total,,7,3\nGrowth,Tea,4,4\n");
    assert_eq!((amounts(&got).len(), alarms(&got).len()), (4, 0), "{:?}", lines(&got));
}

#[test]
fn a_remark_with_a_number_below_the_rows_is_said() {
    for remark in ["Printed on,46082", "Page,1", "Source: ledger,2026", "Stand,46082", "出力日,46082", "인쇄일,46082"]
    {
        let got = pairs(&format!("N,100\nS,50\nW,20\n\n{remark}\n"));
        assert_eq!((seconds(&got), alarms(&got)), (vec![100.0, 50.0, 20.0], vec!["remark-row"]), "{remark}");
    }
    let got = file("North,Tea,100,60\nSouth,Milk,50,20\nWest,Milk,20,9\n\nExchange rate,,1.08,\nHeadcount,,12,\n");
    assert_eq!((amounts(&got).len(), alarms(&got)), (5, vec!["apart"]), "{:?}", lines(&got));
    // Groups with empty rows between them, and a row like all others below one.
    for rows in ["N,a,1,1\n\nS,a,2,1\n\nW,a,3,1\n\nE,,4,\n", "N,a,1,1\nS,a,2,1\nW,a,3,1\n\nE,a,4,1\n"] {
        assert_eq!(codes(&file(rows)), [], "{rows}");
    }
}

#[test]
fn numbers_of_columns_below_the_header_are_no_row() {
    for numbers in ["1,2,3,4", "(1),(2),(3),(4)", "a,b,c,d", "A,B,C,D", "(a),(b),(c),(d)", "[1],[2],[3],[4]", "①,②,③,④"]
    {
        let got = file(&format!("{numbers}\nNorth,Tea,100,60\nSouth,Milk,50,20\nWest,Milk,20,9\n"));
        assert_eq!(amounts(&got), [100.0, 50.0, 20.0], "{numbers}: {:?}", lines(&got));
        assert_eq!(codes(&got), [("column-numbers", 1)], "{numbers}");
    }
    let got = pairs("1,2\nN,100\nS,50\n");
    assert_eq!((seconds(&got), codes(&got)), (vec![100.0, 50.0], vec![("column-numbers", 1)]));
    // Nothing shows that these are no data; four and more in a row are hardly.
    let got = pairs("1,2\n2,3\n3,7\n");
    assert_eq!((seconds(&got).len(), codes(&got)), (3, vec![]));
    let got = file("1,2,3,4\n2,7,50,20\n3,8,20,9\n");
    assert_eq!((amounts(&got).len(), alarms(&got)), (3, vec!["column-numbers"]));
    let got = file("a,b,3,4\nb,c,50,20\n");
    assert_eq!((amounts(&got).len(), codes(&got)), (2, vec![]));
}

#[test]
fn a_total_of_rounded_numbers_without_a_label_is_said() {
    for (rows, total) in
        [("100.4\nS,50.3\nW,20.4", "171"), ("33.3\nS,33.3\nW,33.3", "100"), ("10.004\nS,20.013", "30.02")]
    {
        let got = pairs(&format!("N,{rows}\n,{total}\n"));
        assert_eq!(alarms(&got), ["total-differs"], "{rows}: {:?}", lines(&got));
        assert!(lines(&got)[0].contains("row left out"), "{:?}", lines(&got));
    }
    let got = pairs("N,100.4\nS,50.3\nW,20.4\n,173\n");
    assert_eq!(seconds(&got).len(), 4, "{:?}", lines(&got));
}

#[test]
fn results_and_balances_among_the_rows_are_said() {
    for [sales, cost, profit] in [
        ["Sales", "Cost", "Profit"],
        ["Umsatz", "Kosten", "Ergebnis"],
        ["売上高", "売上原価", "売上総利益"],
        ["매출", "비용", "영업이익"],
        ["收入", "成本", "毛利润"],
    ] {
        for cost_amount in ["600", "-600"] {
            let got = pairs(&format!("{sales},1000\n{cost},{cost_amount}\n{profit},400\n"));
            assert_eq!((seconds(&got).len(), alarms(&got)), (3, vec!["worked-out-row"]), "{profit}: {:?}", lines(&got));
        }
        let got = pairs(&format!("{sales},1000\n{cost},500\nRent,120\n{profit},380\nTax,80\nNet income,300\n"));
        assert_eq!(alarms(&got), ["worked-out-row"; 2], "{profit}: {:?}", lines(&got));
    }
    for [opening, closing] in [
        ["Opening balance", "Closing balance"],
        ["Anfangsbestand", "Endbestand"],
        ["期首残高", "期末残高"],
        ["기초잔액", "기말잔액"],
        ["期初余额", "期末余额"],
    ] {
        let got = pairs(&format!("{opening},1000\nIn,250\nOut,-100\n{closing},1150\n"));
        assert_eq!((seconds(&got).len(), alarms(&got)), (4, vec!["worked-out-row"]), "{opening}: {:?}", lines(&got));
        let said = "1150 is the sum of rows 2 to 4; it was read as data";
        assert!(lines(&got)[0].contains(said), "{:?}", lines(&got));
    }
    // The label alone, and the figures alone, show nothing.
    for rows in ["Sales,1000\nCost,600\nProfit,390\n", "North,1000\nSouth,600\nWest,400\n", "In,10\nOut,4\nClosing,7\n"]
    {
        assert_eq!(alarms(&pairs(rows)), [""; 0], "{rows}");
    }
}

#[test]
fn a_last_row_that_is_the_sum_of_all_others_is_said_whatever_it_is_called() {
    for label in ["FY25", "YTD", "All regions", "Company", "全社", "전사"] {
        let got = pairs(&format!("Q1,103\nQ2,207\nQ3,311\n{label},621\n"));
        assert_eq!((seconds(&got).len(), alarms(&got)), (4, vec!["total-row"]), "{label}: {:?}", lines(&got));
        let got = file(&format!("N,Tea,103,50\nS,Tea,207,80\nW,Milk,311,90\n{label},Tea,621,220\n"));
        assert_eq!(alarms(&got), ["total-row"], "{label}: {:?}", lines(&got));
    }
    for rows in ["A,1\nB,2\nC,3\nD,6\n", "A,103\nB,207\nC,310\n", "A,103\nB,207\nC,311\nD,620\n"] {
        assert_eq!(codes(&pairs(rows)), [], "{rows}");
    }
    // The number of rows beside their sum.
    let got = pairs("A,10\nB,20\nC,30\n3 records,60\n");
    assert_eq!((seconds(&got), codes(&got)), (vec![10.0, 20.0, 30.0], vec![("total-row", 1)]));
}

#[test]
fn parts_of_the_row_above_are_said() {
    for label in
        ["of which export", "thereof new", "  davon Ausland", "dont export", "うち輸出", "其中：出口", "including VAT"]
    {
        let got = pairs(&format!("N,100\n{label},40\nS,50\n"));
        assert_eq!((seconds(&got).len(), alarms(&got)), (3, vec!["worked-out-row"]), "{label}: {:?}", lines(&got));
    }
    assert_eq!(codes(&pairs("N,100\nof which export,140\nInclusive Ltd,50\n")), []);
}

#[test]
fn a_header_in_another_order_begins_another_table() {
    for between in ["", "\n", "Later,,,\n"] {
        let got = file(&format!("N,Tea,10,4\nS,Tea,20,9\n{between}product,region,cost,amount\nMilk,E,3,30\n"));
        assert_eq!(alarms(&got), ["second-table"], "{between}: {:?}", lines(&got));
        assert_eq!(amounts(&got)[..2], [10.0, 20.0]);
        assert!(!amounts(&got).contains(&3.0));
    }
}

#[test]
fn what_has_a_colon_below_an_empty_row_is_a_remark() {
    for remark in ["Approved by: Kim,2026", "Kurs:,1.08", "承認：田中,2026"] {
        let got = pairs(&format!("N,100\nS,50\nW,20\n\n{remark}\n"));
        assert_eq!((seconds(&got), alarms(&got)), (vec![100.0, 50.0, 20.0], vec!["remark-row"]), "{remark}");
    }
}

#[test]
fn a_total_called_like_the_heading_of_its_group_is_no_data() {
    for [north, south] in [["North:", "South:"], ["North", "South"], ["東京", "大阪"]] {
        let (first, second) = (north.trim_end_matches(':'), south.trim_end_matches(':'));
        let got = pairs(&format!("{north},\nA,103\nB,207\n{first},310\n{south},\nC,50\nD,61\n{second},111\n"));
        let expected = [("heading-row", 1), ("total-row", 1), ("heading-row", 1), ("total-row", 1)];
        assert_eq!((seconds(&got), codes(&got)), (vec![103.0, 207.0, 50.0, 61.0], expected.to_vec()), "{north}");
        assert!(got.issues.iter().all(|issue| issue.note));
    }
    let got = pairs("North,\nA,103\nB,207\nNorth,300\n");
    assert_eq!((seconds(&got).len(), codes(&got)), (4, vec![("heading-row", 1)]));
}

#[test]
fn what_a_remark_above_the_table_says_of_its_unit_is_noted() {
    for remark in ["in TEUR", "(in thousands of EUR)", "単位：千円", "단위: 백만원"] {
        let columns = vec![column("item", Type::Text, &[]), column("amount", Type::Number, &[])];
        let text = format!("Sales,\n{remark},\nitem,amount\nN,10\nS,5\n");
        let got = bytes(&policy(vec![table("sales", &[], None, columns)]), "sales.csv", text.into_bytes());
        assert_eq!((seconds(&got), codes(&got)), (vec![10.0, 5.0], vec![("header-unit", 1)]), "{remark}");
        assert!(got.issues[0].note);
    }
}

#[test]
fn last_rows_called_a_comparison_are_said_without_a_total_too() {
    for [one, other] in [["Prior year", "Variance"], ["Vorjahr", "Abweichung"], ["前年", "増減"], ["전년", "증감"]]
    {
        let got = pairs(&format!("N,103\nS,207\nW,311\n{one},580\n{other},41\n"));
        assert_eq!((seconds(&got).len(), alarms(&got)), (5, vec!["below-total"]), "{one}: {:?}", lines(&got));
    }
    assert_eq!(codes(&pairs("N,103\nShare Ltd,207\nW,311\nChange Ltd,580\n")), []);
}

/// An invoice: what is added to a subtotal is no sale, but nothing certain says so.
#[test]
fn taxes_and_discounts_between_two_totals_are_said() {
    for [subtotal, discount, tax, total] in [
        ["Subtotal", "Discount", "VAT 10%", "Total"],
        ["Zwischensumme", "Rabatt", "MwSt 10%", "Summe"],
        ["小計", "値引", "消費税", "合計"],
        ["소계", "할인", "부가세", "합계"],
    ] {
        let got = pairs(&format!("A,103\nB,207\n{subtotal},310\n{discount},-10\n{tax},30\n{total},330\n"));
        assert_eq!(alarms(&got), ["worked-out-row", "worked-out-row"], "{subtotal}");
        assert_eq!(seconds(&got), [103.0, 207.0, -10.0, 30.0], "{subtotal}");
    }
    // A group of its own, with what such words begin.
    let got = pairs("A,103\nB,207\nSubtotal,310\nTaxi,20\nC,30\nTotal,360\n");
    assert_eq!(alarms(&got), [""; 0]);
    let got = pairs("Tax,103\nVAT,207\nTotal,310\n");
    assert_eq!(alarms(&got), [""; 0]);
}

/// Documents with a total at the end of each month, under the same label in the column of their numbers.
#[test]
fn totals_of_months_in_the_column_of_keys_are_no_rows() {
    for label in ["월계", "[월계]", "Subtotal", "月計", "Month total:"] {
        let columns =
            vec![column("no", Type::Text, &[]), column("shop", Type::Text, &[]), column("amount", Type::Number, &[])];
        let policy = policy(vec![table("sales", &[], Some("no"), columns)]);
        let rows = format!(
            "D1,A,103\nD2,B,207\n{label},,310\nD3,A,11\nD4,C,50\n{label},,61\nD5,B,5\nD6,C,7\n{label},,12\nTotal,,383\n"
        );
        let input =
            Input::Bytes { name: "sales.csv".to_string(), data: format!("no,shop,amount\n{rows}").into_bytes().into() };
        let got = read(&policy, &[input], &Options::default()).expect("it can be read");
        assert_eq!(got.tables[0].rows, 6, "{label}: {:?}", lines(&got));
        assert_eq!(codes(&got), [("total-row", 1); 4], "{label}");
        assert!(got.issues.iter().all(|issue| issue.note));
    }
}

/// Where no number is read, the word alone tells, beside rows that have more texts.
#[test]
fn a_total_of_numbers_that_are_not_read_is_no_row() {
    let columns = || vec![column("no", Type::Text, &[]), column("shop", Type::Text, &[])];
    for key in [None, Some("no")] {
        let policy = policy(vec![table("sales", &[], key, columns())]);
        let rows = "D1,A,103\nD2,B,207\nSubtotal Q1,,310\nD3,A,11\nD4,C,50\nSubtotal Q2,,61\nGrand Total,,371\n";
        let input =
            Input::Bytes { name: "sales.csv".to_string(), data: format!("no,shop,amount\n{rows}").into_bytes().into() };
        let got = read(&policy, &[input], &Options::default()).expect("it can be read");
        assert_eq!((got.tables[0].rows, codes(&got)), (4, vec![("total-row", 1); 3]), "{:?}", lines(&got));
    }
    // A name with such a word has what other rows have, or is all there is of any row.
    let policy = policy(vec![table("sales", &[], Some("no"), columns())]);
    let input = |rows: &str| Input::Bytes { name: "sales.csv".to_string(), data: rows.as_bytes().to_vec().into() };
    for (rows, used) in [("no,shop,amount\nA,X,1\nTotal Fitness,Y,2\n", 2), ("no,shop\nA,X\nTotal Fitness,\n", 2)] {
        let got = read(&policy, &[input(rows)], &Options::default()).expect("it can be read");
        assert_eq!((got.tables[0].rows, codes(&got)), (used, vec![]), "{:?}", lines(&got));
    }
}

/// Rows of orders in a table whose key, and in one whose column `team`, must be filled.
fn of_orders(rows: &str) -> Imported {
    let columns = vec![
        column("no", Type::Text, &[]),
        column("team", Type::Text, &[]),
        column("day", Type::Date, &[]),
        column("qty", Type::Number, &[]),
        column("amount", Type::Number, &[]),
    ];
    let text = format!("no,team,day,qty,amount\n{rows}");
    bytes(&policy(vec![table("orders", &[], Some("no"), columns)]), "orders.csv", text.into_bytes())
}

/// A subtotal without a label lacks its key, as every total does: arithmetic tells it from a row with a mistake.
#[test]
fn a_subtotal_without_a_label_is_no_row_that_lacks_its_key() {
    let blue = "A1,Blue,2026-01-05,2,100\nA2,Blue,2026-01-06,3,250\n";
    let red = "A3,Red,2026-01-07,1,70\nA4,Red,2026-01-09,4,130\n";
    let got = of_orders(&format!("{blue},,,5,350\n{red},,,5,200\n,,,10,550\n"));
    assert_eq!(codes(&got), [("total-row", 1); 3], "{:?}", lines(&got));
    assert_eq!(got.tables[0].rows, 4);
    let said = "a total: the 2 rows above add to 5 in `qty`, as it says; row left out";
    assert!(lines(&got)[0].contains(said), "{:?}", lines(&got));
    // Numbers that are no sum are those of a row without its key.
    let got = of_orders(&format!("{blue},,,5,360\n{red},,,9,550\n"));
    assert_eq!(codes(&got), [("missing-value", 1); 2], "{:?}", lines(&got));
    // So is a row that has more than numbers.
    let got = of_orders(&format!("{blue},Blue,,5,350\n{red}"));
    assert_eq!(codes(&got), [("missing-value", 1)], "{:?}", lines(&got));
}

/// A remark below the rows may stand under any column: of days, or beside the key.
#[test]
fn a_remark_below_the_rows_is_none_of_them_whatever_column_it_stands_in() {
    let rows = "A1,Blue,2026-01-05,2,100\nA2,Red,2026-01-06,3,250\n";
    for below in [
        "\n,,All amounts before tax,,\n",
        ",,※ 방문일 기준,,\n",
        "\n,※ 担当者の入力による,,,\n",
        ",Source: ERP,,,\n",
        "\n,,,Approved by the board,\n,,,Ulm,\n",
    ] {
        let got = of_orders(&format!("{rows}{below}"));
        let remarks = below.matches(|c: char| c.is_alphabetic()).count().min(1) + usize::from(below.contains("Ulm"));
        assert_eq!(codes(&got), vec![("remark-row", 1); remarks], "{below}: {:?}", lines(&got));
        assert_eq!((got.tables[0].rows, alarms(&got)), (2, vec![]), "{below}");
    }
    // In the midst of the rows it is a cell that is wrong, and at the end one without a gap and a mark of a remark.
    let got = of_orders(&format!("{rows},,soon,,\nA3,Red,2026-01-07,1,9\n"));
    assert_eq!(alarms(&got), ["missing-value", "bad-date"], "{:?}", lines(&got));
    let got = of_orders(&format!("{rows},,soon,,\n"));
    assert_eq!(alarms(&got), ["missing-value", "bad-date"], "{:?}", lines(&got));
}

/// A result below totals is worked out from their rows.
#[test]
fn a_result_of_groups_with_totals_is_said() {
    let got = pairs("Domestic,1000\nExport,500\nTotal revenue,1500\nWages,600\nRent,100\nTotal cost,700\nProfit,800\n");
    assert_eq!((seconds(&got).len(), alarms(&got)), (5, vec!["worked-out-row"]), "{:?}", lines(&got));
    let said = "800 is rows 2 to 3 less rows 5 to 6; it was read as data";
    assert!(lines(&got).iter().any(|line| line.contains(said)), "{:?}", lines(&got));
    let got = pairs("Domestic,1000\nExport,500\nTotal revenue,1500\nWages,600\nRent,100\nTotal cost,700\nProfit,810\n");
    assert_eq!(alarms(&got), Vec::<&str>::new(), "{:?}", lines(&got));
}
