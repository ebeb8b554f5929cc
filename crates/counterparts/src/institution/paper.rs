//! Papers that come with an instruction: fetched from the platform before anything is decided about it.

use super::Institution;
use super::book::{BookError, Waiting};
use super::instruction::{claim, extend};
use client::ClientError;
use protocol::message::Material;
use serde::Deserialize;

/// What the topic of a message that waits begins with, when its papers are to be fetched first.
const PAPERS: &str = "papers/";

/// What is looked at in an instruction of any kind.
#[derive(Deserialize)]
struct Instructed {
    instruction_id: String,
    order_number: String,
    #[serde(default)]
    materials: Vec<Material>,
}

/// Why nothing is done without its papers.
const MISSING: &str = "证明材料无法取得";

/// Does what an instruction of this topic asks for, once its papers are here.
pub(super) fn first(institution: &Institution, topic: &str, body: &[u8]) -> Result<(), BookError> {
    let asked: Instructed = serde_json::from_slice(body)?;
    // Of the platform of 1.1 no papers can be had.
    if asked.materials.is_empty() || institution.manners().first_version {
        return decide(institution, topic, body, None);
    }
    let key = format!("{PAPERS}{}", asked.instruction_id);
    let topic = format!("{PAPERS}{topic}");
    institution.book().put_out(&Waiting { key, topic, order_number: asked.order_number, body: body.to_owned() })
}

/// The topic of the instruction whose papers are to be fetched, if that is what waits.
pub(super) fn of(waiting: &Waiting) -> Option<&str> {
    waiting.topic.strip_prefix(PAPERS)
}

/// Fetches the papers, keeps them, and goes on.
pub(super) async fn fetch(institution: &Institution, topic: &str, body: &[u8]) -> Result<(), ClientError> {
    let unknown = |error: BookError| ClientError::Unknown(error.to_string());
    let asked: Instructed = serde_json::from_slice(body).map_err(|error| unknown(error.into()))?;
    let (client, now) = (&institution.0.client, institution.now().seconds());
    let mut missing = None;
    for material in asked.materials {
        match client.material(&asked.instruction_id, &material.digest, now).await {
            Ok(bytes) => institution.book().keep_paper(&material.digest, &bytes).map_err(unknown)?,
            Err(ClientError::Refused(problem)) if !problem.retryable => missing = Some(MISSING),
            Err(error) => return Err(error),
        }
    }
    decide(institution, topic, body, missing).map_err(unknown)
}

fn decide(institution: &Institution, topic: &str, body: &[u8], missing: Option<&str>) -> Result<(), BookError> {
    match topic {
        "extension.order" => extend(institution, &serde_json::from_slice(body)?, missing),
        "claim.order" => claim(institution, &serde_json::from_slice(body)?, missing),
        // A release is taken note of; nothing is answered.
        _ => Ok(()),
    }
}
