//! Organisations, their people, their accounts.

mod contact;
mod invalid;
mod personal;
mod uscc;

pub use contact::{AccountNumber, BankName, Email, FullName, IdentityNumber, Mobile, OrganisationName, Phone, PostalAddress};
pub use invalid::Invalid;
pub use personal::{Concealed, masked};
pub use uscc::{Uscc, UsccError};

use crate::id::OrganisationId;
use serde::{Deserialize, Serialize};

/// An organisation as it stands on an application or letter: its name and code at that time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Which organisation.
    pub organisation: OrganisationId,
    /// Registered name.
    pub name: OrganisationName,
    /// Unified social credit code.
    pub uscc: Uscc,
}

/// The authorised representative (经办人) an applicant names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Representative {
    /// Full name.
    pub name: FullName,
    /// Mobile number in mainland China.
    pub mobile: Mobile,
    /// E-mail address for the letter and the invoice.
    pub email: Email,
}

/// A bank account in China.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAccount {
    /// Account number, digits only.
    pub number: String,
    /// Name of the account holder.
    pub holder: String,
    /// Bank and branch.
    pub bank: String,
}
