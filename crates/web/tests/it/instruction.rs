//! Instructions to an institution's own system, and what its system's being slow, sick or gone does to others.

use crate::consequences::load;
use crate::invoice::{asked as ask_for_invoice, stored};
use app::document::attachment;
use app::instruction::give::{Asked, give};
use counterparts::institution::{Institution, Manners};
use domain::document::Attachment;
use domain::id::ApplicationId;
use domain::institution::InterfaceVersion;
use domain::instruction::{Answer, Claim, ClaimContact, Done};
use domain::invoice::{InvoiceFormat, IssuedInvoice, RedReason};
use domain::money::Cny;
use domain::party::BankAccount;
use domain::time::Timestamp;
use protocol::message as wire;
use testkit::{TestWorld, on_both_engines};

const INSURER: &str = "衡岳财产保险股份有限公司";

/// An issued guarantee of the institution.
pub(crate) async fn issued(world: &TestWorld, institution: &Institution) -> ApplicationId {
    let mut bidder = world.logged_in("1-bidder").await;
    let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
    world.pay(&mut bidder, &order).await;
    world.exchange(institution).await;
    assert!(bidder.get(&order).await.body.contains("保函已出具"), "{:?}", institution.trouble());
    order.rsplit('/').next().unwrap().parse().unwrap()
}

/// What the papers of instructions say.
pub(crate) const PAPER: &[u8] = b"%PDF-1.4\nwhat shows it\n%%EOF\n";

async fn papers(world: &TestWorld) -> Vec<Attachment> {
    vec![attachment::take(&world.world, "证明材料.pdf", PAPER.to_vec()).await.unwrap().unwrap()]
}

/// A claim with a paper, signed by nobody.
pub(crate) async fn claim(world: &TestWorld) -> Claim {
    let contact = ClaimContact { name: "文立言".parse().unwrap(), phone: "0731-85550000".parse().unwrap() };
    Claim {
        amount: Cny::parse_yuan("100").unwrap(),
        reason: "不订立合同".into(),
        payee: payee(),
        contact: Some(contact),
        materials: papers(world).await,
        signature: None,
    }
}

fn payee() -> BankAccount {
    BankAccount {
        number: "4301230045600099999".into(), holder: "省交通建设投资集团有限公司".into(), bank: "参考银行".into()
    }
}

pub(crate) async fn asked(world: &TestWorld) -> Vec<Asked> {
    let payee = payee();
    vec![
        Asked::Surrender { reason: "放弃投标".into(), explanation: "不再具备投标条件".into(), refund_to: Some(payee.clone()) },
        Asked::Extend { new_expiry: "2027-12-31".parse().unwrap(), reason: "开标时间变更".into(), materials: papers(world).await },
        Asked::Claim(Box::new(claim(world).await)),
        Asked::Release { reason: "合同已订立".into(), materials: papers(world).await },
    ]
}

fn done(answer: &Answer) -> Option<&Done> {
    if let Answer::Done { done } = answer { Some(done) } else { None }
}

/// The invoice that was answered with.
fn invoiced(done: Option<&Done>) -> &IssuedInvoice {
    let invoice = if let Some(Done::Invoiced { invoice }) = done { Some(invoice.as_ref()) } else { None };
    invoice.unwrap()
}

pub(crate) async fn answers(world: &TestWorld, application: ApplicationId) -> Vec<Option<Answer>> {
    let given = store::instruction::list_of_application(&mut world.parts.store.reader(), application).await.unwrap();
    given.into_iter().map(|instruction| instruction.answer).collect()
}

on_both_engines! {
    async fn every_instruction_is_carried_to_the_institution_and_answered_once(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let application = issued(&world, &institution).await;
        ask_for_invoice(&world, application).await;
        world.clock.advance(Timestamp::SECOND);
        for asked in asked(&world).await {
            give(&world.world, application, asked).await.unwrap();
            world.clock.advance(Timestamp::SECOND);
        }
        world.exchange(&institution).await;
        let answers = answers(&world, application).await;
        assert_eq!(answers.len(), 5);
        let done: Vec<_> = answers.iter().map(|answer| answer.as_ref().and_then(done).cloned()).collect();
        let fee = load(&world, &format!("/applications/{application}")).await.facts.fee;
        let invoice = invoiced(done[0].as_ref());
        assert_eq!(invoice.amount, fee);
        let formats: Vec<_> = invoice.files.iter().map(|file| file.format).collect();
        assert_eq!(formats, [InvoiceFormat::Xml, InvoiceFormat::Pdf]);
        // A release is answered by nothing.
        let paid = Cny::parse_yuan("100").unwrap();
        let expected = [
            Some(Done::Surrendered { refund: fee }), Some(Done::Extended { expiry: "2027-12-31".parse().unwrap() }),
            Some(Done::Claimed { paid }), None,
        ];
        assert_eq!(done[1..], expected);
        let desk = world.logged_in("a-newcomer").await.get("/workbench/instructions?state=claim").await.body;
        assert!(desk.contains("赔付 100.00 元"), "{desk}");
    }

    async fn an_institution_on_1_1_answers_in_its_own_words_and_is_understood(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        world.prove(InterfaceVersion::V1_1).await;
        institution.behave(Manners { first_version: true, ..Manners::default() });
        let application = issued(&world, &institution).await;
        ask_for_invoice(&world, application).await;
        world.clock.advance(Timestamp::SECOND);
        for asked in asked(&world).await {
            give(&world.world, application, asked).await.unwrap();
            world.clock.advance(Timestamp::SECOND);
        }
        world.exchange(&institution).await;
        let answers = answers(&world, application).await;
        let were: Vec<bool> = answers.iter().map(|answer| matches!(answer, Some(Answer::Done { .. }))).collect();
        assert_eq!(were, [true, true, true, true, false], "{answers:?} {:?}", institution.book().refusals());
        let files = answers[0].as_ref().and_then(done).map(|done| invoiced(Some(done)).files.len());
        assert_eq!(files, Some(1), "one file, as before");
    }

    async fn a_fee_that_is_refunded_takes_its_invoice_back_once(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let application = issued(&world, &institution).await;
        let invoice = ask_for_invoice(&world, application).await;
        world.exchange(&institution).await;
        world.clock.advance(Timestamp::SECOND);
        give(&world.world, application, asked(&world).await.remove(0)).await.unwrap();
        world.exchange(&institution).await;
        let known = async || stored(&world, invoice).await;
        let row = known().await;
        let issued = row.state.issued().unwrap();
        assert_eq!(row.state.reversals().len(), 1, "{row:?} {:?}", institution.book().refusals());
        assert!(issued.checked && row.state.wanted().is_none(), "what its system wrote was read: {issued:?}");
        let red = &row.state.reversals()[0];
        assert_eq!((&red.reverses, red.reason, red.invoice.amount), (&issued.number, RedReason::Ended, issued.amount));
        let desk = world.logged_in("a-newcomer").await.get(&format!("/workbench/invoices/{invoice}")).await.body;
        assert!(desk.contains(issued.number.as_str()) && desk.contains(red.invoice.number.as_str()) && desk.contains("自有系统"), "{desk}");
        let given = store::instruction::list_of_application(&mut world.parts.store.reader(), application).await.unwrap();
        // A second one would take back more than was invoiced: a person looks at it.
        let more = wire::RedInvoice {
            instruction_id: given[0].id.to_string(),
            order_number: given[0].number.to_string(),
            invoice_number: "26432000000000000001".into(),
            reverses: issued.number.to_string(),
            reason: wire::RedReason::Mistaken,
            amount: "0.01".into(),
            issued_on: "2026-11-21".into(),
            files: vec![wire::IssuedFile { format: wire::FileFormat::Xml, digest: "5".repeat(64), size: 9 }],
        };
        let hand = world.newcomers_hand();
        assert_eq!(hand.send("invoice.red", "more", &more).await.status, 200);
        world.run_jobs().await;
        assert_eq!(known().await.state.reversals().len(), 1);
        let health = world.logged_in("a-newcomer").await.get("/workbench/health").await.body;
        assert!(health.contains("冲红金额超过发票金额"), "{health}");
    }

    async fn an_answer_is_final_and_another_one_is_left_to_a_person(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let application = issued(&world, &institution).await;
        institution.behave(Manners { stubborn: true, ..Manners::default() });
        let instruction = give(&world.world, application, asked(&world).await.remove(0)).await.unwrap();
        world.exchange(&institution).await;
        let refused = Some(Answer::Refused { reason: "不符合办理条件".into() });
        assert_eq!(answers(&world, application).await, std::slice::from_ref(&refused));
        let change = wire::SurrenderResult {
            instruction_id: instruction.id.to_string(),
            order_number: instruction.number.to_string(),
            outcome: wire::Outcome::Done,
            reason: String::new(),
            refund: "200.00".into(),
            decided_at: "2026-11-21 10:00:00".into(),
        };
        let hand = world.newcomers_hand();
        assert_eq!(hand.send("surrender.result", "again", &change).await.status, 200);
        // An answer to another kind of instruction is none.
        let other = wire::ExtensionResult {
            instruction_id: instruction.id.to_string(),
            order_number: instruction.number.to_string(),
            outcome: wire::Outcome::Done,
            reason: String::new(),
            new_expiry: "2027-12-31".into(),
            decided_at: "2026-11-21 10:00:00".into(),
        };
        assert_eq!(hand.send("extension.result", "other", &other).await.status, 200);
        world.run_jobs().await;
        assert_eq!(answers(&world, application).await, [refused]);
        let health = world.logged_in("a-newcomer").await.get("/workbench/health").await;
        assert_eq!(health.body.matches("该指令已有最终答复").count(), 2, "{}", health.body);

        let mut staff = world.logged_in("a-newcomer").await;
        let resolve = format!("/workbench/messages/{}/resolve", health.between("/workbench/messages/", "/resolve"));
        assert_eq!(staff.submit("/workbench/health", &resolve, &[("again", "yes")]).await.status, 303);
        world.run_jobs().await;
        let health = staff.get("/workbench/health").await.body;
        assert_eq!(health.matches("该指令已有最终答复").count(), 2, "acting again ends as before: {health}");
        assert_eq!(staff.submit("/workbench/health", &resolve, &[]).await.status, 303);
        assert_eq!(staff.get("/workbench/health").await.body.matches("该指令已有最终答复").count(), 1, "one rests");
        assert_eq!(staff.submit("/workbench/health", &resolve, &[]).await.status, 409);
        let mut other = world.logged_in("3-insurer").await;
        assert_eq!(other.submit("/workbench", &resolve, &[]).await.status, 404, "another institution's message");
        let desk = staff.get("/workbench/instructions?state=surrender").await.body;
        assert!(desk.contains("不符合办理条件") && desk.contains("不予办理"), "{desk}");
        assert!(staff.get("/workbench/instructions?state=claim").await.body.contains("没有符合条件的记录"));
        assert!(other.get("/workbench/instructions").await.body.contains("没有保后事项"));
    }

    async fn a_system_that_is_gone_is_tried_less_and_less_and_what_was_given_up_can_be_sent_again(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let application = issued(&world, &institution).await;
        world.move_institution("http://127.0.0.1:1").await;
        give(&world.world, application, asked(&world).await.remove(3)).await.unwrap();
        for _ in 0..400 {
            world.run_jobs().await;
            world.clock.advance(2 * Timestamp::MINUTE);
        }
        let mut staff = world.logged_in("a-newcomer").await;
        let health = staff.get("/workbench/health").await;
        assert!(health.body.contains("暂停发送"), "{}", health.body);
        let replay = format!("/workbench/deliveries/{}/replay", health.between("/workbench/deliveries/", "/replay"));
        assert!(health.body.contains("<td data-l=\"报文\">注销</td>"), "{}", health.body);
        let mut centre = world.logged_in("6-centre-xj").await;
        let list = centre.get("/centre/institutions?state=live").await;
        let row = list.between(&format!("{INSURER}</th>"), "</tr>");
        let page = format!("/centre/institutions/{}", row.split("/centre/institutions/").nth(1).unwrap().split('"').next().unwrap());
        let seen = centre.get(&page).await.body;
        assert!(seen.contains("暂停发送") && seen.contains("<dt>未能送达</dt><dd>1</dd>"), "{seen}");
        world.move_institution(&institution.address()).await;
        assert_eq!(centre.submit(&page, &format!("{page}/replay"), &[]).await.status, 303);
        world.clock.advance(Timestamp::MINUTE);
        world.run_jobs().await;
        let health = staff.get("/workbench/health").await;
        assert!(health.body.contains("没有未能送达的报文"), "{}", health.body);
        assert_eq!(staff.submit("/workbench/health", &replay, &[]).await.status, 409, "it is delivered");
        let mut elsewhere = world.logged_in("7-centre-hn").await;
        assert_eq!(elsewhere.submit("/centre/institutions", &format!("{page}/replay"), &[]).await.status, 404, "another site's centre");
    }

    async fn orders_about_one_guarantee_arrive_in_the_order_they_were_given(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let application = issued(&world, &institution).await;
        world.move_institution("http://127.0.0.1:1").await;
        give(&world.world, application, asked(&world).await.remove(1)).await.unwrap();
        world.run_jobs().await;
        world.clock.advance(Timestamp::SECOND);
        give(&world.world, application, asked(&world).await.remove(0)).await.unwrap();
        world.run_jobs().await;
        world.move_institution(&institution.address()).await;
        world.clock.advance(Timestamp::MINUTE);
        world.run_jobs().await;
        world.clock.advance(Timestamp::MINUTE);
        world.run_jobs().await;
        let said: Vec<String> = institution.book().waiting().unwrap().into_iter().map(|waiting| waiting.topic).collect();
        assert_eq!(said, ["papers/extension.order", "surrender.result"]);
    }
}
