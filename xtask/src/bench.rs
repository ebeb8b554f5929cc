//! Benchmarks: ours and the limit in one run, as a ratio.

use crate::Outcome;

pub(crate) fn bench(_arguments: &[String]) -> Outcome {
    Err(crate::USAGE.into())
}
