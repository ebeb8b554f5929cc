//! What version 1.3 of the interface requires and earlier ones do without.

use super::{ClaimOrder, InvoiceFile, InvoiceKind, InvoiceRequest, ReleaseOrder, SurrenderOrder};

/// A message some of whose fields are optional for the sake of versions before 1.3 alone.
pub trait Required {
    /// The names of the fields that version 1.3 requires and this message does without, in their order; an empty text is none. Between
    /// parties on 1.3 a message that lacks one is refused.
    fn lacking(&self) -> Vec<&'static str>;
}

fn absent(text: Option<&String>) -> bool {
    text.is_none_or(String::is_empty)
}

/// The names of those that are absent.
fn named<const N: usize>(fields: [(&'static str, bool); N]) -> Vec<&'static str> {
    fields.into_iter().filter(|(_, absent)| *absent).map(|(name, _)| name).collect()
}

impl Required for SurrenderOrder {
    fn lacking(&self) -> Vec<&'static str> {
        named([("explanation", absent(self.explanation.as_ref())), ("refund_account", self.refund_account.is_none())])
    }
}

impl Required for ClaimOrder {
    fn lacking(&self) -> Vec<&'static str> {
        named([
            ("payee_bank", absent(self.payee_bank.as_ref())),
            ("contact_name", absent(self.contact_name.as_ref())),
            ("contact_phone", absent(self.contact_phone.as_ref())),
        ])
    }
}

impl Required for ReleaseOrder {
    fn lacking(&self) -> Vec<&'static str> {
        named([("materials", self.materials.is_empty())])
    }
}

impl Required for InvoiceRequest {
    fn lacking(&self) -> Vec<&'static str> {
        let special = |field: &Option<String>| self.kind == InvoiceKind::Special && absent(field.as_ref());
        named([
            ("medium", self.medium.is_none()),
            ("company_address", special(&self.company_address)),
            ("company_phone", special(&self.company_phone)),
            ("bank", special(&self.bank)),
            ("bank_account", special(&self.bank_account)),
            ("contact_phone", special(&self.contact_phone)),
        ])
    }
}

impl Required for InvoiceFile {
    fn lacking(&self) -> Vec<&'static str> {
        named([("files", self.files.is_empty())])
    }
}
