//! The institution's products.

use crate::shell::{Faults, Frame, Id, Known, Nav, PageError, Places, Posted, Web};
use app::product::edit::{self, Choices, Own, Usable, choices};
use app::product::form::Form;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::id::ProductId;
use domain::onboarding::Presence;
use domain::product::{PaymentStyle, Product, ProductStatus};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "workbench/products.html")]
struct ListPage {
    frame: Frame,
    products: Vec<Own>,
    sites: Vec<(domain::site::SiteCode, String)>,
    faults: Faults,
}

impl ListPage {
    fn site(&self, product: &Product) -> String {
        self.sites.iter().find(|(code, _)| *code == product.site).map_or_else(|| product.site.to_string(), |(_, name)| name.clone())
    }
    fn state(&self, own: &Own) -> (&'static str, &'static str) {
        match (&own.product.status, &own.presence) {
            (ProductStatus::UnderTest, _) => ("info", "测试中，申请人不可见"),
            (ProductStatus::Paused { .. }, _) => ("wait", "暂停受理"),
            (ProductStatus::Live, Presence::Live) => ("ok", "受理中"),
            (ProductStatus::Live, Presence::Paused { .. }) => ("wait", "机构暂停受理"),
            (ProductStatus::Live, Presence::Absent) => ("mute", "机构未上线"),
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
    faults: Faults,
}

impl FormPage {
    /// A site's name.
    fn site(&self, code: &domain::site::SiteCode) -> String {
        self.frame.name_of(code)
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

async fn show_list(web: &Web, known: &Known, faults: Faults) -> Result<Response, PageError> {
    let products = edit::list(&web.world, &known.caller).await?;
    let frame = known.frame(web, Nav::Products)?;
    let sites = web.world.sites().all().map(|site| (site.rules.code, site.name.clone())).collect();
    let page = ListPage { frame, products, sites, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn list(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    show_list(&web, &known, Faults::default()).await
}

async fn show(web: &Web, known: &Known, product: Option<Product>, form: Form, faults: Faults) -> Result<Response, PageError> {
    let choices = choices(&web.world, &known.caller).await?;
    let frame = known.frame(web, Nav::Products)?;
    let page = FormPage { frame, choices, form, payments: PaymentStyle::ALL, product, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn blank(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    let wordings = choices(&web.world, &known.caller).await?.wordings;
    let wording = wordings.into_iter().map(|wording| wording.id).find(|id| id.starts_with("bid-independent/")).unwrap_or_default();
    let form = Form { issuing: "real_time".into(), payment: "transfer".into(), kind: "bid".into(), wording, ..Form::default() };
    show(&web, &known, None, form, Faults::default()).await
}

/// Contradictory terms stand at the form's head; a pause without its notice at the notice.
const PLACES: Places = &[(Refusal::TermsContradict, "minimum"), (Refusal::ReasonMissing, "notice")];

pub(crate) async fn set_up(State(web): State<Web>, Posted { known, fields }: Posted<Form>) -> Result<Response, PageError> {
    match edit::set_up(&web.world, &known.caller, &fields).await {
        Ok(_) => Ok(Redirect::to("/workbench/products").into_response()),
        Err(error) => show(&web, &known, None, fields, Faults::of(error, PLACES)?).await,
    }
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Id(id): Id<ProductId>) -> Result<Response, PageError> {
    let product = edit::view(&web.world, &known.caller, id).await?;
    let form = Form::of(product.site, product.kind, &product.terms);
    show(&web, &known, Some(product), form, Faults::default()).await
}

pub(crate) async fn change(
    State(web): State<Web>,
    Id(id): Id<ProductId>,
    Posted { known, fields }: Posted<Form>,
) -> Result<Response, PageError> {
    match edit::change(&web.world, &known.caller, id, &fields).await {
        Ok(_) => Ok(Redirect::to("/workbench/products").into_response()),
        Err(error) => {
            let product = edit::view(&web.world, &known.caller, id).await?;
            show(&web, &known, Some(product), fields, Faults::of(error, PLACES)?).await
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
    Id(id): Id<ProductId>,
    Posted { known, fields }: Posted<Placed>,
) -> Result<Response, PageError> {
    match edit::place(&web.world, &known.caller, id, &fields.status, &fields.notice).await {
        Ok(_) => Ok(Redirect::to("/workbench/products").into_response()),
        Err(error) => show_list(&web, &known, Faults::of(error, PLACES)?).await,
    }
}
