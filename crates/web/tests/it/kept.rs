//! What was typed outlives what happens to a session meanwhile, and is handed in for nobody else (P8, T-13).

use crate::article::write;
use domain::time::Timestamp;
use std::collections::BTreeSet;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const NEW: &str = "/centre/articles/new/news";

/// The form that goes along to a login, as a browser posts it.
fn carried(page: &Fetched) -> (String, String) {
    (page.field("next").replace("&#38;", "&"), page.field("kept").replace("&#38;", "&"))
}

/// Names of the fields of all templates that nobody types into.
fn untyped() -> BTreeSet<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates");
    let (mut names, mut folders) = (BTreeSet::new(), vec![root]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // Pages of other programs are not handed in here.
                folders.extend((!path.ends_with("agent") && !path.ends_with("mobile") && !path.ends_with("bank")).then_some(path));
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for element in text.split('<').filter(|element| element.starts_with("button") || element.contains("type=\"hidden\"")) {
                let name = element
                    .split(" name=\"")
                    .nth(1)
                    .or_else(|| element.split("\n    name=\"").nth(1))
                    .and_then(|rest| rest.split('"').next());
                names.extend(name.filter(|name| !name.contains('{')).map(str::to_owned));
            }
        }
    }
    names
}

/// Its own profile's form with that address typed.
async fn profile(browser: &mut Browser, address: &str) -> (String, Vec<(&'static str, String)>) {
    let token = browser.get("/profile/edit").await.field("token");
    (token.clone(), vec![("token", token), ("address", address.to_owned()), ("stands", "0".to_owned())])
}

fn borrowed<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

on_both_engines! {
    async fn an_article_without_a_file_outlives_its_session_and_is_handed_in_as_it_came(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        let token = centre.get(NEW).await.field("token");
        world.clock.advance(31 * Timestamp::MINUTE);
        let fields = [("token", token.as_str()), ("version", "0"), ("article", ""), ("act", "save"), ("title", "关于系统升级的公告"),
            ("dated", "2026-11-21"), ("text", "升级期间**不能**办理业务。")];
        // A browser says of a field for a file that nothing was chosen in it.
        let late = centre.upload(NEW, &fields, &[("file", "", b"")]).await;
        assert!(late.status == 401 && late.body.contains("<li>关于系统升级的公告</li>"), "{} {}", late.status, late.body);
        assert!(!late.body.contains("<li>save</li>") && !late.body.contains("<li>0</li>"), "what nobody typed: {}", late.body);
        let (next, kept) = carried(&late);
        let back = world.log_in_with(&mut centre, "6-centre-xj", &[("next", &next), ("kept", &kept)]).await;
        let form = back.between("<form class=\"kept\"", ">");
        assert!(form.contains("multipart/form-data") && form.contains(NEW), "{}", back.body);
        let again = write(&mut centre, NEW, &[("title", "关于系统升级的公告"), ("text", "升级期间**不能**办理业务。")], &[]).await;
        assert_eq!(again.status, 303, "{}", again.body);
    }

    async fn what_nobody_typed_is_not_shown_as_typed(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        // A signed form is kept by nobody; and what is hidden in one form as `words` is typed in another.
        let names: Vec<String> = untyped().into_iter().filter(|name| !["token", "chain", "signature", "words"].contains(&name.as_str())).collect();
        assert!(names.len() > 15, "{names:?}");
        let mut fields: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "nobody-typed-this")).collect();
        fields.extend([("token", "00"), ("address", "某市某路 1 号")]);
        let stale = bidder.post("/profile/edit", &fields).await;
        assert!(stale.body.contains("<li>某市某路 1 号</li>"), "{}", stale.body);
        assert!(!stale.body.contains("<li>nobody-typed-this</li>"), "a hidden field or a button is missing in `Kept`: {names:?}");
    }

    async fn a_form_of_one_firm_is_never_handed_in_for_another_in_the_same_browser(world: TestWorld) {
        let mut browser = world.logged_in("1-bidder").await;
        let (_, fields) = profile(&mut browser, "甲公司的地址 1 号").await;
        assert_eq!(world.log_in_with(&mut browser, "2-bidder", &[("next", "")]).await.status, 303);
        let refused = browser.post("/profile/edit", &borrowed(&fields)).await;
        let (first, second) = (world.persona("1-bidder").organisation, world.persona("2-bidder").organisation);
        assert!(refused.status == 403 && refused.body.contains(first) && refused.body.contains(second), "{} {}", refused.status, refused.body);
        assert!(refused.body.contains("甲公司的地址 1 号") && !refused.body.contains("核对无误，重新提交"), "{}", refused.body);
        // Logging in for the second firm again changes nothing; for the first one it goes on.
        let (next, kept) = carried(&refused);
        let still = world.log_in_with(&mut browser, "2-bidder", &[("next", &next), ("kept", &kept)]).await;
        assert!(!still.body.contains("核对无误，重新提交") && still.body.contains(first), "{}", still.body);
        let (next, kept) = carried(&still);
        let back = world.log_in_with(&mut browser, "1-bidder", &[("next", &next), ("kept", &kept)]).await;
        assert!(back.status == 200 && back.body.contains("核对无误，重新提交") && back.body.contains("甲公司的地址 1 号"), "{}", back.body);
        assert!(!browser.clone().get("/profile").await.body.contains("甲公司的地址"), "nothing was handed in yet");
    }

    async fn a_form_whose_session_ended_is_handed_in_for_its_own_firm_alone(world: TestWorld) {
        let mut browser = world.logged_in("1-bidder").await;
        let (_, fields) = profile(&mut browser, "甲公司的地址 2 号").await;
        world.clock.advance(31 * Timestamp::MINUTE);
        let late = browser.post("/profile/edit", &borrowed(&fields)).await;
        assert_eq!(late.status, 401);
        let (next, kept) = carried(&late);
        let other = world.log_in_with(&mut browser, "2-bidder", &[("next", &next), ("kept", &kept)]).await;
        assert!(other.body.contains(world.persona("1-bidder").organisation) && !other.body.contains("核对无误，重新提交"), "{}", other.body);
        assert_eq!(browser.get("/applications").await.status, 200, "logged in all the same");
    }

    async fn what_was_typed_outlives_logging_out_in_another_tab(world: TestWorld) {
        let mut browser = world.logged_in("1-bidder").await;
        let (_, fields) = profile(&mut browser, "某市某路 3 号").await;
        assert_eq!(browser.submit("/650000/lots", "/logout", &[]).await.status, 303);
        assert!(!browser.cookies.contains_key("kaihan"));
        let late = browser.post("/profile/edit", &borrowed(&fields)).await;
        assert!(late.status == 401 && late.body.contains("某市某路 3 号"), "{} {}", late.status, late.body);
        let (next, kept) = carried(&late);
        let back = world.log_in_with(&mut browser, "1-bidder", &[("next", &next), ("kept", &kept)]).await;
        assert!(back.body.contains("核对无误，重新提交") && back.body.contains("某市某路 3 号"), "{}", back.body);
        // Whoever never was logged in is asked to.
        let stranger = world.browser().post("/profile/edit", &[("address", "x")]).await;
        assert!(stranger.status == 303 && stranger.location.starts_with("/login"), "{}", stranger.status);
    }
}
