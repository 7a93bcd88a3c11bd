//! Lengths of time as text.

/// The days of a length of time: `41:30` and `7:30:00` as spreadsheets show one, `PT26H30M00S` as their
/// files hold one. `None` for anything else.
#[must_use]
pub fn duration(text: &str) -> Option<f64> {
    let text = text.trim();
    let (rest, sign) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (rest, -1.0),
        None => (text, 1.0),
    };
    let seconds = match rest.strip_prefix('P') {
        Some(rest) => iso(rest)?,
        None => clock(rest)?,
    };
    Some(sign * seconds / 86_400.0)
}

/// Hours, minutes and perhaps seconds.
fn clock(text: &str) -> Option<f64> {
    let mut parts = text.split(':');
    let hours = whole(parts.next()?, 6)?;
    let minutes = whole(parts.next()?, 2).filter(|minutes| *minutes < 60.0)?;
    let seconds = parts.next().map_or(Some(0.0), second)?;
    parts.next().is_none().then_some(hours * 3600.0 + minutes * 60.0 + seconds)
}

fn whole(text: &str, digits: usize) -> Option<f64> {
    let fine = (1..=digits).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fine { text.parse().ok() } else { None }
}

fn second(text: &str) -> Option<f64> {
    let (second, part) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let second = whole(second, 2).filter(|second| *second < 60.0)?;
    whole(part, 9)?;
    Some(second + format!("0.{part}").parse::<f64>().ok()?)
}

/// What follows the `P`: days, then behind a `T` hours, minutes and seconds.
fn iso(text: &str) -> Option<f64> {
    let mut seconds = 0.0;
    let (mut number, mut in_time, mut any) = (String::new(), false, false);
    for c in text.chars() {
        let unit = match c {
            '0'..='9' | '.' => {
                number.push(c);
                continue;
            }
            'T' if number.is_empty() && !in_time => {
                in_time = true;
                continue;
            }
            'W' if !in_time => 604_800.0,
            'D' if !in_time => 86_400.0,
            'H' if in_time => 3600.0,
            'M' if in_time => 60.0,
            'S' if in_time => 1.0,
            _ => return None,
        };
        seconds += number.parse::<f64>().ok()? * unit;
        number.clear();
        any = true;
    }
    (any && number.is_empty()).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn lengths_of_time() {
        for (text, hours) in [
            ("41:30", 41.5),
            ("7:30", 7.5),
            ("0:45:00", 0.75),
            ("-1:15", -1.25),
            ("100:00:36", 100.01),
            ("PT26H30M00S", 26.5),
            ("PT08H15M00.000S", 8.25),
            ("P1DT2H", 26.0),
            ("-PT90M", -1.5),
        ] {
            let days = duration(text).unwrap_or(f64::NAN);
            assert!((days * 24.0 - hours).abs() < 1e-9, "{text}: {days}");
        }
        for text in ["", "5", "7:60", "7:5:61", "1:2:3:4", "12:30 PM", "P", "PT", "PT5", "P3M", "a:30", "1:234"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }
}
