//! Institutions (出函机构): who issues guarantees.

pub mod exposure;
pub mod health;
mod version;

pub use version::InterfaceVersion;

use crate::document::Attachment;
use crate::id::{InstitutionId, OrganisationId};
use crate::money::Cny;
use crate::party::{BankAccount, OrganisationName, Uscc};
use crate::refusal::Refusal;
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What kind of institution it is, which is also the form of its letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InstitutionKind {
    /// An insurer; its letter is 保证保险 evidence.
    Insurer,
    /// A bank.
    Bank,
    /// A guarantee company (担保公司).
    GuaranteeCompany,
}

impl InstitutionKind {
    /// Every kind, in the order the manuals list them (Xinjiang manual 1.2.1).
    pub const ALL: [Self; 3] = [Self::Insurer, Self::Bank, Self::GuaranteeCompany];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Insurer => "insurer",
            Self::Bank => "bank",
            Self::GuaranteeCompany => "guarantee_company",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Insurer => "保险公司",
            Self::Bank => "银行",
            Self::GuaranteeCompany => "担保公司",
        }
    }

    /// What its letters are called together (Xinjiang manual 1.2.1).
    #[must_use]
    pub const fn letters(self) -> &'static str {
        match self {
            Self::Insurer => "保险保函",
            Self::Bank => "银行保函",
            Self::GuaranteeCompany => "担保保函",
        }
    }
}

/// The shape of messages an institution's own system understands; each is one folder of `partners`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wire {
    /// The platform's own specification.
    #[default]
    Canonical,
    /// Envelopes of `data`, `encrypt`, `nonceStr`, `timeStamp` and `sign` (FD-8).
    Enveloped,
}

impl Wire {
    /// Every shape.
    pub const ALL: [Self; 2] = [Self::Canonical, Self::Enveloped];

    /// Its name in forms and files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Canonical => "canonical",
            Self::Enveloped => "enveloped",
        }
    }

    /// The words on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Canonical => "开函接口规范",
            Self::Enveloped => "信封式报文（data / encrypt / nonceStr / timeStamp / sign）",
        }
    }
}

/// How an institution works with the platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Connection {
    /// On the platform's workbench, with a seal in the platform's vault.
    Hosted,
    /// With its own system.
    OwnSystem {
        /// Where it is reached: scheme, host, port, path.
        address: String,
        /// What it understands.
        wire: Wire,
    },
}

/// An institution: identity is its 18-character code; licences, products, sites and limits are rows under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Institution {
    /// Which institution.
    pub id: InstitutionId,
    /// The organisation whose staff work for it.
    pub organisation: OrganisationId,
    /// Its identity.
    pub uscc: Uscc,
    /// Registered name, as letters carry it.
    pub name: OrganisationName,
    /// The name on lists.
    pub short_name: String,
    /// What kind.
    pub kind: InstitutionKind,
    /// What buyers read about it.
    pub introduction: String,
    /// Its logo, a picture.
    pub logo: Option<Attachment>,
    /// Where fees are paid.
    pub account: BankAccount,
    /// How it works with the platform.
    pub connection: Connection,
    /// What its own system has proved to understand.
    #[serde(default)]
    pub interface: InterfaceVersion,
    /// What it may do its business under.
    pub licences: Vec<Licence>,
    /// How far it may be bound.
    pub limits: Limits,
    /// Days on which it does no business although others work.
    #[serde(default)]
    pub closed_days: BTreeSet<Date>,
}

/// A licence of an institution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    /// What it is called, such as 保险许可证.
    pub name: String,
    /// Its number.
    pub number: String,
    /// Its last day; `None` for one without end.
    pub until: Option<Date>,
}

/// How far an institution may be bound, as its papers say. What the law adds is in [`exposure::ExposureRule`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Audited net assets.
    pub net_assets: Option<Cny>,
    /// In all, by its own decision or its supervisor's.
    pub total: Option<Cny>,
    /// For one applicant.
    pub single: Option<Cny>,
}

impl Institution {
    /// Whether every licence holds on `today`.
    ///
    /// # Errors
    /// [`Refusal::LicenceExpired`].
    pub fn licensed(&self, today: Date) -> Result<(), Refusal> {
        let expired = self.licences.iter().any(|licence| licence.until.is_some_and(|until| today > until));
        if expired { Err(Refusal::LicenceExpired) } else { Ok(()) }
    }
}
