//! Logging in by a QR code (扫码): the page shows the code, then the digits, then whoever agreed. It looks by itself how the request stands, with
//! a script or by being refreshed.

use super::login::{device, entered, own_browser, refused, remembered};
use crate::assets;
use crate::shell::{Frame, Guest, Id, Kept, Nav, PageError, Web, home, html, local};
use app::AppError;
use app::identity::Errand;
use app::qr::Matter;
use app::qr::begin::begin;
use app::qr::enter::enter as come_in;
use app::qr::look::{Agreed, QrView, look, look_with_digits};
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::header::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::{ApplicationId, QrRequestId};
use domain::qr::{Channel, QrDenial, QrRequestState, WRONG_MAX};
use domain::site::SiteCode;
use qrcode::QrCode;
use qrcode::render::svg::Color;
use serde::Deserialize;

/// Pixels on a side, at least.
const SIDE: u32 = 232;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    next: String,
    kept: String,
}

/// A request as a page shows it.
pub(crate) struct Screen {
    pub(crate) view: QrView,
    /// How it stood when the page was made: the script looks for anything else.
    pub(crate) stands: String,
    /// In how many seconds it is over.
    pub(crate) seconds: i64,
    /// The code, while it is to be read.
    pub(crate) picture: Option<String>,
}

impl Screen {
    pub(crate) fn of(web: &Web, view: QrView) -> Self {
        // Rounded up.
        let seconds = (view.request.until().millis() - web.world.now().millis() + 999).div_euclid(1_000);
        let picture = matches!(view.request.state, QrRequestState::Issued).then(|| picture(&view.request.facts.address)).flatten();
        Self { stands: stands(&view, seconds), seconds, picture, view }
    }

    /// Where it is, asked for by an application.
    pub(crate) fn address(&self, application: &ApplicationId) -> String {
        format!("/applications/{application}/phone/{}", self.view.request.facts.id)
    }

    pub(crate) fn waits(&self) -> bool {
        matches!(self.view.request.state, QrRequestState::Issued | QrRequestState::Scanned { .. } | QrRequestState::Shown { .. })
            && self.seconds > 0
    }

    /// Who has agreed, as long as that counts.
    pub(crate) fn agreed(&self) -> Option<&Agreed> {
        self.view.agreed.as_ref().filter(|_| self.seconds > 0)
    }

    /// The digits, once they may be seen.
    pub(crate) fn digits(&self) -> Option<String> {
        let shown = matches!(self.view.request.state, QrRequestState::Shown { .. });
        (shown && self.waits()).then(|| self.view.request.facts.code.to_string())
    }

    /// The phone that has read the code.
    pub(crate) fn device(&self) -> &str {
        match &self.view.request.state {
            QrRequestState::Scanned { device } | QrRequestState::Shown { device, .. } => device,
            QrRequestState::Issued | QrRequestState::Approved(_) | QrRequestState::Used | QrRequestState::Denied(_) => "",
        }
    }

    /// How many tries are left, once one was wrong.
    pub(crate) fn tries(&self) -> Option<u8> {
        let wrong = self.view.request.wrong();
        (wrong > 0).then(|| WRONG_MAX.saturating_sub(wrong))
    }

    /// Why it came to nothing, and what was not done.
    pub(crate) fn ended(&self, undone: &str) -> Option<String> {
        match &self.view.request.state {
            QrRequestState::Denied(QrDenial::Declined) => Some(format!("已在手机上拒绝，{undone}。")),
            QrRequestState::Denied(QrDenial::WrongCode) => {
                Some(format!("手机上三次输入的确认码都不正确，{undone}。如果不是您本人操作，请勿再次扫码，并联系客服。"))
            }
            QrRequestState::Denied(QrDenial::Unfit(says)) => Some(format!("{says}。")),
            QrRequestState::Used => Some("该二维码已使用。需要再次扫码的，请刷新二维码。".into()),
            QrRequestState::Issued | QrRequestState::Scanned { .. } | QrRequestState::Shown { .. } | QrRequestState::Approved(_) => {
                (self.seconds <= 0).then(|| "二维码已过期，请刷新后重新扫描。".into())
            }
        }
    }
}

#[derive(Template)]
#[template(path = "identity/qr.html")]
struct QrPage {
    frame: Frame,
    script: String,
    screen: Screen,
}

impl QrPage {
    /// Whether somebody may come in, and there is nothing to read before.
    fn enters(&self) -> bool {
        self.screen.view.agreed.as_ref().is_some_and(|agreed| agreed.project.is_none() && agreed.twin.is_none())
    }
}

/// How a request stands, in a word.
fn stands(view: &QrView, seconds: i64) -> String {
    match &view.request.state {
        QrRequestState::Issued | QrRequestState::Scanned { .. } | QrRequestState::Shown { .. } | QrRequestState::Approved(_)
            if seconds <= 0 =>
        {
            "expired".into()
        }
        QrRequestState::Issued => "issued".into(),
        QrRequestState::Scanned { .. } => "scanned".into(),
        QrRequestState::Shown { wrong, .. } => format!("shown-{wrong}"),
        QrRequestState::Approved(_) => "approved".into(),
        QrRequestState::Used => "used".into(),
        QrRequestState::Denied(_) => "denied".into(),
    }
}

/// The picture of a QR code: an address, which has no character that readers disagree about.
fn picture(address: &str) -> Option<String> {
    let code = QrCode::new(address.as_bytes()).ok()?;
    let svg = code.render::<Color<'_>>().min_dimensions(SIDE, SIDE).build();
    Some(svg.split_once("?>").map_or(svg.clone(), |(_, rest)| rest.to_owned()))
}

pub(crate) async fn go(
    State(web): State<Web>,
    guest: Guest,
    headers: HeaderMap,
    Id((site, channel)): Id<(SiteCode, Channel)>,
    Form(fields): Form<Fields>,
) -> Result<Response, PageError> {
    let errand = Errand { next: fields.next.clone(), kept: fields.kept.clone() };
    let outcome = match own_browser(&web, &headers) {
        Ok(browser) => begin(&web.world, (site, channel), &browser, &device(&web, &guest, &headers), &errand).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(id) => Ok(Redirect::to(&format!("/login/qr/{id}")).into_response()),
        Err(AppError::Unauthenticated(message)) => {
            // Whoever had no secret yet has one with the page that says so.
            let page = refused(&web, guest.frame_on(&web, Nav::None, site)?, message, (fields.next, fields.kept))?;
            Ok(remembered(&web, &headers, page))
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn page(State(web): State<Web>, guest: Guest, headers: HeaderMap, Id(id): Id<QrRequestId>) -> Result<Response, PageError> {
    let browser = own_browser(&web, &headers).map_err(|_| AppError::NotFound)?;
    let view = look_with_digits(&web.world, &browser, id, Matter::LogIn).await?;
    let frame = guest.frame_on(&web, Nav::None, view.request.facts.site)?;
    Ok(html(&QrPage { frame, script: assets::address("qr.js"), screen: Screen::of(&web, view) }))
}

/// How it stands, for the page's script.
pub(crate) async fn state(State(web): State<Web>, headers: HeaderMap, Id(id): Id<QrRequestId>) -> Result<String, PageError> {
    let browser = own_browser(&web, &headers).map_err(|_| AppError::NotFound)?;
    let view = look(&web.world, &browser, id, Matter::LogIn).await?;
    Ok(Screen::of(&web, view).stands)
}

pub(crate) async fn enter(
    State(web): State<Web>,
    guest: Guest,
    headers: HeaderMap,
    Id(id): Id<QrRequestId>,
) -> Result<Response, PageError> {
    let outcome = match own_browser(&web, &headers) {
        Ok(browser) => come_in(&web.world, &browser, id, device(&web, &guest, &headers)).await,
        Err(_) => Err(AppError::NotFound),
    };
    match outcome {
        Ok(came) => {
            let to = local(&came.errand.next).unwrap_or(home(came.begun.role));
            entered(&web, guest, &came.begun.token, to, Kept::of(to, came.errand.kept.as_bytes())).await
        }
        Err(AppError::Unauthenticated(message)) => refused(&web, guest.frame(&web, Nav::None)?, message, Default::default()),
        Err(other) => Err(other.into()),
    }
}
