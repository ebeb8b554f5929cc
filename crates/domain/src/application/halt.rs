//! Halting: the institution no longer sells on the site, and its applications hear of it. A draft is to be made elsewhere, what is unpaid is
//! closed before anybody pays, what is paid waits until the institution is back or a person sends the fee back. Heard twice it changes
//! nothing.

use super::{Application, ApplicationEvent, ApplicationState, Decliner, Halt};
use crate::onboarding::Presence;

impl Halt {
    /// What stands in the way, as the institution stands.
    #[must_use]
    pub const fn of(presence: &Presence) -> Option<Self> {
        match presence {
            Presence::Live => None,
            Presence::Paused { .. } => Some(Self::Paused),
            Presence::Absent => Some(Self::Gone),
        }
    }
}

/// What becomes of an application; `None` when nothing does.
#[must_use]
pub fn hear(application: &Application, presence: &Presence) -> Option<ApplicationEvent> {
    let now = Halt::of(presence);
    let gone = now.filter(|halt| *halt == Halt::Gone);
    let heard = match application.state {
        ApplicationState::Draft { .. } => now,
        ApplicationState::AwaitingPayment { .. } => {
            let reason = "出函机构已下线，不再受理本订单。请勿付款，请选择其他出函机构重新申请".to_owned();
            return gone.map(|_| ApplicationEvent::Declined { reason, by: Decliner::Rule });
        }
        ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. } => gone,
        ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => return None,
    };
    match heard {
        // What was found out only when the letter was to be issued waits all the same.
        None if application.halt.is_some() || application.awaits_return() => Some(ApplicationEvent::Resumed),
        Some(halt) if application.halt != heard => Some(ApplicationEvent::Halted { halt }),
        Some(_) | None => None,
    }
}
