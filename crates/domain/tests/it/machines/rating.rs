//! Ratings of institutions.

use super::{Command, Machine, Table, guarantee, next};
use crate::rating::{opinion, rating};
use crate::samples::{lot, now};
use domain::Refusal;
use domain::rating::{CHANGE_TIME, Rating, RatingEvent, answer, change, count, hide, restore};
use domain::report::figures::REST;

const WORDS: &str = "感谢评价";

fn command(name: &'static str, run: fn(&Rating) -> Result<Option<RatingEvent>, Refusal>) -> Command<'static, Rating> {
    let run = move |rating: &Rating| match run(rating)? {
        Some(event) => next(rating, Ok(event), Rating::apply),
        None => Ok(None),
    };
    (name, Box::new(run))
}

pub(super) fn section() -> String {
    let hidden = RatingEvent::Hidden { reason: "与服务无关".into() };
    Machine {
        title: "Rating 评价",
        about: "By the applicant, once for each letter. It counts, and is shown, from when its lot has rested after opening (HR-10); an average is shown\n\
                of five and no fewer.",
        begins: ("Rate", "waiting"),
        named: |rating: &Rating| (rating.state.code(), rating.state.label()),
        ordinary: Some(Refusal::RatingStateForbids),
        tables: vec![Table {
            title: "",
            states: vec![
                ("waiting", rating(&[])),
                ("counted", rating(&[RatingEvent::Counted])),
                ("counted, answered", rating(&[RatingEvent::Counted, RatingEvent::Answered { answer: WORDS.into() }])),
                ("hidden", rating(&[RatingEvent::Counted, hidden])),
            ],
            commands: vec![
                command("Change", |rating| change::change(rating, opinion("3", ""), now())),
                command("Change, after seven days", |rating| change::change(rating, opinion("3", ""), now().plus(CHANGE_TIME))),
                command("Answer", |rating| answer::answer(rating, WORDS).map(Some)),
                command("Count", |rating| {
                    Ok(count::count(rating, &guarantee::issued(), Some(&lot()), lot().opens_at.plus(REST)))
                }),
                command("Count, lot not opened", |rating| Ok(count::count(rating, &guarantee::issued(), Some(&lot()), now()))),
                command("Hide", |rating| hide::hide(rating, WORDS).map(Some)),
                command("Restore", |rating| restore::restore(rating).map(Some)),
            ],
        }],
    }
    .section()
}
