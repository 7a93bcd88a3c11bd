//! Characters no report can hold, in every text of an outcome: the report opens all the same.

use super::support::*;
use crate::export::Format;
use crate::export::{csv, xlsx};
use crate::outcome::{ByHand, Outcome};
use std::io::{Cursor, Read};

/// Characters that XML forbids, and a text that only looks like one escaped.
const UGLY: &str = "=\0\u{1}\u{b}\u{c}\u{1b}\u{fffe}\u{ffff}_x0041_";

fn spoil(text: &mut String) {
    text.insert_str(0, UGLY);
}

/// The small outcome with ugly characters in each of its texts.
fn ugly() -> Outcome {
    let mut outcome = small();
    let policy = &mut outcome.policy;
    policy.version.iter_mut().for_each(spoil);
    policy.owner = Some(UGLY.into());
    policy.description = Some(UGLY.into());
    [&mut policy.name, &mut policy.title].into_iter().for_each(spoil);
    outcome.parameters.iter_mut().for_each(|parameter| spoil(&mut parameter.title));
    outcome.inputs.iter_mut().for_each(|input| spoil(&mut input.name));
    outcome.figures.iter_mut().for_each(|figure| spoil(&mut figure.title));
    for table in &mut outcome.tables {
        spoil(&mut table.title);
        spoil(&mut table.name);
        for column in &mut table.columns {
            spoil(&mut column.title);
            column.source.iter_mut().for_each(spoil);
        }
        table.columns.push(column("ugly", UGLY, crate::outcome::Role::Decision, texts([UGLY, "plain"])));
    }
    for card in &mut outcome.scorecards {
        spoil(&mut card.title);
        card.bands.iter_mut().for_each(spoil);
        card.measures.iter_mut().for_each(|measure| spoil(&mut measure.title));
    }
    let spoilt = outcome.triggers.iter().map(|fired| {
        let mut fired = ByHand::from(fired);
        [&mut fired.key, &mut fired.title, &mut fired.message].into_iter().for_each(spoil);
        fired.owner.iter_mut().for_each(spoil);
        fired
    });
    outcome.triggers = spoilt.collect();
    outcome.baseline.iter_mut().for_each(|baseline| spoil(&mut baseline.name));
    for issue in &mut outcome.issues {
        issue.message = format!("{UGLY}{}", issue.message).into();
        issue.text.iter_mut().for_each(spoil);
    }
    outcome.control.iter_mut().for_each(|total| spoil(&mut total.sheet));
    outcome
}

fn forbidden(c: char) -> bool {
    (c < ' ' && !"\t\n\r".contains(c)) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[test]
fn every_part_of_the_workbook_is_sound_xml() {
    let bytes = xlsx::to_bytes(&ugly()).expect("a report");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut checked = 0;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("text in UTF-8");
        let bad: Vec<char> = text.chars().filter(|c| forbidden(*c)).collect();
        assert_eq!(bad, [], "{:?}", part.name());
        checked += 1;
    }
    assert!(checked > 15, "only {checked} parts");
}

#[test]
fn a_table_named_like_the_hidden_sheet_gets_another_name() {
    let mut outcome = small();
    outcome.tables[0].title = "Rulebook-State".into();
    let bytes = xlsx::to_bytes(&outcome).expect("a report");
    let book: calamine::Xlsx<_> = calamine::Reader::new(Cursor::new(bytes)).expect("a workbook");
    let names = calamine::Reader::sheet_names(&book);
    assert!(names.contains(&"Rulebook-State (2)".to_string()), "{names:?}");
}

#[test]
fn the_files_of_a_csv_report_hold_none_of_them() {
    let folder = Folder::new("csv-ugly");
    csv::write(&ugly(), &folder.join("r"), Format::Csv).expect("a report");
    for entry in std::fs::read_dir(folder.join("r")).expect("the report").flatten() {
        let text = std::fs::read_to_string(entry.path()).expect("text in UTF-8");
        assert!(!text.contains(forbidden), "{}", entry.path().display());
    }
}

#[test]
fn the_manifest_inside_a_report_keeps_them() {
    let (folder, outcome) = (Folder::new("ugly-manifest"), ugly());
    let (book, csv_report) = (folder.join("r.xlsx"), folder.join("r"));
    xlsx::write(&outcome, &book).expect("a report");
    csv::write(&outcome, &csv_report, Format::Csv).expect("a report");
    for report in [book, csv_report] {
        let recorded = crate::verify::Recorded::read(&report).expect("a manifest");
        assert_eq!(recorded.inputs[0].name, outcome.inputs[0].name);
        assert_eq!(recorded.policy.version, outcome.policy.version);
    }
}
