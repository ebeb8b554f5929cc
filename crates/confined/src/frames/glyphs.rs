use super::{Matrix, Painter, walk};
use documents::typesetting::TypesetError;
use typst::layout::GroupItem;
use typst::text::TextItem;
use typst::visualize::{Curve, Shape};
use typst_layout::PagedDocument;

/// Looks at every glyph, also of seals.
struct Look;

impl Painter for Look {
    fn text(&mut self, text: &TextItem, _: Matrix) -> Result<(), TypesetError> {
        let Some(missing) = text.glyphs.iter().find(|glyph| glyph.id == 0) else { return Ok(()) };
        let character = text.text.get(missing.range()).and_then(|part| part.chars().next()).unwrap_or('\u{fffd}');
        Err(TypesetError::GlyphMissing { character: character.to_string(), code: character.into() })
    }
    fn shape(&mut self, _: &Shape, _: Matrix) -> Result<(), TypesetError> {
        Ok(())
    }
    fn image(&mut self) -> Result<(), TypesetError> {
        Ok(())
    }
    fn stamp(&mut self, _: &str, _: &GroupItem, _: Matrix) -> Result<bool, TypesetError> {
        Ok(true)
    }
    fn clip(&mut self, _: &Curve, _: Matrix) -> Result<(), TypesetError> {
        Ok(())
    }
    fn unclip(&mut self) {}
}

/// Refuses a page with a character that no font has: `.notdef` would be a blank box.
///
/// # Errors
/// [`TypesetError::GlyphMissing`] names the first.
pub(crate) fn every_glyph_exists(document: &PagedDocument) -> Result<(), TypesetError> {
    document.pages().iter().try_for_each(|page| walk(&page.frame, Matrix::IDENTITY, &mut Look))
}
