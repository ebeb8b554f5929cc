//! Public keys that are met again and again — of authorities, seal makers, the time-stamp authority, the bank, institutions' systems,
//! of people while they are here — are kept with a table of their multiples, and verify three to four times as fast.
//!
//! A table is a pure function of its key and is found by the whole key: what is kept, forgotten or not yet made changes how long a
//! verification takes and never what it comes to. All values are public, so variable time is right here and here only; what signs and
//! decrypts stays in constant time ([`crate::SecretKey`]).
//!
//! Who is kept is said by whoever knows whom it will meet again: anchors and what was found to be certified by one. A stranger cannot
//! have a key kept, and so cannot push one out.

mod table;
mod verify;

use crate::key::{PublicKey, SignatureError};
use sm2::ProjectivePoint;
use sm2::dsa::Signature;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use table::Table;

/// Bits of a digit: 43 rows of 32 points.
const DIGIT_BITS: usize = 6;
type KeyTable = Table<DIGIT_BITS>;
/// What one kept key takes in memory once its table is made, in bytes: 99 072 for the table and about 200 for the rest.
pub const KEPT_KEY_BYTES: usize = KeyTable::BYTES + 200;
/// Verifications after which a kept key gets its table: making it costs about eight verifications.
const TABLE_AFTER: u32 = 3;
/// Kept keys of systems and authorities; at most 25 MB.
const STANDING_MAX: usize = 256;
/// Kept keys of people and of signers of documents; at most 13 MB.
const PASSING_MAX: usize = 128;

/// For how long a key is worth keeping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Authorities, seal makers, time-stamp authorities, the bank, institutions' systems: as long as the program runs.
    Standing,
    /// People while their session lasts, signers of documents: until others come.
    Passing,
}

/// A point's coordinates, big-endian: what a key is found by.
type Coordinates = [u8; 64];

/// A public key with what makes verifying by it quick.
pub struct KeptKey {
    key: sm2::PublicKey,
    identity: [u8; 32],
    used: AtomicU32,
    table: OnceLock<KeyTable>,
}

impl fmt::Debug for KeptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptKey").field("table", &self.table.get().is_some()).finish_non_exhaustive()
    }
}

impl KeptKey {
    /// Keeps `key`; its table is made at the fourth verification.
    #[must_use]
    pub fn new(key: &PublicKey) -> Self {
        let identity = verify::identity(&coordinates(key));
        Self { key: *key.inner(), identity, used: AtomicU32::new(0), table: OnceLock::new() }
    }

    /// The table, once the key was used often enough for one.
    fn table(&self) -> Option<&KeyTable> {
        if let Some(table) = self.table.get() {
            return Some(table);
        }
        let often = self.used.fetch_add(1, Ordering::Relaxed) >= TABLE_AFTER;
        often.then(|| self.table.get_or_init(|| Table::new(ProjectivePoint::from(self.key))))
    }

    fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), SignatureError> {
        verify::verify(&self.key, self.table(), verify::hash(&self.identity, message), signature)
    }
}

/// The keys of one keeping: two generations, of which the older is dropped when the younger is full, so that what was used lately
/// stays.
struct KeptKeys {
    most: usize,
    generations: RwLock<Generations>,
}

#[derive(Default)]
struct Generations {
    young: BTreeMap<Coordinates, Arc<KeptKey>>,
    old: BTreeMap<Coordinates, Arc<KeptKey>>,
}

static STANDING: KeptKeys = KeptKeys::new(STANDING_MAX);
static PASSING: KeptKeys = KeptKeys::new(PASSING_MAX);

impl KeptKeys {
    const fn new(most: usize) -> Self {
        Self { most, generations: RwLock::new(Generations { young: BTreeMap::new(), old: BTreeMap::new() }) }
    }

    fn get(&self, coordinates: &Coordinates) -> Option<Arc<KeptKey>> {
        let generations = self.generations.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(young) = generations.young.get(coordinates) {
            return Some(Arc::clone(young));
        }
        let old = generations.old.get(coordinates).cloned()?;
        drop(generations);
        self.put(*coordinates, Arc::clone(&old));
        Some(old)
    }

    fn put(&self, coordinates: Coordinates, kept: Arc<KeptKey>) {
        let mut generations = self.generations.write().unwrap_or_else(PoisonError::into_inner);
        if generations.young.len() >= self.most / 2 {
            generations.old = std::mem::take(&mut generations.young);
        }
        generations.old.remove(&coordinates);
        generations.young.entry(coordinates).or_insert(kept);
    }

    fn keep(&self, key: &PublicKey) {
        let coordinates = coordinates(key);
        if self.get(&coordinates).is_none() {
            self.put(coordinates, Arc::new(KeptKey::new(key)));
        }
    }
}

fn coordinates(key: &PublicKey) -> Coordinates {
    let point = key.to_bytes();
    point.get(1..).and_then(|coordinates| coordinates.try_into().ok()).unwrap_or([0; 64])
}

impl PublicKey {
    /// Says that this key will be met again: verifying by it becomes three to four times as fast ([`crate::kept_key`]). Only for keys that are
    /// trusted already.
    pub fn keep(&self, keeping: Keeping) {
        keep(self, keeping);
    }

    /// Verifies a DER signature over `message`.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        let signature = Signature::from_der(signature).map_err(|_| SignatureError)?;
        verify(self, message, &signature)
    }
}

/// Keeps a key that will be met again.
fn keep(key: &PublicKey, keeping: Keeping) {
    match keeping {
        Keeping::Standing => STANDING.keep(key),
        Keeping::Passing if STANDING.get(&coordinates(key)).is_some() => {}
        Keeping::Passing => PASSING.keep(key),
    }
}

/// Verifies with whatever is kept of `key`.
fn verify(key: &PublicKey, message: &[u8], signature: &Signature) -> Result<(), SignatureError> {
    let coordinates = coordinates(key);
    match STANDING.get(&coordinates).or_else(|| PASSING.get(&coordinates)) {
        Some(kept) => kept.verify(message, signature),
        None => verify::verify(key.inner(), None, verify::hash(&verify::identity(&coordinates), message), signature),
    }
}

#[cfg(test)]
mod tests;
