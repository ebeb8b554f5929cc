//! What of a line is taken: reserved when an order is submitted, used once its letter is out, free again when the order or the letter ends.

use super::{CreditLine, CreditLineState, CreditTerms};
use crate::money::Cny;
use crate::product::GuaranteeKind;
use crate::refusal::Refusal;
use crate::time::Date;
use std::collections::BTreeMap;

/// What of a line is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// By orders that are under way.
    pub reserved: Cny,
    /// By letters that are out.
    pub used: Cny,
}

impl Balance {
    /// When nothing is.
    pub const NONE: Self = Self { reserved: Cny::ZERO, used: Cny::ZERO };

    /// What is taken in all, in fen.
    #[must_use]
    pub const fn taken(self) -> i64 {
        self.reserved.fen().saturating_add(self.used.fen())
    }

    /// What is free of `limit`: never less than nothing, also when the limit was lowered below what is taken.
    #[must_use]
    pub fn free(self, limit: Cny) -> Cny {
        Cny::from_fen(limit.fen().saturating_sub(self.taken()).max(0)).unwrap_or(Cny::ZERO)
    }
}

/// What is taken of a line: in all, and for each kind that has a limit of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditTaken {
    /// In all.
    pub balance: Balance,
    /// For one kind; a kind that is not there has nothing.
    pub per_kind: BTreeMap<GuaranteeKind, Cny>,
}

impl CreditTaken {
    /// When nothing is.
    pub const NONE: Self = Self { balance: Balance::NONE, per_kind: BTreeMap::new() };

    /// What is free under these terms for a guarantee of this kind.
    #[must_use]
    pub fn free(&self, terms: &CreditTerms, kind: GuaranteeKind) -> Cny {
        let all = self.balance.free(terms.limit);
        let taken = self.per_kind.get(&kind).copied().unwrap_or(Cny::ZERO);
        let own = terms.per_kind.get(&kind).map(|limit| Balance { reserved: taken, used: Cny::ZERO }.free(*limit));
        own.map_or(all, |own| own.min(all))
    }
}

/// What a guarantee takes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditNeed {
    /// Of which kind it is.
    pub kind: GuaranteeKind,
    /// How much.
    pub amount: Cny,
}

/// Whether it can be reserved on `today`.
///
/// # Errors
/// [`Refusal::CreditMissing`] when the line is not in use, or not for such; [`Refusal::CreditExhausted`] when less is free.
pub fn check(line: &CreditLine, taken: &CreditTaken, need: CreditNeed, today: Date) -> Result<(), Refusal> {
    let granted = matches!(line.state, CreditLineState::Granted);
    let terms = line.terms.as_ref().filter(|terms| granted && (terms.from..=terms.until).contains(&today));
    let terms = terms.filter(|terms| terms.kinds.is_empty() || terms.kinds.contains(&need.kind)).ok_or(Refusal::CreditMissing)?;
    if need.amount > taken.free(terms, need.kind) { Err(Refusal::CreditExhausted) } else { Ok(()) }
}

/// The first of an applicant's lines of which it can be reserved on `today`.
///
/// # Errors
/// [`Refusal::CreditExhausted`] when one would do and has too little left; [`Refusal::CreditMissing`] when none would do.
pub fn choose<'a>(
    lines: impl IntoIterator<Item = (&'a CreditLine, &'a CreditTaken)>,
    need: CreditNeed,
    today: Date,
) -> Result<&'a CreditLine, Refusal> {
    let mut refusal = Refusal::CreditMissing;
    for (line, taken) in lines {
        match check(line, taken, need, today) {
            Ok(()) => return Ok(line),
            Err(Refusal::CreditExhausted) => refusal = Refusal::CreditExhausted,
            Err(_) => {}
        }
    }
    Err(refusal)
}
