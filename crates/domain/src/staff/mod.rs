//! The people of an institution and their duties (岗位): who prepares, who checks, who manages.
//!
//! A person is a certificate. As long as an institution has given nobody a duty, everyone who holds one of its certificates has all of
//! them, and only the two-person rules bind; from the first on, whoever has been given none may only look.

mod assign;

pub use assign::assign;

use crate::id::InstitutionId;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Prepares: endorses applications, drafts special forms, sorts payments out.
    Maker,
    /// Checks: approves what another person prepared.
    Checker,
    /// Manages: products, keys, people.
    Manager,
}

impl Duty {
    /// Every duty.
    pub const ALL: [Self; 3] = [Self::Maker, Self::Checker, Self::Manager];

    /// Its name in forms and in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Maker => "maker",
            Self::Checker => "checker",
            Self::Manager => "manager",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Maker => "经办",
            Self::Checker => "复核",
            Self::Manager => "管理",
        }
    }
}

/// The duties of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duties(BTreeSet<Duty>);

impl Duties {
    /// All of them.
    #[must_use]
    pub fn all() -> Self {
        Self(Duty::ALL.into())
    }

    /// Whether this is one of them.
    #[must_use]
    pub fn has(&self, duty: Duty) -> bool {
        self.0.contains(&duty)
    }

    /// The codes, with spaces between.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.0.iter().map(|duty| duty.code()).collect::<Vec<_>>().join(" ")
    }

    /// Reads [`Duties::to_text`]; what is no duty is passed over.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self(Duty::ALL.into_iter().filter(|duty| text.split(' ').any(|code| code == duty.code())).collect())
    }
}

impl FromIterator<Duty> for Duties {
    fn from_iter<I: IntoIterator<Item = Duty>>(duties: I) -> Self {
        Self(duties.into_iter().collect())
    }
}

/// A person of an institution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// Of which institution.
    pub institution: InstitutionId,
    /// SM3 fingerprint of the certificate, hexadecimal.
    pub certificate: String,
    /// What the institution calls the person; empty until it does.
    pub name: String,
    /// What the person was given to do; `None` until then.
    pub duties: Option<Duties>,
    /// When the certificate last logged in.
    pub seen_at: Timestamp,
}

/// What the holder of `certificate` may do among these people.
#[must_use]
pub fn duties_of(staff: &[Staff], certificate: &str) -> Duties {
    match staff.iter().find(|person| person.certificate == certificate).and_then(|person| person.duties.clone()) {
        Some(duties) => duties,
        None if staff.iter().any(|person| person.duties.is_some()) => Duties::default(),
        None => Duties::all(),
    }
}
