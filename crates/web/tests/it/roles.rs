//! Roles: which ones an organisation has, switching between them, and what each sees (T-13, INV-50).

use domain::time::Timestamp;
use testkit::{Browser, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const ROLE: &str = "/account/role";

pub(crate) async fn switched(browser: &mut Browser, role: &str) {
    let answer = browser.submit(ROLE, ROLE, &[("role", role), ("next", ""), ("kept", "")]).await;
    assert_eq!((answer.status, answer.location.as_str()), (303, "/account/role?done=yes"), "{}", answer.body);
}

/// The tenderee's person, acting as such.
async fn tenderee(world: &TestWorld) -> Browser {
    let mut browser = world.logged_in("g-tenderee").await;
    switched(&mut browser, "tenderee").await;
    browser
}

/// The first lot of the tenderee's project: its address, and when bids are opened.
async fn own_lot(world: &TestWorld) -> (String, Timestamp) {
    let lot = store::lot::load_by_number(&mut world.parts.store.reader(), &"E6500000039000000001001".parse().unwrap())
        .await
        .unwrap()
        .unwrap()
        .lot;
    (lot.id.to_string(), lot.opens_at)
}

/// A letter for that lot.
async fn issued(world: &TestWorld, bidder: &mut Browser, key: &str) -> String {
    let (lot, _) = own_lot(world).await;
    let order = bidder.draft_for("650000", &lot, INSURER).await;
    assert_eq!(bidder.sign(&order, &world.sealer(key), world.parts.entropy.as_ref()).await.status, 303);
    world.pay(bidder, &order).await;
    world.run_jobs().await;
    order
}

pub(crate) async fn record(browser: &mut Browser, project: &str, agency: &str, until: &str) -> testkit::Fetched {
    let fields = [("project", project), ("agency_name", "天山招标代理有限公司"), ("agency_code", agency), ("until", until)];
    browser.submit("/mandates/new", "/mandates/new", &fields).await
}

/// The agency says that it acts.
pub(crate) async fn accepted(world: &TestWorld, agency: &str, mandate: &str) {
    let mut agent = world.logged_in(agency).await;
    switched(&mut agent, "agency").await;
    let answer = agent.submit(mandate, &format!("{mandate}/accept"), &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

on_both_engines! {
    async fn an_organisation_switches_between_the_roles_it_has_and_no_other(world: TestWorld) {
        let mut browser = world.logged_in("g-tenderee").await;
        let home = browser.get("/applications").await.body;
        assert!(home.contains("切换角色"), "a centre lists its lots: {home}");
        let page = browser.get(ROLE).await.body;
        assert!(page.contains("投标人/竞买人") && page.contains("招标人/出让人") && !page.contains("招标代理</label>"), "{page}");
        let before = browser.cookies["kaihan"].clone();
        switched(&mut browser, "tenderee").await;
        assert_ne!(browser.cookies["kaihan"], before, "the session has another token");
        let done = browser.get("/account/role?done=yes").await.body;
        assert!(done.contains("角色切换成功") && done.contains("<small>欢迎您，招标人"), "{done}");
        assert_eq!(browser.get("/received").await.status, 200);
        for role in ["agency", "guarantor_staff", "centre_staff", "regulator", "system", "public", "none"] {
            let refused = browser.submit(ROLE, ROLE, &[("role", role), ("next", ""), ("kept", "")]).await;
            assert!(refused.status == 422 && refused.body.contains("贵单位没有该角色"), "{role}: {} {}", refused.status, refused.body);
        }
        // Whose lots nobody lists is a bidder and nothing else.
        let mut bidder = world.logged_in("1-bidder").await;
        assert!(!bidder.get("/applications").await.body.contains("切换角色"));
        assert_eq!(bidder.submit(ROLE, ROLE, &[("role", "tenderee"), ("next", ""), ("kept", "")]).await.status, 422);
    }

    async fn a_stale_tab_of_the_old_role_is_told_so_and_goes_on_in_it_with_what_was_typed_t_13(world: TestWorld) {
        let mut browser = world.logged_in("g-tenderee").await;
        let order = browser.draft("650000", INSURER).await;
        let path = format!("{order}/details");
        let token = browser.get(&path).await.field("token");
        switched(&mut browser, "tenderee").await;
        let fields = [("token", token.as_str()), ("name", "方既明"), ("mobile", "13800138000"), ("email", "a@example.com"), ("wording", "")];
        let stale = browser.post(&path, &fields).await;
        assert!(stale.status == 409 && stale.body.contains("您已切换角色") && stale.body.contains("切换回投标人并继续"), "{} {}", stale.status, stale.body);
        assert!(stale.body.contains("13800138000"), "typed text is kept");
        let (next, kept) = (stale.field("next"), stale.field("kept").replace("&#38;", "&"));
        let back = browser.post(ROLE, &[("token", &stale.field("token")), ("role", "applicant"), ("next", &next), ("kept", &kept)]).await;
        assert!(back.status == 200 && back.body.contains("13800138000"), "{} {}", back.status, back.body);
        let token = back.field("token");
        let again = browser.post(&path, &[("token", &token), ("name", "方既明"), ("mobile", "13800138000"), ("email", "a@example.com"), ("wording", "")]).await;
        assert_eq!(again.status, 303, "{}", again.body);
    }

    async fn switching_does_not_lengthen_a_session_and_the_old_token_is_dead_t_21(world: TestWorld) {
        let mut browser = world.logged_in("g-tenderee").await;
        let mut stolen = browser.clone();
        world.clock.advance(20 * Timestamp::MINUTE);
        switched(&mut browser, "tenderee").await;
        assert_ne!(stolen.get("/received").await.status, 200);
        for role in ["applicant", "tenderee"].into_iter().cycle().take(27) {
            world.clock.advance(25 * Timestamp::MINUTE);
            switched(&mut browser, role).await;
        }
        world.clock.advance(26 * Timestamp::MINUTE);
        assert_ne!(browser.get(ROLE).await.status, 200, "twelve hours from the login, whatever came between");
    }

    async fn a_tenderee_sees_what_it_received_after_opening_and_nothing_before_hr_10(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        issued(&world, &mut bidder, "1-bidder").await;
        let (_, opens) = own_lot(&world).await;
        let empty = tenderee(&world).await.get("/received").await.body;
        assert!(empty.contains("没有收到保函") && !empty.contains("天山北麓"), "{empty}");
        world.clock.advance(opens.micros() - world.world.now().micros() - Timestamp::SECOND);
        let still = tenderee(&world).await.get("/received").await.body;
        assert!(still.contains("没有收到保函"), "a second before: {still}");
        world.clock.advance(Timestamp::SECOND);
        let page = tenderee(&world).await.get("/received").await.body;
        assert!(page.contains("共 1 条") && page.contains("天山北麓建设工程有限公司") && page.contains(INSURER), "{page}");
        let export = tenderee(&world).await.get("/received?as=xlsx").await;
        assert_eq!(export.status, 200);
        // Nobody else's, and in no other role.
        assert_eq!(bidder.get("/received").await.status, 303, "its session is over");
        assert_eq!(world.logged_in("1-bidder").await.get("/received").await.status, 404);
        assert_eq!(world.logged_in("g-tenderee").await.get("/received").await.status, 404, "not as a bidder");
    }

    async fn a_postponed_opening_closes_the_list_again_in_the_transaction_that_knows_of_it_hr_10(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        issued(&world, &mut bidder, "1-bidder").await;
        let (_, opens) = own_lot(&world).await;
        let number: domain::lot::LotNumber = "E6500000039000000001001".parse().unwrap();
        let listed = store::lot::load_by_number(&mut world.parts.store.reader(), &number).await.unwrap().unwrap();
        let later = domain::lot::Lot { opens_at: opens.plus(48 * Timestamp::HOUR), ..listed.lot };
        let write = world.parts.store.write::<_, store::StoreError, _>(move |tx| Box::pin(async move { store::lot::update(tx, &later, listed.seq) }));
        write.await.unwrap();
        // No job has run; the letter still says the old opening.
        world.clock.advance(opens.micros() - world.world.now().micros() + Timestamp::HOUR);
        assert!(tenderee(&world).await.get("/received").await.body.contains("没有收到保函"));
        world.clock.advance(48 * Timestamp::HOUR);
        assert!(tenderee(&world).await.get("/received").await.body.contains("共 1 条"));
    }

    async fn an_agency_acts_under_a_mandate_for_its_project_until_it_ends(world: TestWorld) {
        let code = world.persona("h-agency").uscc();
        let mut bidder = world.logged_in("1-bidder").await;
        issued(&world, &mut bidder, "1-bidder").await;
        let mut owner = tenderee(&world).await;
        let day = |days| domain::time::add_days(world.world.now().date(), days).to_string();
        let wrong = record(&mut owner, "E6500000039000001001001", &code, &day(90)).await;
        assert!(wrong.status == 422 && wrong.body.contains("没有查到贵单位的该招标项目"), "another's project: {}", wrong.body);
        let own = record(&mut owner, "E6500000039000000001001", &world.persona("g-tenderee").uscc(), &day(90)).await;
        assert!(own.status == 422 && own.body.contains("同一单位"), "{}", own.body);
        let late = record(&mut owner, "E6500000039000000001001", &code, "2020-01-01").await;
        assert!(late.status == 422 && late.body.contains("授权截止日期不正确") && late.body.contains("天山招标代理"), "{}", late.body);
        let recorded = record(&mut owner, "E6500000039000000001002", &code, &day(90)).await;
        assert_eq!(recorded.status, 303, "{}", recorded.body);
        let mandate = recorded.location;
        assert!(record(&mut owner, "E6500000039000000001001", &code, &day(30)).await.body.contains("已有有效授权"));

        // A stranger's word opens nothing to it and bars it from nothing; nor does the page tell what it is registered as.
        let list = format!("{mandate}/received");
        let shown = owner.get(&mandate).await.body;
        assert!(shown.contains("待代理机构确认") && shown.contains("天山招标代理有限公司"), "{shown}");
        let mut agent = world.logged_in("h-agency").await;
        let (lot, opens) = own_lot(&world).await;
        let page = format!("/650000/lots/{lot}");
        let product = agent.get(&page).await.between("name=\"product\" value=\"", "\"");
        assert_eq!(agent.submit(&page, &format!("{page}/applications"), &[("product", &product)]).await.status, 303, "it bids");
        let told = agent.get("/notices").await.body;
        assert!(told.contains("请切换到“招标代理”角色确认受托") && !told.contains("E6500000039"), "who does not know yet that it is one: {told}");
        switched(&mut agent, "agency").await;
        let told = agent.get("/notices").await.body;
        assert!(told.contains("请切换到“招标代理”角色确认受托") && told.contains("aria-label=\"工作台\""), "{told}");
        assert!(!owner.get("/notices").await.body.contains("确认受托"), "its own doing");
        assert!(agent.get("/mandates").await.body.contains("共 1 条"));
        assert_eq!(agent.get(&list).await.status, 404);
        assert_eq!(owner.submit(&mandate, &format!("{mandate}/accept"), &[]).await.status, 404, "the tenderee does not accept for it");
        accepted(&world, "h-agency", &mandate).await;
        let shown = owner.get(&mandate).await.body;
        assert!(!shown.contains("待代理机构确认"), "{shown}");
        assert!(owner.get("/notices").await.body.contains("招标代理机构已确认受托"));
        assert!(!bidder.get("/notices").await.body.contains("受托"), "nobody else's");
        assert!(agent.get(&list).await.body.contains("没有收到保函"), "bids are not opened");
        // Where it acts for the tenderee it does not bid.
        let mut same = world.logged_in("h-agency").await;
        let product = same.get(&page).await.between("name=\"product\" value=\"", "\"");
        let barred = same.submit(&page, &format!("{page}/applications"), &[("product", &product)]).await;
        assert!(barred.status == 409 && barred.body.contains("不能既是申请人"), "{} {}", barred.status, barred.body);

        world.clock.advance(opens.micros() - world.world.now().micros());
        let mut agent = world.logged_in("h-agency").await;
        switched(&mut agent, "agency").await;
        assert!(agent.get(&list).await.body.contains("共 1 条"));
        let mut owner = tenderee(&world).await;
        assert_eq!(owner.get(&list).await.status, 404, "the tenderee has its own list");
        let ended = owner.submit(&mandate, &format!("{mandate}/end"), &[]).await;
        assert_eq!(ended.status, 303, "{}", ended.body);
        assert_ne!(agent.get(&list).await.status, 200, "at once");
        assert_eq!(owner.submit("/mandates", &format!("{mandate}/end"), &[]).await.status, 409);
        let mut again = world.logged_in("h-agency").await;
        assert!(!again.get("/applications").await.body.contains("切换角色"), "it is an agency no longer");
        assert!(again.get("/notices").await.body.contains("招标代理授权已终止"));
        assert!(owner.get("/notices").await.body.contains("招标代理授权已终止"));
    }

    async fn an_agency_of_two_tenderees_of_one_project_sees_what_each_received(world: TestWorld) {
        let (agency, second) = (world.persona("h-agency").uscc(), world.persona("2-bidder"));
        let (lot, opens) = own_lot(&world).await;
        let another = format!(
            r#"{{"section_no":"E6500000039000000001009","section_name":"同一项目的另一标段","creditor":"{}","creditor_scc":"{}","guarantee_amount":"30000","bid_open_time":"{}"}}"#,
            second.organisation, second.uscc(), opens.to_seconds()
        );
        let path = world.folder.path().join("another.jsonl");
        std::fs::write(&path, another).unwrap();
        let fed = app::lot::import::import(&world.world, &world.world.system(), "650000".parse().unwrap(), &path, |_| {}).await.unwrap();
        assert_eq!((fed.added, fed.bad), (1, 0), "{fed:?}");
        let mut bidder = world.logged_in("1-bidder").await;
        let number = "E6500000039000000001009".parse().unwrap();
        let other = store::lot::load_by_number(&mut world.parts.store.reader(), &number).await.unwrap().unwrap().lot.id.to_string();
        for lot in [&lot, &other] {
            let order = bidder.draft_for("650000", lot, INSURER).await;
            assert_eq!(bidder.sign(&order, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await.status, 303);
            world.pay(&mut bidder, &order).await;
        }
        world.run_jobs().await;
        let until = domain::time::add_days(world.world.now().date(), 90).to_string();
        let mut lists = Vec::new();
        for persona in ["g-tenderee", "2-bidder"] {
            let mut owner = world.logged_in(persona).await;
            switched(&mut owner, "tenderee").await;
            let recorded = record(&mut owner, "E6500000039000000001", &agency, &until).await;
            assert_eq!(recorded.status, 303, "{}", recorded.body);
            accepted(&world, "h-agency", &recorded.location).await;
            lists.push(format!("{}/received", recorded.location));
        }
        world.clock.advance(opens.micros() - world.world.now().micros());
        let mut agent = world.logged_in("h-agency").await;
        switched(&mut agent, "agency").await;
        for (list, own, foreign) in [(&lists[0], "001001", "001009"), (&lists[1], "001009", "001001")] {
            let page = agent.get(list).await.body;
            assert!(page.contains("共 1 条") && page.contains(own) && !page.contains(foreign), "{page}");
        }
    }

    async fn an_agency_whose_check_character_does_not_fit_is_asked_about_and_may_be_insisted_on_23(world: TestWorld) {
        let mut owner = tenderee(&world).await;
        let until = domain::time::add_days(world.world.now().date(), 30).to_string();
        let asked = record(&mut owner, "E6500000039000000001001", "91350203－M0001QKT19", &until).await;
        assert!(asked.status == 422 && asked.body.contains("name=\"agency_code_sure\""), "{}", asked.body);
        let sure = [
            ("project", "E6500000039000000001001"),
            ("agency_name", "鹭岛招标代理有限公司"),
            ("agency_code", "91350203－M0001QKT19"),
            ("agency_code_sure", "yes"),
            ("until", until.as_str()),
        ];
        let taken = owner.submit("/mandates/new", "/mandates/new", &sure).await;
        assert_eq!(taken.status, 303, "{}", taken.body);
        assert!(owner.get(&taken.location).await.body.contains("91350203M0001QKT19"));
    }

    async fn the_centre_records_a_mandate_on_its_own_site_alone(world: TestWorld) {
        let code = world.persona("h-agency").uscc();
        let until = domain::time::add_days(world.world.now().date(), 1).to_string();
        let mut elsewhere = world.logged_in("7-centre-hn").await;
        assert_eq!(record(&mut elsewhere, "E6500000039000000001001", &code, &until).await.status, 422);
        let mut centre = world.logged_in("6-centre-xj").await;
        let recorded = record(&mut centre, "E6500000039000000001001", &code, &until).await;
        assert_eq!(recorded.status, 303, "{}", recorded.body);
        assert_eq!(elsewhere.get(&recorded.location).await.status, 404);
        assert!(tenderee(&world).await.get("/mandates").await.body.contains("天山招标代理有限公司"));
        assert!(world.logged_in("h-agency").await.get("/notices").await.body.contains("交易中心登记了贵单位的招标代理授权"));
        // It runs out by itself.
        world.clock.advance(2 * 24 * Timestamp::HOUR);
        assert!(!world.logged_in("h-agency").await.get("/applications").await.body.contains("切换角色"));
        assert!(tenderee(&world).await.get(&recorded.location).await.body.contains("已到期"));
    }

    async fn nobody_is_on_both_sides_of_one_guarantee(world: TestWorld) {
        let (lot, _) = own_lot(&world).await;
        let page = format!("/650000/lots/{lot}");
        let mut own = world.logged_in("g-tenderee").await;
        let product = own.get(&page).await.between("name=\"product\" value=\"", "\"");
        let tender = own.submit(&page, &format!("{page}/applications"), &[("product", &product)]).await;
        assert!(tender.status == 409 && tender.body.contains("不能既是申请人"), "its own tender: {} {}", tender.status, tender.body);
        let mut insurer = world.logged_in("3-insurer").await;
        switched(&mut insurer, "applicant").await;
        let quotes = insurer.get(&page).await;
        let row = quotes.between(&format!(">{INSURER}</a></th>"), "</tr>");
        let product = row.split("name=\"product\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let itself = insurer.submit(&page, &format!("{page}/applications"), &[("product", &product)]).await;
        assert!(itself.status == 409 && itself.body.contains("不能既是申请人"), "its own letter: {} {}", itself.status, itself.body);
    }

    async fn who_has_become_the_agency_since_the_draft_submits_nothing(world: TestWorld) {
        let (lot, _) = own_lot(&world).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft_for("650000", &lot, INSURER).await;
        let confirm = format!("{order}/confirm");
        let page = bidder.get(&confirm).await.body;
        let fields = world.sealer("1-bidder").submission(&page, world.parts.entropy.as_ref());
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut owner = tenderee(&world).await;
        let until = domain::time::add_days(world.world.now().date(), 30).to_string();
        let recorded = record(&mut owner, "E6500000039000000001001", &world.persona("1-bidder").uscc(), &until).await;
        assert_eq!(recorded.status, 303, "{}", recorded.body);
        accepted(&world, "1-bidder", &recorded.location).await;
        let refused = bidder.post(&confirm, &fields).await;
        assert!(refused.status == 422 && refused.body.contains("不能既是申请人"), "{} {}", refused.status, refused.body);
        let draft = crate::consequences::load(&world, &order).await;
        assert!(draft.is_draft(), "nothing was written");
        assert_eq!(owner.submit(&recorded.location, &format!("{}/end", recorded.location), &[]).await.status, 303);
        assert_eq!(bidder.post(&confirm, &fields).await.location, order, "it is an agency no longer");
    }

    async fn a_bidder_sees_nothing_of_its_institution_and_the_institution_nothing_of_its_bids(world: TestWorld) {
        let mut insurer = world.logged_in("3-insurer").await;
        assert_eq!(insurer.get("/workbench").await.status, 200);
        switched(&mut insurer, "applicant").await;
        assert_eq!(insurer.get("/workbench").await.status, 404);
        let draft = insurer.draft("650000", "长川银行股份有限公司").await;
        switched(&mut insurer, "guarantor_staff").await;
        assert_eq!((insurer.get(&draft).await.status, insurer.get("/workbench").await.status), (404, 200));
    }

    async fn a_centre_names_the_authority_of_its_region_and_takes_that_back(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        let page = "/centre/regulators";
        let code = world.persona("h-agency").uscc();
        let fields = |region: &'static str| [("name", "新疆住房和城乡建设监管局"), ("code", code.as_str()), ("region", region)];
        let outside = centre.submit(page, page, &fields("430100")).await;
        assert!(outside.status == 422 && outside.body.contains("应为本站点"), "{}", outside.body);
        assert_eq!(centre.submit(page, page, &fields("650100")).await.status, 303);
        assert!(centre.get(page).await.body.contains("650100"));
        // A code whose check character does not fit is asked about, and may be insisted on (E23).
        let odd = "91350203M0001QKT19";
        let mut typed = vec![("name", "边城建设监管站"), ("code", odd), ("region", "650100")];
        let asked = centre.submit(page, page, &typed).await;
        assert!(asked.status == 422 && asked.body.contains("name=\"code_sure\""), "{}", asked.body);
        typed.push(("code_sure", "yes"));
        assert_eq!(centre.submit(page, page, &typed).await.status, 303);
        assert!(centre.get(page).await.body.contains("校验位不符，经核对确认"));
        assert_eq!(centre.submit(page, &format!("{page}/{odd}/end"), &[]).await.status, 303);
        let mut person = world.logged_in("h-agency").await;
        switched(&mut person, "regulator").await;
        assert_eq!(person.get(ROLE).await.status, 200);
        assert_eq!(centre.submit(page, &format!("{page}/{code}/end"), &[]).await.status, 303);
        assert_ne!(person.get(ROLE).await.status, 200, "its session is over");
    }
}
