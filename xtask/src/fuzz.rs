//! `cargo xtask fuzz TARGET [SECONDS]`: libFuzzer on one target of the verifier, on stable Rust. What it finds stays in
//! `target/fuzz/TARGET`.

use crate::Outcome;
use crate::run::{program, root, run, step};
use std::process::Command;

/// What libFuzzer needs to see which way a program goes.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// The host's name, so that build scripts are not instrumented.
fn host() -> Outcome<String> {
    let output = Command::new("rustc").arg("-vV").output()?;
    let text = String::from_utf8(output.stdout)?;
    text.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned).ok_or_else(|| "rustc 没有说明主机类型".into())
}

pub(crate) fn fuzz(arguments: &[String]) -> Outcome {
    let [target, rest @ ..] = arguments else { return Err(crate::USAGE.into()) };
    let seconds = rest.first().map_or("60", String::as_str);
    let (name, host) = (format!("fuzz-{target}"), host()?);
    step(&format!("模糊测试 {target}，{seconds} 秒"));
    let mut build = program("cargo");
    build.args(["build", "--release", "--locked", "-p", "fuzz", "--features", "libfuzzer", "--bin", &name, "--target", &host]);
    build.args(["--target-dir", "target/fuzz/build"]).env("RUSTFLAGS", COVERAGE);
    run(&mut build)?;
    let corpus = root().join("target/fuzz").join(target);
    std::fs::create_dir_all(&corpus)?;
    let mut fuzz = program(root().join("target/fuzz/build").join(host).join("release").join(&name));
    fuzz.args([&format!("-max_total_time={seconds}"), "-max_len=400000", "-timeout=20", "-rss_limit_mb=2048"]);
    fuzz.arg(format!("-artifact_prefix={}/", corpus.display())).arg(&corpus).arg(root().join("crates/fuzz/seeds"));
    run(&mut fuzz)
}
