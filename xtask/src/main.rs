//! The project's own commands: `cargo xtask demo | test | tidy | gen | fuzz | judge | bench | soak`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "commands talk to the person who gave them")]

mod bench;
mod demo;
mod fuzz;
mod judge;
mod postgres;
mod run;
mod setup;
mod soak;
mod test;
mod tidy;

use std::error::Error;
use std::process::ExitCode;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const USAGE: &str = "\
cargo xtask demo [--fresh] [--port N]   安装所需、构建并启动演示
cargo xtask test                        安装所需并运行全部测试
cargo xtask tidy                        检查结构规则
cargo xtask gen                         重新生成 docs/reference
cargo xtask fuzz TARGET [SECONDS]       模糊测试（ofd-package ofd-xml pdf seal cms）
cargo xtask judge FOLDER                与 pdfsig、pyHanko、OpenSSL 比较对他人文件的核验结果
cargo xtask bench all [N]               全部性能对比，轮流 N 轮（默认 3），写入 docs/reference/bench.md（约一小时）
cargo xtask bench orders|lots|logins|letters|callbacks|sm2|verify
                                        其中一项
cargo xtask bench pages [N]             N 个订单、标段（默认一百万）中每种页面的字节、请求与时间，写入 docs/reference/bench.md
cargo xtask soak callbacks [N]          N 次回调（默认一百万）：重复、乱序、损坏
cargo xtask soak lists [N]              N 个订单、标段、作业（默认一百万）中的列表、检索与清理
cargo xtask soak connections            数千空闲、缓慢与恶意连接中的正常访问
cargo xtask soak rush [N] [秒]          开标前的最后时刻：N 位经办人（默认一万人、600 秒），一半在最后十分之一时间到";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.first().map(String::as_str) {
        Some("demo") => demo::demo(&arguments[1..]),
        Some("test") => test::test(),
        Some("tidy") => tidy::tidy(),
        Some("gen") => test::generate(),
        Some("fuzz") => fuzz::fuzz(&arguments[1..]),
        Some("judge") => judge::judge(&arguments[1..]),
        Some("soak") => soak::soak(&arguments[1..]),
        Some("bench") => bench::bench(&arguments[1..]),
        Some(_) | None => Err(USAGE.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
