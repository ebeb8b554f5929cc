//! The form: to whom the paper is sent.

use crate::error::{AppError, FieldError};
use crate::profile::conceal::Safe;
use crate::world::World;
use domain::id::PaperCopyId;
use domain::paper_copy::{MOBILE, Recipient};
use domain::party::{Mobile, masked};
use domain::profile::EnterpriseProfile;
use serde::Deserialize;

/// What the applicant fills in. A number that is left empty is taken from the organisation's profile.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RecipientForm {
    /// 收件人.
    pub name: String,
    /// 联系电话.
    pub mobile: String,
    /// 收件地址.
    pub address: String,
}

impl RecipientForm {
    /// The form as it begins, out of the profile; and the number that is taken from there, as it may be shown.
    pub(super) fn of(profile: Option<&EnterpriseProfile>) -> (Self, Option<String>) {
        let Some(content) = profile.map(|profile| &profile.content) else { return (Self::default(), None) };
        let form = Self {
            name: content.contact.as_ref().map(ToString::to_string).unwrap_or_default(),
            address: content.address.as_ref().map(ToString::to_string).unwrap_or_default(),
            ..Self::default()
        };
        (form, content.contact_mobile.as_ref().map(|kept| kept.shown.clone()))
    }
}

/// The place of the number, as its ciphertext is bound to it.
pub(super) fn place(id: PaperCopyId) -> String {
    format!("{id}/{MOBILE}")
}

/// Who receives it. `known` is the number that the profile has.
///
/// # Errors
/// [`AppError::Invalid`] with every fault, in the order of the form.
pub(super) fn recipient(
    world: &World,
    safe: &Safe,
    known: Option<Mobile>,
    id: PaperCopyId,
    form: &RecipientForm,
) -> Result<Recipient, AppError> {
    let mut faults = Vec::new();
    let mut keep = |field, error: &dyn std::fmt::Display| faults.push(FieldError::new(field, error));
    let name = form.name.parse().map_err(|error| keep("name", &error)).ok();
    let mobile = match known {
        Some(known) if form.mobile.trim().is_empty() => Some(known),
        Some(_) | None => form.mobile.parse::<Mobile>().map_err(|error| keep("mobile", &error)).ok(),
    };
    let address = form.address.parse().map_err(|error| keep("address", &error)).ok();
    let (Some(name), Some(mobile), Some(address)) = (name, mobile, address) else { return Err(AppError::Invalid(faults)) };
    let text = mobile.to_string();
    let mobile = safe.conceal(world, &place(id), &text, masked(&text, 3, 4))?;
    Ok(Recipient { name, mobile, address })
}
