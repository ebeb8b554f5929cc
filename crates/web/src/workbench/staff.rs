//! The institution's people and their duties.

use crate::shell::{Faults, Frame, Known, Nav, PageError, Places, Posted, Web};
use app::staff::{assign::assign as give, list::list};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::duty::{Duties, Duty};
use domain::staff::Staff;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Fields {
    #[serde(default)]
    name: String,
    maker: Option<String>,
    checker: Option<String>,
    manager: Option<String>,
}

impl Fields {
    fn duties(&self) -> Duties {
        let ticked = [(&self.maker, Duty::Maker), (&self.checker, Duty::Checker), (&self.manager, Duty::Manager)];
        ticked.into_iter().filter(|(field, _)| field.is_some()).map(|(_, duty)| duty).collect()
    }
}

#[derive(Template)]
#[template(path = "workbench/staff.html")]
struct StaffPage {
    frame: Frame,
    staff: Vec<Staff>,
    /// The visitor's certificate.
    own: String,
    faults: Faults,
}

impl StaffPage {
    fn duties(&self) -> &'static [Duty] {
        &Duty::OF_INSTITUTION
    }
    /// Whether nobody has been given a duty yet.
    fn is_open(&self) -> bool {
        self.staff.iter().all(|person| person.duties.is_none())
    }
    fn has(&self, person: &Staff, duty: &Duty) -> bool {
        person.duties.as_ref().is_some_and(|duties| duties.has(*duty))
    }
    fn short<'a>(&self, person: &'a Staff) -> &'a str {
        person.certificate.get(..16).unwrap_or(&person.certificate)
    }
}

const PLACES: Places = &[(Refusal::ManagerMissing, ""), (Refusal::StaffNameMissing, "")];

async fn show(web: &Web, known: &Known, typed: Option<(&str, &Fields)>, faults: Faults) -> Result<Response, PageError> {
    let mut staff = list(&web.world, &known.caller).await?;
    if let Some((certificate, fields)) = typed {
        for person in staff.iter_mut().filter(|person| person.certificate == certificate) {
            person.name.clone_from(&fields.name);
            person.duties = Some(fields.duties());
        }
    }
    let frame = known.frame(web, Nav::Staff)?;
    let own = known.caller.actor.certificate.clone();
    let page = StaffPage { frame, staff, own, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    show(&web, &known, None, Faults::default()).await
}

pub(crate) async fn assign(
    State(web): State<Web>,
    Path(certificate): Path<String>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Response, PageError> {
    match give(&web.world, &known.caller, &certificate, &fields.name, &fields.duties()).await {
        Ok(()) => Ok(Redirect::to("/workbench/staff").into_response()),
        Err(error) => show(&web, &known, Some((&certificate, &fields)), Faults::of(error, PLACES)?).await,
    }
}
