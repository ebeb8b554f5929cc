//! Conformance runs: what acceptance rests on.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use counterparts::institution::{Institution, Manners};
use domain::message::MessageState;
use domain::time::Timestamp;
use std::io::Write;
use std::sync::{Arc, Mutex};
use testkit::{Browser, Kind, TestWorld, on_both_engines};

const PAGE: &str = "/workbench/conformance";

pub(crate) async fn start(world: &TestWorld, styles: &[(&str, &str)]) -> Browser {
    let mut staff = world.logged_in("a-newcomer").await;
    let started = staff.submit(PAGE, PAGE, styles).await;
    assert_eq!((started.status, started.location.as_str()), (303, PAGE), "{}", started.body);
    staff
}

/// What the page says when the run is over.
pub(crate) const OVER: &str = "<dt>签名报告</dt>";

/// Lets the run go on until its page says so, at most ten minutes; gives back the page.
pub(crate) async fn follow(world: &TestWorld, institution: &Institution, staff: &mut Browser, until: &str) -> String {
    for _ in 0..600 {
        world.exchange(institution).await;
        let page = staff.get(PAGE).await.body;
        if page.contains(until) {
            return page;
        }
        world.clock.advance(Timestamp::SECOND);
    }
    staff.get(PAGE).await.body
}

on_both_engines! {
    async fn the_reference_institution_conforms_and_its_report_is_the_platforms_word(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let mut staff = start(&world, &[("transfer", "yes"), ("cashier", "yes")]).await;
        let page = follow(&world, &institution, &mut staff, "打开收银台").await;
        let cashier = page.split("<p><a class=\"btn\" href=\"").nth(1).unwrap().split('"').next().unwrap();
        let http = partners::http::builder(std::time::Duration::from_secs(5)).build().unwrap();
        http.post(cashier).send().await.unwrap();
        let page = follow(&world, &institution, &mut staff, OVER).await;
        assert!(page.contains("未通过 0 项，不适用 0 项"), "{page} {:?}", institution.trouble());

        let address = page.split(&format!("href=\"{PAGE}/")).nth(1).unwrap().split('"').next().unwrap();
        let report = staff.get(&format!("{PAGE}/{address}")).await;
        let text = String::from_utf8(report.bytes.to_vec()).unwrap();
        let (said, signed) = text.trim_end().split_once('\n').unwrap();
        let signed: serde_json::Value = serde_json::from_str(signed).unwrap();
        let signature = STANDARD.decode(signed["signature"].as_str().unwrap()).unwrap();
        let path = |name: &str| world.folder.path().join(name);
        std::fs::write(path("said"), said).unwrap();
        std::fs::write(path("signature"), signature).unwrap();
        let verify = "pkeyutl -verify -certin -inkey systems/platform.cer -sigfile signature -rawin -digest sm3 -in said";
        let mut openssl = std::process::Command::new("openssl");
        openssl.args(verify.split(' ')).args(["-pkeyopt", "distid:1234567812345678"]).current_dir(world.folder.path());
        assert!(openssl.status().unwrap().success(), "OpenSSL does not verify the report");
        let said: serde_json::Value = serde_json::from_str(said).unwrap();
        assert_eq!((said["failed"].as_i64(), said["address"].as_str()), (Some(0), Some(institution.address().as_str())));
        // Somebody else's report does not exist.
        assert_eq!(world.logged_in("3-insurer").await.get(&format!("{PAGE}/{address}")).await.status, 404);
    }

    async fn an_institution_that_issues_another_amount_or_refuses_does_not_conform(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        institution.behave(Manners { wrong_amount: true, ..Manners::default() });
        let mut staff = start(&world, &[("transfer", "yes")]).await;
        let page = follow(&world, &institution, &mut staff, OVER).await;
        assert!(page.contains("与订单不一致：担保金额"), "{page}");
        institution.behave(Manners { refuses: true, ..Manners::default() });
        staff = start(&world, &[("transfer", "yes")]).await;
        let page = follow(&world, &institution, &mut staff, OVER).await;
        assert!(page.contains("机构答复不承保"), "{page}");
    }

    async fn nobody_at_the_address_ends_the_run_at_once(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        world.move_institution("http://127.0.0.1:9").await;
        let mut staff = start(&world, &[("transfer", "yes")]).await;
        let page = follow(&world, &institution, &mut staff, OVER).await;
        assert!(page.contains("申请推送未收妥，其后未测试") && page.contains("没有可信的答复"), "{page}");
        let none = staff.submit(PAGE, PAGE, &[]).await;
        assert!(none.status == 422 && none.body.contains("请选择至少一种支付方式"), "{}", none.body);
    }

    async fn an_order_of_a_run_can_be_spoken_of_by_nobody_else(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let (address, styles) = (institution.address(), [domain::product::PaymentStyle::Transfer]);
        let number = app::conformance::start::start_at(&world.world, &address, &styles).await.unwrap().application(1);
        let other = world.sharers_hand("3-insurer").await;
        let decision = protocol::message::Decision {
            order_number: number.clone(), accepted: true, reason: String::new(), decided_at: world.world.now().to_seconds()
        };
        assert_eq!(other.send("decision", "k1", &decision).await.status, 200);
        world.run_jobs().await;
        let mut reader = world.parts.store.reader();
        let said = store::message::list_of_subject(&mut reader, &number, MessageState::Suspended).await.unwrap();
        assert_eq!(said.len(), 1, "another institution's word is left to a person");
    }
}

/// Where a log goes.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// On one thread, as a log is caught for a thread.
#[tokio::test]
async fn a_message_that_a_run_turns_away_on_purpose_is_no_error_in_the_log_p13() {
    let log = Log::default();
    let caught = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || caught.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let world = TestWorld::new(Kind::Sqlite).await;
    let institution = world.own_system("transfer").await;
    let (address, styles) = (institution.address(), [domain::product::PaymentStyle::Transfer]);
    let number = app::conformance::start::start_at(&world.world, &address, &styles).await.unwrap().application(1);
    let decided_at = world.world.now().to_seconds();
    let decision = protocol::message::Decision { order_number: number, accepted: true, reason: String::new(), decided_at };
    let hand = world.newcomers_hand();
    assert_eq!(hand.send("decision", "k1", &decision).await.status, 503, "to see whether it comes again");
    assert_eq!(hand.send("decision", "k1", &decision).await.status, 200);
    assert!(!log.text().contains("ERROR"), "{}", log.text());
    tracing::error!("what would be one");
    assert!(log.text().contains("ERROR"), "errors are caught here");
}
