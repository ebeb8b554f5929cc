//! Recording a credit, once: the same again changes nothing; what a bank reports again with other contents is a line of its own, for a
//! person (K11).

use crate::commit::Writer;
use crate::error::AppError;
use crate::world::World;
use domain::bank_line::{BankLine, BankLineEvent, BankLineFacts, LineSource};
use domain::id::{BankLineId, InstitutionId, StatementId};
use domain::money::Cny;
use domain::time::Timestamp;
use gm::digest::sm3_hex;

/// Longest text in a line, in characters.
pub(super) const TEXT_MAX: usize = 300;

/// A credit as it was reported, with the identifiers it is recorded under.
pub(crate) struct Reported {
    pub(crate) id: BankLineId,
    pub(crate) now: Timestamp,
    pub(crate) reference: String,
    pub(crate) account: String,
    pub(crate) amount: Cny,
    pub(crate) payer_name: String,
    pub(crate) payer_account: String,
    pub(crate) remark: String,
    pub(crate) booked_at: Timestamp,
    pub(crate) day_only: bool,
    pub(crate) statement: Option<StatementId>,
    pub(crate) contradicts: Option<BankLineId>,
    pub(crate) balance: Option<i64>,
    pub(crate) source: LineSource,
}

impl Reported {
    /// An empty report, to be filled in.
    pub(crate) fn new(world: &World, source: LineSource) -> Self {
        Self {
            id: world.id(BankLineId::new),
            now: world.now(),
            reference: String::new(),
            account: String::new(),
            amount: Cny::ZERO,
            payer_name: String::new(),
            payer_account: String::new(),
            remark: String::new(),
            booked_at: world.now(),
            day_only: false,
            statement: None,
            contradicts: None,
            balance: None,
            source,
        }
    }

    /// Whether `line` says the same.
    fn is(&self, line: &BankLine) -> bool {
        let facts = &line.facts;
        (facts.amount, facts.account.as_str(), facts.booked_at) == (self.amount, self.account.as_str(), self.booked_at)
            && (facts.payer_name.as_str(), facts.payer_account.as_str(), facts.remark.as_str())
                == (cut(&self.payer_name).as_str(), cut(&self.payer_account).as_str(), cut(&self.remark).as_str())
    }

    /// The identifier of a report that contradicts an earlier one: the bank's, and what makes this one another.
    fn contradicting(&self) -> String {
        let parts =
            [&self.account, &self.amount.plain(), &self.payer_name, &self.payer_account, &self.remark, &self.booked_at.to_seconds()];
        let digest: String = sm3_hex(parts.map(String::as_str).join("|").as_bytes()).chars().take(16).collect();
        format!("{}~{digest}", self.reference)
    }

    /// Records it in the transaction; `false` when it is known.
    pub(crate) async fn record(mut self, w: &mut Writer<'_>) -> Result<bool, AppError> {
        if let Some(known) = store::bank_line::load_by_bank_reference(w.tx(), &self.reference).await? {
            // A statement's credit is recorded under a reference that is free.
            if self.is(&known) {
                return Ok(false);
            }
            self.reference = self.contradicting();
            if store::bank_line::load_by_bank_reference(w.tx(), &self.reference).await?.is_some() {
                return Ok(false);
            }
            self.contradicts = Some(known.facts.id);
        }
        let institution = store::institution::load_by_account(w.tx(), &self.account).await?.map(|institution| institution.id);
        w.create::<BankLine>(&BankLineEvent::Received { facts: Box::new(self.facts(institution)) })?;
        Ok(true)
    }

    fn facts(self, institution: Option<InstitutionId>) -> BankLineFacts {
        BankLineFacts {
            id: self.id,
            bank_reference: self.reference,
            account: self.account,
            institution,
            amount: self.amount,
            payer_name: cut(&self.payer_name),
            payer_account: cut(&self.payer_account),
            remark: cut(&self.remark),
            booked_at: self.booked_at,
            day_only: self.day_only,
            received_at: self.now,
            source: self.source,
            contradicts: self.contradicts,
            statement: self.statement,
            balance: self.balance,
        }
    }
}

fn cut(text: &str) -> String {
    text.chars().take(TEXT_MAX).collect()
}
