//! Asking for a code.

use super::Purpose;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Pause between two codes to one mobile (the manual's pictures count down from 60 s).
pub const PAUSE: i64 = Timestamp::MINUTE;
/// Most codes to one mobile within an hour.
pub const HOURLY_MAX: usize = 10;
/// Most codes asked for from one address within an hour.
pub const HOURLY_FROM_ADDRESS_MAX: usize = 30;

/// What was asked for lately.
#[derive(Clone, Debug, Default)]
pub struct Recent {
    /// When codes to this mobile were asked for within the last hour, with their purpose.
    pub to_mobile: Vec<(Purpose, Timestamp)>,
    /// How many were asked for from this address within the last hour.
    pub from_address: usize,
}

/// Whether one more may be asked for. Only a code for the same purpose has to be waited for.
///
/// # Errors
/// [`Refusal::CodeTooSoon`], [`Refusal::CodeTooOften`].
pub fn check(recent: &Recent, purpose: Purpose, now: Timestamp) -> Result<(), Refusal> {
    if recent.to_mobile.iter().any(|(earlier, at)| *earlier == purpose && now < at.plus(PAUSE)) {
        return Err(Refusal::CodeTooSoon);
    }
    if recent.to_mobile.len() >= HOURLY_MAX || recent.from_address >= HOURLY_FROM_ADDRESS_MAX {
        return Err(Refusal::CodeTooOften);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_code_waits_a_minute_and_an_eleventh_an_hour() {
        let now = Timestamp::from_micros(1_796_086_800_000_000);
        let recent = |ages: &[i64]| Recent {
            to_mobile: ages.iter().map(|age| (Purpose::Apply, now.plus(-age * Timestamp::SECOND))).collect(),
            from_address: 0,
        };
        assert_eq!(check(&recent(&[59]), Purpose::Apply, now), Err(Refusal::CodeTooSoon));
        assert_eq!(check(&recent(&[59]), Purpose::Progress, now), Ok(()));
        assert_eq!(check(&recent(&[60]), Purpose::Apply, now), Ok(()));
        assert_eq!(check(&recent(&[60, 120, 180, 240, 300, 360, 420, 480, 540, 600]), Purpose::Apply, now), Err(Refusal::CodeTooOften));
        let many = Recent { from_address: HOURLY_FROM_ADDRESS_MAX, ..Recent::default() };
        assert_eq!(check(&many, Purpose::Apply, now), Err(Refusal::CodeTooOften));
    }
}
