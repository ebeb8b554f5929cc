//! What every page shares: state, visitor, frame, errors, forms, headers.

mod coding;
mod compress;
mod cookie;
mod desk;
mod disposition;
mod error;
mod failure;
mod faults;
mod form;
mod frame;
mod guard;
mod id;
mod nav;
mod package;
mod qr;
mod trouble;
mod visitor;
mod wait;

pub(crate) use coding::{Coding, kept};
pub(crate) use compress::compress;
pub(crate) use cookie::{came_from, cookie, local};
pub(crate) use desk::home;
pub(crate) use disposition::disposition;
pub(crate) use error::{PageError, not_found};
pub(crate) use failure::taken_up;
pub(crate) use faults::{Faults, Places};
pub(crate) use form::{HandedIn, Looked, Nothing, Posted, Received, Sent, Uploaded, UploadedAll, empty, is_check, lines};
pub(crate) use frame::{Frame, html};
pub(crate) use guard::{guard, sandboxed};
pub(crate) use id::Id;
pub(crate) use nav::Nav;
pub use package::Package;
pub(crate) use qr::qr;
pub(crate) use trouble::Kept;
pub use visitor::address;
pub(crate) use visitor::{Doing, Guest, Known, LARGE, site_cookie, size_cookie};
pub use wait::{Arrived, COME_AGAIN, give_ticket, is_plain_form, takes_no_turn, ticket, wait};

use app::World;

/// The state of the web edge.
#[derive(Clone, Debug)]
pub struct Web {
    /// The platform.
    pub world: World,
    /// Where the certificate agent listens on the visitor's own machine.
    pub agent: std::sync::Arc<str>,
    /// The packages of that agent which the operator gives out.
    pub agents: std::sync::Arc<[Package]>,
    /// Whether a proxy of ours stands before the platform and says where a request came from.
    pub proxied: bool,
}

impl Web {
    /// Whether the platform is reached over TLS, so that cookies can be bound to it.
    fn secure(&self) -> bool {
        self.world.origin().starts_with("https://")
    }

    /// The session cookie's name.
    pub(crate) fn session_cookie(&self) -> &'static str {
        if self.secure() { "__Host-kaihan" } else { "kaihan" }
    }

    /// The name of the cookie that ties a login challenge to a browser.
    pub(crate) fn browser_cookie(&self) -> &'static str {
        if self.secure() { "__Host-kaihan-browser" } else { "kaihan-browser" }
    }

    /// A `Set-Cookie` value that lasts as long as the browser is open; an empty value removes it.
    pub(crate) fn set_cookie(&self, name: &str, value: &str) -> String {
        self.set_cookie_at(name, value, "/", value.is_empty().then_some(0))
    }

    /// A `Set-Cookie` value for one path, for so many seconds.
    pub(crate) fn set_cookie_at(&self, name: &str, value: &str, path: &str, seconds: Option<i64>) -> String {
        let secure = if self.secure() { "; Secure" } else { "" };
        let end = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
        format!("{name}={value}; Path={path}; HttpOnly; SameSite=Lax{secure}{end}")
    }
}
