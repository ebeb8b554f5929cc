//! The applicant asks for another text, from the preview page, with the page of the tender file that wants it.

use crate::application::load::load;
use crate::commit::create;
use crate::document::{self, attachment};
use crate::error::{AppError, FieldError};
use crate::lot::known::known;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::{ApplicationId, SpecialFormId};
use domain::special_form::{SpecialForm, TenderPage, request};

/// Largest page of a tender file, in bytes.
pub const PAGE_MAX: usize = 5 * 1024 * 1024;

/// Asks; `page` is the file, empty for none.
///
/// # Errors
/// [`AppError::Invalid`] for another kind of file, [`AppError::Refused`], [`AppError::NotFound`].
pub async fn ask(world: &World, caller: &Caller, id: ApplicationId, note: &str, page: Vec<u8>) -> Result<SpecialForm, AppError> {
    let now = world.now();
    let (application, stamp) = load(world, &mut world.store.reader(), caller, Action::RequestForm, id).await?;
    let form = world.id(SpecialFormId::new);
    // Before the file is kept, so that a request that is refused leaves nothing.
    let lot = known(&mut world.store.reader(), &application).await?;
    request::request(&application, &lot, form, note, None, now)?;
    let page = if page.is_empty() {
        None
    } else {
        let kind =
            attachment::kind(&page).ok_or_else(|| AppError::Invalid(vec![FieldError::new("page", "请上传 PDF、PNG 或 JPG 文件")]))?;
        Some(TenderPage { file: document::take_in(world, page).await?, kind: kind.into() })
    };
    let requested = request::request(&application, &lot, form, note, page, now)?;
    create(world, stamp.about(form), requested).await
}
