//! A site's words for a kind of notice, with what they make of sample data.

use super::check::{Form, check};
use super::load::{stamp, two_persons};
pub use super::render::Rendered;
use super::render::render;
use super::usual::usual;
use super::words::{NoticeWords, Noticed, Variable, variables, words};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::notice::{NoticeChannel, NoticeKind};
use domain::notice_template::{NoticeTemplate, TemplateText};
use domain::site::SiteCode;

/// The words as the centre sees them.
#[derive(Clone, Debug)]
pub struct TemplateDetail {
    /// For which notices.
    pub kind: NoticeKind,
    /// For which channel.
    pub channel: NoticeChannel,
    /// The site's own, if it ever wrote any.
    pub template: Option<NoticeTemplate>,
    /// What the platform says.
    pub usual: TemplateText,
    /// The names that may stand in it, and what they stand for.
    pub variables: Vec<Variable>,
    /// Whether it takes two persons to take an edition into use.
    pub two_persons: bool,
    /// Whether the viewer wrote what waits.
    pub is_writer: bool,
    /// How much a text message or a mail made of what is in use, or waits, says.
    pub made: Rendered,
}

impl TemplateDetail {
    /// The words that wait, or are in use.
    #[must_use]
    pub fn latest(&self) -> &TemplateText {
        let template = self.template.as_ref();
        let proposed = template.and_then(|template| template.proposed.as_ref());
        match proposed {
            Some(proposed) => proposed.text.as_ref().unwrap_or(&self.usual),
            None => template.and_then(NoticeTemplate::words).map_or(&self.usual, |(text, _)| text),
        }
    }
}

/// A notice that nobody got, to try words with: with an order's number, and as long as they are; and one without.
pub(super) fn samples(world: &World, site: SiteCode, kind: NoticeKind) -> [NoticeWords; 2] {
    let told = |number| Noticed { site, kind, at: world.now(), notice: None, number };
    [words(world, told(Some("SQ65000020261128000099"))), words(world, told(None))]
}

/// The words for a kind and channel.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn view(world: &World, caller: &Caller, kind: NoticeKind, channel: NoticeChannel) -> Result<TemplateDetail, AppError> {
    let (site, _) = stamp(world, caller, Action::ViewNoticeTemplate, (kind, channel))?;
    let template = store::notice_template::load_of(&mut world.store.reader(), site, kind, channel).await?;
    let proposed = template.as_ref().and_then(|template| template.proposed.as_ref());
    let mut detail = TemplateDetail {
        kind,
        channel,
        usual: usual(kind, channel),
        variables: variables(kind),
        two_persons: two_persons(world, site)?,
        is_writer: proposed.is_some_and(|proposed| proposed.writer == caller.actor.certificate),
        template,
        made: Rendered { subject: String::new(), body: String::new() },
    };
    detail.made = render(detail.latest(), &samples(world, site, kind)[0])?;
    Ok(detail)
}

/// What words that are being written make of sample data; nothing is kept.
///
/// # Errors
/// [`AppError::Invalid`] for what was typed wrong, [`AppError::NotFound`].
pub fn preview(world: &World, caller: &Caller, (kind, channel): (NoticeKind, NoticeChannel), form: &Form) -> Result<Rendered, AppError> {
    let (site, _) = stamp(world, caller, Action::EditNoticeTemplate, (kind, channel))?;
    let samples = samples(world, site, kind);
    render(&check(kind, channel, form, &samples)?, &samples[0])
}
