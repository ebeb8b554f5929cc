//! What a person may write into a template: words, the variables of the kind, and parts that stand only where one has a value. No links but the
//! platform's own: who writes templates could lead everybody astray.

use super::render::{MAIL_MAX, SUBJECT_MAX, TEXT_MESSAGE_MAX, render};
use super::words::{NoticeWords, Variable, variables};
use crate::error::{AppError, FieldError};
use domain::notice::{NoticeChannel, NoticeKind};
use domain::notice_template::TemplateText;
use domain::text::lines;

/// Longest template, in characters.
pub const TEMPLATE_MAX: usize = 2_000;

/// What leads elsewhere.
const LINKS: [&str; 4] = ["http", "://", "www.", "@"];

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The subject of a mail.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// One place in a template.
enum Place<'a> {
    Value(&'a str),
    Tag(&'a str),
}

/// The places of a template, and what stands between them.
fn places(text: &str) -> Result<(Vec<Place<'_>>, String), String> {
    let (mut places, mut plain, mut rest) = (Vec::new(), String::new(), text);
    while let Some(at) = rest.find('{') {
        plain.push_str(&rest[..at]);
        let opened = &rest[at..];
        let end = if opened.starts_with("{{") {
            "}}"
        } else if opened.starts_with("{%") {
            "%}"
        } else {
            return Err("“{”只能用来写变量，如 {{ event }}".to_owned());
        };
        let close = opened[2..].find(end).ok_or_else(|| format!("“{}”没有对应的“{end}”", &opened[..2]))?;
        let inner = opened[2..2 + close].trim();
        places.push(if end == "}}" { Place::Value(inner) } else { Place::Tag(inner) });
        rest = &opened[close + 4..];
    }
    plain.push_str(rest);
    if plain.contains('}') {
        return Err("“}”只能用来写变量，如 {{ event }}".to_owned());
    }
    Ok((places, plain))
}

/// What is wrong with a template's text, in words for its writer.
fn fault(text: &str, known: &[Variable]) -> Option<String> {
    let (places, plain) = match places(text) {
        Ok(found) => found,
        Err(fault) => return Some(fault),
    };
    let lower = plain.to_lowercase();
    if let Some(link) = LINKS.into_iter().find(|link| lower.contains(link)) {
        return Some(format!("模板中不能写网址和邮箱（“{link}”），需要时用变量 {{{{ link }}}}"));
    }
    let is_known = |name: &str| known.iter().any(|(variable, _)| *variable == name);
    let mut open = 0_usize;
    for place in places {
        let unknown = match place {
            Place::Value(name) => (!is_known(name)).then_some(name),
            Place::Tag(tag) => match tag.split_once(char::is_whitespace) {
                Some(("if", name)) => {
                    open += 1;
                    (!is_known(name.trim())).then_some(name)
                }
                None if tag == "endif" && open > 0 => {
                    open -= 1;
                    None
                }
                Some(_) | None => return Some(format!("不能使用“{{% {tag} %}}”，只能写 {{% if 变量 %}}…{{% endif %}}，成对出现")),
            },
        };
        if let Some(name) = unknown {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            return Some(format!("没有变量“{name}”，可用的有：{}", names.join("、")));
        }
    }
    (open > 0).then(|| "“{% if … %}”没有对应的“{% endif %}”".to_owned())
}

/// The template that was typed, as far as it can be used; `samples` are words that it is tried with.
///
/// # Errors
/// [`AppError::Invalid`] with what is wrong, in the order of the form.
pub(super) fn check(kind: NoticeKind, channel: NoticeChannel, form: &Form, samples: &[NoticeWords]) -> Result<TemplateText, AppError> {
    let known = variables(kind);
    let mut faults = Vec::new();
    let mut read = |field: &'static str, label: &str, text: &str| match lines(text, 1..=TEMPLATE_MAX) {
        None => {
            faults.push(FieldError::new(field, format!("{label}应为 1 至 {TEMPLATE_MAX} 个字")));
            String::new()
        }
        Some(text) => {
            if let Some(fault) = fault(&text, &known) {
                faults.push(FieldError::new(field, fault));
            }
            text
        }
    };
    let subject = match channel {
        NoticeChannel::TextMessage => String::new(),
        NoticeChannel::Mail => read("subject", "主题", &form.subject),
    };
    let text = TemplateText { subject, body: read("body", "内容", &form.body) };
    if !faults.is_empty() {
        return Err(AppError::Invalid(faults));
    }
    let most = match channel {
        NoticeChannel::TextMessage => TEXT_MESSAGE_MAX,
        NoticeChannel::Mail => MAIL_MAX,
    };
    for words in samples {
        let made = render(&text, words)?;
        if made.subject.chars().count() > SUBJECT_MAX {
            faults.push(FieldError::new("subject", format!("代入变量后主题超过 {SUBJECT_MAX} 个字，请精简")));
        }
        if made.body.chars().count() > most {
            faults.push(FieldError::new("body", format!("代入变量后内容超过 {most} 个字，请精简")));
        }
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
    }
    Ok(text)
}
