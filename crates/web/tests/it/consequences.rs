//! What follows from an event happens once, whoever runs it twice or dies in the middle: the cells of `docs/reference/consequences.md` that
//! once were empty (B1–B4), and closing by rule (F-2), for every way to be connected and to pay.

use counterparts::institution::Institution;
use domain::application::{Application, ApplicationState, Decliner};
use domain::bank_line::BankLineState;
use domain::delivery::DeliveryState;
use domain::id::ApplicationId;
use domain::notice::NoticeKind;
use domain::time::Timestamp;
use protocol::message as wire;
use store::filter::Filter;
use store::notice::NoticeFilter;
use testkit::{Browser, TestWorld, on_both_engines};

const OWN: &str = "衡岳财产保险股份有限公司";
const AUTOMATIC: &str = "江海财产保险股份有限公司";
const REVIEWED: &str = "长川银行股份有限公司";

pub(crate) fn id(order: &str) -> ApplicationId {
    order.rsplit('/').next().unwrap().parse().unwrap()
}

pub(crate) async fn load(world: &TestWorld, order: &str) -> Application {
    store::application::load(&mut world.parts.store.reader(), id(order)).await.unwrap().unwrap()
}

/// The states of the lines that were tied to the order's payment.
pub(crate) async fn money(world: &TestWorld, order: &str) -> Vec<BankLineState> {
    let payment = load(world, order).await.payment().unwrap();
    let lines = store::bank_line::list_of_payment(&mut world.parts.store.reader(), payment).await.unwrap();
    lines.into_iter().map(|line| line.state).collect()
}

/// What the applicant has been told about the order, the first thing first.
pub(crate) async fn told(world: &TestWorld, order: &str) -> Vec<NoticeKind> {
    let application = load(world, order).await;
    let audience = application.facts.applicant.organisation.to_string();
    let oldest = NoticeFilter { filter: Filter { oldest: true, ..Filter::default() }, group: None };
    let notices = store::notice::list(&mut world.parts.store.reader(), &audience, &oldest, None, 50).await.unwrap();
    notices
        .into_iter()
        .filter(|notice| notice.application.as_ref().is_some_and(|(id, _)| *id == application.facts.id))
        .map(|notice| notice.kind.unwrap())
        .collect()
}

/// The topics and states of what the order's institution was told.
pub(crate) async fn deliveries(world: &TestWorld, order: &str) -> Vec<String> {
    let application = load(world, order).await;
    let mut found = Vec::new();
    for state in DeliveryState::ALL {
        let institution = application.facts.guarantor.institution;
        let rows = store::delivery::list(&mut world.parts.store.reader(), institution, state).await.unwrap();
        let about = rows.into_iter().filter(|row| row.subject == application.facts.number.as_str());
        found.extend(about.map(|row| {
            let status: serde_json::Value = serde_json::from_str(&row.payload).unwrap();
            format!("{} {}", row.topic, status["status"].as_str().unwrap_or(row.state.code()))
        }));
    }
    found.sort();
    found
}

/// The institution may be bound for `total` yuan in all from now on, by its centre; without a bound when that is empty.
pub(crate) async fn limit(world: &TestWorld, name: &str, total: &str) {
    let mut centre = world.logged_in("6-centre-xj").await;
    let row = centre.get("/centre/institutions").await.between(&format!("{name}</th>"), "</tr>");
    let id = row.split("/centre/institutions/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = format!("/centre/institutions/{id}/limits");
    let fields = [("net_assets", ""), ("total", total), ("single", ""), ("licences", "保险许可证，000310001")];
    assert_eq!(centre.submit(&page, &page, &fields).await.status, 303);
}

/// An order at the institution with its own system whose letter is there and held, because the institution may not be bound by it.
async fn held(world: &TestWorld, institution: &Institution, style: &str) -> (Browser, String) {
    let mut bidder = world.logged_in("1-bidder").await;
    let order = world.submitted(&mut bidder, "1-bidder", "650000", OWN).await;
    limit(world, OWN, "1").await;
    if style == "transfer" {
        world.pay(&mut bidder, &order).await;
    } else {
        world.exchange(institution).await;
        let number = load(world, &order).await.facts.number.to_string();
        let page = institution.book().order(&number).unwrap().unwrap();
        let http = partners::http::builder(std::time::Duration::from_secs(5)).build().unwrap();
        let url = load(world, &order).await.cashier().unwrap().url.clone();
        assert_eq!(page.order.order_number, number);
        http.post(url).send().await.unwrap();
    }
    world.exchange(institution).await;
    let application = load(world, &order).await;
    assert_eq!((application.state.code(), application.held()), ("under_review", Some("exposure-total")));
    (bidder, order)
}

async fn decline(world: &TestWorld, order: &str) -> u16 {
    let mut staff = world.logged_in("a-newcomer").await;
    staff.submit(order, &format!("/workbench{order}/decline"), &[("reason", "额度已满")]).await.status
}

/// Whatever ran runs again, and whoever runs dies at each step: nothing more happens.
pub(crate) async fn again(world: &TestWorld) {
    world.run_jobs_dying_at_every_step().await;
    world.repeat_jobs().await;
}

on_both_engines! {
    async fn what_an_institutions_cashier_took_is_declined_and_given_back_by_the_institution_b1(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (mut bidder, order) = held(&world, &institution, "cashier").await;
        assert_eq!(decline(&world, &order).await, 303);
        again(&world).await;
        world.exchange(&institution).await;
        assert!(matches!(load(&world, &order).await.state, ApplicationState::Declined { by: Decliner::Staff, .. }));
        assert_eq!(told(&world, &order).await, [NoticeKind::DeclinedByCashier]);
        assert!(money(&world, &order).await.is_empty(), "nothing came through the platform's bank");
        assert_eq!(deliveries(&world, &order).await.iter().filter(|row| *row == "application.status declined").count(), 1);
        assert!(bidder.get(&order).await.body.contains("审核退回"));
    }

    async fn an_institution_is_told_that_its_letter_is_not_taken_and_the_fee_goes_back_once_b2(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let (_, order) = held(&world, &institution, "transfer").await;
        assert_eq!(decline(&world, &order).await, 303);
        again(&world).await;
        world.exchange(&institution).await;
        assert_eq!(money(&world, &order).await, [BankLineState::Refunded]);
        assert_eq!(told(&world, &order).await, [NoticeKind::DeclinedRefunding, NoticeKind::Refunded]);
        assert_eq!(deliveries(&world, &order).await.iter().filter(|row| *row == "application.status declined").count(), 1);
        let number = load(&world, &order).await.facts.number.to_string();
        assert_ne!(institution.book().order(&number).unwrap().unwrap().state, wire::ApplicationState::Issued, "it knows");
    }

    async fn a_special_form_is_not_left_on_the_desk_when_its_order_is_given_up_b3(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", AUTOMATIC).await;
        let token = bidder.get(&format!("{order}/form")).await.field("token");
        let fields = [("token", token.as_str()), ("note", "招标文件要求凭一次书面通知索赔")];
        assert_eq!(bidder.upload(&format!("{order}/form"), &fields, &[]).await.status, 303);
        let mut staff = world.logged_in("3-insurer").await;
        assert!(staff.get("/workbench/forms").await.body.contains("待拟定"));
        assert_eq!(bidder.submit(&order, &format!("{order}/withdraw"), &[]).await.status, 303);
        let form = store::special_form::load_last_of(&mut world.parts.store.reader(), id(&order)).await.unwrap().unwrap();
        assert_eq!(form.state.label(), "申请人已放弃");
    }

    async fn a_fee_that_was_reported_in_time_is_not_lost_to_the_timer_b4(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "430000", AUTOMATIC).await;
        world.clock.advance(29 * Timestamp::MINUTE);
        world.pay(&mut bidder, &order).await;
        // The worker comes two minutes late, and the timer with the line it knows nothing of.
        world.clock.advance(3 * Timestamp::MINUTE);
        again(&world).await;
        assert_eq!(load(&world, &order).await.state.code(), "issued");
        assert_eq!(money(&world, &order).await, [BankLineState::Matched]);
        assert_eq!(told(&world, &order).await, [NoticeKind::Issued]);
        // What comes too late is late all the same.
        let late = world.submitted(&mut bidder, "1-bidder", "430000", AUTOMATIC).await;
        let (account, amount, reference) = bidder.due(&late).await;
        world.clock.advance(30 * Timestamp::MINUTE);
        world.report(&world.transfer(&account, &amount, &format!("保费 {reference}"))).await;
        again(&world).await;
        assert_eq!(load(&world, &late).await.state.code(), "lapsed");
        assert_eq!(told(&world, &late).await, [NoticeKind::Unsettled, NoticeKind::Lapsed]);
    }

    async fn nothing_is_issued_after_opening_and_what_was_paid_goes_back_f2(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let mut orders = Vec::new();
        for guarantor in [AUTOMATIC, REVIEWED] {
            let order = world.submitted(&mut bidder, "1-bidder", "650000", guarantor).await;
            let opens_at = load(&world, &order).await.opens_at();
            orders.push((order, opens_at));
        }
        // The bank reports in time, and the workers come when bids are opened.
        for (order, _) in &orders {
            world.pay(&mut bidder, order).await;
        }
        let opening = orders.iter().map(|(_, opens_at)| *opens_at).max().unwrap();
        world.clock.advance(opening.micros() - world.world.now().micros());
        again(&world).await;
        for (order, _) in &orders {
            let application = load(&world, order).await;
            assert!(matches!(application.state, ApplicationState::Declined { by: Decliner::Rule, .. }), "{:?}", application.state);
            assert_eq!(application.state.label(), "按规则关闭");
            assert_eq!(money(&world, order).await, [BankLineState::Refunded]);
            assert_eq!(told(&world, order).await, [NoticeKind::ClosedRefunding, NoticeKind::Refunded]);
        }
    }

    async fn a_letter_that_its_institution_makes_after_opening_is_not_taken_f2(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", OWN).await;
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        let opens_at = load(&world, &order).await.opens_at();
        world.clock.advance(opens_at.micros() - world.world.now().micros());
        world.exchange(&institution).await;
        again(&world).await;
        world.exchange(&institution).await;
        assert!(matches!(load(&world, &order).await.state, ApplicationState::Declined { by: Decliner::Rule, .. }));
        assert_eq!(money(&world, &order).await, [BankLineState::Refunded]);
        assert_eq!(deliveries(&world, &order).await.iter().filter(|row| *row == "application.status declined").count(), 1);
    }

    async fn an_applicant_reads_what_became_of_its_order_and_nobody_elses(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", AUTOMATIC).await;
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        let number = load(&world, &order).await.facts.number.to_string();
        let page = bidder.get("/notices").await;
        assert!(page.body.contains("保函已出具，请下载查看") && page.body.contains(&number), "{}", page.body);
        world.clock.advance(Timestamp::MINUTE);
        let second = world.submitted(&mut bidder, "1-bidder", "650000", AUTOMATIC).await;
        world.pay(&mut bidder, &second).await;
        world.run_jobs().await;
        let later = load(&world, &second).await.facts.number.to_string();
        let page = bidder.get("/notices?sort=oldest").await;
        assert!(page.body.find(&number).unwrap() < page.body.find(&later).unwrap(), "the oldest first");
        let page_newest = bidder.get("/notices").await;
        assert!(page_newest.body.find(&later).unwrap() < page_newest.body.find(&number).unwrap(), "the newest first");
        // Whatever order they are looked at in, all of them are read at once.
        let until = page.body.split("name=\"until\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(bidder.submit("/notices", "/notices/read", &[("until", &until)]).await.status, 303);
        let unread = bidder.get("/notices?state=unread").await.body;
        assert!(!unread.contains(&number) && !unread.contains(&later), "they are read");
        assert!(bidder.get("/notices").await.body.contains(&number));
        let mut other = world.logged_in("2-bidder").await;
        assert!(!other.get("/notices").await.body.contains(&number));
        let of_centre = world.logged_in("6-centre-xj").await.get("/notices").await;
        assert!(of_centre.status == 200 && !of_centre.body.contains(&number), "a centre hears of no order");
    }

    async fn every_step_of_an_order_may_be_the_workers_last(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let mut orders = Vec::new();
        for guarantor in [AUTOMATIC, REVIEWED] {
            let order = world.submitted(&mut bidder, "1-bidder", "650000", guarantor).await;
            world.pay(&mut bidder, &order).await;
            orders.push(order);
        }
        again(&world).await;
        world.approve(&orders[1], "4-bank", "e-bank").await;
        again(&world).await;
        for order in &orders {
            assert_eq!(load(&world, order).await.state.code(), "issued");
            assert_eq!(money(&world, order).await, [BankLineState::Matched]);
            assert_eq!(told(&world, order).await, [NoticeKind::Issued], "told once");
        }
    }

    async fn a_denied_action_a_login_and_a_registration_are_audited(world: TestWorld) {
        use domain::access::Action;
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", AUTOMATIC).await;
        let mut other = world.logged_in("2-bidder").await;
        assert_eq!(other.get(&order).await.status, 404);
        let store = &world.parts.store;
        let audited = |action, denied| async move { store::event::audited(&mut store.reader(), action, denied).await.unwrap() };
        // It is written beside the answer, which does not wait for it.
        let denied = loop {
            let denied = audited(Action::ViewApplication, true).await;
            if !denied.is_empty() {
                break denied;
            }
            tokio::task::yield_now().await;
        };
        assert_eq!(denied, [id(&order).to_string()]);
        assert_eq!(audited(Action::LogIn, false).await.len(), 2);
        assert!(!audited(Action::RegisterInstitution, false).await.is_empty());
    }
}
