use super::{Pages, Sheet, TypesetError, wire};
use crate::child::{self, Running};
use std::collections::VecDeque;
use std::fmt;
use std::io::{self, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::process::ChildStdin;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long one sheet may take before its process is killed; the process itself counts processor time.
const PATIENCE: Duration = Duration::from_secs(20);
/// Sheets after which a process is replaced, whatever it has kept in memory.
const SHEETS_MAX: u32 = 500;
/// Pages remembered.
const RECENT_MAX: usize = 32;

/// Lays sheets out in child processes: as many as there are processors, started when first needed, replaced when they die, are
/// killed for taking too long, or have served long enough.
pub struct Typesetter {
    program: PathBuf,
    fonts: PathBuf,
    pool: Mutex<Pool>,
    returned: Condvar,
}

struct Pool {
    /// What was set last, newest first: a preview is looked at page by page, then signed.
    recent: VecDeque<(Sheet, Arc<Pages>)>,
    idle: Vec<Process>,
    /// Processes that may still be started.
    spare: usize,
}

struct Process {
    #[expect(dead_code, reason = "ends the process when it is dropped")]
    running: Running,
    input: BufWriter<ChildStdin>,
    answers: Receiver<io::Result<Result<Pages, TypesetError>>>,
    served: u32,
}

impl fmt::Debug for Typesetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typesetter").field("program", &self.program).finish_non_exhaustive()
    }
}

impl Process {
    fn start(program: &Path, fonts: &Path) -> io::Result<Self> {
        let (running, input, output) = child::start(program, &[fonts])?;
        let (sender, answers) = mpsc::channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            // Ends when the process does, or when nobody listens any more.
            loop {
                let answer = wire::read_answer(&mut output);
                let last = answer.is_err();
                if sender.send(answer).is_err() || last {
                    return;
                }
            }
        });
        Ok(Self { running, input: BufWriter::new(input), answers, served: 0 })
    }

    fn typeset(&mut self, sheet: &Sheet) -> Result<Result<Pages, TypesetError>, RecvTimeoutError> {
        self.served += 1;
        wire::write_sheet(&mut self.input, sheet).map_err(|_| RecvTimeoutError::Disconnected)?;
        self.answers.recv_timeout(PATIENCE)?.map_err(|_| RecvTimeoutError::Disconnected)
    }
}

impl Typesetter {
    /// A typesetter that runs `program` with `fonts`. Nothing is started yet.
    #[must_use]
    pub fn new(program: &Path, fonts: &Path) -> Self {
        let spare = std::thread::available_parallelism().map_or(1, usize::from);
        let pool = Mutex::new(Pool { recent: VecDeque::new(), idle: Vec::new(), spare });
        Self { program: program.to_owned(), fonts: fonts.to_owned(), pool, returned: Condvar::new() }
    }

    /// The typesetting program beside the running one, or one folder above it, as test programs stand below it.
    #[must_use]
    pub fn beside_this_program(fonts: &Path) -> Self {
        Self::new(&child::beside_this_program("kaihan-typesetter"), fonts)
    }

    /// Lays `sheet` out. Blocks while every process is busy; call it off the asynchronous threads.
    ///
    /// # Errors
    /// [`TypesetError`]; [`TypesetError::Exhausted`] when the process died of it or took too long.
    pub fn typeset(&self, sheet: &Sheet) -> Result<Arc<Pages>, TypesetError> {
        let known = self.pool().recent.iter().find(|(known, _)| known == sheet).map(|(_, pages)| Arc::clone(pages));
        if let Some(known) = known {
            return Ok(known);
        }
        let pages = Arc::new(self.set(sheet)?);
        let mut pool = self.pool();
        pool.recent.truncate(RECENT_MAX - 1);
        pool.recent.push_front((sheet.clone(), Arc::clone(&pages)));
        Ok(pages)
    }

    fn pool(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, sheet: &Sheet) -> Result<Pages, TypesetError> {
        let mut process = match self.take() {
            Some(process) => process,
            None => match Process::start(&self.program, &self.fonts) {
                Ok(process) => process,
                Err(error) => {
                    self.give_back(None);
                    return Err(TypesetError::Unavailable(format!("{}：{error}", self.program.display())));
                }
            },
        };
        let answer = process.typeset(sheet);
        let healthy = answer.is_ok() && process.served < SHEETS_MAX;
        self.give_back(healthy.then_some(process));
        answer.unwrap_or(Err(TypesetError::Exhausted))
    }

    /// An idle process, or the right to start one.
    fn take(&self) -> Option<Process> {
        let mut pool = self.pool();
        loop {
            if let Some(process) = pool.idle.pop() {
                return Some(process);
            }
            if pool.spare > 0 {
                pool.spare -= 1;
                return None;
            }
            pool = self.returned.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn give_back(&self, process: Option<Process>) {
        let mut pool = self.pool();
        match process {
            Some(process) => pool.idle.push(process),
            None => pool.spare += 1,
        }
        self.returned.notify_one();
    }
}
