//! Recording what the bank reports, before anything is done with it.

use super::record::{Reported, TEXT_MAX};
use crate::commit::commit;
use crate::credential::verify::UNSIGNED;
use crate::error::{AppError, FieldError};
use crate::world::World;
use domain::access::{Action, Relation};
use domain::bank_line::LineSource;
use domain::money::Cny;
use domain::time::Timestamp;
use partners::bank::wire::{BankLine, BankLineReceipt};
use protocol::signed::{Request, Verifier};

/// The name the bank signs with.
const BANK_APP: &str = "bank";

/// Whether the bank signed a request, over its raw bytes, before anything in it is parsed.
///
/// # Errors
/// [`AppError::Unauthenticated`], the same whatever was wrong; only the log tells more.
pub fn verify(world: &World, request: &Request<'_>, authorization: &str) -> Result<(), AppError> {
    let key_of = |app: &str, _: &str| (app == BANK_APP).then(|| Verifier::Sm2(world.bank_key.clone()));
    if let Err(error) = protocol::signed::verify(request, authorization, key_of, world.now().seconds()) {
        tracing::warn!(%error, "a bank line was not accepted");
        return Err(AppError::Unauthenticated(UNSIGNED.into()));
    }
    Ok(())
}

/// Records a line and enqueues its matching. The same line again is acknowledged and changes nothing; one that comes again with other
/// contents is a line of its own, which settles nothing by itself.
///
/// # Errors
/// [`AppError::Invalid`] for a line that cannot be read.
pub async fn receive(world: &World, wire: BankLine) -> Result<BankLineReceipt, AppError> {
    let now = world.now();
    let mut faults = Vec::new();
    let amount = Cny::parse_yuan(&wire.amount).map_err(|error| faults.push(FieldError::new("amount", error))).unwrap_or(Cny::ZERO);
    let booked_at = Timestamp::parse_civil(&wire.booked_at).unwrap_or_else(|| {
        faults.push(FieldError::new("booked_at", "应为 2026-11-21 10:00:00 的形式"));
        now
    });
    for (field, text) in [("line_id", &wire.line_id), ("account", &wire.account)] {
        if text.is_empty() || text.chars().count() > TEXT_MAX {
            faults.push(FieldError::new(field, "不得为空或过长"));
        }
    }
    if !faults.is_empty() {
        return Err(AppError::Invalid(faults));
    }
    let line_id = wire.line_id.clone();
    let reported = Reported {
        reference: wire.line_id,
        account: wire.account,
        amount,
        payer_name: wire.payer_name,
        payer_account: wire.payer_account,
        remark: wire.remark,
        booked_at,
        ..Reported::new(world, LineSource::Bank)
    };
    let stamp = world.system().stamp(world, Action::ReceiveBankLine, Relation::Platform, reported.id)?;
    let fresh = commit(world, stamp, move |w| Box::pin(async move { reported.record(w).await })).await?;
    Ok(BankLineReceipt { line_id, duplicate: !fresh })
}
