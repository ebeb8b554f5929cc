//! `cargo xtask bench sm2`: verifying with a kept key, with a stranger's, and signing with a kept key, each beside what was done before
//! (the crate's own verification, a signing key made anew each time), by turns in one run. In the test command it runs in a small form and
//! only holds the two paths to the same answers.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark measures, prints, and stops at the first surprise")]

use gm::{KEPT_KEY_BYTES, Keeping, SecretKey, SystemEntropy, USER_ID};
use measure::{Measured, processor};
use sm2::dsa::signature::{Signer, Verifier};
use sm2::dsa::{Signature, SigningKey, VerifyingKey};

const MESSAGE: &[u8] = b"POST\n/api/v1/institution/quotes\n127.0.0.1:8080\n1795226460\n0123456789abcdef\n";

/// The processor time one of `times` takes.
fn once(name: &str, times: u32, mut work: impl FnMut()) -> Measured {
    let begun = processor::own();
    (0..times).for_each(|_| work());
    Measured::each(name, (processor::own() - begun) / times)
}

fn main() {
    // `cargo bench` says so; `cargo test` does not.
    let small = !std::env::args().any(|argument| argument == "--bench");
    let (rounds, times) = if small { (1, 5) } else { (9, 1_000) };
    let (kept, stranger) = (SecretKey::generate(&SystemEntropy), SecretKey::generate(&SystemEntropy));
    let signatures = [&kept, &stranger].map(|key| key.sign(MESSAGE, &SystemEntropy).unwrap());
    let points = [&kept, &stranger].map(|key| key.public_key().to_bytes());
    kept.public_key().keep(Keeping::Standing);
    let before = |which: usize, message: &[u8]| {
        let signature = Signature::from_der(&signatures[which]).unwrap();
        let key = VerifyingKey::from_sec1_bytes(USER_ID, &points[which]).unwrap();
        key.verify(message, &signature).is_ok()
    };
    let publics = [kept.public_key(), stranger.public_key()];
    let now = |which: usize, message: &[u8]| publics[which].verify(message, &signatures[which]).is_ok();
    for _ in 0..8 {
        for which in [0, 1] {
            assert!(before(which, MESSAGE) && now(which, MESSAGE));
            assert!(!before(which, b"another") && !now(which, b"another"));
        }
    }
    let (_, scalar) = signing_scalar();
    let secret = SecretKey::from_bytes(&scalar).unwrap();
    let mut took: Vec<[Measured; 6]> = Vec::new();
    for _ in 0..rounds {
        took.push([
            once("sm2-kept-before", times, || assert!(before(0, MESSAGE))),
            once("sm2-kept", times, || assert!(now(0, MESSAGE))),
            once("sm2-stranger-before", times, || assert!(before(1, MESSAGE))),
            once("sm2-stranger", times, || assert!(now(1, MESSAGE))),
            once("sm2-sign-before", times, || {
                let key = SigningKey::from_slice(USER_ID, &scalar).unwrap();
                let signature: Signature = key.sign(MESSAGE);
                assert!(!signature.to_der().as_bytes().is_empty());
            }),
            once("sm2-sign", times, || drop(secret.sign(MESSAGE, &SystemEntropy).unwrap())),
        ]);
    }
    for which in 0..took[0].len() {
        let rounds: Vec<Measured> = took.iter().map(|round| round[which].clone()).collect();
        println!("{}", Measured::middle(&rounds).unwrap().line());
    }
    println!("one kept key takes {KEPT_KEY_BYTES} bytes");
}

/// A key and its scalar.
fn signing_scalar() -> (SigningKey, [u8; 32]) {
    let scalar = gm::entropy::bytes::<32>(&SystemEntropy);
    match SigningKey::from_slice(USER_ID, &scalar) {
        Ok(key) => (key, scalar),
        Err(_) => signing_scalar(),
    }
}
