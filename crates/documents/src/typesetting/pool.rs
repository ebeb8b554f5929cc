use super::{Pages, Sheet, TypesetError, wire};
use child::{Child, End, Place, Pool, Priority, Urgency, Wanted};
use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long one sheet may take before its process is killed; the process itself counts processor time.
const PATIENCE: Duration = Duration::from_secs(20);
/// Sheets after which a process is replaced, whatever it has kept in memory.
const SHEETS_MAX: u32 = 500;
/// Previews remembered.
const RECENT_MAX: usize = 32;
/// Previews that may wait or be set at a time; each holds a thread.
const PREVIEWS_MAX: usize = 64;

/// Lays sheets out in child processes: as many as there are processors, started when first needed, replaced when they die, cannot work,
/// are killed for taking too long, or have served long enough. What is issued goes before every preview; a preview that nobody waits for
/// any more is not begun.
pub struct Typesetter {
    program: PathBuf,
    fonts: PathBuf,
    /// The previews that were set last, newest first: one is looked at page by page, then signed. What is issued is not asked for again.
    recent: Mutex<VecDeque<(Sheet, Arc<Pages>)>>,
    pool: Pool<Process>,
    previews: AtomicUsize,
}

struct Process {
    child: Child,
    served: u32,
}

impl fmt::Debug for Typesetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typesetter").field("program", &self.program).finish_non_exhaustive()
    }
}

impl Process {
    fn start(program: &Path, fonts: &Path) -> io::Result<Self> {
        Ok(Self { child: Child::start(program, &[fonts], Priority::Equal)?, served: 0 })
    }

    fn typeset(&mut self, sheet: &Sheet) -> io::Result<Result<Pages, TypesetError>> {
        self.served += 1;
        self.child.within(PATIENCE);
        wire::write_sheet(&mut self.child, sheet)?;
        wire::read_answer(&mut self.child)
    }
}

/// Whether a process that answered so can set the next sheet: one that could not open a font never will.
const fn is_able(answer: &Result<Pages, TypesetError>) -> bool {
    match answer {
        Ok(_) | Err(TypesetError::Failed(_) | TypesetError::GlyphMissing { .. }) => true,
        Err(TypesetError::FontMissing(_) | TypesetError::Exhausted | TypesetError::Busy(_) | TypesetError::Unavailable(_)) => false,
    }
}

/// One of [`PREVIEWS_MAX`].
struct Preview<'a>(&'a AtomicUsize);

impl Drop for Preview<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Typesetter {
    /// A typesetter that runs `program` with `fonts`. Nothing is started yet.
    #[must_use]
    pub fn new(program: &Path, fonts: &Path) -> Self {
        let most = std::thread::available_parallelism().map_or(1, usize::from);
        let (recent, previews) = (Mutex::default(), AtomicUsize::new(0));
        Self { program: program.to_owned(), fonts: fonts.to_owned(), recent, pool: Pool::new(most), previews }
    }

    /// The typesetting program beside the running one, or one folder above it, as test programs stand below it.
    #[must_use]
    pub fn beside_this_program(fonts: &Path) -> Self {
        Self::new(&child::beside_this_program("kaihan-typesetter"), fonts)
    }

    /// Lays `sheet` out, before every preview. Blocks while every process is busy; call it off the asynchronous threads.
    ///
    /// # Errors
    /// [`TypesetError`]; [`TypesetError::Exhausted`] when the process died of it, [`TypesetError::Busy`] when it was killed or the machine
    /// had no time for it.
    pub fn typeset(&self, sheet: &Sheet) -> Result<Arc<Pages>, TypesetError> {
        self.typeset_for(sheet, Urgency::First, &Wanted::default())
    }

    /// Lays `sheet` out when its turn comes, unless nobody wants it any more by then. Blocks.
    ///
    /// # Errors
    /// As [`Typesetter::typeset`]; [`TypesetError::Unavailable`] when too many previews wait, or this one waited in vain.
    pub fn typeset_for(&self, sheet: &Sheet, urgency: Urgency, wanted: &Wanted) -> Result<Arc<Pages>, TypesetError> {
        if let Some(known) = self.known(sheet) {
            return Ok(known);
        }
        let _preview = match urgency {
            Urgency::First => None,
            Urgency::WhenFree => Some(self.preview()?),
        };
        let place = self.pool.take(urgency, wanted).ok_or_else(|| TypesetError::Unavailable("请求已取消".into()))?;
        // Whoever had its turn before may have had the same sheet set.
        if let Some(known) = self.known(sheet) {
            return Ok(known);
        }
        self.set(place, sheet, urgency)
    }

    fn preview(&self) -> Result<Preview<'_>, TypesetError> {
        let place = Preview(&self.previews);
        if self.previews.fetch_add(1, Ordering::Relaxed) < PREVIEWS_MAX {
            Ok(place)
        } else {
            Err(TypesetError::Unavailable("等待预览的人太多，请稍后重试".into()))
        }
    }

    fn recent(&self) -> MutexGuard<'_, VecDeque<(Sheet, Arc<Pages>)>> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known(&self, sheet: &Sheet) -> Option<Arc<Pages>> {
        self.recent().iter().find(|(known, _)| known == sheet).map(|(_, pages)| Arc::clone(pages))
    }

    fn start(&self) -> Result<Process, TypesetError> {
        let failed = |error| TypesetError::Unavailable(format!("{}：{error}", self.program.display()));
        Process::start(&self.program, &self.fonts).map_err(failed)
    }

    /// Has a sheet set by one process, or by a second when the first was killed from outside: that says nothing about the sheet.
    fn try_twice(&self, mut process: Process, sheet: &Sheet) -> Result<(Process, Result<Pages, TypesetError>), TypesetError> {
        for again in [true, false] {
            let failure = match process.typeset(sheet) {
                Ok(answer) => return Ok((process, answer)),
                Err(failure) => failure,
            };
            match process.child.end() {
                End::Itself => return Err(TypesetError::Exhausted),
                // It counts its own processor time: who waited in vain waited for the machine.
                End::Runs => return Err(TypesetError::Busy(failure.to_string())),
                End::Killed if again => process = self.start()?,
                End::Killed => {}
            }
        }
        Err(TypesetError::Busy("killed twice".into()))
    }

    fn set(&self, mut place: Place<'_, Process>, sheet: &Sheet, urgency: Urgency) -> Result<Arc<Pages>, TypesetError> {
        let process = match place.process() {
            Some(process) => process,
            None => self.start()?,
        };
        let (process, answer) = self.try_twice(process, sheet)?;
        let stays = is_able(&answer) && process.served < SHEETS_MAX;
        let pages = answer.map(Arc::new);
        if let (Ok(pages), Urgency::WhenFree) = (&pages, urgency) {
            // Before the place is given back: whoever has it next may want the same.
            let mut recent = self.recent();
            recent.truncate(RECENT_MAX - 1);
            recent.push_front((sheet.clone(), Arc::clone(pages)));
        }
        if stays {
            place.leave(process);
        }
        pages
    }
}
