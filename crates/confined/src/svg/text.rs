use super::{Picture, path, shift, short, transform};
use crate::frames::{Cluster, Matrix, clusters};
use documents::typesetting::TypesetError;
use documents::xml::escape;
use std::fmt::Write as _;
use typst::text::TextItem;

/// The family that [`super::FAMILIES`] stand in for; what our pages set in another has characters that few systems have.
const MAIN: &str = "Noto Serif SC";
/// Places nearer than this are the same, in points.
const NEAR: f64 = 0.05;

/// How a character is put on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// As wide as it is high in every Chinese face: its place says everything.
    Square { mark: bool },
    /// Of any width: a word is fitted into ours.
    Letter,
    /// Not to be seen.
    Blank,
    /// From our face, as an outline.
    Drawn,
}

fn kind(family: &str, cluster: &Cluster<'_>) -> Kind {
    let mut characters = cluster.characters.chars();
    let (first, more) = (characters.next().unwrap_or(' '), characters.next().is_some());
    if cluster.characters.chars().all(char::is_whitespace) {
        return Kind::Blank;
    }
    if family != MAIN {
        return Kind::Drawn;
    }
    match first {
        _ if cluster.characters.chars().all(|character| character.is_ascii_graphic()) => Kind::Letter,
        _ if more || cluster.glyphs.len() != 1 => Kind::Drawn,
        '¥' => Kind::Letter,
        // The ideographs of GBK, which the oldest of those faces have too.
        '\u{4e00}'..='\u{9fa5}' => Kind::Square { mark: false },
        // Of marks those that are wide in every face. Quotation marks, dashes, dots are narrow where a face for Latin comes first.
        '、' | '。' | '〈'..='】' | '〔' | '〕' | '\u{ff01}'..='\u{ff5e}' => Kind::Square { mark: true },
        _ => Kind::Drawn,
    }
}

/// Characters that stand in one element: squares in even steps, or a word.
#[derive(Debug)]
struct Piece {
    characters: String,
    last: Kind,
    places: Vec<(f64, f64)>,
    /// Where a word ends.
    end: f64,
}

impl Piece {
    fn new(cluster: &Cluster<'_>, kind: Kind) -> Self {
        Self { characters: cluster.characters.to_owned(), last: kind, places: vec![cluster.at], end: cluster.end }
    }

    /// Takes the next cluster in, if it goes on where this piece leads.
    fn takes(&mut self, cluster: &Cluster<'_>, kind: Kind) -> bool {
        let goes_on = match (self.last, kind) {
            (Kind::Letter, Kind::Letter) => true,
            // Two marks side by side are drawn together by browsers that know how to, each at a place of its own by ours.
            (Kind::Square { mark: true }, Kind::Square { mark: true }) => false,
            (Kind::Square { .. }, Kind::Square { .. }) => self.is_even(cluster.at),
            _ => false,
        };
        if goes_on {
            self.characters.push_str(cluster.characters);
            self.places.push(cluster.at);
            (self.last, self.end) = (kind, cluster.end);
        }
        goes_on
    }

    /// Whether `next` is as far from the last place as that is from the one before.
    fn is_even(&self, next: (f64, f64)) -> bool {
        let [.., last] = self.places.as_slice() else { return true };
        let level = (next.1 - last.1).abs() < NEAR;
        let [first, second, ..] = self.places.as_slice() else { return level };
        level && (next.0 - last.0 - (second.0 - first.0)).abs() < NEAR
    }

    /// From the first place to the end of the last, and how that is kept to by a face that is not ours.
    fn length(&self, size: f64) -> Option<(f64, &'static str)> {
        let (first, last) = (self.places.first()?, self.places.last()?);
        match self.last {
            Kind::Letter => Some((self.end - first.0, " lengthAdjust=\"spacingAndGlyphs\"")),
            Kind::Square { .. } if self.places.len() > 1 => Some((last.0 - first.0 + size, "")),
            Kind::Square { .. } | Kind::Blank | Kind::Drawn => None,
        }
    }
}

impl Picture {
    /// A run of text: its pieces, and between them what is drawn.
    pub(super) fn run(&mut self, text: &TextItem, matrix: Matrix) -> Result<(), TypesetError> {
        let font = text.font.font();
        let (size, info) = (text.size.to_pt(), font.info());
        let bold = if info.variant.weight.to_number() >= 600 { " font-weight=\"700\"" } else { "" };
        self.begin_style(format!(" font-size=\"{}\"{bold} fill=\"{}\"", short(size), path::colour(&text.fill)?));
        let mut open: Option<Piece> = None;
        for cluster in clusters(text)? {
            let kind = kind(&info.family, &cluster);
            if open.as_mut().is_some_and(|piece| piece.takes(&cluster, kind)) {
                continue;
            }
            self.piece(open.take().as_ref(), size, matrix);
            match kind {
                Kind::Blank => {}
                Kind::Drawn => self.drawn(text, &cluster, matrix),
                Kind::Square { .. } | Kind::Letter => open = Some(Piece::new(&cluster, kind)),
            }
        }
        self.piece(open.as_ref(), size, matrix);
        Ok(())
    }

    fn begin_style(&mut self, style: String) {
        if self.style != style {
            self.end_style();
            let _ = write!(self.body, "<g{style}>");
            self.style = style;
        }
    }

    fn piece(&mut self, piece: Option<&Piece>, size: f64, matrix: Matrix) {
        let Some(piece) = piece else { return };
        let ((x, y), (left, top)) = (piece.places.first().copied().unwrap_or_default(), shift(matrix));
        let _ = write!(self.body, "<text{} x=\"{}\" y=\"{}\"", transform(matrix), short(x + left), short(y + top));
        if let Some((length, how)) = piece.length(size) {
            let _ = write!(self.body, " textLength=\"{}\"{how}", short(length));
        }
        let _ = write!(self.body, ">{}</text>", escape(&piece.characters));
    }

    /// A cluster's glyphs, drawn.
    fn drawn(&mut self, text: &TextItem, cluster: &Cluster<'_>, matrix: Matrix) {
        let (font, scale) = (&text.font, text.size.to_pt() / 1000.0);
        let (mut x, y) = cluster.at;
        for glyph in cluster.glyphs {
            let id = self.outlines.find(font, glyph.id);
            let (left, top) = matrix.apply(x, y);
            let place = if matrix.is_only_moved() {
                format!("translate({} {})scale({scale:.6})", short(left), short(top))
            } else {
                let turn = [matrix.a, matrix.b, matrix.c, matrix.d].map(|value| format!("{:.6}", value * scale)).join(" ");
                format!("matrix({turn} {} {})", short(left), short(top))
            };
            let _ = write!(self.body, "<use href=\"#g{id}\" transform=\"{place}\"/>");
            x += glyph.x_advance.at(text.size).to_pt();
        }
    }
}
