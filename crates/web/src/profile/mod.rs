//! Enterprise profiles: the organisation's own pages (个人中心), and the centre's desk where they are verified.

pub(crate) mod desk;
pub(crate) mod edit;
pub(crate) mod export;
pub(crate) mod files;
pub(crate) mod history;
pub(crate) mod review;
pub(crate) mod submit;
pub(crate) mod upload;
pub(crate) mod view;

use crate::shell::sandboxed;
use app::document::attachment::media_type;
use app::profile::reveal::called;
use app::profile::view::{Entry, ProfileDetail};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::party::Concealed;
use domain::profile::{ProfileEvent, ProfileFile, ProfileItem, ProfileStanding};
use std::collections::BTreeMap;

/// The tone of a profile's tag.
const fn tone(standing: ProfileStanding) -> &'static str {
    match standing {
        ProfileStanding::Incomplete | ProfileStanding::Submitted => "wait",
        ProfileStanding::Complete => "info",
        ProfileStanding::Verified => "ok",
        ProfileStanding::Returned | ProfileStanding::Stale => "bad",
    }
}

/// A field as a page shows it: its item, its text, empty for none.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) item: ProfileItem,
    pub(crate) text: String,
    pub(crate) mono: bool,
}

/// The fields of a profile; what is concealed as it is masked, or from `revealed`.
pub(crate) fn shown(detail: &ProfileDetail, revealed: &BTreeMap<ProfileItem, String>) -> Vec<Shown> {
    use ProfileItem as I;
    let Some(profile) = &detail.profile else { return Vec::new() };
    let content = &profile.content;
    let plain = |item, text: Option<String>| Shown { item, text: text.unwrap_or_default(), mono: false };
    let hidden = |item, kept: &Option<Concealed>| {
        let masked = kept.as_ref().map(|kept| kept.shown.clone()).unwrap_or_default();
        Shown { item, text: revealed.get(&item).cloned().unwrap_or(masked), mono: true }
    };
    vec![
        plain(I::Address, content.address.as_ref().map(ToString::to_string)),
        plain(I::Bank, content.bank.as_ref().map(ToString::to_string)),
        hidden(I::Account, &content.account),
        plain(I::LegalName, content.legal_name.as_ref().map(ToString::to_string)),
        hidden(I::LegalNumber, &content.legal_number),
        plain(I::Contact, content.contact.as_ref().map(ToString::to_string)),
        hidden(I::ContactMobile, &content.contact_mobile),
        plain(I::ContactEmail, content.contact_email.as_ref().map(ToString::to_string)),
        plain(I::InvoiceAddress, content.invoice_address.as_ref().map(ToString::to_string)),
        hidden(I::InvoicePhone, &content.invoice_phone),
        plain(I::InvoiceBank, content.invoice_bank.as_ref().map(ToString::to_string)),
        hidden(I::InvoiceAccount, &content.invoice_account),
    ]
}

/// Whether a field stands on invoices.
pub(crate) const fn of_invoice(item: ProfileItem) -> bool {
    matches!(item, ProfileItem::InvoiceAddress | ProfileItem::InvoicePhone | ProfileItem::InvoiceBank | ProfileItem::InvoiceAccount)
}

/// What happened, newest first: what, by whom, when.
fn history(entries: &[Entry]) -> Vec<(String, String, String)> {
    let told = |entry: &Entry| {
        let event: ProfileEvent = serde_json::from_str(&entry.payload).ok()?;
        Some((event.label(), entry.actor.clone(), entry.at.to_seconds()))
    };
    entries.iter().filter_map(told).collect()
}

/// A file as it is handed out: a picture is shown by the browser where it can do nothing, a PDF is given to be kept (T-15).
pub(crate) fn given_out(bytes: Vec<u8>, media: &str, called: &str) -> Response {
    let how = if media == "pdf" { "attachment" } else { "inline" };
    let headers = [(CONTENT_TYPE, media_type(media).to_owned()), (CONTENT_DISPOSITION, format!("{how}; filename={called}"))];
    sandboxed((headers, bytes).into_response())
}

/// The same of a file of a profile.
pub(crate) fn handed_out(bytes: Vec<u8>, file: &ProfileFile) -> Response {
    given_out(bytes, &file.media, &called(file))
}

/// How many bytes a file has, in words.
pub(crate) fn weight(size: u64) -> String {
    if size >= 1 << 20 { format!("{} MB", size.div_ceil(1 << 20)) } else { format!("{} KB", size.div_ceil(1 << 10)) }
}
