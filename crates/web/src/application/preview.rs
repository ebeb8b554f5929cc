//! The letter and the agreement before they exist, as pictures and as PDF.

use crate::shell::{Coding, Id, Known, PageError, Web, kept};
use app::AppError;
use app::application::preview::{self, Pages, Picture};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap};
use axum::response::{IntoResponse, Response};
use domain::id::ApplicationId;
use domain::time::Date;

/// For whom a picture is kept and for how long: a page that is shown again, with a fault say, brings none of it again.
const CACHED: &str = "private, max-age=3600, immutable";

/// Where the pictures of these pages are, below `folder`: by number and by digest, so that an address always shows the same.
pub(crate) fn addresses(folder: &str, pages: &Pages) -> Vec<String> {
    let address = |(index, picture): (usize, &Picture)| format!("{folder}/{}.{}.svg", index + 1, picture.digest());
    pages.pictures.iter().enumerate().map(address).collect()
}

/// Where the pictures of an application's letter are, and those of the agreement of that day.
pub(crate) fn pictures(preview: &preview::Preview, day: Date) -> (Vec<String>, Vec<String>) {
    let folder = format!("/applications/{}", preview.application.facts.id);
    let letter = addresses(&format!("{folder}/preview"), &preview.letter);
    (letter, addresses(&format!("{folder}/agreement/{day}"), &preview.agreement.pages))
}

/// A picture by the last part of its address; what these pages do not show any more does not exist.
pub(crate) fn picture(asked: &HeaderMap, pages: &Pages, name: &str) -> Result<Response, PageError> {
    let (number, digest) = name.strip_suffix(".svg").and_then(|name| name.split_once('.')).ok_or(AppError::NotFound)?;
    let mut pictures = pages.pictures.iter().enumerate();
    let (_, picture) = pictures.find(|(index, _)| (index + 1).to_string() == number).ok_or(AppError::NotFound)?;
    if picture.digest() != digest {
        return Err(AppError::NotFound.into());
    }
    Ok(kept(asked, "image/svg+xml", CACHED, digest, |coding| {
        Bytes::copy_from_slice(match coding {
            Coding::Brotli => picture.brotli(),
            Coding::Gzip => picture.gzip(),
            Coding::Identity => picture.svg().as_bytes(),
        })
    }))
}

pub(crate) async fn page(
    State(web): State<Web>,
    known: Known,
    Id((id, page)): Id<(ApplicationId, String)>,
    asked: HeaderMap,
) -> Result<Response, PageError> {
    picture(&asked, &*preview::letter(&web.world, &known.caller, id).await?, &page)
}

pub(crate) async fn agreement(
    State(web): State<Web>,
    known: Known,
    Id((id, day, page)): Id<(ApplicationId, Date, String)>,
    asked: HeaderMap,
) -> Result<Response, PageError> {
    picture(&asked, &*preview::agreement(&web.world, &known.caller, id, day).await?, &page)
}

pub(crate) async fn pdf(State(web): State<Web>, known: Known, Id(id): Id<ApplicationId>) -> Result<Response, PageError> {
    let pages = preview::pdf(&web.world, &known.caller, id).await?;
    let headers = [(CONTENT_TYPE, "application/pdf"), (CONTENT_DISPOSITION, "inline; filename=preview.pdf")];
    Ok((headers, pages.pdf.clone()).into_response())
}
