pub(crate) mod check;
pub(crate) mod login;
pub(crate) mod logout;
pub(crate) mod phone;
pub(crate) mod portal;
pub(crate) mod qr;
