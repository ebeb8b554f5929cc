//! A database as it is after years: millions of rows like those that the platform itself wrote. For the soak of lists and the benchmark of pages.

use domain::access::Action;
use store::Engine;
use testkit::{Browser, TestWorld};

const INSURER: &str = "江海财产保险股份有限公司";

/// How many rows, where it is not an ordinary test.
pub(crate) fn asked() -> Option<i64> {
    std::env::var("KAIHAN_SOAK").ok().and_then(|text| text.parse().ok())
}

/// Runs statements that both engines read, past what guards a single row.
pub(crate) async fn load(engine: &Engine, statements: &[String]) {
    match engine {
        Engine::Sqlite(path) => {
            let connection = rusqlite::Connection::open(path).unwrap();
            connection.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000").unwrap();
            for text in statements {
                let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ROWS)";
                let (rows, text) = text.split_once('|').unwrap();
                connection.execute_batch(&format!("{} {text}", numbers.replace("ROWS", rows))).unwrap();
            }
            connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        }
        Engine::Postgres(url) => {
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            client.batch_execute("SET session_replication_role = replica; SET synchronous_commit = off").await.unwrap();
            for text in statements {
                let (rows, text) = text.split_once('|').unwrap();
                client.batch_execute(&text.replace("FROM n", &format!("FROM generate_series(1, {rows}) AS n (i)"))).await.unwrap();
            }
            client.batch_execute("VACUUM ANALYZE").await.unwrap();
        }
    }
}

fn quoted(text: &str) -> String {
    text.replace('\'', "''")
}

/// An identifier of row `i`.
fn id(prefix: &str) -> String {
    format!("'{prefix}_{}' || (1000000 + i)", "0".repeat(25))
}

/// So many lots of Xinjiang beside the first.
pub(crate) fn lots(rows: i64, lot: &(String, String)) -> Vec<String> {
    vec![format!(
        "{rows}|INSERT INTO lot (id, site, number, entered_by, opens_at, body, seq) SELECT {id}, '650000', {number}, '', i, \
         replace('{body}', '{old}', {number}), i - 10000000 FROM n",
        id = id("lot"),
        number = "'E6500000039' || (100000 + i / 3) || '00100' || (i % 3 + 1)",
        body = quoted(&lot.1),
        old = lot.0,
    )]
}

/// The rows of years: one insurer has half of all orders, one bank has had none for long, one bidder has a twentieth.
pub(crate) fn years(rows: i64, order: &Order) -> Vec<String> {
    let (bidder, insurer, bank) = (&order.bidder, &order.insurer, &order.bank);
    let institution =
        format!("CASE WHEN i % 3 = 0 AND i < {} THEN '{bank}' WHEN i % 25 < 14 THEN '{insurer}' ELSE 'ins_' || (i % 40) END", rows / 4);
    let state = "CASE WHEN i % 9973 = 0 THEN 'under_review' WHEN i % 1000 = 3 THEN 'awaiting_payment' WHEN i % 10 = 1 THEN 'draft' ELSE 'issued' END";
    vec![
        format!(
            "{rows}|INSERT INTO application (id, number, site, applicant, institution, state, version, body, lot, words) \
             SELECT {id}, 'N' || i, '650000', CASE WHEN i % 20 = 0 THEN '{bidder}' ELSE 'org_' || (i % 2000) END, {institution}, {state}, 1, \
             replace('{body}', '{own}', {id}), '', '{words}' || i FROM n",
            id = id("app"),
            own = order.id,
            body = quoted(&order.body),
            words = quoted(&order.words),
        ),
        format!(
            "{rows}|INSERT INTO job (id, kind, payload, dedupe_key, status, run_at, lane, attempts, last_error) SELECT {}, 'issue_guarantee', \
             'app', 'scale/' || i, CASE WHEN i % 10 = 0 THEN 'ready' ELSE 'done' END, 4000000000000000 + i, 'work', 1, '' FROM n",
            id("job")
        ),
        format!(
            "{}|INSERT INTO delivery (id, institution, subject, topic, payload, created_at, state, tries, error, turn) SELECT {}, \
             CASE WHEN i % 2 = 0 THEN '{insurer}' ELSE 'ins_' || (i % 40) END, 'app_' || (i / 4), 'order', '{{}}', i, \
             CASE WHEN i % 4 = 0 THEN 'pending' ELSE 'delivered' END, 0, '', i % 4 FROM n",
            rows * 2 / 5,
            id("obx")
        ),
        format!(
            "{}|INSERT INTO session (token, organisation, role, certificate, chain, csrf, created_at, seen_at) SELECT 'token' || i, '{bidder}', \
             'applicant', 'c', '', 'f', i, i FROM n",
            rows / 20
        ),
        format!("{}|INSERT INTO login_challenge (nonce, browser, expires_at) SELECT 'nonce' || i, 'b', i FROM n", rows / 10),
        format!(
            "{}|INSERT INTO instruction (id, application, institution, kind, version, body) SELECT {}, 'app', '{insurer}', 'release', 1, '{{}}' FROM n",
            rows / 10,
            id("isn")
        ),
        format!(
            "{rows}|INSERT INTO audit (id, at, action, role, organisation, certificate, object, request) SELECT {}, i, \
             CASE WHEN i % 5000 = 0 THEN '{}' ELSE 'action' || (i % 20) END, 'applicant', '{bidder}', 'c', 'object' || i, 'req' FROM n",
            id("aud"),
            Action::DeclineApplication.code()
        ),
    ]
}

/// What the rows are made after.
pub(crate) struct Order {
    id: String,
    body: String,
    words: String,
    bidder: String,
    insurer: String,
    bank: String,
}

/// The order, the lot and the institutions that the rows are made after.
pub(crate) async fn first(world: &TestWorld, bidder: &mut Browser) -> (Order, (String, String)) {
    let path = bidder.draft("650000", INSURER).await;
    let id = path.rsplit('/').next().unwrap().to_owned();
    let mut reader = world.parts.store.reader();
    let application = store::application::load(&mut reader, id.parse().unwrap()).await.unwrap().unwrap();
    let facts = &application.facts;
    let institutions = store::institution::list(&mut reader).await.unwrap();
    let bank = institutions.iter().find(|one| one.name.as_str().starts_with("长川")).unwrap();
    let lot = store::lot::load(&mut reader, facts.lot.lot().unwrap()).await.unwrap().unwrap().lot;
    let order = Order {
        id,
        body: serde_json::to_string(&application).unwrap(),
        words: "天山北麓建设工程有限公司 江海财产保险股份有限公司 ".into(),
        bidder: facts.applicant.organisation.to_string(),
        insurer: facts.guarantor.institution.to_string(),
        bank: bank.id.to_string(),
    };
    (order, (lot.number.to_string(), serde_json::to_string(&lot).unwrap()))
}

/// Articles of years, a tenth as many as there are rows: taken in as those of an earlier platform are.
pub(crate) async fn articles(world: &TestWorld, count: i64) {
    for begin in (0..count).step_by(1_000) {
        let one = |index: i64| {
            format!(
                "[[article]]\nsite = \"650000\"\nkind = \"{}\"\ntitle = \"第{index}号通知公告\"\ndated = \"20{:02}-{:02}-{:02}\"\ntext = \"关于塔里木灌区{}的说明，请各市场主体按时办理投标保函。\"\n",
                ["news", "guide", "faq"][usize::try_from(index % 3).unwrap()],
                10 + index % 16,
                1 + index % 12,
                1 + index % 28,
                if index % 5_000 == 7 { "库尔勒分水闸" } else { "渠道" },
            )
        };
        let text: String = (begin..count.min(begin + 1_000)).map(one).collect();
        app::article::import::import(&world.world, &world.world.system(), &text).await.unwrap();
    }
}

/// A tenth as many organisations as there are orders, those that ordered among them, and a guarantee for each order that has one, like the first that was issued.
pub(crate) fn issued(rows: i64, order: &Order) -> Vec<String> {
    vec![
        format!(
            "{}|INSERT INTO organisation (id, uscc, name, role, site, created_at) SELECT 'org_' || i, 'code' || i, '第' || i || '建设有限公司', \
             'applicant', NULL, i FROM n",
            rows / 10
        ),
        format!(
            "{rows}|INSERT INTO guarantee (id, number, application, applicant, institution, digest, version, body, beneficiary, lot_number) \
             SELECT {id}, 'G' || i, {application}, CASE WHEN i % 20 = 0 THEN '{}' ELSE 'org_' || (i % 2000) END, '{}', 'd' || i, 1, \
             replace(g.body, g.id, {id}), 'code' || (i % 5000), '' FROM n, (SELECT * FROM guarantee LIMIT 1) AS g WHERE i % 10 <> 1",
            order.bidder,
            order.insurer,
            id = id("gua"),
            application = id("app"),
        ),
    ]
}
