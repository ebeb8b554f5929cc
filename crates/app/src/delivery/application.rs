//! What an institution's own system is told of an order; nothing, when it works on our workbench.

use super::{Order, order};
use crate::error::AppError;
use crate::world::World;
use domain::application::Application;
use domain::bank_line::BankLine;
use domain::party::{OrganisationName, Uscc};
use domain::payment::{Payment, PaymentState};
use domain::product::PaymentStyle;
use protocol::message as wire;

fn organisation(name: &OrganisationName, uscc: Option<&Uscc>) -> wire::Organisation {
    wire::Organisation { name: name.to_string(), uscc: uscc.map(ToString::to_string).unwrap_or_default() }
}

fn tell(world: &World, application: &Application, topic: &str, message: &impl serde::Serialize) -> Result<Option<Order>, AppError> {
    let facts = &application.facts;
    if !facts.own_system {
        return Ok(None);
    }
    order(world, facts.guarantor.institution, facts.number.as_str(), topic, message).map(Some)
}

/// The application, once it is signed and submitted. Of a sealed lot nothing is told but when it may be unsealed (threat T-02).
pub(crate) fn submitted(world: &World, application: &Application, payment: &Payment) -> Result<Option<Order>, AppError> {
    let facts = &application.facts;
    let lot = facts.lot.title().zip(facts.lot.tenderee()).map(|((number, name), tenderee)| wire::LotFacts {
        lot_number: number.to_string(),
        lot_name: name.to_owned(),
        beneficiary: organisation(&tenderee.name, tenderee.uscc.as_ref()),
        entered_by_applicant: facts.lot.is_entered_by_applicant(),
    });
    let until = match payment.state {
        PaymentState::Due { until } => until,
        PaymentState::Settled { .. } | PaymentState::Closed => world.now(),
    };
    let representative = application.representative.as_ref();
    let message = wire::ApplicationOrder {
        order_number: facts.number.to_string(),
        site: facts.site.to_string(),
        kind: facts.kind.code().to_owned(),
        applicant: organisation(&facts.applicant.name, Some(&facts.applicant.uscc)),
        representative_name: representative.map(|person| person.name.to_string()).unwrap_or_default(),
        representative_mobile: representative.map(|person| person.mobile.to_string()).unwrap_or_default(),
        lot,
        lot_commitment: facts.lot.commitment().map(|commitment| hex::encode(commitment.0)),
        platform_number: application.numbered.as_ref().map(|numbered| numbered.number.to_string()),
        check_code: application.numbered.as_ref().map(|numbered| numbered.check_code.to_string()),
        amount: facts.amount.plain(),
        fee: facts.fee.plain(),
        opens_at: facts.lot.opens_at().to_seconds(),
        expiry: facts.expiry.to_string(),
        wording: application.wording.clone(),
        terms_digest: application.signed_terms.clone().unwrap_or_default(),
        pay_until: until.to_seconds(),
        payment: facts.payment_style.code().to_owned(),
        payment_reference: (facts.payment_style == PaymentStyle::Transfer).then(|| payment.reference.to_string()),
        return_url: format!("{}/applications/{}", world.origin, facts.id),
        submitted_at: world.now().to_seconds(),
    };
    tell(world, application, "application.order", &message)
}

/// That it is over: withdrawn or lapsed.
pub(crate) fn ended(world: &World, application: &Application, status: wire::Status) -> Result<Option<Order>, AppError> {
    let message = wire::StatusChange { order_number: application.facts.number.to_string(), status, at: world.now().to_seconds() };
    tell(world, application, "application.status", &message)
}

/// That its fee has arrived on the institution's account.
pub(crate) fn paid(world: &World, application: &Application, line: &BankLine) -> Result<Option<Order>, AppError> {
    let facts = &line.facts;
    let message = wire::PaymentNotice {
        order_number: application.facts.number.to_string(),
        amount: facts.amount.plain(),
        payee_account: facts.account.clone(),
        payer_name: facts.payer_name.clone(),
        payer_account: facts.payer_account.clone(),
        transaction_id: facts.bank_reference.clone(),
        paid_at: facts.booked_at.to_seconds(),
    };
    tell(world, application, "payment.notice", &message)
}
