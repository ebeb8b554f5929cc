//! Filing (在线投诉; Hunan manual 4.4).

use super::load::complainant;
use super::targets::admitted;
use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::onboarding::field::{at_code, field};
use crate::phone_code::prove::prove;
use crate::profile::conceal::Safe;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::complaint::{CONTENT_LENGTH, Complaint, ComplaintContent, ComplaintFacts, ComplaintFile, file};
use domain::id::{ComplaintId, InstitutionId};
use domain::number::ComplaintNumber;
use domain::party::{FullName, Mobile, masked};
use domain::phone_code::Purpose;
use domain::site::SiteCode;
use domain::text::lines;
use store::turn::{Contested, take};

/// The form as it was filled in.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// 投诉金融机构, by its identifier.
    pub institution: String,
    /// 投诉内容.
    pub content: String,
    /// 投诉人姓名.
    pub name: String,
    /// 投诉人手机号.
    pub mobile: String,
    /// The digits sent to it.
    pub code: String,
    /// What comes with it.
    pub files: Vec<ComplaintFile>,
}

/// What the form says.
struct Filled {
    institution: InstitutionId,
    content: String,
    name: FullName,
    mobile: Mobile,
}

/// Reads the form. Faults come in its order.
fn read(form: &Form) -> Result<Filled, AppError> {
    let mut faults = Vec::new();
    let institution: Option<InstitutionId> = form.institution.trim().parse().ok();
    if institution.is_none() {
        faults.push(FieldError::new("institution", "请选择被投诉的金融机构"));
    }
    let content = lines(&form.content, CONTENT_LENGTH);
    if content.is_none() {
        faults.push(FieldError::new("content", "请用 10 至 2000 个字写明事情经过和诉求"));
    }
    let name = field(&mut faults, "name", &form.name);
    let mobile = field(&mut faults, "mobile", &form.mobile);
    if form.code.trim().is_empty() {
        faults.push(FieldError::new("code", "请填写短信验证码"));
    }
    match (institution, content, name, mobile) {
        (Some(institution), Some(content), Some(name), Some(mobile)) if faults.is_empty() => {
            Ok(Filled { institution, content, name, mobile })
        }
        _ => Err(AppError::Invalid(faults)),
    }
}

/// The name of a field of a complaint, by which its cipher is bound to it.
pub(super) fn bound(id: ComplaintId, field: &str) -> String {
    format!("{id}/{field}")
}

/// What of a person's name is shown unasked: the first character.
fn initial(name: &FullName) -> String {
    name.as_str().chars().take(1).chain("**".chars()).collect()
}

/// Files a complaint.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form, a wrong code among them; [`AppError::Refused`] as [`file::file`] says;
/// [`AppError::NotFound`] for no such site, and to those who complain about nobody.
pub async fn file(world: &World, caller: &Caller, site: SiteCode, form: &Form) -> Result<Complaint, AppError> {
    let id = world.id(ComplaintId::new);
    let (party, stamp) = complainant(world, caller, id).await?;
    world.sites.get(site).ok_or(AppError::NotFound)?;
    let filled = read(form)?;
    let code = prove(world, Purpose::Complaint, &party.uscc, &filled.mobile, &form.code).await.map_err(at_code)?;
    let mut reader = world.store.reader();
    let institution = store::institution::load(&mut reader, filled.institution).await?.ok_or(Refusal::ComplaintNotAdmitted)?;
    let admitted = admitted(world, &mut reader, site, &institution).await?;
    let safe = Safe::open(world, party.organisation).await?;
    let (name, mobile) = (filled.name.as_str(), filled.mobile.as_str());
    let content = ComplaintContent {
        text: filled.content,
        name: safe.conceal(world, &bound(id, "name"), name, initial(&filled.name))?,
        mobile: safe.conceal(world, &bound(id, "mobile"), mobile, masked(mobile, 3, 4))?,
        files: form.files.clone(),
    };
    let facts = ComplaintFacts {
        id,
        number: ComplaintNumber::new(site, u64::from_be_bytes(world.random())),
        site,
        centre: world.sites.complaints_go_to(site),
        institution: institution.id,
        institution_name: institution.name.to_string(),
        complainant: party,
        filed_at: world.now(),
    };
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let organisation = facts.complainant.organisation;
            take(w.tx(), Contested::Complaints(organisation))?;
            let open = store::complaint::count_open(w.tx(), organisation).await?;
            let event = file::file(facts, content, &institution.uscc, admitted, open)?;
            store::phone_code::use_up(w.tx(), &code)?;
            w.create::<Complaint>(&event)
        })
    })
    .await
}
