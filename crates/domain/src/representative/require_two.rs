//! Above an amount of the enterprise's own choice one person prepares an application and another signs it.

use super::{Representatives, RepresentativesEvent};
use crate::duty::Duty;
use crate::money::Cny;
use crate::refusal::Refusal;

/// Sets the amount; `None` lets one person do both. `None` is given back when it is so already.
///
/// # Errors
/// [`Refusal::TwoPersonsMissing`] when there are no two persons of whom one may prepare and the other sign.
pub fn require_two(people: &Representatives, above: Option<Cny>) -> Result<Option<RepresentativesEvent>, Refusal> {
    let able = |duty| people.acting().filter(move |person| person.duties.has(duty)).map(|person| person.id);
    let apart = able(Duty::Drafter).any(|drafter| able(Duty::Signer).any(|signer| signer != drafter));
    if above.is_some() && !apart {
        return Err(Refusal::TwoPersonsMissing);
    }
    Ok((people.two_persons_above != above).then_some(RepresentativesEvent::TwoPersonsSet { above }))
}
