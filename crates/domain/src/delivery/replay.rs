//! Replaying: a person takes up again what was given up.

use super::{Delivery, DeliveryEvent, DeliveryState};
use crate::refusal::Refusal;

/// Takes it up again; its tries are counted anew.
///
/// # Errors
/// [`Refusal::DeliveryStateForbids`] when it was not given up.
pub const fn replay(delivery: &Delivery) -> Result<DeliveryEvent, Refusal> {
    match delivery.state {
        DeliveryState::Dead => Ok(DeliveryEvent::Replayed),
        DeliveryState::Pending | DeliveryState::Delivered => Err(Refusal::DeliveryStateForbids),
    }
}
