//! Style sheet, scripts and icons, compiled in; their addresses carry a digest, so they are cached for ever.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use gm::digest::sm3_hex;
use std::sync::LazyLock;

struct Asset {
    stem: &'static str,
    extension: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
    name: String,
}

fn asset(stem: &'static str, extension: &'static str, kind: &'static str, bytes: &'static [u8]) -> Asset {
    let name = format!("{stem}.{}.{extension}", &sm3_hex(bytes)[..12]);
    Asset { stem, extension, kind, bytes, name }
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    vec![
        asset("kaihan", "css", "text/css; charset=utf-8", include_bytes!("../../../assets/kaihan.css")),
        asset("enhance", "js", "text/javascript; charset=utf-8", include_bytes!("../../../assets/enhance.js")),
        asset("sign", "js", "text/javascript; charset=utf-8", include_bytes!("../../../assets/sign.js")),
        asset("icons", "svg", "image/svg+xml", include_bytes!("../../../assets/icons.svg")),
    ]
});

/// The address of an asset, such as `kaihan.css`.
pub(crate) fn address(file: &str) -> String {
    let known = ASSETS.iter().find(|asset| file.strip_prefix(asset.stem).and_then(|rest| rest.strip_prefix('.')) == Some(asset.extension));
    format!("/assets/{}", known.map_or(file, |asset| &asset.name))
}

/// Serves an asset by its digested name.
pub(crate) async fn serve(Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => ([(CONTENT_TYPE, asset.kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")], asset.bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
