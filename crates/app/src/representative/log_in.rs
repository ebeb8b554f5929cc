//! Logging in with a code to a representative's phone. A phone signs nothing: whoever comes so prepares and pays.

use super::form::holder;
use crate::commit::quietly;
use crate::error::AppError;
use crate::identity::{Arrival, Device, LoggedIn, open};
use crate::phone_code::prove::prove;
use crate::world::World;
use domain::Refusal;
use domain::id::PersonId;
use domain::party::{Mobile, Uscc};
use domain::phone_code::Purpose;
use domain::representative::Person;
use domain::session::LoginWay;
use store::organisation::Organisation;

/// The organisation with this code and who of its people has this phone.
async fn known(world: &World, uscc: &Uscc, mobile: &Mobile) -> Result<Option<(Organisation, PersonId)>, AppError> {
    let mut reader = world.store.reader();
    let Some(organisation) = store::organisation::load_by_uscc(&mut reader, uscc).await? else { return Ok(None) };
    let Some(people) = store::representative::load(&mut reader, organisation.id).await? else { return Ok(None) };
    let person = holder(world, &people, None, mobile).await?;
    Ok(person.map(|person| (organisation, person)))
}

/// Whether a code is sent to this phone: whoever asks is told the same.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn is_representatives(world: &World, uscc: &Uscc, mobile: &Mobile) -> Result<bool, AppError> {
    Ok(known(world, uscc, mobile).await?.is_some())
}

/// Logs in the representative with this phone; the code is used up with it.
///
/// # Errors
/// [`Refusal::CodeWrong`], whatever is wrong.
pub async fn log_in(world: &World, uscc: &Uscc, mobile: &Mobile, code: &str, device: Device) -> Result<LoggedIn, AppError> {
    let code = prove(world, Purpose::LogIn, uscc, mobile, code).await?;
    let (organisation, person) = known(world, uscc, mobile).await?.ok_or(Refusal::CodeWrong)?;
    let token = hex::encode(world.random::<32>());
    let arrival = Arrival {
        uscc: organisation.uscc,
        name: organisation.name,
        vouched: None,
        person: Person::by_phone(person),
        chain: String::new(),
        way: LoginWay::Phone,
        portal_session: String::new(),
        holder: String::new(),
        certificate_ends: None,
        project: None,
        says: Vec::new(),
    };
    let fresh = token.clone();
    let opened = quietly(world, move |w| {
        Box::pin(async move {
            store::phone_code::use_up(w.tx(), &code)?;
            open(w, arrival, &device, &fresh).await
        })
    });
    match opened.await {
        Ok((organisation, role)) => Ok(LoggedIn { token, organisation, role }),
        Err(AppError::Conflict) => Err(Refusal::CodeWrong.into()),
        Err(other) => Err(other),
    }
}
