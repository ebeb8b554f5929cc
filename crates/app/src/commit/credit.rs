//! Reserving, using and freeing an applicant's credit, in the transactions of the orders that do.

use super::writer::Writer;
use crate::error::AppError;
use domain::Refusal;
use domain::application::Application;
use domain::credit_line::{CreditNeed, Grantor, remind, reserve as decide};
use domain::id::{ApplicationId, CreditLineId, InstitutionId, OrganisationId};
use domain::money::Ppm;
use domain::site::SiteCode;
use domain::time::Date;
use store::Query;
use store::credit_line::Drawn;
use store::job::Job;

/// An applicant's lines that letters of an institution on a site can be taken of: the institution's first, then the site's.
pub(crate) async fn lines(
    query: &mut impl Query,
    applicant: OrganisationId,
    institution: InstitutionId,
    site: SiteCode,
) -> Result<Vec<Drawn>, AppError> {
    let mut found = store::credit_line::list_of(query, applicant, Grantor::Institution(institution)).await?;
    found.extend(store::credit_line::list_of(query, applicant, Grantor::Site(site)).await?);
    Ok(found)
}

/// The first of those of which it can be reserved on `today`.
pub(crate) fn choose(lines: &[Drawn], need: CreditNeed, today: Date) -> Result<CreditLineId, Refusal> {
    let pairs = lines.iter().map(|drawn| (&drawn.line, &drawn.taken));
    decide::choose(pairs, need, today).map(|line| line.facts.id)
}

/// The rate that was agreed with a line, instead of the product's.
pub(crate) fn agreed(lines: &[Drawn], chosen: CreditLineId) -> Option<Ppm> {
    lines.iter().find(|drawn| drawn.line.facts.id == chosen)?.line.terms.as_ref()?.rate
}

/// Whether what an application needs of credit could be reserved now; without a need it could.
pub(crate) async fn is_free(query: &mut impl Query, application: &Application, today: Date) -> Result<bool, AppError> {
    let facts = &application.facts;
    if !facts.needs_credit {
        return Ok(true);
    }
    let lines = lines(query, facts.applicant.organisation, facts.guarantor.institution, facts.site).await?;
    Ok(choose(&lines, application.needs(), today).is_ok())
}

/// Reserves what the application asks for.
pub(super) async fn reserve(w: &mut Writer<'_>, id: ApplicationId) -> Result<(), AppError> {
    let application: Application = w.load(id).await?;
    let (facts, now) = (&application.facts, w.now());
    let lines = lines(w.tx(), facts.applicant.organisation, facts.guarantor.institution, facts.site).await?;
    let line = choose(&lines, application.needs(), now.date())?;
    // What counts is what the row says now: somebody may have been faster.
    let reserved = store::credit_line::reserve(w.tx(), line, id, application.needs(), now).await?;
    if reserved { Ok(()) } else { Err(Refusal::CreditExhausted.into()) }
}

/// What was reserved is used.
pub(super) async fn spend(w: &mut Writer<'_>, id: ApplicationId) -> Result<(), AppError> {
    let now = w.now();
    Ok(store::credit_line::spend(w.tx(), id, now).await?)
}

/// What was reserved is free again.
pub(super) async fn free(w: &mut Writer<'_>, id: ApplicationId) -> Result<(), AppError> {
    let now = w.now();
    Ok(store::credit_line::free(w.tx(), id, now).await?)
}

/// The applicant is told before the line's last day, if a time for that is still to come.
pub(super) fn remind(w: &mut Writer<'_>, line: CreditLineId, until: Date) -> Result<(), AppError> {
    match remind::next(until, w.now()) {
        Some(at) => w.job_again(Job::RemindCredit(line), Some(at)),
        None => Ok(()),
    }
}
