//! Pictures of QR codes, for pages.

use qrcode::QrCode;
use qrcode::render::svg::Color;

/// Pixels on a side, at least.
const SIDE: u32 = 232;

/// The picture of a QR code as it stands in a page; `None` for a text that is too long for one. A text beyond ASCII is UTF-8, which cameras of
/// phones read.
pub(crate) fn qr(text: &str) -> Option<String> {
    let code = QrCode::new(text.as_bytes()).ok()?;
    let svg = code.render::<Color<'_>>().min_dimensions(SIDE, SIDE).build();
    Some(svg.split_once("?>").map_or(svg.clone(), |(_, rest)| rest.to_owned()))
}
