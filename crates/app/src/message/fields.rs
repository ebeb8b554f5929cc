//! The fields of a message, parsed one by one; every fault is told.

use crate::error::{AppError, FieldError};
use domain::money::Cny;
use domain::time::{Date, Timestamp};
use protocol::signed::SKEW_MAX;
use serde::de::DeserializeOwned;

/// Longest identifier of another system.
const FOREIGN_MAX: usize = 64;

/// Reads the fields of a message; what does not read is noted.
#[derive(Debug, Default)]
pub(super) struct Fields {
    /// What is wrong, in the order of the fields.
    pub(super) faults: Vec<FieldError>,
    /// When the message came, while that is looked at.
    pub(super) now: Option<Timestamp>,
    /// What version 1.3 of the interface requires and the message does without.
    pub(super) lacking: Vec<&'static str>,
}

impl Fields {
    pub(super) fn fault(&mut self, field: &'static str, message: impl std::fmt::Display) {
        self.faults.push(FieldError::new(field, message));
    }

    pub(super) fn amount(&mut self, field: &'static str, text: &str) -> Cny {
        Cny::parse_yuan(text).unwrap_or_else(|error| {
            self.fault(field, error);
            Cny::ZERO
        })
    }

    pub(super) fn at(&mut self, field: &'static str, text: &str) -> Timestamp {
        Timestamp::parse_civil(text).unwrap_or_else(|| {
            self.fault(field, "时间应为 2026-11-21 10:00:00 的形式");
            Timestamp::from_micros(0)
        })
    }

    /// An instant that is past, as far as the clocks of both sides agree: what is said of the future would act at once, or keep what is
    /// announced in between from counting.
    pub(super) fn past(&mut self, field: &'static str, text: &str) -> Timestamp {
        let at = self.at(field, text);
        if self.now.is_some_and(|now| at > now.plus(SKEW_MAX * Timestamp::SECOND)) {
            self.fault(field, "不能晚于当前时间，请在发生后再报送");
        }
        at
    }

    pub(super) fn day(&mut self, field: &'static str, text: &str) -> Date {
        text.parse().unwrap_or_else(|_| {
            self.fault(field, "日期应为 2026-11-21 的形式");
            Date::default()
        })
    }

    pub(super) fn foreign(&mut self, field: &'static str, text: &str) -> String {
        let plain = !text.is_empty() && text.len() <= FOREIGN_MAX && text.chars().all(|c| c.is_ascii_graphic());
        if !plain {
            self.fault(field, "应为 1 至 64 个可见 ASCII 字符");
        }
        text.to_owned()
    }

    pub(super) fn words(&mut self, field: &'static str, text: &str) -> String {
        let text = text.trim();
        if !(2..=200).contains(&text.chars().count()) {
            self.fault(field, "应为 2 至 200 个字");
        }
        text.to_owned()
    }

    pub(super) fn digest(&mut self, field: &'static str, text: &str) {
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            self.fault(field, "应为 64 位小写十六进制的 SM3 摘要");
        }
    }
}

/// A body as the message it should be.
///
/// # Errors
/// [`AppError::Invalid`].
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, AppError> {
    let wrong = |reason: String| AppError::Invalid(vec![FieldError::new("body", reason)]);
    match body {
        [0xef, 0xbb, 0xbf, ..] => return Err(wrong("请去掉开头的字节顺序标记（BOM），报文为不带 BOM 的 UTF-8".into())),
        [0x1f, 0x8b, ..] => return Err(wrong("报文不得压缩，请直接发送 JSON".into())),
        _ => {}
    }
    // A list would be read as the fields in their order: what a field means must never hang on where it stands.
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(wrong("报文应为一个 JSON 对象，以 { 开头".into()));
    }
    serde_json::from_slice(body).map_err(|error| wrong(format!("不是约定的 JSON：{error}")))
}
