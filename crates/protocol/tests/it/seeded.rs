use gm::Entropy;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::sync::Mutex;

/// Reproducible randomness.
#[derive(Debug)]
pub(crate) struct Seeded(Mutex<ChaCha20Rng>);

impl Seeded {
    /// From a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
}

impl Entropy for Seeded {
    fn fill(&self, out: &mut [u8]) {
        self.0.lock().unwrap().fill_bytes(out);
    }
}
