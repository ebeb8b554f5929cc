use super::{PageError, Web};
use app::AppError;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// What an address names, one or several in a tuple; what does not parse does not exist (404).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Id<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Web> for Id<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, PageError> {
        let Path(named) = Path::from_request_parts(parts, web).await.map_err(|_| AppError::NotFound)?;
        Ok(Self(named))
    }
}
