//! Signs and codes of currencies, as they stand beside amounts.

/// A currency, or the several that share a sign: one bit for each of `CODES`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Currency(u64);

/// Codes of currencies (ISO 4217, and `RMB` as people write it).
const CODES: [&str; 40] = [
    "JPY", "CNY", "KRW", "USD", "EUR", "GBP", "AUD", "CAD", "HKD", "TWD", "SGD", "NZD", "MXN", "BRL", "CHF", "INR",
    "RUB", "TRY", "VND", "THB", "ILS", "UAH", "PLN", "SEK", "NOK", "DKK", "CZK", "HUF", "ZAR", "AED", "SAR", "IDR",
    "MYR", "PHP", "RON", "BGN", "ISK", "PKR", "NGN", "CLP",
];

/// Signs and words, longer ones before those they start with, and the codes each may stand for.
const SIGNS: [(&str, &[&str]); 36] = [
    ("US$", &["USD"]),
    ("HK$", &["HKD"]),
    ("NT$", &["TWD"]),
    ("AU$", &["AUD"]),
    ("NZ$", &["NZD"]),
    ("A$", &["AUD"]),
    ("C$", &["CAD"]),
    ("S$", &["SGD"]),
    ("R$", &["BRL"]),
    ("$", &["USD", "AUD", "CAD", "HKD", "TWD", "SGD", "NZD", "MXN", "CLP"]),
    ("RMB", &["CNY"]),
    ("¥", &["JPY", "CNY"]),
    ("円", &["JPY"]),
    ("人民币", &["CNY"]),
    ("元", &["CNY", "TWD", "HKD"]),
    ("₩", &["KRW"]),
    ("원", &["KRW"]),
    ("€", &["EUR"]),
    ("Euro", &["EUR"]),
    ("£", &["GBP"]),
    ("₹", &["INR"]),
    ("Rs.", &["INR", "PKR"]),
    ("Rs", &["INR", "PKR"]),
    ("₽", &["RUB"]),
    ("руб.", &["RUB"]),
    ("₺", &["TRY"]),
    ("₫", &["VND"]),
    ("฿", &["THB"]),
    ("₪", &["ILS"]),
    ("₴", &["UAH"]),
    ("₦", &["NGN"]),
    ("₱", &["PHP"]),
    ("zł", &["PLN"]),
    ("Kč", &["CZK"]),
    ("Fr.", &["CHF"]),
    ("kr", &["SEK", "NOK", "DKK", "ISK"]),
];

/// Currencies of countries that write a point before decimals.
const POINT: [&str; 14] =
    ["JPY", "CNY", "KRW", "USD", "GBP", "AUD", "HKD", "TWD", "SGD", "NZD", "INR", "THB", "MYR", "PHP"];

impl Currency {
    /// No currency.
    pub const NONE: Currency = Currency(0);

    fn of(codes: &[&str]) -> Currency {
        let bits = CODES.iter().enumerate().filter(|(_, code)| codes.contains(code)).map(|(at, _)| 1 << at);
        Currency(bits.sum())
    }

    /// Takes a currency off the start of a text: the currency, how it was written, and the rest.
    pub(super) fn strip_prefix(text: &str) -> Option<(Currency, &'static str, &str)> {
        strip(|word| text.strip_prefix(word))
    }

    /// Takes a currency off the end of a text.
    pub(super) fn strip_suffix(text: &str) -> Option<(Currency, &'static str, &str)> {
        strip(|word| text.strip_suffix(word))
    }

    /// The number of a sign or code among all that are known, in capitals as it is written.
    pub(crate) fn word_of(text: &str) -> Option<u8> {
        let mut words = SIGNS.iter().map(|(word, _)| *word).chain(CODES);
        words.position(|word| word == text).and_then(|at| u8::try_from(at).ok())
    }

    /// The sign or code of that number.
    pub(crate) fn word(number: u8) -> Option<&'static str> {
        SIGNS.iter().map(|(word, _)| *word).chain(CODES).nth(usize::from(number))
    }

    /// What a sign or code stands for.
    pub(crate) fn named(word: &str) -> Currency {
        Currency::strip_prefix(word).filter(|(.., rest)| rest.is_empty()).map_or(Currency::NONE, |(found, ..)| found)
    }

    /// Whether a text names a currency and nothing else, in large letters or small ones.
    pub(crate) fn is_named(text: &str) -> bool {
        let names = |text: &str| Currency::strip_prefix(text).is_some_and(|(_, _, rest)| rest.is_empty());
        names(text) || names(&text.to_uppercase()) || SIGNS.iter().any(|(word, _)| word.to_lowercase() == text)
    }

    /// Whether no currency is named.
    #[must_use]
    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// What both may stand for: `¥` and `円` may both be yen, `$` and `€` have nothing in common.
    #[must_use]
    pub fn common(self, other: Currency) -> Currency {
        Currency(self.0 & other.0)
    }

    /// Whether its country writes numbers with a decimal point, never a comma. (`$` may be one of
    /// several: it is where most of them are.)
    #[must_use]
    pub fn has_point(self) -> bool {
        !self.common(Currency::of(&POINT)).is_none()
    }
}

fn strip<'t>(cut: impl Fn(&'static str) -> Option<&'t str>) -> Option<(Currency, &'static str, &'t str)> {
    // Most texts have none: what a sign stands for is put together once it is there.
    let sign = SIGNS.iter().find_map(|(word, codes)| cut(word).map(|rest| (Currency::of(codes), *word, rest)));
    sign.or_else(|| {
        let mut codes = CODES.iter().enumerate();
        codes.find_map(|(at, code)| cut(code).map(|rest| (Currency(1 << at), *code, rest)))
    })
}
