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

/// A database that was filled once for all tests of a program, each of which gets a copy.
#[derive(Debug)]
pub struct Template(Engine);

/// Where the file of a SQLite database for a test lies.
const FILE: &str = "test.db";

/// Asks the server of the tests for a database; gives back its address.
async fn create(clause: &str) -> String {
    let server = std::env::var("KAIHAN_TEST_POSTGRES").expect("no PostgreSQL for the tests: run them by `cargo xtask test`");
    let name = format!("t{}", hex::encode(gm::entropy::bytes::<8>(&gm::SystemEntropy)));
    let (client, connection) = tokio_postgres::connect(&format!("{server}/postgres"), NoTls).await.expect("the test server answers");
    tokio::spawn(connection);
    client.batch_execute(&format!("CREATE DATABASE {name} {clause}")).await.expect("a database for the test");
    format!("{server}/{name}")
}

impl Database {
    /// A fresh database; a SQLite file lies in `folder`.
    ///
    /// # Panics
    /// Without the PostgreSQL server: a missing database is a failure, never a skip.
    pub async fn new(kind: Kind, folder: &Path) -> Self {
        Self(match kind {
            Kind::Sqlite => Engine::Sqlite(folder.join(FILE)),
            Kind::Postgres => Engine::Postgres(create("").await),
        })
    }
}

impl Template {
    /// What `engine` holds now. Whoever filled it lets go of it; a SQLite file is set aside in `folder`.
    ///
    /// # Panics
    /// When the file cannot be read.
    #[must_use]
    pub fn of(engine: &Engine, folder: &Path) -> Self {
        Self(match engine {
            Engine::Sqlite(path) => {
                let aside = folder.join("template.db");
                let connection = rusqlite::Connection::open(path).unwrap();
                connection.execute("VACUUM INTO ?1", [aside.to_str().unwrap()]).unwrap();
                Engine::Sqlite(aside)
            }
            Engine::Postgres(_) => engine.clone(),
        })
    }

    /// A copy; a SQLite file lies in `folder`.
    ///
    /// # Panics
    /// Without the PostgreSQL server.
    pub async fn copy(&self, folder: &Path) -> Database {
        Database(match &self.0 {
            Engine::Sqlite(path) => {
                let file = folder.join(FILE);
                std::fs::copy(path, &file).unwrap();
                Engine::Sqlite(file)
            }
            // The server waits itself until the connections that filled it have gone.
            Engine::Postgres(url) => Engine::Postgres(create(&format!("TEMPLATE {}", url.rsplit('/').next().unwrap_or_default())).await),
        })
    }
}
