//! Versions of the interface: an institution is told what it has proved to understand, and a run proves it.

use crate::conformance::{OVER, follow, start};
use crate::consequences::{again, deliveries, load};
use crate::instruction::{answers, claim, issued};
use crate::invoice::{asked, stored};
use crate::onboarding::{apply, decide, desk, request_at};
use crate::own_system::submitted;
use app::AppError;
use app::instruction::give::{Asked, give};
use counterparts::institution::Manners;
use domain::institution::{InterfaceVersion, Wire};
use domain::time::Timestamp;
use partners::institution::{Fault, Peer, Seen};
use protocol::catalogue::{FILE, of_topic};
use protocol::message as wire;
use protocol::signed::Verifier;
use std::collections::BTreeMap;
use testkit::{TestWorld, on_both_engines};

/// An order whose lot is moved and then aborted; gives back what the institution was told, and how the order stands there.
async fn moved_then_aborted(world: &TestWorld, first_version: bool) -> (Vec<String>, wire::ApplicationState) {
    let institution = world.own_system("transfer").await;
    institution.behave(Manners { first_version, ..Manners::default() });
    if first_version {
        world.prove(InterfaceVersion::V1_1).await;
    }
    let (_, order) = submitted(world, &institution).await;
    let application = load(world, &order).await;
    let (lot_number, number) = (application.facts.lot.title().unwrap().0.to_string(), application.facts.number.to_string());
    let (hand, now) = (world.centres_hand("6-centre-xj").await, world.world.now());
    let change = wire::OpeningChange {
        lot_number: lot_number.clone(),
        opens_at: application.opens_at().plus(-48 * Timestamp::HOUR).to_seconds(),
        reason: "澄清文件发布".into(),
        announced_at: now.to_seconds(),
    };
    assert_eq!(hand.send("lot.opening_change", "moved", &change).await.status, 200);
    again(world).await;
    let opens_at = institution.book().order(&number).unwrap().unwrap().order.opens_at;
    let abort =
        wire::LotAbort { lot_number, reason: "重新招标".into(), code: Some(wire::AbortCode::Retendered), aborted_at: now.to_seconds() };
    assert_eq!(hand.send("lot.abort", "abort", &abort).await.status, 200);
    again(world).await;
    let state = institution.book().order(&number).unwrap().unwrap().state;
    assert_eq!(opens_at == change.opens_at, !first_version, "{opens_at}");
    (deliveries(world, &order).await, state)
}

/// Instructions without what version 1.3 requires, and what they lack.
async fn bare(world: &TestWorld) -> Vec<(Asked, Vec<&'static str>)> {
    let mut claim = claim(world).await;
    claim.contact = None;
    claim.payee.bank = String::new();
    vec![
        (
            Asked::Surrender { reason: "放弃投标".into(), explanation: String::new(), refund_to: None },
            vec!["explanation", "refund_account"],
        ),
        (Asked::Claim(Box::new(claim)), vec!["payee_bank", "contact_name", "contact_phone"]),
        (Asked::Release { reason: "合同已订立".into(), materials: Vec::new() }, vec!["materials"]),
    ]
}

/// What verifies the newcomer's answers.
fn newcomers_key(world: &TestWorld) -> Verifier {
    let path = world.folder.path().join("institutions/hengyue.api.p8");
    let key = gm::key_file::decrypt(&std::fs::read_to_string(path).unwrap(), counterparts::demonstration::VAULT_PIN).unwrap();
    Verifier::Sm2(key.public_key())
}

on_both_engines! {
    async fn an_institution_on_1_3_hears_that_the_opening_moved_and_that_its_order_was_declined(world: TestWorld) {
        let (told, state) = moved_then_aborted(&world, false).await;
        assert_eq!(told, ["application.opening_change delivered", "application.order delivered", "application.status declined"]);
        assert_eq!(state, wire::ApplicationState::Closed);
    }

    async fn an_institution_on_1_1_is_told_in_the_words_it_knows_and_nothing_else(world: TestWorld) {
        let (told, state) = moved_then_aborted(&world, true).await;
        assert_eq!(told, ["application.order delivered", "application.status withdrawn"]);
        assert_eq!(state, wire::ApplicationState::Closed, "the order is over there too");
    }

    async fn what_1_3_requires_is_never_left_out_towards_an_institution_that_proved_it(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let application = issued(&world, &institution).await;
        for (asked, lacking) in bare(&world).await {
            let refused = give(&world.world, application, asked).await;
            let named: Vec<&str> = match &refused {
                Err(AppError::Invalid(faults)) => faults.iter().map(|fault| fault.field).collect(),
                _ => Vec::new(),
            };
            assert_eq!(named, lacking, "{refused:?}");
        }
        assert!(answers(&world, application).await.is_empty());
        // Its own system does not take such a message either, and says which field.
        let keys = BTreeMap::from([(world.newcomers_hand().identity.serial, newcomers_key(&world))]);
        let peer = Peer::new(&world.parts.institutions, Wire::Canonical, &institution.address(), keys).unwrap();
        let sample = of_topic("surrender.order").unwrap().sample;
        let mut body: serde_json::Value = serde_json::from_str(sample).unwrap();
        body.as_object_mut().unwrap().remove("explanation");
        let seen = peer.probe("surrender.order", "bare", &body.to_string(), Fault::None, world.world.now()).await;
        assert!(matches!(&seen, Seen::Refused(reason) if reason.contains("explanation")), "{seen:?}");
    }

    async fn an_institution_on_1_1_is_told_without_what_came_later_and_answers(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        world.prove(InterfaceVersion::V1_1).await;
        institution.behave(Manners { first_version: true, ..Manners::default() });
        let application = issued(&world, &institution).await;
        for (asked, _) in bare(&world).await {
            give(&world.world, application, asked).await.unwrap();
            world.clock.advance(Timestamp::SECOND);
        }
        world.exchange(&institution).await;
        let answered: Vec<bool> = answers(&world, application).await.iter().map(Option::is_some).collect();
        assert_eq!(answered, [true, true, false], "a release is answered by nothing: {:?}", institution.book().refusals());
    }

    async fn an_invoice_in_the_words_of_1_1_is_taken_of_an_institution_on_1_1_alone(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let application = issued(&world, &institution).await;
        let invoice = asked(&world, application).await;
        let given = store::instruction::list_of_application(&mut world.parts.store.reader(), application).await.unwrap().remove(0);
        let (amount, pdf) = (stored(&world, invoice).await.facts.amount, b"%PDF-1.7 a".to_vec());
        let message = wire::InvoiceFile {
            instruction_id: given.id.to_string(),
            order_number: given.number.to_string(),
            invoice_number: "26432000000000000001".into(),
            amount: amount.plain(),
            issued_on: "2026-11-21".into(),
            file: Some(wire::IssuedFile { format: wire::FileFormat::Pdf, digest: gm::digest::sm3_hex(&pdf), size: 10 }),
            files: Vec::new(),
        };
        let hand = world.newcomers_hand();
        let refused = hand.send("invoice", "first", &message).await;
        let problem: serde_json::Value = serde_json::from_str(&refused.body).unwrap();
        assert_eq!((refused.status, &problem["code"], &problem["errors"][0]["field"]), (422, &"invalid".into(), &"files".into()));
        assert_eq!(problem["errors"].as_array().map(Vec::len), Some(1), "{problem}");
        world.run_jobs().await;
        assert_eq!(answers(&world, application).await, [None], "it was not recorded");
        world.prove(InterfaceVersion::V1_1).await;
        let taken = hand.send("invoice", "first", &message).await;
        assert_eq!(taken.status, 200, "{}", taken.body);
        world.run_jobs().await;
        assert_eq!(answers(&world, application).await, [None], "its file has not come");
        let target = FILE.target().replace("{order_number}", given.number.as_str()).replace("{kind}", "invoice").replace("{format}", "pdf");
        assert_eq!(hand.post(&target, "file", pdf).await.status, 200);
        world.run_jobs().await;
        assert!(matches!(answers(&world, application).await[..], [Some(_)]));
        // What was taken once is answered as it was, whatever its sender has proved since.
        world.prove(InterfaceVersion::V1_3).await;
        let again = hand.send("invoice", "first", &message).await;
        assert_eq!((again.status, again.body), (200, taken.body));
    }

    async fn a_run_says_which_version_it_proved_and_lacking_the_later_one_is_no_failure(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        for version in InterfaceVersion::ALL {
            let (first_version, before_credit) = (version.is_first(), version < InterfaceVersion::V1_4);
            institution.behave(Manners { first_version, before_credit, ..Manners::default() });
            let mut staff = start(&world, &[("transfer", "yes")]).await;
            let page = follow(&world, &institution, &mut staff, OVER).await;
            assert!(page.contains("未通过 0 项"), "{page} {:?}", institution.trouble());
            assert!(page.contains(&format!("<dt>证明的接口版本</dt><dd>{}</dd>", version.label())), "{page}");
            assert_eq!(page.contains("未具备"), before_credit, "{page}");
            let address = page.split("href=\"/workbench/conformance/").nth(1).unwrap().split('"').next().unwrap();
            let report = staff.get(&format!("/workbench/conformance/{address}")).await;
            let text = String::from_utf8(report.bytes.to_vec()).unwrap();
            let said: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
            assert_eq!(said["proved"].as_str(), Some(version.label()), "{said}");
            // It works already: what it has proved last counts from here on.
            assert_eq!(world.newcomer().await.interface, version);
            world.clock.advance(Timestamp::MINUTE);
        }
    }

    async fn whoever_is_accepted_is_told_what_its_report_proves(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        apply(&world, "430000").await;
        let (mut first, mut second) = (world.logged_in("7-centre-hn").await, world.logged_in("9-centre-hn").await);
        let page = desk(&mut first, &world).await;
        for centre in [&mut first, &mut second] {
            assert_eq!(decide(centre, &page, "admit", "").await.status, 303);
        }
        let requested = request_at(&world, "430000", "canonical", &institution.address()).await;
        assert!(requested.body.contains("等待验收"), "{}", requested.body);
        let mut staff = start(&world, &[("transfer", "yes")]).await;
        let run = follow(&world, &institution, &mut staff, OVER).await;
        assert!(run.contains("未通过 0 项"), "{run}");
        world.prove(InterfaceVersion::V1_1).await;
        let (mut first, mut second) = (world.logged_in("7-centre-hn").await, world.logged_in("9-centre-hn").await);
        assert!(first.get(&page).await.body.contains("接口版本 1.4"));
        for centre in [&mut first, &mut second] {
            let accepted = decide(centre, &page, "accept", "").await;
            assert_eq!(accepted.status, 303, "{}", accepted.body);
        }
        assert_eq!(world.newcomer().await.interface, InterfaceVersion::V1_4);
    }
}
