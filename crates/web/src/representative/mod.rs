//! 经办人信息 (Hunan manual 4.3): who acts for one's enterprise, and for those who manage it the forms about each.

pub(crate) mod edit;
pub(crate) mod leave;
pub(crate) mod list;
pub(crate) mod require_two;

use crate::shell::{Frame, PageError};
use app::AppError;
use domain::Refusal;
use domain::access::Action;
use domain::representative::Person;

/// Where they are listed.
const LIST: &str = "/representatives";

/// Only for those who manage: to others of the enterprise it is said whose business it is.
fn only_managers(frame: &Frame) -> Result<(), PageError> {
    if frame.may(Action::ManageRepresentatives) { Ok(()) } else { Err(AppError::from(Refusal::RightMissing).into()) }
}

/// How a person is told, in words.
pub(crate) fn told(person: &Person) -> String {
    let certificates = person.keys.iter().filter(|key| key.ends.is_some()).count();
    let accounts = person.keys.len() - certificates;
    let counted = [(certificates, "数字证书"), (accounts, "统一注册平台账号")];
    let keys = counted.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{what} {count} 个"));
    let phone = person.mobile.iter().map(|mobile| format!("手机 {}", mobile.shown));
    keys.chain(phone).collect::<Vec<_>>().join("，")
}
