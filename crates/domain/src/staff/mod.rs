//! The people of an institution and their duties (岗位): who prepares, who checks, who manages.
//!
//! A person is a certificate. As long as an institution has given nobody a duty, everyone who holds one of its certificates has all of
//! them, and only the two-person rules bind; from the first on, whoever has been given none may only look.

mod assign;

pub use assign::assign;

use crate::duty::{Duties, held};
use crate::id::InstitutionId;
use crate::time::Timestamp;

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
    let own = staff.iter().find(|person| person.certificate == certificate).and_then(|person| person.duties.as_ref());
    held(own, staff.iter().any(|person| person.duties.is_some()))
}
