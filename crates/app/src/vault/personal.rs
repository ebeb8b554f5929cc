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

/// The file whole or not at all, whenever the machine stops: written `aside`, on the disk before it has its name. Of two processes that start at
/// once the first names it, and both use that one.
fn write_whole(aside: &Path, file: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut written = options.open(aside)?;
    let named = written.write_all(text.as_bytes()).and_then(|()| written.sync_all()).and_then(|()| std::fs::hard_link(aside, file));
    std::fs::remove_file(aside)?;
    match named {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        Ok(()) | Err(_) => file.parent().map_or(Ok(()), |folder| std::fs::File::open(folder)?.sync_all()),
    }
}

impl Vault {
    /// Makes the key for what is personal where the vault has none yet: on the first start, or the first after an upgrade. Where something is
    /// `kept` under one already, that one has to come back: another would open nothing, and make what is written from now on unreadable beside it.
    ///
    /// # Errors
    /// [`VaultError`] when the file cannot be written; [`VaultError::Lost`].
    pub fn make_personal(&mut self, folder: &Path, pin: &str, kept: bool) -> Result<(), VaultError> {
        if self.personal.is_some() {
            return Ok(());
        }
        if kept {
            return Err(VaultError::Lost(folder.join(FILE)));
        }
        let key = SecretKey::generate(self.entropy.as_ref());
        let text = key_file::encrypt(&key, pin, self.entropy.as_ref()).map_err(|error| unreadable(FILE, &error))?;
        let aside = folder.join(format!("{FILE}.{}", hex::encode(gm::entropy::bytes::<8>(self.entropy.as_ref()))));
        write_whole(&aside, &folder.join(FILE), &text).map_err(|error| unreadable(FILE, &error))?;
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
