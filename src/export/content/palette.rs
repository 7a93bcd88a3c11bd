//! Colours by what they mean: one place, so that every format of the report looks like one report.

use crate::policy::looks::Shade;
use crate::policy::model::Severity;

/// Red, green and blue in one number.
pub(in crate::export) type Rgb = u32;

/// The band behind the title, and what belongs to the report as a whole.
pub(in crate::export) const NAVY: Rgb = 0x1B_36_5D;
/// Bars that carry no meaning of their own.
pub(in crate::export) const BAR: Rgb = 0x3B_76_AF;
/// Bars of what is missing.
pub(in crate::export) const GREY: Rgb = 0xB4_BB_C6;
/// All is well.
pub(in crate::export) const GREEN: Rgb = 0x2E_9E_6B;

/// Best to worst, for bands.
const SCALE: [(u8, u8, u8); 5] =
    [(0x2E, 0x9E, 0x6B), (0x8F, 0xBF, 0x5A), (0xF2, 0xB7, 0x3F), (0xEA, 0x84, 0x3D), (0xD6, 0x4A, 0x4A)];

/// Where a column comes from, which its header shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::export) enum Head {
    /// Read from a sheet.
    Imported,
    /// Worked out by a formula or script.
    Formula,
    /// Worked out by a decision table.
    Decision,
    /// Put together by the report.
    Report,
}

impl Head {
    /// Ground of the header.
    pub(in crate::export) fn rgb(self) -> Rgb {
        match self {
            Head::Imported => 0x4B_5B_73,
            Head::Formula => 0x1D_7A_86,
            Head::Decision => 0x7A_4F_9A,
            Head::Report => NAVY,
        }
    }
}

/// What a cell stands out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::export) enum Paint {
    /// It holds the band at that place (from 0, best first) of so many.
    Band(usize, usize),
    /// It holds something of that severity.
    Severity(Severity),
    /// It names where a column comes from.
    Origin(Head),
}

/// Colour of the band at that place (from 0, best first) of so many.
pub(in crate::export) fn band(place: usize, of: usize) -> Rgb {
    rgb(band_parts(place, of))
}

/// The same, pale, so that text on it stays readable.
pub(in crate::export) fn band_ground(place: usize, of: usize) -> Rgb {
    let pale = |part: u8| 255 - ((255 - u16::from(part)) * 2 / 5) as u8;
    let (r, g, b) = band_parts(place, of);
    rgb((pale(r), pale(g), pale(b)))
}

/// Colour of a severity in charts and cards.
pub(in crate::export) fn severity(level: Severity) -> Rgb {
    match level {
        Severity::High => 0xD6_4A_4A,
        Severity::Medium => 0xEA_94_3D,
        Severity::Low => 0x8A_9B_B4,
    }
}

/// Ground of what has a severity.
pub(in crate::export) fn severity_ground(level: Severity) -> Rgb {
    match level {
        Severity::High => 0xF8_CF_CF,
        Severity::Medium => 0xFB_E3_C4,
        Severity::Low => 0xE4_E9_F1,
    }
}

/// Ground of a cell a policy gives a colour.
pub(in crate::export) fn shade(shade: Shade) -> Rgb {
    match shade {
        Shade::Green => 0xC9_EA_D8,
        Shade::Yellow => 0xFF_F3_BF,
        Shade::Orange => 0xFB_DD_B8,
        Shade::Red => 0xF8_CF_CF,
        Shade::Blue => 0xD3_E4_F5,
        Shade::Grey => 0xE4_E9_F1,
    }
}

/// Grounds from the bad end of a column over its middle to the good one.
pub(in crate::export) const ENDS: [Rgb; 3] = [0xF5_B0_AE, 0xFF_F6_D6, 0xA6_DC_BD];

/// The ground of a step from the bad end to the good one.
#[cfg(feature = "html")]
pub(in crate::export) fn end(step: usize, of: usize) -> Rgb {
    let half = (of / 2).max(1);
    let (from, to, at) = match step <= half {
        true => (ENDS[0], ENDS[1], step),
        false => (ENDS[1], ENDS[2], step - half),
    };
    let mix = |shift: u32| {
        let part = |rgb: Rgb| i64::from(rgb >> shift & 0xFF);
        (part(from) + (part(to) - part(from)) * at as i64 / half as i64) as u32
    };
    mix(16) << 16 | mix(8) << 8 | mix(0)
}

fn rgb((r, g, b): (u8, u8, u8)) -> Rgb {
    u32::from(r) << 16 | u32::from(g) << 8 | u32::from(b)
}

fn band_parts(place: usize, of: usize) -> (u8, u8, u8) {
    let steps = of.saturating_sub(1).max(1);
    let at = (place.min(steps) * (SCALE.len() - 1) * 256) / steps;
    let (low, part) = (at / 256, (at % 256) as i32);
    let (from, to) = (SCALE[low], SCALE[(low + 1).min(SCALE.len() - 1)]);
    let mix = |from: u8, to: u8| (i32::from(from) + (i32::from(to) - i32::from(from)) * part / 256) as u8;
    (mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}
