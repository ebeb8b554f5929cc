//! 验收申请: first who asks, then — for an institution that was admitted — how it will work.

use super::code::{CodeFor, CodeSent, ask};
use super::{Kept, files, site};
use crate::shell::{Faults, Frame, Guest, Id, Nav, PageError, Sent, Web, html};
use app::onboarding::request_acceptance::{Form, of_ticket, request_acceptance};
use app::onboarding::{identify, ticket};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::institution::Wire;
use domain::onboarding::Onboarding;
use domain::phone_code::Purpose;
use domain::site::SiteCode;

#[derive(Template)]
#[template(path = "onboarding/identify.html")]
struct IdentifyPage {
    frame: Frame,
    form: identify::Form,
    notice: Option<CodeSent>,
    faults: Faults,
    answer: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "onboarding/acceptance.html")]
struct AcceptancePage {
    frame: Frame,
    onboarding: Onboarding,
    form: Form,
    kept: Vec<Kept>,
    kept_logo: Option<Kept>,
    wires: [Wire; 2],
    notice: Option<CodeSent>,
    faults: Faults,
    done: bool,
}

impl AcceptancePage {
    fn logos(&self) -> Vec<&Kept> {
        self.kept_logo.iter().collect()
    }
}

pub(crate) async fn form(State(web): State<Web>, guest: Guest, Id(code): Id<SiteCode>) -> Result<Response, PageError> {
    let frame = guest.frame_on(&web, Nav::Onboarding, site(&web, code)?)?;
    Ok(html(&IdentifyPage { frame, form: identify::Form::default(), notice: None, faults: Faults::default(), answer: None }))
}

/// The first step: who asks. For an admitted institution it answers with the form of the second.
pub(crate) async fn identified(State(web): State<Web>, Id(code): Id<SiteCode>, sent: Sent) -> Result<Response, PageError> {
    let site = site(&web, code)?;
    let form = identify::Form { name: sent.get("name"), uscc: sent.get("uscc"), mobile: sent.get("mobile"), code: sent.get("code") };
    let (mut notice, mut faults, mut answer) = (None, Faults::default(), None);
    let frame = sent.guest.frame_on(&web, Nav::Onboarding, site)?;
    if sent.get("do") == "code" {
        let wanted = CodeFor {
            site,
            purpose: Purpose::Acceptance,
            uscc: &form.uscc,
            mobile: &form.mobile,
            address: &sent.guest.address,
            entitled: false,
        };
        notice = ask(&web, wanted, &mut faults).await?;
    } else {
        match identify::identify(&web.world, &sent.guest.caller, site, Purpose::Acceptance, &form).await {
            Ok(onboarding) => match onboarding.state.acceptance_answer() {
                Some(words) => answer = Some(words),
                None => return Ok(html(&begin(&web, frame, onboarding))),
            },
            Err(error) => faults = Faults::of(error, &[])?,
        }
    }
    let page = IdentifyPage { frame, form, notice, faults, answer };
    Ok(page.faults.show(&page))
}

/// The form of the second step, filled in with what is known: what was handed in before it was sent back, or the application.
fn begin(web: &Web, frame: Frame, onboarding: Onboarding) -> AcceptancePage {
    let mut form = Form {
        ticket: ticket::ticket(&web.world, onboarding.facts.id),
        contact: onboarding.profile.contact.to_string(),
        mobile: onboarding.profile.mobile.to_string(),
        account_holder: onboarding.profile.name.to_string(),
        connection: "canonical".into(),
        ..Form::default()
    };
    if let Some(earlier) = &onboarding.acceptance {
        form.short_name.clone_from(&earlier.short_name);
        form.contact = earlier.contact.to_string();
        form.mobile = earlier.mobile.to_string();
        form.account_number.clone_from(&earlier.account.number);
        form.account_holder.clone_from(&earlier.account.holder);
        form.account_bank.clone_from(&earlier.account.bank);
        match &earlier.connection {
            domain::institution::Connection::Hosted => form.connection = "hosted".into(),
            domain::institution::Connection::OwnSystem { address, wire } => {
                form.connection = wire.code().into();
                form.address.clone_from(address);
            }
        }
    }
    let wires = Wire::ALL;
    AcceptancePage {
        frame,
        onboarding,
        form,
        kept: Vec::new(),
        kept_logo: None,
        wires,
        notice: None,
        faults: Faults::default(),
        done: false,
    }
}

/// The second step: how the institution will work.
pub(crate) async fn submit(State(web): State<Web>, Id(code): Id<SiteCode>, mut sent: Sent) -> Result<Response, PageError> {
    let site = site(&web, code)?;
    let mut faults = Faults::default();
    let kept = files(&web, &mut sent, "attachments", &mut faults).await?;
    // The last one counts: the one carried along, unless a new one was chosen.
    let kept_logo = files(&web, &mut sent, "logo", &mut faults).await?.pop();
    let form = Form {
        ticket: sent.get("ticket"),
        short_name: sent.get("short_name"),
        connection: sent.get("connection"),
        address: sent.get("address"),
        account_number: sent.get("account_number"),
        account_holder: sent.get("account_holder"),
        account_bank: sent.get("account_bank"),
        logo: kept_logo.as_ref().map(|kept| kept.attachment.clone()),
        contact: sent.get("contact"),
        mobile: sent.get("mobile"),
        code: sent.get("code"),
        attachments: kept.iter().map(|kept| kept.attachment.clone()).collect(),
    };
    let onboarding = of_ticket(&web.world, &form.ticket).await?;
    let (mut notice, mut done) = (None, false);
    if sent.get("do") == "code" {
        let uscc = onboarding.facts.uscc.as_str();
        let address = &sent.guest.address;
        let wanted = CodeFor { site, purpose: Purpose::Contact, uscc, mobile: &form.mobile, address, entitled: true };
        notice = ask(&web, wanted, &mut faults).await?;
    } else if faults.is_empty() {
        match request_acceptance(&web.world, &sent.guest.caller, &form).await {
            Ok(_) => done = true,
            Err(error) => faults = Faults::of(error, &[])?,
        }
    }
    let frame = sent.guest.frame_on(&web, Nav::Onboarding, site)?;
    let page = AcceptancePage { frame, onboarding, form, kept, kept_logo, wires: Wire::ALL, notice, faults, done };
    Ok(page.faults.show(&page))
}
