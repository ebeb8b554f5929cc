//! Choosing lots: the filter of the search, searches that are kept, what has changed about a lot, and lots that a centre confirms.

use crate::profile::pdf;
use calamine::{Reader, Xlsx};
use domain::id::LotId;
use domain::lot::LotEvent;
use domain::time::Timestamp;
use protocol::message as wire;
use std::io::Cursor;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
/// The centre of the site that confirms what is typed in.
const CENTRE: &str = "i-centre-cs";
/// What a lot there is called by that was typed in.
const NUMBER: &str = "E4301009901000077001001";

/// A row of a feed.
fn row(number: &str, name: &str, trade: &str, amount: &str, opens: &str) -> String {
    serde_json::json!({
        "section_no": number, "section_name": name, "trade": trade, "creditor": "孔雀谷水务有限公司",
        "guarantee_amount": amount, "bid_open_time": opens, "valid_day": "90",
    })
    .to_string()
}

async fn import(world: &TestWorld, rows: &[String]) -> app::lot::import::Report {
    let path = world.folder.path().join("feed.jsonl");
    std::fs::write(&path, rows.join("\n")).unwrap();
    let site = "650000".parse().unwrap();
    app::lot::import::import(&world.world, &world.world.system(), site, &path, |_| {}).await.unwrap()
}

/// Lots of every kind, all of them along one river.
async fn river(world: &TestWorld) {
    let report = import(
        world,
        &[
            row("E6501009901000001001001", "孔雀河一期", "water", "30000", "2026-12-10 09:00"),
            row("E6501009901000001001002", "孔雀河二期", "水利", "80000", "2026-12-05 09:00"),
            row("E6528009901000001001003", "孔雀河大桥", "transport", "500000", "2026-12-20 09:30"),
            row("E6500009901000001001004", "孔雀河设备", "", "1000", "2026-12-15 09:00"),
        ],
    )
    .await;
    assert_eq!((report.added, report.bad), (4, 0), "{report:?}");
}

/// The names along the river that a page shows, in its order.
fn names(page: &str) -> Vec<String> {
    page.split("<b>孔雀河").skip(1).map(|rest| rest.split("</b>").next().unwrap().to_owned()).collect()
}

async fn search(browser: &mut Browser, query: &str) -> Fetched {
    browser.get(&format!("/650000/lots?q=孔雀河{query}")).await
}

fn rows(answer: &Fetched) -> Vec<String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.bytes.clone())).unwrap();
    let sheet = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&sheet).unwrap();
    range.rows().skip(1).map(|row| row[1].to_string()).collect()
}

/// Whether somebody has an unread notice about lots that fit.
async fn told(browser: &mut Browser) -> usize {
    // The words stand once in a row's link and once in what the link is called.
    browser.get("/notices?state=unread").await.body.matches(">有新的标段符合贵单位保存的查询").count()
}

/// Types a lot in on the site that confirms, and gives back its address.
async fn typed_in(bidder: &mut Browser, name: &str) -> String {
    let fields = [
        ("section_no", NUMBER),
        ("section_name", name),
        ("trade", "construction"),
        ("creditor", "长沙城市建设有限公司"),
        ("guarantee_amount", "30000"),
        ("bid_open_time", "2026-12-20T09:00"),
    ];
    let added = bidder.submit("/430100/lots/new", "/430100/lots/new", &fields).await;
    assert_eq!(added.status, 303, "{}", added.body);
    added.location
}

/// Hands in the announcement.
pub(crate) async fn announced(bidder: &mut Browser, lot: &str, file: &str) -> Fetched {
    let token = bidder.get(lot).await.field("token");
    bidder.upload(&format!("{lot}/evidence"), &[("token", &token), ("address", "")], &[("file", file, &pdf(3))]).await
}

on_both_engines! {
    async fn a_lot_is_found_by_place_trade_opening_and_amount_and_ordered_as_asked(world: TestWorld) {
        river(&world).await;
        let mut guest = world.browser();
        for (query, found) in [
            ("", &["大桥", "二期", "一期", "设备"][..]),
            ("&place=650100", &["二期", "一期"]),
            ("&place=650000", &["设备"]),
            ("&trade=water", &["二期", "一期"]),
            ("&trade=other", &["设备"]),
            ("&from=2026-12-10&to=2026-12-15", &["一期", "设备"]),
            ("&least=3万&most=８０，０００", &["二期", "一期"]),
            ("&most=1000元", &["设备"]),
            ("&sort=opening", &["二期", "一期", "设备", "大桥"]),
            ("&sort=amount", &["大桥", "二期", "一期", "设备"]),
            ("&trade=water&place=652800", &[]),
            ("&open=yes&sort=amount", &["大桥", "二期", "一期", "设备"]),
        ] {
            let page = search(&mut guest, query).await;
            assert_eq!(page.status, 200, "{query}: {}", page.body);
            assert_eq!(names(&page.body), found, "{query}");
            assert_eq!(rows(&search(&mut guest, &format!("{query}&as=xlsx")).await).len(), found.len(), "{query}");
        }
        // Without words too, and the file in the order of the page.
        let amount = guest.get("/650000/lots?place=650100&sort=amount&as=xlsx").await;
        assert_eq!(rows(&amount), ["孔雀河二期", "孔雀河一期"]);
        let page = guest.get("/650000/lots?trade=water&sort=opening&from=2026-12-01&to=2026-12-10&place=650100").await;
        assert_eq!(names(&page.body), ["二期", "一期"]);
        assert!(page.body.contains("立即投保") && page.body.contains("乌鲁木齐市"), "{}", page.body);
        // Nobody's trade is made up.
        let bad = import(&world, &[row("E6501009901000001001009", "孔雀河", "roads", "1", "2026-12-10 09:00")]).await;
        assert!(bad.bad == 1 && bad.faults[0].reason.contains("房建市政、交通、水利"), "{bad:?}");
    }

    async fn what_cannot_be_read_in_the_address_is_told_with_what_to_do(world: TestWorld) {
        river(&world).await;
        let mut guest = world.browser();
        for (query, says) in [
            ("&place=110000", "没有这一地区，请从列表中选择"),
            ("&trade=roads", "没有这一交易类型"),
            ("&from=tomorrow", "请写作 2026-12-01"),
            ("&from=2026-12-09&to=2026-12-01", "请调整其中一个"),
            ("&least=五万", "请写作 50000 或 5万"),
            ("&sort=fame", "没有这一顺序"),
            ("&before=7", "请从第一页重新查找"),
            ("&own=yes", "请以投标企业登录"),
            ("&open=maybe", "没有这一范围"),
        ] {
            for form in ["", "&as=xlsx"] {
                let page = search(&mut guest, &format!("{query}{form}")).await;
                assert!(page.status == 422 && page.body.contains(says) && page.body.contains("清除条件"), "{query}: {}", page.body);
                assert!(page.body.contains("value=\"孔雀河\"") && names(&page.body).is_empty(), "{query}: what was typed stays");
            }
        }
        assert_eq!(search(&mut world.logged_in("1-bidder").await, "&own=yes").await.status, 200);
    }

    async fn pages_follow_each_other_in_every_order_without_gaps(world: TestWorld) {
        let lots: Vec<String> = (0..45)
            .map(|index| {
                let number = format!("E65010099010000{index:02}001001");
                let opens = format!("2026-12-{:02} 09:00", 5 + index % 9);
                row(&number, &format!("孔雀河{index:02}"), "water", &format!("{}000", index % 4 + 1), &opens)
            })
            .collect();
        assert_eq!(import(&world, &lots).await.added, 45);
        let mut guest = world.browser();
        for query in ["q=孔雀河", "q=孔雀河&sort=opening", "q=孔雀河&sort=amount", "place=650100&trade=water", "place=650100&sort=opening", "place=650100&sort=amount&least=1000&most=4000&trade=water"] {
            let (mut seen, mut next) = (Vec::new(), format!("/650000/lots?{query}"));
            for turn in 0.. {
                assert!(turn < 4, "{query} does not end");
                let page = guest.get(&next).await.body;
                seen.extend(names(&page));
                let Some((before, _)) = page.split_once("\">下一页</a>") else { break };
                next = format!("/650000/lots{}", before.rsplit("href=\"").next().unwrap().replace("&#38;", "&").replace("&amp;", "&"));
            }
            assert_eq!(seen.len(), 45, "{query}: {seen:?}");
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), 45, "{query}");
        }
    }

    async fn a_saved_search_is_told_once_for_a_feed_and_is_its_organisations_own_hr_10(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let save = [("site", "650000"), ("name", "南疆水利"), ("trade", "water"), ("least", "5万"), ("sort", "amount")];
        let saved = bidder.submit("/searches", "/searches", &save).await;
        assert_eq!((saved.status, saved.location.as_str()), (303, "/searches"), "{}", saved.body);
        let twice = bidder.submit("/searches", "/searches", &save).await;
        assert!(twice.status == 422 && twice.body.contains("已有同名的查询") && twice.body.contains("value=\"南疆水利\""), "{}", twice.body);
        let all = bidder.submit("/searches", "/searches", &[("site", "650000"), ("name", "全部")]).await;
        assert!(all.status == 422 && all.body.contains("请至少填写"), "{}", all.body);
        let list = bidder.get("/searches").await;
        assert!(list.body.contains("水利，保证金（元）50,000.00 起") && list.body.contains("/650000/lots?trade=water"), "{}", list.body);
        // It belongs to a firm: nobody else sees it, and nobody's log names what it is for.
        let mut other = world.logged_in("2-bidder").await;
        assert!(!other.get("/searches").await.body.contains("南疆水利"));
        let removal = format!("/searches/{}/remove", list.between("action=\"/searches/", "/remove"));
        assert_eq!(other.submit("/searches", &removal, &[]).await.status, 404);
        assert_eq!(world.logged_in("3-insurer").await.get("/searches").await.status, 404);
        assert_eq!(world.logged_in("6-centre-xj").await.get("/searches").await.status, 404);
        let own = bidder.get("/account/audit").await.body;
        assert!(!own.contains("南疆水利"), "{own}");
        // Many come in one feed, and it hears once; of the next one within the hour not before that is over.
        river(&world).await;
        assert_eq!(told(&mut bidder).await, 0, "not before the feed is in");
        world.clock.advance(2 * Timestamp::MINUTE);
        world.run_jobs().await;
        world.repeat_jobs().await;
        assert_eq!((told(&mut bidder).await, told(&mut other).await), (1, 0));
        import(&world, &[row("E6501009901000002001001", "孔雀河三期", "water", "90000", "2026-12-10 09:00")]).await;
        world.clock.advance(2 * Timestamp::MINUTE);
        world.run_jobs().await;
        assert_eq!(told(&mut bidder).await, 1);
        // Then it hears of that; what does not fit says nothing; what fits later does.
        for (number, trade, amount, count) in [("3", "water", "1000", 2), ("4", "land", "90000", 2), ("5", "water", "90000", 3)] {
            world.clock.advance(2 * Timestamp::HOUR);
            let mut bidder = world.logged_in("1-bidder").await;
            import(&world, &[row(&format!("E650100990100000{number}001001"), "孔雀河四期", trade, amount, "2026-12-10 09:00")]).await;
            world.clock.advance(2 * Timestamp::MINUTE);
            world.run_jobs().await;
            assert_eq!(told(&mut bidder).await, count, "{trade} {amount}");
        }
        let mut bidder = world.logged_in("1-bidder").await;
        assert_eq!(bidder.submit("/searches", &removal, &[]).await.status, 303);
        assert_eq!(bidder.submit("/searches", &removal, &[]).await.status, 303, "who presses twice means it once");
        assert!(bidder.get("/searches").await.body.contains("没有保存的查询"));
    }

    async fn twenty_searches_are_kept_whoever_is_faster(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let token = bidder.get("/searches").await.field("token");
        let save = |mut browser: Browser, token: String, index: usize| async move {
            let name = format!("查询{index}");
            browser.post("/searches", &[("token", &token), ("site", "650000"), ("name", &name), ("trade", "water")]).await.status
        };
        for index in 0..19 {
            assert_eq!(save(bidder.clone(), token.clone(), index).await, 303);
        }
        let both = tokio::join!(save(bidder.clone(), token.clone(), 19), save(bidder.clone(), token.clone(), 20));
        assert!([(303, 422), (422, 303)].contains(&both), "{both:?}");
        assert_eq!(bidder.get("/searches").await.body.matches("/remove\"").count(), 20);
    }

    async fn what_has_changed_about_a_lot_stands_on_its_page(world: TestWorld) {
        river(&world).await;
        let mut guest = world.browser();
        let at = format!("/650000/lots/lot_{}", search(&mut guest, "一期").await.between("<a href=\"/650000/lots/lot_", "\""));
        assert!(!guest.get(&at).await.body.contains("变更记录"), "nothing has");
        let hand = world.centres_hand("6-centre-xj").await;
        let change = wire::OpeningChange {
            lot_number: "E6501009901000001001001".into(),
            opens_at: "2026-12-18 10:00:00".into(),
            reason: "延期开标".into(),
            announced_at: world.world.now().to_seconds(),
        };
        assert_eq!(hand.send("lot.opening_change", "history-1", &change).await.status, 200);
        world.run_jobs().await;
        import(&world, &[row("E6501009901000001001001", "孔雀河一期（更正）", "", "30000", "2026-12-18 10:00")]).await;
        let page = guest.get(&at).await.body;
        for said in ["变更记录", "开标时间变更公告", "由“2026-12-10 09:00”变更为“2026-12-18 10:00”", "由“孔雀河一期”变更为“孔雀河一期（更正）”", "交易中心公布"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(page.contains("水利") && !page.contains("由“水利”"), "a report that does not say it takes nothing back");
        // The log begins with what the lot was before anything happened, and folds to its row.
        let id: LotId = at.rsplit('/').next().unwrap().parse().unwrap();
        let mut reader = world.parts.store.reader();
        let log = store::event::history(&mut reader, &id.to_string()).await.unwrap();
        let folded = log.iter().fold(None, |lot, entry| serde_json::from_str::<LotEvent>(&entry.payload).unwrap().apply(lot));
        assert_eq!(folded, store::lot::load(&mut reader, id).await.unwrap().map(|listed| listed.lot));
    }

    async fn what_is_typed_in_is_submitted_once_its_centre_has_listed_it_which_never_learns_by_whom_hr_10(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let lot = typed_in(&mut bidder, "岳麓山步道工程").await;
        assert!(bidder.get(&lot).await.body.contains("请提交招标公告，由交易中心核实"));
        let mut centre = world.logged_in(CENTRE).await;
        assert!(centre.get("/centre/lots").await.body.contains("没有待核实的标段"), "there is nothing to look at");
        // It is drafted for, and not submitted.
        let draft = bidder.draft_for("430100", lot.rsplit('/').next().unwrap(), INSURER).await;
        assert!(bidder.get(&draft).await.body.contains("尚未经交易中心核实"));
        let early = bidder.get(&format!("{draft}/confirm")).await;
        assert_eq!((early.status, early.location.as_str()), (303, draft.as_str()));
        // No file, no address, an address that is none, a file that is none.
        let token = bidder.get(&lot).await.field("token");
        let nothing = bidder.upload(&format!("{lot}/evidence"), &[("token", &token), ("address", "")], &[]).await;
        assert!(nothing.status == 422 && nothing.body.contains("没有招标公告"), "{}", nothing.body);
        let wrong = bidder.upload(&format!("{lot}/evidence"), &[("token", &token), ("address", "javascript:alert(1)")], &[]).await;
        assert!(wrong.status == 422 && wrong.body.contains("公告网址应以 https:// 或 http:// 开头"), "{}", wrong.body);
        let broken = bidder.upload(&format!("{lot}/evidence"), &[("token", &token), ("address", "")], &[("file", "公告.pdf", b"no pdf")]).await;
        assert_eq!(broken.status, 422, "{}", broken.body);
        assert_eq!(announced(&mut bidder, &lot, "天山北麓建设工程有限公司-公告.pdf").await.status, 303);
        assert!(bidder.get(&lot).await.body.contains("待交易中心核实"));
        // Another firm types in the same: its centre sees one lot, and nobody.
        let mut other = world.logged_in("2-bidder").await;
        let others = typed_in(&mut other, "岳麓山步道工程").await;
        let one = centre.get("/centre/lots").await.between("<main", "</main>");
        assert_eq!(announced(&mut other, &others, "湘江中路市政工程有限公司.pdf").await.status, 303);
        let two = centre.get("/centre/lots").await.between("<main", "</main>");
        assert_eq!(one, two, "a second firm changes not a byte");
        let item = format!("/centre/lots/{}", centre.get("/centre/lots").await.between("href=\"/centre/lots/", "\""));
        let page = centre.get(&item).await;
        let file = centre.get(&format!("{item}/evidence")).await;
        assert_eq!((page.status, file.status, file.bytes), (200, 200, pdf(3)));
        let named = format!("{}{}{:?}", two, page.body, file.headers);
        for secret in ["天山北麓", "湘江中路", "林知夏", "周砚舟", lot.rsplit('/').next().unwrap(), others.rsplit('/').next().unwrap()] {
            assert!(!named.contains(secret), "{secret}: {named}");
        }
        assert_eq!(world.logged_in("7-centre-hn").await.get(&item).await.status, 404, "another centre's");
        for mut nobody in [world.logged_in("1-bidder").await, world.logged_in("3-insurer").await] {
            assert_eq!((nobody.get("/centre/lots").await.status, nobody.get(&item).await.status), (404, 404));
        }
        // Sent back, to both; corrected, it waits again; a page that shows what is no more decides nothing.
        let reason = [("reason", "开标时间与公告不符")];
        let bare = centre.submit(&item, &format!("{item}/refuse"), &[("reason", "")]).await;
        assert!(bare.status == 422 && bare.body.contains("请填写原因"), "{}", bare.body);
        assert_eq!(centre.submit(&item, &format!("{item}/refuse"), &reason).await.status, 303);
        assert_eq!(centre.submit("/centre/institutions", &format!("{item}/confirm"), &[]).await.status, 404);
        for (browser, lot) in [(&mut bidder, &lot), (&mut other, &others)] {
            assert!(browser.get(lot).await.body.contains("交易中心核实退回：开标时间与公告不符"));
            assert!(browser.get("/notices").await.body.contains("自行增加的标段未通过交易中心核实"));
        }
        let edit = format!("{lot}/edit");
        let stands = bidder.get(&edit).await.field("stands");
        let fields = [
            ("section_no", NUMBER),
            ("section_name", "岳麓山步道工程施工"),
            ("creditor", "长沙城市建设有限公司"),
            ("guarantee_amount", "30000"),
            ("bid_open_time", "2026-12-21T09:00"),
            ("stands", stands.as_str()),
        ];
        assert_eq!(bidder.submit(&edit, &edit, &fields).await.status, 303);
        let draft = bidder.draft_for("430100", lot.rsplit('/').next().unwrap(), INSURER).await;
        let item = format!("/centre/lots/{}", centre.get("/centre/lots").await.between("href=\"/centre/lots/", "\""));
        assert_eq!(centre.submit(&item, &format!("{item}/confirm"), &[]).await.status, 303);
        world.run_jobs().await;
        assert!(centre.get("/centre/lots").await.body.contains("没有待核实的标段"), "what else was typed in under the number waits no longer");
        // Listed for all, by nobody; whoever drafted for it submits.
        let found = world.browser().get(&format!("/430100/lots?q={NUMBER}")).await.body;
        assert!(found.contains("岳麓山步道工程施工") && !found.contains("自行增加"), "{found}");
        let listed = found.split("<a href=\"/430100/lots/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let public = world.browser().get(&format!("/430100/lots/{listed}")).await.body;
        assert!(!public.contains("变更记录") && !public.contains("公告文件"), "nothing tells that it was typed in: {public}");
        let signed = bidder.sign(&draft, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await;
        assert_eq!((signed.status, signed.location.as_str()), (303, draft.as_str()), "{}", signed.body);
        assert!(other.get(&others).await.body.contains("交易中心已公布该编号的标段"));
    }
}

/// A lot that waits for its centre: the desk, and its page there.
pub(crate) async fn awaiting(world: &TestWorld, bidder: &mut Browser) -> (Fetched, Fetched) {
    let lot = typed_in(bidder, "岳麓山步道工程").await;
    assert_eq!(announced(bidder, &lot, "公告.pdf").await.status, 303);
    let mut centre = world.logged_in(CENTRE).await;
    let desk = centre.get("/centre/lots").await;
    let item = centre.get(&format!("/centre/lots/{}", desk.between("href=\"/centre/lots/", "\""))).await;
    (desk, item)
}
