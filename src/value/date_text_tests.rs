//! Dates as people type them.

use crate::value::{Date, DateTime};

#[test]
fn one_day_written_in_many_ways() {
    let day = Date::new(2026, 3, 1);
    for text in [
        "2026-03-01",
        "\u{200e}2026/\u{200e}3/\u{200e}1",
        "\u{202a}1 Mar 2026\u{202c}",
        "2026/3/1",
        "2026.3.1",
        "2026年3月1日",
        "２０２６年３月１日",
        "2026. 3. 1.",
        "2026년 3월 1일",
        "20260301",
        "2026-03-01 星期日",
        "2026-03-01周日",
        "2026年3月1日(日)",
        "2026年3月1日（日曜日）",
        "2026. 3. 1. (일)",
        "2026-03-01 일요일",
        "2026-03-01 Sun",
        "2026-03-01, Sunday",
        "1 Mar 2026",
        "01-Mar-2026",
        "1-mar-2026",
        "March 1, 2026",
        "Mar 1 2026",
        "令和8年3月1日",
        "R8.3.1",
        "2026-03-01T00:00:00Z",
    ] {
        assert_eq!(Date::parse(text), day, "{text}");
    }
}

#[test]
fn what_is_no_day_or_could_be_two_days_is_not_read() {
    for text in [
        "2018-02-29 星期一",
        "03/04/2026",
        "3/4",
        "2026-13-01",
        "2026-00-10",
        "Mar 2026",
        "1 Marble 2026",
        "tomorrow",
        "",
        "R8",
        "2026-03-01 maybe",
        "1 Mar 26",
        "令和0年1月1日",
    ] {
        assert_eq!(Date::parse(text), None, "{text}");
    }
}

#[test]
fn times_follow_the_day() {
    let at = |hours: i64, minutes: i64| {
        Date::new(2026, 3, 1).map(|day| DateTime(DateTime::midnight(day).0 + (hours * 60 + minutes) * 60_000))
    };
    for text in
        ["2026-03-01 13:05", "2026/3/1 1:05 PM", "2026-03-01T13:05:00", "2026年3月1日（日） 13:05", "1 Mar 2026 13:05"]
    {
        assert_eq!(DateTime::parse(text), at(13, 5), "{text}");
    }
}

#[test]
fn months_in_words_of_other_languages() {
    for (text, (month, day)) in [
        ("1. März 2026", (3, 1)),
        ("3. Dez. 2026", (12, 3)),
        ("1er mars 2026", (3, 1)),
        ("14 août 2026", (8, 14)),
        ("5 févr. 2026", (2, 5)),
        ("lundi 2 mars 2026", (3, 2)),
        ("2 de marzo de 2026", (3, 2)),
        ("lunes, 2 de marzo de 2026", (3, 2)),
        ("15 sept 2026", (9, 15)),
        ("10 de outubro de 2026", (10, 10)),
        ("Monday, 2 March 2026", (3, 2)),
        ("March 2nd, 2026", (3, 2)),
        ("2026-Mar-02", (3, 2)),
        ("02.MAR.2026", (3, 2)),
        ("2026年三月二日", (3, 2)),
        ("二〇二六年十二月二十一日", (12, 21)),
        ("二零二六年十月三十日 星期五", (10, 30)),
        ("2026年3月2号", (3, 2)),
        ("2026-03-02 (Mo)", (3, 2)),
    ] {
        assert_eq!(Date::parse(text), Date::new(2026, month, day), "{text}");
    }
    for text in ["1 Brumaire 2026", "March 2026", "32 März 2026", "2026年三月", "mars 1 26"] {
        assert_eq!(Date::parse(text), None, "{text}");
    }
}

#[test]
fn a_text_that_could_be_two_days_is_both_until_the_order_is_known() {
    use crate::value::{DateText, DayOrder};
    let day = |month, day| DateTime::midnight(Date::new(2026, month, day).expect("a day"));
    for (text, read) in [
        ("31/12/2026", DateText::Shows(day(12, 31), DayOrder::Dmy)),
        ("12/31/2026", DateText::Shows(day(12, 31), DayOrder::Mdy)),
        ("13-02-2026", DateText::Shows(day(2, 13), DayOrder::Dmy)),
        ("2.3.2026", DateText::Shows(day(3, 2), DayOrder::Dmy)),
        ("2. 3. 2026", DateText::Shows(day(3, 2), DayOrder::Dmy)),
        ("05/05/2026", DateText::One(day(5, 5))),
        ("02/03/2026", DateText::Either { day_first: day(3, 2), month_first: day(2, 3) }),
        ("２/３/２０２６", DateText::Either { day_first: day(3, 2), month_first: day(2, 3) }),
    ] {
        assert_eq!(DateText::read(text, None), Some(read), "{text}");
    }
    for (text, order, read) in [
        ("02/03/2026", DayOrder::Dmy, Some(day(3, 2))),
        ("02/03/2026", DayOrder::Mdy, Some(day(2, 3))),
        ("02/03/26", DayOrder::Dmy, Some(day(3, 2))),
        ("26-03-02", DayOrder::Ymd, Some(day(3, 2))),
        ("31/12/2026", DayOrder::Mdy, None),
        ("02/03/2026", DayOrder::Ymd, None),
        ("2026-03-02", DayOrder::Dmy, Some(day(3, 2))),
    ] {
        assert_eq!(DateText::read(text, Some(order)), read.map(DateText::One), "{text}");
    }
    for text in ["02/03/26", "40/13/2026", "2/3", "2/3/4/2026", "12.31.2026", "2/3-2026"] {
        assert_eq!(DateText::read(text, None), None, "{text}");
    }
    let evening = DateText::read("31/12/2026 6:30 PM", None).expect("a moment");
    assert!(matches!(evening, DateText::Shows(moment, _) if moment.to_string() == "2026-12-31T18:30:00"));
}
