//! Credit that is demanded: by a site, by a product; granted by an institution, or by the site itself. With the figures of the orders.

use crate::credit::{COMPANY, asked, balance, demand, grant, grant_with, id, order, value};
use crate::profile::complete;
use crate::sites::{edit, regions};
use domain::money::Cny;
use domain::time::{Date, Timestamp, add_days};
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const BANK: &str = "长川银行股份有限公司";
const MISSING: &str = "办理该业务须先取得授信";

/// A world in which Hunan, with its prefectures, demands credit, and grants it if so.
fn demanding(world: TestWorld, grants: bool) -> TestWorld {
    let folder = regions();
    let rules = format!("[rules]\nrequires_credit = true\ngrants_credit = {grants}\n");
    edit(folder.path(), "430000.toml", |text| text.replace("[rules]\n", &rules));
    world.with_sites(folder.path())
}

/// A lot that the applicant typed in, of exactly this sum; gives back its address.
pub(crate) async fn lot(bidder: &mut Browser, site: &str, nth: u32, sum: &str) -> String {
    let number = format!("E{site}9009{nth:06}001001");
    let fields = [
        ("section_no", number.as_str()),
        ("section_name", "授信测试工程施工标段"),
        ("creditor", "新疆城市建设发展有限公司"),
        ("guarantee_amount", sum),
        ("bid_open_time", "2026-12-20T09:00"),
    ];
    let page = format!("/{site}/lots/new");
    let added = bidder.submit(&page, &page, &fields).await;
    assert_eq!(added.status, 303, "{}", added.body);
    added.location
}

/// What is offered for a lot: the row of an institution.
async fn offer(bidder: &mut Browser, lot: &str, guarantor: &str) -> String {
    bidder.get(lot).await.between(&format!(">{guarantor}</a></th>"), "</tr>")
}

/// Chooses an institution for a lot.
async fn choose(bidder: &mut Browser, lot: &str, guarantor: &str) -> Fetched {
    let chosen = value(&offer(bidder, lot, guarantor).await, "product");
    bidder.submit(lot, &format!("{lot}/applications"), &[("product", &chosen)]).await
}

/// A described draft.
async fn drafted(bidder: &mut Browser, lot: &str, guarantor: &str) -> String {
    let (site, id) = lot.trim_start_matches('/').split_once("/lots/").unwrap();
    bidder.draft_for(site, id, guarantor).await
}

async fn sign(world: &TestWorld, bidder: &mut Browser, order: &str) -> Fetched {
    bidder.sign(order, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await
}

fn sum(page: &str) -> String {
    page.split("可用 ¥").nth(1).unwrap().split('。').next().unwrap().to_owned()
}

/// Sets the clock to this time of a day in China.
fn go_to(world: &TestWorld, day: Date, hour: i8, minute: i8, second: i8) {
    let at = Timestamp::from_civil(day.at(hour, minute, second, 0)).unwrap();
    world.clock.advance(at.micros() - world.world.now().micros());
}

on_both_engines! {
    async fn a_site_that_demands_credit_lets_nobody_in_without_and_leads_there_and_back(world: TestWorld) {
        let world = demanding(world, false);
        let mut bidder = world.logged_in("1-bidder").await;
        // Of every institution, in the province and in its prefectures; elsewhere as before.
        for (site, number) in [("430000", "4300"), ("430100", "4301")] {
            let lot = lot(&mut bidder, site, 1, "200000").await;
            for guarantor in [INSURER, BANK] {
                assert!(offer(&mut bidder, &lot, guarantor).await.contains("须先授信"), "{number} {guarantor}");
                let refused = choose(&mut bidder, &lot, guarantor).await;
                assert!(refused.status == 303 && refused.location.starts_with(&format!("/credit/new?site={site}&lot=")), "{}", refused.location);
                let told = bidder.get(&refused.location).await;
                assert!(told.status == 200 && told.body.contains(MISSING) && told.body.contains("本次需占用 ¥200,000.00"), "{}", told.body);
                assert!(told.body.contains(&format!("href=\"{lot}\"")), "the way back: {}", told.body);
                let grantor = told.body.split(&format!(">{guarantor}</option>")).next().unwrap().rsplit("<option").next().unwrap().to_owned();
                assert!(grantor.contains("selected"), "whom one asks is chosen already: {grantor}");
            }
        }
        let elsewhere = lot(&mut bidder, "650000", 1, "200000").await;
        assert!(choose(&mut bidder, &elsewhere, INSURER).await.location.ends_with("/details"));
        // Asked from there, granted, and back to the very lot.
        complete(&mut bidder).await;
        let lot = lot(&mut bidder, "430000", 2, "200000").await;
        let led = choose(&mut bidder, &lot, INSURER).await.location;
        let form = bidder.get(&led).await;
        let grantor = form.body.split(&format!("\" selected>{INSURER}</option>")).next().unwrap().rsplit("<option value=\"").next().unwrap().to_owned();
        let fields = [("site", "430000"), ("grantor", grantor.as_str()), ("amount", "1000000"), ("purpose", "年内拟投标的项目"), ("back", lot.as_str())];
        let line = bidder.submit(&led, "/credit/new", &fields).await.location;
        let (page, query) = line.split_once('?').unwrap();
        assert_eq!(bidder.submit(&line, &format!("{page}/submit?{query}"), &[]).await.status, 303);
        for (persona, verb) in [("3-insurer", "propose"), ("8-insurer", "confirm")] {
            let (mut staff, review) = (world.logged_in(persona).await, format!("/workbench{page}"));
            let today = world.world.now().date();
            let (from, until) = (today.to_string(), add_days(today, 100).to_string());
            let fields = [("kind", "grant"), ("limit", "1000000"), ("from", &from), ("until", &until), ("rate", "")];
            let fields = if verb == "propose" { &fields[..] } else { &[] };
            let done = staff.submit(&review, &format!("{review}/{verb}"), fields).await;
            assert_eq!(done.status, 303, "{}", done.body);
        }
        let granted = bidder.get(&line).await;
        assert!(granted.body.contains(&format!("class=\"btn\" href=\"{lot}\">返回继续办理")), "{}", granted.body);
        let order = drafted(&mut bidder, &lot, INSURER).await;
        assert_eq!(sign(&world, &mut bidder, &order).await.location, order);
        assert_eq!(balance(&world, page).await, ("200000.00".into(), "0.00".into()));
    }

    async fn a_site_that_grants_is_asked_itself_for_letters_of_all_its_institutions(world: TestWorld) {
        let world = demanding(world, true);
        let mut bidder = world.logged_in("1-bidder").await;
        complete(&mut bidder).await;
        let (one, two) = (lot(&mut bidder, "430000", 1, "600000").await, lot(&mut bidder, "430000", 2, "300000").await);
        let led = choose(&mut bidder, &one, INSURER).await.location;
        let form = bidder.get(&led).await;
        assert!(form.body.contains("<option value=\"430000\" selected>湖南省公共资源交易中心（演示）</option>"), "{}", form.body);
        let fields = [("site", "430000"), ("grantor", "430000"), ("amount", "1000000"), ("purpose", "年内拟投标的项目"), ("back", one.as_str())];
        let line = bidder.submit(&led, "/credit/new", &fields).await.location;
        let page = line.split('?').next().unwrap().to_owned();
        assert_eq!(bidder.submit(&page, &format!("{page}/submit"), &[]).await.status, 303);
        // Two persons of its centre; another site's, and the institutions, see nothing of it.
        let review = format!("/workbench{page}");
        for stranger in ["6-centre-xj", "3-insurer", "2-bidder"] {
            assert_eq!(world.logged_in(stranger).await.get(&review).await.status, 404, "{stranger}");
        }
        let mut first = world.logged_in("7-centre-hn").await;
        assert!(first.get("/workbench/credit").await.body.contains(&review));
        let today = world.world.now().date();
        let (from, until) = (today.to_string(), add_days(today, 100).to_string());
        let fields = [("kind", "grant"), ("limit", "1000000"), ("from", &from), ("until", &until), ("rate", "0.1")];
        assert_eq!(first.submit(&review, &format!("{review}/propose"), &fields).await.status, 303);
        let own = first.submit(&review, &format!("{review}/confirm"), &[]).await;
        assert!(own.status == 422 && own.body.contains("经办人不能复核"), "{}", own.body);
        let mut second = world.logged_in("9-centre-hn").await;
        assert_eq!(second.submit(&review, &format!("{review}/confirm"), &[]).await.status, 303);
        // One line for whichever institution is chosen.
        for (lot, guarantor, reserved) in [(&one, INSURER, "600000.00"), (&two, BANK, "900000.00")] {
            let order = drafted(&mut bidder, lot, guarantor).await;
            assert_eq!(sign(&world, &mut bidder, &order).await.location, order, "{guarantor}");
            assert_eq!(balance(&world, &page).await.0, reserved);
        }
        let seen = second.get(&review).await;
        assert!(!seen.body.contains("900,000.00") && !seen.body.contains("100,000.00"), "a centre would learn who bids, and for how much (HR-10)");
        assert!(bidder.get(&page).await.body.contains("<dd>100,000.00</dd>"));
    }

    async fn a_rate_that_was_agreed_is_the_quotes_and_the_orders_and_no_later_one_is(world: TestWorld) {
        demand(&world).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let (one, two) = (lot(&mut bidder, "650000", 1, "500000").await, lot(&mut bidder, "650000", 2, "500000").await);
        let line = asked(&world, &mut bidder, "2000000").await;
        grant(&world, &line, "grant", "2000000").await;
        // 500,000 at the product's 0.35 %, then at 0.2 %, at 0.1 %.
        assert!(offer(&mut bidder, &one, COMPANY).await.contains("1,750.00"), "{}", offer(&mut bidder, &one, COMPANY).await);
        grant_with(&world, &line, "change", "2000000", &[("rate", "0.2")]).await;
        assert!(bidder.get(&line).await.body.contains("0.20%"));
        assert!(offer(&mut bidder, &one, COMPANY).await.contains("1,000.00"));
        let order_of_one = drafted(&mut bidder, &one, COMPANY).await;
        assert_eq!(order(&world, &order_of_one).await.facts.fee.plain(), "1000.00");
        grant_with(&world, &line, "change", "2000000", &[("rate", "0.1")]).await;
        assert_eq!(sign(&world, &mut bidder, &order_of_one).await.location, order_of_one);
        let (_, amount, _) = bidder.due(&order_of_one).await;
        assert_eq!(amount, "1000.00", "what was previewed and signed is what is paid");
        let order_of_two = drafted(&mut bidder, &two, COMPANY).await;
        assert_eq!(order(&world, &order_of_two).await.facts.fee.plain(), "500.00");
    }

    async fn a_kind_with_a_limit_of_its_own_takes_no_more_however_much_the_line_has(world: TestWorld) {
        demand(&world).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let (one, two) = (lot(&mut bidder, "650000", 1, "300000").await, lot(&mut bidder, "650000", 2, "200000").await);
        let line = asked(&world, &mut bidder, "1000000").await;
        // More for a kind than in all, or no amount, is said at the form.
        let review = format!("/workbench{line}");
        let mut staff = world.logged_in("5-guarantor").await;
        let form = staff.get(&review).await;
        let (from, until) = (value(&form.body, "from"), value(&form.body, "until"));
        for (limit, said) in [("1000000.01", "分项额度不超过总额度"), ("很多", "name=\"limit:bid\" value=\"很多\"")] {
            let fields = [("kind", "grant"), ("limit", "1000000"), ("from", &from), ("until", &until), ("limit:bid", limit)];
            let wrong = staff.submit(&review, &format!("{review}/propose"), &fields).await;
            assert!(wrong.status == 422 && wrong.body.contains(said), "{limit}: {}", wrong.body);
        }
        grant_with(&world, &line, "grant", "1000000", &[("rate", ""), ("limit:bid", "400000")]).await;
        assert!(bidder.get(&line).await.body.contains("投标保函 400,000.00"));
        let (first, second) = (drafted(&mut bidder, &one, COMPANY).await, drafted(&mut bidder, &two, COMPANY).await);
        // Both have been read before either is handed in: the row decides.
        let (mut other, sealer, entropy) = (world.logged_in("1-bidder").await, world.sealer("1-bidder"), world.parts.entropy.as_ref());
        let (left, right) = (format!("{first}/confirm"), format!("{second}/confirm"));
        let signed_left = sealer.submission(&bidder.get(&left).await.body, entropy);
        let signed_right = sealer.submission(&other.get(&right).await.body, entropy);
        let (signed_left, signed_right): (Vec<_>, Vec<_>) =
            (crate::ticket::pairs(&signed_left).collect(), crate::ticket::pairs(&signed_right).collect());
        let (one_answer, two_answer) = tokio::join!(bidder.post(&left, &signed_left), other.post(&right, &signed_right));
        assert_ne!(one_answer.location.starts_with("/applications/"), two_answer.location.starts_with("/applications/"), "one of them, not both");
        let (winner, loser) = if one_answer.location.starts_with("/applications/") { (&first, &second) } else { (&second, &first) };
        let taken = order(&world, winner).await.facts.amount;
        assert_eq!(balance(&world, &line).await, (taken.plain(), "0.00".into()));
        let led = bidder.get(&format!("{loser}/confirm")).await.location;
        let told = bidder.get(&led).await;
        let free = Cny::from_fen(40_000_000 - taken.fen()).unwrap();
        assert!(told.body.contains("可用授信额度不足") && sum(&told.body) == free.to_string(), "{free}: {}", told.body);
        bidder.submit(winner, &format!("{winner}/withdraw"), &[]).await;
        assert_eq!(sign(&world, &mut bidder, loser).await.location, *loser);
    }

    async fn of_a_million_six_and_five_hundred_thousand_do_not_both_fit_and_what_lapses_is_free_again(world: TestWorld) {
        demand(&world).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let (a, b) = (lot(&mut bidder, "650000", 1, "600000").await, lot(&mut bidder, "650000", 2, "500000").await);
        let line = asked(&world, &mut bidder, "1000000").await;
        grant(&world, &line, "grant", "1000000").await;
        let (first, second) = (drafted(&mut bidder, &a, COMPANY).await, drafted(&mut bidder, &b, COMPANY).await);
        assert_eq!(sign(&world, &mut bidder, &first).await.location, first);
        let told = bidder.get(&format!("{second}/confirm")).await;
        assert_eq!(sum(&bidder.get(&told.location).await.body), "400,000.00");
        world.clock.advance(25 * Timestamp::HOUR);
        world.run_jobs().await;
        let mut bidder = world.logged_in("1-bidder").await;
        assert_eq!(balance(&world, &line).await, ("0.00".into(), "0.00".into()), "the first lapsed");
        assert_eq!(sign(&world, &mut bidder, &second).await.location, second);
        world.pay(&mut bidder, &second).await;
        world.run_jobs().await;
        world.approve(&second, "5-guarantor", "f-guarantor").await;
        world.run_jobs().await;
        grant(&world, &line, "change", "400000").await;
        assert_eq!(balance(&world, &line).await, ("0.00".into(), "500000.00".into()), "what is used stays");
        let page = bidder.get(&line).await;
        assert!(page.body.contains("<dt>可用（元）</dt><dd>0.00</dd>") && !page.body.contains("-100"), "{}", page.body);
        let refused = choose(&mut bidder, &a, COMPANY).await;
        assert_eq!(sum(&bidder.get(&refused.location).await.body), "0.00");
    }

    async fn the_last_day_counts_to_its_end_and_what_was_reserved_then_is_honoured_after_it(world: TestWorld) {
        demand(&world).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let (a, b) = (lot(&mut bidder, "650000", 1, "300000").await, lot(&mut bidder, "650000", 2, "200000").await);
        let line = asked(&world, &mut bidder, "1000000").await;
        let last = add_days(world.world.now().date(), 1);
        grant_with(&world, &line, "grant", "1000000", &[("rate", ""), ("until", &last.to_string())]).await;
        let (first, second) = (drafted(&mut bidder, &a, COMPANY).await, drafted(&mut bidder, &b, COMPANY).await);
        go_to(&world, last, 23, 59, 59);
        let mut bidder = world.logged_in("1-bidder").await;
        assert_eq!(sign(&world, &mut bidder, &first).await.location, first, "in the last second of the last day");
        world.clock.advance(Timestamp::SECOND);
        let told = bidder.get(&format!("{second}/confirm")).await;
        assert!(told.location.starts_with("/credit/new?"), "{} {}", told.status, told.body);
        assert!(bidder.get(&told.location).await.body.contains(MISSING), "in the first second of the next");
        assert!(bidder.get(&line).await.body.contains("已到期"));
        world.pay(&mut bidder, &first).await;
        world.run_jobs().await;
        // A lot that was typed in is looked at by people.
        world.approve(&first, "5-guarantor", "f-guarantor").await;
        world.run_jobs().await;
        assert!(bidder.get(&first).await.body.contains("保函已出具"), "a reservation is honoured");
        assert_eq!(balance(&world, &line).await, ("0.00".into(), "300000.00".into()));
        // And it may be asked for anew.
        let again = bidder.get("/credit/new?site=650000").await;
        assert_eq!(again.status, 200);
        let anew = asked(&world, &mut bidder, "1000000").await;
        assert_ne!(id(&anew), id(&line));
    }
}
