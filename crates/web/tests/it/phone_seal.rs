//! Sealing an agreement with a phone, from the page that shows it: judged as an agent's seal, asked by one screen (T-31), and carried past the
//! phone's vendor unread (HR-10).

use crate::consequences::load;
use counterparts::mobile::Kind;
use domain::application::ApplicationState;
use domain::signing::{Consent, PhonePayload};
use testkit::{Browser, Card, Fetched, Handset, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const COMPANY: &str = "天山北麓建设工程有限公司";
const ENTERPRISE: (Kind, &str) = (Kind::Enterprise, "");

/// A request on a screen.
struct Asked {
    page: String,
    address: String,
}

async fn begun(browser: &mut Browser, order: &str) -> Fetched {
    let confirm = browser.get(&format!("{order}/confirm")).await;
    assert!(confirm.body.contains("手机扫码签署"), "{}", confirm.body);
    let (token, consent) = (confirm.field("token"), confirm.field("consent"));
    browser.post(&format!("{order}/phone"), &[("token", &token), ("consent", &consent)]).await
}

/// The page with the code for a phone to seal the order's agreement.
pub(crate) async fn asked(browser: &mut Browser, order: &str) -> Fetched {
    let begun = begun(browser, order).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    browser.get(&begun.location).await
}

async fn ask(browser: &mut Browser, order: &str) -> Asked {
    let shown = asked(browser, order).await;
    assert!(shown.body.contains("企业标证通扫码签署") && shown.body.contains("<svg"), "{}", shown.body);
    let address = format!("http://127.0.0.1{}", shown.between("<a href=\"http://127.0.0.1", "\""));
    let page = shown.between("data-qr=\"", "/state\"");
    Asked { page, address }
}

/// What the phone shows, and the digits that the screen does.
async fn read(browser: &mut Browser, phone: &mut Handset, asked: &Asked) -> (PhonePayload, String) {
    let payload = phone.scan(&asked.address).await;
    let shown = browser.get(&asked.page).await;
    assert!(shown.body.contains("核对单位、对方、金额和摘要"), "{}", shown.body);
    (payload, shown.between("aria-label=\"确认码\">", "<"))
}

/// Up to the seal.
async fn sealed(browser: &mut Browser, phone: &mut Handset, card: &Card, order: &str) -> Asked {
    let asked = ask(browser, order).await;
    let (payload, digits) = read(browser, phone, &asked).await;
    assert_eq!(phone.seal(&asked.address, &payload, card, &digits).await.status, 200);
    asked
}

async fn is_draft(world: &TestWorld, order: &str) -> bool {
    matches!(load(world, order).await.state, ApplicationState::Draft { .. })
}

on_both_engines! {
    async fn a_phone_seals_what_the_page_shows_and_the_letter_comes_of_it(world: TestWorld) {
        let (world, mut phone) = world.with_phones().await;
        let card = phone.enrol(&world, "1-bidder", ENTERPRISE, true).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", INSURER).await;
        let asked = ask(&mut bidder, &order).await;
        // Of what goes past its vendor nothing tells who applies for what.
        let carried = phone.read(&asked.address).await;
        let application = load(&world, &order).await;
        let (lot, amount) = (application.facts.lot.title().unwrap().1.to_owned(), application.facts.amount.plain());
        for secret in [lot.as_str(), INSURER, COMPANY, &amount, &application.facts.number.to_string()] {
            assert!(!carried.contains(secret), "{secret}: {carried}");
        }
        let (payload, digits) = read(&mut bidder, &mut phone, &asked).await;
        let PhonePayload::Seal { platform, company, consent, code, .. } = &payload else { unreachable!("a seal was asked for") };
        assert!(platform.contains("新疆") && company == COMPANY && code.is_empty(), "{platform} {company}");
        assert_eq!((consent.guarantor.as_str(), consent.lot.as_str(), consent.amount.as_str()), (INSURER, lot.as_str(), amount.as_str()));
        let confirm = bidder.get(&format!("{order}/confirm")).await;
        assert_eq!(confirm.between("id=\"digest\">", "<"), consent.terms_digest, "the digest of the letter that the page shows");
        assert_eq!(bidder.get(&format!("{}/state", asked.page)).await.body, "shown-0");
        assert_eq!(phone.seal(&asked.address, &payload, &card, &digits).await.status, 200);
        assert_eq!(bidder.get(&format!("{}/state", asked.page)).await.body, "approved");
        assert_eq!(phone.shows(&asked.address).await.0, "done");
        let page = bidder.get(&asked.page).await.body;
        assert!(page.contains("手机已签署") && page.contains("data-enter"), "{page}");
        assert!(is_draft(&world, &order).await, "nothing is submitted by looking");
        let submitted = bidder.submit(&asked.page, &asked.page, &[]).await;
        assert_eq!((submitted.status, submitted.location.as_str()), (303, order.as_str()), "{}", submitted.body);
        let twice = bidder.submit("/applications", &asked.page, &[]).await;
        assert_eq!((twice.status, twice.location.as_str()), (303, order.as_str()), "{}", twice.body);
        // Guarantor and verifier take the seal for the applicant's.
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        assert!(matches!(load(&world, &order).await.state, ApplicationState::Issued { .. }));
        let agreement = bidder.get(&format!("{order}/documents/agreement.ofd")).await;
        assert_eq!(agreement.status, 200);
        let (trusted, now) = (world.parts.trust.documents().unwrap(), world.world.now().seconds());
        let report = world.parts.verifier.verify(&agreement.bytes, &trusted, now).unwrap();
        assert_eq!(report.signatures.len(), 2, "the applicant's seal and the institution's");
        assert!(report.flaws.is_empty(), "{report:?}");
    }

    async fn what_an_agent_could_not_hand_in_a_phone_cannot_either(world: TestWorld) {
        let (world, mut phone) = world.with_phones().await;
        let own = phone.enrol(&world, "1-bidder", ENTERPRISE, true).await;
        let other = phone.enrol(&world, "2-bidder", ENTERPRISE, true).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", INSURER).await;
        let foreign = Card { seal: other.seal.clone(), ..own.clone() };
        for (card, says) in [(&other, "不是申请单位的"), (&foreign, "电子印章不属于所选证书")] {
            let asked = sealed(&mut bidder, &mut phone, card, &order).await;
            let page = bidder.get(&asked.page).await.body;
            assert!(page.contains("签署未成功") && page.contains(says), "{says}: {page}");
            assert_eq!(phone.shows(&asked.address).await.0, "refused");
            assert_ne!(bidder.submit("/applications", &asked.page, &[]).await.status, 303);
        }
        // A request agreed to without a seal, and a seal on something else.
        let asked = ask(&mut bidder, &order).await;
        let (payload, digits) = read(&mut bidder, &mut phone, &asked).await;
        phone.agree(&asked.address, &payload, &own, &digits).await;
        assert!(bidder.get(&asked.page).await.body.contains("手机没有盖章"));
        let asked = ask(&mut bidder, &order).await;
        let (payload, digits) = read(&mut bidder, &mut phone, &asked).await;
        let dearer = Consent { fee: "1.00".into(), ..payload.consent().unwrap().clone() };
        phone.seal_what(&asked.address, &payload, &own, &digits, &dearer).await;
        assert!(bidder.get(&asked.page).await.body.contains("签名验证未通过"));
        // Whoever does not look at the screen guesses three times.
        let asked = ask(&mut bidder, &order).await;
        let (payload, digits) = read(&mut bidder, &mut phone, &asked).await;
        let wrong = if digits == "10" { "11" } else { "10" };
        for _ in 0..3 {
            phone.seal(&asked.address, &payload, &own, wrong).await;
            bidder.get(&asked.page).await;
        }
        assert!(bidder.get(&asked.page).await.body.contains("三次输入的确认码都不正确，没有签署"));
        assert!(bidder.get("/account/audit").await.body.contains("扫码签署时手机上输入的确认码不正确"));
        let declined = ask(&mut bidder, &order).await;
        phone.decline(&declined.address).await;
        assert!(bidder.get(&declined.page).await.body.contains("已在手机上拒绝，没有签署"));
        assert!(is_draft(&world, &order).await);
    }

    async fn a_seal_is_no_login_and_no_other_screens(world: TestWorld) {
        let (world, mut phone) = world.with_phones().await;
        let card = phone.enrol(&world, "1-bidder", ENTERPRISE, true).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", INSURER).await;
        let asked = sealed(&mut bidder, &mut phone, &card, &order).await;
        assert_eq!(bidder.get(&format!("{}/state", asked.page)).await.body, "approved");
        let login = format!("/login/qr/{}", asked.page.rsplit('/').next().unwrap());
        assert_eq!((bidder.get(&login).await.status, bidder.post(&login, &[]).await.status), (404, 404));
        // Another person of the same enterprise, in a browser of its own, and another order of the same one.
        let mut colleague = world.logged_in("i-bidder").await;
        assert_eq!(colleague.get(&asked.page).await.status, 404);
        assert_eq!(colleague.submit("/applications", &asked.page, &[]).await.status, 404);
        let another = crate::credit::lots(&mut bidder).await.remove(1);
        let second = bidder.draft_for("650000", &another, INSURER).await;
        let moved = asked.page.replace(&order, &second);
        assert_eq!((bidder.get(&moved).await.status, bidder.submit("/applications", &moved, &[]).await.status), (404, 404));
        // What was changed meanwhile is not what was sealed.
        let details = [("name", "白朔方"), ("mobile", "13800138000"), ("email", "bai@example.com")];
        assert_eq!(bidder.submit(&format!("{order}/details"), &format!("{order}/details"), &details).await.status, 303);
        let outdated = bidder.submit("/applications", &asked.page, &[]).await;
        assert!(outdated.status == 422 && outdated.body.contains("签名内容与当前保函预览不一致"), "{} {}", outdated.status, outdated.body);
        assert!(is_draft(&world, &order).await);
        let asked = sealed(&mut bidder, &mut phone, &card, &order).await;
        world.clock.advance(3 * domain::time::Timestamp::MINUTE);
        assert!(bidder.get(&asked.page).await.body.contains("二维码已过期"));
        assert_ne!(bidder.submit("/applications", &asked.page, &[]).await.status, 303);
        let made_up = bidder.submit(&format!("{order}/confirm"), &format!("{order}/phone"), &[("consent", "e30.00")]).await;
        assert!(made_up.status == 422 && made_up.body.contains("签名内容与当前保函预览不一致"), "{}", made_up.body);
    }

    async fn where_no_phone_can_seal_nobody_is_sent_to_one(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", INSURER).await;
        assert!(!bidder.get(&format!("{order}/confirm")).await.body.contains("手机扫码签署"));
        let asked = bidder.submit(&format!("{order}/confirm"), &format!("{order}/phone"), &[("consent", "e30.00")]).await;
        assert_eq!(asked.status, 422, "{}", asked.body);
        let world = world.with_phones_away();
        let mut bidder = world.logged_in("1-bidder").await;
        let away = begun(&mut bidder, &order).await;
        assert!(away.status == 422 && away.body.contains("暂时没有响应"), "{} {}", away.status, away.body);
    }
}
