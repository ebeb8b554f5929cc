//! What followed, held against what was to follow: every consequence of every event of an order has its row or its effect once, and there is
//! no row that no event asked for.

use super::table::{self, Table};
use crate::consequences::{id, load};
use domain::application::{Application, ApplicationEvent, ApplicationState};
use domain::bank_line::{BankLine, BankLineEvent, BankLineState};
use domain::consequence::{Consequence, Follows, Told};
use domain::delivery::DeliveryState;
use domain::guarantee::{Guarantee, GuaranteeEvent};
use domain::invoice::Invoice;
use domain::notice::{NoticeKind, Side};
use domain::payment::{Payment, PaymentEvent, Settlement};
use domain::special_form::{SpecialForm, SpecialFormEvent};
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use store::filter::Filter;
use testkit::TestWorld;

/// An event with what it happened to, as that was before; of a first event, as it is after.
struct Step<A: Follows> {
    before: A,
    event: A::Event,
}

/// Everything that happened to something.
struct Story<A: Follows>(Vec<Step<A>>);

impl<A: Follows + Clone + PartialEq + Debug> Story<A>
where
    A::Event: DeserializeOwned,
{
    async fn read(world: &TestWorld, id: impl Display, born: fn(&A::Event) -> Option<A>, apply: fn(&mut A, &A::Event), row: &A) -> Self {
        let history = store::event::history(&mut world.parts.store.reader(), &id.to_string()).await.unwrap();
        let mut steps: Vec<Step<A>> = Vec::new();
        let mut now: Option<A> = None;
        for entry in history {
            let event: A::Event = serde_json::from_str(&entry.payload).unwrap();
            let before = now.clone().unwrap_or_else(|| born(&event).unwrap());
            let mut after = before.clone();
            if now.is_some() {
                apply(&mut after, &event);
            }
            now = Some(after);
            steps.push(Step { before, event });
        }
        assert_eq!(now.as_ref(), Some(row), "the row is what its events make");
        Self(steps)
    }

    fn count(&self, is: impl Fn(&A::Event) -> bool) -> usize {
        self.0.iter().filter(|step| is(&step.event)).count()
    }
}

/// An order with everything that belongs to it.
struct Stories {
    application: Story<Application>,
    last: Application,
    payment: Option<Story<Payment>>,
    lines: Vec<(BankLine, Story<BankLine>)>,
    form: Option<Story<SpecialForm>>,
    guarantee: Option<Story<Guarantee>>,
    invoices: Vec<Story<Invoice>>,
}

impl Stories {
    async fn read(world: &TestWorld, order: &str) -> Self {
        let mut reader = world.parts.store.reader();
        let last = load(world, order).await;
        let application = Story::read(world, last.facts.id, Application::born, Application::apply, &last).await;
        let (mut payment, mut lines) = (None, Vec::new());
        if let Some(id) = last.payment() {
            let row = store::payment::load(&mut reader, id).await.unwrap().unwrap();
            payment = Some(Story::read(world, id, Payment::born, Payment::apply, &row).await);
            for line in store::bank_line::list_of_payment(&mut reader, id).await.unwrap() {
                let story = Story::read(world, line.facts.id, BankLine::born, BankLine::apply, &line).await;
                lines.push((line, story));
            }
        }
        let form = match store::special_form::load_last_of(&mut reader, id(order)).await.unwrap() {
            Some(form) => Some(Story::read(world, form.facts.id, SpecialForm::born, SpecialForm::apply, &form).await),
            None => None,
        };
        let guarantee = match last.guarantee() {
            Some(id) => {
                let row = store::guarantee::load(&mut reader, id).await.unwrap().unwrap();
                Some(Story::read(world, id, Guarantee::born, Guarantee::apply, &row).await)
            }
            None => None,
        };
        let mut invoices = Vec::new();
        for row in store::invoice::list_of_application(&mut reader, last.facts.id).await.unwrap() {
            invoices.push(Story::read(world, row.facts.id, Invoice::born, Invoice::apply, &row).await);
        }
        Self { application, last, payment, lines, form, guarantee, invoices }
    }

    /// The rows of the page that these events are, with what follows from each.
    fn rows(&self) -> Vec<(&'static str, &'static str, Vec<Consequence>)> {
        let mut rows = Vec::new();
        for Step { before, event } in &self.application.0 {
            rows.push(("Application", table::of_application(before, event), before.follows(event)));
        }
        for Step { before, event } in self.lines.iter().flat_map(|(_, story)| &story.0) {
            rows.push(("Bank line", table::of_bank_line(before, event), before.follows(event)));
        }
        for Step { before, event } in self.form.iter().flat_map(|story| &story.0) {
            rows.push(("Special form", table::of_special_form(event), before.follows(event)));
        }
        for Step { before, event } in self.guarantee.iter().flat_map(|story| &story.0) {
            rows.push(("Guarantee", table::of_guarantee(before, event), before.follows(event)));
        }
        for Step { before, event } in self.invoices.iter().flat_map(|story| &story.0) {
            rows.push(("Invoice", table::of_invoice(event), before.follows(event)));
        }
        rows
    }

    fn payments(&self, is: impl Fn(&PaymentEvent) -> bool) -> usize {
        self.payment.as_ref().map_or(0, |story| story.count(is))
    }

    fn of_line(&self, id: domain::id::BankLineId, is: impl Fn(&BankLineEvent) -> bool) -> usize {
        self.lines.iter().filter(|(line, _)| line.facts.id == id).map(|(_, story)| story.count(&is)).sum()
    }

    /// Whether a consequence that leaves no notice and no message has had its effect, once. `all` is every consequence of the order.
    fn carried(&self, world: &TestWorld, consequence: &Consequence, all: &[Consequence]) -> bool {
        let (now, state) = (world.world.now(), &self.last.state);
        let paid = matches!(state, ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. });
        match consequence {
            Consequence::Lapse { .. } => {
                self.last.due_until().is_none_or(|until| now < until) || !matches!(state, ApplicationState::AwaitingPayment { .. })
            }
            Consequence::CloseAtOpening { .. } => now < self.last.opens_at() || !paid,
            Consequence::Issue { .. } => !matches!(state, ApplicationState::Issuing { .. }),
            Consequence::Settle { by, .. } => {
                self.payments(|event| matches!(event, PaymentEvent::Settled { by: known } if known == by)) == 1
                    && self.application.count(|event| matches!(event, ApplicationEvent::Settled { by: known, .. } if known == by)) == 1
            }
            Consequence::Honour { line, in_time, .. } => {
                self.payments(|event| *event == PaymentEvent::Settled { by: Settlement::Line(*line) }) == 1
                    && self.application.count(|event| *event == ApplicationEvent::Honoured { line: *line, in_time: *in_time }) == 1
            }
            Consequence::MovePayment { .. } => {
                let wanted = all.iter().filter(|one| matches!(one, Consequence::MovePayment { .. })).count();
                self.payments(|event| matches!(event, PaymentEvent::Moved { .. })) == wanted
            }
            Consequence::ClosePayment { .. } => self.payments(|event| *event == PaymentEvent::Closed) == 1,
            Consequence::Refund { .. } => {
                let by = self.payment.iter().flat_map(|story| &story.0).find_map(|step| match step.event {
                    PaymentEvent::Settled { by } => Some(by),
                    PaymentEvent::FellDue { .. } | PaymentEvent::Moved { .. } | PaymentEvent::Closed => None,
                });
                match by {
                    Some(Settlement::Line(line)) => self.of_line(line, |event| matches!(event, BankLineEvent::RefundRequested { .. })) == 1,
                    Some(Settlement::Message(_)) | None => false,
                }
            }
            Consequence::SendBack { line, .. } => {
                self.of_line(*line, |event| matches!(event, BankLineEvent::Refunded | BankLineEvent::RefundFailed { .. })) == 1
            }
            Consequence::Match { line } => {
                self.lines.iter().any(|(known, _)| known.facts.id == *line && known.state != BankLineState::Received)
            }
            Consequence::AwaitForm { form, .. } => {
                self.application.count(|event| *event == ApplicationEvent::FormRequested { form: *form }) == 1
            }
            Consequence::Reword { form, .. } => {
                // An application that was given up or closed while it waited goes on with nothing.
                let ended = |event: &ApplicationEvent| matches!(event, ApplicationEvent::Withdrawn | ApplicationEvent::Declined { .. });
                let over = self.application.0.iter().any(|step| ended(&step.event) && step.before.waits_for() == Some(*form));
                self.application.count(|event| matches!(event, ApplicationEvent::Reworded { .. })) == usize::from(!over)
            }
            Consequence::DropForm { .. } => {
                self.form.as_ref().is_some_and(|story| story.count(|event| *event == SpecialFormEvent::Abandoned) == 1)
            }
            // Looked at for a whole institution, when every letter has ended.
            Consequence::Free { .. } => self.guarantee.is_some(),
            // Looked at beside the messages; of lots and statements there is nothing in an order's story.
            Consequence::Wake { .. } | Consequence::Tell(_) | Consequence::Notify(_) => true,
            // No order of these stories needs credit; what becomes of it is driven in `credit.rs`.
            Consequence::ReserveCredit { .. } | Consequence::UseCredit { .. } | Consequence::FreeCredit { .. } => false,
            // No own system of these stories is asked for an invoice; what becomes of that is driven in `invoice.rs` and `instruction.rs`.
            Consequence::AskInvoice { .. }
            | Consequence::IssueInvoice { .. }
            | Consequence::ReturnInvoice { .. }
            | Consequence::RefundInvoice { .. } => false,
            Consequence::TakeStatement { .. }
            | Consequence::Reach { .. }
            | Consequence::ReachInstitution { .. }
            | Consequence::RemindCredit { .. }
            | Consequence::TendComplaint { .. }
            | Consequence::CountRatings
            | Consequence::LetGo { .. }
            | Consequence::EndSessions { .. } => false,
        }
    }
}

/// What an institution hears, as topic and state.
const fn heard(told: &Told) -> &'static str {
    match told {
        Told::Submitted(_) => "application.order",
        Told::Paid(..) => "payment.notice",
        Told::Withdrawn(_) => "application.status withdrawn",
        Told::Lapsed(_) => "application.status lapsed",
        Told::Declined(_) => "application.status declined",
        Told::Issued(_) => "application.status issued",
        Told::OpeningMoved(_) => "application.opening_change",
        Told::CreditAsked(_) => "credit.order",
        Told::Instructed(_) => "instruction",
    }
}

/// What lies in the outbox about the order, as topic and state.
async fn deliveries(world: &TestWorld, application: &Application) -> Vec<String> {
    let mut found = Vec::new();
    for state in DeliveryState::ALL {
        let institution = application.facts.guarantor.institution;
        let rows = store::delivery::list(&mut world.parts.store.reader(), institution, state).await.unwrap();
        found.extend(rows.into_iter().filter(|row| row.subject == application.facts.number.as_str()).map(|row| {
            let payload: serde_json::Value = serde_json::from_str(&row.payload).unwrap();
            payload["status"].as_str().map_or_else(|| row.topic.clone(), |status| format!("{} {status}", row.topic))
        }));
    }
    found.sort();
    found
}

/// What the people of both sides have been told about the order.
async fn notices(world: &TestWorld, application: &Application) -> Vec<(Side, NoticeKind)> {
    let facts = &application.facts;
    let sides = [(Side::Applicant, facts.applicant.organisation.to_string()), (Side::Guarantor, facts.guarantor.institution.to_string())];
    let mut found = Vec::new();
    for (side, audience) in sides {
        let mut after = None;
        loop {
            let rows = store::notice::list(&mut world.parts.store.reader(), &audience, &Filter::default(), after, 50).await.unwrap();
            let Some(last) = rows.last() else { break };
            after = Some(last.id);
            found.extend(
                rows.into_iter()
                    .filter(|row| row.application.as_ref().is_some_and(|(id, _)| *id == facts.id))
                    .map(|row| (side, row.kind.unwrap())),
            );
        }
    }
    found.sort();
    found
}

/// Holds an order against the page; gives back the cells its story is: title and row.
pub(super) async fn look(world: &TestWorld, table: &Table, column: &str, order: &str) -> BTreeSet<(&'static str, &'static str)> {
    let stories = Stories::read(world, order).await;
    let application = &stories.last;
    let mut all = Vec::new();
    let mut cells = BTreeSet::new();
    for (title, row, follows) in stories.rows() {
        let column = if title == "Application" { column } else { "what follows" };
        let words = if follows.is_empty() { "–".into() } else { follows.iter().map(Consequence::label).collect::<Vec<_>>().join("; ") };
        assert_eq!(words, table.says(title, row, column), "{title}, {row}, {column}");
        cells.insert((title, row));
        all.extend(follows);
    }
    let name = format!("{column}: {:?} of {order}", application.state);
    let mut told: Vec<(Side, NoticeKind)> =
        all.iter().filter_map(|one| if let Consequence::Notify(notice) = one { Some((notice.to, notice.kind)) } else { None }).collect();
    told.sort();
    assert_eq!(notices(world, application).await, told, "people are told once: {name}");
    let mut said: Vec<String> =
        all.iter().filter_map(|one| if let Consequence::Tell(told) = one { Some(heard(told).to_owned()) } else { None }).collect();
    said.sort();
    assert_eq!(deliveries(world, application).await, said, "the institution is told once: {name}");
    for consequence in &all {
        assert!(stories.carried(world, consequence, &all), "{consequence:?} has had its effect once: {name}");
    }
    let parked = store::message::list_parked(&mut world.parts.store.reader(), application.facts.number.as_str()).await.unwrap();
    assert!(parked.is_empty(), "a message waits for what has happened: {name}");
    let issued = stories.guarantee.iter().flat_map(|story| &story.0).find_map(|step| match &step.event {
        GuaranteeEvent::Issued { guarantee } => Some(guarantee.issued_at),
        GuaranteeEvent::LotHeard { .. } => None,
    });
    assert!(issued.is_none_or(|at| at < application.opens_at()), "nothing is issued after opening: {name}");
    cells
}
