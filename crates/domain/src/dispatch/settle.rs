//! Settling a try. The gateway of text messages sends each name once, so that what is not known is simply sent again. A mail server can neither be asked
//! nor told from another what it has: a mail that may have been taken is sent once more, ten minutes later, under the same Message-ID, and not
//! a third time.

use super::{Dispatch, DispatchEvent, DispatchState, Dropped};
use crate::notice::NoticeChannel;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Tries of one message before it is given up.
pub const TRIES_MAX: u32 = 12;
/// Longest pause between two tries.
const PAUSE_MAX: i64 = 30 * Timestamp::MINUTE;
/// The pause before a mail that may have been taken is sent once more.
const DOUBT: i64 = 10 * Timestamp::MINUTE;

/// What a try came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandedOver {
    /// The other side has it.
    Taken,
    /// The other side says no: nothing gets better by sending it again.
    Refused,
    /// The other side has not taken it: it asks to come again, or does not answer.
    NotYet,
    /// It may have been taken.
    Unknown,
    /// There is no address.
    NoAddress,
    /// There is nothing to say.
    Nothing,
}

/// Whether it is to be sent.
///
/// # Errors
/// [`Refusal::DispatchStateForbids`] once it is over.
pub const fn check(dispatch: &Dispatch) -> Result<(), Refusal> {
    match dispatch.state {
        DispatchState::Waiting | DispatchState::Doubtful => Ok(()),
        DispatchState::Sent { .. } | DispatchState::Unsure | DispatchState::Dropped { .. } => Err(Refusal::DispatchStateForbids),
    }
}

/// Records a try.
///
/// # Errors
/// As [`check`].
pub fn settle(dispatch: &Dispatch, handed: HandedOver, now: Timestamp) -> Result<DispatchEvent, Refusal> {
    check(dispatch)?;
    let last = dispatch.tries + 1 >= TRIES_MAX;
    let dropped = |why| DispatchEvent::Dropped { why };
    // What is said of the second try tells nothing of the first, which may have been taken.
    if dispatch.state == DispatchState::Doubtful {
        return Ok(match handed {
            HandedOver::Taken => DispatchEvent::Sent { at: now },
            HandedOver::NotYet if !last => DispatchEvent::Failed,
            HandedOver::NotYet | HandedOver::Unknown | HandedOver::Refused | HandedOver::NoAddress | HandedOver::Nothing => {
                DispatchEvent::LeftOpen
            }
        });
    }
    Ok(match handed {
        HandedOver::Taken => DispatchEvent::Sent { at: now },
        HandedOver::Refused => dropped(Dropped::Refused),
        HandedOver::NoAddress => dropped(Dropped::NoAddress),
        HandedOver::Nothing => dropped(Dropped::Nothing),
        HandedOver::Unknown if dispatch.channel == NoticeChannel::Mail => DispatchEvent::Doubted,
        HandedOver::NotYet | HandedOver::Unknown if last => dropped(Dropped::TooOften),
        HandedOver::NotYet | HandedOver::Unknown => DispatchEvent::Failed,
    })
}

/// How long a message rests after this event of its try number `tries`.
#[must_use]
pub fn pause(event: &DispatchEvent, tries: u32) -> i64 {
    match event {
        DispatchEvent::Doubted => DOUBT,
        DispatchEvent::Failed | DispatchEvent::Sent { .. } | DispatchEvent::LeftOpen | DispatchEvent::Dropped { .. } => {
            (Timestamp::MINUTE << tries.min(10)).min(PAUSE_MAX)
        }
    }
}
