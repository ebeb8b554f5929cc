use store::filter::{self, Filter};
use store::words::{bigrams, normalise};

#[test]
fn words_are_the_same_however_the_text_is_typed() {
    assert_eq!(normalise("Ｇ２４１　国道（一期）"), "g241 国道 一期 ");
    let words: Vec<Vec<String>> = bigrams("国道 𬭎 g2").collect();
    assert_eq!(words, [vec!["56fdx9053".to_owned()], vec!["67x32".to_owned()]]);
}

#[test]
fn what_a_person_types_finds_what_was_written_otherwise_p9() {
    assert_eq!(Filter { text: "  Ａ1（天山）", ..Filter::default() }.pattern(), "%a1%天山%");
    assert_eq!(Filter { text: "%_ ", ..Filter::default() }.pattern(), "");
    assert_eq!(filter::words(&["E65", "天山（集团）"]), "e65 天山 集团 ");
}
