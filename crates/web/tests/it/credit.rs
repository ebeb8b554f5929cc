//! Credit (授信): asked for with the profile's papers, granted by two persons, demanded by products, taken by orders and given back (INV-16).

use crate::products::{product, with};
use crate::profile::complete;
use crate::ticket::pairs;
use domain::access::{Action, Actor, Relation, Role, may};
use domain::application::{Application, ApplicationEvent, ApplicationFacts};
use domain::credit_line::{Balance, CreditLine, CreditLineEvent, CreditNeed};
use domain::duty::Duties;
use domain::id::{ApplicationId, CreditLineId, RequestId};
use domain::money::Cny;
use domain::number::ApplicationNumber;
use domain::product::GuaranteeKind;
use domain::time::Timestamp;
use gm::entropy::bytes;
use store::{Stamp, StoreError};
use testkit::{Browser, TestWorld, on_both_engines};

pub(crate) const COMPANY: &str = "中正工程担保有限公司";
pub(crate) const SITE: &str = "新疆维吾尔自治区";

/// The company's product in Xinjiang demands credit from here on; issued without a person.
pub(crate) async fn demand(world: &TestWorld) {
    demand_of(world, "5-guarantor").await;
}

/// The same of the institution that this person works for.
pub(crate) async fn demand_of(world: &TestWorld, persona: &str) {
    let mut staff = world.logged_in(persona).await;
    let page = product(&mut staff, SITE).await;
    let mut fields = with(&[("issuing", "real_time"), ("issuing_count", "")]);
    fields.extend([("automatic", "yes"), ("requires_credit", "yes")]);
    let saved = staff.submit(&page, &page, &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
}

/// Lots that can be applied for.
pub(crate) async fn lots(browser: &mut Browser) -> Vec<String> {
    let page = browser.get("/650000/lots").await.body;
    let mut found: Vec<String> =
        page.split("<a href=\"/650000/lots/lot_").skip(1).map(|rest| format!("lot_{}", rest.split('"').next().unwrap())).collect();
    found.dedup();
    found
}

/// The line that the applicant has asked the company for, handed in.
pub(crate) async fn asked(world: &TestWorld, bidder: &mut Browser, amount: &str) -> String {
    asked_of(world, bidder, COMPANY, amount).await
}

/// The same of whoever is called so.
pub(crate) async fn asked_of(world: &TestWorld, bidder: &mut Browser, grantor: &str, amount: &str) -> String {
    complete(bidder).await;
    let form = bidder.get("/credit/new?site=650000").await;
    let value = form
        .body
        .split(&format!(">{grantor}</option>"))
        .next()
        .unwrap()
        .rsplit("<option value=\"")
        .next()
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let fields = [("site", "650000"), ("grantor", value.as_str()), ("amount", amount), ("purpose", "年内拟投标的市政项目")];
    let drafted = bidder.submit("/credit/new", "/credit/new", &fields).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    let line = drafted.location.split('?').next().unwrap().to_owned();
    let again = bidder.submit("/credit/new", "/credit/new", &fields).await;
    assert!(again.status == 422 && again.body.contains("已有该授信方的授信"), "{}", again.body);
    let handed = bidder.submit(&line, &format!("{line}/submit"), &[]).await;
    assert_eq!(handed.status, 303, "{}", handed.body);
    assert_eq!(world.logged_in("2-bidder").await.get(&line).await.status, 404);
    line
}

/// Two persons of the company grant the line, or change it.
pub(crate) async fn grant(world: &TestWorld, line: &str, kind: &str, limit: &str) {
    grant_with(world, line, kind, limit, &[("rate", "")]).await;
}

/// The same with what the form says besides.
pub(crate) async fn grant_with(world: &TestWorld, line: &str, kind: &str, limit: &str, besides: &[(&str, &str)]) {
    let page = format!("/workbench{line}");
    let mut first = world.logged_in("5-guarantor").await;
    let form = first.get(&page).await;
    let (from, until) = (value(&form.body, "from"), value(&form.body, "until"));
    let fields = [("kind", kind), ("limit", limit), ("from", &from), ("until", &until)];
    let fields: Vec<(&str, &str)> =
        fields.into_iter().filter(|(name, _)| besides.iter().all(|(other, _)| other != name)).chain(besides.iter().copied()).collect();
    let proposed = first.submit(&page, &format!("{page}/propose"), &fields).await;
    assert_eq!(proposed.status, 303, "{}", proposed.body);
    let own = first.submit(&page, &format!("{page}/confirm"), &[]).await;
    assert!(own.status == 422 && own.body.contains("经办人不能复核"), "{}", own.body);
    let mut second = world.logged_in("f-guarantor").await;
    let agreed = second.submit(&page, &format!("{page}/confirm"), &[]).await;
    assert_eq!(agreed.status, 303, "{}", agreed.body);
}

pub(crate) fn value(page: &str, name: &str) -> String {
    page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned()
}

pub(crate) fn id(line: &str) -> CreditLineId {
    line.rsplit('/').next().unwrap().parse().unwrap()
}

pub(crate) async fn balance(world: &TestWorld, line: &str) -> (String, String) {
    let drawn = store::credit_line::load_drawn(&mut world.parts.store.reader(), id(line)).await.unwrap().unwrap();
    assert_eq!(store::credit_line::added_up(&mut world.parts.store.reader(), id(line)).await.unwrap(), drawn.taken.balance, "INV-16");
    (drawn.taken.balance.reserved.plain(), drawn.taken.balance.used.plain())
}

async fn amount(bidder: &mut Browser, order: &str) -> String {
    bidder.get(order).await.between("<dt>担保金额</dt><dd>¥", "<").replace(',', "")
}

pub(crate) async fn order(world: &TestWorld, order: &str) -> Application {
    let id: ApplicationId = order.rsplit('/').next().unwrap().parse().unwrap();
    store::application::load(&mut world.parts.store.reader(), id).await.unwrap().unwrap()
}

on_both_engines! {
    async fn a_draft_or_what_was_returned_is_given_up_and_asked_for_anew(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let line = asked(&world, &mut bidder, "1000000").await;
        let (review, mut staff) = (format!("/workbench{line}"), world.logged_in("5-guarantor").await);
        let back = [("comment", "营业执照看不清"), ("mark:business_licence", "yes")];
        assert_eq!(staff.submit(&review, &format!("{review}/return"), &back).await.status, 303);
        assert!(bidder.get(&line).await.body.contains("放弃申请"));
        assert_eq!(world.logged_in("2-bidder").await.submit("/credit", &format!("{line}/give-up"), &[]).await.status, 404);
        let given_up = bidder.submit(&line, &format!("{line}/give-up"), &[]).await;
        assert_eq!((given_up.status, given_up.location.as_str()), (303, line.as_str()), "{}", given_up.body);
        let page = bidder.get(&line).await.body;
        assert!(page.contains("已放弃") && page.contains("放弃授信申请") && !page.contains("提交授信申请</button>"), "{page}");
        assert_eq!(bidder.submit(&line, &format!("{line}/give-up"), &[]).await.status, 409, "a second click");
        assert_eq!(bidder.submit(&line, &format!("{line}/submit"), &[]).await.status, 409);
        let seen = staff.get(&review).await;
        assert!(seen.body.contains("已放弃") && !seen.body.contains("6222"), "its papers are the grantor's no longer: {}", seen.body);
        assert!(staff.get("/workbench/credit?state=given_up").await.body.contains(&review));
        // Another is drafted at once; what was never handed in the grantor never sees.
        let again = asked(&world, &mut bidder, "2000000").await;
        assert_ne!(again, line);
        let mut other = world.logged_in("2-bidder").await;
        let form = other.get("/credit/new?site=650000").await;
        let grantor = form.body.split(&format!(">{COMPANY}</option>")).next().unwrap().rsplit("<option").next().unwrap().to_owned();
        let fields = [("site", "650000"), ("grantor", grantor.split('"').nth(1).unwrap()), ("amount", "500000"), ("purpose", "年内拟投标的项目")];
        let draft = other.submit("/credit/new", "/credit/new", &fields).await.location.split('?').next().unwrap().to_owned();
        assert_eq!(other.submit(&draft, &format!("{draft}/give-up"), &[]).await.status, 303);
        assert_eq!(staff.get(&format!("/workbench{draft}")).await.status, 404);
        assert!(!staff.get("/workbench/credit").await.body.contains(&draft));
    }

    async fn a_product_that_demands_credit_is_applied_for_once_two_persons_have_granted_it(world: TestWorld) {
        demand(&world).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let lot = lots(&mut bidder).await.remove(0);
        let page = format!("/650000/lots/{lot}");
        let quotes = bidder.get(&page).await;
        assert!(quotes.between(&format!(">{COMPANY}</a></th>"), "</tr>").contains("须先授信"), "{}", quotes.body);
        let chosen = value(&quotes.between(&format!(">{COMPANY}</a></th>"), "</tr>"), "product");
        let refused = bidder.submit(&page, &format!("{page}/applications"), &[("product", &chosen)]).await;
        assert_eq!(refused.location, format!("/credit/new?site=650000&lot={lot}&product={chosen}"));
        let form = bidder.get(&refused.location).await;
        assert!(form.body.contains("办理该业务须先取得授信") && form.body.contains(&format!("href=\"{page}\"")), "the way back: {}", form.body);
        let grantor = form.body.split(&format!(">{COMPANY}</option>")).next().unwrap().rsplit("<option").next().unwrap().to_owned();
        assert!(grantor.contains("selected"), "whom one asks is chosen already: {grantor}");

        // Before the profile is complete nothing is handed in.
        let mut other = world.logged_in("2-bidder").await;
        let value_of = grantor.split('"').nth(1).unwrap().to_owned();
        let fields = [("site", "650000"), ("grantor", value_of.as_str()), ("amount", "500000"), ("purpose", "年内拟投标的项目"), ("back", page.as_str())];
        let drafted = other.submit("/credit/new", "/credit/new", &fields).await;
        let theirs = drafted.location.split('?').next().unwrap().to_owned();
        let early = other.submit(&theirs, &format!("{theirs}/submit"), &[]).await;
        assert!(early.status == 422 && early.body.contains("企业信息尚未完善") && early.body.contains("还缺"), "{}", early.body);
        let mut staff = world.logged_in("5-guarantor").await;
        assert_eq!(staff.get(&format!("/workbench{theirs}")).await.status, 404, "what was never handed in is the applicant's own");

        let line = asked(&world, &mut bidder, "1000000").await;
        let review = format!("/workbench{line}");
        let desk = staff.get("/workbench/credit").await;
        assert!(desk.body.contains("授信审核中") && desk.body.contains(&review), "{}", desk.body);
        assert!(staff.get("/notices").await.body.contains("有授信申请待审核"));
        for stranger in ["4-bank", "6-centre-xj", "1-bidder"] {
            assert_eq!(world.logged_in(stranger).await.get(&review).await.status, 404, "{stranger}");
        }
        // The papers stand beside the form, masked until asked for.
        let page_of = staff.get(&review).await;
        assert!(page_of.body.contains("6222 **** 7890") && page_of.body.contains("营业执照"), "{}", page_of.body);
        assert!(staff.submit(&review, &format!("{review}/reveal"), &[]).await.body.contains("6222021234567890"));
        let paper = format!("{review}/files/{}", page_of.between(&format!("{review}/files/"), "\""));
        assert_eq!(staff.get(&paper).await.bytes, crate::profile::png());
        assert_eq!(world.logged_in("4-bank").await.get(&paper).await.status, 404);

        // What is with the grantor is not given up.
        let with_grantor = bidder.submit(&line, &format!("{line}/give-up"), &[]).await;
        assert_eq!(with_grantor.status, 409, "{}", with_grantor.body);
        assert!(!bidder.get(&line).await.body.contains("放弃申请"), "no button for it");

        // Sent back with marks, corrected, handed in again.
        let none = staff.submit(&review, &format!("{review}/return"), &[("comment", ""), ("mark:business_licence", "yes")]).await;
        assert!(none.status == 422 && none.body.contains("name=\"mark:business_licence\" value=\"yes\" checked"), "{}", none.body);
        staff.submit(&review, &format!("{review}/return"), &[("comment", "营业执照看不清"), ("mark:business_licence", "yes")]).await;
        let returned = bidder.get(&line).await;
        assert!(returned.body.contains("营业执照看不清") && returned.body.contains("href=\"/profile#business_licence\""), "{}", returned.body);
        assert_eq!(bidder.submit(&line, &format!("{line}/submit"), &[]).await.status, 303);

        let wrong = staff.submit(&review, &format!("{review}/propose"), &[("kind", "grant"), ("limit", "0"), ("from", "今天"), ("until", "2026-13-01"), ("rate", "x")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("有 4 处需要修改") && wrong.body.contains("value=\"今天\""), "{}", wrong.body);
        grant(&world, &line, "grant", "1000000").await;
        assert!(bidder.get("/notices").await.body.contains("授信已通过"));
        let granted = bidder.get(&format!("{line}?back={page}")).await;
        assert!(granted.body.contains("返回继续办理") && granted.body.contains("1,000,000.00") && !granted.body.contains("待第二人复核"), "{}", granted.body);
        let elsewhere = bidder.get(&format!("{line}?back=//evil.test/")).await;
        assert!(!elsewhere.body.contains("evil.test"), "the way back stays here");

        // Reserved with the submission, used with the letter.
        let order = bidder.draft_for("650000", &lot, COMPANY).await;
        assert_eq!(bidder.sign(&order, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await.status, 303);
        let asked_for = amount(&mut bidder, &order).await;
        assert_eq!(balance(&world, &line).await, (asked_for.clone(), "0.00".into()));
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        assert!(bidder.get(&order).await.body.contains("保函已出具"));
        assert_eq!(balance(&world, &line).await, ("0.00".into(), asked_for.clone()));
        world.repeat_jobs().await;
        assert_eq!(balance(&world, &line).await, ("0.00".into(), asked_for), "a job that runs twice takes it once");
        assert!(bidder.get("/credit").await.body.contains("授信通过"));

        let log = store::event::history(&mut world.parts.store.reader(), &id(&line).to_string()).await.unwrap();
        let log: Vec<CreditLineEvent> = log.iter().map(|entry| serde_json::from_str(&entry.payload).unwrap()).collect();
        let mut folded = CreditLine::born(&log[0]).unwrap();
        log[1..].iter().for_each(|event| folded.apply(event));
        assert_eq!(Some(folded), store::credit_line::load(&mut world.parts.store.reader(), id(&line)).await.unwrap());
    }

    async fn what_an_order_reserved_is_free_again_when_it_lapses_is_given_up_or_its_letter_ends(world: TestWorld) {
        demand(&world).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let lots = lots(&mut bidder).await;
        let line = asked(&world, &mut bidder, "1000000").await;
        grant(&world, &line, "grant", "1000000").await;
        let mut submitted = Vec::new();
        for lot in &lots[..3] {
            let order = bidder.draft_for("650000", lot, COMPANY).await;
            assert_eq!(bidder.sign(&order, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await.status, 303);
            submitted.push(order);
        }
        assert_ne!(balance(&world, &line).await.0, "0.00");
        bidder.submit(&submitted[0], &format!("{}/withdraw", submitted[0]), &[]).await;
        world.pay(&mut bidder, &submitted[1]).await;
        world.run_jobs().await;
        world.clock.advance(2 * 24 * 60 * Timestamp::MINUTE);
        world.run_jobs().await;
        assert_eq!(order(&world, &submitted[2]).await.state.code(), "lapsed");
        let issued = order(&world, &submitted[1]).await;
        assert_eq!(balance(&world, &line).await, ("0.00".into(), issued.facts.amount.plain()));
        let after = domain::time::add_days(issued.facts.expiry, 1).at(0, 1, 0, 0);
        world.clock.advance(Timestamp::from_civil(after).unwrap().micros() - world.world.now().micros());
        world.run_jobs().await;
        assert_eq!(balance(&world, &line).await, ("0.00".into(), "0.00".into()), "the day after the letter's last");
    }

    async fn of_two_orders_at_once_that_fit_a_line_only_singly_one_is_submitted(world: TestWorld) {
        demand(&world).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let lots = lots(&mut bidder).await;
        let line = asked(&world, &mut bidder, "1000000").await;
        grant(&world, &line, "grant", "1000000").await;
        let one = bidder.draft_for("650000", &lots[0], COMPANY).await;
        let two = bidder.draft_for("650000", &lots[1], COMPANY).await;
        let (first, second) = (order(&world, &one).await.facts.amount, order(&world, &two).await.facts.amount);
        let limit = Cny::from_fen(first.max(second).fen() + first.min(second).fen() / 2).unwrap();
        grant(&world, &line, "change", &limit.plain()).await;
        let (mut other, sealer, entropy) = (world.logged_in("1-bidder").await, world.sealer("1-bidder"), world.parts.entropy.as_ref());
        // Both have read what they sign before either hands it in.
        let (first, second) = (format!("{one}/confirm"), format!("{two}/confirm"));
        let signed_one = sealer.submission(&bidder.get(&first).await.body, entropy);
        let signed_two = sealer.submission(&other.get(&second).await.body, entropy);
        let (signed_one, signed_two): (Vec<_>, Vec<_>) = (pairs(&signed_one).collect(), pairs(&signed_two).collect());
        let (left, right) = tokio::join!(bidder.post(&first, &signed_one), other.post(&second, &signed_two));
        let submitted = [left, right].into_iter().filter(|answer| answer.location.starts_with("/applications/")).count();
        assert_eq!(submitted, 1, "one of them, not both");
        let winner = if order(&world, &one).await.is_draft() { &two } else { &one };
        let loser = if winner == &one { &two } else { &one };
        let taken = order(&world, winner).await.facts.amount;
        assert_eq!(balance(&world, &line).await, (taken.plain(), "0.00".into()));
        // The other is told how much is free, and goes on once there is more.
        let needed = bidder.get(&format!("{loser}/confirm")).await;
        assert!(needed.status == 303 && needed.location.starts_with("/credit/new?"), "{} {}", needed.status, needed.body);
        let told = bidder.get(&needed.location).await;
        let free = Cny::from_fen(limit.fen() - taken.fen()).unwrap();
        assert!(told.body.contains("可用授信额度不足") && told.body.contains(&format!("可用 ¥{free}")), "{free}: {}", told.body);
        bidder.submit(winner, &format!("{winner}/withdraw"), &[]).await;
        let again = bidder.sign(loser, &sealer, entropy).await;
        assert_eq!(again.location, *loser, "{}", again.body);
    }

    async fn a_limit_lowered_below_what_is_used_touches_nothing_that_is_used(world: TestWorld) {
        demand(&world).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let lots = lots(&mut bidder).await;
        let line = asked(&world, &mut bidder, "1000000").await;
        grant(&world, &line, "grant", "1000000").await;
        let order_of = bidder.draft_for("650000", &lots[0], COMPANY).await;
        bidder.sign(&order_of, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await;
        let taken = order(&world, &order_of).await.facts.amount;
        grant(&world, &line, "change", "1").await;
        assert!(bidder.get(&line).await.body.contains("<dd>0.00</dd>"), "nothing is free, and not less than nothing");
        world.pay(&mut bidder, &order_of).await;
        world.run_jobs().await;
        assert_eq!(balance(&world, &line).await, ("0.00".into(), taken.plain()), "a reservation is honoured");
        let page = format!("/650000/lots/{}", lots[1]);
        let chosen = value(&bidder.get(&page).await.between(&format!(">{COMPANY}</a></th>"), "</tr>"), "product");
        let refused = bidder.submit(&page, &format!("{page}/applications"), &[("product", &chosen)]).await;
        assert!(bidder.get(&refused.location).await.body.contains("可用 ¥0.00"), "{}", refused.location);
        // Suspended by one person, at once.
        let mut staff = world.logged_in("f-guarantor").await;
        let review = format!("/workbench{line}");
        assert_eq!(staff.submit(&review, &format!("{review}/propose"), &[("kind", "suspend"), ("reason", "涉诉核查")]).await.status, 303);
        assert!(bidder.get(&line).await.body.contains("涉诉核查"));
    }

    async fn a_money_in_time_for_an_order_whose_credit_others_have_taken_since_waits_for_a_person(world: TestWorld) {
        demand(&world).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let lots = lots(&mut bidder).await;
        let line = asked(&world, &mut bidder, "1000000").await;
        grant(&world, &line, "grant", "1000000").await;
        let one = bidder.draft_for("650000", &lots[0], COMPANY).await;
        let two = bidder.draft_for("650000", &lots[1], COMPANY).await;
        let most = order(&world, &one).await.facts.amount.max(order(&world, &two).await.facts.amount);
        grant(&world, &line, "change", &most.plain()).await;
        bidder.sign(&one, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await;
        let (account, amount, reference) = bidder.due(&one).await;
        let booked = world.transfer(&account, &amount, &format!("保费 {reference}"));
        let due = order(&world, &one).await.due_until().unwrap();
        world.clock.advance(due.micros() - world.world.now().micros() + Timestamp::MINUTE);
        world.run_jobs().await;
        assert_eq!(order(&world, &one).await.state.code(), "lapsed");
        let mut bidder = world.logged_in("1-bidder").await;
        let second = bidder.sign(&two, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await;
        assert_eq!(second.location, two, "{}", second.body);
        assert_eq!(world.report(&booked).await.status, 200);
        world.run_jobs().await;
        assert_eq!(order(&world, &one).await.state.code(), "lapsed");
        assert!(world.logged_in("5-guarantor").await.get("/workbench/suspense").await.body.contains(&reference));
        assert_eq!(balance(&world, &line).await.0, order(&world, &two).await.facts.amount.plain());
    }

    async fn whatever_many_orders_do_at_once_a_line_is_what_they_took_and_never_more(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let like = bidder.draft("650000", COMPANY).await;
        let line = asked(&world, &mut bidder, "1000000").await;
        grant(&world, &line, "grant", "1000000").await;
        let (store, line_id) = (&world.parts.store, id(&line));
        let mut orders = Vec::new();
        for _ in 0..12 {
            orders.push(another(&world, &like).await);
        }
        for round in 0..8 {
            let tasks = orders.iter().map(|order| {
                let (store, now, order) = (store.clone(), world.world.now(), *order);
                let [choice, high, low] = bytes::<3>(world.parts.entropy.as_ref());
                let amount = Cny::from_fen((i64::from(high) << 8 | i64::from(low)) * 800 + 1).unwrap();
                async move {
                    let done = store.write::<_, StoreError, _>(move |tx| {
                        Box::pin(async move {
                            match choice % 4 {
                                0 | 1 => store::credit_line::reserve(tx, line_id, order, CreditNeed { kind: GuaranteeKind::Bid, amount }, now).await.map(drop),
                                2 => store::credit_line::spend(tx, order, now).await,
                                _ => store::credit_line::free(tx, order, now).await,
                            }
                        })
                    });
                    match done.await {
                        Ok(()) | Err(StoreError::Conflict) => {}
                        Err(other) => unreachable!("{other}"),
                    }
                }
            });
            futures_util::future::join_all(tasks).await;
            let drawn = store::credit_line::load_drawn(&mut store.reader(), line_id).await.unwrap().unwrap();
            let sum: Balance = store::credit_line::added_up(&mut store.reader(), line_id).await.unwrap();
            assert_eq!(drawn.taken.balance, sum, "round {round}");
            assert!(drawn.taken.balance.taken() <= 100_000_000, "round {round}: {:?}", drawn.taken.balance);
        }
    }

    async fn an_applicant_is_reminded_before_its_line_ends(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let line = asked(&world, &mut bidder, "1000000").await;
        grant(&world, &line, "grant", "1000000").await;
        let until = store::credit_line::load(&mut world.parts.store.reader(), id(&line)).await.unwrap().unwrap().terms.unwrap().until;
        let told = async || {
            let history = store::event::history(&mut world.parts.store.reader(), &id(&line).to_string()).await.unwrap();
            history.iter().filter(|entry| entry.name == "credit_line.reminded").count()
        };
        for (days, times) in [(31_i64, 0), (30, 1), (8, 1), (7, 2), (1, 2), (-1, 2)] {
            let day = domain::time::add_days(world.world.now().date(), 0);
            assert!(day <= until || days < 0);
            let at = Timestamp::from_civil(until.at(9, 0, 1, 0)).unwrap().plus(-days * 24 * Timestamp::HOUR);
            world.clock.advance(at.micros() - world.world.now().micros());
            world.run_jobs().await;
            assert_eq!(told().await, times, "{days} days before");
        }
    }
}

/// An order like another, as the store has it.
async fn another(world: &TestWorld, like: &str) -> ApplicationId {
    let like = order(world, like).await;
    let facts = ApplicationFacts {
        id: world.world.id(ApplicationId::new),
        number: ApplicationNumber::new(like.facts.site, u64::from_le_bytes(world.world.random())),
        ..like.facts
    };
    let actor = Actor {
        role: Role::Applicant,
        organisation: Some(facts.applicant.organisation),
        name: facts.applicant.name.to_string(),
        duties: Duties::all(),
        ..Actor::public()
    };
    let id = facts.id;
    let permit = may(&actor, Action::DraftApplication, Relation::Applicant).unwrap();
    let stamp = Stamp::new(permit, world.world.now(), world.world.id(RequestId::new), id.to_string());
    let drafted = ApplicationEvent::Drafted { facts: Box::new(facts) };
    let made = world
        .parts
        .store
        .write::<_, StoreError, _>(move |tx| Box::pin(async move { store::application::create(tx, &stamp, &drafted).map(drop) }));
    made.await.unwrap();
    id
}
