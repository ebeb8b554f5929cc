//! 索取纸质版保函原件: to whom it is sent (Henan manual 3.6).

use crate::shell::{Faults, Frame, Id, Known, Nav, PageError, Posted, Web};
use app::paper_copy::form::RecipientForm;
use app::paper_copy::request::{Begun, begin, request};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::ApplicationId;

#[derive(Template)]
#[template(path = "paper_copy/ask.html")]
struct AskPage {
    frame: Frame,
    begun: Begun,
    form: RecipientForm,
    faults: Faults,
}

impl AskPage {
    /// What is said below the number, which may be left empty where the profile has one.
    fn mobile_hint(&self) -> String {
        let known = self.begun.mobile.as_ref();
        known.map_or_else(|| "11 位手机号，用于快递联系".to_owned(), |shown| format!("已从企业信息取得 {shown}，不修改请留空"))
    }
}

async fn show(web: &Web, known: &Known, id: ApplicationId, typed: Option<RecipientForm>, faults: Faults) -> Result<Response, PageError> {
    let begun = begin(&web.world, &known.caller, id).await?;
    let form = typed.unwrap_or_else(|| begun.form.clone());
    let frame = known.frame_on(web, Nav::Orders, begun.application.facts.site)?;
    let page = AskPage { frame, begun, form, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Id(id): Id<ApplicationId>) -> Result<Response, PageError> {
    show(&web, &known, id, None, Faults::default()).await
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(id): Id<ApplicationId>,
    Posted { known, fields }: Posted<RecipientForm>,
) -> Result<Response, PageError> {
    match request(&web.world, &known.caller, id, &fields).await {
        Ok(copy) => Ok(Redirect::to(&format!("/paper-copies/{}", copy.facts.id)).into_response()),
        Err(error) => {
            let faults = Faults::of(error, &[])?;
            show(&web, &known, id, Some(fields), faults).await
        }
    }
}
