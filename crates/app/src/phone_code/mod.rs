//! Codes sent to mobiles (短信验证码) and letter boxes (邮件验证码). Nowhere do the digits stand but in the message itself.

pub(crate) mod prove;
pub mod send;

use crate::world::World;
use domain::id::PhoneCodeId;

/// Codes are six digits.
const RANGE: u64 = 1_000_000;

/// The digits of a code: they follow from its identifier and the platform's secret.
pub(crate) fn digits(world: &World, id: PhoneCodeId) -> String {
    let mac = world.platform.secret("phone-code").mac(id.to_string().as_bytes());
    let number = mac.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
    format!("{:06}", number % RANGE)
}
