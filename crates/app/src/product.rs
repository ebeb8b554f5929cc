//! Products: as their institution sets them up, as buyers compare them.

pub mod edit;
pub mod form;
pub mod offer;
pub mod quotes;
pub(crate) mod turnaround;
