//! Which credits a voucher may show: those that name its order, and those in suspense of its amount or its applicant, the likeliest first.

use crate::error::AppError;
use crate::listing::Filter;
use crate::world::{Caller, World};
use domain::access::scope;
use domain::bank_line::BankLine;
use domain::voucher::Voucher;
use domain::voucher::find::find;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Most credits that are looked at for each way in which one is near.
const NEAR_MAX: i64 = 20;

/// A credit, and what makes it likely.
#[derive(Clone, Debug)]
pub struct NearCredit {
    /// The credit.
    pub line: BankLine,
    /// Whether it is the amount that was to be paid.
    pub same_amount: bool,
    /// Whether the applicant has paid it.
    pub same_payer: bool,
    /// Whether it names the order.
    pub named: bool,
}

/// The credits of the caller's institution that `voucher` may show.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn candidates(world: &World, caller: &Caller, voucher: &Voucher) -> Result<Vec<NearCredit>, AppError> {
    let (scope, facts, mut reader) = (scope(&caller.actor), &voucher.facts, world.store.reader());
    let mut lines = store::bank_line::list_of_payment(&mut reader, facts.payment).await?;
    let amount = facts.amount.plain();
    for text in [amount.as_str(), &facts.applicant_name] {
        let near = Filter { state: "suspense", text, ..Filter::default() };
        let found = store::bank_line::list(&mut reader, &scope, &near, None, NEAR_MAX).await?;
        lines.extend(found.into_iter().map(|suspended| suspended.line));
    }
    let mut known = BTreeSet::new();
    let possible = lines.into_iter().filter(|line| known.insert(line.facts.id) && find(voucher, line, "").is_ok());
    let near = |line: BankLine| NearCredit {
        same_amount: line.facts.amount == facts.amount,
        same_payer: line.facts.payer_name.trim() == facts.applicant_name,
        named: line.payment == Some(facts.payment),
        line,
    };
    let mut found: Vec<NearCredit> = possible.map(near).collect();
    found.sort_by_key(|one| Reverse((one.named, one.same_amount && one.same_payer, one.same_amount, one.line.facts.id)));
    Ok(found)
}
