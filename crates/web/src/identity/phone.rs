//! Logging in with a code to a representative's phone: to prepare and to pay, never to sign.

use super::login::{device, entered};
use crate::onboarding::code::{CodeFor, CodeSent, ask};
use crate::shell::{Faults, Frame, Guest, Kept, Nav, PageError, Places, Web, home, html, local};
use app::representative::log_in::{is_representatives, log_in};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::header::HeaderMap;
use axum::response::Response;
use domain::Refusal;
use domain::party::{Mobile, Uscc};
use domain::phone_code::Purpose;
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    uscc: String,
    mobile: String,
    code: String,
    /// Whether a code is asked for.
    r#do: String,
    next: String,
    /// A form that came after its session had ended, as it was typed; empty for none.
    kept: String,
}

#[derive(Template)]
#[template(path = "identity/phone.html")]
struct PhonePage {
    frame: Frame,
    fields: Fields,
    notice: Option<CodeSent>,
    faults: Faults,
}

const PLACES: Places = &[(Refusal::CodeWrong, "code")];

fn show(web: &Web, guest: &Guest, fields: Fields, notice: Option<CodeSent>, faults: Faults) -> Result<Response, PageError> {
    let page = PhonePage { frame: guest.frame(web, Nav::None)?, fields, notice, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn form(State(web): State<Web>, guest: Guest, Query(fields): Query<Fields>) -> Result<Response, PageError> {
    let page = PhonePage { frame: guest.frame(&web, Nav::None)?, fields, notice: None, faults: Faults::default() };
    Ok(html(&page))
}

pub(crate) async fn submit(
    State(web): State<Web>,
    guest: Guest,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Result<Response, PageError> {
    let mut faults = Faults::default();
    let uscc = Uscc::vouched(&fields.uscc).map_err(|error| faults.push("uscc", error));
    let mobile = fields.mobile.parse::<Mobile>().map_err(|error| faults.push("mobile", error));
    let (Ok(uscc), Ok(mobile)) = (uscc, mobile) else { return show(&web, &guest, fields, None, faults) };
    if fields.r#do == "code" {
        let site = guest.frame(&web, Nav::None)?.site.code;
        let entitled = is_representatives(&web.world, &uscc, &mobile).await?;
        let wanted =
            CodeFor { site, purpose: Purpose::LogIn, uscc: &fields.uscc, mobile: &fields.mobile, address: &guest.address, entitled };
        let notice = ask(&web, wanted, &mut faults).await?;
        return show(&web, &guest, fields, notice, faults);
    }
    match log_in(&web.world, &uscc, &mobile, &fields.code, device(&web, &guest, &headers)).await {
        Ok(begun) => {
            let to = local(&fields.next).unwrap_or(home(begun.role));
            entered(&web, guest, &begun.token, to, Kept::of(to, fields.kept.as_bytes())).await
        }
        Err(error) => {
            let faults = Faults::of(error, PLACES)?;
            show(&web, &guest, fields, None, faults)
        }
    }
}
