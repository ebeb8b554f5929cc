//! Every page is drawn with sample data: a template that no page of this table draws is one that nobody has looked at.

use crate::{article, onboarding, phone_seal, portal, qr};
use std::collections::BTreeMap;
use std::path::Path;
use testkit::{Fetched, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const BANK: &str = "长川银行股份有限公司";
const COMPANY: &str = "中正工程担保有限公司";

/// The pages' templates, each with the words of its title that do not depend on what is shown.
fn templates() -> BTreeMap<String, Option<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates");
    let (mut found, mut folders) = (BTreeMap::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            if text.contains("{% extends \"base.html\" %}") {
                let title = text.split("{% block title %}").nth(1).map(|rest| rest.split("{% endblock %}").next().unwrap().to_owned());
                found.insert(path.strip_prefix(&root).unwrap().display().to_string(), title.filter(|title| !title.contains('{')));
            }
        }
    }
    found
}

/// Every page by its template, drawn with sample data; and the world, whose Hunan site then has a portal.
pub(crate) async fn drawn(world: TestWorld) -> (TestWorld, BTreeMap<String, Fetched>) {
    let mut drawn: BTreeMap<String, Fetched> = BTreeMap::new();
    let mut keep = |name: &str, answer: Fetched| {
        assert!([200, 404].contains(&answer.status), "{name}: {} {}", answer.status, answer.body);
        drawn.insert(name.to_owned(), answer);
    };
    // Anybody.
    let mut guest = world.browser();
    let home = guest.get("/650000").await;
    keep("site/choose.html", world.browser().get("/").await);
    let institution = format!("/650000/institutions/{}", home.between("href=\"/650000/institutions/", "\""));
    for (name, path) in [
        ("site/home.html", "/650000"),
        ("site/products.html", "/650000/products"),
        ("error.html", "/nowhere"),
        ("institution/view.html", institution.as_str()),
        ("identity/login.html", "/login"),
        ("guarantee/verify.html", "/verify?number=1&code=2"),
        ("docs/api.html", "/docs/api"),
        ("docs/enveloped.html", "/docs/enveloped"),
        ("lot/search.html", "/650000/lots"),
        ("identity/check.html", "/check"),
        ("article/shelf.html", "/650000/news"),
        ("help/centre.html", "/650000/help"),
        ("help/manual.html", "/help/manuals/applicant"),
        ("identity/phone.html", "/login/phone"),
        ("onboarding/hub.html", "/650000/onboarding"),
        ("onboarding/apply.html", "/650000/onboarding/apply"),
        ("onboarding/identify.html", "/650000/onboarding/acceptance"),
    ] {
        keep(name, guest.get(path).await);
    }
    // A bidder: an order with a special form, and one that was paid too little and then in full.
    let mut bidder = world.logged_in("1-bidder").await;
    let lots = bidder.get("/650000/lots").await;
    keep("lot/view.html", bidder.get(&format!("/650000/lots/lot_{}", lots.between("/650000/lots/lot_", "\""))).await);
    keep("lot/enter.html", bidder.get("/650000/lots/new").await);
    let search = [("site", "650000"), ("name", "水利"), ("trade", "water")];
    assert_eq!(bidder.submit("/searches", "/searches", &search).await.status, 303);
    keep("saved_search/list.html", bidder.get("/searches").await);
    let order = world.submitted(&mut bidder, "1-bidder", "650000", BANK).await;
    let (account, _, reference) = bidder.due(&order).await;
    assert_eq!(world.report(&world.transfer(&account, "1.00", &reference)).await.status, 200);
    world.pay(&mut bidder, &order).await;
    world.run_jobs().await;
    // A draft that waits for a text, and one for the same lot that does not.
    let form = format!("{}/form", bidder.draft("650000", COMPANY).await);
    let token = bidder.get(&form).await.field("token");
    bidder.upload(&form, &[("token", &token), ("note", "凭一次书面通知索赔")], &[]).await;
    keep("special_form/ask.html", bidder.get(&form).await);
    let draft = bidder.draft("650000", INSURER).await;
    keep("application/describe.html", bidder.get(&format!("{draft}/details")).await);
    keep("application/several.html", bidder.get(&draft.replace("/applications/", "/applications/together?id=")).await);
    let lot = lots.between("/650000/lots/lot_", "\"");
    keep("application/together.html", bidder.get(&format!("/650000/lots/lot_{lot}/together")).await);
    keep("application/notice.html", bidder.get(&format!("{draft}/notice")).await);
    keep("application/again.html", bidder.get(&format!("{order}/again")).await);
    keep("application/confirm.html", bidder.get(&format!("{draft}/confirm")).await);
    let unpapered = crate::kinds::without_papers(&mut bidder).await;
    keep("application/papers.html", bidder.get(&format!("{unpapered}/papers")).await);
    keep("application/list.html", bidder.get("/applications").await);
    keep("guarantee/list.html", bidder.get("/guarantees").await);
    keep("account/hub.html", bidder.get("/account").await);
    keep("notice/list.html", bidder.get("/notices").await);
    keep("notice/sent.html", bidder.get("/notices/sent").await);
    keep("notice/choose.html", bidder.get("/notices/settings").await);
    for (name, path) in
        [("session/list.html", "/account/sessions"), ("session/role.html", "/account/role"), ("audit/list.html", "/account/audit")]
    {
        keep(name, bidder.get(path).await);
    }
    keep("application/view.html", bidder.get(&order).await);
    let lots = crate::credit::lots(&mut bidder).await;
    let unpaid = bidder.draft_for("650000", &lots[5], INSURER).await;
    bidder.sign(&unpaid, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await;
    let token = bidder.get(&unpaid).await.field("token");
    bidder.upload(&format!("{unpaid}/vouchers"), &[("token", &token)], &[("file", "回单.png", &crate::profile::png())]).await;
    keep("profile/view.html", bidder.get("/profile").await);
    keep("profile/edit.html", bidder.get("/profile/edit").await);
    keep("representative/list.html", bidder.get("/representatives").await);
    keep("representative/edit.html", bidder.get("/representatives/new").await);
    let line = crate::credit::asked(&world, &mut bidder, "1000000").await;
    let verified = crate::profile::verified(&world, &mut bidder).await;
    let notice = bidder.get("/notices").await.between("href=\"/notices/ntc_", "\"");
    keep("notice/view.html", bidder.get(&format!("/notices/ntc_{notice}")).await);
    keep("credit/own.html", bidder.get("/credit").await);
    keep("credit/view.html", bidder.get(&line).await);
    keep("listing/history.html", bidder.get(&format!("{line}/history")).await);
    keep("credit/apply.html", bidder.get("/credit/new").await);
    let mut company = world.logged_in("5-guarantor").await;
    keep("credit/desk.html", company.get("/workbench/credit").await);
    keep("credit/review.html", company.get(&format!("/workbench{line}")).await);
    let complaint = crate::complaint::filed(&world, &mut bidder, "1-bidder", "650000", BANK).await;
    keep("complaint/file.html", bidder.get("/650000/complaints/new").await);
    keep("complaint/list.html", bidder.get("/complaints").await);
    keep("complaint/view.html", bidder.get(&complaint).await);
    // The tenderee, and who acts for it.
    let mut owner = world.logged_in("g-tenderee").await;
    owner.submit("/account/role", "/account/role", &[("role", "tenderee"), ("next", ""), ("kept", "")]).await;
    keep("guarantee/received.html", owner.get("/received").await);
    keep("mandate/record.html", owner.get("/mandates/new").await);
    let (code, until) = (world.persona("h-agency").uscc(), domain::time::add_days(world.world.now().date(), 30).to_string());
    let mandate =
        [("project", "E6500000039000000001001"), ("agency_name", "天山招标代理有限公司"), ("agency_code", &code), ("until", &until)];
    let recorded = owner.submit("/mandates/new", "/mandates/new", &mandate).await;
    keep("mandate/end.html", owner.get(&recorded.location).await);
    keep("mandate/list.html", owner.get("/mandates").await);
    // The institution's people.
    let mut staff = world.logged_in("3-insurer").await;
    let desk = company.get("/workbench/forms").await;
    keep("special_form/edit.html", company.get(&format!("/workbench/forms/{}", desk.between("href=\"/workbench/forms/", "\""))).await);
    keep("special_form/desk.html", desk);
    let token = staff.get("/workbench/statements").await.field("token");
    let file = "交易时间,贷方发生额,对方户名,附言,流水号\n2026-11-21 10:00:00,1.00,甲,乙,S1\n2026-11-21,x,丙,丁,S2\n";
    let read = staff.upload("/workbench/statements", &[("token", &token)], &[("file", "a.csv", file.as_bytes())]).await;
    keep("workbench/statement.html", staff.get(&read.location).await);
    let vouchers = staff.get("/workbench/vouchers").await;
    keep("voucher/handle.html", staff.get(&format!("/workbench/vouchers/{}", vouchers.between("href=\"/workbench/vouchers/", "\""))).await);
    keep("voucher/desk.html", vouchers);
    keep("ledger/days.html", staff.get("/workbench/ledger").await);
    let yesterday = world.world.now().date().yesterday().unwrap();
    keep("ledger/list.html", staff.get(&format!("/workbench/ledger/{yesterday}")).await);
    let (form, invoice) = crate::invoice::requested(&world, &mut bidder).await;
    // Asked for once, it is not there again.
    keep("invoice/ask.html", Fetched { again: None, ..form });
    keep("invoice/view.html", bidder.get(&invoice).await);
    keep("invoice/list.html", bidder.get("/invoices").await);
    keep("invoice/handle.html", staff.get(&format!("/workbench{invoice}")).await);
    keep("invoice/desk.html", staff.get("/workbench/invoices").await);
    let letter = crate::paper_copy::newest(&mut bidder).await;
    keep("paper_copy/ask.html", Fetched { again: None, ..bidder.get(&format!("{letter}/paper")).await });
    let copy = crate::paper_copy::requested(&mut bidder, &letter).await;
    keep("paper_copy/view.html", bidder.get(&copy).await);
    keep("paper_copy/list.html", bidder.get("/paper-copies").await);
    keep("paper_copy/handle.html", staff.get(&format!("/workbench{copy}")).await);
    keep("paper_copy/desk.html", staff.get("/workbench/paper-copies").await);
    let mut bank = world.logged_in("4-bank").await;
    keep("workbench/papers.html", bank.get(&format!("/workbench{order}/papers")).await);
    for (name, path) in [
        ("workbench/desk.html", "/workbench"),
        ("workbench/suspense.html", "/workbench/suspense"),
        ("workbench/products.html", "/workbench/products"),
        ("workbench/product.html", "/workbench/products/new"),
        ("workbench/prefectures.html", "/workbench/prefectures"),
        ("workbench/exposure.html", "/workbench/exposure"),
        ("workbench/calendar.html", "/workbench/calendar"),
        ("workbench/health.html", "/workbench/health"),
        ("workbench/conformance.html", "/workbench/conformance"),
        ("workbench/credentials.html", "/workbench/credentials"),
        ("workbench/instructions.html", "/workbench/instructions"),
        ("workbench/report.html", "/workbench/report"),
        ("workbench/staff.html", "/workbench/staff"),
        ("workbench/statements.html", "/workbench/statements"),
    ] {
        keep(name, bank.get(path).await);
    }
    world.approve(&order, "4-bank", "e-bank").await;
    world.run_jobs().await;
    let rated = crate::rating::rate(&mut bidder, &order, "4", "出函及时").await;
    assert_eq!(rated.status, 303, "{}", rated.body);
    keep("rating/rate.html", bidder.get(&format!("{order}/rating")).await);
    let ratings = bank.get("/workbench/ratings").await;
    keep("rating/view.html", bank.get(&format!("/ratings/{}", ratings.between("href=\"/ratings/", "\""))).await);
    keep("rating/list.html", ratings);
    // A newcomer and the centre.
    onboarding::apply(&world, "650000").await;
    let mut centre = world.logged_in("6-centre-xj").await;
    let review = onboarding::desk(&mut centre, &world).await;
    onboarding::decide(&mut centre, &review, "admit", "").await;
    keep("onboarding/progress.html", onboarding::identified(&world, "/650000/onboarding/progress").await);
    keep("onboarding/acceptance.html", onboarding::identified(&world, "/650000/onboarding/acceptance").await);
    keep("onboarding/review.html", centre.get(&review).await);
    let list = centre.get("/centre/institutions").await;
    let known =
        list.between(&format!("{BANK}</th>"), "</tr>").split("/centre/institutions/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    keep("onboarding/limits.html", centre.get(&format!("/centre/institutions/{known}/limits")).await);
    keep("onboarding/desk.html", list);
    let article = article::published(&mut centre, "news", "关于系统升级的公告", "升级期间**不能**办理。").await;
    keep("article/edit.html", centre.get(&article).await);
    keep("article/view.html", guest.get(&article.replace("/centre", "/650000")).await);
    keep("notice/templates.html", centre.get("/centre/notices").await);
    keep("notice/template.html", centre.get("/centre/notices/issued/mail").await);
    keep("article/desk.html", centre.get("/centre/articles").await);
    keep("profile/desk.html", centre.get("/centre/profiles").await);
    keep("profile/review.html", centre.get(&verified).await);
    keep("membership/list.html", centre.get("/centre/regulators").await);
    keep("workbench/messages.html", centre.get("/workbench/messages").await);

    // A bid that was opened, and may have won.
    let bid = crate::kinds::opened(&world, &mut bidder).await;
    let (desk, item) = crate::lots::awaiting(&world, &mut bidder).await;
    keep("lot/desk.html", desk);
    keep("lot/confirm.html", item);
    keep("application/win.html", bidder.get(&format!("{bid}/performance")).await);

    // A site whose people log in by a phone.
    let (world, _phone) = world.with_phones().await;
    let mut person = world.browser();
    let begun = qr::begun(&mut person, "mobile", &[]).await;
    keep("identity/qr.html", person.get(&begun.location).await);
    let asked = phone_seal::asked(&mut world.logged_in("1-bidder").await, &draft).await;
    keep("application/phone.html", asked);

    // A site whose people log in by a portal.
    let (world, _portal) = portal::with_portal(world).await;
    let mut person = world.browser();
    person.get("/login").await;
    keep("identity/portal.html", person.post("/430000/login/portal", &[("next", ""), ("kept", "")]).await);

    (world, drawn)
}

on_both_engines! {
    async fn every_template_is_drawn_with_sample_data(world: TestWorld) {
        let (_world, drawn) = drawn(world).await;
        let templates = templates();
        assert_eq!(drawn.keys().collect::<Vec<_>>(), templates.keys().collect::<Vec<_>>(), "each template has its row");
        for (name, title) in &templates {
            let page = &drawn[name].body;
            let title = title.as_deref().unwrap_or_default();
            assert!(page.contains(&format!("<title>{title}")) && page.ends_with("</html>"), "{name}: {page}");
            assert_eq!(page.matches("<h1").count(), 1, "{name}");
        }
    }
}
