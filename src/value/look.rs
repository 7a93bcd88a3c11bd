//! How numbers look to people, in a cell of a report and on a terminal, and how wide that is.

use super::NumberFormat;

/// The number format of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberLook {
    decimals: u8,
    grouped: bool,
    percent: bool,
    scientific: bool,
}

/// What a column's numbers are like.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extent {
    /// Smallest.
    pub min: f64,
    /// Largest.
    pub max: f64,
    /// Whether all of them are whole numbers.
    pub whole: bool,
}

impl Extent {
    /// Looks at all numbers; blanks do not count.
    pub fn of(numbers: &[f64]) -> Extent {
        let mut extent = Extent { min: f64::INFINITY, max: f64::NEG_INFINITY, whole: true };
        for &number in numbers.iter().filter(|number| number.is_finite()) {
            extent.min = extent.min.min(number);
            extent.max = extent.max.max(number);
            extent.whole &= number.fract() == 0.0;
        }
        if extent.min > extent.max { Extent { whole: true, ..Extent::default() } } else { extent }
    }

    fn size(&self) -> f64 {
        self.min.abs().max(self.max.abs())
    }
}

impl NumberLook {
    /// Whole numbers with thousands grouped.
    pub const WHOLE: NumberLook = NumberLook { decimals: 0, grouped: true, percent: false, scientific: false };
    /// Whole numbers as they are: identifiers and years.
    pub const PLAIN: NumberLook = NumberLook { grouped: false, ..NumberLook::WHOLE };
    /// One decimal: points and scores.
    pub const SCORE: NumberLook = NumberLook { decimals: 1, ..NumberLook::WHOLE };

    /// The look of a column of that format with those values.
    pub fn of(format: NumberFormat, extent: &Extent) -> NumberLook {
        match format {
            NumberFormat::Decimals(decimals) => NumberLook { decimals: decimals.min(15), ..NumberLook::WHOLE },
            NumberFormat::Percent(decimals) => {
                NumberLook { decimals: decimals.min(15), percent: true, ..NumberLook::WHOLE }
            }
            NumberFormat::General => general(extent),
        }
    }

    /// As Excel writes it: `#,##0.00`, `0.0%`.
    pub fn pattern(self) -> String {
        let mut pattern = if self.grouped && !self.percent { "#,##0" } else { "0" }.to_string();
        if self.decimals > 0 {
            pattern.push('.');
            pattern.extend(std::iter::repeat_n('0', self.decimals.into()));
        }
        match (self.percent, self.scientific) {
            (true, _) => pattern + "%",
            (_, true) => "0.00E+00".to_string(),
            _ => pattern,
        }
    }

    /// The place after the point that it rounds to.
    #[must_use]
    pub fn digits(self) -> i32 {
        if self.scientific { 300 } else { i32::from(self.decimals) + if self.percent { 2 } else { 0 } }
    }

    /// The text Excel shows.
    pub fn show(self, number: f64) -> String {
        if self.scientific {
            return format!("{number:.2e}");
        }
        let scaled = if self.percent { number * 100.0 } else { number };
        let text = format!("{:.*}", usize::from(self.decimals), scaled.abs());
        let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
        let mut shown = String::new();
        if scaled < 0.0 {
            shown.push('-');
        }
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && self.grouped && !self.percent && (whole.len() - i).is_multiple_of(3) {
                shown.push(',');
            }
            shown.push(digit);
        }
        shown + rest + if self.percent { "%" } else { "" }
    }

    /// A number by itself, within a text: as a column of it would be shown, without zeros that say nothing.
    #[must_use]
    pub fn alone(number: f64) -> String {
        let look = NumberLook::of(NumberFormat::General, &Extent::of(&[number]));
        let shown = look.show(super::number::round(number, look.digits()));
        match look.scientific || !shown.contains('.') {
            true => shown,
            false => shown.trim_end_matches('0').trim_end_matches('.').to_string(),
        }
    }

    /// Characters the widest of the numbers takes.
    pub fn width(self, extent: &Extent) -> usize {
        self.show(extent.min).len().max(self.show(extent.max).len())
    }
}

/// Whole numbers without decimals, others with two; small ones with as many as show something.
fn general(extent: &Extent) -> NumberLook {
    let size = extent.size();
    if size != 0.0 && !(1e-6..1e15).contains(&size) {
        return NumberLook { scientific: true, ..NumberLook::WHOLE };
    }
    if extent.whole {
        // 2026 is a year, not 2,026 of something.
        let years = (1900.0..=2100.0).contains(&extent.min) && (1900.0..=2100.0).contains(&extent.max);
        return if years { NumberLook::PLAIN } else { NumberLook::WHOLE };
    }
    let decimals = match size {
        size if size >= 1.0 => 2,
        size if size >= 0.01 => 3,
        size if size >= 0.0001 => 5,
        _ => 7,
    };
    NumberLook { decimals, ..NumberLook::WHOLE }
}
