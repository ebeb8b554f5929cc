//! The institution's products.

use crate::shell::{Frame, Known, Nav, PageError, Posted, Web, html};
use app::product::edit::{self, Choices, Own, Usable, choices};
use app::product::form::Form;
use app::{AppError, FieldError};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::id::ProductId;
use domain::onboarding::Standing;
use domain::product::{PaymentStyle, Product, ProductStatus};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "workbench/products.html")]
struct ListPage {
    frame: Frame,
    products: Vec<Own>,
    sites: Vec<(domain::site::SiteCode, String)>,
    faults: Vec<FieldError>,
}

impl ListPage {
    fn site(&self, product: &Product) -> String {
        self.sites.iter().find(|(code, _)| *code == product.site).map_or_else(|| product.site.to_string(), |(_, name)| name.clone())
    }
    fn state(&self, own: &Own) -> (&'static str, &'static str) {
        match (&own.product.status, &own.standing) {
            (ProductStatus::UnderTest, _) => ("info", "测试中，投标人不可见"),
            (ProductStatus::Paused { .. }, _) => ("wait", "暂停受理"),
            (ProductStatus::Live, Standing::Live) => ("ok", "受理中"),
            (ProductStatus::Live, Standing::Paused { .. }) => ("wait", "机构暂停受理"),
            (ProductStatus::Live, Standing::Absent) => ("mute", "机构未上线"),
        }
    }
    fn live(&self, own: &Own) -> bool {
        own.product.status == ProductStatus::Live
    }
}

#[derive(Template)]
#[template(path = "workbench/product.html")]
struct FormPage {
    frame: Frame,
    choices: Choices,
    form: Form,
    payments: [PaymentStyle; 2],
    /// The product that is changed; `None` when one is set up.
    product: Option<Product>,
    faults: Vec<FieldError>,
}

impl FormPage {
    fn fault(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.message.as_str())
    }
    /// A site's name.
    fn site(&self, code: &domain::site::SiteCode) -> String {
        self.frame.sites.iter().find(|site| site.code == *code).map_or_else(|| code.to_string(), |site| site.name.clone())
    }
    /// Whether a wording is for the product's kind; for any, as long as that is not fixed.
    fn suits(&self, wording: &Usable) -> bool {
        self.product.as_ref().is_none_or(|product| wording.kind == product.kind.code())
    }
    fn ticked(&self, id: &str) -> bool {
        self.form.others().any(|other| other == id)
    }
    fn action(&self) -> String {
        self.product.as_ref().map_or_else(|| "/workbench/products/new".into(), |product| format!("/workbench/products/{}", product.id))
    }
}

fn id(text: &str) -> Result<ProductId, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

async fn show_list(web: &Web, known: &Known, faults: Vec<FieldError>) -> Result<Response, PageError> {
    let products = edit::list(&web.world, &known.caller).await?;
    let frame = Frame::new(web, &known.as_guest(), Nav::Products, None)?;
    let sites = web.world.sites.all().map(|site| (site.rules.code, site.name.clone())).collect();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, html(&ListPage { frame, products, sites, faults })).into_response())
}

pub(crate) async fn list(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    show_list(&web, &known, Vec::new()).await
}

async fn show(web: &Web, known: &Known, product: Option<Product>, form: Form, faults: Vec<FieldError>) -> Result<Response, PageError> {
    let choices = choices(&web.world, &known.caller).await?;
    let frame = Frame::new(web, &known.as_guest(), Nav::Products, None)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = FormPage { frame, choices, form, payments: PaymentStyle::ALL, product, faults };
    Ok((status, html(&page)).into_response())
}

pub(crate) async fn blank(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    let wordings = choices(&web.world, &known.caller).await?.wordings;
    let wording = wordings.into_iter().map(|wording| wording.id).find(|id| id.starts_with("bid-independent/")).unwrap_or_default();
    let form = Form { issuing: "real_time".into(), payment: "transfer".into(), kind: "bid".into(), wording, ..Form::default() };
    show(&web, &known, None, form, Vec::new()).await
}

/// What went wrong, at its field; contradictory terms at the form's head.
fn faults(error: AppError) -> Result<Vec<FieldError>, PageError> {
    if let AppError::Invalid(faults) = error {
        Ok(faults)
    } else if let AppError::Refused(refusal @ Refusal::TermsContradict) = error {
        Ok(vec![FieldError::new("minimum", refusal)])
    } else {
        Err(error.into())
    }
}

pub(crate) async fn set_up(State(web): State<Web>, Posted { known, fields }: Posted<Form>) -> Result<Response, PageError> {
    match edit::set_up(&web.world, &known.caller, &fields).await {
        Ok(_) => Ok(Redirect::to("/workbench/products").into_response()),
        Err(error) => show(&web, &known, None, fields, faults(error)?).await,
    }
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Path(text): Path<String>) -> Result<Response, PageError> {
    let product = edit::view(&web.world, &known.caller, id(&text)?).await?;
    let form = Form::of(product.site, product.kind, &product.terms);
    show(&web, &known, Some(product), form, Vec::new()).await
}

pub(crate) async fn change(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields }: Posted<Form>,
) -> Result<Response, PageError> {
    let id = id(&text)?;
    match edit::change(&web.world, &known.caller, id, &fields).await {
        Ok(_) => Ok(Redirect::to("/workbench/products").into_response()),
        Err(error) => {
            let product = edit::view(&web.world, &known.caller, id).await?;
            show(&web, &known, Some(product), fields, faults(error)?).await
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Placed {
    status: String,
    #[serde(default)]
    notice: String,
}

pub(crate) async fn place(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields }: Posted<Placed>,
) -> Result<Response, PageError> {
    match edit::place(&web.world, &known.caller, id(&text)?, &fields.status, &fields.notice).await {
        Ok(_) => Ok(Redirect::to("/workbench/products").into_response()),
        Err(AppError::Refused(refusal @ Refusal::ReasonMissing)) => show_list(&web, &known, vec![FieldError::new("notice", refusal)]).await,
        Err(other) => Err(other.into()),
    }
}
