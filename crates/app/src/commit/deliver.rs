//! A message to an institution's own system, written down with the job that sends it.

use super::writer::Writer;
use crate::error::AppError;
use domain::application::Application;
use domain::delivery::{Delivery, DeliveryState};
use domain::id::{InstitutionId, OutboxId};
use domain::institution::InterfaceVersion;
use domain::party::{OrganisationName, Uscc};
use protocol::catalogue::Topic;
use protocol::message as wire;
use serde::Serialize;
use store::job::Job;

/// Writes a message about an application, and the job that sends it.
pub(super) fn deliver<M: Topic + Serialize>(w: &mut Writer<'_>, application: &Application, message: &M) -> Result<(), AppError> {
    write(w, application.facts.guarantor.institution, application.facts.number.to_string(), message)
}

/// Writes a message about what is called `subject`, and the job that sends it.
pub(super) fn write<M: Topic + Serialize>(
    w: &mut Writer<'_>,
    institution: InstitutionId,
    subject: String,
    message: &M,
) -> Result<(), AppError> {
    let delivery = Delivery {
        id: w.world().id(OutboxId::new),
        institution,
        subject,
        topic: M::TOPIC.to_owned(),
        payload: serde_json::to_string(message).map_err(|error| AppError::Bug(error.to_string()))?,
        created_at: w.now(),
        state: DeliveryState::Pending,
        tries: 0,
        error: String::new(),
    };
    store::delivery::create(w.tx(), &delivery)?;
    w.job(Job::SendDelivery(delivery.id));
    Ok(())
}

/// Which version of the interface the application's institution has proved.
pub(super) async fn interface(w: &mut Writer<'_>, application: &Application) -> Result<InterfaceVersion, AppError> {
    let institution = store::institution::load(w.tx(), application.facts.guarantor.institution).await?;
    institution.map(|institution| institution.interface).ok_or_else(|| AppError::Bug("an institution is missing".into()))
}

/// An organisation in the words of the interface.
pub(super) fn organisation(name: &OrganisationName, uscc: Option<&Uscc>) -> wire::Organisation {
    wire::Organisation { name: name.to_string(), uscc: uscc.map(ToString::to_string).unwrap_or_default() }
}
