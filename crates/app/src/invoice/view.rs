//! One invoice with its history.

use super::load::{load, relation};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, may};
use domain::id::InvoiceId;
use domain::invoice::{Invoice, InvoiceEvent, InvoiceState, RedConfirmation, VatRule, issue, post};
use domain::money::Cny;
use domain::time::{Date, Timestamp};
pub use store::event::Entry;

/// The tax inside an amount, and the rule that says so.
#[derive(Clone, Debug)]
pub struct Tax {
    /// What of it is no tax.
    pub net: Cny,
    /// What of it is.
    pub tax: Cny,
    /// The rule.
    pub rule: VatRule,
}

/// The tax inside an amount that is invoiced on a day; `None` where no rule has begun by then.
#[must_use]
pub fn tax(world: &World, amount: Cny, day: Date) -> Option<Tax> {
    let rule = VatRule::on(world.sites.vat(), day)?.clone();
    let (net, tax) = rule.inside(amount);
    Some(Tax { net, tax, rule })
}

/// An invoice as its page shows it.
#[derive(Clone, Debug)]
pub struct InvoiceDetail {
    /// The invoice.
    pub invoice: Invoice,
    /// The tax inside what was asked for, by rule.
    pub tax: Option<Tax>,
    /// What happened, oldest first.
    pub history: Vec<(InvoiceEvent, Entry)>,
    /// Today.
    pub today: Date,
    /// Whether this viewer can issue it, or send it back.
    pub can_issue: bool,
    /// Whether this viewer can take it back.
    pub can_reverse: bool,
    /// Whether this viewer can say where the paper is.
    pub can_post: bool,
    /// How far the confirmation of a red invoice has come, and until when the other side may confirm.
    pub confirming: Option<(RedConfirmation, Option<Timestamp>)>,
}

/// The invoice in full.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn view(world: &World, caller: &Caller, id: InvoiceId) -> Result<InvoiceDetail, AppError> {
    let (mut reader, now) = (world.store.reader(), world.now());
    let (invoice, _) = load(world, &mut reader, caller, Action::ViewInvoice, id).await?;
    let relation = relation(&caller.actor, &invoice);
    let permitted = |action| !invoice.facts.own_system && may(&caller.actor, action, relation).is_ok();
    let read = |entry: Entry| {
        let event = serde_json::from_str(&entry.payload).map_err(|error| AppError::Bug(error.to_string()))?;
        Ok((event, entry))
    };
    let history = store::event::history(&mut reader, &id.to_string()).await?.into_iter().map(read).collect::<Result<_, AppError>>()?;
    let confirming = invoice.state.wanted().and_then(|wanted| wanted.confirming);
    Ok(InvoiceDetail {
        tax: tax(world, invoice.facts.amount, invoice.facts.requested_at.date()),
        can_issue: permitted(Action::IssueInvoice) && issue::check(&invoice).is_ok(),
        can_reverse: permitted(Action::ReverseInvoice)
            && matches!(invoice.state, InvoiceState::Issued { .. })
            && invoice.state.left() > Cny::ZERO,
        can_post: permitted(Action::IssueInvoice) && post::check(&invoice).is_ok(),
        confirming: confirming.map(|confirming| (confirming.standing(now), confirming.until().filter(|until| now < *until))),
        today: now.date(),
        history,
        invoice,
    })
}
