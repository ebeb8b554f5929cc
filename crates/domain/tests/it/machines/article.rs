//! What a centre's staff writes for everybody.

use super::{Command, Machine, Table, next};
use crate::samples::{now, rules};
use domain::Refusal;
use domain::article::{
    Article, ArticleEvent, ArticleFacts, ArticleKind, Edition, begin, discard, edit, publish, send_back, submit, withdraw,
};
use domain::id::{ArticleId, RANDOM_BYTES};
use domain::time::Timestamp;

pub(crate) fn edition(title: &str) -> Edition {
    Edition::new(title, "平台于 11 月 28 日晚升级，期间不能办理业务。", now().date(), false, Vec::new(), 0).unwrap()
}

/// An article of which the first person wrote the first manuscript, after the events.
pub(crate) fn article(events: &[ArticleEvent]) -> Article {
    let facts = ArticleFacts { id: ArticleId::new(now(), &[7; RANDOM_BYTES]), site: rules().code, kind: ArticleKind::News, at: now() };
    let mut article = Article::born(&begin::begin(facts, edition("系统升级公告"), "first person")).unwrap();
    events.iter().for_each(|event| article.apply(event));
    article
}

pub(crate) fn published() -> ArticleEvent {
    ArticleEvent::Published { at: now() }
}

fn command(name: &'static str, run: fn(&Article) -> Result<ArticleEvent, Refusal>) -> Command<'static, Article> {
    (name, Box::new(move |article| next(article, run(article), Article::apply)))
}

pub(super) fn section() -> String {
    let edited = || ArticleEvent::Edited { edition: Box::new(edition("系统升级公告（更新）")), editor: "first person".into() };
    let withdrawn = || ArticleEvent::Withdrawn { reason: "升级取消".into() };
    let two = |article: &Article, by: &str| publish::publish(article, by, true, now());
    Machine {
        title: "Article 信息动态、服务指南、常见问题",
        about: "Written by one person of the centre, published by a second one where the site says so. A manuscript comes first in the state that its\n\
                centre sees; what was published before is read until the manuscript is.",
        begins: ("Begin", "draft"),
        named: |article: &Article| (article.state().code(), article.state().label()),
        ordinary: Some(Refusal::ArticleStateForbids),
        tables: vec![Table {
            title: "",
            states: vec![
                ("draft", article(&[])),
                ("submitted", article(&[ArticleEvent::Submitted])),
                ("published", article(&[published()])),
                ("published, with a manuscript", article(&[published(), edited()])),
                ("published, with a submitted manuscript", article(&[published(), edited(), ArticleEvent::Submitted])),
                ("withdrawn", article(&[published(), withdrawn()])),
                ("discarded", article(&[ArticleEvent::Discarded])),
            ],
            commands: vec![
                command("Edit", |article| edit::edit(article, edition("系统升级公告（更新）"), "first person", article.version)),
                command("Edit, from an older version", |article| edit::edit(article, edition("旧稿"), "second person", 0)),
                command("Submit", submit::submit),
                ("Publish, by whoever wrote it", Box::new(move |article: &Article| next(article, two(article, "first person"), Article::apply))),
                ("Publish", Box::new(move |article: &Article| next(article, two(article, "second person"), Article::apply))),
                command("Publish, where one person may", |article| publish::publish(article, "first person", false, now())),
                command("SendBack", |article| send_back::send_back(article, "请写明恢复时间")),
                command("Discard", discard::discard),
                command("Withdraw", |article| withdraw::withdraw(article, "升级取消")),
            ],
        }],
    }
    .section()
}

#[test]
fn what_is_read_stays_until_the_manuscript_is_published() {
    let mut article = article(&[published()]);
    article.apply(&edit::edit(&article, edition("改过的标题"), "first person", article.version).unwrap());
    assert_eq!(article.read().unwrap().edition.title(), "系统升级公告");
    let later = now().plus(Timestamp::HOUR);
    article.apply(&publish::publish(&article, "first person", false, later).unwrap());
    let read = article.read().unwrap();
    assert_eq!((read.edition.title(), read.first_at, read.at), ("改过的标题", now(), later));
    article.apply(&withdraw::withdraw(&article, "不再适用").unwrap());
    assert!(article.read().is_none() && article.latest().is_some());
}

#[test]
fn a_note_that_says_nothing_sends_nothing_back() {
    assert_eq!(send_back::send_back(&article(&[ArticleEvent::Submitted]), " x "), Err(Refusal::NoteMissing));
    assert_eq!(withdraw::withdraw(&article(&[published()]), ""), Err(Refusal::NoteMissing));
}
