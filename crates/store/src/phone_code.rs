//! Codes sent to mobiles and letter boxes; the column is called after the first. The digits are not here: they follow from the identifier and the platform's secret.

use crate::db::{Query, Row, StoreError, Tx, statements};
use domain::id::PhoneCodeId;
use domain::party::Uscc;
use domain::phone_code::send::Recent;
use domain::phone_code::{CodeAddress, PhoneCode, Purpose};
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO phone_code (id, purpose, uscc, mobile, address, sent_at, wrong, used) VALUES ($1, $2, $3, $4, $5, $6, 0, 0)";
    DELETE_OLD = "DELETE FROM phone_code WHERE id IN (SELECT id FROM phone_code WHERE sent_at < $1 ORDER BY sent_at LIMIT $2)",
        postgres "DELETE FROM phone_code WHERE id = ANY(ARRAY(SELECT id FROM phone_code WHERE sent_at < $1 ORDER BY sent_at LIMIT $2 FOR UPDATE SKIP LOCKED))";
    SELECT = "SELECT id, purpose, uscc, mobile, sent_at, wrong, used FROM phone_code WHERE id = $1";
    SELECT_LAST = "SELECT id, purpose, uscc, mobile, sent_at, wrong, used FROM phone_code WHERE mobile = $1 AND purpose = $2 AND uscc = $3 ORDER BY sent_at DESC LIMIT 1";
    LIST_TO_MOBILE = "SELECT purpose, sent_at FROM phone_code WHERE mobile = $1 AND sent_at > $2 ORDER BY sent_at DESC LIMIT 20";
    COUNT_FROM_ADDRESS = "SELECT COUNT(*) FROM phone_code WHERE address = $1 AND sent_at > $2";
    COUNT_WRONG = "UPDATE phone_code SET wrong = wrong + 1 WHERE id = $1 AND wrong = $2 AND used = 0";
    USE = "UPDATE phone_code SET used = 1 WHERE id = $1 AND wrong = $2 AND used = 0";
}

/// How long a code is kept after it was sent, for the hourly limits.
const KEPT: i64 = 2 * Timestamp::HOUR;
/// Most codes that are cleared away when one is sent: more than one, so that they do not pile up.
const SWEEP_MAX: i64 = 100;

fn purpose(code: &str) -> Result<Purpose, StoreError> {
    Purpose::ALL.into_iter().find(|purpose| purpose.code() == code).ok_or_else(|| StoreError::Corrupt("unknown purpose".into()))
}

fn read(row: &Row) -> Result<PhoneCode, StoreError> {
    let wrong = u32::try_from(row.int(5)?).map_err(|_| StoreError::Corrupt("a count is negative".into()))?;
    Ok(PhoneCode {
        id: row.parse(0)?,
        purpose: purpose(row.text(1)?)?,
        uscc: crate::organisation::code(row, 2)?,
        to: row.parse(3)?,
        sent_at: Timestamp::from_micros(row.int(4)?),
        wrong,
        used: row.int(6)? != 0,
    })
}

/// Writes a code that was asked for from `address`, and clears those that count for nothing any more.
///
/// # Errors
/// [`StoreError`].
pub fn create(tx: &mut Tx, code: &PhoneCode, address: &str) -> Result<(), StoreError> {
    tx.push_any(&DELETE_OLD, vec![code.sent_at.plus(-KEPT).micros().into(), SWEEP_MAX.into()])?;
    let values = vec![
        code.id.to_string().into(),
        code.purpose.code().into(),
        code.uscc.as_str().into(),
        code.to.as_str().into(),
        address.into(),
        code.sent_at.micros().into(),
    ];
    tx.push(&INSERT, values, 1)
}

/// What was asked for within the last hour, there and from this address.
///
/// # Errors
/// [`StoreError`].
pub async fn recent(query: &mut impl Query, to: &CodeAddress, address: &str, now: Timestamp) -> Result<Recent, StoreError> {
    let since = now.plus(-Timestamp::HOUR).micros();
    let rows = query.rows(&LIST_TO_MOBILE, vec![to.as_str().into(), since.into()]).await?;
    let to_mobile: Result<_, StoreError> =
        rows.iter().map(|row| Ok((purpose(row.text(0)?)?, Timestamp::from_micros(row.int(1)?)))).collect();
    let count = query.first(&COUNT_FROM_ADDRESS, vec![address.into(), since.into()]).await?.map_or(Ok(0), |row| row.int(0))?;
    Ok(Recent { to_mobile: to_mobile?, from_address: usize::try_from(count).unwrap_or(usize::MAX) })
}

/// The code, if it is still kept.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: PhoneCodeId) -> Result<Option<PhoneCode>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.as_ref().map(read).transpose()
}

/// The last code sent there for this purpose and institution.
///
/// # Errors
/// [`StoreError`].
pub async fn load_last(query: &mut impl Query, to: &CodeAddress, purpose: Purpose, uscc: &Uscc) -> Result<Option<PhoneCode>, StoreError> {
    let values = vec![to.as_str().into(), purpose.code().into(), uscc.as_str().into()];
    query.first(&SELECT_LAST, values).await?.as_ref().map(read).transpose()
}

/// Counts a wrong guess.
///
/// # Errors
/// [`StoreError::Conflict`] when another guess was counted meanwhile.
pub fn count_wrong(tx: &mut Tx, code: &PhoneCode) -> Result<(), StoreError> {
    tx.push(&COUNT_WRONG, vec![code.id.to_string().into(), code.wrong.into()], 1)
}

/// Uses a code up.
///
/// # Errors
/// [`StoreError::Conflict`] when it was used or guessed at meanwhile.
pub fn use_up(tx: &mut Tx, code: &PhoneCode) -> Result<(), StoreError> {
    tx.push(&USE, vec![code.id.to_string().into(), code.wrong.into()], 1)
}
