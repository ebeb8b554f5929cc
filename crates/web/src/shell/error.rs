use app::AppError;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::refusal::RefusalKind;

/// Anything but the page that was asked for.
#[derive(Debug)]
pub(crate) enum PageError {
    /// What the use case answered.
    App(AppError),
    /// The page is for people with a session.
    LoginNeeded {
        /// Where they wanted to go.
        next: String,
    },
    /// The form is not this session's: it was open too long, or in another tab before a new login.
    Stale,
    /// The upload is too large.
    TooLarge,
}

impl From<AppError> for PageError {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    css: String,
    title: String,
    advice: String,
}

fn page(status: StatusCode, title: &str, advice: &str) -> Response {
    let page = ErrorPage { css: crate::assets::address("kaihan.css"), title: title.to_owned(), advice: advice.to_owned() };
    match page.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(_) => status.into_response(),
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        match self {
            Self::LoginNeeded { next } => {
                let next: String =
                    next.bytes()
                        .map(|b| {
                            if b.is_ascii_alphanumeric() || b == b'/' || b == b'_' {
                                char::from(b).to_string()
                            } else {
                                format!("%{b:02X}")
                            }
                        })
                        .collect();
                Redirect::to(&format!("/login?next={next}")).into_response()
            }
            Self::Stale => {
                page(StatusCode::FORBIDDEN, "页面已失效", "登录状态已变化，请返回上一页刷新后重新提交，已填写的内容仍在表单中。")
            }
            Self::TooLarge => page(StatusCode::PAYLOAD_TOO_LARGE, "上传内容过大", "请压缩或拆分文件后重试。"),
            Self::App(error) => match &error {
                AppError::NotFound => page(StatusCode::NOT_FOUND, "页面不存在", "请检查网址，或从首页重新进入。"),
                AppError::Refused(refusal) => {
                    let status = match refusal.kind() {
                        RefusalKind::Conflict => StatusCode::CONFLICT,
                        RefusalKind::Unprocessable => StatusCode::UNPROCESSABLE_ENTITY,
                    };
                    page(status, refusal.title(), refusal.advice())
                }
                AppError::Invalid(faults) => {
                    let advice: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
                    page(StatusCode::UNPROCESSABLE_ENTITY, "内容需要修改", &advice.join("；"))
                }
                AppError::Unauthenticated(message) => page(StatusCode::UNAUTHORIZED, "身份验证未通过", message),
                AppError::Conflict => page(StatusCode::CONFLICT, "内容刚刚被更新", "请返回上一页刷新后重试。"),
                AppError::Unavailable(text) => {
                    tracing::error!(error = %text, "unavailable");
                    page(StatusCode::SERVICE_UNAVAILABLE, "系统繁忙", "请稍后重试，已提交的内容不会丢失。")
                }
                AppError::Busy(seconds) => {
                    let mut busy = page(StatusCode::SERVICE_UNAVAILABLE, "等待的人太多", &format!("请在 {seconds} 秒后重试。"));
                    busy.headers_mut().insert(axum::http::header::RETRY_AFTER, (*seconds).into());
                    busy
                }
                AppError::Bug(text) => {
                    tracing::error!(error = %text, "a defect");
                    page(StatusCode::INTERNAL_SERVER_ERROR, "系统内部错误", "错误已记录，请稍后重试或联系客服。")
                }
            },
        }
    }
}

/// The page for an address that does not exist: the same bytes as for one that exists for somebody else.
pub(crate) async fn not_found() -> PageError {
    PageError::App(AppError::NotFound)
}
