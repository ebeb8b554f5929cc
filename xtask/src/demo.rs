//! `cargo xtask demo`: install, build, run.

use crate::Outcome;
use crate::run::{program, root, run, step};
use crate::setup;

pub(crate) fn demo(arguments: &[String]) -> Outcome {
    setup::fonts()?;
    step("构建（首次约需几分钟）");
    run(program("cargo").args(["build", "--locked", "-p", "kaihan", "-p", "agent", "-p", "counterparts"]))?;
    let mut demo = program(root().join("target/debug/kaihan-demo"));
    demo.arg("--data").arg(root().join(".kaihan/demo")).arg("--root").arg(root()).arg("--fonts").arg(setup::fonts_folder());
    // Ctrl-C reaches the whole group: the demonstration stops its programs, and this one waits for it.
    run(demo.args(arguments))
}
