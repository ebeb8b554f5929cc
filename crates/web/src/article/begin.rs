//! Beginning an article.

use super::form::{page, read, untouched};
use crate::shell::{Faults, Id, Known, PageError, Uploaded, Web};
use app::AppError;
use app::article::begin::{begin, check};
use app::article::form::Form;
use app::document::attachment::FILE_MAX;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::article::ArticleKind;

fn kind(code: &str) -> Result<ArticleKind, AppError> {
    ArticleKind::of_code(code).ok_or(AppError::NotFound)
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Id(code): Id<String>) -> Result<Response, PageError> {
    check(&web.world, &known.caller)?;
    let form = Form { dated: web.world.now().date().to_string(), ..Form::default() };
    page(&web, untouched(known, form, 0), kind(&code)?, None).await
}

pub(crate) async fn submit(State(web): State<Web>, Id(code): Id<String>, uploaded: Uploaded<FILE_MAX>) -> Result<Response, PageError> {
    let kind = kind(&code)?;
    check(&web.world, &uploaded.known.caller)?;
    let mut typed = read(&web, uploaded, None).await?;
    if typed.preview || !typed.faults.is_empty() {
        return page(&web, typed, kind, None).await;
    }
    match begin(&web.world, &typed.known.caller, kind, &typed.form).await {
        Ok(article) => Ok(Redirect::to(&format!("/centre/articles/{}", article.facts.id)).into_response()),
        Err(error) => {
            typed.faults = Faults::of(error, &[])?;
            page(&web, typed, kind, None).await
        }
    }
}
