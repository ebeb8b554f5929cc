//! Facts of a lot arrive (F-1): each event of the trading centre reaches every order and letter of the lot, for every way to be connected and
//! to pay, once.

use crate::consequences::{again, load, money, told};
use domain::application::{ApplicationState, Decliner};
use domain::bank_line::BankLineState;
use domain::guarantee::{Guarantee, Standing};
use domain::id::GuaranteeId;
use domain::notice::NoticeKind;
use domain::time::Timestamp;
use protocol::message as wire;
use testkit::{Browser, Correspondent, TestWorld, on_both_engines};

const AUTOMATIC: &str = "江海财产保险股份有限公司";
const REVIEWED: &str = "长川银行股份有限公司";
const OWN: &str = "衡岳财产保险股份有限公司";

/// One order in each state at one guarantor, for one lot.
struct Orders {
    bidder: Browser,
    lot: String,
    opens_at: Timestamp,
    draft: String,
    unpaid: String,
    paid: String,
    issued: String,
}

/// Orders in Xinjiang: hosted with review, or the own system with this payment style, whose letters come when `exchange` is called.
async fn orders(world: &TestWorld, guarantor: &str) -> Orders {
    let mut bidder = world.logged_in("1-bidder").await;
    // The one that is out already is the automatic guarantor's: how it came out makes no difference to its lot.
    let issued = world.submitted(&mut bidder, "1-bidder", "650000", AUTOMATIC).await;
    world.pay(&mut bidder, &issued).await;
    world.run_jobs().await;
    assert_eq!(load(world, &issued).await.state.code(), "issued");
    let paid = world.submitted(&mut bidder, "1-bidder", "650000", guarantor).await;
    world.pay(&mut bidder, &paid).await;
    world.run_jobs().await;
    let unpaid = world.submitted(&mut bidder, "1-bidder", "650000", guarantor).await;
    let draft = bidder.draft("650000", guarantor).await;
    let application = load(world, &draft).await;
    let lot = application.facts.lot.title().unwrap().0.to_string();
    for order in [&issued, &paid, &unpaid] {
        assert_eq!(load(world, order).await.facts.lot.lot(), application.facts.lot.lot(), "all for one lot");
    }
    Orders { bidder, lot, opens_at: application.opens_at(), draft, unpaid, paid, issued }
}

impl Orders {
    async fn moved(&self, hand: &Correspondent<'_>, key: &str, by: i64, world: &TestWorld) -> Timestamp {
        let opens_at = self.opens_at.plus(by);
        let change = wire::OpeningChange {
            lot_number: self.lot.clone(),
            opens_at: opens_at.to_seconds(),
            reason: "澄清文件发布".into(),
            announced_at: world.world.now().to_seconds(),
        };
        let answer = hand.send("lot.opening_change", key, &change).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        again(world).await;
        opens_at
    }
}

async fn guarantee(world: &TestWorld, order: &str) -> Guarantee {
    let id: GuaranteeId = load(world, order).await.guarantee().unwrap();
    store::guarantee::load(&mut world.parts.store.reader(), id).await.unwrap().unwrap()
}

async fn postponed_then_brought_forward_then_aborted(world: &TestWorld, guarantor: &str) {
    let mut orders = orders(world, guarantor).await;
    let hand = world.centres_hand("6-centre-xj").await;
    // Put off by a week.
    let later = orders.moved(&hand, "later", 7 * 24 * Timestamp::HOUR, world).await;
    let draft = load(world, &orders.draft).await;
    assert_eq!(draft.facts.lot.opens_at(), later, "the draft says what is to be signed");
    let unpaid = load(world, &orders.unpaid).await;
    assert_eq!((unpaid.opens_at(), unpaid.facts.lot.opens_at()), (later, orders.opens_at), "what was signed stays signed");
    assert_eq!(load(world, &orders.paid).await.opens_at(), later);
    let letter = guarantee(world, &orders.issued).await;
    assert_eq!(letter.standing(orders.opens_at), Standing::BeforeOpening, "not opened at the old time");
    let heard = letter.heard.unwrap();
    assert!(heard.needed.is_some_and(|needed| needed > letter.expiry), "to be extended");
    assert!(told(world, &orders.issued).await.contains(&NoticeKind::TermTooShort));
    assert!(told(world, &orders.draft).await.contains(&NoticeKind::DraftOutdated));
    let page = orders.bidder.get(&orders.issued).await.body;
    assert!(page.contains("请及时办理延期"), "{page}");
    // Brought forward to ten minutes from now: what is unpaid is due by then, what is paid closed at it.
    world.clock.advance(Timestamp::SECOND);
    let soon = world.world.now().plus(10 * Timestamp::MINUTE);
    orders.moved(&hand, "soon", soon.micros() - orders.opens_at.micros(), world).await;
    let due = load(world, &orders.unpaid).await.due_until();
    assert!(due.is_some_and(|due| due <= soon.plus(Timestamp::SECOND)), "{due:?}");
    // Aborted.
    let abort = wire::LotAbort {
        lot_number: orders.lot.clone(),
        reason: "有效投标人不足三家".into(),
        code: Some(wire::AbortCode::TooFewBidders),
        aborted_at: world.world.now().to_seconds(),
    };
    assert_eq!(hand.send("lot.abort", "abort", &abort).await.status, 200);
    again(world).await;
    for order in [&orders.unpaid, &orders.paid] {
        let state = load(world, order).await.state;
        assert!(matches!(state, ApplicationState::Declined { by: Decliner::Rule, .. }), "{order}: {state:?}");
    }
    assert_eq!(money(world, &orders.paid).await, [BankLineState::Refunded]);
    assert_eq!(told(world, &orders.paid).await.iter().filter(|kind| **kind == NoticeKind::DeclinedRefunding).count(), 1);
    assert!(told(world, &orders.issued).await.contains(&NoticeKind::LotAborted));
    let refused = orders.bidder.get(&format!("{}/confirm", orders.draft)).await;
    assert!(refused.body.contains("已流标或终止"), "{}", refused.body);
    // Awarded after all, and to another: both are heard.
    assert_eq!(load(world, &orders.draft).await.state, ApplicationState::Draft { waits_for: None });
}

async fn opened_before_its_time(world: &TestWorld, guarantor: &str) {
    let orders = orders(world, guarantor).await;
    let hand = world.centres_hand("6-centre-xj").await;
    let opening = wire::LotOpening { lot_number: orders.lot.clone(), opened_at: world.world.now().to_seconds() };
    assert_eq!(hand.send("lot.opening", "opened", &opening).await.status, 200);
    again(world).await;
    for order in [&orders.unpaid, &orders.paid] {
        assert!(matches!(load(world, order).await.state, ApplicationState::Declined { by: Decliner::Rule, .. }));
    }
    assert_eq!(money(world, &orders.paid).await, [BankLineState::Refunded]);
    assert_eq!(guarantee(world, &orders.issued).await.standing(world.world.now()), Standing::InForce, "standing words are right");
}

on_both_engines! {
    async fn a_lot_that_moves_reaches_orders_at_a_hosted_institution_f1(world: TestWorld) {
        postponed_then_brought_forward_then_aborted(&world, REVIEWED).await;
    }

    async fn a_lot_that_moves_reaches_orders_at_an_institution_with_its_own_system_f1(world: TestWorld) {
        world.own_system("transfer").await;
        postponed_then_brought_forward_then_aborted(&world, OWN).await;
    }

    async fn a_lot_that_is_opened_early_closes_what_is_under_way_f1(world: TestWorld) {
        opened_before_its_time(&world, REVIEWED).await;
    }

    async fn a_lot_that_is_opened_early_closes_what_is_under_way_at_an_own_system_f1(world: TestWorld) {
        world.own_system("transfer").await;
        opened_before_its_time(&world, OWN).await;
    }

    async fn who_postpones_an_opening_strands_no_order_under_review_f1(world: TestWorld) {
        let orders = orders(&world, REVIEWED).await;
        let hand = world.centres_hand("6-centre-xj").await;
        // In an hour, and then a day after all.
        let soon = world.world.now().plus(Timestamp::HOUR).micros() - orders.opens_at.micros();
        orders.moved(&hand, "sooner", soon, &world).await;
        world.clock.advance(Timestamp::SECOND);
        orders.moved(&hand, "later", soon + 24 * Timestamp::HOUR, &world).await;
        world.clock.advance(2 * Timestamp::HOUR);
        again(&world).await;
        assert_eq!(load(&world, &orders.paid).await.state.code(), "under_review", "the timer has heard of it");
        world.approve(&orders.paid, "4-bank", "e-bank").await;
        again(&world).await;
        assert_eq!(load(&world, &orders.paid).await.state.code(), "issued");
    }

    async fn a_longer_bid_validity_flags_letters_that_end_too_early_f4(world: TestWorld) {
        let mut orders = orders(&world, REVIEWED).await;
        let hand = world.centres_hand("6-centre-xj").await;
        let known = load(&world, &orders.draft).await.facts.lot.valid_days().unwrap_or(90);
        let change = |days, key: i64| wire::ValidityChange {
            lot_number: orders.lot.clone(),
            valid_days: days,
            reason: "评标延期".into(),
            announced_at: world.world.now().plus(key * Timestamp::SECOND).to_seconds(),
        };
        assert_eq!(hand.send("lot.validity_change", "a", &change(known + 30, 0)).await.status, 200);
        again(&world).await;
        let letter = guarantee(&world, &orders.issued).await;
        assert!(letter.heard.unwrap().needed.is_some_and(|needed| needed > letter.expiry));
        let page = orders.bidder.get(&orders.issued).await.body;
        assert!(page.contains("请及时办理延期"), "{page}");
        assert_eq!(hand.send("lot.validity_change", "b", &change(known, 1)).await.status, 200);
        again(&world).await;
        assert_eq!(guarantee(&world, &orders.issued).await.heard.unwrap().needed, None, "taken back");
    }

    async fn candidates_a_second_winner_and_the_contract_are_heard_f3_f4(world: TestWorld) {
        let orders = orders(&world, REVIEWED).await;
        let hand = world.centres_hand("6-centre-xj").await;
        let company = |key: &str| wire::Organisation { name: world.persona(key).organisation.into(), uscc: world.persona(key).uscc() };
        let at = |hours: i64| world.world.now().plus(hours * Timestamp::HOUR).to_seconds();
        let lot_number = orders.lot.clone();
        let opening = wire::LotOpening { lot_number: lot_number.clone(), opened_at: at(0) };
        let candidates =
            wire::LotCandidates { lot_number: lot_number.clone(), candidates: vec![company("1-bidder"), company("2-bidder")], announced_at: at(1) };
        let award = |winner: &str, hours| wire::LotAward {
            lot_number: lot_number.clone(),
            winner: company(winner),
            amount: "1.00".into(),
            awarded_at: at(hours),
        };
        let contract =
            wire::ContractSigned { lot_number: lot_number.clone(), contractor: company("2-bidder"), amount: "1.00".into(), signed_at: at(4) };
        assert_eq!(hand.send("lot.opening", "a", &opening).await.status, 200);
        world.run_jobs().await;
        assert_eq!(hand.send("lot.candidates", "b", &candidates).await.status, 200);
        world.run_jobs().await;
        assert_eq!(hand.send("lot.award", "c", &award("1-bidder", 2)).await.status, 200);
        world.run_jobs().await;
        assert_eq!(hand.send("lot.award", "d", &award("2-bidder", 3)).await.status, 200);
        world.run_jobs().await;
        assert_eq!(hand.send("lot.contract_signed", "e", &contract).await.status, 200);
        again(&world).await;
        let number = lot_number.parse().unwrap();
        let lot = store::lot::load_by_number(&mut world.parts.store.reader(), &number).await.unwrap().unwrap().lot;
        let winner = world.persona("2-bidder").uscc();
        assert!(matches!(lot.progress, domain::lot::LotProgress::Contracted { winner: who, .. } if who == winner));
        assert_eq!(lot.candidates.len(), 2);
        let history = store::event::history(&mut world.parts.store.reader(), &lot.id.to_string()).await.unwrap();
        let names: Vec<&str> = history.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["lot.opened", "lot.candidates_announced", "lot.awarded", "lot.awarded", "lot.contracted"]);
    }
}
