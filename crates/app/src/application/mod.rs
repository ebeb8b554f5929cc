//! Applications, from the draft to the letter's release. One file a verb.

pub mod approve;
pub mod attach;
pub(crate) mod close;
pub(crate) mod decide;
pub mod decline;
pub mod describe;
pub mod draft;
pub mod endorse;
mod fill_in;
pub(crate) mod halt;
mod handed_on;
pub mod lapse;
pub mod list;
pub mod load;
pub mod preview;
pub(crate) mod reach;
pub mod reapply;
pub mod review;
mod sold;
pub mod submit;
pub mod substantiate;
pub mod timeline;
pub mod underlying;
pub mod view;
pub mod win;
pub mod withdraw;
