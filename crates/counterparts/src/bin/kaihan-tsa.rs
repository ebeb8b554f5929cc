//! `kaihan-tsa`: the reference time-stamp authority as a program.

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use clap::Parser;
use counterparts::clock;
use counterparts::demonstration::VAULT_PIN;
use counterparts::timestamp::Authority;
use gm::SystemEntropy;
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// 参考时间戳服务（RFC 3161）：演示与测试用的对手方程序
#[derive(Debug, Parser)]
struct Arguments {
    /// 监听端口，仅限 127.0.0.1
    #[arg(long)]
    port: u16,
    /// 系统密钥文件夹（tsa.p8、tsa.p256.p8）
    #[arg(long)]
    systems: PathBuf,
    /// 每次应答前等待的毫秒数：用于观察远处的时间戳服务
    #[arg(long, default_value_t = 0)]
    delay: u64,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let authority = Authority::open(&arguments.systems, VAULT_PIN, Arc::new(SystemEntropy), Arc::new(clock::now))?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", arguments.port)).await?;
    let stop = async {
        // Without a signal handler the default action stops the program just as well.
        let _ = tokio::signal::ctrl_c().await;
    };
    let delay = Duration::from_millis(arguments.delay);
    let router = authority.router().layer(from_fn(move |request: Request, next: Next| async move {
        tokio::time::sleep(delay).await;
        next.run(request).await
    }));
    axum::serve(listener, router).with_graceful_shutdown(stop).await?;
    Ok(())
}
