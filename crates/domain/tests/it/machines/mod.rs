//! Every machine as a table and a drawing: each state with each command, through the real transitions. To add a machine, write a file
//! beside this one and name it in [`SECTIONS`]; to add a command or a state, name it in the machine's own file.

mod application;
mod article;
mod bank_line;
mod complaint;
pub(crate) mod conformance;
mod credential;
mod credit_line;
mod delivery;
pub(crate) mod guarantee;
mod health;
pub(crate) mod instruction;
mod invoice;
mod lot;
pub(crate) mod mandate;
mod message;
mod onboarding;
mod payment;
mod phone_code;
mod product;
mod profile;
mod qr;
mod rating;
mod representative;
mod special_form;
mod statement;

use domain::Refusal;
use expect_test::expect_file;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The machines, in the order in which a guarantee meets them.
const SECTIONS: [fn() -> String; 25] = [
    onboarding::section,
    conformance::section,
    credential::section,
    health::section,
    delivery::section,
    message::section,
    phone_code::section,
    qr::section,
    profile::section,
    representative::section,
    credit_line::section,
    product::section,
    lot::section,
    mandate::section,
    application::section,
    special_form::section,
    payment::section,
    bank_line::section,
    statement::section,
    guarantee::section,
    instruction::section,
    complaint::section,
    rating::section,
    invoice::section,
    article::section,
];

/// What a command leads to: the thing afterwards, `None` when nothing happens, or why not.
type Outcome<S> = Result<Option<S>, Refusal>;

/// A command with its data, by the name it has in the table.
type Command<'a, S> = (&'static str, Box<dyn Fn(&S) -> Outcome<S> + 'a>);

/// A state as the drawing has it: its name, and the word on screens where there is one.
type Named = (&'static str, &'static str);

/// One table of a machine: its states as people tell them apart, and its commands at one instant.
struct Table<'a, S> {
    /// Above the table, where a machine has several.
    title: &'static str,
    states: Vec<(&'static str, S)>,
    commands: Vec<Command<'a, S>>,
}

/// A machine.
struct Machine<'a, S> {
    title: &'static str,
    about: &'static str,
    /// The event it begins with, and the state it begins in.
    begins: (&'static str, &'static str),
    named: fn(&S) -> Named,
    /// The refusal that says no more than that the state forbids it; its cells are left empty.
    ordinary: Option<Refusal>,
    tables: Vec<Table<'a, S>>,
}

/// Arrows from state to state, each with the commands that lead along it.
type Arrows = BTreeMap<(&'static str, &'static str), Vec<&'static str>>;

impl<S> Machine<'_, S> {
    /// The machine as a section of the page.
    fn section(&self) -> String {
        let (mut tables, mut arrows, mut words) = (String::new(), Arrows::new(), BTreeMap::new());
        for table in &self.tables {
            self.table(table, &mut tables, &mut arrows, &mut words);
        }
        let ordinary = self.ordinary.map(|refusal| format!(" An empty cell is `{}`.", refusal.code())).unwrap_or_default();
        format!("\n## {}\n\n{}{ordinary}\n\n{}{tables}", self.title, self.about, self.drawing(&arrows, &words))
    }

    fn table(&self, table: &Table<'_, S>, text: &mut String, arrows: &mut Arrows, words: &mut BTreeMap<&'static str, &'static str>) {
        if !table.title.is_empty() {
            write!(text, "\n### {}\n", table.title).unwrap();
        }
        let names: Vec<&str> = table.commands.iter().map(|(name, _)| *name).collect();
        writeln!(text, "\n| state | {} |\n|---|{}", names.join(" | "), "---|".repeat(names.len())).unwrap();
        for (name, state) in &table.states {
            let (from, word) = (self.named)(state);
            words.insert(from, word);
            write!(text, "| {name} |").unwrap();
            for (command, run) in &table.commands {
                match run(state) {
                    Ok(Some(next)) => {
                        let (to, word) = (self.named)(&next);
                        words.insert(to, word);
                        let along = arrows.entry((from, to)).or_default();
                        if !along.contains(command) {
                            along.push(command);
                        }
                        write!(text, " **{to}** |").unwrap();
                    }
                    Ok(None) => text.push_str(" · |"),
                    Err(refusal) if Some(refusal) == self.ordinary => text.push_str(" |"),
                    Err(refusal) => write!(text, " {} |", refusal.code()).unwrap(),
                }
            }
            text.push('\n');
        }
    }

    /// The drawing: a state from which nothing leads away is an end. Mermaid takes no colon in a command's name.
    fn drawing(&self, arrows: &Arrows, words: &BTreeMap<&'static str, &'static str>) -> String {
        let mut text = String::from("```mermaid\nstateDiagram-v2\n");
        for (state, word) in words.iter().filter(|(_, word)| !word.is_empty()) {
            writeln!(text, "    {state}: {state} {word}").unwrap();
        }
        writeln!(text, "    [*] --> {}: {}", self.begins.1, self.begins.0).unwrap();
        for ((from, to), commands) in arrows {
            writeln!(text, "    {from} --> {to}: {}", commands.join(" / ")).unwrap();
        }
        for state in words.keys().filter(|state| !arrows.keys().any(|(from, to)| from == *state && to != *state)) {
            writeln!(text, "    {state} --> [*]").unwrap();
        }
        text + "```\n"
    }
}

/// The thing after an event, or why there is none.
fn next<S: Clone, E>(state: &S, event: Result<E, Refusal>, apply: impl FnOnce(&mut S, &E)) -> Outcome<S> {
    let (event, mut next) = (event?, state.clone());
    apply(&mut next, &event);
    Ok(Some(next))
}

/// The same for a transition that may have nothing to say.
fn perhaps<S: Clone, E>(state: &S, event: Result<Option<E>, Refusal>, apply: impl FnOnce(&mut S, &E)) -> Outcome<S> {
    event?.map_or(Ok(None), |event| next(state, Ok(event), apply))
}

#[test]
fn the_tables_and_drawings_of_every_machine_are_reviewed() {
    let mut text = String::from(
        "# Transitions\n\nGenerated by `domain/tests/it/machines`; `cargo xtask gen` rewrites it. Every machine is drawn, then written out: rows are\n\
         states, columns commands. A cell is the next state, the refusal's code ([problems](problems.md)), or `·` where the command is fine and\n\
         nothing happens. Both come from running the transitions themselves.\n",
    );
    SECTIONS.iter().for_each(|section| text.push_str(&section()));
    expect_file!["../../../../../docs/reference/transitions.md"].assert_eq(&text);
}
