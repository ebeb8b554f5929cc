use super::Web;
use super::desk::{Desk, desks, office, own};
use super::error::PageError;
use super::nav::Nav;
use super::visitor::{Guest, Known};
use crate::assets;
use app::identity::{Visitor, form_token};
use app::qr::offered::{QrWay, offered};
use app::site::{Contacts, PortalLinks, Site};
use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use domain::access::{Action, Actor, Relation, Role, may};
use domain::site::SiteCode;

/// A site in the switch.
#[derive(Clone, Debug)]
pub(crate) struct SiteLink {
    pub(crate) code: SiteCode,
    pub(crate) name: String,
    /// The province it is a prefecture of.
    pub(crate) province: Option<SiteCode>,
}

/// A portal that people of a site log in by.
#[derive(Clone, Debug)]
pub(crate) struct PortalLink {
    pub(crate) name: String,
    /// Where one registers there.
    pub(crate) register: Option<String>,
}

/// Who is shown in the top bar.
#[derive(Clone, Debug)]
pub(crate) struct Badge {
    pub(crate) name: String,
    pub(crate) role: Role,
    /// What the site calls who acts in it.
    pub(crate) called: String,
    /// Whether there is another role to act in.
    pub(crate) switches: bool,
}

/// Until when the visitor's session lasts, if nothing is done.
#[derive(Clone, Debug)]
pub(crate) struct Until {
    /// The time of day.
    pub(crate) at: String,
    /// How long that is, and how long before it is warned, in seconds.
    pub(crate) seconds: i64,
    pub(crate) warning: i64,
}

/// The frame around a page.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) nav: Nav,
    pub(crate) site: SiteLink,
    pub(crate) title: String,
    pub(crate) centre: String,
    /// Whom people call.
    pub(crate) contacts: Contacts,
    /// Where the centre is, where the site says so.
    pub(crate) address: Option<String>,
    /// Where people come from.
    pub(crate) links: PortalLinks,
    /// What the page of one's own things is called here.
    pub(crate) account: String,
    /// How many notices nobody of the visitor's has read.
    unread: i64,
    pub(crate) sites: Vec<SiteLink>,
    /// The portal of the site, where people can log in by one.
    pub(crate) portal: Option<PortalLink>,
    /// The ways to log in by a QR code that the site offers.
    pub(crate) phones: Vec<QrWay>,
    pub(crate) badge: Option<Badge>,
    pub(crate) until: Option<Until>,
    /// The desks of the visitor's office.
    pub(crate) desks: Vec<&'static Desk>,
    actor: Actor,
    /// The token for this page's forms; empty without a session.
    pub(crate) token: String,
    /// What the page was asked for, to come back to on another site.
    here: String,
    /// When it was made, for what is printed: to the minute, so that pages about what does not exist are the same bytes.
    pub(crate) at: String,
    pub(crate) agent: String,
    pub(crate) css: String,
    pub(crate) enhance: String,
    pub(crate) sign: String,
    pub(crate) icons: String,
}

fn link(site: &Site) -> SiteLink {
    SiteLink { code: site.rules.code, name: site.name.clone(), province: site.province }
}

/// Who looks at a page, and where from.
#[derive(Clone, Copy, Debug)]
struct Looking<'a> {
    visitor: Option<&'a Visitor>,
    actor: &'a Actor,
    site: Option<SiteCode>,
    here: &'a str,
    unread: i64,
}

/// More than these are not counted on a badge.
const UNREAD_MAX: i64 = 99;

impl Guest {
    fn looking(&self) -> Looking<'_> {
        Looking { visitor: self.visitor.as_ref(), actor: &self.caller.actor, site: self.site, here: &self.here, unread: self.unread }
    }

    /// The frame of a page that belongs to no site: that of the site last visited, that where the visitor logged in, or else the last in order.
    pub(crate) fn frame(&self, web: &Web, nav: Nav) -> Result<Frame, PageError> {
        Frame::new(web, self.looking(), nav, None)
    }

    /// The frame of a page on `site`.
    pub(crate) fn frame_on(&self, web: &Web, nav: Nav, site: SiteCode) -> Result<Frame, PageError> {
        Frame::new(web, self.looking(), nav, Some(site))
    }
}

impl Known {
    fn looking(&self) -> Looking<'_> {
        Looking { visitor: Some(&self.visitor), actor: &self.caller.actor, site: self.site, here: &self.here, unread: self.unread }
    }

    /// As [`Guest::frame`].
    pub(crate) fn frame(&self, web: &Web, nav: Nav) -> Result<Frame, PageError> {
        Frame::new(web, self.looking(), nav, None)
    }

    /// As [`Guest::frame_on`].
    pub(crate) fn frame_on(&self, web: &Web, nav: Nav, site: SiteCode) -> Result<Frame, PageError> {
        Frame::new(web, self.looking(), nav, Some(site))
    }
}

impl Frame {
    fn new(web: &Web, looking: Looking<'_>, nav: Nav, site: Option<SiteCode>) -> Result<Self, PageError> {
        let sites = web.world.sites();
        let login = looking.visitor.and_then(|visitor| visitor.session.site);
        let site = match site {
            Some(code) => sites.get(code),
            None => [looking.site, login].into_iter().flatten().find_map(|code| sites.get(code)).or_else(|| sites.all().last()),
        };
        let site = site.ok_or(PageError::from(app::AppError::NotFound))?;
        Ok(Self {
            nav,
            site: link(site),
            title: site.title.clone(),
            centre: site.centre.clone(),
            contacts: site.contacts.clone(),
            address: site.address.clone(),
            links: site.links.clone(),
            account: site.words.account().to_owned(),
            unread: looking.unread,
            sites: sites.all().map(link).collect(),
            portal: site.portal.as_ref().map(|portal| PortalLink { name: portal.name.clone(), register: portal.register.clone() }),
            phones: offered(&web.world, site.rules.code),
            desks: desks(looking.actor),
            actor: looking.actor.clone(),
            badge: looking.visitor.map(|visitor| Badge {
                name: visitor.organisation.name.to_string(),
                role: visitor.actor.role,
                called: site.words.role(visitor.actor.role).to_owned(),
                switches: visitor.roles.len() > 1,
            }),
            until: looking.visitor.map(|visitor| Until {
                at: visitor.ends.civil().strftime("%H:%M").to_string(),
                seconds: visitor.ends.seconds() - web.world.now().seconds(),
                warning: visitor.warning,
            }),
            token: looking.visitor.map(|visitor| form_token(&web.world, &visitor.session)).unwrap_or_default(),
            here: looking.here.to_owned(),
            at: web.world.now().to_string(),
            agent: web.agent.to_string(),
            css: assets::address("kaihan.css"),
            enhance: assets::address("enhance.js"),
            sign: assets::address("sign.js"),
            icons: assets::address("icons.svg"),
        })
    }

    /// Whom people call who want to know something.
    pub(crate) fn phone(&self) -> &str {
        self.contacts.consult.phones.first().map_or("", String::as_str)
    }

    /// What the badge beside the notices says; `None` when all are read.
    pub(crate) fn unread(&self) -> Option<String> {
        match self.unread {
            ..=0 => None,
            1..=UNREAD_MAX => Some(self.unread.to_string()),
            _ => Some(format!("{UNREAD_MAX}+")),
        }
    }

    /// What a site is called.
    pub(crate) fn name_of(&self, code: &SiteCode) -> String {
        self.sites.iter().find(|site| site.code == *code).map_or_else(|| code.to_string(), |site| site.name.clone())
    }

    /// The sites that stand alone, each with its prefectures.
    pub(crate) fn provinces(&self) -> Vec<(&SiteLink, Vec<&SiteLink>)> {
        let below = |code: SiteCode| self.sites.iter().filter(move |site| site.province == Some(code)).collect();
        self.sites.iter().filter(|site| site.province.is_none()).map(|site| (site, below(site.code))).collect()
    }

    /// The site's province with its prefectures, where it has some.
    pub(crate) fn family(&self) -> Option<(&SiteLink, Vec<&SiteLink>)> {
        let province = self.site.province.unwrap_or(self.site.code);
        self.provinces().into_iter().find(|(site, below)| site.code == province && !below.is_empty())
    }

    /// The same page on another site, or the nearest there is: a site's own things stay with it.
    pub(crate) fn switch(&self, site: &SiteLink) -> String {
        let (path, _) = self.here.split_once('?').unwrap_or((&self.here, ""));
        let mut parts = path.trim_start_matches('/').splitn(2, '/');
        let (first, rest) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if first.parse::<SiteCode>().is_ok() {
            return match rest {
                "products"
                | "lots"
                | "lots/new"
                | "onboarding"
                | "onboarding/apply"
                | "onboarding/acceptance"
                | "onboarding/progress"
                | "complaints/new"
                | "news"
                | "guides"
                | "faq"
                | "help" => {
                    format!("/{}/{rest}", site.code)
                }
                rest if rest.starts_with("lots/") => format!("/{}/lots", site.code),
                _ => format!("/{}", site.code),
            };
        }
        if first.is_empty() {
            return format!("/{}", site.code);
        }
        format!("/{}?to={}", site.code, serde_urlencoded::to_string([("", path)]).unwrap_or_default().trim_start_matches('='))
    }

    /// The visitor's office: where it begins and what it is called.
    pub(crate) fn office(&self) -> Option<(&'static str, &'static str)> {
        self.badge.as_ref().and_then(|badge| office(badge.role))
    }

    /// Whether the visitor may apply, once logged in.
    pub(crate) fn applies(&self) -> bool {
        self.badge.is_none() || self.is(Role::Applicant)
    }

    /// Whether the visitor may do this to its own office's things: a way that leads nowhere is not shown.
    pub(crate) fn may(&self, action: Action) -> bool {
        may(&self.actor, action, own(self.actor.role)).is_ok()
    }

    /// Whether the visitor may complain about an institution, once logged in.
    pub(crate) fn complains(&self) -> bool {
        self.badge.is_none() || may(&self.actor, Action::FileComplaint, Relation::Holder).is_ok()
    }

    /// Whether the page is one of those desks.
    pub(crate) fn in_office(&self) -> bool {
        self.desks.iter().any(|desk| desk.nav == self.nav)
    }

    /// Where an organisation registers: with the portal that people log in by, else where the site says.
    pub(crate) fn register(&self) -> Option<&str> {
        let portal = self.portal.as_ref().and_then(|portal| portal.register.as_deref());
        portal.or(self.links.register.as_deref())
    }

    /// Whether the page is one of those that are reached from 用户中心.
    pub(crate) fn in_account(&self) -> bool {
        matches!(self.nav, Nav::Account | Nav::Profile | Nav::Credit | Nav::Complaints | Nav::Representatives)
    }

    /// What the site calls who acts in the visitor's role.
    pub(crate) fn called(&self) -> &str {
        self.badge.as_ref().map_or("", |badge| badge.called.as_str())
    }

    /// Whether `role` is the visitor's.
    pub(crate) fn is(&self, role: Role) -> bool {
        self.badge.as_ref().is_some_and(|badge| badge.role == role)
    }
}

/// Renders a page.
pub(crate) fn html(page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => Html(text).into_response(),
        Err(error) => PageError::from(app::AppError::Bug(error.to_string())).into_response(),
    }
}
