//! Pages for what went wrong: inside the frame of every page, with a way back (P11).

use super::Web;
use super::cookie::{came_from, cookie};
use super::error::PageError;
use super::frame::{Frame, html};
use super::nav::Nav;
use super::trouble::{First, Kept, Trouble, plain};
use super::visitor::{Guest, SITE_COOKIE, reads_large, site_of};
use app::Caller;
use app::identity::{name_of, resume};
use askama::Template;
use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use domain::access::{Actor, Role};
use domain::id::RequestId;

#[derive(Template)]
#[template(path = "error.html")]
struct Page {
    frame: Frame,
    trouble: Trouble,
    /// The page the visitor came from, if it was one of ours.
    back: Option<String>,
    /// Whether the visitor has a session, so that what was kept can be handed in again.
    known: bool,
}

impl Page {
    /// Whether what was kept can be handed in from here.
    fn ready(&self) -> bool {
        self.known && self.trouble.first == First::LogIn
    }
    /// Whether somebody has to log in for it.
    fn logs_in(&self) -> bool {
        let keeps = self.trouble.kept.is_some();
        self.trouble.first == First::Prove || (keeps && (!self.known || self.trouble.first == First::LogInFor))
    }
    /// Whether it takes a signature.
    fn proves(&self) -> bool {
        self.trouble.first == First::Prove
    }
    /// Where somebody comes back to who logs in, and with what.
    fn comes_back(&self) -> (String, String) {
        match &self.trouble.kept {
            Some(kept) => (kept.action.clone(), kept.text()),
            None => (self.back.clone().unwrap_or_default(), String::new()),
        }
    }
    /// The role it has to be handed in as, where that is not the visitor's.
    fn switches_to(&self) -> Option<Role> {
        if let First::SwitchTo(role) = self.trouble.first { Some(role) } else { None }
    }
}

/// What a request was, as far as a page about its failure needs it.
#[derive(Debug)]
pub(super) struct Occasion {
    method: Method,
    path: String,
    headers: HeaderMap,
}

impl Occasion {
    pub(super) fn new(request: &axum::extract::Request) -> Self {
        Self { method: request.method().clone(), path: request.uri().path().to_owned(), headers: request.headers().clone() }
    }
}

/// What to say about an answer that no handler gave: the router's and the extractors' own, which are English and bare.
fn of_status(status: StatusCode, method: &Method) -> Option<(&'static str, &'static str)> {
    Some(match status {
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            ("请求内容不正确", "网址或表单中有无法识别的内容。请返回上一页，从页面上的链接或按钮重新进入。")
        }
        StatusCode::METHOD_NOT_ALLOWED if *method == Method::GET || *method == Method::HEAD => {
            ("该地址只接收提交的表单", "刷新或直接打开不能办理该事项，也没有改变任何内容。请返回上一页，使用页面上的按钮。")
        }
        StatusCode::METHOD_NOT_ALLOWED => ("该页面不接收提交", "没有改变任何内容。请返回上一页，使用页面上的按钮。"),
        StatusCode::FORBIDDEN => ("请求不是从本站页面提交的", "为保护您的账户，没有办理。请从本站页面重新提交。"),
        StatusCode::NOT_FOUND => ("页面不存在", "请检查网址，或从首页重新进入。"),
        StatusCode::PAYLOAD_TOO_LARGE => ("上传内容过大", "请缩小内容后重试。"),
        StatusCode::REQUEST_TIMEOUT => ("请求超时", "网络较慢，内容没有传完。请重试。"),
        StatusCode::SERVICE_UNAVAILABLE => ("系统繁忙", "请稍后重试，已提交的内容不会丢失。"),
        StatusCode::INTERNAL_SERVER_ERROR => ("系统内部错误", "错误已记录，请稍后重试或联系客服。"),
        _ => return None,
    })
}

/// Whether an answer is already one that its reader understands: a page of ours, JSON, a file.
fn is_meant(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    !(kind.is_empty() || kind.starts_with("text/plain"))
}

/// The answer as people read it.
pub(super) async fn framed(web: &Web, asked: &Occasion, mut response: Response) -> Response {
    let status = response.status();
    let trouble = match response.extensions_mut().remove::<Trouble>() {
        Some(trouble) => trouble,
        None if (status.is_client_error() || status.is_server_error()) && !is_meant(&response) => match of_status(status, &asked.method) {
            Some((title, advice)) => Trouble { title: title.to_owned(), advice: advice.to_owned(), kept: None, first: First::LogIn },
            None => return response,
        },
        None => return response,
    };
    let mut page = page(web, asked, trouble).await;
    *page.status_mut() = status;
    for name in [ALLOW, RETRY_AFTER] {
        if let Some(value) = response.headers_mut().remove(&name) {
            page.headers_mut().insert(name, value);
        }
    }
    if asked.method == Method::HEAD {
        page.headers_mut().remove(CONTENT_LENGTH);
        *page.body_mut() = Body::empty();
    }
    page
}

async fn page(web: &Web, asked: &Occasion, trouble: Trouble) -> Response {
    // A page about a failure asks the database for nothing it can do without.
    let visitor = match cookie(&asked.headers, web.session_cookie()) {
        Some(token) => resume(&web.world, &token).await.ok().flatten(),
        None => None,
    };
    let actor = visitor.as_ref().map_or_else(Actor::public, |visitor| visitor.actor.clone());
    let known = visitor.is_some();
    let last = cookie(&asked.headers, SITE_COOKIE).and_then(|code| code.parse().ok());
    let site = site_of(web, &asked.path).or(last);
    let caller = Caller { actor, request: web.world.id(RequestId::new) };
    // Nothing on the page depends on what was asked for within the site: what does not exist is the same bytes for everybody.
    let guest = Guest {
        visitor,
        caller,
        site,
        here: String::new(),
        unread: 0,
        expired: false,
        large: reads_large(&asked.headers),
        address: String::new(),
    };
    let back = came_from(web.world.origin(), &asked.headers);
    match guest.frame(web, Nav::None) {
        Ok(mut frame) => {
            // Tokens are masked anew for each page; without one, pages about what does not exist are the same bytes (rule 4).
            if trouble.kept.is_none() && trouble.first == First::LogIn {
                frame.token = String::new();
                frame.until = None;
            }
            html(&Page { frame, trouble, back, known })
        }
        Err(_) => plain(&trouble.title),
    }
}

/// The page on which somebody who has logged in again hands in what they had typed; who logged in for another organisation than it was
/// typed for is told so.
///
/// # Errors
/// [`PageError`] when there is no site, or the store does not answer.
pub(crate) async fn taken_up(web: &Web, guest: Guest, kept: Kept) -> Result<Response, PageError> {
    let frame = guest.frame(web, Nav::None)?;
    let own = guest.visitor.as_ref().map(|visitor| &visitor.organisation);
    let other = own.zip(kept.organisation).filter(|(own, other)| own.id != *other);
    let trouble = match other {
        Some((own, other)) => Trouble::of_other(name_of(&web.world, other).await?.as_ref(), &own.name, Some(kept)),
        None => {
            let advice = "刚才填写的内容还在，尚未提交。核对后可继续提交。".to_owned();
            Trouble { title: "已重新登录".into(), advice, kept: Some(kept), first: First::LogIn }
        }
    };
    Ok(html(&Page { frame, trouble, back: None, known: true }))
}
