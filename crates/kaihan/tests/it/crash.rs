use crate::program::configuration;
use counterparts::clock;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use testkit::{Kind, TestWorld};

/// Paid applications that wait for their letters.
const APPLICATIONS: usize = 10;
/// Times the program is killed on the way.
const KILLS: usize = 3;

fn work(configuration: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kaihan"));
    command.arg("--config").arg(configuration).arg("work").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// How many of the orders have their letter.
async fn issued(world: &TestWorld, orders: &[String]) -> usize {
    let mut count = 0;
    for order in orders {
        let id = order.rsplit('/').next().unwrap().parse().unwrap();
        let application = store::application::load(&mut world.parts.store.reader(), id).await.unwrap().unwrap();
        count += usize::from(application.state.code() == "issued");
    }
    count
}

/// Waits for progress, bounded; looks again every few milliseconds.
async fn until(world: &TestWorld, orders: &[String], wanted: usize) {
    let mut look = tokio::time::interval(Duration::from_millis(3));
    let reached = async {
        while issued(world, orders).await < wanted {
            look.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(150), reached).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_again_and_again_the_program_issues_every_paid_letter_exactly_once_on_sqlite() {
    kill_again_and_again(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_again_and_again_the_program_issues_every_paid_letter_exactly_once_on_postgres() {
    kill_again_and_again(Kind::Postgres).await;
}

async fn kill_again_and_again(kind: Kind) {
    let world = TestWorld::beginning(kind, clock::now()).await;
    let mut bidder = world.logged_in("1-bidder").await;
    let mut orders = Vec::new();
    for _ in 0..APPLICATIONS {
        let order = world.submitted(&mut bidder, "1-bidder", "650000", "江海财产保险股份有限公司").await;
        world.pay(&mut bidder, &order).await;
        orders.push(order);
    }
    let configuration = configuration(&world);
    for kill in 0..KILLS {
        let mut program = work(&configuration);
        until(&world, &orders, kill + 1).await;
        program.kill().unwrap();
        program.wait().unwrap();
    }
    let mut program = work(&configuration);
    until(&world, &orders, APPLICATIONS).await;
    program.kill().unwrap();
    program.wait().unwrap();
    for order in &orders {
        let letter = bidder.get(&format!("{order}/documents/letter.pdf")).await;
        assert!(letter.status == 200 && letter.bytes.starts_with(b"%PDF"), "{order}");
        let page = bidder.get(order).await.body;
        assert_eq!((page.matches("费用到账").count(), page.matches("<b>保函出具</b>").count()), (1, 1), "{order}");
    }
}
