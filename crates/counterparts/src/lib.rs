//! The other side of every wire: the reference bank, the time-stamp authority, the text message gateway, the mail server, the mobile certificates, the demonstration CA with its personas. For the demo, the tests, and
//! institutions' own trials; nothing of it is linked into the platform.

pub mod bank;
pub mod clock;
pub mod demonstration;
pub mod institution;
pub mod mail;
pub mod mobile;
pub mod text_message;
pub mod timestamp;
