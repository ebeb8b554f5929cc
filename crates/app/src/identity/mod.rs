//! Who someone is: a one-use challenge, signed by an SM2 certificate; then a session bound to certificate, organisation and role.

pub(crate) mod certificate;
mod challenge;
mod check;
mod folder;
mod login;
mod session;

pub mod condition;

pub use certificate::{Holder, holder};
pub use challenge::{begin, begin_check};
pub use check::{CertificateCheck, Finding, check};
pub use folder::TrustFolder;
pub(crate) use login::verified;
pub use login::{LoggedIn, SignedChallenge, login};
pub use session::{Visitor, form_token, logout, resume, token_matches};
