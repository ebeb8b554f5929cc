//! The form about one person: registered, or given other rights, another certificate or phone.

use super::{LIST, only_managers};
use crate::onboarding::code::{CodeFor, CodeSent, ask};
use crate::shell::{Faults, Frame, Id, Known, Nav, PageError, Places, Posted, Web};
use app::AppError;
use app::representative::view::{Seen, view};
use app::representative::{Form, change::change, register::register};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::access::Role;
use domain::duty::Duty;
use domain::id::PersonId;
use domain::phone_code::Purpose;
use domain::representative::{Person, PersonKey};
use domain::time::Timestamp;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Question {
    /// What has logged in and is registered from its row.
    key: String,
}

/// The fields of the form: what a person is known by may be several of one name.
type Fields = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "representative/edit.html")]
struct EditPage {
    frame: Frame,
    /// Whom it is about; nobody yet where somebody is registered.
    person: Option<Person>,
    form: Form,
    /// What the person may be known by.
    choices: Vec<Seen>,
    notice: Option<CodeSent>,
    faults: Faults,
}

impl EditPage {
    fn duties(&self) -> &'static [Duty] {
        &Duty::OF_ENTERPRISE
    }
    fn has(&self, duty: &Duty) -> bool {
        self.form.duties.has(*duty)
    }
    fn address(&self) -> String {
        self.person.as_ref().map_or_else(|| format!("{LIST}/new"), |person| format!("{LIST}/{}", person.id))
    }
    fn chosen(&self, seen: &Seen) -> bool {
        self.form.keys.contains(&seen.by)
    }
    fn short(&self, seen: &Seen) -> String {
        seen.by.chars().take(16).collect()
    }
    /// The phone there is, masked.
    fn phone(&self) -> Option<&str> {
        self.person.as_ref()?.mobile.as_ref().map(|mobile| mobile.shown.as_str())
    }
}

const PLACES: Places = &[
    (Refusal::RepresentativesFull, "name"),
    (Refusal::RepresentativeUnknown, "name"),
    (Refusal::PersonUntold, "key"),
    (Refusal::RepresentativeKnown, "key"),
    (Refusal::CodeWrong, "code"),
    (Refusal::CertificateNeeded, "duties"),
    (Refusal::ManagerMissing, "duties"),
];

/// What is said when another who manages was faster.
const MEANWHILE: &str = "经办人信息刚刚被另一名管理人员更新，没有保存。您填写的内容仍在本页，请另开页面核对后再次保存";

fn form(fields: &[(String, String)]) -> Form {
    let of = |name: &'static str| fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.clone());
    let text = |name| of(name).next().unwrap_or_default();
    Form {
        name: text("name"),
        keys: of("key").collect(),
        mobile: text("mobile"),
        code: text("code"),
        without_phone: !text("without_phone").is_empty(),
        duties: Duty::OF_ENTERPRISE.into_iter().filter(|duty| of(duty.code()).next().is_some()).collect(),
    }
}

/// The form as the person is.
fn kept(person: &Person) -> Form {
    let keys = person.keys.iter().map(|key| key.by.clone()).collect();
    Form { name: person.name.to_string(), keys, duties: person.duties.clone(), ..Form::default() }
}

/// When somebody was here last who is known by `key`: where that is too long ago to be listed, since when the person acts.
fn last(seen: &[Seen], key: &PersonKey, since: Timestamp) -> Seen {
    let listed = seen.iter().find(|seen| seen.by == key.by).cloned();
    listed.unwrap_or_else(|| Seen { by: key.by.clone(), holder: String::new(), ends: key.ends, at: since })
}

async fn show(
    web: &Web,
    known: &Known,
    id: Option<PersonId>,
    typed: Option<Form>,
    (notice, faults): (Option<CodeSent>, Faults),
) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let frame = known.frame(web, Nav::Representatives)?;
    only_managers(&frame)?;
    let detail = view(&web.world, &known.caller).await?;
    let person =
        id.map(|id| detail.people.into_iter().find(|person| person.id == id && person.acts()).ok_or(AppError::NotFound)).transpose()?;
    let seen = &detail.seen;
    let own = person.iter().flat_map(|person| person.keys.iter().map(move |key| last(seen, key, person.since)));
    let choices = own.chain(detail.unknown).collect();
    let form = typed.or_else(|| person.as_ref().map(kept)).unwrap_or_default();
    let page = EditPage { frame, person, form, choices, notice, faults };
    Ok(page.faults.show(&page))
}

/// Sends a code, or saves.
async fn taken(web: &Web, known: &Known, id: Option<PersonId>, fields: &[(String, String)]) -> Result<Response, PageError> {
    let form = form(fields);
    let mut faults = Faults::default();
    if fields.iter().any(|(name, value)| name == "do" && value == "code") {
        let frame = known.frame(web, Nav::Representatives)?;
        only_managers(&frame)?;
        let organisation = &known.visitor.organisation;
        let (site, uscc, address) = (frame.site.code, organisation.uscc.to_string(), organisation.id.to_string());
        // Codes are counted by enterprise: whoever registers people asks for some in a row.
        let wanted = CodeFor { site, purpose: Purpose::Register, uscc: &uscc, mobile: &form.mobile, address: &address, entitled: true };
        let notice = ask(web, wanted, &mut faults).await?;
        return show(web, known, id, Some(form), (notice, faults)).await;
    }
    let done = match id {
        Some(id) => change(&web.world, &known.caller, id, &form).await,
        None => register(&web.world, &known.caller, &form).await,
    };
    match done {
        Ok(()) => Ok(Redirect::to(LIST).into_response()),
        Err(AppError::Conflict) => {
            let mut answer = show(web, known, id, Some(form), (None, Faults::one("name", MEANWHILE))).await?;
            *answer.status_mut() = StatusCode::CONFLICT;
            Ok(answer)
        }
        Err(error) => show(web, known, id, Some(form), (None, Faults::of(error, PLACES)?)).await,
    }
}

pub(crate) async fn blank(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let keys = Some(question.key).filter(|key| !key.is_empty()).into_iter().collect();
    show(&web, &known, None, Some(Form { keys, ..Form::default() }), (None, Faults::default())).await
}

pub(crate) async fn add(State(web): State<Web>, Posted { known, fields }: Posted<Fields>) -> Result<Response, PageError> {
    taken(&web, &known, None, &fields).await
}

pub(crate) async fn form_of(State(web): State<Web>, known: Known, Id(person): Id<PersonId>) -> Result<Response, PageError> {
    show(&web, &known, Some(person), None, (None, Faults::default())).await
}

pub(crate) async fn save(
    State(web): State<Web>,
    Id(person): Id<PersonId>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Response, PageError> {
    taken(&web, &known, Some(person), &fields).await
}
