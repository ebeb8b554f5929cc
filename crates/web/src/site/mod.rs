pub(crate) mod home;
