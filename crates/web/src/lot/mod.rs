pub(crate) mod enter;
pub(crate) mod search;
pub(crate) mod view;
