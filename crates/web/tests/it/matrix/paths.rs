//! The paths an order takes, each once for every way to be connected and to pay, open and sealed. Between any two steps of people the workers
//! run: dying at each step, and everything twice.

use super::Column;
use crate::consequences::{again, limit, load};
use crate::interface::deliver;
use crate::special_form::ask;
use counterparts::institution::{Institution, Manners};
use domain::time::Timestamp;
use protocol::message as wire;
use testkit::{Browser, Correspondent, TestWorld};

const OWN: &str = "衡岳财产保险股份有限公司";
const AUTOMATIC: &str = "江海财产保险股份有限公司";
const REVIEWED: &str = "长川银行股份有限公司";

/// A platform on which one column of the page is driven.
pub(super) struct Drive<'w> {
    pub(super) world: &'w TestWorld,
    pub(super) column: &'static Column,
    pub(super) institution: Option<Institution>,
    pub(super) centre: Correspondent<'w>,
    /// The lots on the site's page.
    lots: Vec<String>,
    /// Which of them is asked for: what happens to a lot is for one path alone.
    pub(super) lot: usize,
    /// The orders that were driven.
    pub(super) orders: Vec<String>,
}

impl<'w> Drive<'w> {
    pub(super) async fn new(world: &'w TestWorld, column: &'static Column) -> Self {
        let institution = match column.own_system {
            Some(style) => Some(world.own_system(style).await),
            None => None,
        };
        let centre = world.centres_hand("6-centre-xj").await;
        let page = world.browser().get("/650000/lots").await.body;
        let lots = page.split("<a href=\"/650000/lots/").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
        Self { world, column, institution, centre, lots, lot: 0, orders: Vec::new() }
    }

    /// Every path that is possible in this column. The last ones end with the opening, behind which nobody can do anything more.
    pub(super) async fn all(&mut self) {
        // Sooner than it was, so that everybody's certificates still count when it is opened.
        self.lot = 2;
        let soon = self.world.world.now().plus(48 * Timestamp::HOUR);
        self.announce(&self.asked().await.1, soon).await;
        self.lot = 0;
        self.given_up_as_a_draft().await;
        self.given_up_while_it_waits_for_a_special_form().await;
        self.reworded_and_given_up_unpaid().await;
        self.issued(self.usual()).await;
        self.held_then_declined_by_staff().await;
        self.held_then_released().await;
        if self.column.own_system.is_some() {
            self.not_accepted().await;
            self.declined_by_the_system_though_paid().await;
        } else {
            self.reviewed_and_issued().await;
        }
        if !self.column.sealed {
            self.moved_and_opened().await;
            self.lot = 0;
        }
        if self.column.tells_all() {
            self.form_goes_back_and_forth().await;
            self.money_that_settles_nothing().await;
            self.letter_hears_of_its_lot().await;
            self.fee_is_invoiced().await;
            self.lot = 0;
        }
        self.taken_down_and_back().await;
        self.lapsed_and_paid_late().await;
        if self.column.own_system.is_none() {
            self.lapsed_though_paid_in_time(AUTOMATIC, "issued").await;
            self.lapsed_though_paid_in_time(REVIEWED, "under_review").await;
        }
        self.pressed_after_opening(soon).await;
    }

    pub(super) const fn usual(&self) -> &'static str {
        if self.column.own_system.is_some() { OWN } else { AUTOMATIC }
    }

    fn short(&self) -> (&'static str, &'static str) {
        if self.column.own_system.is_some() { (OWN, "a-newcomer") } else { (AUTOMATIC, "3-insurer") }
    }

    pub(super) async fn bidder(&self) -> Browser {
        self.world.logged_in("1-bidder").await
    }

    pub(super) async fn draft(&mut self, guarantor: &str) -> String {
        let mut bidder = self.bidder().await;
        let mut order = bidder.draft_for("650000", &self.asked().await.0, guarantor).await;
        if self.column.sealed {
            order = self.world.sealed(&mut bidder, &order).await;
        }
        self.orders.push(order.clone());
        order
    }

    async fn sign(&self, order: &str) {
        let mut bidder = self.bidder().await;
        let answer = bidder.sign(order, &self.world.sealer("1-bidder"), self.world.parts.entropy.as_ref()).await;
        assert_eq!((answer.status, answer.location.as_str()), (303, order), "{}", answer.body);
    }

    pub(super) async fn submitted(&mut self, guarantor: &str) -> String {
        let order = self.draft(guarantor).await;
        self.sign(&order).await;
        order
    }

    /// The workers run, and the institution's own system with them.
    pub(super) async fn go(&self) {
        again(self.world).await;
        if let Some(institution) = &self.institution {
            self.world.exchange(institution).await;
            again(self.world).await;
        }
    }

    /// The fee is paid, and the platform has heard of it; the institution's own system has not come to the letter yet.
    pub(super) async fn pay(&self, order: &str) {
        if self.column.own_system == Some("cashier") {
            self.go().await;
            let application = load(self.world, order).await;
            let http = partners::http::builder(std::time::Duration::from_secs(5)).build().unwrap();
            http.post(&application.cashier().unwrap().url).send().await.unwrap();
            let waiting = self.institution.as_ref().unwrap().book().waiting().unwrap();
            let number = application.facts.number.to_string();
            let paid = waiting.into_iter().find(|waiting| waiting.topic == "paid" && waiting.order_number == number).unwrap();
            assert_eq!(deliver(self.world, &paid).await.status, 200);
        } else {
            self.world.pay(&mut self.bidder().await, order).await;
        }
        again(self.world).await;
    }

    pub(super) async fn press(&self, mut who: Browser, order: &str, verb: &str, fields: &[(&str, &str)]) {
        let answer = who.submit(order, &format!("/workbench{order}/{verb}"), fields).await;
        assert_eq!(answer.status, 303, "{verb}: {}", answer.body);
        self.go().await;
    }

    async fn withdraw(&self, order: &str) {
        assert_eq!(self.bidder().await.submit(order, &format!("{order}/withdraw"), &[]).await.status, 303);
        self.go().await;
    }

    pub(super) async fn ask_for_a_form(&self, order: &str) {
        assert_eq!(ask(&mut self.bidder().await, order, "招标文件要求见索即付", b"").await.status, 303);
        self.go().await;
    }

    async fn given_up_as_a_draft(&mut self) {
        let order = self.draft(self.usual()).await;
        self.withdraw(&order).await;
    }

    async fn given_up_while_it_waits_for_a_special_form(&mut self) {
        let order = self.draft(self.usual()).await;
        self.ask_for_a_form(&order).await;
        self.withdraw(&order).await;
    }

    async fn reworded_and_given_up_unpaid(&mut self) {
        let order = self.draft(self.usual()).await;
        self.ask_for_a_form(&order).await;
        let mut staff = self.world.logged_in(self.short().1).await;
        let form = format!("/workbench/forms/{}", staff.get("/workbench/forms").await.between("href=\"/workbench/forms/", "\""));
        assert_eq!(staff.submit(&form, &format!("{form}/refuse"), &[("reason", "不承保此类条款")]).await.status, 303);
        self.go().await;
        self.sign(&order).await;
        self.go().await;
        self.withdraw(&order).await;
    }

    async fn issued(&mut self, guarantor: &str) {
        let order = self.submitted(guarantor).await;
        self.pay(&order).await;
        self.go().await;
        self.stands(&order, "issued").await;
    }

    async fn reviewed_and_issued(&mut self) {
        let order = self.submitted(REVIEWED).await;
        self.pay(&order).await;
        self.press(self.world.logged_in("4-bank").await, &order, "endorse", &[]).await;
        self.press(self.world.logged_in("e-bank").await, &order, "approve", &[]).await;
        self.stands(&order, "issued").await;
    }

    /// A letter that may not be issued, because the institution may be bound for one yuan in all.
    async fn held(&mut self) -> String {
        let order = self.submitted(self.usual()).await;
        limit(self.world, self.short().0, "1").await;
        self.pay(&order).await;
        self.go().await;
        self.stands(&order, "under_review").await;
        order
    }

    async fn held_then_declined_by_staff(&mut self) {
        let order = self.held().await;
        self.press(self.world.logged_in(self.short().1).await, &order, "decline", &[("reason", "额度已满")]).await;
        limit(self.world, self.short().0, "").await;
    }

    async fn held_then_released(&mut self) {
        let order = self.held().await;
        limit(self.world, self.short().0, "").await;
        self.press(self.world.logged_in(self.short().1).await, &order, "endorse", &[]).await;
        self.press(self.world.colleague(self.short().1).await, &order, "approve", &[]).await;
        self.stands(&order, "issued").await;
    }

    async fn not_accepted(&mut self) {
        let institution = self.institution.clone().unwrap();
        institution.behave(Manners { refuses: true, ..Manners::default() });
        let order = self.submitted(OWN).await;
        self.go().await;
        institution.behave(Manners::default());
        self.stands(&order, "declined").await;
    }

    /// The system takes the money and then will not issue.
    async fn declined_by_the_system_though_paid(&mut self) {
        let order = self.submitted(OWN).await;
        self.pay(&order).await;
        let order_number = load(self.world, &order).await.facts.number.to_string();
        let decided_at = self.world.world.now().to_seconds();
        let decision = wire::Decision { order_number, accepted: false, reason: "查出不良记录".into(), decided_at };
        assert_eq!(self.world.newcomers_hand().send("decision", "declined-though-paid", &decision).await.status, 200);
        again(self.world).await;
        self.stands(&order, "declined").await;
    }

    async fn lapsed_and_paid_late(&mut self) {
        let order = self.submitted(self.usual()).await;
        self.go().await;
        let application = load(self.world, &order).await;
        self.world.clock.advance(application.due_until().unwrap().micros() - self.world.world.now().micros());
        self.go().await;
        self.stands(&order, "lapsed").await;
        if self.column.own_system.is_some() {
            return;
        }
        let payment = store::payment::load(&mut self.world.parts.store.reader(), application.payment().unwrap()).await.unwrap().unwrap();
        let (account, reference) = (&payment.payee.number, payment.reference.to_string());
        let late = self.world.transfer(account, &payment.amount.plain(), &reference);
        assert_eq!(self.world.report(&late).await.status, 200);
        again(self.world).await;
        let mut staff = self.world.logged_in("3-insurer").await;
        let line = staff.get("/workbench/suspense").await.between("/workbench/suspense/bln_", "/");
        let honour = format!("/workbench/suspense/bln_{line}/honour");
        assert_eq!(staff.submit("/workbench/suspense", &honour, &[]).await.status, 303);
        self.go().await;
        self.stands(&order, "under_review").await;
    }

    /// Paid in time, and the bank is heard of when the order has lapsed.
    async fn lapsed_though_paid_in_time(&mut self, guarantor: &str, state: &str) {
        let order = self.submitted(guarantor).await;
        let (account, amount, reference) = self.bidder().await.due(&order).await;
        let line = self.world.transfer(&account, &amount, &reference);
        self.world.clock.advance(load(self.world, &order).await.due_until().unwrap().micros() - self.world.world.now().micros());
        again(self.world).await;
        self.stands(&order, "lapsed").await;
        assert_eq!(self.world.report(&line).await.status, 200);
        again(self.world).await;
        self.stands(&order, state).await;
    }

    /// The centre decides about an institution.
    async fn decide_about(&self, guarantor: &str, kind: &str, words: &str) {
        let mut centre = self.world.logged_in("6-centre-xj").await;
        let list = centre.get("/centre/institutions").await;
        let row = list.between(&format!("{guarantor}</th>"), "</tr>");
        let page = format!("/centre/institutions/{}", row.split("/centre/institutions/").nth(1).unwrap().split('"').next().unwrap());
        assert_eq!(centre.submit(&page, &page, &[("kind", kind), ("words", words)]).await.status, 303);
        again(self.world).await;
    }

    /// The institution is taken down while there is an order in every state, and is back.
    async fn taken_down_and_back(&mut self) {
        let usual = self.usual();
        let reviewed = if self.column.own_system.is_some() { None } else { Some(self.submitted(REVIEWED).await) };
        if let Some(order) = &reviewed {
            self.pay(order).await;
        }
        let (unpaid, paid) = (self.submitted(usual).await, self.submitted(usual).await);
        if self.column.own_system.is_some() {
            self.pay(&paid).await;
        } else {
            self.world.pay(&mut self.bidder().await, &paid).await;
        }
        // Last: choosing the same again goes on with the draft there is.
        let draft = self.draft(usual).await;
        let down: Vec<&str> = [usual].into_iter().chain(reviewed.as_ref().map(|_| REVIEWED)).collect();
        for guarantor in &down {
            self.decide_about(guarantor, "take_down", "退出").await;
        }
        self.stands(&unpaid, "closed").await;
        self.stands(&draft, "draft").await;
        for guarantor in &down {
            self.decide_about(guarantor, "put_live", "").await;
        }
        self.go().await;
        self.stands(&paid, "issued").await;
        if let Some(order) = &reviewed {
            self.stands(order, "under_review").await;
        }
    }

    /// The identifier and the number of the lot that is asked for.
    pub(super) async fn asked(&self) -> (String, String) {
        let id = self.lots[self.lot].clone();
        let listed = store::lot::load(&mut self.world.parts.store.reader(), id.parse().unwrap()).await.unwrap().unwrap();
        (id, listed.lot.number.to_string())
    }

    /// The centre announces another opening of the lot.
    pub(super) async fn announce(&self, lot_number: &str, opens_at: Timestamp) {
        let change = wire::OpeningChange {
            lot_number: lot_number.to_owned(),
            opens_at: opens_at.to_seconds(),
            reason: "澄清文件发布".into(),
            announced_at: self.world.world.now().to_seconds(),
        };
        let key = format!("moved-{lot_number}");
        assert_eq!(self.centre.send("lot.opening_change", &key, &change).await.status, 200);
        again(self.world).await;
    }

    /// The lot is brought forward, and its bids need not count for so long, while there is a draft, one that waits for a special form, an
    /// unpaid and a paid order; and then it is opened before its time.
    async fn moved_and_opened(&mut self) {
        // Under review when nobody has pressed anything, or at the own system, which has not come to it.
        let guarantor = if self.column.own_system.is_some() { OWN } else { REVIEWED };
        self.lot = 1;
        let paid = self.submitted(guarantor).await;
        self.pay(&paid).await;
        let unpaid = self.submitted(guarantor).await;
        let waiting = self.draft(guarantor).await;
        // The own system does not come to the paid one in between.
        assert_eq!(ask(&mut self.bidder().await, &waiting, "招标文件要求见索即付", b"").await.status, 303);
        // Another institution's: of a draft none hears anything.
        let draft = self.draft(AUTOMATIC).await;
        again(self.world).await;
        let lot_number = self.asked().await.1;
        let opens_at = load(self.world, &draft).await.opens_at();
        self.announce(&lot_number, opens_at.plus(-24 * Timestamp::HOUR)).await;
        let shorter = wire::ValidityChange {
            lot_number: lot_number.clone(),
            valid_days: 30,
            reason: "更正".into(),
            announced_at: self.world.world.now().to_seconds(),
        };
        assert_eq!(self.centre.send("lot.validity_change", "matrix-shorter", &shorter).await.status, 200);
        again(self.world).await;
        let opening = wire::LotOpening { lot_number, opened_at: self.world.world.now().to_seconds() };
        assert_eq!(self.centre.send("lot.opening", "matrix-opening", &opening).await.status, 200);
        again(self.world).await;
        for order in [&paid, &unpaid, &waiting, &draft] {
            self.stands(order, "closed").await;
        }
    }

    /// Bids are opened while there is an order in every state, and the workers are late. What people press, pay and send from then on is
    /// refused or goes back, and nothing is issued.
    async fn pressed_after_opening(&mut self, opening: Timestamp) {
        self.lot = 2;
        let (world, cashier) = (self.world, self.column.own_system == Some("cashier"));
        world.clock.advance(opening.micros() - world.world.now().micros() - 2 * Timestamp::HOUR);
        let reviewed = match self.institution {
            Some(_) => None,
            None => Some(self.submitted(REVIEWED).await),
        };
        if let Some(order) = &reviewed {
            self.pay(order).await;
            self.press(world.logged_in("4-bank").await, order, "endorse", &[]).await;
        }
        let unpaid = self.submitted(self.usual()).await;
        let paid = self.submitted(self.usual()).await;
        if cashier {
            self.pay(&paid).await;
        } else {
            world.pay(&mut self.bidder().await, &paid).await;
        }
        let (draft, mut bidder) = (self.draft(self.usual()).await, self.bidder().await);
        let confirm = format!("{draft}/confirm");
        let page = bidder.get(&confirm).await;
        assert_eq!((page.status, page.location.as_str()), (200, ""), "{}", page.body);
        let signed = world.sealer("1-bidder").submission(&page.body, world.parts.entropy.as_ref());
        let due = if cashier { None } else { Some(bidder.due(&unpaid).await) };

        world.clock.advance(opening.micros() - world.world.now().micros());
        let signed: Vec<(&str, &str)> = signed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let late = self.bidder().await.post(&confirm, &signed).await;
        assert_ne!(late.status, 303, "{}", late.body);
        if let Some((account, amount, reference)) = due {
            assert_eq!(world.report(&world.transfer(&account, &amount, &reference)).await.status, 200);
        } else {
            let http = partners::http::builder(std::time::Duration::from_secs(5)).build().unwrap();
            http.post(&load(world, &unpaid).await.cashier().unwrap().url).send().await.unwrap();
        }
        if let Some(order) = &reviewed {
            let mut checker = world.logged_in("e-bank").await;
            let late = checker.submit(order, &format!("/workbench{order}/approve"), &[]).await;
            assert_ne!(late.status, 303, "{}", late.body);
        }
        self.go().await;
        for order in reviewed.iter().chain([&paid]) {
            self.stands(order, "closed").await;
        }
        self.stands(&unpaid, "lapsed").await;
        // What the centre said of the lot is heard once more, when it is too late; of a sealed one nobody hears.
        self.stands(&draft, if self.column.sealed { "draft" } else { "closed" }).await;
    }

    pub(super) async fn stands(&self, order: &str, state: &str) {
        let application = load(self.world, order).await;
        let mut reader = self.world.parts.store.reader();
        let left = store::message::list_suspended(&mut reader, application.facts.guarantor.institution).await.unwrap();
        let left: Vec<String> = left.into_iter().map(|message| format!("{}: {}", message.topic, message.reason)).collect();
        let trouble = self.institution.as_ref().and_then(Institution::trouble);
        assert_eq!(application.state.code(), state, "{}: {left:?}, {trouble:?}, {:?}", self.column.name, application.state);
    }
}
