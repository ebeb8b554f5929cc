//! Operating manuals as pages and as PDF. Their pictures are taken by browser journeys, which also hold each against the page that it shows
//! (`illustrate` in `e2e/journeys/platform.mjs`).

use app::manual::MANUALS;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use testkit::{TestWorld, on_both_engines};

/// Largest picture, in bytes, as a repository and a page can bear.
const PICTURE_MAX: u64 = 80 * 1024;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &str) -> Vec<PathBuf> {
    std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// What stands between each `begin` and the next `end`.
fn between(text: &str, begin: &str, end: &str) -> Vec<String> {
    text.split(begin).skip(1).map(|rest| rest.split(end).next().unwrap().to_owned()).collect()
}

#[test]
fn each_picture_of_a_manual_was_taken_by_a_journey_and_none_is_left_over() {
    let named: BTreeSet<String> = MANUALS.iter().flat_map(|manual| between(manual.text, "](pictures/", ".jpg)")).collect();
    let mut taken = BTreeSet::new();
    for journey in files("e2e/journeys").iter().filter(|path| path.to_string_lossy().ends_with(".spec.mjs")) {
        let calls = between(&std::fs::read_to_string(journey).unwrap(), "await illustrate(", ")");
        for name in calls.iter().map(|call| call.split('"').nth(1).unwrap().to_owned()) {
            assert!(taken.insert(name.clone()), "{name} is taken twice");
        }
    }
    let stems = |extension: &str| -> BTreeSet<String> {
        let kept = files("docs/manual/pictures").into_iter().filter(|path| path.extension().is_some_and(|known| known == extension));
        kept.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
    };
    assert_eq!(named, taken, "named by manuals, taken by journeys");
    assert_eq!(named, stems("jpg"), "named by manuals, and there");
    assert_eq!(named, stems("txt"), "with the words that journeys hold them against");
    for path in files("docs/manual/pictures") {
        let size = std::fs::metadata(&path).unwrap().len();
        assert!(size <= PICTURE_MAX, "{}: {size} bytes", path.display());
    }
}

on_both_engines! {
    async fn a_manual_is_read_with_its_pictures_and_taken_along_as_pdf(world: TestWorld) {
        let mut guest = world.browser();
        let page = guest.get("/help/manuals/tenderee").await;
        assert_eq!(page.status, 200);
        let manual = MANUALS.iter().find(|manual| manual.name == "tenderee").unwrap();
        assert_eq!(page.body.matches("<img src=\"/help/pictures/").count(), manual.text.matches("](pictures/").count());
        let picture = page.between("<img src=\"", "\"");
        let shown = guest.get(&picture).await;
        assert_eq!((shown.status, shown.headers["content-type"].as_str()), (200, "image/jpeg"));
        assert!(shown.bytes.starts_with(b"\xff\xd8\xff"));
        assert_eq!(guest.get(&picture.replace(".jpg", "0.jpg")).await.status, 404);
        let printed = guest.get("/help/manuals/tenderee/pdf").await;
        assert_eq!((printed.status, printed.headers["content-type"].as_str()), (200, "application/pdf"));
        assert!(printed.bytes.starts_with(b"%PDF-1."));
        assert!(printed.headers["content-disposition"].starts_with("attachment; filename=kaihan-tenderee.pdf; filename*=UTF-8''%E6%8B%9B"));
        world.clock.advance(domain::time::Timestamp::HOUR * 48);
        assert_eq!(guest.get("/help/manuals/tenderee/pdf").await.bytes, printed.bytes, "printed once");
        assert_eq!(guest.get("/help/manuals/nobody/pdf").await.status, 404);
        for manual in &MANUALS {
            let printed = guest.get(&format!("/help/manuals/{}/pdf", manual.name)).await;
            assert_eq!(printed.status, 200, "{} has something that no page has: {}", manual.name, printed.body);
        }
    }
}
