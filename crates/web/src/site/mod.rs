mod groups;
pub(crate) mod home;
pub(crate) mod products;
pub(crate) mod text_size;
