//! How it becomes known that money came onto an institution's account.

use crate::error::AppError;
use domain::id::InstitutionId;
use domain::payment::Watch;
use domain::statement::watch as decide;
use domain::time::Timestamp;
use store::Query;

/// Statements that are looked at.
const LAST: i64 = 20;

/// How the account is watched.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) async fn watch(query: &mut impl Query, institution: InstitutionId, now: Timestamp) -> Result<Watch, AppError> {
    let last = store::bank_line::load_last_of(query, institution).await?;
    let statements = store::statement::list_of_institution(query, institution, LAST).await?;
    Ok(decide(last.as_ref(), &statements, now))
}
