//! An institution looks at who asks it for credit: what the organisation says of itself, and its papers. Each time is written into the audit
//! log, as when its people look (`credit_line::papers`).

use super::content::FetchedPaper;
use super::material::{Paper, paper, spend};
use super::receive::record;
use super::trial;
use crate::credential::verify::Sender;
use crate::error::AppError;
use crate::profile::reveal::{file_under, reveal_under};
use crate::world::{Caller, World};
use domain::access::{Action, Actor, Relation, Role};
use domain::conformance::ConformanceRun;
use domain::credit_line::{CreditLine, Grantor};
use domain::duty::Duties;
use domain::id::{CreditLineId, InstitutionId, RequestId};
use domain::profile::{EnterpriseProfile, ProfileItem};
use gm::digest::sm3_hex;
use protocol::message::{CreditCompany, Organisation};
use store::Stamp;

/// The line, if this institution was asked for it, its own system answers it, and it is not over.
async fn own(world: &World, institution: InstitutionId, credit_id: &str) -> Result<Option<CreditLine>, AppError> {
    let Ok(id) = credit_id.parse::<CreditLineId>() else { return Ok(None) };
    let found = store::credit_line::load(&mut world.store.reader(), id).await?;
    let today = world.now().date();
    Ok(found.filter(|line| line.facts.grantor == Grantor::Institution(institution) && line.by_system && !line.is_over(today)))
}

/// Under which permit the institution's system looks at the line.
fn permitted(world: &World, sender: &Sender, line: &CreditLine) -> Result<Stamp, AppError> {
    let actor = Actor {
        role: sender.role,
        organisation: Some(sender.organisation),
        name: format!("{} 的业务系统", line.facts.grantor_name),
        certificate: String::new(),
        institution: sender.institution,
        site: sender.site,
        duties: Duties::all(),
        project: None,
    };
    let caller = Caller { actor, request: world.id(RequestId::new) };
    caller.stamp(world, Action::ReviewCredit, Relation::Guarantor, line.facts.id)
}

fn institution(sender: &Sender) -> Result<InstitutionId, AppError> {
    sender.institution.filter(|_| sender.role == Role::GuarantorStaff).ok_or(AppError::NotFound)
}

/// The paper with this digest of this credit application to the sender. A conformance run notes that its paper is fetched.
///
/// # Errors
/// [`AppError::NotFound`] for what is not there and for what is another's, alike; [`AppError::Unauthenticated`] for a nonce that was used.
pub async fn material(world: &World, sender: &Sender, credit_id: &str, digest: &str) -> Result<Paper, AppError> {
    let institution = institution(sender)?;
    if let Some(line) = own(world, institution, credit_id).await? {
        spend(world, sender).await?;
        let applicant = line.facts.applicant.organisation;
        let profile = store::profile::load(&mut world.store.reader(), applicant).await?.ok_or(AppError::NotFound)?;
        let known = profile.files.iter().find(|file| file.digest == digest).ok_or(AppError::NotFound)?;
        let stamp = permitted(world, sender, &line)?.about(known.id);
        let (bytes, file) = file_under(world, stamp, applicant, known.id).await?;
        return Ok(paper(digest, &file.media, bytes));
    }
    match trial::credit_run(&mut world.store.reader(), institution, credit_id).await? {
        Some(run) if sm3_hex(trial::CREDIT_PAPER.as_bytes()) == digest => {
            note(world, sender, &run, "credit.material", digest).await?;
            Ok(paper(digest, "pdf", trial::CREDIT_PAPER.as_bytes().to_vec()))
        }
        Some(_) | None => {
            spend(world, sender).await?;
            Err(AppError::NotFound)
        }
    }
}

/// Who asks the sender for credit. A conformance run notes that it is read.
///
/// # Errors
/// As [`material`].
pub async fn company(world: &World, sender: &Sender, credit_id: &str) -> Result<CreditCompany, AppError> {
    let institution = institution(sender)?;
    if let Some(line) = own(world, institution, credit_id).await? {
        spend(world, sender).await?;
        return revealed(world, sender, &line).await;
    }
    let Some(run) = trial::credit_run(&mut world.store.reader(), institution, credit_id).await? else {
        spend(world, sender).await?;
        return Err(AppError::NotFound);
    };
    note(world, sender, &run, "credit.company", "").await?;
    Ok(trial::company(credit_id))
}

async fn note(world: &World, sender: &Sender, run: &ConformanceRun, topic: &str, digest: &str) -> Result<(), AppError> {
    let credit_id = run.application(trial::CREDIT);
    let fetched = FetchedPaper { order_number: credit_id.clone(), instruction_id: credit_id.clone(), digest: digest.to_owned() };
    let payload = serde_json::to_string(&fetched).map_err(|error| AppError::Bug(error.to_string()))?;
    let key = format!("{topic}/{credit_id}/{digest}");
    record(world, sender, topic, &key, sm3_hex(key.as_bytes()), Ok(credit_id), payload).await.map(drop)
}

async fn revealed(world: &World, sender: &Sender, line: &CreditLine) -> Result<CreditCompany, AppError> {
    let applicant = &line.facts.applicant;
    let profile = store::profile::load(&mut world.store.reader(), applicant.organisation).await?.ok_or(AppError::NotFound)?;
    let texts = reveal_under(world, permitted(world, sender, line)?, applicant.organisation).await?;
    let behind = |item: ProfileItem| texts.get(&item).cloned().unwrap_or_default();
    let EnterpriseProfile { content, .. } = profile;
    Ok(CreditCompany {
        credit_id: line.facts.id.to_string(),
        company: Organisation { name: applicant.name.to_string(), uscc: applicant.uscc.to_string() },
        address: content.address.map(|text| text.to_string()).unwrap_or_default(),
        bank: content.bank.map(|text| text.to_string()).unwrap_or_default(),
        account: behind(ProfileItem::Account),
        legal_name: content.legal_name.map(|text| text.to_string()).unwrap_or_default(),
        legal_number: behind(ProfileItem::LegalNumber),
        contact: content.contact.map(|text| text.to_string()).unwrap_or_default(),
        contact_mobile: behind(ProfileItem::ContactMobile),
        contact_email: content.contact_email.map(|text| text.to_string()).unwrap_or_default(),
    })
}
