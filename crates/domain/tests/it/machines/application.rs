//! The order for a guarantee.

use super::{Command, Machine, Table, next, perhaps};
use crate::samples::*;
use crate::transitions::consent;
use crate::underlying::won;
use domain::Refusal;
use domain::application::{
    Application, ApplicationEvent, BriefingOpening, Cashier, Command as Known, accept, agree, approve, cashier, close, decline, describe,
    endorse, hold, honour, issue, lapse, refuse, reword, settle, submit, win, withdraw,
};
use domain::id::{GuaranteeId, RANDOM_BYTES, SpecialFormId};
use domain::payment::{Settlement, Watch};
use domain::product::PaymentStyle;
use domain::time::Timestamp;

const REASON: &str = "资料不符";

fn form() -> SpecialFormId {
    SpecialFormId::new(now(), &[4; RANDOM_BYTES])
}

/// What each command that pages and jobs know does, with right data. A new one is missing here until it is written down.
fn run(command: Known, application: &Application, at: Timestamp) -> Result<ApplicationEvent, Refusal> {
    match command {
        Known::Describe => describe::describe(application, &known(), at, representative(), false, None, "preparer".into()),
        Known::RequestForm => reword::request(application, &known(), form(), at),
        Known::Submit => submit::submit(application, &known(), consent("00"), "00", payment_id(), at, &rules()),
        Known::Withdraw => withdraw::withdraw(application),
        Known::Lapse => lapse::lapse(application, &Watch::Reported, at),
        Known::Settle => settle::settle(application, Settlement::Line(line_id())),
        Known::Honour => honour::honour(application, &known(), line_id(), false, at),
        Known::Endorse => endorse::endorse(application, &known(), "maker", at),
        Known::Approve => approve::approve(application, &known(), "checker", at),
        Known::Decline => decline::decline(application, REASON),
        Known::Issue => issue::issue(application, &known(), GuaranteeId::new(now(), &[7; RANDOM_BYTES]), at),
        Known::Hold => hold::hold(application, Refusal::LicenceExpired),
        Known::Close => close::close(application, &known(), at),
    }
}

fn name(command: Known) -> &'static str {
    match command {
        Known::Describe => "Describe",
        Known::RequestForm => "RequestForm",
        Known::Submit => "Submit",
        Known::Withdraw => "Withdraw",
        Known::Lapse => "Lapse",
        Known::Settle => "Settle",
        Known::Honour => "Honour",
        Known::Endorse => "Endorse",
        Known::Approve => "Approve",
        Known::Decline => "Decline",
        Known::Issue => "Issue",
        Known::Hold => "Hold",
        Known::Close => "Close",
    }
}

fn commands(at: Timestamp) -> Vec<Command<'static, Application>> {
    let cashier_at = || Cashier { url: "https://pay.example.com/1".into(), until: now().plus(Timestamp::MINUTE) };
    let mut commands: Vec<Command<'static, Application>> = Vec::new();
    for command in Known::ALL {
        commands.push((
            name(command),
            Box::new(move |application| next(application, run(command, application, at), |next, event| next.apply(event))),
        ));
    }
    let opening = || BriefingOpening { digest: notice().digest, at: now() };
    commands.push((
        "Agree",
        Box::new(move |it| {
            perhaps(it, agree::agree(it, &known(), at, notice(), Some(&opening()), None, "preparer".into()), Application::apply)
        }),
    ));
    commands.push(("Reword", Box::new(|it| next(it, reword::reword(it, "special/x"), Application::apply))));
    commands.push(("Accept", Box::new(|it| perhaps(it, accept::accept(it), Application::apply))));
    commands.push(("OpenCashier", Box::new(move |it| perhaps(it, cashier::cashier(it, cashier_at()), Application::apply))));
    commands.push(("Win", Box::new(move |it| next(it, win::win(it, &known(), won(), at), Application::apply))));
    commands.push(("Refuse", Box::new(|it| perhaps(it, refuse::refuse(it, REASON), Application::apply))));
    commands
}

fn states() -> Vec<(&'static str, Application)> {
    let mut states = every_state();
    states.insert(3, ("draft, waits for its special form", after(&[described(), ApplicationEvent::FormRequested { form: form() }])));
    states
}

/// The same orders at an institution with a system and a cashier of its own.
fn own_system() -> Vec<(&'static str, Application)> {
    let own = |(name, mut application): (&'static str, Application)| {
        application.facts.own_system = true;
        application.facts.payment_style = PaymentStyle::Cashier;
        (name, application)
    };
    states().into_iter().map(own).collect()
}

pub(super) fn section() -> String {
    let table = |title, at, states| Table { title, states, commands: commands(at) };
    Machine {
        title: "Application 申请（订单）",
        about: "An order for a guarantee: what the applicant, the guarantor's staff, the bank and the institution's own system may do to it. `Hold` is\n\
                the job's, when the letter may not be issued, `Close` when it would come too late; `Accept`, `OpenCashier` and `Refuse` are an own system's; `Reword` ends the wait for a\n\
                special form, `Win` goes on from a bid to the performance guarantee.",
        begins: ("Draft", "draft"),
        named: |application: &Application| (application.state.code(), application.state.label()),
        ordinary: Some(Refusal::ApplicationStateForbids),
        tables: vec![
            table("Within the payment period", now(), states()),
            table("After the payment period", now().plus(31 * Timestamp::MINUTE), states()),
            table("After bid opening", lot().opens_at.plus(Timestamp::MINUTE), states()),
            table("Within the payment period, of an institution with its own system and cashier", now(), own_system()),
        ],
    }
    .section()
}

#[test]
fn the_button_is_the_guard() {
    for at in [now(), now().plus(31 * Timestamp::MINUTE), lot().opens_at.plus(Timestamp::MINUTE)] {
        for (state, application) in states().into_iter().chain(own_system()) {
            for command in Known::ALL {
                assert_eq!(command.check(&application, &known(), at), run(command, &application, at).map(|_| ()), "{command:?} in {state}");
            }
        }
    }
}
