//! Bigrams for the searches of lots and of articles: the same words on both engines, whatever their own tokenizers think of Chinese.

use domain::text::is_hidden;

/// Longest text that is indexed or asked for, in characters.
const TEXT_MAX: usize = 400;

/// What is not seen is dropped, full-width forms become ASCII, letters lower case; everything that is neither letter nor digit is a gap.
#[must_use]
pub fn normalise(text: &str) -> String {
    normalise_to(text, TEXT_MAX)
}

/// The same of the first `max` characters.
pub(crate) fn normalise_to(text: &str, max: usize) -> String {
    text.chars()
        .take(max)
        .filter(|c| !is_hidden(*c))
        .map(|c| char::from_u32(u32::from(c).wrapping_sub(0xfee0)).filter(char::is_ascii_graphic).unwrap_or(c))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect()
}

/// The bigrams of each run of a normalised text, as words of ASCII letters and digits.
pub fn bigrams(normalised: &str) -> impl Iterator<Item = Vec<String>> + '_ {
    normalised.split_whitespace().filter_map(|run| {
        let characters: Vec<char> = run.chars().collect();
        let words: Vec<String> = characters.windows(2).map(|pair| format!("{:x}x{:x}", u32::from(pair[0]), u32::from(pair[1]))).collect();
        (!words.is_empty()).then_some(words)
    })
}
