//! 消息模板: the words in which a site tells people, as its centre writes them, with what they make of sample data.

use crate::shell::{Faults, Frame, Id, Known, Looked, Nav, Nothing, PageError, Places, Posted, Web, html};
use app::AppError;
use app::notice_template::check::Form;
use app::notice_template::list::list;
use app::notice_template::propose::{propose, restore};
use app::notice_template::settle::{adopt, discard};
use app::notice_template::view::{Rendered, TemplateDetail, preview, view};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::notice::{NoticeChannel, NoticeGroup, NoticeKind};
use domain::notice_template::NoticeTemplate;
use serde::Deserialize;

const HINT: &str = "用 {{ event }} 这样的变量；{% if number %}…{% endif %} 之间的内容只在有订单编号时出现；不能写网址";
const PLACES: Places = &[(Refusal::NoticeTemplateEditedMeanwhile, "body")];

/// A kind of notice with its words by each channel: the channel, where they are written, and how they stand.
struct Row {
    label: &'static str,
    channels: Vec<(NoticeChannel, String, &'static str)>,
}

#[derive(Template)]
#[template(path = "notice/templates.html")]
struct ListPage {
    frame: Frame,
    groups: Vec<(NoticeGroup, Vec<Row>)>,
}

fn address(kind: NoticeKind, channel: NoticeChannel) -> String {
    format!("/centre/notices/{}/{}", kind.code(), channel.code())
}

fn row(kind: NoticeKind, known: &[NoticeTemplate]) -> Row {
    let stands = |channel| {
        let found = known.iter().find(|one| one.facts.kind == kind && one.facts.channel == channel);
        found.map_or("平台缺省", NoticeTemplate::label)
    };
    let channels = NoticeChannel::ALL.into_iter().map(|channel| (channel, address(kind, channel), stands(channel)));
    Row { label: kind.label(), channels: channels.collect() }
}

pub(crate) async fn desk(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    let written = list(&web.world, &known.caller).await?;
    let of = |group| NoticeKind::ALL.iter().copied().filter(move |kind| kind.group() == group);
    let groups = NoticeGroup::ALL.into_iter().map(|group| (group, of(group).map(|kind| row(kind, &written)).collect())).collect();
    Ok(html(&ListPage { frame: known.frame(&web, Nav::Templates)?, groups }))
}

#[derive(Template)]
#[template(path = "notice/template.html")]
struct TemplatePage {
    frame: Frame,
    detail: TemplateDetail,
    form: Form,
    /// What the words make of sample data.
    made: Rendered,
    version: u32,
    faults: Faults,
}

impl TemplatePage {
    fn address(&self) -> String {
        address(self.detail.kind, self.detail.channel)
    }
    fn is_mail(&self) -> bool {
        match self.detail.channel {
            NoticeChannel::Mail => true,
            NoticeChannel::TextMessage => false,
        }
    }
    fn label(&self) -> &'static str {
        self.detail.template.as_ref().map_or("平台缺省", NoticeTemplate::label)
    }
    const fn hint() -> &'static str {
        HINT
    }
    fn waits(&self) -> bool {
        self.detail.template.as_ref().is_some_and(|template| template.proposed.is_some())
    }
    fn is_own(&self) -> bool {
        self.detail.template.as_ref().is_some_and(|template| template.words().is_some())
    }
    /// The number of the edition in use; 0 for the platform's own words.
    fn edition(&self) -> u32 {
        self.detail.template.as_ref().and_then(NoticeTemplate::words).map_or(0, |(_, number)| number)
    }
    fn length(&self) -> usize {
        self.made.body.chars().count()
    }
    fn lines(&self) -> Vec<&str> {
        self.made.body.lines().collect()
    }
}

/// For which notices, and by which channel.
type Of = (NoticeKind, NoticeChannel);

/// What was typed, the version it was begun from, and what is wrong with it.
type Typed = Option<(Form, u32, Faults)>;

async fn show(web: &Web, known: &Known, of: Of, typed: Typed) -> Result<Response, PageError> {
    let detail = view(&web.world, &known.caller, of.0, of.1).await?;
    let stands = detail.template.as_ref().map_or(0, |template| template.version);
    let (form, version, faults) = typed.unwrap_or_else(|| {
        let latest = detail.latest();
        (Form { subject: latest.subject.clone(), body: latest.body.clone() }, stands, Faults::default())
    });
    // Whoever has been told of what somebody else wrote may write over it.
    let version = if faults.at("body").is_some() { stands } else { version };
    let made = if faults.is_empty() {
        preview(&web.world, &known.caller, of, &form).unwrap_or_else(|_| detail.made.clone())
    } else {
        detail.made.clone()
    };
    let page = TemplatePage { frame: known.frame(web, Nav::Templates)?, detail, form, made, version, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(of): Id<Of>) -> Result<Response, PageError> {
    show(&web, &known, of, None).await
}

#[derive(Deserialize)]
pub(crate) struct Fields {
    #[serde(default)]
    subject: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    version: u32,
    #[serde(default)]
    act: String,
}

pub(crate) async fn save(State(web): State<Web>, Id(of): Id<Of>, Posted { known, fields }: Posted<Fields>) -> Result<Response, PageError> {
    let form = Form { subject: fields.subject, body: fields.body };
    let outcome = match fields.act.as_str() {
        "preview" => preview(&web.world, &known.caller, of, &form).map(|_| false),
        "restore" => restore(&web.world, &known.caller, of, fields.version).await.map(|()| true),
        _ => propose(&web.world, &known.caller, of, &form, fields.version).await.map(|()| true),
    };
    match outcome {
        Ok(true) => Ok(Redirect::to(&address(of.0, of.1)).into_response()),
        Ok(false) => show(&web, &known, of, Some((form, fields.version, Faults::default()))).await,
        Err(error) => show(&web, &known, of, Some((form, fields.version, Faults::of(error, PLACES)?))).await,
    }
}

pub(crate) async fn take(
    State(web): State<Web>,
    Id(of): Id<Of>,
    Posted { known, fields: Looked { seen } }: Posted<Looked>,
) -> Result<Response, PageError> {
    match adopt(&web.world, &known.caller, of, seen).await {
        Ok(_) => Ok(Redirect::to(&address(of.0, of.1)).into_response()),
        Err(AppError::Refused(Refusal::SecondPersonNeeded)) => {
            let latest = view(&web.world, &known.caller, of.0, of.1).await?.latest().clone();
            let form = Form { subject: latest.subject, body: latest.body };
            show(&web, &known, of, Some((form, seen, Faults::one("body", Refusal::SecondPersonNeeded)))).await
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn give_up(
    State(web): State<Web>,
    Id(of): Id<Of>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    discard(&web.world, &known.caller, of).await?;
    Ok(Redirect::to(&address(of.0, of.1)).into_response())
}
