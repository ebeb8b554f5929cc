//! What a file says: its text in reading order, as readers show it. Read in the confined process, and only when it is asked for (K9).
//!
//! Text that nobody sees is no text: drawn in no colour at all (rendering modes 3 and 7), outside the page, marked as not visible.

mod line;
mod ofd;
mod pdf;

use super::{Flaw, Format};
use line::Lines;

/// Longest text, in bytes of UTF-8; a letter has a hundredth of it.
pub(super) const TEXT_MAX: usize = 512 << 10;
/// Most pages.
const PAGES_MAX: usize = 200;

/// The text of a file, with a space between runs that stand apart and a line break between lines; nothing when it cannot be read or is
/// beyond [`TEXT_MAX`].
pub(super) fn words(bytes: &[u8], format: Format) -> Option<String> {
    // The PDF library is not ours.
    let read = std::panic::AssertUnwindSafe(|| match format {
        Format::Ofd => ofd::read(bytes),
        Format::Pdf => pdf::read(bytes),
        Format::Unknown => Err(Flaw::FormatUnknown),
    });
    std::panic::catch_unwind(read).ok()?.ok()?.finish()
}

#[cfg(test)]
mod tests;
