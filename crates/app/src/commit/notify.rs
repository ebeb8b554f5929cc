//! Telling people: a row, read on their pages, and a job that sees to whom it goes outside the platform.

use super::writer::Writer;
use crate::error::AppError;
use domain::application::Application;
use domain::id::{ApplicationId, NoticeId};
use domain::notice::{About, Notice, NoticeChannel, Side, Urgency};
use domain::payment::Payment;
use domain::site::SiteCode;
use store::job::Job;
use store::notice::NewNotice;

/// Whose people are told, about which application or on which site.
struct Addressed {
    audience: String,
    application: Option<ApplicationId>,
    site: Option<SiteCode>,
}

async fn addressed(w: &mut Writer<'_>, notice: Notice) -> Result<Addressed, AppError> {
    let on = |audience: String, site| Addressed { audience, application: None, site: Some(site) };
    let application = match notice.about {
        About::Application(id) => id,
        About::Payment(id) => w.load::<Payment>(id).await?.application,
        About::Organisation(organisation, site) => return Ok(on(notice.to.kept_for(organisation), site)),
        About::Centre(site) => return Ok(on(site.to_string(), site)),
        About::Institution(institution, site) => return Ok(on(institution.to_string(), site)),
    };
    let application: Application = w.load(application).await?;
    let audience = match notice.to {
        Side::Applicant => application.facts.applicant.organisation.to_string(),
        Side::Guarantor => application.facts.guarantor.institution.to_string(),
        Side::Centre | Side::Tenderee | Side::Agency => {
            return Err(AppError::Bug("an order is between the applicant and the guarantor (HR-10)".into()));
        }
    };
    Ok(Addressed { audience, application: Some(application.facts.id), site: None })
}

/// Whether anything of it may go out: a centre has no address, and what can wait goes by mail alone.
fn goes_out(w: &Writer<'_>, notice: Notice) -> bool {
    let by_text = match notice.kind.urgency() {
        Urgency::Deadline | Urgency::Weighty => true,
        Urgency::Plain => false,
    };
    notice.to != Side::Centre && (by_text || w.world().sends_by(NoticeChannel::Mail))
}

pub(super) async fn notify(w: &mut Writer<'_>, notice: Notice) -> Result<(), AppError> {
    let (id, at) = (w.world().id(NoticeId::new), w.now());
    let Addressed { audience, application, site } = addressed(w, notice).await?;
    store::notice::create(w.tx(), &NewNotice { id, audience, application, site, kind: notice.kind, at })?;
    if goes_out(w, notice) {
        w.job(Job::SpreadNotice(id));
    }
    Ok(())
}
