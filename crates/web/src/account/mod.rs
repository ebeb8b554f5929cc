pub(crate) mod hub;
