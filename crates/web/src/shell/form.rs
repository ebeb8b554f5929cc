use super::desk::own;
use super::wait::form_arrived;
use super::{Doing, Guest, Kept, Known, PageError, Web};
use app::AppError;
use app::identity::{name_of, token_matches, token_organisation, token_role};
use axum::body::{Body, Bytes};
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Multipart, Request};
use domain::Refusal;
use domain::access::{is_given, needs_proof};
use domain::party::UsccError;
use domain::time::Timestamp;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// A form posted by someone with a session, whose token is that session's.
#[derive(Debug)]
pub(crate) struct Posted<T> {
    pub(crate) known: Known,
    pub(crate) fields: T,
}

impl Known {
    /// Whether a form with this token may ask for what it asks for: it is this session's, made for its organisation, in this role, by who has the
    /// right, and signed afresh where that is needed.
    async fn judge(&self, web: &Web, token: &str, doing: Option<Doing>, kept: impl FnOnce() -> Option<Kept>) -> Result<(), PageError> {
        let visitor = &self.visitor;
        if !token_matches(&visitor.session, token) {
            if let Some(other) = token_organisation(token).filter(|id| *id != visitor.organisation.id) {
                let made_for = name_of(&web.world, other).await?;
                return Err(PageError::OtherOrganisation { made_for, now: visitor.organisation.name.clone(), kept: Box::new(kept()) });
            }
            let other = token_role(token).filter(|role| *role != visitor.actor.role && visitor.roles.contains(role));
            return Err(match other {
                Some(role) => PageError::OtherRole(role, kept()),
                None => PageError::Stale(kept()),
            });
        }
        let Some(Doing(action)) = doing else { return Ok(()) };
        if visitor.actor.role.is_enterprises() && !is_given(&visitor.actor, action) {
            // Its denial is written down for whoever manages the enterprise.
            return match self.caller.stamp(&web.world, action, own(visitor.actor.role), action.code()) {
                Err(AppError::Refused(Refusal::RightMissing)) => Err(PageError::RightMissing(kept())),
                Err(other) => Err(other.into()),
                Ok(_) => Ok(()),
            };
        }
        if needs_proof(action) && !visitor.proved {
            return Err(PageError::ProofNeeded(kept()));
        }
        Ok(())
    }
}

/// The fields of a form that has none but its token.
#[derive(serde::Deserialize)]
pub(crate) struct Nothing {}

/// A form that says nothing but which version of something its page was made of.
#[derive(serde::Deserialize)]
pub(crate) struct Looked {
    #[serde(default)]
    pub(crate) seen: u32,
}

/// Whether a fault is that of a code whose check character does not fit: the person is asked to look again, and may insist (E23).
pub(crate) fn is_check(message: &str) -> bool {
    message == UsccError::CheckCharacter.to_string()
}

/// The values of a field that holds one a line, such as a certificate chain.
pub(crate) fn lines(field: &str) -> Vec<String> {
    field.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// The token in a form, whose other fields may be long and are read once: hexadecimal, so that it stands as it is.
fn token_in(body: &[u8]) -> Option<&str> {
    let value = body.split(|byte| *byte == b'&').find_map(|field| field.strip_prefix(b"token="))?;
    std::str::from_utf8(value).ok()
}

/// Whether a form's token is one that some session gave out.
fn had_session(token: &str) -> bool {
    token_role(token).is_some()
}

impl<T: DeserializeOwned> FromRequest<Web> for Posted<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let doing = parts.extensions.get::<Doing>().copied();
        let action = parts.uri.path().to_owned();
        let known = Known::from_request_parts(&mut parts, web).await;
        let known = match known {
            Ok(known) => known,
            Err(PageError::LoginNeeded { next, expired }) => {
                let body = Bytes::from_request(Request::from_parts(parts, body), web).await.map_err(|_| PageError::TooLarge)?;
                // The cookie of a session that was ended in another tab is gone; that there was one, the form says.
                let kept = if expired || had_session(token_in(&body).unwrap_or_default()) { Kept::of(&action, &body) } else { None };
                return Err(kept.map_or(PageError::LoginNeeded { next, expired }, PageError::Expired));
            }
            Err(other) => return Err(other),
        };
        let body = Bytes::from_request(Request::from_parts(parts, body), web).await.map_err(|_| PageError::TooLarge)?;
        known.judge(web, token_in(&body).unwrap_or_default(), doing, || Kept::of(&action, &body)).await?;
        let fields = serde_urlencoded::from_bytes(&body).map_err(|_| PageError::Malformed)?;
        Ok(Self { known, fields })
    }
}

/// A form of which it matters when it came to the door for the first time.
#[derive(Debug)]
pub(crate) struct HandedIn<T> {
    pub(crate) arrived: Timestamp,
    pub(crate) posted: Posted<T>,
}

impl<T: DeserializeOwned> FromRequest<Web> for HandedIn<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, PageError> {
        let (parts, body) = request.into_parts();
        let whole = Request::from_parts(parts.clone(), body);
        let body = Bytes::from_request(whole, web).await.map_err(|_| PageError::TooLarge)?;
        let arrived = form_arrived(web, &parts, &body);
        Ok(Self { arrived, posted: Posted::from_request(Request::from_parts(parts, Body::from(body)), web).await? })
    }
}

/// A form with one file of at most `MAX` bytes, posted by someone with a session, whose token is that session's.
#[derive(Debug)]
pub(crate) struct Uploaded<const MAX: usize> {
    pub(crate) known: Known,
    pub(crate) fields: BTreeMap<String, String>,
    /// Empty when none was chosen.
    pub(crate) file: Vec<u8>,
    /// What is wrong with the file that was chosen before anybody looks into it: it holds nothing, or more than `MAX`.
    pub(crate) fault: Option<String>,
    /// What the file is called that was chosen, if one was.
    pub(crate) name: Option<String>,
}

/// What is said of a file that holds nothing: it was chosen, and it is no use.
pub(crate) fn empty(name: &str) -> String {
    format!("“{name}”是空文件（0 字节），没有收到内容。请检查原文件后重新选择")
}

/// What is said of a file that is too large.
pub(crate) fn too_large(name: &str, most: usize) -> String {
    format!("“{name}”超过 {} MB，没有收到。请压缩、降低扫描分辨率或分成几个文件后重新选择", most / 1024 / 1024)
}

/// A file that came with a form.
#[derive(Debug)]
pub(crate) struct Received {
    /// The field it came in.
    pub(crate) field: String,
    /// What it was called.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// A form with files, posted by anybody; that it comes from one of our own pages is the guard's business.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) guest: Guest,
    pub(crate) fields: BTreeMap<String, Vec<String>>,
    /// Where none was chosen is left out; one that was may be empty.
    pub(crate) files: Vec<Received>,
}

impl Sent {
    /// A field's value, empty when it did not come.
    pub(crate) fn get(&self, name: &str) -> String {
        self.fields.get(name).and_then(|values| values.first()).cloned().unwrap_or_default()
    }

    /// All values of a field.
    pub(crate) fn all(&self, name: &str) -> &[String] {
        self.fields.get(name).map_or(&[], Vec::as_slice)
    }

    /// The files of a field.
    pub(crate) fn take(&mut self, field: &str) -> Vec<Received> {
        let (taken, left) = std::mem::take(&mut self.files).into_iter().partition(|file| file.field == field);
        self.files = left;
        taken
    }
}

/// Most bytes of an anonymous form with its files.
const SENT_MAX: usize = 32 * 1024 * 1024;
/// Most fields and files of one.
const PARTS_MAX: usize = 60;

impl FromRequest<Web> for Sent {
    type Rejection = PageError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let guest = Guest::from_request_parts(&mut parts, web).await?;
        let mut request = Request::from_parts(parts, body);
        DefaultBodyLimit::apply(DefaultBodyLimit::max(SENT_MAX), &mut request);
        let mut form = Multipart::from_request(request, web).await.map_err(|_| PageError::Malformed)?;
        let large = |_: MultipartError| PageError::TooLarge;
        let mut sent = Self { guest, fields: BTreeMap::new(), files: Vec::new() };
        let mut left = PARTS_MAX;
        while let Some(field) = form.next_field().await.map_err(large)? {
            left = left.checked_sub(1).ok_or(PageError::TooLarge)?;
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                Some(called) => {
                    let bytes = field.bytes().await.map_err(large)?.to_vec();
                    if !called.is_empty() || !bytes.is_empty() {
                        sent.files.push(Received { field: name, name: called, bytes });
                    }
                }
                None => sent.fields.entry(name).or_default().push(field.text().await.map_err(large)?),
            }
        }
        Ok(sent)
    }
}

/// A form with files of at most `MAX` bytes together, posted by someone with a session, whose token is that session's.
#[derive(Debug)]
pub(crate) struct UploadedAll<const MAX: usize> {
    pub(crate) known: Known,
    pub(crate) fields: BTreeMap<String, String>,
    /// Where none was chosen is left out; one that was may be empty.
    pub(crate) files: Vec<Received>,
    /// Whether more came than may come: what is beyond it is not kept.
    pub(crate) surplus: bool,
}

/// Most bytes of a file that are read, so that one which is too large is said to be so beside its field; a larger one is on a page of its own.
const READ_MAX: usize = 64 << 20;
/// Most bytes of all other fields: a text of 20 000 characters of four bytes each, and files that are carried along.
const FIELDS_MAX: usize = 512 * 1024;

impl<const MAX: usize> FromRequest<Web> for UploadedAll<MAX> {
    type Rejection = PageError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let doing = parts.extensions.get::<Doing>().copied();
        let action = parts.uri.path().to_owned();
        let known = match Known::from_request_parts(&mut parts, web).await {
            Err(PageError::LoginNeeded { next, expired }) => Err((next, expired)),
            other => Ok(other?),
        };
        let mut request = Request::from_parts(parts, body);
        let most = if known.is_ok() { READ_MAX.max(MAX + MAX / 2) } else { MAX };
        DefaultBodyLimit::apply(DefaultBodyLimit::max(most + FIELDS_MAX), &mut request);
        let mut form = match (Multipart::from_request(request, web).await, &known) {
            (Ok(form), _) => form,
            (Err(_), Ok(_)) => return Err(PageError::Malformed),
            (Err(_), Err((next, expired))) => return Err(PageError::LoginNeeded { next: next.clone(), expired: *expired }),
        };
        let large = |_: MultipartError| PageError::TooLarge;
        let (mut fields, mut files, mut left) = (BTreeMap::new(), Vec::new(), PARTS_MAX);
        let (mut taken, mut surplus, mut room) = (0, false, FIELDS_MAX);
        while let Some(mut field) = form.next_field().await.map_err(large)? {
            left = left.checked_sub(1).ok_or(PageError::TooLarge)?;
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                Some(called) => {
                    let mut bytes = Vec::new();
                    // No more of it is kept than may come.
                    while let Some(part) = field.chunk().await.map_err(large)? {
                        surplus |= taken + part.len() > MAX;
                        if !surplus {
                            taken += part.len();
                            bytes.extend_from_slice(&part);
                        }
                    }
                    if !called.is_empty() || !bytes.is_empty() {
                        files.push(Received { field: name, name: called, bytes });
                    }
                }
                None => {
                    let mut text = Vec::new();
                    while let Some(part) = field.chunk().await.map_err(large)? {
                        room = room.checked_sub(part.len()).ok_or(PageError::TooLarge)?;
                        text.extend_from_slice(&part);
                    }
                    fields.insert(name, String::from_utf8(text).map_err(|_| PageError::Malformed)?);
                }
            }
        }
        let token = fields.get("token").map_or("", String::as_str);
        let chosen = files.iter().rfind(|file| !file.name.is_empty()).map(|file| (file.field.clone(), file.name.clone()));
        let kept = || Kept::with_file(&action, &fields, chosen.clone());
        let known = match known {
            Ok(known) => known,
            Err((next, expired)) => {
                let kept = if expired || had_session(token) { kept() } else { None };
                return Err(kept.map_or(PageError::LoginNeeded { next, expired }, PageError::Expired));
            }
        };
        known.judge(web, token, doing, kept).await?;
        Ok(Self { known, fields, files, surplus })
    }
}

impl<const MAX: usize> FromRequest<Web> for Uploaded<MAX> {
    type Rejection = PageError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, PageError> {
        let UploadedAll { known, fields, mut files, surplus } = UploadedAll::<MAX>::from_request(request, web).await?;
        let (file, called) = files.pop().map(|last| (last.bytes, last.name)).unwrap_or_default();
        let name = Some(called).filter(|called| !called.is_empty());
        let fault = match &name {
            Some(name) if surplus => Some(too_large(name, MAX)),
            Some(name) if file.is_empty() => Some(empty(name)),
            Some(_) | None => None,
        };
        Ok(Self { known, fields, file, fault, name })
    }
}
