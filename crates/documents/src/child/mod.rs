//! Other programs that work for this one: where they are, how they are started, the blocks of bytes that go through their pipes.

mod pool;

pub(crate) use pool::Pool;
pub use pool::{Urgency, Wanted};

use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver};

/// Longest block, in bytes.
const BLOCK_MAX: u32 = 32 << 20;

/// The program `name` beside the running one, or one folder above it, as test programs stand below it.
#[must_use]
pub fn beside_this_program(name: &str) -> PathBuf {
    let here = std::env::current_exe().unwrap_or_default();
    let beside = here.ancestors().skip(1).take(2).map(|folder| folder.join(name)).find(|path| path.is_file());
    beside.unwrap_or_else(|| name.into())
}

/// A program that was started; it is killed when this is dropped.
#[derive(Debug)]
pub struct Running(Child);

impl Running {
    /// How much memory it has in use, in bytes, as the kernel counts it; nothing when the kernel does not say.
    pub(crate) fn resident(&self) -> u64 {
        /// The kernel counts in pages of this many bytes.
        const PAGE: u64 = 4_096;
        let text = std::fs::read_to_string(format!("/proc/{}/statm", self.0.id())).unwrap_or_default();
        text.split_whitespace().nth(1).and_then(|pages| pages.parse::<u64>().ok()).map_or(0, |pages| pages * PAGE)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// What the programs are told: one thread is enough; and their allocator (mimalloc) shall take 64 MiB of addresses at a time, as the
/// gigabyte it would take by itself is all they may have.
const SURROUNDINGS: [(&str, &str); 2] = [("RAYON_NUM_THREADS", "1"), ("MIMALLOC_ARENA_RESERVE", "65536")];

/// Starts `program`. Nothing of this process's surroundings goes in.
///
/// # Errors
/// When it cannot be started.
pub fn start(program: &Path, arguments: &[&Path]) -> io::Result<(Running, ChildStdin, ChildStdout)> {
    let mut command = Command::new(program);
    command.args(arguments).env_clear().envs(SURROUNDINGS);
    let mut child = Running(command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?);
    match (child.0.stdin.take(), child.0.stdout.take()) {
        (Some(input), Some(output)) => Ok((child, input, output)),
        _ => Err(io::ErrorKind::BrokenPipe.into()),
    }
}

/// What a program says, read by a thread of its own so that it can be waited for with patience: it ends when the program does, or when
/// nobody listens any more.
pub(crate) fn answers<T: Send + 'static>(
    output: ChildStdout,
    mut read: impl FnMut(&mut BufReader<ChildStdout>) -> io::Result<T> + Send + 'static,
) -> Receiver<io::Result<T>> {
    let (sender, answers) = mpsc::channel();
    std::thread::spawn(move || {
        let mut output = BufReader::new(output);
        loop {
            let answer = read(&mut output);
            let last = answer.is_err();
            if sender.send(answer).is_err() || last {
                return;
            }
        }
    });
    answers
}

/// Sends a block: its length, then its bytes.
///
/// # Errors
/// When the pipe is gone, or the block too large.
pub fn write_block(output: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= BLOCK_MAX);
    output.write_all(&length.ok_or(io::ErrorKind::FileTooLarge)?.to_be_bytes())?;
    output.write_all(bytes)
}

/// The next block; `None` at the end.
///
/// # Errors
/// When the pipe breaks, or the block is too large.
pub fn read_block(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let length = u32::from_be_bytes(length);
    if length > BLOCK_MAX {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::new();
    input.take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() == usize::try_from(length).unwrap_or(usize::MAX) { Ok(Some(bytes)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
