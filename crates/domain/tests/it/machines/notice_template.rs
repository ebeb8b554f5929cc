//! A site's own words for a kind of notice.

use super::{Command, Machine, Table, next};
use crate::samples::now;
use domain::Refusal;
use domain::id::{NoticeTemplateId, RANDOM_BYTES};
use domain::notice::{NoticeChannel, NoticeKind};
use domain::notice_template::propose::{Writing, begin, propose};
use domain::notice_template::settle::{adopt, discard};
use domain::notice_template::{NoticeTemplate, NoticeTemplateEvent, NoticeTemplateFacts, TemplateText};

const WRITER: &str = "writer";

fn writing() -> Writing<'static> {
    Writing { writer: WRITER, now: now() }
}

fn text() -> Option<TemplateText> {
    Some(TemplateText { subject: String::new(), body: "【开函】{{ event }}".into() })
}

fn template(events: &[NoticeTemplateEvent]) -> NoticeTemplate {
    let facts = NoticeTemplateFacts {
        id: NoticeTemplateId::new(now(), &[7; RANDOM_BYTES]),
        site: "650000".parse().unwrap(),
        kind: NoticeKind::Issued,
        channel: NoticeChannel::TextMessage,
    };
    let mut template = NoticeTemplate::born(&begin(facts, text(), writing())).unwrap();
    events.iter().for_each(|event| template.apply(event));
    template
}

fn command(name: &'static str, run: fn(&NoticeTemplate) -> Result<NoticeTemplateEvent, Refusal>) -> Command<'static, NoticeTemplate> {
    (name, Box::new(move |it| next(it, run(it), NoticeTemplate::apply)))
}

pub(super) fn section() -> String {
    Machine {
        title: "Notice template 消息模板",
        about: "A site's words for a kind of notice by one channel. What is in use is never edited: another edition waits beside it, for a second person\n\
                where the site says so.",
        begins: ("Begin", "proposed"),
        named: |it: &NoticeTemplate| (it.code(), it.label()),
        ordinary: Some(Refusal::NoticeTemplateStateForbids),
        tables: vec![Table {
            title: "",
            states: vec![("proposed", template(&[])), ("in use", template(&[NoticeTemplateEvent::Adopted]))],
            commands: vec![
                command("Propose", |it| propose(it, text(), it.version, writing())),
                command("Propose, changed meanwhile", |it| propose(it, text(), it.version + 1, writing())),
                command("Adopt", |it| adopt(it, "second", true)),
                command("Adopt, by its writer", |it| adopt(it, WRITER, true)),
                command("Adopt, by its writer, one person suffices", |it| adopt(it, WRITER, false)),
                command("Discard", discard),
            ],
        }],
    }
    .section()
}

#[test]
fn an_edition_in_use_stays_as_it_is_while_another_waits() {
    let mut used = template(&[NoticeTemplateEvent::Adopted]);
    used.apply(&propose(&used, None, used.version, writing()).unwrap());
    assert_eq!(used.words().map(|(_, number)| number), Some(1));
    used.apply(&NoticeTemplateEvent::Adopted);
    assert_eq!((used.words(), used.editions), (None, 2), "the platform's own words");
}
