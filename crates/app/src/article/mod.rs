//! Articles (信息动态、服务指南、常见问题): written, published, read, taken away. One file a verb.

pub mod begin;
pub mod discard;
pub mod edit;
pub mod file;
pub mod form;
pub mod import;
pub mod list;
pub(crate) mod load;
pub mod publish;
pub mod read;
pub mod search;
pub mod send_back;
pub mod shelf;
pub mod submit;
pub mod view;
pub mod withdraw;

pub use store::article::Listed;
