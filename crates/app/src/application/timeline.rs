//! What happened to an order and to what came of it, on one line of time (时间线).

use crate::error::AppError;
use domain::application::{Application, ApplicationEvent};
use domain::guarantee::Guarantee;
use domain::invoice::InvoiceEvent;
use domain::paper_copy::PaperCopyEvent;
use serde::de::DeserializeOwned;
use store::Query;
pub use store::event::Entry;

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Happened {
    /// What, in the words of the page.
    pub label: String,
    /// Whether it is the letter's being issued: the guarantor's act, though a job of ours carries it out.
    pub is_issue: bool,
    /// When, and by whom.
    pub entry: Entry,
}

fn told<E: DeserializeOwned>(entries: Vec<Entry>, say: impl Fn(&E) -> (String, bool)) -> Result<Vec<Happened>, AppError> {
    let read = |entry: Entry| {
        let event = serde_json::from_str(&entry.payload).map_err(|error| AppError::Bug(error.to_string()))?;
        let (label, is_issue) = say(&event);
        Ok(Happened { label, is_issue, entry })
    };
    entries.into_iter().map(read).collect()
}

/// The order's own history, its invoices' and its paper originals', oldest first.
pub(super) async fn timeline(
    query: &mut impl Query,
    application: &Application,
    history: &[Entry],
    letter: Option<&Guarantee>,
) -> Result<Vec<Happened>, AppError> {
    let say = |event: &ApplicationEvent| (event.label().to_owned(), matches!(event, ApplicationEvent::Issued { .. }));
    let mut all = told(history.to_vec(), say)?;
    if let Some(letter) = letter {
        for invoice in store::invoice::list_of_application(query, application.facts.id).await? {
            let entries = store::event::history(query, &invoice.facts.id.to_string()).await?;
            all.extend(told(entries, |event: &InvoiceEvent| (event.label(), false))?);
        }
        for copy in store::paper_copy::list_of_guarantee(query, letter.id).await? {
            let entries = store::event::history(query, &copy.facts.id.to_string()).await?;
            all.extend(told(entries, |event: &PaperCopyEvent| (event.label(), false))?);
        }
    }
    all.sort_by_key(|happened| happened.entry.at);
    Ok(all)
}
