//! What a signer forbade to happen afterwards: the certification of a document (DocMDP, ISO 32000-2, 12.8.2.2), locks on fields (FieldMDP,
//! 12.8.2.4), and the lock that a signature field carries itself (12.7.5.5).

use super::fields::Field;
use super::form::Touched;
use super::objects::{array, dictionary, get, name, resolve};
use super::places::Place;
use lopdf::{Dictionary, Document};

/// Most fields that one lock names.
const NAMES_MAX: usize = 4_096;

/// Which fields are locked.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Locked {
    All,
    Only(Vec<Vec<u8>>),
    AllBut(Vec<Vec<u8>>),
}

/// What one signature forbids.
#[derive(Clone, Debug, Default)]
pub(super) struct Permissions {
    /// Nothing may change but the data for judging and document time stamps (P = 1).
    no_changes: bool,
    locked: Vec<Locked>,
}

/// Whether `name` is one of `names`, or below one of them.
fn is_among(names: &[Vec<u8>], name: &[u8]) -> bool {
    names.iter().any(|known| name.strip_prefix(known.as_slice()).is_some_and(|rest| rest.is_empty() || rest.starts_with(b".")))
}

impl Permissions {
    /// What the signature at `place` forbids. What it says in a form that is not understood forbids all.
    pub(super) fn of(document: &Document, fields: &[Field<'_>], place: &Place) -> Self {
        let mut out = Self::default();
        let Some(signed) = fields.iter().find(|known| place.is_in(document, known)) else { return out };
        if let Some(lock) = dictionary(document, signed.dictionary, b"Lock") {
            out.lock(document, lock);
        }
        let Some(value) = signed.signed(document) else { return out };
        let transforms = array(document, value, b"Reference");
        let certified = dictionary(document, value, b"Reference").is_some();
        for reference in transforms.into_iter().flatten() {
            let Some(reference) = resolve(document, reference).and_then(|reference| reference.as_dict().ok()) else {
                out.no_changes = true;
                continue;
            };
            let parameters = dictionary(document, reference, b"TransformParams");
            match (name(document, reference, b"TransformMethod"), parameters) {
                (Some(b"DocMDP"), parameters) => {
                    // By default forms may be filled and signed.
                    let level = parameters.and_then(|parameters| get(document, parameters, b"P")).map_or(Ok(2), lopdf::Object::as_i64);
                    out.no_changes |= !matches!(level, Ok(2 | 3));
                }
                (Some(b"FieldMDP"), Some(parameters)) => out.lock(document, parameters),
                (Some(b"FieldMDP"), None) => out.locked.push(Locked::All),
                // Usage rights and digests of single objects forbid nothing.
                (Some(_) | None, _) => {}
            }
        }
        out.no_changes |= certified;
        out
    }

    fn lock(&mut self, document: &Document, lock: &Dictionary) {
        let names = array(document, lock, b"Fields").map(|names| {
            let names = names.iter().take(NAMES_MAX).filter_map(|name| resolve(document, name)?.as_str().ok().map(<[u8]>::to_vec));
            names.collect::<Vec<_>>()
        });
        self.locked.push(match (name(document, lock, b"Action"), names) {
            (Some(b"Include"), Some(names)) => Locked::Only(names),
            (Some(b"Exclude"), Some(names)) => Locked::AllBut(names),
            _ => Locked::All,
        });
        // With PDF 2.0 a lock may also say what may happen to the whole document.
        if let Some(level) = get(document, lock, b"P") {
            self.no_changes |= !matches!(level.as_i64(), Ok(2 | 3));
        }
    }

    /// Whether an update that touched these fields, and was made by a document time stamp or by somebody who signed, is forbidden.
    pub(super) fn forbid(&self, touched: &Touched, time_stamp_only: bool) -> bool {
        if time_stamp_only && touched.names.len() <= 1 {
            return false;
        }
        let locked = |name: &Vec<u8>| {
            self.locked.iter().any(|locked| match locked {
                Locked::All => true,
                Locked::Only(names) => is_among(names, name),
                Locked::AllBut(names) => !is_among(names, name),
            })
        };
        self.no_changes || touched.names.iter().any(locked)
    }
}
