//! Whether everything that serving needs answers: the database, the files, the typesetter, the clock, the lanes of work.

use crate::error::AppError;
use crate::world::World;
use documents::typesetting::Sheet;
use domain::time::Timestamp;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long each part may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How far the clock may be behind the last thing that was written.
const BEHIND_MAX: i64 = 2 * Timestamp::MINUTE;

/// One part.
#[derive(Clone, Debug)]
pub struct Part {
    /// Which, as metrics name it.
    pub name: &'static str,
    /// What is wrong with it, for the operator.
    pub outcome: Result<(), String>,
}

/// What was found when it was last looked.
#[derive(Clone, Debug)]
pub struct Look {
    /// When.
    pub at: Timestamp,
    /// Every part.
    pub checks: Vec<Part>,
}

/// The last look, for those who want to know and start nothing.
#[derive(Debug, Default)]
pub struct LastLook {
    found: Mutex<Option<Look>>,
    /// Held by whoever looks.
    looking: tokio::sync::Mutex<()>,
}

impl LastLook {
    /// The last look; nothing before the first.
    #[must_use]
    pub fn get(&self) -> Option<Look> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks, and remembers it. Who asks while somebody looks is told what is found then: however many ask, one looks.
    pub async fn look(&self, world: &World) -> Look {
        let asked = world.now();
        let _looking = self.looking.lock().await;
        if let Some(look) = self.get().filter(|look| look.at >= asked) {
            return look;
        }
        let checks = look(world).await;
        let look = Look { at: world.now(), checks };
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = Some(look.clone());
        look
    }
}

async fn within(name: &'static str, looked: impl Future<Output = Result<(), String>>) -> Part {
    let outcome = tokio::time::timeout(PATIENCE, looked).await.unwrap_or_else(|_| Err("没有应答".into()));
    Part { name, outcome }
}

/// Looks at every part, side by side: it writes a file and has a page set.
async fn look(world: &World) -> Vec<Part> {
    let (database, files, typesetter) = tokio::join!(
        within("database", database(world)),
        within("files", async { world.files.probe().await.map_err(|error| error.to_string()) }),
        within("typesetter", typesetter(world)),
    );
    let clock = within("clock", clock(world)).await;
    vec![database, files, typesetter, clock, Part { name: "lanes", outcome: lanes(world) }]
}

/// A lane that stands still makes no error: nothing of it is done.
fn lanes(world: &World) -> Result<(), String> {
    let silent = world.beats.silent(world.now());
    silent.map_or(Ok(()), |lane| Err(format!("后台任务通道 {} 停顿，请重启本进程并报告缺陷", lane.code())))
}

async fn database(world: &World) -> Result<(), String> {
    let counted = store::job::next_due(&mut world.store.reader()).await;
    counted.map(|_| ()).map_err(|error| format!("{:?}", AppError::from(error)))
}

/// A clock that stands before what was written lately would lapse applications late and open lots late.
async fn clock(world: &World) -> Result<(), String> {
    let last = store::job::last(&mut world.store.reader()).await.map_err(|error| format!("{:?}", AppError::from(error)))?;
    let behind = last.and_then(|last| last.made_at()).map_or(0, |made| made.micros() - world.now().micros());
    if behind > BEHIND_MAX { Err("系统时钟早于最近写入的记录".into()) } else { Ok(()) }
}

async fn typesetter(world: &World) -> Result<(), String> {
    let source = "#set document(date: datetime(year: 2026, month: 1, day: 1))\n保函".to_owned();
    let typesetter = Arc::clone(&world.typesetter);
    let set = tokio::task::spawn_blocking(move || typesetter.typeset(&Sheet { source, pdf: true, ..Sheet::default() }).map(|_| ()));
    set.await.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
}
