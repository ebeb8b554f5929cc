//! 角色切换 (Hunan manual 4.2): choosing the role to act in. What was typed in a page of the old role comes along.

use crate::shell::{Faults, Frame, Guest, Kept, Known, Nav, PageError, Places, Posted, Web, cookie, home, local, taken_up};
use app::identity::resume;
use app::session::switch::switch;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::{HeaderMap, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::access::Role;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Question {
    done: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    role: String,
    /// Where to go then.
    next: String,
    /// A form that was made in that role, as it was typed; empty for none.
    kept: String,
}

#[derive(Template)]
#[template(path = "session/role.html")]
struct RolePage {
    frame: Frame,
    /// Each with what the site calls it.
    roles: Vec<(Role, String)>,
    acting: Role,
    /// The one that is ticked.
    wanted: Role,
    next: String,
    kept: String,
    /// Whether the role was just switched.
    done: bool,
    home: &'static str,
    faults: Faults,
}

impl RolePage {
    fn called(&self) -> &str {
        self.roles.iter().find(|(role, _)| *role == self.acting).map_or("", |(_, called)| called)
    }
    fn entrance(&self) -> &'static str {
        self.frame.office().map_or(if self.acting == Role::Applicant { "保函订单" } else { "首页" }, |(_, name)| name)
    }
}

const PLACES: Places = &[(Refusal::RoleNotHeld, "role")];

fn show(web: &Web, known: &Known, fields: Fields, done: bool, faults: Faults) -> Result<Response, PageError> {
    let acting = known.caller.actor.role;
    let wanted = Role::of_code(&fields.role).unwrap_or(acting);
    let frame = known.frame(web, Nav::Account)?;
    let words = web.world.sites().get(frame.site.code).map(|site| &site.words);
    let called = |role: Role| words.map_or(role.title(), |words| words.role_title(role)).to_owned();
    let roles = known.visitor.roles.iter().map(|role| (*role, called(*role))).collect();
    let own = home(acting);
    let home = if own == "/account/role" { "/" } else { own };
    let page = RolePage { frame, roles, acting, wanted, next: fields.next, kept: fields.kept, done, home, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    show(&web, &known, Fields::default(), question.done.is_some(), Faults::default())
}

pub(crate) async fn submit(
    State(web): State<Web>,
    headers: HeaderMap,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Response, PageError> {
    let token = cookie(&headers, web.session_cookie()).unwrap_or_default();
    let role = Role::of_code(&fields.role).ok_or(app::AppError::from(Refusal::RoleNotHeld));
    let switched = match role {
        Ok(role) => switch(&web.world, &known.caller, &known.visitor, &token, role).await,
        Err(error) => Err(error),
    };
    let fresh = match switched {
        Ok(fresh) => fresh,
        Err(error) => return show(&web, &known, fields, false, Faults::of(error, PLACES)?),
    };
    let cookie = [(SET_COOKIE, web.set_cookie(web.session_cookie(), &fresh))];
    let to = local(&fields.next).unwrap_or("/account/role?done=yes");
    if let Some(kept) = Kept::of(to, fields.kept.as_bytes()) {
        let visitor = resume(&web.world, &fresh).await?;
        return Ok((cookie, taken_up(&web, Guest { visitor, ..known.into() }, kept).await?).into_response());
    }
    Ok((cookie, Redirect::to(to)).into_response())
}
