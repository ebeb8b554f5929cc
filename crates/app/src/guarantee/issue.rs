//! Making the letter: typeset, sealed with the institution's key, stored, recorded.

use crate::application::preview;
use crate::error::AppError;
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use documents::Numbering;
use domain::access::{Action, Relation};
use domain::application::{ApplicationState, issue};
use domain::guarantee::{Guarantee, GuaranteeEvent, LetterFile};
use domain::id::{ApplicationId, FileId, GuaranteeId};
use domain::number::{CheckCode, GuaranteeNumber};
use gm::digest::sm3_hex;

/// Issues the guarantee of an application that is ready. Safe to run twice: what was made before a crash and not recorded is
/// never referred to.
///
/// # Errors
/// [`AppError::Bug`] when the terms are not those the applicant signed (INV-21); [`AppError::Unavailable`] for what passes.
pub async fn issue(world: &World, id: ApplicationId) -> Result<(), AppError> {
    let now = world.now();
    let mut reader = world.store.reader();
    let stamp = world.system().stamp(Action::IssueGuarantee, Relation::Stranger, now)?;
    let application = store::application::load(&mut reader, id).await?.ok_or_else(|| AppError::Bug("an application is missing".into()))?;
    if !matches!(application.state, ApplicationState::Issuing { .. }) {
        return Ok(());
    }
    let facts = application.facts.clone();
    let institution = store::institution::load(&mut reader, facts.guarantor.institution).await?;
    let institution = institution.ok_or_else(|| AppError::Bug("an institution is missing".into()))?;
    let (_, terms_digest) = preview::terms(&application);
    if application.signed_terms.as_deref() != Some(terms_digest.as_str()) {
        return Err(AppError::Bug("the letter's terms are not those that were signed".into()));
    }
    let number = GuaranteeNumber::new(facts.site, u64::from_le_bytes(world.random()));
    let check_code = CheckCode::new(u128::from_le_bytes(world.random()));
    let numbering = Numbering { number: number.clone(), check_code: check_code.clone(), issued_on: now.date() };
    let pdf = preview::letter(world, &application, numbering).await?.pdf;

    let vault = |error: crate::vault::VaultError| AppError::Bug(error.to_string());
    let certificate = world.vault.certificate(&institution.seal_key).map_err(vault)?.clone();
    // A letter under an expired or revoked seal would be worthless.
    let trusted = world.trust.verify(std::slice::from_ref(&certificate), now);
    trusted.map_err(|error| AppError::Unavailable(format!("出函机构的签章证书不可用：{error}")))?;
    let sealed = world.vault.sign(&institution.seal_key, &pdf).map_err(vault)?;

    let file = world.id(FileId::new);
    let letter = LetterFile {
        file,
        digest: sm3_hex(&pdf),
        size: u64::try_from(pdf.len()).unwrap_or(0),
        signature: STANDARD.encode(&sealed.signature),
        certificate: STANDARD.encode(sealed.certificate.der()),
        fingerprint: sealed.certificate.fingerprint(),
    };
    world.files.put(file, pdf.into()).await?;
    let guarantee = Guarantee {
        id: world.id(GuaranteeId::new),
        number,
        check_code,
        application: id,
        site: facts.site,
        kind: facts.kind,
        applicant: facts.applicant,
        guarantor: facts.guarantor,
        lot: facts.lot,
        amount: facts.amount,
        terms_digest,
        issued_at: now,
        expiry: facts.expiry,
        letter,
        version: 1,
    };
    let issued = issue::issue(&application, guarantee.id)?;
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &guarantee.id.to_string())?;
                store::guarantee::create(tx, &stamp, &GuaranteeEvent::Issued { guarantee: Box::new(guarantee) })?;
                store::application::append(tx, &stamp, application, &issued)?;
                Ok(())
            })
        })
        .await
}
