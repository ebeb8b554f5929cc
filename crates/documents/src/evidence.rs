//! What is kept inside a document to judge it by in ten years: the certificates of the path and the revocation lists of the day.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gm::certificate::{Certificate, RevocationList};
use serde::{Deserialize, Serialize};

/// Most members of either kind.
const MEMBERS_MAX: usize = 32;

#[derive(Serialize, Deserialize)]
struct Kept {
    format: String,
    certificates: Vec<String>,
    revocation_lists: Vec<String>,
}

const FORMAT: &str = "kaihan.validation.v1";

/// The JSON that is attached.
#[must_use]
pub fn write(certificates: &[Certificate], lists: &[RevocationList]) -> String {
    let kept = Kept {
        format: FORMAT.into(),
        certificates: certificates.iter().map(|certificate| STANDARD.encode(certificate.der())).collect(),
        revocation_lists: lists.iter().map(|list| STANDARD.encode(list.der())).collect(),
    };
    serde_json::to_string(&kept).unwrap_or_default()
}

/// What was attached; `None` for anything else.
pub(crate) fn read(text: &str) -> Option<(Vec<Certificate>, Vec<RevocationList>)> {
    let kept: Kept = serde_json::from_str(text).ok()?;
    if kept.format != FORMAT || kept.certificates.len() > MEMBERS_MAX || kept.revocation_lists.len() > MEMBERS_MAX {
        return None;
    }
    let certificates = kept.certificates.iter().filter_map(|text| Certificate::from_der(&STANDARD.decode(text).ok()?).ok());
    let lists = kept.revocation_lists.iter().filter_map(|text| RevocationList::from_der(&STANDARD.decode(text).ok()?).ok());
    Some((certificates.collect(), lists.collect()))
}
