use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// What stood before a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    /// Nothing: it goes on.
    None,
    /// A space.
    Space,
    /// A line's end; whether the line was full, so that what follows may go on with what stood there.
    Line { full: bool },
}

/// Text made plain: compatibility characters as the ordinary ones, letters in capitals, one hyphen, nothing invisible, no spaces; where
/// there was one is remembered, since it sets numbers apart.
#[derive(Clone, Debug)]
pub struct Text {
    characters: Vec<char>,
    gaps: Vec<Gap>,
}

const fn is_hyphen(character: char) -> bool {
    matches!(character, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}' | '-')
}

const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// How wide a character is, in halves of an ideograph.
const fn halves(character: char) -> usize {
    if character.is_ascii() { 1 } else { 2 }
}

impl Text {
    /// Makes a text plain.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut plain = Self { characters: Vec::new(), gaps: Vec::new() };
        let mut gap = Gap::Line { full: false };
        for character in text.nfkc().flat_map(char::to_uppercase) {
            if character == '\n' || (character.is_whitespace() && gap == Gap::None) {
                gap = if character == '\n' { Gap::Line { full: false } } else { Gap::Space };
            } else if !character.is_whitespace() && !is_invisible(character) {
                plain.characters.push(if is_hyphen(character) { '-' } else { character });
                plain.gaps.push(std::mem::replace(&mut gap, Gap::None));
            }
        }
        plain.measure();
        plain
    }

    /// Finds out which lines are full: nearly as long as the longest.
    fn measure(&mut self) {
        let starts: Vec<usize> = (0..self.gaps.len()).filter(|at| matches!(self.gaps[*at], Gap::Line { .. })).collect();
        let width = |from: usize, to: usize| self.characters[from..to].iter().copied().map(halves).sum::<usize>();
        let widths: Vec<usize> = starts.windows(2).map(|ends| width(ends[0], ends[1])).collect();
        let longest = widths.iter().copied().max().unwrap_or_default();
        for (start, width) in starts.iter().skip(1).zip(widths) {
            self.gaps[*start] = Gap::Line { full: width * 4 >= longest * 3 };
        }
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

    fn gap(&self, index: usize) -> Gap {
        self.gaps.get(index).copied().unwrap_or(Gap::Space)
    }

    /// Whether a line ends between the two.
    pub(super) fn breaks(&self, range: Range<usize>) -> bool {
        self.gaps.get(range).unwrap_or_default().iter().any(|gap| matches!(gap, Gap::Line { .. }))
    }

    /// Whether something new begins here: behind a space that does not only spread letters, or behind a line that ended before its place did.
    pub(super) fn starts(&self, index: usize) -> bool {
        match self.gap(index) {
            Gap::None => false,
            Gap::Space => self.gap(index + 1) == Gap::None,
            Gap::Line { full } => !full,
        }
    }

    /// The character directly behind the one before `index`: nothing when they stand apart.
    pub(super) fn next(&self, index: usize) -> Option<char> {
        self.at(index).filter(|_| self.gap(index) == Gap::None)
    }

    /// The character directly before `index`: nothing when they stand apart.
    pub(super) fn before(&self, index: usize) -> Option<char> {
        self.next(index)?;
        self.at(index.checked_sub(1)?)
    }

    pub(super) fn slice(&self, range: Range<usize>) -> String {
        self.characters.get(range).unwrap_or_default().iter().collect()
    }

    /// Whether `word` stands here, spaces aside.
    pub(super) fn has(&self, index: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(ahead, wanted)| self.at(index + ahead) == Some(wanted))
    }

    /// Whether `word` ends before `index`, spaces aside.
    pub(super) fn ends_with(&self, index: usize, word: &str) -> bool {
        index.checked_sub(word.chars().count()).is_some_and(|start| self.has(start, word))
    }

    /// Where `wanted` begins and ends, spaces aside.
    pub(super) fn find<'a>(&'a self, wanted: &'a [char]) -> impl Iterator<Item = Range<usize>> + 'a {
        let width = wanted.len().max(1);
        let windows = self.characters.windows(width).enumerate();
        windows.filter(move |(_, window)| *window == wanted).map(move |(at, _)| at..at + width)
    }

    /// Where a word begins and ends, spaces aside.
    pub(super) fn places(&self, word: &str) -> Vec<Range<usize>> {
        let wanted: Vec<char> = word.chars().collect();
        self.find(&wanted).collect()
    }

    /// The characters of what is looked for, made plain alike.
    pub(super) fn plain(wanted: &str) -> Vec<char> {
        Self::new(wanted).characters
    }

    /// Whether it has this number or code, not as a part of a longer one.
    pub(super) fn has_number(&self, number: &str) -> bool {
        let wanted = Self::plain(number);
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
