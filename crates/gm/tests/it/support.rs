use gm::certificate::{Authority, Certificate, Purpose, Subject};
use gm::{Entropy, SecretKey};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::sync::Mutex;

/// Reproducible randomness.
#[derive(Debug)]
pub(crate) struct Seeded(Mutex<ChaCha20Rng>);

impl Seeded {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
}

impl Entropy for Seeded {
    fn fill(&self, out: &mut [u8]) {
        self.0.lock().unwrap().fill_bytes(out);
    }
}

/// 2026-11-21 in UTC seconds.
pub(crate) const NOW: i64 = 1_795_190_400;
pub(crate) const YEAR: i64 = 365 * 86_400;

pub(crate) fn authority(entropy: &dyn Entropy) -> Authority {
    Authority::create("测试根证书", "测试机构", (NOW - YEAR, NOW + YEAR), entropy).unwrap()
}

pub(crate) fn leaf(authority: &Authority, entropy: &dyn Entropy, valid: (i64, i64), purpose: Purpose) -> (SecretKey, Certificate) {
    let key = SecretKey::generate(entropy);
    let subject = Subject { name: "测试建设（集团）有限公司".into(), code: "91110108765016311A".into() };
    let certificate = authority.issue(&subject, &key.public_key(), purpose, valid, entropy).unwrap();
    (key, certificate)
}
