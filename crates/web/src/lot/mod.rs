pub(crate) mod confirm;
pub(crate) mod enter;
pub(crate) mod evidence;
pub(crate) mod filter;
pub(crate) mod search;
pub(crate) mod view;
