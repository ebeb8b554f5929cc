//! Opening a notice, and noting that all of them were read.

use super::list::said;
use crate::shell::{Frame, Id, Known, Nav, PageError, Posted, Web, html};
use app::AppError;
use app::notice::list::Read;
use app::notice::open::open;
use app::notice::read::read as mark;
use askama::Template;
use axum::extract::State;
use axum::response::{Redirect, Response};
use domain::access::Role;
use domain::id::NoticeId;
use domain::notice::NoticeGroup;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "notice/view.html")]
struct ViewPage {
    frame: Frame,
    notice: Read,
}

impl ViewPage {
    fn said(&self) -> &'static str {
        said(&self.notice)
    }

    fn group(&self) -> Option<NoticeGroup> {
        self.notice.kind.map(|kind| kind.group())
    }

    /// Where it leads: to the order with its letter, or to what else it is about.
    fn way(&self) -> Option<(String, &'static str)> {
        let (to_applicant, of_application) = (self.frame.is(Role::Applicant), self.notice.application.as_ref().map(|(id, _)| id));
        match (self.group()?, of_application) {
            (NoticeGroup::Invoice, _) => Some((if to_applicant { "/invoices" } else { "/workbench/invoices" }.to_owned(), "查看发票")),
            (NoticeGroup::Change, Some(id)) => Some((format!("/applications/{id}"), "查看保函")),
            (NoticeGroup::Application | NoticeGroup::Money | NoticeGroup::Rating, Some(id)) => {
                Some((format!("/applications/{id}"), "查看订单"))
            }
            (NoticeGroup::Credit, _) => Some((if to_applicant { "/credit" } else { "/workbench/credit" }.to_owned(), "查看授信")),
            (NoticeGroup::Complaint, _) => {
                Some((if to_applicant { "/complaints" } else { "/workbench/complaints" }.to_owned(), "查看投诉"))
            }
            (NoticeGroup::Own, _) if to_applicant => Some(("/profile".to_owned(), "查看企业信息")),
            (NoticeGroup::Application | NoticeGroup::Change | NoticeGroup::Money | NoticeGroup::Rating | NoticeGroup::Own, _) => None,
        }
    }
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(id): Id<NoticeId>) -> Result<Response, PageError> {
    let notice = open(&web.world, &known.caller, id).await?;
    Ok(html(&ViewPage { frame: known.frame(&web, Nav::Notices)?, notice }))
}

/// Up to which.
#[derive(Debug, Deserialize)]
pub(crate) struct Fields {
    until: String,
}

pub(crate) async fn submit(State(web): State<Web>, Posted { known, fields }: Posted<Fields>) -> Result<Redirect, PageError> {
    let until = fields.until.parse().map_err(|_| AppError::NotFound)?;
    mark(&web.world, &known.caller, until).await?;
    Ok(Redirect::to("/notices"))
}
