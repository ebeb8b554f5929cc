//! The key of what is personal: made once, whole, and never a second one beside what the first has concealed.

use app::vault::Vault;
use gm::entropy::SystemEntropy;
use std::sync::Arc;

const PIN: &str = "a pin of this test";

#[test]
fn another_key_is_not_made_where_something_is_kept_under_the_one_that_is_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = || Vault::open(folder.path(), PIN, Arc::new(SystemEntropy)).expect("a vault");
    let lost = open().make_personal(folder.path(), PIN, true).expect_err("refused").to_string();
    assert!(lost.contains("personal.p8") && lost.contains("备份"), "{lost}");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is left behind");
    open().make_personal(folder.path(), PIN, false).expect("made");
    let names: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(names, ["personal.p8"]);
    let made = std::fs::read(folder.path().join("personal.p8")).expect("its file");
    open().make_personal(folder.path(), PIN, true).expect("it is there");
    assert_eq!(std::fs::read(folder.path().join("personal.p8")).expect("its file"), made);
}
