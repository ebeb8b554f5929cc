//! `kaihan-sms`: the reference text message gateway as a program.

use clap::Parser;
use counterparts::clock;
use counterparts::text_message::{Gateway, Inbox};
use gm::certificate::Certificate;
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;

/// 参考短信网关：演示与测试用的对手方程序
#[derive(Debug, Parser)]
struct Arguments {
    /// 短信文件
    #[arg(long)]
    inbox: PathBuf,
    /// 监听端口，仅限 127.0.0.1
    #[arg(long)]
    port: u16,
    /// 系统密钥文件夹（platform.cer）
    #[arg(long)]
    systems: PathBuf,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let platform = Certificate::from_pem(&std::fs::read_to_string(arguments.systems.join("platform.cer"))?)?;
    let platform = platform.first().ok_or("platform.cer has no certificate")?.public_key()?;
    let gateway = Gateway::new(Inbox::open(&arguments.inbox)?, platform, Arc::new(clock::now));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", arguments.port)).await?;
    let stop = async {
        // Without a signal handler the default action stops the program just as well.
        let _ = tokio::signal::ctrl_c().await;
    };
    axum::serve(listener, gateway.router()).with_graceful_shutdown(stop).await?;
    Ok(())
}
