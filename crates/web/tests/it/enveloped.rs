//! An institution whose system has a wire of its own: the same trade in other words.

use crate::conformance::{OVER, follow, start};
use crate::own_system::{pay, submitted};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use counterparts::institution::Manners;
use domain::institution::Wire;
use domain::time::Timestamp;
use expect_test::expect_file;
use gm::{SecretKey, key_file};
use partners::institution::enveloped::envelope::{Envelope, nonce};
use partners::institution::enveloped::field::to_ours;
use partners::institution::enveloped::interface::of_topic;
use partners::institution::enveloped::message::{request, taken};
use partners::institution::foreign::ROUTE;
use protocol::message::Receipt;
use serde_json::{Value, json};
use testkit::{Fetched, Seeded, TestWorld, on_both_engines};

/// The example key of GB/T 32918.5, which everybody knows, for the institution; for the platform one that is as well known from here on.
const KEY: &str = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
const PLATFORM_KEY: &str = "59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21";
const TIME: &str = "2026-11-21 10:00:00";

/// The institution's key.
fn key(world: &TestWorld) -> SecretKey {
    let pem = std::fs::read_to_string(world.folder.path().join("institutions/hengyue.api.p8")).unwrap();
    key_file::decrypt(&pem, counterparts::demonstration::VAULT_PIN).unwrap()
}

/// An envelope around `data` by this key, made this many seconds ago.
fn envelope(world: &TestWorld, key: &SecretKey, data: &Value, ago: i64) -> Envelope {
    let (entropy, time) = (world.parts.entropy.as_ref(), world.world.now().plus(-ago * Timestamp::SECOND).to_seconds());
    Envelope::seal(&data.to_string(), &nonce(entropy), &time, key, None, entropy).unwrap()
}

async fn post(world: &TestWorld, uscc: &str, interface: &str, envelope: &Envelope) -> Fetched {
    let target = ROUTE.replace("{uscc}", uscc).replace("{interface}", interface);
    world.browser().send("POST", &target, &[("content-type", "application/json")], envelope.to_json()).await
}

/// What an answer says.
fn said(world: &TestWorld, key: &SecretKey, answer: &Fetched) -> Value {
    let platform = world.world.certificate().public_key().unwrap();
    let opened = Envelope::open(&answer.bytes, key, &[platform]).unwrap();
    serde_json::from_str(&opened.text).unwrap()
}

fn known(hex: &str) -> SecretKey {
    SecretKey::from_bytes(&hex::decode(hex).unwrap().try_into().unwrap()).unwrap()
}

/// A payment result in this wire, from the message of the specification to the answer: what the page shows (P13).
fn example() -> Value {
    let (own, platform, entropy) = (known(KEY), known(PLATFORM_KEY), Seeded::new(1));
    let interface = of_topic("paid").unwrap();
    let ours: Value = serde_json::from_str(protocol::catalogue::of_topic("paid").unwrap().sample).unwrap();
    let data = request(interface, Some("20261121000001"), &ours).unwrap().to_string();
    let asked = nonce(&entropy);
    let plain = Envelope::seal(&data, &asked, TIME, &own, None, &entropy).unwrap();
    let sealed = Envelope::seal(&data, &asked, TIME, &own, Some(&platform.public_key()), &entropy).unwrap();
    let receipt = Receipt { receipt_id: "msg_01".into(), received_at: TIME.into() };
    let answer = taken(&receipt).to_string();
    let answered = Envelope::seal(&answer, &asked, TIME, &platform, Some(&own.public_key()), &entropy).unwrap();
    // What is shown is what the platform opens, and what an institution opens of it.
    for envelope in [&plain, &sealed] {
        let opened = Envelope::open(&envelope.to_json(), &platform, &[own.public_key()]).unwrap();
        let text: Value = serde_json::from_str(&opened.text).unwrap();
        assert_eq!(to_ours(interface.fields, &text).unwrap(), ours);
    }
    let opened = Envelope::open(&answered.to_json(), &own, &[platform.public_key()]).unwrap();
    assert!(opened.answers(&asked, TIME) && opened.text == answer);
    json!({
        "institution_key": KEY,
        "institution_public": hex::encode(own.public_key().to_bytes()),
        "platform_key": PLATFORM_KEY,
        "platform_public": hex::encode(platform.public_key().to_bytes()),
        "interface": interface.name,
        "ours": serde_json::to_string_pretty(&ours).unwrap(),
        "data": data,
        "signed": format!("{data}0{asked}{TIME}"),
        "signed_sealed": format!("{data}1{asked}{TIME}"),
        "plain": serde_json::to_string_pretty(&plain).unwrap(),
        "sealed": serde_json::to_string_pretty(&sealed).unwrap(),
        "answer": answer,
        "answered": serde_json::to_string_pretty(&answered).unwrap(),
    })
}

#[test]
fn p13_the_example_of_the_page_is_what_our_code_makes_and_opens() {
    let text = serde_json::to_string_pretty(&example()).unwrap();
    expect_file!["../../../../docs/reference/enveloped-example.json"].assert_eq(&format!("{text}\n"));
}

on_both_engines! {
    async fn an_order_is_accepted_paid_and_issued_in_the_institutions_own_words(world: TestWorld) {
        let institution = world.own_system_with(Wire::Enveloped, "cashier").await;
        let (mut bidder, order) = submitted(&world, &institution).await;
        pay(&mut bidder, &order).await;
        world.exchange(&institution).await;
        let page = bidder.get(&order).await;
        assert!(page.body.contains("保函已出具"), "{} {:?}", page.body, (institution.book().refusals(), institution.trouble()));
        let letter = bidder.get(&format!("{order}/documents/letter.ofd")).await;
        assert_eq!((letter.status, &letter.bytes[..2]), (200, b"PK".as_slice()));
    }

    async fn k9_a_letter_with_any_text_is_left_to_a_person_in_this_wire_too(world: TestWorld) {
        let institution = world.own_system_with(Wire::Enveloped, "cashier").await;
        let (mut bidder, order) = submitted(&world, &institution).await;
        institution.behave(Manners { any_text: true, ..Manners::default() });
        pay(&mut bidder, &order).await;
        world.exchange(&institution).await;
        assert!(!bidder.get(&order).await.body.contains("保函已出具"));
        let health = world.logged_in("a-newcomer").await.get("/workbench/health").await;
        assert!(health.body.contains("没有写明申请人统一社会信用代码"), "{}", health.body);
    }

    async fn a_system_with_a_wire_of_its_own_conforms_to_the_same_specification(world: TestWorld) {
        let institution = world.own_system_with(Wire::Enveloped, "transfer").await;
        let mut staff = start(&world, &[("transfer", "yes")]).await;
        let page = follow(&world, &institution, &mut staff, OVER).await;
        assert!(page.contains("未通过 0 项，不适用 2 项"), "{page} {:?}", institution.trouble());
    }

    async fn an_envelope_counts_once_now_from_its_institution_and_for_its_interface(world: TestWorld) {
        let institution = world.own_system_with(Wire::Enveloped, "cashier").await;
        let (mut bidder, order) = submitted(&world, &institution).await;
        let number = bidder.get(&order).await.between("订单 <span class=\"mono\">", "<");
        let (uscc, own) = (world.persona("a-newcomer").uscc(), key(&world));
        let query = json!({"interface": "DlgOrderStQuery", "order_no": number});
        let good = envelope(&world, &own, &query, 0);
        let answer = post(&world, &uscc, "DlgOrderStQuery", &good).await;
        let report = said(&world, &own, &answer);
        assert_eq!((report["status"].as_str(), report["order_status"].as_str()), (Some("1"), Some("20")), "{report}");

        assert_eq!(post(&world, &uscc, "DlgOrderStQuery", &good).await.status, 401, "the same request again");
        let stranger = SecretKey::generate(world.parts.entropy.as_ref());
        for (envelope, interface, what) in [
            (envelope(&world, &stranger, &query, 0), "DlgOrderStQuery", "somebody else's key"),
            (envelope(&world, &own, &query, 301), "DlgOrderStQuery", "five minutes old"),
            (envelope(&world, &own, &query, 0), "DlgAuditResult", "another interface"),
            (Envelope { data: query.to_string().replace(&number, "X"), ..envelope(&world, &own, &query, 0) }, "DlgOrderStQuery", "altered"),
        ] {
            assert_eq!(post(&world, &uscc, interface, &envelope).await.status, 401, "{what}");
        }
        let other = world.persona("3-insurer").uscc();
        assert_eq!(post(&world, &other, "DlgOrderStQuery", &envelope(&world, &own, &query, 0)).await.status, 401, "another institution");
    }

    async fn what_is_not_understood_is_refused_under_the_platforms_signature(world: TestWorld) {
        let institution = world.own_system_with(Wire::Enveloped, "cashier").await;
        let (mut bidder, order) = submitted(&world, &institution).await;
        let number = bidder.get(&order).await.between("订单 <span class=\"mono\">", "<");
        let (uscc, own) = (world.persona("a-newcomer").uscc(), key(&world));
        let paid = |serial: &str, amount: &str| json!({
            "interface": "DlgPaySuccess", "serial_no": serial, "order_no": number, "pay_amount": amount, "payee_account_no": "1",
            "payer_account_name": "甲", "payer_account_no": "2", "bank_serial_no": "S1", "pay_time": "2026-11-21 10:00:00",
        });
        for (data, reason) in [
            (paid("S1", "12.345"), "pay_amount：金额最多两位小数"),
            (paid("", "12.340000"), "Idempotency-Key"),
            (json!({"interface": "DlgPaySuccess", "serial_no": "S2"}), "order_number"),
        ] {
            let answer = post(&world, &uscc, "DlgPaySuccess", &envelope(&world, &own, &data, 0)).await;
            let said = said(&world, &own, &answer);
            assert_eq!(said["status"], "0");
            assert!(said["ackMsg"].as_str().unwrap().contains(reason), "{said}");
        }
        let first = post(&world, &uscc, "DlgPaySuccess", &envelope(&world, &own, &paid("S3", "12.340000"), 0)).await;
        let (first, again) = (said(&world, &own, &first), {
            let answer = post(&world, &uscc, "DlgPaySuccess", &envelope(&world, &own, &paid("S3", "12.340000"), 0)).await;
            said(&world, &own, &answer)
        });
        assert_eq!((first["status"].as_str(), &first["receipt_no"]), (Some("1"), &again["receipt_no"]));
        let another = post(&world, &uscc, "DlgPaySuccess", &envelope(&world, &own, &paid("S3", "99.000000"), 0)).await;
        assert_eq!(said(&world, &own, &another)["status"], "0", "the same serial for another message");
        world.run_jobs().await;
        assert!(bidder.get(&order).await.body.contains("等待支付"), "another amount settles nothing");
    }

    async fn the_signature_over_an_envelope_is_what_openssl_verifies(world: TestWorld) {
        let own = key(&world);
        let sealed = envelope(&world, &own, &json!({"order_no": "D1"}), 0);
        let text = format!("{}{}{}{}", sealed.data, sealed.encrypt, sealed.nonce_str, sealed.time_stamp);
        let path = |name: &str| world.folder.path().join(name);
        std::fs::write(path("said"), text).unwrap();
        std::fs::write(path("signature"), STANDARD.decode(&sealed.sign).unwrap()).unwrap();
        let verify = "pkeyutl -verify -certin -inkey institutions/hengyue.api.cer -sigfile signature -rawin -digest sm3 -in said";
        let mut openssl = std::process::Command::new("openssl");
        openssl.args(verify.split(' ')).args(["-pkeyopt", "distid:1234567812345678"]).current_dir(world.folder.path());
        assert!(openssl.status().unwrap().success(), "OpenSSL does not verify the envelope");
    }
}
