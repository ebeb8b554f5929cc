use domain::signing::SigningPayload;
use domain::time::Timestamp;
use gm::certificate::{Authority, Purpose, RevocationList, Subject};
use gm::key_file;
use testkit::{TestWorld, on_both_engines};

fn authority(world: &TestWorld) -> Authority {
    let read = |name: &str| std::fs::read_to_string(world.folder.path().join("ca").join(name)).unwrap();
    let certificate = gm::certificate::Certificate::from_pem(&read("ca.cer")).unwrap().remove(0);
    Authority::resume(key_file::decrypt(&read("ca.p8"), counterparts::demonstration::VAULT_PIN).unwrap(), certificate)
}

/// The authority lists anew what is revoked: nothing, for a week from now. Without a list that is young enough nobody logs in.
pub(crate) fn list_anew(world: &TestWorld) {
    let now = world.world.now().seconds();
    let list = authority(world).revoke(&[], (now - 60, now + 7 * 86_400), world.parts.entropy.as_ref()).unwrap();
    std::fs::write(world.folder.path().join("trust/demonstration.crl"), list.to_pem().unwrap()).unwrap();
}

fn subject() -> Subject {
    Subject { name: "天山北麓建设工程有限公司".into(), code: "91650100MA7ABCD12T".into() }
}

on_both_engines! {
    async fn a_replayed_challenge_is_refused(world: TestWorld) {
        let (certificate, key) = world.certificate("1-bidder");
        let mut browser = world.browser();
        let challenge = browser.challenge().await;
        let signature = key.sign(&challenge.canonical(), world.parts.entropy.as_ref()).unwrap();
        assert_eq!(browser.answer(&challenge, &certificate, &signature).await.status, 303);
        let replayed = browser.answer(&challenge, &certificate, &signature).await;
        assert!(replayed.status == 401 && replayed.body.contains("已使用或已过期"), "{}", replayed.body);
    }

    async fn a_challenge_counts_for_two_minutes_and_for_its_own_browser(world: TestWorld) {
        let (certificate, key) = world.certificate("1-bidder");
        let sign = |challenge: &SigningPayload| key.sign(&challenge.canonical(), world.parts.entropy.as_ref()).unwrap();
        let mut browser = world.browser();
        let challenge = browser.challenge().await;
        world.clock.advance(120 * Timestamp::SECOND);
        assert_eq!(browser.answer(&challenge, &certificate, &sign(&challenge)).await.status, 401);
        let challenge = browser.challenge().await;
        let mut other = world.browser();
        other.get("/login").await;
        assert_eq!(other.answer(&challenge, &certificate, &sign(&challenge)).await.status, 401);
        assert_eq!(browser.answer(&challenge, &certificate, &sign(&challenge)).await.status, 303);
    }

    async fn a_forged_certificate_with_the_right_names_is_refused(world: TestWorld) {
        let entropy = world.parts.entropy.as_ref();
        let now = world.world.now().seconds();
        let real = authority(&world);
        let names = (real.certificate().subject_attribute("2.5.4.3").unwrap(), real.certificate().subject_attribute("2.5.4.10").unwrap());
        let forger = Authority::create(&names.0, &names.1, (now - 60, now + 600), entropy).unwrap();
        let key = gm::SecretKey::generate(entropy);
        let forged = forger.issue(&subject(), &key.public_key(), Purpose::Sign, (now - 60, now + 600), entropy).unwrap();
        let answer = world.browser().login(&forged, &key, entropy).await;
        assert!(answer.status == 401 && answer.body.contains("证书签名无效"), "{}", answer.body);
    }

    async fn an_expired_a_revoked_and_an_encryption_certificate_are_refused_with_what_to_do(world: TestWorld) {
        let entropy = world.parts.entropy.as_ref();
        let now = world.world.now().seconds();
        let authority = authority(&world);
        let key = gm::SecretKey::generate(entropy);
        let issue = |purpose, until| authority.issue(&subject(), &key.public_key(), purpose, (now - 600, until), entropy).unwrap();
        let expired = world.browser().login(&issue(Purpose::Sign, now - 1), &key, entropy).await;
        assert!(expired.status == 401 && expired.body.contains("证书已过期，请到发证机构更新后重试"), "{}", expired.body);
        let encryption = world.browser().login(&issue(Purpose::Encrypt, now + 600), &key, entropy).await;
        assert!(encryption.status == 401 && encryption.body.contains("请选择签名证书"), "{}", encryption.body);
        let good = issue(Purpose::Sign, now + 600);
        assert_eq!(world.browser().login(&good, &key, entropy).await.status, 303);
        // The list is replaced while the platform runs, and counts at once.
        let list: RevocationList = authority.revoke(std::slice::from_ref(&good), (now - 60, now + 600), entropy).unwrap();
        std::fs::write(world.folder.path().join("trust/demonstration.crl"), list.to_pem().unwrap()).unwrap();
        let revoked = world.browser().login(&good, &key, entropy).await;
        assert!(revoked.status == 401 && revoked.body.contains("证书已被吊销"), "{}", revoked.body);
    }

    async fn a_company_whose_check_character_does_not_fit_logs_in_with_its_certificate_23(world: TestWorld) {
        let entropy = world.parts.entropy.as_ref();
        let now = world.world.now().seconds();
        let key = gm::SecretKey::generate(entropy);
        let issue = |code: &str| {
            let subject = Subject { name: "鹭岛海沧建筑工程有限公司".into(), code: code.into() };
            authority(&world).issue(&subject, &key.public_key(), Purpose::Sign, (now - 60, now + 600), entropy).unwrap()
        };
        let mut browser = world.browser();
        assert_eq!(browser.login(&issue("91350203M0001QKT19"), &key, entropy).await.status, 303);
        assert!(browser.get("/applications").await.body.contains("鹭岛海沧建筑工程有限公司"));
        let answer = world.browser().login(&issue("91350203M0001QKTI9"), &key, entropy).await;
        assert!(answer.status == 401 && answer.body.contains("没有有效的统一社会信用代码"), "{}", answer.body);
    }

    async fn a_session_ends_when_its_certificate_is_revoked_l6(world: TestWorld) {
        let entropy = world.parts.entropy.as_ref();
        let now = world.world.now().seconds();
        let (certificate, key) = world.certificate("3-insurer");
        let mut clerk = world.browser();
        assert_eq!(clerk.login(&certificate, &key, entropy).await.status, 303);
        let mut other = world.logged_in("1-bidder").await;
        assert_eq!(clerk.get("/workbench").await.status, 200);
        let list = authority(&world).revoke(&[certificate], (now - 60, now + 600), entropy).unwrap();
        std::fs::write(world.folder.path().join("trust/newer.crl"), list.der()).unwrap();
        assert_ne!(clerk.get("/workbench").await.status, 200, "the open session is over at the next request");
        assert_eq!(other.get("/applications").await.status, 200, "nobody else's is");
    }

    async fn a_bad_or_expired_list_locks_out_nobody_whom_it_does_not_concern_l6(world: TestWorld) {
        let entropy = world.parts.entropy.as_ref();
        let now = world.world.now().seconds();
        let trust = world.folder.path().join("trust");
        std::fs::write(trust.join("broken.crl"), b"not a list").unwrap();
        std::fs::write(trust.join("documents/broken.cer"), b"-----BEGIN CERTIFICATE-----").unwrap();
        let another = Authority::create("another", "another", (now - 60, now + 600), entropy).unwrap();
        std::fs::write(trust.join("another.CRL"), another.revoke(&[], (now - 90, now - 60), entropy).unwrap().der()).unwrap();
        // An older list of the same authority, in DER, beside the current one.
        let old = authority(&world).revoke(&[], (now - 900, now - 600), entropy).unwrap();
        std::fs::write(trust.join("a-old.crl"), old.der()).unwrap();
        let (certificate, key) = world.certificate("1-bidder");
        assert_eq!(world.browser().login(&certificate, &key, entropy).await.status, 303);
        // Once the only list of the authority has run out, its people wait for a newer one.
        std::fs::remove_file(trust.join("demonstration.crl")).unwrap();
        let refused = world.browser().login(&certificate, &key, entropy).await;
        assert!(refused.status == 401 && refused.body.contains("无法确认证书是否被吊销"), "{}", refused.body);
    }

    async fn keys_of_systems_do_not_log_in_l8(world: TestWorld) {
        let entropy = world.parts.entropy.as_ref();
        let read = |name: &str| {
            let path = world.folder.path().join(name);
            let certificate = std::fs::read_to_string(path.with_extension("cer")).unwrap();
            let key = key_file::decrypt(&std::fs::read_to_string(path.with_extension("p8")).unwrap(), counterparts::demonstration::VAULT_PIN);
            (gm::certificate::Certificate::from_pem(&certificate).unwrap().remove(0), key.unwrap())
        };
        for (name, why) in [("vault/jianghai", "签章证书"), ("systems/bank", "系统证书"), ("systems/platform", "系统证书"), ("systems/tsa", "证书用途不符")] {
            let (certificate, key) = read(name);
            let answer = world.browser().login(&certificate, &key, entropy).await;
            assert!(answer.status == 401 && answer.body.contains(why), "{name}: {}", answer.body);
        }
    }

    async fn a_registered_interface_key_does_not_log_in_and_a_login_certificate_is_not_registered_l8(world: TestWorld) {
        let entropy = world.parts.entropy.as_ref();
        let now = world.world.now().seconds();
        let (certificate, _) = world.certificate("3-insurer");
        let mut clerk = world.logged_in("3-insurer").await;
        let own = clerk.submit("/workbench/credentials", "/workbench/credentials", &[("pem", &certificate.to_pem().unwrap())]).await;
        assert!(own.status != 303 && own.body.contains("登录所用的证书"), "{} {}", own.status, own.body);
        let key = gm::SecretKey::generate(entropy);
        let who = Subject { name: certificate.subject_attribute("2.5.4.10").unwrap(), code: certificate.extension_text("1.2.156.10260.4.1.4").unwrap() };
        let system = authority(&world).issue(&who, &key.public_key(), Purpose::Sign, (now - 60, now + 86_400), entropy).unwrap();
        let added = clerk.submit("/workbench/credentials", "/workbench/credentials", &[("pem", &system.to_pem().unwrap())]).await;
        assert!(matches!(added.status, 200 | 303), "{} {}", added.status, added.body);
        let answer = world.browser().login(&system, &key, entropy).await;
        assert!(answer.status == 401 && answer.body.contains("接口密钥"), "{}", answer.body);
    }

    async fn a_certificate_with_a_wrong_code_is_refused(world: TestWorld) {
        let entropy = world.parts.entropy.as_ref();
        let now = world.world.now().seconds();
        let key = gm::SecretKey::generate(entropy);
        let wrong = Subject { name: "某公司".into(), code: "91610113MA6G455U0".into() };
        let certificate = authority(&world).issue(&wrong, &key.public_key(), Purpose::Sign, (now - 60, now + 600), entropy).unwrap();
        let answer = world.browser().login(&certificate, &key, entropy).await;
        assert!(answer.status == 401 && answer.body.contains("统一社会信用代码"), "{}", answer.body);
    }

    async fn a_signature_for_another_origin_does_not_log_in(world: TestWorld) {
        let (certificate, key) = world.certificate("1-bidder");
        let mut browser = world.browser();
        let challenge = browser.challenge().await;
        let SigningPayload::Login { nonce, expires, .. } = challenge.clone() else { unreachable!("a login") };
        let elsewhere = SigningPayload::Login { origin: "http://evil.test".into(), nonce, expires };
        let signature = key.sign(&elsewhere.canonical(), world.parts.entropy.as_ref()).unwrap();
        assert_eq!(browser.answer(&challenge, &certificate, &signature).await.status, 401);
    }

    async fn a_session_ends_after_half_an_hour_without_use_and_after_twelve_hours(world: TestWorld) {
        let mut browser = world.logged_in("1-bidder").await;
        world.clock.advance(29 * Timestamp::MINUTE);
        assert_eq!(browser.get("/applications").await.status, 200);
        world.clock.advance(30 * Timestamp::MINUTE);
        assert_eq!(browser.get("/applications").await.status, 303);
        let mut busy = world.logged_in("1-bidder").await;
        for _ in 0..25 {
            world.clock.advance(29 * Timestamp::MINUTE);
            busy.get("/applications").await;
        }
        assert_eq!(busy.get("/applications").await.status, 303);
    }

    async fn logging_out_ends_the_session_for_every_tab(world: TestWorld) {
        let mut browser = world.logged_in("1-bidder").await;
        let mut tab = browser.clone();
        let ended = browser.submit("/650000/lots", "/logout", &[]).await;
        assert_eq!((ended.status, ended.headers["clear-site-data"].as_str()), (303, "\"cache\""), "the next one at the machine sees nothing");
        assert_eq!(tab.get("/applications").await.status, 303);
    }

    async fn the_demonstration_ca_is_refused_outside_a_demonstration(world: TestWorld) {
        assert!(app::identity::TrustFolder::open(&world.folder.path().join("trust"), false).is_err());
    }

    async fn the_centre_sees_days_before_that_a_revocation_list_runs_out_l6(world: TestWorld) {
        let page = world.logged_in("6-centre-xj").await.get("/centre/institutions").await.body;
        assert!(!page.contains("证书信任需要处理"), "{page}");
        let ends = app::identity::condition::look(&world.world).unwrap().list_ends_in.unwrap();
        world.clock.advance((ends - 2 * 86_400) * Timestamp::SECOND);
        let page = world.logged_in("6-centre-xj").await.get("/centre/institutions").await.body;
        assert!(page.contains("的吊销列表将于") && page.contains("请准备更换"), "{page}");
    }
}

/// The mark of the demonstration's authority is looked for in every folder of anchors (L6).
#[test]
fn a_demonstration_anchor_is_refused_in_whatever_folder_it_lies_l6() {
    use app::document::trust::TrustError;
    let entropy = gm::SystemEntropy;
    let make = |name: &str| Authority::create(name, "x", (0, 4_000_000_000), &entropy).unwrap().certificate().to_pem().unwrap();
    for folder in ["documents", "makers", "timestamps", "interface", "licences"] {
        let trust = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(trust.path().join(folder)).unwrap();
        std::fs::write(trust.path().join("root.cer"), make("root")).unwrap();
        std::fs::write(trust.path().join(folder).join("d.cer"), make(gm::DEMONSTRATION_MARK)).unwrap();
        let opened = app::identity::TrustFolder::open(trust.path(), false);
        assert!(matches!(opened, Err(TrustError::Demonstration(_))), "{folder}");
        assert!(app::identity::TrustFolder::open(trust.path(), true).is_ok());
    }
}
