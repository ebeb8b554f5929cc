use app::site::{SiteError, Sites};
use std::path::Path;

fn regions() -> tempfile::TempDir {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regions");
    let to = tempfile::tempdir().unwrap();
    ["calendar", "rules"].iter().for_each(|folder| std::fs::create_dir(to.path().join(folder)).unwrap());
    for file in ["430000.toml", "calendar/2026.toml", "calendar/2027.toml", "rules/exposure.toml"] {
        std::fs::copy(from.join(file), to.path().join(file)).unwrap();
    }
    to
}

fn edit(folder: &Path, file: &str, change: impl FnOnce(String) -> String) {
    let path = folder.join(file);
    std::fs::write(&path, change(std::fs::read_to_string(&path).unwrap())).unwrap();
}

#[test]
fn the_sites_that_ship_are_accepted() {
    assert!(Sites::load(regions().path(), 2026).is_ok());
}

#[test]
fn an_unknown_key_stops_the_start() {
    let folder = regions();
    edit(folder.path(), "430000.toml", |text| text.replace("payment_minutes", "payment_minute"));
    assert!(matches!(Sites::load(folder.path(), 2026), Err(SiteError::Wrong(..))));
}

#[test]
fn a_missing_calendar_year_stops_the_start() {
    let folder = regions();
    assert!(matches!(Sites::load(folder.path(), 2027), Err(SiteError::Calendar(_))));
    std::fs::remove_file(folder.path().join("calendar/2027.toml")).unwrap();
    assert!(matches!(Sites::load(folder.path(), 2026), Err(SiteError::Calendar(_))));
}

#[test]
fn a_file_named_after_another_site_stops_the_start() {
    let folder = regions();
    std::fs::rename(folder.path().join("430000.toml"), folder.path().join("440000.toml")).unwrap();
    assert!(matches!(Sites::load(folder.path(), 2026), Err(SiteError::Misnamed(_))));
}
