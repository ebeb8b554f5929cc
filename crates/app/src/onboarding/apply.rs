//! Applying (准入申请): anybody may, who proves the phone the application names.

use super::field::{at_code, field, text};
use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::phone_code::prove::prove;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::document::Attachment;
use domain::id::OnboardingId;
use domain::institution::InstitutionKind;
use domain::onboarding::{ATTACHMENTS_MAX, INTRODUCTION_LENGTH, Onboarding, OnboardingFacts, Profile, apply};
use domain::party::{Mobile, Uscc};
use domain::phone_code::Purpose;
use domain::site::SiteCode;

/// The form as it was filled in.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Registered name.
    pub name: String,
    /// Code.
    pub uscc: String,
    /// Whether the person insists on a code whose check character does not fit (E23).
    pub uscc_sure: bool,
    /// Kind, by its code.
    pub kind: String,
    /// Introduction.
    pub introduction: String,
    /// Contact.
    pub contact: String,
    /// The contact's mobile.
    pub mobile: String,
    /// The digits sent to it.
    pub code: String,
    /// Files.
    pub attachments: Vec<Attachment>,
}

/// What the form says, apart from the digits. Faults come in the order of the form.
fn read(form: &Form, faults: &mut Vec<FieldError>) -> Option<(Profile, Uscc)> {
    let name = field(faults, "name", &form.name);
    let uscc = Uscc::typed(&form.uscc, form.uscc_sure).map_err(|error| faults.push(FieldError::new("uscc", error))).ok();
    let mobile: Option<Mobile> = field(faults, "mobile", &form.mobile);
    let kind = InstitutionKind::ALL.into_iter().find(|kind| kind.code() == form.kind);
    if kind.is_none() {
        faults.push(FieldError::new("kind", "请选择机构类型"));
    }
    let contact = field(faults, "contact", &form.contact);
    let introduction = text(faults, "introduction", &form.introduction, INTRODUCTION_LENGTH, "机构介绍应为 10 至 1000 个字");
    if form.attachments.is_empty() {
        faults.push(FieldError::new("attachments", "请上传授权书和准入申请表（PDF、PNG 或 JPG）"));
    } else if form.attachments.len() > ATTACHMENTS_MAX {
        faults.push(FieldError::new("attachments", format!("附件最多 {ATTACHMENTS_MAX} 个")));
    }
    let profile =
        Profile { name: name?, kind: kind?, introduction, contact: contact?, mobile: mobile?, attachments: form.attachments.clone() };
    Some((profile, uscc?))
}

/// Applies, for the first time or again after a refusal. Whether an institution is known is told only after its phone is proved.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form; [`AppError::Refused`] as the domain says.
pub async fn apply(world: &World, caller: &Caller, site: SiteCode, form: &Form) -> Result<Onboarding, AppError> {
    let now = world.now();
    world.sites.get(site).ok_or(AppError::NotFound)?;
    let id = world.id(OnboardingId::new);
    let stamp = caller.stamp(world, Action::Onboard, Relation::Stranger, id)?;
    let mut faults = Vec::new();
    let read = read(form, &mut faults);
    if let Some(fault) = world.glyphs.fault("name", &form.name).filter(|_| faults.iter().all(|fault| fault.field != "name")) {
        faults.insert(0, fault);
    }
    if form.code.trim().is_empty() {
        faults.push(FieldError::new("code", "请填写短信验证码"));
    }
    let (profile, uscc) = match read {
        Some(read) if faults.is_empty() => read,
        Some(_) | None => return Err(AppError::Invalid(faults)),
    };
    let code = prove(world, Purpose::Apply, &uscc, &profile.mobile, &form.code).await.map_err(at_code)?;
    let facts = OnboardingFacts { id, site, uscc, applied_at: now };
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let known = store::onboarding::load_by_uscc(w.tx(), site, &facts.uscc).await?;
            let event = apply::apply(known.as_ref(), facts, profile)?;
            store::phone_code::use_up(w.tx(), &code)?;
            match known {
                Some(known) => w.append(known, &event),
                None => w.create::<Onboarding>(&event),
            }
        })
    })
    .await
}
