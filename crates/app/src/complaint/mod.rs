//! Complaints about institutions (在线投诉): filed by whoever is logged in and has proved a phone, put to the institution, decided by the
//! centre. One file a verb. Who complains is kept under the key of the complainant's organisation.

pub mod accept;
pub mod answer;
pub mod ask;
pub mod assign;
pub mod attach;
pub mod close;
pub mod code;
pub mod decide;
pub mod file;
pub mod list;
pub(crate) mod load;
pub mod record;
pub mod refuse;
pub mod reopen;
pub mod reveal;
pub mod targets;
pub(crate) mod tend;
pub mod view;
pub mod withdraw;
