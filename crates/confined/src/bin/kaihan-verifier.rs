//! `kaihan-verifier`: reads whom to trust and files from standard input, writes a report a file to standard output. Started by the
//! platform, which ends it after some files or the first sign of trouble; it confines itself before it reads anything.

use std::io::{self, BufReader, BufWriter};
use std::process::ExitCode;

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn serve() -> io::Result<()> {
    confined::confine()?;
    let (mut input, mut output) = (BufReader::new(io::stdin().lock()), BufWriter::new(io::stdout().lock()));
    documents::verify::serve(&mut input, &mut output, |budget| confined::renew_cpu_time(budget.cpu_seconds()))
}
