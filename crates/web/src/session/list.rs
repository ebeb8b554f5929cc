//! Where one is logged in.

use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::session::list::{OwnSession, list};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::access::Role;
use domain::id::SessionId;

#[derive(Template)]
#[template(path = "session/list.html")]
struct ListPage {
    frame: Frame,
    sessions: Vec<OwnSession>,
    current: SessionId,
    /// Minutes without use after which this one ends.
    idle: i64,
    /// In how many roles the visitor may act.
    roles: usize,
}

impl ListPage {
    fn role(&self, own: &OwnSession) -> &'static str {
        Role::of_code(&own.session.role).map_or("", Role::label)
    }
    fn address(&self, own: &OwnSession) -> String {
        format!("/account/sessions/{}/end", own.session.id)
    }
    fn says(&self, own: &OwnSession) -> String {
        format!("退出 {} 的登录", own.session.created_at.to_seconds())
    }
}

pub(crate) async fn page(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    let sessions = list(&web.world, &known.caller).await?;
    let visitor = &known.visitor;
    let page = ListPage {
        frame: known.frame(&web, Nav::Account)?,
        sessions,
        current: visitor.session.id,
        idle: web.world.sites().sessions(visitor.session.site).idle_minutes(),
        roles: visitor.roles.len(),
    };
    Ok(html(&page))
}
