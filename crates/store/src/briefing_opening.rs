//! Which text a session was shown before it may be agreed to.

use crate::db::{Query, StoreError, Tx, statements};
use domain::application::BriefingOpening;
use domain::id::{ApplicationId, SessionId};
use domain::time::Timestamp;

statements! {
    UPSERT = "INSERT INTO briefing_opening (session, application, digest, opened_at) VALUES ($1, $2, $3, $4) ON CONFLICT (session, application) DO UPDATE SET opened_at = CASE WHEN briefing_opening.digest = excluded.digest THEN briefing_opening.opened_at ELSE excluded.opened_at END, digest = excluded.digest";
    SELECT = "SELECT digest, opened_at FROM briefing_opening WHERE session = $1 AND application = $2";
    DELETE_OLD = "DELETE FROM briefing_opening WHERE (session, application) IN (SELECT session, application FROM briefing_opening WHERE opened_at < $1 ORDER BY opened_at LIMIT $2)",
        postgres "DELETE FROM briefing_opening WHERE ctid = ANY(ARRAY(SELECT ctid FROM briefing_opening WHERE opened_at < $1 ORDER BY opened_at LIMIT $2 FOR UPDATE SKIP LOCKED))";
}

/// How long a row is kept: as long as a session may last at most.
const KEPT: i64 = 24 * Timestamp::HOUR;
/// Most rows that one opening clears away.
const SWEEP_MAX: i64 = 100;

/// Writes that a session was shown the text with this digest; when it was shown first stays. Clears away some whose sessions are over.
///
/// # Errors
/// [`StoreError`].
pub fn save(tx: &mut Tx, session: SessionId, application: ApplicationId, opening: &BriefingOpening) -> Result<(), StoreError> {
    tx.push_any(&DELETE_OLD, vec![opening.at.plus(-KEPT).micros().into(), SWEEP_MAX.into()])?;
    let values =
        vec![session.to_string().into(), application.to_string().into(), opening.digest.as_str().into(), opening.at.micros().into()];
    tx.push(&UPSERT, values, 1)
}

/// What a session was shown last, for an application.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, session: SessionId, application: ApplicationId) -> Result<Option<BriefingOpening>, StoreError> {
    let row = query.first(&SELECT, vec![session.to_string().into(), application.to_string().into()]).await?;
    row.map(|row| Ok(BriefingOpening { digest: row.text(0)?.to_owned(), at: Timestamp::from_micros(row.int(1)?) })).transpose()
}
