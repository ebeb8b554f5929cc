//! The form of a profile: what belongs to a person or an account is never put back into it.

use crate::shell::{Faults, Frame, Known, Nav, PageError, Posted, Web};
use app::AppError;
use app::profile::change::change;
use app::profile::form::Form;
use app::profile::view::{ProfileDetail, own};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::access::{Action, Role};
use domain::party::Concealed;
use domain::profile::{ProfileContent, ProfileItem};

#[derive(Template)]
#[template(path = "profile/edit.html")]
struct EditPage {
    frame: Frame,
    detail: ProfileDetail,
    form: Form,
    faults: Faults,
}

impl EditPage {
    fn content(&self) -> Option<&ProfileContent> {
        self.detail.profile.as_ref().map(|profile| &profile.content)
    }
    /// What is said below a field whose text is concealed.
    fn hint(&self, item: ProfileItem, otherwise: &str) -> String {
        let kept = |pick: fn(&ProfileContent) -> &Option<Concealed>| self.content().and_then(|content| pick(content).as_ref());
        let kept = match item {
            ProfileItem::Account => kept(|content| &content.account),
            ProfileItem::LegalNumber => kept(|content| &content.legal_number),
            ProfileItem::ContactMobile => kept(|content| &content.contact_mobile),
            ProfileItem::InvoicePhone => kept(|content| &content.invoice_phone),
            ProfileItem::InvoiceAccount => kept(|content| &content.invoice_account),
            ProfileItem::Address
            | ProfileItem::Bank
            | ProfileItem::LegalName
            | ProfileItem::Contact
            | ProfileItem::ContactEmail
            | ProfileItem::InvoiceAddress
            | ProfileItem::InvoiceBank
            | ProfileItem::LegalCard
            | ProfileItem::BusinessLicence
            | ProfileItem::Qualification
            | ProfileItem::AccountPermit => None,
        };
        kept.map_or_else(|| otherwise.to_owned(), |kept| format!("已填写 {}，不修改请留空，删除请填“无”", kept.shown))
    }
}

async fn show(web: &Web, known: &Known, typed: Option<Form>, faults: Faults) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let frame = known.frame(web, Nav::Profile)?;
    if !frame.may(Action::ChangeProfile) {
        return Err(AppError::from(Refusal::RightMissing).into());
    }
    let detail = own(&web.world, &known.caller).await?;
    let kept = detail.profile.as_ref().map(|profile| Form::of(&profile.content)).unwrap_or_default();
    // What stands now has been seen: whoever saves again means it.
    let form = Form { stands: detail.stands.clone(), ..typed.unwrap_or(kept) };
    let page = EditPage { frame, detail, form, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn form(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    show(&web, &known, None, Faults::default()).await
}

pub(crate) async fn submit(State(web): State<Web>, Posted { known, fields }: Posted<Form>) -> Result<Response, PageError> {
    match change(&web.world, &known.caller, &fields).await {
        Ok(_) => Ok(Redirect::to("/profile").into_response()),
        Err(AppError::Conflict | AppError::Refused(Refusal::ProfileEditedMeanwhile)) => {
            let meanwhile = Faults::one("address", Refusal::ProfileEditedMeanwhile);
            let mut answer = show(&web, &known, Some(fields), meanwhile).await?;
            *answer.status_mut() = StatusCode::CONFLICT;
            Ok(answer)
        }
        Err(error) => {
            let faults = Faults::of(error, &[])?;
            show(&web, &known, Some(fields), faults).await
        }
    }
}
