//! What may not be changed in a signed request, and whose an answer is.

use crate::seeded::Seeded;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gm::{MacKey, SecretKey};
use protocol::signed::{
    HMAC, Identity, Request, SKEW_MAX, SM2, SignedError, Signer, Verifier, nonce, sign, sign_answer, verify, verify_answer,
};

fn entropy() -> Seeded {
    Seeded::new(7)
}

const NOW: i64 = 1_795_226_400;
const REQUEST: Request<'_> = Request { method: "POST", target: "/v1/decisions?x=1", host: "a.example", body: b"{}" };

fn identity(signer: Signer) -> Identity {
    Identity { app: "91310000MA1FL5G671".into(), serial: "01".into(), signer }
}

#[test]
fn nothing_of_a_signed_request_can_be_changed() {
    let (entropy, key) = (entropy(), SecretKey::generate(&entropy()));
    let header = sign(&REQUEST, &identity(Signer::Sm2(key.clone())), NOW, &nonce(&entropy), &entropy).expect("a header");
    let check = |request: &Request<'_>, header: &str, now: i64| {
        verify(request, header, |_, _| Some(Verifier::Sm2(key.public_key())), now).map(|verified| verified.serial)
    };
    assert_eq!(check(&REQUEST, &header, NOW + SKEW_MAX), Ok("01".to_owned()));
    assert_eq!(check(&REQUEST, &header, NOW + SKEW_MAX + 1), Err(SignedError::Stale));
    assert_eq!(check(&REQUEST, &header, NOW - SKEW_MAX - 1), Err(SignedError::Stale));
    for changed in [
        Request { method: "PUT", ..REQUEST },
        Request { target: "/v1/decisions?x=2", ..REQUEST },
        Request { host: "b.example", ..REQUEST },
        Request { body: b"{ }", ..REQUEST },
    ] {
        assert_eq!(check(&changed, &header, NOW), Err(SignedError::Signature), "{changed:?}");
    }
    let later = header.replace(&NOW.to_string(), &(NOW + 1).to_string());
    assert_eq!(check(&REQUEST, &later, NOW), Err(SignedError::Signature));
    for broken in ["", "Basic abc", &header.replace("nonce=\"", "nonce=\"x"), &"x".repeat(2_000)] {
        assert_eq!(check(&REQUEST, broken, NOW), Err(SignedError::Malformed), "{broken}");
    }
}

#[test]
fn a_value_in_bare_bytes_is_the_same_value_and_one_byte_more_is_none_17() {
    let (entropy, key) = (entropy(), SecretKey::generate(&entropy()));
    let header = sign(&REQUEST, &identity(Signer::Sm2(key.clone())), NOW, &nonce(&entropy), &entropy).expect("a header");
    let (before, rest) = header.split_once("sig=\"").expect("a value");
    let (value, after) = rest.split_once('"').expect("its end");
    let der = STANDARD.decode(value).expect("base64");
    let length = usize::from(der[3]);
    let part = |bytes: &[u8]| [vec![0; 32], bytes.to_vec()].concat().split_off(bytes.len());
    let bare = [part(&der[4..4 + length]), part(&der[6 + length..])].concat();
    let with = |value: &[u8]| format!("{before}sig=\"{}\"{after}", STANDARD.encode(value));
    let check = |header: &str| verify(&REQUEST, header, |_, _| Some(Verifier::Sm2(key.public_key())), NOW).is_ok();
    assert!(check(&header) && check(&with(&bare)));
    assert!(!check(&with(&[bare.as_slice(), &[0]].concat())) && !check(&with(&bare[..63])));
}

#[test]
fn a_code_does_not_pass_where_a_signature_is_due_nor_the_other_way_round() {
    let (entropy, key, secret) = (entropy(), SecretKey::generate(&entropy()), MacKey::new(b"shared"));
    let by_code = sign(&REQUEST, &identity(Signer::Hmac(secret.clone())), NOW, &nonce(&entropy), &entropy).expect("a header");
    let by_key = sign(&REQUEST, &identity(Signer::Sm2(key.clone())), NOW, &nonce(&entropy), &entropy).expect("a header");
    let check = |header: &str, verifier: Verifier| verify(&REQUEST, header, |_, _| Some(verifier), NOW).is_ok();
    assert!(check(&by_code, Verifier::Hmac(secret.clone())));
    assert!(!check(&by_code, Verifier::Sm2(key.public_key())) && !check(&by_key, Verifier::Hmac(secret)));
    assert!(!check(&by_code, Verifier::Hmac(MacKey::new(b"other"))));
    assert!(!check(&by_code.replace(HMAC, SM2), Verifier::Sm2(key.public_key())));
}

#[test]
fn an_answer_belongs_to_its_request_alone() {
    let (entropy, key) = (entropy(), SecretKey::generate(&entropy()));
    let header = sign_answer(200, "n1", b"{}", &identity(Signer::Sm2(key.clone())), NOW, &entropy).expect("a header");
    let check = |status, nonce, body: &[u8]| verify_answer(status, nonce, body, &header, |_| Some(Verifier::Sm2(key.public_key())), NOW);
    assert_eq!(check(200, "n1", b"{}"), Ok(()));
    for (status, nonce, body) in [(201, "n1", "{}"), (200, "n2", "{}"), (200, "n1", "[]")] {
        assert_eq!(check(status, nonce, body.as_bytes()), Err(SignedError::Signature));
    }
}
