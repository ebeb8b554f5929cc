//! Files of a profile without scripts: handed in at once, looked at, taken out.

use super::handed_out;
use super::view::{TypedFile, show};
use crate::shell::{Faults, Id, Known, Nothing, PageError, Posted, Uploaded, Web};
use app::AppError;
use app::profile::attach::{Brought, attach};
use app::profile::remove::remove;
use app::profile::reveal::file;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::FileId;
use domain::profile::ProfileFileKind;

/// Most bytes that come to be judged: a file that is somewhat too large is said to be so beside its field, a larger one on a page of its own.
const SENT_MAX: usize = 64 << 20;

pub(crate) async fn submit(State(web): State<Web>, uploaded: Uploaded<SENT_MAX>) -> Result<Response, PageError> {
    let Uploaded { known, fields, file, name, .. } = uploaded;
    let text = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let kind = ProfileFileKind::of_code(&text("kind")).ok_or(AppError::NotFound)?;
    let about = Brought { kind, name: name.clone().unwrap_or_default(), until: text("until") };
    let typed = TypedFile { kind: Some(kind), until: about.until.clone() };
    if name.is_none() {
        return show(&web, &known, None, typed, Faults::one(kind.code(), format!("请先选择{}的文件", kind.item().label()))).await;
    }
    match attach(&web.world, &known.caller, about, file).await {
        Ok(_) => Ok(Redirect::to("/profile#files").into_response()),
        Err(error) => show(&web, &known, None, typed, Faults::of(error, &[])?).await,
    }
}

pub(crate) async fn take_out(
    State(web): State<Web>,
    Id(id): Id<FileId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    remove(&web.world, &known.caller, id).await?;
    Ok(Redirect::to("/profile#files"))
}

/// Shown or given out by the browser where it can do nothing: somebody handed it in.
pub(crate) async fn open(State(web): State<Web>, known: Known, Id(id): Id<FileId>) -> Result<Response, PageError> {
    let organisation = known.caller.actor.organisation.ok_or(AppError::NotFound)?;
    let (bytes, file) = file(&web.world, &known.caller, organisation, id).await?;
    Ok(handed_out(bytes, &file))
}
