//! The messages. Amounts are yuan with two decimals in a text; instants are China's civil time, `2026-11-21 10:00:00`; days are
//! `2026-11-21`; digests are SM3 in lower-case hexadecimal. A receiver ignores fields it does not know.

mod application;
mod claim;
mod credit;
mod guarantee;
mod instruction;
mod invoice;
mod lot;
mod material;
mod payment;
mod required;

pub use application::{
    ApplicationOpeningChange, ApplicationOrder, ApplicationReport, ApplicationState, Decision, LotFacts, Organisation, Quote, Status,
    StatusChange,
};
pub use claim::{ClaimOrder, ClaimSignature};
pub use credit::{
    CreditChange, CreditCompany, CreditDecision, CreditKindLimit, CreditOrder, CreditOutcome, CreditStanding, CreditStandingChange,
    CreditTerms,
};
pub use guarantee::{FileFormat, FileKind, FileReceipt, IssuedFile, IssuedGuarantee};
pub use instruction::{ClaimResult, ExtensionOrder, ExtensionResult, Outcome, ReleaseOrder, SurrenderOrder, SurrenderResult};
pub use invoice::{InvoiceFile, InvoiceKind, InvoiceMedium, InvoiceRequest, RedInvoice, RedReason};
pub use lot::{
    AbortCode, ContractSigned, LotAbort, LotAward, LotCandidates, LotOpening, LotReport, OpeningChange, Subject, Trade, ValidityChange,
};
pub use material::{Account, MATERIAL_MAX, MATERIALS_MAX, Material};
pub use payment::{Paid, PaymentNotice, PaymentPage};
pub use required::Required;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The answer to every message: it is recorded. The same message again has the same answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Receipt {
    /// 接收方为该报文分配的编号。
    pub receipt_id: String,
    /// 首次收到的时间。
    pub received_at: String,
}
