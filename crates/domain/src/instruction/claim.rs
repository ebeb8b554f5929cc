//! What a beneficiary claims, and how it has signed that.

use crate::document::Attachment;
use crate::money::Cny;
use crate::party::{BankAccount, FullName, Phone};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Whom to ask about a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimContact {
    /// Who (联系人).
    pub name: FullName,
    /// Where (联系方式).
    pub phone: Phone,
}

/// The beneficiary's signature over the text of its claim, which the interface's specification states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimSignature {
    /// Its certificate, PEM.
    pub certificate: String,
    /// The SM2 signature, hexadecimal.
    pub signature: String,
    /// When it was made; part of the text.
    pub at: Timestamp,
}

/// A claim (索赔).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// How much.
    pub amount: Cny,
    /// Why.
    pub reason: String,
    /// Where it is paid to.
    pub payee: BankAccount,
    /// Whom to ask.
    #[serde(default)]
    pub contact: Option<ClaimContact>,
    /// What shows it (证明材料).
    #[serde(default)]
    pub materials: Vec<Attachment>,
    /// By whom it is signed, where it was signed with a certificate.
    #[serde(default)]
    pub signature: Option<ClaimSignature>,
}
