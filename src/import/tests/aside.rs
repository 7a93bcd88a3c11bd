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

pub(super) fn file(rows: &str) -> Imported {
    bytes(&sales(), "sales.csv", format!("region,product,amount,cost\n{rows}").into_bytes())
}

pub(super) fn amounts(got: &Imported) -> Vec<f64> {
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
        ["Razem Północ", "Razem Południe", "Razem"],
        ["Kuzey Toplamı", "Güney Toplamı", "Genel Toplam"],
        ["Σύνολο Βορρά", "Σύνολο Νότου", "Σύνολο"],
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

/// Printed pages end with what their rows add to, and the next one begins with it. Without rows above it is a balance.
#[test]
fn a_sum_carried_over_to_the_next_page_is_a_total() {
    for [end, start] in [
        ["Carried forward", "Brought forward"],
        ["Übertrag", "Übertrag Seite 1"],
        ["次頁へ繰越", "前頁より繰越"],
        ["차기이월", "전기이월"],
        ["过次页", "承前页"],
    ] {
        let got =
            file(&format!("North,Tea,100,60\nNorth,Milk,50,20\n{end},,150,80\n{start},,150,80\nSouth,Tea,30,10\n"));
        assert_eq!(amounts(&got), [100.0, 50.0, 30.0], "{end}: {:?}", lines(&got));
        assert_eq!(codes(&got), [("total-row", 1); 2], "{end}");
        let got = file(&format!("{start},,150,80\nNorth,Tea,100,60\nNorth,Milk,20,20\n"));
        assert_eq!((amounts(&got), codes(&got)), (vec![150.0, 100.0, 20.0], vec![]), "{start}");
    }
}

/// In a language that is not known, below all rows, with fewer texts than these and every sum.
#[test]
fn a_total_below_all_rows_needs_no_word() {
    let got = file("North,Tea,1010,60\nNorth,Milk,2025,20\nSouth,Tea,300,10\nKoguteensa,,3335,90\n");
    assert_eq!((amounts(&got), codes(&got)), (vec![1010.0, 2025.0, 300.0], vec![("total-row", 1)]));
    let got = file("North,Tea,1010,60\nNorth,Milk,2025,20\nSouth,Tea,300,10\nWest,,3335,91\n");
    assert_eq!((amounts(&got).len(), codes(&got)), (4, vec![]));
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
        "sales!A4 total-differs \"Total\": called a total, but it says 160 in `amount` and the rows used add to 150; row left out"
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

/// What stands below a table beside its sum: by arithmetic where the words stand beside others, by the word alone where
/// the row has nothing else.
#[test]
fn means_and_the_like_are_no_data() {
    for [mean, most, least, count] in [
        ["Average", "Maximum", "Minimum", "Count"],
        ["Durchschnitt:", "Max", "Min", "Anzahl"],
        ["平均", "最大値", "最小値", "件数"],
        ["평균", "최대", "최소", "건수"],
        ["Moyenne générale", "Máximo", "Mínimo", "Número"],
        ["Mittelwert", "Max", "Min", "Zeilen"],
        ["Mean", "Maximum", "Minimum", "Rows"],
        ["平均", "最大値", "最小値", "行数"],
    ] {
        let rows = format!(
            "N,Tea,10,1\nN,Milk,25,2\nS,Tea,7,3\nS,Milk,8,4\n{mean},,12.5,2.5\n{most},,25,4\n{least},,7,1\n{count},,4,4\n"
        );
        let got = file(&rows);
        assert_eq!((amounts(&got), codes(&got)), (vec![10.0, 25.0, 7.0, 8.0], vec![("total-row", 1); 4]), "{mean}");
    }
    let got = file("N,Tea,10,1\nN,Milk,25,2\nN Average,,17.5,1.5\nS,Tea,7,3\nTotal,,42,6\n");
    assert_eq!((amounts(&got), codes(&got)), (vec![10.0, 25.0, 7.0], vec![("total-row", 1); 2]), "{:?}", lines(&got));
    assert!(
        lines(&got)[0].ends_with("the mean of the 2 rows above, 17.5 in `amount`; row left out"),
        "{:?}",
        lines(&got)
    );
    // A mean that is none is data, and said; a place called so is data.
    let got = file("N,Tea,10,1\nN,Milk,25,2\nAverage,,30,9\n");
    assert_eq!((amounts(&got).len(), codes(&got)), (3, vec![("total-differs", 1)]));
    let got = file("Media,Tea,10,1\nRecords,Milk,25,2\nCount Basie,Max,17,9\n");
    assert_eq!((amounts(&got).len(), codes(&got)), (3, vec![]));
}

#[test]
fn totals_above_their_parts_are_known_by_arithmetic() {
    // Two levels, as a pivot table shows them in one column; the grand total has its word.
    let pivot = "North,,3510,350\nHarbour,,2010,200\nTea,,1510,150\nMilk,,500,50\nMill,,1500,150\nTea,,1500,150\n\
                 South,,830,83\nQuay,,830,83\nTea,,830,83\nGrand Total,,4340,433\n";
    let got = file(pivot);
    assert_eq!(amounts(&got), [1510.0, 500.0, 1500.0, 830.0], "{:?}", lines(&got));
    assert_eq!(codes(&got), [("total-row", 1); 6]);
    let said = "a total: the 2 parts below add to 3510 in `amount`, as it says; row left out";
    assert!(lines(&got).iter().any(|line| line.ends_with(said)), "{:?}", lines(&got));
    // Below their parts, with names like those of any row.
    let below = file("Harbour,a,2010,1\nMill,b,1500,2\nNorth,c,3510,3\nQuay,d,830,4\nLock,e,20,5\nSouth,f,850,9\n");
    assert_eq!((amounts(&below), codes(&below)), (vec![2010.0, 1500.0, 830.0, 20.0], vec![("total-row", 1); 2]));
    // Where one row more does not fit, nothing is known, and all are data.
    let open = file("Harbour,a,2010,1\nMill,b,1500,2\nNorth,c,3510,3\nQuay,d,830,4\nLock,e,20,5\nSouth,f,851,9\n");
    assert_eq!((amounts(&open).len(), codes(&open)), (6, vec![]));
}

#[test]
fn the_total_of_all_rows_may_stand_above_them() {
    for label in ["Total", ""] {
        let got = file(&format!("{label},,1350,130\nNorth,Tea,1000,60\nNorth,Milk,50,20\nSouth,Tea,300,50\n"));
        assert_eq!((amounts(&got), codes(&got)), (vec![1000.0, 50.0, 300.0], vec![("total-row", 1)]), "{label}");
        let said = "a total: the 3 parts below add to 1350 in `amount`, as it says; row left out";
        assert!(lines(&got)[0].ends_with(said), "{:?}", lines(&got));
    }
    let got = file("Total,,1360,131\nNorth,Tea,1000,60\nNorth,Milk,50,20\nSouth,Tea,300,50\n");
    assert_eq!((amounts(&got).len(), codes(&got)), (3, vec![("total-differs", 1)]));
    // A first row with fewer texts is data where it is no sum.
    let got = file("East,,1360,131\nNorth,Tea,1000,60\nNorth,Milk,50,20\nSouth,Tea,300,50\n");
    assert_eq!((amounts(&got).len(), codes(&got)), (4, vec![]));
}

#[test]
fn a_total_whose_word_stands_in_a_column_that_is_not_read() {
    let narrow = policy(vec![table(
        "sales",
        &[],
        None,
        vec![column("product", Type::Text, &[]), column("amount", Type::Number, &[])],
    )]);
    let text = "region,product,amount\nN,Tea,10\nN,Milk,25\nTotal N,,35\nS,Tea,7\nTotal S,,7\nOverall,,42\n";
    let got = bytes(&narrow, "sales.csv", text.as_bytes().to_vec());
    assert_eq!(values(&got, 0, 1), [10.0, 25.0, 7.0].map(Value::Number), "{:?}", lines(&got));
    assert_eq!(codes(&got), [("total-row", 1); 3]);
}

#[test]
fn the_header_below_a_page_line_is_that_of_the_next_page() {
    for page in ["Page 1 of 2", "Seite 2", "- 3 -", "第 1 页 共 2 页", "2 / 5 ページ", "1쪽"] {
        let got =
            file(&format!("North,Tea,1,1\n{page},,,\nregion,product,amount,cost\nSouth,Milk,2,2\nEast,Milk,3,3\n"));
        let wanted = if page == "- 3 -" { vec![1.0] } else { vec![1.0, 2.0, 3.0] };
        assert_eq!(amounts(&got), wanted, "{page}: {:?}", lines(&got));
    }
}

#[test]
fn labels_in_rows_of_their_own_are_no_rows() {
    // Merged over the columns of the table, or filled down into those below.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Sales").expect("a name");
    let centred = rust_xlsxwriter::Format::new();
    for (row, cells) in
        [["region", "product", "amount"], ["N", "Tea", "1"], ["", "", ""], ["S", "Milk", "2"]].iter().enumerate()
    {
        cells.iter().enumerate().for_each(|(at, text)| {
            sheet.write(row as u32, at as u16, *text).expect("written");
        });
    }
    sheet.merge_range(2, 0, 2, 2, "The south", &centred).expect("merged");
    let got = bytes(&sales_of(&["region", "product"]), "book.xlsx", book.save_to_buffer().expect("saved"));
    assert_eq!((got.tables[0].rows, codes(&got)), (2, vec![("remark-row", 1)]), "{:?}", lines(&got));

    let mut down = sales_of(&["region", "product"]);
    down.tables[0].columns[0].fill = Some(crate::policy::model::Fill::Down);
    let text = "region,product,amount\nNorth,,\n,Tea,1\n,Milk,2\nPage 1,,\n,Soap,4\nSouth,,\n,Tea,8\n";
    let got = bytes(&down, "sales.csv", text.as_bytes().to_vec());
    assert_eq!(values(&got, 0, 0), ["North", "North", "North", "South"].map(Value::from), "{:?}", lines(&got));
    assert_eq!(codes(&got), [("remark-row", 1); 3]);
}

fn sales_of(texts: &[&str]) -> Policy {
    let columns = texts.iter().map(|name| column(name, Type::Text, &[]));
    policy(vec![table("sales", &[], None, columns.chain([column("amount", Type::Number, &[])]).collect())])
}

/// The row above was left out for its key: nothing is empty above the last one.
#[test]
fn a_row_with_its_key_alone_is_data_behind_a_row_that_was_left_out() {
    let shops = policy(vec![table(
        "shops",
        &[],
        Some("id"),
        vec![column("id", Type::Text, &[]), column("region", Type::Text, &[])],
    )]);
    let got = bytes(&shops, "shops.csv", b"id,region\nA,N\nA,S\nB,\n".to_vec());
    assert_eq!((values(&got, 0, 0), codes(&got)), (vec!["A".into(), "B".into()], vec![("duplicate-key", 1)]));
}

/// `1.500` in a total is what it is in the column.
#[test]
fn a_total_is_read_with_the_decimal_mark_of_its_column() {
    let columns = vec![column("shop", Type::Text, &[]), column("amount", Type::Number, &[])];
    let text = "shop;amount\nA;1.000\nB;250,5\nC;249,5\nTotal;1.500\n";
    let got = bytes(&policy(vec![table("sales", &[], None, columns)]), "sales.csv", text.as_bytes().to_vec());
    assert!(got.issues.iter().all(|issue| issue.note), "{:?}", lines(&got));
    assert_eq!(values(&got, 0, 1), [1000.0, 250.5, 249.5].map(Value::Number));
}
