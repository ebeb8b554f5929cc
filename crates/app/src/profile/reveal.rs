//! What is masked on screens, for whoever asks for it and may: each time is written into the audit log.

use super::conceal::Safe;
use super::load::load;
use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::{FileId, OrganisationId};
use domain::party::{Concealed, Email, FullName, Representative};
use domain::profile::{EnterpriseProfile, ProfileFile, ProfileItem};
use std::collections::BTreeMap;
use store::Stamp;

/// What is concealed in a profile, by its item.
fn concealed(profile: &EnterpriseProfile) -> impl Iterator<Item = (ProfileItem, &Concealed)> {
    let content = &profile.content;
    let all = [
        (ProfileItem::Account, &content.account),
        (ProfileItem::LegalNumber, &content.legal_number),
        (ProfileItem::ContactMobile, &content.contact_mobile),
        (ProfileItem::InvoicePhone, &content.invoice_phone),
        (ProfileItem::InvoiceAccount, &content.invoice_account),
    ];
    all.into_iter().filter_map(|(item, kept)| Some((item, kept.as_ref()?)))
}

/// Writes down that it was seen.
pub(crate) async fn seen(world: &World, stamp: Stamp) -> Result<(), AppError> {
    commit(world, stamp, |_| Box::pin(async { Ok(()) })).await
}

/// The texts behind a profile's masks.
pub(crate) fn texts(safe: &Safe, profile: &EnterpriseProfile) -> Result<BTreeMap<ProfileItem, String>, AppError> {
    concealed(profile).map(|(item, kept)| Ok((item, safe.reveal(item.code(), kept)?))).collect()
}

/// What is masked in an organisation's profile.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn reveal(world: &World, caller: &Caller, organisation: OrganisationId) -> Result<BTreeMap<ProfileItem, String>, AppError> {
    let (_, stamp) = load(world, &mut world.store.reader(), caller, Action::RevealProfile, organisation).await?;
    reveal_under(world, stamp, organisation).await
}

/// The same, permitted by what somebody may do to something that the profile stands beside.
pub(crate) async fn reveal_under(
    world: &World,
    stamp: Stamp,
    organisation: OrganisationId,
) -> Result<BTreeMap<ProfileItem, String>, AppError> {
    let mut reader = world.store.reader();
    let profile = store::profile::load(&mut reader, organisation).await?.ok_or(AppError::NotFound)?;
    let revealed = match Safe::find(world, &mut reader, organisation).await? {
        Some(safe) => texts(&safe, &profile)?,
        None => BTreeMap::new(),
    };
    seen(world, stamp).await?;
    Ok(revealed)
}

/// The bytes of a file as they were handed in.
pub(super) async fn bytes(world: &World, safe: &Safe, file: &ProfileFile) -> Result<Vec<u8>, AppError> {
    let plain = safe.unseal(file.id, &crate::document::load(world, &file.stored).await?)?;
    if gm::digest::sm3_hex(&plain) == file.digest {
        Ok(plain)
    } else {
        Err(AppError::Bug("a profile's file is not the one handed in".into()))
    }
}

/// A file that stands in an organisation's profile, with what it is.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn file(world: &World, caller: &Caller, organisation: OrganisationId, id: FileId) -> Result<(Vec<u8>, ProfileFile), AppError> {
    let (_, stamp) = load(world, &mut world.store.reader(), caller, Action::RevealProfile, organisation).await?;
    file_under(world, stamp.about(id), organisation, id).await
}

/// The same, permitted by what somebody may do to something that the profile stands beside.
pub(crate) async fn file_under(
    world: &World,
    stamp: Stamp,
    organisation: OrganisationId,
    id: FileId,
) -> Result<(Vec<u8>, ProfileFile), AppError> {
    let mut reader = world.store.reader();
    let profile = store::profile::load(&mut reader, organisation).await?.ok_or(AppError::NotFound)?;
    let file = profile.files.into_iter().find(|file| file.id == id).ok_or(AppError::NotFound)?;
    let safe = Safe::find(world, &mut reader, organisation).await?.ok_or(AppError::NotFound)?;
    let plain = bytes(world, &safe, &file).await?;
    seen(world, stamp).await?;
    Ok((plain, file))
}

/// The contact of the caller's organisation, to begin an application with.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) async fn contact(world: &World, caller: &Caller) -> Result<Option<Representative>, AppError> {
    let Some(organisation) = caller.actor.organisation else { return Ok(None) };
    let mut reader = world.store.reader();
    let Some(profile) = store::profile::load(&mut reader, organisation).await? else { return Ok(None) };
    let content = profile.content;
    let all: Option<(FullName, Concealed, Email)> =
        content.contact.zip(content.contact_mobile).zip(content.contact_email).map(|((name, mobile), email)| (name, mobile, email));
    let (Some((name, mobile, email)), Some(safe)) = (all, Safe::find(world, &mut reader, organisation).await?) else { return Ok(None) };
    let mobile = safe.reveal(ProfileItem::ContactMobile.code(), &mobile)?;
    Ok(mobile.parse().ok().map(|mobile| Representative { name, mobile, email }))
}

/// The name under which a file is handed out.
#[must_use]
pub fn called(file: &ProfileFile) -> String {
    format!("{}.{}", file.kind.code(), file.media)
}
