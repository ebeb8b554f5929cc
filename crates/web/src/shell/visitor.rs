use super::Web;
use super::cookie::{came_from, cookie};
use super::error::PageError;
use app::identity::{Visitor, resume};
use app::notice::list::unread;
use app::{AppError, Caller};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::response::{AppendHeaders, IntoResponse, Response};
use domain::Refusal;
use domain::access::{Action, Actor, Role, beyond_project};
use domain::id::RequestId;
use domain::site::SiteCode;
use std::net::SocketAddr;

/// The cookie that remembers the site last visited.
pub(crate) const SITE_COOKIE: &str = "kaihan-site";
/// How long it is remembered: a year of 365 days, in seconds.
const SITE_KEPT: i64 = 365 * 86_400;

/// The cookie that remembers that somebody reads in large letters (大字版), and what it holds then.
const SIZE_COOKIE: &str = "kaihan-size";
/// See [`SIZE_COOKIE`].
pub(crate) const LARGE: &str = "large";

/// What makes a browser remember the size of letters, or forget it.
pub(crate) fn size_cookie(web: &Web, large: bool) -> [(HeaderName, String); 1] {
    let (value, kept) = if large { (LARGE, SITE_KEPT) } else { ("", 0) };
    [(SET_COOKIE, web.set_cookie_at(SIZE_COOKIE, value, "/", Some(kept)))]
}

/// Whether somebody reads in large letters.
pub(super) fn reads_large(headers: &HeaderMap) -> bool {
    cookie(headers, SIZE_COOKIE).is_some_and(|size| size == LARGE)
}

/// The site that a path is on.
pub(super) fn site_of(web: &Web, path: &str) -> Option<SiteCode> {
    let code = path.split('/').nth(1)?.parse().ok()?;
    web.world.sites().get(code).map(|site| site.rules.code)
}

/// What makes a browser remember a site.
pub(crate) fn site_cookie(web: &Web, site: SiteCode) -> [(HeaderName, String); 1] {
    [(SET_COOKIE, web.set_cookie_at(SITE_COOKIE, &site.to_string(), "/", Some(SITE_KEPT)))]
}

/// Remembers the site whose page is shown. An answer that may be kept for others says nothing about whom it was given to.
pub(super) fn remembered(web: &Web, site: Option<SiteCode>, answer: Response) -> Response {
    let headers = answer.headers();
    let is_page = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let own = is_page && !headers.contains_key(CACHE_CONTROL) && answer.status().is_success();
    match site.filter(|_| own) {
        Some(site) => (AppendHeaders(site_cookie(web, site)), answer).into_response(),
        None => answer,
    }
}

/// What a route lets somebody do, beside its request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Doing(pub(crate) Action);

/// Anyone: with a session or without.
#[derive(Clone, Debug)]
pub(crate) struct Guest {
    pub(crate) visitor: Option<Visitor>,
    pub(crate) caller: Caller,
    /// The site last visited, for pages that belong to none.
    pub(crate) site: Option<SiteCode>,
    /// Path and query of the request, to come back to after login.
    pub(crate) here: String,
    /// How many notices nobody of the visitor's has read, for pages.
    pub(crate) unread: i64,
    /// Whether a session was shown that has ended.
    pub(crate) expired: bool,
    /// Whether pages are read in large letters.
    pub(crate) large: bool,
    /// The network address the request came from; empty when it is not known.
    pub(crate) address: String,
}

/// Where a request came from: the peer, or what the proxy before us wrote last. What came before that anybody could have written.
#[must_use]
pub fn address(headers: &HeaderMap, peer: Option<SocketAddr>, proxied: bool) -> String {
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).next_back();
    let last = forwarded.and_then(|line| line.rsplit(',').next()).map(|text| text.trim().to_owned());
    last.filter(|_| proxied).or(peer.map(|peer| peer.ip().to_string())).unwrap_or_default()
}

/// Someone with a session; anyone else is sent to log in.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) visitor: Visitor,
    pub(crate) caller: Caller,
    pub(super) site: Option<SiteCode>,
    pub(super) here: String,
    pub(super) unread: i64,
    pub(crate) large: bool,
    /// The network address the request came from; empty when it is not known.
    pub(crate) address: String,
}

impl FromRequestParts<Web> for Guest {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, PageError> {
        let token = cookie(&parts.headers, web.session_cookie()).filter(|token| !token.is_empty());
        let visitor = match &token {
            Some(token) => resume(&web.world, token).await?,
            None => None,
        };
        let expired = token.is_some() && visitor.is_none();
        let actor = visitor.as_ref().map_or_else(Actor::public, |visitor| visitor.actor.clone());
        let caller = Caller { actor, request: web.world.id(RequestId::new) };
        let unread = if parts.method == Method::GET { unread(&web.world, &caller.actor).await? } else { 0 };
        let here = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
        let site = cookie(&parts.headers, SITE_COOKIE).and_then(|code| code.parse().ok());
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0);
        let (large, address) = (reads_large(&parts.headers), address(&parts.headers, peer, web.proxied));
        Ok(Self { visitor, caller, site, here, unread, expired, large, address })
    }
}

impl FromRequestParts<Web> for Known {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, PageError> {
        let guest = Guest::from_request_parts(parts, web).await?;
        let beyond = parts.extensions.get::<Doing>().is_some_and(|doing| beyond_project(doing.0));
        match guest.visitor {
            // Said before a form is filled in that would not be taken.
            Some(visitor) if beyond && visitor.actor.project.is_some() => Err(AppError::from(Refusal::CertificateOfOneProject).into()),
            Some(visitor) => {
                let Guest { caller, site, here, unread, large, address, .. } = guest;
                Ok(Self { visitor, caller, site, here, unread, large, address })
            }
            None => {
                // What only takes forms is no place to come back to: the page with the form is.
                let form = if parts.method == Method::POST { came_from(web.world.origin(), &parts.headers) } else { None };
                Err(PageError::LoginNeeded { next: form.unwrap_or(guest.here), expired: guest.expired })
            }
        }
    }
}

impl Guest {
    /// The site last visited, or else the one where the visitor logged in.
    pub(crate) fn known_site(&self) -> Option<SiteCode> {
        self.site.or_else(|| self.visitor.as_ref().and_then(|visitor| visitor.session.site))
    }
}

impl From<Known> for Guest {
    fn from(known: Known) -> Self {
        let Known { visitor, caller, site, here, unread, large, address } = known;
        Self { visitor: Some(visitor), caller, site, here, expired: false, large, address, unread }
    }
}

impl Known {
    /// The same browser once its session is over.
    pub(crate) fn nobody(&self, web: &Web) -> Guest {
        let caller = Caller { actor: Actor::public(), request: web.world.id(RequestId::new) };
        let (site, here, large) = (self.site, self.here.clone(), self.large);
        Guest { visitor: None, caller, site, here, expired: false, large, address: String::new(), unread: 0 }
    }

    /// Only for people of `role`: to others the page does not exist.
    ///
    /// # Errors
    /// [`PageError`] for them.
    pub(crate) fn only(&self, role: Role) -> Result<(), PageError> {
        if self.caller.actor.role == role { Ok(()) } else { Err(AppError::NotFound.into()) }
    }
}
