//! What people signed: small enough to be rows, so that they are there exactly when what they signed for is. The seal in a signature is
//! ten times as long as all the rest and the same each time, so it is a row of its own.

use crate::db::{Query, StoreError, Tx, statements};
use domain::id::FileId;

statements! {
    INSERT = "INSERT INTO signature (id, value, seal, cut_at) VALUES ($1, $2, $3, $4)";
    SELECT = "SELECT s.value, s.cut_at, e.value FROM signature s LEFT JOIN seal e ON e.digest = s.seal WHERE s.id = $1";
    KEEP_SEAL = "INSERT INTO seal (digest, value) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING";
    IS_KEPT = "SELECT digest FROM seal WHERE digest = $1";
}

/// A signature as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSignature {
    /// Its bytes without the seal, base64.
    pub value: String,
    /// Where in those bytes the seal belongs, and the seal, base64; nothing where they are whole.
    pub seal: Option<(i64, String)>,
}

/// Writes a signature, base64; `cut` says where a kept seal was taken out of it, and names the seal by its digest (SHA-256, hexadecimal).
///
/// # Errors
/// [`StoreError`].
pub fn create(tx: &mut Tx, id: FileId, value: String, cut: Option<(i64, String)>) -> Result<(), StoreError> {
    let (at, seal) = cut.unzip();
    tx.push(&INSERT, vec![id.to_string().into(), value.into(), seal.into(), at.into()], 1)
}

/// A signature; nothing when there is no such row.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: FileId) -> Result<Option<KeptSignature>, StoreError> {
    let row = query.first(&SELECT, vec![id.to_string().into()]).await?;
    row.map(|row| {
        let seal = row.int(1).ok().map(|at| Ok::<_, StoreError>((at, row.text(2)?.to_owned()))).transpose()?;
        Ok(KeptSignature { value: row.text(0)?.to_owned(), seal })
    })
    .transpose()
}

/// Keeps a seal (base64) under its digest (SHA-256, hexadecimal), unless it is kept already.
///
/// # Errors
/// [`StoreError`].
pub fn keep_seal(tx: &mut Tx, digest: String, value: String) -> Result<(), StoreError> {
    tx.push_any(&KEEP_SEAL, vec![digest.into(), value.into()])
}

/// Whether a seal with this digest (SHA-256, hexadecimal) is kept.
///
/// # Errors
/// [`StoreError`].
pub async fn is_kept(query: &mut impl Query, digest: &str) -> Result<bool, StoreError> {
    Ok(query.first(&IS_KEPT, vec![digest.into()]).await?.is_some())
}
