//! An invoice, its institution's own system, and the fee that goes back, in the transactions of each other.

use super::writer::Writer;
use crate::error::AppError;
use domain::id::{ApplicationId, InstructionId, InvoiceId};
use domain::instruction::{Asked, Instruction, InstructionEvent};
use domain::invoice::{Invoice, IssuedInvoice, issue as decide, refund as take_back, send_back as return_it};
use domain::money::Cny;

/// The institution's own system is asked for it.
pub(super) async fn ask(w: &mut Writer<'_>, id: InvoiceId) -> Result<(), AppError> {
    let invoice: Invoice = w.load(id).await?;
    let facts = invoice.facts;
    let instruction = Instruction {
        id: w.world().id(InstructionId::new),
        application: facts.application,
        number: facts.number,
        institution: facts.guarantor.institution,
        asked: Asked::Invoice { invoice: id },
        requested_at: w.now(),
        answer: None,
        version: 1,
    };
    w.create::<Instruction>(&InstructionEvent::Given { instruction: Box::new(instruction) }).map(drop)
}

/// It is issued, as that system says.
pub(super) async fn issue(w: &mut Writer<'_>, id: InvoiceId, issued: IssuedInvoice) -> Result<(), AppError> {
    let invoice: Invoice = w.load(id).await?;
    let event = decide::issue(&invoice, issued)?;
    w.append(invoice, &event).map(drop)
}

/// It is not, as that system says.
pub(super) async fn send_back(w: &mut Writer<'_>, id: InvoiceId, reason: &str) -> Result<(), AppError> {
    let invoice: Invoice = w.load(id).await?;
    let event = return_it::send_back(&invoice, reason)?;
    w.append(invoice, &event).map(drop)
}

/// So much of an application's fee goes back: one that lives is cancelled, or a red one is wanted of it.
pub(super) async fn refund(w: &mut Writer<'_>, application: ApplicationId, refund: Cny) -> Result<(), AppError> {
    let known = store::invoice::list_of_application(w.tx(), application).await?;
    let Some(living) = known.into_iter().find(|invoice| invoice.state.lives()) else { return Ok(()) };
    let invoice: Invoice = w.load(living.facts.id).await?;
    match take_back::refund(&invoice, refund) {
        Some(event) => w.append(invoice, &event).map(drop),
        None => Ok(()),
    }
}
