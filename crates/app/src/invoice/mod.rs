//! Invoices: asked for by the applicant, issued, sent back and taken back at the institution's desk, or by its own system. One file a verb.

pub mod confirm_red;
pub mod download;
pub mod files;
pub mod form;
pub mod issue;
pub mod list;
pub(crate) mod load;
pub mod post;
pub mod request;
pub mod reveal;
pub mod reverse;
pub mod send_back;
pub(crate) mod title;
pub mod view;
