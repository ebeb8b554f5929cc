//! A database as it is after years: every table has rows, spread as they are in life. What is in a body is of no matter to a plan.

use rusqlite::Connection;
use tokio_postgres::Client;

/// Fewest rows of a table.
pub(super) const ROWS: u32 = 5_000;

/// What a column holds in row `i`, where its values are shared by rows; in all others each row has its own. Texts that SQLite and
/// PostgreSQL both read.
fn shared(table: &str, column: &str) -> Option<&'static str> {
    Some(match (table, column) {
        // Each has one row of its own.
        ("institution", "organisation")
        | ("institution_health" | "rating_figure", "institution")
        | ("payment" | "guarantee", "application")
        | ("product", "institution") => return None,
        ("staff", "institution") => "'ins_' || (i / 20)",
        ("job", "status") => "CASE WHEN i % 100 = 0 THEN 'dead' WHEN i % 10 = 0 THEN 'ready' ELSE 'done' END",
        ("job", "lane") => "CASE i % 3 WHEN 0 THEN 'work' WHEN 1 THEN 'messages' ELSE 'deliveries' END",
        ("bank_line", "state") => {
            "CASE WHEN i % 50 > 1 THEN 'matched' WHEN i % 100 = 0 THEN 'received' WHEN i % 100 = 1 THEN 'refunding' ELSE 'suspense' END"
        }
        ("bank_line", "payment") => "CASE WHEN i % 50 > 1 THEN 'pay_' || (10000000 + i) END",
        ("delivery", "state") => "CASE WHEN i % 4 = 0 THEN 'pending' WHEN i % 100 = 1 THEN 'dead' ELSE 'delivered' END",
        ("message", "state") => "CASE WHEN i % 100 = 0 THEN 'parked' WHEN i % 100 = 1 THEN 'suspended' ELSE 'done' END",
        ("onboarding", "state") => "CASE WHEN i % 2 = 0 THEN 'live' ELSE 'offline' END",
        ("voucher", "state") => "CASE WHEN i % 50 = 0 THEN 'uploaded' ELSE 'matched' END",
        ("voucher", "payment") => "'pay_' || (10000000 + i / 2)",
        ("day_close", "state") => "CASE WHEN i % 50 = 0 THEN 'withdrawn' ELSE 'confirmed' END",
        ("day_close" | "ledger_day", "day") => "'2026-' || (100 + i % 900)",
        ("ledger_posting", "line") => "'id_' || (10000000 + i / 2)",
        ("ledger_posting", "event") => "i % 2 + 1",
        ("ledger_posting", "book") => "'ins_0/2026-' || (i % 20)",
        (_, "state") => "CASE WHEN i % 1000 = 0 THEN 'under_review' WHEN i % 10 = 0 THEN 'draft' ELSE 'issued' END",
        ("article", "pinned") => "CASE WHEN i % 1000 = 0 THEN 1 ELSE 0 END",
        ("lot", "entered_by") => "CASE WHEN i % 50 = 0 THEN 'org_' || (i % 1000) ELSE '' END",
        ("lot", "place") => "'65000' || (i % 4)",
        ("lot", "pending") => "CASE WHEN i % 500 = 0 THEN 'digest' || i ELSE '' END",
        ("saved_search", "removed") => "0",
        ("lot", "number") => "'E6500003901' || (100000 + i) || '001001'",
        ("event", "seq") => "i % 4",
        ("event", "aggregate") => "'agg_' || (i / 4)",
        ("delivery", "turn") => "i % 4",
        ("statement_credit", "statement") => "'stm_' || (i / 50)",
        ("delivery" | "message", "subject") => "'app_' || (i / 4)",
        ("application", "lot") => "CASE WHEN i % 3 = 0 THEN '' ELSE 'lot_' || (i / 20) END",
        ("phone_code", "mobile" | "address") => "'m' || (i / 4)",
        ("notice", "read_at") => "CASE WHEN i % 20 <> 0 THEN i END",
        ("outbox" | "delivery", "delivered_at") | ("login_challenge", "used_at") | ("exposure_item", "freed_at") => {
            "CASE WHEN i % 4 <> 0 THEN i END"
        }
        // Two institutions have half of everything.
        (_, "institution") => "'ins_' || (CASE WHEN i % 2 = 0 THEN i / 2 % 2 ELSE i % 40 END)",
        ("session" | "credential" | "audit" | "saved_search", "organisation") | (_, "applicant" | "audience") => "'org_' || (i % 2000)",
        ("instruction" | "special_form" | "notice" | "invoice", "application") => "'app_' || (10000000 + i / 2)",
        ("paper_copy", "guarantee") => "'id_' || (10000000 + i / 2)",
        (_, "site") => "'65000' || (i % 4)",
        (_, "kind") => "'kind' || (i % 6)",
        ("audit", "action") => "CASE WHEN i % 1000 = 0 THEN 'rare' ELSE 'action' || (i % 3) END",
        ("audit", "outcome") => "CASE WHEN i % 100 = 0 THEN 'denied' ELSE 'done' END",
        (_, "role" | "topic" | "type" | "purpose" | "sender" | "app") => "'one' || (i % 5)",
        (_, "body" | "payload") => {
            "'a body of some length, as they have it, so that a row takes its place on the page and a scan of the table costs what it does'"
        }
        _ => return None,
    })
}

/// What a column holds in row `i`.
fn expression(table: &str, column: &str, kind: &str) -> String {
    if let Some(text) = shared(table, column) {
        return text.to_owned();
    }
    match kind.to_ascii_uppercase().as_str() {
        "BIGINT" | "INTEGER" => "i".to_owned(),
        "ARRAY" => "ARRAY['s650000v', 'w' || (i % 50), 'w' || (i % 999)]".to_owned(),
        _ => {
            let prefix = match (table, column) {
                ("application", "id") => "app",
                ("payment", "id") => "pay",
                _ => column,
            };
            format!("'{prefix}_' || (10000000 + i)")
        }
    }
}

fn insertion(table: &str, columns: &[(String, String)], numbers: &str) -> String {
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let values: Vec<String> = columns.iter().map(|(name, kind)| expression(table, name, kind)).collect();
    format!("INSERT INTO {table} ({}) SELECT {} FROM {numbers} ON CONFLICT DO NOTHING", names.join(", "), values.join(", "))
}

/// How many rows a table has beside so many orders, and at least [`ROWS`].
fn rows(table: &str, orders: u32) -> u32 {
    let rows = match table {
        "application" | "lot" | "lot_word" | "job" => orders,
        "delivery" => orders / 5 * 2,
        "session" => orders / 20,
        _ => orders / 100,
    };
    rows.max(ROWS)
}

/// Fills every table as beside so many orders.
pub(super) async fn postgres(client: &Client, orders: u32) {
    client.batch_execute("SET session_replication_role = replica").await.unwrap();
    let columns = "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns \
                   WHERE table_schema = 'public' AND table_name <> 'migration' ORDER BY table_name, ordinal_position";
    let found: Vec<(String, String, String)> =
        client.query(columns, &[]).await.unwrap().iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect();
    for group in found.chunk_by(|a, b| a.0 == b.0) {
        let columns: Vec<(String, String)> = group.iter().map(|(_, name, kind)| (name.clone(), kind.clone())).collect();
        let numbers = format!("generate_series(1, {}) AS n (i)", rows(&group[0].0, orders));
        client.batch_execute(&insertion(&group[0].0, &columns, &numbers)).await.unwrap();
    }
    client.batch_execute("VACUUM ANALYZE").await.unwrap();
}

/// The tables of a schema.
pub(super) fn tables(connection: &Connection) -> Vec<String> {
    let mut statement = connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migration'").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
}
