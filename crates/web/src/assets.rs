//! Style sheet, scripts and icons, compiled in as they are and compressed (`build.rs`); their addresses carry a digest, so they are cached
//! for ever.

use crate::shell::{Coding, kept};
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use axum::response::{IntoResponse, Response};
use gm::digest::sm3_hex;
use std::sync::LazyLock;

struct Asset {
    /// Such as `kaihan.css`.
    file: &'static str,
    kind: &'static str,
    plain: &'static [u8],
    brotli: &'static [u8],
    gzip: &'static [u8],
    digest: String,
}

impl Asset {
    /// The file's name with the digest in it.
    fn name(&self) -> String {
        self.file.split_once('.').map_or_else(String::new, |(stem, extension)| format!("{stem}.{}.{extension}", self.digest))
    }
}

macro_rules! asset {
    ($file:literal, $kind:literal) => {{
        let plain = include_bytes!(concat!("../../../assets/", $file));
        Asset {
            file: $file,
            kind: $kind,
            plain,
            brotli: include_bytes!(concat!(env!("OUT_DIR"), "/", $file, ".br")),
            gzip: include_bytes!(concat!(env!("OUT_DIR"), "/", $file, ".gz")),
            digest: sm3_hex(plain)[..12].to_owned(),
        }
    }};
}

static ASSETS: LazyLock<[Asset; 6]> = LazyLock::new(|| {
    [
        asset!("kaihan.css", "text/css; charset=utf-8"),
        asset!("enhance.js", "text/javascript; charset=utf-8"),
        asset!("sign.js", "text/javascript; charset=utf-8"),
        asset!("check.js", "text/javascript; charset=utf-8"),
        asset!("qr.js", "text/javascript; charset=utf-8"),
        asset!("icons.svg", "image/svg+xml"),
    ]
});

/// The address of an asset, such as `kaihan.css`.
pub(crate) fn address(file: &str) -> String {
    let known = ASSETS.iter().find(|asset| asset.file == file);
    format!("/assets/{}", known.map_or_else(|| file.to_owned(), Asset::name))
}

/// Serves an asset by its digested name.
pub(crate) async fn serve(Path(name): Path<String>, asked: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name() == name) else { return StatusCode::NOT_FOUND.into_response() };
    kept(&asked, asset.kind, "public, max-age=31536000, immutable", &asset.digest, |coding| {
        Bytes::from_static(match coding {
            Coding::Brotli => asset.brotli,
            Coding::Gzip => asset.gzip,
            Coding::Identity => asset.plain,
        })
    })
}
