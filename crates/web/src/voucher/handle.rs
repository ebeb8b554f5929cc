//! One voucher at the institution's desk: the picture beside the credits that it may show. Saying which one settles nothing; another person
//! honours it among what lies in suspense.

use super::tone;
use crate::shell::{Faults, Frame, Id, Known, Nav, Nothing, PageError, Places, Posted, Web};
use app::voucher::check::check;
use app::voucher::find::find;
use app::voucher::miss::miss;
use app::voucher::view::{VoucherDetail, view};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::access::Role;
use domain::bank_line::{BankLine, BankLineState};
use domain::id::{BankLineId, VoucherId};
use domain::voucher::VoucherState;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "voucher/handle.html")]
struct HandlePage {
    frame: Frame,
    detail: VoucherDetail,
    reason: String,
    faults: Faults,
}

impl HandlePage {
    fn tone(&self) -> &'static str {
        tone(&self.detail.voucher.state)
    }
    /// Whether it can be shown beside the credits; a PDF is opened apart.
    fn is_picture(&self) -> bool {
        self.detail.voucher.facts.file.kind != "pdf"
    }
    fn is_new(&self) -> bool {
        self.detail.voucher.state == VoucherState::Uploaded
    }
    /// Why none was found, as the applicant was told.
    fn missed(&self) -> Option<&str> {
        if let VoucherState::NotFound { reason } = &self.detail.voucher.state { Some(reason) } else { None }
    }
    /// Why the credit has not settled anything by itself.
    fn why(&self, line: &BankLine) -> String {
        match &line.state {
            BankLineState::Suspense { reason } => reason.label().to_owned(),
            BankLineState::Received
            | BankLineState::Matched
            | BankLineState::RefundProposed { .. }
            | BankLineState::Refunding { .. }
            | BankLineState::RefundFailed { .. }
            | BankLineState::Refunded
            | BankLineState::AsideProposed { .. }
            | BankLineState::Aside { .. }
            | BankLineState::Honoured { .. } => line.state.label().to_owned(),
        }
    }
}

const PLACES: Places = &[(Refusal::ReasonMissing, "reason"), (Refusal::VoucherLineDiffers, "line")];

async fn show(web: &Web, known: &Known, id: VoucherId, reason: String, faults: Faults) -> Result<Response, PageError> {
    known.only(Role::GuarantorStaff)?;
    let detail = view(&web.world, &known.caller, id).await?;
    let page = HandlePage { frame: known.frame(web, Nav::Suspense)?, detail, reason, faults };
    Ok(page.faults.show(&page))
}

fn back(id: VoucherId) -> Response {
    Redirect::to(&format!("/workbench/vouchers/{id}")).into_response()
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(id): Id<VoucherId>) -> Result<Response, PageError> {
    show(&web, &known, id, String::new(), Faults::default()).await
}

pub(crate) async fn begin(
    State(web): State<Web>,
    Id(id): Id<VoucherId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    check(&web.world, &known.caller, id).await?;
    Ok(back(id))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Shown {
    line: String,
    seen: u32,
}

pub(crate) async fn found(
    State(web): State<Web>,
    Id(id): Id<VoucherId>,
    Posted { known, fields }: Posted<Shown>,
) -> Result<Response, PageError> {
    let Ok(line) = fields.line.parse::<BankLineId>() else {
        return show(&web, &known, id, String::new(), Faults::one("line", "请选择凭证对应的到账")).await;
    };
    match find(&web.world, &known.caller, id, line, fields.seen).await {
        Ok(_) => Ok(back(id)),
        Err(error) => show(&web, &known, id, String::new(), Faults::of(error, PLACES)?).await,
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Missed {
    reason: String,
    seen: u32,
}

pub(crate) async fn missed(
    State(web): State<Web>,
    Id(id): Id<VoucherId>,
    Posted { known, fields }: Posted<Missed>,
) -> Result<Response, PageError> {
    match miss(&web.world, &known.caller, id, &fields.reason, fields.seen).await {
        Ok(_) => Ok(back(id)),
        Err(error) => show(&web, &known, id, fields.reason, Faults::of(error, PLACES)?).await,
    }
}
