//! Money that goes back. Only what came through the platform's bank, or a statement, is the platform's to send back.

use super::writer::Writer;
use crate::bank_line::instruction::RefundInstruction;
use crate::error::AppError;
use domain::bank_line::{BankLine, BankLineState, RefundGround, request_refund};
use domain::id::{BankLineId, OutboxId, PaymentId};
use domain::payment::{Payment, PaymentState, Settlement};
use partners::bank::wire::RefundOrder;
use store::job::Job;

/// Sends back what settled a payment. What the institution's cashier took, it gives back itself.
pub(super) async fn refund(w: &mut Writer<'_>, payment: PaymentId, reason: &str) -> Result<(), AppError> {
    let payment: Payment = w.load(payment).await?;
    let line = match payment.state {
        PaymentState::Settled { by: Settlement::Line(line) } => line,
        PaymentState::Settled { by: Settlement::Message(_) } | PaymentState::Due { .. } | PaymentState::Closed => return Ok(()),
    };
    let line: BankLine = w.load(line).await?;
    match line.state {
        BankLineState::Matched | BankLineState::Honoured { .. } => {
            let event = request_refund(&line, RefundGround::Declined, reason)?;
            w.append(line, &event).map(drop)
        }
        // It is on its way back.
        BankLineState::Received
        | BankLineState::Suspense { .. }
        | BankLineState::RefundProposed { .. }
        | BankLineState::Refunding { .. }
        | BankLineState::AsideProposed { .. }
        | BankLineState::Aside { .. }
        | BankLineState::RefundFailed { .. }
        | BankLineState::Refunded => Ok(()),
    }
}

/// Asks the bank: the instruction is written with the identifier it is sent under, however often.
pub(super) async fn send_back(w: &mut Writer<'_>, line: BankLineId, reason: String) -> Result<(), AppError> {
    let line: BankLine = w.load(line).await?;
    let id = w.world().id(OutboxId::new);
    let request = RefundOrder { order_id: id.to_string(), line_id: line.facts.bank_reference.clone(), reason };
    w.send("bank.refund", &RefundInstruction { line: line.facts.id, request }, Job::SendRefund, id)
}
