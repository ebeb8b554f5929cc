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

    /// Conceals the text of a field, of which this much is shown.
    pub(crate) fn conceal(&self, world: &World, field: &str, text: &str, shown: String) -> Result<Concealed, AppError> {
        let sealed =
            self.key.seal(text.as_bytes(), self.of_field(field).as_bytes(), world.entropy.as_ref()).map_err(|error| broken(&error))?;
        Ok(Concealed { shown, cipher: STANDARD.encode(sealed) })
    }

    /// The text of a field.
    pub(crate) fn reveal(&self, field: &str, concealed: &Concealed) -> Result<String, AppError> {
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
