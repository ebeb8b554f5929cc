use std::path::Path;
use store::Engine;
use tokio_postgres::NoTls;

/// Which engine a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file of its own.
    Sqlite,
    /// A database of its own on the server that `cargo xtask test` started.
    Postgres,
}

/// A database for one test.
#[derive(Debug)]
pub struct Database(pub Engine);

impl Database {
    /// A fresh database; a SQLite file lies in `folder`.
    ///
    /// # Panics
    /// Without the PostgreSQL server: a missing database is a failure, never a skip.
    pub async fn new(kind: Kind, folder: &Path) -> Self {
        match kind {
            Kind::Sqlite => Self(Engine::Sqlite(folder.join("test.db"))),
            Kind::Postgres => {
                let server = std::env::var("KAIHAN_TEST_POSTGRES").expect("no PostgreSQL for the tests: run them by `cargo xtask test`");
                let name = format!("t{}", hex::encode(gm::entropy::bytes::<8>(&gm::SystemEntropy)));
                let (client, connection) =
                    tokio_postgres::connect(&format!("{server}/postgres"), NoTls).await.expect("the test server answers");
                tokio::spawn(connection);
                client.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("a database for the test");
                Self(Engine::Postgres(format!("{server}/{name}")))
            }
        }
    }
}
