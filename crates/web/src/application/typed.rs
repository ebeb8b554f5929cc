//! Keeping what is typed: by the page itself while one types, by a button where there is no script.

use crate::shell::{Id, PageError, Posted, Web};
use app::application::typed::keep;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::ApplicationId;

/// What is said when the page was left open while the form was handed in elsewhere.
const ELSEWHERE: &str = "信息已在另一页面提交，本页不再保存，请刷新";

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(id): Id<ApplicationId>,
    Posted { known, fields }: Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let value = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let (seen, by_button) = (value("seen").and_then(|seen| seen.parse().ok()).unwrap_or(0), value("do").is_some());
    let typed = fields.iter().filter(|(name, _)| !["token", "seen", "do"].contains(&name.as_str())).cloned().collect();
    let kept = keep(&web.world, &known.caller, id, seen, typed).await?;
    if by_button {
        return Ok(Redirect::to(&format!("/applications/{id}/details")).into_response());
    }
    Ok(kept.map_or_else(|| ELSEWHERE.to_owned(), |at| format!("已保存 {}", at.civil().strftime("%H:%M:%S"))).into_response())
}
