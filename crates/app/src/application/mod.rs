//! Applications, from the draft to the letter's release. One file a verb.

pub mod approve;
pub mod close;
pub mod decline;
pub mod describe;
pub mod draft;
pub mod endorse;
pub mod lapse;
pub mod list;
pub mod load;
pub mod preview;
pub mod review;
pub mod submit;
pub mod view;
pub mod withdraw;
