use super::{Approval, QrDenial, QrRequest, QrRequestState};

/// What happened to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QrRequestEvent {
    /// A phone has read the code.
    Scanned {
        /// Which, in its own words.
        device: String,
    },
    /// The digits were put on the screen.
    Shown,
    /// Wrong digits were given, and there is another try.
    Mistyped,
    /// It was agreed to.
    Approved(Approval),
    /// It came to nothing.
    Denied(QrDenial),
    /// The browser that asked has come for it.
    Used,
}

impl QrRequest {
    /// The request after an event.
    pub fn apply(&mut self, event: &QrRequestEvent) {
        self.state = match (event, &self.state) {
            (QrRequestEvent::Scanned { device }, _) => QrRequestState::Scanned { device: device.clone() },
            (QrRequestEvent::Shown, QrRequestState::Scanned { device }) => QrRequestState::Shown { device: device.clone(), wrong: 0 },
            (QrRequestEvent::Mistyped, QrRequestState::Shown { device, wrong }) => {
                QrRequestState::Shown { device: device.clone(), wrong: wrong.saturating_add(1) }
            }
            // No transition makes these in another state.
            (QrRequestEvent::Shown | QrRequestEvent::Mistyped, state) => state.clone(),
            (QrRequestEvent::Approved(approval), _) => QrRequestState::Approved(approval.clone()),
            (QrRequestEvent::Denied(why), _) => QrRequestState::Denied(why.clone()),
            (QrRequestEvent::Used, _) => QrRequestState::Used,
        };
    }
}
