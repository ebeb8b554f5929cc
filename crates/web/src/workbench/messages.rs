//! What the trading centre's system said that had no effect: it contradicts what was said before, or its lot is not known.

use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::message::list::of_centre;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::access::Role;
use domain::message::{Message, MessageState};

#[derive(Template)]
#[template(path = "workbench/messages.html")]
struct MessagesPage {
    frame: Frame,
    messages: Vec<Message>,
}

impl MessagesPage {
    fn what(&self, message: &Message) -> &'static str {
        protocol::catalogue::of_topic(&message.topic).map_or("报文", |entry| entry.title)
    }
    fn waits(&self, message: &Message) -> bool {
        message.state == MessageState::Parked
    }
    fn tone(&self, message: &Message) -> &'static str {
        if self.waits(message) { "wait" } else { "bad" }
    }
}

pub(crate) async fn page(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    known.only(Role::CentreStaff)?;
    let messages = of_centre(&web.world, &known.caller).await?;
    Ok(html(&MessagesPage { frame: known.frame(&web, Nav::Messages)?, messages }))
}
