//! `cargo xtask bench sm2`: verifying with a kept key, with a stranger's, and signing with a kept key, each beside what was done before
//! (the crate's own verification, a signing key made anew each time), by turns in one run. In the test command it runs in a small form and
//! only holds the two paths to the same answers.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a benchmark measures, prints, and stops at the first surprise"
)]

use gm::{KEPT_KEY_BYTES, Keeping, SecretKey, SystemEntropy, USER_ID};
use rustix::time::{ClockId, clock_gettime};
use sm2::dsa::signature::{Signer, Verifier};
use sm2::dsa::{Signature, SigningKey, VerifyingKey};

const MESSAGE: &[u8] = b"POST\n/api/v1/institution/quotes\n127.0.0.1:8080\n1795226460\n0123456789abcdef\n";

/// Processor microseconds of this process: what others do on the machine meanwhile does not count.
fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
}

/// The processor microseconds one of `times` takes.
fn once(times: u32, mut work: impl FnMut()) -> f64 {
    let begun = cpu();
    (0..times).for_each(|_| work());
    (cpu() - begun) / f64::from(times)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
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
    let mut took: [Vec<f64>; 6] = Default::default();
    for _ in 0..rounds {
        took[0].push(once(times, || assert!(before(0, MESSAGE))));
        took[1].push(once(times, || assert!(now(0, MESSAGE))));
        took[2].push(once(times, || assert!(before(1, MESSAGE))));
        took[3].push(once(times, || assert!(now(1, MESSAGE))));
        took[4].push(once(times, || {
            let key = SigningKey::from_slice(USER_ID, &scalar).unwrap();
            let signature: Signature = key.sign(MESSAGE);
            assert!(!signature.to_der().as_bytes().is_empty());
        }));
        took[5].push(once(times, || drop(secret.sign(MESSAGE, &SystemEntropy).unwrap())));
    }
    let [old_kept, new_kept, old_stranger, new_stranger, old_sign, new_sign] = took.map(median);
    println!("SM2, processor microseconds, medians of {rounds} by turns:");
    println!("  verify, kept key      before {old_kept:.1}  now {new_kept:.1}  ratio {:.2} (budget 3)", old_kept / new_kept);
    println!(
        "  verify, stranger's    before {old_stranger:.1}  now {new_stranger:.1}  ratio {:.2} (budget 1.2)",
        old_stranger / new_stranger
    );
    println!("  sign, kept key        before {old_sign:.1}  now {new_sign:.1}  ratio {:.2} (budget 1.6)", old_sign / new_sign);
    println!("  one kept key takes {KEPT_KEY_BYTES} bytes");
}

/// A key and its scalar.
fn signing_scalar() -> (SigningKey, [u8; 32]) {
    let scalar = gm::entropy::bytes::<32>(&SystemEntropy);
    match SigningKey::from_slice(USER_ID, &scalar) {
        Ok(key) => (key, scalar),
        Err(_) => signing_scalar(),
    }
}
