use super::{EnterpriseProfile, ProfileContent, ProfileFacts, ProfileFile, ProfileItem, ProfileState};
use crate::id::FileId;
use crate::party::OrganisationName;
use crate::site::SiteCode;
use crate::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// What happened to a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum ProfileEvent {
    /// It was begun, empty.
    Begun {
        /// All that is fixed from here on.
        facts: Box<ProfileFacts>,
    },
    /// Fields were filled in or changed.
    Changed {
        /// All fields as they are now.
        content: Box<ProfileContent>,
        /// Which of them are others than before.
        items: Vec<ProfileItem>,
    },
    /// A file was handed in.
    Attached {
        /// Which.
        file: Box<ProfileFile>,
        /// The file of its kind whose place it takes.
        instead_of: Option<FileId>,
    },
    /// A file was taken out.
    Removed {
        /// Which.
        file: FileId,
        /// What it showed.
        item: ProfileItem,
    },
    /// It was handed to a centre.
    Submitted {
        /// On which site.
        site: SiteCode,
        /// The last day of the certificate it was handed in with.
        certificate_ends: Option<Date>,
        /// Whom that certificate named.
        #[serde(default)]
        holder: Option<OrganisationName>,
    },
    /// The centre sent it back.
    SentBack {
        /// Why.
        reason: String,
    },
    /// The centre verified it.
    Verified {
        /// When.
        at: Timestamp,
        /// The last day on which that counts.
        until: Date,
    },
}

impl ProfileEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Begun { .. } => "profile.begun",
            Self::Changed { .. } => "profile.changed",
            Self::Attached { .. } => "profile.attached",
            Self::Removed { .. } => "profile.removed",
            Self::Submitted { .. } => "profile.submitted",
            Self::SentBack { .. } => "profile.sent_back",
            Self::Verified { .. } => "profile.verified",
        }
    }

    /// What happened, in the words of the profile's page.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Begun { .. } => "建立企业信息".to_owned(),
            Self::Changed { items, .. } => {
                let names: Vec<&str> = items.iter().map(|item| item.label()).collect();
                format!("修改{}", names.join("、"))
            }
            Self::Attached { file, instead_of: None } => format!("上传{}“{}”", file.kind.item().label(), file.name),
            Self::Attached { file, instead_of: Some(_) } => format!("更新{}“{}”", file.kind.item().label(), file.name),
            Self::Removed { item, .. } => format!("移除{}", item.label()),
            Self::Submitted { .. } => "提交核验".to_owned(),
            Self::SentBack { reason } => format!("核验退回：{reason}"),
            Self::Verified { until, .. } => format!("核验通过，有效至 {until}"),
        }
    }
}

impl EnterpriseProfile {
    /// The profile after its first event; `None` when that is not `Begun`.
    #[must_use]
    pub fn born(event: &ProfileEvent) -> Option<Self> {
        if let ProfileEvent::Begun { facts } = event {
            let facts = (**facts).clone();
            Some(Self { facts, content: ProfileContent::default(), files: Vec::new(), state: ProfileState::Open, version: 1 })
        } else {
            None
        }
    }

    /// The only writer of what happens to it. Total: an event that does not fit the state leaves it as it is.
    pub fn apply(&mut self, event: &ProfileEvent) {
        self.version += 1;
        match event {
            ProfileEvent::Begun { .. } => {}
            ProfileEvent::Changed { content, items } => {
                self.content = (**content).clone();
                self.reopen(items.iter().any(|item| item.is_verified()));
            }
            ProfileEvent::Attached { file, instead_of } => {
                self.files.retain(|known| Some(known.id) != *instead_of);
                self.files.push((**file).clone());
                self.reopen(file.kind.item().is_verified());
            }
            ProfileEvent::Removed { file, item } => {
                self.files.retain(|known| known.id != *file);
                self.reopen(item.is_verified());
            }
            ProfileEvent::Submitted { site, certificate_ends, holder } => {
                self.state = ProfileState::Submitted { site: *site, certificate_ends: *certificate_ends, holder: holder.clone() };
            }
            ProfileEvent::SentBack { reason } => {
                if let Some(site) = self.state.site() {
                    self.state = ProfileState::Returned { site, reason: reason.clone() };
                }
            }
            ProfileEvent::Verified { at, until } => {
                if let ProfileState::Submitted { site, holder, .. } = &self.state {
                    self.state = ProfileState::Verified { site: *site, at: *at, until: *until, holder: holder.clone() };
                }
            }
        }
    }

    /// What the centre looked at is no longer what is there.
    fn reopen(&mut self, verified: bool) {
        if verified && !matches!(self.state, ProfileState::Returned { .. }) {
            self.state = ProfileState::Open;
        }
    }
}
