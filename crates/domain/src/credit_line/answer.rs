//! What the grantor's own system says of a line, instead of two persons on the workbench: its answer to what was handed in, other terms, a
//! suspension, the end. In whatever order its words are heard, and however often, the line ends alike.

use super::{Correction, CreditDecision, CreditLine, CreditLineEvent, CreditLineState, propose};
use crate::refusal::Refusal;
use crate::time::{Date, Timestamp};
use std::cmp::Ordering;

/// What the system says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SystemWord {
    /// The line that was handed in for the n-th time is granted or refused.
    Answered {
        /// For which time, counted from one.
        round: u32,
        /// What.
        decision: CreditDecision,
    },
    /// It has to be corrected.
    Returned {
        /// For which time it was handed in, counted from one.
        round: u32,
        /// What has to be.
        correction: Correction,
    },
    /// What was granted is changed, suspended, resumed or cancelled.
    Afterwards {
        /// What.
        decision: CreditDecision,
    },
}

/// What a word comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordHeard {
    /// This happens.
    Event(CreditLineEvent),
    /// Nothing: it is known, or something later counts.
    Nothing,
    /// Nothing yet: the line is not granted.
    TooEarly,
}

/// Takes in what the system says it decided `at`; `today` is when it is heard.
///
/// # Errors
/// [`Refusal::CreditByPeople`] for a line that people decide about; [`Refusal::CreditAnswered`] for another answer than the first, or one to
/// what was never handed in; [`Refusal::ReasonMissing`], [`Refusal::CreditTermsContradict`].
pub fn answer(line: &CreditLine, word: &SystemWord, at: Timestamp, today: Date) -> Result<WordHeard, Refusal> {
    if !line.by_system {
        return Err(Refusal::CreditByPeople);
    }
    match word {
        SystemWord::Answered { round, decision } => answered(line, *round, decision, at, today),
        SystemWord::Returned { round, correction } => returned(line, *round, correction),
        SystemWord::Afterwards { decision } => afterwards(line, decision, at, today),
    }
}

fn answered(line: &CreditLine, round: u32, decision: &CreditDecision, at: Timestamp, today: Date) -> Result<WordHeard, Refusal> {
    match (line.rounds.cmp(&round), &line.state) {
        (Ordering::Greater, _) => Ok(WordHeard::Nothing),
        (Ordering::Less, _) => Err(Refusal::CreditAnswered),
        (Ordering::Equal, CreditLineState::Submitted) => {
            propose::check_words(decision, today)?;
            Ok(WordHeard::Event(CreditLineEvent::SystemDecided { decision: decision.clone(), at }))
        }
        (Ordering::Equal, state) if is_known(line, state, decision, at) => Ok(WordHeard::Nothing),
        (
            Ordering::Equal,
            CreditLineState::Draft
            | CreditLineState::Returned { .. }
            | CreditLineState::GivenUp { .. }
            | CreditLineState::Granted
            | CreditLineState::Suspended { .. }
            | CreditLineState::Refused { .. }
            | CreditLineState::Cancelled { .. },
        ) => Err(Refusal::CreditAnswered),
    }
}

/// Whether the line was granted or refused in just this way, whatever has become of it since.
fn is_known(line: &CreditLine, state: &CreditLineState, decision: &CreditDecision, at: Timestamp) -> bool {
    match state {
        CreditLineState::Granted | CreditLineState::Suspended { .. } | CreditLineState::Cancelled { .. } => {
            decision.terms().is_some_and(|terms| line.said.terms > Some(at) || line.terms.as_ref() == Some(terms))
        }
        CreditLineState::Refused { reason } => matches!(decision, CreditDecision::Refuse { reason: said } if said == reason),
        CreditLineState::Draft | CreditLineState::Submitted | CreditLineState::Returned { .. } | CreditLineState::GivenUp { .. } => false,
    }
}

fn returned(line: &CreditLine, round: u32, correction: &Correction) -> Result<WordHeard, Refusal> {
    match (line.rounds.cmp(&round), &line.state) {
        (Ordering::Greater, _) => Ok(WordHeard::Nothing),
        (Ordering::Less, _) => Err(Refusal::CreditAnswered),
        (Ordering::Equal, CreditLineState::Submitted) => {
            super::words(&correction.comment)?;
            Ok(WordHeard::Event(CreditLineEvent::SentBack { correction: correction.clone() }))
        }
        (Ordering::Equal, CreditLineState::Returned { correction: known }) if known == correction => Ok(WordHeard::Nothing),
        // The same once more, after the applicant has given up what it was to correct.
        (Ordering::Equal, CreditLineState::GivenUp { .. }) => Ok(WordHeard::Nothing),
        (
            Ordering::Equal,
            CreditLineState::Draft
            | CreditLineState::Returned { .. }
            | CreditLineState::Granted
            | CreditLineState::Suspended { .. }
            | CreditLineState::Refused { .. }
            | CreditLineState::Cancelled { .. },
        ) => Err(Refusal::CreditAnswered),
    }
}

fn afterwards(line: &CreditLine, decision: &CreditDecision, at: Timestamp, today: Date) -> Result<WordHeard, Refusal> {
    match line.state {
        CreditLineState::Draft | CreditLineState::Submitted | CreditLineState::Returned { .. } => Ok(WordHeard::TooEarly),
        CreditLineState::GivenUp { .. } | CreditLineState::Refused { .. } | CreditLineState::Cancelled { .. } => Ok(WordHeard::Nothing),
        // What its people could not do either: another line may have taken its place.
        CreditLineState::Granted | CreditLineState::Suspended { .. }
            if line.has_expired(today) && !matches!(decision, CreditDecision::Cancel { .. }) =>
        {
            Ok(WordHeard::Nothing)
        }
        CreditLineState::Granted | CreditLineState::Suspended { .. } => {
            propose::check_words(decision, today)?;
            let last = if decision.terms().is_some() { line.said.terms } else { line.said.standing };
            let ends = matches!(decision, CreditDecision::Cancel { .. });
            // An end is an end, whatever was said after it.
            if !ends && (Some(at) < last || (Some(at) == last && changes_nothing(line, decision))) {
                return Ok(WordHeard::Nothing);
            }
            Ok(WordHeard::Event(CreditLineEvent::SystemDecided { decision: decision.clone(), at }))
        }
    }
}

fn changes_nothing(line: &CreditLine, decision: &CreditDecision) -> bool {
    match (decision, &line.state) {
        (CreditDecision::Change { terms }, _) => line.terms.as_ref() == Some(terms),
        (CreditDecision::Resume, state) => *state == CreditLineState::Granted,
        (CreditDecision::Suspend { reason }, CreditLineState::Suspended { reason: known }) => reason == known,
        (
            CreditDecision::Grant { .. } | CreditDecision::Refuse { .. } | CreditDecision::Suspend { .. } | CreditDecision::Cancel { .. },
            _,
        ) => false,
    }
}
