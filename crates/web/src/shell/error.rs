use super::cookie::local;
use super::trouble::{First, Kept, Trouble, told, trouble as page};
use app::AppError;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Role;
use domain::party::OrganisationName;
use domain::refusal::{Refusal, RefusalKind};

/// Anything but the page that was asked for.
#[derive(Debug)]
pub(crate) enum PageError {
    /// What the use case answered.
    App(AppError),
    /// The page is for people with a session.
    LoginNeeded {
        /// Where they wanted to go.
        next: String,
        /// Whether they had a session that has ended.
        expired: bool,
    },
    /// A form came after its session had ended: they log in, and it is handed in again.
    Expired(Kept),
    /// The form is not this session's: it was open too long, or in another tab before a new login. What was typed is kept.
    Stale(Option<Kept>),
    /// The form was made in another role than the session acts in now (T-13).
    OtherRole(Role, Option<Kept>),
    /// The form was made for another organisation than the session is of.
    OtherOrganisation {
        /// Whom it was made for, where that is known.
        made_for: Option<OrganisationName>,
        /// Whose the session is.
        now: OrganisationName,
        /// What was typed.
        kept: Box<Option<Kept>>,
    },
    /// The form asks for what is done only on a fresh signature (T-21).
    ProofNeeded(Option<Kept>),
    /// The form asks for what another person of the enterprise has the right to. What was typed is kept.
    RightMissing(Option<Kept>),
    /// The form is not one of ours: a field is missing, or does not read.
    Malformed,
    /// The upload is too large.
    TooLarge,
}

impl From<AppError> for PageError {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        match self {
            Self::LoginNeeded { next, expired } => {
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
                let expired = if expired { "&expired=yes" } else { "" };
                Redirect::to(&format!("/login?next={next}{expired}")).into_response()
            }
            Self::Expired(kept) => told(
                StatusCode::UNAUTHORIZED,
                Trouble {
                    title: "登录已过期".into(),
                    advice: "已填写的内容仍保留在本页，没有提交。请重新登录，登录后即可继续提交。".into(),
                    kept: Some(kept),
                    first: First::LogIn,
                },
            ),
            Self::Stale(kept) => {
                let advice = if kept.is_some() {
                    "登录状态已变化，内容没有提交。已填写的内容仍保留在本页，核对后可重新提交。"
                } else {
                    "登录状态已变化，内容没有提交。请返回上一页刷新后重新提交。"
                };
                told(StatusCode::FORBIDDEN, Trouble { title: "页面已失效".into(), advice: advice.into(), kept, first: First::LogIn })
            }
            Self::OtherRole(role, kept) => {
                let refusal = Refusal::ActingRoleChanged;
                let advice = format!("本页是以“{}”身份打开的，内容没有提交。{}。", role.label(), refusal.advice());
                told(StatusCode::CONFLICT, Trouble { title: refusal.title().into(), advice, kept, first: First::SwitchTo(role) })
            }
            Self::OtherOrganisation { made_for, now, kept } => {
                told(StatusCode::FORBIDDEN, Trouble::of_other(made_for.as_ref(), &now, *kept))
            }
            Self::ProofNeeded(kept) => {
                let advice = "该事项须以新的证书签名办理：上次签名已超过 10 分钟，内容没有提交。请再次签名，已填写的内容仍保留在本页。";
                let title = "请再次签名确认".to_owned();
                told(StatusCode::UNAUTHORIZED, Trouble { title, advice: advice.into(), kept, first: First::Prove })
            }
            Self::RightMissing(kept) => {
                let refusal = Refusal::RightMissing;
                let advice = format!("{}。内容没有提交，已填写的仍保留在本页。", refusal.advice());
                told(StatusCode::CONFLICT, Trouble { title: refusal.title().into(), advice, kept, first: First::LogIn })
            }
            Self::Malformed => {
                page(StatusCode::BAD_REQUEST, "请求内容不正确", "表单中有缺少或无法识别的内容，没有提交。请返回上一页刷新后重新填写。")
            }
            Self::TooLarge => page(
                StatusCode::PAYLOAD_TOO_LARGE,
                "上传内容过大",
                "已签名的文件请勿拆分或另存。请确认选择了正确的文件，其他附件请缩小后重试。",
            ),
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

/// The page for an address that does not exist: the same bytes as for one that exists for somebody else. One that ends in a slash leads to that
/// without it, whatever is there.
pub(crate) async fn not_found(method: Method, uri: Uri) -> Response {
    let path = uri.path().trim_end_matches('/');
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let to = format!("{path}{query}");
    if method == Method::GET && path.len() < uri.path().len() && local(&to).is_some() {
        return Redirect::permanent(&to).into_response();
    }
    PageError::App(AppError::NotFound).into_response()
}
