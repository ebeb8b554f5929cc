/// What acting on a message came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It has had its effect, or has none any more.
    Done,
    /// Something else has to happen first.
    Parked,
    /// A person has to look at it, for this reason.
    Suspended(String),
}

/// A suspension, for a refusal of the domain.
pub(super) fn suspended(refusal: domain::Refusal) -> Outcome {
    Outcome::Suspended(refusal.title().to_owned())
}
