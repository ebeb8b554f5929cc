//! Guarantees other than bid guarantees, from what is stated to the letter (Henan manual, chapter 3), and the way from a bid that won.

use crate::profile::{pdf, png};
use domain::time::Timestamp;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const BANK: &str = "长川银行股份有限公司";
const COMPANY: &str = "中正工程担保有限公司";
const NEW: &str = "/410000/lots/new";
/// By when letters of these tests have to be handed in.
const BY: &str = "2026-12-20T09:00";
const BANKERS: [&str; 2] = ["4-bank", "e-bank"];
const INSURERS: [&str; 2] = ["3-insurer", "8-insurer"];

/// What is stated of a kind, in the order of its form.
pub(crate) type Stated = &'static [(&'static str, &'static str)];

const PERFORMANCE: Stated = &[
    ("award_number", "郑招中〔２０２６〕１２号"),
    ("award_on", "2026/11/20"),
    ("contract_price", "３,０００,０００.00"),
    ("begins_on", "2026-12-21"),
    ("completes_on", "2027年12月31日"),
];
const WAGES: Stated = &[
    ("contract_number", "HT-2026-7"),
    ("contract_price", "15000000"),
    ("signed_on", "2026-11-10"),
    ("begins_on", "2026-12-21"),
    ("completes_on", "2028-6-30"),
    ("permit", "410105202612200101"),
    ("wages_bank", "长川银行郑州东区支行"),
    ("wages_account", "6222 0212 3456 7890"),
];
const PAYMENT: Stated = &[
    ("contract_price", "3000000"),
    ("signed_on", "2026-11-10"),
    ("begins_on", "2026-12-21"),
    ("completes_on", "2027-12-31"),
    ("performance", "300000"),
    ("settled_by", "2028-06-30"),
];
const ADVANCE: Stated = &[
    ("contract_price", "3000000"),
    ("signed_on", "2026-11-10"),
    ("begins_on", "2026-12-21"),
    ("completes_on", "2027-12-31"),
    ("advance", "300000"),
    ("recovered_by", "2027-06-30"),
];
const WARRANTY: Stated = &[
    ("contract_price", "10500000"),
    ("signed_on", "2025-03-10"),
    ("begins_on", "2025-03-20"),
    ("completes_on", "2026-08-31"),
    ("settlement", "10000000"),
    ("accepted_on", "2026-09-10"),
    ("liability_months", "２４"),
];

/// What a kind asks for: what is stated, and the papers.
pub(crate) fn asked(kind: &str) -> (Stated, &'static [&'static str]) {
    match kind {
        "履约保函" => (PERFORMANCE, &["award_notice"]),
        "农民工工资保函" => (WAGES, &["contract", "permit"]),
        "工程款支付保函" => (PAYMENT, &["contract"]),
        "预付款保函" => (ADVANCE, &["contract"]),
        "质量保函" => (WARRANTY, &["settlement"]),
        _ => (&[], &[]),
    }
}

/// A contract or a project that a clerk adds; gives back its page.
async fn added(bidder: &mut Browser, subject: &str, number: &str, amount: &str, by: &str) -> Fetched {
    let typed = [
        ("subject", subject),
        ("section_no", number),
        ("section_name", "郑东新区会展路综合管廊"),
        ("creditor", "郑州市城建集团有限公司"),
        ("guarantee_amount", amount),
        ("bid_open_time", by),
        ("valid_day", "365"),
    ];
    let added = bidder.submit(NEW, NEW, &typed).await;
    assert_eq!(added.status, 303, "{}", added.body);
    bidder.get(&added.location).await
}

/// A draft of this kind from the page of what it is about; gives back the order's address.
async fn chosen(bidder: &mut Browser, page: &Fetched, kind: &str, guarantor: &str) -> String {
    let offers = page.body.split(&format!("<h3 class=\"group\">{kind}</h3>")).nth(1).unwrap();
    let row = offers.split(&format!(">{guarantor}</a></th>")).nth(1).and_then(|rest| rest.split("</tr>").next()).unwrap();
    let product = row.split("name=\"product\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let action = page.body.split("action=\"").filter_map(|part| part.split('"').next()).find(|path| path.ends_with("/applications"));
    let action = action.unwrap().to_owned();
    let drafted = bidder.submit(action.trim_end_matches("/applications"), &action, &[("product", product)]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    drafted.location.trim_end_matches("/details").to_owned()
}

/// The form of a draft, sent with these fields.
pub(crate) async fn state(bidder: &mut Browser, order: &str, stated: &[(&str, &str)]) -> Fetched {
    let page = format!("{order}/details");
    let contact = [("name", "林知夏"), ("mobile", "13800138000"), ("email", "lin@example.com")];
    let fields: Vec<(&str, &str)> = contact.into_iter().chain(stated.iter().copied()).collect();
    bidder.submit(&page, &page, &fields).await
}

/// Hands a paper of this kind in.
pub(crate) async fn hand_in(bidder: &mut Browser, order: &str, kind: &str, name: &str, bytes: &[u8]) -> Fetched {
    let page = format!("{order}/papers");
    let token = bidder.get(&page).await.field("token");
    bidder.upload(&page, &[("token", &token), ("kind", kind)], &[("file", name, bytes)]).await
}

/// A performance guarantee's draft that lacks its papers.
pub(crate) async fn without_papers(bidder: &mut Browser) -> String {
    let page = added(bidder, "contract", "HNZB-2026-0099", "300000", BY).await;
    let order = chosen(bidder, &page, "履约保函", BANK).await;
    assert_eq!(state(bidder, &order, PERFORMANCE).await.location, format!("{order}/papers"));
    order
}

/// Reads the notice about a described draft on Henan and agrees, with the code that its phone gets.
pub(crate) async fn agree(world: &TestWorld, bidder: &mut Browser, order: &str) {
    let (digits, notice) = (crate::choose::code(world, bidder, order).await, format!("{order}/notice"));
    let agreed = bidder.submit(&notice, &notice, &[("agreed", "yes"), ("code", &digits)]).await;
    assert_eq!(agreed.location, format!("{order}/confirm"), "{}", agreed.body);
}

/// From the draft to the letter, whose text is given back.
async fn issued(world: &TestWorld, bidder: &mut Browser, order: &str, staff: [&str; 2]) -> String {
    agree(world, bidder, order).await;
    let signed = bidder.sign(order, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await;
    assert_eq!(signed.status, 303, "{}", signed.body);
    world.pay(bidder, order).await;
    world.run_jobs().await;
    world.approve(order, staff[0], staff[1]).await;
    world.run_jobs().await;
    let page = bidder.get(order).await;
    assert!(page.body.contains("保函已出具"), "{}", page.body);
    let letter = bidder.get(&format!("{order}/documents/letter.pdf")).await.bytes;
    let file = world.folder.path().join("letter.pdf");
    std::fs::write(&file, letter).unwrap();
    let text = std::process::Command::new("pdftotext").arg(&file).arg("-").output().unwrap();
    String::from_utf8_lossy(&text.stdout).split_whitespace().collect()
}

/// An issued bid guarantee on Henan, whose bids are opened in 25 minutes.
pub(crate) async fn bid(world: &TestWorld, bidder: &mut Browser) -> String {
    let opening = world.world.now().plus(25 * Timestamp::MINUTE).to_string().replace(' ', "T");
    let page = added(bidder, "lot", "E4101009901000001001301", "30000", &opening).await;
    let order = chosen(bidder, &page, "投标保函", INSURER).await;
    assert_eq!(state(bidder, &order, &[]).await.location, format!("{order}/confirm"));
    issued(world, bidder, &order, INSURERS).await;
    order
}

/// The same, opened since.
pub(crate) async fn opened(world: &TestWorld, bidder: &mut Browser) -> String {
    let order = bid(world, bidder).await;
    let early = bidder.get(&format!("{order}/performance")).await;
    assert_eq!(early.status, 409, "{}", early.body);
    world.clock.advance(26 * Timestamp::MINUTE);
    world.run_jobs().await;
    order
}

on_both_engines! {
    async fn each_kind_goes_from_what_is_stated_to_a_letter_that_says_it(world: TestWorld) {
        for (kind, subject, guarantor, staff, says) in [
            ("履约保函", "contract", BANK, BANKERS, "合同金额人民币3,000,000.00元"),
            ("农民工工资保函", "project", INSURER, INSURERS, "账号6222021234567890"),
            ("工程款支付保函", "contract", BANK, BANKERS, "应于2028年6月30日前付清"),
            ("预付款保函", "contract", BANK, BANKERS, "预付款人民币300,000.00元"),
            ("质量保函", "contract", BANK, BANKERS, "缺陷责任期至2028年9月10日届满"),
        ] {
            let (stated, papers) = asked(kind);
            let mut bidder = world.logged_in("1-bidder").await;
            let page = added(&mut bidder, subject, &format!("HNZB-{kind}"), "300000", BY).await;
            let order = chosen(&mut bidder, &page, kind, guarantor).await;
            let blank = state(&mut bidder, &order, &[]).await;
            assert!(blank.status == 422 && blank.body.contains("href=\"#contract_price\""), "{kind}: {}", blank.body);
            assert_eq!(state(&mut bidder, &order, stated).await.location, format!("{order}/papers"), "{kind}");
            assert_eq!(bidder.get(&format!("{order}/confirm")).await.location, format!("{order}/papers"), "{kind}: papers are missing");
            for paper in papers {
                assert_eq!(hand_in(&mut bidder, &order, paper, "扫描件.pdf", &pdf(10)).await.status, 303, "{kind}");
            }
            let text = issued(&world, &mut bidder, &order, staff).await;
            assert!(text.contains(says), "{kind}: {text}");
            // Both sides see what was stated, and the papers; nobody else does.
            let own = bidder.get(&order).await;
            let paper = format!("{order}/papers/{}", own.between(&format!("href=\"{order}/papers/"), "\""));
            for key in ["1-bidder", staff[0]] {
                let mut side = world.logged_in(key).await;
                let page = side.get(&order).await;
                assert!(page.body.contains("<h2 id=\"underlying-title\">合同信息</h2>") && page.body.contains("扫描件.pdf"), "{}", page.body);
                assert_eq!(side.get(&paper).await.bytes, pdf(10), "{kind} {key}");
            }
            assert_eq!(world.logged_in("2-bidder").await.get(&paper).await.status, 404);
        }
    }

    async fn an_amount_against_the_law_is_refused_with_its_source_and_nothing_typed_is_lost(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let page = added(&mut bidder, "contract", "HNZB-2026-0100", "300000", BY).await;
        let order = chosen(&mut bidder, &page, "履约保函", BANK).await;
        let form = bidder.get(&format!("{order}/details")).await;
        assert!(form.body.contains("担保金额不得高于合同金额的 10%（依据：招标投标法实施条例 第五十八条）"), "{}", form.body);
        let mut stated: Vec<(&str, &str)> = PERFORMANCE.iter().copied().filter(|(name, _)| *name != "contract_price").collect();
        stated.push(("contract_price", "2000000"));
        let refused = state(&mut bidder, &order, &stated).await;
        let told = "担保金额 ¥300,000.00 高于合同金额的 10%（¥200,000.00）。依据：招标投标法实施条例 第五十八条";
        assert!(refused.status == 422 && refused.body.contains(told), "{}", refused.body);
        assert!(refused.body.contains("value=\"2000000\"") && refused.body.contains("value=\"2027年12月31日\""), "{}", refused.body);
        assert_eq!(refused.field("name"), "林知夏");
        for (name, wrong, told) in [
            ("completes_on", "2026-12-20", "竣工日期不能早于开工日期"),
            ("award_on", "2026-12-01", "中标通知书日期不能晚于今天"),
            ("begins_on", "2026-02-30", "请填写开工日期，如 2026-12-01"),
            ("contract_price", "0", "合同金额应大于 0 元"),
            ("award_number", "中标\u{202e}1", "中标通知书编号含有不可见的字符"),
        ] {
            let mut stated: Vec<(&str, &str)> = PERFORMANCE.iter().copied().filter(|(field, _)| *field != name).collect();
            stated.push((name, wrong));
            let refused = state(&mut bidder, &order, &stated).await;
            assert!(refused.status == 422 && refused.body.contains(told), "{name}: {}", refused.body);
        }
    }

    async fn a_paper_is_judged_replaced_and_counted(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = without_papers(&mut bidder).await;
        let wrong = hand_in(&mut bidder, &order, "award_notice", "通知书.exe", b"MZ program").await;
        assert!(wrong.status == 422 && wrong.body.contains("“通知书.exe”不是 PDF、PNG 或 JPG"), "{}", wrong.body);
        let empty = hand_in(&mut bidder, &order, "award_notice", "通知书.pdf", b"").await;
        assert!(empty.status == 422 && empty.body.contains("是空文件"), "{}", empty.body);
        let none = hand_in(&mut bidder, &order, "nonsense", "通知书.png", &png()).await;
        assert!(none.status == 422 && none.body.contains("请选择材料的种类"), "{}", none.body);
        assert_eq!(hand_in(&mut bidder, &order, "award_notice", "通知书.png", &png()).await.status, 303);
        let page = bidder.get(&format!("{order}/papers")).await;
        assert!(page.body.contains("已上传") && page.body.contains("下一步：预览保函"), "{}", page.body);
        let remove = format!("{order}/papers/{}", page.between(&format!("action=\"{order}/papers/"), "\""));
        assert_eq!(bidder.submit(&format!("{order}/papers"), &remove, &[]).await.status, 303);
        let page = bidder.get(&format!("{order}/papers")).await;
        assert!(page.body.contains("还需上传：中标通知书"), "{}", page.body);
        // Pressed twice, or from another tab: it is gone, and nothing else is said.
        assert_eq!(bidder.submit(&format!("{order}/papers"), &remove, &[]).await.status, 303);
        for _ in 0..10 {
            assert_eq!(hand_in(&mut bidder, &order, "contract", "合同.png", &png()).await.status, 303);
        }
        let many = hand_in(&mut bidder, &order, "contract", "合同.png", &png()).await;
        assert!(many.status == 422 && many.body.contains("合同材料最多 10 个文件"), "{}", many.body);
        assert_eq!(world.logged_in("2-bidder").await.get(&format!("{order}/papers")).await.status, 404);
    }

    async fn choosing_another_institution_or_correcting_the_amount_loses_nothing(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let page = added(&mut bidder, "contract", "HNZB-2026-0101", "300000", BY).await;
        let lot = format!("/410000/lots/lot_{}", page.between("href=\"/410000/lots/lot_", "/edit"));
        let first = chosen(&mut bidder, &page, "履约保函", BANK).await;
        assert_eq!(state(&mut bidder, &first, PERFORMANCE).await.status, 303);
        assert_eq!(hand_in(&mut bidder, &first, "award_notice", "通知书.pdf", &pdf(10)).await.status, 303);
        let page = bidder.get(&lot).await;
        assert_eq!(chosen(&mut bidder, &page, "履约保函", BANK).await, first, "the same again is the same draft (P8)");
        let second = chosen(&mut bidder, &page, "履约保函", COMPANY).await;
        assert_ne!(first, second);
        let corrected = [
            ("subject", "contract"),
            ("section_no", "HNZB-2026-0101"),
            ("section_name", "郑东新区会展路综合管廊"),
            ("creditor", "郑州市城建集团有限公司"),
            ("guarantee_amount", "250000"),
            ("bid_open_time", BY),
            ("valid_day", "365"),
        ];
        let edit = format!("{lot}/edit");
        let stands = bidder.get(&edit).await.field("stands");
        let corrected: Vec<(&str, &str)> = corrected.into_iter().chain([("stands", stands.as_str())]).collect();
        assert_eq!(bidder.submit(&edit, &edit, &corrected).await.status, 303);
        let page = bidder.get(&lot).await;
        let third = chosen(&mut bidder, &page, "履约保函", BANK).await;
        for order in [&second, &third] {
            if *order == third {
                let details = bidder.get(&format!("{order}/details")).await;
                assert_eq!((details.field("award_number").as_str(), details.field("name").as_str()), ("郑招中〔2026〕12号", "林知夏"));
                agree(&world, &mut bidder, order).await;
                assert!(bidder.get(&format!("{order}/confirm")).await.body.contains("预览并签名"));
            }
            assert!(bidder.get(order).await.body.contains("通知书.pdf"), "{order}");
        }
        // Another firm that types the same contract in begins with nothing.
        let mut other = world.logged_in("2-bidder").await;
        let page = added(&mut other, "contract", "HNZB-2026-0101", "300000", BY).await;
        let theirs = chosen(&mut other, &page, "履约保函", BANK).await;
        assert_eq!(other.get(&format!("{theirs}/details")).await.field("award_number"), "");
    }

    async fn two_papers_at_once_are_both_kept_or_one_is_told_to_try_again(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = without_papers(&mut bidder).await;
        let page = format!("{order}/papers");
        let token = bidder.get(&page).await.field("token");
        let (mut one, mut two) = (bidder.clone(), bidder.clone());
        let fields = [("token", token.as_str()), ("kind", "award_notice")];
        let (png, pdf) = (png(), pdf(10));
        let (files, others) = ([("file", "甲.png", png.as_slice())], [("file", "乙.pdf", pdf.as_slice())]);
        let (first, second) = tokio::join!(one.upload(&page, &fields, &files), two.upload(&page, &fields, &others));
        let told = [first.status, second.status];
        assert!(told.iter().all(|status| [303, 409].contains(status)) && told.contains(&303), "{told:?}");
        let kept = bidder.get(&page).await.body.matches(&format!("href=\"{order}/papers/")).count();
        assert_eq!(kept, told.iter().filter(|status| **status == 303).count());
    }

    async fn a_bid_that_won_becomes_a_performance_guarantee_with_nothing_typed_twice(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let bid = opened(&world, &mut bidder).await;
        let page = bidder.get(&bid).await;
        assert!(page.body.contains(&format!("href=\"{bid}/performance\"")), "{}", page.body);
        let form = format!("{bid}/performance");
        let shown = bidder.get(&form).await;
        for known in ["郑东新区会展路综合管廊", "郑州市城建集团有限公司", "林知夏", "13800138000"] {
            assert!(shown.body.contains(known), "{known}: {}", shown.body);
        }
        let token = shown.field("token");
        let fields = [
            ("token", token.as_str()),
            ("award_number", "郑招中〔2026〕12号"),
            ("award_on", "2026-11-21"),
            ("contract_price", "3000000"),
            ("bid_open_time", "2026-12-10T17:00"),
            ("begins_on", "2026-12-20"),
            ("completes_on", "2027-12-20"),
        ];
        // Too much by the law: the notice is kept while that is mended.
        let mut too_much = fields.to_vec();
        too_much.push(("guarantee_amount", "300000.01"));
        let refused = bidder.upload(&form, &too_much, &[("file", "中标通知书.pdf", &pdf(10))]).await;
        assert!(refused.status == 422 && refused.body.contains("第五十八条") && refused.body.contains("已上传：中标通知书.pdf"), "{}", refused.body);
        let kept = refused.field("kept");
        let mut right = fields.to_vec();
        right.push(("guarantee_amount", "300000"));
        let without = bidder.upload(&form, &right, &[]).await;
        assert!(without.status == 422 && without.body.contains("请上传中标通知书"), "{}", without.body);
        right.push(("kept", kept.as_str()));
        let won = bidder.upload(&form, &right, &[]).await;
        assert_eq!(won.status, 303, "{}", won.body);
        // The back button, or another tab, leads to what there is.
        assert_eq!(bidder.get(&form).await.location, won.location);
        let again = bidder.upload(&form, &right, &[]).await;
        assert!(again.status == 422 && again.body.contains("该合同已登记过"), "{}", again.body);
        let page = bidder.get(&won.location).await;
        assert!(page.body.contains("郑州市城建集团有限公司") && page.body.contains("郑招中〔2026〕12号"), "{}", page.body);
        let order = chosen(&mut bidder, &page, "履约保函", BANK).await;
        // It begins filled in: nothing is left but to sign.
        let details = bidder.get(&format!("{order}/details")).await;
        for (name, value) in [("name", "林知夏"), ("award_number", "郑招中〔2026〕12号"), ("contract_price", "3000000.00"), ("completes_on", "2027-12-20")] {
            assert_eq!(details.field(name), value, "{name}");
        }
        let text = issued(&world, &mut bidder, &order, BANKERS).await;
        assert!(text.contains("合同金额人民币3,000,000.00元"), "{text}");
        // Nobody else's bid, and no other order.
        assert_eq!(world.logged_in("2-bidder").await.get(&form).await.status, 404);
        assert_eq!(bidder.get(&format!("{order}/performance")).await.status, 409);
    }
}
