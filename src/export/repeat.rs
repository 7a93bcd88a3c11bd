//! What a run can be repeated by and its result be known by, as parts of the JSON.

use crate::outcome::{Differs, Digest, FileFingerprint, Outcome, digest_of_all};
use serde_json::{Value as Json, json};

/// A file with its fingerprint.
pub(super) fn file(file: &FileFingerprint) -> Json {
    json!({"name": file.name, "bytes": file.bytes, "sha256": file.sha256})
}

/// What was asked of the run.
pub(super) fn asked(outcome: &Outcome) -> Json {
    let asked = &outcome.asked;
    let sheets: Vec<Json> = asked.sheets.iter().map(|(table, sheet)| json!({"table": table, "sheet": sheet})).collect();
    let mut told = json!({
        "as_of": asked.as_of.map(|day| day.to_string()), "language": asked.language, "sheets": sheets,
        "decimal": asked.decimal.map(|mark| mark.mark()), "order": asked.order.map(|order| order.word()),
    });
    // Most reports have everything, and say nothing of it.
    if !asked.only.is_empty() {
        told["only"] = Json::from(asked.only.clone());
    }
    if let Some(part) = &outcome.part {
        told["part"] = json!({"by": part.by, "value": part.value});
    }
    if let Some(report) = &asked.report {
        told["report"] = Json::from(report.clone());
    }
    told
}

/// The earlier run it was compared with.
pub(super) fn baseline(outcome: &Outcome) -> Json {
    let one = |differs: &Differs| {
        let name = if let Differs::Parameter { name, .. } = differs { Some(name) } else { None };
        let [before, now] = differs.ends();
        json!({"what": differs.word(), "name": name, "before": before, "now": now})
    };
    outcome.baseline.as_ref().map_or(Json::Null, |run| {
        let differs: Vec<Json> = run.differs.iter().map(one).collect();
        json!({
            "name": run.name, "as_of": run.as_of.map(|day| day.to_string()), "sha256": run.sha256,
            "differs": differs,
        })
    })
}

/// The fingerprints of the result.
pub(super) fn result(digests: &[Digest]) -> Json {
    let part = |digest: &Digest| json!({"what": digest.what, "rows": digest.rows, "sha256": digest.sha256});
    json!({"sha256": digest_of_all(digests), "parts": digests.iter().map(part).collect::<Vec<_>>()})
}
