//! Every command an application understands, for the transition table and for the buttons on pages.

use super::{Application, approve, close, decline, describe, endorse, hold, honour, issue, lapse, reword, settle, submit, withdraw};
use crate::lot::KnownLot;
use crate::payment::Watch;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// A command, without its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Name the representative.
    Describe,
    /// Ask for a special form.
    RequestForm,
    /// Sign and submit.
    Submit,
    /// Give up.
    Withdraw,
    /// The period ended.
    Lapse,
    /// The fee arrived.
    Settle,
    /// A late fee is accepted.
    Honour,
    /// Find right, as the first person.
    Endorse,
    /// Release for issue, as the second.
    Approve,
    /// Refuse.
    Decline,
    /// The letter is out.
    Issue,
    /// The letter cannot be issued.
    Hold,
    /// It is too late for a letter.
    Close,
}

impl Command {
    /// Every command.
    pub const ALL: [Self; 13] = [
        Self::Describe,
        Self::RequestForm,
        Self::Submit,
        Self::Withdraw,
        Self::Lapse,
        Self::Settle,
        Self::Honour,
        Self::Endorse,
        Self::Approve,
        Self::Decline,
        Self::Issue,
        Self::Hold,
        Self::Close,
    ];

    /// Whether the command makes sense for `application` and its `lot` at `now`: the very guard its transition begins with.
    ///
    /// # Errors
    /// The refusal the transition would give.
    pub fn check(self, application: &Application, lot: &KnownLot, now: Timestamp) -> Result<(), Refusal> {
        match self {
            Self::Describe => describe::check(application, lot, now),
            Self::RequestForm => reword::check(application, lot, now),
            Self::Submit => submit::check(application, lot, now),
            Self::Withdraw => withdraw::check(application),
            Self::Lapse => lapse::check(application, &Watch::Reported, now),
            Self::Settle => settle::check(application),
            Self::Honour => honour::check(application, lot, now),
            Self::Endorse => endorse::check(application, lot, now),
            Self::Approve => approve::check(application, lot, now),
            Self::Decline => decline::check(application),
            Self::Issue => issue::check(application, lot, now),
            Self::Hold => hold::check(application),
            Self::Close => close::check(application, lot, now),
        }
    }
}

/// The commands that make sense now; pages draw a button for each that the viewer may give.
#[must_use]
pub fn available(application: &Application, lot: &KnownLot, now: Timestamp) -> Vec<Command> {
    Command::ALL.into_iter().filter(|command| command.check(application, lot, now).is_ok()).collect()
}
