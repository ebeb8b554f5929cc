//! Submitting: the applicant signs the letter's terms as previewed, and the fee falls due.

use super::agree::agreed;
use super::draft::one_side;
use super::{Application, ApplicationEvent, ApplicationState, Numbered, SignedAgreement, forbidden};
use crate::id::PaymentId;
use crate::lot::KnownLot;
use crate::party::Uscc;
use crate::refusal::Refusal;
use crate::site::SiteRules;
use crate::time::Timestamp;
use crate::underlying::Underlying;

/// A verified seal on the agreement.
#[derive(Clone, Debug)]
pub struct SignedConsent {
    /// SM3 of the terms that were signed, hexadecimal.
    pub terms_digest: String,
    /// The sealed agreement: the signature structure, stored.
    pub agreement: SignedAgreement,
    /// What the letter is to be numbered here, where the institution's own system makes it.
    pub numbered: Option<Numbered>,
    /// SM3 fingerprint of the certificate, hexadecimal.
    pub certificate: String,
    /// The organisation the certificate names.
    pub signer: Uscc,
}

/// Whether submitting makes sense now.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`], [`Refusal::LotOpened`], [`Refusal::LotAborted`], [`Refusal::DetailsMissing`],
/// [`Refusal::UnderlyingMissing`], [`Refusal::PapersMissing`], [`Refusal::LotUnconfirmed`], [`Refusal::ContactUnproved`],
/// [`Refusal::ConsentMissing`], [`Refusal::SpecialFormPending`], [`Refusal::AmountOutdated`] or [`Refusal::PreviewOutdated`].
pub fn check(application: &Application, lot: &KnownLot, now: Timestamp) -> Result<(), Refusal> {
    match application.state {
        ApplicationState::Draft { .. } if application.representative.is_none() => Err(Refusal::DetailsMissing),
        ApplicationState::Draft { .. } if Underlying::is_asked_of(application.facts.kind) && application.underlying.is_none() => {
            Err(Refusal::UnderlyingMissing)
        }
        ApplicationState::Draft { .. } if application.underlying.as_ref().is_some_and(|it| it.lacks(&application.papers).is_some()) => {
            Err(Refusal::PapersMissing)
        }
        ApplicationState::Draft { waits_for: Some(_) } => Err(Refusal::SpecialFormPending),
        ApplicationState::Draft { waits_for: None } => {
            lot.tendered(now)?;
            if lot.unconfirmed {
                return Err(Refusal::LotUnconfirmed);
            }
            agreed(application)?;
            current(application, lot)
        }
        ApplicationState::AwaitingPayment { .. }
        | ApplicationState::UnderReview { .. }
        | ApplicationState::Issuing { .. }
        | ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => forbidden(),
    }
}

/// Whether the draft says of its lot what is known now: what is signed is what stands.
fn current(application: &Application, lot: &KnownLot) -> Result<(), Refusal> {
    if lot.bid_security.is_some_and(|security| security != application.facts.amount) {
        Err(Refusal::AmountOutdated)
    } else if lot.news_to(&application.facts.lot).is_some() {
        Err(Refusal::PreviewOutdated)
    } else {
        Ok(())
    }
}

/// Submits with a signature over the terms whose digest is `previewed` now. The fee must arrive within the site's period,
/// and never later than bid opening (FD-1).
///
/// # Errors
/// As [`check`]; [`Refusal::PreviewOutdated`] when something else was signed (INV-21); [`Refusal::CertificateOfAnother`];
/// [`Refusal::BothSides`].
pub fn submit(
    application: &Application,
    lot: &KnownLot,
    consent: SignedConsent,
    previewed: &str,
    payment: PaymentId,
    now: Timestamp,
    rules: &SiteRules,
) -> Result<ApplicationEvent, Refusal> {
    check(application, lot, now)?;
    if consent.terms_digest != previewed {
        return Err(Refusal::PreviewOutdated);
    }
    if consent.signer != application.facts.applicant.uscc {
        return Err(Refusal::CertificateOfAnother);
    }
    let facts = &application.facts;
    let tenderee = facts.lot.tenderee().and_then(|tenderee| tenderee.uscc.as_ref());
    one_side(&facts.applicant.uscc, &facts.guarantor.uscc, tenderee)?;
    let until = now.plus(i64::from(rules.payment_minutes) * Timestamp::MINUTE).min(lot.opens_at);
    Ok(ApplicationEvent::Submitted {
        payment,
        until,
        terms_digest: consent.terms_digest,
        agreement: consent.agreement,
        numbered: consent.numbered,
        certificate: consent.certificate,
    })
}
