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
use domain::statement::{Balances, FAULTS_MAX, Fault, Statement, StatementEvent, StatementFacts, Totals, discard, finish_reading, reports};
use gm::digest::sm3_hex;
use tables::reading::{Kind, Part};
use tables::statement::{Entry, Row, Summary, is_account};

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
    let mut reading = Reading { account: statement.facts.account.clone(), ..Reading::default() };
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
                let event = finish_reading(&statement, reading.end(summary))?;
                return finish(world, caller, statement, event).await;
            }
            Part::Unreadable(reason) => return give_up(world, caller, statement, &reason.0).await,
            Part::Lines(_) | Part::End | Part::Invoice(_) => break,
        }
    }
    Err(AppError::Unavailable("the reader ended before its answer".into()))
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    account: String,
    totals: Totals,
    keys: Keys,
    /// By how much the rows of the account that say so change its balance; `None` beyond what a number holds.
    net: Net,
}

/// A sum that rows add to.
struct Net {
    sum: Option<i64>,
    /// Whether a row did not say.
    silent: bool,
}

impl Default for Net {
    fn default() -> Self {
        Self { sum: Some(0), silent: false }
    }
}

impl Net {
    fn add(&mut self, net: Option<i64>) {
        match net {
            Some(net) => self.sum = self.sum.and_then(|sum| sum.checked_add(net)),
            None => self.silent = true,
        }
    }
}

impl Reading {
    /// Counts a row; gives back its credit, to be kept.
    fn take(&mut self, row: Row) -> Option<(u64, Kept)> {
        let totals = &mut self.totals;
        // Another account's movements change another account's balance.
        let fault = if !row.account.is_empty() && !is_account(&row.account, &self.account) {
            format!("账号 {} 不是本机构登记的收款账号", row.account)
        } else {
            self.net.add(row.net);
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

impl Reading {
    /// All of it. What a row that does not say did to the balance is what the bank's own balances, behind each row, show.
    fn end(self, summary: Summary) -> Totals {
        let balances = summary.balances_of(&self.account);
        let shown = || balances.and_then(|Balances { opening, closing }| closing.checked_sub(opening));
        let net = if self.net.silent { shown() } else { self.net.sum };
        Totals { rows: summary.rows, net, balances, unused: summary.unused, ..self.totals }
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
