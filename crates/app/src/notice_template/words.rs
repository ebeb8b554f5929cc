//! What may stand in a notice that leaves the platform. Architecture Invariant: neither lot nor tenderee nor a number of institutions is among these
//! variables, whatever the notice is about: who has the wrong number reads nothing that is secret before opening (HR-10), and nothing of interest
//! after it. Nothing that somebody typed is among them either, but for what the centre itself says.

use crate::world::World;
use domain::id::NoticeId;
use domain::notice::NoticeKind;
use domain::site::SiteCode;
use domain::time::Timestamp;
use serde::Serialize;

/// What every notice may say.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct OwnWords {
    /// The platform's title on the site.
    pub(crate) platform: String,
    /// What happened and what to do, in the words of the message centre.
    pub(crate) event: String,
    /// When.
    pub(crate) at: String,
    /// Where it is read.
    pub(crate) link: String,
    /// Whom people call.
    pub(crate) phone: String,
}

/// What a notice about an order may say besides.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ApplicationWords {
    #[serde(flatten)]
    pub(crate) own: OwnWords,
    /// The order's number; empty when it is about none after all.
    pub(crate) number: String,
}

/// The words of one notice.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum NoticeWords {
    /// About the organisation.
    Own(OwnWords),
    /// About an order.
    Application(ApplicationWords),
}

/// A name that may stand in a notice of a kind, and what it stands for.
pub(crate) type Variable = (&'static str, &'static str);

const OWN: [Variable; 5] = [
    ("event", "发生了什么、请做什么"),
    ("at", "时间"),
    ("platform", "本站点的平台名称"),
    ("link", "查看消息的网址"),
    ("phone", "咨询电话"),
];
const NUMBER: Variable = ("number", "订单编号");

/// The names that may stand in notices of a kind.
#[must_use]
pub(crate) fn variables(kind: NoticeKind) -> Vec<Variable> {
    let number = kind.names_application().then_some(NUMBER);
    OWN.into_iter().chain(number).collect()
}

/// One notice, as far as it is put into words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Noticed<'a> {
    pub(crate) site: SiteCode,
    pub(crate) kind: NoticeKind,
    pub(crate) at: Timestamp,
    /// Where it is read; of a sample there is none.
    pub(crate) notice: Option<NoticeId>,
    /// The number of the order it is about.
    pub(crate) number: Option<&'a str>,
}

/// Where a notice is read.
pub(crate) fn link(world: &World, notice: Option<NoticeId>) -> String {
    notice.map_or_else(|| format!("{}/notices", world.origin()), |id| format!("{}/notices/{id}", world.origin()))
}

/// The words of a notice.
pub(crate) fn words(world: &World, told: Noticed<'_>) -> NoticeWords {
    let site = world.sites.get(told.site);
    let own = OwnWords {
        platform: site.map_or("电子保函平台", |site| site.title.as_str()).to_owned(),
        event: told.kind.label().to_owned(),
        at: told.at.to_string(),
        link: link(world, told.notice),
        phone: site.and_then(|site| site.contacts.consult.phones.first()).cloned().unwrap_or_default(),
    };
    if told.kind.names_application() {
        NoticeWords::Application(ApplicationWords { own, number: told.number.unwrap_or_default().to_owned() })
    } else {
        NoticeWords::Own(own)
    }
}
