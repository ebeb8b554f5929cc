//! Sites' words for notices (消息模板).

pub mod check;
pub mod list;
pub(crate) mod load;
pub mod propose;
pub(crate) mod render;
pub mod settle;
pub(crate) mod usual;
pub mod view;
pub(crate) mod words;
