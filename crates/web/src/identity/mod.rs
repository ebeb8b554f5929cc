pub(crate) mod check;
pub(crate) mod login;
pub(crate) mod logout;
