//! One request at the institution's desk: issued with its files, sent back, posted, taken back by a red invoice.

use super::tone;
use super::view::title;
use crate::shell::{Faults, Frame, Id, Known, Nav, Nothing, PageError, Places, Posted, Received, UploadedAll, Web};
use app::invoice::confirm_red::{ConfirmForm, confirm_red};
use app::invoice::files::{Brought, formats, take};
use app::invoice::form::IssueForm;
use app::invoice::issue::issue as decide;
use app::invoice::post::post as say;
use app::invoice::reveal::reveal;
use app::invoice::reverse::reverse as take_back;
use app::invoice::send_back::send_back;
use app::invoice::view::{InvoiceDetail, tax, view};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::access::{Action, Role};
use domain::id::InvoiceId;
use domain::invoice::{InvoiceFormat, InvoiceItem, InvoiceState, Post, RedConfirmation, RedReason};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Most bytes of the files of an invoice that come to be judged: one that is somewhat too large is said to be so beside its field.
const SENT_MAX: usize = 48 << 20;

#[derive(Template)]
#[template(path = "invoice/handle.html")]
struct HandlePage {
    frame: Frame,
    detail: InvoiceDetail,
    title: Vec<(InvoiceItem, String)>,
    revealed: bool,
    form: IssueForm,
    confirm: ConfirmForm,
    post: Post,
    reason: String,
    /// Which files were taken before.
    taken: Vec<InvoiceFormat>,
    faults: Faults,
}

impl HandlePage {
    fn tone(&self) -> &'static str {
        tone(&self.detail.invoice.state)
    }
    fn formats(&self) -> [InvoiceFormat; 3] {
        InvoiceFormat::ALL
    }
    fn reasons(&self) -> [RedReason; 4] {
        RedReason::ALL
    }
    fn states(&self) -> [RedConfirmation; 10] {
        RedConfirmation::ALL
    }
    fn label(&self, format: &InvoiceFormat) -> String {
        format!("{} 文件", format.label())
    }
    /// What is said below the place of a file.
    fn hint(&self, format: &InvoiceFormat) -> String {
        if self.taken.contains(format) {
            return format!("{} 文件已收到，不更换请留空", format.label());
        }
        match format {
            InvoiceFormat::Xml => "数电票的 XML：与填写的号码、金额、抬头自动核对".to_owned(),
            InvoiceFormat::Ofd | InvoiceFormat::Pdf => "不超过 5 MB".to_owned(),
        }
    }
}

const PLACES: Places = &[
    (Refusal::InvoiceAmountDiffers, "amount"),
    (Refusal::InvoiceIrreversible, "amount"),
    (Refusal::RedUnconfirmed, "state"),
    (Refusal::RedContradicts, "state"),
    (Refusal::PostMissing, "courier"),
    (Refusal::ReasonMissing, "reason"),
    (Refusal::DutyMissing, "number"),
];

/// What was typed.
#[derive(Default)]
struct Typed {
    form: Option<IssueForm>,
    confirm: ConfirmForm,
    post: Option<Post>,
    reason: String,
}

/// What the forms begin with: what was asked for and the tax in it, or what is to be taken back.
fn begun(web: &Web, detail: &InvoiceDetail) -> IssueForm {
    let (state, facts) = (&detail.invoice.state, &detail.invoice.facts);
    let wanted = state.wanted();
    let amount = match state {
        InvoiceState::Issued { .. } => wanted.map_or_else(|| state.left(), |wanted| wanted.amount),
        InvoiceState::Requested { .. } | InvoiceState::Returned { .. } | InvoiceState::Cancelled => facts.amount,
    };
    let tax = tax(&web.world, amount, detail.today).map(|tax| tax.tax.plain()).unwrap_or_default();
    let reason = wanted.map(|wanted| wanted.reason.code().to_owned()).unwrap_or_default();
    IssueForm { reason, amount: amount.plain(), tax, issued_on: detail.today.to_string(), ..IssueForm::default() }
}

async fn show(
    web: &Web,
    known: &Known,
    id: InvoiceId,
    revealed: Option<BTreeMap<InvoiceItem, String>>,
    typed: Typed,
    faults: Faults,
) -> Result<Response, PageError> {
    known.only(Role::GuarantorStaff)?;
    let detail = view(&web.world, &known.caller, id).await?;
    let form = typed.form.unwrap_or_else(|| begun(web, &detail));
    let page = HandlePage {
        frame: known.frame_on(web, Nav::Invoices, detail.invoice.facts.site)?,
        title: title(&detail.invoice, revealed.as_ref().unwrap_or(&BTreeMap::new())),
        revealed: revealed.is_some(),
        taken: formats(&web.world, id, &form.kept),
        form,
        confirm: typed.confirm,
        post: typed.post.unwrap_or_else(|| Post { courier: String::new(), tracking: String::new() }),
        reason: typed.reason,
        detail,
        faults,
    };
    Ok(page.faults.show(&page))
}

fn done(id: InvoiceId) -> Response {
    Redirect::to(&format!("/workbench/invoices/{id}")).into_response()
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(id): Id<InvoiceId>) -> Result<Response, PageError> {
    show(&web, &known, id, None, Typed::default(), Faults::default()).await
}

/// The same with what is masked, which is written into the audit log.
pub(crate) async fn unmask(
    State(web): State<Web>,
    Id(id): Id<InvoiceId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    let revealed = reveal(&web.world, &known.caller, id).await?;
    show(&web, &known, id, Some(revealed), Typed::default(), Faults::default()).await
}

/// The fields and the files of a form that has both.
fn brought(mut fields: BTreeMap<String, String>, files: Vec<Received>) -> (IssueForm, Vec<Brought>) {
    let mut text = |name: &str| fields.remove(name).unwrap_or_default();
    let form = IssueForm {
        reason: text("reason"),
        number: text("number"),
        amount: text("amount"),
        tax: text("tax"),
        issued_on: text("issued_on"),
        kept: text("kept"),
    };
    let of = |file: Received| {
        let format = InvoiceFormat::ALL.into_iter().find(|format| format.code() == file.field)?;
        Some(Brought { format, name: file.name, bytes: file.bytes })
    };
    (form, files.into_iter().filter_map(of).collect())
}

/// Takes the files of a form, then does what it is for. What was typed and taken stays when either is not possible.
async fn with_files<T>(
    web: &Web,
    UploadedAll { known, fields, files, surplus }: UploadedAll<SENT_MAX>,
    id: InvoiceId,
    action: Action,
    act: impl AsyncFnOnce(&Known, &IssueForm) -> Result<T, app::AppError>,
) -> Result<Response, PageError> {
    if surplus {
        return Err(PageError::TooLarge);
    }
    let (mut form, brought) = brought(fields, files);
    let outcome = match take(&web.world, &known.caller, action, id, &form.kept, brought).await {
        Ok(kept) => {
            form.kept = kept;
            act(&known, &form).await.map(drop)
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(done(id)),
        Err(error) => {
            let faults = Faults::of(error, PLACES)?;
            show(web, &known, id, None, Typed { form: Some(form), ..Typed::default() }, faults).await
        }
    }
}

pub(crate) async fn issue(State(web): State<Web>, Id(id): Id<InvoiceId>, uploaded: UploadedAll<SENT_MAX>) -> Result<Response, PageError> {
    with_files(&web, uploaded, id, Action::IssueInvoice, async |known, form| decide(&web.world, &known.caller, id, form).await).await
}

pub(crate) async fn reverse(State(web): State<Web>, Id(id): Id<InvoiceId>, uploaded: UploadedAll<SENT_MAX>) -> Result<Response, PageError> {
    with_files(&web, uploaded, id, Action::ReverseInvoice, async |known, form| take_back(&web.world, &known.caller, id, form).await).await
}

#[derive(Deserialize)]
pub(crate) struct Reason {
    #[serde(default)]
    reason: String,
}

pub(crate) async fn back(
    State(web): State<Web>,
    Id(id): Id<InvoiceId>,
    Posted { known, fields }: Posted<Reason>,
) -> Result<Response, PageError> {
    match send_back(&web.world, &known.caller, id, &fields.reason).await {
        Ok(_) => Ok(done(id)),
        Err(error) => {
            let typed = Typed { reason: fields.reason, ..Typed::default() };
            show(&web, &known, id, None, typed, Faults::of(error, PLACES)?).await
        }
    }
}

pub(crate) async fn confirm(
    State(web): State<Web>,
    Id(id): Id<InvoiceId>,
    Posted { known, fields }: Posted<ConfirmForm>,
) -> Result<Response, PageError> {
    match confirm_red(&web.world, &known.caller, id, &fields).await {
        Ok(_) => Ok(done(id)),
        Err(error) => {
            let typed = Typed { confirm: fields, ..Typed::default() };
            show(&web, &known, id, None, typed, Faults::of(error, PLACES)?).await
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Posting {
    #[serde(default)]
    courier: String,
    #[serde(default)]
    tracking: String,
}

pub(crate) async fn post(
    State(web): State<Web>,
    Id(id): Id<InvoiceId>,
    Posted { known, fields: Posting { courier, tracking } }: Posted<Posting>,
) -> Result<Response, PageError> {
    match say(&web.world, &known.caller, id, &courier, &tracking).await {
        Ok(_) => Ok(done(id)),
        Err(error) => {
            let typed = Typed { post: Some(Post { courier, tracking }), ..Typed::default() };
            show(&web, &known, id, None, typed, Faults::of(error, PLACES)?).await
        }
    }
}
