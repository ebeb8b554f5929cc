//! The feed of a site's news (Atom, RFC 4287), for whoever would rather be told than come by.

use crate::shell::{Guest, Id, PageError, Web};
use app::AppError;
use app::article::shelf::{Listed, first};
use atom_syndication::{Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::article::ArticleKind;
use domain::site::SiteCode;
use domain::text::shown;
use domain::time::Timestamp;

/// Articles in the feed.
const ENTRIES: usize = 20;
/// How long a reader of feeds may keep it, in seconds.
const KEPT: &str = "public, max-age=600";

fn instant(at: Timestamp) -> Result<FixedDateTime, AppError> {
    format!("{}+08:00", at.to_seconds().replace(' ', "T")).parse().map_err(|_| AppError::Bug("an instant does not read".into()))
}

fn link(rel: &str, href: String) -> Link {
    Link { rel: rel.into(), href, ..Link::default() }
}

fn entry(folder: &str, listed: &Listed) -> Result<Entry, AppError> {
    let address = format!("{folder}/articles/{}", listed.id);
    let [first_at, at] = listed.published;
    Ok(Entry {
        title: Text::plain(shown(&listed.title)),
        id: address.clone(),
        updated: instant(at)?,
        published: Some(instant(first_at)?),
        links: vec![link("alternate", address)],
        summary: Some(Text::plain(shown(&listed.lead))).filter(|summary| !summary.value.is_empty()),
        ..Entry::default()
    })
}

pub(crate) async fn news(State(web): State<Web>, guest: Guest, Id(code): Id<SiteCode>) -> Result<Response, PageError> {
    let articles = first(&web.world, &guest.caller, code, ArticleKind::News, ENTRIES).await?;
    let site = web.world.sites().get(code).ok_or(AppError::NotFound)?;
    let folder = format!("{}/{code}", web.world.origin());
    let (own, page) = (format!("{folder}/news/feed.atom"), format!("{folder}/news"));
    // An empty feed has changed at no time that is known.
    let updated = articles.iter().map(|listed| listed.published[1]).max().unwrap_or(Timestamp::from_micros(0));
    let feed = Feed {
        title: Text::plain(format!("{} {}", site.title, ArticleKind::News.label())),
        id: own.clone(),
        updated: instant(updated)?,
        authors: vec![Person { name: site.centre.clone(), ..Person::default() }],
        generator: Some(Generator { value: "Kaihan".into(), ..Generator::default() }),
        links: vec![link("self", own), link("alternate", page)],
        lang: Some("zh-CN".into()),
        entries: articles.iter().map(|listed| entry(&folder, listed)).collect::<Result<_, _>>()?,
        ..Feed::default()
    };
    let headers = [(CONTENT_TYPE, "application/atom+xml; charset=utf-8"), (CACHE_CONTROL, KEPT)];
    Ok((headers, feed.to_string()).into_response())
}
