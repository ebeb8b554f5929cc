//! Signing an application: by a person who may, and above the enterprise's amount by another than who prepared it.

use super::Representatives;
use crate::application::Application;
use crate::duty::Duty;
use crate::refusal::Refusal;

/// Whether whoever is known by `by` may sign the application; `people` is `None` where the enterprise has registered nobody.
///
/// # Errors
/// [`Refusal::SignerUnknown`] to who is no representative with that right; [`Refusal::SecondSignerNeeded`] to who prepared it, or when nobody
/// knows who did.
pub fn may_sign(people: Option<&Representatives>, application: &Application, by: &str) -> Result<(), Refusal> {
    let Some(people) = people else { return Ok(()) };
    let signer = people.person(by).filter(|person| person.duties.has(Duty::Signer)).ok_or(Refusal::SignerUnknown)?;
    let two = people.two_persons_above.is_some_and(|above| application.facts.amount > above);
    let preparer = application.prepared_by.as_str();
    if two && (preparer.is_empty() || signer.is(preparer)) { Err(Refusal::SecondSignerNeeded) } else { Ok(()) }
}
