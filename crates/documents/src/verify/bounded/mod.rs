//! Files of strangers are read in processes of their own, `kaihan-verifier`: bounded memory and processor time, no files, no network, no
//! other processes, no signals but to themselves (`confined`).
//!
//! Starting a process costs as much as judging a letter, so a process judges several files, one at a time. That no file has a say in the
//! verdict on the next rests on this:
//!
//! 1. **No memory of files.** [`wire::serve`] reads each file into a buffer of its own and drops it with everything made from it before
//!    it reads the next question. What stays is whom to trust, which comes from the platform alone, and tables of keys, which are pure
//!    functions of keys and found by the whole key (`gm::KeptKey`). The program holds no unsafe code of its own.
//! 2. **No second file after a sign of trouble.** A process is ended by the platform, not by its own word, when it dies, answers late,
//!    twice, or about another length, or when its memory, as the kernel counts it, grows; and when the file was refused for
//!    anything but what a well-made file can be refused for (a certificate that is not trusted, a digest that differs). A process whose
//!    reader was taken in by a malformed file therefore never sees another, unless it also pretends that the file was well made.
//! 3. **Against one that pretends**, which only a fault in memory safety below us allows: it judges files of its own kind only. Files that
//!    strangers bring and files whose verdict moves an order ([`Origin`]) never meet in one process. It sees at most [`FILES_MAX`]
//!    files. And whether a file is one of ours is not its word: the digest is reckoned by the platform.
//!
//! 4. **An archive of documents** ([`Verifier::unpack`]) is opened by a process that reads nothing else and is ended then. What it hands over
//!    is held to the bounds of the archive once more, and each document is judged like one that was brought by itself: by another process,
//!    with a digest reckoned by the platform. A process that was taken in could hand over other bytes than the archive's, but it has none
//!    that its stranger did not bring.
//!
//! What a process could gain at most is a false "signed in full" for a stranger's file that one of the next strangers brings, and only on
//! a page that says of such files that they are not ours. A process a file had the same power over the file itself.

mod unpack;
mod wire;
mod worker;

pub use unpack::Unpacked;
pub use wire::serve;

use super::{DocumentTrust, FILE_MAX, Findings, Flaw, Format, Report};
use child::{Pool, Priority, Urgency, Wanted};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use worker::{Inquiry, Worker};

/// Files after which a process is replaced, whatever they were.
const FILES_MAX: u32 = 64;
/// How much a process may grow after its first file, in bytes; a letter needs a twentieth of it.
const RESIDENT_GROWTH_MAX: u64 = 64 << 20;

/// Whose files: processes that have read the one kind never read the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Brought by anybody.
    Anyone,
    /// Sent by an institution: what is found moves an order.
    Institution,
}

/// What a file may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Budget {
    /// A file that is not known to concern us.
    Small,
    /// A file that bears a number of ours, or comes from an institution.
    Full,
}

impl Budget {
    /// Processor time, in seconds; a letter needs hundredths.
    #[must_use]
    pub const fn cpu_seconds(self) -> u64 {
        match self {
            Self::Small => 3,
            Self::Full => 10,
        }
    }

    /// How long an answer is waited for; the process itself counts processor time.
    const fn patience(self) -> Duration {
        match self {
            Self::Small => Duration::from_secs(8),
            Self::Full => Duration::from_secs(20),
        }
    }
}

/// Verifies files in processes of their own: whatever a hostile file does to the programs that read it ends there. Cheap to clone.
#[derive(Clone)]
pub struct Verifier(Arc<Inner>);

struct Inner {
    program: PathBuf,
    anyone: Pool<Worker>,
    institutions: Pool<Worker>,
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("program", &self.0.program).finish_non_exhaustive()
    }
}

/// The verifying program cannot be started.
#[derive(Debug, thiserror::Error)]
#[error("核验程序无法启动：{0}")]
pub struct VerifierError(#[from] io::Error);

impl Verifier {
    /// A verifier that runs `program`, as many times as there are processors for files of each origin. Nothing is started yet.
    #[must_use]
    pub fn new(program: &Path) -> Self {
        let most = std::thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Inner { program: program.to_owned(), anyone: Pool::new(most), institutions: Pool::new(most) }))
    }

    /// The verifying program beside the running one.
    #[must_use]
    pub fn beside_this_program() -> Self {
        Self::new(&child::beside_this_program("kaihan-verifier"))
    }

    /// The same program, at most so many times at once for files of each origin. Nothing is started yet.
    #[must_use]
    pub fn at_most(&self, most: usize) -> Self {
        Self(Arc::new(Inner { program: self.0.program.clone(), anyone: Pool::new(most), institutions: Pool::new(most) }))
    }

    /// Looks at a file that anybody brought, with the full budget. Blocks; call it off the asynchronous threads.
    ///
    /// # Errors
    /// [`VerifierError`].
    pub fn verify(&self, bytes: &[u8], trust: &DocumentTrust, now: i64) -> Result<Report, VerifierError> {
        self.verify_from(Origin::Anyone, Budget::Full, bytes, trust, now)
    }

    /// Looks at a file. Blocks; call it off the asynchronous threads. A file that used up its budget is [`Flaw::Exhausting`].
    ///
    /// # Errors
    /// [`VerifierError`].
    pub fn verify_from(
        &self,
        origin: Origin,
        budget: Budget,
        bytes: &[u8],
        trust: &DocumentTrust,
        now: i64,
    ) -> Result<Report, VerifierError> {
        self.look(origin, &Inquiry { bytes, trust, now, budget, words: false })
    }

    /// As [`Self::verify_from`] with the full budget, and reads what the file says ([`Report::words`]).
    ///
    /// # Errors
    /// [`VerifierError`].
    pub fn read_from(&self, origin: Origin, bytes: &[u8], trust: &DocumentTrust, now: i64) -> Result<Report, VerifierError> {
        self.look(origin, &Inquiry { bytes, trust, now, budget: Budget::Full, words: true })
    }

    fn look(&self, origin: Origin, inquiry: &Inquiry<'_>) -> Result<Report, VerifierError> {
        let bytes = inquiry.bytes;
        let format = Format::of(bytes);
        let refused = |flaw| Findings { flaws: vec![flaw], ..Findings::default() }.report(format, bytes, gm::digest::sm3_hex(bytes));
        // Cheap answers first: no process is asked for them.
        if bytes.len() > FILE_MAX {
            return Ok(refused(Flaw::TooLarge));
        }
        if format == Format::Unknown {
            return Ok(refused(Flaw::FormatUnknown));
        }
        Ok(self.judge(origin, inquiry)?.unwrap_or_else(|| refused(Flaw::Exhausting)))
    }

    /// What a process said; nothing when it died of the file or took too long.
    fn judge(&self, origin: Origin, inquiry: &Inquiry<'_>) -> io::Result<Option<Report>> {
        let (pool, priority) = match origin {
            Origin::Anyone => (&self.0.anyone, Priority::Back),
            Origin::Institution => (&self.0.institutions, Priority::Equal),
        };
        let Some(mut place) = pool.take(Urgency::First, &Wanted::default()) else { return Ok(None) };
        let mut worker = match place.process() {
            Some(worker) => worker,
            None => Worker::start(&self.0.program, priority)?,
        };
        let report = worker.judge(inquiry);
        if report.as_ref().is_some_and(|report| worker.stays(report)) {
            place.leave(worker);
        }
        Ok(report)
    }
}
