use super::page::{Page, colour};
use super::place::place;
use crate::frames::{MM, Matrix, clusters};
use documents::ofd::numbers::{number, run};
use documents::typesetting::TypesetError;
use documents::xml::escape;
use std::fmt::Write as _;
use typst::text::TextItem;

/// A piece of text that one object holds: characters, where each stands, and the glyphs that need naming.
#[derive(Debug, Default)]
struct Piece {
    characters: String,
    places: Vec<(f64, f64)>,
    glyphs: Vec<u16>,
    /// The font's own character map leads elsewhere, or readers count UTF-16 units: the glyphs are named.
    named: bool,
    end: f64,
}

impl Piece {
    /// Without blanks at either end, which readers drop from the text but not from the list of its places; `None` when nothing is
    /// left.
    fn trimmed(&self) -> Option<Self> {
        let text = self.characters.trim();
        let before = self.characters.len() - self.characters.trim_start().len();
        let from = self.characters.get(..before)?.chars().count();
        let to = from + text.chars().count();
        let places = self.places.get(from..to)?.to_vec();
        let end = self.places.get(to).map_or(self.end, |place| place.0);
        (!text.is_empty()).then(|| Self { characters: text.to_owned(), places, end, glyphs: self.glyphs.clone(), named: self.named })
    }
}

impl Page<'_> {
    /// Text as text: one object a run; characters that a reader would not find by itself in an object of their own, as ofdrw walks
    /// UTF-16 units and others take one transform an object.
    pub(super) fn run(&mut self, text: &TextItem, matrix: Matrix) -> Result<(), TypesetError> {
        let font = self.fonts.find(text.font.font());
        let (mut pieces, mut piece) = (Vec::new(), Piece::default());
        for cluster in clusters(text)? {
            let characters: Vec<char> = cluster.characters.chars().collect();
            let glyphs: Vec<u16> = cluster.glyphs.iter().map(|glyph| self.fonts.remap(font, glyph.id)).collect();
            let plain = match (characters.as_slice(), glyphs.as_slice()) {
                ([character], [glyph]) => (*character as u32) <= 0xffff && self.fonts.maps_to(font, *character, *glyph),
                _ => false,
            };
            if !plain && !piece.characters.is_empty() {
                pieces.push(std::mem::take(&mut piece));
            }
            for (index, character) in characters.iter().enumerate() {
                piece.characters.push(*character);
                piece.places.push((cluster.at.0 + cluster.advance * fraction(index, characters.len()), cluster.at.1));
            }
            piece.glyphs.extend(&glyphs);
            piece.end = cluster.end;
            if !plain {
                piece.named = true;
                pieces.push(std::mem::take(&mut piece));
            }
        }
        pieces.push(piece);
        let (size, fill) = (text.size.to_pt(), colour(&text.fill)?);
        let metrics = text.font.metrics();
        let ascent = metrics.ascender.at(text.size).to_pt().max(size);
        let descent = (-metrics.descender.at(text.size).to_pt()).max(size * 0.25);
        for piece in pieces.iter().filter_map(Piece::trimmed) {
            self.piece(&piece, self.fonts.id(font), size, &fill, (ascent, descent), matrix);
        }
        Ok(())
    }

    fn piece(&mut self, piece: &Piece, font: u32, size: f64, fill: &str, (ascent, descent): (f64, f64), matrix: Matrix) {
        let id = self.ids.next();
        let (start, baseline) = piece.places.first().copied().unwrap_or_default();
        let placed = place(matrix, (start, baseline - ascent), (piece.end.max(start + 0.1), baseline + descent));
        let steps = |axis: fn(&(f64, f64)) -> f64| -> Vec<String> {
            piece.places.windows(2).map(|pair| number((axis(&pair[1]) - axis(&pair[0])) * MM)).collect()
        };
        let (across, down) = (steps(|place| place.0), steps(|place| place.1));
        let _ = write!(
            self.body,
            "<ofd:TextObject ID=\"{id}\" Boundary=\"{}\"{} Font=\"{font}\" Size=\"{}\"><ofd:FillColor {fill}/>",
            placed.boundary,
            placed.matrix,
            number(size * MM)
        );
        if piece.named {
            let glyphs = piece.glyphs.iter().map(u16::to_string).collect::<Vec<_>>().join(" ");
            let _ = write!(
                self.body,
                "<ofd:CGTransform CodePosition=\"0\" CodeCount=\"{}\" GlyphCount=\"{}\"><ofd:Glyphs>{glyphs}</ofd:Glyphs></ofd:CGTransform>",
                piece.places.len(),
                piece.glyphs.len()
            );
        }
        let origin = |value: f64, shift: f64| number((value + shift) * MM);
        let _ = write!(self.body, "<ofd:TextCode X=\"{}\" Y=\"{}\"", origin(start, placed.origin.0), origin(baseline, placed.origin.1));
        if !across.is_empty() {
            let _ = write!(self.body, " DeltaX=\"{}\"", run(&across));
        }
        if down.iter().any(|step| step != "0") {
            let _ = write!(self.body, " DeltaY=\"{}\"", run(&down));
        }
        let _ = write!(self.body, ">{}</ofd:TextCode></ofd:TextObject>", escape(&piece.characters));
    }
}

#[expect(clippy::cast_precision_loss, reason = "characters of one cluster")]
fn fraction(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}
