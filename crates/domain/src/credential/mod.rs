//! Credentials: the keys an organisation's systems sign their messages with. Two count at a time, so that one can replace the other
//! without a gap.

mod follows;

use crate::id::{CredentialId, OrganisationId};
use crate::refusal::Refusal;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Keys of one organisation that count at a time.
pub const ACTIVE_MAX: usize = 2;

/// What kind of key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum CredentialKey {
    /// An SM2 key: what is signed with it cannot be denied.
    Sm2 {
        /// The public point, hexadecimal.
        point: String,
        /// Whose certificate or request it came in, as people read it.
        subject: String,
    },
    /// A secret shared with the platform, derived from the credential's identifier; kept nowhere.
    Hmac,
}

/// A credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// Which.
    pub id: CredentialId,
    /// Whose.
    pub organisation: OrganisationId,
    /// The name its messages carry it under.
    pub serial: String,
    /// The key.
    pub key: CredentialKey,
    /// When it was registered.
    pub added_at: Timestamp,
    /// When it was retired; what it signs after that does not count.
    pub retired_at: Option<Timestamp>,
    /// Events so far.
    pub version: u32,
}

/// What happened to a credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum CredentialEvent {
    /// It was registered.
    Added {
        /// All of it; the version is 1.
        credential: Box<Credential>,
    },
    /// It was retired.
    Retired {
        /// When.
        at: Timestamp,
    },
}

impl CredentialEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Added { .. } => "credential.added",
            Self::Retired { .. } => "credential.retired",
        }
    }
}

impl Credential {
    /// The credential after its first event; `None` when that is not `Added`.
    #[must_use]
    pub fn born(event: &CredentialEvent) -> Option<Self> {
        if let CredentialEvent::Added { credential } = event { Some((**credential).clone()) } else { None }
    }

    /// The only writer of its state.
    pub const fn apply(&mut self, event: &CredentialEvent) {
        self.version += 1;
        match event {
            CredentialEvent::Added { .. } => {}
            CredentialEvent::Retired { at } => self.retired_at = Some(*at),
        }
    }
}

/// Registers a credential beside those the organisation has.
///
/// # Errors
/// [`Refusal::CredentialsFull`] when two count already; [`Refusal::CredentialKnown`] for a key that is registered or was.
pub fn add(known: &[Credential], credential: Credential) -> Result<CredentialEvent, Refusal> {
    if known.iter().any(|known| known.serial == credential.serial) {
        return Err(Refusal::CredentialKnown);
    }
    if known.iter().filter(|known| known.retired_at.is_none()).count() >= ACTIVE_MAX {
        return Err(Refusal::CredentialsFull);
    }
    Ok(CredentialEvent::Added { credential: Box::new(credential) })
}

/// Retires a credential.
///
/// # Errors
/// [`Refusal::CredentialRetired`] when it is already.
pub const fn retire(credential: &Credential, now: Timestamp) -> Result<CredentialEvent, Refusal> {
    match credential.retired_at {
        None => Ok(CredentialEvent::Retired { at: now }),
        Some(_) => Err(Refusal::CredentialRetired),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::RANDOM_BYTES;

    #[test]
    fn two_keys_count_at_a_time_and_none_comes_back() {
        let now = Timestamp::from_micros(1_796_086_800_000_000);
        let credential = |serial: &str| Credential {
            id: CredentialId::new(now, &[1; RANDOM_BYTES]),
            organisation: OrganisationId::new(now, &[1; RANDOM_BYTES]),
            serial: serial.into(),
            key: CredentialKey::Hmac,
            added_at: now,
            retired_at: None,
            version: 1,
        };
        let mut known = vec![credential("a"), credential("b")];
        assert_eq!(add(&known, credential("c")), Err(Refusal::CredentialsFull));
        let retired = retire(&known[0], now).expect("an event");
        known[0].apply(&retired);
        assert_eq!(retire(&known[0], now), Err(Refusal::CredentialRetired));
        assert!(add(&known, credential("c")).is_ok());
        assert_eq!(add(&known, credential("a")), Err(Refusal::CredentialKnown));
    }
}
