//! `kaihan-bank`: the reference bank as a program.

use clap::Parser;
use counterparts::bank::{Bank, Ledger, deliver};
use counterparts::clock;
use counterparts::demonstration::VAULT_PIN;
use gm::certificate::Certificate;
use gm::{SystemEntropy, key_file};
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;

/// 参考银行：演示与测试用的对手方程序
#[derive(Debug, Parser)]
struct Arguments {
    /// 账簿文件
    #[arg(long)]
    ledger: PathBuf,
    /// 监听端口，仅限 127.0.0.1
    #[arg(long)]
    port: u16,
    /// 平台地址
    #[arg(long)]
    platform: String,
    /// 系统密钥文件夹（bank.p8、platform.cer）
    #[arg(long)]
    systems: PathBuf,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let key = key_file::decrypt(&std::fs::read_to_string(arguments.systems.join("bank.p8"))?, VAULT_PIN)?;
    let platform = Certificate::from_pem(&std::fs::read_to_string(arguments.systems.join("platform.cer"))?)?;
    let platform = platform.first().ok_or("platform.cer has no certificate")?.public_key()?;
    let ledger = Ledger::open(&arguments.ledger)?;
    let bank = Bank::new(ledger, &arguments.platform, key, platform, Arc::new(SystemEntropy), Arc::new(clock::now));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", arguments.port)).await?;
    tokio::spawn(deliver(bank.clone()));
    let stop = async {
        // Without a signal handler the default action stops the program just as well.
        let _ = tokio::signal::ctrl_c().await;
    };
    axum::serve(listener, bank.router()).with_graceful_shutdown(stop).await?;
    Ok(())
}
