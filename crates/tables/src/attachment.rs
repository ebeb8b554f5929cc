//! Whether a file that somebody handed in is what it looks like, and whole: a picture that can be drawn, a PDF that can be turned over.
//! Judged by its bytes, never by its name; decoded here, in the confined reader, and nowhere else (T-15).

use crate::Unreadable;
use image::{ImageFormat, ImageReader, Limits};
use lopdf::Document;
use std::io::Cursor;

/// Most pixels a picture is wide or high: a page of A3 at 600 dots an inch is 9 900.
const SIDE_MAX: u32 = 20_000;
/// Most bytes a picture may take when it is drawn.
const DRAWN_MAX: u64 = 400 << 20;
/// Most pages of a PDF.
const PAGES_MAX: usize = 500;

/// What a file is by its first bytes, of what is taken: `pdf`, `png` or `jpg`.
#[must_use]
pub fn kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("pdf"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        _ => None,
    }
}

/// Looks whether it is whole.
///
/// # Errors
/// [`Unreadable`] with what is wrong, in words for whoever handed it in.
pub fn look(bytes: &[u8]) -> Result<(), Unreadable> {
    match kind(bytes) {
        Some("pdf") => pdf(bytes),
        Some("png") => picture(bytes, ImageFormat::Png),
        Some("jpg") if ends(bytes) => picture(bytes, ImageFormat::Jpeg),
        Some(_) => Err(Unreadable::new("图片不完整，可能没有传完或已损坏，请重新扫描或拍照")),
        None => Err(Unreadable::new("不是 PDF、PNG 或 JPG")),
    }
}

/// Whether a JPEG has its end: decoders draw what is there of one that was cut off.
fn ends(bytes: &[u8]) -> bool {
    bytes.windows(2).rposition(|pair| pair == [0xff, 0xd9]).is_some_and(|at| at >= bytes.len() / 2)
}

fn picture(bytes: &[u8], format: ImageFormat) -> Result<(), Unreadable> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(DRAWN_MAX);
    reader.limits(limits);
    match reader.decode() {
        Ok(_) => Ok(()),
        Err(image::ImageError::Limits(_)) => Err(Unreadable::new("图片尺寸过大，请将分辨率降到 600 DPI 以下后重新上传")),
        Err(_) => Err(Unreadable::new("图片打不开，可能没有传完或已损坏，请重新扫描或拍照")),
    }
}

fn pdf(bytes: &[u8]) -> Result<(), Unreadable> {
    let document = Document::load_mem(bytes).map_err(|_| Unreadable::new("PDF 打不开，可能没有传完或已损坏，请重新导出或扫描"))?;
    if document.is_encrypted() {
        return Err(Unreadable::new("PDF 设有密码，请去掉密码后重新上传"));
    }
    match document.get_pages().len() {
        0 => Err(Unreadable::new("PDF 中没有页面，请重新导出或扫描")),
        pages if pages > PAGES_MAX => Err(Unreadable::new(format!("PDF 超过 {PAGES_MAX} 页，请只上传需要的页"))),
        _ => Ok(()),
    }
}
