//! Other programs that work for this one — the typesetter, the verifier, the reader of tables —: where they are, how they are started,
//! asked, timed and ended, the blocks of bytes that go through their pipes, and who waits for which of them.
//!
//! What a program is asked, and when it is replaced, is the business of whoever asks it.

mod block;
mod pool;
mod running;

pub use block::{read, read_block, write, write_block};
pub use pool::{Place, Pool, Urgency, Waiting, Wanted};
pub use running::{Child, End, Priority};

use std::path::PathBuf;

/// The program `name` beside the running one, or one folder above it, as test programs stand below it.
#[must_use]
pub fn beside_this_program(name: &str) -> PathBuf {
    let here = std::env::current_exe().unwrap_or_default();
    let beside = here.ancestors().skip(1).take(2).map(|folder| folder.join(name)).find(|path| path.is_file());
    beside.unwrap_or_else(|| name.into())
}
