//! What a sentence is, by example.

use super::{Between, Hole, Language, Sentence, and_more, particle};
use crate::say;

#[test]
fn a_sentence_is_used_like_a_text() {
    let sentence = say!("left-blank", "left blank");
    assert_eq!(sentence, "left blank");
    assert!(sentence.contains("blank"));
    assert_eq!(format!("{sentence}!"), "left blank!");
    assert_eq!(sentence.in_language(Language::English), "left blank");
}

#[test]
fn one_of_two_words_is_chosen_for_1() {
    let hidden = |count: usize| {
        say!("hidden-rows", "{count} {count:row is|rows are} hidden; {count:it was|they were} read", count)
    };
    assert_eq!(hidden(1), "1 row is hidden; it was read");
    assert_eq!(hidden(20), "20 rows are hidden; they were read");
}

#[test]
fn a_sentence_fills_the_hole_of_another_in_the_same_language() {
    let done = say!("left-blank", "left blank");
    let sentence = say!("found-and-done", "{found}; {done}", found = say!("not-a-number", "not a number"), done);
    assert_eq!(sentence, "not a number; left blank");
    let said = Language::ALL.map(|language| sentence.in_language(language).into_owned());
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn what_the_user_wrote_stays_as_it_is() {
    let own = Sentence::as_it_is("Umsatz");
    assert_eq!(Language::ALL.map(|language| own.in_language(language).into_owned()), ["Umsatz"; 4]);
}

#[test]
fn lists_are_joined_as_the_language_has_it() {
    let all = |between| {
        let list = say!(
            "table-below",
            "the table below {titles} ({area})",
            titles = Hole::list(["a", "b", "c"], between),
            area = "A1"
        );
        list.as_str().to_string()
    };
    assert_eq!(all(Between::Comma), "the table below a, b, c (A1)");
    assert_eq!(all(Between::And), "the table below a, b and c (A1)");
    assert_eq!(all(Between::Or), "the table below a, b or c (A1)");
    let names: Vec<String> = ["a", "b"].map(str::to_string).into();
    let more = say!("in-brackets", " ({what})", what = and_more(&names, 1202));
    assert_eq!(more, " (a, b and 1,200 more)");
}

#[test]
fn braces_are_written_twice() {
    let sentence = Sentence::of("none", "{{ type: {name} }}", vec![("name", "code".into())]);
    assert_eq!(sentence, "{ type: code }");
}

#[test]
fn a_language_is_known_by_its_tag_or_its_locale() {
    let known = ["ko", "ko-KR", "ja_JP.UTF-8", "ZH", "en_US.UTF-8"].map(Language::known);
    let [korean, japanese, chinese, english] =
        [Language::Korean, Language::Japanese, Language::Chinese, Language::English].map(Some);
    assert_eq!(known, [korean, korean, japanese, chinese, english]);
    assert_eq!(["C", "POSIX", "fr_FR.UTF-8", ""].map(Language::known), [None; 4]);
    assert_eq!(Language::of("fr"), Language::English);
}

#[test]
fn a_korean_particle_follows_the_sound_of_the_word_before_it() {
    let subject = |text: &str| particle::after(text, ("이", "가"));
    assert_eq!(["값", "`지점`", "3행", "표 6", "model", "`name`", "KPI N"].map(subject), ["이"; 7]);
    assert_eq!(["매출", "열"].map(|text| particle::after(text, ("으로", "로"))), ["로"; 2]);
    assert_eq!(["지점", "3"].map(|text| particle::after(text, ("으로", "로"))), ["으로"; 2]);
    assert_eq!(["코드", "`나이`", "`rate`", "ID", "12", "5%", "data"].map(subject), ["가"; 7]);
    assert_eq!(particle::after("売上", ("이", "가")), "이(가)");
    assert_eq!(particle::after("売上", ("으로", "로")), "(으)로");
}
