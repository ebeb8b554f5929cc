use super::{Acceptance, ConformanceReport, Decision, Onboarding, OnboardingFacts, OnboardingState, Profile, Proposal};
use crate::id::InstitutionId;
use crate::site::SiteCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What happened to an onboarding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum OnboardingEvent {
    /// The institution applied for the first time.
    Applied {
        /// All that is fixed from here on.
        facts: Box<OnboardingFacts>,
        /// What it says of itself.
        profile: Box<Profile>,
    },
    /// It applied again after it was refused.
    Reapplied {
        /// What it says of itself now.
        profile: Box<Profile>,
    },
    /// It asked for acceptance.
    AcceptanceRequested {
        /// What it handed in.
        acceptance: Box<Acceptance>,
        /// The institution it is from here on.
        institution: InstitutionId,
    },
    /// A conformance report was filed.
    ReportFiled {
        /// The report.
        report: Box<ConformanceReport>,
    },
    /// The centre's staff proposed a decision, which waits for a second person.
    Proposed {
        /// The proposal.
        proposal: Proposal,
    },
    /// The centre decided.
    Decided {
        /// What.
        decision: Decision,
    },
    /// The institution chose where in the province it sells.
    PrefecturesChosen {
        /// In which prefectures; `None` for all.
        prefectures: Option<BTreeSet<SiteCode>>,
    },
}

impl OnboardingEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Applied { .. } => "onboarding.applied",
            Self::Reapplied { .. } => "onboarding.reapplied",
            Self::AcceptanceRequested { .. } => "onboarding.acceptance_requested",
            Self::ReportFiled { .. } => "onboarding.report_filed",
            Self::Proposed { .. } => "onboarding.proposed",
            Self::Decided { .. } => "onboarding.decided",
            Self::PrefecturesChosen { .. } => "onboarding.prefectures_chosen",
        }
    }

    /// What happened, in the words of the centre's page.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Applied { .. } => "提交准入申请".into(),
            Self::Reapplied { .. } => "重新提交准入申请".into(),
            Self::AcceptanceRequested { .. } => "提交验收申请".into(),
            Self::ReportFiled { .. } => "提交一致性测试报告".into(),
            Self::Proposed { proposal } => format!("拟{}，待第二人确认", proposal.decision.kind().label()),
            Self::Decided { decision } => decision.kind().label().into(),
            Self::PrefecturesChosen { prefectures: None } => "受理市州：全部".into(),
            Self::PrefecturesChosen { prefectures: Some(chosen) } => format!("受理市州：{} 个", chosen.len()),
        }
    }
}

impl Onboarding {
    /// The onboarding after its first event; `None` when that is not `Applied`.
    #[must_use]
    pub fn born(event: &OnboardingEvent) -> Option<Self> {
        let OnboardingEvent::Applied { facts, profile } = event else { return None };
        Some(Self {
            facts: (**facts).clone(),
            profile: (**profile).clone(),
            acceptance: None,
            institution: None,
            report: None,
            proposal: None,
            prefectures: None,
            state: OnboardingState::Applied,
            version: 1,
        })
    }

    /// The only writer of its state.
    pub fn apply(&mut self, event: &OnboardingEvent) {
        self.version += 1;
        match event {
            OnboardingEvent::Applied { .. } => {}
            OnboardingEvent::Reapplied { profile } => {
                self.profile = (**profile).clone();
                self.state = OnboardingState::Applied;
            }
            OnboardingEvent::AcceptanceRequested { acceptance, institution } => {
                self.acceptance = Some((**acceptance).clone());
                self.institution = Some(*institution);
                self.state = OnboardingState::UnderAcceptance;
            }
            OnboardingEvent::ReportFiled { report } => self.report = Some((**report).clone()),
            OnboardingEvent::Proposed { proposal } => self.proposal = Some(proposal.clone()),
            OnboardingEvent::PrefecturesChosen { prefectures } => self.prefectures.clone_from(prefectures),
            OnboardingEvent::Decided { decision } => {
                self.proposal = None;
                self.state = match decision.clone() {
                    Decision::Admit => OnboardingState::Admitted { returned: None },
                    Decision::Refuse { reason } => OnboardingState::Refused { reason },
                    Decision::Accept => OnboardingState::Accepted,
                    Decision::Return { reason } => OnboardingState::Admitted { returned: Some(reason) },
                    Decision::PutLive => OnboardingState::Live,
                    Decision::Pause { notice } => OnboardingState::Paused { notice },
                    Decision::TakeDown { reason } => OnboardingState::Offline { reason },
                };
            }
        }
    }
}
