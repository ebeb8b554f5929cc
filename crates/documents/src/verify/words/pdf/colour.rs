//! How bright a colour is, whatever space it is of (ISO 32000-2, 8.6).

#![expect(clippy::float_arithmetic, reason = "colours, which no money depends on")]

use crate::verify::pdf::{get, resolve};
use lopdf::{Dictionary, Document, Object};

/// A space of colours, as far as it matters how bright they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    Gray,
    Rgb,
    Cmyk,
    Lab,
    /// So much of some inks: none is paper.
    Inks,
    /// Patterns, palettes, and inks that no printer has.
    Unknown,
}

/// Deepest reference from one space to another.
const DEPTH_MAX: usize = 4;

impl Space {
    /// The space of this name, or that the name stands for among the resources.
    pub(super) fn named(document: &Document, spaces: Option<&Dictionary>, name: &[u8]) -> Self {
        match name {
            b"DeviceGray" | b"G" | b"CalGray" => Self::Gray,
            b"DeviceRGB" | b"RGB" | b"CalRGB" => Self::Rgb,
            b"DeviceCMYK" | b"CMYK" => Self::Cmyk,
            _ => spaces.and_then(|spaces| get(document, spaces, name)).map_or(Self::Unknown, |space| Self::of(document, space, 0)),
        }
    }

    fn of(document: &Document, space: &Object, depth: usize) -> Self {
        if let Ok(name) = space.as_name() {
            return Self::named(document, None, name);
        }
        let Ok(parts) = space.as_array() else { return Self::Unknown };
        let part = |index: usize| parts.get(index).and_then(|part| resolve(document, part));
        match part(0).and_then(|kind| kind.as_name().ok()) {
            Some(b"ICCBased") => {
                let count = part(1).and_then(|stream| stream.as_stream().ok()).and_then(|stream| stream.dict.get(b"N").ok()?.as_i64().ok());
                match count {
                    Some(1) => Self::Gray,
                    Some(3) => Self::Rgb,
                    Some(4) => Self::Cmyk,
                    Some(_) | None => Self::Unknown,
                }
            }
            Some(b"Lab") => Self::Lab,
            Some(b"Separation") if part(1).and_then(|ink| ink.as_name().ok()) != Some(b"None") => Self::Inks,
            Some(b"DeviceN") => Self::Inks,
            Some(name) if parts.len() == 1 && depth < DEPTH_MAX => Self::named(document, None, name),
            Some(b"CalGray") => Self::Gray,
            Some(b"CalRGB") => Self::Rgb,
            Some(_) | None => Self::Unknown,
        }
    }

    /// How bright the colour is that a space begins with.
    pub(super) const fn first(self) -> Option<f64> {
        match self {
            Self::Gray | Self::Rgb | Self::Cmyk | Self::Lab | Self::Inks => Some(0.0),
            Self::Unknown => None,
        }
    }

    /// How bright these components are, of black to white; nothing where that is not told.
    pub(super) fn brightness(self, components: &[f64]) -> Option<f64> {
        let bright = match (self, components) {
            (Self::Gray, [gray]) => *gray,
            (Self::Rgb, [red, green, blue]) => 0.299 * red + 0.587 * green + 0.114 * blue,
            (Self::Cmyk, [cyan, magenta, yellow, black]) => 1.0 - (0.3 * cyan + 0.59 * magenta + 0.11 * yellow + black),
            (Self::Lab, [light, _, _]) => light / 100.0,
            (Self::Inks, [_, ..]) => 1.0 - components.iter().copied().fold(0.0, f64::max),
            (Self::Gray | Self::Rgb | Self::Cmyk | Self::Lab | Self::Inks | Self::Unknown, _) => return None,
        };
        Some(bright.clamp(0.0, 1.0))
    }
}
