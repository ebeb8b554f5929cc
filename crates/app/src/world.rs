//! Everything a use case reaches out to, and who calls it.

use crate::beats::Beats;
use crate::clock::Clock;
use crate::delivery::bulkhead::Bulkheads;
use crate::error::AppError;
use crate::glyphs::Glyphs;
use crate::guarantee::turns::Turns;
use crate::identity::TrustFolder;
use crate::manual::Printed;
use crate::message::waiting::Recorder;
use crate::platform::Platform;
use crate::portal::Portals;
use crate::qr::Phones;
use crate::reader::Reader;
use crate::site::Sites;
use crate::vault::Vault;
use documents::typesetting::Typesetter;
use documents::verify::Verifier;
use documents::wording::Wordings;
use domain::access::{Action, Actor, Relation, Role, may};
use domain::id::{RANDOM_BYTES, RequestId};
use domain::notice::NoticeChannel;
use domain::time::Timestamp;
use gm::certificate::Certificate;
use gm::{Entropy, PublicKey};
use partners::bank::Bank;
use partners::institution::Dialler;
use partners::mail::Mailer;
use partners::text_message::Gateway;
use partners::timestamp::TimeStamps;
use partners::virus_scanner::VirusScanner;
use protocol::signed::{SignedError, sign_answer};
use std::fmt::Display;
use std::ops::Deref;
use std::sync::Arc;
use store::files::Files;
use store::{Stamp, Store, StoreError};

/// What the platform's surroundings are made of, at start-up.
#[derive(Clone, Debug)]
pub struct Parts {
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
    /// Reads tables of strangers, and looks whether their attachments are whole.
    pub reader: Reader,
    /// The virus scanner, where there is one.
    pub scanner: Option<Arc<VirusScanner>>,
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
    /// The mail server, where there is one.
    pub mail: Option<Arc<Mailer>>,
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
    /// The portals people log in by.
    pub portals: Arc<Portals>,
    /// The other sides of QR codes.
    pub phones: Arc<Phones>,
}

/// The platform's surroundings. Built once at start-up; a clone is another reference to them. What they are, use cases alone reach: an edge has
/// the methods below and nothing else.
#[derive(Clone, Debug)]
pub struct World(Arc<Surroundings>);

/// What a [`World`] refers to.
#[derive(Debug)]
pub struct Surroundings {
    pub(crate) store: Store,
    pub(crate) files: Files,
    pub(crate) typesetter: Arc<Typesetter>,
    pub(crate) glyphs: Arc<Glyphs>,
    pub(crate) verifier: Verifier,
    pub(crate) reader: Reader,
    pub(crate) scanner: Option<Arc<VirusScanner>>,
    pub(crate) wordings: Arc<Wordings>,
    pub(crate) time_stamps: Arc<TimeStamps>,
    pub(crate) sites: Arc<Sites>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) trust: Arc<TrustFolder>,
    pub(crate) platform: Arc<Platform>,
    pub(crate) text_messages: Arc<Gateway>,
    pub(crate) mail: Option<Arc<Mailer>>,
    pub(crate) bank: Arc<Bank>,
    pub(crate) bank_key: PublicKey,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) origin: Arc<str>,
    pub(crate) institutions: Arc<Dialler>,
    pub(crate) portals: Arc<Portals>,
    pub(crate) phones: Arc<Phones>,
    /// Whose file is looked at next; the others wait without holding a thread that typesetting needs.
    pub(crate) verifications: Arc<Turns>,
    /// How many messages to each institution are under way.
    pub(crate) bulkheads: Arc<Bulkheads>,
    /// Messages from outside that wait to be recorded.
    pub(crate) recorder: Arc<Recorder>,
    /// When the lanes of this process last looked.
    pub(crate) beats: Arc<Beats>,
    /// The manuals that were printed.
    pub(crate) printed: Arc<Printed>,
}

impl Deref for World {
    type Target = Surroundings;
    fn deref(&self) -> &Surroundings {
        &self.0
    }
}

impl World {
    /// A world of these parts, in which nobody waits yet.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let verifications = Arc::new(Turns::new(Arc::clone(&parts.clock)));
        Self(Arc::new(Surroundings {
            store: parts.store,
            files: parts.files,
            typesetter: parts.typesetter,
            glyphs: parts.glyphs,
            verifier: parts.verifier,
            reader: parts.reader,
            scanner: parts.scanner,
            wordings: parts.wordings,
            time_stamps: parts.time_stamps,
            sites: parts.sites,
            vault: parts.vault,
            trust: parts.trust,
            platform: parts.platform,
            text_messages: parts.text_messages,
            mail: parts.mail,
            bank: parts.bank,
            bank_key: parts.bank_key,
            clock: parts.clock,
            entropy: parts.entropy,
            origin: parts.origin,
            institutions: parts.institutions,
            portals: parts.portals,
            phones: parts.phones,
            verifications,
            bulkheads: Arc::default(),
            recorder: Arc::default(),
            beats: Arc::default(),
            printed: Arc::default(),
        }))
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Sites and calendar.
    #[must_use]
    pub fn sites(&self) -> &Sites {
        &self.sites
    }

    /// The platform's own address: scheme, host, port, as browsers show it.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether messages go out by this channel.
    #[must_use]
    pub fn sends_by(&self, channel: NoticeChannel) -> bool {
        match channel {
            NoticeChannel::TextMessage => true,
            NoticeChannel::Mail => self.mail.is_some(),
        }
    }

    /// The certificate that the platform's messages and answers are verified by.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        self.platform.certificate()
    }

    /// The name that certificate's key goes by on the open interface.
    #[must_use]
    pub fn serial(&self) -> &str {
        self.platform.serial()
    }

    /// The header that signs an answer with this HTTP status to the request that bore `nonce`.
    ///
    /// # Errors
    /// [`SignedError`] with a probability of 2⁻²⁵⁶.
    pub fn sign_answer(&self, status: u16, nonce: &str, body: &[u8]) -> Result<String, SignedError> {
        sign_answer(status, nonce, body, &self.platform.identity(), self.now().seconds(), self.entropy.as_ref())
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
