//! Versions of the interface: an institution is told what it has proved to understand, and a run proves it.

use crate::conformance::{OVER, follow, start};
use crate::consequences::{again, deliveries, load};
use crate::onboarding::{apply, decide, desk, request_at};
use crate::own_system::submitted;
use counterparts::institution::Manners;
use domain::institution::InterfaceVersion;
use domain::time::Timestamp;
use protocol::message as wire;
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

    async fn a_run_says_which_version_it_proved_and_lacking_the_later_one_is_no_failure(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        for (first_version, version) in [(true, InterfaceVersion::V1_1), (false, InterfaceVersion::V1_3)] {
            institution.behave(Manners { first_version, ..Manners::default() });
            let mut staff = start(&world, &[("transfer", "yes")]).await;
            let page = follow(&world, &institution, &mut staff, OVER).await;
            assert!(page.contains("未通过 0 项"), "{page} {:?}", institution.trouble());
            assert!(page.contains(&format!("<dt>证明的接口版本</dt><dd>{}</dd>", version.label())), "{page}");
            assert_eq!(page.contains("未具备"), first_version, "{page}");
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
        assert!(first.get(&page).await.body.contains("接口版本 1.3"));
        for centre in [&mut first, &mut second] {
            let accepted = decide(centre, &page, "accept", "").await;
            assert_eq!(accepted.status, 303, "{}", accepted.body);
        }
        assert_eq!(world.newcomer().await.interface, InterfaceVersion::V1_3);
    }
}
