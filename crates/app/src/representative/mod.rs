//! Who acts for an enterprise (经办人): registered, given rights and let go by those of its people who manage it. One file a verb.

mod begun;
pub mod change;
mod form;
pub mod leave;
pub mod log_in;
pub mod register;
pub mod require_two;
pub mod view;

pub use form::Form;
