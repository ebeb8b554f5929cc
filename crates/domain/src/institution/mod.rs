//! Institutions (出函机构): who issues guarantees.

use crate::id::{InstitutionId, OrganisationId};
use crate::party::{BankAccount, OrganisationName, Uscc};
use serde::{Deserialize, Serialize};

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

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Insurer => "保险公司",
            Self::Bank => "银行",
            Self::GuaranteeCompany => "担保公司",
        }
    }
}

/// An institution without a system of its own, hosted on the platform's workbench.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Institution {
    /// Which institution.
    pub id: InstitutionId,
    /// The organisation whose staff work for it.
    pub organisation: OrganisationId,
    /// Its identity: licences, products and sites are rows under this code (threat F12).
    pub uscc: Uscc,
    /// Registered name, as letters carry it.
    pub name: OrganisationName,
    /// The name on lists.
    pub short_name: String,
    /// What kind.
    pub kind: InstitutionKind,
    /// Where fees are paid.
    pub account: BankAccount,
    /// Name of its seal key in the key vault.
    pub seal_key: String,
}
