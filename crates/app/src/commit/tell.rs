//! What an institution's own system is told, put into the words of the interface and written as a delivery with the job that sends it.

use super::ask_credit::credit_asked;
use super::deliver::{deliver, interface, organisation};
use super::instruct::instructed;
use super::settle::payment_of;
use super::writer::Writer;
use crate::error::AppError;
use domain::application::Application;
use domain::bank_line::BankLine;
use domain::consequence::Told;
use domain::id::{ApplicationId, BankLineId};
use domain::institution::InterfaceVersion;
use domain::lot::Subject;
use domain::product::PaymentStyle;
use domain::time::Timestamp;
use protocol::message as wire;

pub(super) async fn tell(w: &mut Writer<'_>, told: Told) -> Result<(), AppError> {
    match told {
        Told::Submitted(id) => submitted(w, id).await,
        Told::Paid(id, line) => paid(w, id, line).await,
        Told::Withdrawn(id) => status(w, id, wire::Status::Withdrawn).await,
        Told::Lapsed(id) => status(w, id, wire::Status::Lapsed).await,
        Told::Declined(id) => declined(w, id).await,
        Told::Issued(id) => status(w, id, wire::Status::Issued).await,
        Told::OpeningMoved(id) => opening_moved(w, id).await,
        Told::CreditAsked(id) => credit_asked(w, id).await,
        Told::Instructed(id) => instructed(w, id).await,
    }
}

/// The application, once it is signed and submitted. Of a sealed lot nothing is told but when it may be unsealed (threat T-02).
async fn submitted(w: &mut Writer<'_>, id: ApplicationId) -> Result<(), AppError> {
    let application: Application = w.load(id).await?;
    let payment = payment_of(w, &application).await?;
    let facts = &application.facts;
    let lot = facts.lot.title().zip(facts.lot.tenderee()).map(|((number, name), tenderee)| wire::LotFacts {
        subject: Some(facts.lot.subject()).filter(|subject| !subject.is_lot()).map(subject),
        lot_number: number.to_string(),
        lot_name: name.to_owned(),
        beneficiary: organisation(&tenderee.name, tenderee.uscc.as_ref()),
        entered_by_applicant: facts.lot.is_entered_by_applicant(),
    });
    let until = application.due_until().unwrap_or_else(|| w.now());
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
        return_url: format!("{}/applications/{}", w.world().origin, facts.id),
        submitted_at: w.now().to_seconds(),
    };
    deliver(w, &application, &message)
}

/// What the application is about, in the words of the interface.
const fn subject(subject: Subject) -> wire::Subject {
    match subject {
        Subject::Lot => wire::Subject::Lot,
        Subject::AuctionItem => wire::Subject::AuctionItem,
        Subject::Contract => wire::Subject::Contract,
        Subject::Project => wire::Subject::Project,
    }
}

/// That its fee has arrived on the institution's account.
async fn paid(w: &mut Writer<'_>, id: ApplicationId, line: BankLineId) -> Result<(), AppError> {
    let application: Application = w.load(id).await?;
    let line: BankLine = w.load(line).await?;
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
    deliver(w, &application, &message)
}

/// That bids are opened at another time, and by when the fee is due. A system that does not know of it learns the application's end alone.
async fn opening_moved(w: &mut Writer<'_>, id: ApplicationId) -> Result<(), AppError> {
    let application: Application = w.load(id).await?;
    if interface(w, &application).await? < InterfaceVersion::V1_3 {
        return Ok(());
    }
    let message = wire::ApplicationOpeningChange {
        order_number: application.facts.number.to_string(),
        opens_at: application.opens_at().to_seconds(),
        pay_until: application.due_until().map(Timestamp::to_seconds),
        at: w.now().to_seconds(),
    };
    deliver(w, &application, &message)
}

/// That it was declined. To a system that does not know the word the application is over all the same, as one that was given up.
async fn declined(w: &mut Writer<'_>, id: ApplicationId) -> Result<(), AppError> {
    let application: Application = w.load(id).await?;
    let knows = interface(w, &application).await? >= InterfaceVersion::V1_3;
    status(w, id, if knows { wire::Status::Declined } else { wire::Status::Withdrawn }).await
}

/// Where it has ended.
async fn status(w: &mut Writer<'_>, id: ApplicationId, status: wire::Status) -> Result<(), AppError> {
    let application: Application = w.load(id).await?;
    let message = wire::StatusChange { order_number: application.facts.number.to_string(), status, at: w.now().to_seconds() };
    deliver(w, &application, &message)
}
