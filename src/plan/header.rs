//! What a policy says of itself and of its report: nothing a figure depends on, all that the head of a
//! report needs.

use super::Texts;
use crate::files::FileFingerprint;
use crate::policy::looks::{Coloring, SheetChart};
use crate::policy::model::{Policy, Report, ReportSheet};
use serde::{Deserialize, Serialize};

/// The head of a policy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyPlan {
    /// Name.
    pub name: String,
    /// Version, as written.
    pub version: Option<String>,
    /// Title; without a text where the name is all there is.
    pub title: Texts,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What it is for; without a text where nothing is said.
    pub description: Texts,
    /// Language of titles and messages where a run does not say.
    pub language: String,
    /// SHA-256 over the files of the pack, in hexadecimal.
    pub sha256: String,
    /// The files of the pack with theirs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileFingerprint>,
}

/// A report of the `report:` section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReportPlan {
    /// Its name, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Title of the report; without a text where it is that of the policy.
    pub title: Texts,
    /// The tables to show, in order; every table when empty.
    pub sheets: Vec<ReportSheetPlan>,
    /// Whether cells hold formulas in place of values.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub live: bool,
    /// The column for each value of which it is written apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<SplitPlan>,
}

/// A column that parts a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitPlan {
    /// Its table.
    pub table: String,
    /// Its name.
    pub column: String,
}

/// How a report shows a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportSheetPlan {
    /// The table, or a scorecard.
    pub name: String,
    /// Title; without a text where it is that of the table.
    pub title: Texts,
    /// The columns to show, in order; every column when empty.
    pub show: Vec<String>,
    /// The column to sort by.
    pub sort: Option<SortPlan>,
    /// The column for each value of which there is a subtotal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Its chart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chart: Option<ChartPlan>,
    /// How cells are coloured, by column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub colors: Vec<(String, Coloring)>,
}

/// A chart of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartPlan {
    /// The column it shows.
    pub of: String,
    /// The column for each value of which it has a bar or a point.
    pub by: Option<String>,
    /// Whether it is a line; by the column it is drawn over where nothing is said.
    pub line: Option<bool>,
}

/// An order of rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SortPlan {
    /// The column.
    pub name: String,
    /// Whether the greatest comes first.
    pub falling: bool,
}

impl From<&Policy> for PolicyPlan {
    /// The fingerprints are those of the files, which a policy does not know.
    fn from(policy: &Policy) -> PolicyPlan {
        PolicyPlan {
            name: policy.name.value.clone(),
            version: policy.version.as_ref().map(|version| version.value.clone()),
            title: Texts::from(&policy.title),
            owner: policy.owner.as_ref().map(|owner| owner.value.clone()),
            description: Texts::from(&policy.description),
            language: policy.language.clone(),
            sha256: String::new(),
            files: Vec::new(),
        }
    }
}

impl ReportPlan {
    /// The report of a policy that says nothing of it.
    pub(super) const PLAIN: ReportPlan =
        ReportPlan { name: None, title: Texts { texts: Vec::new() }, sheets: Vec::new(), live: false, split: None };
}

impl From<&Report> for ReportPlan {
    fn from(report: &Report) -> ReportPlan {
        ReportPlan {
            name: report.name.as_ref().map(|name| name.value.clone()),
            title: Texts::from(&report.title),
            sheets: report.sheets.iter().map(ReportSheetPlan::from).collect(),
            live: report.live,
            // Where the column is, the binder knows.
            split: None,
        }
    }
}

impl From<&ReportSheet> for ReportSheetPlan {
    fn from(sheet: &ReportSheet) -> ReportSheetPlan {
        let sort = sheet.sort.as_ref();
        ReportSheetPlan {
            name: sheet.table.value.clone(),
            title: Texts::from(&sheet.title),
            show: sheet.columns.iter().map(|column| column.value.clone()).collect(),
            sort: sort.map(|(column, falling)| SortPlan { name: column.value.clone(), falling: *falling }),
            group: sheet.look.group.as_ref().map(|group| group.value.clone()),
            chart: sheet.look.chart.as_ref().map(ChartPlan::from),
            colors: sheet.look.colors.iter().map(|(name, color)| (name.value.clone(), color.value.clone())).collect(),
        }
    }
}

impl From<&SheetChart> for ChartPlan {
    fn from(chart: &SheetChart) -> ChartPlan {
        ChartPlan { of: chart.of.value.clone(), by: chart.by.as_ref().map(|by| by.value.clone()), line: chart.line }
    }
}
