//! Rows that were written before a script are read after it.

use domain::application::{Application, ApplicationState};
use domain::id::{RANDOM_BYTES, SpecialFormId};
use serde_json::{Value, json};
use store::Engine;
use testkit::{TestWorld, on_both_engines};

/// An application as its row was before 0014: what belongs to one state alone stood beside it.
fn before(application: &Application, state: &Value, beside: &Value) -> String {
    let mut body = serde_json::to_value(application).unwrap();
    let fields = body.as_object_mut().unwrap();
    fields.insert("state".into(), state.clone());
    for name in ["special_form", "cashier", "endorsed_by", "held"] {
        fields.insert(name.into(), beside.get(name).cloned().unwrap_or_default());
    }
    body.to_string()
}

/// Runs the script over such rows in a table of their own, and gives back what they say then.
async fn migrated(engine: &Engine, rows: &[(&str, String)]) -> Vec<Application> {
    const TABLE: &str = "CREATE TEMPORARY TABLE application (state TEXT, body TEXT)";
    const ALL: &str = "SELECT body FROM application ORDER BY state";
    let bodies: Vec<String> = match engine {
        Engine::Sqlite(_) => {
            let connection = rusqlite::Connection::open_in_memory().unwrap();
            connection.execute_batch(TABLE).unwrap();
            for (state, body) in rows {
                connection.execute("INSERT INTO application VALUES ($1, $2)", [*state, body.as_str()]).unwrap();
            }
            connection.execute_batch(include_str!("../../../../migrations/sqlite/0014_application_state.sql")).unwrap();
            let mut statement = connection.prepare(ALL).unwrap();
            statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        }
        Engine::Postgres(url) => {
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            client.batch_execute(TABLE).await.unwrap();
            for (state, body) in rows {
                client.execute("INSERT INTO application VALUES ($1, $2)", &[state, body]).await.unwrap();
            }
            client.batch_execute(include_str!("../../../../migrations/postgres/0014_application_state.sql")).await.unwrap();
            client.query(ALL, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
        }
    };
    bodies.iter().map(|body| serde_json::from_str(body).unwrap()).collect()
}

on_both_engines! {
    async fn an_application_under_way_when_the_platform_is_upgraded_keeps_what_was_agreed(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let address = bidder.draft("650000", "江海财产保险股份有限公司").await;
        let id = address.rsplit('/').next().unwrap().parse().unwrap();
        let application = store::application::load(&mut world.parts.store.reader(), id).await.unwrap().unwrap();
        let (form, payment) = (SpecialFormId::new(world.world.now(), &[4; RANDOM_BYTES]), "pay_01900000000070008000000000000000");
        let cashier = json!({ "url": "https://pay.example.com/1", "until": world.world.now() });
        let rows = [
            (
                "awaiting_payment",
                before(
                    &application,
                    &json!({ "state": "awaiting_payment", "payment": payment, "until": world.world.now() }),
                    &json!({ "cashier": cashier }),
                ),
            ),
            ("draft", before(&application, &json!({ "state": "draft" }), &json!({ "special_form": form }))),
            ("draft", before(&application, &json!({ "state": "draft" }), &json!({}))),
            (
                "under_review",
                before(
                    &application,
                    &json!({ "state": "under_review", "payment": payment }),
                    &json!({ "endorsed_by": "maker", "held": "licence-expired" }),
                ),
            ),
        ];
        let read = migrated(&world.engine, &rows).await;
        assert_eq!(read[0].cashier().map(|cashier| cashier.url.as_str()), Some("https://pay.example.com/1"));
        let waits = [read[1].waits_for(), read[2].waits_for()];
        assert!(waits.contains(&Some(form)) && waits.contains(&None), "{waits:?}");
        assert_eq!((read[3].endorsed_by(), read[3].held()), (Some("maker"), Some("licence-expired")));
        assert!(matches!(read[3].state, ApplicationState::UnderReview { .. }));
    }

    async fn a_letter_of_before_0036_is_found_by_how_it_stands_as_one_that_is_issued_after(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", "江海财产保险股份有限公司").await;
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        let written = standing(&world.engine, &[]).await;
        assert!(written.len() == 1 && written[0].0 == "bid" && written[0].1 > 0 && written[0].2 > written[0].1, "{written:?}");
        let script = match &world.engine {
            Engine::Sqlite(_) => include_str!("../../../../migrations/sqlite/0036_orders_and_paper.sql"),
            Engine::Postgres(_) => include_str!("../../../../migrations/postgres/0036_orders_and_paper.sql"),
        };
        let fills: Vec<&str> = script.split(';').map(str::trim).filter(|part| part.starts_with("UPDATE ")).collect();
        let forget = "UPDATE guarantee SET kind = '', opens = 0, ends = 0";
        assert_eq!(standing(&world.engine, &[&[forget], fills.as_slice()].concat()).await, written);
    }
}

/// What stands beside each letter, after these statements: its kind, from when it is in force, and its end.
async fn standing(engine: &Engine, first: &[&str]) -> Vec<(String, i64, i64)> {
    const ALL: &str = "SELECT kind, opens, ends FROM guarantee ORDER BY id";
    match engine {
        Engine::Sqlite(path) => {
            let connection = rusqlite::Connection::open(path).unwrap();
            first.iter().for_each(|sql| connection.execute_batch(sql).unwrap());
            let mut statement = connection.prepare(ALL).unwrap();
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap().map(Result::unwrap).collect()
        }
        Engine::Postgres(url) => {
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            for sql in first {
                client.batch_execute(sql).await.unwrap();
            }
            client.query(ALL, &[]).await.unwrap().iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
        }
    }
}
