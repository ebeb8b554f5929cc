//! The agreement of applicant and guarantor (委托担保协议): prepared, sealed by the applicant at submission, by the guarantor at issue, when the
//! document is made.

pub(crate) mod brought;
pub(crate) mod countersign;
pub mod prepare;
pub(crate) mod sign;
