//! Recording what the bank reports, before anything is done with it.

use crate::error::{AppError, FieldError};
use crate::job::MATCH_BANK_LINE;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::bank_line::{BankLineEvent, BankLineFacts, LineSource};
use domain::id::{BankLineId, JobId};
use domain::money::Cny;
use domain::time::Timestamp;
use partners::bank::wire::{BankLine, BankLineReceipt};
use store::Stamp;
use store::job::{Lane, NewJob};

/// Longest text in a line, in characters.
const TEXT_MAX: usize = 300;

/// Records a line and enqueues its matching. The same line again is acknowledged and changes nothing.
///
/// # Errors
/// [`AppError::Invalid`] for a line that cannot be read.
pub async fn receive(world: &World, wire: BankLine) -> Result<BankLineReceipt, AppError> {
    let now = world.now();
    let stamp = world.system().stamp(Action::ReceiveBankLine, Relation::Stranger, now)?;
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
        source: LineSource::Bank,
    };
    let fresh = record(world, stamp, reported).await?;
    world.jobs.notify_one();
    Ok(BankLineReceipt { line_id, duplicate: !fresh })
}

/// A credit as it was reported.
pub(super) struct Reported {
    pub(super) reference: String,
    pub(super) account: String,
    pub(super) amount: Cny,
    pub(super) payer_name: String,
    pub(super) payer_account: String,
    pub(super) remark: String,
    pub(super) booked_at: Timestamp,
    pub(super) source: LineSource,
}

/// Records a credit that is not known yet, and enqueues its matching; `false` when it is known.
pub(super) async fn record(world: &World, stamp: Stamp, reported: Reported) -> Result<bool, AppError> {
    let cut = |text: String| text.chars().take(TEXT_MAX).collect::<String>();
    let (now, id, job) = (world.now(), world.id(BankLineId::new), world.id(JobId::new));
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                if store::bank_line::load_by_bank_reference(tx, &reported.reference).await?.is_some() {
                    return Ok(false);
                }
                let institution = store::institution::load_by_account(tx, &reported.account).await?;
                let facts = BankLineFacts {
                    id,
                    bank_reference: reported.reference,
                    account: reported.account,
                    institution: institution.map(|institution| institution.id),
                    amount: reported.amount,
                    payer_name: cut(reported.payer_name),
                    payer_account: cut(reported.payer_account),
                    remark: cut(reported.remark),
                    booked_at: reported.booked_at,
                    received_at: now,
                    source: reported.source,
                };
                store::bank_line::create(tx, &stamp, &BankLineEvent::Received { facts: Box::new(facts) })?;
                store::job::enqueue(tx, NewJob { id: job, kind: MATCH_BANK_LINE, payload: id.to_string(), run_at: now, lane: Lane::Work })?;
                store::event::audit(tx, &stamp, &id.to_string())?;
                Ok(true)
            })
        })
        .await
}
