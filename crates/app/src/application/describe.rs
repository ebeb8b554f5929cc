//! Naming the representative: what is not known yet about the applicant.

use super::decide::both;
use super::load::load;
use super::substantiate::read;
use super::underlying::UnderlyingForm;
use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::listing::Filter;
use crate::profile::reveal::contact;
use crate::wording::choices;
use crate::world::{Caller, World};
use domain::access::{Action, scope};
use domain::application::{Application, describe};
use domain::id::ApplicationId;
use domain::party::Representative;

/// Newest applications that are looked through for a representative.
const LOOKED_THROUGH: i64 = 20;

/// Where a representative is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownFrom {
    /// The organisation's profile.
    Profile,
    /// Its last application.
    LastApplication,
}

/// What the form says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Name.
    pub name: String,
    /// Mobile number.
    pub mobile: String,
    /// E-mail address.
    pub email: String,
    /// Whether the English parallel text is wanted.
    pub english: bool,
    /// The wording of the letter; empty for the one it has.
    pub wording: String,
}

impl Details {
    /// The representative, or every fault in the order of the form.
    fn parse(&self) -> Result<Representative, AppError> {
        let mut faults = Vec::new();
        let mut keep = |field, error: &dyn std::fmt::Display| faults.push(FieldError::new(field, error));
        let name = self.name.parse().map_err(|error| keep("name", &error));
        let mobile = self.mobile.parse().map_err(|error| keep("mobile", &error));
        let email = self.email.parse().map_err(|error| keep("email", &error));
        match (name, mobile, email) {
            (Ok(name), Ok(mobile), Ok(email)) => Ok(Representative { name, mobile, email }),
            _ => Err(AppError::Invalid(faults)),
        }
    }
}

/// What came of a part of the form; its faults stand beside those of the others.
fn part<T>(outcome: Result<T, AppError>, faults: &mut Vec<FieldError>) -> Result<Option<T>, AppError> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(AppError::Invalid(found)) => {
            faults.extend(found);
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

/// Names the representative of a draft, and states what it secures where its kind asks for that.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::Refused`] or [`AppError::NotFound`].
pub async fn describe(
    world: &World,
    caller: &Caller,
    id: ApplicationId,
    details: &Details,
    secured: &UnderlyingForm,
) -> Result<Application, AppError> {
    let (application, stamp) = load(world, &mut world.store.reader(), caller, Action::DescribeApplication, id).await?;
    let mut faults = Vec::new();
    let representative = part(details.parse(), &mut faults)?;
    let stated = part(read(world, &application, secured).await, &mut faults)?;
    let (Some(representative), Some(stated)) = (representative, stated) else { return Err(AppError::Invalid(faults)) };
    if let Some(fault) = world.glyphs.fault("name", representative.name.as_str()) {
        return Err(AppError::Invalid(vec![fault]));
    }
    let chosen = Some(details.wording.clone()).filter(|id| !id.is_empty() && *id != application.wording);
    if let Some(chosen) = &chosen
        && !choices(world, &application).await?.iter().any(|(id, _)| id == chosen)
    {
        return Err(AppError::Invalid(vec![FieldError::new("wording", "请选择出函机构提供的保函格式")]));
    }
    let (english, by) = (details.english, caller.actor.certificate.clone());
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let (application, lot) = both(w, id).await?;
            let event = describe::describe(&application, &lot, w.now(), representative, english, chosen, by)?;
            store::typed::delete(w.tx(), id)?;
            let application = w.append(application, &event)?;
            match stated {
                Some(stated) => {
                    let event = stated.state(&application, &lot, w.now())?;
                    w.append(application, &event)
                }
                None => Ok(application),
            }
        })
    })
    .await
}

/// Whom to begin an application with: the contact in the organisation's profile, or else the representative of its last application that
/// named one (P8).
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn known_representative(world: &World, caller: &Caller) -> Result<Option<(Representative, KnownFrom)>, AppError> {
    if let Some(contact) = contact(world, caller).await? {
        return Ok(Some((contact, KnownFrom::Profile)));
    }
    let newest =
        store::application::list(&mut world.store.reader(), &scope(&caller.actor), &Filter::default(), None, LOOKED_THROUGH).await?;
    let last = newest.into_iter().find_map(|application| application.representative);
    Ok(last.map(|last| (last, KnownFrom::LastApplication)))
}
