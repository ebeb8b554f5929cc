use gm::Entropy;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::sync::Mutex;

/// Reproducible randomness.
#[derive(Debug)]
pub struct Seeded(Mutex<ChaCha20Rng>);

impl Seeded {
    /// From a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }

    /// Another that goes on from here in the same way.
    ///
    /// # Panics
    /// When a test panicked while it drew.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self(Mutex::new(self.0.lock().unwrap().clone()))
    }
}

impl Entropy for Seeded {
    fn fill(&self, out: &mut [u8]) {
        self.0.lock().unwrap().fill_bytes(out);
    }
}
