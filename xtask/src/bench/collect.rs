//! Running a benchmark and taking down what it measured.

use crate::Outcome;
use measure::Measured;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// Runs to the end and hands on each line of what it prints; anything but success is an error.
pub(super) fn lines(mut command: Command, mut each: impl FnMut(&str)) -> Outcome {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| format!("{command:?}: {error}"))?;
    for line in BufReader::new(child.stdout.take().ok_or("no output")?).lines() {
        each(&line?);
    }
    let status = child.wait()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}").into()) }
}

/// Runs to the end, shows what it prints, and gives back what it measured; anything but success is an error.
pub(crate) fn collect(command: Command) -> Outcome<Vec<Measured>> {
    let mut measured = Vec::new();
    lines(command, |line| match Measured::read(line) {
        Some(one) => {
            let processor = one.processor.map(|time| format!(", {:.0} us of processor each", time.as_secs_f64() * 1e6));
            println!("{:>28}: {:.1}/s{}", one.name, one.rate, processor.unwrap_or_default());
            measured.push(one);
        }
        None => println!("{line}"),
    })?;
    Ok(measured)
}
