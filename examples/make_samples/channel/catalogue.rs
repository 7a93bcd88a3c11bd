//! The products.

use crate::book::{Cell, Sheet, text};
use crate::random::Random;

/// A product.
pub struct Product {
    /// Code.
    pub code: String,
    /// Position of its line in [`LINES`].
    pub line: usize,
    /// Litres or kilograms.
    pub capacity: f64,
    /// Our list price, yuan.
    pub price: f64,
    /// Kilowatt hours a year.
    pub power: f64,
    name: String,
}

/// Product lines: name, model letters, smallest and largest capacity, price of a unit of capacity,
/// power of a unit of capacity, models, and how much of all sales.
type Line = (&'static str, &'static str, (f64, f64), f64, f64, usize, f64);

/// The lines.
pub const LINES: [Line; 7] = [
    ("냉장고", "BCD", (90.0, 560.0), 9.5, 1.05, 42, 0.30),
    ("세탁기", "XQB", (5.0, 12.0), 230.0, 9.0, 28, 0.20),
    ("에어컨", "KFR", (23.0, 72.0), 62.0, 14.0, 30, 0.24),
    ("냉동고", "BCBD", (100.0, 400.0), 6.5, 1.3, 18, 0.08),
    ("온수기", "ES", (40.0, 100.0), 19.0, 8.0, 18, 0.08),
    ("텔레비전", "LE", (32.0, 75.0), 55.0, 3.1, 16, 0.07),
    ("주방가전", "CXW", (15.0, 22.0), 78.0, 6.0, 8, 0.03),
];

/// Position of the refrigerators.
pub const REFRIGERATOR: usize = 0;

/// All products, by line and capacity.
pub fn products(random: &mut Random) -> Vec<Product> {
    let mut products = Vec::new();
    for (line, &(name, letters, (low, high), price, power, models, _)) in LINES.iter().enumerate() {
        for model in 0..models {
            let capacity = (low + (high - low) * model as f64 / (models - 1) as f64).round();
            let grade = random.between(0.8, 1.35);
            products.push(Product {
                code: format!("P{:03}", products.len() + 1),
                line,
                capacity,
                price: (capacity * price * grade / 10.0).round() * 10.0,
                power: (capacity * power * random.between(0.75, 1.25)).round(),
                name: format!("{name} {letters}-{capacity}{}", ["A", "B", "S", "W"][model % 4]),
            });
        }
    }
    products
}

/// The sheet of products.
pub fn sheet(products: &[Product]) -> Sheet {
    let mut sheet = Sheet::new(
        "제품",
        &[
            ("제품 코드", 10.0),
            ("제품명", 24.0),
            ("제품군", 10.0),
            ("용량", 8.0),
            ("공급가", 10.0),
            ("연간소비전력", 16.0),
        ],
    );
    sheet.rows = products
        .iter()
        .map(|p| {
            vec![
                text(&p.code),
                text(&p.name),
                text(LINES[p.line].0),
                Cell::Number(p.capacity),
                Cell::Number(p.price),
                Cell::Number(p.power),
            ]
        })
        .collect();
    sheet
}
