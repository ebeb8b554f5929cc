//! What is personal, under the key of its organisation. A ciphertext is bound to its organisation and to the field it stands in, so that it
//! opens nowhere else.

use crate::commit::quietly;
use crate::error::AppError;
use crate::vault::VaultError;
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::id::{FileId, OrganisationId};
use domain::party::Concealed;
use domain::profile::ProfileItem;
use gm::CipherKey;
use store::Query;

/// The key of an organisation's personal data, at work.
#[derive(Clone, Debug)]
pub(crate) struct Safe {
    organisation: OrganisationId,
    key: CipherKey,
}

fn broken(error: &dyn std::fmt::Display) -> AppError {
    AppError::Bug(format!("personal data cannot be kept or read: {error}"))
}

impl From<VaultError> for AppError {
    fn from(error: VaultError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl Safe {
    /// An organisation's, if anything of it was ever kept.
    pub(crate) async fn find(world: &World, query: &mut impl Query, organisation: OrganisationId) -> Result<Option<Self>, AppError> {
        let kept = store::profile::load_key(query, organisation).await?;
        let key = kept.map(|kept| world.vault.data_key(organisation, &kept)).transpose()?;
        Ok(key.map(|key| Self { organisation, key }))
    }

    /// The same; made when there is none.
    pub(crate) async fn open(world: &World, organisation: OrganisationId) -> Result<Self, AppError> {
        if let Some(known) = Self::find(world, &mut world.store.reader(), organisation).await? {
            return Ok(known);
        }
        let (key, kept) = world.vault.new_data_key(organisation)?;
        let now = world.now();
        let made = quietly(world, move |w| Box::pin(async move { Ok(store::profile::keep_key(w.tx(), organisation, &kept, now)?) })).await;
        match made {
            Ok(()) => Ok(Self { organisation, key }),
            // Somebody of the same organisation was faster.
            Err(AppError::Conflict) => {
                Self::find(world, &mut world.store.reader(), organisation).await?.ok_or_else(|| broken(&"its key is missing"))
            }
            Err(other) => Err(other),
        }
    }

    fn of_field(&self, field: &str) -> String {
        format!("{}/{field}", self.organisation)
    }

    /// Conceals the text of a field of the profile, of which this much is shown.
    pub(crate) fn conceal(&self, world: &World, item: ProfileItem, text: &str, shown: String) -> Result<Concealed, AppError> {
        self.conceal_in(world, item.code(), text, shown)
    }

    /// The same for a field of something else, by a name that no other field of the organisation has.
    pub(crate) fn conceal_in(&self, world: &World, field: &str, text: &str, shown: String) -> Result<Concealed, AppError> {
        let bound = self.of_field(field);
        let sealed = self.key.seal(text.as_bytes(), bound.as_bytes(), world.entropy.as_ref()).map_err(|error| broken(&error))?;
        Ok(Concealed { shown, cipher: STANDARD.encode(sealed) })
    }

    /// The text of a field of the profile.
    pub(crate) fn reveal(&self, item: ProfileItem, concealed: &Concealed) -> Result<String, AppError> {
        self.reveal_in(item.code(), concealed)
    }

    /// The same of a field of something else.
    pub(crate) fn reveal_in(&self, field: &str, concealed: &Concealed) -> Result<String, AppError> {
        let sealed = STANDARD.decode(&concealed.cipher).map_err(|error| broken(&error))?;
        let plain = self.key.open(&sealed, self.of_field(field).as_bytes()).map_err(|error| broken(&error))?;
        String::from_utf8(plain).map_err(|error| broken(&error))
    }

    /// The bytes of a file as they are stored under the name `of`.
    pub(crate) fn seal(&self, world: &World, of: FileId, bytes: &[u8]) -> Result<Vec<u8>, AppError> {
        let bound = format!("{}/{of}", self.organisation);
        self.key.seal(bytes, bound.as_bytes(), world.entropy.as_ref()).map_err(|error| broken(&error))
    }

    /// The bytes of a file that was stored under the name `of`.
    pub(crate) fn unseal(&self, of: FileId, stored: &[u8]) -> Result<Vec<u8>, AppError> {
        let bound = format!("{}/{of}", self.organisation);
        self.key.open(stored, bound.as_bytes()).map_err(|error| broken(&error))
    }
}
