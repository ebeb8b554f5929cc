use crate::time::Timestamp;

/// How it becomes known that money came onto an institution's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watch {
    /// Its bank reports to the platform.
    Reported,
    /// The institution's staff takes statements in.
    Statements {
        /// Up to when the last of them reach: the latest credit in one that two persons have taken in.
        heard_until: Option<Timestamp>,
    },
    /// Nothing has come yet.
    Unknown,
}
