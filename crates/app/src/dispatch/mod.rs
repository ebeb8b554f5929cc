//! What of notices goes out (发送): to whom, in which words, and what became of it.

pub(crate) mod digest;
pub(crate) mod recipient;
pub(crate) mod send;
