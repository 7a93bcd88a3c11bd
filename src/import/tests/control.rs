//! Control totals: the rows read are those used and those left out, and so is what they add up to.

use super::*;
use crate::issue::IssueCode;
use proptest::prelude::*;

fn orders() -> Policy {
    let customers = table("customers", &[], Some("id"), vec![column("id", Type::Text, &[])]);
    let columns = vec![
        column("id", Type::Text, &[]),
        references(column("customer", Type::Text, &[]), "customers"),
        column("day", Type::Date, &[]),
        required(column("amount", Type::Number, &[])),
        column("pieces", Type::Number, &[]),
    ];
    policy(vec![customers, table("orders", &[], Some("id"), columns)])
}

fn files(policy: &Policy, files: &[(&str, &str)]) -> Imported {
    let input = |(name, text): &(&str, &str)| Input::Bytes { name: name.to_string(), data: text.as_bytes().into() };
    let inputs: Vec<Input> = files.iter().map(input).collect();
    read(policy, &inputs, &Options::default()).unwrap_or_else(|failure| panic!("{failure}"))
}

/// One line a control total: rows, then the sums over the rows read, used and left out, then dates.
fn control(got: &Imported) -> Vec<String> {
    let of_orders = got.control.iter().filter(|total| total.table == "orders");
    of_orders
        .map(|total| {
            let rows = [total.read, total.used, total.rejected];
            let sums: Vec<String> = total.all_sums().map(|(name, sums)| format!("{name} {sums:?}")).collect();
            let dates: Vec<String> =
                total.dates.iter().map(|span| format!("{} {}..{}", span.column, span.first, span.last)).collect();
            format!("{rows:?} {} {}", sums.join(" "), dates.join(" "))
        })
        .collect()
}

#[test]
fn what_is_left_out_is_summed_too() {
    let customers = ("customers.csv", "id\nA\nB\n");
    let got = files(
        &orders(),
        &[
            customers,
            (
                "orders.csv",
                "id,customer,day,amount,pieces\n\
                 1,A,2026-02-01,10,1\n\
                 2,B,2026-01-05,20,x\n\
                 2,B,2026-01-01,300,3\n\
                 ,A,2025-01-01,4000,4\n\
                 4,A,2025-01-01,n/a,5\n\
                 Total,,,30,1\n",
            ),
            ("orders_2.csv", "id,customer,day,amount,pieces\n1,A,2024-01-01,7,7\n5,B,,0.5,\n"),
        ],
    );
    assert_eq!(
        control(&got),
        [
            "[6, 2, 4] amount [4360.0, 30.0, 4330.0] pieces [14.0, 1.0, 13.0] day 2026-01-05..2026-02-01",
            "[2, 1, 1] amount [7.5, 0.5, 7.0] pieces [7.0, 0.0, 7.0] day –..–"
        ]
    );
}

#[test]
fn doubtful_numbers_left_out_are_read_as_their_column_is() {
    let text = |shows: &str| format!("id;customer;day;amount;pieces\n1;A;;{shows};1\n1;A;;12.345;2\n");
    let of = |shows: &str| control(&files(&orders(), &[("customers.csv", "id\nA\n"), ("orders.csv", &text(shows))]));
    assert_eq!(of("0,5"), ["[2, 1, 1] amount [12345.5, 0.5, 12345.0] pieces [3.0, 1.0, 2.0] day –..–"]);
    assert_eq!(of("0.5"), ["[2, 1, 1] amount [12.845, 0.5, 12.345] pieces [3.0, 1.0, 2.0] day –..–"]);
}

fn unknown(rejecting: bool) -> Imported {
    let mut policy = orders();
    if rejecting {
        policy.tables[1].columns[1].presence = Presence::Cells;
    }
    let rows =
        "1,A,2026-02-01,10,1\n2,X,2026-03-01,20,\n3,X,2026-01-01,30,3\n4,Y,2026-01-02,40,4\n5,,2026-01-03,50,5\n";
    files(&policy, &[("customers.csv", "id\nA\n"), ("orders.csv", &format!("id,customer,day,amount,pieces\n{rows}"))])
}

#[test]
fn rows_of_an_unknown_customer_are_totalled() {
    let got = unknown(false);
    assert_eq!(
        control(&got),
        ["[5, 5, 0] amount [150.0, 150.0, 0.0] pieces [13.0, 13.0, 0.0] day 2026-01-01..2026-03-01"]
    );
    let [found] = got.orphans.as_slice() else { panic!("{:?}", got.orphans) };
    assert_eq!((found.rows, found.distinct, found.rejected), (3, 2, false));
    assert_eq!(found.keys, [("X".to_string(), 2), ("Y".to_string(), 1)]);
    assert_eq!(found.sums, [("amount".to_string(), 90.0), ("pieces".to_string(), 7.0)]);
    insta::assert_debug_snapshot!(lines(&got));
}

#[test]
fn left_out_for_it_they_are_in_the_control_totals() {
    let got = unknown(true);
    // The order without a customer is left out for that, and refers to none.
    assert_eq!(
        control(&got),
        ["[5, 1, 4] amount [150.0, 10.0, 140.0] pieces [13.0, 1.0, 12.0] day 2026-02-01..2026-02-01"]
    );
    let [found] = got.orphans.as_slice() else { panic!("{:?}", got.orphans) };
    assert_eq!((found.rows, found.rejected, found.sums[0].1), (3, true, 90.0));
    assert_eq!(got.issues.iter().filter(|issue| issue.code == IssueCode::Orphans).count(), 1);
}

#[test]
fn a_single_row_is_told_by_its_own_issue() {
    let got =
        files(&orders(), &[("customers.csv", "id\nA\n"), ("orders.csv", "id,customer,day,amount,pieces\n1,X,,1,1\n")]);
    assert_eq!(codes(&got), [("unknown-reference", 1)]);
    assert_eq!(got.orphans.len(), 1);
}

proptest! {
    /// Whatever rows there are: every number of the file is in one of the two sums.
    #[test]
    fn sums_reconcile(rows in prop::collection::vec((0..6u32, 0..4u32, prop::option::of(-99..99i32), 0..3u32), 1..40)) {
        let text: String = rows
            .iter()
            .map(|(id, customer, amount, day)| {
                let amount = amount.map_or("?".to_string(), |amount| format!("{amount}.5"));
                let customer = ["A", "B", "X", ""][*customer as usize];
                let day = ["2026-01-31", "", "2026-02-30"][*day as usize];
                format!("{id},{customer},{day},{amount},{id}\n")
            })
            .collect();
        for rejecting in [false, true] {
            let mut policy = orders();
            if rejecting {
                policy.tables[1].columns[1].presence = Presence::Cells;
            }
            let got = files(
                &policy,
                &[("customers.csv", "id\nA\nB\n"), ("orders.csv", &format!("id,customer,day,amount,pieces\n{text}"))],
            );
            let total = got.control.iter().find(|total| total.table == "orders").expect("it was read");
            prop_assert_eq!(total.read, rows.len());
            prop_assert_eq!(total.read, total.used + total.rejected);
            let all: f64 = rows.iter().filter_map(|row| row.2).map(|amount| {
                if amount < 0 { f64::from(amount) - 0.5 } else { f64::from(amount) + 0.5 }
            }).sum();
            let pieces: f64 = rows.iter().map(|row| f64::from(row.0)).sum();
            let sums: Vec<[f64; 3]> = total.all_sums().map(|(_, sums)| sums).collect();
            // Halves add up without an error.
            prop_assert_eq!(sums[0][0], all);
            prop_assert_eq!(sums[1][0], pieces);
            let used: f64 = values(&got, 1, 3).iter().filter_map(Value::as_number).sum();
            prop_assert_eq!(sums[0][1], used);
        }
    }
}

/// Nearly all orders have a customer: those without one are in no customer's sales, and that is said.
#[test]
fn rows_without_a_customer_are_totalled_where_nearly_all_have_one() {
    let row = |order: u32| format!("{order},{},2026-02-01,{order},1\n", if order > 18 { "" } else { "A" });
    let rows = |count: u32| (1..=count).map(row).collect::<String>();
    let of = |count: u32| {
        let orders = format!("id,customer,day,amount,pieces\n{}", rows(count));
        files(&self::orders(), &[("customers.csv", "id\nA\n"), ("orders.csv", &orders)])
    };
    assert_eq!(
        lines(&of(20)),
        [
            "orders!B20 no-reference \"\": 2 rows have no `customer` (they add to `amount` 39, `pieces` 2); they belong to no row \
          of `customers`"
        ]
    );
    assert!(of(20).issues[0].note);
    // Where more have none, that is as usual.
    assert_eq!(lines(&of(24)), [""; 0]);
}
