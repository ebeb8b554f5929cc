//! Compresses style sheet, scripts and icons once, as small as can be: what they are served from never changes while the program runs.
//! Runs again for them alone, so that a template costs no more than before.

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The files below `assets/` that pages refer to.
const ASSETS: [&str; 6] = ["kaihan.css", "enhance.js", "sign.js", "check.js", "qr.js", "icons.svg"];
/// The smallest that brotli can make; the window of the largest asset.
const BROTLI: (i32, i32) = (11, 16);

fn main() -> Result<(), Box<dyn Error>> {
    let assets = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../../assets");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    for name in ASSETS {
        let path = assets.join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        let bytes = std::fs::read(path)?;
        let parameters = brotli::enc::BrotliEncoderParams { quality: BROTLI.0, lgwin: BROTLI.1, ..Default::default() };
        let mut small = Vec::new();
        brotli::BrotliCompress(&mut bytes.as_slice(), &mut small, &parameters)?;
        std::fs::write(out.join(format!("{name}.br")), small)?;
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(&bytes)?;
        std::fs::write(out.join(format!("{name}.gz")), gzip.finish()?)?;
    }
    Ok(())
}
