//! What a credential's events set off: nothing. Whoever signs is looked up at each message.

use super::{Credential, CredentialEvent};
use crate::consequence::{Consequence, Follows};

impl Follows for Credential {
    type Event = CredentialEvent;

    fn follows(&self, event: &CredentialEvent) -> Vec<Consequence> {
        match event {
            CredentialEvent::Added { .. } | CredentialEvent::Retired { .. } => Vec::new(),
        }
    }
}
