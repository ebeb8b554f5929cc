//! What a job answers.

use domain::time::Timestamp;

/// What running a job came to. A failure is an error; this is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ran {
    /// There is nothing left to do.
    Done,
    /// It is to be run again at this instant, or when somebody calls it.
    Later(Timestamp),
    /// It can never be done, for this reason: an operator looks at it.
    GiveUp(String),
}
