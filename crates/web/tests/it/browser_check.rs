//! What a person learns about their computer and certificate before logging in.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::signing::SigningPayload;
use gm::SecretKey;
use gm::certificate::{Authority, Certificate, Purpose, Subject};
use gm::key_file;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

async fn challenge(browser: &mut Browser) -> SigningPayload {
    browser.get("/check").await;
    serde_json::from_str(&browser.post("/check/challenge", &[]).await.body).unwrap()
}

async fn answer(browser: &mut Browser, payload: &SigningPayload, certificate: &Certificate, signature: &[u8], path: &str) -> Fetched {
    let (SigningPayload::Check { nonce, expires, .. } | SigningPayload::Login { nonce, expires, .. }) = payload else {
        unreachable!("no challenge")
    };
    let (chain, signature, expires) = (STANDARD.encode(certificate.der()), STANDARD.encode(signature), expires.to_string());
    browser
        .post(path, &[("nonce", nonce.as_str()), ("expires", &expires), ("chain", &chain), ("signature", &signature), ("next", "")])
        .await
}

async fn checked(world: &TestWorld, certificate: &Certificate, key: &SecretKey) -> Fetched {
    let mut browser = world.browser();
    let payload = challenge(&mut browser).await;
    let signature = key.sign(&payload.canonical(), world.parts.entropy.as_ref()).unwrap();
    let answer = answer(&mut browser, &payload, certificate, &signature, "/check").await;
    assert!(!browser.cookies.contains_key("kaihan"), "nobody is logged in");
    answer
}

on_both_engines! {
    async fn a_certificate_is_told_good_expired_revoked_or_unknown_with_what_to_do(world: TestWorld) {
        let entropy = world.parts.entropy.as_ref();
        let (certificate, key) = world.certificate("1-bidder");
        let good = checked(&world, &certificate, &key).await;
        assert_eq!(good.status, 200, "{}", good.body);
        for part in ["天山北麓建设工程有限公司", "有效期至", "由受信任的发证机构签发，未被吊销"] {
            assert!(good.body.contains(part), "{part}: {}", good.body);
        }
        let read = |name: &str| std::fs::read_to_string(world.folder.path().join("ca").join(name)).unwrap();
        let anchor = Certificate::from_pem(&read("ca.cer")).unwrap().remove(0);
        let authority = Authority::resume(key_file::decrypt(&read("ca.p8"), counterparts::demonstration::VAULT_PIN).unwrap(), anchor);
        let subject = Subject { name: "天山北麓建设工程有限公司".into(), code: "91650100MA7ABCD12T".into() };
        let (now, own) = (world.world.now().seconds(), SecretKey::generate(entropy));
        let issue = |purpose, until| authority.issue(&subject, &own.public_key(), purpose, (now - 600, until), entropy).unwrap();
        let expired = checked(&world, &issue(Purpose::Sign, now - 1), &own).await;
        assert!(expired.status == 200 && expired.body.contains("过期，请联系发证机构更新"), "{}", expired.body);
        let soon = checked(&world, &issue(Purpose::Sign, now + 5 * 86_400), &own).await;
        assert!(soon.body.contains("还有 5 天"), "{}", soon.body);
        let encrypting = checked(&world, &issue(Purpose::Encrypt, now + 86_400), &own).await;
        assert!(encrypting.body.contains("请选择签名证书"), "{}", encrypting.body);
        let stranger = Authority::create("外省CA", "外省CA", (now - 60, now + 86_400), entropy).unwrap();
        let foreign = stranger.issue(&subject, &own.public_key(), Purpose::Sign, (now - 60, now + 86_400), entropy).unwrap();
        assert!(checked(&world, &foreign, &own).await.body.contains("不是由本平台认可的电子认证机构签发"));
        let revoked = issue(Purpose::Sign, now + 86_400);
        let list = authority.revoke(std::slice::from_ref(&revoked), (now - 60, now + 600), entropy).unwrap();
        std::fs::write(world.folder.path().join("trust/demonstration.crl"), list.to_pem().unwrap()).unwrap();
        assert!(checked(&world, &revoked, &own).await.body.contains("已被吊销"));
    }

    async fn a_check_logs_nobody_in_and_counts_once(world: TestWorld) {
        let entropy = world.parts.entropy.as_ref();
        let (certificate, key) = world.certificate("1-bidder");
        let mut browser = world.browser();
        let payload = challenge(&mut browser).await;
        assert!(matches!(payload, SigningPayload::Check { .. }));
        let signature = key.sign(&payload.canonical(), entropy).unwrap();
        let login = answer(&mut browser, &payload, &certificate, &signature, "/login").await;
        assert!(login.status == 401 && login.body.contains("签名验证未通过"), "what was signed for a check opens no session: {}", login.body);
        let mut other = world.browser();
        other.get("/check").await;
        assert_eq!(answer(&mut other, &payload, &certificate, &signature, "/check").await.status, 422, "another browser's");
        assert_eq!(answer(&mut browser, &payload, &certificate, &signature, "/check").await.status, 200);
        let again = answer(&mut browser, &payload, &certificate, &signature, "/check").await;
        assert!(again.status == 422 && again.body.contains("已使用或已过期"), "{}", again.body);
        let forged = answer(&mut browser, &challenge(&mut world.browser()).await, &certificate, &signature, "/check").await;
        assert!(forged.status == 422 && forged.body.contains("没有正确签名"), "{}", forged.body);
        let nothing = browser.post("/check", &[("nonce", ""), ("expires", "0"), ("chain", ""), ("signature", "")]).await;
        assert!(nothing.status == 422 && nothing.body.contains("没有收到证书"), "{}", nothing.body);
        assert!(browser.get("/login").await.body.contains("href=\"/check\""));
    }
}
