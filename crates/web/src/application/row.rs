//! What lists say about an application.

use crate::listing::Cell;
use domain::application::Application;

pub(crate) fn number(application: &Application) -> Cell {
    Cell::Mono(application.facts.number.to_string())
}

/// The lot's name; a sealed lot has none to anybody (HR-10).
pub(crate) fn lot(application: &Application) -> Cell {
    let name = application.facts.lot.title().map_or("已加密 · 开标后可见", |(_, name)| name);
    let entered = if application.facts.lot.is_entered_by_applicant() { "自行增加" } else { "" };
    Cell::Two(name.to_owned(), entered.to_owned())
}

pub(crate) fn link(application: &Application, word: &'static str) -> Cell {
    let facts = &application.facts;
    Cell::Link(format!("/applications/{}", facts.id), word, format!("{word}订单 {}", facts.number))
}
