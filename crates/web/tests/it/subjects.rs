//! Guarantees about an auction item, a contract or a project, with numbers as their own sides write them (F-8).

use protocol::message as wire;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const BANK: &str = "长川银行股份有限公司";
const NEW: &str = "/410000/lots/new";

/// What a clerk types for this.
fn typed<'a>(subject: &'a str, number: &'a str, days: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("subject", subject),
        ("section_no", number),
        ("section_name", "郑东新区会展路综合管廊"),
        ("creditor", "郑州市城建集团有限公司"),
        ("guarantee_amount", "300000"),
        ("bid_open_time", "2026-12-20T09:00"),
        ("valid_day", days),
    ]
}

/// The page of what a clerk added.
async fn entered(bidder: &mut Browser, subject: &str, number: &str) -> Fetched {
    let added = bidder.submit(NEW, NEW, &typed(subject, number, "365")).await;
    assert_eq!(added.status, 303, "{}", added.body);
    let page = bidder.get(&added.location).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page
}

/// The draft of a guarantee of this kind, from the page of what it is about; gives back its form.
async fn chosen(bidder: &mut Browser, page: &Fetched, kind: &str, guarantor: &str) -> (String, Fetched) {
    assert!(page.body.contains(&format!("<h3 class=\"group\">{kind}</h3>")), "no {kind}: {}", page.body);
    let offers = page.body.split(&format!("<h3 class=\"group\">{kind}</h3>")).nth(1).unwrap();
    let row = offers.split(&format!(">{guarantor}</a></th>")).nth(1).and_then(|rest| rest.split("</tr>").next()).unwrap();
    assert!(row.contains("name=\"product\""), "no offer: {row}");
    let product = row.split("name=\"product\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let action = page.body.split("action=\"").filter_map(|part| part.split('"').next()).find(|path| path.ends_with("/applications"));
    let action = action.unwrap().to_owned();
    let lot = action.trim_end_matches("/applications").to_owned();
    let drafted = bidder.submit(&lot, &action, &[("product", product)]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    let form = bidder.get(&drafted.location).await;
    (drafted.location, form)
}

/// The preview of a described draft whose phone is proved, as Henan asks for it, with what its kind asks for.
async fn described(world: &TestWorld, bidder: &mut Browser, form: &str, kind: &str) -> Fetched {
    let (order, (stated, papers)) = (form.trim_end_matches("/details"), crate::kinds::asked(kind));
    let described = crate::kinds::state(bidder, order, stated).await;
    assert_eq!(described.status, 303, "{}", described.body);
    for paper in papers {
        assert_eq!(crate::kinds::hand_in(bidder, order, paper, "a.pdf", &crate::profile::pdf(10)).await.status, 303);
    }
    crate::kinds::agree(world, bidder, order).await;
    bidder.get(&format!("{order}/confirm")).await
}

/// From what is typed to the letter that anyone verifies.
async fn issued(world: &TestWorld, about: [&str; 4], guarantor: &str, staff: [&str; 2], thing: &str) {
    let [subject, number, written, kind] = about;
    let mut bidder = world.logged_in("1-bidder").await;
    let page = entered(&mut bidder, subject, number).await;
    assert!(page.body.contains(&format!("<dd class=\"mono\">{written}</dd>")), "{}", page.body);
    let (form, _) = chosen(&mut bidder, &page, kind, guarantor).await;
    let preview = described(world, &mut bidder, &form, kind).await;
    assert!(preview.body.contains(written) && preview.body.contains(&format!("<dt>{thing}</dt>")), "{}", preview.body);
    let order = form.trim_end_matches("/details");
    let signed = bidder.sign(order, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await;
    assert_eq!(signed.status, 303, "{}", signed.body);
    world.pay(&mut bidder, order).await;
    world.run_jobs().await;
    world.approve(order, staff[0], staff[1]).await;
    world.run_jobs().await;
    let page = bidder.get(order).await;
    assert!(page.body.contains("保函已出具") && page.body.contains(written), "{}", page.body);
    let (numbered, code) = (page.between("id=\"guarantee-number\">", "<"), page.between("id=\"check-code\">", "<"));
    let mut stranger = world.browser();
    let asked = stranger.get(&format!("/verify?number={numbered}&code={code}")).await;
    let letter = bidder.get(&format!("{order}/documents/letter.ofd")).await.bytes;
    let judged = stranger.upload("/verify", &[], &[("file", "a.ofd", &letter)]).await;
    for answer in [asked, judged] {
        assert!(answer.body.contains("真实有效") && answer.body.contains(written), "{}", answer.body);
        assert!(answer.body.contains(&format!("<dt>{thing}</dt>")) && !answer.body.contains("<dt>标段</dt>"), "{}", answer.body);
    }
    let found = bidder.get("/applications?q=2026").await;
    assert!(found.body.contains(order), "{}", found.body);
}

on_both_engines! {
    async fn odd_numbers_go_from_entry_to_a_verified_letter_f8(world: TestWorld) {
        let bank = ["4-bank", "e-bank"];
        issued(&world, ["contract", "hnzb－2026-0012／01", "HNZB-2026-0012/01", "履约保函"], BANK, bank, "合同").await;
        let insurer = ["3-insurer", "8-insurer"];
        issued(&world, ["auction_item", "郑公资竞〔２０２６〕5号", "郑公资竞〔2026〕5号", "竞买保函"], INSURER, insurer, "标的").await;
        issued(&world, ["contract", "豫财招标采购—2026—123", "豫财招标采购-2026-123", "工程款支付保函"], BANK, bank, "合同").await;
    }

    async fn each_of_henans_kinds_can_be_described_in_its_own_words_f8(world: TestWorld) {
        let home = world.browser().get("/410000").await;
        let mut bidder = world.logged_in("1-bidder").await;
        for (subject, number, kind, guarantor, words) in [
            ("lot", "E4101009901000001001301", "投标保函", INSURER, ["标段编号", "招标人", "投标保证金", "开标时间"]),
            ("auction_item", "郑公资竞〔2026〕5号", "竞买保函", INSURER, ["标的编号", "出让人", "竞买保证金", "竞买截止时间"]),
            ("contract", "HNZB-2026-0012/01", "履约保函", BANK, ["合同编号", "合同相对方", "担保金额", "保函提交截止时间"]),
            ("contract", "HNZB-2026-0013", "工程款支付保函", BANK, ["合同编号", "合同相对方", "担保金额", "保函提交截止时间"]),
            ("project", "2019-410103-48-03-012345", "农民工工资保函", INSURER, ["项目编号", "主管部门", "担保金额", "保函提交截止时间"]),
        ] {
            // The home page has Henan's own words (Henan manual, chapter 3); papers have the platform's.
            let called = match kind {
                "投标保函" => "工程投标保函",
                "履约保函" => "承包商合同履约保函",
                "工程款支付保函" => "建设单位工程款支付担保",
                "农民工工资保函" => "农民工工资支付担保",
                other => other,
            };
            assert!(kind == "竞买保函" || home.body.contains(&format!("<h3>{called}</h3>")), "{}", home.body);
            let blank = bidder.get(&format!("{NEW}?subject={subject}")).await;
            let page = entered(&mut bidder, subject, number).await;
            for word in words {
                assert!(blank.body.contains(word) && page.body.contains(&format!("<dt>{word}</dt>")), "{word}: {}", page.body);
            }
            let (form, draft) = chosen(&mut bidder, &page, kind, guarantor).await;
            assert!(draft.body.contains(&format!("<h1>申请{kind}</h1>")) && draft.body.contains(number), "{}", draft.body);
            let preview = described(&world, &mut bidder, &form, kind).await;
            assert!(preview.status == 200 && preview.body.contains(number), "{}", preview.body);
        }
    }

    async fn a_number_of_another_shape_is_refused_for_a_lot_and_says_the_shape_f8(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let refused = bidder.submit(NEW, NEW, &typed("lot", "豫财招标采购-2026-123", "")).await;
        assert!(refused.status == 422 && refused.body.contains("标段编号应为字母 E 加 22 位数字"), "{}", refused.body);
        let hidden = bidder.submit(NEW, NEW, &typed("contract", "HT\u{202e}1", "365")).await;
        assert!(hidden.status == 422 && hidden.body.contains("合同编号含有不可见的字符（U+202E）"), "{}", hidden.body);
        let endless = bidder.submit(NEW, NEW, &typed("contract", "HT-1", "")).await;
        assert!(endless.status == 422 && endless.body.contains("合同工期应为 1 至 3650 天的整数"), "{}", endless.body);
        let elsewhere = bidder.submit("/650000/lots/new", "/650000/lots/new", &typed("contract", "HT-1", "365")).await;
        assert!(elsewhere.status == 422 && elsewhere.body.contains("本站点没有为合同办理的保函"), "{}", elsewhere.body);
        let hand = world.centres_hand("6-centre-xj").await;
        let told = hand.send("lot", "shape", &report(None, "XJ-2026-1")).await;
        assert!(told.status == 422 && told.body.contains("标段编号应为字母 E 加 22 位数字"), "{}", told.body);
        let path = world.folder.path().join("shape.jsonl");
        let row = r#"{"section_no":"XJ-2026-1","section_name":"水库","creditor":"水利局","guarantee_amount":"1","bid_open_time":"2026-12-20 09:00"}"#;
        std::fs::write(&path, row).unwrap();
        let site = "650000".parse().unwrap();
        let fed = app::lot::import::import(&world.world, &world.world.system(), site, &path, |_| {}).await.unwrap();
        assert!(fed.bad == 1 && fed.faults[0].reason.contains("字母 E 加 22 位数字"), "{fed:?}");
    }

    async fn a_centres_auction_item_is_found_by_any_part_of_its_number_f8(world: TestWorld) {
        let hand = world.centres_hand("6-centre-xj").await;
        // What comes before the item, spelt another way, waits for it.
        let change = wire::OpeningChange {
            lot_number: "乌公资竞〔２０２６〕５号－１".into(),
            opens_at: "2026-12-27 09:00:00".into(),
            reason: "顺延七日".into(),
            announced_at: "2026-11-21 09:00:00".into(),
        };
        assert_eq!(hand.send("lot.opening_change", "change", &change).await.status, 200);
        world.run_jobs().await;
        let item = report(Some(wire::Subject::AuctionItem), "乌公资竞〔2026〕5号-1");
        assert_eq!(hand.send("lot", "item", &item).await.status, 200);
        world.run_jobs().await;
        let mut stranger = world.browser();
        for part in ["%E4%B9%8C%E5%85%AC%E8%B5%84%E7%AB%9E%E3%80%942026%E3%80%955%E5%8F%B7", "5%E5%8F%B7", "%E5%85%AC%E8%B5%84%E7%AB%9E"] {
            let found = stranger.get(&format!("/650000/lots?q={part}")).await;
            assert!(found.body.contains("乌公资竞〔2026〕5号-1") && found.body.contains("出让人：水利局"), "{part}: {}", found.body);
            assert!(found.body.contains("截止 2026-12-27 09:00"), "{}", found.body);
        }
    }
}

/// What a centre reports under this number.
fn report(subject: Option<wire::Subject>, number: &str) -> wire::LotReport {
    wire::LotReport {
        subject,
        trade: None,
        lot_number: number.into(),
        lot_name: "河滩路地块国有建设用地使用权".into(),
        tenderee: "水利局".into(),
        tenderee_uscc: None,
        agency: None,
        bid_security: "50000.00".into(),
        estimate: None,
        opens_at: "2026-12-20 09:00:00".into(),
        valid_days: Some(90),
        announced_at: None,
    }
}
