//! Acting on what an institution's own system says of an invoice. An answer is final; what does not fit is left to a person.

use super::files::Found;
use super::said::SaidInvoice;
use crate::commit::Writer;
use crate::error::AppError;
use crate::message::instruction::{NONE, own};
use domain::Refusal;
use domain::instruction::{Answer, Asked, Done, Instruction, InstructionKind, answer};
use domain::invoice::{Invoice, InvoiceFile, InvoiceSays, InvoiceState, IssuedInvoice, RedInvoice, issue, reverse};
use domain::message::{Effect, Message};

/// What was issued, by what is said of it, its files and what they say.
fn issued(said: &SaidInvoice, files: Vec<InvoiceFile>, says: &InvoiceSays) -> IssuedInvoice {
    let (number, amount, issued_on) = (said.number.clone(), said.amount, said.issued_on);
    IssuedInvoice { number, amount, tax: says.tax(), issued_on, files, checked: says.is_known() }
}

/// Takes an invoice in, plain or red.
pub(crate) async fn act(w: &mut Writer<'_>, message: &Message, said: &SaidInvoice, found: Found) -> Result<Effect, AppError> {
    let Some(instruction) = own(w, message, said.instruction).await? else { return Ok(Effect::Doubtful(NONE.into())) };
    let Asked::Invoice { invoice } = instruction.asked else { return Ok(Refusal::InstructionAnswered.into()) };
    let invoice: Invoice = w.load(invoice).await?;
    let Found::Here { files, says } = found else { return missing(&invoice, said, w) };
    let issued = issued(said, files, &says);
    let wrong = says.contradicts(&invoice.facts, &issued);
    if !wrong.is_empty() {
        return Ok(Effect::Doubtful(format!("发票 XML 中的{}与报送的内容或开票申请不一致", wrong.join("、"))));
    }
    match &said.reverses {
        None => plain(w, instruction, &invoice, issued),
        Some((number, reason)) => {
            let red = RedInvoice { reverses: number.clone(), reason: *reason, invoice: issued };
            reversed(w, &instruction, invoice, red)
        }
    }
}

/// Files that have not come are waited for, unless it would be refused with them, too.
fn missing(invoice: &Invoice, said: &SaidInvoice, w: &Writer<'_>) -> Result<Effect, AppError> {
    let Some((number, reason)) = &said.reverses else { return Ok(Effect::Waits) };
    let red = RedInvoice { reverses: number.clone(), reason: *reason, invoice: issued(said, Vec::new(), &InvoiceSays::default()) };
    match reverse::reverse(invoice, red, w.now()) {
        Err(refusal) if !matches!(invoice.state, InvoiceState::Requested { .. }) => Ok(refusal.into()),
        Ok(_) | Err(_) => Ok(Effect::Waits),
    }
}

/// It is issued, by answering what asked for it.
fn plain(w: &mut Writer<'_>, instruction: Instruction, invoice: &Invoice, issued: IssuedInvoice) -> Result<Effect, AppError> {
    let answered = Answer::Done { done: Done::Invoiced { invoice: Box::new(issued.clone()) } };
    let event = match answer(&instruction, InstructionKind::Invoice, answered) {
        Ok(Some(event)) => event,
        Ok(None) => return Ok(Effect::Had),
        Err(refusal) => return Ok(refusal.into()),
    };
    // What follows from the answer is looked at before: another amount is not issued, and a person hears of it.
    if let Err(refusal) = issue::issue(invoice, issued) {
        return Ok(refusal.into());
    }
    w.append(instruction, &event)?;
    Ok(Effect::Had)
}

/// It is taken back; one that has not been issued yet is waited for.
fn reversed(w: &mut Writer<'_>, instruction: &Instruction, invoice: Invoice, red: RedInvoice) -> Result<Effect, AppError> {
    if instruction.answer.is_none() {
        return Ok(Effect::Waits);
    }
    match reverse::reverse(&invoice, red, w.now()) {
        Ok(Some(event)) => {
            w.append(invoice, &event)?;
            Ok(Effect::Had)
        }
        Ok(None) => Ok(Effect::Had),
        Err(refusal) => Ok(refusal.into()),
    }
}
