//! 申请开票: what the invoice says of its buyer, whom to call, where to send it (Hunan manual 5.2.3; Xinjiang manual 1.2.7).

use crate::shell::{Faults, Frame, Id, Known, Nav, PageError, Posted, Web};
use app::invoice::form::RequestForm;
use app::invoice::request::{Begun, begin, request};
use app::invoice::view::{Tax, tax};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::ApplicationId;
use domain::invoice::{InvoiceKind, InvoiceMedium};

#[derive(Template)]
#[template(path = "invoice/ask.html")]
struct AskPage {
    frame: Frame,
    begun: Begun,
    form: RequestForm,
    tax: Option<Tax>,
    /// What it is called on the site.
    word: String,
    faults: Faults,
}

impl AskPage {
    fn kinds(&self) -> [InvoiceKind; 2] {
        InvoiceKind::ALL
    }
    fn media(&self) -> [InvoiceMedium; 2] {
        InvoiceMedium::ALL
    }
    /// What is said below a number that may be left empty.
    fn hint(known: Option<&String>, otherwise: &str) -> String {
        known.map_or_else(|| otherwise.to_owned(), |shown| format!("已从企业信息取得 {shown}，不修改请留空"))
    }
}

async fn show(web: &Web, known: &Known, id: ApplicationId, typed: Option<RequestForm>, faults: Faults) -> Result<Response, PageError> {
    let begun = begin(&web.world, &known.caller, id).await?;
    let site = begun.application.facts.site;
    let word = web.world.sites().get(site).map(|site| site.words.invoice().to_owned()).unwrap_or_default();
    let tax = tax(&web.world, begun.amount, web.world.now().date());
    let form = typed.unwrap_or_else(|| begun.form.clone());
    let page = AskPage { frame: known.frame_on(web, Nav::Orders, site)?, begun, form, tax, word, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Id(id): Id<ApplicationId>) -> Result<Response, PageError> {
    show(&web, &known, id, None, Faults::default()).await
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(id): Id<ApplicationId>,
    Posted { known, fields }: Posted<RequestForm>,
) -> Result<Response, PageError> {
    match request(&web.world, &known.caller, id, &fields).await {
        Ok(invoice) => Ok(Redirect::to(&format!("/invoices/{}", invoice.facts.id)).into_response()),
        Err(error) => {
            let faults = Faults::of(error, &[])?;
            show(&web, &known, id, Some(fields), faults).await
        }
    }
}
