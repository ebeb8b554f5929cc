use crate::{Database, Kind, Seeded, beginning};
use domain::id::RANDOM_BYTES;
use domain::time::Timestamp;
use store::{Engine, Store};
use tempfile::TempDir;

/// The store under test, with nothing in it.
#[derive(Debug)]
pub struct TestStore {
    /// The store.
    pub store: Store,
    /// Where its database is.
    pub engine: Engine,
    entropy: Seeded,
    /// Where its file lies; gone with it.
    _folder: TempDir,
}

impl TestStore {
    /// An empty store with today's schema.
    ///
    /// # Panics
    /// Without a database.
    pub async fn new(kind: Kind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let Database(engine) = Database::new(kind, folder.path()).await;
        Self { store: Store::open(&engine).await.unwrap(), engine, entropy: Seeded::new(2), _folder: folder }
    }

    /// The instant at which all of it happens.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        beginning()
    }

    /// A fresh identifier: `base.id(JobId::new)`.
    pub fn id<T>(&self, make: fn(Timestamp, &[u8; RANDOM_BYTES]) -> T) -> T {
        make(self.now(), &gm::entropy::bytes(&self.entropy))
    }
}
