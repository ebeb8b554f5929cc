//! `kaihan-institution`: the reference institution's own system as a program.

use clap::Parser;
use client::Platform;
use counterparts::clock;
use counterparts::demonstration::{PERSONAS, VAULT_PIN};
use counterparts::institution::{Book, Hostile, Institution, Manners, Mode, SealKeys, Setup, deliver};
use documents::typesetting::Typesetter;
use domain::institution::Wire;
use gm::certificate::Certificate;
use gm::{SystemEntropy, key_file};
use partners::timestamp::TimeStamps;
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// 参考机构系统：演示、测试与机构自测用的对手方程序
#[derive(Debug, Parser)]
struct Arguments {
    /// 演示人物，决定机构名称与统一社会信用代码
    #[arg(long)]
    persona: String,
    /// 密钥名称（NAME.p8、NAME.p256.p8、NAME.esl、NAME.api.p8）
    #[arg(long)]
    keys: String,
    /// 收款账号
    #[arg(long)]
    account: String,
    /// 账簿文件
    #[arg(long)]
    book: PathBuf,
    /// 监听端口，仅限 127.0.0.1
    #[arg(long)]
    port: u16,
    /// 平台地址
    #[arg(long)]
    platform: String,
    /// 时间戳服务地址
    #[arg(long)]
    time_stamps: String,
    /// 系统密钥文件夹（platform.cer）
    #[arg(long)]
    systems: PathBuf,
    /// 机构密钥文件夹
    #[arg(long)]
    institutions: PathBuf,
    /// 字体文件夹
    #[arg(long)]
    fonts: PathBuf,
    /// 版式文件
    #[arg(long)]
    layout: PathBuf,
    /// 报文格式：canonical 开函接口规范，enveloped 信封式报文
    #[arg(long, default_value = "canonical")]
    wire: String,
    /// 一律不承保
    #[arg(long)]
    refuses: bool,
    /// 只懂接口 1.1 版
    #[arg(long)]
    first_version: bool,
    /// 只懂接口 1.3 版，不懂授信
    #[arg(long)]
    before_credit: bool,
    /// 授信申请第一次一律退回补正
    #[arg(long)]
    picky: bool,
    /// 保函金额多写一位
    #[arg(long)]
    wrong_amount: bool,
    /// 出函文件写无关的文字
    #[arg(long)]
    any_text: bool,
    /// 一律不予办理指令
    #[arg(long)]
    stubborn: bool,
    /// 每个报文拖延的毫秒数
    #[arg(long, default_value_t = 0)]
    delay: u64,
    /// 以某种不正常的方式应答一切请求
    #[arg(long)]
    hostile: Option<Mode>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let persona = PERSONAS.iter().find(|persona| persona.key == arguments.persona).ok_or("no such persona")?;
    let certificate = Certificate::from_pem(&std::fs::read_to_string(arguments.systems.join("platform.cer"))?)?;
    let platform_key = certificate.first().ok_or("platform.cer has no certificate")?.public_key()?;
    let key = std::fs::read_to_string(arguments.institutions.join(format!("{}.api.p8", arguments.keys)))?;
    let key = key_file::decrypt(&key, VAULT_PIN)?;
    if let Some(mode) = arguments.hostile {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", arguments.port)).await?;
        let hostile = Hostile { mode, uscc: persona.uscc(), key, entropy: Arc::new(SystemEntropy), now: Arc::new(clock::now) };
        hostile.serve(listener).await;
        return Ok(());
    }
    let wire = Wire::ALL.into_iter().find(|wire| wire.code() == arguments.wire).ok_or("no such wire")?;
    let institution = Institution::new(Setup {
        book: Book::open(&arguments.book)?,
        name: persona.organisation.to_owned(),
        uscc: persona.uscc(),
        account: arguments.account,
        wire,
        address: format!("http://127.0.0.1:{}", arguments.port),
        platform: Platform { address: arguments.platform, serial: client::serial(&platform_key), key: platform_key },
        key,
        seal: SealKeys::open(&arguments.institutions, &arguments.keys, VAULT_PIN)?,
        time_stamps: TimeStamps::new(&arguments.time_stamps)?,
        typesetter: Arc::new(Typesetter::beside_this_program(&arguments.fonts)),
        layout: std::fs::read_to_string(&arguments.layout)?,
        entropy: Arc::new(SystemEntropy),
        now: Arc::new(clock::now),
    })?;
    institution.behave(Manners {
        refuses: arguments.refuses,
        wrong_amount: arguments.wrong_amount,
        any_text: arguments.any_text,
        stubborn: arguments.stubborn,
        first_version: arguments.first_version,
        before_credit: arguments.before_credit,
        picky: arguments.picky,
        delay: Duration::from_millis(arguments.delay),
    });
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", arguments.port)).await?;
    tokio::spawn(deliver(institution.clone()));
    let stop = async {
        // Without a signal handler the default action stops the program just as well.
        let _ = tokio::signal::ctrl_c().await;
    };
    axum::serve(listener, institution.router()).with_graceful_shutdown(stop).await?;
    Ok(())
}
