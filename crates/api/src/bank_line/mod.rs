pub(crate) mod receive;
