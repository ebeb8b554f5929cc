use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Text made plain: compatibility characters as the ordinary ones, letters in capitals, one hyphen, nothing invisible, no spaces; where
/// there was one is remembered, since it sets numbers apart.
#[derive(Clone, Debug)]
pub struct Text {
    characters: Vec<char>,
    /// Whether there was a space or a line's end before the character.
    apart: Vec<bool>,
}

const fn is_hyphen(character: char) -> bool {
    matches!(character, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}' | '-')
}

const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

impl Text {
    /// Makes a text plain.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let (mut characters, mut apart) = (Vec::new(), Vec::new());
        let mut space = true;
        for character in text.nfkc().flat_map(char::to_uppercase) {
            if character.is_whitespace() {
                space = true;
            } else if !is_invisible(character) {
                characters.push(if is_hyphen(character) { '-' } else { character });
                apart.push(std::mem::take(&mut space));
            }
        }
        Self { characters, apart }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.characters.iter().any(|character| character.is_alphanumeric())
    }

    pub(super) fn len(&self) -> usize {
        self.characters.len()
    }

    pub(super) fn at(&self, index: usize) -> Option<char> {
        self.characters.get(index).copied()
    }

    /// The character directly behind the one before `index`: nothing when they stand apart.
    pub(super) fn next(&self, index: usize) -> Option<char> {
        self.at(index).filter(|_| !self.apart.get(index).copied().unwrap_or(true))
    }

    /// The character directly before `index`: nothing when they stand apart.
    pub(super) fn before(&self, index: usize) -> Option<char> {
        self.next(index)?;
        self.at(index.checked_sub(1)?)
    }

    pub(super) fn slice(&self, range: Range<usize>) -> String {
        self.characters.get(range).unwrap_or_default().iter().collect()
    }

    /// Where `wanted` begins and ends, spaces aside.
    pub(super) fn find<'a>(&'a self, wanted: &'a [char]) -> impl Iterator<Item = Range<usize>> + 'a {
        let width = wanted.len().max(1);
        let windows = self.characters.windows(width).enumerate();
        windows.filter(move |(_, window)| *window == wanted).map(move |(at, _)| at..at + width)
    }

    /// Whether it has this name.
    pub(super) fn has_name(&self, name: &str) -> bool {
        self.find(&Self::new(name).characters).next().is_some()
    }

    /// Whether it has this number or code, not as a part of a longer one.
    pub(super) fn has_number(&self, number: &str) -> bool {
        let wanted = Self::new(number).characters;
        self.find(&wanted).any(|found| self.begins(found.start) && self.ends(found.end))
    }

    /// Whether a number that begins here is no part of one that began before.
    pub(super) fn begins(&self, index: usize) -> bool {
        match self.before(index) {
            Some(character) if character.is_ascii_alphanumeric() => false,
            Some('-' | '.' | '/' | '_') => {
                !index.checked_sub(1).and_then(|joint| self.before(joint)).is_some_and(|character| character.is_ascii_alphanumeric())
            }
            _ => true,
        }
    }

    /// Whether a number that ends before `index` does not go on.
    pub(super) fn ends(&self, index: usize) -> bool {
        match self.next(index) {
            Some(character) if character.is_ascii_alphanumeric() => false,
            Some('-' | '.' | '/' | '_') => !self.next(index + 1).is_some_and(|character| character.is_ascii_alphanumeric()),
            _ => true,
        }
    }
}
