//! Paper originals of letters.

use super::{Command, Machine, Table, next, perhaps};
use crate::paper_copy::{copy, posted, sent};
use domain::Refusal;
use domain::invoice::Post;
use domain::paper_copy::{PaperCopy, PaperCopyEvent, deliver, post, print, refuse};

fn command(name: &'static str, run: fn(&PaperCopy) -> Result<PaperCopyEvent, Refusal>) -> Command<'static, PaperCopy> {
    (name, Box::new(move |it| next(it, run(it), PaperCopy::apply)))
}

pub(super) fn section() -> String {
    let printed = || PaperCopyEvent::Printed;
    let again = || Post { tracking: "SF0000000001".into(), ..sent() };
    Machine {
        title: "Paper original 纸质版保函原件",
        about: "Of a letter that counts, one at a time: printed by the guarantor, each print counted, sent by a courier, received; or refused.",
        begins: ("Request", "requested"),
        named: |it: &PaperCopy| (it.state.code(), it.state.label()),
        ordinary: Some(Refusal::PaperStateForbids),
        tables: vec![Table {
            title: "",
            states: vec![
                ("requested", copy(&[])),
                ("requested, printed", copy(&[printed()])),
                ("posted", copy(&[printed(), posted()])),
                ("delivered", copy(&[printed(), posted(), PaperCopyEvent::Delivered])),
                ("refused", copy(&[PaperCopyEvent::Refused { reason: "不提供纸质件".into() }])),
            ],
            commands: vec![
                command("Print", print::print),
                ("Post", Box::new(|it| perhaps(it, post::post(it, sent()), PaperCopy::apply))),
                ("Post, sent anew", Box::new(move |it| perhaps(it, post::post(it, again()), PaperCopy::apply))),
                command("Deliver", deliver::deliver),
                command("Refuse", |it| refuse::refuse(it, "不提供纸质件")),
            ],
        }],
    }
    .section()
}
