//! How the institution's own system answers: its breaker, what it has not taken, what it said that needs a person.

use crate::shell::{Frame, Id, Known, Nav, Nothing, PageError, Posted, Web, html};
use app::delivery::health::{HealthDetail, health};
use app::delivery::replay::replay as again;
use app::message::resolve::resolve as settle;
use askama::Template;
use axum::extract::State;
use axum::response::{Redirect, Response};
use domain::access::{Action, Role};
use domain::delivery::Delivery;
use domain::id::{MessageId, OutboxId};
use domain::institution::Connection;
use domain::institution::health::Health;
use domain::message::Message;
use domain::time::Timestamp;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "workbench/health.html")]
struct HealthPage {
    frame: Frame,
    detail: HealthDetail,
}

impl HealthPage {
    fn address(&self) -> Option<(&str, &'static str)> {
        match &self.detail.institution.connection {
            Connection::Hosted => None,
            Connection::OwnSystem { address, wire } => Some((address, wire.label())),
        }
    }
    fn state(&self) -> (&'static str, &'static str) {
        tone(&self.detail.health)
    }
    fn at(&self, at: Option<Timestamp>) -> String {
        at.map_or_else(|| "—".to_owned(), Timestamp::to_seconds)
    }
    fn topic(&self, topic: &str) -> &'static str {
        protocol::catalogue::of_topic(topic).map_or("报文", |entry| entry.title)
    }
    fn title(&self, delivery: &Delivery) -> &'static str {
        self.topic(&delivery.topic)
    }
    fn what(&self, message: &Message) -> &'static str {
        self.topic(&message.topic)
    }
}

/// How a system answers, as a colour and words.
pub(crate) fn tone(health: &Health) -> (&'static str, &'static str) {
    if health.is_open() {
        ("bad", "暂停发送，每 5 秒试探一次")
    } else if health.failures > 0 {
        ("wait", "最近一次未成功")
    } else if health.succeeded_at.is_some() {
        ("ok", "正常")
    } else {
        ("mute", "尚未通信")
    }
}

pub(crate) async fn page(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    let detail = health(&web.world, &known.caller).await?;
    Ok(html(&HealthPage { frame: known.frame(&web, Nav::Interface)?, detail }))
}

pub(crate) async fn replay(
    State(web): State<Web>,
    Id(id): Id<OutboxId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    again(&web.world, &known.caller, id).await?;
    Ok(Redirect::to("/workbench/health"))
}

#[derive(Deserialize)]
pub(crate) struct Resolution {
    #[serde(default)]
    again: String,
}

pub(crate) async fn resolve(
    State(web): State<Web>,
    Id(id): Id<MessageId>,
    Posted { known, fields }: Posted<Resolution>,
) -> Result<Redirect, PageError> {
    settle(&web.world, &known.caller, id, !fields.again.is_empty()).await?;
    let centre = known.caller.actor.role == Role::CentreStaff;
    Ok(Redirect::to(if centre { "/workbench/messages" } else { "/workbench/health" }))
}
