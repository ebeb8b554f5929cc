//! One mail as MIME (RFC 5322, 2045, 2047): plain text, and the same as simple HTML. All of it is ASCII, so that no server need know anything newer.

use super::{Mail, MailError, SIZE_MAX};
use lettre::address::Envelope;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use std::error::Error;
use std::time::{Duration, UNIX_EPOCH};

/// Says that nobody wrote it, so that nobody's absence is answered to us (RFC 3834).
#[derive(Clone, Copy, Debug)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// A person's name as it may stand in a header: what somebody typed leads nowhere and means nothing there.
fn called(name: &str) -> Option<String> {
    let kept: String = name.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '·' | '（' | '）')).take(50).collect();
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The text as HTML: its lines, and its one link.
fn html(mail: &Mail) -> String {
    let link = escaped(&mail.link);
    let line = |line: &str| {
        let line = escaped(line);
        if link.is_empty() { line } else { line.replace(&link, &format!("<a href=\"{link}\">{link}</a>")) }
    };
    let lines: Vec<String> = mail.text.lines().map(line).collect();
    let title = escaped(&mail.subject);
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body><p>{}</p></body>\n</html>\n",
        lines.join("<br>\n")
    )
}

/// Envelope and bytes of a mail.
pub(super) fn compose(from: &Mailbox, mail: &Mail) -> Result<(Envelope, Vec<u8>), MailError> {
    let wrong = |error: &dyn Error| MailError::Refused(format!("the mail cannot be written: {error}"));
    let to = Mailbox::new(called(&mail.name), mail.to.as_str().parse().map_err(|error| wrong(&error))?);
    let micros = u64::try_from(mail.at.micros()).unwrap_or(0);
    let parts = MultiPart::alternative().boundary(format!("kaihan-{}", mail.id));
    let parts = parts.singlepart(SinglePart::plain(mail.text.clone())).singlepart(SinglePart::html(html(mail)));
    let message = Message::builder()
        .message_id(Some(format!("<{}@{}>", mail.id, from.email.domain())))
        .date(UNIX_EPOCH + Duration::from_micros(micros))
        .from(from.clone())
        .to(to)
        .subject(mail.subject.clone())
        .header(AutoSubmitted)
        .multipart(parts)
        .map_err(|error| wrong(&error))?;
    let bytes = message.formatted();
    if bytes.len() > SIZE_MAX {
        return Err(MailError::Refused("the mail is too long".to_owned()));
    }
    Ok((message.envelope().clone(), bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::Timestamp;

    fn mail() -> Mail {
        Mail {
            id: "out_0193".into(),
            to: "li@example.com".parse().expect("an address"),
            name: "李 建国, <a href=http://x.cn>".into(),
            subject: "保函已出具，请下载查看（订单 SQ65000020261128000099）".into(),
            text: "您好：\n\n查看 <此处> & 下载：\nhttps://kaihan.test/notices/1\n".into(),
            link: "https://kaihan.test/notices/1".into(),
            at: Timestamp::from_micros(1_796_086_800_000_000),
        }
    }

    #[test]
    fn a_mail_is_ascii_the_same_each_time_and_nothing_that_was_typed_means_anything_in_it() {
        let from: Mailbox = "开函 <noreply@kaihan.test>".parse().expect("a sender");
        let (envelope, bytes) = compose(&from, &mail()).expect("a mail");
        assert_eq!(bytes, compose(&from, &mail()).expect("a mail").1, "however often it is sent");
        let text = String::from_utf8(bytes).expect("a text");
        assert!(text.is_ascii(), "{text}");
        assert_eq!(envelope.to().len(), 1);
        for header in ["Message-ID: <out_0193@kaihan.test>\r\n", "Auto-Submitted: auto-generated\r\n", "MIME-Version: 1.0\r\n", "Date: "] {
            assert!(text.contains(header), "{header} in {text}");
        }
        let headers = text.split("\r\n\r\n").next().expect("headers");
        assert!(!headers.to_lowercase().contains("list-") && !headers.contains("http"), "{headers}");
        assert!(headers.lines().all(|line| line.len() <= 998), "{headers}");
    }

    #[test]
    fn the_text_becomes_html_with_one_link_and_no_other_markup() {
        let html = html(&mail());
        assert!(html.contains("查看 &lt;此处&gt; &amp; 下载：<br>"), "{html}");
        assert!(html.contains("<a href=\"https://kaihan.test/notices/1\">https://kaihan.test/notices/1</a>"), "{html}");
        assert_eq!(html.matches("<a ").count(), 1);
        assert_eq!(called("李 建国, <x@y.cn>"), Some("李 建国 xycn".into()));
        assert_eq!(called("<>"), None);
    }
}
