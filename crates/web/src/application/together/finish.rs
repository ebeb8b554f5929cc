//! Several drafts of one project: described once, agreed to once, each signed on its own page. What was refused is said of the one it is about.

use super::{Pairs, address, signing, text, values};
use crate::onboarding::code::CodeSent;
use crate::shell::{Faults, Frame, Known, Nav, PageError, Places, Posted, Web};
use app::AppError;
use app::application::agree::ask;
use app::application::briefing::{Shown, show};
use app::application::describe::{Details, known_representative};
use app::application::together::{agree_each, all, describe_each};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::access::Role;
use domain::application::Application;
use domain::id::ApplicationId;
use domain::money::Cny;
use domain::party::masked;

/// What has to be done next for all of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Somebody is named.
    Describe,
    /// The notice is agreed to.
    Agree,
    /// Each is signed.
    Sign,
}

#[derive(Template)]
#[template(path = "application/several.html")]
struct SeveralPage {
    frame: Frame,
    applications: Vec<Application>,
    /// What was refused, of which order or lot.
    refused: Vec<(String, Refusal)>,
    step: Step,
    /// The notices that have to be read, each text once.
    notices: Vec<Shown>,
    details: Details,
    agreed: bool,
    code: String,
    sent: Option<CodeSent>,
    faults: Faults,
}

impl SeveralPage {
    /// How many steps of the journey are done.
    fn at(&self) -> usize {
        if self.step == Step::Sign { 3 } else { 2 }
    }
    /// The fees of all.
    fn total(&self) -> String {
        let fen = self.applications.iter().map(|application| application.facts.fee.fen()).sum();
        Cny::from_fen(fen).map(|sum| sum.to_string()).unwrap_or_default()
    }
    /// The phone that has to be proved, masked.
    fn phone(&self) -> Option<String> {
        let awaits = self.applications.iter().find(|application| application.is_draft() && application.awaits_proof())?;
        Some(masked(awaits.representative.as_ref()?.mobile.as_str(), 3, 4))
    }
    /// What is done next with one of them: the words and where.
    fn next(&self, application: &Application) -> (&'static str, String) {
        let order = format!("/applications/{}", application.facts.id);
        let id = |one: &Application| one.facts.id.to_string();
        let left: Vec<String> = self.applications.iter().filter(|one| one.is_draft()).map(id).collect();
        if application.is_draft() && self.step == Step::Sign {
            ("预览并签名", signing(&id(application), &left))
        } else {
            ("查看", order)
        }
    }
    /// Of which lot something was refused.
    fn of(&self, of: &str) -> String {
        let known = self.applications.iter().find(|application| application.facts.id.to_string() == *of);
        known.and_then(|application| application.facts.lot.title()).map_or_else(|| "所选标段".to_owned(), |(_, name)| name.to_owned())
    }
}

const PLACES: Places = &[
    (Refusal::ConsentMissing, "agreed"),
    (Refusal::ContactUnproved, "code"),
    (Refusal::CodeWrong, "code"),
    (Refusal::CodeTooSoon, "code"),
    (Refusal::CodeTooOften, "code"),
];

/// Which step they have come to.
fn step(applications: &[Application]) -> Step {
    let drafts = || applications.iter().filter(|application| application.is_draft());
    if drafts().any(|draft| draft.representative.is_none()) {
        Step::Describe
    } else if drafts().any(|draft| draft.consent.is_none() || draft.awaits_proof()) {
        Step::Agree
    } else {
        Step::Sign
    }
}

/// What is filled in, with what came of it.
#[derive(Default)]
struct Typed {
    details: Option<Details>,
    agreed: bool,
    code: String,
    sent: Option<CodeSent>,
    faults: Faults,
}

async fn show_all(web: &Web, known: &Known, pairs: &[(String, String)], typed: Typed) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let ids: Vec<ApplicationId> = values(pairs, "id");
    let applications = all(&web.world, &known.caller, &ids).await?;
    let step = step(&applications);
    let mut notices: Vec<Shown> = Vec::new();
    for draft in applications.iter().filter(|application| step == Step::Agree && application.is_draft()) {
        let shown = show(&web.world, &known.caller, known.visitor.session.id, draft.facts.id).await?;
        if notices.iter().all(|known| known.digest != shown.digest) {
            notices.push(shown);
        }
    }
    let details = match typed.details {
        Some(details) => details,
        None => known_representative(&web.world, &known.caller).await?.map_or_else(Details::default, |(known, _)| Details {
            name: known.name.to_string(),
            mobile: known.mobile.to_string(),
            email: known.email.to_string(),
            ..Details::default()
        }),
    };
    let split = |told: String| told.split_once(':').and_then(|(of, code)| Some((of.to_owned(), Refusal::of_code(code)?)));
    let refused = values::<String>(pairs, "refused").into_iter().filter_map(split).collect();
    let frame = match applications.first() {
        Some(first) => known.frame_on(web, Nav::Apply, first.facts.site)?,
        None => known.frame(web, Nav::Apply)?,
    };
    let Typed { agreed, code, sent, faults, .. } = typed;
    let page = SeveralPage { frame, applications, refused, step, notices, details, agreed, code, sent, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Pairs>) -> Result<Response, PageError> {
    show_all(&web, &known, &question, Typed::default()).await
}

pub(crate) async fn submit(State(web): State<Web>, Posted { known, fields }: Posted<Pairs>) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let ids: Vec<ApplicationId> = values(&fields, "id");
    let (code, agreed) = (text(&fields, "code").to_owned(), text(&fields, "agreed") == "yes");
    let details = Details {
        name: text(&fields, "name").to_owned(),
        mobile: text(&fields, "mobile").to_owned(),
        email: text(&fields, "email").to_owned(),
        english: !text(&fields, "english").is_empty(),
        wording: String::new(),
    };
    let outcomes = match text(&fields, "do") {
        "describe" => describe_each(&web.world, &known.caller, &ids, &details).await,
        "code" => {
            let waits = all(&web.world, &known.caller, &ids).await?.into_iter().find(Application::awaits_proof);
            let sent = match waits {
                Some(waits) => ask(&web.world, &known.caller, waits.facts.id).await,
                None => Ok(None),
            };
            let (sent, faults) = match sent {
                Ok(mobile) => (mobile.as_ref().map(CodeSent::to), Faults::default()),
                Err(error) => (None, Faults::of(error, PLACES)?),
            };
            return show_all(&web, &known, &fields, Typed { agreed, code, sent, faults, ..Typed::default() }).await;
        }
        _ if agreed => agree_each(&web.world, &known.caller, known.visitor.session.id, &ids, &code).await,
        _ => Err(AppError::Refused(Refusal::ConsentMissing)),
    };
    // What is wrong with the form itself is said of all at once, at its field.
    let of_form = |refusal: &Refusal| PLACES.iter().any(|(known, _)| known == refusal);
    let told: Vec<(String, Refusal)> = match outcomes {
        Ok(outcomes) => outcomes.into_iter().filter_map(|(id, done)| done.err().map(|refusal| (id.to_string(), refusal))).collect(),
        Err(error) => {
            let faults = Faults::of(error, PLACES)?;
            let details = Some(details);
            return show_all(&web, &known, &fields, Typed { details, agreed, code, faults, sent: None }).await;
        }
    };
    if let Some((_, refusal)) = told.iter().find(|(_, refusal)| of_form(refusal)) {
        let faults = Faults::of(AppError::Refused(*refusal), PLACES)?;
        return show_all(&web, &known, &fields, Typed { agreed, code, faults, ..Typed::default() }).await;
    }
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    Ok(Redirect::to(&address(&ids, &told)).into_response())
}
