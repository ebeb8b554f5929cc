//! Choosing: what guarantors ask and how fast they were, what has to be read and proved before a signature, what is typed and not handed in yet, and
//! another order like an earlier one.

use crate::consequences::load;
use crate::credit_demand::lot;
use crate::rating::issued;
use domain::application::{Application, ApplicationEvent};
use domain::time::Timestamp;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const BANK: &str = "长川银行股份有限公司";
const MOBILE: &str = "13800138000";
const DETAILS: [(&str, &str); 3] = [("name", "林知夏"), ("mobile", MOBILE), ("email", "lin@example.com")];

/// What is offered for a lot: the row of an institution.
fn row(page: &Fetched, guarantor: &str) -> String {
    page.between(&format!(">{guarantor}</a></th>"), "</tr>")
}

/// The guarantors in the order of the page.
fn order(page: &Fetched) -> Vec<String> {
    page.body
        .split("</a></th>")
        .filter_map(|before| before.rsplit('>').next())
        .map(str::to_owned)
        .filter(|name| name.contains("公司"))
        .collect()
}

/// A draft with somebody named in it, and nothing agreed to.
async fn described(bidder: &mut Browser, site: &str, lot: &str, guarantor: &str) -> String {
    let order = bidder.choose(site, lot.rsplit('/').next().unwrap(), guarantor).await;
    let details = format!("{order}/details");
    let described = bidder.submit(&details, &details, &DETAILS).await;
    assert_eq!(described.location, format!("{order}/confirm"), "{}", described.body);
    order
}

/// A lot of one project, by its section's number.
async fn section(bidder: &mut Browser, nth: &str) -> String {
    let (number, name) = (format!("E6500009009000077001{nth}"), format!("分标段测试工程 第 {nth} 标段"));
    let fields = [
        ("section_no", number.as_str()),
        ("section_name", &name),
        ("creditor", "新疆城市建设发展有限公司"),
        ("guarantee_amount", "30000"),
        ("bid_open_time", "2026-12-20T09:00"),
    ];
    let added = bidder.submit("/650000/lots/new", "/650000/lots/new", &fields).await;
    assert_eq!(added.status, 303, "{}", added.body);
    added.location
}

/// The night comes, and institutions' letters are counted.
async fn night(world: &TestWorld) {
    app::site::figures::begin(&world.world).await.unwrap();
    world.clock.advance(24 * Timestamp::HOUR);
    crate::identity::list_anew(world);
    world.run_jobs().await;
}

/// The code in the last message to the phone, asked for on the notice's page of an order.
pub(crate) async fn code(world: &TestWorld, bidder: &mut Browser, order: &str) -> String {
    world.clock.advance(61 * Timestamp::SECOND);
    let page = format!("{order}/notice");
    let sent = bidder.submit(&page, &page, &[("do", "code")]).await;
    assert!(sent.status == 200 && sent.body.contains("验证码已发送至 138****8000"), "{} {}", sent.status, sent.body);
    let text = world.last_message(MOBILE).await.unwrap();
    assert!(text.contains("办理保函"), "{text}");
    text.split("验证码 ").nth(1).unwrap().chars().take(6).collect()
}

on_both_engines! {
    async fn offers_say_how_a_fee_comes_about_what_the_letter_is_and_by_what_rule_they_are_ordered(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let lot = lot(&mut bidder, "650000", 1, "30000").await;
        let page = bidder.get(&lot).await;
        let insurer = row(&page, INSURER);
        for part in ["¥30,000.00 × 0.70% = ¥210.00，低于最低 ¥600.00，按最低收取", "独立保函（见索即付）", "保险公司", "无需授信", "来得及", "可统计的不足 5 份"] {
            assert!(insurer.contains(part), "{part}: {insurer}");
        }
        assert!(page.body.contains("当前排列：能在开标前出函的在前，其次费用由低到高") && page.body.contains("不限定出函机构"), "{}", page.body);
        let by_time = bidder.get(&format!("{lot}?sort=time")).await;
        assert!(by_time.body.contains("当前排列：预计出函由早到晚"), "{}", by_time.body);
        // The bank takes working days, and a person looks at it.
        assert_eq!(order(&by_time).last().map(String::as_str), Some(BANK), "{:?}", order(&by_time));
        let odd = bidder.get(&format!("{lot}?sort=%E5%80%92%E5%BA%8F")).await;
        assert!(odd.status == 200 && odd.body.contains("其次费用由低到高"), "an unknown order is the usual one");
    }

    async fn how_fast_an_institution_was_shows_once_five_lots_have_rested_and_tells_of_no_other_hr_10(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let far = lot(&mut bidder, "650000", 2, "30000").await;
        let page = bidder.get("/650000/lots?open=yes").await.body;
        let lots: Vec<String> = page.split("<a href=\"/650000/lots/lot_").skip(1).map(|rest| format!("lot_{}", rest.split('"').next().unwrap())).collect();
        let mut orders = Vec::new();
        for lot in lots.iter().filter(|id| !far.ends_with(id.as_str())).take(5) {
            orders.push(issued(&world, &mut bidder, "1-bidder", lot).await);
        }
        assert_eq!(orders.len(), 5);
        night(&world).await;
        let still = row(&world.logged_in("1-bidder").await.get(&far).await, INSURER);
        assert!(still.contains("可统计的不足 5 份"), "nothing moves before the lots are opened: {still}");
        assert!(store::turnaround::list(&mut world.parts.store.reader()).await.unwrap().is_empty());
        // The last of them has been open for a day.
        let mut last = world.world.now();
        for order in &orders {
            last = last.max(load(&world, order).await.opens_at());
        }
        world.clock.advance(last.plus(30 * Timestamp::HOUR).micros() - world.world.now().micros());
        crate::identity::list_anew(&world);
        world.run_jobs().await;
        let figures = store::turnaround::list(&mut world.parts.store.reader()).await.unwrap();
        let guarantor = load(&world, &orders[0]).await.facts.guarantor.institution;
        assert_eq!(figures.get(&(guarantor, true)).map(|figure| figure.letters), Some(5), "{figures:?}");
        assert_eq!(figures.len(), 1, "nobody else has five");
    }

    async fn what_was_not_read_in_this_session_is_not_agreed_to_and_nothing_is_signed_before(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let lot = lot(&mut bidder, "650000", 3, "30000").await;
        let order = described(&mut bidder, "650000", &lot, INSURER).await;
        let (confirm, notice) = (format!("{order}/confirm"), format!("{order}/notice"));
        assert_eq!(bidder.get(&confirm).await.location, notice, "first what is to be read");
        // A form that was made up, without the page having been shown to this session.
        let token = bidder.get("/applications").await.field("token");
        let unread = bidder.post(&notice, &[("token", &token), ("agreed", "yes")]).await;
        assert!(unread.status == 422 && unread.body.contains("尚未阅读并同意《投保须知》"), "{} {}", unread.status, unread.body);
        assert_eq!(load(&world, &order).await.consent, None);
        let page = bidder.get(&notice).await;
        assert!(page.body.contains("我已认真阅读并同意以下内容且明确责任条款的内容及法律后果<a"), "{}", page.body);
        assert!(page.body.contains(">《投保须知》</a>") && page.body.contains(INSURER) && page.body.contains("见索即付"), "{}", page.body);
        assert!(bidder.get(&format!("{notice}.pdf")).await.bytes.starts_with(b"%PDF"));
        let unticked = bidder.submit(&notice, &notice, &[]).await;
        assert!(unticked.status == 422 && unticked.body.contains("href=\"#agreed\""), "{} {}", unticked.status, unticked.body);
        // Another session of the same person has not read it.
        let mut other = world.logged_in("1-bidder").await;
        let token = other.get("/applications").await.field("token");
        assert_eq!(other.post(&notice, &[("token", &token), ("agreed", "yes")]).await.status, 422);
        // A double click is one consent or two, and never a fault.
        let token = bidder.get(&notice).await.field("token");
        let (fields, mut twin) = ([("token", token.as_str()), ("agreed", "yes")], bidder.clone());
        let (left, right) = tokio::join!(bidder.post(&notice, &fields), twin.post(&notice, &fields));
        assert_eq!((left.location.as_str(), right.location.as_str()), (confirm.as_str(), confirm.as_str()), "{} {}", left.body, right.body);
        let application = load(&world, &order).await;
        let consent = application.consent.clone().unwrap();
        assert_eq!((consent.document.as_str(), consent.version.as_str(), consent.digest.len()), ("notice", "1", 64));
        assert!(page.body.contains(&consent.digest) && consent.opened_at <= consent.agreed_at && !consent.by.is_empty());
        assert_eq!(bidder.get(&confirm).await.status, 200);
        // The log folds to the row.
        let log: Vec<ApplicationEvent> = store::event::history(&mut world.parts.store.reader(), &application.facts.id.to_string())
            .await.unwrap().iter().map(|entry| serde_json::from_str(&entry.payload).unwrap()).collect();
        let mut folded = Application::born(&log[0]).unwrap();
        log[1..].iter().for_each(|event| folded.apply(event));
        assert_eq!(folded, application);
        // Signed, the order has the notice and the declaration beside the letter to come.
        let form = format!("{order}/documents/application-form.pdf");
        assert_eq!(bidder.get(&form).await.status, 404, "nothing was declared yet");
        assert_eq!(bidder.sign(&order, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await.status, 303);
        let shown = bidder.get(&order).await.body;
        assert!(shown.contains("投保单（申请书）") && shown.contains(&consent.digest), "{shown}");
        assert!(bidder.get(&form).await.bytes.starts_with(b"%PDF") && world.logged_in("2-bidder").await.get(&form).await.status == 404);
        let closed = bidder.submit(&order, &notice, &[("agreed", "yes")]).await;
        assert_ne!(closed.status, 303, "what is signed is not agreed to again");
        assert!(!bidder.get(&notice).await.body.contains("同意，下一步"));
    }

    async fn henan_proves_the_phone_by_a_code_that_counts_once_and_for_that_phone(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let lot = lot(&mut bidder, "410000", 1, "30000").await;
        let order = described(&mut bidder, "410000", &lot, INSURER).await;
        let (notice, details) = (format!("{order}/notice"), format!("{order}/details"));
        let page = bidder.get(&notice).await.body;
        assert!(page.contains("获取验证码") && page.contains("138 **** 8000") && !page.contains(MOBILE), "{page}");
        let without = bidder.submit(&notice, &notice, &[("agreed", "yes")]).await;
        assert!(without.status == 422 && without.body.contains("经办人手机号尚未核实") && without.body.contains("value=\"yes\" checked"), "{}", without.body);
        let digits = code(&world, &mut bidder, &order).await;
        let soon = bidder.submit(&notice, &notice, &[("do", "code"), ("agreed", "yes")]).await;
        assert!(soon.status == 422 && soon.body.contains("验证码刚刚发送") && soon.body.contains("checked"), "{}", soon.body);
        let wrong = if digits == "000000" { "000001" } else { "000000" };
        for _ in 0..4 {
            let refused = bidder.submit(&notice, &notice, &[("agreed", "yes"), ("code", wrong)]).await;
            assert!(refused.status == 422 && refused.body.contains("验证码不正确或已失效"), "{}", refused.body);
        }
        // Another phone is named meanwhile: the code of the one proves nothing of the other.
        let moved = [("name", "林知夏"), ("mobile", "13900139000"), ("email", "lin@example.com")];
        assert_eq!(bidder.submit(&details, &details, &moved).await.status, 303);
        assert_eq!(bidder.submit(&notice, &notice, &[("agreed", "yes"), ("code", &digits)]).await.status, 422);
        assert_eq!(bidder.submit(&details, &details, &DETAILS).await.status, 303);
        // As it is pasted, in full width.
        let wide: String = digits.chars().map(|digit| char::from_u32(u32::from(digit) + 0xFEE0).unwrap()).collect();
        let taken = bidder.submit(&notice, &notice, &[("agreed", "yes"), ("code", &format!(" {wide} "))]).await;
        assert_eq!(taken.location, format!("{order}/confirm"), "{}", taken.body);
        assert_eq!(load(&world, &order).await.proved.unwrap().mobile.as_str(), MOBILE);
        // A change of the phone undoes it.
        assert_eq!(bidder.submit(&details, &details, &moved).await.status, 303);
        assert_eq!(bidder.get(&format!("{order}/confirm")).await.location, notice);
        assert_eq!(bidder.submit(&details, &details, &DETAILS).await.status, 303);
        let again = bidder.submit(&notice, &notice, &[("agreed", "yes"), ("code", &digits)]).await;
        assert!(again.status == 422 && again.body.contains("验证码不正确或已失效"), "used up: {}", again.body);
    }

    async fn a_code_that_is_handed_in_twice_at_once_proves_once_and_both_go_on(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let lot = lot(&mut bidder, "410000", 2, "30000").await;
        let order = described(&mut bidder, "410000", &lot, INSURER).await;
        let digits = code(&world, &mut bidder, &order).await;
        let notice = format!("{order}/notice");
        let token = bidder.get(&notice).await.field("token");
        let (fields, mut twin) = ([("token", token.as_str()), ("agreed", "yes"), ("code", &digits)], bidder.clone());
        let (left, right) = tokio::join!(bidder.post(&notice, &fields), twin.post(&notice, &fields));
        for answer in [&left, &right] {
            assert!(answer.location == format!("{order}/confirm") || answer.status == 422, "{} {}", answer.status, answer.body);
        }
        assert!(left.status == 303 || right.status == 303);
        let id = load(&world, &order).await.facts.id.to_string();
        let proofs = store::event::history(&mut world.parts.store.reader(), &id).await.unwrap().into_iter().filter(|entry| entry.payload.contains("\"proved\":{"));
        assert_eq!(proofs.count(), 1, "the code was used once");
    }

    async fn what_is_typed_is_kept_until_it_is_handed_in_and_undoes_nothing(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let lot = lot(&mut bidder, "650000", 4, "30000").await;
        let order = bidder.choose("650000", lot.rsplit('/').next().unwrap(), INSURER).await;
        let (details, typed) = (format!("{order}/details"), format!("{order}/typed"));
        let page = bidder.get(&details).await;
        let (token, seen) = (page.field("token"), page.field("seen"));
        let half = [("token", token.as_str()), ("seen", &seen), ("name", "林<知"), ("mobile", "138 00"), ("email", ""), ("english", "yes")];
        let kept = bidder.post(&typed, &half).await;
        assert!(kept.status == 200 && kept.body.starts_with("已保存 "), "{} {}", kept.status, kept.body);
        let back = world.logged_in("1-bidder").await.get(&details).await.body;
        for part in ["value=\"林&#60;知\"", "value=\"138 00\"", "value=\"yes\" checked", "保存、尚未提交的内容"] {
            assert!(back.contains(part), "{part}: {back}");
        }
        assert!(load(&world, &order).await.representative.is_none(), "nothing was handed in");
        assert_eq!(world.logged_in("2-bidder").await.get(&details).await.status, 404);
        let mut stranger = world.logged_in("2-bidder").await;
        let foreign = stranger.get("/applications").await.field("token");
        assert_eq!(stranger.post(&typed, &[("token", &foreign), ("seen", &seen), ("name", "某人")]).await.status, 404);
        // By the button, where there is no script.
        let by_button: Vec<_> = half.iter().copied().chain([("do", "save")]).collect();
        assert_eq!(bidder.post(&typed, &by_button).await.location, details);
        // Handed in, it is forgotten; a tab that was left open cannot bring it back.
        assert_eq!(bidder.submit(&details, &details, &DETAILS).await.status, 303);
        let late = bidder.post(&typed, &half).await;
        assert!(late.status == 200 && late.body.contains("已在另一页面提交"), "{} {}", late.status, late.body);
        let shown = bidder.get(&details).await.body;
        assert!(shown.contains(&format!("value=\"{MOBILE}\"")) && !shown.contains("林&#60;知"), "{shown}");
        // Far too much is cut, and nothing breaks.
        let seen = bidder.get(&details).await.field("seen");
        let long = "长".repeat(9_000);
        assert_eq!(bidder.post(&typed, &[("token", &token), ("seen", &seen), ("name", &long)]).await.status, 200);
        assert!(bidder.get(&details).await.body.contains(&"长".repeat(2_000)));
    }

    async fn another_order_like_an_earlier_one_asks_nothing_twice(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let (first, second) = (lot(&mut bidder, "650000", 5, "30000").await, lot(&mut bidder, "650000", 6, "40000").await);
        let earlier = bidder.draft_for("650000", first.rsplit('/').next().unwrap(), INSURER).await;
        assert_eq!(bidder.submit(&earlier, &format!("{earlier}/withdraw"), &[]).await.status, 303);
        assert!(bidder.get(&earlier).await.body.contains(&format!("href=\"{earlier}/again\"")), "offered on the order's page");
        let page = bidder.get(&format!("{earlier}/again?q=%E6%8E%88%E4%BF%A1%E6%B5%8B%E8%AF%95")).await;
        let address = page.body.split("<a href=\"").map(|rest| rest.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&"))
            .find(|address| address.starts_with(&second)).unwrap();
        let offers = bidder.get(&address).await;
        assert!(offers.body.contains("您选择的出函机构") && offers.body.contains("name=\"like\""), "{}", offers.body);
        let (product, like) = (offers.field("product"), offers.field("like"));
        let drafted = bidder.submit(&address, &format!("{second}/applications"), &[("product", &product), ("like", &like)]).await;
        let order = drafted.location.trim_end_matches("/details").to_owned();
        let copied = load(&world, &order).await;
        assert_eq!(copied.representative.as_ref().map(|one| one.mobile.as_str()), Some(MOBILE));
        assert!(copied.consent.is_none() && copied.facts.amount.plain() == "40000.00", "what is agreed to is agreed to anew");
        // Nobody else's order is an example.
        let mut other = world.logged_in("2-bidder").await;
        assert_eq!(other.get(&format!("{earlier}/again")).await.status, 404);
        assert_eq!(world.logged_in("3-insurer").await.get(&format!("{earlier}/again")).await.status, 404);
    }

    async fn several_lots_of_one_project_are_described_and_agreed_to_once_and_signed_each(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let mut sections = Vec::new();
        for nth in ["001", "002", "003"] {
            sections.push(section(&mut bidder, nth).await);
        }
        let together = format!("{}/together", sections[0]);
        let page = bidder.get(&together).await;
        assert!(page.body.contains("第 001 标段") && page.body.contains("第 003 标段") && page.body.contains("<b>1,800.00</b>"), "{}", page.body);
        // Two of the three.
        let ids: Vec<&str> = sections.iter().map(|lot| lot.rsplit('/').next().unwrap()).collect();
        let fewer = bidder.get(&format!("{together}?lot={}&lot={}", ids[0], ids[2])).await;
        assert!(fewer.body.contains("<b>1,200.00</b>"), "{}", fewer.body);
        let row = fewer.between(&format!("<th scope=\"row\" data-l=\"出函机构\">{INSURER}</th>"), "</tr>");
        let product = row.split("name=\"product\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let drafted = bidder.submit(&together, &together, &[("product", &product), ("lot", ids[0]), ("lot", ids[2])]).await;
        let several = drafted.location.clone();
        assert!(several.starts_with("/applications/together?id=app_"), "{several}");
        assert_eq!(world.logged_in("2-bidder").await.get(&several).await.status, 404, "nobody else's");
        let orders: Vec<String> = several.split("id=").skip(1).map(|rest| rest.split('&').next().unwrap().to_owned()).collect();
        assert_eq!(orders.len(), 2);
        // Twice the same, as on a second click, is the same drafts.
        assert_eq!(bidder.submit(&together, &together, &[("product", &product), ("lot", ids[0]), ("lot", ids[2])]).await.location, several);
        let of: Vec<(&str, &str)> = orders.iter().map(|id| ("id", id.as_str())).collect();
        let with = |more: &[(&'static str, &'static str)]| -> Vec<(&str, &str)> { of.iter().copied().chain(more.iter().copied()).collect() };
        let wrong = bidder.submit(&several, "/applications/together", &with(&[("do", "describe"), ("name", "林"), ("mobile", "138"), ("email", "x")])).await;
        assert!(wrong.status == 422 && wrong.body.contains("value=\"138\""), "{} {}", wrong.status, wrong.body);
        let right = with(&[("do", "describe"), ("name", "林知夏"), ("mobile", MOBILE), ("email", "lin@example.com")]);
        assert_eq!(bidder.submit(&several, "/applications/together", &right).await.location, several);
        let page = bidder.get(&several).await.body;
        assert_eq!(page.matches("<ol class=\"told\">").count(), 1, "one guarantor's text is shown once: {page}");
        let unticked = bidder.submit(&several, "/applications/together", &with(&[("do", "agree")])).await;
        assert!(unticked.status == 422 && unticked.body.contains("尚未阅读并同意"), "{}", unticked.body);
        assert_eq!(bidder.submit(&several, "/applications/together", &with(&[("do", "agree"), ("agreed", "yes")])).await.location, several);
        // One after another, without going back.
        let mut path = bidder.get(&several).await.between(&format!("href=\"/applications/{}/confirm", orders[0]), "\"").replace("&#38;", "&");
        path = format!("/applications/{}/confirm{path}", orders[0]);
        for order in &orders {
            assert!(path.starts_with(&format!("/applications/{order}/confirm?with=")), "{path}");
            let page = bidder.get(&path).await.body;
            let fields = world.sealer("1-bidder").submission(&page, world.parts.entropy.as_ref());
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            path = bidder.post(&path, &fields).await.location;
        }
        assert_eq!(path, several, "in the end to all of them");
        assert!(bidder.get(&several).await.body.contains("等待支付"));
    }

    async fn one_code_proves_the_phone_of_several_drafts(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let mut orders = Vec::new();
        for nth in [11, 12] {
            let lot = lot(&mut bidder, "410000", nth, "30000").await;
            orders.push(described(&mut bidder, "410000", &lot, INSURER).await);
        }
        let ids: Vec<&str> = orders.iter().map(|order| order.rsplit('/').next().unwrap()).collect();
        let several = format!("/applications/together?id={}&id={}", ids[0], ids[1]);
        let of = [("id", ids[0]), ("id", ids[1])];
        let sent = bidder.submit(&several, "/applications/together", &[of[0], of[1], ("do", "code")]).await;
        assert!(sent.status == 200 && sent.body.contains("验证码已发送至"), "{} {}", sent.status, sent.body);
        let text = world.last_message(MOBILE).await.unwrap();
        let digits: String = text.split("验证码 ").nth(1).unwrap().chars().take(6).collect();
        let without = bidder.submit(&several, "/applications/together", &[of[0], of[1], ("do", "agree"), ("agreed", "yes")]).await;
        assert!(without.status == 422 && without.body.contains("经办人手机号尚未核实"), "{}", without.body);
        let agreed = bidder.submit(&several, "/applications/together", &[of[0], of[1], ("do", "agree"), ("agreed", "yes"), ("code", &digits)]).await;
        assert_eq!(agreed.location, several, "{}", agreed.body);
        for order in &orders {
            assert_eq!(bidder.get(&format!("{order}/confirm")).await.status, 200);
        }
    }
}
