//! Logging in by a QR code, with a phone that does as it should and with people who try what they should not (T-31).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use counterparts::mobile::{Kind, PROJECT_EXTENSION};
use domain::access::Action;
use domain::signing::{PhonePayload, SigningPayload};
use domain::time::Timestamp;
use gm::SecretKey;
use gm::certificate::{Purpose, Subject};
use testkit::{Browser, Card, Fetched, Handset, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const ENTERPRISE: (Kind, &str) = (Kind::Enterprise, "");
const DAY: i64 = 86_400;

/// A request on a screen.
struct Asked {
    /// Its page.
    page: String,
    /// What the QR code says.
    address: String,
}

pub(crate) async fn begun(browser: &mut Browser, way: &str, besides: &[(&str, &str)]) -> Fetched {
    browser.get("/650000").await;
    browser.get("/login").await;
    browser.post(&format!("/650000/login/qr/{way}"), besides).await
}

async fn ask(browser: &mut Browser, way: &str) -> Asked {
    let begun = begun(browser, way, &[("next", ""), ("kept", "")]).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    let page = browser.get(&begun.location).await;
    assert!(page.body.contains("打开手机浏览器，扫一扫二维码") && page.body.contains("<svg"), "{}", page.body);
    let address = format!("http://127.0.0.1{}", page.between("<a href=\"http://127.0.0.1", "\""));
    Asked { page: begun.location, address }
}

/// The digits that the screen shows.
async fn digits(browser: &mut Browser, asked: &Asked) -> String {
    let page = browser.get(&asked.page).await;
    assert!(page.body.contains("扫描成功，请在手机上确认"), "{}", page.body);
    page.between("aria-label=\"确认码\">", "<")
}

/// Up to the phone's answer.
async fn agreed(browser: &mut Browser, phone: &mut Handset, card: &Card, way: &str) -> Asked {
    let asked = ask(browser, way).await;
    let payload = phone.scan(&asked.address).await;
    let digits = digits(browser, &asked).await;
    assert_eq!(phone.agree(&asked.address, &payload, card, &digits).await.status, 200);
    asked
}

/// Up to the session.
async fn entered(browser: &mut Browser, phone: &mut Handset, card: &Card, way: &str) -> Fetched {
    let asked = agreed(browser, phone, card, way).await;
    let page = browser.get(&asked.page).await;
    assert!(page.body.contains("手机已确认"), "{}", page.body);
    browser.post(&asked.page, &[]).await
}

/// Why the phone's answer was not taken, as the screen says.
async fn refused(browser: &mut Browser, phone: &mut Handset, card: &Card) -> String {
    let asked = agreed(browser, phone, card, "mobile").await;
    let page = browser.get(&asked.page).await;
    assert!(page.body.contains("登录未成功"), "{}", page.body);
    assert_eq!(browser.post(&asked.page, &[]).await.status, 401);
    assert!(!browser.cookies.contains_key("kaihan"));
    let (state, message) = phone.shows(&asked.address).await;
    assert_eq!(state, "refused", "{message}");
    page.body
}

fn subject(world: &TestWorld, key: &str) -> Subject {
    Subject { name: world.persona(key).organisation.into(), code: world.persona(key).uscc() }
}

/// A card that the vendor's authority has issued, as nobody's phone would ask for it.
fn card(world: &TestWorld, purpose: Purpose, texts: &[(&str, &str)], until: i64) -> Card {
    let (entropy, now) = (world.parts.entropy.as_ref(), world.world.now().seconds());
    let key = SecretKey::generate(entropy);
    let subject = subject(world, "1-bidder");
    let authority = world.mobile_authority();
    let certificate = authority.issue_with(&subject, &key.public_key(), (purpose, texts), (now - 600, until), entropy).unwrap();
    Card { key, certificate, encryption: None, seal: None }
}

async fn denied(world: &TestWorld) -> Vec<String> {
    store::event::audited(&mut world.parts.store.reader(), Action::LogIn, true).await.unwrap()
}

/// The lots of the site's list, each with its number.
async fn lots(browser: &mut Browser) -> Vec<(String, String)> {
    let page = browser.get("/650000/lots").await.body;
    let mut found = Vec::new();
    for link in page.split("<a href=\"/650000/lots/").skip(1) {
        let lot = link.split('"').next().unwrap().to_owned();
        let page = browser.get(&format!("/650000/lots/{lot}")).await;
        let number = page.between("<dd class=\"mono\">", "<");
        found.push((lot, number));
    }
    found
}

on_both_engines! {
    async fn a_phone_logs_in_the_browser_that_shows_the_code(world: TestWorld) {
        let order = world.logged_in("1-bidder").await.draft("650000", INSURER).await;
        let (world, mut phone) = world.with_phones().await;
        let card = phone.enrol(&world, "1-bidder", ENTERPRISE, true).await;
        let mut browser = world.browser();
        browser.agent = Some("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36".into());
        browser.get("/650000").await;
        let login = browser.get("/login").await.body;
        assert!(login.contains("企业标证通扫码") && login.contains("电子营业执照扫码") && login.contains("证书登录"), "{login}");
        let asked = ask(&mut browser, "mobile").await;
        assert_eq!(browser.get(&format!("{}/state", asked.page)).await.body, "issued");
        assert!(!browser.get(&asked.page).await.body.contains("确认码\">"), "no digits before somebody has read the code");
        let payload = phone.scan(&asked.address).await;
        let PhonePayload::Login { origin, platform, centre, from, code, .. } = &payload else { unreachable!("a login") };
        assert_eq!((origin.as_str(), code.as_str()), ("http://kaihan.test", ""));
        assert!(platform.contains("新疆") && centre.contains("交易中心") && from.starts_with("Chrome 126（Windows）"), "{platform} {centre} {from}");
        assert_eq!(browser.get(&format!("{}/state", asked.page)).await.body, "scanned");
        let digits = digits(&mut browser, &asked).await;
        assert_eq!(browser.get(&format!("{}/state", asked.page)).await.body, "shown-0");
        assert_eq!(phone.agree(&asked.address, &payload, &card, &digits).await.status, 200);
        assert_eq!(browser.get(&format!("{}/state", asked.page)).await.body, "approved");
        assert_eq!(phone.shows(&asked.address).await.0, "done");
        let page = browser.get(&asked.page).await.body;
        assert!(page.contains("天山北麓建设工程有限公司") && page.contains("data-enter"), "{page}");
        let back = browser.post(&asked.page, &[]).await;
        assert_eq!((back.status, back.location.as_str()), (303, "/applications"), "{}", back.body);
        assert_eq!(browser.get(&order).await.status, 200, "the same organisation by its code");
        assert!(browser.get("/account/sessions").await.body.contains("移动数字证书（扫码）"));
        assert!(browser.get("/account/audit").await.body.contains("成功"));
    }

    async fn of_two_who_come_at_once_with_one_code_one_gets_in(world: TestWorld) {
        let (world, mut phone) = world.with_phones().await;
        let card = phone.enrol(&world, "1-bidder", ENTERPRISE, true).await;
        let mut browser = world.browser();
        let asked = agreed(&mut browser, &mut phone, &card, "mobile").await;
        browser.get(&asked.page).await;
        let mut other = browser.clone();
        let (one, two) = tokio::join!(browser.post(&asked.page, &[]), other.post(&asked.page, &[]));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 401], "{} {}", one.body, two.body);
        let late = browser.post(&asked.page, &[]).await;
        assert!(late.status == 401 && late.body.contains("已使用或已失效"), "{}", late.body);
        let mut inside = if one.status == 303 { browser } else { other };
        let sessions = inside.get("/account/sessions").await.body;
        assert_eq!(sessions.matches("本次登录").count(), 1, "{sessions}");
        assert!(!sessions.contains("/end\""), "and no other: {sessions}");
    }

    async fn a_code_relayed_to_another_browser_signs_nobody_in(world: TestWorld) {
        let (world, mut phone) = world.with_phones().await;
        let card = phone.enrol(&world, "1-bidder", ENTERPRISE, true).await;
        let mut browser = world.browser();
        let asked = agreed(&mut browser, &mut phone, &card, "mobile").await;
        browser.get(&asked.page).await;
        let mut thief = world.browser();
        thief.get("/login").await;
        for mut stranger in [thief, world.browser()] {
            assert_eq!(stranger.get(&asked.page).await.status, 404);
            assert_eq!(stranger.get(&format!("{}/state", asked.page)).await.status, 404);
            assert_eq!(stranger.post(&asked.page, &[]).await.status, 404);
            assert!(!stranger.cookies.contains_key("kaihan"));
        }
        assert_eq!(browser.post(&asked.page, &[]).await.status, 303, "whose it is gets in");
    }

    async fn a_code_counts_for_two_minutes_and_what_was_agreed_to_for_one_more(world: TestWorld) {
        let (world, mut phone) = world.with_phones().await;
        let card = phone.enrol(&world, "1-bidder", ENTERPRISE, true).await;
        let mut browser = world.browser();
        let asked = ask(&mut browser, "mobile").await;
        world.clock.advance(119 * Timestamp::SECOND);
        let payload = phone.scan(&asked.address).await;
        let code = digits(&mut browser, &asked).await;
        world.clock.advance(Timestamp::SECOND);
        assert_eq!(phone.agree(&asked.address, &payload, &card, &code).await.status, 404, "the vendor's time is over too");
        let late = browser.get(&asked.page).await.body;
        assert!(late.contains("二维码已过期，请刷新后重新扫描") && !late.contains(&format!(">{code}<")), "{late}");
        assert_eq!(browser.get(&format!("{}/state", asked.page)).await.body, "expired");
        assert_eq!(browser.post(&asked.page, &[]).await.status, 401);

        let asked = ask(&mut browser, "mobile").await;
        world.clock.advance(100 * Timestamp::SECOND);
        let payload = phone.scan(&asked.address).await;
        let code = digits(&mut browser, &asked).await;
        phone.agree(&asked.address, &payload, &card, &code).await;
        browser.get(&asked.page).await;
        world.clock.advance(59 * Timestamp::SECOND);
        assert_eq!(browser.post(&asked.page, &[]).await.status, 303);
        let asked = agreed(&mut browser, &mut phone, &card, "mobile").await;
        browser.get(&asked.page).await;
        world.clock.advance(121 * Timestamp::SECOND);
        let over = browser.post(&asked.page, &[]).await;
        assert!(over.status == 401 && over.body.contains("二维码已过期"), "{}", over.body);
    }

    async fn what_is_refused_on_the_phone_is_over(world: TestWorld) {
        let (world, mut phone) = world.with_phones().await;
        let card = phone.enrol(&world, "1-bidder", ENTERPRISE, true).await;
        let mut browser = world.browser();
        for way in ["mobile", "licence"] {
            let asked = ask(&mut browser, way).await;
            let payload = phone.scan(&asked.address).await;
            let digits = digits(&mut browser, &asked).await;
            phone.decline(&asked.address).await;
            let page = browser.get(&asked.page).await.body;
            assert!(page.contains("已在手机上拒绝") && page.contains("刷新二维码"), "{page}");
            assert!(denied(&world).await.contains(&"login/qr/650000/declined".to_owned()));
            assert_eq!(phone.agree(&asked.address, &payload, &card, &digits).await.status, 404);
            assert_eq!(browser.post(&asked.page, &[]).await.status, 401);
        }
    }

    async fn wrong_digits_cost_a_try_and_the_third_of_them_ends_it(world: TestWorld) {
        let (world, mut phone) = world.with_phones().await;
        let mut bidder = world.logged_in("1-bidder").await;
        let before = denied(&world).await.len();
        for (way, kind) in [("mobile", ENTERPRISE), ("licence", (Kind::Licence, ""))] {
            let card = phone.enrol(&world, "1-bidder", kind, true).await;
            let mut browser = world.browser();
            let asked = ask(&mut browser, way).await;
            let payload = phone.scan(&asked.address).await;
            let right = digits(&mut browser, &asked).await;
            let wrong = if right == "10" { "11" } else { "10" };
            for left in [2, 1] {
                assert_eq!(phone.agree(&asked.address, &payload, &card, wrong).await.status, 200);
                assert_eq!(phone.agree(&asked.address, &payload, &card, &right).await.status, 404, "the last answer is judged first");
                let page = browser.get(&asked.page).await.body;
                assert!(page.contains(&format!("还可以再试 {left} 次")), "{page}");
                assert_eq!(phone.shows(&asked.address).await.0, "again");
            }
            phone.agree(&asked.address, &payload, &card, wrong).await;
            let page = browser.get(&asked.page).await.body;
            assert!(page.contains("三次输入的确认码都不正确"), "{page}");
            assert_eq!(phone.shows(&asked.address).await.0, "refused");
            assert_eq!(phone.agree(&asked.address, &payload, &card, &right).await.status, 404);
            assert_eq!(browser.post(&asked.page, &[]).await.status, 401);
            assert_eq!(denied(&world).await.len(), before + 1, "one entry an hour of the same");
        }
        assert!(bidder.get("/account/audit").await.body.contains("确认码不正确"), "whoever manages the organisation sees it");
    }

    async fn a_signature_for_anything_else_logs_nobody_in(world: TestWorld) {
        let (world, mut phone) = world.with_phones().await;
        let card = phone.enrol(&world, "1-bidder", ENTERPRISE, true).await;
        // Another purpose of the same challenge, another request, another origin, no digits.
        type Forge = fn(&PhonePayload, &PhonePayload, &str) -> Vec<u8>;
        let forged: [Forge; 4] = [
            |payload, _, _| {
                let PhonePayload::Login { origin, nonce, expires, .. } = payload else { unreachable!("a login") };
                SigningPayload::Login { origin: origin.clone(), nonce: nonce.clone(), expires: *expires }.canonical()
            },
            |_, other, digits| other.with_code(digits).canonical(),
            |payload, _, digits| {
                let mut elsewhere = payload.with_code(digits);
                let PhonePayload::Login { origin, .. } = &mut elsewhere else { unreachable!("a login") };
                *origin = "http://evil.test".into();
                elsewhere.canonical()
            },
            |payload, _, _| payload.canonical(),
        ];
        for forge in forged {
            let mut browser = world.browser();
            let other = ask(&mut browser, "mobile").await;
            let other = phone.scan(&other.address).await;
            let asked = ask(&mut browser, "mobile").await;
            let payload = phone.scan(&asked.address).await;
            let digits = digits(&mut browser, &asked).await;
            phone.give(&asked.address, &card, &digits, &forge(&payload, &other, &digits)).await;
            let page = browser.get(&asked.page).await.body;
            assert!(page.contains("签名验证未通过"), "{page}");
            assert_eq!(browser.post(&asked.page, &[]).await.status, 401);
        }
        // And what the phone signs is no answer to the agent's challenge.
        let mut browser = world.browser();
        let challenge = browser.challenge().await;
        let SigningPayload::Login { nonce, expires, .. } = &challenge else { unreachable!("a login") };
        let asked = phone_payload(&mut browser, &mut phone).await;
        let PhonePayload::Login { origin, platform, centre, from, .. } = asked else { unreachable!("a login") };
        let payload = PhonePayload::Login { origin, platform, centre, from, nonce: nonce.clone(), expires: *expires, code: String::new() };
        let signature = card.key.sign(&payload.canonical(), world.parts.entropy.as_ref()).unwrap();
        assert_eq!(browser.answer(&challenge, &card.certificate, &signature).await.status, 401);
    }

    async fn an_answer_before_the_digits_were_seen_is_a_guess(world: TestWorld) {
        let (world, mut phone) = world.with_phones().await;
        let card = phone.enrol(&world, "1-bidder", ENTERPRISE, true).await;
        let mut browser = world.browser();
        let asked = ask(&mut browser, "mobile").await;
        let payload = phone.scan(&asked.address).await;
        phone.agree(&asked.address, &payload, &card, "42").await;
        assert_eq!(browser.get(&format!("{}/state", asked.page)).await.body, "issued", "nothing is counted of it");
        assert_eq!(phone.shows(&asked.address).await.0, "refused");
        assert_eq!(browser.post(&asked.page, &[]).await.status, 401);
    }

    async fn certificates_that_are_not_taken_say_why_and_what_to_do(world: TestWorld) {
        let (world, mut phone) = world.with_phones().await;
        let now = world.world.now().seconds();
        let other = world.persona("2-bidder").uscc();
        let cases = [
            (card(&world, Purpose::Sign, &[("1.2.86.11.7.4", &other)], now + DAY), "不一致的统一社会信用代码"),
            (card(&world, Purpose::Sign, &[], now - 1), "证书已过期"),
            (card(&world, Purpose::Encrypt, &[], now + DAY), "请选择签名证书"),
            (card(&world, Purpose::Sign, &[(PROJECT_EXTENSION, "***")], now + DAY), "项目编号无法识别"),
        ];
        for (card, says) in cases {
            let page = refused(&mut world.browser(), &mut phone, &card).await;
            assert!(page.contains(says), "{says}: {page}");
        }
        let revoked = phone.enrol(&world, "1-bidder", ENTERPRISE, true).await;
        let mut browser = world.browser();
        assert_eq!(entered(&mut browser, &mut phone, &revoked, "mobile").await.status, 303);
        phone.revoke(&world, &revoked).await;
        assert_ne!(browser.get("/applications").await.status, 200, "the session is over with the certificate");
        let page = refused(&mut world.browser(), &mut phone, &revoked).await;
        assert!(page.contains("证书已被吊销"), "{page}");
        assert!(world.logged_in("1-bidder").await.get("/account/audit").await.body.contains("证书已被吊销"));
        // Revoked between the phone's answer and the browser's coming.
        let between = phone.enrol(&world, "1-bidder", ENTERPRISE, true).await;
        let mut browser = world.browser();
        let asked = agreed(&mut browser, &mut phone, &between, "mobile").await;
        browser.get(&asked.page).await;
        phone.revoke(&world, &between).await;
        assert_eq!(browser.post(&asked.page, &[]).await.status, 401);
    }

    async fn a_certificate_without_its_encryption_twin_is_told_before_it_matters(world: TestWorld) {
        let (world, mut phone) = world.with_phones().await;
        let alone = phone.enrol(&world, "1-bidder", ENTERPRISE, false).await;
        let others = phone.enrol(&world, "2-bidder", ENTERPRISE, true).await;
        for (card, says) in [
            (alone.clone(), "没有配套的加密证书"),
            (Card { encryption: others.encryption.clone(), ..alone.clone() }, "加密证书不是本单位的"),
            (Card { encryption: Some(alone.certificate.clone()), ..alone.clone() }, "加密证书不能使用"),
        ] {
            let mut browser = world.browser();
            let asked = agreed(&mut browser, &mut phone, &card, "mobile").await;
            let page = browser.get(&asked.page).await.body;
            assert!(page.contains(says) && page.contains("下载加密证书") && !page.contains("data-enter"), "{says}: {page}");
            assert_eq!(browser.post(&asked.page, &[]).await.status, 303, "it logs in and signs all the same");
        }
    }

    async fn a_project_certificate_is_good_for_its_project_and_nothing_else(world: TestWorld) {
        let (world, mut phone) = world.with_phones().await;
        let mut browser = world.browser();
        let lots = lots(&mut browser).await;
        let (own, number) = lots[0].clone();
        let (foreign, _) = lots.iter().find(|(_, other)| other[..20] != number[..20]).unwrap();
        let card = phone.enrol(&world, "1-bidder", (Kind::Project, &number), true).await;
        let asked = agreed(&mut browser, &mut phone, &card, "mobile").await;
        let page = browser.get(&asked.page).await.body;
        assert!(page.contains("这是项目（事件）证书") && page.contains(&number[..20]) && !page.contains("data-enter"), "{page}");
        assert_eq!(browser.post(&asked.page, &[]).await.status, 303);
        let order = browser.choose("650000", &own, INSURER).await;
        assert!(order.starts_with("/applications/"), "{order}");
        let page = format!("/650000/lots/{foreign}");
        let quotes = browser.get(&page).await;
        let product = quotes.between("name=\"product\" value=\"", "\"");
        let other = browser.submit(&page, &format!("{page}/applications"), &[("product", &product)]).await;
        assert!(other.status == 409 && other.body.contains("只能办理其中所写项目"), "{} {}", other.status, other.body);
        let profile = browser.get("/profile/edit").await;
        assert!(profile.status == 409 && profile.body.contains("企业证书登录"), "{} {}", profile.status, profile.body);
        assert_eq!(browser.get("/profile").await.status, 200, "what it may see it sees");
        for path in ["/representatives/new", "/650000/complaints/new"] {
            let refused = browser.get(path).await;
            assert!(refused.status == 409 && refused.body.contains("企业证书登录"), "{path}: {} {}", refused.status, refused.body);
        }
        // The enterprise's order of another project it sees, and does nothing about.
        let others = world.logged_in("1-bidder").await.draft_for("650000", foreign, INSURER).await;
        assert_eq!(browser.get(&others).await.status, 200);
        let details = [("name", "林知夏"), ("mobile", "13800138000"), ("email", "lin@example.com")];
        for (verb, fields) in [("details", &details[..]), ("withdraw", &[]), ("phone", &[("consent", "e30.00")])] {
            let refused = browser.submit("/applications", &format!("{others}/{verb}"), fields).await;
            assert!(refused.status != 303 && refused.body.contains("只能办理其中所写项目"), "{verb}: {} {}", refused.status, refused.body);
        }
        let described = browser.submit(&format!("{order}/details"), &format!("{order}/details"), &details).await;
        assert_eq!(described.status, 303, "its own project's: {}", described.body);
        // An institution's people do not work with one.
        let staff = phone.enrol(&world, "3-insurer", (Kind::Project, &number), true).await;
        let mut browser = world.browser();
        assert_eq!(entered(&mut browser, &mut phone, &staff, "mobile").await.location, "/applications");
        assert_eq!(browser.get("/workbench").await.status, 404);
    }

    async fn two_firms_on_one_phone_are_two_and_a_renewed_certificate_is_the_same_one(world: TestWorld) {
        let (world, mut phone) = world.with_phones().await;
        let first = phone.enrol(&world, "1-bidder", ENTERPRISE, true).await;
        let second = phone.enrol(&world, "2-bidder", ENTERPRISE, true).await;
        let (mut one, mut two) = (world.browser(), world.browser());
        assert_eq!(entered(&mut one, &mut phone, &first, "mobile").await.status, 303);
        let order = one.choose("650000", &lots(&mut one.clone()).await[0].0, INSURER).await;
        assert_eq!(entered(&mut two, &mut phone, &second, "mobile").await.status, 303);
        assert_eq!(two.get(&format!("{order}/details")).await.status, 404);
        // Renewed in mid-draft: another key, another serial, the same code.
        let renewed = phone.enrol(&world, "1-bidder", ENTERPRISE, true).await;
        phone.revoke(&world, &first).await;
        let mut again = world.browser();
        assert_eq!(entered(&mut again, &mut phone, &renewed, "mobile").await.status, 303);
        let details = [("name", "林知夏"), ("mobile", "13800138000"), ("email", "lin@example.com")];
        let described = again.submit(&format!("{order}/details"), &format!("{order}/details"), &details).await;
        assert_eq!(described.location, format!("{order}/confirm"), "{}", described.body);
    }

    async fn an_electronic_business_licence_logs_in_its_enterprise_and_opens_no_office(world: TestWorld) {
        let (world, mut phone) = world.with_phones().await;
        let licence = phone.enrol(&world, "1-bidder", (Kind::Licence, ""), false).await;
        let mut browser = world.browser();
        let asked = agreed(&mut browser, &mut phone, &licence, "licence").await;
        let page = browser.get(&asked.page).await.body;
        assert!(page.contains("电子营业执照扫码登录") && page.contains("data-enter"), "a licence has no twin to miss: {page}");
        assert_eq!(browser.post(&asked.page, &[]).await.location, "/applications");
        assert!(browser.get("/account/sessions").await.body.contains("电子营业执照（扫码）"));
        let insurer = phone.enrol(&world, "3-insurer", (Kind::Licence, ""), false).await;
        let mut staff = world.browser();
        assert_eq!(entered(&mut staff, &mut phone, &insurer, "licence").await.location, "/applications");
        assert_eq!(staff.get("/workbench").await.status, 404, "two persons are two certificates");
        let insurer = phone.enrol(&world, "3-insurer", ENTERPRISE, true).await;
        assert_eq!(entered(&mut staff, &mut phone, &insurer, "mobile").await.location, "/workbench");
        // Neither counts for the other.
        let mut browser = world.browser();
        let page = refused(&mut browser, &mut phone, &licence).await;
        assert!(page.contains("证书不是由受信任的发证机构签发"), "{page}");
        let asked = agreed(&mut browser, &mut phone, &insurer, "licence").await;
        let page = browser.get(&asked.page).await.body;
        assert!(page.contains("证书不是由受信任的发证机构签发"), "{page}");
    }

    async fn what_was_typed_goes_through_a_login_by_the_phone(world: TestWorld) {
        let (world, mut phone) = world.with_phones().await;
        let card = phone.enrol(&world, "1-bidder", ENTERPRISE, true).await;
        let mut browser = world.browser();
        let form = [("next", "/applications/x/details"), ("kept", "name=林经办&mobile=13800138000")];
        let begun = begun(&mut browser, "mobile", &form).await;
        let page = browser.get(&begun.location).await;
        let asked = Asked { address: format!("http://127.0.0.1{}", page.between("<a href=\"http://127.0.0.1", "\"")), page: begun.location };
        let payload = phone.scan(&asked.address).await;
        let digits = digits(&mut browser, &asked).await;
        phone.agree(&asked.address, &payload, &card, &digits).await;
        browser.get(&asked.page).await;
        let page = browser.post(&asked.page, &[]).await;
        assert!(page.status == 200 && page.body.contains("林经办") && page.body.contains("action=\"/applications/x/details\""), "{}", page.body);
    }

    async fn a_site_without_it_offers_nothing_and_a_vendor_that_is_away_is_told(world: TestWorld) {
        let mut browser = world.browser();
        browser.get("/650000").await;
        assert!(!browser.get("/login").await.body.contains("扫码"), "nobody has said where the vendor is");
        assert_eq!(begun(&mut browser, "mobile", &[]).await.status, 404);
        let (world, _phone) = world.with_phones().await;
        let mut browser = world.browser();
        browser.get("/430000").await;
        assert!(!browser.get("/login").await.body.contains("扫码"));
        browser.get("/login").await;
        assert_eq!(browser.post("/430000/login/qr/mobile", &[]).await.status, 404);
        assert_eq!(browser.post("/650000/login/qr/none", &[]).await.status, 404);
        let world = world.with_phones_away();
        let mut browser = world.browser();
        let away = begun(&mut browser, "mobile", &[("next", "/notices")]).await;
        assert!(away.status == 401 && away.body.contains("暂时没有响应") && away.body.contains("value=\"/notices\""), "{} {}", away.status, away.body);
    }
}

async fn phone_payload(browser: &mut Browser, phone: &mut Handset) -> PhonePayload {
    let asked = ask(browser, "mobile").await;
    phone.scan(&asked.address).await
}

/// On one thread, as a log is caught for a thread.
#[tokio::test]
async fn no_digits_challenge_signature_or_certificate_stands_in_a_log() {
    let log = crate::conformance::Log::default();
    let caught = log.clone();
    let filter = tracing::level_filters::LevelFilter::TRACE;
    let subscriber = tracing_subscriber::fmt().with_max_level(filter).with_ansi(false).with_writer(move || caught.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let (world, mut phone) = TestWorld::new(testkit::Kind::Sqlite).await.with_phones().await;
    let card = phone.enrol(&world, "1-bidder", ENTERPRISE, true).await;
    let mut browser = world.browser();
    let asked = ask(&mut browser, "mobile").await;
    let payload = phone.scan(&asked.address).await;
    let right = digits(&mut browser, &asked).await;
    phone.agree(&asked.address, &payload, &card, if right == "10" { "11" } else { "10" }).await;
    browser.get(&asked.page).await;
    phone.agree(&asked.address, &payload, &card, &right).await;
    browser.get(&asked.page).await;
    assert_eq!(browser.post(&asked.page, &[]).await.status, 303);
    let PhonePayload::Login { nonce, .. } = &payload else { unreachable!("a login") };
    let text = log.text();
    for secret in [
        nonce.as_str(),
        &asked.address,
        &STANDARD.encode(card.certificate.der()),
        &browser.cookies["kaihan"],
        world.persona("1-bidder").pin,
    ] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}
