//! What an institution says in a wire of its own: recorded like every other message, and answered in its own way.

use super::query;
use super::receive::{receive, receive_file};
use crate::credential::verify::{Sender, UNSIGNED};
use crate::delivery;
use crate::error::AppError;
use crate::institution::connection::target;
use crate::world::World;
use domain::party::Uscc;
use partners::institution::foreign::{Heard, Parcel, Reply, Said};

/// The sender of a request in the wire of the institution with this code.
async fn sender(world: &World, uscc: &str, interface: &str, parcel: Parcel) -> Result<(Sender, Heard), AppError> {
    let refuse = |reason: &str| {
        tracing::warn!(reason, interface, "a request in a foreign wire was not accepted");
        AppError::Unauthenticated(UNSIGNED.into())
    };
    let mut reader = world.store.reader();
    let uscc = Uscc::vouched(uscc).map_err(|_| refuse("no such code"))?;
    let organisation = store::organisation::load_by_uscc(&mut reader, &uscc).await?.ok_or_else(|| refuse("nobody with this code"))?;
    let institution = store::institution::load_by_organisation(&mut reader, organisation.id).await?;
    let institution = institution.ok_or_else(|| refuse("no institution"))?;
    let (_, wire) = target(&mut reader, &institution).await?.ok_or_else(|| refuse("no system of its own"))?;
    let keys = delivery::keys(world, organisation.id).await?;
    let heard = world.institutions.hear(wire, interface, parcel, &keys, world.now()).ok_or_else(|| refuse("not the institution's"))?;
    let sender = Sender {
        organisation: organisation.id,
        role: organisation.role,
        app: uscc.to_string(),
        institution: Some(institution.id),
        site: None,
        nonce: heard.nonce.clone(),
        held: None,
    };
    Ok((sender, heard))
}

/// Hears a request and gives back the answer in the same wire.
///
/// # Errors
/// [`AppError::Unauthenticated`], whatever keeps it from being the institution's; [`AppError::Unavailable`]. Whatever else is wrong is
/// said in the answer.
pub async fn hear(world: &World, uscc: &str, interface: &str, parcel: Parcel) -> Result<Vec<u8>, AppError> {
    let (sender, heard) = sender(world, uscc, interface, parcel).await?;
    let reply = match heard.said.clone() {
        Ok(said) => answer(world, &sender, said).await,
        Err(reason) => Ok(Reply::Refused(reason)),
    };
    let reply = match reply {
        Ok(reply) => reply,
        Err(AppError::Invalid(errors)) => {
            Reply::Refused(errors.into_iter().map(|error| format!("{}：{}", error.field, error.message)).collect::<Vec<_>>().join("；"))
        }
        Err(error @ (AppError::Refused(_) | AppError::NotFound)) => Reply::Refused(error.to_string()),
        Err(error) => return Err(error),
    };
    Ok(world.institutions.reply(&heard, &reply))
}

async fn answer(world: &World, sender: &Sender, said: Said) -> Result<Reply, AppError> {
    match said {
        Said::Message { entry, key, body } => Ok(Reply::Receipt(receive(world, sender, entry, &key, &body).await?)),
        Said::File { order_number, kind, format, key, bytes } => {
            Ok(Reply::File(receive_file(world, sender, &key, &order_number, kind, format, bytes).await?))
        }
        Said::Query { order_number } => Ok(Reply::Report(Box::new(query::application(world, sender, &order_number).await?))),
    }
}
