use flate2::Compression;
use flate2::write::GzEncoder;
use gm::digest::sm3_hex;
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::sync::OnceLock;

/// Brotli's level and window: a millisecond for a page, a tenth more than the smallest that it can be made in twenty.
const BROTLI: (i32, i32) = (7, 18);
/// Hexadecimal digits of a digest that tell pictures apart.
const DIGEST_LENGTH: usize = 16;

/// A page as an SVG picture. Its compressed forms are made when they are first asked for, and kept with it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Picture {
    svg: String,
    digest: String,
    brotli: OnceLock<Vec<u8>>,
    gzip: OnceLock<Vec<u8>>,
}

impl From<String> for Picture {
    fn from(svg: String) -> Self {
        let digest = sm3_hex(svg.as_bytes())[..DIGEST_LENGTH].to_owned();
        Self { svg, digest, ..Self::default() }
    }
}

impl From<Picture> for String {
    fn from(picture: Picture) -> Self {
        picture.svg
    }
}

impl PartialEq for Picture {
    fn eq(&self, other: &Self) -> bool {
        self.svg == other.svg
    }
}

impl Eq for Picture {}

impl Picture {
    /// The picture.
    #[must_use]
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// What is seen on it, in 16 hexadecimal digits: the beginning of its SM3.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The picture, compressed by brotli.
    pub fn brotli(&self) -> &[u8] {
        self.brotli.get_or_init(|| {
            let parameters = brotli::enc::BrotliEncoderParams { quality: BROTLI.0, lgwin: BROTLI.1, ..Default::default() };
            let mut out = Vec::new();
            // Memory takes all that is written to it.
            let _ = brotli::BrotliCompress(&mut self.svg.as_bytes(), &mut out, &parameters);
            out
        })
    }

    /// The picture as a gzip file.
    pub fn gzip(&self) -> &[u8] {
        self.gzip.get_or_init(|| {
            let mut out = GzEncoder::new(Vec::new(), Compression::best());
            let _ = out.write_all(self.svg.as_bytes());
            out.finish().unwrap_or_default()
        })
    }
}
