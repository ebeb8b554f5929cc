//! What a phone has given back: whose it is, whether it counts, and whether its holder read our screen.

use crate::agreement::brought::BroughtSeal;
use crate::agreement::sign;
use crate::error::AppError;
use crate::identity::certificate::chain;
use crate::identity::{Holder, UNPROVED, attempted, held_against, holder, no_system, verified_for, write_down};
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use documents::verify::organisation_codes;
use domain::Refusal;
use domain::party::Uscc;
use domain::qr::approve::approve;
use domain::qr::deny::deny;
use domain::qr::{Approval, QrDenial, QrRequest, QrRequestEvent};
use domain::signing::Consent;
use gm::certificate::Certificate;
use partners::phone::PhoneAnswer;

/// What an answer comes to. What is wrong with a certificate or a signature ends the request; wrong digits cost a try. Either is written down
/// for the organisation, where an authority we trust vouches for the certificate.
///
/// # Errors
/// [`Refusal`] as the domain says; [`AppError::Unavailable`].
pub(super) async fn judge(world: &World, request: &QrRequest, answer: PhoneAnswer) -> Result<QrRequestEvent, AppError> {
    let now = world.now();
    let message = request.facts.payload.with_code(&answer.code).canonical();
    let wanted = held_against(request.facts.channel.way());
    let whose = async {
        let certificate = verified_for(world, wanted, &answer.chain, &message, &answer.signature)?;
        no_system(world, &certificate).await?;
        let holder = holder(&certificate)?;
        if let Some(consent) = request.facts.payload.consent() {
            sealed(world, consent, &answer, &holder)?;
        }
        Ok(holder)
    };
    let holder = match whose.await {
        Ok(holder) => holder,
        Err(AppError::Unauthenticated(says)) => {
            write_down(world, wanted, &answer.chain, UNPROVED).await;
            return Ok(deny(request, QrDenial::Unfit(says), now)?);
        }
        Err(other) => return Err(other),
    };
    let approval = Approval { chain: answer.chain, encryption: answer.encryption, seal: answer.seal, at: now };
    let event = approve(request, &answer.code, approval, now)?;
    if let QrRequestEvent::Mistyped | QrRequestEvent::Denied(_) = event {
        let why = if request.facts.payload.consent().is_some() { "seal-code" } else { "match-code" };
        attempted(world, &holder.uscc, holder.fingerprint, why).await;
    }
    Ok(event)
}

/// Whether the applicant has sealed what was asked: said on the phone, before anybody submits it.
fn sealed(world: &World, consent: &Consent, answer: &PhoneAnswer, holder: &Holder) -> Result<(), AppError> {
    if holder.uscc.as_str() != consent.applicant_uscc {
        return Err(AppError::Unauthenticated("所选证书不是申请单位的，请选择申请单位的证书".into()));
    }
    let given = answer.seal.as_ref().ok_or_else(|| AppError::Unauthenticated("手机没有盖章，请选择带电子印章的证书".into()))?;
    let brought = BroughtSeal::read(&given.seal)?;
    sign::verify(world, consent, &answer.chain, &given.signature, (&brought, false)).map(drop)
}

/// What is wrong with the encryption certificate beside one that signs, if anything is.
pub(super) fn twin(world: &World, uscc: &Uscc, encryption: Option<&str>) -> Option<String> {
    let Some(text) = encryption else { return Some("没有配套的加密证书".into()) };
    let certificate = STANDARD.decode(text).ok().and_then(|der| Certificate::from_der(&der).ok());
    let Some(certificate) = certificate else { return Some("加密证书无法读取".into()) };
    if organisation_codes(&certificate) != [uscc.clone()] {
        return Some("加密证书不是本单位的".into());
    }
    world.trust.verify_encryption(&certificate, world.now()).err().map(|error| format!("加密证书不能使用：{error}"))
}

/// The chain of the certificate that was agreed with, and whose it is.
pub(super) fn agreed_with(approval: &Approval) -> Result<(Vec<Certificate>, Holder), AppError> {
    let chain = chain(&approval.chain)?;
    let holder = holder(chain.first().ok_or(Refusal::QrStateForbids)?)?;
    Ok((chain, holder))
}
