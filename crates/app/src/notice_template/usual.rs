//! The platform's own words, where a site has none.

use domain::notice::{NoticeChannel, NoticeKind};
use domain::notice_template::TemplateText;

const TEXT_OF_APPLICATION: &str = "【开函】{{ event }}{% if number %}（订单 {{ number }}）{% endif %}。查看：{{ link }}";
const TEXT: &str = "【开函】{{ event }}。查看：{{ link }}";
const SUBJECT_OF_APPLICATION: &str = "{{ event }}{% if number %}（订单 {{ number }}）{% endif %}";
const SUBJECT: &str = "{{ event }}";
const MAIL_OF_APPLICATION: &str = "您好：

{{ event }}。
{% if number %}订单编号：{{ number }}
{% endif %}时间：{{ at }}

请登录{{ platform }}查看和办理：
{{ link }}

咨询电话：{{ phone }}
本邮件由系统发送，请勿回复。为保障信息安全，邮件中不写项目和招标人信息；如与贵单位无关，请忽略。";
const MAIL: &str = "您好：

{{ event }}。
时间：{{ at }}

请登录{{ platform }}查看和办理：
{{ link }}

咨询电话：{{ phone }}
本邮件由系统发送，请勿回复；如与贵单位无关，请忽略。";

/// What the platform says of a kind of notice by a channel.
#[must_use]
pub(crate) fn usual(kind: NoticeKind, channel: NoticeChannel) -> TemplateText {
    let (subject, body) = match (channel, kind.names_application()) {
        (NoticeChannel::TextMessage, true) => ("", TEXT_OF_APPLICATION),
        (NoticeChannel::TextMessage, false) => ("", TEXT),
        (NoticeChannel::Mail, true) => (SUBJECT_OF_APPLICATION, MAIL_OF_APPLICATION),
        (NoticeChannel::Mail, false) => (SUBJECT, MAIL),
    };
    TemplateText { subject: subject.to_owned(), body: body.to_owned() }
}
