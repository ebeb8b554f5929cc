//! What of a line is taken: reserved when an order is submitted, used once its letter is out, free again when the order or the letter ends.

use super::{CreditLine, CreditLineState};
use crate::money::Cny;
use crate::product::GuaranteeKind;
use crate::refusal::Refusal;
use crate::time::Date;

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

/// Whether `amount` of a line can be reserved on `today` for a guarantee of this kind.
///
/// # Errors
/// [`Refusal::CreditMissing`] when it is not in use, or not for such; [`Refusal::CreditExhausted`] when less is free.
pub fn check(line: &CreditLine, balance: Balance, kind: GuaranteeKind, amount: Cny, today: Date) -> Result<(), Refusal> {
    let granted = matches!(line.state, CreditLineState::Granted);
    let terms = line.terms.as_ref().filter(|terms| granted && (terms.from..=terms.until).contains(&today));
    let terms = terms.filter(|terms| terms.kinds.is_empty() || terms.kinds.contains(&kind)).ok_or(Refusal::CreditMissing)?;
    if amount > balance.free(terms.limit) { Err(Refusal::CreditExhausted) } else { Ok(()) }
}

/// The first of an applicant's lines of which `amount` can be reserved on `today`.
///
/// # Errors
/// [`Refusal::CreditExhausted`] when one would do and has too little left; [`Refusal::CreditMissing`] when none would do.
pub fn choose<'a>(
    lines: impl IntoIterator<Item = (&'a CreditLine, Balance)>,
    kind: GuaranteeKind,
    amount: Cny,
    today: Date,
) -> Result<&'a CreditLine, Refusal> {
    let mut refusal = Refusal::CreditMissing;
    for (line, balance) in lines {
        match check(line, balance, kind, amount, today) {
            Ok(()) => return Ok(line),
            Err(Refusal::CreditExhausted) => refusal = Refusal::CreditExhausted,
            Err(_) => {}
        }
    }
    Err(refusal)
}
