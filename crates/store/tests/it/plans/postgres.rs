//! Plans of PostgreSQL.

use super::{Faults, WHOLE, filled};
use serde_json::Value;
use store::Engine;
use store::db::PLANNER;
use tokio_postgres::{Client, Config, NoTls};

/// What is wrong with a node of a plan and with those under it.
fn walk(node: &Value, found: &mut Vec<String>) {
    let text = |key: &str| node[key].as_str().unwrap_or_default();
    let (kind, table, condition) = (text("Node Type"), text("Relation Name"), text("Index Cond"));
    match kind {
        "Index Scan" | "Index Only Scan" if condition.is_empty() => found.push(format!("{WHOLE} {}", text("Index Name"))),
        "Seq Scan" => found.push(format!("Seq Scan of {table} {}", text("Filter"))),
        // A range alone may be everything there is.
        "Index Scan" | "Index Only Scan" | "Bitmap Index Scan" if !condition.contains(" = ") && !condition.contains(" @> ") => {
            found.push(format!("{kind} of {} {condition}", text("Index Name")));
        }
        "Sort" | "Incremental Sort" => found.push(format!("{kind} by {}", node["Sort Key"])),
        _ => {}
    }
    for child in node["Plans"].as_array().into_iter().flatten() {
        walk(child, found);
    }
}

async fn plan(client: &Client, text: &str) -> Value {
    let prepared = client.prepare(text).await.unwrap();
    let values = vec!["NULL"; prepared.params().len()].join(", ");
    let values = if values.is_empty() { values } else { format!("({values})") };
    client.batch_execute(&format!("PREPARE held AS {text}")).await.unwrap();
    let rows = client.simple_query(&format!("EXPLAIN (FORMAT JSON) EXECUTE held{values}")).await.unwrap();
    client.batch_execute("DEALLOCATE held").await.unwrap();
    let text: String = rows
        .iter()
        .filter_map(|row| if let tokio_postgres::SimpleQueryMessage::Row(row) = row { row.get(0) } else { None })
        .collect::<Vec<_>>()
        .join("\n");
    serde_json::from_str(&text).unwrap()
}

pub(super) async fn faults(engine: &Engine, rows: u32) -> Faults {
    let Engine::Postgres(url) = engine else { return Faults::new() };
    let mut config: Config = url.parse().unwrap();
    let (client, connection) = config.options(PLANNER).connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    filled::postgres(&client, rows).await;
    let mut faults = Faults::new();
    for sql in store::statements() {
        let plan = plan(&client, sql.postgres).await;
        let mut found = Vec::new();
        walk(&plan[0]["Plan"], &mut found);
        if !found.is_empty() {
            faults.insert(sql.name, found);
        }
    }
    faults
}
