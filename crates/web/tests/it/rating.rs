//! Ratings of institutions (评价): given once for a letter, seen by nobody else before its lot has rested, shown from five on, answered, hidden.

use crate::consequences::load;
use domain::rating::{Rating, RatingEvent};
use domain::time::Timestamp;
use testkit::{Browser, TestWorld, on_both_engines};

const BANK: &str = "长川银行股份有限公司";
const INSURER: &str = "江海财产保险股份有限公司";

/// Lots that can be applied for.
async fn lots(browser: &mut Browser) -> Vec<String> {
    let page = browser.get("/650000/lots").await.body;
    let mut found: Vec<String> =
        page.split("<a href=\"/650000/lots/lot_").skip(1).map(|rest| format!("lot_{}", rest.split('"').next().unwrap())).collect();
    found.dedup();
    found
}

/// An order for this lot whose letter is out.
pub(crate) async fn issued(world: &TestWorld, bidder: &mut Browser, persona: &str, lot: &str) -> String {
    let order = bidder.draft_for("650000", lot, INSURER).await;
    assert_eq!(bidder.sign(&order, &world.sealer(persona), world.parts.entropy.as_ref()).await.status, 303);
    world.pay(bidder, &order).await;
    world.run_jobs().await;
    assert!(bidder.get(&order).await.body.contains("保函已出具"));
    order
}

pub(crate) async fn rate(browser: &mut Browser, order: &str, stars: &str, words: &str) -> testkit::Fetched {
    let page = format!("{order}/rating");
    browser.submit(&page, &page, &[("stars", stars), ("words", words)]).await
}

/// The rating of an order's letter.
async fn stored(world: &TestWorld, order: &str) -> Rating {
    let letter = load(world, order).await.guarantee().unwrap();
    store::rating::load_of(&mut world.parts.store.reader(), letter).await.unwrap().unwrap()
}

/// The institution's public page.
async fn institution(world: &TestWorld, order: &str) -> String {
    format!("/650000/institutions/{}", load(world, order).await.facts.guarantor.institution)
}

/// Moves the clock to a day and an hour after the lot of this order was opened, and lets the night's count run.
async fn rest(world: &TestWorld, order: &str) {
    let opens_at = load(world, order).await.opens_at();
    let rested = opens_at.plus(50 * Timestamp::HOUR);
    world.clock.advance(rested.micros() - world.world.now().micros());
    crate::identity::list_anew(world);
    world.run_jobs().await;
}

on_both_engines! {
    async fn a_rating_is_given_once_a_letter_is_out_changed_for_a_week_and_answered(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let lot = lots(&mut bidder).await.remove(0);
        let draft = bidder.draft_for("650000", &lot, BANK).await;
        let early = rate(&mut bidder, &draft, "5", "").await;
        assert!(early.status == 422 && early.body.contains("尚未出函，不能评价"), "{} {}", early.status, early.body);
        let order = issued(&world, &mut bidder, "1-bidder", &lot).await;
        let wrong = rate(&mut bidder, &order, "6", "<b>很好</b>").await;
        assert!(wrong.status == 422 && wrong.body.contains("请选择 1 至 5 星") && wrong.body.contains("&#60;b&#62;很好"), "{}", wrong.body);
        let given = rate(&mut bidder, &order, "2", "<script>alert(1)</script>出函很慢").await;
        assert_eq!(given.status, 303, "{}", given.body);
        let page = bidder.get(&format!("{order}/rating")).await;
        assert!(page.body.contains("★★☆☆☆") && page.body.contains("待公开") && !page.body.contains("<script>alert"), "{}", page.body);
        assert_eq!(rate(&mut bidder, &order, "4", "后来有改进").await.status, 303);
        assert_eq!((stored(&world, &order).await.opinion.stars.number(), stored(&world, &order).await.version), (4, 2), "changed, not given twice");

        // Another firm's letter is none of one's own; before the lot has rested nobody but the institution sees it.
        assert_eq!(world.logged_in("2-bidder").await.get(&format!("{order}/rating")).await.status, 404);
        let rating = format!("/ratings/{}", stored(&world, &order).await.facts.id);
        for persona in ["2-bidder", "4-bank", "6-centre-xj", "7-centre-hn"] {
            assert_eq!(world.logged_in(persona).await.get(&rating).await.status, 404, "{persona}");
        }
        assert!(!world.logged_in("6-centre-xj").await.get("/workbench/ratings").await.body.contains("后来有改进"));
        let mut staff = world.logged_in("3-insurer").await;
        assert!(staff.get("/notices").await.body.contains("作出了评价"));
        assert!(staff.get("/workbench/ratings").await.body.contains("后来有改进"));
        let short = staff.submit(&rating, &format!("{rating}/answer"), &[("words", " ")]).await;
        assert!(short.status == 422 && short.body.contains("请写明要求或原因"), "{}", short.body);
        assert_eq!(staff.submit(&rating, &format!("{rating}/answer"), &[("words", "已增加人手")]).await.status, 303);
        assert!(bidder.get(&format!("{order}/rating")).await.body.contains("已增加人手"));
        world.clock.advance(7 * 24 * Timestamp::HOUR);
        let mut bidder = world.logged_in("1-bidder").await;
        let token = bidder.get("/applications").await.field("token");
        let late = bidder.post(&format!("{order}/rating"), &[("token", &token), ("stars", "1"), ("words", "")]).await;
        assert!(late.status == 422 && late.body.contains("已满 7 天"), "{} {}", late.status, late.body);
    }

    async fn a_letter_that_is_rated_in_two_tabs_at_once_has_one_rating(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let lot = lots(&mut bidder).await.remove(0);
        let order = issued(&world, &mut bidder, "1-bidder", &lot).await;
        let mut other = bidder.clone();
        let page = format!("{order}/rating");
        let token = bidder.get(&page).await.field("token");
        let (five, one) = ([("token", token.as_str()), ("stars", "5"), ("words", "")], [("token", token.as_str()), ("stars", "1"), ("words", "")]);
        let (left, right) = tokio::join!(bidder.post(&page, &five), other.post(&page, &one));
        assert!(left.status == 303 || right.status == 303, "{} {}", left.status, right.status);
        let rating = stored(&world, &order).await;
        let log: Vec<RatingEvent> = store::event::history(&mut world.parts.store.reader(), &rating.facts.id.to_string())
            .await.unwrap().iter().map(|entry| serde_json::from_str(&entry.payload).unwrap()).collect();
        let mut folded = Rating::born(&log[0]).unwrap();
        log[1..].iter().for_each(|event| folded.apply(event));
        assert_eq!(folded, rating);
    }

    async fn before_five_lots_have_rested_no_page_knows_of_a_rating_and_then_they_are_shown(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let mut orders = Vec::new();
        for lot in lots(&mut bidder).await.into_iter().take(5) {
            orders.push(issued(&world, &mut bidder, "1-bidder", &lot).await);
        }
        let page = institution(&world, &orders[0]).await;
        let before = world.browser().get(&page).await.body;
        for (order, stars) in orders.iter().zip(["5", "5", "4", "4", "3"]) {
            assert_eq!(rate(&mut bidder, order, stars, "出函及时").await.status, 303);
        }
        // Non-interference: with and without ratings the public sees the same bytes until the lots have rested, whatever is counted meanwhile.
        world.clock.advance(24 * Timestamp::HOUR);
        world.run_jobs().await;
        let strip = |body: &str| body.split("打印时间").map(|part| part.split_once("</p>").map_or(part, |(_, rest)| rest).to_owned()).collect::<Vec<_>>().join("");
        assert_eq!(strip(&world.browser().get(&page).await.body), strip(&before));
        let mut last = orders[0].clone();
        for order in &orders {
            if load(&world, order).await.opens_at() > load(&world, &last).await.opens_at() {
                last.clone_from(order);
            }
        }
        rest(&world, &last).await;
        let shown = world.browser().get(&page).await.body;
        assert!(shown.contains("<b>4.2</b> 分（5 条评价）") && shown.contains("出函及时") && shown.contains("★★★☆☆"), "{shown}");
        assert!(!shown.contains("天山北麓"), "nobody is named: {shown}");

        // The centre hides one; the next night there are four, and nothing is shown.
        let mut centre = world.logged_in("6-centre-xj").await;
        let desk = centre.get("/workbench/ratings").await;
        let rating = format!("/ratings/{}", desk.between("href=\"/ratings/", "\""));
        assert!(!desk.body.contains("天山北麓") && !centre.get(&rating).await.body.contains("SQ650000"), "{}", desk.body);
        assert_eq!(centre.submit(&rating, &format!("{rating}/hide"), &[("words", "与服务无关")]).await.status, 303);
        world.clock.advance(24 * Timestamp::HOUR);
        world.run_jobs().await;
        let few = world.browser().get(&page).await.body;
        assert!(few.contains("评价不足 5 条") && !few.contains("出函及时"), "{few}");
        let mut centre = world.logged_in("6-centre-xj").await;
        assert_eq!(centre.submit(&rating, &format!("{rating}/restore"), &[]).await.status, 303);
        world.clock.advance(24 * Timestamp::HOUR);
        world.run_jobs().await;
        assert!(world.browser().get(&page).await.body.contains("<b>4.2</b>"));
        assert!(world.logged_in("1-bidder").await.get("/notices").await.body.contains("您的评价已被交易中心隐藏"));
    }
}
