//! 授信申请: whom one asks, for how much, what for. One who was led here by a product that demands credit sees what it lacks, and finds the
//! way back.

use super::words;
use crate::shell::{Faults, Frame, Id, Known, Nav, PageError, Places, Posted, Web, html, local};
use app::AppError;
use app::credit_line::change::change;
use app::credit_line::draft::draft;
use app::credit_line::form::WantedForm;
use app::credit_line::needed::{Lacking, Offered, grantors, lacking};
use app::credit_line::view::view;
use app::site::Words;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::access::Role;
use domain::credit_line::{CreditLine, Grantor};
use domain::id::{CreditLineId, LotId, ProductId};
use domain::product::GuaranteeKind;
use domain::site::SiteCode;
use serde::Deserialize;

/// What one was led here by.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Question {
    site: String,
    lot: String,
    product: String,
    back: String,
}

#[derive(Template)]
#[template(path = "credit/apply.html")]
struct ApplyPage {
    frame: Frame,
    /// The line that is changed; none while it is drafted.
    line: Option<CreditLine>,
    offered: Vec<Offered>,
    lacking: Option<Lacking>,
    /// Whom one asks, by its name in the database.
    grantor: String,
    form: WantedForm,
    kinds: Vec<GuaranteeKind>,
    words: Words,
    back: String,
    faults: Faults,
}

impl ApplyPage {
    fn is_chosen(&self, grantor: &Grantor) -> bool {
        self.grantor == grantor.to_string()
    }
    fn action(&self) -> String {
        self.line.as_ref().map_or_else(|| "/credit/new".to_owned(), |line| format!("/credit/{}/edit", line.facts.id))
    }
    fn is_under_way(&self) -> Option<&CreditLine> {
        let (lines, asked) = self.lacking.as_ref().map(|lacking| (&lacking.lines, lacking.grantor))?;
        lines.iter().map(|(drawn, _)| &drawn.line).find(|line| line.facts.grantor == asked)
    }
}

const PLACES: Places = &[(Refusal::CreditUnderWay, "grantor")];

fn site(web: &Web, known: &Known, code: &str) -> Result<SiteCode, PageError> {
    match code.parse() {
        Ok(code) => Ok(code),
        Err(_) => Ok(known.frame(web, Nav::Credit)?.site.code),
    }
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let site = site(&web, &known, &question.site)?;
    let chosen: Option<(LotId, ProductId)> = question.lot.parse().ok().zip(question.product.parse().ok());
    let lacking = match chosen {
        Some((lot, product)) => lacking(&web.world, &known.caller, site, lot, product).await?,
        None => None,
    };
    let back = match chosen {
        Some((lot, _)) => format!("/{site}/lots/{lot}"),
        None => local(&question.back).unwrap_or_default().to_owned(),
    };
    let page = ApplyPage {
        frame: known.frame_on(&web, Nav::Credit, site)?,
        line: None,
        offered: grantors(&web.world, &known.caller, site).await?,
        grantor: lacking.as_ref().map(|lacking| lacking.grantor.to_string()).unwrap_or_default(),
        lacking,
        form: WantedForm::default(),
        kinds: GuaranteeKind::ALL.into(),
        words: words(&web, site),
        back,
        faults: Faults::default(),
    };
    Ok(html(&page))
}

#[derive(Deserialize)]
pub(crate) struct Fields {
    #[serde(default)]
    site: String,
    #[serde(default)]
    grantor: String,
    #[serde(default)]
    back: String,
    #[serde(flatten)]
    form: WantedForm,
}

fn onward(line: &CreditLine, back: &str) -> Response {
    let query =
        if back.is_empty() { String::new() } else { format!("?{}", serde_urlencoded::to_string([("back", back)]).unwrap_or_default()) };
    Redirect::to(&format!("/credit/{}{query}", line.facts.id)).into_response()
}

pub(crate) async fn submit(State(web): State<Web>, Posted { known, fields }: Posted<Fields>) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let site = site(&web, &known, &fields.site)?;
    let offered = grantors(&web.world, &known.caller, site).await?;
    let back = local(&fields.back).unwrap_or_default().to_owned();
    let outcome = match offered.iter().find(|offered| offered.grantor.to_string() == fields.grantor) {
        Some(chosen) => draft(&web.world, &known.caller, site, chosen.grantor, &fields.form).await,
        None => Err(AppError::Invalid(vec![app::FieldError::new("grantor", "请选择授信方")])),
    };
    match outcome {
        Ok(line) => Ok(onward(&line, &back)),
        Err(error) => {
            let page = ApplyPage {
                frame: known.frame_on(&web, Nav::Credit, site)?,
                line: None,
                offered,
                lacking: None,
                grantor: fields.grantor,
                form: fields.form,
                kinds: GuaranteeKind::ALL.into(),
                words: words(&web, site),
                back,
                faults: Faults::of(error, PLACES)?,
            };
            Ok(page.faults.show(&page))
        }
    }
}

async fn edited(
    web: &Web,
    known: &Known,
    id: CreditLineId,
    typed: Option<WantedForm>,
    back: &str,
    faults: Faults,
) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let line = view(&web.world, &known.caller, id).await?.drawn.line;
    let form = typed.unwrap_or_else(|| WantedForm::of(&line.wanted));
    let page = ApplyPage {
        frame: known.frame_on(web, Nav::Credit, line.facts.site)?,
        grantor: line.facts.grantor.to_string(),
        words: words(web, line.facts.site),
        line: Some(line),
        offered: Vec::new(),
        lacking: None,
        form,
        kinds: GuaranteeKind::ALL.into(),
        back: local(back).unwrap_or_default().to_owned(),
        faults,
    };
    Ok(page.faults.show(&page))
}

pub(crate) async fn edit(
    State(web): State<Web>,
    known: Known,
    Id(id): Id<CreditLineId>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    edited(&web, &known, id, None, &question.back, Faults::default()).await
}

pub(crate) async fn save(
    State(web): State<Web>,
    Id(id): Id<CreditLineId>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Response, PageError> {
    match change(&web.world, &known.caller, id, &fields.form).await {
        Ok(line) => Ok(onward(&line, &fields.back)),
        Err(error) => {
            let faults = Faults::of(error, &[])?;
            edited(&web, &known, id, Some(fields.form), &fields.back, faults).await
        }
    }
}
