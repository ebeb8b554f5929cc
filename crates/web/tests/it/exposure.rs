use domain::time::Timestamp;
use testkit::{Browser, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";

/// Registers limits and licences of the insurer as the centre of Xinjiang.
async fn limit(world: &TestWorld, fields: &[(&str, &str)]) {
    let mut centre = world.logged_in("6-centre-xj").await;
    let list = centre.get("/centre/institutions").await;
    let row = list.between(&format!("{INSURER}</th>"), "</tr>");
    let id = row.split("/centre/institutions/").nth(1).unwrap().split('"').next().unwrap();
    let page = format!("/centre/institutions/{id}/limits");
    let saved = centre.submit(&page, &page, fields).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
}

async fn bound(staff: &mut Browser) -> String {
    staff.get("/workbench/exposure").await.between("<dt>担保责任余额</dt><dd><b>", "</b>")
}

/// How far the insurer is bound, as the store has it.
async fn ledger(world: &TestWorld) -> String {
    let mut reader = world.parts.store.reader();
    let uscc = world.persona("3-insurer").uscc().parse().unwrap();
    let organisation = store::organisation::load_by_uscc(&mut reader, &uscc).await.unwrap().unwrap();
    let institution = store::institution::load_by_organisation(&mut reader, organisation.id).await.unwrap().unwrap();
    store::exposure::ledger(&mut reader, institution.id).await.unwrap().total.to_string()
}

/// The amount of the order's guarantee in yuan, as typed into a form.
async fn amount(bidder: &mut Browser, order: &str) -> String {
    bidder.get(order).await.between("<dt>担保金额</dt><dd>¥", "<").replace(',', "")
}

on_both_engines! {
    async fn an_institution_is_bound_by_what_it_issues_until_the_day_after_expiry(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let mut staff = world.logged_in("3-insurer").await;
        assert_eq!(bound(&mut staff).await, "0.00 元");
        let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        let expiry = bidder.get(&order).await.between("<dt>有效期至</dt><dd>", "</dd>");
        let amount = bidder.get(&order).await.between("<dt>担保金额</dt><dd>¥", "<");
        assert_eq!(bound(&mut staff).await, format!("{amount} 元"));

        let day: String = expiry.chars().map(|c| if c.is_ascii_digit() { c } else { '-' }).collect();
        let parts: Vec<&str> = day.split('-').filter(|part| !part.is_empty()).collect();
        let last = Timestamp::parse_civil(&format!("{}-{:0>2}-{:0>2} 23:59", parts[0], parts[1], parts[2])).unwrap();
        world.clock.advance(last.micros() - world.world.now().micros());
        world.run_jobs().await;
        // By then the demonstration's certificates have expired, and nobody can log in to look.
        assert_eq!(ledger(&world).await, amount, "the last day counts");
        world.clock.advance(Timestamp::MINUTE);
        world.run_jobs().await;
        assert_eq!(ledger(&world).await, "0.00");
    }

    async fn of_two_paid_letters_that_fit_a_limit_only_singly_one_is_issued_and_one_held(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let first = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
        let second = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
        let amount = amount(&mut bidder, &first).await;
        limit(&world, &[("net_assets", ""), ("total", &amount), ("single", ""), ("licences", "保险许可证，000310001")]).await;
        world.pay(&mut bidder, &first).await;
        world.pay(&mut bidder, &second).await;
        world.run_jobs().await;
        let mut issued = 0;
        for order in [&first, &second] {
            issued += usize::from(bidder.get(order).await.body.contains("保函已出具"));
        }
        assert_eq!(issued, 1);
        let mut staff = world.logged_in("3-insurer").await;
        let held = if bidder.get(&first).await.body.contains("保函已出具") { &second } else { &first };
        assert!(staff.get(held).await.body.contains("担保责任总额已达上限"));
        assert!(!bidder.get(held).await.body.contains("总额已达上限"), "the institution's limits are its own business");
        // Nothing is sold beyond the limit either.
        let third = bidder.draft("650000", INSURER).await;
        // Told before anybody is asked for a PIN.
        let refused = bidder.get(&format!("{third}/confirm")).await;
        assert!(refused.status == 409 && refused.body.contains("总额已达上限"), "{}", refused.body);
        // Once the limit is raised the held one can be released.
        limit(&world, &[("net_assets", ""), ("total", ""), ("single", ""), ("licences", "")]).await;
        world.approve(held, "3-insurer", "8-insurer").await;
        world.run_jobs().await;
        assert!(bidder.get(held).await.body.contains("保函已出具"));
    }

    async fn a_group_of_applicants_counts_as_one_where_the_law_says_so(world: TestWorld) {
        // 15 % of the guarantee company's net assets for a group, 10 % for each.
        let mut centre = world.logged_in("6-centre-xj").await;
        let list = centre.get("/centre/institutions").await;
        let row = list.between("中正工程担保有限公司</th>", "</tr>");
        let page = format!("/centre/institutions/{}/limits", row.split("/centre/institutions/").nth(1).unwrap().split('"').next().unwrap());
        let mut one = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut one, "1-bidder", "650000", "中正工程担保有限公司").await;
        let fen: i64 = (amount(&mut one, &order).await.replace('.', "")).parse().unwrap();
        // One letter is 10 % exactly; two of one group are 20 %.
        let net = format!("{}.{:02}", fen / 10, fen % 10 * 10);
        assert_eq!(centre.submit(&page, &page, &[("net_assets", &net), ("licences", "")]).await.status, 303);
        let mut staff = world.logged_in("5-guarantor").await;
        for persona in ["1-bidder", "2-bidder"] {
            let uscc = world.persona(persona).uscc();
            let fields = [("uscc", uscc.as_str()), ("group", "天湘集团")];
            assert_eq!(staff.submit("/workbench/exposure", "/workbench/exposure/groups", &fields).await.status, 303);
        }
        world.pay(&mut one, &order).await;
        world.run_jobs().await;
        world.approve(&order, "5-guarantor", "f-guarantor").await;
        world.run_jobs().await;
        assert!(one.get(&order).await.body.contains("保函已出具"), "{}", staff.get(&order).await.body);
        let mut two = world.logged_in("2-bidder").await;
        let draft = two.draft("650000", "中正工程担保有限公司").await;
        let refused = two.get(&format!("{draft}/confirm")).await;
        assert!(refused.status == 409 && refused.body.contains("（或其集团）的担保责任已达上限"), "{}", refused.body);
    }

    async fn an_expired_licence_stops_the_sale(world: TestWorld) {
        limit(&world, &[("licences", "保险许可证，000310001，2026-11-20")]).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let lots = bidder.get("/650000/lots").await;
        let lot = lots.between("<a href=\"/650000/lots/lot_", "\"");
        let quotes = bidder.get(&format!("/650000/lots/lot_{lot}")).await;
        assert!(quotes.between(&format!(">{INSURER}</a></th>"), "</tr>").contains("业务许可已到期"));
    }
}
