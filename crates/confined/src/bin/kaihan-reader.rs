//! `kaihan-reader`: reads one table from standard input, writes its rows to standard output, ends. Started by the platform for each file;
//! it confines itself before it reads anything.

use std::io::{self, BufReader, BufWriter};
use std::process::ExitCode;

/// Most processor time for one table, in seconds; a million rows need a third of it.
const CPU_SECONDS: u64 = 10;

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn serve() -> io::Result<()> {
    confined::confine()?;
    confined::renew_cpu_time(CPU_SECONDS)?;
    tables::reading::answer(&mut BufReader::new(io::stdin().lock()), &mut BufWriter::new(io::stdout().lock()))
}
