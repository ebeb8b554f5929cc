//! Places and sizes as the text that OFD has them in.

use std::fmt::Write as _;

/// A number as OFD writes it: at most four decimals (a tenth of a micrometre), no exponent, no negative zero.
#[expect(
    clippy::cast_possible_truncation,
    clippy::float_arithmetic,
    reason = "a place on a page in tenths of a micrometre; casts saturate"
)]
#[must_use]
pub fn number(value: f64) -> String {
    // By whole numbers: a page has thousands of them, and exact decimals of floats are slow.
    let tenths = (value * 1e4).round() as i64;
    let (sign, size) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    let (whole, rest) = (size / 10_000, size % 10_000);
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let mut text = format!("{sign}{whole}.{rest:04}");
    text.truncate(text.trim_end_matches('0').len());
    text
}

/// Several of them, runs of three and more in OFD's short form.
#[must_use]
pub fn run(values: &[String]) -> String {
    let mut out = String::new();
    for run in values.chunk_by(|a, b| a == b) {
        if run.len() >= 3 {
            let _ = write!(out, "g {} {} ", run.len(), run[0]);
        } else {
            out.extend(run.iter().flat_map(|value| [value.as_str(), " "]));
        }
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_exponent_and_no_negative_zero() {
        assert_eq!([0.0, -0.000_01, 1.0, 12.345_67, 1e-9].map(number), ["0", "0", "1", "12.3457", "0"]);
    }

    #[test]
    fn runs_are_written_short() {
        let values = ["4", "4", "4", "5", "6", "6"].map(str::to_owned);
        assert_eq!(run(&values), "g 3 4 5 6 6");
    }
}
