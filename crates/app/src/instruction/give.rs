//! Giving an instruction to an institution with its own system.

use crate::delivery;
use crate::error::AppError;
use crate::world::World;
use domain::Refusal;
use domain::access::{Action, Relation};
use domain::application::{Application, ApplicationState};
use domain::guarantee::Guarantee;
use domain::id::{ApplicationId, InstructionId};
use domain::instruction::{Instruction, InstructionEvent, InstructionKind};
use domain::money::Cny;
use domain::party::{BankAccount, Email};
use domain::time::Date;
use protocol::message as wire;
use serde::Serialize;

/// What is asked.
#[derive(Clone, Debug)]
pub enum Asked {
    /// 退保.
    Surrender {
        /// Why.
        reason: String,
    },
    /// 延期.
    Extend {
        /// The new last day.
        new_expiry: Date,
        /// Why.
        reason: String,
    },
    /// 理赔.
    Claim {
        /// How much.
        amount: Cny,
        /// Why.
        reason: String,
        /// Where it is paid to.
        payee: BankAccount,
    },
    /// 注销.
    Release {
        /// Why.
        reason: String,
    },
    /// 开票.
    Invoice {
        /// Ordinary or special.
        kind: wire::InvoiceKind,
        /// Where it is sent.
        email: Email,
    },
}

impl Asked {
    const fn kind(&self) -> InstructionKind {
        match self {
            Self::Surrender { .. } => InstructionKind::Surrender,
            Self::Extend { .. } => InstructionKind::Extend,
            Self::Claim { .. } => InstructionKind::Claim,
            Self::Release { .. } => InstructionKind::Release,
            Self::Invoice { .. } => InstructionKind::Invoice,
        }
    }
}

fn message(message: impl Serialize) -> Result<serde_json::Value, AppError> {
    serde_json::to_value(message).map_err(|error| AppError::Bug(error.to_string()))
}

/// Topic and message of an instruction.
fn wire(
    world: &World,
    id: InstructionId,
    application: &Application,
    guarantee: &Guarantee,
    asked: Asked,
) -> Result<(&'static str, serde_json::Value), AppError> {
    let (instruction_id, order_number) = (id.to_string(), application.facts.number.to_string());
    let guarantee_number = guarantee.issuer_number.clone().unwrap_or_else(|| guarantee.number.to_string());
    let requested_at = world.now().to_seconds();
    Ok(match asked {
        Asked::Surrender { reason } => {
            ("surrender.order", message(wire::SurrenderOrder { instruction_id, order_number, guarantee_number, reason, requested_at })?)
        }
        Asked::Extend { new_expiry, reason } => {
            let new_expiry = new_expiry.to_string();
            let order = wire::ExtensionOrder { instruction_id, order_number, guarantee_number, new_expiry, reason, requested_at };
            ("extension.order", message(order)?)
        }
        Asked::Claim { amount, reason, payee } => {
            let order = wire::ClaimOrder {
                instruction_id,
                order_number,
                guarantee_number,
                amount: amount.plain(),
                reason,
                payee_account: payee.number,
                payee_name: payee.holder,
                requested_at,
            };
            ("claim.order", message(order)?)
        }
        Asked::Release { reason } => {
            ("release.order", message(wire::ReleaseOrder { instruction_id, order_number, guarantee_number, reason, requested_at })?)
        }
        Asked::Invoice { kind, email } => {
            let applicant = &application.facts.applicant;
            let request = wire::InvoiceRequest {
                instruction_id,
                order_number,
                kind,
                buyer: wire::Organisation { name: applicant.name.to_string(), uscc: applicant.uscc.to_string() },
                amount: application.facts.fee.plain(),
                email: email.to_string(),
                requested_at,
            };
            ("invoice.request", message(request)?)
        }
    })
}

/// Gives the institution of an issued guarantee an instruction.
///
/// # Errors
/// [`AppError::Refused`] before the guarantee is issued, and for an institution without its own system.
pub async fn give(world: &World, application: ApplicationId, asked: Asked) -> Result<Instruction, AppError> {
    let now = world.now();
    let stamp = world.system().stamp(Action::Instruct, Relation::Stranger, now)?;
    let mut reader = world.store.reader();
    let application = store::application::load(&mut reader, application).await?.ok_or(AppError::NotFound)?;
    let ApplicationState::Issued { guarantee, .. } = application.state else { return Err(Refusal::ApplicationStateForbids.into()) };
    if !application.facts.own_system {
        return Err(Refusal::ApplicationStateForbids.into());
    }
    let guarantee = store::guarantee::load(&mut reader, guarantee).await?.ok_or(AppError::NotFound)?;
    let institution = application.facts.guarantor.institution;
    let instruction = Instruction {
        id: world.id(InstructionId::new),
        application: application.facts.id,
        number: application.facts.number.clone(),
        institution,
        kind: asked.kind(),
        requested_at: now,
        answer: None,
        version: 1,
    };
    let (topic, body) = wire(world, instruction.id, &application, &guarantee, asked)?;
    let order = delivery::order(world, institution, application.facts.number.as_str(), topic, &body)?;
    let given = InstructionEvent::Given { instruction: Box::new(instruction) };
    let given = world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                let instruction = store::instruction::create(tx, &stamp, &given)?;
                store::event::audit(tx, &stamp, &instruction.id.to_string())?;
                order.write(tx)?;
                Ok(instruction)
            })
        })
        .await?;
    world.deliveries.notify_one();
    Ok(given)
}
