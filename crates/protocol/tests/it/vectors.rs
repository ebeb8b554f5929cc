//! Test vectors for those who write the signing themselves (P13): made by our code, checked by OpenSSL.

use crate::seeded::Seeded;
use expect_test::expect_file;
use gm::digest::sm3_hex;
use gm::{MacKey, SecretKey};
use protocol::signed::{Identity, Request, Signer, sign, sign_answer};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// The example key of GB/T 32918.5, which everybody knows.
const KEY: &str = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
const SECRET: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const NONCE: &str = "0123456789abcdef0123456789abcdef";
const SECONDS: i64 = 1_795_226_400;
/// What stands before a point in the key's DER (GM/T 0009).
const SPKI: &str = "3059301306072a8648ce3d020106082a811ccf5501822d034200";

fn value<'a>(header: &'a str, name: &str) -> &'a str {
    header.split_once(&format!("{name}=\"")).unwrap().1.split('"').next().unwrap()
}

fn vectors() -> Value {
    let entropy = Seeded::new(1);
    let bytes: [u8; 32] = hex::decode(KEY).unwrap().try_into().unwrap();
    let key = SecretKey::from_bytes(&bytes).unwrap();
    let body = include_str!("../../../../docs/examples/quote.json");
    let request = Request { method: "POST", target: "/api/v1/institution/quotes", host: "baohan.example.gov.cn", body: body.as_bytes() };
    let lines = format!("POST\n/api/v1/institution/quotes\nbaohan.example.gov.cn\n{SECONDS}\n{NONCE}\n{}\n", sm3_hex(body.as_bytes()));
    let identity = |signer| Identity { app: "91430100MA4XYQR34R".into(), serial: "3f2a9c0b7d1e4f586a7b".into(), signer };
    let sm2 = sign(&request, &identity(Signer::Sm2(key.clone())), SECONDS, NONCE, &entropy).unwrap();
    let secret = Signer::Hmac(MacKey::new(&hex::decode(SECRET).unwrap()));
    let hmac = sign(&request, &identity(secret), SECONDS, NONCE, &entropy).unwrap();
    let answer = r#"{"receipt_id":"msg_01","received_at":"2026-11-21 10:00:00"}"#;
    let answered = sign_answer(200, NONCE, answer.as_bytes(), &identity(Signer::Sm2(key.clone())), SECONDS, &entropy).unwrap();
    let answer_lines = format!("200\n{NONCE}\n{SECONDS}\n{}\n", sm3_hex(answer.as_bytes()));
    json!({
        "private_key": KEY,
        "public_key": hex::encode(key.public_key().to_bytes()),
        "user_id": "1234567812345678",
        "request": { "body": body, "body_sm3": sm3_hex(body.as_bytes()), "lines": lines, "signature": value(&sm2, "sig"), "authorization": sm2 },
        "answer": {
            "status": 200, "body": answer, "lines": answer_lines, "signature": value(&answered, "sig"), "kaihan_signature": answered,
        },
        "hmac": { "secret": SECRET, "lines": lines, "code": value(&hmac, "sig"), "authorization": hmac },
    })
}

#[test]
fn p13_the_vectors_are_reviewed() {
    let text = serde_json::to_string_pretty(&vectors()).unwrap();
    expect_file!["../../../../docs/reference/signing-vectors.json"].assert_eq(&format!("{text}\n"));
}

fn openssl(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("openssl").args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn p13_openssl_verifies_the_vectors() {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    let (folder, vectors) = (tempfile::tempdir().unwrap(), vectors());
    let folder = folder.path();
    let text = |pointer: &str| vectors.pointer(pointer).unwrap().as_str().unwrap().to_owned();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).unwrap();
    let public = hex::decode(format!("{SPKI}{}", text("/public_key"))).unwrap();
    write("key.pem", format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(public)).as_bytes());
    write("body", text("/request/body").as_bytes());
    assert!(openssl(folder, &["dgst", "-sm3", "-r", "body"]).starts_with(&text("/request/body_sm3")));
    for part in ["request", "answer"] {
        write("lines", text(&format!("/{part}/lines")).as_bytes());
        write("sig", &STANDARD.decode(text(&format!("/{part}/signature"))).unwrap());
        let how = ["-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678", "-in", "lines"];
        openssl(folder, &[&["pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-sigfile", "sig"], &how[..]].concat());
    }
    write("lines", text("/hmac/lines").as_bytes());
    let code = openssl(folder, &["dgst", "-sm3", "-mac", "HMAC", "-macopt", &format!("hexkey:{SECRET}"), "lines"]);
    assert!(code.ends_with(&hex::encode(STANDARD.decode(text("/hmac/code")).unwrap())), "{code}");
}
