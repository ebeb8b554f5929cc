mod groups;
pub(crate) mod home;
pub(crate) mod products;
