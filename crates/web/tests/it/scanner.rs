//! The virus scanner as it is in production: Debian's ClamAV daemon, with a signature made by hand, so that no database is fetched and no virus
//! is kept here.

use crate::profile::{attach, png};
use app::{Parts, World};
use partners::virus_scanner::{Verdict, VirusScanner};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use testkit::{Kind, TestWorld};
use web::Web;

/// What the signature finds.
const MARK: &[u8] = b"kaihan-test-mark-0123456789";

/// A daemon of the test's own, ended when it is dropped. What it says is kept, so that its pipe stays open.
struct Daemon(Child, #[expect(dead_code, reason = "keeps the pipe open")] BufReader<ChildStdout>);

impl Drop for Daemon {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Starts one that takes so many megabytes in one stream, and waits until it listens.
fn daemon(folder: &Path, megabytes: u32) -> (Daemon, VirusScanner) {
    let (database, socket) = (folder.join("db"), folder.join("clamd.sock"));
    std::fs::create_dir(&database).unwrap();
    let hex: String = MARK.iter().map(|byte| format!("{byte:02x}")).collect();
    std::fs::write(database.join("kaihan.ndb"), format!("Kaihan.Test:0:*:{hex}\n")).unwrap();
    let configuration = format!(
        "Foreground yes\nLocalSocket {}\nDatabaseDirectory {}\nStreamMaxLength {megabytes}M\nMaxScanSize 400M\nMaxFileSize 100M\n",
        socket.display(),
        database.display()
    );
    let file = folder.join("clamd.conf");
    std::fs::write(&file, configuration).unwrap();
    let program = Path::new("/usr/sbin/clamd");
    assert!(program.exists(), "缺少 clamav-daemon，请运行：sudo apt-get install --no-install-recommends clamav-daemon");
    let mut child = Command::new(program).arg("--config-file").arg(&file).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("Self checking") {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "clamd has ended");
    }
    (Daemon(child, said), VirusScanner::at(&format!("unix:{}", socket.display())).unwrap())
}

#[tokio::test]
async fn a_file_with_a_virus_is_turned_away_and_a_clean_one_says_that_it_was_looked_at() {
    let mut world = TestWorld::new(Kind::Sqlite).await;
    let folder = tempfile::tempdir().unwrap();
    let (_daemon, scanner) = daemon(folder.path(), 64);
    scanner.examine().await.unwrap();
    assert_eq!(scanner.scan(MARK).await.unwrap(), Verdict::Infected("Kaihan.Test.UNOFFICIAL".into()));
    world.world = World::new(Parts { scanner: Some(Arc::new(scanner)), ..world.parts.clone() });
    let web = Web { world: world.world.clone(), agent: "http://127.0.0.1:17650".into(), agents: Arc::new([]), proxied: false };
    world.router = web::table().router(web);
    let mut bidder = world.logged_in("1-bidder").await;
    let infected = [png(), MARK.to_vec()].concat();
    let answer = attach(&mut bidder, "legal_card", "身份证.png", &infected, "").await;
    assert!(answer.status == 422 && answer.body.contains("“身份证.png”中查出病毒（Kaihan.Test.UNOFFICIAL）"), "{}", answer.body);
    assert_eq!(attach(&mut bidder, "legal_card", "身份证.png", &png(), "").await.status, 303);
    assert!(bidder.get("/profile").await.body.contains("已查毒，未发现病毒"));
}

#[tokio::test]
async fn a_scanner_that_takes_less_than_the_largest_file_is_said_to_be_wrong_before_anybody_hands_one_in() {
    let folder = tempfile::tempdir().unwrap();
    let (_daemon, scanner) = daemon(folder.path(), 25);
    let error = scanner.examine().await.unwrap_err().to_string();
    assert!(error.contains("StreamMaxLength 64M"), "{error}");
    assert!(scanner.scan(&vec![0; 30 << 20]).await.is_err(), "what it did not look at is not clean");
}
