//! What the institution does with what it is told.

use super::book::{BookError, Order};
use super::say::say;
use super::{Institution, Manners, credit, instruction, invoice, paper};
use protocol::message as wire;
use protocol::message::{ApplicationState, Required};
use serde::de::DeserializeOwned;

/// Why a message is not taken: it does not read, or lacks these fields.
pub(super) enum Unreadable {
    Json(String),
    Lacking(Vec<&'static str>),
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Unreadable> {
    serde_json::from_slice(body).map_err(|error| Unreadable::Json(format!("不是约定的 JSON：{error}")))
}

fn reads<T: DeserializeOwned>(body: &[u8]) -> Result<(), Unreadable> {
    read::<T>(body).map(drop)
}

/// Whether a message reads, with all that version 1.3 requires where that is known.
fn complete<T: DeserializeOwned + Required>(manners: Manners, body: &[u8]) -> Result<(), Unreadable> {
    let lacking = read::<T>(body)?.lacking();
    if manners.first_version || lacking.is_empty() { Ok(()) } else { Err(Unreadable::Lacking(lacking)) }
}

/// Whether a message reads.
pub(super) fn readable(manners: Manners, topic: &str, body: &[u8]) -> Result<(), Unreadable> {
    match topic {
        "application.opening_change" if manners.first_version => Err(Unreadable::Json(format!("没有 {topic} 这种报文"))),
        "application.status" if manners.first_version => match read::<wire::StatusChange>(body)?.status {
            wire::Status::Declined => Err(Unreadable::Json("没有状态 declined".into())),
            wire::Status::Issued | wire::Status::Withdrawn | wire::Status::Lapsed => Ok(()),
        },
        "application.opening_change" => reads::<wire::ApplicationOpeningChange>(body),
        "application.order" => reads::<wire::ApplicationOrder>(body),
        "application.status" => reads::<wire::StatusChange>(body),
        "payment.notice" => reads::<wire::PaymentNotice>(body),
        "surrender.order" => complete::<wire::SurrenderOrder>(manners, body),
        "extension.order" => reads::<wire::ExtensionOrder>(body),
        "claim.order" => complete::<wire::ClaimOrder>(manners, body),
        "release.order" => complete::<wire::ReleaseOrder>(manners, body),
        "invoice.request" => complete::<wire::InvoiceRequest>(manners, body),
        "credit.order" if manners.first_version || manners.before_credit => Err(Unreadable::Json(format!("没有 {topic} 这种报文"))),
        "credit.order" => reads::<wire::CreditOrder>(body),
        other => Err(Unreadable::Json(format!("没有 {other} 这种报文"))),
    }
}

/// Does what a message asks for.
pub(super) fn take(institution: &Institution, topic: &str, body: &[u8]) -> Result<(), BookError> {
    match topic {
        "application.order" => application(institution, serde_json::from_slice(body)?),
        "application.status" => status(institution, &serde_json::from_slice(body)?),
        "application.opening_change" => moved(institution, serde_json::from_slice(body)?),
        "payment.notice" => notice(institution, serde_json::from_slice(body)?),
        "surrender.order" => instruction::surrender(institution, &serde_json::from_slice(body)?),
        "extension.order" | "claim.order" | "release.order" => paper::first(institution, topic, body),
        "invoice.request" => invoice::invoice(institution, &serde_json::from_slice(body)?),
        "credit.order" => credit::asked(institution, &serde_json::from_slice(body)?, body),
        _ => Ok(()),
    }
}

fn application(institution: &Institution, order: wire::ApplicationOrder) -> Result<(), BookError> {
    let ticket = hex::encode(gm::entropy::bytes::<12>(institution.0.setup.entropy.as_ref()));
    institution.book().keep(&order, &ticket)?;
    let Some(mut kept) = institution.book().order(&order.order_number)? else { return Ok(()) };
    let (number, now) = (order.order_number.as_str(), institution.now().to_seconds());
    let accepted = !institution.manners().refuses;
    let reason = if accepted { String::new() } else { "不符合承保条件".to_owned() };
    let decision = wire::Decision { order_number: number.to_owned(), accepted, reason, decided_at: now };
    kept.state = if accepted { ApplicationState::Accepted } else { ApplicationState::Refused };
    institution.book().save(&kept)?;
    say(institution, "decision", number, number, &decision)?;
    if accepted && order.payment == "cashier" {
        let page = wire::PaymentPage {
            order_number: number.to_owned(),
            url: format!("{}/cashier/{}", institution.0.setup.address, kept.ticket),
            amount: order.fee.clone(),
            expires_at: order.pay_until.clone(),
        };
        say(institution, "payment.page", number, number, &page)?;
    }
    Ok(())
}

fn status(institution: &Institution, change: &wire::StatusChange) -> Result<(), BookError> {
    let Some(mut order) = institution.book().order(&change.order_number)? else { return Ok(()) };
    if change.status != wire::Status::Issued {
        order.state = ApplicationState::Closed;
        institution.book().save(&order)?;
    }
    Ok(())
}

/// Bids are opened at another time: an order that is not over has to be paid and issued by then.
fn moved(institution: &Institution, change: wire::ApplicationOpeningChange) -> Result<(), BookError> {
    let Some(mut order) = institution.book().order(&change.order_number)? else { return Ok(()) };
    order.order.opens_at = change.opens_at;
    if let Some(until) = change.pay_until {
        order.order.pay_until = until;
    }
    institution.book().amend(&order)
}

fn notice(institution: &Institution, notice: wire::PaymentNotice) -> Result<(), BookError> {
    let Some(mut order) = institution.book().order(&notice.order_number)? else { return Ok(()) };
    order.paid = Some(wire::Paid {
        order_number: notice.order_number,
        amount: notice.amount,
        payee_account: notice.payee_account,
        payer_name: notice.payer_name,
        payer_account: notice.payer_account,
        transaction_id: notice.transaction_id,
        paid_at: notice.paid_at,
    });
    order.state = ApplicationState::Paid;
    institution.book().save(&order)
}

/// The cashier has the money.
pub(super) fn paid(institution: &Institution, mut order: Order) -> Result<(), BookError> {
    let number = order.order.order_number.clone();
    let paid = wire::Paid {
        order_number: number.clone(),
        amount: order.order.fee.clone(),
        payee_account: institution.0.setup.account.clone(),
        payer_name: order.order.applicant.name.clone(),
        payer_account: "6217000011112222333".into(),
        transaction_id: format!("PAY{}", order.ticket.to_uppercase()),
        paid_at: institution.now().to_seconds(),
    };
    order.paid = Some(paid.clone());
    order.state = ApplicationState::Paid;
    institution.book().save(&order)?;
    say(institution, "paid", &number, &number, &paid)
}
