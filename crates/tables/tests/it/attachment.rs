use image::{ImageFormat, RgbImage};
use std::io::Cursor;
use tables::attachment::{kind, look};

fn drawn(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_pixel(width, height, image::Rgb([200, 30, 40])).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn refused(bytes: &[u8]) -> String {
    look(bytes).unwrap_err().0
}

#[test]
fn a_whole_picture_is_taken_and_one_that_was_cut_off_is_not() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let whole = drawn(64, 48, format);
        assert_eq!(look(&whole), Ok(()));
        for length in [whole.len() / 2, whole.len() - 20] {
            assert!(refused(&whole[..length]).contains("没有传完或已损坏"), "{format:?} {length}");
        }
    }
}

#[test]
fn a_picture_that_would_fill_the_memory_is_not_drawn() {
    assert!(refused(&drawn(20_001, 1, ImageFormat::Png)).contains("尺寸过大"));
}

#[test]
fn what_a_file_is_its_bytes_say() {
    assert_eq!((kind(&drawn(1, 1, ImageFormat::Png)), kind(b"%PDF-1.7"), kind(b"\x89PNG but not quite")), (Some("png"), Some("pdf"), None));
    for none in [b"".as_slice(), b"<svg/>", b"PK\x03\x04", b"GIF89a", b"MZ", b"<html>%PDF-1.7"] {
        assert_eq!(kind(none), None);
        assert!(look(none).is_err());
    }
}

#[test]
fn a_pdf_that_cannot_be_turned_over_is_not_taken() {
    for broken in [
        b"%PDF-1.7".as_slice(),
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
        b"%PDF-1.4\ntrailer\n<< /Root 9 0 R >>\nstartxref\n0\n%%EOF",
    ] {
        assert!(refused(broken).contains("PDF"), "{}", refused(broken));
    }
}
