//! Whom the verifier trusts: what the trust folder holds for people, and below it for documents and for seal makers.

use crate::error::AppError;
use documents::verify::DocumentTrust;
use gm::certificate::{Certificate, RevocationList, Trust};
use std::path::Path;

/// Anchors (`*.cer`) and revocation lists (`*.crl`) of one folder; nothing when it is not there.
pub(crate) fn read(folder: &Path) -> Result<(Vec<Certificate>, Vec<RevocationList>), AppError> {
    let (mut anchors, mut lists) = (Vec::new(), Vec::new());
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok((anchors, lists)) };
    for entry in entries {
        let path = entry.map_err(|error| AppError::Unavailable(error.to_string()))?.path();
        let wrong = |error: &dyn std::fmt::Display| AppError::Bug(format!("信任目录中的 {} 无法使用：{error}", path.display()));
        let text = || std::fs::read_to_string(&path).map_err(|error| wrong(&error));
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("cer") => anchors.extend(Certificate::from_pem(&text()?).map_err(|error| wrong(&error))?),
            Some("crl") => lists.push(RevocationList::from_pem(&text()?).map_err(|error| wrong(&error))?),
            Some(_) | None => {}
        }
    }
    Ok((anchors, lists))
}

/// The trust of `folder`: its own anchors and those in `documents/` for signers and time stamps, those in `makers/` for seal makers.
///
/// # Errors
/// [`AppError::Bug`] for a file that cannot be read.
pub fn open(folder: &Path) -> Result<DocumentTrust, AppError> {
    let (mut anchors, mut lists) = read(folder)?;
    let (ordinary, ordinary_lists) = read(&folder.join("documents"))?;
    anchors.extend(ordinary);
    lists.extend(ordinary_lists);
    let (makers, maker_lists) = read(&folder.join("makers"))?;
    Ok(DocumentTrust { signers: Trust::new(anchors, lists), makers: Trust::new(makers, maker_lists) })
}
