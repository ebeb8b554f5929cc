use qrcode::{Color, QrCode};

/// The modules of a QR code, row by row, `1` for dark; `None` beyond its capacity, which no address here reaches.
pub(super) fn qr(text: &str) -> Option<Vec<String>> {
    let code = QrCode::new(text.as_bytes()).ok()?;
    let dark = |color: &Color| if *color == Color::Dark { '1' } else { '0' };
    Some(code.to_colors().chunks(code.width()).map(|row| row.iter().map(dark).collect()).collect())
}
