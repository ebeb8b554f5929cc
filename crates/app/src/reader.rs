//! Strangers' tables, read in a process of their own (`kaihan-reader`), with bounded memory and time: whatever a hostile workbook does to
//! the libraries that read it ends there (K4).

use crate::error::{AppError, FieldError};
use child::{Child, Priority};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tables::reading::{Kind, Part, read_part, write_question};
use tokio::sync::{Semaphore, mpsc};

/// Tables that are read at a time; others wait.
const PLACES: usize = 2;
/// How long the process may take for its next rows before it is killed; the process itself counts processor time.
const PATIENCE: Duration = Duration::from_secs(30);

/// Reads tables in processes of their own.
#[derive(Clone, Debug)]
pub struct Reader {
    program: PathBuf,
    places: Arc<Semaphore>,
}

impl Reader {
    /// A reader that runs `program`.
    #[must_use]
    pub fn new(program: &Path) -> Self {
        Self { program: program.to_owned(), places: Arc::new(Semaphore::new(PLACES)) }
    }

    /// The reading program beside the running one.
    #[must_use]
    pub fn beside_this_program() -> Self {
        Self::new(&child::beside_this_program("kaihan-reader"))
    }

    /// Reads a file; its parts come one after the other, the last of them [`Part::Read`], [`Part::End`], [`Part::Invoice`] or [`Part::Unreadable`]. Dropping
    /// the receiver ends the reading.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] when the program cannot be started.
    pub async fn read(&self, kind: Kind, bytes: Vec<u8>) -> Result<mpsc::Receiver<Part>, AppError> {
        let unavailable = |error: &dyn std::fmt::Display| AppError::Unavailable(format!("the reader cannot be started: {error}"));
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|error| unavailable(&error))?;
        let child = Child::start(&self.program, &[], Priority::Back).map_err(|error| unavailable(&error))?;
        let (sender, receiver) = mpsc::channel(1);
        tokio::task::spawn_blocking(move || {
            let read = follow(child, kind, &bytes, &sender);
            if read.is_err() {
                let exhausted = tables::Unreadable(exhausted(kind).into());
                // Whoever stopped listening has its own reason.
                let _ = sender.blocking_send(Part::Unreadable(exhausted));
            }
            drop(place);
        });
        Ok(receiver)
    }
}

/// Hands the parts on as they come; an error when the process ends or stalls before the last.
fn follow(mut child: Child, kind: Kind, bytes: &[u8], sender: &mpsc::Sender<Part>) -> io::Result<()> {
    child.within(PATIENCE);
    write_question(&mut child, kind, bytes)?;
    child.close()?;
    loop {
        child.within(PATIENCE);
        let part = read_part(&mut child)?;
        let last = match part {
            Part::Read(_) | Part::End | Part::Invoice(_) | Part::Unreadable(_) => true,
            Part::Lines(_) | Part::Rows(_) => false,
        };
        if sender.blocking_send(part).is_err() || last {
            return Ok(());
        }
    }
}

/// What is said of a file that the process did not live to answer about.
const fn exhausted(kind: Kind) -> &'static str {
    match kind {
        Kind::Lines | Kind::Statement => "文件过大或已损坏，读取超出限制；请用表格软件打开后另存为 XLSX，或按日期拆分后再导入",
        Kind::Attachment | Kind::Invoice => "内容异常，展开后超出限制，没有保存；请重新扫描或导出后上传",
    }
}

/// What a person is told about a file that cannot be read.
pub(crate) fn unreadable(reason: impl std::fmt::Display) -> AppError {
    AppError::Invalid(vec![FieldError::new("file", format!("文件无法读取：{reason}"))])
}
