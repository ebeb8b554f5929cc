//! Facts of a lot arrive (F-1): each event of the trading centre reaches every order and letter of the lot, for every way to be connected and
//! to pay, once.

use crate::consequences::{again, load, money, told};
use domain::application::{ApplicationState, Decliner};
use domain::bank_line::BankLineState;
use domain::guarantee::{Guarantee, Standing};
use domain::id::GuaranteeId;
use domain::lot::Lot;
use domain::notice::NoticeKind;
use domain::payment::{Payment, PaymentState};
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

async fn brought_forward_then_postponed_then_aborted(world: &TestWorld, guarantor: &str) {
    let mut orders = orders(world, guarantor).await;
    let hand = world.centres_hand("6-centre-xj").await;
    // Brought forward to ten minutes from now: what is unpaid is due by then, what is paid closed at it.
    let soon = Timestamp::from_micros(world.world.now().seconds() * Timestamp::SECOND).plus(10 * Timestamp::MINUTE);
    let by = soon.micros() - orders.opens_at.micros();
    assert_eq!(orders.moved(&hand, "soon", by, world).await, soon);
    assert_eq!(load(world, &orders.draft).await.facts.lot.opens_at(), soon, "the draft says what is to be signed");
    assert!(told(world, &orders.draft).await.contains(&NoticeKind::DraftOutdated));
    let unpaid = load(world, &orders.unpaid).await;
    assert_eq!((unpaid.opens_at(), unpaid.facts.lot.opens_at()), (soon, orders.opens_at), "what was signed stays signed");
    assert!(unpaid.due_until().is_some_and(|due| due <= soon), "{unpaid:?}");
    assert_eq!(load(world, &orders.paid).await.opens_at(), soon);
    let page = orders.bidder.get(&orders.unpaid).await.body;
    assert!(page.contains(&soon.to_string()) && page.contains("签署时为"), "{page}");
    assert_eq!(told(world, &orders.issued).await.iter().filter(|kind| **kind == NoticeKind::OpeningMoved).count(), 1);
    // Put off by a week: the letters would end too early. Nothing is collected for one that is not out.
    world.clock.advance(Timestamp::SECOND);
    let later = orders.moved(&hand, "later", 7 * 24 * Timestamp::HOUR, world).await;
    assert_eq!(load(world, &orders.draft).await.facts.lot.opens_at(), later);
    assert_eq!(load(world, &orders.paid).await.opens_at(), later);
    assert_eq!(load(world, &orders.unpaid).await.state.code(), "closed");
    assert_eq!(payment(world, &orders.unpaid).await.state, PaymentState::Closed);
    let page = orders.bidder.get(&orders.unpaid).await.body;
    assert!(page.contains("订单已按规则关闭") && page.contains("不足以覆盖投标有效期"), "{page}");
    assert!(page.contains("信息重新申请</a>") && !page.contains("付款识别码") && !page.contains("审核退回"), "{page}");
    let letter = guarantee(world, &orders.issued).await;
    assert_eq!(letter.standing(orders.opens_at), Standing::BeforeOpening, "not opened at the old time");
    let heard = letter.heard.unwrap();
    assert!(heard.needed.is_some_and(|needed| needed > letter.expiry), "to be extended");
    let heard = told(world, &orders.issued).await;
    assert_eq!(heard.iter().filter(|kind| **kind == NoticeKind::OpeningMoved).count(), 2, "when it is opened is heard too");
    assert!(heard.contains(&NoticeKind::TermTooShort));
    let page = orders.bidder.get(&orders.issued).await.body;
    assert!(page.contains("开标时间已变更，保函有效期不足，请及时办理延期") && page.contains(&later.to_string()), "{page}");
    // Aborted.
    let abort = wire::LotAbort {
        lot_number: orders.lot.clone(),
        reason: "有效投标人仅两家".into(),
        code: Some(wire::AbortCode::TooFewBidders),
        aborted_at: world.world.now().to_seconds(),
    };
    assert_eq!(hand.send("lot.abort", "abort", &abort).await.status, 200);
    again(world).await;
    for order in [&orders.draft, &orders.paid] {
        let state = load(world, order).await.state;
        assert!(matches!(state, ApplicationState::Declined { by: Decliner::Rule, .. }), "{order}: {state:?}");
        let page = orders.bidder.get(order).await.body;
        assert!(page.contains("投标人不足三家，标段已流标（交易中心说明：有效投标人仅两家）"), "{page}");
        assert!(!page.contains("继续填写") && page.contains("另行选择"), "{page}");
    }
    assert_eq!(money(world, &orders.paid).await, [BankLineState::Refunded]);
    assert_eq!(told(world, &orders.paid).await.iter().filter(|kind| **kind == NoticeKind::ClosedRefunding).count(), 1);
    assert!(told(world, &orders.draft).await.contains(&NoticeKind::Closed));
    assert!(told(world, &orders.issued).await.contains(&NoticeKind::LotTooFewBidders));
    let page = orders.bidder.get(&orders.issued).await.body;
    assert!(page.contains("交易中心说明：有效投标人仅两家"), "{page}");
    let refused = orders.bidder.get(&format!("{}/confirm", orders.draft)).await;
    assert_eq!((refused.status, refused.location.as_str()), (303, orders.draft.as_str()));
    // What is over is found among what a rule has closed, under the word it is labelled with.
    let list = orders.bidder.get("/applications?state=closed").await.body;
    assert_eq!(list.matches("class=\"st bad\">按规则关闭").count(), 3, "{list}");
}

async fn payment(world: &TestWorld, order: &str) -> Payment {
    let id = load(world, order).await.payment().unwrap();
    store::payment::load(&mut world.parts.store.reader(), id).await.unwrap().unwrap()
}

/// What a centre reports of a lot that is known, changed.
async fn reported(world: &TestWorld, number: &str, change: impl FnOnce(&mut wire::LotReport)) -> wire::LotReport {
    let lot = listed(world, number).await;
    let mut report = wire::LotReport {
        subject: None,
        trade: None,
        lot_number: number.into(),
        lot_name: lot.name.clone(),
        tenderee: lot.tenderee.name.to_string(),
        tenderee_uscc: lot.tenderee.uscc.map(|code| code.to_string()),
        agency: None,
        bid_security: lot.bid_security.plain(),
        estimate: lot.estimate.map(|estimate| estimate.plain()),
        opens_at: lot.opens_at.to_seconds(),
        valid_days: lot.valid_days,
        announced_at: Some(world.world.now().to_seconds()),
    };
    change(&mut report);
    report
}

async fn listed(world: &TestWorld, number: &str) -> Lot {
    let number = number.parse().unwrap();
    store::lot::load_by_number(&mut world.parts.store.reader(), &number).await.unwrap().unwrap().lot
}

async fn opened_before_its_time(world: &TestWorld, guarantor: &str) {
    let orders = orders(world, guarantor).await;
    let hand = world.centres_hand("6-centre-xj").await;
    let opening = wire::LotOpening { lot_number: orders.lot.clone(), opened_at: world.world.now().to_seconds() };
    assert_eq!(hand.send("lot.opening", "opened", &opening).await.status, 200);
    again(world).await;
    for order in [&orders.draft, &orders.unpaid, &orders.paid] {
        assert!(matches!(load(world, order).await.state, ApplicationState::Declined { by: Decliner::Rule, .. }));
    }
    assert_eq!(money(world, &orders.paid).await, [BankLineState::Refunded]);
    let page = world.browser().get(&format!("/650000/lots/{}", listed(world, &orders.lot).await.id)).await.body;
    assert!(page.contains("已开标，不能再办理保函") && page.contains("已于 "), "{page}");
    assert_eq!(guarantee(world, &orders.issued).await.standing(world.world.now()), Standing::InForce, "standing words are right");
}

on_both_engines! {
    async fn a_lot_that_moves_reaches_orders_at_a_hosted_institution_f1(world: TestWorld) {
        brought_forward_then_postponed_then_aborted(&world, REVIEWED).await;
    }

    async fn a_lot_that_moves_reaches_orders_at_an_institution_with_its_own_system_f1(world: TestWorld) {
        world.own_system("transfer").await;
        brought_forward_then_postponed_then_aborted(&world, OWN).await;
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
        let start = world.world.now();
        let at = |hours: i64| start.plus(hours * Timestamp::HOUR).to_seconds();
        world.clock.advance(5 * Timestamp::HOUR);
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
        assert_eq!(names, ["lot.listed", "lot.opened", "lot.candidates_announced", "lot.awarded", "lot.awarded", "lot.contracted"]);
    }

    async fn what_is_not_paid_collects_nothing_for_a_letter_that_ends_too_early_f1(world: TestWorld) {
        let mut orders = orders(&world, REVIEWED).await;
        let hand = world.centres_hand("6-centre-xj").await;
        let longer = wire::ValidityChange {
            lot_number: orders.lot.clone(),
            valid_days: 150,
            reason: "评标延期".into(),
            announced_at: world.world.now().to_seconds(),
        };
        assert_eq!(hand.send("lot.validity_change", "longer", &longer).await.status, 200);
        again(&world).await;
        assert_eq!(load(&world, &orders.unpaid).await.state.code(), "closed");
        assert_eq!(payment(&world, &orders.unpaid).await.state, PaymentState::Closed);
        assert!(told(&world, &orders.unpaid).await.contains(&NoticeKind::Closed));
        assert!(orders.bidder.get(&orders.unpaid).await.body.contains("变更为“150 天”"));
        // The paid one: both sides hear of it, and see what is known beside what was signed; the letter is out and flagged at once.
        assert!(told(&world, &orders.paid).await.contains(&NoticeKind::LotChanged));
        let page = world.logged_in("4-bank").await.get(&orders.paid).await.body;
        assert!(page.contains("标段信息已变更") && page.contains("变更为“150 天”") && page.contains("出具后须办理延期"), "{page}");
        world.approve(&orders.paid, "4-bank", "e-bank").await;
        again(&world).await;
        let letter = guarantee(&world, &orders.paid).await;
        assert!(letter.heard.as_ref().unwrap().needed.is_some_and(|needed| needed > letter.expiry));
        assert!(told(&world, &orders.paid).await.contains(&NoticeKind::TermTooShort));
        let page = orders.bidder.get(&orders.paid).await.body;
        assert!(page.contains("投标有效期已变更，保函有效期不足，请及时办理延期"), "{page}");
    }

    async fn no_letter_goes_out_over_another_sum_or_to_somebody_else_f1(world: TestWorld) {
        let mut orders = orders(&world, REVIEWED).await;
        let endorsed = format!("/workbench{}/endorse", orders.paid);
        assert_eq!(world.logged_in("4-bank").await.submit(&orders.paid, &endorsed, &[]).await.status, 303);
        let hand = world.centres_hand("6-centre-xj").await;
        let report = reported(&world, &orders.lot, |report| {
            report.bid_security = "60000.00".into();
            report.tenderee = "天山交通发展集团有限公司".into();
        }).await;
        assert_eq!(hand.send("lot", "dearer", &report).await.status, 200);
        again(&world).await;
        for order in [&orders.draft, &orders.unpaid] {
            assert_eq!(load(&world, order).await.state.code(), "closed", "{order}");
            let page = orders.bidder.get(order).await.body;
            assert!(page.contains("变更为“¥60,000.00”") && page.contains("信息重新申请</a>"), "{page}");
        }
        assert_eq!(payment(&world, &orders.unpaid).await.state, PaymentState::Closed);
        assert!(told(&world, &orders.paid).await.contains(&NoticeKind::LotChanged));
        let mut checker = world.logged_in("e-bank").await;
        let page = checker.get(&orders.paid).await.body;
        assert!(page.contains("变更为“天山交通发展集团有限公司”") && page.contains("请核对后退回申请"), "{page}");
        assert!(!page.contains("复核通过并出函"), "{page}");
        let approve = checker.submit(&orders.paid, &format!("/workbench{}/approve", orders.paid), &[]).await;
        assert!(approve.status == 409 && approve.body.contains("金额或受益人已变更"), "{}", approve.body);
        // What is being made already is held for a person.
        let facts = load(&world, &orders.paid).await;
        assert_eq!(facts.state.code(), "under_review");
        let decline = [("reason", "标段信息已变更，请重新申请")];
        assert_eq!(checker.submit(&orders.paid, &format!("/workbench{}/decline", orders.paid), &decline).await.status, 303);
        again(&world).await;
        assert_eq!(money(&world, &orders.paid).await, [BankLineState::Refunded]);
        let page = orders.bidder.get(&orders.paid).await.body;
        assert!(page.contains("出函机构审核退回"), "{page}");
    }

    async fn a_letter_that_is_being_made_when_the_amount_changes_is_held_f1(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", AUTOMATIC).await;
        let number = load(&world, &order).await.facts.lot.title().unwrap().0.to_string();
        world.pay(&mut bidder, &order).await;
        // Before a worker comes to the letter the centre has reported another amount, and none has come to that either.
        let mut known = listed(&world, &number).await;
        let seq = store::lot::load(&mut world.parts.store.reader(), known.id).await.unwrap().unwrap().seq;
        known.bid_security = domain::money::Cny::parse_yuan("60000").unwrap();
        world.parts.store.write::<_, store::StoreError, _>(move |tx| Box::pin(async move { store::lot::update(tx, &known, seq) })).await.unwrap();
        again(&world).await;
        let held = load(&world, &order).await;
        assert_eq!((held.state.code(), held.held()), ("under_review", Some("lot-changed")));
        let page = world.logged_in("3-insurer").await.get(&order).await.body;
        assert!(page.contains("出函暂缓") && page.contains("变更为“¥60,000.00”"), "{page}");
    }

    async fn the_second_in_which_bids_are_opened_is_no_change_of_their_opening(world: TestWorld) {
        let orders = orders(&world, REVIEWED).await;
        let hand = world.centres_hand("6-centre-xj").await;
        let before = told(&world, &orders.issued).await;
        world.clock.advance(orders.opens_at.micros() - world.world.now().micros() + 3 * Timestamp::SECOND);
        again(&world).await;
        let opening = wire::LotOpening { lot_number: orders.lot.clone(), opened_at: world.world.now().to_seconds() };
        assert_eq!(hand.send("lot.opening", "opened", &opening).await.status, 200);
        again(&world).await;
        let award = wire::LotAward {
            lot_number: orders.lot.clone(),
            winner: wire::Organisation { name: "天山北麓建设工程有限公司".into(), uscc: world.persona("1-bidder").uscc() },
            amount: "1.00".into(),
            awarded_at: world.world.now().to_seconds(),
        };
        assert_eq!(hand.send("lot.award", "award", &award).await.status, 200);
        again(&world).await;
        assert_eq!(told(&world, &orders.issued).await, before, "nobody is told of an opening that came as announced");
        let abort = wire::LotAbort {
            lot_number: orders.lot.clone(),
            reason: "中标无效".into(),
            code: Some(wire::AbortCode::Retendered),
            aborted_at: world.world.now().plus(Timestamp::SECOND).to_seconds(),
        };
        assert_eq!(hand.send("lot.abort", "abort", &abort).await.status, 200);
        again(&world).await;
        let report = reported(&world, &orders.lot, |report| report.opens_at = "2027-01-30 09:00:00".into()).await;
        assert_eq!(hand.send("lot", "again", &report).await.status, 200);
        again(&world).await;
        let letter = guarantee(&world, &orders.issued).await;
        assert_eq!(letter.standing(world.world.now()), Standing::InForce, "what was opened stays opened");
        let heard = told(&world, &orders.issued).await;
        assert_eq!(heard.len(), before.len() + 1, "{heard:?}");
        assert!(heard.contains(&NoticeKind::LotRetendered));
    }

    async fn what_has_not_happened_yet_is_not_reported(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", REVIEWED).await;
        let number = load(&world, &order).await.facts.lot.title().unwrap().0.to_string();
        let hand = world.centres_hand("6-centre-xj").await;
        let at = |micros: i64| world.world.now().plus(micros).to_seconds();
        let (soon, later) = (5 * Timestamp::MINUTE - Timestamp::SECOND, 6 * Timestamp::MINUTE);
        let opening = |micros| wire::LotOpening { lot_number: number.clone(), opened_at: at(micros) };
        let abort = wire::LotAbort { lot_number: number.clone(), reason: "终止".into(), code: None, aborted_at: at(later) };
        let change = wire::OpeningChange {
            lot_number: number.clone(),
            opens_at: at(24 * Timestamp::HOUR),
            reason: "顺延".into(),
            announced_at: at(later),
        };
        let report = reported(&world, &number, |report| report.announced_at = Some(at(later))).await;
        for (field, refused) in [
            ("opened_at", hand.send("lot.opening", "a", &opening(later)).await),
            ("aborted_at", hand.send("lot.abort", "b", &abort).await),
            ("announced_at", hand.send("lot.opening_change", "c", &change).await),
            ("announced_at", hand.send("lot", "d", &report).await),
        ] {
            assert!(refused.status == 422 && refused.body.contains(field) && refused.body.contains("不能晚于当前时间"), "{}", refused.body);
        }
        again(&world).await;
        assert_eq!(load(&world, &order).await.state.code(), "awaiting_payment");
        assert_eq!(hand.send("lot.opening", "a", &opening(soon)).await.status, 200, "clocks differ a little");
    }

    async fn a_centre_sees_what_it_said_that_had_no_effect_and_settles_it(world: TestWorld) {
        let hand = world.centres_hand("6-centre-xj").await;
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", REVIEWED).await;
        let number = load(&world, &order).await.facts.lot.title().unwrap().0.to_string();
        let change = |opens_at: &str| wire::OpeningChange {
            lot_number: number.clone(),
            opens_at: opens_at.into(),
            reason: "顺延".into(),
            announced_at: world.world.now().to_seconds(),
        };
        assert_eq!(hand.send("lot.opening_change", "a", &change("2027-01-05 09:00:00")).await.status, 200);
        world.run_jobs().await;
        assert_eq!(hand.send("lot.opening_change", "b", &change("2027-01-06 09:00:00")).await.status, 200);
        let mistyped = wire::LotAbort {
            lot_number: "E6500003901006053099999".into(),
            reason: "终止招标".into(),
            code: None,
            aborted_at: world.world.now().to_seconds(),
        };
        assert_eq!(hand.send("lot.abort", "c", &mistyped).await.status, 200);
        world.run_jobs().await;
        let desk = "/workbench/messages";
        let mut centre = world.logged_in("6-centre-xj").await;
        assert!(centre.get("/centre/institutions").await.body.contains("<h2>2 条标段来文没有生效"));
        let page = centre.get(desk).await.body;
        assert!(page.contains("标段报告与此前的报告矛盾") && page.contains("没有这一编号的标段") && page.contains(&mistyped.lot_number), "{page}");
        for mut other in [world.logged_in("3-insurer").await, world.logged_in("1-bidder").await] {
            assert_eq!(other.get(desk).await.status, 404);
        }
        for left in [1, 0] {
            let id = centre.get(desk).await.between("/workbench/messages/", "/resolve");
            let foreign = world.logged_in("4-bank").await.submit("/workbench", &format!("/workbench/messages/{id}/resolve"), &[]).await;
            assert_eq!(foreign.status, 404, "nobody else's");
            let settled = centre.submit(desk, &format!("/workbench/messages/{id}/resolve"), &[]).await;
            assert_eq!((settled.status, settled.location.as_str()), (303, desk));
            assert_eq!(centre.get(desk).await.body.matches("/resolve").count(), left);
        }
    }

    async fn a_listed_number_is_not_typed_in_and_what_was_is_closed_with_the_listed_one(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", REVIEWED).await;
        let (id, number) = {
            let lot = load(&world, &order).await.facts.lot;
            (lot.lot().unwrap(), lot.title().unwrap().0.to_string())
        };
        let typed = |number: &str| -> Vec<(&str, String)> {
            vec![
                ("section_no", number.to_owned()),
                ("section_name", "另一个名称".into()),
                ("creditor", "天山水务有限公司".into()),
                ("guarantee_amount", "30000".into()),
                ("bid_open_time", "2026-12-20T09:00".into()),
            ]
        };
        let new = "/650000/lots/new";
        let hand = world.centres_hand("6-centre-xj").await;
        let full_width: String = number.to_lowercase().chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
        for closed in [false, true] {
            for number in [number.clone(), format!(" {number} "), full_width.clone()] {
                let fields = typed(&number);
                let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let refused = bidder.submit(new, new, &fields).await;
                assert_eq!(refused.status, 422, "{number}");
                assert!(refused.body.contains("已由交易中心公布") && refused.body.contains(&format!("/650000/lots/{id}")), "{}", refused.body);
                assert_eq!(refused.body.contains("已流标，不能再办理保函"), closed, "{}", refused.body);
            }
            if closed {
                break;
            }
            let abort = wire::LotAbort {
                lot_number: number.clone(),
                reason: "流标".into(),
                code: Some(wire::AbortCode::Failed),
                aborted_at: world.world.now().to_seconds(),
            };
            assert_eq!(hand.send("lot.abort", "abort", &abort).await.status, 200);
            again(&world).await;
        }
        // The public reads so too.
        let mut stranger = world.browser();
        let all = stranger.get(&format!("/650000/lots?q={number}")).await.body;
        assert!(all.contains(&id.to_string()) && all.contains("已流标"), "{all}");
        assert!(!stranger.get(&format!("/650000/lots?open=yes&q={number}")).await.body.contains(&id.to_string()));
        assert!(stranger.get(&format!("/650000/lots/{id}")).await.body.contains("交易中心说明：流标"));
        // The other way round: typed in first, signed and paid for, listed then, opened.
        let later = "E6501009901000001001399";
        let fields = typed(later);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let at = bidder.submit(new, new, &fields).await.location;
        let draft = bidder.draft_for("650000", at.rsplit('/').next().unwrap(), REVIEWED).await;
        assert_eq!(bidder.sign(&draft, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await.status, 303);
        world.pay(&mut bidder, &draft).await;
        again(&world).await;
        let report = wire::LotReport { lot_number: later.into(), ..reported(&world, &number, |report| report.lot_name = "公布的名称".into()).await };
        assert_eq!(hand.send("lot", "listed", &report).await.status, 200);
        again(&world).await;
        assert!(told(&world, &draft).await.contains(&NoticeKind::LotChanged));
        let page = world.logged_in("4-bank").await.get(&draft).await.body;
        assert!(page.contains("公布的名称"), "the reviewer sees what the centre says: {page}");
        let page = bidder.get(&at).await.body;
        assert!(page.contains("交易中心已公布该编号的标段") && !page.contains(">选择</button>"), "{page}");
        assert!(world.logged_in("2-bidder").await.get(&at).await.status == 404, "still its organisation's alone");
        let opening = wire::LotOpening { lot_number: later.into(), opened_at: world.world.now().to_seconds() };
        assert_eq!(hand.send("lot.opening", "opened", &opening).await.status, 200);
        again(&world).await;
        assert_eq!(load(&world, &draft).await.state.code(), "closed");
        assert_eq!(money(&world, &draft).await, [BankLineState::Refunded]);
    }
}
