//! What a list is narrowed to, the same for every list that is searched.

use crate::words::normalise;

/// Most rows that are counted; a list says "more than" beyond it.
pub const COUNT_MAX: i64 = 1000;

/// A state and words to be found, empty for all; and in which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter<'a> {
    /// The state's code.
    pub state: &'a str,
    /// Words, each of which must be found, in this order.
    pub text: &'a str,
    /// Whether the oldest comes first, instead of the newest.
    pub oldest: bool,
}

impl Filter<'_> {
    /// Where a page begins: behind the key `after`; without one, before every key in this order. `last` sorts after every key.
    pub(crate) fn begin(&self, after: Option<String>, last: &str) -> String {
        after.unwrap_or_else(|| if self.oldest { String::new() } else { last.to_owned() })
    }

    /// The pattern for `LIKE`; empty for all. Normalised text has no wildcard characters.
    #[must_use]
    pub fn pattern(&self) -> String {
        let words = normalise(self.text);
        let words: Vec<&str> = words.split_whitespace().collect();
        if words.is_empty() { String::new() } else { format!("%{}%", words.join("%")) }
    }
}

/// The text a row is found under.
#[must_use]
pub fn words(parts: &[&str]) -> String {
    normalise(&parts.join(" "))
}
