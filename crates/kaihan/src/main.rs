//! `kaihan`: the platform's program. Wiring and nothing else.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the command line talks to the operator")]

mod config;
mod conformance;
mod doctor;
mod import;
mod serve;
mod verify;
mod wire;

use clap::{Parser, Subcommand};
use config::Config;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

/// A request is some thousand small allocations, made and given back by several threads: with the C library's allocator a submission takes a
/// sixth longer (`cargo xtask bench orders`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The exit code of a command line that does not read (EX_USAGE of sysexits).
const USAGE: u8 = 64;

/// 开函：电子保函平台
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// 配置文件
    #[arg(long, global = true, env = "KAIHAN_CONFIG", default_value = "kaihan.toml")]
    config: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 提供网页与接口，并执行后台任务
    Serve,
    /// 只执行后台任务
    Work,
    /// 升级数据库结构
    Migrate,
    /// 检查配置、证书、字体、站点文件
    Doctor {
        /// 只看一个方面
        #[command(subcommand)]
        about: Option<doctor::About>,
    },
    /// 核验签名文件，不需要平台与数据库
    Verify(verify::Verify),
    /// 对机构自有系统逐项测试接口规范，须有平台正在运行
    Conformance(conformance::Conformance),
    /// 导入数据
    #[command(subcommand)]
    Import(import::Import),
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    // A log that cannot be written is said nowhere: saying it there would panic.
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).log_internal_errors(false).init();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors; a slip must not look like "not trusted", which is 2.
            let told = error.print();
            return if error.use_stderr() || told.is_err() { ExitCode::from(USAGE) } else { ExitCode::SUCCESS };
        }
    };
    match run(arguments).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(2),
        Err(error) => {
            eprintln!("错误：{error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a command; `false` when it found files that cannot be trusted or a system that does not conform.
async fn run(arguments: Arguments) -> Result<bool, Box<dyn Error>> {
    if let Command::Verify(files) = &arguments.command {
        return verify::run(files);
    }
    let config = Config::load(&arguments.config)?;
    if let Command::Conformance(over) = &arguments.command {
        return conformance::run(&config, over).await;
    }
    match arguments.command {
        Command::Verify(_) | Command::Conformance(_) => Ok(()),
        Command::Serve => serve::serve(&config).await,
        Command::Work => serve::work(&config).await,
        Command::Migrate => {
            store::Store::open(&config.engine()?).await?;
            println!("数据库结构已是最新");
            Ok(())
        }
        Command::Doctor { about: Some(about) } => about.tell(&config),
        Command::Doctor { about: None } => doctor::examine(&config).await,
        Command::Import(import) => import::run(&config, import).await,
    }
    .map(|()| true)
}
