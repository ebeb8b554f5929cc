pub(crate) mod download;
pub(crate) mod verify;
