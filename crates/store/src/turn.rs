//! Taking turns. Whoever reads, decides and writes about a thing that has no version of its own holds its turn until the transaction ends, so
//! that what it read still stands when it writes. SQLite has one writer, where all take turns anyhow; PostgreSQL is asked for a lock, in the
//! same flight as the question that follows.

use crate::db::{Dialect, Query, StoreError, Tx, statements};
use domain::id::{InstitutionId, OrganisationId};
use domain::party::{Mobile, Uscc};

statements! {
    // On SQLite this is never asked.
    TAKE = "SELECT $1", postgres "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
}

/// What is taken turns about. A transaction that takes several takes them in this order, so that none wait for each other.
#[derive(Clone, Copy, Debug)]
pub enum Contested<'a> {
    /// Whether a portal vouches for its person, or for its session, by what they are called here; the person first.
    Portal(&'a str),
    /// Lots: their facts, and their places in the order of arrival.
    Lots,
    /// Who is the organisation with this code.
    Organisation(&'a Uscc),
    /// An institution: its limits, days, account, and who works there with which duties.
    Institution(InstitutionId),
    /// Which keys of an organisation count.
    Credentials(OrganisationId),
    /// How many complaints of an organisation wait to be decided.
    Complaints(OrganisationId),
    /// Which drafts an organisation has.
    Drafts(OrganisationId),
    /// How many codes were sent to a mobile.
    Mobile(&'a Mobile),
    /// How many codes were asked for from an address.
    Address(&'a str),
}

impl Contested<'_> {
    fn key(self) -> String {
        match self {
            Self::Portal(known) => format!("portal/{known}"),
            Self::Lots => "lots".to_owned(),
            Self::Organisation(uscc) => format!("organisation/{uscc}"),
            Self::Institution(id) => format!("institution/{id}"),
            Self::Credentials(id) => format!("credentials/{id}"),
            Self::Complaints(id) => format!("complaints/{id}"),
            Self::Drafts(id) => format!("drafts/{id}"),
            Self::Mobile(mobile) => format!("mobile/{mobile}"),
            Self::Address(address) => format!("address/{address}"),
        }
    }
}

/// Takes a turn; it ends with the transaction.
///
/// # Errors
/// [`StoreError`] by the time of the next question.
pub fn take(tx: &mut Tx, about: Contested<'_>) -> Result<(), StoreError> {
    match tx.dialect() {
        Dialect::Sqlite => Ok(()),
        Dialect::Postgres => tx.push_any(&TAKE, vec![about.key().into()]),
    }
}
