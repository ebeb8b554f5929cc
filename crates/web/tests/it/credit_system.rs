//! Credit over the open interface: an institution's own system is asked, looks at who asks, answers, and changes its mind.

use crate::conformance::{OVER, follow, start};
use crate::credit::{asked, asked_of, balance, grant, id, value};
use crate::profile::{ACCOUNT, MOBILE, NUMBER, attach, audited, pdf};
use counterparts::institution::{Institution, Manners};
use domain::access::Action;
use domain::credit_line::CreditLine;
use domain::delivery::DeliveryState;
use domain::institution::{InterfaceVersion, Wire};
use domain::message::MessageState;
use domain::time::Timestamp;
use gm::digest::sm3_hex;
use protocol::catalogue::{CREDIT_COMPANY, CREDIT_MATERIAL};
use protocol::message as wire;
use serde_json::{Value, json};
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const INSURER: &str = "衡岳财产保险股份有限公司";

async fn line(world: &TestWorld, line: &str) -> CreditLine {
    store::credit_line::load(&mut world.parts.store.reader(), id(line)).await.unwrap().unwrap()
}

fn number(line: &str) -> String {
    id(line).to_string()
}

/// What the institution was told of this topic: the bodies.
async fn told(world: &TestWorld, topic: &str) -> Vec<Value> {
    let institution = world.newcomer().await.id;
    let mut found = Vec::new();
    for state in DeliveryState::ALL {
        let rows = store::delivery::list(&mut world.parts.store.reader(), institution, state).await.unwrap();
        found.extend(rows.into_iter().filter(|row| row.topic == topic).map(|row| serde_json::from_str(&row.payload).unwrap()));
    }
    found
}

fn decided_at(world: &TestWorld) -> String {
    world.world.now().to_seconds()
}

/// A line of the institution with its own system, asked for and not answered yet; and what grants it.
async fn asked_silently(world: &TestWorld) -> (Browser, String, Value) {
    let mut bidder = world.logged_in("1-bidder").await;
    let line = asked_of(world, &mut bidder, INSURER, "1000000").await;
    let today = world.world.now().date();
    let grant = json!({
        "credit_id": number(&line), "round": 1, "outcome": "granted", "decided_at": decided_at(world),
        "terms": { "limit": "500000.00", "from": today.to_string(), "until": domain::time::add_months(today, 6).to_string(), "kinds": ["bid"] },
    });
    (bidder, line, grant)
}

/// Whether a message is refused for this field.
fn refused(answer: &Fetched, field: &str) -> bool {
    let problem: Value = serde_json::from_str(&answer.body).unwrap();
    answer.status == 422 && problem["errors"].as_array().is_some_and(|faults| faults.iter().any(|fault| fault["field"] == field))
}

async fn suspended(world: &TestWorld, subject: &str) -> Vec<String> {
    let found = store::message::list_of_subject(&mut world.parts.store.reader(), subject, MessageState::Suspended).await.unwrap();
    found.into_iter().map(|message| message.reason).collect()
}

/// A line is asked for, looked at and granted over this wire.
async fn granted_over(world: &TestWorld, wire: Wire) -> (Institution, Browser, String) {
    let institution = world.own_system_with(wire, "transfer").await;
    let mut bidder = world.logged_in("1-bidder").await;
    let line = asked_of(world, &mut bidder, INSURER, "3000000").await;
    world.exchange(&institution).await;
    let page = bidder.get(&line).await;
    assert!(page.body.contains("授信通过") && page.body.contains("3,000,000.00"), "{} {:?}", page.body, institution.book().refusals());
    (institution, bidder, line)
}

on_both_engines! {
    async fn an_own_system_looks_at_who_asks_and_grants_at_a_rate_of_its_own(world: TestWorld) {
        let (institution, mut bidder, line_page) = granted_over(&world, Wire::Canonical).await;
        let granted = line(&world, &line_page).await;
        let terms = granted.terms.unwrap();
        assert_eq!((terms.rate.map(|rate| rate.to_string()).as_deref(), terms.until), (Some("0.20%"), domain::time::add_months(terms.from, 12)));
        assert!(bidder.get("/notices").await.body.contains("授信已通过"));
        assert_eq!(institution.book().paper(&sm3_hex(&pdf(10))).unwrap().as_deref(), Some(pdf(10).as_slice()), "the business licence");
        // What belongs to a person or an account is fetched, not written into the outbox; each look at it is written down.
        let order = told(&world, "credit.order").await;
        assert_eq!((order.len(), order[0]["materials"].as_array().map(Vec::len), &order[0]["round"]), (1, Some(3), &json!(1)));
        let text = order[0].to_string();
        for secret in [ACCOUNT, NUMBER, MOBILE, "\"身份证.png", "顾北辰"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        assert!(text.contains("营业执照.pdf"), "{text}");
        assert_eq!(audited(&world, Action::ReviewCredit).await, 4, "the company, and its three papers");

        // Its people see it and decide nothing.
        let mut staff = world.logged_in("a-newcomer").await;
        let review = format!("/workbench{line_page}");
        let page = staff.get(&review).await;
        assert!(page.body.contains("由本机构自有系统审核") && !page.body.contains("提交复核"), "{}", page.body);
        let suspend = staff.submit(&review, &format!("{review}/propose"), &[("kind", "suspend"), ("reason", "涉诉核查")]).await;
        assert!(suspend.status == 409 && suspend.body.contains("该授信由机构自有系统审核"), "{}", suspend.body);
    }

    async fn a_system_with_a_wire_of_its_own_is_asked_and_answers_in_its_words(world: TestWorld) {
        let (institution, mut bidder, line_page) = granted_over(&world, Wire::Enveloped).await;
        world.clock.advance(Timestamp::SECOND);
        institution.change_standing(&number(&line_page), wire::CreditStanding::Suspended, "涉诉核查").unwrap();
        let today = world.world.now().date();
        let terms = wire::CreditTerms {
            limit: "800000.00".into(),
            from: today.to_string(),
            until: domain::time::add_months(today, 3).to_string(),
            kinds: vec!["bid".into(), "payment".into()],
            per_kind: vec![wire::CreditKindLimit { kind: "payment".into(), limit: "100000.00".into() }],
            rate: None,
        };
        institution.change_terms(&number(&line_page), terms).unwrap();
        world.exchange(&institution).await;
        let page = bidder.get(&line_page).await;
        assert!(page.body.contains("涉诉核查") && page.body.contains("工程款支付保函 100,000.00"), "{} {:?}", page.body, institution.book().refusals());
        assert_eq!(line(&world, &line_page).await.terms.unwrap().kinds.len(), 2);
    }

    async fn what_comes_back_is_corrected_and_told_again_under_the_same_number(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        institution.behave(Manners { picky: true, ..Manners::default() });
        let mut bidder = world.logged_in("1-bidder").await;
        let line_page = asked_of(&world, &mut bidder, INSURER, "1000000").await;
        world.exchange(&institution).await;
        let returned = bidder.get(&line_page).await;
        assert!(returned.body.contains("营业执照看不清") && returned.body.contains("href=\"/profile#business_licence\""), "{}", returned.body);
        assert!(bidder.get("/notices").await.body.contains("退回补正"));
        assert_eq!(attach(&mut bidder, "business_licence", "新营业执照.pdf", &pdf(20), "").await.status, 303);
        assert_eq!(bidder.submit(&line_page, &format!("{line_page}/submit"), &[]).await.status, 303);
        world.exchange(&institution).await;
        assert_eq!(line(&world, &line_page).await.state.code(), "granted", "{:?}", institution.book().refusals());
        let mut rounds: Vec<(Value, Value)> =
            told(&world, "credit.order").await.into_iter().map(|order| (order["credit_id"].clone(), order["round"].clone())).collect();
        rounds.sort_by_key(|(_, round)| round.as_u64());
        assert_eq!(rounds, [(json!(number(&line_page)), json!(1)), (json!(number(&line_page)), json!(2))]);
        assert!(institution.book().paper(&sm3_hex(&pdf(20))).unwrap().is_some(), "the new licence");
    }

    async fn a_system_refuses_with_a_reason_and_may_be_asked_again(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        institution.behave(Manners { refuses: true, ..Manners::default() });
        let mut bidder = world.logged_in("1-bidder").await;
        let line_page = asked_of(&world, &mut bidder, INSURER, "1000000").await;
        world.exchange(&institution).await;
        let page = bidder.get(&line_page).await;
        assert!(page.body.contains("授信未通过") && page.body.contains("不符合授信条件"), "{}", page.body);
        institution.behave(Manners::default());
        let again = asked_of(&world, &mut bidder, INSURER, "1000000").await;
        world.exchange(&institution).await;
        assert_eq!(line(&world, &again).await.state.code(), "granted");
    }

    async fn what_an_older_version_does_not_know_it_is_not_told_and_its_people_decide(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        institution.behave(Manners { before_credit: true, ..Manners::default() });
        world.prove(InterfaceVersion::V1_3).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let line_page = asked_of(&world, &mut bidder, INSURER, "1000000").await;
        world.exchange(&institution).await;
        assert!(told(&world, "credit.order").await.is_empty());
        let mut staff = world.logged_in("a-newcomer").await;
        assert!(staff.get("/notices").await.body.contains("有授信申请待审核"));
        let review = format!("/workbench{line_page}");
        let form = staff.get(&review).await;
        let (from, until) = (value(&form.body, "from"), value(&form.body, "until"));
        let fields = [("kind", "grant"), ("limit", "1000000"), ("from", &from), ("until", &until), ("rate", "")];
        let proposed = staff.submit(&review, &format!("{review}/propose"), &fields).await;
        assert_eq!(proposed.status, 303, "{}", proposed.body);
        // Its system's word on what people decide is left to a person.
        let standing = wire::CreditStandingChange {
            credit_id: number(&line_page), standing: wire::CreditStanding::Suspended, reason: "涉诉核查".into(), decided_at: decided_at(&world),
        };
        assert_eq!(world.newcomers_hand().send("credit.standing", "k1", &standing).await.status, 200);
        world.run_jobs().await;
        assert_eq!(suspended(&world, &number(&line_page)).await, ["该授信在平台工作台审核"]);
    }

    async fn what_comes_too_early_waits_and_whatever_is_heard_late_does_not_undo_what_was_decided_later(world: TestWorld) {
        world.own_system("transfer").await;
        let (mut bidder, line_page, grant) = asked_silently(&world).await;
        let (hand, credit_id) = (world.newcomers_hand(), number(&line_page));
        let standing = |standing: &str, reason: &str, after: i64| {
            json!({ "credit_id": credit_id, "standing": standing, "reason": reason,
                    "decided_at": world.world.now().plus(after * Timestamp::SECOND).to_seconds() })
        };
        let (suspend, resume, again) = (standing("suspended", "涉诉核查", 1), standing("resumed", "", 2), standing("suspended", "账户冻结", 3));
        for (key, message) in [("s2", &again), ("s1", &suspend)] {
            assert_eq!(hand.send("credit.standing", key, message).await.status, 200);
            world.run_jobs().await;
            assert_eq!(line(&world, &line_page).await.state.code(), "submitted", "before it is granted");
        }
        assert_eq!(hand.send("credit.decision", "d", &grant).await.status, 200);
        world.run_jobs().await;
        assert!(bidder.get(&line_page).await.body.contains("账户冻结"));
        assert_eq!(hand.send("credit.standing", "r", &resume).await.status, 200);
        world.run_jobs().await;
        assert!(bidder.get(&line_page).await.body.contains("账户冻结"), "it was suspended again since");
        for key in ["r", "s1", "d"] {
            let (topic, message) = match key { "r" => ("credit.standing", &resume), "s1" => ("credit.standing", &suspend), _ => ("credit.decision", &grant) };
            assert_eq!(hand.send(topic, key, message).await.status, 200, "the same again");
            assert_eq!(hand.send(topic, &format!("{key}-again"), message).await.status, 200, "the same under another key");
        }
        world.run_jobs().await;
        let known = line(&world, &line_page).await;
        assert_eq!((known.state.code(), known.terms.unwrap().limit.plain()), ("suspended", "500000.00".into()));
        let end = standing("ended", "企业注销", 4);
        assert_eq!(hand.send("credit.standing", "e", &end).await.status, 200);
        let late = standing("resumed", "", 5);
        assert_eq!(hand.send("credit.standing", "late", &late).await.status, 200);
        world.run_jobs().await;
        assert!(bidder.get(&line_page).await.body.contains("企业注销"), "an end is an end");
        assert!(suspended(&world, &credit_id).await.is_empty());
    }

    async fn what_a_message_lacks_is_named_and_another_answer_is_left_to_a_person(world: TestWorld) {
        world.own_system("transfer").await;
        let (_, line_page, grant) = asked_silently(&world).await;
        let hand = world.newcomers_hand();
        let with = |change: fn(&mut Value)| {
            let mut message = grant.clone();
            change(&mut message);
            message
        };
        for (field, message) in [
            ("terms", with(|m| drop(m.as_object_mut().unwrap().remove("terms")))),
            ("terms", with(|m| m["terms"]["limit"] = "0.00".into())),
            ("terms", with(|m| m["terms"]["limit"] = "1.001".into())),
            ("terms", with(|m| m["terms"]["until"] = "2026-13-01".into())),
            ("terms", with(|m| m["terms"]["kinds"] = json!(["tender"]))),
            ("terms", with(|m| m["terms"]["per_kind"] = json!([{ "kind": "bid", "limit": "1.00" }, { "kind": "bid", "limit": "2.00" }]))),
            ("terms", with(|m| m["terms"]["rate"] = "千分之二".into())),
            ("reason", with(|m| m["outcome"] = "refused".into())),
            ("marks", with(|m| { m["outcome"] = "returned".into(); m["reason"] = "请更换营业执照".into(); m["marks"] = json!(["licence"]); })),
            ("decided_at", with(|m| m["decided_at"] = "2099-01-01 00:00:00".into())),
            ("body", with(|m| m["outcome"] = "perhaps".into())),
        ] {
            let answer = hand.send("credit.decision", "k", &message).await;
            assert!(refused(&answer, field), "{field}: {}", answer.body);
        }
        // Beyond the whole, or for too long, is understood and left to a person.
        let beyond = with(|m| m["terms"]["per_kind"] = json!([{ "kind": "bid", "limit": "500000.01" }]));
        assert_eq!(hand.send("credit.decision", "beyond", &beyond).await.status, 200);
        let unknown = with(|m| m["round"] = 2.into());
        assert_eq!(hand.send("credit.decision", "unknown", &unknown).await.status, 200);
        world.run_jobs().await;
        let mut reasons = suspended(&world, &number(&line_page)).await;
        reasons.sort();
        assert_eq!(reasons, ["授信条款有误", "授信申请已有其他答复，或没有这一次提交"]);
        assert_eq!(hand.send("credit.decision", "good", &grant).await.status, 200);
        let other = with(|m| m["terms"]["limit"] = "600000.00".into());
        assert_eq!(hand.send("credit.decision", "other", &other).await.status, 200);
        world.run_jobs().await;
        assert_eq!(line(&world, &line_page).await.terms.unwrap().limit.plain(), "500000.00", "an answer is final");
        assert_eq!(suspended(&world, &number(&line_page)).await.len(), 3);
        let health = world.logged_in("a-newcomer").await.get("/workbench/health").await;
        assert!(health.body.contains("授信申请已有其他答复"), "{}", health.body);
    }

    async fn who_asks_and_its_papers_are_for_whoever_was_asked_and_not_longer_than_the_line(world: TestWorld) {
        world.own_system("transfer").await;
        let (mut bidder, line_page, grant) = asked_silently(&world).await;
        let hand = world.newcomers_hand();
        let paper = |line: &str, digest: &str| CREDIT_MATERIAL.target().replace("{credit_id}", line).replace("{digest}", digest);
        let company = |line: &str| CREDIT_COMPANY.target().replace("{credit_id}", line);
        let (credit_id, licence) = (number(&line_page), sm3_hex(&pdf(10)));
        let seen = hand.get(&company(&credit_id)).await;
        let said: wire::CreditCompany = serde_json::from_str(&seen.body).unwrap();
        assert_eq!((said.account.as_str(), said.legal_number.as_str(), said.contact_mobile.as_str()), (ACCOUNT, NUMBER, MOBILE));
        let bytes = hand.get(&paper(&credit_id, &licence)).await;
        assert_eq!((bytes.status, bytes.bytes.as_slice()), (200, pdf(10).as_slice()));
        let own = asked(&world, &mut bidder, "1000000").await;
        let other = world.sharers_hand("3-insurer").await;
        let centre = world.centres_hand("6-centre-xj").await;
        let none = hand.get(&company("none")).await;
        assert_eq!(none.status, 404);
        for answer in [
            other.get(&company(&credit_id)).await,
            centre.get(&company(&credit_id)).await,
            other.get(&paper(&credit_id, &licence)).await,
            hand.get(&paper(&credit_id, &"4".repeat(64))).await,
            hand.get(&company(&number(&own))).await,
            hand.get(&paper(&number(&own), &licence)).await,
            hand.get(&company("crl_01890000000070008000000000000000")).await,
        ] {
            assert_eq!((answer.status, &answer.body), (404, &none.body), "not there and another's are alike");
        }
        // Another institution's word on this line is left to a person, and changes nothing.
        assert_eq!(other.send("credit.decision", "k", &grant).await.status, 200);
        world.run_jobs().await;
        assert_eq!(line(&world, &line_page).await.state.code(), "submitted");
        let mut refuse = grant.clone();
        (refuse["outcome"], refuse["reason"]) = ("refused".into(), "不符合授信条件".into());
        assert_eq!(hand.send("credit.decision", "d", &refuse).await.status, 200);
        world.run_jobs().await;
        assert_eq!(hand.get(&company(&credit_id)).await.status, 404, "what is over is looked at no longer");
    }

    async fn a_run_that_answers_for_the_wrong_round_does_not_prove_credit(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let mut staff = start(&world, &[("transfer", "yes")]).await;
        let run = store::conformance::list(&mut world.parts.store.reader(), world.newcomer().await.id).await.unwrap().remove(0);
        let decision = json!({ "credit_id": run.application(5), "round": 7, "outcome": "refused", "reason": "不符合授信条件", "decided_at": decided_at(&world) });
        assert_eq!(world.newcomers_hand().send("credit.decision", "early", &decision).await.status, 200);
        let page = follow(&world, &institution, &mut staff, OVER).await;
        assert!(page.contains("审核结果中的提交次数不是所答复的一次") && page.contains("未通过 0 项"), "{page}");
        assert!(page.contains("<dt>证明的接口版本</dt><dd>1.3</dd>"), "{page}");
    }

    async fn a_line_of_an_own_system_takes_and_gives_back_like_any_other(world: TestWorld) {
        let (institution, mut bidder, line_page) = granted_over(&world, Wire::Canonical).await;
        crate::credit::demand_of(&world, "a-newcomer").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
        world.exchange(&institution).await;
        let facts = crate::credit::order(&world, &order).await.facts;
        assert_eq!(balance(&world, &line_page).await, (facts.amount.plain(), "0.00".into()));
        world.pay(&mut bidder, &order).await;
        world.exchange(&institution).await;
        assert_eq!(balance(&world, &line_page).await, ("0.00".into(), facts.amount.plain()), "{:?}", institution.trouble());
        // A surrender frees when it takes effect: when the institution says so, whenever its fee goes back.
        let surrender = crate::instruction::asked(&world).await.remove(0);
        app::instruction::give::give(&world.world, facts.id, surrender).await.unwrap();
        assert_eq!(balance(&world, &line_page).await.1, facts.amount.plain(), "asked for is not yet done");
        world.exchange(&institution).await;
        assert_eq!(balance(&world, &line_page).await, ("0.00".into(), "0.00".into()));
        world.repeat_jobs().await;
        assert_eq!(balance(&world, &line_page).await, ("0.00".into(), "0.00".into()), "once");
    }

    async fn a_surrender_that_is_refused_frees_nothing_and_a_release_does(world: TestWorld) {
        let (institution, mut bidder, line_page) = granted_over(&world, Wire::Canonical).await;
        crate::credit::demand_of(&world, "a-newcomer").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
        world.pay(&mut bidder, &order).await;
        world.exchange(&institution).await;
        let facts = crate::credit::order(&world, &order).await.facts;
        institution.behave(Manners { stubborn: true, ..Manners::default() });
        let mut asked = crate::instruction::asked(&world).await;
        app::instruction::give::give(&world.world, facts.id, asked.remove(0)).await.unwrap();
        world.exchange(&institution).await;
        assert_eq!(balance(&world, &line_page).await.1, facts.amount.plain());
        app::instruction::give::give(&world.world, facts.id, asked.remove(2)).await.unwrap();
        assert_eq!(balance(&world, &line_page).await.1, "0.00", "released");
    }

    async fn people_and_systems_grant_side_by_side(world: TestWorld) {
        let (_, mut bidder, of_system) = granted_over(&world, Wire::Canonical).await;
        let of_people = asked(&world, &mut bidder, "1000000").await;
        grant(&world, &of_people, "grant", "1000000").await;
        let own = bidder.get("/credit").await;
        assert!(own.body.contains(&of_system) && own.body.contains(&of_people) && own.body.matches("授信通过").count() == 2, "{}", own.body);
    }
}
