//! Dates as people type them.

use crate::value::{Date, DateTime};

#[test]
fn one_day_written_in_many_ways() {
    let day = Date::new(2026, 3, 1);
    for text in [
        "2026-03-01",
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
