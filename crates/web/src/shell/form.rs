use super::{Known, PageError, Web};
use app::AppError;
use app::identity::token_matches;
use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Multipart, Request};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// A form posted by someone with a session, whose token is that session's.
#[derive(Debug)]
pub(crate) struct Posted<T> {
    pub(crate) known: Known,
    pub(crate) fields: T,
}

/// The fields of a form that has none but its token.
#[derive(serde::Deserialize)]
pub(crate) struct Nothing {}

/// The values of a field that holds one a line, such as a certificate chain.
pub(crate) fn lines(field: &str) -> Vec<String> {
    field.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

#[derive(serde::Deserialize)]
struct Token {
    #[serde(default)]
    token: String,
}

impl<T: DeserializeOwned> FromRequest<Web> for Posted<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let known = Known::from_request_parts(&mut parts, web).await?;
        let body = Bytes::from_request(Request::from_parts(parts, body), web).await.map_err(|_| PageError::TooLarge)?;
        let token: Token = serde_urlencoded::from_bytes(&body).map_err(|_| PageError::Stale)?;
        if !token_matches(&known.visitor.session, &token.token) {
            return Err(PageError::Stale);
        }
        let fields = serde_urlencoded::from_bytes(&body).map_err(|_| PageError::from(AppError::NotFound))?;
        Ok(Self { known, fields })
    }
}

/// A form with one file of at most `MAX` bytes, posted by someone with a session, whose token is that session's.
#[derive(Debug)]
pub(crate) struct Uploaded<const MAX: usize> {
    pub(crate) known: Known,
    pub(crate) fields: BTreeMap<String, String>,
    /// Empty when none was chosen.
    pub(crate) file: Vec<u8>,
}

/// Room for the fields around the file.
const ENVELOPE: usize = 64 * 1024;

impl<const MAX: usize> FromRequest<Web> for Uploaded<MAX> {
    type Rejection = PageError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let known = Known::from_request_parts(&mut parts, web).await?;
        let mut request = Request::from_parts(parts, body);
        DefaultBodyLimit::apply(DefaultBodyLimit::max(MAX + ENVELOPE), &mut request);
        let mut form = Multipart::from_request(request, web).await.map_err(|_| PageError::from(AppError::NotFound))?;
        let large = |_: MultipartError| PageError::TooLarge;
        let (mut fields, mut file) = (BTreeMap::new(), Vec::new());
        while let Some(field) = form.next_field().await.map_err(large)? {
            let name = field.name().unwrap_or_default().to_owned();
            if field.file_name().is_some() {
                file = field.bytes().await.map_err(large)?.to_vec();
            } else {
                fields.insert(name, field.text().await.map_err(large)?);
            }
        }
        if !token_matches(&known.visitor.session, fields.get("token").map_or("", String::as_str)) {
            return Err(PageError::Stale);
        }
        if file.len() > MAX { Err(PageError::TooLarge) } else { Ok(Self { known, fields, file }) }
    }
}
