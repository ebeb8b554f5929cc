//! The secret that a browser was given before anybody logged in with it. What waits for that browser is found by the secret's digest and sealed
//! under a key that follows from it: who reads the database, the platform itself included, reads nothing of it.

use crate::error::AppError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gm::digest::sm3_hex;
use gm::{CipherKey, Entropy, MacKey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Bytes of a form that is kept while somebody logs in elsewhere.
pub const KEPT_MAX: usize = 16 * 1024;
/// Logins elsewhere that may wait from one network address; an office has one for many people.
pub(crate) const WAITING_MAX: i64 = 128;
/// After how many seconds there may be room for another.
pub(crate) const ROOM: u32 = 60;

/// A browser.
#[derive(Clone, Debug)]
pub struct Browser {
    digest: String,
    key: CipherKey,
}

fn broken(error: &dyn std::fmt::Display) -> AppError {
    AppError::Bug(format!("what waits for a browser cannot be kept or read: {error}"))
}

impl Browser {
    /// The browser with this secret.
    #[must_use]
    pub fn of(secret: &str) -> Self {
        Self { digest: sm3_hex(secret.as_bytes()), key: CipherKey::of(&MacKey::new(format!("kaihan/browser/1\0{secret}").as_bytes())) }
    }

    /// What its rows are found by.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// `what` as it waits for this browser, bound to what it is for.
    pub(crate) fn seal(&self, entropy: &dyn Entropy, purpose: &str, what: &impl Serialize) -> Result<String, AppError> {
        let plain = serde_json::to_vec(what).map_err(|error| broken(&error))?;
        let sealed = self.key.seal(&plain, purpose.as_bytes(), entropy).map_err(|error| broken(&error))?;
        Ok(STANDARD.encode(sealed))
    }

    /// What waited for it.
    pub(crate) fn open<T: DeserializeOwned>(&self, purpose: &str, sealed: &str) -> Result<T, AppError> {
        let sealed = STANDARD.decode(sealed).map_err(|error| broken(&error))?;
        let plain = self.key.open(&sealed, purpose.as_bytes()).map_err(|error| broken(&error))?;
        serde_json::from_slice(&plain).map_err(|error| broken(&error))
    }
}

/// What somebody goes to log in elsewhere for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Errand {
    /// Where the person goes afterwards.
    pub next: String,
    /// A form that is handed in then, as it was typed; empty for none.
    pub kept: String,
}

impl Errand {
    /// Whether it can be kept meanwhile.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] with what to do: the form is on the page still.
    pub(crate) fn check(&self) -> Result<(), AppError> {
        if self.next.len() + self.kept.len() <= KEPT_MAX {
            return Ok(());
        }
        let says =
            "已填写的内容较多，扫码或经统一注册平台登录时无法保留。请使用数字证书登录（内容会保留），或先复制保存后重新打开登录页登录";
        Err(AppError::Unauthenticated(says.into()))
    }
}
