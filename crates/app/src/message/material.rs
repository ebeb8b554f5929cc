//! An institution fetches a paper that an instruction to it names.

use super::content::FetchedPaper;
use super::receive::record;
use super::trial;
use crate::credential::verify::{Sender, use_nonce};
use crate::document::attachment;
use crate::error::AppError;
use crate::world::World;
use domain::access::Role;
use domain::document::Attachment;
use domain::id::{InstitutionId, InstructionId};
use gm::digest::sm3_hex;

/// A paper.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Its digest and what kind of file it is: what it was called is told in the instruction alone.
    pub name: String,
    /// Its media type.
    pub media: &'static str,
    /// Its bytes, at most [`protocol::message::MATERIAL_MAX`].
    pub bytes: Vec<u8>,
}

pub(super) fn paper(digest: &str, kind: &str, bytes: Vec<u8>) -> Paper {
    Paper { name: format!("{digest}.{kind}"), media: attachment::media_type(kind), bytes }
}

/// The paper with this digest of this instruction to the sender. A conformance run notes that its papers are fetched.
///
/// # Errors
/// [`AppError::NotFound`] for what is not there and for what is another's, alike; [`AppError::Unauthenticated`] for a nonce that was used.
pub async fn material(world: &World, sender: &Sender, instruction_id: &str, digest: &str) -> Result<Paper, AppError> {
    let institution = sender.institution.filter(|_| sender.role == Role::GuarantorStaff).ok_or(AppError::NotFound)?;
    let Ok(id) = instruction_id.parse() else {
        spend(world, sender).await?;
        return Err(AppError::NotFound);
    };
    if let Some(attachment) = own(world, institution, id, digest).await? {
        spend(world, sender).await?;
        return Ok(paper(digest, &attachment.kind, attachment::load(world, &attachment).await?));
    }
    let Some((run, name)) = trial::paper(&mut world.store.reader(), institution, id, digest).await? else {
        spend(world, sender).await?;
        return Err(AppError::NotFound);
    };
    let fetched = FetchedPaper { order_number: run.application(trial::MAIN), instruction_id: id.to_string(), digest: digest.to_owned() };
    let payload = serde_json::to_string(&fetched).map_err(|error| AppError::Bug(error.to_string()))?;
    let key = format!("material/{id}/{digest}");
    record(world, sender, "material", &key, sm3_hex(key.as_bytes()), Ok(fetched.order_number), payload).await?;
    Ok(paper(digest, "pdf", name.as_bytes().to_vec()))
}

/// Uses the request's nonce up, whatever is answered.
pub(super) async fn spend(world: &World, sender: &Sender) -> Result<(), AppError> {
    let (now, nonce, app) = (world.now(), sender.nonce.clone(), sender.app.clone());
    world.store.write(move |tx| Box::pin(async move { use_nonce(tx, &app, &nonce, now).await })).await
}

/// The paper, if the instruction is to this institution and names it.
async fn own(world: &World, institution: InstitutionId, id: InstructionId, digest: &str) -> Result<Option<Attachment>, AppError> {
    let instruction = store::instruction::load(&mut world.store.reader(), id).await?;
    let own = instruction.filter(|instruction| instruction.institution == institution);
    Ok(own.and_then(|own| own.asked.materials().iter().find(|material| material.file.digest == digest).cloned()))
}
