//! What was put together of a day, in one mail: how many notices there are and what they say, as they stand in the message centre.

use crate::error::AppError;
use crate::notice_template::render::Rendered;
use crate::notice_template::words::link;
use crate::world::World;
use domain::dispatch::{Dispatch, Recipient};
use domain::notice::NoticeKind;
use domain::notice::choice::MailPace;
use domain::time::Timestamp;
use store::Query;

/// Most notices of a day that one mail says word by word.
const LINES_MAX: i64 = 50;
/// What it puts together.
const DAY: i64 = 24 * Timestamp::HOUR;

/// The mail; `None` when there is nothing in it.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) async fn digest(
    world: &World,
    query: &mut impl Query,
    dispatch: &Dispatch,
    until: Timestamp,
) -> Result<Option<Rendered>, AppError> {
    let person = match dispatch.recipient {
        Recipient::Person(_, id) => Some(id),
        Recipient::Application(_) | Recipient::Profile(_) | Recipient::Institution(..) => None,
    };
    let choice = store::notice_choice::load(query, &dispatch.audience, person).await?.unwrap_or_default();
    let told = store::notice::list_between(query, &dispatch.audience, (until.plus(-DAY), until), LINES_MAX).await?;
    let of_recipient = |application| match dispatch.recipient {
        Recipient::Application(id) => application == Some(id),
        Recipient::Profile(_) | Recipient::Person(..) | Recipient::Institution(..) => true,
    };
    let lines: Vec<String> = told
        .iter()
        .filter(|notice| of_recipient(notice.application.as_ref().map(|(id, _)| *id)))
        .filter(|notice| notice.kind.is_some_and(|kind| choice.pace(kind.group()) == MailPace::Daily))
        .map(|notice| {
            let number = notice.application.as_ref().map(|(_, number)| format!("（订单 {number}）")).unwrap_or_default();
            format!("{}　{}{number}", notice.at, notice.kind.map_or("订单有新的进展", NoticeKind::label))
        })
        .collect();
    if lines.is_empty() {
        return Ok(None);
    }
    let platform = world.sites.get(dispatch.site).map_or("电子保函平台", |site| site.title.as_str());
    let body = format!(
        "您好：\n\n过去一天贵单位有 {} 条消息：\n\n{}\n\n请登录{platform}查看和办理：\n{}\n\n本邮件由系统发送，请勿回复。接收方式可在“消息”的“接收设置”中修改。",
        lines.len(),
        lines.join("\n"),
        link(world, None)
    );
    Ok(Some(Rendered { subject: format!("{}消息汇总（{} 条）", until.date(), lines.len()), body }))
}
