//! What an institution's own system is asked about a guarantee, in the words of the interface.

use super::claim;
use super::deliver::{deliver, interface, organisation};
use super::writer::Writer;
use crate::error::{AppError, FieldError};
use crate::invoice::title::texts;
use domain::application::Application;
use domain::document::Attachment;
use domain::guarantee::Guarantee;
use domain::id::{InstructionId, InvoiceId};
use domain::institution::InterfaceVersion;
use domain::instruction::{Asked, Claim, Instruction};
use domain::invoice::{Invoice, InvoiceItem, InvoiceKind, InvoiceMedium};
use domain::party::BankAccount;
use protocol::catalogue::Topic;
use protocol::message as wire;
use protocol::message::{MATERIAL_MAX, MATERIALS_MAX, Required};
use serde::Serialize;

/// What every instruction says.
struct Head {
    instruction_id: String,
    order_number: String,
    guarantee_number: String,
    requested_at: String,
}

/// A message of the interface about a guarantee: what every instruction says, and what this one says besides.
macro_rules! asks {
    ($head:ident, $message:ident { $($besides:tt)* }) => {
        wire::$message {
            instruction_id: $head.instruction_id,
            order_number: $head.order_number,
            guarantee_number: $head.guarantee_number,
            requested_at: $head.requested_at,
            $($besides)*
        }
    };
}

/// Tells the institution, if the message has what the version of the interface requires that the institution has proved.
async fn ask<M: Topic + Serialize + Required>(w: &mut Writer<'_>, application: &Application, message: &M) -> Result<(), AppError> {
    let lacking = message.lacking();
    if !lacking.is_empty() && interface(w, application).await? >= InterfaceVersion::V1_3 {
        return Err(AppError::Invalid(lacking.into_iter().map(FieldError::since_1_3).collect()));
    }
    deliver(w, application, message)
}

/// What is asked about an application's guarantee.
///
/// # Errors
/// [`AppError::Invalid`] with the fields that the institution may expect and the message lacks;
/// [`domain::Refusal::ClaimSignatureWrong`] for a claim that somebody else has signed, or another one.
pub(super) async fn instructed(w: &mut Writer<'_>, id: InstructionId) -> Result<(), AppError> {
    let instruction: Instruction = w.load(id).await?;
    let application: Application = w.load(instruction.application).await?;
    let guarantee = match application.guarantee() {
        Some(id) => w.load::<Guarantee>(id).await?,
        None => return Err(AppError::Bug("an instruction about no guarantee".into())),
    };
    fits(instruction.asked.materials())?;
    let head = Head {
        instruction_id: id.to_string(),
        order_number: application.facts.number.to_string(),
        guarantee_number: guarantee.issuer_number.clone().unwrap_or_else(|| guarantee.number.to_string()),
        requested_at: instruction.requested_at.to_seconds(),
    };
    match instruction.asked {
        Asked::Surrender { reason, explanation, refund_to } => {
            let (explanation, refund_account) = (said(explanation), refund_to.map(account));
            ask(w, &application, &asks!(head, SurrenderOrder { reason, explanation, refund_account })).await
        }
        Asked::Extend { new_expiry, reason, materials } => {
            let (new_expiry, materials) = (new_expiry.to_string(), shown(materials));
            deliver(w, &application, &asks!(head, ExtensionOrder { new_expiry, reason, materials }))
        }
        Asked::Claim(claim) => {
            let message = claimed(head, *claim);
            let beneficiary = guarantee.lot.tenderee().and_then(|tenderee| tenderee.uscc.as_ref());
            claim::verify(w.world(), &message, beneficiary, w.now())?;
            ask(w, &application, &message).await
        }
        Asked::Release { reason, materials } => {
            let materials = shown(materials);
            ask(w, &application, &asks!(head, ReleaseOrder { reason, materials })).await
        }
        Asked::Invoice { invoice: id } => {
            let message = invoice(w, head, id).await?;
            ask(w, &application, &message).await
        }
    }
}

/// Whether the papers are few and small enough to be fetched.
fn fits(materials: &[Attachment]) -> Result<(), AppError> {
    if materials.len() <= MATERIALS_MAX && materials.iter().all(|material| material.file.size <= MATERIAL_MAX) {
        return Ok(());
    }
    Err(AppError::Invalid(vec![FieldError::new("materials", format!("最多 {MATERIALS_MAX} 份，每份不超过 {} MB", MATERIAL_MAX >> 20))]))
}

fn said(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn account(account: BankAccount) -> wire::Account {
    wire::Account { number: account.number, name: account.holder, bank: account.bank }
}

fn shown(materials: Vec<Attachment>) -> Vec<wire::Material> {
    let material = |one: Attachment| wire::Material { name: one.name, digest: one.file.digest, size: one.file.size };
    materials.into_iter().map(material).collect()
}

fn claimed(head: Head, claim: Claim) -> wire::ClaimOrder {
    let (contact_name, contact_phone) = claim.contact.map(|contact| (contact.name.to_string(), contact.phone.to_string())).unzip();
    let signature = claim.signature.map(|signature| wire::ClaimSignature {
        certificate: signature.certificate,
        signature: signature.signature,
        signed_at: signature.at.to_seconds(),
    });
    asks!(
        head,
        ClaimOrder {
            amount: claim.amount.plain(),
            reason: claim.reason,
            payee_account: claim.payee.number,
            payee_name: claim.payee.holder,
            payee_bank: said(claim.payee.bank),
            contact_name,
            contact_phone,
            materials: shown(claim.materials),
            signature,
        }
    )
}

/// What is asked for, its numbers out of their concealment: the institution writes them on the invoice.
async fn invoice(w: &mut Writer<'_>, head: Head, id: InvoiceId) -> Result<wire::InvoiceRequest, AppError> {
    let (invoice, world): (Invoice, _) = (w.load(id).await?, w.world().clone());
    let mut numbers = texts(&world, w.tx(), &invoice).await?;
    let facts = invoice.facts;
    let asked = facts.asked;
    Ok(wire::InvoiceRequest {
        instruction_id: head.instruction_id,
        order_number: head.order_number,
        kind: match asked.kind {
            InvoiceKind::Ordinary => wire::InvoiceKind::Ordinary,
            InvoiceKind::Special => wire::InvoiceKind::Special,
        },
        medium: Some(match asked.medium {
            InvoiceMedium::Electronic => wire::InvoiceMedium::Electronic,
            InvoiceMedium::Paper => wire::InvoiceMedium::Paper,
        }),
        buyer: organisation(&facts.applicant.name, Some(&facts.applicant.uscc)),
        company_address: asked.title.address.map(String::from),
        company_phone: numbers.remove(&InvoiceItem::Phone),
        bank: asked.title.bank.map(String::from),
        bank_account: numbers.remove(&InvoiceItem::Account),
        amount: facts.amount.plain(),
        email: asked.email.to_string(),
        contact_phone: numbers.remove(&InvoiceItem::ContactPhone),
        requested_at: head.requested_at,
    })
}
