//! Messages that wait for something to happen to a subject are looked at again, once the transaction has made it happen.

use super::writer::Writer;
use crate::error::AppError;
use store::job::Job;

pub(crate) async fn wake(w: &mut Writer<'_>, subject: &str) -> Result<(), AppError> {
    for parked in store::message::list_parked(w.tx(), subject).await? {
        w.job_again(Job::ActOnMessage(parked), None)?;
    }
    Ok(())
}
