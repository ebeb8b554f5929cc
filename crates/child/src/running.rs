use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::ioctl_fionbio;
use rustix::process::{Pid, PidfdFlags, pidfd_open, setpriority_process};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// What the programs are told: one thread is enough; and their allocator (mimalloc) shall take 64 MiB of addresses at a time, as the
/// gigabyte it would take by itself is all they may have.
const SURROUNDINGS: [(&str, &str); 2] = [("RAYON_NUM_THREADS", "1"), ("MIMALLOC_ARENA_RESERVE", "65536")];
/// How much further back (`nice`) a program stands whose work nobody else should feel: it has about a tenth of what this program has of
/// a processor that both want.
const BACK: i32 = 10;

/// The signal that no program can handle.
const KILL: i32 = 9;
/// How long a program whose pipe has broken may take to be gone.
const ENDING: Timespec = Timespec { tv_sec: 0, tv_nsec: 200_000_000 };

/// Who goes first when the processors are busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// The program works for somebody who is known.
    Equal,
    /// It works for strangers: pages and letters go first.
    Back,
}

/// How a program that does not answer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It still runs.
    Runs,
    /// It ended, or was ended by a limit of its own.
    Itself,
    /// It was killed from outside: by an operator, or by a kernel that needed its memory.
    Killed,
}

/// A program that was started, and the pipes to it: what is written is what it reads, what is read is what it says. Writing and reading
/// end in an error of the kind [`io::ErrorKind::TimedOut`] when [`Child::within`] is over, whatever the program does. It is killed when
/// this is dropped.
#[derive(Debug)]
pub struct Child {
    process: Process,
    input: Option<BufWriter<Timed<ChildStdin>>>,
    output: BufReader<Timed<ChildStdout>>,
}

/// Killed when it is dropped.
#[derive(Debug)]
struct Process(std::process::Child);

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// A pipe that does not wait longer than until then.
#[derive(Debug)]
struct Timed<P> {
    pipe: P,
    until: Instant,
}

#[expect(clippy::disallowed_methods, reason = "how long another program takes is no matter of the platform's time")]
fn now() -> Instant {
    Instant::now()
}

impl<P: AsFd> Timed<P> {
    fn new(pipe: P) -> io::Result<Self> {
        ioctl_fionbio(&pipe, true)?;
        Ok(Self { pipe, until: now() })
    }

    /// Waits until the pipe is ready, or its time is over.
    fn ready(&self, flags: PollFlags) -> io::Result<()> {
        let left = self.until.saturating_duration_since(now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        let left = Timespec { tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX), tv_nsec: left.subsec_nanos().into() };
        match poll(&mut [PollFd::new(&self.pipe, flags)], Some(&left)) {
            Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Tries until it is done, fails, or its time is over.
    fn tried<T>(&mut self, flags: PollFlags, mut step: impl FnMut(&mut P) -> io::Result<T>) -> io::Result<T> {
        loop {
            match step(&mut self.pipe) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.ready(flags)?,
                done => return done,
            }
        }
    }
}

impl<P: AsFd + Write> Write for Timed<P> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.tried(PollFlags::OUT, |pipe| pipe.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pipe.flush()
    }
}

impl<P: AsFd + Read> Read for Timed<P> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.tried(PollFlags::IN, |pipe| pipe.read(bytes))
    }
}

impl Child {
    /// Starts `program`. Nothing of this process's surroundings goes in.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(program: &Path, arguments: &[&Path], priority: Priority) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.args(arguments).env_clear().envs(SURROUNDINGS);
        let mut process = Process(command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?);
        if priority == Priority::Back {
            // A system that has no priorities still serves.
            let _ = setpriority_process(Some(Pid::from_child(&process.0)), BACK);
        }
        match (process.0.stdin.take(), process.0.stdout.take()) {
            (Some(input), Some(output)) => {
                Ok(Self { process, input: Some(BufWriter::new(Timed::new(input)?)), output: BufReader::new(Timed::new(output)?) })
            }
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// From now on whatever is written or read has to be done within `patience`, all of it together.
    pub fn within(&mut self, patience: Duration) {
        let until = now() + patience;
        self.output.get_mut().until = until;
        if let Some(input) = &mut self.input {
            input.get_mut().until = until;
        }
    }

    /// Nothing more will be written: the program sees the end.
    ///
    /// # Errors
    /// When what was written before cannot be handed over.
    pub fn close(&mut self) -> io::Result<()> {
        self.input.take().map_or(Ok(()), |mut input| input.flush())
    }

    /// Whether it has said nothing that was not read.
    #[must_use]
    pub fn is_quiet(&mut self) -> bool {
        if !self.output.buffer().is_empty() {
            return false;
        }
        self.output.get_mut().until = now();
        matches!(self.output.fill_buf(), Err(error) if error.kind() == io::ErrorKind::TimedOut)
    }

    /// How it came to its end, if it did. A program whose pipe has broken is given a moment to be gone.
    pub fn end(&mut self) -> End {
        if let Ok(process) = pidfd_open(Pid::from_child(&self.process.0), PidfdFlags::empty()) {
            // Readable once it is gone; a wait that fails tells nothing that the next line does not.
            let _ = poll(&mut [PollFd::new(&process, PollFlags::IN)], Some(&ENDING));
        }
        match self.process.0.try_wait() {
            Ok(Some(status)) if status.signal() == Some(KILL) => End::Killed,
            Ok(Some(_)) => End::Itself,
            Ok(None) | Err(_) => End::Runs,
        }
    }

    /// How much memory it has in use, in bytes, as the kernel counts it; nothing when the kernel does not say.
    #[must_use]
    pub fn resident(&self) -> u64 {
        /// The kernel counts in pages of this many bytes.
        const PAGE: u64 = 4_096;
        let text = std::fs::read_to_string(format!("/proc/{}/statm", self.process.0.id())).unwrap_or_default();
        text.split_whitespace().nth(1).and_then(|pages| pages.parse::<u64>().ok()).map_or(0, |pages| pages * PAGE)
    }
}

impl Write for Child {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?.flush()
    }
}

impl Read for Child {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.output.read(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Long enough for a shell, short enough for a test.
    const MOMENT: Duration = Duration::from_secs(20);

    fn shell(text: &str) -> Child {
        let mut child = Child::start(Path::new("/bin/sh"), &[Path::new("-c"), Path::new(text)], Priority::Back).unwrap();
        child.within(MOMENT);
        child
    }

    #[test]
    fn a_program_is_heard_to_its_end_and_a_second_answer_is_noticed() {
        let mut child = shell("read line; echo \"$line\"; echo more; read line");
        child.write_all(b"asked\n").unwrap();
        child.flush().unwrap();
        let mut answer = [0; 6];
        child.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"asked\n");
        let mut second = [0; 1];
        child.read_exact(&mut second).unwrap();
        assert!(!child.is_quiet(), "the rest of a second answer waits");
        let mut quiet = shell("read line");
        assert!(quiet.is_quiet());
        quiet.within(MOMENT);
        quiet.close().unwrap();
        let mut rest = Vec::new();
        quiet.read_to_end(&mut rest).unwrap();
        assert!(rest.is_empty());
    }

    #[test]
    fn a_program_that_neither_reads_nor_answers_holds_nobody_up() {
        let mut child = shell("exec sleep 600");
        child.within(Duration::from_millis(50));
        // More than a pipe takes.
        assert_eq!(child.write_all(&vec![0; 1 << 20]).unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(child.read(&mut [0]).unwrap_err().kind(), io::ErrorKind::TimedOut);
        // Its buffer is not written on the way out either: dropping it ends it at once.
        drop(child);
    }

    #[test]
    fn a_program_that_was_killed_is_told_from_one_that_ended() {
        let gone = |text: &str| {
            let mut child = shell(text);
            drop(child.read_to_end(&mut Vec::new()));
            child.end()
        };
        assert_eq!(gone("exit 3"), End::Itself);
        assert_eq!(gone("kill -ABRT $$"), End::Itself);
        assert_eq!(gone("kill -KILL $$"), End::Killed);
        assert_eq!(shell("read line").end(), End::Runs);
    }

    #[test]
    fn a_program_for_strangers_stands_back() {
        // Asked only once it was set back.
        let mut child = shell("read line; nice");
        child.write_all(b"go\n").unwrap();
        child.close().unwrap();
        let mut told = String::new();
        child.read_to_string(&mut told).unwrap();
        assert!(told.trim().parse::<i32>().unwrap() >= BACK, "{told}");
    }
}
