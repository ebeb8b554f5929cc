//! The special forms that were asked of an institution.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::scope;
use domain::id::SpecialFormId;
use domain::special_form::SpecialForm;

/// Special forms on one page.
const PAGE: i64 = 20;

/// One page of special forms.
#[derive(Clone, Debug)]
pub struct Page {
    /// Newest first.
    pub forms: Vec<SpecialForm>,
    /// Where the next page begins, if there is one.
    pub next: Option<SpecialFormId>,
}

/// The special forms asked of the caller's institution.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn list(world: &World, caller: &Caller, before: Option<SpecialFormId>) -> Result<Page, AppError> {
    let mut forms = store::special_form::list(&mut world.store.reader(), &scope(&caller.actor), before, PAGE + 1).await?;
    let full = i64::try_from(forms.len()).unwrap_or(0) > PAGE;
    forms.truncate(usize::try_from(PAGE).unwrap_or(0));
    let next = if full { forms.last().map(|form| form.facts.id) } else { None };
    Ok(Page { forms, next })
}
