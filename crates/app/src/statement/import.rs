//! Taking a statement in, as the first person: it is read in the confined reader, a batch at a time, and waits.

use super::key::Keys;
use super::{FILE_MAX, Kept};
use crate::commit::{append, create, quietly};
use crate::error::{AppError, FieldError};
use crate::reader::unreadable;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Relation};
use domain::id::{RequestId, StatementId};
use domain::statement::{FAULTS_MAX, Fault, Statement, StatementEvent, StatementFacts, Totals, discard, finish_reading, reports};
use gm::digest::sm3_hex;
use tables::reading::{Kind, Part};
use tables::statement::{Entry, Row, is_account};

/// Takes a statement of the caller's institution's account in. Rows with a fault are told; nothing settles before a second person has
/// confirmed it.
///
/// # Errors
/// [`AppError::Invalid`] when it does not read at all; [`Refusal::AccountReported`] where the bank reports; [`AppError::NotFound`].
pub async fn import(world: &World, caller: &Caller, bytes: Vec<u8>) -> Result<Statement, AppError> {
    let now = world.now();
    let id = caller.actor.institution.ok_or(AppError::NotFound)?;
    let statement = world.id(StatementId::new);
    let stamp = caller.stamp(world, Action::ImportStatement, Relation::Guarantor, statement)?;
    let mut reader = world.store.reader();
    let institution = store::institution::load(&mut reader, id).await?.ok_or(AppError::NotFound)?;
    if reports(store::bank_line::load_last_of(&mut reader, id).await?.as_ref(), now) {
        return Err(Refusal::AccountReported.into());
    }
    if bytes.is_empty() {
        return Err(AppError::Invalid(vec![FieldError::new("file", "请选择对账单文件")]));
    }
    if bytes.len() > FILE_MAX {
        return Err(unreadable(format!("超过 {} MB，请按日期拆分后分次导入", FILE_MAX >> 20)));
    }
    let facts = StatementFacts {
        id: statement,
        institution: id,
        account: institution.account.number,
        digest: sm3_hex(&bytes),
        by: caller.actor.certificate.clone(),
        at: now,
    };
    let mut parts = world.reader.read(Kind::Statement, bytes).await?;
    let event = StatementEvent::Begun { facts: Box::new(facts) };
    let statement: Statement = create(world, stamp, event).await?;
    let mut reading =
        Reading { account: statement.facts.account.clone(), totals: Totals { net: Some(0), ..Totals::default() }, keys: Keys::default() };
    while let Some(part) = parts.recv().await {
        match part {
            Part::Rows(rows) => {
                let kept: Vec<_> = rows.into_iter().filter_map(|row| reading.take(row)).collect();
                keep(world, statement.facts.id, kept).await?;
            }
            Part::Read(summary) if summary.rows == 0 => {
                return give_up(world, caller, statement, "没有任何收支记录，请确认导出的日期范围").await;
            }
            Part::Read(summary) => {
                let totals = Totals { rows: summary.rows, balances: summary.balances, unused: summary.unused, ..reading.totals };
                let event = finish_reading(&statement, totals)?;
                return finish(world, caller, statement, event).await;
            }
            Part::Unreadable(reason) => return give_up(world, caller, statement, &reason.0).await,
            Part::Lines(_) | Part::End | Part::Invoice(_) => break,
        }
    }
    Err(AppError::Unavailable("the reader ended before its answer".into()))
}

/// What has been read so far.
struct Reading {
    account: String,
    totals: Totals,
    keys: Keys,
}

impl Reading {
    /// Counts a row; gives back its credit, to be kept.
    fn take(&mut self, row: Row) -> Option<(u64, Kept)> {
        let totals = &mut self.totals;
        totals.net = totals.net.zip(row.net).and_then(|(sum, net)| sum.checked_add(net));
        let fault = if !row.account.is_empty() && !is_account(&row.account, &self.account) {
            // Another account's movements change another account's balance.
            totals.net = None;
            format!("账号 {} 不是本机构登记的收款账号", row.account)
        } else {
            match row.entry {
                Entry::Credit(credit) => {
                    totals.credits += 1;
                    totals.last = totals.last.max(Some(credit.booked_at));
                    totals.credited = totals.credited.saturating_add(credit.amount.fen());
                    let (key, nth) = self.keys.of(&self.account, &credit);
                    return Some((row.number, Kept { credit, key, nth }));
                }
                Entry::Other => {
                    totals.others += 1;
                    return None;
                }
                Entry::Fault { reason } => reason,
            }
        };
        totals.faulty += 1;
        if totals.faults.len() < FAULTS_MAX {
            totals.faults.push(Fault { row: row.number, reason: fault });
        }
        None
    }
}

async fn keep(world: &World, id: StatementId, kept: Vec<(u64, Kept)>) -> Result<(), AppError> {
    quietly(world, move |w| {
        Box::pin(async move {
            for (number, kept) in kept {
                store::statement::keep_credit(w.tx(), id, number, &kept)?;
            }
            Ok(())
        })
    })
    .await
}

/// Writes what came of the reading. The same person's act, in another transaction: it is stamped again.
async fn finish(world: &World, caller: &Caller, statement: Statement, event: StatementEvent) -> Result<Statement, AppError> {
    let caller = Caller { request: world.id(RequestId::new), ..caller.clone() };
    let stamp = caller.stamp(world, Action::ImportStatement, Relation::Guarantor, statement.facts.id)?;
    append(world, stamp, statement, event).await
}

/// Lays what cannot be read aside, and says why.
async fn give_up(world: &World, caller: &Caller, statement: Statement, reason: &str) -> Result<Statement, AppError> {
    let event = discard(&statement)?;
    finish(world, caller, statement, event).await?;
    Err(unreadable(reason))
}
