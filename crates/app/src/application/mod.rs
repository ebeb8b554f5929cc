//! Applications, from the draft to the letter's release. One file a verb.

pub mod again;
pub mod agree;
pub mod approve;
pub(crate) mod close;
pub(crate) mod decide;
pub mod decline;
pub mod describe;
pub mod draft;
pub mod endorse;
pub(crate) mod halt;
mod handed_on;
pub mod lapse;
pub mod list;
pub mod load;
pub mod notice;
pub mod preview;
pub(crate) mod reach;
pub mod review;
mod sold;
pub mod submit;
pub mod together;
pub mod typed;
pub mod view;
pub mod withdraw;
