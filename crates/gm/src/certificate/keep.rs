//! Certificates whose keys are met again ([`crate::Keeping`]).

use super::{Certificate, Purpose};
use crate::Keeping;

impl Certificate {
    /// Keeps its key, when it is one that gains by it (SM2). Only for certificates that are trusted already: what it speeds up is
    /// [`Certificate::verify`], wherever this key comes in again.
    pub fn keep(&self, keeping: Keeping) {
        if let Ok(key) = self.public_key() {
            key.keep(keeping);
        }
    }
}

/// Keeps the keys of a path that was found to lead to an anchor: authorities and time-stamp authorities as long as the program runs.
pub(super) fn keep_path<'a>(path: impl Iterator<Item = &'a Certificate>, purpose: Purpose) {
    for (depth, certificate) in path.enumerate() {
        let standing = depth > 0 || purpose == Purpose::TimeStamp;
        certificate.keep(if standing { Keeping::Standing } else { Keeping::Passing });
    }
}
