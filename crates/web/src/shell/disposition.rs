/// The `Content-Disposition` of a file to keep: under a plain name in the form that every browser reads, and under its own in the one that has
/// Chinese characters (RFC 8187).
pub(crate) fn disposition(plain: &str, own: &str) -> String {
    let own: String = own.bytes().map(encoded).collect();
    format!("attachment; filename={plain}; filename*=UTF-8''{own}")
}

fn encoded(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}
