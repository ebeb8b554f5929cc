//! The keys of what is personal: one an organisation, each kept under the vault's own, `personal.p8`. Without that file nothing that is
//! personal can be read any more; it belongs into every backup of the vault, and into none of the database.

use super::{Vault, VaultError, unreadable};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::id::OrganisationId;
use gm::{CipherKey, SecretKey, key_file};
use std::io::Write;
use std::path::Path;

/// The file, in the vault's folder.
pub(super) const FILE: &str = "personal.p8";
/// What the key in it is used for here.
const PURPOSE: &str = "kaihan/personal/1";

/// The vault's own key for what is personal, if its file is there.
pub(super) fn open(folder: &Path, pin: &str) -> Result<Option<CipherKey>, VaultError> {
    let text = match std::fs::read_to_string(folder.join(FILE)) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(FILE, &error)),
    };
    let key = key_file::decrypt(&text, pin).map_err(|error| unreadable(FILE, &error))?;
    Ok(Some(CipherKey::of(&key.derive(PURPOSE))))
}

impl Vault {
    /// Makes the key for what is personal where the vault has none yet: on the first start, or the first after an upgrade.
    ///
    /// # Errors
    /// [`VaultError`] when the file cannot be written.
    pub fn make_personal(&mut self, folder: &Path, pin: &str) -> Result<(), VaultError> {
        if self.personal.is_some() {
            return Ok(());
        }
        let key = SecretKey::generate(self.entropy.as_ref());
        let text = key_file::encrypt(&key, pin, self.entropy.as_ref()).map_err(|error| unreadable(FILE, &error))?;
        // Of two processes that start at once the first makes it, and both use that one.
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(folder.join(FILE)) {
            Ok(mut file) => {
                file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| unreadable(FILE, &error))?;
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(unreadable(FILE, &error)),
        }
        self.personal = open(folder, pin)?;
        Ok(())
    }

    /// Whether there is a key for what is personal.
    #[must_use]
    pub const fn has_personal(&self) -> bool {
        self.personal.is_some()
    }

    fn personal(&self) -> Result<&CipherKey, VaultError> {
        self.personal.as_ref().ok_or_else(|| VaultError::Unknown(FILE.to_owned()))
    }

    /// A fresh key for an organisation's personal data, and the same as it is kept: under the vault's own.
    ///
    /// # Errors
    /// [`VaultError`].
    pub(crate) fn new_data_key(&self, organisation: OrganisationId) -> Result<(CipherKey, String), VaultError> {
        let key = CipherKey::generate(self.entropy.as_ref());
        let wrapped =
            key.wrap(self.personal()?, organisation.to_string().as_bytes(), self.entropy.as_ref()).map_err(|_| VaultError::Failed)?;
        Ok((key, STANDARD.encode(wrapped)))
    }

    /// An organisation's key as it was kept.
    ///
    /// # Errors
    /// [`VaultError`], also when it was kept under another vault's key or for another organisation.
    pub(crate) fn data_key(&self, organisation: OrganisationId, kept: &str) -> Result<CipherKey, VaultError> {
        let wrapped = STANDARD.decode(kept).map_err(|_| VaultError::Failed)?;
        let opened = CipherKey::unwrap(&wrapped, self.personal()?, organisation.to_string().as_bytes());
        opened.map_err(|_| unreadable(FILE, &"不是加密企业信息时所用的主密钥"))
    }
}
