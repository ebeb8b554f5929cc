//! The reference institution: a small insurer's own system. It takes orders over the open interface, decides, has a cashier's page,
//! issues letters under its own seal, and answers instructions; on its own SQLite file. It can be told to be slow or wrong.

mod book;
mod cashier;
mod credit;
mod enveloped;
mod hostile;
mod instruction;
mod interface;
mod invoice;
mod letter;
mod outbox;
mod paper;
mod say;
mod work;

pub use book::{Book, BookError, Waiting};
pub use hostile::{Hostile, Mode};
pub use letter::SealKeys;
pub use outbox::deliver;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use client::{Client, Gate, Platform};
use documents::typesetting::Typesetter;
use domain::institution::Wire;
use domain::time::Timestamp;
use gm::{Entropy, SecretKey};
use partners::timestamp::TimeStamps;
use protocol::catalogue::{Direction, MESSAGES};
use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Where the time comes from.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How it behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manners {
    /// Refuses every order.
    pub refuses: bool,
    /// Issues letters with one yuan more than was asked for.
    pub wrong_amount: bool,
    /// Seals files that say something else than what was ordered.
    pub any_text: bool,
    /// Answers instructions by refusing them.
    pub stubborn: bool,
    /// Knows the interface as it was at 1.1: nothing of moved openings, declined orders, invoices in several files.
    pub first_version: bool,
    /// Knows the interface as it was at 1.3: nothing of credit.
    pub before_credit: bool,
    /// Sends credit applications back the first time.
    pub picky: bool,
    /// Takes this long over every message.
    pub delay: Duration,
}

/// Everything the institution is made from.
pub struct Setup {
    /// Its books.
    pub book: Book,
    /// Its registered name.
    pub name: String,
    /// Its code.
    pub uscc: String,
    /// Where fees are paid to at its cashier.
    pub account: String,
    /// What its system understands and says.
    pub wire: Wire,
    /// Its own address: scheme, host, port.
    pub address: String,
    /// The platform.
    pub platform: Platform,
    /// The key it signs its messages with.
    pub key: SecretKey,
    /// What it seals letters with.
    pub seal: SealKeys,
    /// The time-stamp authority.
    pub time_stamps: TimeStamps,
    /// Sets its letters.
    pub typesetter: Arc<Typesetter>,
    /// How its letters look.
    pub layout: String,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The time.
    pub now: Now,
}

/// The institution.
#[derive(Clone)]
pub struct Institution(Arc<Inner>);

struct Inner {
    setup: Setup,
    client: Client,
    gate: Gate,
    manners: Mutex<Manners>,
    /// Why the last letter could not be made.
    trouble: Mutex<Option<String>>,
    /// Woken when there is something to send.
    wake: tokio::sync::Notify,
}

impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Setup({})", self.uscc)
    }
}

impl fmt::Debug for Institution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Institution({})", self.0.setup.uscc)
    }
}

impl Institution {
    /// An institution.
    ///
    /// # Errors
    /// When no client of the platform can be made.
    pub fn new(setup: Setup) -> Result<Self, Box<dyn Error>> {
        let client = Client::new(setup.platform.clone(), &setup.uscc, setup.key.clone(), Arc::clone(&setup.entropy))?;
        let gate = Gate::new(setup.platform.clone(), &setup.uscc, setup.key.clone(), Arc::clone(&setup.entropy));
        Ok(Self(Arc::new(Inner {
            setup,
            client,
            gate,
            manners: Mutex::default(),
            trouble: Mutex::default(),
            wake: tokio::sync::Notify::new(),
        })))
    }

    /// Returns when it has been told something new.
    pub async fn told(&self) {
        self.0.wake.notified().await;
    }

    /// Its own address.
    #[must_use]
    pub fn address(&self) -> String {
        self.0.setup.address.clone()
    }

    /// Its books.
    #[must_use]
    pub fn book(&self) -> &Book {
        &self.0.setup.book
    }

    /// Tells it how to behave from now on.
    pub fn behave(&self, manners: Manners) {
        *self.0.manners.lock().unwrap_or_else(PoisonError::into_inner) = manners;
    }

    /// Why the last letter could not be made, if one could not.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        self.0.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn trouble_with(&self, error: String) {
        *self.0.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    fn manners(&self) -> Manners {
        *self.0.manners.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Timestamp {
        (self.0.setup.now)()
    }

    /// Its interface and its cashier.
    pub fn router(&self) -> Router {
        let mut router = Router::new()
            .route("/v1/applications/{order_number}", get(interface::query))
            .route("/cashier/{ticket}", get(cashier::show).post(cashier::pay))
            .route("/cashier.css", get(cashier::style));
        for entry in MESSAGES.iter().filter(|entry| entry.direction == Direction::ToInstitution) {
            router = router.route(entry.path, post(interface::receive(entry)));
        }
        if self.0.setup.wire == Wire::Enveloped {
            router = router.route("/{interface}", post(enveloped::receive));
        }
        router.layer(DefaultBodyLimit::max(64 * 1024)).with_state(self.clone())
    }
}
