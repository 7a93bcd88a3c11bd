//! The languages.

/// A language the program speaks. Titles come from the policy and may be in any other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// `en`.
    #[default]
    English,
    /// `ko`.
    Korean,
    /// `ja`.
    Japanese,
    /// `zh`, in simplified characters.
    Chinese,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 4] = [Language::English, Language::Korean, Language::Japanese, Language::Chinese];

    /// The language of a tag such as `ko`, `ko-KR` or `ko_KR.UTF-8`, if the program speaks it.
    #[must_use]
    pub fn known(tag: &str) -> Option<Language> {
        let first = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        Language::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(first))
    }

    /// The same; English where the program does not speak it.
    #[must_use]
    pub fn of(tag: &str) -> Language {
        Language::known(tag).unwrap_or_default()
    }

    /// Its tag, as pages and programs write it.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Korean => "ko",
            Language::Japanese => "ja",
            Language::Chinese => "zh",
        }
    }
}
