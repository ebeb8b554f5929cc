//! 在线投诉: the form. A file that was taken is carried by the form until it is filed, so that nothing is chosen twice.

use crate::onboarding::code::CodeSent;
use crate::shell::{Faults, Frame, Id, Known, Nav, PageError, Places, Uploaded, Web};
use app::complaint::attach::{attach, carried, carry};
use app::complaint::code::send;
use app::complaint::file::{Form, file as file_complaint};
use app::complaint::targets::targets;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::complaint::FILES_MAX;
use domain::id::InstitutionId;
use domain::party::Mobile;
use domain::site::SiteCode;
use serde::Deserialize;

/// Most bytes that come to be judged: a file that is somewhat too large is said to be so beside its field.
const SENT_MAX: usize = 64 << 20;

#[derive(Template)]
#[template(path = "complaint/file.html")]
struct FilePage {
    frame: Frame,
    targets: Vec<(InstitutionId, String)>,
    /// The centre that decides.
    centre: String,
    form: Form,
    /// The files as the next form carries them.
    kept: String,
    notice: Option<CodeSent>,
    faults: Faults,
}

impl FilePage {
    fn is_chosen(&self, id: &InstitutionId) -> bool {
        self.form.institution == id.to_string()
    }
    fn files_max(&self) -> usize {
        FILES_MAX
    }
}

const PLACES: Places = &[
    (Refusal::ComplaintNotAdmitted, "institution"),
    (Refusal::ComplaintOfOneself, "institution"),
    (Refusal::ComplaintsTooMany, "institution"),
    (Refusal::CodeTooSoon, "code"),
    (Refusal::CodeTooOften, "code"),
];

async fn show(
    web: &Web,
    known: &Known,
    site: SiteCode,
    form: Form,
    notice: Option<CodeSent>,
    faults: Faults,
) -> Result<Response, PageError> {
    let targets = targets(&web.world, &known.caller, site).await?;
    let sites = web.world.sites();
    let centre = sites.get(sites.complaints_go_to(site)).map(|site| site.centre.clone()).unwrap_or_default();
    let kept = carry(&web.world, &known.caller, &form.files)?;
    let page = FilePage { frame: known.frame_on(web, Nav::Complaints, site)?, targets, centre, form, kept, notice, faults };
    Ok(page.faults.show(&page))
}

/// Whom one came to complain about.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Aimed {
    institution: String,
}

pub(crate) async fn form(
    State(web): State<Web>,
    known: Known,
    Id(site): Id<SiteCode>,
    Query(Aimed { institution }): Query<Aimed>,
) -> Result<Response, PageError> {
    show(&web, &known, site, Form { institution, ..Form::default() }, None, Faults::default()).await
}

/// The button that sends a code: the form comes back as it was, with word of the message.
async fn code(web: &Web, known: &Known, site: SiteCode, typed: &str, faults: &mut Faults) -> Result<Option<CodeSent>, PageError> {
    let Ok(mobile) = typed.trim().parse::<Mobile>().map_err(|error| faults.push("mobile", error)) else { return Ok(None) };
    let sent = CodeSent::to(&mobile);
    match send(&web.world, &known.caller, site, mobile, known.address.clone()).await {
        Ok(()) => Ok(Some(sent)),
        Err(error) => {
            *faults = Faults::of(error, PLACES)?;
            Ok(None)
        }
    }
}

pub(crate) async fn submit(State(web): State<Web>, Id(site): Id<SiteCode>, uploaded: Uploaded<SENT_MAX>) -> Result<Response, PageError> {
    let Uploaded { known, mut fields, file, name, .. } = uploaded;
    let mut text = |name: &str| fields.remove(name).unwrap_or_default();
    let (wanted, kept) = (text("do"), text("kept"));
    let mut form = Form {
        institution: text("institution"),
        content: text("content"),
        name: text("name"),
        mobile: text("mobile"),
        code: text("code"),
        files: carried(&web.world, &known.caller, &kept),
    };
    let (mut faults, mut notice) = (Faults::default(), None);
    if let Some(name) = name {
        match attach(&web.world, &known.caller, &form.files, &name, file).await {
            Ok(taken) => form.files.push(taken),
            Err(error) => faults = Faults::of(error, &[])?,
        }
    } else if wanted == "attach" {
        faults.push("file", "请先选择文件，再点“添加附件”");
    }
    if wanted == "code" {
        notice = code(&web, &known, site, &form.mobile, &mut faults).await?;
    } else if wanted != "attach" && faults.is_empty() {
        match file_complaint(&web.world, &known.caller, site, &form).await {
            Ok(complaint) => return Ok(Redirect::to(&format!("/complaints/{}", complaint.facts.id)).into_response()),
            Err(error) => faults = Faults::of(error, PLACES)?,
        }
    }
    show(&web, &known, site, form, notice, faults).await
}
