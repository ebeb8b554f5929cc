//! Settling a try: what the other side made of it decides whether there is another.

use super::{Delivery, DeliveryEvent, DeliveryState};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Tries of one message before it is left to a person.
pub const TRIES_MAX: u32 = 16;
/// Longest pause between two tries.
const BACKOFF_MAX: i64 = 15 * Timestamp::MINUTE;

/// What a try came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// The other side has it.
    Delivered,
    /// The other side is there and says no, for this reason: nothing gets better by saying it again.
    Refused(String),
    /// Whether it arrived is not known, because of this.
    Unknown(String),
}

/// Whether it is to be sent.
///
/// # Errors
/// [`Refusal::DeliveryStateForbids`] once it was delivered or given up.
pub const fn check(delivery: &Delivery) -> Result<(), Refusal> {
    match delivery.state {
        DeliveryState::Pending => Ok(()),
        DeliveryState::Delivered | DeliveryState::Dead => Err(Refusal::DeliveryStateForbids),
    }
}

/// Records a try; the [`TRIES_MAX`]th that is not understood is the last.
///
/// # Errors
/// As [`check`].
pub fn settle(delivery: &Delivery, tried: Tried) -> Result<DeliveryEvent, Refusal> {
    check(delivery)?;
    Ok(match tried {
        Tried::Delivered => DeliveryEvent::Delivered,
        Tried::Refused(error) => DeliveryEvent::GivenUp { error },
        Tried::Unknown(error) if delivery.tries + 1 >= TRIES_MAX => DeliveryEvent::GivenUp { error },
        Tried::Unknown(error) => DeliveryEvent::Failed { error },
    })
}

/// The pause before try number `tries + 1`: full jitter below a bound that doubles. `random` is fresh.
#[must_use]
pub fn backoff(tries: u32, random: u64) -> i64 {
    let bound = (Timestamp::SECOND << tries.min(20)).min(BACKOFF_MAX);
    i64::try_from(random % u64::try_from(bound).unwrap_or(1)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_never_outlast_a_quarter_of_an_hour() {
        assert!(backoff(1, u64::MAX) < 2 * Timestamp::SECOND);
        for tries in 0..64 {
            assert!((0..BACKOFF_MAX).contains(&backoff(tries, u64::MAX - u64::from(tries))));
        }
    }
}
