//! The workbook of the job: N orders of 8 columns, N / 50 customers of 11, N / 2500 salespeople of 4,
//! partly Chinese. The same N gives the same workbook on every machine.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::path::Path;

const CATEGORIES: [&str; 5] = ["分销商", "零售", "OEM", "Key Account", "Online"];
const REGIONS: [&str; 6] = ["华东", "华南", "North", "South", "West", "EMEA"];
const FAMILY_NAMES: [&str; 8] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄"];
const GIVEN_NAMES: [&str; 8] = ["伟", "芳", "娜", "秀英", "敏", "静", "丽", "强"];
const PRODUCT_LINES: [&str; 8] = ["Pumps", "Valves", "Seals", "Motors", "传感器", "Cables", "Filters", "Service"];
/// 2024-01-01 as a spreadsheet counts days.
const FIRST_DAY: u64 = 45_292;

/// Marsaglia's xorshift64*.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len() as u64) as usize]
    }

    /// An amount with two decimals.
    fn amount(&mut self, from: f64, to: f64) -> f64 {
        let part = (self.next() & 0xFFFF_FFFF) as f64 / 4_294_967_296.0;
        cents(from + (to - from) * part)
    }
}

fn cents(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}

/// Writes the workbook with `orders` orders.
pub fn write(orders: u32, path: &Path) -> Result<(), XlsxError> {
    let (customers, salespeople) = ((orders / 50).max(1), (orders / 2500).max(1));
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut workbook = Workbook::new();
    write_customers(sheet(&mut workbook, "Customers")?, customers, salespeople, &mut random)?;
    write_salespeople(sheet(&mut workbook, "Salespeople")?, salespeople, &mut random)?;
    write_orders(sheet(&mut workbook, "Orders")?, orders, customers, &mut random)?;
    workbook.save(path)
}

fn sheet<'w>(workbook: &'w mut Workbook, name: &str) -> Result<&'w mut Worksheet, XlsxError> {
    workbook.add_worksheet_with_low_memory()?.set_name(name)
}

fn headers(sheet: &mut Worksheet, headers: &[&str]) -> Result<(), XlsxError> {
    sheet.write_row(0, 0, headers.iter().copied())?;
    Ok(())
}

fn write_customers(sheet: &mut Worksheet, count: u32, salespeople: u32, random: &mut Random) -> Result<(), XlsxError> {
    headers(
        sheet,
        &[
            "customer_id",
            "name",
            "category",
            "salesperson_id",
            "region",
            "prior_sales",
            "expected_sales",
            "avg_inventory",
            "issues_open",
            "issues_resolved",
            "total_purchases_all_suppliers",
        ],
    )?;
    for (customer, row) in (0..count).zip(1..) {
        sheet.write_string(row, 0, format!("C{customer:07}"))?;
        sheet.write_string(row, 1, customer_name(customer, random))?;
        sheet.write_string(row, 2, random.pick(&CATEGORIES))?;
        sheet.write_string(row, 3, format!("S{:05}", random.below(salespeople.into())))?;
        sheet.write_string(row, 4, random.pick(&REGIONS))?;
        sheet.write_number(row, 5, random.amount(300e3, 900e3))?;
        sheet.write_number(row, 6, random.amount(400e3, 1000e3))?;
        sheet.write_number(row, 7, random.amount(20e3, 200e3))?;
        sheet.write_number(row, 8, random.below(10) as f64)?;
        sheet.write_number(row, 9, random.below(30) as f64)?;
        sheet.write_number(row, 10, random.amount(700e3, 3000e3))?;
    }
    Ok(())
}

fn customer_name(customer: u32, random: &mut Random) -> String {
    if random.below(3) > 0 {
        return format!("Customer & Co {customer:06}");
    }
    let family = random.pick(&FAMILY_NAMES);
    let given = [random.pick(&GIVEN_NAMES), random.pick(&GIVEN_NAMES)].concat();
    format!("{family}{given}商贸有限公司 {customer}")
}

fn write_salespeople(sheet: &mut Worksheet, count: u32, random: &mut Random) -> Result<(), XlsxError> {
    headers(sheet, &["salesperson_id", "name", "region", "target"])?;
    for (salesperson, row) in (0..count).zip(1..) {
        sheet.write_string(row, 0, format!("S{salesperson:05}"))?;
        sheet.write_string(row, 1, [random.pick(&FAMILY_NAMES), random.pick(&GIVEN_NAMES)].concat())?;
        sheet.write_string(row, 2, random.pick(&REGIONS))?;
        sheet.write_number(row, 3, random.amount(20e6, 40e6))?;
    }
    Ok(())
}

fn write_orders(sheet: &mut Worksheet, count: u32, customers: u32, random: &mut Random) -> Result<(), XlsxError> {
    headers(sheet, &["order_id", "date", "customer_id", "product_line", "quantity", "unit_price", "cost", "returned"])?;
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (order, row) in (0..count).zip(1..) {
        sheet.write_string(row, 0, format!("SO{order:08}"))?;
        sheet.write_number_with_format(row, 1, (FIRST_DAY + random.below(366)) as f64, &date)?;
        sheet.write_string(row, 2, format!("C{:07}", random.below(customers.into())))?;
        sheet.write_string(row, 3, random.pick(&PRODUCT_LINES))?;
        sheet.write_number(row, 4, (1 + random.below(100)) as f64)?;
        let price = random.amount(5.0, 500.0);
        sheet.write_number(row, 5, price)?;
        sheet.write_number(row, 6, cents(price * random.amount(0.55, 0.95)))?;
        sheet.write_boolean(row, 7, random.below(20) == 0)?;
    }
    Ok(())
}
