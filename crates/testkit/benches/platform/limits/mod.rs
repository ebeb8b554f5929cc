//! What a submission is held against: the statements of a submission alone, by the engines' own means, and by other people's stacks
//! with one SM2 verification beside them.

pub(crate) mod peer;
pub(crate) mod pgbench;
pub(crate) mod raw;

use serde::Deserialize;
use std::time::{Duration, Instant};

/// The statements that one submission runs, as the store runs them, with bodies of their size. Parameters are named: `:n` chooses an
/// application, `:tag` makes a new row's keys its own, both are numbers. One file for pgbench, the raw loop and the peers.
#[derive(Debug, Deserialize)]
pub(crate) struct Statements {
    /// Before the transaction, one after another.
    pub(crate) reads: Vec<String>,
    /// In the transaction.
    pub(crate) writes: Vec<String>,
}

/// The file's text, which the peers read themselves.
pub(crate) const SUBMISSION: &str = include_str!("submission.json");

/// The statements of [`SUBMISSION`].
pub(crate) fn statements() -> Statements {
    serde_json::from_str(SUBMISSION).unwrap()
}

/// Tables of its own for whoever does a submission's statements beside the platform: what they write is nothing to the platform, and what
/// they choose from stays there from turn to turn.
pub(crate) const SCHEMA: &str = "limits";

/// Makes them on PostgreSQL, from the platform's with their indexes and rows.
pub(crate) async fn prepare(client: &tokio_postgres::Client) {
    let tables = [
        "session",
        "organisation",
        "institution",
        "product",
        "onboarding",
        "exposure",
        "applicant_group",
        "lot",
        "application",
        "event",
        "payment",
        "signature",
        "mandate",
        "representative",
        "seal",
        "job",
        "audit",
    ];
    let mut sql = format!("CREATE SCHEMA {SCHEMA};");
    for table in tables {
        sql.push_str(&format!(
            "CREATE TABLE {SCHEMA}.{table} (LIKE public.{table} INCLUDING ALL); INSERT INTO {SCHEMA}.{table} SELECT * FROM public.{table};"
        ));
    }
    sql.push_str(&format!(
        "CREATE TABLE {SCHEMA}.choice AS SELECT ROW_NUMBER() OVER () AS n, id FROM public.application; \
         CREATE UNIQUE INDEX ON {SCHEMA}.choice (n); ANALYZE"
    ));
    client.batch_execute(&sql).await.unwrap();
}

/// The cores that platform, database and load share.
const CORES: f64 = 2.0;

/// The rate of these statements with one verification of this length beside each, on all cores.
pub(crate) fn with_verification(rate: f64, verification: Duration) -> f64 {
    1.0 / (1.0 / rate + verification.as_secs_f64() / CORES)
}

/// How many such verifications all cores do in a second.
pub(crate) fn verifications(small: bool) -> f64 {
    CORES / verification(small).as_secs_f64()
}

/// One SM2 verification at the platform's own speed: of a stranger's key, as a clerk's is at the first submission.
pub(crate) fn verification(small: bool) -> Duration {
    use gm::{SecretKey, SystemEntropy};
    let times = if small { 5 } else { 500 };
    let key = SecretKey::generate(&SystemEntropy);
    let (signature, public) = (key.sign(b"consent", &SystemEntropy).unwrap(), key.public_key());
    let begun = Instant::now();
    for _ in 0..times {
        public.verify(b"consent", &signature).unwrap();
    }
    begun.elapsed() / times
}
