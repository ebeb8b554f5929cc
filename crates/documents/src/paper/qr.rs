use qrcode::{Color, QrCode};
use serde::Serialize;

/// A QR code as dark bars, which together are the dark modules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Qr {
    /// Modules on a side.
    side: usize,
    /// Column, row, width and height of each bar, in modules.
    bars: Vec<[usize; 4]>,
}

/// The code for `text`; `None` beyond its capacity, which no address here reaches. Runs of a row that stand below one another are one
/// bar: fewer shapes on the page, and no seam between them.
pub(super) fn qr(text: &str) -> Option<Qr> {
    let code = QrCode::new(text.as_bytes()).ok()?;
    let (colours, side) = (code.to_colors(), code.width());
    let mut bars: Vec<[usize; 4]> = Vec::new();
    for (y, row) in colours.chunks(side).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                match bars.iter_mut().find(|[left, top, width, height]| *left == x && *width == run.len() && top + *height == y) {
                    Some(bar) => bar[3] += 1,
                    None => bars.push([x, y, run.len(), 1]),
                }
            }
            x += run.len();
        }
    }
    Some(Qr { side, bars })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bars_are_the_dark_modules_and_each_once() {
        let text = "https://baohan.example/verify?number=BH430000000000000007&code=2345-6789-ABCD-EFGH";
        let code = QrCode::new(text).unwrap_or_else(|error| unreachable!("{error}"));
        let drawn = qr(text).into_iter().flat_map(|qr| qr.bars);
        let mut modules: Vec<(usize, usize)> =
            drawn.flat_map(|[x, y, width, height]| (0..width * height).map(move |n| (y + n / width, x + n % width))).collect();
        modules.sort_unstable();
        let dark = code
            .to_colors()
            .iter()
            .enumerate()
            .filter(|(_, colour)| **colour == Color::Dark)
            .map(|(n, _)| (n / code.width(), n % code.width()))
            .collect::<Vec<_>>();
        assert_eq!(modules, dark);
    }
}
