//! Names with characters that no face has.

use app::glyphs::Glyphs;
use std::path::Path;

#[test]
fn a_character_within_and_without_is_told_p3() {
    let glyphs = Glyphs::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.kaihan/fonts")).unwrap();
    assert_eq!(glyphs.missing("张三\u{20bb7} 李"), None);
    // Assigned to nothing, so in no face.
    assert_eq!(glyphs.missing("张\u{3fffd}"), Some('\u{3fffd}'));
    assert_eq!(glyphs.missing("葛\u{e0101}"), None, "a form of a character is not seen by itself");
    let fault = glyphs.fault("name", "王\u{3fffd}").unwrap();
    assert!(fault.field == "name" && fault.message.contains("U+3FFFD"), "{fault:?}");
}
