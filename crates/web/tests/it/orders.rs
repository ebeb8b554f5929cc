//! 我的订单 and 我的保函 (Hunan manual 5.3, Xinjiang manual 1.2.6, 1.4): narrowed by their address, in each site's words; given up, taken up again.

use calamine::{Reader, Xlsx};
use domain::time::{Timestamp, add_days};
use std::io::Cursor;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const BANK: &str = "长川银行股份有限公司";

fn rows(answer: &Fetched) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.bytes.clone())).unwrap();
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// What a choice of the filter stands for, by its words.
async fn choice(bidder: &mut Browser, page: &str, words: &str) -> String {
    let body = bidder.get(page).await.body;
    let options = body.split("<option value=\"").skip(1);
    let found =
        options.filter_map(|option| option.split_once('"')).find(|(_, rest)| rest.split("</option>").next().unwrap().contains(words));
    found.map(|(value, _)| value.to_owned()).unwrap()
}

on_both_engines! {
    async fn orders_are_narrowed_by_kind_guarantor_and_time_and_exported_as_they_are_narrowed(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let first = bidder.draft("650000", INSURER).await;
        let day = world.world.now().date();
        world.clock.advance(3 * 24 * Timestamp::HOUR);
        crate::identity::list_anew(&world);
        let mut bidder = world.logged_in("1-bidder").await;
        let second = bidder.draft("430000", BANK).await;
        let all = bidder.get("/applications").await.body;
        for title in ["订单编号", "保函类型", "订单金额（元）", "服务机构", "订单状态", "订单时间", "操作"] {
            assert!(all.contains(&format!(">{title}</th>")), "{title}: {all}");
        }
        let (bank, bid) = (choice(&mut bidder, "/applications", BANK).await, choice(&mut bidder, "/applications", "投标保函").await);
        let only = async |bidder: &mut Browser, query: &str, shown: &str, hidden: &str| {
            let page = bidder.get(&format!("/applications{query}")).await.body;
            assert!(page.contains("共 1 条") && page.contains(shown) && !page.contains(hidden), "{query}: {page}");
        };
        only(&mut bidder, &format!("?guarantor={bank}"), &second, &first).await;
        only(&mut bidder, &format!("?guarantor={bank}&kind={bid}&state=draft"), &second, &first).await;
        only(&mut bidder, &format!("?from={}", add_days(day, 1)), &second, &first).await;
        only(&mut bidder, &format!("?to={day}&kind={bid}"), &first, &second).await;
        only(&mut bidder, &format!("?from={day}&to={day}&sort=oldest"), &first, &second).await;
        assert!(bidder.get(&format!("/applications?kind={bid}")).await.body.contains("共 2 条"));
        assert!(bidder.get("/applications?kind=wages").await.body.contains("没有符合条件的记录"));
        let sheet = rows(&bidder.get(&format!("/applications?guarantor={bank}&as=xlsx")).await);
        assert!(sheet.len() == 2 && sheet[1].contains(&BANK.to_owned()) && !sheet[0].contains(&"操作".to_owned()), "{sheet:?}");
        // Whom others have asked is nobody's choice here.
        assert!(!world.logged_in("2-bidder").await.get("/applications").await.body.contains(BANK));
    }

    async fn a_filter_that_does_not_exist_is_said_so_and_the_rest_is_shown(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        bidder.draft("650000", INSURER).await;
        for (query, told) in [
            ("?state=nonsense", "没有“nonsense”这个状态"),
            ("?kind=%3Cb%3E", "这个保函类型"),
            ("?guarantor=ins_0", "这个服务机构"),
            ("?from=2026-02-31", "不是日期"),
            ("?to=%E6%98%8E%E5%A4%A9", "不是日期"),
            ("?from=2026-12-02&to=2026-12-01", "开始日期晚于结束日期"),
        ] {
            for as_file in ["", "&as=xlsx"] {
                let page = bidder.get(&format!("/applications{query}{as_file}")).await;
                assert!(page.status == 200 && page.body.contains("有条件无法识别，已略去") && page.body.contains(told), "{query}: {}", page.body);
            }
        }
        assert!(!bidder.get("/applications?kind=%3Cb%3E").await.body.contains("“<b>"), "what was asked for is inert");
        let read = bidder.get("/applications?from=%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%90%E5%B9%B41%E6%9C%881%E6%97%A5").await.body;
        assert!(read.contains("value=\"2020-01-01\"") && read.contains("共 1 条"), "a day as people write it: {read}");
    }

    async fn letters_are_narrowed_by_how_they_stand_in_the_sites_words(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "430000", INSURER).await;
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        let letter = crate::consequences::load(&world, &order).await;
        let number = bidder.get(&order).await.between("id=\"guarantee-number\">", "<");
        let page = bidder.get("/guarantees").await.body;
        for part in [number.as_str(), letter.facts.number.as_str(), "点击下载", "查看保函", "出函时间", "申请时间", "生效中（已出函未开标）", "评价"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let count = async |bidder: &mut Browser, query: &str| bidder.get(&format!("/guarantees{query}")).await.body.contains("共 1 条");
        assert!(count(&mut bidder, &format!("?q={number}")).await && count(&mut bidder, &format!("?q={}", letter.facts.number)).await);
        assert!(count(&mut bidder, "?state=before_opening").await && !count(&mut bidder, "?state=in_force").await);
        assert_eq!(rows(&bidder.get("/guarantees?as=xlsx").await).len(), 2);
        world.clock.advance(letter.opens_at().micros() - world.world.now().micros());
        crate::identity::list_anew(&world);
        let mut bidder = world.logged_in("1-bidder").await;
        assert!(count(&mut bidder, "?state=in_force&kind=bid").await && !count(&mut bidder, "?state=before_opening").await);
        let ends = Timestamp::from_civil(add_days(letter.facts.expiry, 1).at(0, 0, 0, 0)).unwrap();
        world.clock.advance(ends.micros() - world.world.now().micros());
        crate::identity::list_anew(&world);
        let mut bidder = world.logged_in("1-bidder").await;
        assert!(count(&mut bidder, "?state=expired").await && !count(&mut bidder, "?state=in_force").await);
        assert!(!bidder.get("/guarantees").await.body.contains("/paper\""), "no paper of what has expired");
    }

    async fn an_order_that_was_given_up_is_taken_up_again_until_bids_are_opened(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
        let page = bidder.get(&order).await.body;
        for part in ["是否放弃申请该保函", "不会自动退回", "放弃订单在开标前如需申请保函可重新办理", "立即支付", "距开标时间"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert_eq!(bidder.submit(&order, &format!("{order}/again"), &[]).await.status, 409, "it is under way");
        assert_eq!(bidder.submit(&order, &format!("{order}/withdraw"), &[]).await.status, 303);
        let page = bidder.get(&order).await.body;
        assert!(page.contains("已取消") && page.contains("重新申请") && !page.contains("立即支付"), "the site's own word: {page}");
        let (again, form) = (format!("{order}/again"), bidder.get(&order).await.field("token"));
        let anew = bidder.post(&again, &[("token", &form)]).await;
        assert_eq!(anew.status, 303, "{}", anew.body);
        assert_eq!(bidder.post(&again, &[("token", &form)]).await.location, anew.location, "a double click makes one draft");
        let details = bidder.get(&anew.location).await.body;
        assert!(details.contains("value=\"林知夏\"") && details.contains("value=\"13800138000\""), "nothing is typed twice: {details}");
        let fresh = crate::consequences::load(&world, anew.location.trim_end_matches("/details")).await;
        let old = crate::consequences::load(&world, &order).await;
        assert!(fresh.facts.lot == old.facts.lot && fresh.facts.product == old.facts.product && fresh.facts.number != old.facts.number);
        assert_eq!(world.logged_in("2-bidder").await.submit("/notices", &again, &[]).await.status, 404);
        world.clock.advance(old.opens_at().micros() - world.world.now().micros());
        crate::identity::list_anew(&world);
        let mut bidder = world.logged_in("1-bidder").await;
        assert!(!bidder.get(&order).await.body.contains("重新申请"));
        assert_eq!(bidder.submit("/applications", &again, &[]).await.status, 409);
    }

    async fn taken_up_again_twice_at_once_it_is_one_draft(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
        assert_eq!(bidder.submit(&order, &format!("{order}/withdraw"), &[]).await.status, 303);
        let (again, token) = (format!("{order}/again"), bidder.get(&order).await.field("token"));
        let (mut other, fields) = (bidder.clone(), [("token", token.as_str())]);
        let (left, right) = tokio::join!(bidder.post(&again, &fields), other.post(&again, &fields));
        assert_eq!((left.status, right.status), (303, 303), "{} {}", left.body, right.body);
        assert_eq!(left.location, right.location);
        assert!(bidder.get("/applications").await.body.contains("共 2 条"));
    }
}
