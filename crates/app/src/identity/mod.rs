//! Who someone is: a one-use challenge, signed by an SM2 certificate; then a session bound to certificate, organisation and role.

mod browser;
pub(crate) mod certificate;
mod challenge;
mod check;
mod device;
mod folder;
mod login;
mod open;
mod refused;
mod session;

pub mod condition;

pub use browser::{Browser, Errand, KEPT_MAX};
pub(crate) use browser::{ROOM, WAITING_MAX};
pub use certificate::{Holder, holder};
pub use challenge::{SignedChallenge, begin, begin_check};
pub use check::{CertificateCheck, Finding, check};
pub use device::Device;
pub use folder::TrustFolder;
pub use login::{LoggedIn, login};
pub(crate) use login::{held_against, no_system, verified, verified_for};
pub(crate) use open::{Arrival, LEFT, NAMED, open};
pub(crate) use refused::{UNPROVED, attempted, nameless, write_down};
pub use session::{Visitor, form_token, logout, name_of, resume, token_matches, token_organisation, token_role};
