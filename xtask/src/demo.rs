//! `cargo xtask demo`: install, build, run.

use crate::Outcome;
use crate::run::{program, root, run, step};
use crate::setup;
use std::os::unix::process::CommandExt;

/// Orders that are there from the start: each state that people bring one to, and some letters.
const APPLICATIONS: &str = "16";

pub(crate) fn demo(arguments: &[String]) -> Outcome {
    setup::fonts()?;
    setup::phone()?;
    step("构建（首次约需几分钟）");
    run(program("cargo").args(["build", "--locked", "-p", "kaihan", "-p", "agent", "-p", "counterparts", "-p", "confined"]))?;
    let mut demo = program(root().join("target/debug/kaihan-demo"));
    demo.arg("--data").arg(root().join(".kaihan/demo")).arg("--root").arg(root()).arg("--fonts").arg(setup::fonts_folder());
    // The demonstration does without: it is one of two ways into one province.
    match setup::browser_tests() {
        Ok(()) => {
            demo.arg("--portal").arg(root().join("e2e/portal/portal.mjs"));
        }
        Err(error) => step(&format!("没有装好统一注册平台（{error}），湖南各站点只用证书登录")),
    }
    if !arguments.iter().any(|argument| argument.starts_with("--applications")) {
        demo.args(["--applications", APPLICATIONS]);
    }
    // In this process's place, so that the terminal waits until the demonstration has stopped its programs.
    Err(demo.args(arguments).exec().into())
}
