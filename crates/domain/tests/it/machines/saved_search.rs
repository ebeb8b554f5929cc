//! Saved searches.

use super::{Command, Machine, Table};
use crate::samples::now;
use crate::saved_search::{fitted, saved};
use domain::saved_search::{SavedSearch, SavedSearchEvent, Telling, hear, remove};

fn command(name: &'static str, run: fn(&SavedSearch) -> Option<SavedSearchEvent>) -> Command<'static, SavedSearch> {
    let run = move |search: &SavedSearch| {
        Ok(run(search).map(|event| {
            let mut next = search.clone();
            next.apply(&event);
            next
        }))
    };
    (name, Box::new(run))
}

pub(super) fn section() -> String {
    Machine {
        title: "Saved search 保存的查询",
        about: "What an organisation looks for: its own, and in no list, log or figure of others (HR-10). It hears of lots that fit once for a feed.",
        begins: ("Save", "kept"),
        named: |search: &SavedSearch| if search.removed { ("removed", "已删除") } else { ("kept", "已保存") },
        ordinary: None,
        tables: vec![Table {
            title: "",
            states: vec![
                ("kept", saved("公路", &[])),
                ("kept, lots up to the ninth have fitted", saved("公路", &[fitted(Telling::Now)])),
                ("removed", saved("公路", &[SavedSearchEvent::Removed])),
            ],
            commands: vec![
                command("Hear of lots up to the ninth", |search| hear::hear(search, 9, now(), Telling::Now)),
                command("The same, told a short while ago", |search| hear::hear(search, 9, now(), Telling::Later)),
                command("Remove", remove::remove),
            ],
        }],
    }
    .section()
}
