//! Words as tables write them, made comparable.

use unicode_normalization::UnicodeNormalization;

/// Bytes as text: UTF-8 or UTF-16 with a mark, UTF-8, or what Chinese banks still write (GB 18030).
pub(crate) fn decode(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0.into_owned(),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::GB18030.decode(bytes).0.into_owned(),
        },
    }
}

/// A word with full-width letters and digits made plain, in small letters, without white space.
pub(crate) fn folded(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{feff}').collect::<String>().to_lowercase()
}

/// A cell as a person reads it: without the marks that keep spreadsheets from rounding long numbers (`\t123`, `'123`, `="123"`).
pub(crate) fn shown(cell: &str) -> String {
    let cell = cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let formula = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    let cell = formula.unwrap_or(cell);
    cell.trim_matches(|c: char| c.is_whitespace() || c == '\'' || c == '"').to_owned()
}
