//! Saying who one is, to see how an onboarding stands (Hunan manual 3.2, 3.3). Until the phone is proved the answer is the same for
//! everyone: that the code is wrong.

use super::field::{at_code, field};
use crate::error::{AppError, FieldError};
use crate::phone_code::prove::prove_once;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Relation};
use domain::onboarding::Onboarding;
use domain::party::{Mobile, OrganisationName, Uscc};
use domain::phone_code::Purpose;
use domain::site::SiteCode;

/// The form as it was filled in.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Registered name.
    pub name: String,
    /// Code.
    pub uscc: String,
    /// The contact's mobile.
    pub mobile: String,
    /// The digits sent to it.
    pub code: String,
}

/// The onboarding of an institution on a site, for its contact, for one `purpose`.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form, a wrong code among them: also when there is no such onboarding, or it has
/// another name or contact.
pub async fn identify(world: &World, caller: &Caller, site: SiteCode, purpose: Purpose, form: &Form) -> Result<Onboarding, AppError> {
    world.sites.get(site).ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::Onboard, Relation::Stranger, "")?;
    let mut faults = Vec::new();
    let name: Option<OrganisationName> = field(&mut faults, "name", &form.name);
    // Nothing is taken in here: the code is held against what was admitted.
    let uscc = Uscc::vouched(&form.uscc).map_err(|error| faults.push(FieldError::new("uscc", error))).ok();
    let mobile: Option<Mobile> = field(&mut faults, "mobile", &form.mobile);
    if form.code.trim().is_empty() {
        faults.push(FieldError::new("code", "请填写短信验证码"));
    }
    let (Some(name), Some(uscc), Some(mobile), true) = (name, uscc, mobile, faults.is_empty()) else {
        return Err(AppError::Invalid(faults));
    };
    prove_once(world, purpose, &uscc, &mobile, &form.code).await.map_err(at_code)?;
    let known = store::onboarding::load_by_uscc(&mut world.store.reader(), site, &uscc).await?;
    let own = known.filter(|known| known.is_contact(&mobile) && known.profile.name == name);
    own.ok_or_else(|| at_code(Refusal::CodeWrong.into()))
}
