use super::desk::own;
use super::wait::form_arrived;
use super::{Doing, Guest, Kept, Known, PageError, Web};
use app::AppError;
use app::identity::{token_matches, token_role};
use axum::body::{Body, Bytes};
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Multipart, Request};
use domain::Refusal;
use domain::access::{Action, is_given, needs_proof};
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
    /// Whether a form with this token may ask for what it asks for: it is this session's, made in this role, by who has the right, and signed
    /// afresh where that is needed.
    fn judge(&self, web: &Web, token: &str, doing: Option<Doing>, kept: impl FnOnce() -> Option<Kept>) -> Result<(), PageError> {
        let visitor = &self.visitor;
        if !token_matches(&visitor.session, token) {
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

impl<T: DeserializeOwned> FromRequest<Web> for Posted<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let doing = parts.extensions.get::<Doing>().copied();
        let action = parts.uri.path().to_owned();
        let known = Known::from_request_parts(&mut parts, web).await;
        let known = match known {
            Ok(known) => known,
            Err(PageError::LoginNeeded { next, expired: true }) => {
                let body = Bytes::from_request(Request::from_parts(parts, body), web).await.map_err(|_| PageError::TooLarge)?;
                return Err(Kept::of(&action, &body).map_or(PageError::LoginNeeded { next, expired: true }, PageError::Expired));
            }
            Err(other) => return Err(other),
        };
        let body = Bytes::from_request(Request::from_parts(parts, body), web).await.map_err(|_| PageError::TooLarge)?;
        known.judge(web, token_in(&body).unwrap_or_default(), doing, || Kept::of(&action, &body))?;
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
    /// What the file is called that was chosen and holds nothing.
    pub(crate) empty: Option<String>,
    /// What the file is called that was chosen, if one was.
    pub(crate) name: Option<String>,
}

/// What is said of a file that holds nothing: it was chosen, and it is no use.
pub(crate) fn empty(name: &str) -> String {
    format!("“{name}”是空文件（0 字节），没有收到内容。请检查原文件后重新选择")
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
}

/// Room for the fields around the files.
const ENVELOPE: usize = 64 * 1024;

impl<const MAX: usize> FromRequest<Web> for UploadedAll<MAX> {
    type Rejection = PageError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let doing = parts.extensions.get::<Doing>().copied();
        let action = parts.uri.path().to_owned();
        let known = match Known::from_request_parts(&mut parts, web).await {
            Err(PageError::LoginNeeded { next, expired: true }) => Err(next),
            other => Ok(other?),
        };
        let mut request = Request::from_parts(parts, body);
        DefaultBodyLimit::apply(DefaultBodyLimit::max(MAX + ENVELOPE), &mut request);
        let mut form = Multipart::from_request(request, web).await.map_err(|_| PageError::Malformed)?;
        let large = |_: MultipartError| PageError::TooLarge;
        let (mut fields, mut files, mut left) = (BTreeMap::new(), Vec::new(), PARTS_MAX);
        while let Some(field) = form.next_field().await.map_err(large)? {
            left = left.checked_sub(1).ok_or(PageError::TooLarge)?;
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                Some(called) => {
                    let bytes = field.bytes().await.map_err(large)?.to_vec();
                    if !called.is_empty() || !bytes.is_empty() {
                        files.push(Received { field: name, name: called, bytes });
                    }
                }
                None => drop(fields.insert(name, field.text().await.map_err(large)?)),
            }
        }
        let chosen = files.iter().rfind(|file| !file.name.is_empty()).map(|file| (file.field.clone(), file.name.clone()));
        let kept = || Kept::with_file(&action, &fields, chosen.clone());
        let known = match known {
            Ok(known) => known,
            Err(next) => return Err(kept().map_or(PageError::LoginNeeded { next, expired: true }, PageError::Expired)),
        };
        known.judge(web, fields.get("token").map_or("", String::as_str), doing, kept)?;
        Ok(Self { known, fields, files })
    }
}

impl<const MAX: usize> FromRequest<Web> for Uploaded<MAX> {
    type Rejection = PageError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, PageError> {
        let UploadedAll { known, fields, mut files } = UploadedAll::<MAX>::from_request(request, web).await?;
        let (file, called) = files.pop().map(|last| (last.bytes, last.name)).unwrap_or_default();
        if file.len() > MAX {
            return Err(PageError::TooLarge);
        }
        let name = Some(called).filter(|called| !called.is_empty());
        let empty = name.clone().filter(|_| file.is_empty());
        Ok(Self { known, fields, file, empty, name })
    }
}
