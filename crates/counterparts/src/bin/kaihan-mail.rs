//! `kaihan-mail`: the reference mail server as a program.

use clap::Parser;
use counterparts::clock;
use counterparts::mail::{Identity, MailInbox, MailServer};
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;

/// 参考邮件服务器：演示与测试用的对手方程序
#[derive(Debug, Parser)]
struct Arguments {
    /// 邮件文件
    #[arg(long)]
    inbox: PathBuf,
    /// 网页的监听端口，仅限 127.0.0.1
    #[arg(long)]
    port: u16,
    /// SMTP 的监听端口，仅限 127.0.0.1
    #[arg(long)]
    smtp_port: u16,
    /// 服务器证书文件夹（mail.pem、mail.key，没有时生成）
    #[arg(long)]
    identity: PathBuf,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments = Arguments::parse();
    let server = MailServer::new(MailInbox::open(&arguments.inbox)?, &Identity::in_folder(&arguments.identity)?, Arc::new(clock::now))?;
    let letters = TcpListener::bind(("127.0.0.1", arguments.smtp_port)).await?;
    let pages = TcpListener::bind(("127.0.0.1", arguments.port)).await?;
    let router = server.router();
    tokio::select! {
        outcome = server.serve(letters) => outcome?,
        outcome = axum::serve(pages, router) => outcome?,
        outcome = tokio::signal::ctrl_c() => outcome?,
    }
    Ok(())
}
