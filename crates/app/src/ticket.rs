//! What proves since when somebody waits (T-06, INV-40): a ticket for their place in the line, and, in a form that could not be taken in, when that
//! very form came. The first lets in, the second is what timely is judged by: who only looked at a page has handed nothing in.

use crate::carried::{carried, carry};
use crate::error::AppError;
use crate::world::World;
use domain::time::Timestamp;
use gm::digest::sm3_hex;
use serde::{Deserialize, Serialize};

/// How long either lasts, in microseconds: a rush before a deadline, no more.
pub const LASTS: i64 = 10 * Timestamp::MINUTE;
const PLACE: &str = "ticket";
const FORM: &str = "arrived";

/// A place in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Since when, in microseconds.
    since: i64,
    /// Which ticket it is: each lets in a few times, and no more.
    pub number: u64,
}

impl Ticket {
    /// A new one, for whoever came `since` then.
    #[must_use]
    pub fn new(world: &World, since: Timestamp) -> Self {
        Self { since: since.micros(), number: u64::from_le_bytes(world.random()) }
    }

    /// Since when its holder waits.
    #[must_use]
    pub const fn since(&self) -> Timestamp {
        Timestamp::from_micros(self.since)
    }

    /// Until when it counts.
    #[must_use]
    pub const fn until(&self) -> Timestamp {
        self.since().plus(LASTS)
    }

    /// As its holder carries it.
    ///
    /// # Errors
    /// [`AppError::Bug`] when it cannot be written.
    pub fn carry(&self, world: &World) -> Result<String, AppError> {
        carry(world, PLACE, self)
    }

    /// The one that was carried; `None` for what is none of ours, or over.
    #[must_use]
    pub fn carried(world: &World, text: &str) -> Option<Self> {
        carried::<Self>(world, PLACE, text).filter(|ticket| lasts(world, ticket.since()))
    }
}

fn lasts(world: &World, since: Timestamp) -> bool {
    (since..since.plus(LASTS)).contains(&world.now())
}

/// When a form came.
#[derive(Serialize, Deserialize)]
struct Came {
    at: i64,
    path: String,
    form: String,
}

/// A form's digest: of its fields in their order, line ends as they may be.
fn digest<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut bytes = Vec::new();
    for text in fields.flat_map(|(name, value)| [name, value]) {
        let text = text.replace("\r\n", "\n");
        bytes.extend(text.len().to_be_bytes());
        bytes.extend(text.as_bytes());
    }
    sm3_hex(&bytes)
}

/// What goes with a form that came to `path` then and could not be taken in: it counts as having come then, unchanged.
///
/// # Errors
/// [`AppError::Bug`] when it cannot be written.
pub fn came<'a>(world: &World, path: &str, fields: impl Iterator<Item = (&'a str, &'a str)>, at: Timestamp) -> Result<String, AppError> {
    carry(world, FORM, &Came { at: at.micros(), path: path.to_owned(), form: digest(fields) })
}

/// When this form came to this path for the first time, by what goes with it; `None` for what is none of ours, of another form, or over.
#[must_use]
pub fn came_at<'a>(world: &World, path: &str, fields: impl Iterator<Item = (&'a str, &'a str)>, text: &str) -> Option<Timestamp> {
    let came: Came = carried(world, FORM, text)?;
    let at = Timestamp::from_micros(came.at);
    (came.path == path && lasts(world, at) && came.form == digest(fields)).then_some(at)
}
