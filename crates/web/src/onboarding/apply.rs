//! 准入申请.

use super::code::{Notice, Wanted, ask};
use super::{Kept, fault, files, site};
use crate::shell::{Frame, Guest, Nav, PageError, Sent, Web, html, is_check};
use app::onboarding::apply::{Form, apply};
use app::{AppError, FieldError};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::institution::InstitutionKind;
use domain::phone_code::Purpose;

#[derive(Template)]
#[template(path = "onboarding/apply.html")]
struct ApplyPage {
    frame: Frame,
    form: Form,
    kept: Vec<Kept>,
    kinds: [InstitutionKind; 3],
    notice: Option<Notice>,
    faults: Vec<FieldError>,
    done: bool,
}

impl ApplyPage {
    fn unsure(&self) -> bool {
        self.form.uscc_sure || self.fault("uscc").is_some_and(is_check)
    }
    fn fault(&self, field: &str) -> Option<&str> {
        fault(&self.faults, field)
    }
}

pub(crate) async fn form(State(web): State<Web>, guest: Guest, Path(text): Path<String>) -> Result<Response, PageError> {
    let frame = Frame::new(&web, &guest, Nav::Onboarding, Some(site(&web, &text)?))?;
    let kinds = InstitutionKind::ALL;
    Ok(html(&ApplyPage { frame, form: Form::default(), kept: Vec::new(), kinds, notice: None, faults: Vec::new(), done: false }))
}

pub(crate) async fn submit(State(web): State<Web>, Path(text): Path<String>, mut sent: Sent) -> Result<Response, PageError> {
    let site = site(&web, &text)?;
    let mut faults = Vec::new();
    let kept = files(&web, &mut sent, "attachments", &mut faults).await?;
    let form = Form {
        name: sent.get("name"),
        uscc: sent.get("uscc"),
        uscc_sure: !sent.get("uscc_sure").is_empty(),
        kind: sent.get("kind"),
        introduction: sent.get("introduction"),
        contact: sent.get("contact"),
        mobile: sent.get("mobile"),
        code: sent.get("code"),
        attachments: kept.iter().map(|kept| kept.attachment.clone()).collect(),
    };
    let guest = &sent.guest;
    let (mut notice, mut done) = (None, false);
    if sent.get("do") == "code" {
        let wanted =
            Wanted { site, purpose: Purpose::Apply, uscc: &form.uscc, mobile: &form.mobile, address: &guest.address, ticket: false };
        notice = ask(&web, wanted, &mut faults).await?;
    } else if faults.is_empty() {
        match apply(&web.world, &guest.caller, site, &form).await {
            Ok(_) => done = true,
            Err(AppError::Invalid(found)) => faults = found,
            Err(AppError::Refused(refusal)) => faults.push(FieldError::new("uscc", refusal)),
            Err(other) => return Err(other.into()),
        }
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = Frame::new(&web, guest, Nav::Onboarding, Some(site))?;
    Ok((status, html(&ApplyPage { frame, form, kept, kinds: InstitutionKind::ALL, notice, faults, done })).into_response())
}
