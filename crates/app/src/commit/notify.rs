//! Telling people: a row, read on their pages.

use super::writer::Writer;
use crate::error::AppError;
use domain::application::Application;
use domain::id::NoticeId;
use domain::notice::{About, Notice, Side};
use domain::payment::Payment;
use store::notice::NewNotice;

pub(super) async fn notify(w: &mut Writer<'_>, notice: Notice) -> Result<(), AppError> {
    let (id, at) = (w.world().id(NoticeId::new), w.now());
    let application = match notice.about {
        About::Application(id) => id,
        About::Payment(id) => w.load::<Payment>(id).await?.application,
        About::Organisation(organisation, site) => {
            let audience = notice.to.kept_for(organisation);
            let notice = NewNotice { id, audience, application: None, site: Some(site), kind: notice.kind, at };
            return Ok(store::notice::create(w.tx(), &notice)?);
        }
        About::Centre(site) => {
            let notice = NewNotice { id, audience: site.to_string(), application: None, site: Some(site), kind: notice.kind, at };
            return Ok(store::notice::create(w.tx(), &notice)?);
        }
        About::Institution(institution, site) => {
            let audience = institution.to_string();
            let notice = NewNotice { id, audience, application: None, site: Some(site), kind: notice.kind, at };
            return Ok(store::notice::create(w.tx(), &notice)?);
        }
    };
    let application: Application = w.load(application).await?;
    let audience = match notice.to {
        Side::Applicant => application.facts.applicant.organisation.to_string(),
        Side::Guarantor => application.facts.guarantor.institution.to_string(),
        Side::Centre | Side::Tenderee | Side::Agency => {
            return Err(AppError::Bug("an order is between the applicant and the guarantor (HR-10)".into()));
        }
    };
    let notice = NewNotice { id, audience, application: Some(application.facts.id), site: None, kind: notice.kind, at };
    Ok(store::notice::create(w.tx(), &notice)?)
}
