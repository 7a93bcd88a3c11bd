//! Names for what sheets and headers are called.

use crate::policy::suggestion;
use std::collections::HashSet;

/// Names that are taken.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// A name for a text, in its own language, that is none of those given before; `otherwise` where the text has no
    /// letter. Capital letters become small ones, so that a name can be typed without looking.
    pub(super) fn name(&mut self, text: &str, otherwise: &str) -> String {
        let plain = text.split(['(', '（', '[']).next().filter(|plain| !plain.trim().is_empty()).unwrap_or(text);
        let base = suggestion(&plain.to_lowercase()).unwrap_or_else(|| otherwise.to_string());
        let base: String = base.chars().take(40).collect();
        let mut name = base.clone();
        let mut number = 2;
        while !self.0.insert(name.clone()) {
            name = format!("{base}_{number}");
            number += 1;
        }
        name
    }

    /// Takes a name out of those that can be given.
    pub(super) fn take(&mut self, name: &str) {
        self.0.insert(name.to_string());
    }
}

/// Whether it is a letter of Korean.
pub(super) fn is_hangul(c: char) -> bool {
    ('\u{ac00}'..='\u{d7a3}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn headers_become_names() {
        let mut names = Names::default();
        for (text, name) in [
            ("Net Sales", "net_sales"),
            ("Net sales", "net_sales_2"),
            ("매출액(원)", "매출액"),
            ("売上 / 月", "売上_月"),
            ("2026", "n2026"),
            ("%", "column"),
            ("if", "if_"),
        ] {
            assert_eq!(names.name(text, "column"), name);
        }
    }
}
