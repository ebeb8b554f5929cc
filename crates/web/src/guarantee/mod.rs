pub(crate) mod download;
pub(crate) mod list;
pub(crate) mod received;
pub(crate) mod verify;
