//! Signing and submitting: the fee falls due, and a timer runs.

use super::load::{load, project};
use super::preview::shown;
use super::sold::{still_sold, surroundings};
use crate::agreement::brought::BroughtSeal;
use crate::agreement::sign;
use crate::commit::commit;
use crate::document::{KeptSignature, letter};
use crate::error::AppError;
use crate::identity::{Holder, holder};
use crate::lot::known::known;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::application::{Application, ApplicationEvent, Numbered, SignedAgreement, submit};
use domain::id::{ApplicationId, PaymentId};
use domain::mandate::{Mandate, bar};
use domain::number::{CheckCode, GuaranteeNumber, PaymentReference};
use domain::payment::{Payment, PaymentEvent, PaymentState};
use domain::representative::may_sign;
use domain::time::Timestamp;
use store::{Query, StoreError};

/// What the certificate agent gave back.
#[derive(Clone, Debug)]
pub struct Signature {
    /// When it came to the door for the first time: what is timely is judged by it (INV-40).
    pub arrived: Timestamp,
    /// What was shown, as [`super::preview::Preview::carried`] had it.
    pub shown: String,
    /// The certificate chain, base64 DER, leaf first.
    pub chain: Vec<String>,
    /// The signature, base64 DER.
    pub signature: String,
    /// The electronic seal, base64 DER.
    pub seal: String,
}

/// The mandates its applicant has in that project.
async fn mandates(query: &mut impl Query, application: &Application, now: Timestamp) -> Result<Vec<Mandate>, StoreError> {
    match project(application) {
        Some(project) => store::mandate::list_standing(query, application.facts.applicant.organisation, &project, now).await,
        None => Ok(Vec::new()),
    }
}

/// How long a prepared agreement may wait for its seal.
const PREPARED_MAX: i64 = Timestamp::HOUR;

/// Submits with the applicant's signature.
///
/// # Errors
/// [`AppError::Unauthenticated`] for a certificate or signature that does not verify, [`AppError::Refused`] as the domain says.
pub async fn submit(world: &World, caller: &Caller, id: ApplicationId, signature: Signature) -> Result<Application, AppError> {
    let now = world.now();
    let (application, stamp) = load(world, &mut world.store.reader(), caller, Action::SubmitApplication, id).await?;
    let rules = &world.sites.get(application.facts.site).ok_or(AppError::NotFound)?.rules;
    let brought = BroughtSeal::read(&signature.seal)?;
    let (around, kept) = {
        // Ended before the transaction: whoever holds a connection while it waits for another makes all others wait.
        let flight = world.store.flight().await?;
        let mut own = flight.clone();
        let kept = async { Ok(store::signature::is_kept(&mut own, &brought.digest).await?) };
        tokio::try_join!(surroundings(world, &application, flight), kept)?
    };
    submit::check(&application, &around.lot, signature.arrived)?;
    still_sold(world, &application, &around)?;
    let (_, previewed) = letter::terms(world, &application).await?;
    let shown = shown(world, &signature.shown).filter(|shown| (shown.application, shown.version) == (id, application.version));
    let consent = shown.ok_or(Refusal::PreviewOutdated)?.consent;
    let prepared_at = Timestamp::from_micros(consent.time.saturating_mul(Timestamp::SECOND));
    if prepared_at > now || prepared_at.plus(PREPARED_MAX) < signature.arrived {
        return Err(Refusal::PreviewOutdated.into());
    }
    let sealed = sign::verify(world, &consent, &signature.chain, &signature.signature, (&brought, kept))?;
    let Holder { uscc: signed_for, project: only, .. } = holder(&sealed.certificate)?;
    if signed_for != application.facts.applicant.uscc {
        return Err(Refusal::CertificateOfAnother.into());
    }
    // One for a single project seals nothing of another, nor what does not say which it is of.
    if only.is_some_and(|only| project(&application) != Some(only)) {
        return Err(Refusal::CertificateOfOneProject.into());
    }
    let signer = sealed.certificate.fingerprint();
    let kept = KeptSignature::new(world, &sealed.signature, (&brought, kept));
    let signed = submit::SignedConsent {
        terms_digest: consent.terms_digest,
        agreement: SignedAgreement { prepared_at, signature: kept.stored.clone() },
        certificate: signer.clone(),
        signer: signed_for,
        numbered: application.facts.own_system.then(|| Numbered {
            number: GuaranteeNumber::new(application.facts.site, u64::from_le_bytes(world.random())),
            check_code: CheckCode::new(u128::from_le_bytes(world.random())),
        }),
    };
    let payment = world.id(PaymentId::new);
    let event = submit::submit(&application, &around.lot, signed, &previewed, payment, signature.arrived, rules)?;
    let ApplicationEvent::Submitted { until, .. } = event else { return Err(AppError::Bug("not a submission".into())) };
    let due = PaymentEvent::FellDue {
        payment: Box::new(Payment {
            id: payment,
            application: id,
            institution: around.institution.id,
            payee: around.institution.account.clone(),
            amount: application.facts.fee,
            style: application.facts.payment_style,
            reference: PaymentReference::new(u64::from_le_bytes(world.random())),
            state: PaymentState::Due { until },
            version: 1,
        }),
    };
    let (arrived, outlet) = (signature.arrived, world.sites.outlet(application.facts.site));
    commit(world, stamp, move |w| {
        Box::pin(async move {
            // Once more, and for certain: the lot may have changed, the institution or the person have gone, the applicant have become the
            // tenderee's agency, while the seal was looked at.
            let institution = application.facts.guarantor.institution;
            let asked = w.tx().together(|flight| async {
                let (mut one, mut two, mut three, mut four) = (flight.clone(), flight.clone(), flight.clone(), flight);
                tokio::try_join!(
                    known(&mut one, &application),
                    store::onboarding::load_presence(&mut two, institution, outlet),
                    mandates(&mut three, &application, now),
                    store::representative::load_held(&mut four, application.facts.applicant.organisation),
                )
            });
            let (lot, presence, mandates, people) = asked.await?;
            submit::check(&application, &lot, arrived)?;
            if let Some(project) = project(&application) {
                bar(&mandates, application.facts.applicant.organisation, &project, now)?;
            }
            may_sign(people.as_ref(), &application, &signer)?;
            around.product.on_sale(&presence, now)?;
            let application = w.append(application, &event)?;
            w.create::<Payment>(&due)?;
            kept.write(w.tx())?;
            Ok(application)
        })
    })
    .await
}
