//! What each judge says of a file, ours among them.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Whom one trusts, which strangers' files cannot be held against: left out of the comparison.
const TRUST: [&str; 14] = [
    "certificate_untrusted",
    "certificate_expired",
    "certificate_not_yet_valid",
    "certificate_revoked",
    "certificate_personal",
    "certificate_unfit",
    "certificate_of_another",
    "revocation_unknown",
    "seal_maker_wrong",
    "seal_maker_revoked",
    "seal_maker_expired",
    "seal_maker_unfit",
    "seal_expired",
    "time_stamp_untrusted",
];

/// Rules of the house: weak algorithms, fields filled in afterwards, bytes behind the end.
const HOUSE: [&str; 5] = ["algorithm_refused", "digest_method_refused", "time_stamp_weak", "filled_after_signing", "trailing_bytes"];

/// What the verifier says, trust left out.
pub(super) struct Opinion {
    reasons: BTreeSet<String>,
}

impl Opinion {
    /// Nothing is wrong but trust.
    pub(super) fn is_intact(&self) -> bool {
        self.reasons.is_empty()
    }

    /// Refused by rules of the house alone.
    pub(super) fn is_house(&self) -> bool {
        !self.is_intact() && self.reasons.iter().all(|reason| HOUSE.contains(&reason.as_str()))
    }

    /// A row of the table.
    pub(super) fn row(&self) -> String {
        if self.is_intact() { "（完好）".to_owned() } else { self.reasons.iter().map(String::as_str).collect::<Vec<_>>().join(" ") }
    }
}

/// A line of `kaihan verify --json`.
pub(super) fn ours(line: &str) -> Option<(PathBuf, Opinion)> {
    let value: Value = serde_json::from_str(line).ok()?;
    let file = value.get("file")?.as_str()?.into();
    let reasons = |part: &Value| -> Vec<String> {
        let listed = part.get("refusals").and_then(Value::as_array).into_iter().flatten();
        listed.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let Some(report) = value.get("report") else {
        return Some((file, Opinion { reasons: BTreeSet::from(["unread".to_owned()]) }));
    };
    let signatures = report.get("signatures").and_then(Value::as_array).cloned().unwrap_or_default();
    let all = reasons(report).into_iter().chain(signatures.iter().flat_map(reasons));
    Some((file, Opinion { reasons: all.filter(|reason| !TRUST.contains(&reason.as_str())).collect() }))
}

/// What another judge says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Intact,
    Broken,
    /// Right as far as it goes, and it does not cover all that is shown.
    Partial,
    Unsigned,
    /// It could not tell: unreadable, out of time, an algorithm it does not know.
    Unknown,
}

impl Said {
    /// Whether it saw a signature.
    pub(super) fn is_signed(&self) -> bool {
        match self {
            Self::Intact | Self::Broken | Self::Partial => true,
            Self::Unsigned | Self::Unknown => false,
        }
    }
}

/// A line of a judge in Python.
pub(super) fn said(line: &str) -> Option<(PathBuf, Said)> {
    let value: Value = serde_json::from_str(line).ok()?;
    let verdict = match value.get("verdict")?.as_str()? {
        "intact" => Said::Intact,
        "broken" => Said::Broken,
        "partial" => Said::Partial,
        "unsigned" => Said::Unsigned,
        _ => Said::Unknown,
    };
    Some((value.get("file")?.as_str()?.into(), verdict))
}

/// What pdfsig prints of a file: broken when any signature is.
pub(super) fn poppler(text: &str) -> Said {
    let verdicts: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("- Signature Validation: ")).collect();
    let is = |words: &str| verdicts.iter().any(|verdict| verdict.starts_with(words));
    if is("Signature is Invalid") || is("Digest Mismatch") {
        Said::Broken
    } else if !verdicts.is_empty() && verdicts.iter().all(|verdict| verdict.starts_with("Signature is Valid")) {
        Said::Intact
    } else if text.contains("does not contain any signatures") {
        Said::Unsigned
    } else {
        Said::Unknown
    }
}
