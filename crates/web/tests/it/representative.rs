//! Who acts for an enterprise (经办人): rights, two persons at a submission, leaving, phones.

use crate::consequences::load;
use domain::application::ApplicationState;
use domain::id::OrganisationId;
use domain::representative::{Representatives, RepresentativesEvent};
use domain::time::Timestamp;
use gm::certificate::{Authority, Certificate, Purpose, Subject};
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const PAGE: &str = "/representatives";
const NEW: &str = "/representatives/new";
const BANK: &str = "长川银行股份有限公司";
const FIRST: &str = "1-bidder";
const SECOND: &str = "i-bidder";
const PHONE: &str = "13800138000";
const ALL: [&str; 4] = ["apply", "pay", "sign", "manager"];

fn fingerprint(world: &TestWorld, key: &str) -> String {
    world.certificate(key).0.fingerprint()
}

/// The form about a person: name, what it is known by, rights.
fn form<'a>(name: &'a str, key: &'a str, rights: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let known = [("name", name), ("key", key), ("mobile", ""), ("code", "")];
    known.into_iter().chain(rights.iter().map(|right| (*right, "yes"))).collect()
}

async fn register(manager: &mut Browser, name: &str, key: &str, rights: &[&str]) -> Fetched {
    manager.submit(NEW, NEW, &form(name, key, rights)).await
}

/// The page about a person who is registered.
async fn page_of(manager: &mut Browser, name: &str) -> String {
    let list = manager.get(PAGE).await.body;
    let link = list.split(&format!("aria-label=\"修改{name}的权限")).next().unwrap().rsplit("href=\"").next().unwrap();
    link.split('"').next().unwrap().to_owned()
}

/// Both people of the enterprise, logged in; the first manages and may do all, the second what is said here.
async fn both(world: &TestWorld, rights: &[&str]) -> (Browser, Browser) {
    let (mut first, second) = (world.logged_in(FIRST).await, world.logged_in(SECOND).await);
    let registered = register(&mut first, "林知夏", &fingerprint(world, FIRST), &ALL).await;
    assert_eq!((registered.status, registered.location.as_str()), (303, PAGE), "{}", registered.body);
    assert_eq!(register(&mut first, "白朔方", &fingerprint(world, SECOND), rights).await.status, 303);
    (first, second)
}

async fn sign(world: &TestWorld, browser: &mut Browser, order: &str, key: &str) -> Fetched {
    browser.sign(order, &world.sealer(key), world.parts.entropy.as_ref()).await
}

async fn is_draft(world: &TestWorld, order: &str) -> bool {
    matches!(load(world, order).await.state, ApplicationState::Draft { .. })
}

/// The enterprise's people as the store has them.
async fn stored(world: &TestWorld, order: &str) -> (OrganisationId, Representatives) {
    let organisation = load(world, order).await.facts.applicant.organisation;
    let people = store::representative::load(&mut world.parts.store.reader(), organisation).await.unwrap().unwrap();
    (organisation, people)
}

/// The digits of the last message to a phone.
async fn code(world: &TestWorld, mobile: &str) -> String {
    let message = world.last_message(mobile).await.unwrap();
    message.split("验证码 ").nth(1).unwrap().chars().take(6).collect()
}

on_both_engines! {
    async fn until_somebody_is_registered_every_holder_has_all_rights_and_from_then_on_what_was_given(world: TestWorld) {
        let (mut first, mut second) = (world.logged_in(FIRST).await, world.logged_in(SECOND).await);
        let empty = first.get(PAGE).await.body;
        assert!(empty.contains("尚未登记经办人") && empty.contains("已登录、尚未登记的证书与账号"), "{empty}");
        let own = fingerprint(&world, FIRST);
        let alone = register(&mut first, "林知夏", &own, &["apply", "sign"]).await;
        assert!(alone.status == 422 && alone.body.contains("至少须有一名管理人员") && alone.body.contains("value=\"林知夏\""), "{}", alone.body);
        assert_eq!(register(&mut first, "林知夏", &own, &ALL).await.status, 303);

        // The colleague, logged in already, may only look from now on.
        assert_eq!(second.get("/applications").await.status, 200);
        let lot = format!("lot_{}", second.get("/650000/lots").await.between("/650000/lots/lot_", "\""));
        let page = format!("/650000/lots/{lot}");
        let product = second.get(&page).await.between("name=\"product\" value=\"", "\"");
        let refused = second.submit(&page, &format!("{page}/applications"), &[("product", &product)]).await;
        assert!(refused.status == 409 && refused.body.contains("您没有办理该事项的权限"), "{} {}", refused.status, refused.body);
        for path in ["/profile/edit", "/account/audit", NEW] {
            assert_eq!(second.get(path).await.status, 409, "{path}");
        }
        assert!(!second.get(PAGE).await.body.contains("登记经办人</a>"), "no button for what is not theirs");

        assert_eq!(register(&mut first, "白朔方", &fingerprint(&world, SECOND), &["apply"]).await.status, 303);
        let order = second.draft("650000", BANK).await;
        let confirm = second.get(&format!("{order}/confirm")).await;
        assert_eq!((confirm.status, confirm.location.as_str()), (303, order.as_str()), "{}", confirm.body);
        let shown = second.get(&order).await.body;
        assert!(shown.contains("您没有办理该事项的权限") && !shown.contains("预览并签名"), "{shown}");
        assert!(first.get(&order).await.body.contains("预览并签名"));
        assert_eq!(sign(&world, &mut first, &order, FIRST).await.status, 303);
        // What is wrong is said in its place: a certificate is one person's, and has to have logged in.
        let same = register(&mut first, "沈青禾", &own, &["apply"]).await;
        assert!(same.status == 422 && same.body.contains("已登记给另一名经办人") && same.body.contains("value=\"沈青禾\""), "{}", same.body);
        let unseen = register(&mut first, "沈青禾", "0000", &["apply"]).await;
        assert!(unseen.status == 422 && unseen.body.contains("没有登录记录"), "{}", unseen.body);
        let nothing = first.submit(NEW, NEW, &[("name", "沈青禾"), ("mobile", ""), ("code", ""), ("apply", "yes")]).await;
        assert!(nothing.status == 422 && nothing.body.contains("经办人须有数字证书或手机号"), "{}", nothing.body);
        // Profile and list say who acts.
        let profile = first.get("/profile").await.body;
        assert!(profile.contains("用户基本信息") && profile.contains("经办人信息") && profile.contains("白朔方"), "{profile}");
        let (organisation, people) = stored(&world, &order).await;
        let log = store::event::history(&mut world.parts.store.reader(), &store::representative::stream(organisation)).await.unwrap();
        let log: Vec<RepresentativesEvent> = log.iter().map(|entry| serde_json::from_str(&entry.payload).unwrap()).collect();
        let mut folded = Representatives::born(&log[0]).unwrap();
        log[1..].iter().for_each(|event| folded.apply(event));
        assert_eq!(folded, people);
        // Nobody else's.
        let mut stranger = world.logged_in("2-bidder").await;
        let address = page_of(&mut first, "白朔方").await;
        assert_eq!(stranger.get(&address).await.status, 404);
        assert_ne!(stranger.submit(PAGE, &format!("{address}/leave"), &[]).await.status, 303);
    }

    async fn above_the_enterprises_amount_one_prepares_and_another_signs(world: TestWorld) {
        let (mut first, mut second) = both(&world, &["apply", "sign"]).await;
        let wrong = first.submit(PAGE, "/representatives/two-persons", &[("above", "五万")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("金额只能包含数字") && wrong.body.contains("value=\"五万\""), "{}", wrong.body);
        assert_eq!(first.submit(PAGE, "/representatives/two-persons", &[("above", "1000")]).await.status, 303);
        let order = first.draft("650000", BANK).await;
        assert_eq!(first.get(&format!("{order}/confirm")).await.location, order, "the page says whose turn it is");
        let shown = first.get(&order).await.body;
        assert!(shown.contains("须由两人办理") && !shown.contains("预览并签名"), "{shown}");
        // Whoever has changed it last has prepared it.
        let (details, fields) = (format!("{order}/details"), [("name", "白朔方"), ("mobile", PHONE), ("email", "bai@example.com")]);
        assert_eq!(second.submit(&details, &details, &fields).await.status, 303);
        assert_eq!(second.get(&format!("{order}/confirm")).await.location, order);
        // Whose session it is and whose seal it is are both looked at.
        let confirm = format!("{order}/confirm");
        let page = first.get(&confirm).await.body;
        let sealed = world.sealer(SECOND).submission(&page, world.parts.entropy.as_ref());
        let sealed: Vec<(&str, &str)> = sealed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let other = first.post(&confirm, &sealed).await;
        assert!(other.status == 422 && other.body.contains("须由两人办理"), "{} {}", other.status, other.body);
        assert!(is_draft(&world, &order).await);
        assert_eq!(sign(&world, &mut first, &order, FIRST).await.location, order);
        assert!(!is_draft(&world, &order).await);
        // Below the amount one is enough.
        assert_eq!(first.submit(PAGE, "/representatives/two-persons", &[("above", "99999999")]).await.status, 303);
        let order = second.draft("650000", "江海财产保险股份有限公司").await;
        assert_eq!(sign(&world, &mut second, &order, SECOND).await.location, order);
        // Two are demanded only where there are two.
        let address = page_of(&mut first, "白朔方").await;
        assert_eq!(first.submit(PAGE, &format!("{address}/leave"), &[]).await.status, 303);
        let alone = first.submit(PAGE, "/representatives/two-persons", &[("above", "5")]).await;
        assert!(alone.status == 422 && alone.body.contains("两人办理须有两名经办人"), "{}", alone.body);
    }

    async fn whoever_leaves_is_cut_off_in_mid_form_and_does_not_get_in_again(world: TestWorld) {
        let (mut first, mut second) = both(&world, &["apply"]).await;
        let order = second.draft("650000", BANK).await;
        let details = format!("{order}/details");
        let token = second.get(&details).await.field("token");
        let own = page_of(&mut first, "林知夏").await;
        let last = first.submit(PAGE, &format!("{own}/leave"), &[]).await;
        assert!(last.status == 422 && last.body.contains("至少须有一名管理人员"), "the last manager stays: {}", last.body);
        let kept = first.submit(&own, &own, &form("林知夏", &fingerprint(&world, FIRST), &["apply"])).await;
        assert!(kept.status == 422 && kept.body.contains("至少须有一名管理人员"), "{}", kept.body);

        let address = page_of(&mut first, "白朔方").await;
        assert_eq!(first.submit(PAGE, &format!("{address}/leave"), &[]).await.status, 303);
        let fields = [("token", token.as_str()), ("name", "白朔方"), ("mobile", PHONE), ("email", "bai@example.com"), ("wording", "")];
        let late = second.post(&details, &fields).await;
        assert!(late.status == 401 && late.body.contains("没有提交"), "{} {}", late.status, late.body);
        assert_eq!(load(&world, &order).await.representative.unwrap().name.as_str(), "林知夏", "nothing was written");
        assert_eq!(second.get("/applications").await.status, 303, "the session is over");
        let back = world.log_in_with(&mut second, SECOND, &[("next", "")]).await;
        assert!(back.status == 401 && back.body.contains("您已不再是该单位的经办人"), "{} {}", back.status, back.body);
        assert!(first.get("/account/audit").await.body.contains("经办人已停用"), "whoever manages reads of it");
        let list = first.get(PAGE).await.body;
        assert!(list.contains("已停用") && list.contains("白朔方"), "{list}");
        assert_eq!(first.submit(PAGE, &format!("{address}/leave"), &[]).await.status, 422, "once");
        // Whoever comes back is registered anew.
        assert_eq!(register(&mut first, "白朔方", &fingerprint(&world, SECOND), &["pay"]).await.status, 303);
        assert_eq!(world.log_in_with(&mut second, SECOND, &[("next", "")]).await.status, 303);
    }

    async fn a_right_that_is_taken_away_between_preview_and_submission_signs_nothing(world: TestWorld) {
        let (mut first, mut second) = both(&world, &["apply", "sign"]).await;
        let order = second.draft("650000", BANK).await;
        let confirm = format!("{order}/confirm");
        let page = second.get(&confirm).await;
        let sealed = world.sealer(SECOND).submission(&page.body, world.parts.entropy.as_ref());
        let sealed: Vec<(&str, &str)> = sealed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let address = page_of(&mut first, "白朔方").await;
        let key = fingerprint(&world, SECOND);
        let fewer = form("白朔方", &key, &["apply"]);
        assert_eq!(first.submit(&address, &address, &fewer).await.status, 303);
        let refused = second.post(&confirm, &sealed).await;
        assert!(refused.status == 409 && refused.body.contains("您没有办理该事项的权限"), "{} {}", refused.status, refused.body);
        assert!(second.get(&order).await.body.contains("您没有办理该事项的权限"));
        // Nor does the seal of whoever has not the right count in a session that has it.
        let shown = first.get(&confirm).await.body;
        let sealed = world.sealer(SECOND).submission(&shown, world.parts.entropy.as_ref());
        let sealed: Vec<(&str, &str)> = sealed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let other = first.post(&confirm, &sealed).await;
        assert!(other.status == 422 && other.body.contains("不是本单位有签章权限的经办人的证书"), "{} {}", other.status, other.body);
        assert!(is_draft(&world, &order).await);
    }

    async fn a_right_that_is_taken_away_while_it_is_used_was_used_before_or_is_gone(world: TestWorld) {
        let (mut first, mut second) = both(&world, &["apply", "sign"]).await;
        let address = page_of(&mut first, "白朔方").await;
        let (own, key) = (fingerprint(&world, FIRST), fingerprint(&world, SECOND));
        assert!(!own.is_empty());
        for _ in 0..4 {
            let order = second.draft("650000", BANK).await;
            let confirm = format!("{order}/confirm");
            let page = second.get(&confirm).await.body;
            let sealed = world.sealer(SECOND).submission(&page, world.parts.entropy.as_ref());
            let sealed: Vec<(&str, &str)> = sealed.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let token = first.get(&address).await.field("token");
            let mut fewer = form("白朔方", &key, &["apply"]);
            fewer.push(("token", &token));
            let (signed, taken) = tokio::join!(second.post(&confirm, &sealed), first.post(&address, &fewer));
            assert_eq!(taken.status, 303, "{}", taken.body);
            assert!([303, 409, 422].contains(&signed.status), "{} {}", signed.status, signed.body);
            let after = second.get(&order).await.body;
            assert_eq!(is_draft(&world, &order).await, after.contains("您没有办理该事项的权限"), "signed, or said why not: {after}");
            if is_draft(&world, &order).await {
                assert_eq!(second.submit(&order, &format!("{order}/withdraw"), &[]).await.status, 303);
            }
            assert_eq!(first.submit(&address, &address, &form("白朔方", &key, &["apply", "sign"])).await.status, 303);
        }
    }

    async fn two_who_manage_and_let_each_other_go_at_once_leave_one(world: TestWorld) {
        let (mut first, mut second) = both(&world, &ALL).await;
        let (one, other) = (page_of(&mut first, "林知夏").await, page_of(&mut first, "白朔方").await);
        let (mine, theirs) = (first.get(PAGE).await.field("token"), second.get(PAGE).await.field("token"));
        let (left, right) = (format!("{other}/leave"), format!("{one}/leave"));
        let (mine, theirs) = ([("token", mine.as_str())], [("token", theirs.as_str())]);
        let (left, right) = tokio::join!(first.post(&left, &mine), second.post(&right, &theirs));
        // Whoever was let go first is asked to log in.
        assert!((left.location == PAGE) != (right.location == PAGE), "one of them, not both: {} {}", left.location, right.location);
        let still = first.get(PAGE).await.status == 200 || second.get(PAGE).await.status == 200;
        assert!(still, "somebody manages");
    }

    async fn a_phone_that_was_proved_prepares_and_pays_and_signs_nothing(world: TestWorld) {
        let (mut first, _) = both(&world, &["apply"]).await;
        let asked = first.submit(NEW, NEW, &[("name", "沈青禾"), ("mobile", PHONE), ("code", ""), ("apply", "yes"), ("pay", "yes"), ("do", "code")]).await;
        assert!(asked.status == 200 && asked.body.contains("138****8000") && asked.body.contains("value=\"沈青禾\""), "{}", asked.body);
        let digits = code(&world, PHONE).await;
        let with = |code: String, rights: &'static [&'static str]| {
            let known = [("name", "沈青禾".to_owned()), ("mobile", PHONE.to_owned()), ("code", code)];
            known.into_iter().chain(rights.iter().map(|right| (*right, "yes".to_owned()))).collect::<Vec<_>>()
        };
        let post = async |browser: &mut Browser, fields: Vec<(&'static str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            browser.submit(NEW, NEW, &fields).await
        };
        let wrong = post(&mut first, with("000000".into(), &["apply"])).await;
        assert!(wrong.status == 422 && wrong.body.contains("验证码不正确"), "{}", wrong.body);
        let signs = post(&mut first, with(digits.clone(), &["apply", "sign"])).await;
        assert!(signs.status == 422 && signs.body.contains("签章和管理权限须有数字证书"), "{}", signs.body);
        let taken = post(&mut first, with(digits.clone(), &["apply", "pay"])).await;
        assert_eq!(taken.status, 303, "{}", taken.body);
        let list = first.get(PAGE).await.body;
        assert!(list.contains("手机 138 **** 8000") && !list.contains(PHONE), "{list}");
        world.clock.advance(Timestamp::MINUTE);

        // Whoever is nobody's representative is told the same, and gets no message.
        let (uscc, mut phone) = (world.persona(FIRST).uscc(), world.browser());
        phone.get("/login/phone").await;
        let ask = async |browser: &mut Browser, mobile: &str, code: &str, what: &str| {
            browser.post("/login/phone", &[("uscc", &uscc), ("mobile", mobile), ("code", code), ("do", what), ("next", "")]).await
        };
        let stranger = ask(&mut phone, "13900139000", "", "code").await;
        assert!(stranger.status == 200 && stranger.body.contains("如信息与登记一致"), "{}", stranger.body);
        assert_eq!(world.last_message("13900139000").await, None);
        assert_eq!(ask(&mut phone, PHONE, &digits, "login").await.status, 422, "a code for another purpose");
        assert_eq!(ask(&mut phone, PHONE, "", "code").await.status, 200);
        let digits = code(&world, PHONE).await;
        assert_eq!(ask(&mut phone, "13900139000", &digits, "login").await.status, 422);
        let entered = ask(&mut phone, PHONE, &digits, "login").await;
        assert_eq!((entered.status, entered.location.as_str()), (303, "/applications"), "{}", entered.body);
        assert_eq!(ask(&mut world.browser(), PHONE, &digits, "login").await.status, 422, "once");

        let order = phone.draft("650000", BANK).await;
        let shown = phone.get(&order).await.body;
        assert!(shown.contains("您没有办理该事项的权限") && !shown.contains("预览并签名"), "{shown}");
        assert_eq!(phone.get(NEW).await.status, 409);
        assert!(phone.get("/account/sessions").await.body.contains("手机验证码"));
        // Who prepared it by phone is the person; the manager signs.
        assert_eq!(sign(&world, &mut first, &order, FIRST).await.status, 303);
        // The number stands nowhere.
        let (organisation, people) = stored(&world, &order).await;
        let log = store::event::history(&mut world.parts.store.reader(), &store::representative::stream(organisation)).await.unwrap();
        let kept = log.iter().fold(serde_json::to_string(&people).unwrap(), |text, entry| text + &entry.payload);
        assert!(!kept.contains(PHONE), "{kept}");
        // One phone is one person's, and whoever leaves is logged out on it too.
        world.clock.advance(Timestamp::MINUTE);
        let again = first.submit(NEW, NEW, &[("name", "白朔方"), ("mobile", PHONE), ("code", "123456"), ("apply", "yes")]).await;
        assert!(again.status == 422 && again.body.contains("已登记给另一名经办人"), "{} {}", again.status, again.body);
        let address = page_of(&mut first, "沈青禾").await;
        assert_eq!(first.submit(PAGE, &format!("{address}/leave"), &[]).await.status, 303);
        assert_eq!(phone.get("/applications").await.status, 303, "at once");
        assert_eq!(ask(&mut phone, PHONE, "", "code").await.status, 200);
        assert!(code(&world, PHONE).await == digits, "no further code was sent");
    }

    async fn two_managers_who_save_at_once_lose_nothing_that_was_typed(world: TestWorld) {
        let (mut first, mut second) = both(&world, &ALL).await;
        let address = page_of(&mut first, "白朔方").await;
        let key = fingerprint(&world, SECOND);
        let (mine, theirs) = (first.get(&address).await.field("token"), second.get(&address).await.field("token"));
        let mut one = form("白朔方", &key, &["apply", "manager"]);
        one.push(("token", &mine));
        let mut two = form("白朔北", &key, &["pay", "manager"]);
        two.push(("token", &theirs));
        let (left, right) = tokio::join!(first.post(&address, &one), second.post(&address, &two));
        for answer in [&left, &right] {
            let kept = answer.body.contains("刚刚被另一名管理人员更新") && answer.body.contains("value=\"白朔");
            assert!(answer.status == 303 || (answer.status == 409 && kept), "{} {}", answer.status, answer.body);
        }
        assert!(left.status == 303 || right.status == 303);
    }

    async fn a_certificate_that_names_its_holder_is_told_by_that_name(world: TestWorld) {
        let mut first = world.logged_in(FIRST).await;
        let read = |name: &str| std::fs::read_to_string(world.folder.path().join("ca").join(name)).unwrap();
        let issuer = Certificate::from_pem(&read("ca.cer")).unwrap().remove(0);
        let authority = Authority::resume(gm::key_file::decrypt(&read("ca.p8"), counterparts::demonstration::VAULT_PIN).unwrap(), issuer);
        let (entropy, now) = (world.parts.entropy.as_ref(), world.world.now().seconds());
        let key = gm::SecretKey::generate(entropy);
        let subject = Subject { name: world.persona(FIRST).organisation.into(), code: world.persona(FIRST).uscc() };
        let certificate = authority.issue_to("沈青禾", &subject, &key.public_key(), Purpose::Sign, (now - 60, now + 86_400), entropy).unwrap();
        assert_eq!(world.browser().login(&certificate, &key, entropy).await.status, 303);
        let list = first.get(PAGE).await.body;
        assert!(list.contains("沈青禾"), "{list}");
        assert!(first.get("/account").await.body.contains("天山北麓建设工程有限公司"), "it renames nobody");
    }
}
