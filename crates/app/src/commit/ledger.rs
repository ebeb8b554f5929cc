//! LedgerPosting to the ledger, in the transaction of the event that posts.

use super::writer::Writer;
use crate::error::AppError;
use domain::bank_line::BankLine;
use domain::id::PostingId;
use domain::ledger::LedgerPosting;

pub(super) async fn post(w: &mut Writer<'_>, posting: LedgerPosting) -> Result<(), AppError> {
    let line: BankLine = w.load(posting.line).await?;
    let (id, now) = (w.world().id(PostingId::new), w.now());
    Ok(store::ledger::create(w.tx(), id, &posting, &line, now)?)
}
