//! `cargo xtask demo`: install, build, run.

use crate::Outcome;
use crate::run::{program, root, run, step};
use crate::setup;
use std::os::unix::process::CommandExt;

pub(crate) fn demo(arguments: &[String]) -> Outcome {
    setup::fonts()?;
    setup::phone()?;
    step("构建（首次约需几分钟）");
    run(program("cargo").args(["build", "--locked", "-p", "kaihan", "-p", "agent", "-p", "counterparts", "-p", "confined"]))?;
    let mut demo = program(root().join("target/debug/kaihan-demo"));
    demo.arg("--data").arg(root().join(".kaihan/demo")).arg("--root").arg(root()).arg("--fonts").arg(setup::fonts_folder());
    // In this process's place, so that the terminal waits until the demonstration has stopped its programs.
    Err(demo.args(arguments).exec().into())
}
