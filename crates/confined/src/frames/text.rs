use super::refuse;
use documents::typesetting::TypesetError;
use typst::text::{Glyph, TextItem};

/// Glyphs that stand for the same characters: one for one as a rule.
#[derive(Debug)]
pub(crate) struct Cluster<'a> {
    /// What they stand for.
    pub(crate) characters: &'a str,
    /// The glyphs.
    pub(crate) glyphs: &'a [Glyph],
    /// Where the first is drawn, from the beginning of the run, in points.
    pub(crate) at: (f64, f64),
    /// How far the next cluster is, in points.
    pub(crate) advance: f64,
    /// Where the next cluster begins, from the beginning of the run.
    pub(crate) end: f64,
}

/// A run of text by its clusters.
///
/// # Errors
/// [`TypesetError::Failed`] for text drawn with a pen.
pub(crate) fn clusters(text: &TextItem) -> Result<Vec<Cluster<'_>>, TypesetError> {
    if text.stroke.is_some() {
        return Err(refuse("描边文字"));
    }
    let (mut x, mut y) = (0.0, 0.0);
    let mut all = Vec::new();
    for glyphs in text.glyphs.chunk_by(|a, b| a.range() == b.range()) {
        let Some(first) = glyphs.first() else { continue };
        let at = (x + first.x_offset.at(text.size).to_pt(), y - first.y_offset.at(text.size).to_pt());
        let advance = glyphs.iter().map(|glyph| glyph.x_advance.at(text.size).to_pt()).sum();
        x += advance;
        y -= glyphs.iter().map(|glyph| glyph.y_advance.at(text.size).to_pt()).sum::<f64>();
        all.push(Cluster { characters: text.text.get(first.range()).unwrap_or_default(), glyphs, at, advance, end: x });
    }
    Ok(all)
}
