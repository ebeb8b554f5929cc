//! A content stream, operator by operator: what it writes, what it fills, what it cuts to.

#![expect(clippy::float_arithmetic, reason = "places on a page, which no money depends on")]

use super::colour::Space;
use super::font::{Font, Glyph};
use super::picture::hides;
use super::{Reader, number, six};
use crate::verify::Flaw;
use crate::verify::pdf::{dictionary, get, resolve};
use crate::verify::plane::{Area, IDENTITY, Matrix, Point, after, bounds, corners, curve, point, shared, stroke};
use crate::verify::words::sheet::{Fill, OPAQUE, Run, SIZE_MIN, WIDTH_MIN};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object};
use std::rc::Rc;

/// Deepest nesting of forms.
const FORMS_MAX: usize = 8;
/// Most graphics states on one another, and most marked contents.
const STATES_MAX: usize = 256;
/// From how many thousandths of the size a gap within an array of strings is a space.
const SPACE: f64 = -250.0;
/// From what width on a line may hide text, in points.
const THICK: f64 = 2.5;
/// Blending that never makes a text lighter than it says.
const DARKENING: [&[u8]; 5] = [b"Normal", b"Compatible", b"Multiply", b"Darken", b"ColorBurn"];

/// A colour: its space, and how bright it is where that is told.
type Colour = (Space, Option<f64>);

#[derive(Clone)]
pub(super) struct State<'a> {
    pub(super) matrix: Matrix,
    clip: Area,
    fill: Colour,
    line: Colour,
    /// How opaque what is filled and what is drawn in lines is, and all that around it.
    alphas: (f64, f64),
    around: f64,
    /// Whether it is blended with what is under it, so that it may become lighter, and whether it is masked softly.
    blended: bool,
    lightened: bool,
    masked: bool,
    line_width: f64,
    font: Option<Rc<Font<'a>>>,
    size: f64,
    leading: f64,
    rise: f64,
    /// Between characters, between words, and how much wider than it is a text is drawn.
    spacing: f64,
    word: f64,
    stretch: f64,
    mode: i64,
}

impl State<'_> {
    pub(super) const fn new(matrix: Matrix, clip: Area) -> Self {
        let black = (Space::Gray, Some(0.0));
        Self {
            matrix,
            clip,
            fill: black,
            line: black,
            alphas: (1.0, 1.0),
            around: 1.0,
            blended: false,
            lightened: false,
            masked: false,
            line_width: 1.0,
            font: None,
            size: 0.0,
            leading: 0.0,
            rise: 0.0,
            spacing: 0.0,
            word: 0.0,
            stretch: 1.0,
            mode: 0,
        }
    }

    /// Cuts to what is within these points.
    pub(super) fn cut(&mut self, points: &[Point]) {
        if let Some(within) = bounds(points) {
            self.clip = shared(self.clip, within);
        }
    }

    /// What follows is drawn by itself and laid on the page as a whole.
    pub(super) const fn group(&mut self) {
        self.around *= self.alphas.0;
        self.alphas = (1.0, 1.0);
    }

    /// How bright and how opaque text is: filled, drawn in lines, or neither.
    fn ink(&self) -> (Option<f64>, f64) {
        let (colour, alpha) = match self.mode {
            1 | 5 => (self.line, self.alphas.1),
            3 | 7 => return (None, 0.0),
            _ => (self.fill, self.alphas.0),
        };
        (colour.1.filter(|_| !self.masked && !self.lightened), alpha * self.around)
    }

    fn hides(&self, alpha: f64) -> bool {
        alpha * self.around >= OPAQUE && !self.blended && !self.masked
    }
}

/// A content stream being read.
pub(super) struct Stream<'a, 'r> {
    reader: &'r mut Reader<'a>,
    resources: Vec<&'a Dictionary>,
    depth: usize,
    state: State<'a>,
    states: Vec<State<'a>>,
    text: Matrix,
    line: Matrix,
    path: Vec<Vec<Point>>,
    /// A path that is to be cut to once it is painted.
    cutting: bool,
    /// Contents that are marked, and whether each is not shown.
    marked: Vec<bool>,
}

fn upside(points: &[Point]) -> Vec<Point> {
    points.iter().map(|(x, y)| (*x, -y)).collect()
}

impl<'a, 'r> Stream<'a, 'r> {
    pub(super) fn run(
        reader: &'r mut Reader<'a>,
        bytes: &[u8],
        resources: Vec<&'a Dictionary>,
        state: State<'a>,
        depth: usize,
    ) -> Result<(), Flaw> {
        let decoded = Content::decode(bytes).map_err(|_| Flaw::PdfMalformed)?;
        reader.left = reader.left.checked_sub(decoded.operations.len()).ok_or(Flaw::Exhausting)?;
        let mut stream = Stream {
            reader,
            resources,
            depth,
            state,
            states: Vec::new(),
            text: IDENTITY,
            line: IDENTITY,
            path: Vec::new(),
            cutting: false,
            marked: Vec::new(),
        };
        decoded.operations.iter().try_for_each(|operation| stream.operate(operation))
    }

    /// What stands under a name among the resources, wherever it is kept.
    fn resource(&self, kind: &[u8], name: &Object) -> Option<&'a Object> {
        let (document, name) = (self.reader.document, name.as_name().ok()?);
        self.resources.iter().find_map(|resources| dictionary(document, resources, kind)?.get(name).ok())
    }

    fn resolved(&self, kind: &[u8], name: Option<&Object>) -> Option<&'a Object> {
        resolve(self.reader.document, self.resource(kind, name?)?)
    }

    fn operate(&mut self, operation: &Operation) -> Result<(), Flaw> {
        let operands = operation.operands.as_slice();
        let at = |index: usize| number(operands.get(index));
        match operation.operator.as_str() {
            "q" if self.states.len() < STATES_MAX => self.states.push(self.state.clone()),
            "q" => return Err(Flaw::Exhausting),
            "Q" => self.state = self.states.pop().unwrap_or_else(|| self.state.clone()),
            "cm" => self.state.matrix = after(&six(operands), &self.state.matrix),
            "w" => self.state.line_width = at(0).abs(),
            "gs" => self.graphics_state(operands.first()),
            "g" | "rg" | "k" | "G" | "RG" | "K" | "cs" | "CS" | "sc" | "scn" | "SC" | "SCN" => self.colour(operation),
            "m" | "l" | "c" | "v" | "y" | "re" | "h" | "W" | "W*" => self.construct(&operation.operator, operands),
            "n" | "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "S" | "s" => self.paint(&operation.operator)?,
            "sh" => {
                let clip = self.state.clip;
                self.lay(vec![corners(&IDENTITY, clip).to_vec()], false, None, self.state.alphas.0)?;
            }
            "BI" => self.picture(operands.first())?,
            "Do" => self.external(operands.first())?,
            "BMC" | "BDC" if self.marked.len() < STATES_MAX => {
                let layer = operands.first().and_then(|tag| tag.as_name().ok()) == Some(b"OC");
                let group = operands.get(1).filter(|_| layer).and_then(|name| self.resource(b"Properties", name));
                self.marked.push(group.is_some_and(|group| !self.reader.layers.shows(self.reader.document, group)));
            }
            "BMC" | "BDC" => return Err(Flaw::Exhausting),
            "EMC" => _ = self.marked.pop(),
            other => return self.write(other, operands),
        }
        Ok(())
    }

    fn graphics_state(&mut self, name: Option<&Object>) {
        let document = self.reader.document;
        let Some(parameters) = self.resolved(b"ExtGState", name).and_then(|parameters| parameters.as_dict().ok()) else { return };
        let told = |key: &[u8]| get(document, parameters, key).map(|value| number(Some(value)));
        self.state.alphas = (told(b"ca").unwrap_or(self.state.alphas.0), told(b"CA").unwrap_or(self.state.alphas.1));
        self.state.line_width = told(b"LW").unwrap_or(self.state.line_width);
        if let Some(mask) = get(document, parameters, b"SMask") {
            self.state.masked = mask.as_name().ok() != Some(b"None");
        }
        if let Some(mode) = get(document, parameters, b"BM") {
            let first = mode.as_array().ok().and_then(|modes| modes.first()).unwrap_or(mode);
            let mode = first.as_name().unwrap_or_default();
            self.state.blended = mode != b"Normal" && mode != b"Compatible";
            self.state.lightened = !DARKENING.contains(&mode);
        }
        if let Some(font) = get(document, parameters, b"Font").and_then(|font| font.as_array().ok()) {
            self.state.font = font.first().and_then(|font| self.reader.font(font));
            self.state.size = number(font.get(1));
        }
    }

    fn colour(&mut self, operation: &Operation) {
        let operands = operation.operands.as_slice();
        let components: Vec<f64> = operands.iter().filter_map(|operand| operand.as_float().ok()).map(f64::from).collect();
        let before = if operation.operator.starts_with(char::is_uppercase) { self.state.line.0 } else { self.state.fill.0 };
        let space = match operation.operator.to_ascii_lowercase().as_str() {
            "g" => Space::Gray,
            "rg" => Space::Rgb,
            "k" => Space::Cmyk,
            "cs" => {
                let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                let document = self.reader.document;
                let spaces = self
                    .resources
                    .iter()
                    .find_map(|resources| dictionary(document, resources, b"ColorSpace").filter(|spaces| spaces.has(name)));
                Space::named(document, spaces, name)
            }
            _ => before,
        };
        let bright = if operation.operator.eq_ignore_ascii_case("cs") { space.first() } else { space.brightness(&components) };
        if operation.operator.starts_with(char::is_uppercase) {
            self.state.line = (space, bright);
        } else {
            self.state.fill = (space, bright);
        }
    }

    fn construct(&mut self, operator: &str, operands: &[Object]) {
        let numbers: Vec<f64> = operands.iter().map(|operand| number(Some(operand))).collect();
        let matrix = self.state.matrix;
        let last = self.path.last().and_then(|outline| outline.last()).copied();
        let mut add = |points: &[Point]| match self.path.last_mut() {
            Some(outline) => outline.extend_from_slice(points),
            None => self.path.push(points.to_vec()),
        };
        let to = |x: f64, y: f64| point(&matrix, x, y);
        match (operator, numbers.as_slice()) {
            ("l", [x, y]) => add(&[to(*x, *y)]),
            ("c", [a, b, c, d, e, f]) => add(&curve([last.unwrap_or(to(*a, *b)), to(*a, *b), to(*c, *d), to(*e, *f)])),
            ("v", [a, b, c, d]) => add(&curve([last.unwrap_or(to(*a, *b)), last.unwrap_or(to(*a, *b)), to(*a, *b), to(*c, *d)])),
            ("y", [a, b, c, d]) => add(&curve([last.unwrap_or(to(*a, *b)), to(*a, *b), to(*c, *d), to(*c, *d)])),
            ("m", [x, y]) => self.path.push(vec![to(*x, *y)]),
            ("re", [x, y, w, h]) => self.path.push(corners(&matrix, [*x, *y, x + w, y + h]).to_vec()),
            ("W" | "W*", _) => self.cutting = true,
            // A path that is filled is closed anyway.
            _ => {}
        }
    }

    fn paint(&mut self, operator: &str) -> Result<(), Flaw> {
        let path = std::mem::take(&mut self.path);
        if matches!(operator, "f" | "F" | "f*" | "B" | "B*" | "b" | "b*") {
            self.lay(path.clone(), operator.ends_with('*'), self.state.fill.1, self.state.alphas.0)?;
        }
        let scale = self.state.matrix.iter().take(4).fold(0.0_f64, |most, part| most.max(part.abs()));
        let width = self.state.line_width * scale;
        if width >= THICK && matches!(operator, "S" | "s" | "B" | "B*" | "b" | "b*") {
            let strokes = path.iter().flat_map(|outline| outline.iter().zip(outline.iter().skip(1)));
            let strokes: Vec<Vec<Point>> = strokes.map(|(from, to)| stroke(*from, *to, width)).collect();
            self.lay(strokes, false, self.state.line.1, self.state.alphas.1)?;
        }
        if std::mem::take(&mut self.cutting) {
            let points: Vec<Point> = path.into_iter().flatten().collect();
            self.state.cut(&points);
        }
        Ok(())
    }

    /// Lays something over the page, if it hides what is under it.
    fn lay(&mut self, outline: Vec<Vec<Point>>, even_odd: bool, shade: Option<f64>, alpha: f64) -> Result<(), Flaw> {
        if !self.state.hides(alpha) || self.marked.contains(&true) {
            return Ok(());
        }
        let outline = outline.iter().map(|points| upside(points)).collect();
        self.reader.sheet.fill(Fill { outline, even_odd, shade, clip: turned(self.state.clip) })
    }

    fn external(&mut self, name: Option<&Object>) -> Result<(), Flaw> {
        let document = self.reader.document;
        let Some(object) = self.resolved(b"XObject", name) else { return Ok(()) };
        let Ok(stream) = object.as_stream() else { return Ok(()) };
        let off = stream.dict.get(b"OC").is_ok_and(|group| !self.reader.layers.shows(document, group));
        if off || self.marked.contains(&true) {
            return Ok(());
        }
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Form") if self.depth == FORMS_MAX => Err(Flaw::Exhausting),
            Ok(b"Form") => self.reader.form(object, &self.state, &self.resources, self.depth + 1),
            Ok(b"Image") => self.picture(Some(object)),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    fn picture(&mut self, object: Option<&Object>) -> Result<(), Flaw> {
        let Some(Ok(picture)) = object.map(Object::as_stream) else { return Ok(()) };
        if !hides(self.reader.document, picture) {
            return Ok(());
        }
        let place = corners(&self.state.matrix, [0.0, 0.0, 1.0, 1.0]).to_vec();
        self.lay(vec![place], false, None, self.state.alphas.0)
    }

    /// Operators of text.
    fn write(&mut self, operator: &str, operands: &[Object]) -> Result<(), Flaw> {
        let at = |index: usize| number(operands.get(index));
        match operator {
            "BT" => (self.text, self.line) = (IDENTITY, IDENTITY),
            "Tf" => {
                let font = operands.first().and_then(|name| self.resource(b"Font", name));
                self.state.font = font.and_then(|font| self.reader.font(font));
                self.state.size = at(1);
            }
            "Tr" => self.state.mode = operands.first().and_then(|mode| mode.as_i64().ok()).unwrap_or(0),
            "TL" => self.state.leading = at(0),
            "Tc" => self.state.spacing = at(0),
            "Tw" => self.state.word = at(0),
            "Tz" => self.state.stretch = at(0) / 100.0,
            "Ts" => self.state.rise = at(0),
            "Tm" => (self.text, self.line) = (six(operands), six(operands)),
            "Td" => self.step(at(0), at(1)),
            "TD" => {
                self.state.leading = -at(1);
                self.step(at(0), at(1));
            }
            "T*" => self.step(0.0, -self.state.leading),
            "Tj" => self.show(operands.first())?,
            "'" => {
                self.step(0.0, -self.state.leading);
                self.show(operands.first())?;
            }
            "\"" => {
                (self.state.word, self.state.spacing) = (at(0), at(1));
                self.step(0.0, -self.state.leading);
                self.show(operands.get(2))?;
            }
            "TJ" => {
                for item in operands.first().and_then(|list| list.as_array().ok()).into_iter().flatten() {
                    match item.as_float().map(f64::from) {
                        Ok(gap) => {
                            self.forward(-gap / 1000.0 * self.state.size * self.state.stretch);
                            if gap < SPACE {
                                self.put(&Glyph { text: " ".into(), wide: 0.0, space: false }, 0.0)?;
                            }
                        }
                        Err(_) => self.show(Some(item))?,
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn step(&mut self, x: f64, y: f64) {
        self.line = after(&[1.0, 0.0, 0.0, 1.0, x, y], &self.line);
        self.text = self.line;
    }

    fn forward(&mut self, x: f64) {
        self.text = after(&[1.0, 0.0, 0.0, 1.0, x, 0.0], &self.text);
    }

    fn show(&mut self, string: Option<&Object>) -> Result<(), Flaw> {
        let Some(codes) = string.and_then(|string| string.as_str().ok()) else { return Ok(()) };
        let glyphs = match &self.state.font {
            Some(font) => font.glyphs(codes),
            None => vec![Glyph { text: "\u{fffd}".into(), wide: 1.0, space: false }],
        };
        for glyph in glyphs {
            let State { size, spacing, word, stretch, .. } = self.state;
            self.put(&glyph, glyph.wide * size * stretch)?;
            self.forward((glyph.wide * size + spacing + if glyph.space { word } else { 0.0 }) * stretch);
        }
        Ok(())
    }

    /// Writes a glyph where the text has come to.
    fn put(&mut self, glyph: &Glyph, wide: f64) -> Result<(), Flaw> {
        let State { size, stretch, rise, clip, .. } = self.state;
        let place = after(&[1.0, 0.0, 0.0, 1.0, 0.0, rise], &after(&self.text, &self.state.matrix));
        let [a, b, c, d, x, y] = place;
        let (across, upwards) = (a.hypot(b), c.hypot(d));
        let (high, broad) = (size.abs() * upwards, size.abs() * stretch.abs() * across);
        let (shade, alpha) = self.state.ink();
        let seen = high >= SIZE_MIN && broad >= WIDTH_MIN && !self.marked.contains(&true);
        self.reader.sheet.write(Run {
            text: glyph.text.clone(),
            at: (x, -y),
            along: (a * wide, -b * wide),
            up: (c * size, -d * size),
            size: high,
            wide: wide.abs() * across,
            shade: shade.filter(|_| seen),
            alpha,
            clip: turned(clip),
        })
    }
}

/// The same area where y grows downwards.
fn turned([left, bottom, right, top]: Area) -> Area {
    [left, -top, right, -bottom]
}
