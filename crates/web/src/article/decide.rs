//! What becomes of a manuscript, and of what is read.

use crate::shell::{Id, Looked, Nothing, PageError, Posted, Web};
use app::article::{discard, publish, send_back, submit, withdraw};
use axum::extract::State;
use axum::response::Redirect;
use domain::id::ArticleId;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Note {
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
pub(crate) struct Back {
    #[serde(default)]
    seen: u32,
    #[serde(default)]
    note: String,
}

fn back(id: ArticleId) -> Redirect {
    Redirect::to(&format!("/centre/articles/{id}"))
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(id): Id<ArticleId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    submit::submit(&web.world, &known.caller, id).await?;
    Ok(back(id))
}

pub(crate) async fn publish(
    State(web): State<Web>,
    Id(id): Id<ArticleId>,
    Posted { known, fields }: Posted<Looked>,
) -> Result<Redirect, PageError> {
    publish::publish(&web.world, &known.caller, id, fields.seen).await?;
    Ok(back(id))
}

pub(crate) async fn send_back(
    State(web): State<Web>,
    Id(id): Id<ArticleId>,
    Posted { known, fields }: Posted<Back>,
) -> Result<Redirect, PageError> {
    send_back::send_back(&web.world, &known.caller, id, fields.seen, &fields.note).await?;
    Ok(back(id))
}

pub(crate) async fn discard(
    State(web): State<Web>,
    Id(id): Id<ArticleId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    discard::discard(&web.world, &known.caller, id).await?;
    Ok(back(id))
}

pub(crate) async fn withdraw(
    State(web): State<Web>,
    Id(id): Id<ArticleId>,
    Posted { known, fields }: Posted<Note>,
) -> Result<Redirect, PageError> {
    withdraw::withdraw(&web.world, &known.caller, id, &fields.note).await?;
    Ok(back(id))
}
