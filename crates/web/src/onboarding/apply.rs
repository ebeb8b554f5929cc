//! 准入申请.

use super::code::{CodeFor, CodeSent, ask};
use super::{Kept, files, site};
use crate::shell::{Faults, Frame, Guest, Id, Nav, PageError, Places, Sent, Web, html, is_check};
use app::onboarding::apply::{Form, apply};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::Refusal;
use domain::institution::InstitutionKind;
use domain::phone_code::Purpose;
use domain::site::SiteCode;

#[derive(Template)]
#[template(path = "onboarding/apply.html")]
struct ApplyPage {
    frame: Frame,
    form: Form,
    kept: Vec<Kept>,
    kinds: [InstitutionKind; 3],
    notice: Option<CodeSent>,
    faults: Faults,
    done: bool,
}

impl ApplyPage {
    fn unsure(&self) -> bool {
        self.form.uscc_sure || self.faults.at("uscc").is_some_and(is_check)
    }
}

const PLACES: Places = &[(Refusal::AlreadyOnboarding, "uscc")];

pub(crate) async fn form(State(web): State<Web>, guest: Guest, Id(code): Id<SiteCode>) -> Result<Response, PageError> {
    let frame = guest.frame_on(&web, Nav::Onboarding, site(&web, code)?)?;
    let kinds = InstitutionKind::ALL;
    Ok(html(&ApplyPage { frame, form: Form::default(), kept: Vec::new(), kinds, notice: None, faults: Faults::default(), done: false }))
}

pub(crate) async fn submit(State(web): State<Web>, Id(code): Id<SiteCode>, mut sent: Sent) -> Result<Response, PageError> {
    let site = site(&web, code)?;
    let mut faults = Faults::default();
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
            CodeFor { site, purpose: Purpose::Apply, uscc: &form.uscc, mobile: &form.mobile, address: &guest.address, entitled: false };
        notice = ask(&web, wanted, &mut faults).await?;
    } else if faults.is_empty() {
        match apply(&web.world, &guest.caller, site, &form).await {
            Ok(_) => done = true,
            Err(error) => faults = Faults::of(error, PLACES)?,
        }
    }
    let frame = guest.frame_on(&web, Nav::Onboarding, site)?;
    let page = ApplyPage { frame, form, kept, kinds: InstitutionKind::ALL, notice, faults, done };
    Ok(page.faults.show(&page))
}
