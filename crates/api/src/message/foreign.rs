//! Messages in an institution's own wire: JSON, or a form of JSON and a file.

use crate::problem::Problem;
use app::World;
use app::message::hear::hear;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use partners::institution::foreign::Parcel;

/// A request's text and file. The text is the form's first field, and the file the second, whatever they are called.
async fn parcel(request: Request) -> Result<Parcel, Problem> {
    let unreadable = Problem::unreadable;
    let media = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if !media.starts_with("multipart/form-data") {
        let text = Bytes::from_request(request, &()).await.map_err(|_| unreadable())?;
        return Ok(Parcel { text: text.to_vec(), file: None });
    }
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
    let mut fields = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        if fields.len() == 2 {
            return Err(unreadable());
        }
        fields.push(field.bytes().await.map_err(|_| unreadable())?.to_vec());
    }
    let mut fields = fields.into_iter();
    Ok(Parcel { text: fields.next().unwrap_or_default(), file: fields.next() })
}

pub(super) async fn receive(State(world): State<World>, Path((uscc, interface)): Path<(String, String)>, request: Request) -> Response {
    let answered = async {
        let parcel = parcel(request).await?;
        hear(&world, &uscc, &interface, parcel).await.map_err(Problem::from)
    };
    match answered.await {
        Ok(body) => ([(CONTENT_TYPE, "application/json")], body).into_response(),
        Err(problem) => problem.into_response(),
    }
}
