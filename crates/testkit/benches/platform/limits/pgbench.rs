//! PostgreSQL's own benchmark.

use super::{SCHEMA, statements};
use crate::Setting;
use std::fmt::Write;
use std::process::{Command, Output};

/// The statements of a submission, transactions a second.
pub(crate) fn submission(setting: &Setting, choices: usize) -> f64 {
    let statements = statements();
    let mut script = format!("\\set n random(1, {choices})\n\\set tag random(1, 1000000000000)\n");
    let transaction = std::iter::once("BEGIN".to_owned()).chain(statements.writes).chain(std::iter::once("COMMIT".to_owned()));
    for statement in statements.reads.into_iter().chain(transaction) {
        writeln!(script, "{statement};").unwrap();
    }
    run(setting, &[script], Some(SCHEMA))
}

/// Runs these scripts in even shares, with as many clients as the platform has.
pub(crate) fn run(setting: &Setting, scripts: &[String], schema: Option<&str>) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let (_, address) = setting.postgres.split_once('@').unwrap();
    let (host, port) = address.split_once(':').unwrap();
    let mut command = Command::new(&setting.pgbench);
    command.args(["-h", host, "-p", port, "-U", "postgres", "-n", "-M", "prepared", "-c", "32", "-j", "2", "-T", setting.seconds()]);
    if let Some(schema) = schema {
        command.env("PGOPTIONS", format!("-c search_path={schema}"));
    }
    for (index, script) in scripts.iter().enumerate() {
        let path = folder.path().join(format!("{index}.sql"));
        std::fs::write(&path, script).unwrap();
        command.arg("-f").arg(path);
    }
    transactions_per_second(&command.arg(setting.name()).output().unwrap())
}

/// What pgbench says at its end.
fn transactions_per_second(output: &Output) -> f64 {
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find(|line| line.starts_with("tps"));
    let line = line.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
    line.split_whitespace().nth(2).unwrap().parse().unwrap()
}
