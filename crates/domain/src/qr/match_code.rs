use serde::{Deserialize, Serialize};
use std::fmt;

/// How many there are.
const RANGE: u64 = 90;
/// The first of them: each has two digits that are spoken alike by everybody.
const FIRST: u64 = 10;

/// The two digits that stand on the screen which asks, and that its holder types on the phone (T-31).
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchCode(u8);

impl MatchCode {
    /// The code that these random bytes draw.
    #[must_use]
    pub fn draw(random: [u8; 8]) -> Self {
        Self(u8::try_from(FIRST + u64::from_le_bytes(random) % RANGE).unwrap_or_default())
    }

    /// Whether that is what was typed; blanks do not count.
    #[must_use]
    pub fn is(self, typed: &str) -> bool {
        typed.chars().filter(|c| !c.is_whitespace()).eq(self.to_string().chars())
    }
}

impl fmt::Display for MatchCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

/// It is shown on one screen and never in a log.
impl fmt::Debug for MatchCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MatchCode(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_two_digits_and_only_they_match() {
        for random in [0, 89, 90, u64::MAX] {
            let code = MatchCode::draw(random.to_le_bytes());
            let text = code.to_string();
            assert!(text.len() == 2 && code.is(&text) && code.is(&format!(" {text} ")), "{text}");
            assert!(!code.is("") && !code.is(&format!("{text}0")) && !code.is("0"), "{text}");
        }
        assert_eq!(format!("{:?}", MatchCode::draw([7; 8])), "MatchCode(redacted)");
    }
}
