//! What happens to a lot that an applicant typed in. A feed's lots are what their centre last reported.

use super::Lot;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum LotEvent {
    /// An applicant typed it in.
    Entered {
        /// As it was typed.
        lot: Box<Lot>,
    },
    /// Its organisation corrected it.
    Corrected {
        /// As it stands now.
        lot: Box<Lot>,
    },
    /// Its organisation removed it.
    Removed,
}

impl LotEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Entered { .. } => "lot.entered",
            Self::Corrected { .. } => "lot.corrected",
            Self::Removed => "lot.removed",
        }
    }

    /// The lot after this; `None` once it is removed.
    #[must_use]
    pub fn apply(&self, lot: Option<Lot>) -> Option<Lot> {
        match self {
            Self::Entered { lot } => Some((**lot).clone()),
            Self::Corrected { lot: corrected } => lot.map(|_| (**corrected).clone()),
            Self::Removed => None,
        }
    }
}
