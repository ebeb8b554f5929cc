//! Our mails through other people's servers, read by other people's readers: Nodemailer's `smtp-server` and `mailparser`, `aiosmtpd` and Python's own.

use counterparts::mail::Identity;
use domain::time::Timestamp;
use partners::mail::{Mail, MailError, Mailer, Settings};
use serde_json::Value;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use testkit::mail_settings;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// A server that is none of ours, and what it says.
struct Server {
    _child: Child,
    _folder: TempDir,
    said: Lines<BufReader<ChildStdout>>,
    settings: Settings,
    mailer: Mailer,
}

impl Server {
    async fn start(program: impl Fn(&Path) -> Command) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity::in_folder(folder.path()).unwrap();
        let mut child = program(folder.path()).stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = serde_json::from_str::<Value>(&said.next_line().await.unwrap().unwrap()).unwrap()["port"].as_u64().unwrap();
        let settings = mail_settings(format!("smtp://127.0.0.1:{port}"), identity.certificate);
        let mailer = Mailer::new(&settings).unwrap();
        Self { _child: child, _folder: folder, said, settings, mailer }
    }

    async fn node(manner: &str) -> Self {
        Self::start(|folder| {
            let mut node = Command::new("node");
            node.arg(root().join("e2e/mail/server.mjs")).args(["--manner", manner]);
            node.arg("--certificate").arg(folder.join("mail.pem")).arg("--key").arg(folder.join("mail.key"));
            node
        })
        .await
    }

    async fn heard(&mut self) -> Value {
        serde_json::from_str(&self.said.next_line().await.unwrap().unwrap()).unwrap()
    }
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn mail() -> Mail {
    Mail {
        id: "out_019dc3a0".into(),
        to: "lin@example.com".parse().unwrap(),
        name: "林知夏, 㐂".into(),
        subject: "保函已出具，请下载查看（订单 SQ65000020261128000099），这是一个需要折行的很长很长很长很长很长的主题".into(),
        text: "您好：\n\n.以句点开头的一行，𠮷 < & >。\n查看：\nhttp://kaihan.test/notices/1".into(),
        link: "http://kaihan.test/notices/1".into(),
        at: Timestamp::from_micros(1_796_086_800_000_000),
    }
}

fn is_ours(heard: &Value) {
    let mail = mail();
    assert_eq!(heard["secure"], true, "{heard}");
    assert_eq!(heard["subject"], mail.subject, "{heard}");
    assert_eq!(heard["text"].as_str().unwrap().trim_end().replace("\r\n", "\n"), mail.text, "{heard}");
    let html = heard["html"].as_str().unwrap();
    assert!(html.contains("<a href=\"http://kaihan.test/notices/1\">") && html.contains("𠮷 &lt; &amp; &gt;。"), "{html}");
    assert_eq!(heard["messageId"], "<out_019dc3a0@kaihan.test>");
    assert_eq!(heard["auto"], "auto-generated");
    assert!(heard["date"].as_str().unwrap().starts_with("2026-12-01T"), "{heard}");
}

#[tokio::test]
async fn an_old_server_takes_a_mail_and_another_reader_reads_what_was_written() {
    let mut server = Server::node("plain").await;
    server.mailer.examine().await.unwrap();
    server.mailer.send(&mail()).await.unwrap();
    let heard = server.heard().await;
    is_ours(&heard);
    assert_eq!(heard["to"][0]["name"], "林知夏 㐂", "nothing that was typed means anything in a header");
    assert_eq!(heard["from"][0]["name"], "开函");
}

#[tokio::test]
async fn a_second_server_and_reader_say_the_same() {
    let mut server = Server::start(|folder| {
        let mut python = Command::new(root().join(".kaihan/mail/bin/python"));
        python.arg(root().join("e2e/mail/server.py")).arg(folder.join("mail.pem")).arg(folder.join("mail.key"));
        python
    })
    .await;
    server.mailer.send(&mail()).await.unwrap();
    let heard = server.heard().await;
    is_ours(&heard);
    assert_eq!(heard["ascii"], true);
    assert_eq!(heard["defects"].as_array().map(Vec::len), Some(0), "{heard}");
    assert_eq!((&heard["to"], &heard["address"]), (&Value::from("林知夏 㐂"), &Value::from("lin@example.com")));
}

#[tokio::test]
async fn a_server_that_asks_to_come_again_gets_the_mail_the_second_time() {
    let mut server = Server::node("greylist").await;
    let error = server.mailer.send(&mail()).await.unwrap_err();
    assert!(matches!(&error, MailError::NotYet(said) if said == "RCPT: 451"), "{error}");
    server.mailer.send(&mail()).await.unwrap();
    is_ours(&server.heard().await);
}

#[tokio::test]
async fn a_no_is_final_and_the_error_does_not_name_the_address() {
    let error = Server::node("refuse").await.mailer.send(&mail()).await.unwrap_err();
    assert!(matches!(&error, MailError::Refused(_)), "{error}");
    assert!(!error.to_string().contains("lin@") && error.to_string().contains("RCPT: 550"), "{error}");
}

#[tokio::test]
async fn a_server_without_starttls_is_sent_nothing() {
    let error = Server::node("clear").await.mailer.send(&mail()).await.unwrap_err();
    assert!(matches!(&error, MailError::NotYet(said) if said.starts_with("STARTTLS")), "{error}");
}

#[tokio::test]
async fn a_server_that_others_vouch_for_is_not_ours() {
    let server = Server::node("plain").await;
    let other = Identity::fresh().unwrap().certificate;
    let stranger = Mailer::new(&Settings { trust: other, ..server.settings.clone() }).unwrap();
    assert!(matches!(stranger.send(&mail()).await, Err(MailError::NotYet(_))));
}

#[tokio::test]
async fn of_a_server_that_falls_silent_after_the_last_byte_it_is_not_known_whether_it_has_the_mail() {
    let mut server = Server::node("silent").await;
    let impatient = Settings { patience: Duration::from_secs(1), ..server.settings.clone() };
    let error = Mailer::new(&impatient).unwrap().send(&mail()).await.unwrap_err();
    assert!(matches!(error, MailError::Unknown(_)), "{error}");
    is_ours(&server.heard().await);
}
