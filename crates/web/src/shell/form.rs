use super::{Known, PageError, Web};
use app::AppError;
use app::identity::token_matches;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use serde::de::DeserializeOwned;

/// A form posted by someone with a session, whose token is that session's.
#[derive(Debug)]
pub(crate) struct Posted<T> {
    pub(crate) known: Known,
    pub(crate) fields: T,
}

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
