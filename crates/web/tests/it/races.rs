//! Two at once: what each read when it decided still stands when it writes. On PostgreSQL transactions run side by side; each of these
//! lost something there before rows without a version of their own were taken turns about (`store::turn`).

use crate::consequences::load;
use domain::lot::LotNumber;
use domain::time::Timestamp;
use protocol::message as wire;
use testkit::{Browser, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";

/// The pages of two people's duties at an institution, own first.
async fn people(staff: &mut Browser) -> [String; 2] {
    let page = staff.get("/workbench/staff").await.body;
    let forms = page.split("<form class=\"panel form\" method=\"post\" action=\"").skip(1);
    let mut forms: Vec<(bool, String)> = forms.map(|form| (!form.contains("本人"), form.split('"').next().unwrap().to_owned())).collect();
    forms.sort();
    forms.into_iter().map(|(_, form)| form).collect::<Vec<_>>().try_into().unwrap()
}

on_both_engines! {
    async fn two_managers_who_remove_each_other_leave_one_who_manages(world: TestWorld) {
        let (mut first, mut second) = (world.logged_in("4-bank").await, world.logged_in("e-bank").await);
        let [one, other] = people(&mut first).await;
        let manager = [("name", "许长川"), ("manager", "yes")];
        for person in [&one, &other] {
            assert_eq!(first.submit("/workbench/staff", person, &manager).await.status, 303);
        }
        let (mine, theirs) = (first.get("/workbench/staff").await.field("token"), second.get("/workbench/staff").await.field("token"));
        let maker = |token| [("token", token), ("name", "许长川"), ("maker", "yes")];
        let (mine, theirs) = (maker(mine.as_str()), maker(theirs.as_str()));
        let (left, right) = tokio::join!(first.post(&other, &mine), second.post(&one, &theirs));
        let (left, right) = (left.status == 303, right.status == 303);
        assert!(left != right, "one of them, not both: {left} {right}");
        let page = first.get("/workbench/staff").await.status == 200 || second.get("/workbench/staff").await.status == 200;
        assert!(page, "somebody can still give duties");
    }

    async fn a_limit_of_the_centres_stays_though_the_institution_closes_on_a_day_meanwhile(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        let mut staff = world.logged_in("3-insurer").await;
        let list = centre.get("/centre/institutions").await;
        let row = list.between(&format!("{INSURER}</th>"), "</tr>");
        let id = row.split("/centre/institutions/").nth(1).unwrap().split('"').next().unwrap();
        let page = format!("/centre/institutions/{id}/limits");
        let day = world.world.now().plus(30 * 24 * Timestamp::HOUR).date().to_string();
        for total in ["90000000", "80000000", "70000000"] {
            let (limits, days) = ([("net_assets", "500000000"), ("total", total)], [("day", day.as_str())]);
            let (limited, closed) =
                tokio::join!(centre.submit(&page, &page, &limits), staff.submit("/workbench/calendar", "/workbench/calendar", &days));
            assert_eq!((limited.status, closed.status), (303, 303), "{} {}", limited.body, closed.body);
            let shown = centre.get(&page).await.body;
            assert!(shown.contains(&format!("value=\"{total}")), "the limit of {total}: {shown}");
        }
        assert!(staff.get("/workbench/calendar").await.body.contains(&day));
    }

    async fn an_opening_and_a_validity_that_change_at_once_both_stand(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let draft = bidder.draft("650000", INSURER).await;
        let number = load(&world, &draft).await.facts.lot.title().unwrap().0.to_string();
        let hand = world.centres_hand("6-centre-xj").await;
        let mut opens_at = load(&world, &draft).await.opens_at();
        for valid_days in 100..104_u32 {
            opens_at = opens_at.plus(24 * Timestamp::HOUR);
            world.clock.advance(Timestamp::SECOND);
            let announced_at = world.world.now().to_seconds();
            let (lot_number, reason) = (number.clone(), "澄清文件发布".to_owned());
            let opening = wire::OpeningChange {
                lot_number: lot_number.clone(),
                opens_at: opens_at.to_seconds(),
                reason: reason.clone(),
                announced_at: announced_at.clone(),
            };
            let validity = wire::ValidityChange { lot_number, valid_days, reason, announced_at };
            for answer in [
                hand.send("lot.opening_change", &format!("o{valid_days}"), &opening).await,
                hand.send("lot.validity_change", &format!("v{valid_days}"), &validity).await,
            ] {
                assert_eq!(answer.status, 200, "{}", answer.body);
            }
            // Each is acted on by a worker of its own.
            let job = async || app::work::claim(&world.world, app::work::Lane::Messages, 1).await.unwrap().remove(0);
            let (one, two) = (job().await, job().await);
            let (one, two) = tokio::join!(app::work::run(&world.world, one), app::work::run(&world.world, two));
            assert!(one.is_ok() && two.is_ok());
            let number: LotNumber = number.parse().unwrap();
            let known = store::lot::load_by_number(&mut world.parts.store.reader(), &number).await.unwrap().unwrap().lot;
            assert_eq!((known.opens_at, known.valid_days), (opens_at, Some(valid_days)));
        }
    }

    async fn people_of_a_new_firm_who_log_in_first_at_once_all_get_in(world: TestWorld) {
        let mut browsers = [world.browser(), world.browser(), world.browser(), world.browser()];
        let [one, two, three, four] = &mut browsers;
        let key = "a-newcomer";
        let answers = tokio::join!(
            world.log_in_with(one, key, &[]),
            world.log_in_with(two, key, &[]),
            world.log_in_with(three, key, &[]),
            world.log_in_with(four, key, &[]),
        );
        for answer in [answers.0, answers.1, answers.2, answers.3] {
            assert_eq!(answer.status, 303, "{}", answer.body);
        }
    }

    async fn of_many_keys_asked_for_at_once_two_count(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        let page = "/workbench/credentials";
        let token = centre.get(page).await.field("token");
        let fields = [("token", token.as_str()), ("shared", "yes")];
        let [mut one, mut two, mut three, mut four] = [centre.clone(), centre.clone(), centre.clone(), centre.clone()];
        let answers = tokio::join!(one.post(page, &fields), two.post(page, &fields), three.post(page, &fields), four.post(page, &fields));
        let answers = [answers.0, answers.1, answers.2, answers.3];
        let made = answers.iter().filter(|answer| answer.status < 400).count();
        assert_eq!(made, 2, "{answers:?}");
    }

    async fn whoever_clicks_on_a_product_thrice_has_one_draft(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let lots = bidder.get("/650000/lots").await;
        let page = format!("/650000/lots/lot_{}", lots.between("<a href=\"/650000/lots/lot_", "\""));
        let quotes = bidder.get(&page).await;
        let row = quotes.between(&format!(">{INSURER}</a></th>"), "</tr>");
        let product = row.split("name=\"product\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let (token, path) = (quotes.field("token"), format!("{page}/applications"));
        let fields = [("token", token.as_str()), ("product", product.as_str())];
        let [mut one, mut two, mut three] = [bidder.clone(), bidder.clone(), bidder.clone()];
        let answers = tokio::join!(one.post(&path, &fields), two.post(&path, &fields), three.post(&path, &fields));
        assert!(answers.0.location == answers.1.location && answers.1.location == answers.2.location, "one draft for all");
    }

    async fn a_phone_gets_one_code_however_often_it_is_asked_for_at_once(world: TestWorld) {
        let page = "/650000/onboarding/apply";
        let uscc = world.persona("a-newcomer").uscc();
        let fields = [
            ("name", world.persona("a-newcomer").organisation),
            ("uscc", uscc.as_str()),
            ("kind", "insurer"),
            ("introduction", "经营工程保证保险，服务投标人。"),
            ("contact", "苏云起"),
            ("mobile", "13900139000"),
            ("do", "code"),
        ];
        let mut browsers = [world.browser(), world.browser(), world.browser()];
        for browser in &mut browsers {
            browser.get(page).await;
        }
        let [one, two, three] = &mut browsers;
        tokio::join!(one.upload(page, &fields, &[]), two.upload(page, &fields, &[]), three.upload(page, &fields, &[]));
        let (mobile, now) = ("13900139000".parse().unwrap(), world.world.now());
        let recent = store::phone_code::recent(&mut world.parts.store.reader(), &mobile, "", now).await.unwrap();
        assert_eq!(recent.to_mobile.len(), 1);
    }
}
