//! The editor: the text on the left, what it makes on the right, drawn anew while one types.

use super::form::{page, read, saved, untouched};
use super::markup::{Pictures, Prose, prose, told};
use crate::shell::{Faults, Id, Known, PageError, Places, Posted, Uploaded, Web};
use app::AppError;
use app::article::begin::check;
use app::article::edit::edit;
use app::article::form::Form;
use app::article::view::view;
use app::document::attachment::FILE_MAX;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::article::Edition;
use domain::id::ArticleId;
use serde::Deserialize;

const PLACES: Places = &[(Refusal::ArticleEditedMeanwhile, "text")];

pub(crate) async fn form(State(web): State<Web>, known: Known, Id(id): Id<ArticleId>) -> Result<Response, PageError> {
    let detail = view(&web.world, &known.caller, id).await?;
    let form = detail.article.latest().map(Form::of).unwrap_or_default();
    let (version, kind) = (detail.article.version, detail.article.facts.kind);
    page(&web, untouched(known, form, version), kind, Some(detail)).await
}

pub(crate) async fn save(State(web): State<Web>, Id(id): Id<ArticleId>, uploaded: Uploaded<FILE_MAX>) -> Result<Response, PageError> {
    let detail = view(&web.world, &uploaded.known.caller, id).await?;
    let kind = detail.article.facts.kind;
    let mut typed = read(&web, uploaded, Some(&detail)).await?;
    if typed.preview || !typed.faults.is_empty() {
        return page(&web, typed, kind, Some(detail)).await;
    }
    match edit(&web.world, &typed.known.caller, id, typed.version, &typed.form).await {
        Ok(_) => Ok(Redirect::to(&format!("/centre/articles/{id}")).into_response()),
        Err(error) => {
            // Whoever has been told of what somebody else wrote may write over it.
            if matches!(error, AppError::Refused(Refusal::ArticleEditedMeanwhile)) {
                typed.version = detail.article.version;
            }
            typed.faults = Faults::of(error, PLACES)?;
            page(&web, typed, kind, Some(detail)).await
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Text {
    #[serde(default)]
    text: String,
    /// Which article it is of; empty for one that is being begun.
    #[serde(default)]
    article: String,
}

/// What a text makes as it is being typed; nothing is kept.
pub(crate) async fn draw(State(web): State<Web>, Posted { known, fields }: Posted<Text>) -> Result<Response, PageError> {
    check(&web.world, &known.caller)?;
    if fields.text.chars().count() > Edition::TEXT_MAX {
        let fault = format!("正文超过 {} 个字，请分成几篇，或将资料作为附件上传", Edition::TEXT_MAX);
        return Ok(Json(serde_json::json!({ "fault": fault })).into_response());
    }
    let pictures = match fields.article.parse::<ArticleId>() {
        Ok(id) => saved(&view(&web.world, &known.caller, id).await?),
        Err(_) => Pictures::new(),
    };
    let Prose { html, dropped } = prose(fields.text, pictures).await?;
    Ok(Json(serde_json::json!({ "html": html, "note": told(&dropped) })).into_response())
}
