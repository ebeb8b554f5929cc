//! The institution's staff records how far the confirmation of a red invoice has come.

use super::load::load_hosted;
use crate::commit::append;
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::InvoiceId;
use domain::invoice::{Invoice, RedConfirmation, RedReason, confirm_red as decide};
use serde::Deserialize;

/// What is recorded.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConfirmForm {
    /// Why, by its code; counts where nothing was wanted back before.
    pub why: String,
    /// How far it has come, by its code.
    pub state: String,
}

/// Records it.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::Refused`], [`AppError::NotFound`].
pub async fn confirm_red(world: &World, caller: &Caller, id: InvoiceId, form: &ConfirmForm) -> Result<Invoice, AppError> {
    let (invoice, stamp) = load_hosted(world, caller, Action::ReverseInvoice, id).await?;
    let state = RedConfirmation::ALL.into_iter().find(|state| state.code() == form.state);
    let state = state.ok_or_else(|| AppError::Invalid(vec![FieldError::new("state", "请选择确认单状态")]))?;
    let reason = RedReason::ALL.into_iter().find(|reason| reason.code() == form.why);
    let reason = reason.or_else(|| invoice.state.wanted().map(|wanted| wanted.reason));
    let reason = reason.ok_or_else(|| AppError::Invalid(vec![FieldError::new("why", "请选择冲红原因")]))?;
    let event = decide::confirm_red(&invoice, reason, state, world.now())?;
    append(world, stamp, invoice, event).await
}
