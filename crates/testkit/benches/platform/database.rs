//! The platform's database, asked from beside it.

use crate::Setting;
use std::path::PathBuf;
use tokio_postgres::NoTls;

/// Which engine the platform runs on in this benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Engine {
    Postgres,
    Sqlite,
}

/// A connection of our own.
pub(crate) enum Database {
    Postgres(tokio_postgres::Client),
    /// The file; opened anew for each question, so that no reader of ours holds back the platform's checkpoints.
    Sqlite(PathBuf),
}

pub(crate) async fn connect(address: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(address, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

impl Setting {
    /// The database's name: each run has its own.
    pub(crate) fn name(&self) -> String {
        format!("kaihan_bench_{}", std::process::id())
    }

    /// Makes a database on the PostgreSQL server, and gives back where it is.
    pub(crate) async fn database(&self, admin: &tokio_postgres::Client) -> String {
        let name = self.name();
        admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
        admin.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        format!("{}/{name}", self.postgres)
    }
}

impl Database {
    /// The first column of every row, as text.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        match self {
            Self::Postgres(client) => client.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect(),
            Self::Sqlite(file) => {
                let connection = rusqlite::Connection::open(file).unwrap();
                let mut statement = connection.prepare(sql).unwrap();
                statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
            }
        }
    }

    /// A number asked for.
    pub(crate) async fn number(&self, sql: &str) -> usize {
        let number: i64 = match self {
            Self::Postgres(client) => client.query_one(sql, &[]).await.unwrap().get(0),
            Self::Sqlite(file) => rusqlite::Connection::open(file).unwrap().query_row(sql, [], |row| row.get(0)).unwrap(),
        };
        usize::try_from(number).unwrap()
    }

    /// The number of a process of the server's; `None` where there is no server.
    pub(crate) async fn process(&self) -> Option<u32> {
        let Self::Postgres(client) = self else { return None };
        let backend: i32 = client.query_one("SELECT pg_backend_pid()", &[]).await.unwrap().get(0);
        u32::try_from(backend).ok()
    }
}
