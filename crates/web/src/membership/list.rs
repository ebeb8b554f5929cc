//! 主管部门 of a centre's region: who they are, naming one, taking it back.

use crate::shell::{Faults, Frame, Id, Known, Nav, Nothing, PageError, Posted, Web, is_check};
use app::membership::{end::end, grant::RegulatorForm, grant::grant, list::Granted, list::list};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::party::Uscc;

#[derive(Template)]
#[template(path = "membership/list.html")]
struct ListPage {
    frame: Frame,
    granted: Vec<Granted>,
    form: RegulatorForm,
    faults: Faults,
}

impl ListPage {
    fn unsure(&self) -> bool {
        self.form.code_sure.is_some() || self.faults.at("code").is_some_and(is_check)
    }

    fn address(&self, one: &Granted) -> String {
        format!("/centre/regulators/{}/end", one.uscc)
    }
}

const LIST: &str = "/centre/regulators";

async fn show(web: &Web, known: &Known, form: RegulatorForm, faults: Faults) -> Result<Response, PageError> {
    let granted = list(&web.world, &known.caller).await?;
    let page = ListPage { frame: known.frame(web, Nav::Regulators)?, granted, form, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    show(&web, &known, RegulatorForm::default(), Faults::default()).await
}

pub(crate) async fn submit(State(web): State<Web>, Posted { known, fields }: Posted<RegulatorForm>) -> Result<Response, PageError> {
    match grant(&web.world, &known.caller, &fields).await {
        Ok(()) => Ok(Redirect::to(LIST).into_response()),
        Err(error) => show(&web, &known, fields, Faults::of(error, &[])?).await,
    }
}

pub(crate) async fn finish(State(web): State<Web>, Id(code): Id<Uscc>, posted: Posted<Nothing>) -> Result<Redirect, PageError> {
    end(&web.world, &posted.known.caller, &code).await?;
    Ok(Redirect::to(LIST))
}
