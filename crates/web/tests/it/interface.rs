//! Messages twice, late, out of order, never, and by the wrong hand.

use counterparts::institution::{Institution, Waiting};
use domain::message::MessageState;
use domain::time::Timestamp;
use gm::SecretKey;
use protocol::catalogue::{FILE, of_topic};
use protocol::message as wire;
use protocol::signed::{ANSWER_HEADER, Verifier, nonce, verify_answer};
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const INSURER: &str = "衡岳财产保险股份有限公司";

/// An order that was paid at the cashier and has its letter there, while the platform has not been told anything yet.
async fn untold(world: &TestWorld, institution: &Institution) -> (String, String, Vec<Waiting>) {
    let mut bidder = world.logged_in("1-bidder").await;
    let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
    world.run_jobs().await;
    let number = number(&mut bidder, &order).await;
    let page =
        institution.book().waiting().unwrap().into_iter().find(|waiting| waiting.topic == "payment.page" && waiting.order_number == number);
    let page: wire::PaymentPage = serde_json::from_slice(&page.unwrap().body).unwrap();
    let http = partners::http::builder(std::time::Duration::from_secs(5)).build().unwrap();
    http.post(&page.url).send().await.unwrap();
    institution.issue().await.unwrap();
    assert_eq!(institution.trouble(), None);
    let waiting = institution.book().waiting().unwrap().into_iter().filter(|waiting| waiting.order_number == number).collect();
    (order, number, waiting)
}

async fn number(bidder: &mut Browser, order: &str) -> String {
    bidder.get(order).await.between("订单 <span class=\"mono\">", "<")
}

/// Delivers one of the institution's messages by hand.
pub(crate) async fn deliver(world: &TestWorld, waiting: &Waiting) -> Fetched {
    let hand = world.newcomers_hand();
    match waiting.topic.strip_prefix("file/") {
        Some(file) => {
            let (kind, format) = file.split_once('/').unwrap();
            let target = FILE.target().replace("{order_number}", &waiting.order_number).replace("{kind}", kind).replace("{format}", format);
            hand.post(&target, &waiting.key, waiting.body.clone()).await
        }
        None => hand.post(&of_topic(&waiting.topic).unwrap().target(), &waiting.key, waiting.body.clone()).await,
    }
}

async fn state(world: &TestWorld, order: &str) -> String {
    let page = world.logged_in("1-bidder").await.get(order).await;
    page.between("data-announce>", "<")
}

/// The next of a series of numbers below `bound`.
fn next(world: &TestWorld, bound: usize) -> usize {
    let mut bytes = [0; 8];
    world.parts.entropy.fill(&mut bytes);
    usize::try_from(u64::from_le_bytes(bytes) % u64::try_from(bound).unwrap()).unwrap()
}

fn lot(opens_at: &str) -> wire::LotReport {
    wire::LotReport {
        subject: None,
        trade: None,
        lot_number: "E6500003901006053077001".into(),
        lot_name: "天山大道跨河桥梁工程施工".into(),
        tenderee: "乌鲁木齐市市政建设中心".into(),
        tenderee_uscc: None,
        agency: None,
        bid_security: "50000.00".into(),
        estimate: None,
        opens_at: opens_at.into(),
        valid_days: Some(90),
        announced_at: None,
    }
}

on_both_engines! {
    async fn messages_in_any_order_and_number_come_to_the_same_end(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        for round in 0..4 {
            let (order, number, waiting) = untold(&world, &institution).await;
            assert_eq!(waiting.len(), 6);
            // Each up to three times, shuffled; the jobs run now and then.
            let mut deliveries: Vec<&Waiting> = waiting.iter().flat_map(|waiting| std::iter::repeat_n(waiting, 1 + next(&world, 3))).collect();
            for at in (1..deliveries.len()).rev() {
                deliveries.swap(at, next(&world, at + 1));
            }
            let order_of: Vec<&str> = deliveries.iter().map(|waiting| waiting.topic.as_str()).collect();
            for waiting in &deliveries {
                let answer = deliver(&world, waiting).await;
                assert_eq!(answer.status, 200, "{} {}", waiting.topic, answer.body);
                if next(&world, 3) == 0 {
                    world.run_jobs().await;
                }
            }
            world.run_jobs().await;
            assert_eq!(state(&world, &order).await, "成功出函", "round {round}: {order_of:?}");
            let guarantee = institution.book().order(&number).unwrap().unwrap().guarantee.unwrap();
            let letter = world.logged_in("1-bidder").await.get(&format!("{order}/documents/letter.pdf")).await;
            assert_eq!(gm::digest::sm3_hex(&letter.bytes), guarantee.files[0].digest);
        }
        let health = world.logged_in("a-newcomer").await.get("/workbench/health").await;
        assert!(health.body.contains("没有需要核对的来文"), "{}", health.body);
    }

    async fn a_letter_without_a_payment_waits_and_is_left_to_a_person_when_none_comes(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (order, _, waiting) = untold(&world, &institution).await;
        for waiting in waiting.iter().filter(|waiting| waiting.topic != "paid") {
            assert_eq!(deliver(&world, waiting).await.status, 200);
        }
        world.run_jobs().await;
        assert_eq!(state(&world, &order).await, "等待支付");
        world.clock.advance(25 * Timestamp::HOUR);
        world.run_jobs().await;
        assert_eq!(state(&world, &order).await, "已取消");
        world.clock.advance(Timestamp::HOUR);
        world.run_jobs().await;
        let health = world.logged_in("a-newcomer").await.get("/workbench/health").await;
        assert!(health.body.contains("订单当前状态不允许该操作"), "{}", health.body);
    }

    async fn money_that_comes_after_the_order_has_lapsed_settles_nothing_and_is_seen(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (order, _, waiting) = untold(&world, &institution).await;
        world.clock.advance(25 * Timestamp::HOUR);
        world.run_jobs().await;
        for waiting in &waiting {
            assert_eq!(deliver(&world, waiting).await.status, 200);
        }
        world.run_jobs().await;
        assert_eq!(state(&world, &order).await, "已取消");
        let health = world.logged_in("a-newcomer").await.get("/workbench/health").await;
        assert!(health.body.contains("支付时订单已取消或已过支付期限"), "{}", health.body);
    }

    async fn one_fen_or_one_digit_of_the_account_off_settles_nothing(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (order, number, waiting) = untold(&world, &institution).await;
        let paid = waiting.iter().find(|waiting| waiting.topic == "paid").unwrap();
        let paid: wire::Paid = serde_json::from_slice(&paid.body).unwrap();
        let hand = world.newcomers_hand();
        for (key, wrong) in [
            ("a", wire::Paid { amount: format!("{}1", &paid.amount[..paid.amount.len() - 1]), ..paid.clone() }),
            ("b", wire::Paid { payee_account: format!("{}0", &paid.payee_account[..paid.payee_account.len() - 1]), ..paid.clone() }),
            ("c", wire::Paid { order_number: "D650000000000000000".into(), ..paid.clone() }),
        ] {
            assert_eq!(hand.send("paid", key, &wrong).await.status, 200);
        }
        world.run_jobs().await;
        assert_eq!(state(&world, &order).await, "等待支付");
        // The same transaction settles one order and no second.
        assert_eq!(hand.send("paid", "d", &paid).await.status, 200);
        world.run_jobs().await;
        assert_eq!(state(&world, &order).await, "出函中");
        let (other, second, _) = untold(&world, &institution).await;
        assert_ne!(number, second);
        assert_eq!(hand.send("paid", "e", &wire::Paid { order_number: second, ..paid }).await.status, 200);
        world.run_jobs().await;
        assert_eq!(state(&world, &other).await, "等待支付");
    }

    async fn whatever_is_wrong_with_a_signature_the_answer_is_the_same(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (order, number, _) = untold(&world, &institution).await;
        let decision = wire::Decision { order_number: number, accepted: false, reason: "不承保".into(), decided_at: "2026-11-21 10:00:00".into() };
        let mut answers = Vec::new();
        let stranger = SecretKey::generate(world.parts.entropy.as_ref());
        answers.push(world.hand(&world.persona("a-newcomer").uscc(), stranger).send("decision", "k", &decision).await);
        let mut hand = world.newcomers_hand();
        hand.skew = 301;
        answers.push(hand.send("decision", "k", &decision).await);
        hand.skew = 0;
        hand.identity.app = world.persona("3-insurer").uscc();
        answers.push(hand.send("decision", "k", &decision).await);
        let body = serde_json::to_vec(&decision).unwrap();
        let target = of_topic("decision").unwrap().target();
        answers.push(world.browser().send("POST", &target, &[("idempotency-key", "k")], body.clone()).await);
        // A request that was good once is not good again.
        let hand = world.newcomers_hand();
        let authorization = hand.authorization("POST", &target, &body, &nonce(world.parts.entropy.as_ref()));
        let headers = [("authorization", authorization.as_str()), ("idempotency-key", "k2")];
        let neutral = serde_json::to_vec(&wire::Decision { accepted: true, reason: String::new(), ..decision.clone() }).unwrap();
        let good = hand.authorization("POST", &target, &neutral, &nonce(world.parts.entropy.as_ref()));
        let once = [("authorization", good.as_str()), ("idempotency-key", "k3")];
        assert_eq!(world.browser().send("POST", &target, &once, neutral.clone()).await.status, 200);
        answers.push(world.browser().send("POST", &target, &once, neutral).await);
        let mut altered = body;
        altered.push(b' ');
        answers.push(world.browser().send("POST", &target, &headers, altered).await);
        for answer in &answers {
            assert_eq!((answer.status, &answer.body), (401, &answers[0].body), "{}", answer.body);
        }
        world.run_jobs().await;
        assert_eq!(state(&world, &order).await, "等待支付");
    }

    async fn the_same_key_has_the_same_answer_and_takes_no_other_message(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (_, number, _) = untold(&world, &institution).await;
        let hand = world.newcomers_hand();
        let quote = wire::Quote { order_number: number, fee: "200.00".into(), valid_until: "2026-11-21 10:30:00".into() };
        let (first, again) = (hand.send("quote", "k", &quote).await, hand.send("quote", "k", &quote).await);
        assert_eq!((first.status, &first.bytes), (200, &again.bytes));
        let other = hand.send("quote", "k", &wire::Quote { fee: "201.00".into(), ..quote.clone() }).await;
        assert!(other.status == 422 && other.body.contains("key-reused"), "{}", other.body);
        let unnamed = hand.send("quote", "", &quote).await;
        assert!(unnamed.status == 422 && unnamed.body.contains("Idempotency-Key"), "{}", unnamed.body);
        let broken = hand.post(&of_topic("quote").unwrap().target(), "k4", b"{\"order_number\":\"x\",\"fee\":\"1e3\"".to_vec()).await;
        assert!(broken.status == 422 && broken.body.contains("body"), "{}", broken.body);
        let faults = hand.send("quote", "k5", &wire::Quote { fee: "一百".into(), valid_until: "明天".into(), ..quote }).await;
        assert!(faults.body.contains("\"fee\"") && faults.body.contains("\"valid_until\""), "{}", faults.body);
    }

    async fn every_answer_is_signed_for_its_request(world: TestWorld) {
        world.own_system("cashier").await;
        let hand = world.newcomers_hand();
        let target = of_topic("application.report").unwrap().target().replace("{order_number}", "D650000000000000000");
        let fresh = nonce(world.parts.entropy.as_ref());
        let authorization = hand.authorization("GET", &target, b"", &fresh);
        let answer = world.browser().send("GET", &target, &[("authorization", &authorization)], Vec::new()).await;
        assert!(answer.status == 200 && answer.body.contains("unknown"), "{}", answer.body);
        let key = world.world.certificate().public_key().unwrap();
        let check = |nonce: &str, body: &[u8]| {
            let key_of = |_: &str| Some(Verifier::Sm2(key.clone()));
            verify_answer(answer.status, nonce, body, &answer.headers[ANSWER_HEADER], key_of, world.world.now().seconds()).is_ok()
        };
        assert!(check(&fresh, &answer.bytes) && !check("other", &answer.bytes) && !check(&fresh, b"{}"));
    }

    async fn an_institution_reaches_neither_the_centres_messages_nor_anothers_orders(world: TestWorld) {
        world.own_system("cashier").await;
        let hand = world.newcomers_hand();
        assert_eq!(hand.send("lot", "k", &lot("2026-12-20 09:00:00")).await.status, 404);
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", "长川银行股份有限公司").await;
        let number = number(&mut bidder, &order).await;
        let report = hand.get(&of_topic("application.report").unwrap().target().replace("{order_number}", &number)).await;
        assert!(report.body.contains("\"unknown\""), "{}", report.body);
        let refusal = wire::Decision { order_number: number, accepted: false, reason: "不承保".into(), decided_at: "2026-11-21 10:00:00".into() };
        assert_eq!(hand.send("decision", "k2", &refusal).await.status, 200);
        world.run_jobs().await;
        assert_eq!(state(&world, &order).await, "等待支付");
    }

    async fn p13_a_request_by_plain_openssl_is_told_which_identifier_it_lacks(world: TestWorld) {
        world.own_system("cashier").await;
        let mut staff = world.logged_in("a-newcomer").await;
        let page = "/workbench/credentials";
        let folder = world.folder.path();
        let openssl = |arguments: &[&str]| {
            let output = std::process::Command::new("openssl").args(arguments).current_dir(folder).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        };
        openssl(&["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", "new.pem"]);
        let request = ["req", "-new", "-key", "new.pem", "-sm3", "-subj", "/CN=api"];
        let plain = staff.submit(page, page, &[("pem", &openssl(&request))]).await;
        assert!(plain.status == 422 && plain.body.contains("distid:1234567812345678") && !plain.body.contains("伪造"), "{}", plain.body);
        let right = openssl(&[&request[..], &["-sigopt", "distid:1234567812345678"]].concat());
        assert_eq!(staff.submit(page, page, &[("pem", &right)]).await.status, 303);
    }

    async fn a_retired_key_counts_no_more_and_a_third_is_not_taken(world: TestWorld) {
        world.own_system("cashier").await;
        let mut staff = world.logged_in("a-newcomer").await;
        let page = "/workbench/credentials";
        let shared = staff.submit(page, page, &[("shared", "yes")]).await;
        let secret = shared.between("密钥（十六进制）<span class=\"mono\">", "<");
        assert!(shared.body.contains("只显示这一次") && !staff.get(page).await.body.contains(&secret));
        let full = staff.submit(page, page, &[("shared", "yes")]).await;
        assert!(full.status == 422 && full.body.contains("同时有效的密钥最多两个"), "{}", full.body);
        let hand = world.newcomers_hand();
        let target = of_topic("application.report").unwrap().target().replace("{order_number}", "D1");
        assert_eq!(hand.get(&target).await.status, 200);
        let list = staff.get(page).await;
        let row = list.between(&hand.identity.serial, "</tr>");
        let retire = row.split("action=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(staff.submit(page, &retire, &[]).await.status, 303);
        assert_eq!(hand.get(&target).await.status, 401);
        // The shared secret goes on working.
        let mut by_code = world.newcomers_hand();
        by_code.identity.serial = shared.between("<p>序号 <span class=\"mono\">", "<");
        by_code.identity.signer = protocol::signed::Signer::Hmac(gm::MacKey::new(&hex::decode(secret).unwrap()));
        assert_eq!(by_code.get(&target).await.status, 200);
        let leaked = staff.submit(page, page, &[("pem", "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----")]).await;
        assert!(leaked.status == 422 && leaked.body.contains("请勿上传私钥"), "{}", leaked.body);
    }

    async fn a_key_that_another_process_retired_records_nothing_more_here(world: TestWorld) {
        world.own_system("cashier").await;
        let hand = world.newcomers_hand();
        let quote = |number: &str| wire::Quote {
            order_number: format!("D{number:0>18}"),
            fee: "600.00".into(),
            valid_until: world.world.now().plus(Timestamp::HOUR).to_seconds(),
        };
        assert_eq!(hand.send("quote", "k1", &quote("1")).await.status, 200);
        // Past this process's memory of it, as another process would.
        let held = store::credential::load_by_serial(&mut world.parts.store.reader(), &hand.identity.serial).await.unwrap().unwrap();
        let id = held.credential.id;
        let (action, platform) = (domain::access::Action::ReceiveMessage, domain::access::Relation::Platform);
        let stamp = world.world.system().stamp(&world.world, action, platform, id);
        let (stamp, event) = (stamp.unwrap(), domain::credential::retire(&held.credential, world.world.now()).unwrap());
        let retired = world.parts.store.write::<_, store::StoreError, _>(move |tx| {
            Box::pin(async move { store::credential::append(tx, &stamp, held.credential, &event).map(drop) })
        });
        retired.await.unwrap();
        for (key, number) in [("k1", "1"), ("k2", "2"), ("k2", "2")] {
            let answer = hand.send("quote", key, &quote(number)).await;
            assert_eq!(answer.status, 401, "{key}: {}", answer.body);
        }
        let kept = store::message::load_by_key(&mut world.parts.store.reader(), &hand.identity.app, "k2").await.unwrap();
        assert!(kept.is_none(), "{id} signs nothing that counts");
    }

    async fn a_key_is_registered_by_a_certificate_request_of_its_own_and_by_nobody_elses_certificate(world: TestWorld) {
        world.own_system("cashier").await;
        let openssl = |arguments: &str| {
            let mut openssl = std::process::Command::new("openssl");
            assert!(openssl.args(arguments.split(' ')).current_dir(world.folder.path()).output().unwrap().status.success(), "{arguments}");
        };
        // The request is made by OpenSSL over the very key that signs afterwards.
        let pass = format!("pass:{}", counterparts::demonstration::VAULT_PIN);
        let key = "institutions/hengyue.p8";
        openssl(&format!("req -new -sm3 -sigopt distid:1234567812345678 -key {key} -passin {pass} -subj /CN=interface -out request.pem"));
        let pem = std::fs::read_to_string(world.folder.path().join("request.pem")).unwrap();
        let page = "/workbench/credentials";
        let mut staff = world.logged_in("a-newcomer").await;
        let (foreign, _) = world.certificate("1-bidder");
        let refused = staff.submit(page, page, &[("pem", &foreign.to_pem().unwrap())]).await;
        assert!(refused.status == 422 && refused.body.contains("证书不属于本单位"), "{}", refused.body);
        assert_eq!(staff.submit(page, page, &[("pem", &pem)]).await.status, 303);
        let text = std::fs::read_to_string(world.folder.path().join(key)).unwrap();
        let signer = gm::key_file::decrypt(&text, counterparts::demonstration::VAULT_PIN).unwrap();
        let hand = world.hand(&world.persona("a-newcomer").uscc(), signer);
        let target = of_topic("application.report").unwrap().target().replace("{order_number}", "D1");
        assert_eq!(hand.get(&target).await.status, 200);
        assert_eq!(world.newcomers_hand().get(&target).await.status, 200, "the key before counts on while keys are changed");
    }

    async fn a_centre_reports_its_lots_in_any_order(world: TestWorld) {
        let hand = world.centres_hand("6-centre-xj").await;
        let number = lot("").lot_number;
        let change = wire::OpeningChange {
            lot_number: number.clone(),
            opens_at: "2026-12-27 09:00:00".into(),
            reason: "顺延七日".into(),
            announced_at: "2026-11-21 09:00:00".into(),
        };
        assert_eq!(hand.send("lot.opening_change", "b", &change).await.status, 200);
        world.run_jobs().await;
        assert_eq!(hand.send("lot", "a", &lot("2026-12-20 09:00:00")).await.status, 200);
        world.run_jobs().await;
        let found = world.browser().get("/650000/lots?q=%E5%A4%A9%E5%B1%B1%E5%A4%A7%E9%81%93%E8%B7%A8%E6%B2%B3").await;
        assert!(found.body.contains("天山大道跨河桥梁") && found.body.contains("2026-12-27 09:00"), "{}", found.body);
        let page = format!("/650000/lots/lot_{}", found.between("href=\"/650000/lots/lot_", "\""));
        let abort = wire::LotAbort { lot_number: number.clone(), reason: "有效投标人不足三家".into(), code: None, aborted_at: "2026-11-21 09:30:00".into() };
        assert_eq!(hand.send("lot.abort", "c", &abort).await.status, 200);
        let award = wire::LotAward {
            lot_number: number,
            winner: wire::Organisation { name: "天山北麓建设工程有限公司".into(), uscc: world.persona("1-bidder").uscc() },
            amount: "1.00".into(),
            awarded_at: "2026-11-21 09:20:00".into(),
        };
        world.run_jobs().await;
        assert_eq!(hand.send("lot.award", "d", &award).await.status, 200, "heard of late, and no more");
        world.run_jobs().await;
        assert!(world.browser().get(&page).await.body.contains("该标段已流标或终止"));
        let foreign = wire::LotReport { lot_number: "E4300003901006053077001".into(), ..lot("2026-12-20 09:00:00") };
        // What is wrong is told in the names of what was sent.
        let mut wrong = serde_json::to_value(lot("soon")).unwrap();
        (wrong["lot_number"], wrong["lot_name"], wrong["bid_security"]) = ("E1".into(), "".into(), "50,00.00".into());
        let told = hand.send("lot", "names", &wrong).await;
        for field in ["lot_number", "lot_name", "bid_security", "opens_at"] {
            assert!(told.status == 422 && told.body.contains(&format!("\"{field}\"")), "{field}: {}", told.body);
        }
        assert!(!told.body.contains("section_no") && !told.body.contains("guarantee_amount"), "{}", told.body);
        let refused = hand.send("lot", "e", &foreign).await;
        assert!(refused.status == 422 && refused.body.contains("不在本站点"), "{}", refused.body);
    }

    async fn the_opening_that_was_announced_last_counts_in_whatever_order_it_is_heard_of(world: TestWorld) {
        let hand = world.centres_hand("6-centre-xj").await;
        // Nothing is announced before it is.
        world.clock.advance(5 * 24 * Timestamp::HOUR);
        let change = |opens_at: &str, announced_at: &str| wire::OpeningChange {
            lot_number: lot("").lot_number,
            opens_at: opens_at.into(),
            reason: "顺延".into(),
            announced_at: announced_at.into(),
        };
        let said: [(&str, serde_json::Value); 5] = [
            ("lot", serde_json::to_value(lot("2026-12-20 09:00:00")).unwrap()),
            ("lot.opening_change", serde_json::to_value(change("2026-12-27 09:00:00", "2026-11-22 09:00:00")).unwrap()),
            ("lot.opening_change", serde_json::to_value(change("2027-01-05 09:00:00", "2026-11-25 09:00:00")).unwrap()),
            // What was announced first is heard of last, and the lot is reported once more as it was.
            ("lot.opening_change", serde_json::to_value(change("2026-12-24 09:00:00", "2026-11-21 09:00:00")).unwrap()),
            ("lot", serde_json::to_value(lot("2026-12-20 09:00:00")).unwrap()),
        ];
        for _ in 0..3 {
            for index in [0, 4, 2, 1, 3, 2, 0, 3] {
                let (topic, message) = &said[index];
                assert_eq!(hand.send(topic, &format!("{index}/{}", next(&world, 1_000_000)), message).await.status, 200);
                world.run_jobs().await;
            }
            let found = world.browser().get("/650000/lots?q=%E5%A4%A9%E5%B1%B1%E5%A4%A7%E9%81%93%E8%B7%A8%E6%B2%B3").await;
            assert!(found.body.contains("2027-01-05 09:00"), "{}", found.body);
        }
        let number = lot("").lot_number;
        let mut reader = world.parts.store.reader();
        assert!(store::message::list_of_subject(&mut reader, &number, MessageState::Suspended).await.unwrap().is_empty());
        let again = change("2027-02-01 09:00:00", "2026-11-25 09:00:00");
        assert_eq!(hand.send("lot.opening_change", "two-at-once", &again).await.status, 200);
        world.run_jobs().await;
        assert_eq!(store::message::list_of_subject(&mut reader, &number, MessageState::Suspended).await.unwrap().len(), 1, "a person looks at it");
    }
}
