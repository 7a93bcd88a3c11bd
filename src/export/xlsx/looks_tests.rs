//! How numbers look, how wide columns are.

use super::style::Styles;
use super::text;
use crate::export::content::field::{Field, Grid};
use crate::export::labels::Language;
use crate::table::Column;
use crate::value::NumberFormat;
use crate::value::{Extent, NumberLook};

fn look(format: NumberFormat, numbers: &[f64]) -> (String, String) {
    let extent = Extent::of(numbers);
    let look = NumberLook::of(format, &extent);
    (look.pattern(), look.show(numbers[0]))
}

fn seen(pattern: &str, shown: &str) -> (String, String) {
    (pattern.to_string(), shown.to_string())
}

#[test]
fn a_format_of_the_policy_is_kept() {
    assert_eq!(look(NumberFormat::Decimals(2), &[-1_234_567.5]), seen("#,##0.00", "-1,234,567.50"));
    assert_eq!(look(NumberFormat::Decimals(0), &[999.0]), seen("#,##0", "999"));
    assert_eq!(look(NumberFormat::Percent(1), &[0.125]), seen("0.0%", "12.5%"));
    assert_eq!(look(NumberFormat::Percent(0), &[12.0]), seen("0%", "1200%"));
}

#[test]
fn without_one_the_values_decide() {
    let general = |numbers: &[f64]| look(NumberFormat::General, numbers);
    assert_eq!(general(&[1_000.0, 2.0]), seen("#,##0", "1,000"));
    assert_eq!(general(&[1_000.0, 2.5]), seen("#,##0.00", "1,000.00"));
    assert_eq!(general(&[0.1234, -0.9]), seen("#,##0.000", "0.123"));
    assert_eq!(general(&[2025.0, 2026.0]), seen("0", "2025"));
    assert_eq!(general(&[1e20]), seen("0.00E+00", "1.00e20"));
    assert_eq!(general(&[0.0, f64::NAN]), seen("#,##0", "0"));
}

fn width(title: &str, data: Column, format: NumberFormat) -> usize {
    let grid = Grid::new(vec![Field::of(title, &data, format)], data.len());
    grid.layout(&Styles::new(Language::Korean))[0].width
}

#[test]
fn widths_are_those_of_the_text_shown() {
    let wide = Column::Text(["서울특별시 강남구 영업소", "짧음"].map(Some).into_iter().collect());
    assert_eq!(width("지사", wide, NumberFormat::General), 24 + 3);
    let money = Column::Number(vec![1_234_567.0, f64::NAN, -5.0]);
    assert_eq!(width("금액", money, NumberFormat::Decimals(2)), "1,234,567.00".len() + 3);
    let long = Column::Text([Some("x".repeat(500).as_str())].into_iter().collect());
    assert_eq!(width("note", long, NumberFormat::General), 60);
    assert_eq!(width("거래처 담당자 이름", Column::Number(vec![1.0]), NumberFormat::General), 16);
}

#[test]
fn lines_are_broken_between_words() {
    assert_eq!(text::lines("", 10), 1);
    assert_eq!(text::lines("one two three", 7), 2);
    assert_eq!(text::lines("가나다라마바사", 10), 2);
    assert_eq!(text::width("a\n가나"), 4);
}
