//! Running a benchmark and taking down what it measured.

use crate::Outcome;
use measure::Measured;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// Runs to the end, shows what it prints, and gives back what it measured; anything but success is an error.
pub(crate) fn collect(mut command: Command) -> Outcome<Vec<Measured>> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| format!("{command:?}: {error}"))?;
    let mut measured = Vec::new();
    for line in BufReader::new(child.stdout.take().ok_or("no output")?).lines() {
        let line = line?;
        match Measured::read(&line) {
            Some(one) => {
                let processor = one.processor.map(|time| format!(", {:.0} us of processor each", time.as_secs_f64() * 1e6));
                println!("{:>28}: {:.1}/s{}", one.name, one.rate, processor.unwrap_or_default());
                measured.push(one);
            }
            None => println!("{line}"),
        }
    }
    let status = child.wait()?;
    if status.success() { Ok(measured) } else { Err(format!("{command:?}: {status}").into()) }
}
