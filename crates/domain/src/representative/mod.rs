//! The people of an enterprise who act for it (经办人, Hunan manual 4.3): who they are, what each was given to do, and whether what is above an
//! amount takes two of them.
//!
//! A person is told by certificates, or by a phone that was proved; several of them may be one person's, so that a renewed certificate is no
//! new person and nobody is two. A phone alone never signs. Until an enterprise has registered somebody, whoever holds its certificate has all
//! rights.

mod change;
mod event;
mod follows;
mod leave;
mod register;
mod require_two;
mod sign;

pub use change::change;
pub use event::RepresentativesEvent;
pub use leave::leave;
pub use register::register;
pub use require_two::require_two;
pub use sign::may_sign;

use crate::duty::{Duties, Duty, managed};
use crate::id::{OrganisationId, PersonId};
use crate::money::Cny;
use crate::party::{Concealed, FullName};
use crate::refusal::Refusal;
use crate::session::LoginWay;
use crate::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// Most people of an enterprise, those who have left included: one who leaves is kept for the record.
pub const PEOPLE_MAX: usize = 200;
/// Most certificates and accounts of one person.
pub const KEYS_MAX: usize = 10;

/// What a person is known by when logging in, other than a phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonKey {
    /// SM3 fingerprint of a certificate, hexadecimal, or who a portal says it is: what a session has.
    pub by: String,
    /// The last day of the certificate; `None` for a portal's account.
    pub ends: Option<Date>,
}

/// A person who acts for an enterprise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Which.
    pub id: PersonId,
    /// Full name.
    pub name: FullName,
    /// What the person was given to do.
    pub duties: Duties,
    /// What the person is known by.
    pub keys: Vec<PersonKey>,
    /// A phone that was proved.
    pub mobile: Option<Concealed>,
    /// Since when.
    pub since: Timestamp,
    /// On whose word: what the session of that manager was known by.
    pub granted_by: String,
    /// When the person left; `None` while it acts.
    pub until: Option<Timestamp>,
}

impl Person {
    /// What a session is known by that begins with the phone.
    #[must_use]
    pub fn by_phone(id: PersonId) -> String {
        format!("phone/{id}")
    }

    /// Everything that sessions of the person may be known by.
    pub fn known_by(&self) -> impl Iterator<Item = String> + '_ {
        let phone = self.mobile.iter().map(|_| Self::by_phone(self.id));
        self.keys.iter().map(|key| key.by.clone()).chain(phone)
    }

    /// Whether a session known by `by` is this person's.
    #[must_use]
    pub fn is(&self, by: &str) -> bool {
        self.known_by().any(|known| known == by)
    }

    /// Whether it acts for the enterprise.
    #[must_use]
    pub const fn acts(&self) -> bool {
        self.until.is_none()
    }

    /// Whether it can come to manage the enterprise on `today`: with a certificate that has not ended.
    fn manages(&self, today: Date) -> bool {
        self.acts() && self.duties.has(Duty::Manager) && self.keys.iter().any(|key| key.ends.is_some_and(|ends| today <= ends))
    }
}

/// The people of one enterprise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Representatives {
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// Those who act for it and those who have left, in the order they were registered.
    pub people: Vec<Person>,
    /// Above this amount one person prepares an application and another signs it; `None` where one may do both.
    pub two_persons_above: Option<Cny>,
    /// Events so far.
    pub version: u32,
}

impl Representatives {
    /// Those who act.
    pub fn acting(&self) -> impl Iterator<Item = &Person> + Clone {
        self.people.iter().filter(|person| person.acts())
    }

    /// Who acts and is known by `by`.
    #[must_use]
    pub fn person(&self, by: &str) -> Option<&Person> {
        self.acting().find(|person| person.is(by))
    }

    /// Whether whoever is known by `by` has left and was not registered again.
    #[must_use]
    pub fn has_left(&self, by: &str) -> bool {
        self.person(by).is_none() && self.people.iter().any(|person| person.is(by))
    }

    /// What whoever is known by `by` and logged in so may do on `today`. A phone neither signs nor manages, nor does a portal's word or an enterprise's
    /// licence manage: that takes a certificate. Where no manager can log in any more, because their certificates have ended, whoever holds one that counts may manage.
    #[must_use]
    pub fn duties_of(&self, by: &str, way: LoginWay, today: Date) -> Duties {
        let given = self.person(by).map(|person| person.duties.clone()).unwrap_or_default();
        match way {
            LoginWay::Phone => given.only(&[Duty::Drafter, Duty::Payer]),
            LoginWay::Portal | LoginWay::Licence => given.only(&[Duty::Drafter, Duty::Payer, Duty::Signer]),
            LoginWay::Certificate | LoginWay::Mobile if self.acting().any(|person| person.manages(today)) => given,
            LoginWay::Certificate | LoginWay::Mobile => given.and(Duty::Manager),
        }
    }

    /// Whether somebody would manage if `person` were as it is here.
    fn keeps_manager(&self, person: Option<&Person>, without: PersonId, today: Date) -> Result<(), Refusal> {
        let others = self.acting().filter(|other| other.id != without);
        managed(others.chain(person).filter(|one| one.manages(today)).map(|one| &one.duties))
    }
}

/// Whether a person can be so: told by something, with a certificate for what takes one, and by nothing that is another's.
fn sound(people: &Representatives, person: &Person) -> Result<(), Refusal> {
    if person.keys.is_empty() && person.mobile.is_none() {
        return Err(Refusal::PersonUntold);
    }
    if person.keys.len() > KEYS_MAX {
        return Err(Refusal::RepresentativesFull);
    }
    if person.keys.is_empty() && (person.duties.has(Duty::Signer) || person.duties.has(Duty::Manager)) {
        return Err(Refusal::CertificateNeeded);
    }
    let others = people.acting().filter(|other| other.id != person.id);
    let known = |by: &str| others.clone().any(|other| other.keys.iter().any(|key| key.by == by));
    if person.keys.iter().any(|key| known(&key.by)) { Err(Refusal::RepresentativeKnown) } else { Ok(()) }
}
