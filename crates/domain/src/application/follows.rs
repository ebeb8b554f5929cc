//! What an application's events set off.

use super::{Application, ApplicationEvent, ApplicationState, Decliner};
use crate::consequence::{Consequence, Follows, Told};
use crate::id::ApplicationId;
use crate::notice::{About, Notice, NoticeKind, Side};
use crate::payment::Settlement;
use crate::product::PaymentStyle;
use crate::time::Timestamp;

impl Application {
    fn tell(&self, told: Told) -> Option<Consequence> {
        self.facts.own_system.then_some(Consequence::Tell(told))
    }

    fn wake(&self) -> Option<Consequence> {
        self.facts.own_system.then(|| Consequence::Wake { number: self.facts.number.clone() })
    }

    fn to_applicant(&self, kind: NoticeKind) -> Consequence {
        Consequence::Notify(Notice { to: Side::Applicant, about: About::Application(self.facts.id), kind })
    }

    fn to_guarantor(&self, kind: NoticeKind) -> Consequence {
        Consequence::Notify(Notice { to: Side::Guarantor, about: About::Application(self.facts.id), kind })
    }

    fn close_payment(&self) -> Option<Consequence> {
        self.payment().map(|payment| Consequence::ClosePayment { payment })
    }

    /// What becomes of the applicant's credit, where the application needs any.
    fn credit(&self, what: fn(ApplicationId) -> Consequence) -> Option<Consequence> {
        self.facts.needs_credit.then(|| what(self.facts.id))
    }

    /// What was reserved of it is free again. Of a draft nothing was.
    fn free_credit(&self) -> Option<Consequence> {
        self.payment().and_then(|_| self.credit(|application| Consequence::FreeCredit { application }))
    }

    fn close_at_opening(&self) -> Consequence {
        Consequence::CloseAtOpening { application: self.facts.id, at: self.opens_at() }
    }

    /// A letter follows by itself where the product says so; an institution's own system makes it there.
    fn settled(&self, by: Settlement, automatic: bool) -> Vec<Consequence> {
        let id = self.facts.id;
        let told = match by {
            Settlement::Line(line) => self.tell(Told::Paid(id, line)),
            Settlement::Message(_) => None,
        };
        let next = if self.facts.own_system {
            self.wake()
        } else if automatic {
            Some(Consequence::Issue { application: id })
        } else {
            Some(self.to_guarantor(NoticeKind::ToReview))
        };
        [Some(self.close_at_opening()), told, next].into_iter().flatten().collect()
    }

    /// What is unpaid is due by the new opening, what is paid is closed at it.
    fn moved(&self, opens_at: Timestamp, until: Option<Timestamp>) -> Vec<Consequence> {
        let id = self.facts.id;
        let mut follows = match (self.payment(), until) {
            (Some(payment), Some(until)) => {
                vec![Consequence::MovePayment { payment, until }, Consequence::Lapse { application: id, at: until }]
            }
            (_, Some(_) | None) => {
                vec![Consequence::CloseAtOpening { application: id, at: opens_at }, self.to_guarantor(NoticeKind::OpeningMoved)]
            }
        };
        follows.extend(self.tell(Told::OpeningMoved(id)));
        follows.push(self.to_applicant(NoticeKind::OpeningMoved));
        follows
    }

    /// Before payment nothing goes back; what was transferred does; what the institution's cashier took the institution gives back itself. Of a
    /// draft no institution has heard.
    fn declined(&self, by: Decliner) -> Vec<Consequence> {
        if self.is_draft() {
            let form = self.waits_for().map(|form| Consequence::DropForm { form });
            return form.into_iter().chain([self.to_applicant(NoticeKind::Closed)]).collect();
        }
        let unpaid = matches!(self.state, ApplicationState::AwaitingPayment { .. });
        let rule = by == Decliner::Rule;
        let (money, notice) = match (unpaid, self.facts.payment_style) {
            (true, _) => (self.close_payment(), if rule { NoticeKind::Closed } else { NoticeKind::Declined }),
            (false, PaymentStyle::Cashier) => (None, if rule { NoticeKind::ClosedByCashier } else { NoticeKind::DeclinedByCashier }),
            (false, PaymentStyle::Transfer) => {
                let reason = format!("保函申请 {} {}", self.facts.number, if rule { "已关闭" } else { "未承保" });
                let notice = if rule { NoticeKind::ClosedRefunding } else { NoticeKind::DeclinedRefunding };
                (self.payment().map(|payment| Consequence::Refund { payment, reason }), notice)
            }
        };
        let told = match by {
            Decliner::Institution => None,
            Decliner::Staff | Decliner::Rule => self.tell(Told::Declined(self.facts.id)),
        };
        [money, self.free_credit(), told, self.wake(), Some(self.to_applicant(notice))].into_iter().flatten().collect()
    }
}

impl Follows for Application {
    type Event = ApplicationEvent;

    fn follows(&self, event: &ApplicationEvent) -> Vec<Consequence> {
        let id = self.facts.id;
        match event {
            ApplicationEvent::Drafted { .. }
            | ApplicationEvent::Described { .. }
            | ApplicationEvent::Substantiated { .. }
            | ApplicationEvent::PaperAttached { .. }
            | ApplicationEvent::PaperRemoved { .. }
            | ApplicationEvent::Won { .. }
            | ApplicationEvent::Agreed { .. }
            | ApplicationEvent::FormRequested { .. }
            | ApplicationEvent::Reworded { .. }
            | ApplicationEvent::Accepted
            | ApplicationEvent::CashierOpened { .. }
            | ApplicationEvent::Endorsed { .. } => Vec::new(),
            ApplicationEvent::Submitted { until, .. } => {
                let credit = self.credit(|application| Consequence::ReserveCredit { application });
                let lapse = Consequence::Lapse { application: id, at: *until };
                credit.into_iter().chain([lapse]).chain(self.tell(Told::Submitted(id))).collect()
            }
            ApplicationEvent::Withdrawn => {
                let told = self.payment().and_then(|_| self.tell(Told::Withdrawn(id)));
                let form = self.waits_for().map(|form| Consequence::DropForm { form });
                [self.close_payment(), self.free_credit(), told, form].into_iter().flatten().collect()
            }
            ApplicationEvent::Lapsed => {
                let parts =
                    [self.close_payment(), self.free_credit(), self.tell(Told::Lapsed(id)), Some(self.to_applicant(NoticeKind::Lapsed))];
                parts.into_iter().flatten().collect()
            }
            ApplicationEvent::Settled { by, automatic } => self.settled(*by, *automatic),
            ApplicationEvent::Honoured { in_time, .. } => {
                let next = if *in_time && self.facts.automatic {
                    Consequence::Issue { application: id }
                } else {
                    self.to_guarantor(NoticeKind::ToReview)
                };
                let told = if *in_time { NoticeKind::TakenUp } else { NoticeKind::Honoured };
                let credit = self.credit(|application| Consequence::ReserveCredit { application });
                credit.into_iter().chain([self.close_at_opening(), next, self.to_applicant(told)]).collect()
            }
            ApplicationEvent::Approved => {
                vec![self.wake().unwrap_or(Consequence::Issue { application: id })]
            }
            ApplicationEvent::Held { .. } => vec![self.to_guarantor(NoticeKind::Held)],
            ApplicationEvent::Declined { by, .. } => self.declined(*by),
            ApplicationEvent::Halted { .. } if self.is_draft() => vec![self.to_applicant(NoticeKind::ChooseAnother)],
            ApplicationEvent::Halted { .. } => vec![self.to_guarantor(NoticeKind::OrderHeld), self.to_applicant(NoticeKind::OnHold)],
            ApplicationEvent::Resumed if self.is_draft() => vec![self.to_applicant(NoticeKind::Resumed)],
            ApplicationEvent::Resumed => {
                // What had been released is issued; an own system's letter that came meanwhile is looked at again.
                let issue = (self.awaits_return() || self.is_issuing()).then_some(Consequence::Issue { application: id });
                let next = if self.facts.own_system { self.wake() } else { issue };
                next.into_iter().chain([self.to_guarantor(NoticeKind::Resumed), self.to_applicant(NoticeKind::Resumed)]).collect()
            }
            ApplicationEvent::LotChanged { .. } => vec![self.to_applicant(NoticeKind::DraftOutdated)],
            ApplicationEvent::LotHeard { .. } => vec![self.to_guarantor(NoticeKind::LotChanged), self.to_applicant(NoticeKind::LotChanged)],
            ApplicationEvent::OpeningMoved { opens_at, until } => self.moved(*opens_at, *until),
            ApplicationEvent::Issued { .. } => {
                let told = self.tell(Told::Issued(id));
                let credit = self.credit(|application| Consequence::UseCredit { application });
                credit.into_iter().chain(told).chain([self.to_applicant(NoticeKind::Issued)]).collect()
            }
        }
    }
}
