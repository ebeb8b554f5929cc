//! What a file says: its text in reading order, as readers show it. Read in the confined process, and only when it is asked for (K9).
//!
//! Text that nobody sees is no text (`sheet`): drawn in no colour or in that of what is under it, faint, tiny, outside the page or what it is cut
//! to, of a layer or an annotation that is not shown, with something opaque laid over it.

mod line;
mod ofd;
mod pdf;
mod sheet;

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

pub(super) use ofd::written as written_in_ofd;
pub(super) use pdf::written as written_in_pdf;

#[cfg(test)]
mod tests;
