//! Recording a message, before anything is done about it.

use super::content::{Arriving, Parsed, PushedFile, parse};
use super::record::record as write;
use super::waiting::Arrival;
use crate::commit::commit;
use crate::credential::verify::Sender;
use crate::document;
use crate::error::{AppError, FieldError};
use crate::world::World;
use domain::access::{Action, Relation, Role};
use domain::conformance::ConformanceRun;
use domain::id::MessageId;
use domain::institution::{Institution, InterfaceVersion};
use domain::message::{Message, MessageState};
use gm::digest::sm3_hex;
use protocol::catalogue::{Direction, Entry};
use protocol::message::{FileFormat, FileKind, FileReceipt, Receipt};
use serde::Serialize;
use store::job::Job;

/// How long a sender is told to wait that a conformance run turns away, in seconds.
const CONFORMANCE_WAIT: u32 = 1;

/// Largest pushed file, in bytes.
pub const FILE_MAX: usize = 20 * 1024 * 1024;
/// Longest idempotency key.
const KEY_MAX: usize = 255;

/// Whether a sender may send in this direction: to everybody else the interface does not exist.
fn permitted(sender: &Sender, direction: Direction) -> bool {
    match direction {
        Direction::FromInstitution => sender.role == Role::GuarantorStaff && sender.institution.is_some(),
        Direction::FromCentre => sender.role == Role::CentreStaff && sender.site.is_some(),
        Direction::ToInstitution => false,
    }
}

fn checked(key: &str) -> Result<(), AppError> {
    if (1..=KEY_MAX).contains(&key.len()) && key.chars().all(|c| c.is_ascii_graphic()) {
        Ok(())
    } else {
        Err(AppError::Invalid(vec![FieldError::new("Idempotency-Key", "请求头应为 1 至 255 个可见 ASCII 字符")]))
    }
}

/// The message, if it has what the version of the interface requires that its sender has proved. In a conformance run a sender shows what
/// it can: there every version may speak.
async fn complete(world: &World, sender: &Sender, parsed: Parsed) -> Result<Result<Parsed, AppError>, AppError> {
    let Some(institution) = sender.institution.filter(|_| !parsed.lacking.is_empty()) else { return Ok(Ok(parsed)) };
    let known = store::institution::load(&mut world.store.reader(), institution).await?;
    let proved = known.is_some_and(|known| known.interface >= InterfaceVersion::V1_3);
    if !proved || ConformanceRun::number_of(&parsed.subject).is_some() {
        return Ok(Ok(parsed));
    }
    Ok(Err(AppError::Invalid(parsed.lacking.into_iter().map(FieldError::since_1_3).collect())))
}

/// Records a message of `entry`'s topic under the sender's `key`. The same message again has the same answer.
///
/// # Errors
/// [`AppError::Invalid`] for a body that does not read; [`Refusal::KeyReused`] for the same key with another message;
/// [`AppError::Unauthenticated`] for a nonce that was used; [`AppError::NotFound`] for who may not send it.
pub async fn receive(world: &World, sender: &Sender, entry: &Entry, key: &str, body: &[u8]) -> Result<Receipt, AppError> {
    if !permitted(sender, entry.direction) {
        return Err(AppError::NotFound);
    }
    checked(key)?;
    let arriving = Arriving { at: world.now(), site: sender.site.map(|site| (&*world.sites, site)) };
    let parsed = match parse(entry.topic, body, Some(arriving)) {
        Ok(parsed) => complete(world, sender, parsed).await?,
        Err(fault) => Err(fault),
    };
    let digest = sm3_hex(&[entry.topic.as_bytes(), b"\n", body].concat());
    let payload = String::from_utf8_lossy(body).into_owned();
    let subject = parsed.as_ref().map(|parsed| parsed.subject.clone());
    record(world, sender, entry.topic, key, digest, subject, payload).await
}

/// Records a file's bytes under the sender's `key`, as a message of its own.
///
/// # Errors
/// As [`receive`].
pub async fn receive_file(
    world: &World,
    sender: &Sender,
    key: &str,
    order_number: &str,
    kind: FileKind,
    format: FileFormat,
    bytes: Vec<u8>,
) -> Result<FileReceipt, AppError> {
    if !permitted(sender, Direction::FromInstitution) {
        return Err(AppError::NotFound);
    }
    checked(key)?;
    if bytes.is_empty() || bytes.len() > FILE_MAX {
        return Err(AppError::Invalid(vec![FieldError::new("body", "文件不能为空，也不能超过 20 MB")]));
    }
    let receipt = FileReceipt { digest: sm3_hex(&bytes), size: u64::try_from(bytes.len()).unwrap_or(u64::MAX) };
    let digest = sm3_hex(format!("file\n{order_number}\n{kind:?}\n{}\n{}", format.code(), receipt.digest).as_bytes());
    let known = store::message::load_by_key(&mut world.store.reader(), &sender.app, key).await?;
    if known.is_none() {
        // Bytes first: a row never speaks of a file that is not there.
        let file = PushedFile { order_number: order_number.to_owned(), kind, format, file: document::store(world, bytes).await? };
        let payload = serde_json::to_string(&file).map_err(|error| AppError::Bug(error.to_string()))?;
        record(world, sender, "file", key, digest, Ok(order_number.to_owned()), payload).await?;
    } else {
        record(world, sender, "file", key, digest, Ok(order_number.to_owned()), String::new()).await?;
    }
    Ok(receipt)
}

/// Records what an institution has said about an application in answer to a question, as if it had sent the message itself. The same answer
/// again counts once.
pub(crate) async fn learned(world: &World, institution: &Institution, topic: &str, said: &impl Serialize) -> Result<(), AppError> {
    let payload = serde_json::to_string(said).map_err(|error| AppError::Bug(error.to_string()))?;
    let digest = sm3_hex(format!("{topic}\n{payload}").as_bytes());
    let (now, sender, key) = (world.now(), institution.uscc.to_string(), format!("answer/{digest}"));
    // An answer that does not read says nothing.
    let Ok(parsed) = parse(topic, payload.as_bytes(), None) else { return Ok(()) };
    if store::message::load_by_key(&mut world.store.reader(), &sender, &key).await?.is_some() {
        return Ok(());
    }
    let id = world.id(MessageId::new);
    let stamp = world.system().stamp(world, Action::ReceiveMessage, Relation::Platform, id)?;
    let message = Message {
        id,
        sender,
        key,
        digest,
        institution: Some(institution.id),
        topic: topic.to_owned(),
        subject: parsed.subject,
        payload,
        received_at: now,
        state: MessageState::Received,
        reason: String::new(),
    };
    commit(world, stamp, move |w| {
        Box::pin(async move {
            store::message::create(w.tx(), &message)?;
            w.job(Job::ActOnMessage(id));
            Ok(())
        })
    })
    .await
}

/// Uses the nonce up and records the message, in one transaction.
pub(super) async fn record(
    world: &World,
    sender: &Sender,
    topic: &str,
    key: &str,
    digest: String,
    subject: Result<String, &AppError>,
    payload: String,
) -> Result<Receipt, AppError> {
    let now = world.now();
    let (fault, subject) = match subject {
        Ok(subject) => (None, subject),
        Err(fault) => (Some(fault.clone()), String::new()),
    };
    let id = world.id(MessageId::new);
    let message = Message {
        id,
        sender: sender.app.clone(),
        key: key.to_owned(),
        digest,
        institution: sender.institution,
        topic: topic.to_owned(),
        subject,
        payload,
        received_at: now,
        state: MessageState::Received,
        reason: String::new(),
    };
    let first = write(world, Arrival { message, nonce: sender.nonce.clone(), held: sender.held.clone(), fault }).await?;
    // Turned away by a conformance run, once, on purpose: nothing that anybody has to look into (P13).
    let first = first.ok_or(AppError::Busy(CONFORMANCE_WAIT))?;
    Ok(Receipt { receipt_id: first.id.to_string(), received_at: first.received_at.to_seconds() })
}
