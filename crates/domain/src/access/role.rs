//! In which roles people act, and what an actor is to the thing acted on.

use serde::{Deserialize, Serialize};

/// The one role a session acts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Nobody logged in.
    Public,
    /// A bidder's clerk (投标人).
    Applicant,
    /// A tenderee's clerk (招标人): its letters are for it.
    Tenderee,
    /// An agency's clerk (招标代理): acts for a tenderee under a mandate.
    Agency,
    /// A clerk of whoever has something built (建设单位).
    ProjectOwner,
    /// A clerk of whoever builds (施工单位).
    Contractor,
    /// An institution's staff (机构经办).
    GuarantorStaff,
    /// A trading centre's staff (交易中心).
    CentreStaff,
    /// The authority that supervises a region (主管部门).
    Regulator,
    /// The platform's own jobs.
    System,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 10] = [
        Self::Public,
        Self::Applicant,
        Self::Tenderee,
        Self::Agency,
        Self::ProjectOwner,
        Self::Contractor,
        Self::GuarantorStaff,
        Self::CentreStaff,
        Self::Regulator,
        Self::System,
    ];

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Public => "访客",
            Self::Applicant => "投标人",
            Self::Tenderee => "招标人",
            Self::Agency => "招标代理",
            Self::ProjectOwner => "建设单位",
            Self::Contractor => "施工单位",
            Self::GuarantorStaff => "出函机构",
            Self::CentreStaff => "交易中心",
            Self::Regulator => "主管部门",
            Self::System => "系统",
        }
    }

    /// The same with what it is called where something else than a lot is sold, for who chooses between roles.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Applicant => "投标人/竞买人",
            Self::Tenderee => "招标人/出让人",
            Self::Public
            | Self::Agency
            | Self::ProjectOwner
            | Self::Contractor
            | Self::GuarantorStaff
            | Self::CentreStaff
            | Self::Regulator
            | Self::System => self.label(),
        }
    }

    /// The name in the database and in tables.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Applicant => "applicant",
            Self::Tenderee => "tenderee",
            Self::Agency => "agency",
            Self::ProjectOwner => "project_owner",
            Self::Contractor => "contractor",
            Self::GuarantorStaff => "guarantor_staff",
            Self::CentreStaff => "centre_staff",
            Self::Regulator => "regulator",
            Self::System => "system",
        }
    }

    /// The role with this code, if there is one.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether it is an enterprise's, whose people act as it says (经办人).
    #[must_use]
    pub const fn is_enterprises(self) -> bool {
        matches!(self, Self::Applicant | Self::Tenderee | Self::Agency | Self::ProjectOwner | Self::Contractor)
    }

    /// Whether a person acts in it who is known.
    #[must_use]
    pub const fn is_persons(self) -> bool {
        !matches!(self, Self::Public | Self::System)
    }
}

/// What the actor is to the thing acted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Its applicant.
    Applicant,
    /// Its tenderee.
    Tenderee,
    /// The agency of its tenderee, under a mandate.
    Agency,
    /// Its guarantor.
    Guarantor,
    /// The trading centre of its site.
    CentreOfSite,
    /// Whose own account it is about.
    Holder,
    /// Nothing.
    Stranger,
    /// The platform itself, whose job it is.
    Platform,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 8] =
        [Self::Applicant, Self::Tenderee, Self::Agency, Self::Guarantor, Self::CentreOfSite, Self::Holder, Self::Stranger, Self::Platform];
}
