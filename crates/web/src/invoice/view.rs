//! 发票详情: what was asked for, how it stands, and its files.

use super::tone;
use crate::shell::{Frame, Id, Known, Nav, Nothing, PageError, Posted, Web, html};
use app::invoice::reveal::reveal;
use app::invoice::view::{InvoiceDetail, view};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::access::Role;
use domain::id::InvoiceId;
use domain::invoice::{Invoice, InvoiceItem, InvoiceState, Post};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "invoice/view.html")]
struct ViewPage {
    frame: Frame,
    detail: InvoiceDetail,
    /// What the invoice says of its buyer.
    title: Vec<(InvoiceItem, String)>,
    revealed: bool,
}

/// What an invoice says of its buyer: the numbers masked, or as they were revealed.
pub(super) fn title(invoice: &Invoice, revealed: &BTreeMap<InvoiceItem, String>) -> Vec<(InvoiceItem, String)> {
    let asked = &invoice.facts.asked;
    let plain = |text: Option<String>| text.unwrap_or_else(|| "未填写".to_owned());
    let shown = |item: InvoiceItem, kept: Option<&str>| {
        let text = revealed.get(&item).map(String::as_str).or(kept);
        (item, plain(text.map(str::to_owned)))
    };
    vec![
        (InvoiceItem::Address, plain(asked.title.address.as_ref().map(ToString::to_string))),
        shown(InvoiceItem::Phone, asked.title.phone.as_ref().map(|kept| kept.shown.as_str())),
        (InvoiceItem::Bank, plain(asked.title.bank.as_ref().map(ToString::to_string))),
        shown(InvoiceItem::Account, asked.title.account.as_ref().map(|kept| kept.shown.as_str())),
        shown(InvoiceItem::ContactPhone, Some(asked.contact_phone.shown.as_str())),
    ]
}

impl ViewPage {
    fn tone(&self) -> &'static str {
        tone(&self.detail.invoice.state)
    }
    fn requested(&self) -> bool {
        matches!(self.detail.invoice.state, InvoiceState::Requested { .. })
    }
    /// Why it was sent back.
    fn returned(&self) -> Option<&str> {
        match &self.detail.invoice.state {
            InvoiceState::Returned { reason } => Some(reason),
            InvoiceState::Requested { .. } | InvoiceState::Issued { .. } | InvoiceState::Cancelled => None,
        }
    }
    fn post(&self) -> Option<&Post> {
        match &self.detail.invoice.state {
            InvoiceState::Issued { post, .. } => post.as_ref(),
            InvoiceState::Requested { .. } | InvoiceState::Returned { .. } | InvoiceState::Cancelled => None,
        }
    }
}

async fn show(web: &Web, known: &Known, id: InvoiceId, revealed: Option<BTreeMap<InvoiceItem, String>>) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let detail = view(&web.world, &known.caller, id).await?;
    let frame = known.frame_on(web, Nav::Account, detail.invoice.facts.site)?;
    let title = title(&detail.invoice, revealed.as_ref().unwrap_or(&BTreeMap::new()));
    Ok(html(&ViewPage { frame, title, revealed: revealed.is_some(), detail }))
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(id): Id<InvoiceId>) -> Result<Response, PageError> {
    show(&web, &known, id, None).await
}

/// The same with what is masked, which is written into the audit log.
pub(crate) async fn unmask(
    State(web): State<Web>,
    Id(id): Id<InvoiceId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    let revealed = reveal(&web.world, &known.caller, id).await?;
    show(&web, &known, id, Some(revealed)).await
}
