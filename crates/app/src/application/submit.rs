//! Signing and submitting: the fee falls due, and a timer runs.

use super::load::load;
use crate::agreement::{prepare::prepare, sign};
use crate::commit::commit;
use crate::document::{self, letter};
use crate::error::AppError;
use crate::identity::holder;
use crate::lot::known::known;
use crate::world::{Caller, World};
use documents::typesetting::Urgency;
use domain::Refusal;
use domain::access::Action;
use domain::application::{Application, ApplicationEvent, Numbered, SignedAgreement, submit};
use domain::id::{ApplicationId, PaymentId};
use domain::institution::{Institution, exposure};
use domain::number::{CheckCode, GuaranteeNumber, PaymentReference};
use domain::payment::{Payment, PaymentEvent, PaymentState};
use domain::time::Timestamp;
use store::Query;

/// What the certificate agent gave back.
#[derive(Clone, Debug)]
pub struct Signature {
    /// SM3 of the terms the person saw, hexadecimal.
    pub terms_digest: String,
    /// The certificate chain, base64 DER, leaf first.
    pub chain: Vec<String>,
    /// The signature, base64 DER.
    pub signature: String,
    /// The electronic seal, base64 DER.
    pub seal: String,
    /// When the agreement was prepared, UTC seconds.
    pub prepared_at: i64,
}

/// How long a prepared agreement may wait for its seal.
const PREPARED_MAX: i64 = Timestamp::HOUR;

/// Whether the product is still on sale and the institution may still be bound, before anybody pays (threat T-29). What counts is looked
/// at again when the letter is issued.
async fn still_sold(world: &World, query: &mut impl Query, application: &Application, institution: &Institution) -> Result<(), AppError> {
    let now = world.now();
    let facts = &application.facts;
    let product = store::product::load(query, facts.product).await?.ok_or(AppError::NotFound)?;
    product.on_sale(&store::onboarding::load_presence(query, institution.id, facts.site).await?, now)?;
    institution.licensed(now.date())?;
    let caps = exposure::caps(&institution.limits, world.sites.exposure(institution.kind))?;
    let applicant = &facts.applicant.uscc;
    let group = store::exposure::load_group(query, institution.id, applicant).await?;
    let bound = store::exposure::load(query, institution.id, applicant, group.as_deref()).await?;
    Ok(caps.check(&bound.plus(facts.amount))?)
}

/// Submits with the applicant's signature.
///
/// # Errors
/// [`AppError::Unauthenticated`] for a certificate or signature that does not verify, [`AppError::Refused`] as the domain says.
pub async fn submit(world: &World, caller: &Caller, id: ApplicationId, signature: Signature) -> Result<Application, AppError> {
    let now = world.now();
    let mut reader = world.store.reader();
    let (application, stamp) = load(world, &mut reader, caller, Action::SubmitApplication, id).await?;
    let rules = &world.sites.get(application.facts.site).ok_or(AppError::NotFound)?.rules;
    let institution = application.facts.guarantor.institution;
    let institution = store::institution::load(&mut reader, institution).await?.ok_or(AppError::NotFound)?;
    let lot = known(&mut reader, &application).await?;
    submit::check(&application, &lot, now)?;
    still_sold(world, &mut reader, &application, &institution).await?;
    let (_, previewed) = letter::terms(world, &application).await?;
    let prepared_at = Timestamp::from_micros(signature.prepared_at.saturating_mul(Timestamp::SECOND));
    if signature.terms_digest != previewed || prepared_at > now || prepared_at.plus(PREPARED_MAX) < now {
        return Err(Refusal::PreviewOutdated.into());
    }
    let prepared = prepare(world, &application, prepared_at, Urgency::First).await?;
    let sealed = sign::verify(world, &prepared, &signature.chain, &signature.signature, &signature.seal)?;
    let signer = holder(&sealed.certificate)?.uscc;
    if signer != application.facts.applicant.uscc {
        return Err(Refusal::CertificateOfAnother.into());
    }
    let signed = submit::SignedConsent {
        terms_digest: signature.terms_digest,
        agreement: SignedAgreement { prepared_at, signature: document::store(world, sealed.signature).await? },
        certificate: sealed.certificate.fingerprint(),
        signer,
        numbered: application.facts.own_system.then(|| Numbered {
            number: GuaranteeNumber::new(application.facts.site, u64::from_le_bytes(world.random())),
            check_code: CheckCode::new(u128::from_le_bytes(world.random())),
        }),
    };
    let payment = world.id(PaymentId::new);
    let event = submit::submit(&application, &lot, signed, &previewed, payment, now, rules)?;
    let ApplicationEvent::Submitted { until, .. } = event else { return Err(AppError::Bug("not a submission".into())) };
    let due = PaymentEvent::FellDue {
        payment: Box::new(Payment {
            id: payment,
            application: id,
            institution: institution.id,
            payee: institution.account,
            amount: application.facts.fee,
            style: application.facts.payment_style,
            reference: PaymentReference::new(u64::from_le_bytes(world.random())),
            state: PaymentState::Due { until },
            version: 1,
        }),
    };
    commit(world, stamp, move |w| {
        Box::pin(async move {
            // Once more, and for certain: the lot may have changed while the seal was looked at.
            submit::check(&application, &known(w.tx(), &application).await?, now)?;
            let application = w.append(application, &event)?;
            w.create::<Payment>(&due)?;
            Ok(application)
        })
    })
    .await
}
