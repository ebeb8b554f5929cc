//! Giving a code back.

use super::PhoneCode;
use crate::time::Timestamp;

/// How long a code counts.
pub const LIFE: i64 = 5 * Timestamp::MINUTE;
/// How often a wrong one may be given before the code is dead.
pub const WRONG_MAX: u32 = 5;

/// What became of a code that was given. All but the first are answered alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It is right, and used up now.
    Proved,
    /// It is wrong, which is counted.
    Wrong,
    /// It counts no longer, whatever was given.
    Dead,
}

/// Judges digits that are (`matches`) or are not this code's.
#[must_use]
pub fn prove(code: &PhoneCode, matches: bool, now: Timestamp) -> Proof {
    if code.used || code.wrong >= WRONG_MAX || now >= code.sent_at.plus(LIFE) {
        Proof::Dead
    } else if matches {
        Proof::Proved
    } else {
        Proof::Wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{PhoneCodeId, RANDOM_BYTES};
    use crate::party::Uscc;
    use crate::phone_code::Purpose;

    #[test]
    fn a_code_counts_once_for_five_minutes_and_five_mistakes() {
        let sent_at = Timestamp::from_micros(1_796_086_800_000_000);
        let code = PhoneCode {
            id: PhoneCodeId::new(sent_at, &[1; RANDOM_BYTES]),
            purpose: Purpose::Apply,
            uscc: Uscc::complete("91430000987654321").expect("a code"),
            to: "13800138000".parse().expect("a mobile"),
            sent_at,
            wrong: 0,
            used: false,
        };
        let end = sent_at.plus(LIFE);
        assert_eq!(prove(&code, true, end.plus(-1)), Proof::Proved);
        assert_eq!(prove(&code, true, end), Proof::Dead);
        assert_eq!(prove(&code, false, sent_at), Proof::Wrong);
        assert_eq!(prove(&PhoneCode { wrong: WRONG_MAX, ..code.clone() }, true, sent_at), Proof::Dead);
        assert_eq!(prove(&PhoneCode { used: true, ..code }, true, sent_at), Proof::Dead);
    }
}
