//! `kaihan-typesetter FONTS`: reads sheets from standard input, writes pages to standard output. Started by the platform, one
//! process at a time for one sheet at a time; everything it needs is read before it confines itself.

use confined::Compiler;
use std::io::{self, BufReader, BufWriter};
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(fonts) = std::env::args_os().nth(1).map(PathBuf::from) else {
        return ExitCode::from(2);
    };
    match serve(&fonts) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn serve(fonts: &std::path::Path) -> io::Result<()> {
    use documents::typesetting::wire;
    let (mut input, mut output) = (BufReader::new(io::stdin().lock()), BufWriter::new(io::stdout().lock()));
    let compiler = match Compiler::open(fonts) {
        Ok(compiler) => compiler,
        // Told to whoever sends the first sheet; the next asks a new process, for which the font may be there again (L5).
        Err(error) => {
            wire::read_sheet(&mut input)?;
            return wire::write_answer(&mut output, &Err(error));
        }
    };
    compiler.warm_up();
    confined::confine()?;
    while let Some(sheet) = wire::read_sheet(&mut input)? {
        confined::renew_cpu_time(confined::CPU_SECONDS_MAX)?;
        wire::write_answer(&mut output, &compiler.typeset(&sheet))?;
    }
    Ok(())
}
