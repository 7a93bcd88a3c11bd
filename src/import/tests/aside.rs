//! Rows that are no data: totals, remarks, headers printed again.

use super::*;

fn sales() -> Policy {
    let columns = vec![
        column("region", Type::Text, &[]),
        column("product", Type::Text, &[]),
        column("amount", Type::Number, &[]),
        column("cost", Type::Number, &[]),
    ];
    policy(vec![table("sales", &[], None, columns)])
}

fn file(rows: &str) -> Imported {
    bytes(&sales(), "sales.csv", format!("region,product,amount,cost\n{rows}").into_bytes())
}

fn amounts(got: &Imported) -> Vec<f64> {
    values(got, 0, 2).iter().map(|value| value.as_number().unwrap_or(f64::NAN)).collect()
}

#[test]
fn a_total_is_what_is_the_sum_of_the_rows_above_whatever_it_is_called() {
    for [north, south, all] in [
        ["North Total", "South Total", "Grand Total"],
        ["Total Nord", "Total Sud", "Total général"],
        ["東京 集計", "大阪 集計", "総計"],
        ["서울 요약", "부산 요약", "총합계"],
        ["福建 汇总", "广东 汇总", "总计"],
        ["小計(8%)", "小計(10%)", "合計"],
        ["North\u{a0}Total", "South\u{a0}Total", "Total"],
        ["Summe Nord", "Summe Süd", "Gesamtsumme:"],
        ["", "", ""],
    ] {
        let rows = format!(
            "North,Tea,100,60\nNorth,Milk,50,20\n{north},,150,80\nSouth,Tea,30,10\nSouth,Milk,20,10\n{south},,50,20\n{all},,200,100\n"
        );
        let got = file(&rows);
        assert_eq!(amounts(&got), [100.0, 50.0, 30.0, 20.0], "{north}: {:?}", lines(&got));
        assert_eq!(codes(&got), [("total-row", 1); 3], "{north}");
        assert_eq!((got.control[0].read, got.control[0].used, got.control[0].rejected), (7, 4, 3));
        let of_all = "a total: the 4 rows above add to 200 in `amount`, as it says; row left out";
        assert!(lines(&got)[2].ends_with(of_all), "{:?}", lines(&got));
    }
}

#[test]
fn a_total_of_one_row_and_totals_of_totals_are_known() {
    let got = file("N,Tea,5,1\nTea Total,,5,1\nN,Milk,7,2\nMilk Total,,7,2\nN Total,,12,3\nS,Tea,1,1\nS Total,,1,1\n");
    assert_eq!((amounts(&got), codes(&got)), (vec![5.0, 7.0, 1.0], vec![("total-row", 1); 4]));
}

#[test]
fn what_is_called_a_total_and_is_no_sum_is_data() {
    let got = file("Paris,TotalEnergies,3,1\nParis,Total Care,4,2\nLyon,Total Care,9,3\nLyon,Summer,16,6\n");
    assert_eq!((amounts(&got), codes(&got)), (vec![3.0, 4.0, 9.0, 16.0], vec![]));
}

#[test]
fn a_total_that_differs_is_said() {
    // Where half of its numbers fit it is the total; a mean or a price in it is no sum.
    let got = file("North,Tea,100,60\nSouth,Milk,50,20\nTotal,,150,40\n");
    assert_eq!((amounts(&got), codes(&got)), (vec![100.0, 50.0], vec![("total-row", 1)]));
    let got = file("North,Tea,100,60\nSouth,Milk,50,20\nTotal,,160,90\n");
    assert_eq!(codes(&got), [("total-differs", 1)]);
    assert_eq!(
        lines(&got)[0],
        "sales!A4 total-differs \"Total\": called a total, but it says 160 in `amount` and the rows used above add to 150; row left out"
    );
}

#[test]
fn numbers_that_happen_to_add_up_are_data() {
    let got = file("North,Tea,1,1\nNorth,Milk,2,2\nSouth,Tea,3,3\n,Milk,6,6\nSouth,,12,12\n");
    assert_eq!((amounts(&got).len(), codes(&got)), (5, vec![]));
}

#[test]
fn single_texts_below_the_table_are_remarks() {
    for remark in [
        "\nSource: ledger",
        "* provisional",
        "Page 1 of 3",
        "\n\nanything at all",
        "※ 速報値",
        "출처: 통계청",
        "注：暂定",
    ] {
        let got = file(&format!("North,Tea,1,1\nSouth,Milk,2,2\n{remark},,,\n"));
        assert_eq!((amounts(&got), codes(&got)), (vec![1.0, 2.0], vec![("remark-row", 1)]), "{remark}");
    }
    let got = file("North,Tea,1,1\nSouth,Milk,2,2\nEast,,,\n");
    assert_eq!((amounts(&got).len(), codes(&got)), (3, vec![]), "a row may have nothing but its name");
}

#[test]
fn a_header_printed_again_is_left_out() {
    let got = file("North,Tea,1,1\nregion,product,amount,cost\nSouth,Milk,2,2\n");
    assert_eq!((amounts(&got), codes(&got)), (vec![1.0, 2.0], vec![("repeated-header", 1)]));
}

#[test]
fn a_second_table_below_the_first_is_left_out_and_said() {
    for between in ["\n", "Budget,,,\n", "\nBudget,,,\n"] {
        let got = file(&format!("North,Tea,1,1\n{between}Region,Product,Amount,Cost\nSouth,Milk,2,2\nEast,Milk,3,3\n"));
        assert_eq!(amounts(&got), [1.0], "{between}");
        assert_eq!(codes(&got).iter().filter(|(code, _)| *code == "second-table").count(), 1, "{between}");
        let control = &got.control[0];
        assert_eq!(control.read, control.used + control.rejected);
    }
}
