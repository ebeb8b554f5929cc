use super::{PageError, Web, cookie};
use app::Caller;
use app::identity::{Visitor, resume};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::access::Actor;
use domain::id::RequestId;

/// Anyone: with a session or without.
#[derive(Clone, Debug)]
pub(crate) struct Guest {
    pub(crate) visitor: Option<Visitor>,
    pub(crate) caller: Caller,
    /// Path and query of the request, to come back to after login.
    pub(crate) here: String,
}

/// Someone with a session; anyone else is sent to log in.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) visitor: Visitor,
    pub(crate) caller: Caller,
}

impl FromRequestParts<Web> for Guest {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, PageError> {
        let visitor = match cookie(&parts.headers, web.session_cookie()) {
            Some(token) => resume(&web.world, &token).await?,
            None => None,
        };
        let actor = visitor.as_ref().map_or_else(Actor::public, |visitor| visitor.actor.clone());
        let caller = Caller { actor, request: web.world.id(RequestId::new) };
        let here = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
        Ok(Self { visitor, caller, here })
    }
}

impl FromRequestParts<Web> for Known {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, PageError> {
        let guest = Guest::from_request_parts(parts, web).await?;
        match guest.visitor {
            Some(visitor) => Ok(Self { visitor, caller: guest.caller }),
            None => Err(PageError::LoginNeeded { next: guest.here }),
        }
    }
}

impl Known {
    /// As a guest, for the parts of a page that do not care.
    pub(crate) fn as_guest(&self) -> Guest {
        Guest { visitor: Some(self.visitor.clone()), caller: self.caller.clone(), here: String::new() }
    }
}
