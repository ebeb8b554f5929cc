use super::{Complaint, ComplaintContent, ComplaintDecision, ComplaintFacts, ComplaintQuestion, ComplaintState};
use crate::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// What happened to a complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum ComplaintEvent {
    /// It was filed.
    Filed {
        /// All that is fixed from here on.
        facts: Box<ComplaintFacts>,
        /// What is complained of.
        content: Box<ComplaintContent>,
    },
    /// The centre took it.
    Accepted {
        /// When.
        at: Timestamp,
    },
    /// The centre did not.
    Refused {
        /// Why, as the complainant reads it.
        reason: String,
    },
    /// Somebody at the centre looks after it from here on.
    Assigned {
        /// Who.
        handler: String,
    },
    /// The institution was asked.
    Asked {
        /// What.
        question: ComplaintQuestion,
    },
    /// The institution answered.
    Answered {
        /// What.
        answer: String,
    },
    /// The centre decided.
    Decided {
        /// What.
        decision: ComplaintDecision,
    },
    /// It is over.
    Closed,
    /// The complainant gave it up.
    Withdrawn,
    /// The complainant has it looked at once more.
    Reopened {
        /// Why.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// Whoever has to act was reminded.
    Reminded {
        /// Of which last day.
        due: Date,
        /// Whether the last day was over.
        late: bool,
    },
}

impl ComplaintEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Filed { .. } => "complaint.filed",
            Self::Accepted { .. } => "complaint.accepted",
            Self::Refused { .. } => "complaint.refused",
            Self::Assigned { .. } => "complaint.assigned",
            Self::Asked { .. } => "complaint.asked",
            Self::Answered { .. } => "complaint.answered",
            Self::Decided { .. } => "complaint.decided",
            Self::Closed => "complaint.closed",
            Self::Withdrawn => "complaint.withdrawn",
            Self::Reopened { .. } => "complaint.reopened",
            Self::Reminded { .. } => "complaint.reminded",
        }
    }

    /// What happened, in the words of its page.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Filed { .. } => "提交投诉".to_owned(),
            Self::Accepted { .. } => "受理投诉".to_owned(),
            Self::Refused { reason } => format!("不予受理：{reason}"),
            Self::Assigned { handler } => format!("交由 {handler} 承办"),
            Self::Asked { question } => format!("请机构答复：{}", question.words),
            Self::Answered { .. } => "机构答复".to_owned(),
            Self::Decided { decision } => format!("处理结论：{}", decision.outcome.label()),
            Self::Closed => "办结".to_owned(),
            Self::Withdrawn => "撤回投诉".to_owned(),
            Self::Reopened { reason, .. } => format!("申请重新处理：{reason}"),
            Self::Reminded { late: false, .. } => "提醒期限临近".to_owned(),
            Self::Reminded { late: true, .. } => "提醒已经逾期".to_owned(),
        }
    }

    /// Whether it is the centre's own business: who does it there, and who was reminded.
    #[must_use]
    pub const fn is_internal(&self) -> bool {
        matches!(self, Self::Assigned { .. } | Self::Reminded { .. })
    }
}

impl Complaint {
    /// The complaint after its first event; `None` when that is not `Filed`.
    #[must_use]
    pub fn born(event: &ComplaintEvent) -> Option<Self> {
        let ComplaintEvent::Filed { facts, content } = event else { return None };
        Some(Self {
            facts: (**facts).clone(),
            content: (**content).clone(),
            handler: None,
            accepted_at: None,
            asked: None,
            answer: None,
            decision: None,
            reopened: None,
            reminded: None,
            state: ComplaintState::Filed,
            version: 1,
        })
    }

    /// The only writer of what happens to it.
    pub fn apply(&mut self, event: &ComplaintEvent) {
        self.version += 1;
        match event {
            ComplaintEvent::Filed { .. } => {}
            ComplaintEvent::Reminded { due, late } => self.reminded = Some((*due, *late)),
            ComplaintEvent::Accepted { at } => {
                self.accepted_at = Some(*at);
                self.state = ComplaintState::Accepted;
            }
            ComplaintEvent::Refused { reason } => self.state = ComplaintState::NotAccepted { reason: reason.clone() },
            ComplaintEvent::Assigned { handler } => self.handler = Some(handler.clone()),
            ComplaintEvent::Asked { question } => {
                self.asked = Some(question.clone());
                self.answer = None;
                self.state = ComplaintState::WithInstitution;
            }
            ComplaintEvent::Answered { answer } => {
                self.answer = Some(answer.clone());
                self.state = ComplaintState::Answered;
            }
            ComplaintEvent::Decided { decision } => {
                self.decision = Some(decision.clone());
                self.state = ComplaintState::Decided;
            }
            ComplaintEvent::Closed => self.state = ComplaintState::Closed,
            ComplaintEvent::Withdrawn => self.state = ComplaintState::Withdrawn,
            ComplaintEvent::Reopened { reason, at } => {
                self.reopened = Some(reason.clone());
                self.decision = None;
                self.accepted_at = Some(*at);
                self.state = ComplaintState::Accepted;
            }
        }
    }
}
