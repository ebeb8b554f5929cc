//! How far it has come, on standard error: what is found goes to standard output, as programs read it.

use domain::time::Timestamp;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write};

/// How often a line is written where nobody sees it change, in microseconds.
const LINE_EVERY: i64 = 5 * Timestamp::SECOND;

/// How far it has come.
#[derive(Debug)]
pub(super) struct Progress {
    total: usize,
    done: usize,
    began: Timestamp,
    shown: Shown,
}

#[derive(Debug)]
enum Shown {
    Nothing,
    /// On a terminal; `between` when reports are written there too.
    Bar {
        bar: ProgressBar,
        between: bool,
    },
    /// A line now and then, the last one at that time.
    Lines {
        last: Timestamp,
    },
}

impl Progress {
    /// Of so many files, begun `now`: a bar on a terminal, if there is more than one file; lines elsewhere, if they are `asked` for.
    pub(super) fn new(total: usize, asked: bool, now: Timestamp) -> Self {
        let shown = if std::io::stderr().is_terminal() && (asked || total > 1) {
            let bar = ProgressBar::new(u64::try_from(total).unwrap_or(u64::MAX));
            let style = ProgressStyle::with_template("  {bar:24} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
            Shown::Bar { bar: bar.with_style(style), between: std::io::stdout().is_terminal() }
        } else if asked {
            Shown::Lines { last: now }
        } else {
            Shown::Nothing
        };
        Self { total, done: 0, began: now, shown }
    }

    /// Writes to standard output, with the bar out of the way.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.shown {
            Shown::Bar { bar, between: true } => bar.suspend(write),
            Shown::Bar { .. } | Shown::Lines { .. } | Shown::Nothing => write(),
        }
    }

    /// One more file is done.
    pub(super) fn step(&mut self, now: Timestamp) {
        self.done += 1;
        match &mut self.shown {
            Shown::Nothing => {}
            Shown::Bar { bar, .. } => {
                bar.set_message(words(self.done, self.total, now.micros().saturating_sub(self.began.micros())));
                bar.inc(1);
            }
            Shown::Lines { last } if self.done == self.total || now >= last.plus(LINE_EVERY) => {
                *last = now;
                let text = words(self.done, self.total, now.micros().saturating_sub(self.began.micros()));
                // Nobody may be listening; the verdicts are told all the same.
                let _ = writeln!(std::io::stderr(), "{text}");
            }
            Shown::Lines { .. } => {}
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Shown::Bar { bar, .. } = &self.shown {
            bar.finish_and_clear();
        }
    }
}

/// Done and total, how many a second, and how long it goes on at that rate; `elapsed` in microseconds.
fn words(done: usize, total: usize, elapsed: i64) -> String {
    let [done, total] = [done, total].map(|count| u128::try_from(count).unwrap_or(u128::MAX));
    let (elapsed, second) = (u128::try_from(elapsed.max(1)).unwrap_or(1), u128::from(Timestamp::SECOND.unsigned_abs()));
    let tenths = done * second * 10 / elapsed;
    let left = (total - done) * elapsed / done.max(1) / second;
    let left = match (left / 3_600, left / 60 % 60, left % 60) {
        (0, 0, seconds) => format!("{seconds} 秒"),
        (0, minutes, seconds) => format!("{minutes} 分 {seconds} 秒"),
        (hours, minutes, _) => format!("{hours} 小时 {minutes} 分"),
    };
    format!("已核验 {done}/{total}，每秒 {}.{} 个，剩余 {left}", tenths / 10, tenths % 10)
}
