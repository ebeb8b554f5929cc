//! One bit changed, spread over the whole file.

use super::{Corpus, Originals};

/// Places in each file.
const PLACES: usize = 24;

pub(super) fn forge(originals: &Originals, corpus: &mut Corpus) {
    for (kind, bytes) in [("PDF", &originals.pdf), ("OFD", &originals.ofd)] {
        for place in 0..PLACES {
            let at = place * (bytes.len() - 1) / (PLACES - 1);
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (place % 8);
            corpus.add(format!("{kind}: one bit changed at {place}/{}", PLACES - 1), None, flipped);
        }
        for (what, length) in
            [("one byte", bytes.len() - 1), ("22 bytes", bytes.len() - 22), ("half", bytes.len() / 2), ("all but 10 bytes", 10)]
        {
            corpus.add(format!("{kind}: {what} cut off at the end"), None, bytes[..length].to_vec());
        }
    }
}
