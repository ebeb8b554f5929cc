//! Lots that a clerk typed in, drafts, and lists (P2, P8, P9, P10, E23).

use calamine::{Reader, Xlsx};
use std::io::Cursor;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const BANK: &str = "长川银行股份有限公司";

/// What a clerk types for a lot.
fn lot<'a>(number: &'a str, name: &'a str, code: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("section_no", number),
        ("section_name", name),
        ("creditor", "天山水务有限公司"),
        ("creditor_scc", code),
        ("guarantee_amount", "30000"),
        ("bid_open_time", "2026-12-20T09:00"),
    ]
}

/// The lot's address.
async fn entered(bidder: &mut Browser, number: &str, name: &str) -> String {
    let added = bidder.submit("/650000/lots/new", "/650000/lots/new", &lot(number, name, "")).await;
    assert_eq!(added.status, 303, "{}", added.body);
    added.location
}

fn rows(answer: &Fetched) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.bytes.clone())).unwrap();
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

on_both_engines! {
    async fn a_lot_that_was_typed_wrong_is_corrected_until_an_order_for_it_is_signed_p2(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let at = entered(&mut bidder, "E6501009901000001001301", "天水路改建一标").await;
        assert!(bidder.get(&at).await.body.contains("更正或删除"));
        let draft = bidder.draft_for("650000", at.rsplit('/').next().unwrap(), BANK).await;
        let edit = format!("{at}/edit");
        let form = bidder.get(&edit).await;
        assert!(form.body.contains("value=\"天水路改建一标\"") && form.body.contains("1 个未提交的订单"), "{}", form.body);
        let wrong = bidder.submit(&edit, &edit, &lot("E6501009901000001001301", "", "")).await;
        assert!(wrong.status == 422 && wrong.body.contains("请填写标段名称"), "{}", wrong.body);
        let mut fields = lot("E6501009901000001001302", "天山路改建一标", "");
        let stands = form.field("stands");
        fields.push(("stands", &stands));
        let right = bidder.submit(&edit, &edit, &fields).await;
        assert_eq!((right.status, right.location.as_str()), (303, at.as_str()), "{}", right.body);
        let page = bidder.get(&at).await;
        assert!(page.body.contains("天山路改建一标") && page.body.contains("E6501009901000001001302"), "{}", page.body);
        assert!(bidder.get(&draft).await.body.contains("已取消"), "the draft was for what the lot was");
        let search = format!("/650000/lots?q={}", "天山路改建");
        assert!(bidder.get(&search.replace('天', "%E5%A4%A9").replace('山', "%E5%B1%B1").replace('路', "%E8%B7%AF").replace('改', "%E6%94%B9").replace('建', "%E5%BB%BA")).await.body.contains(&at));
        // Nobody else's business.
        let mut other = world.logged_in("2-bidder").await;
        assert_eq!(other.get(&edit).await.status, 404);
        assert_eq!(other.submit("/650000/lots", &format!("{at}/remove"), &[]).await.status, 404);
        // Once an order is signed, whatever becomes of it, the lot is what was signed.
        let order = bidder.draft_for("650000", at.rsplit('/').next().unwrap(), BANK).await;
        assert_eq!(bidder.sign(&order, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await.status, 303);
        let refused = bidder.get(&edit).await;
        assert!(refused.status == 409 && refused.body.contains("该标段已有提交过的订单"), "{}", refused.body);
        assert_eq!(bidder.submit(&order, &format!("{at}/remove"), &[]).await.status, 409);
        bidder.submit(&order, &format!("{order}/withdraw"), &[]).await;
        assert_eq!(bidder.submit(&order, &edit, &lot("E6501009901000001001303", "别的", "")).await.status, 409);
    }

    async fn a_second_page_that_corrects_a_lot_does_not_undo_the_first_unsaid(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let at = entered(&mut bidder, "E6501009901000001001311", "天水路改建二标").await;
        let edit = format!("{at}/edit");
        // Two tabs with the same form.
        let stands = bidder.get(&edit).await.field("stands");
        let with = |name: &'static str, stands: &str| {
            let mut fields: Vec<(&str, String)> = lot("E6501009901000001001311", name, "").into_iter().map(|(field, value)| (field, value.to_owned())).collect();
            fields.push(("stands", stands.to_owned()));
            fields
        };
        let mut save = async |name: &'static str, stands: &str| {
            let fields = with(name, stands);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(field, value)| (*field, value.as_str())).collect();
            bidder.submit(&edit, &edit, &fields).await
        };
        assert_eq!(save("天山路改建二标", &stands).await.status, 303);
        let second = save("天河路改建二标", &stands).await;
        assert!(second.status == 422 && second.body.contains("已被本单位另一页面更正"), "{}", second.body);
        assert!(second.body.contains("天河路改建二标"), "what was typed stays");
        let insists = second.field("stands");
        assert_eq!(save("天河路改建二标", &insists).await.status, 303);
    }

    async fn a_number_is_found_as_people_paste_it(world: TestWorld) {
        let page = world.browser().get("/650000/lots").await.body;
        let number = page.split("class=\"mono\">").find_map(|part| part.get(..23).filter(|text| text.starts_with('E'))).unwrap().to_owned();
        let wide: String = number.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
        for pasted in [wide, format!("\u{200b}{number}\u{feff}")] {
            let q: String = pasted.bytes().map(|b| format!("%{b:02X}")).collect();
            let found = world.browser().get(&format!("/650000/lots?q={q}")).await.body;
            assert!(found.contains(&number), "{pasted:?}: {found}");
        }
    }

    async fn a_security_over_the_legal_cap_is_said_where_prices_are_compared(world: TestWorld) {
        let record = r#"{"section_no":"E6500008801000099001001","section_name":"超限标段","creditor":"某某局","guarantee_amount":"200000","estimate":"5000000","bid_open_time":"2026-12-20 09:00:00"}"#;
        let path = world.folder.path().join("cap.jsonl");
        std::fs::write(&path, record).unwrap();
        app::lot::import::import(&world.world, &world.world.system(), "650000".parse().unwrap(), &path, |_| {}).await.unwrap();
        let mut bidder = world.logged_in("1-bidder").await;
        let page = bidder.get("/650000/lots?q=E6500008801000099001001").await;
        let at = format!("/650000/lots/lot_{}", page.between("<a href=\"/650000/lots/lot_", "\""));
        let page = bidder.get(&at).await.body;
        for part in ["第二十六条", "2.00%", "上限 ¥100,000.00", "联系招标人更正公告"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains("name=\"product\""), "no choice that leads to a dead end: {page}");
    }

    async fn what_an_export_leaves_out_is_said(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        entered(&mut bidder, "E6501009901000001001312", "只有本单位看得到").await;
        assert!(bidder.get("/650000/lots").await.body.contains("不含本单位自行增加的"));
        assert!(!world.browser().get("/650000/lots").await.body.contains("不含本单位自行增加的"));
    }

    async fn a_lot_that_was_typed_twice_is_removed_p2(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let at = entered(&mut bidder, "E6501009901000001001304", "多余的标段").await;
        let twice = bidder.submit("/650000/lots/new", "/650000/lots/new", &lot("E6501009901000001001304", "又一次", "")).await;
        assert!(twice.status == 422 && twice.body.contains("已由贵单位增加过"));
        let removed = bidder.submit(&format!("{at}/edit"), &format!("{at}/remove"), &[]).await;
        assert_eq!((removed.status, removed.location.as_str()), (303, "/650000/lots"));
        assert_eq!(bidder.get(&at).await.status, 404);
        assert!(!bidder.get("/650000/lots").await.body.contains("多余的标段"));
        entered(&mut bidder, "E6501009901000001001304", "再次增加").await;
        // The log tells all of it.
        let id = at.rsplit('/').next().unwrap();
        let log = store::event::history(&mut world.parts.store.reader(), id).await.unwrap();
        let events: Vec<domain::lot::LotEvent> = log.iter().map(|entry| serde_json::from_str(&entry.payload).unwrap()).collect();
        assert_eq!(events.iter().map(domain::lot::LotEvent::name).collect::<Vec<_>>(), ["lot.entered", "lot.removed"]);
        assert_eq!(events.iter().fold(None, |lot, event| event.apply(lot)), None);
    }

    async fn a_feeds_lot_is_nobodys_to_change_p2(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let lots = bidder.get("/650000/lots").await;
        let at = format!("/650000/lots/lot_{}", lots.between("<a href=\"/650000/lots/lot_", "\""));
        assert!(!bidder.get(&at).await.body.contains("更正或删除"));
        assert_eq!(bidder.get(&format!("{at}/edit")).await.status, 404);
        assert_eq!(bidder.submit(&at, &format!("{at}/remove"), &[]).await.status, 404);
    }

    async fn a_code_whose_check_character_does_not_fit_is_taken_once_the_person_insists_and_is_marked_23(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let odd = "91350203M0001QKT19";
        let asked = bidder.submit("/650000/lots/new", "/650000/lots/new", &lot("E6501009901000001001305", "老代码项目", odd)).await;
        assert!(asked.status == 422 && asked.body.contains("name=\"creditor_scc_sure\""), "{}", asked.body);
        let mut sure = lot("E6501009901000001001305", "老代码项目", odd);
        sure.push(("creditor_scc_sure", "yes"));
        let taken = bidder.submit("/650000/lots/new", "/650000/lots/new", &sure).await;
        assert_eq!(taken.status, 303, "{}", taken.body);
        assert!(bidder.get(&taken.location).await.body.contains("校验位不符，经核对确认"));
        let order = bidder.draft_for("650000", taken.location.rsplit('/').next().unwrap(), BANK).await;
        assert!(bidder.get(&order).await.body.contains("校验位不符，经核对确认"));
        // What is no code at all no insisting helps.
        sure[3] = ("creditor_scc", "91350203M0001QKTI9");
        assert_eq!(bidder.submit("/650000/lots/new", "/650000/lots/new", &sure).await.status, 422);
        let mut staff = world.logged_in("4-bank").await;
        let group = |sure: bool| {
            let mut fields = vec![("uscc", odd), ("group", "集团")];
            fields.extend(sure.then_some(("uscc_sure", "yes")));
            fields
        };
        let asked = staff.submit("/workbench/exposure", "/workbench/exposure/groups", &group(false)).await;
        assert!(asked.status == 422 && asked.body.contains("name=\"uscc_sure\""), "{}", asked.body);
        assert_eq!(staff.submit("/workbench/exposure", "/workbench/exposure/groups", &group(true)).await.status, 303);
    }

    async fn going_back_and_choosing_leaves_no_second_draft_and_the_contact_is_offered_p8(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", INSURER).await;
        assert_eq!(bidder.draft("650000", INSURER).await, order, "the same choice is the same draft");
        let other = bidder.draft("650000", BANK).await;
        assert_ne!(other, order);
        assert!(bidder.get(&order).await.body.contains("已取消"), "another institution for the lot takes its place");
        let lots = bidder.get("/650000/lots").await.body;
        let second = lots.split("<a href=\"/650000/lots/lot_").nth(2).unwrap().split('"').next().unwrap().to_owned();
        let page = format!("/650000/lots/lot_{second}");
        let quotes = bidder.get(&page).await;
        let row = quotes.between(&format!(">{INSURER}</a></th>"), "</tr>");
        let product = row.split("name=\"product\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let next = bidder.submit(&page, &format!("{page}/applications"), &[("product", &product)]).await;
        let form = bidder.get(&next.location).await;
        assert!(form.body.contains("value=\"林知夏\"") && form.body.contains("上一份订单的经办人"), "{}", form.body);
        let stranger = world.logged_in("2-bidder").await.draft("650000", INSURER).await;
        assert_ne!(stranger, order);
    }

    async fn what_a_stranger_chose_is_there_after_logging_in_p8(world: TestWorld) {
        let mut browser = world.browser();
        let lots = browser.get("/650000/lots").await;
        let page = format!("/650000/lots/lot_{}", lots.between("<a href=\"/650000/lots/lot_", "\""));
        let quotes = browser.get(&page).await;
        let row = quotes.between(&format!(">{INSURER}</a></th>"), "</tr>");
        let login = row.split("href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let next = browser.get(&login).await.field("next");
        let back = world.log_in_with(&mut browser, "1-bidder", &[("next", &next)]).await;
        assert_eq!(back.location, next);
        let chosen = browser.get(&next).await;
        assert!(chosen.body.contains("您选择的出函机构") && chosen.body.contains("继续办理"), "{}", chosen.body);
        assert!(browser.get("/applications").await.body.contains("没有保函订单"), "an address alone makes no order");
    }

    async fn lists_are_searched_filtered_counted_and_exported_by_their_address_p9(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", BANK).await;
        let number = bidder.get(&order).await.between("订单 <span class=\"mono\">", "<");
        let draft = bidder.draft("430000", INSURER).await;
        let all = bidder.get("/applications").await;
        assert!(all.body.contains("共 2 条") && all.body.contains(&order) && all.body.contains(&draft), "{}", all.body);
        let one = bidder.get(&format!("/applications?q={number}")).await;
        assert!(one.body.contains("共 1 条") && one.body.contains(&order) && !one.body.contains(&draft), "{}", one.body);
        let drafts = bidder.get("/applications?state=draft").await;
        assert!(drafts.body.contains("共 1 条") && drafts.body.contains(&draft));
        for odd in ["?q=%25", "?q=%27%3B--", "?state=nonsense", "?before=nonsense"] {
            assert_eq!(bidder.get(&format!("/applications{odd}")).await.status, 200, "{odd}");
        }
        assert!(bidder.get("/applications?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA").await.body.contains("没有符合条件的记录"));
        let sheet = rows(&bidder.get(&format!("/applications?q={number}&as=xlsx")).await);
        assert_eq!((sheet.len(), sheet[1][0].as_str()), (2, number.as_str()), "{sheet:?}");
        assert!(!sheet[0].contains(&"操作".to_owned()));
        // The desk finds by applicant and code, another's nothing; drafts stay their applicant's.
        let mut staff = world.logged_in("4-bank").await;
        let found = staff.get(&format!("/workbench?q={number}")).await;
        assert!(found.body.contains("共 1 条") && found.body.contains(&order), "{}", found.body);
        assert!(!world.logged_in("3-insurer").await.get(&format!("/workbench?q={number}")).await.body.contains(&order));
        assert_eq!(rows(&staff.get("/workbench?state=all&as=xlsx").await).len(), 2);
        // The centre finds institutions, and never an order.
        let mut centre = world.logged_in("6-centre-xj").await;
        let found = centre.get("/centre/institutions?q=%E9%95%BF%E5%B7%9D").await;
        assert!(found.body.contains("共 1 条") && found.body.contains(BANK), "{}", found.body);
        assert_eq!(centre.get(&format!("/workbench?q={number}")).await.status, 404);
    }

    async fn the_public_list_of_lots_is_counted_and_exported_and_tells_of_no_bidder_p9(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        entered(&mut bidder, "E6501009901000001001309", "只有本单位看得到的标段").await;
        let (mine, public) = (bidder.get("/650000/lots").await.body, world.browser().get("/650000/lots").await);
        let count = |body: &str| -> usize { body.split("，共 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap() };
        assert_eq!(count(&mine), count(&public.body) + 1, "what one typed in is counted for oneself alone");
        for mut browser in [bidder, world.browser()] {
            let sheet = rows(&browser.get("/650000/lots?as=xlsx").await);
            assert_eq!(sheet.len() - 1, count(&public.body), "{sheet:?}");
            assert_eq!(sheet[0], ["标段编号", "标段名称", "交易类型", "地区", "招标人", "投标保证金（元）", "开标时间", "状态"]);
            assert!(!sheet.iter().flatten().any(|cell| cell.contains("只有本单位") || cell.contains("天山北麓")), "{sheet:?}");
        }
        let number = rows(&world.browser().get("/650000/lots?as=xlsx").await)[1][0].clone();
        let one = world.browser().get(&format!("/650000/lots?q={number}&as=xlsx")).await;
        assert_eq!(rows(&one).len(), 2);
    }

    async fn special_forms_and_statements_are_searched_ordered_counted_and_exported_p9(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let mut numbers = Vec::new();
        for site in ["650000", "430000"] {
            world.clock.advance(1_000_000);
            let order = bidder.draft(site, INSURER).await;
            let page = format!("{order}/form");
            let token = bidder.get(&page).await.field("token");
            let asked = bidder.upload(&page, &[("token", &token), ("note", "凭一次书面通知索赔")], &[]).await;
            assert_eq!(asked.status, 303, "{}", asked.body);
            numbers.push(bidder.get(&order).await.between("订单 <span class=\"mono\">", "<"));
        }
        let mut staff = world.logged_in("3-insurer").await;
        let desk = "/workbench/forms";
        let all = staff.get(desk).await.body;
        let at = |body: &str, number: &str| body.find(number).unwrap();
        assert!(all.contains("共 2 条") && at(&all, &numbers[1]) < at(&all, &numbers[0]), "the newest first: {all}");
        let turned = staff.get(&format!("{desk}?sort=oldest")).await.body;
        assert!(at(&turned, &numbers[0]) < at(&turned, &numbers[1]) && turned.contains("sort=oldest&#38;as=xlsx"), "{turned}");
        let one = staff.get(&format!("{desk}?q={}", numbers[0])).await.body;
        assert!(one.contains("共 1 条") && !one.contains(&numbers[1]), "{one}");
        assert!(staff.get(&format!("{desk}?state=confirmed")).await.body.contains("没有符合条件的记录"));
        assert_eq!(rows(&staff.get(&format!("{desk}?state=requested&sort=oldest&as=xlsx")).await)[1][0], numbers[0]);
        assert!(world.logged_in("4-bank").await.get(&format!("{desk}?q={}", numbers[0])).await.body.contains("没有符合条件的记录"), "another's");
        // Orders the same way, and statements.
        let turned = bidder.get("/applications?sort=oldest").await.body;
        assert!(at(&turned, &numbers[0]) < at(&turned, &numbers[1]));
        let token = staff.get("/workbench/statements").await.field("token");
        let file = "交易时间,贷方发生额,对方户名,附言,流水号\n2026-11-21 10:00:00,1.00,甲,乙,S1\n";
        let read = staff.upload("/workbench/statements", &[("token", &token)], &[("file", "a.csv", file.as_bytes())]).await;
        assert_eq!(read.status, 303, "{}", read.body);
        assert!(staff.get("/workbench/statements?state=proposed").await.body.contains("共 1 条"));
        assert!(staff.get("/workbench/statements?state=taken").await.body.contains("没有符合条件的记录"));
        assert_eq!(rows(&staff.get("/workbench/statements?as=xlsx").await)[1][1], "1");
    }

    async fn suspense_leads_to_the_order_for_its_institution_alone_p9(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", BANK).await;
        let (account, _, reference) = bidder.due(&order).await;
        assert_eq!(world.report(&world.transfer(&account, "1.00", &reference)).await.status, 200);
        assert_eq!(world.report(&world.transfer("4000000000000001", "3.00", "没有识别码")).await.status, 200);
        world.run_jobs().await;
        let mut staff = world.logged_in("4-bank").await;
        let page = staff.get("/workbench/suspense").await;
        assert!(page.body.contains(&format!("href=\"{order}\"")) && page.body.contains("6217") && page.body.contains("共 1 条"), "{}", page.body);
        assert!(staff.get("/workbench/suspense?q=1.00&state=suspense").await.body.contains("共 1 条"));
        assert!(staff.get("/workbench/suspense?state=refunded").await.body.contains("没有符合条件的款项"));
        assert_eq!(rows(&staff.get("/workbench/suspense?as=xlsx").await).len(), 2);
    }

    async fn the_underwriter_sees_papers_exposure_history_and_colleagues_by_name_p10(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", BANK).await;
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        assert!(bidder.get(&order).await.body.contains("承诺出函时间"), "the promise is seen while it is reviewed");
        let mut staff = world.logged_in("4-bank").await;
        let people = staff.get("/workbench/staff").await;
        let own = people.between("action=\"/workbench/staff/", "\"");
        let duties = [("name", "周初审"), ("maker", "yes"), ("checker", "yes"), ("manager", "yes")];
        assert_eq!(staff.submit("/workbench/staff", &format!("/workbench/staff/{own}"), &duties).await.status, 303);
        let page = staff.get(&order).await;
        assert!(page.body.contains("审核参考") && page.body.contains("担保责任余额") && page.body.contains("承诺出函时间"), "{}", page.body);
        let papers = page.between("href=\"/workbench/applications/", "\"");
        let papers = staff.get(&format!("/workbench/applications/{papers}")).await;
        assert!(papers.status == 200 && papers.body.contains("保函预览第 1 页") && papers.body.contains("委托担保协议第 1 页"), "{}", papers.body);
        assert!(papers.body.contains("与申请人签署的摘要一致"), "{}", papers.body);
        let picture = papers.between("<img src=\"", "\"");
        assert!(staff.get(&picture).await.body.starts_with("<svg"));
        assert_eq!(bidder.get(&format!("/workbench{order}/papers")).await.status, 404);
        assert_eq!(staff.submit(&order, &format!("/workbench{order}/endorse"), &[]).await.status, 303);
        let page = staff.get(&order).await;
        assert!(page.body.contains("<b>出函机构初审通过</b><span>周初审</span>"), "{}", page.body);
        assert!(!page.body.contains(own.get(..16).unwrap()), "a colleague is no hexadecimal");
        let theirs = bidder.get(&order).await;
        assert!(!theirs.body.contains("周初审") && !theirs.body.contains("审核参考"), "names of staff stay inside");
    }
}
