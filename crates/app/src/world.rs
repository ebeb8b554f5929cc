//! Everything a use case reaches out to, and who calls it.

use crate::clock::Clock;
use crate::delivery::bulkhead::Bulkheads;
use crate::error::AppError;
use crate::glyphs::Glyphs;
use crate::guarantee::turns::Turns;
use crate::identity::TrustFolder;
use crate::message::waiting::Recorder;
use crate::platform::Platform;
use crate::reader::Reader;
use crate::site::Sites;
use crate::vault::Vault;
use documents::typesetting::Typesetter;
use documents::verify::Verifier;
use documents::wording::Wordings;
use domain::access::{Action, Actor, Relation, Role, may};
use domain::id::{RANDOM_BYTES, RequestId};
use domain::time::Timestamp;
use gm::{Entropy, PublicKey};
use partners::bank::Bank;
use partners::institution::Dialler;
use partners::text_message::Gateway;
use partners::timestamp::TimeStamps;
use std::fmt::Display;
use std::sync::Arc;
use store::files::Files;
use store::{Stamp, Store, StoreError};

/// The platform's surroundings. Built once at start-up; shared by reference.
#[derive(Clone, Debug)]
pub struct World {
    /// Rows.
    pub store: Store,
    /// Bytes.
    pub files: Files,
    /// The typesetting processes.
    pub typesetter: Arc<Typesetter>,
    /// Which characters documents can show.
    pub glyphs: Arc<Glyphs>,
    /// Looks at files of strangers.
    pub verifier: Verifier,
    /// Whose file is looked at next; the others wait without holding a thread that typesetting needs.
    pub verifications: Arc<Turns>,
    /// Reads tables of strangers.
    pub reader: Reader,
    /// What documents say.
    pub wordings: Arc<Wordings>,
    /// The time-stamp authority.
    pub time_stamps: Arc<TimeStamps>,
    /// Sites and calendar.
    pub sites: Arc<Sites>,
    /// Seal keys.
    pub vault: Arc<Vault>,
    /// Whose certificates are trusted.
    pub trust: Arc<TrustFolder>,
    /// What the platform itself signs with.
    pub platform: Arc<Platform>,
    /// The text message gateway.
    pub text_messages: Arc<Gateway>,
    /// The bank.
    pub bank: Arc<Bank>,
    /// The key the bank signs its reports with.
    pub bank_key: PublicKey,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The platform's own address: scheme, host, port, as browsers show it.
    pub origin: Arc<str>,
    /// The client of institutions' own systems.
    pub institutions: Arc<Dialler>,
    /// How many messages to each are under way.
    pub bulkheads: Arc<Bulkheads>,
    /// Messages from outside that wait to be recorded.
    pub recorder: Arc<Recorder>,
}

impl World {
    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Fresh bytes.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        gm::entropy::bytes(self.entropy.as_ref())
    }

    /// A fresh identifier: `world.id(ApplicationId::new)`.
    pub fn id<T>(&self, make: fn(Timestamp, &[u8; RANDOM_BYTES]) -> T) -> T {
        make(self.now(), &self.random())
    }

    /// The caller for a job.
    #[must_use]
    pub fn system(&self) -> Caller {
        Caller { actor: Actor::system(), request: self.id(RequestId::new) }
    }
}

/// Who calls a use case, in which request.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// Which request.
    pub request: RequestId,
}

impl Caller {
    /// The stamp for `action` on `object`, an identifier, which the caller is `relation` to. A denial is written down.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it may not.
    pub fn stamp(&self, world: &World, action: Action, relation: Relation, object: impl Display) -> Result<Stamp, AppError> {
        match may(&self.actor, action, relation) {
            Ok(permit) => Ok(Stamp::new(permit, world.now(), self.request, object.to_string())),
            Err(denial) => {
                self.denied(world, action, object.to_string());
                Err(denial.into())
            }
        }
    }

    /// Writes down that an action was denied to somebody who is known. Beside the request, so that how long its answer takes does not tell
    /// whether what was asked for exists.
    fn denied(&self, world: &World, action: Action, object: String) {
        if self.actor.role == Role::Public {
            return;
        }
        let (store, actor, request, now) = (world.store.clone(), self.actor.clone(), self.request, world.now());
        tokio::spawn(async move {
            let written = store.write::<_, StoreError, _>(move |tx| {
                Box::pin(async move { store::event::audit_denied(tx, &actor, action, &object, now, request) })
            });
            if let Err(error) = written.await {
                tracing::error!(%error, "a denial cannot be written down");
            }
        });
    }
}
