//! Credit lines (授信): asked for, looked at beside the profile's papers, decided by two persons. One file a verb. What of them is reserved
//! and used is the writer's business (`commit::credit`).

pub mod change;
pub mod confirm;
pub mod draft;
pub mod form;
pub mod give_up;
pub mod history;
pub mod list;
pub(crate) mod load;
pub mod needed;
pub mod papers;
pub mod propose;
pub(crate) mod remind;
pub mod send_back;
pub mod submit;
pub mod view;

pub use store::credit_line::Drawn;
