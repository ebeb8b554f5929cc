//! `kaihan-agent`: the certificate agent as a program.

use agent::{Agent, Keys};
use clap::Parser;
use domain::time::Timestamp;
use gm::SystemEntropy;
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;

/// 开函证书助手：只监听本机，用企业证书签署网页上看到的内容，PIN 码只在本程序窗口输入。
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// 存放密钥（*.p8）与证书（*.cer）的文件夹
    #[arg(long)]
    keys: PathBuf,
    /// 监听端口，仅限 127.0.0.1
    #[arg(long, default_value_t = 17_650)]
    port: u16,
    /// 允许使用证书助手的网站（协议、域名、端口须完全一致），可重复
    #[arg(long = "origin", required = true)]
    origins: Vec<String>,
}

#[expect(clippy::disallowed_methods, reason = "a main function is where the machine's clock comes in")]
fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", arguments.port)).await?;
    let port = listener.local_addr()?.port();
    let agent = Agent::new(Keys::in_folder(&arguments.keys), port, arguments.origins, Arc::new(SystemEntropy), Arc::new(now));
    let stop = async {
        // Without a signal handler the default action stops the program just as well.
        let _ = tokio::signal::ctrl_c().await;
    };
    axum::serve(listener, agent.router()).with_graceful_shutdown(stop).await?;
    Ok(())
}
