//! Application and special form wait for each other.

use super::writer::Writer;
use crate::error::AppError;
use crate::lot::known::known;
use domain::application::{Application, reword as application_reword};
use domain::id::{ApplicationId, SpecialFormId};
use domain::special_form::{SpecialForm, abandon};

/// The application waits for the form.
pub(super) async fn wait(w: &mut Writer<'_>, application: ApplicationId, form: SpecialFormId) -> Result<(), AppError> {
    let (now, application): (_, Application) = (w.now(), w.load(application).await?);
    let event = application_reword::request(&application, &known(w.tx(), &application).await?, form, now)?;
    w.append(application, &event).map(drop)
}

/// The application goes on with `wording`, if it still waits for this form: one that was given up does not.
pub(super) async fn reword(w: &mut Writer<'_>, application: ApplicationId, form: SpecialFormId, wording: &str) -> Result<(), AppError> {
    let application: Application = w.load(application).await?;
    if application.waits_for() != Some(form) {
        return Ok(());
    }
    let event = application_reword::reword(&application, wording)?;
    w.append(application, &event).map(drop)
}

/// Nobody needs the form any more (B3).
pub(super) async fn give_up(w: &mut Writer<'_>, form: SpecialFormId) -> Result<(), AppError> {
    let form: SpecialForm = w.load(form).await?;
    if !form.state.is_open() {
        return Ok(());
    }
    let event = abandon::abandon(&form)?;
    w.append(form, &event).map(drop)
}
