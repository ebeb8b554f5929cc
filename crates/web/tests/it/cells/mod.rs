//! Every route × role × relation is a cell, made from the access table and the policy and asserted over HTTP: who may, is let in; to everybody
//! else the page does not exist, with the very bytes of what does not. A route that is about something of which there is none in this world
//! has no cells, and fails.

mod subject;
mod viewer;

use domain::access::{Action, Role};
use expect_test::expect_file;
use std::fmt::Write;
use subject::{Cell, Subjects};
use testkit::{Browser, Fetched, TestWorld, on_both_engines};
use viewer::{VIEWERS, Viewer};
use web::Route;

/// What everybody may.
const PUBLIC: [Action; 4] = [Action::BrowseSite, Action::ViewLot, Action::Onboard, Action::LogIn];

/// Whose desk pages that begin so are, whatever else the action lets others do; the longest beginning counts.
const DESKS: &[(&str, &[Role])] = &[
    ("/", &Role::ALL),
    ("/workbench", &[Role::GuarantorStaff]),
    ("/workbench/credit", &[Role::GuarantorStaff, Role::CentreStaff]),
    ("/workbench/credentials", &[Role::GuarantorStaff, Role::CentreStaff]),
    // An institution's are on its page of how its system answers.
    ("/workbench/messages", &[Role::CentreStaff]),
    ("/workbench/messages/", &[Role::GuarantorStaff, Role::CentreStaff]),
    ("/workbench/complaints", &[Role::GuarantorStaff, Role::CentreStaff]),
    ("/workbench/ratings", &[Role::GuarantorStaff, Role::CentreStaff]),
    // A centre's are on its desk.
    (
        "/complaints",
        &[Role::Applicant, Role::Tenderee, Role::Agency, Role::ProjectOwner, Role::Contractor, Role::GuarantorStaff, Role::Regulator],
    ),
    ("/complaints/", &Role::ALL),
    ("/centre", &[Role::CentreStaff]),
    ("/credit", &[Role::Applicant]),
    // Under a mandate, the mandate's own page has them.
    ("/received", &[Role::Tenderee]),
    ("/invoices", &[Role::Applicant]),
    ("/profile", &[Role::Applicant]),
];

/// What answers that there is no such page even to whoever may see it, in this world, and why.
const NONE_YET: &[(&str, &str)] = &[
    ("/{site}/institutions/{id}/logo", "no institution has handed one in"),
    ("/downloads/{name}", "the operator gives out no agent"),
    ("/centre/institutions/{id}/limits", "it has only applied"),
    ("/centre/institutions/{id}/replay", "it has only applied"),
    ("/centre/institutions/{id}/report", "it has only applied"),
    ("/applications/{id}/agreement/{day}/{page}", "its address has a digest of its own, see `journey.rs`"),
    ("/forms/{id}/letter/{page}", "nothing is drafted"),
    ("/login/qr/{id}", "nobody is on the way in"),
    ("/login/qr/{id}/state", "nobody is on the way in"),
    ("/applications/{id}/phone/{request}", "no phone was asked"),
    ("/applications/{id}/phone/{request}/state", "no phone was asked"),
];

/// What answers alike, and not that there is no such page, to whatever is not one's own or not there: nothing ends that had not to.
const ALIKE: &[&str] = &["/account/sessions/{id}/end", "/centre/regulators/{code}/end"];

/// Where whoever has nothing there is led to their own desk: a login leads there.
const LEADS_ON: &[&str] = &["/account", "/applications"];

/// What a form may hold; what it does not know it passes over.
const FIELDS: &[(&str, &str)] = &[
    ("consent", ""),
    ("chain", ""),
    ("signature", ""),
    ("seal", ""),
    ("reason", "没有"),
    ("note", "没有"),
    ("text", "没有"),
    ("comment", "没有"),
    ("kind", "refuse"),
    ("seen", "1"),
    ("version", "1"),
    ("role", "applicant"),
];

fn at_desk(path: &str, role: Role) -> bool {
    let desk = DESKS.iter().filter(|(place, _)| path.starts_with(place)).max_by_key(|(place, _)| place.len());
    desk.is_some_and(|(_, roles)| roles.contains(&role))
}

fn is_let_in(route: &Route, cell: &Cell, viewer: Viewer) -> bool {
    PUBLIC.contains(&route.action) || (at_desk(route.path, viewer.role) && viewer.may(route.action, cell.is_own(viewer)))
}

/// A page that is added without saying what it is about is noticed.
#[test]
#[should_panic(expected = "/statements/{id} has no cells")]
fn a_route_about_something_that_nothing_here_stands_for_fails() {
    Subjects::none().cell("/statements/{id}");
}

async fn ask(browser: &mut Browser, method: &str, path: &str, token: &str) -> Fetched {
    if method == "GET" {
        return browser.get(path).await;
    }
    let fields: Vec<(&str, &str)> = FIELDS.iter().copied().chain([("token", token)]).collect();
    browser.post(path, &fields).await
}

/// Whether something is gone once the form is posted: those come last.
fn ends(route: &Route) -> bool {
    ["remove", "discard", "end", "withdraw", "abandon", "retire"].iter().any(|verb| route.path.ends_with(verb))
}

on_both_engines! {
    async fn every_route_by_every_role_and_relation_is_a_cell(world: TestWorld) {
        let (table, subjects) = (web::table(), Subjects::of(&world).await);
        let cells: Vec<(&Route, Cell)> = table.routes().iter().map(|route| (route, subjects.cell(route.path))).collect();
        let mut faults = Vec::new();
        for viewer in VIEWERS {
            let (mut browser, token) = viewer.log_in(&world).await;
            for (route, cell) in &cells {
                if is_let_in(route, cell, viewer) {
                    if route.method == "GET" && !PUBLIC.contains(&route.action) {
                        faults.extend(let_in(route, viewer.name, &browser.get(&cell.real).await));
                    }
                } else {
                    faults.extend(kept_out(route, cell, viewer, &mut browser, &token).await);
                }
            }
        }
        for (route, cell) in cells.iter().filter(|(route, _)| PUBLIC.contains(&route.action) && route.method == "GET") {
            faults.extend(let_in(route, "anybody", &world.browser().get(&cell.real).await));
        }
        // What may be done is done last, by a session of its own each: by centres first, and what ends something after everything else.
        let mut posts: Vec<_> = cells.iter().filter(|(route, _)| route.method == "POST" && !PUBLIC.contains(&route.action)).collect();
        // A role that was granted ends with what it was granted by.
        let grants = |path: &str| path.starts_with("/mandates") || path.starts_with("/centre/regulators");
        posts.sort_by_key(|(route, _)| (ends(route), ends(route) && grants(route.path), !route.path.starts_with("/centre")));
        for (route, cell) in posts {
            for viewer in VIEWERS.into_iter().filter(|viewer| is_let_in(route, cell, *viewer)) {
                let (mut browser, token) = viewer.log_in(&world).await;
                faults.extend(let_in(route, viewer.name, &ask(&mut browser, "POST", &cell.real, &token).await));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        page(&cells);
    }
}

/// What is wrong with the answer to somebody who may.
fn let_in(route: &Route, who: &str, answer: &Fetched) -> Option<String> {
    let there = ![404, 403, 421].contains(&answer.status) && !answer.location.starts_with("/login");
    let none_yet = NONE_YET.iter().any(|(path, _)| *path == route.path);
    (there == none_yet).then(|| format!("{} {} by {who} should be there: {} {}", route.method, route.path, answer.status, answer.location))
}

/// What is wrong with the answers to somebody who may not: to what there is, and to what there is not.
async fn kept_out(route: &Route, cell: &Cell, viewer: Viewer, browser: &mut Browser, token: &str) -> Option<String> {
    let foreign = ask(browser, route.method, &cell.real, token).await;
    let missing = cell.missing.as_deref().unwrap_or("/nowhere/at/all");
    let none = ask(browser, route.method, missing, token).await;
    let name = format!("{} {} by {}", route.method, route.path, viewer.name);
    if LEADS_ON.contains(&route.path) && foreign.status == 303 && !foreign.location.starts_with("/login") {
        return None;
    }
    // A form that does not read is judged before anything is looked for (P11).
    if ![404, 400].contains(&foreign.status) && !ALIKE.contains(&route.path) {
        return Some(format!("{name} should not be there: {} {}", foreign.status, foreign.location));
    }
    let alike = foreign.bytes == none.bytes && foreign.status == none.status;
    let unread = foreign.status == 400 && cell.missing.is_none();
    (!alike && !unread).then(|| format!("{name}: not there and not one's own differ: {} {}", foreign.status, none.status))
}

/// Writes the cells down as they were found to be.
fn page(cells: &[(&Route, Cell)]) {
    let mut text = String::from(
        "# Who may open which page\n\nGenerated by `web/tests/it/cells`, which asks for each cell over HTTP on both engines; `cargo xtask gen` rewrites it.\n\
         *own*: what the page is about is theirs. `yes`: let in. Empty: there is no such page, in the very bytes of one that does not exist.\n\
         `=`: nothing happens, and the answer is the same whether there is such a thing. `→`: led to one's own desk.\n\n| route |",
    );
    VIEWERS.iter().for_each(|viewer| write!(text, " {} |", viewer.name).unwrap());
    writeln!(text, "\n|---|{}", "---|".repeat(VIEWERS.len())).unwrap();
    for (route, cell) in cells.iter().filter(|(route, _)| !PUBLIC.contains(&route.action)) {
        write!(text, "| {} {} |", route.method, route.path).unwrap();
        VIEWERS.iter().for_each(|viewer| write!(text, "{}|", shown(route, cell, *viewer)).unwrap());
        text.push('\n');
    }
    expect_file!["../../../../../docs/reference/cells.md"].assert_eq(&text);
}

fn shown(route: &Route, cell: &Cell, viewer: Viewer) -> &'static str {
    if is_let_in(route, cell, viewer) {
        " yes "
    } else if ALIKE.contains(&route.path) {
        " = "
    } else if LEADS_ON.contains(&route.path) {
        " → "
    } else {
        " "
    }
}
