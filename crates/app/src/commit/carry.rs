//! Carrying a consequence out: a match without `_`, an arm each.

use super::writer::Writer;
use super::{complaint, credit, form, invoice, notify, rating, refund, settle, tell, wake};
use crate::error::AppError;
use domain::consequence::Consequence;
use domain::payment::{Payment, PaymentEvent, PaymentState};
use futures_util::future::BoxFuture;
use store::job::Job;

pub(super) fn carry<'w>(w: &'w mut Writer<'_>, consequence: Consequence) -> BoxFuture<'w, Result<(), AppError>> {
    Box::pin(out(w, consequence))
}

async fn out(w: &mut Writer<'_>, consequence: Consequence) -> Result<(), AppError> {
    match consequence {
        // Again, when the time has moved or the letter could not be issued before.
        Consequence::Lapse { application, at } => w.job_again(Job::LapseApplication(application), Some(at)),
        Consequence::CloseAtOpening { application, at } => w.job_again(Job::CloseAtOpening(application), Some(at)),
        Consequence::Issue { application } => w.job_again(Job::IssueGuarantee(application), None),
        Consequence::Reach { lot } => w.job_again(Job::ReachApplications(lot), None),
        Consequence::ReachInstitution { onboarding } => w.job_again(Job::ReachInstitution(onboarding), None),
        Consequence::Match { line } => {
            w.job(Job::MatchBankLine(line));
            Ok(())
        }
        Consequence::TakeStatement { statement } => w.job_again(Job::TakeStatement(statement), None),
        Consequence::Free { guarantee, at } => w.job_again(Job::FreeExposure(guarantee), Some(at)),
        Consequence::ReserveCredit { application } => credit::reserve(w, application).await,
        Consequence::UseCredit { application } => credit::spend(w, application).await,
        Consequence::FreeCredit { application } => credit::free(w, application).await,
        Consequence::RemindCredit { line, until } => credit::remind(w, line, until),
        Consequence::TendComplaint { complaint } => complaint::tend(w, complaint).await,
        Consequence::CountRatings => rating::count(w),
        Consequence::Settle { payment, by } => settle::payment(w, payment, by).await,
        Consequence::Honour { application, line, in_time } => settle::honour(w, application, line, in_time).await,
        Consequence::MovePayment { payment, until } => {
            let payment: Payment = w.load(payment).await?;
            w.append(payment, &PaymentEvent::Moved { until }).map(drop)
        }
        Consequence::ClosePayment { payment } => {
            let payment: Payment = w.load(payment).await?;
            match payment.state {
                PaymentState::Due { .. } => w.append(payment, &PaymentEvent::Closed).map(drop),
                PaymentState::Settled { .. } | PaymentState::Closed => Ok(()),
            }
        }
        Consequence::Refund { payment, reason } => refund::refund(w, payment, &reason).await,
        Consequence::SendBack { line, reason } => refund::send_back(w, line, reason).await,
        Consequence::AwaitForm { application, form } => form::wait(w, application, form).await,
        Consequence::Reword { application, form, wording } => form::reword(w, application, form, &wording).await,
        Consequence::DropForm { form } => form::give_up(w, form).await,
        Consequence::EndSessions { organisation, by } => Ok(store::session::delete_all_of_person(w.tx(), &by, organisation)?),
        Consequence::AskInvoice { invoice } => invoice::ask(w, invoice).await,
        Consequence::IssueInvoice { invoice, issued } => invoice::issue(w, invoice, *issued).await,
        Consequence::ReturnInvoice { invoice, reason } => invoice::send_back(w, invoice, &reason).await,
        Consequence::RefundInvoice { application, refund } => invoice::refund(w, application, refund).await,
        Consequence::LetGo { file } => {
            let now = w.now();
            Ok(store::loose::note(w.tx(), file, now)?)
        }
        Consequence::Tell(told) => tell::tell(w, told).await,
        Consequence::Wake { number } => wake::wake(w, number.as_str()).await,
        Consequence::Notify(notice) => notify::notify(w, notice).await,
    }
}
