use documents::paper::{Seal, seal_picture};
use documents::typesetting::Typesetter;
use domain::time::Timestamp;
use std::error::Error;

/// Where pictures of seals are drawn: the typesetter, with the layout that draws them on PDFs too.
#[derive(Debug)]
pub struct Studio<'a> {
    /// The typesetter.
    pub typesetter: &'a Typesetter,
    /// The layout's source.
    pub layout: &'a str,
}

impl Studio<'_> {
    /// The picture of `seal` as an OFD, and its side in millimetres.
    pub(super) fn draw(&self, seal: &Seal, now: i64) -> Result<(Vec<u8>, u64), Box<dyn Error>> {
        let (sheet, side) = seal_picture(seal, self.layout, Timestamp::from_micros(now * Timestamp::SECOND).date());
        Ok((self.typesetter.typeset(&sheet)?.ofd.write()?, side))
    }
}
