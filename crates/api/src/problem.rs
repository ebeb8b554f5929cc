use app::{AppError, FieldError};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use domain::refusal::RefusalKind;
use protocol::problem::{self as wire, Fault};

/// A problem as RFC 9457 writes it, with our stable code.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    code: &'static str,
    title: String,
    errors: Vec<FieldError>,
}

impl Problem {
    /// What the router answers by itself.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let (code, title) = match status {
            StatusCode::METHOD_NOT_ALLOWED => ("method-not-allowed", "该接口不支持此请求方法"),
            StatusCode::PAYLOAD_TOO_LARGE => ("too-large", "请求内容超过上限"),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => ("unsupported-media-type", "请求内容应为 application/json"),
            StatusCode::NOT_FOUND => ("not-found", "没有该接口"),
            StatusCode::SERVICE_UNAVAILABLE => ("unavailable", "系统繁忙，请稍后重试"),
            status if status.is_server_error() => ("internal", "系统内部错误，已记录"),
            _ => ("unreadable", "请求不符合接口约定"),
        };
        Self { status, code, title: title.into(), errors: Vec::new() }
    }

    /// The body is not the JSON that is expected.
    pub(crate) fn unreadable() -> Self {
        Self { status: StatusCode::BAD_REQUEST, code: "unreadable", title: "请求内容不是约定的 JSON".into(), errors: Vec::new() }
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        let title = error.to_string();
        let (status, code, errors) = match error {
            AppError::Refused(refusal) => {
                let status = match refusal.kind() {
                    RefusalKind::Conflict => StatusCode::CONFLICT,
                    RefusalKind::Unprocessable => StatusCode::UNPROCESSABLE_ENTITY,
                };
                (status, refusal.code(), Vec::new())
            }
            AppError::Invalid(errors) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid", errors),
            AppError::NotFound => (StatusCode::NOT_FOUND, "not-found", Vec::new()),
            AppError::Unauthenticated(_) => (StatusCode::UNAUTHORIZED, "signature", Vec::new()),
            AppError::Conflict => (StatusCode::CONFLICT, "conflict", Vec::new()),
            AppError::Unavailable(text) => {
                tracing::error!(error = %text, "unavailable");
                (StatusCode::SERVICE_UNAVAILABLE, "unavailable", Vec::new())
            }
            AppError::Busy(_) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", Vec::new()),
            AppError::Bug(text) => {
                tracing::error!(error = %text, "a defect");
                (StatusCode::INTERNAL_SERVER_ERROR, "internal", Vec::new())
            }
        };
        Self { status, code, title, errors }
    }
}

impl Problem {
    pub(crate) const fn status(&self) -> StatusCode {
        self.status
    }

    /// The JSON.
    pub(crate) fn body(&self) -> Vec<u8> {
        let body = wire::Problem {
            r#type: format!("/problems/{}", self.code),
            title: self.title.clone(),
            status: self.status.as_u16(),
            code: self.code.to_owned(),
            retryable: matches!(self.status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::INTERNAL_SERVER_ERROR)
                || self.code == "conflict",
            errors: self.errors.iter().map(|error| Fault { field: error.field.to_owned(), message: error.message.clone() }).collect(),
        };
        serde_json::to_vec(&body).unwrap_or_default()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.status, [(CONTENT_TYPE, "application/problem+json")], self.body()).into_response()
    }
}
