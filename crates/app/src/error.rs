//! What a use case can answer instead of its result.

use documents::typesetting::TypesetError;
use domain::Refusal;
use domain::access::Denial;
use std::fmt;
use store::StoreError;

/// A field that was filled in wrong. Lists of these are in the order of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the form and on the wire.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

impl FieldError {
    /// An error of `field`.
    #[must_use]
    pub fn new(field: &'static str, message: impl fmt::Display) -> Self {
        Self { field, message: message.to_string() }
    }

    /// A message of the interface lacks a field that its version 1.3 requires.
    #[must_use]
    pub fn since_1_3(field: &'static str) -> Self {
        Self::new(field, "接口 1.3 版起必有，请补充后发送")
    }
}

/// Anything but the result.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AppError {
    /// The domain refuses.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// Fields were filled in wrong.
    #[error("{} 处需要修改", .0.len())]
    Invalid(Vec<FieldError>),
    /// It does not exist, or not for this actor.
    #[error("页面不存在")]
    NotFound,
    /// Login failed, for the reason given.
    #[error("{0}")]
    Unauthenticated(String),
    /// Somebody was faster.
    #[error("内容刚刚被更新，请刷新页面后重试")]
    Conflict,
    /// Something needed does not answer.
    #[error("系统繁忙，请稍后重试")]
    Unavailable(String),
    /// Too much is waiting already; after so many seconds there may be room.
    #[error("等待处理的请求太多，请在 {0} 秒后重试")]
    Busy(u32),
    /// Something that cannot be. A defect.
    #[error("系统内部错误，已记录")]
    Bug(String),
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::Conflict,
            StoreError::Unavailable(text) => Self::Unavailable(text),
            StoreError::Unwritable => Self::Invalid(vec![FieldError::new("", "内容含有无法保存的控制字符，请删除后重试")]),
            StoreError::Corrupt(text) => Self::Bug(text),
        }
    }
}

impl From<crate::guarantee::turns::Busy> for AppError {
    fn from(busy: crate::guarantee::turns::Busy) -> Self {
        Self::Busy(busy.0)
    }
}

impl From<Denial> for AppError {
    fn from(denial: Denial) -> Self {
        match denial {
            Denial::Unknown => Self::NotFound,
            Denial::Duty => Self::Refused(Refusal::DutyMissing),
            Denial::Right => Self::Refused(Refusal::RightMissing),
            Denial::Project => Self::Refused(Refusal::CertificateOfOneProject),
        }
    }
}

impl From<crate::document::trust::TrustError> for AppError {
    fn from(error: crate::document::trust::TrustError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<store::files::FilesError> for AppError {
    fn from(error: store::files::FilesError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<TypesetError> for AppError {
    fn from(error: TypesetError) -> Self {
        match error {
            TypesetError::Failed(_) | TypesetError::GlyphMissing { .. } | TypesetError::Exhausted => {
                Self::Invalid(vec![FieldError::new("letter", error)])
            }
            TypesetError::FontMissing(_) => Self::Bug(error.to_string()),
            TypesetError::Busy(_) | TypesetError::Unavailable(_) => Self::Unavailable(error.to_string()),
        }
    }
}
