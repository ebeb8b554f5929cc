//! One's own sessions, and what an organisation can see of logins (T-21).

use domain::time::Timestamp;
use gm::certificate::{Authority, Purpose, Subject};
use testkit::{Browser, TestWorld, on_both_engines};

const PAGE: &str = "/account/sessions";

async fn from_elsewhere(world: &TestWorld, key: &str) -> Browser {
    let mut browser = world.browser();
    let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
    browser.agent = Some(agent.into());
    assert_eq!(world.log_in_with(&mut browser, key, &[("next", "")]).await.status, 303);
    browser
}

on_both_engines! {
    async fn a_person_sees_where_they_are_logged_in_and_ends_one_or_all_others(world: TestWorld) {
        let mut here = world.logged_in("1-bidder").await;
        world.clock.advance(Timestamp::SECOND);
        let mut there = from_elsewhere(&world, "1-bidder").await;
        world.clock.advance(Timestamp::SECOND);
        let mut third = world.logged_in("1-bidder").await;
        let mut other = world.logged_in("2-bidder").await;
        let page = here.get(PAGE).await.body;
        assert_eq!(page.matches("/end\"").count(), 3, "two, and all others: {page}");
        assert!(page.contains("Chrome 126（Windows）") && page.contains("本次登录") && page.contains("数字证书"), "{page}");
        let second = page.split("Chrome 126").nth(1).unwrap().split("action=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        // Another's session is not ended, and nobody learns whether there is one.
        assert_eq!(other.submit(PAGE, &second, &[]).await.status, 303);
        assert_eq!(there.get("/applications").await.status, 200);
        assert_eq!(here.submit(PAGE, &second, &[]).await.location, PAGE);
        assert_ne!(there.get("/applications").await.status, 200, "ended from another browser");
        assert_eq!(third.get("/applications").await.status, 200);
        assert_eq!(here.submit(PAGE, "/account/sessions/end", &[]).await.location, PAGE);
        assert_ne!(third.get("/applications").await.status, 200);
        assert_eq!((here.get("/applications").await.status, other.get("/applications").await.status), (200, 200));
    }

    async fn logging_in_again_ends_the_session_that_the_browser_had(world: TestWorld) {
        let mut browser = world.logged_in("1-bidder").await;
        let mut fixed = browser.clone();
        assert_eq!(world.log_in_with(&mut browser, "1-bidder", &[("next", "")]).await.status, 303);
        assert_ne!(browser.cookies["kaihan"], fixed.cookies["kaihan"]);
        assert_ne!(fixed.get("/applications").await.status, 200, "its token is worth nothing any more");
    }

    async fn a_page_says_until_when_the_session_lasts_and_never_beyond_twelve_hours(world: TestWorld) {
        let mut browser = world.logged_in("1-bidder").await;
        let page = browser.get("/applications").await;
        assert_eq!((page.between("data-session=\"", "\""), page.between("data-warning=\"", "\"")), ("1800".into(), "300".into()));
        let ends = world.world.now().plus(30 * Timestamp::MINUTE).civil().strftime("%H:%M").to_string();
        assert!(page.body.contains(&format!("{ends}</span>")), "{}", page.body);
        for _ in 0..29 {
            world.clock.advance(24 * Timestamp::MINUTE);
            assert_eq!(browser.get("/applications").await.status, 200);
        }
        world.clock.advance(20 * Timestamp::MINUTE);
        assert_eq!(browser.get("/applications").await.between("data-session=\"", "\""), "240", "twelve hours are nearly over");
    }

    async fn a_managers_page_shows_logins_and_refusals_of_its_own_organisation_alone(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        assert_eq!(bidder.get("/applications/app_01890000000070008000000000000000").await.status, 404);
        // A good certificate with another browser's challenge.
        let (certificate, key) = world.certificate("1-bidder");
        let challenge = world.browser().challenge().await;
        let mut stranger = world.browser();
        stranger.get("/login").await;
        let signature = key.sign(&challenge.canonical(), world.parts.entropy.as_ref()).unwrap();
        assert_eq!(stranger.answer(&challenge, &certificate, &signature).await.status, 401);
        assert_eq!(bidder.get("/mandates").await.status, 404);
        let told = async |bidder: &mut Browser, asked: &str| bidder.get(&format!("/account/audit{asked}")).await.body;
        let mut all = told(&mut bidder, "").await;
        // A denial is written beside its request.
        for _ in 0..200 {
            if all.contains("mandate.view") {
                break;
            }
            tokio::task::yield_now().await;
            all = told(&mut bidder, "").await;
        }
        assert!(all.contains("共 3 条") && all.contains("登录请求已使用、已过期") && all.contains("mandate.view"), "{all}");
        assert!(told(&mut bidder, "?state=log_in").await.contains("共 2 条"));
        assert!(told(&mut bidder, "?state=denied").await.contains("共 2 条"));
        assert!(told(&mut world.logged_in("2-bidder").await, "").await.contains("共 1 条"), "its own login");
    }

    async fn what_anybody_could_make_up_is_no_entry(world: TestWorld) {
        let entropy = world.parts.entropy.as_ref();
        let now = world.world.now().seconds();
        let (certificate, _) = world.certificate("1-bidder");
        let key = gm::SecretKey::generate(entropy);
        let who = Subject { name: "天山北麓建设工程有限公司".into(), code: world.persona("1-bidder").uscc() };
        let forger = Authority::create("forger", "forger", (now - 60, now + 600), entropy).unwrap();
        let forged = forger.issue(&who, &key.public_key(), Purpose::Sign, (now - 60, now + 600), entropy).unwrap();
        assert_eq!(world.browser().login(&forged, &key, entropy).await.status, 401);
        let mut bidder = world.logged_in("1-bidder").await;
        assert!(bidder.get("/account/audit").await.body.contains("共 1 条"), "of no authority of ours");
        // A good certificate that did not sign is told of.
        assert_eq!(world.browser().login(&certificate, &key, entropy).await.status, 401);
        let page = bidder.get("/account/audit").await.body;
        assert!(page.contains("共 2 条") && page.contains("签名不符"), "{page}");
        // Once an hour, and where it belongs: not before what happened earlier within that hour.
        world.clock.advance(5 * Timestamp::MINUTE);
        assert_eq!(world.browser().login(&certificate, &key, entropy).await.status, 401);
        let page = bidder.get("/account/audit").await.body;
        assert!(page.contains("共 2 条") && page.find("签名不符") < page.find(">成功<"), "the newest first: {page}");
        world.clock.advance(Timestamp::HOUR);
        assert_eq!(world.browser().login(&certificate, &key, entropy).await.status, 401);
        let page = world.logged_in("1-bidder").await.get("/account/audit").await.body;
        assert!(page.contains("共 4 条") && page.matches("签名不符").count() == 2, "{page}");
    }

    async fn who_it_was_is_read_by_name_and_organisation(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let row = |page: &str| page.split("<tbody>").nth(1).unwrap().split("</tr>").next().unwrap().to_owned();
        let page = bidder.get("/account/audit").await.body;
        assert!(row(&page).contains("未登记姓名") && row(&page).contains(world.persona("1-bidder").organisation), "{page}");
        let own = world.certificate("1-bidder").0.fingerprint();
        let fields = [("name", "林知夏"), ("key", &own), ("mobile", ""), ("code", ""), ("apply", "yes"), ("sign", "yes"), ("manager", "yes")];
        assert_eq!(bidder.submit("/representatives/new", "/representatives/new", &fields).await.status, 303);
        assert!(row(&bidder.get("/account/audit").await.body).contains("林知夏"), "as it was registered");
        let mut staff = world.logged_in("3-insurer").await;
        let page = staff.get("/account/audit").await.body;
        assert!(row(&page).contains(world.persona("3-insurer").organisation), "{page}");
    }

    async fn what_needs_a_fresh_signature_asks_for_one_and_goes_on_with_what_was_typed(world: TestWorld) {
        let mut staff = world.logged_in("3-insurer").await;
        let page = "/workbench/staff";
        let action = {
            let shown = staff.get(page).await;
            format!("/workbench/staff/{}", shown.between("action=\"/workbench/staff/", "\""))
        };
        world.clock.advance(11 * Timestamp::MINUTE);
        let asked = staff.submit(page, &action, &[("name", "江照晚"), ("manager", "yes")]).await;
        assert!(asked.status == 401 && asked.body.contains("请再次签名确认") && asked.body.contains("江照晚"), "{} {}", asked.status, asked.body);
        assert!(staff.get(page).await.body.contains("未命名人员"), "nothing was done");
        let (next, kept) = (asked.field("next"), asked.field("kept").replace("&#38;", "&"));
        let back = world.log_in_with(&mut staff, "3-insurer", &[("next", &next), ("kept", &kept)]).await;
        assert!(back.status == 200 && back.body.contains("尚未提交"), "{}", back.body);
        let done = staff.post(&action, &[("token", &back.field("token")), ("name", "江照晚"), ("manager", "yes")]).await;
        assert_eq!(done.status, 303, "{}", done.body);
    }

    async fn each_of_those_forms_asks_for_one_whoever_sends_it_t_21(world: TestWorld) {
        let people = [("/workbench/", "4-bank"), ("/centre/", "6-centre-xj"), ("/representatives", "1-bidder")];
        for (office, persona) in people {
            let mut browser = world.logged_in(persona).await;
            let token = browser.get("/account/sessions").await.field("token");
            world.clock.advance(11 * Timestamp::MINUTE);
            let mut asked = 0;
            for route in proved().filter(|route| route.path.starts_with(office)) {
                let answer = browser.post(&crate::access::address(route.path, "/applications/none"), &[("token", token.as_str()), ("reason", "试")]).await;
                assert!(answer.status == 401 && answer.body.contains("请再次签名确认"), "{}: {} {}", route.path, answer.status, answer.body);
                assert!(answer.body.contains("<li>试</li>"), "{}: what was typed is kept", route.path);
                asked += 1;
            }
            assert!(asked > 0, "{office}");
        }
        assert!(proved().all(|route| people.iter().any(|(office, _)| route.path.starts_with(office))), "each is asked by somebody");
    }
}

/// The forms whose action wants a fresh signature.
fn proved() -> impl Iterator<Item = web::Route> {
    let all = web::table().routes().to_vec();
    all.into_iter().filter(|route| route.method == "POST" && domain::access::needs_proof(route.action))
}

/// Every form whose action wants a fresh signature is behind the same gate.
#[test]
fn what_needs_a_fresh_signature_is_reviewed() {
    let behind: Vec<(&str, &str)> = proved().map(|route| (route.path, route.action.code())).collect();
    let expected = [
        ("/centre/institutions/{id}", "onboarding.decide"),
        ("/centre/institutions/{id}/limits", "institution.limit"),
        ("/representatives/two-persons", "representative.manage"),
        ("/representatives/new", "representative.manage"),
        ("/representatives/{person}", "representative.manage"),
        ("/representatives/{person}/leave", "representative.manage"),
        ("/workbench/credentials", "credential.manage"),
        ("/workbench/credentials/{id}/retire", "credential.manage"),
        ("/workbench/staff/{certificate}", "staff.assign"),
        ("/workbench/suspense/{id}/refund", "bank_line.refund"),
        ("/workbench/suspense/{id}/approve", "bank_line.approve_refund"),
        ("/workbench/suspense/{id}/reject", "bank_line.approve_refund"),
        ("/workbench/suspense/{id}/refunded", "bank_line.refund"),
        ("/workbench/suspense/{id}/aside", "bank_line.propose_aside"),
        ("/workbench/suspense/{id}/aside/approve", "bank_line.set_aside"),
        ("/workbench/suspense/{id}/aside/reject", "bank_line.set_aside"),
        ("/workbench/suspense/{id}/honour", "bank_line.honour"),
    ];
    assert_eq!(behind, expected);
}
