//! What programs of others make of what goes in and out here.

use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a program of `e2e/python` says of this.
pub(crate) fn judged(program: &str, bytes: &[u8]) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut judge = Command::new(root.join(".kaihan/python/bin/python"));
    let mut child = judge.arg(root.join("e2e/python").join(program)).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap()
}
