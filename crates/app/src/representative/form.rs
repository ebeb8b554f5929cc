//! The form about one person: what was typed, as it is kept.

use crate::error::{AppError, FieldError};
use crate::phone_code::prove::prove;
use crate::profile::conceal::Safe;
use crate::world::World;
use domain::Refusal;
use domain::duty::Duties;
use domain::id::{OrganisationId, PersonId};
use domain::party::{Concealed, FullName, Mobile, Uscc, masked};
use domain::phone_code::{PhoneCode, Purpose};
use domain::representative::{Person, PersonKey, Representatives};
use store::representative::Seen;

/// What was typed about a person.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The name.
    pub name: String,
    /// What the person is known by, of what has logged in for the enterprise.
    pub keys: Vec<String>,
    /// A phone; empty for none, or for the one there is.
    pub mobile: String,
    /// The code that was sent to it.
    pub code: String,
    /// Whether the phone there is is taken out.
    pub without_phone: bool,
    /// What the person may do.
    pub duties: Duties,
}

/// What a form says, and the code to be used up with it.
pub(super) struct Read {
    pub(super) name: FullName,
    pub(super) keys: Vec<PersonKey>,
    pub(super) mobile: Option<Concealed>,
    pub(super) code: Option<PhoneCode>,
}

/// The code of the enterprise, which its people prove their phones for.
pub(super) async fn uscc(world: &World, organisation: OrganisationId) -> Result<Uscc, AppError> {
    let known = store::organisation::load(&mut world.store.reader(), organisation).await?;
    Ok(known.ok_or(AppError::NotFound)?.uscc)
}

/// Whose phone it is among those who act, but for `except`; their numbers are kept concealed, and there are few.
pub(super) async fn holder(
    world: &World,
    people: &Representatives,
    except: Option<PersonId>,
    mobile: &Mobile,
) -> Result<Option<PersonId>, AppError> {
    let Some(safe) = Safe::find(world, &mut world.store.reader(), people.organisation).await? else { return Ok(None) };
    for person in people.acting().filter(|person| Some(person.id) != except) {
        if let Some(kept) = &person.mobile
            && safe.reveal(&person.id.to_string(), kept)? == mobile.as_str()
        {
            return Ok(Some(person.id));
        }
    }
    Ok(None)
}

/// What may be chosen: what has logged in, and what `before` is known by already.
fn key(seen: &[Seen], before: Option<&Person>, by: &str) -> Option<PersonKey> {
    let known = before.and_then(|before| before.keys.iter().find(|key| key.by == by));
    known.cloned().or_else(|| seen.iter().find(|seen| seen.by == by).map(|seen| PersonKey { by: seen.by.clone(), ends: seen.ends }))
}

/// Reads a form about `id`, who was `before`.
///
/// # Errors
/// [`AppError::Invalid`] with every fault, in the order of the form; [`Refusal::CodeWrong`]; [`Refusal::RepresentativeKnown`] for another's phone.
pub(super) async fn read(
    world: &World,
    organisation: OrganisationId,
    form: &Form,
    (id, before): (PersonId, Option<&Person>),
) -> Result<Read, AppError> {
    let mut reader = world.store.reader();
    let seen = store::representative::list_seen(&mut reader, organisation).await?;
    let mut faults = Vec::new();
    let name = form.name.parse::<FullName>().map_err(|error| faults.push(FieldError::new("name", error)));
    let keys: Vec<PersonKey> = form.keys.iter().filter_map(|by| key(&seen, before, by)).collect();
    if keys.len() < form.keys.len() {
        faults.push(FieldError::new("key", "所选证书没有登录记录，请刷新页面后重新选择"));
    }
    let typed = Some(form.mobile.trim()).filter(|typed| !typed.is_empty());
    let typed = typed.map(|typed| typed.parse::<Mobile>().map_err(|error| faults.push(FieldError::new("mobile", error)))).transpose();
    let (Ok(name), Ok(typed), true) = (name, typed, faults.is_empty()) else { return Err(AppError::Invalid(faults)) };
    let kept = before.and_then(|before| before.mobile.clone()).filter(|_| !form.without_phone);
    let Some(mobile) = typed else { return Ok(Read { name, keys, mobile: kept, code: None }) };
    if let Some(people) = store::representative::load(&mut reader, organisation).await?
        && holder(world, &people, Some(id), &mobile).await?.is_some()
    {
        return Err(Refusal::RepresentativeKnown.into());
    }
    let code = prove(world, Purpose::Register, &uscc(world, organisation).await?, &mobile, &form.code).await?;
    let safe = Safe::open(world, organisation).await?;
    let concealed = safe.conceal(world, &id.to_string(), mobile.as_str(), masked(mobile.as_str(), 3, 4))?;
    Ok(Read { name, keys, mobile: Some(concealed), code: Some(code) })
}
