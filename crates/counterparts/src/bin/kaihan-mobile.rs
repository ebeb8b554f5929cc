//! `kaihan-mobile`: the reference cloud of mobile certificates and electronic business licences as a program.

use clap::Parser;
use counterparts::clock;
use counterparts::demonstration::VAULT_PIN;
use counterparts::mobile::{Book, Cloud, Parts, SealMaker};
use gm::certificate::{Authority, Certificate};
use gm::{SystemEntropy, key_file};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// 参考移动证书服务（标证通与电子营业执照）：演示与测试用的对手方程序
#[derive(Debug, Parser)]
struct Arguments {
    /// 证书文件
    #[arg(long)]
    book: PathBuf,
    /// 监听端口，仅限 127.0.0.1
    #[arg(long)]
    port: u16,
    /// 发证与制章机构文件夹（mobile.p8、mobile.cer、licences.p8、licences.cer、maker.p8、maker.cer）
    #[arg(long)]
    authority: PathBuf,
    /// 各单位已有印章的文件夹（*.esl）：手机上的印章用同一图样
    #[arg(long)]
    pictures: PathBuf,
    /// 吊销列表发布到的文件夹：平台的信任目录
    #[arg(long)]
    trust: PathBuf,
    /// 系统密钥文件夹（platform.cer）
    #[arg(long)]
    systems: PathBuf,
    /// 手机页面所用的 sm-crypto-v2（index.umd.js）
    #[arg(long)]
    library: PathBuf,
}

fn certificate(path: &Path) -> Result<Certificate, Box<dyn Error>> {
    let found = Certificate::from_pem(&std::fs::read_to_string(path)?)?;
    found.into_iter().next().ok_or_else(|| format!("{} has no certificate", path.display()).into())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let authority = |name: &str| -> Result<Authority, Box<dyn Error>> {
        let path = |extension: &str| arguments.authority.join(format!("{name}.{extension}"));
        let key = key_file::decrypt_any(&std::fs::read_to_string(path("p8"))?, VAULT_PIN)?;
        Ok(Authority::resume(key, certificate(&path("cer"))?))
    };
    let maker = |extension: &str| arguments.authority.join(format!("maker.{extension}"));
    let library = std::fs::read(&arguments.library);
    let cloud = Cloud::open(Parts {
        book: Book::open(&arguments.book)?,
        mobile: authority("mobile")?,
        licences: authority("licences")?,
        seals: SealMaker {
            key: key_file::decrypt(&std::fs::read_to_string(maker("p8"))?, VAULT_PIN)?,
            certificate: certificate(&maker("cer"))?,
            pictures: arguments.pictures.clone(),
        },
        trust: arguments.trust.clone(),
        address: format!("http://127.0.0.1:{}", arguments.port),
        platform_key: certificate(&arguments.systems.join("platform.cer"))?.public_key()?,
        library: library.map_err(|error| format!("{} 无法读取：{error}", arguments.library.display()))?,
        entropy: Arc::new(SystemEntropy),
        now: Arc::new(clock::now),
    })?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", arguments.port)).await?;
    let stop = async {
        // Without a signal handler the default action stops the program just as well.
        let _ = tokio::signal::ctrl_c().await;
    };
    axum::serve(listener, cloud.router()).with_graceful_shutdown(stop).await?;
    Ok(())
}
