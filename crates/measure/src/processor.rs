//! Processor time, as the kernel counts it: what others do on the machine meanwhile is not in it. Linux only.

use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// Ticks a second in `/proc`, on every Linux (`USER_HZ`).
const TICK: Duration = Duration::from_millis(10);

/// What this process has used so far, to the nanosecond.
#[must_use]
pub fn own() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// The numbers after the program's name in a process's `stat`.
fn fields(process: u32) -> Option<Vec<u32>> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, after) = stat.rsplit_once(") ")?;
    Some(after.split(' ').map(|field| field.parse().unwrap_or(0)).collect())
}

/// Every process there is.
fn processes() -> impl Iterator<Item = u32> {
    std::fs::read_dir("/proc").into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

fn parent(process: u32) -> Option<u32> {
    fields(process)?.get(1).copied()
}

/// What these processes have used so far, in steps of 10 ms; one that has ended counts nothing.
#[must_use]
pub fn of(processes: &[u32]) -> Duration {
    TICK * processes.iter().filter_map(|process| Some(fields(*process)?.get(11..13)?.iter().sum::<u32>())).sum()
}

/// What this process and all children it has or had have used so far, in steps of 10 ms; grandchildren count once their parent has ended.
#[must_use]
pub fn with_children(process: u32) -> Duration {
    let ended: u32 = fields(process).and_then(|fields| Some(fields.get(13..15)?.iter().sum())).unwrap_or(0);
    let alive: Vec<u32> = processes().filter(|other| parent(*other) == Some(process)).collect();
    of(&[process]) + of(&alive) + TICK * ended
}

/// The processes whose parent this one's is, itself among them: all of a database server, of whose processes one is known.
#[must_use]
pub fn siblings(process: u32) -> Vec<u32> {
    let ours = parent(process);
    processes().filter(|other| ours.is_some() && parent(*other) == ours).collect()
}
