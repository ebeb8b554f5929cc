//! Where a page shows nothing: its content is read operator by operator, and what each could paint is bounded by a rectangle. What is not
//! understood could paint anywhere.
//!
//! A text reaches as far as the widths of its glyphs lead (`face`); where they are not known, to the edge of the page on both sides.

#![expect(clippy::float_arithmetic, reason = "places on a page, which no money depends on")]

use super::face::{Face, numbers};
use super::objects::{content, dictionary, get, name, resolve};
use super::tokens::{Token, Tokens};
use crate::verify::plane::{Area, EVERYWHERE, IDENTITY, Matrix, after, bounds, corners, point};
use lopdf::{Dictionary, Document, Object};
use std::rc::Rc;

/// Most operators of one page.
const OPERATORS_MAX: usize = 1_000_000;
/// Most graphics states on one another.
const STATES_MAX: usize = 256;
/// Most operands of one operator.
const OPERANDS_MAX: usize = 512;
/// Most nodes of the page tree above a page.
const ABOVE_MAX: usize = 32;
/// What a matrix may deviate from upright, relatively.
const SLANT: f64 = 1e-6;

#[derive(Clone)]
struct State {
    matrix: Matrix,
    line: f64,
    /// Whether the fill is exactly white.
    white: bool,
    size: f64,
    rise: f64,
    leading: f64,
    /// Between characters, between words, and how much wider than it is a text is drawn.
    character: f64,
    word: f64,
    stretch: f64,
    /// Text that is neither filled nor stroked shows nothing.
    unseen: bool,
    /// Text whose outlines are drawn reaches further by the line's width.
    outlined: bool,
    /// How far the font's glyphs reach; `None` where that is not known.
    face: Option<Rc<Face>>,
}

/// Something could be painted within the place; or anywhere.
struct Painted;

/// Reads one page's content.
struct Painter<'a> {
    document: &'a Document,
    resources: Vec<&'a Dictionary>,
    place: Area,
    state: State,
    states: Vec<State>,
    path: Vec<(f64, f64)>,
    text: Matrix,
    text_line: Matrix,
    /// How far on its line the next glyph stands, at least and at most; `None` where that is not known.
    along: Option<(f64, f64)>,
    /// Fonts that were looked at, by where they are.
    faces: Vec<(&'a Dictionary, Option<Rc<Face>>)>,
    /// Whether white counts: it shows nothing on a page that is blank there, but hides what it is laid over.
    laid_over: bool,
}

/// Whether what `page` itself draws shows nothing within `place`.
pub(super) fn draws_nothing(document: &Document, page: &Dictionary, place: Area) -> bool {
    let Some(bytes) = page_content(document, page) else { return false };
    let resources = inherited(document, page);
    Painter::new(document, resources, place, false).run(&bytes).is_ok()
}

/// Whether an appearance is empty: no operator in it paints.
pub(super) fn paints_nothing(document: &Document, stream: &Object) -> bool {
    let Some(bytes) = content(stream) else { return false };
    let resources = stream.as_stream().ok().and_then(|stream| dictionary(document, &stream.dict, b"Resources"));
    Painter::new(document, resources.into_iter().collect(), EVERYWHERE, true).run(&bytes).is_ok()
}

/// Whether it is a form that uses resources without having any of its own: it takes them from where it is drawn.
pub(super) fn borrows_resources(object: &Object) -> bool {
    let Ok(stream) = object.as_stream() else { return false };
    let is_form = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form");
    if !is_form || stream.dict.has(b"Resources") {
        return false;
    }
    let Some(bytes) = content(object) else { return true };
    let mut tokens = Tokens::new(&bytes);
    loop {
        match tokens.next() {
            Ok(Some(Token::Operator(b"Tf" | b"Do" | b"gs" | b"sh" | b"cs" | b"CS" | b"scn" | b"SCN" | b"BI"))) | Err(_) => return true,
            Ok(Some(_)) => {}
            Ok(None) => return false,
        }
    }
}

pub(in crate::verify) fn page_content(document: &Document, page: &Dictionary) -> Option<Vec<u8>> {
    let Ok(entry) = page.get(b"Contents") else { return Some(Vec::new()) };
    let entry = resolve(document, entry)?;
    let Ok(parts) = entry.as_array() else { return content(entry) };
    let parts: Option<Vec<Vec<u8>>> = parts.iter().map(|part| resolve(document, part).and_then(content)).collect();
    Some(parts?.join(&b'\n'))
}

/// The page's resources, and those above it in the page tree.
fn inherited<'a>(document: &'a Document, page: &'a Dictionary) -> Vec<&'a Dictionary> {
    let mut out = Vec::new();
    let mut node = Some(page);
    for _ in 0..ABOVE_MAX {
        let Some(here) = node else { break };
        out.extend(dictionary(document, here, b"Resources"));
        node = dictionary(document, here, b"Parent");
    }
    out.truncate(1);
    out
}

impl<'a> Painter<'a> {
    const fn new(document: &'a Document, resources: Vec<&'a Dictionary>, place: Area, laid_over: bool) -> Self {
        let state = State {
            matrix: IDENTITY,
            line: 1.0,
            white: false,
            size: 0.0,
            rise: 0.0,
            leading: 0.0,
            character: 0.0,
            word: 0.0,
            stretch: 1.0,
            unseen: false,
            outlined: false,
            face: None,
        };
        Self {
            document,
            resources,
            place,
            state,
            states: Vec::new(),
            path: Vec::new(),
            text: IDENTITY,
            text_line: IDENTITY,
            along: None,
            faces: Vec::new(),
            laid_over,
        }
    }

    fn run(mut self, bytes: &'a [u8]) -> Result<(), Painted> {
        let mut tokens = Tokens::new(bytes);
        let mut operands: Vec<Token<'a>> = Vec::new();
        let mut count = 0;
        while let Some(token) = tokens.next().map_err(|_| Painted)? {
            if let Token::Operator(operator) = token {
                count += 1;
                if count > OPERATORS_MAX {
                    return Err(Painted);
                }
                self.operate(operator, &operands)?;
                operands.clear();
            } else if operands.len() < OPERANDS_MAX {
                operands.push(token);
            } else {
                return Err(Painted);
            }
        }
        Ok(())
    }

    fn resource(&self, kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        let resources = self.resources.first()?;
        get(self.document, dictionary(self.document, resources, kind)?, name)
    }

    /// Something is painted within `area` at most.
    fn paint(&self, area: Option<Area>) -> Result<(), Painted> {
        let Some(area) = area else { return Ok(()) };
        let place = self.place;
        let apart = area[2] < place[0] || place[2] < area[0] || area[3] < place[1] || place[3] < area[1];
        if apart { Ok(()) } else { Err(Painted) }
    }

    fn operate(&mut self, operator: &[u8], operands: &[Token<'a>]) -> Result<(), Painted> {
        let numbers: Vec<f64> = operands.iter().filter_map(Token::number).collect();
        let all_numbers = numbers.len() == operands.len() && numbers.iter().all(|number| number.is_finite());
        match (operator, numbers.as_slice()) {
            (b"q", _) if self.states.len() < STATES_MAX => self.states.push(self.state.clone()),
            (b"Q", _) => self.state = self.states.pop().unwrap_or_else(|| self.state.clone()),
            (b"cm", [a, b, c, d, e, f]) if all_numbers => self.state.matrix = after(&[*a, *b, *c, *d, *e, *f], &self.state.matrix),
            (b"w", [width]) if all_numbers => self.state.line = width.abs(),
            (b"m" | b"l", [x, y]) if all_numbers => self.through(&[(*x, *y)])?,
            (b"c", [a, b, c, d, e, f]) if all_numbers => self.through(&[(*a, *b), (*c, *d), (*e, *f)])?,
            (b"v" | b"y", [a, b, c, d]) if all_numbers => self.through(&[(*a, *b), (*c, *d)])?,
            (b"re", [x, y, w, h]) if all_numbers => self.through(&[(*x, *y), (x + w, *y), (*x, y + h), (x + w, y + h)])?,
            (b"n", _) => self.path.clear(),
            (b"f" | b"F" | b"f*", _) => self.fill()?,
            (b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*", _) => self.stroke()?,
            (b"g", [gray]) => self.state.white = all_numbers && *gray == 1.0,
            (b"rg", [r, g, b]) => self.state.white = all_numbers && [*r, *g, *b] == [1.0; 3],
            (b"k", [c, m, y, k]) => self.state.white = all_numbers && [*c, *m, *y, *k] == [0.0; 4],
            (b"cs" | b"sc" | b"scn", _) => self.state.white = false,
            (b"Do", _) => self.external(operands)?,
            (b"gs", _) => self.graphics_state(operands)?,
            (b"BT", _) => self.line_at(IDENTITY),
            (b"Tf", [size]) => self.font(operands, *size),
            (b"Tm", [a, b, c, d, e, f]) if all_numbers => self.line_at([*a, *b, *c, *d, *e, *f]),
            (b"Td", [x, y]) if all_numbers => self.next_line(*x, *y),
            (b"TD", [x, y]) if all_numbers => {
                self.state.leading = -y;
                self.next_line(*x, *y);
            }
            (b"TL", [leading]) if all_numbers => self.state.leading = *leading,
            (b"T*", _) => self.next_line(0.0, -self.state.leading),
            (b"Ts", [rise]) if all_numbers => self.state.rise = *rise,
            (b"Tr", [mode]) => {
                self.state.unseen = all_numbers && (*mode == 3.0 || *mode == 7.0);
                self.state.outlined = !all_numbers || ![0.0, 3.0, 4.0, 7.0].contains(mode);
            }
            (b"Tc", [space]) if all_numbers => self.state.character = *space,
            (b"Tw", [space]) if all_numbers => self.state.word = *space,
            (b"Tz", [percent]) if all_numbers => self.state.stretch = percent / 100.0,
            (b"Tj" | b"TJ", _) => self.show(operands)?,
            (b"'", _) => {
                self.next_line(0.0, -self.state.leading);
                self.show(operands)?;
            }
            (b"\"", [word, character]) => {
                (self.state.word, self.state.character) = (*word, *character);
                self.next_line(0.0, -self.state.leading);
                self.show(operands)?;
            }
            // What paints nothing by itself, and nothing that is reckoned with above depends on.
            (
                b"h" | b"W" | b"W*" | b"ET" | b"J" | b"j" | b"M" | b"d" | b"ri" | b"i" | b"CS" | b"SC" | b"SCN" | b"G" | b"RG" | b"K"
                | b"BMC" | b"BDC" | b"EMC" | b"MP" | b"DP" | b"BX" | b"EX",
                _,
            ) => {}
            // Shadings, pictures within, and what is not known.
            _ => return Err(Painted),
        }
        Ok(())
    }

    fn through(&mut self, points: &[(f64, f64)]) -> Result<(), Painted> {
        if self.path.len() > OPERATORS_MAX {
            return Err(Painted);
        }
        self.path.extend(points.iter().map(|(x, y)| point(&self.state.matrix, *x, *y)));
        Ok(())
    }

    /// White on what shows nothing shows nothing.
    fn fill(&mut self) -> Result<(), Painted> {
        let area = bounds(&self.path);
        self.path.clear();
        if self.state.white && !self.laid_over { Ok(()) } else { self.paint(area) }
    }

    fn stroke(&mut self) -> Result<(), Painted> {
        let around = self.around_a_line();
        let area = bounds(&self.path).map(|area| wider(area, around));
        self.path.clear();
        self.paint(area)
    }

    /// A line reaches half its width to the sides, and further at corners (mitres of up to ten times, by default).
    fn around_a_line(&self) -> f64 {
        let scale = self.state.matrix.iter().take(4).fold(0.0_f64, |most, part| most.max(part.abs()));
        (self.state.line * scale * 2.0 * 5.0).max(1.0)
    }

    /// A picture or a form: neither paints outside its frame.
    fn external(&mut self, operands: &[Token<'a>]) -> Result<(), Painted> {
        let [Token::Name(wanted)] = operands else { return Err(Painted) };
        let Some(Object::Stream(stream)) = self.resource(b"XObject", wanted) else { return Err(Painted) };
        let (frame, own) = match name(self.document, &stream.dict, b"Subtype") {
            Some(b"Image") => ([0.0, 0.0, 1.0, 1.0], IDENTITY),
            Some(b"Form") => (
                numbers(self.document, &stream.dict, b"BBox").ok_or(Painted)?,
                match stream.dict.has(b"Matrix") {
                    true => numbers(self.document, &stream.dict, b"Matrix").ok_or(Painted)?,
                    false => IDENTITY,
                },
            ),
            Some(_) | None => return Err(Painted),
        };
        let matrix = after(&own, &self.state.matrix);
        self.paint(bounds(&corners(&matrix, frame)))
    }

    fn graphics_state(&mut self, operands: &[Token<'a>]) -> Result<(), Painted> {
        let [Token::Name(wanted)] = operands else { return Err(Painted) };
        let Some(Object::Dictionary(parameters)) = self.resource(b"ExtGState", wanted) else { return Err(Painted) };
        if parameters.has(b"Font") {
            self.state.face = None;
        }
        if let Some(width) = get(self.document, parameters, b"LW") {
            self.state.line = f64::from(width.as_float().map_err(|_| Painted)?).abs();
        }
        Ok(())
    }

    fn font(&mut self, operands: &[Token<'a>], size: f64) {
        self.state.size = size;
        let Some(Token::Name(wanted)) = operands.first() else { return self.state.face = None };
        let Some(font) = self.resource(b"Font", wanted).and_then(|font| font.as_dict().ok()) else { return self.state.face = None };
        let known = self.faces.iter().find(|(known, _)| std::ptr::eq(*known, font)).map(|(_, face)| face.clone());
        self.state.face = known.unwrap_or_else(|| {
            let face = Face::of(self.document, font).map(Rc::new);
            self.faces.push((font, face.clone()));
            face
        });
    }

    fn line_at(&mut self, matrix: Matrix) {
        (self.text, self.text_line, self.along) = (matrix, matrix, Some((0.0, 0.0)));
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line_at(after(&[1.0, 0.0, 0.0, 1.0, x, y], &self.text_line));
    }

    /// Moves along the line by what is shown; between which places the glyphs stand, `None` where that is not known.
    fn advance(&mut self, operands: &[Token<'a>]) -> Option<(f64, f64)> {
        let (mut at, face) = (self.along.take()?, self.state.face.clone()?);
        let State { size, character, word, stretch, .. } = self.state;
        let mut reached = at;
        let mut by = |one: f64, other: f64| {
            at = (at.0 + (one * stretch).min(other * stretch), at.1 + (one * stretch).max(other * stretch));
            reached = (reached.0.min(at.0), reached.1.max(at.1));
        };
        let text = |text: &[u8], by: &mut dyn FnMut(f64, f64)| {
            for (space, (least, most)) in face.steps(text)? {
                let more = character + if space { word } else { 0.0 };
                by(least * size + more, most * size + more);
            }
            Some(())
        };
        match operands.last()? {
            Token::Text(bytes) => text(bytes, &mut by)?,
            Token::List(items) => {
                for item in items {
                    match item {
                        Token::Text(bytes) => text(bytes, &mut by)?,
                        Token::Number(back) => by(-back / 1000.0 * size, -back / 1000.0 * size),
                        Token::Name(_) | Token::List(_) | Token::Other | Token::Operator(_) => return None,
                    }
                }
            }
            Token::Number(_) | Token::Name(_) | Token::Other | Token::Operator(_) => return None,
        }
        let finite = [at.0, at.1, reached.0, reached.1].iter().all(|place| place.is_finite());
        self.along = finite.then_some(at);
        finite.then_some(reached)
    }

    fn show(&mut self, operands: &[Token<'a>]) -> Result<(), Painted> {
        let along = self.advance(operands);
        if self.state.unseen {
            return Ok(());
        }
        let face = self.state.face.as_ref().ok_or(Painted)?;
        let State { size, rise, stretch, .. } = self.state;
        let matrix = after(&self.text, &self.state.matrix);
        let [a, b, c, d, e, f] = matrix;
        // Of a negative size, glyphs stand on their heads.
        let (below, above) = if size < 0.0 { (face.above, face.below) } else { (face.below, face.above) };
        let (low, high) = (rise - below * size.abs(), rise + above * size.abs());
        let ends = |from: f64, by: f64| ((from + by * low).min(from + by * high), (from + by * low).max(from + by * high));
        let area = if let Some((from, to)) = along {
            let beside = face.beside * size.abs() * stretch.abs();
            let corners = [(from - beside, low), (from - beside, high), (to + beside, low), (to + beside, high)];
            bounds(&corners.map(|(x, y)| point(&matrix, x, y))).filter(|area| area.iter().all(|edge| edge.is_finite())).ok_or(Painted)?
        // Slanted glyphs lean along the line, which is taken to be endless.
        } else if b.abs() <= SLANT * a.abs().min(d.abs()) {
            let (bottom, top) = ends(f, d);
            [f64::NEG_INFINITY, bottom, f64::INFINITY, top]
        } else if a.abs() <= SLANT * b.abs().min(c.abs()) {
            let (left, right) = ends(e, c);
            [left, f64::NEG_INFINITY, right, f64::INFINITY]
        } else {
            return Err(Painted);
        };
        self.paint(Some(if self.state.outlined { wider(area, self.around_a_line()) } else { area }))
    }
}

fn wider([left, bottom, right, top]: Area, by: f64) -> Area {
    [left - by, bottom - by, right + by, top + by]
}
