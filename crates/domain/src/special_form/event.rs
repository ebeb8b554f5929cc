use super::{SpecialForm, SpecialFormFacts, SpecialFormState};
use serde::{Deserialize, Serialize};

/// What happened to a special form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum SpecialFormEvent {
    /// The applicant asked for it.
    Requested {
        /// All that is fixed from here on.
        facts: Box<SpecialFormFacts>,
        /// What is asked for.
        note: String,
    },
    /// The guarantor's staff drafted it.
    Edited {
        /// The text.
        text: String,
        /// SM3 fingerprint of the editor's certificate.
        editor: String,
    },
    /// A second person approved it.
    Approved,
    /// The applicant sent it back.
    SentBack {
        /// What is asked for now.
        note: String,
    },
    /// The applicant confirmed it.
    Confirmed,
    /// The guarantor refused.
    Refused {
        /// Why.
        reason: String,
    },
    /// The applicant gave it up.
    Abandoned,
}

impl SpecialFormEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Requested { .. } => "special_form.requested",
            Self::Edited { .. } => "special_form.edited",
            Self::Approved => "special_form.approved",
            Self::SentBack { .. } => "special_form.sent_back",
            Self::Confirmed => "special_form.confirmed",
            Self::Refused { .. } => "special_form.refused",
            Self::Abandoned => "special_form.abandoned",
        }
    }
}

impl SpecialForm {
    /// The special form after its first event; `None` when that is not `Requested`.
    #[must_use]
    pub fn born(event: &SpecialFormEvent) -> Option<Self> {
        if let SpecialFormEvent::Requested { facts, note } = event {
            let facts = (**facts).clone();
            Some(Self { facts, note: note.clone(), text: None, state: SpecialFormState::Requested, version: 1 })
        } else {
            None
        }
    }

    /// The only writer of its state.
    pub fn apply(&mut self, event: &SpecialFormEvent) {
        self.version += 1;
        self.state = match event {
            SpecialFormEvent::Requested { .. } => return,
            SpecialFormEvent::Edited { text, editor } => {
                self.text = Some(text.clone());
                SpecialFormState::Drafted { editor: editor.clone() }
            }
            SpecialFormEvent::Approved => SpecialFormState::Approved,
            SpecialFormEvent::SentBack { note } => {
                self.note.clone_from(note);
                SpecialFormState::Requested
            }
            SpecialFormEvent::Confirmed => SpecialFormState::Confirmed,
            SpecialFormEvent::Refused { reason } => SpecialFormState::Refused { reason: reason.clone() },
            SpecialFormEvent::Abandoned => SpecialFormState::Abandoned,
        };
    }
}
