use super::{Correction, CreditDecision, CreditLine, CreditLineFacts, CreditLineState, CreditProposal, CreditWanted, SystemSaid};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What happened to a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum CreditLineEvent {
    /// The applicant drafted it.
    Drafted {
        /// All that is fixed from here on.
        facts: Box<CreditLineFacts>,
        /// What is asked for.
        wanted: CreditWanted,
    },
    /// What is asked for has changed.
    Changed {
        /// To what.
        wanted: CreditWanted,
    },
    /// The applicant handed it in, for the first time or corrected.
    Submitted {
        /// Whether the grantor's own system answers it this time.
        #[serde(default)]
        by_system: bool,
    },
    /// A person at the grantor sent it back.
    SentBack {
        /// What has to be corrected.
        correction: Correction,
    },
    /// The applicant does not go on with it.
    GivenUp,
    /// A first person at the grantor proposed a decision.
    Proposed {
        /// Which, by whom.
        proposal: CreditProposal,
    },
    /// A second person did not agree.
    Rejected,
    /// It was decided.
    Decided {
        /// What.
        decision: CreditDecision,
    },
    /// The grantor's own system decided.
    SystemDecided {
        /// What.
        decision: CreditDecision,
        /// When, as it says.
        at: Timestamp,
    },
    /// The applicant was told that its last day is near.
    Reminded {
        /// Which of the reminders it was, by when it fell due.
        #[serde(default)]
        due: Option<Timestamp>,
    },
}

impl CreditLineEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "credit_line.drafted",
            Self::Changed { .. } => "credit_line.changed",
            Self::Submitted { .. } => "credit_line.submitted",
            Self::SentBack { .. } => "credit_line.sent_back",
            Self::GivenUp => "credit_line.given_up",
            Self::Proposed { .. } => "credit_line.proposed",
            Self::Rejected => "credit_line.rejected",
            Self::Decided { .. } => "credit_line.decided",
            Self::SystemDecided { .. } => "credit_line.system_decided",
            Self::Reminded { .. } => "credit_line.reminded",
        }
    }

    /// What happened, in the words of the line's page. What one person proposes and another has not agreed to is the grantor's alone.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Drafted { .. } => "填写授信申请".to_owned(),
            Self::Changed { .. } => "修改授信申请".to_owned(),
            Self::Submitted { .. } => "提交授信申请".to_owned(),
            Self::SentBack { correction } => format!("退回补正：{}", correction.comment),
            Self::GivenUp => "放弃授信申请".to_owned(),
            Self::Proposed { proposal } => format!("拟“{}”，待第二人复核", proposal.decision.kind().label()),
            Self::Rejected => "复核未同意".to_owned(),
            Self::Decided { decision } | Self::SystemDecided { decision, .. } if decision.reason().is_empty() => {
                decision.kind().label().to_owned()
            }
            Self::Decided { decision } | Self::SystemDecided { decision, .. } => {
                format!("{}：{}", decision.kind().label(), decision.reason())
            }
            Self::Reminded { .. } => "提醒授信即将到期".to_owned(),
        }
    }

    /// The names of what is between the grantor's people.
    pub const INTERNAL: [&'static str; 2] = ["credit_line.proposed", "credit_line.rejected"];
}

impl CreditLine {
    /// The line after its first event; `None` when that is not `Drafted`.
    #[must_use]
    pub fn born(event: &CreditLineEvent) -> Option<Self> {
        if let CreditLineEvent::Drafted { facts, wanted } = event {
            let (facts, wanted) = ((**facts).clone(), wanted.clone());
            Some(Self {
                facts,
                wanted,
                terms: None,
                proposal: None,
                state: CreditLineState::Draft,
                rounds: 0,
                by_system: false,
                said: SystemSaid::default(),
                reminded: None,
                version: 1,
            })
        } else {
            None
        }
    }

    /// The only writer of what happens to it.
    pub fn apply(&mut self, event: &CreditLineEvent) {
        self.version += 1;
        match event {
            CreditLineEvent::Drafted { .. } => {}
            CreditLineEvent::Reminded { due } => self.reminded = *due,
            CreditLineEvent::Changed { wanted } => self.wanted = wanted.clone(),
            CreditLineEvent::Submitted { by_system } => {
                self.rounds += 1;
                self.by_system = *by_system;
                self.state = CreditLineState::Submitted;
            }
            CreditLineEvent::SentBack { correction } => {
                self.proposal = None;
                self.state = CreditLineState::Returned { correction: correction.clone() };
            }
            CreditLineEvent::GivenUp => {
                self.state = CreditLineState::GivenUp { handed_in: matches!(self.state, CreditLineState::Returned { .. }) };
            }
            CreditLineEvent::Proposed { proposal } => self.proposal = Some(proposal.clone()),
            CreditLineEvent::Rejected => self.proposal = None,
            CreditLineEvent::Decided { decision } => {
                self.proposal = None;
                self.decide(decision);
            }
            CreditLineEvent::SystemDecided { decision, at } => {
                let granted = matches!(decision, CreditDecision::Grant { .. });
                if decision.terms().is_some() {
                    self.said.terms = Some(*at);
                }
                if decision.terms().is_none() || granted {
                    self.said.standing = Some(*at);
                }
                self.decide(decision);
            }
        }
    }

    fn decide(&mut self, decision: &CreditDecision) {
        self.state = match decision {
            CreditDecision::Grant { terms } => {
                self.terms = Some(terms.clone());
                CreditLineState::Granted
            }
            CreditDecision::Change { terms } => {
                self.terms = Some(terms.clone());
                return;
            }
            CreditDecision::Resume => CreditLineState::Granted,
            CreditDecision::Refuse { reason } => CreditLineState::Refused { reason: reason.clone() },
            CreditDecision::Suspend { reason } => CreditLineState::Suspended { reason: reason.clone() },
            CreditDecision::Cancel { reason } => CreditLineState::Cancelled { reason: reason.clone() },
        };
    }
}
