//! A database that goes away, is silent, or ends a connection: whoever asks is told to come again, nobody waits for ever, and nothing has to be
//! started anew when it is back (L3).

use app::World;
use app::readiness::LastLook;
use std::sync::Arc;
use std::time::Duration;
use store::{Engine, Store};
use testkit::{Browser, Kind, TestWorld};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What nobody waits for; a test that hangs would say nothing.
const FOR_EVER: Duration = Duration::from_secs(100);

/// How the line to the database is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Open,
    /// Taken, and nothing comes.
    Silent,
    Cut,
}

/// Listens in the database's place, and hands on what comes while the line is open.
async fn between(database: String) -> (u16, watch::Sender<Line>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (line, state) = watch::channel(Line::Open);
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            let (database, mut state) = (database.clone(), state.clone());
            tokio::spawn(async move {
                let now = *state.borrow_and_update();
                let hand_on = async {
                    match now {
                        Line::Open => {
                            let Ok(mut far) = TcpStream::connect(&database).await else { return };
                            let _ = copy_bidirectional(&mut near, &mut far).await;
                        }
                        Line::Silent => std::future::pending().await,
                        Line::Cut => {}
                    }
                };
                // What was half said is lost with the connection; one that falls silent stays until the line changes again.
                tokio::select! {
                    () = hand_on => {}
                    _ = state.changed() => {
                        if *state.borrow_and_update() == Line::Silent {
                            let _ = state.changed().await;
                        }
                    }
                }
                drop(near);
            });
        }
    });
    (port, line)
}

async fn is_ready(world: &World) -> bool {
    LastLook::default().look(world).await.checks.iter().filter(|part| part.name == "database").all(|part| part.outcome.is_ok())
}

/// Where the world's database is.
fn server(world: &TestWorld) -> String {
    match &world.engine {
        Engine::Postgres(url) => url.clone(),
        Engine::Sqlite(_) => unreachable!("a world on the server was asked for"),
    }
}

/// A platform whose line to its database can be cut, and somebody who is logged in.
async fn standing() -> (TestWorld, Browser, watch::Sender<Line>) {
    let mut world = TestWorld::new(Kind::Postgres).await;
    let url = server(&world);
    let (before, rest) = url.split_once('@').unwrap();
    let (place, name) = rest.split_once('/').unwrap();
    let (port, line) = between(place.to_owned()).await;
    world.parts.store = Store::open(&Engine::Postgres(format!("{before}@127.0.0.1:{port}/{name}"))).await.unwrap();
    world.world = World::new(world.parts.clone());
    let web = web::Web { world: world.world.clone(), agent: "http://127.0.0.1:17650".into(), agents: Arc::new([]), proxied: false };
    world.router = web::table().router(web);
    let browser = world.logged_in("1-bidder").await;
    (world, browser, line)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_goes_and_comes_back_costs_a_moment_l3() {
    let (world, mut browser, line) = standing().await;
    assert_eq!(browser.get("/applications").await.status, 200);
    assert!(is_ready(&world.world).await);
    line.send_replace(Line::Cut);
    for path in ["/applications", "/650000/lots", "/650000/lots?q=公路"] {
        let away = browser.get(path).await;
        assert_eq!(away.status, 503, "{path}: {}", away.body);
        assert!(away.body.contains("稍后"), "{path} says what to do: {}", away.body);
    }
    assert!(!is_ready(&world.world).await);
    line.send_replace(Line::Open);
    assert_eq!(browser.get("/applications").await.status, 200, "nobody has to start anything, or to log in again");
    assert!(is_ready(&world.world).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_database_keeps_nobody_for_ever_l3() {
    let (world, mut browser, line) = standing().await;
    line.send_replace(Line::Silent);
    let both = async { tokio::join!(browser.get("/applications"), is_ready(&world.world)) };
    let (page, ready) = tokio::time::timeout(FOR_EVER, both).await.expect("somebody waits for ever");
    assert_eq!((page.status, ready), (503, false), "{}", page.body);
    line.send_replace(Line::Open);
    assert_eq!(browser.get("/applications").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_an_operator_ends_are_no_defect_l3() {
    let (world, mut browser, _line) = standing().await;
    let url = server(&world);
    let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    for _ in 0..3 {
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        client.query(end, &[]).await.unwrap();
        let status = browser.get("/applications").await.status;
        assert!([200, 503].contains(&status), "{status}");
    }
    assert_eq!(browser.get("/applications").await.status, 200);
}
