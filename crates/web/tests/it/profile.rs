//! What an organisation says of itself once: filled in, kept out of sight, handed in as files, verified, exported.

use app::{Parts, World};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::access::Action;
use domain::id::{ApplicationId, OrganisationId};
use domain::profile::EnterpriseProfile;
use domain::time::Timestamp;
use partners::virus_scanner::VirusScanner;
use std::sync::Arc;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};
use web::Web;

const BANK: &str = "长川银行股份有限公司";
/// A picture of one pixel.
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
pub(crate) const ACCOUNT: &str = "6222021234567890";
pub(crate) const NUMBER: &str = "11010519491231002X";
pub(crate) const MOBILE: &str = "13900139000";
pub(crate) const ALL: [(&str, &str); 9] = [
    ("address", "郑州市金水区纬五路 8 号"),
    ("bank", "中原银行郑州金水支行"),
    ("account", "6222 0212 3456 7890"),
    ("legal_name", "顾北辰"),
    ("legal_number", "11010519491231002x"),
    ("contact", "林知夏"),
    ("contact_mobile", "139 0013 9000"),
    ("contact_email", "lin@example.com"),
    ("invoice_phone", "0371-85550000"),
];

pub(crate) fn png() -> Vec<u8> {
    STANDARD.decode(PNG).unwrap()
}

/// A PDF of one page, around so many bytes that nothing refers to.
pub(crate) fn pdf(padding: usize) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_owned(),
        format!("<< /Length {padding} >>\nstream\n{}\nendstream", "x".repeat(padding)),
    ];
    let (mut text, mut places) = (String::from("%PDF-1.4\n"), Vec::new());
    for (number, object) in (1..).zip(&objects) {
        places.push(text.len());
        text.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let begins = text.len();
    text.push_str("xref\n0 5\n0000000000 65535 f \n");
    places.iter().for_each(|place| text.push_str(&format!("{place:010} 00000 n \n")));
    text.push_str(&format!("trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{begins}\n%%EOF\n"));
    text.into_bytes()
}

pub(crate) async fn attach(browser: &mut Browser, kind: &str, name: &str, bytes: &[u8], until: &str) -> Fetched {
    let token = browser.get("/profile").await.field("token");
    browser.upload("/profile/files", &[("token", &token), ("kind", kind), ("until", until)], &[("file", name, bytes)]).await
}

/// A profile with all that is needed.
pub(crate) async fn complete(browser: &mut Browser) {
    assert_eq!(browser.submit("/profile/edit", "/profile/edit", &ALL).await.status, 303);
    for (kind, name, bytes) in
        [("legal_card", "身份证.png", png()), ("business_licence", "营业执照.pdf", pdf(10)), ("account_permit", "基本户.png", png())]
    {
        let answer = attach(browser, kind, name, &bytes, "").await;
        assert_eq!(answer.status, 303, "{}", answer.body);
    }
}

/// The same, verified by the centre of Xinjiang; gives back the address of its page there.
pub(crate) async fn verified(world: &TestWorld, bidder: &mut Browser) -> String {
    complete(bidder).await;
    assert_eq!(bidder.submit("/profile", "/profile/submit", &[("site", "650000")]).await.status, 303);
    let mut centre = world.logged_in("6-centre-xj").await;
    let review = format!("/centre/profiles/{}", centre.get("/centre/profiles").await.between("href=\"/centre/profiles/", "\""));
    let seen = centre.get(&review).await.field("seen");
    assert_eq!(centre.submit(&review, &format!("{review}/verify"), &[("seen", &seen)]).await.status, 303);
    review
}

fn profile_file(page: &Fetched) -> String {
    format!("/profile/files/{}", page.between("href=\"/profile/files/", "\""))
}

async fn stored(world: &TestWorld, review: &str) -> EnterpriseProfile {
    let id: OrganisationId = review.rsplit('/').next().unwrap().parse().unwrap();
    store::profile::load(&mut world.parts.store.reader(), id).await.unwrap().unwrap()
}

pub(crate) async fn audited(world: &TestWorld, action: Action) -> usize {
    store::event::audited(&mut world.parts.store.reader(), action, false).await.unwrap().len()
}

on_both_engines! {
    async fn the_account_on_invoices_follows_the_basic_one_and_what_is_concealed_can_be_taken_out(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let save = async |bidder: &mut Browser, account: &str, invoices: &str, phone: &str| {
            let typed = [("account", account), ("invoice_account", invoices), ("invoice_phone", phone)];
            let rest = ALL.iter().copied().filter(|(name, _)| typed.iter().all(|(other, _)| other != name));
            let fields: Vec<(&str, &str)> = rest.chain(typed).collect();
            let saved = bidder.submit("/profile/edit", "/profile/edit", &fields).await;
            assert_eq!(saved.status, 303, "{}", saved.body);
            bidder.submit("/profile", "/profile/reveal", &[]).await.body
        };
        let first = save(&mut bidder, "6222021234567890", "", "0371-85550000").await;
        assert_eq!(first.matches("6222021234567890").count(), 2, "{first}");
        let moved = save(&mut bidder, "6222029876543210", "", "").await;
        assert_eq!((moved.matches("6222029876543210").count(), moved.matches("6222021234567890").count()), (2, 0), "it follows: {moved}");
        let own = save(&mut bidder, "", "6222021111111111", "").await;
        assert!(own.contains("6222021111111111") && own.contains("0371-85550000"), "{own}");
        let kept = save(&mut bidder, "6222022222222222", "", "无").await;
        assert!(kept.contains("6222021111111111"), "what is another account stays: {kept}");
        assert!(!kept.contains("0371-85550000"), "taken out: {kept}");
        let back = save(&mut bidder, "", "无", "").await;
        assert_eq!(back.matches("6222022222222222").count(), 2, "the basic account's again: {back}");
    }

    async fn what_is_filled_in_once_is_masked_kept_encrypted_and_not_asked_again(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let empty = bidder.get("/profile").await;
        assert!(empty.body.contains("待完善") && empty.body.contains("基本户开户行") && empty.body.contains("法人身份证"), "{}", empty.body);
        let review = verified(&world, &mut bidder).await;
        let page = bidder.get("/profile").await;
        assert!(page.body.contains("已核验") && page.body.contains("6222 **** 7890") && page.body.contains("139 **** 9000"), "{}", page.body);
        let edit = bidder.get("/profile/edit").await;
        assert!(edit.body.contains("已填写 110 **** 002X，不修改请留空"), "{}", edit.body);

        // Neither the row nor the log has the numbers, nor the folder the papers.
        let profile = stored(&world, &review).await;
        let organisation = profile.facts.organisation.organisation.to_string();
        let history = store::event::history(&mut world.parts.store.reader(), &organisation).await.unwrap();
        let kept = history.iter().fold(serde_json::to_string(&profile).unwrap(), |text, entry| text + &entry.payload);
        let file = world.parts.files.get(profile.files[0].stored.file).await.unwrap();
        for secret in [ACCOUNT, NUMBER, MOBILE, "037185550000", "0371-85550000"] {
            assert!(!kept.contains(secret) && !page.body.contains(secret) && !edit.body.contains(secret), "{secret}");
        }
        assert!(!file.windows(4).any(|part| part == b"IHDR"), "a paper lies open");

        // Asked for, they are shown, and that is written down.
        let before = audited(&world, Action::RevealProfile).await;
        let shown = bidder.submit("/profile", "/profile/reveal", &[]).await;
        assert!(shown.status == 200 && [ACCOUNT, NUMBER, MOBILE].iter().all(|secret| shown.body.contains(secret)), "{}", shown.body);
        let picture = bidder.get(&profile_file(&page)).await;
        assert_eq!(picture.bytes, png());
        assert!(picture.headers["content-security-policy"].starts_with("sandbox; default-src 'none'"), "{:?}", picture.headers);
        assert_eq!(audited(&world, Action::RevealProfile).await, before + 2);

        // A concealed field that is left empty stays; what is changed is named.
        let fields: Vec<_> = ALL.into_iter().filter(|(name, _)| !name.contains("number") && *name != "account").collect();
        assert_eq!(bidder.submit("/profile/edit", "/profile/edit", &fields).await.status, 303);
        assert_eq!(stored(&world, &review).await, profile, "nothing is other than before");
        let moved: Vec<_> = fields.iter().map(|(name, value)| (*name, if *name == "address" { "郑州市金水区经三路 1 号" } else { value })).collect();
        bidder.submit("/profile/edit", "/profile/edit", &moved).await;
        let page = bidder.get("/profile").await;
        assert!(page.body.contains("修改地址") && page.body.contains("已完善，待提交核验"), "{}", page.body);

        // And no later page asks again.
        let lot = format!("lot_{}", bidder.get("/650000/lots").await.between("/650000/lots/lot_", "\""));
        let order = bidder.choose("650000", &lot, BANK).await;
        let details = bidder.get(&format!("{order}/details")).await;
        for part in ["林知夏", MOBILE, "lin@example.com", "已带出<a href=\"/profile\">企业信息</a>中的联系人"] {
            assert!(details.body.contains(part), "{part}: {}", details.body);
        }
        let log: Vec<domain::profile::ProfileEvent> =
            store::event::history(&mut world.parts.store.reader(), &organisation).await.unwrap().iter().map(|entry| serde_json::from_str(&entry.payload).unwrap()).collect();
        let mut folded = EnterpriseProfile::born(&log[0]).unwrap();
        log[1..].iter().for_each(|event| folded.apply(event));
        assert_eq!(folded, stored(&world, &review).await);
    }

    async fn what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let fields = [("address", "郑州市金水区纬五路 8 号"), ("account", "6222-12"), ("legal_number", "110105194912310021"), ("contact_mobile", "12345"), ("contact_email", "lin@")];
        let answer = bidder.submit("/profile/edit", "/profile/edit", &fields).await;
        assert_eq!(answer.status, 422);
        for part in ["银行账号应为 8 至 32 位数字", "身份证号的校验位或出生日期不正确", "请输入 11 位手机号", "电子邮箱格式不正确", "有 4 处需要修改"] {
            assert!(answer.body.contains(part), "{part}: {}", answer.body);
        }
        assert!(fields.iter().all(|(_, typed)| answer.body.contains(typed)), "{}", answer.body);
        let empty = bidder.submit("/profile", "/profile/submit", &[("site", "650000")]).await;
        assert_eq!(empty.status, 422, "{}", empty.body);
        assert!(empty.body.contains("企业信息尚未完善"));
    }

    async fn a_file_that_is_no_use_is_turned_away_beside_its_field(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let token = bidder.get("/profile").await.field("token");
        let none = bidder.upload("/profile/files", &[("token", &token), ("kind", "legal_card"), ("until", "")], &[("file", "", b"")]).await;
        assert!(none.status == 422 && none.body.contains("请先选择法人身份证的文件"), "{}", none.body);
        let mut cut = png();
        cut.truncate(40);
        let mut altered = png();
        altered[45] ^= 0xff;
        let (large, torn) = (pdf(51 << 20), pdf(10)[..60].to_vec());
        let bomb = bomb();
        for (name, bytes, said) in [
            ("身份证.png", b"".as_slice(), "“身份证.png”是空文件（0 字节）"),
            ("身份证.pdf", &large, "“身份证.pdf”超过 50 MB"),
            ("身份证.pdf", b"MZ\x90\x00 program".as_slice(), "按文件内容判断，改扩展名无效"),
            ("身份证.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>".as_slice(), "按文件内容判断"),
            ("材料.zip", b"PK\x03\x04 archive".as_slice(), "不是 PDF、PNG 或 JPG"),
            ("身份证.png", &cut, "图片打不开"),
            ("身份证.png", &altered, "图片打不开"),
            ("身份证.jpg", b"\xff\xd8\xff\xe0 cut off".as_slice(), "图片不完整"),
            ("身份证.pdf", &torn, "PDF 打不开"),
            ("身份证.pdf", &bomb, "“身份证.pdf”："),
        ] {
            let answer = attach(&mut bidder, "legal_card", name, bytes, "2031-12-31").await;
            assert!(answer.status == 422 && answer.body.contains(said), "{said}: {} {}", answer.status, answer.body);
            assert!(answer.body.contains("href=\"#legal_card\"") && answer.body.contains("value=\"2031-12-31\""), "{name}: {}", answer.body);
        }
        for (until, said) in [("长期有效", "有效期应写作 2031-12-31"), ("2020-01-01", "已于 2020-01-01 到期")] {
            let answer = attach(&mut bidder, "legal_card", "身份证.png", &png(), until).await;
            assert!(answer.status == 422 && answer.body.contains(said), "{}", answer.body);
        }
        assert!(bidder.get("/profile").await.body.matches("法人身份证").count() > 0);
        // A name with a path and with marks in it is a name.
        assert_eq!(attach(&mut bidder, "legal_card", "../../<b>身份证</b>.png", &png(), "2031-12-31").await.status, 303);
        let page = bidder.get("/profile").await;
        assert!(!page.body.contains("<b>身份证</b>.png") && page.body.contains("有效期至 2031-12-31"), "{}", page.body);
        assert!(page.body.contains("未查毒"), "what was not scanned says so");
        assert_eq!(attach(&mut bidder, "legal_card", "新身份证.pdf", &pdf(10), "").await.status, 303);
        let page = bidder.get("/profile").await;
        assert!(page.body.contains("更新法人身份证“新身份证.pdf”") && page.body.contains("上传法人身份证"), "{}", page.body);
    }

    async fn of_two_who_fill_it_in_at_once_one_is_told_and_keeps_what_was_typed(world: TestWorld) {
        let (mut first, mut second) = (world.logged_in("1-bidder").await, world.logged_in("i-bidder").await);
        let edit = "/profile/edit";
        let seen = |page: Fetched| [page.field("token"), page.field("stands")];
        let (mine, theirs) = (seen(first.get(edit).await), seen(second.get(edit).await));
        let form = |[token, stands]: &[String; 2], address: &str| -> Vec<(String, String)> {
            let mut fields: Vec<(String, String)> = ALL.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            fields[0].1 = address.to_owned();
            fields.extend([("token".to_owned(), token.clone()), ("stands".to_owned(), stands.clone())]);
            fields
        };
        let post = async |browser: &mut Browser, fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            browser.post(edit, &fields).await
        };
        assert_eq!(post(&mut first, form(&mine, "乌鲁木齐市经三路 1 号")).await.status, 303);
        let late = post(&mut second, form(&theirs, "乌鲁木齐市纬五路 8 号")).await;
        assert!(late.status == 409 && late.body.contains("在您填写期间已被本单位其他人员修改"), "{} {}", late.status, late.body);
        assert!(late.body.contains("乌鲁木齐市纬五路 8 号") && late.body.contains(NUMBER.to_lowercase().as_str()), "{}", late.body);
        assert!(first.get("/profile").await.body.contains("经三路 1 号"), "nothing was taken back");
        // What stands now has been seen: whoever saves again means it.
        assert_eq!(post(&mut second, form(&seen(late), "乌鲁木齐市纬五路 8 号")).await.status, 303);
        assert!(first.get("/profile").await.body.contains("纬五路 8 号"));
        // At the very same moment, too.
        let (mine, theirs) = (seen(first.get(edit).await), seen(second.get(edit).await));
        let (one, two) = (form(&mine, "乌鲁木齐市南一路 1 号"), form(&theirs, "乌鲁木齐市北二路 2 号"));
        let (left, right) = tokio::join!(post(&mut first, one), post(&mut second, two));
        let (kept, lost) = if left.status == 303 { (right, "北二路 2 号") } else { (left, "南一路 1 号") };
        assert!(kept.status == 409 && kept.body.contains(lost), "{} {}", kept.status, kept.body);
    }

    async fn a_renewed_certificate_with_another_name_asks_for_verification_and_says_what_to_do(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let review = verified(&world, &mut bidder).await;
        assert!(!bidder.get("/profile").await.body.contains("须重新核验"));
        world.clock.advance(Timestamp::MINUTE);
        let (certificate, key) = world.certify("天山北麓建设集团有限公司".into(), world.persona("1-bidder").uscc(), gm::certificate::Purpose::Sign);
        let mut renewed = world.browser();
        assert_eq!(renewed.login(&certificate, &key, world.parts.entropy.as_ref()).await.status, 303);
        let page = renewed.get("/profile").await.body;
        let before = world.logged_in("1-bidder").await.get("/profile").await.body;
        assert!(before.contains("天山北麓建设集团有限公司"), "the certificate of before is good and renames nobody: {before}");
        for part in ["单位名称已变更，须重新核验", "天山北麓建设集团有限公司", "核验时为“天山北麓建设工程有限公司”", "营业执照", "核验已过期，请更新后重新提交"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert_eq!(renewed.submit("/profile", "/profile/submit", &[("site", "650000")]).await.status, 303);
        let mut centre = world.logged_in("6-centre-xj").await;
        let seen = centre.get(&review).await.field("seen");
        assert_eq!(centre.submit(&review, &format!("{review}/verify"), &[("seen", &seen)]).await.status, 303);
        let page = renewed.get("/profile").await.body;
        assert!(page.contains("已核验") && !page.contains("须重新核验"), "{page}");
        world.clock.advance(370 * 24 * Timestamp::HOUR);
        assert_eq!(stored(&world, &review).await.standing(&"天山北麓建设集团有限公司".parse().unwrap(), world.world.now()).code(), "stale");
    }

    async fn what_was_begun_and_never_finished_is_swept_away_though_nobody_begins_another(world: TestWorld) {
        app::profile::upload::sweep::begin(&world.world).await.unwrap();
        let mut bidder = world.logged_in("1-bidder").await;
        let token = bidder.get("/profile").await.field("token");
        let file = pdf(2_500_000);
        let size = file.len().to_string();
        for (name, mark) in [("一.pdf", "1"), ("二.pdf", "2"), ("三.pdf", "3"), ("四.pdf", "4"), ("五.pdf", "5")] {
            let about = [("token", token.as_str()), ("kind", "qualification"), ("name", name), ("size", &size), ("mark", mark)];
            let begun = bidder.post("/profile/uploads", &about).await;
            let address = format!("/profile/uploads/{}", begun.between("\"id\":\"", "\""));
            let part: usize = begun.body.split("\"part\":").nth(1).unwrap().split(['}', ',']).next().unwrap().parse().unwrap();
            bidder.upload(&address, &[("token", &token), ("begins", "0")], &[("file", "part", &file[..part])]).await;
        }
        let kept = || std::fs::read_dir(world.folder.path().join("files")).map_or(0, walk);
        let left = async |world: &TestWorld| {
            store::upload::list_old(&mut world.parts.store.reader(), world.world.now().plus(Timestamp::HOUR)).await.unwrap().len()
        };
        let parts = kept();
        assert!(parts >= 5, "{parts}");
        world.clock.advance(23 * Timestamp::HOUR);
        world.run_jobs().await;
        assert_eq!((left(&world).await, kept()), (4, parts), "the first page of those under way: they may go on yet");
        world.clock.advance(2 * Timestamp::HOUR);
        world.run_jobs().await;
        assert_eq!((left(&world).await, kept()), (0, parts - 5));
        // And whoever is asked twice, at every start, looks once.
        app::profile::upload::sweep::begin(&world.world).await.unwrap();
        assert_eq!(world.run_jobs().await, 0);
    }

    async fn a_profile_goes_to_who_can_verify_it_and_where_nobody_can_that_is_said(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        complete(&mut bidder).await;
        assert_eq!(bidder.get("/410000").await.status, 200);
        let nobody = bidder.get("/profile").await.body;
        assert!(nobody.contains("本站点暂无交易中心人员核验企业信息") && !nobody.contains("提交核验</button>"), "{nobody}");
        let refused = bidder.submit("/profile", "/profile/submit", &[("site", "410000")]).await;
        assert!(refused.status == 422 && refused.body.contains("本站点暂无交易中心人员核验企业信息"), "{}", refused.body);
        // A prefecture that has no centre of its own on the platform, and one that has.
        for (site, centre, persona) in [("430200", "湖南省", "7-centre-hn"), ("430100", "长沙市", "i-centre-cs")] {
            assert_eq!(bidder.get(&format!("/{site}")).await.status, 200);
            let page = bidder.get("/profile").await.body;
            assert!(page.contains(&format!("<p class=\"hint\">由{centre}")), "{page}");
            assert_eq!(bidder.submit("/profile", "/profile/submit", &[("site", site)]).await.status, 303);
            let mut staff = world.logged_in(persona).await;
            let review = format!("/centre/profiles/{}", staff.get("/centre/profiles").await.between("href=\"/centre/profiles/", "\""));
            let seen = staff.get(&review).await.field("seen");
            let back = staff.submit(&review, &format!("{review}/return"), &[("seen", &seen), ("reason", "营业执照看不清")]).await;
            assert_eq!(back.status, 303, "{}", back.body);
        }
    }

    async fn what_nothing_names_is_swept_after_a_week_whoever_dies_on_the_way_and_nothing_else_is(world: TestWorld) {
        app::document::sweep::begin(&world.world).await.unwrap();
        world.run_jobs().await;
        let kept = || std::fs::read_dir(world.folder.path().join("files")).map_or(0, walk);
        let before = kept();
        let mut bidder = world.logged_in("1-bidder").await;
        for bytes in [png(), pdf(10)] {
            assert_eq!(attach(&mut bidder, "business_licence", "执照", &bytes, "").await.status, 303, "the second takes the place of the first");
        }
        assert_eq!(attach(&mut bidder, "legal_card", "身份证.png", &png(), "").await.status, 303);
        let card = bidder.get("/profile").await.between("action=\"/profile/files/", "/remove\"");
        assert_eq!(bidder.submit("/profile", &format!("/profile/files/{card}/remove"), &[]).await.status, 303);
        // It dies between storing a file and saying whose it is.
        let token = bidder.get("/profile").await.field("token");
        world.parts.store.fail_from(Some(1));
        let fields = [("token", token.as_str()), ("kind", "account_permit"), ("until", "")];
        let lost = bidder.upload("/profile/files", &fields, &[("file", "开户许可.png", &png())]).await;
        world.parts.store.fail_from(None);
        assert!(lost.status >= 500, "{} {}", lost.status, lost.body);
        assert_eq!(kept(), before + 4);
        world.clock.advance(6 * 24 * Timestamp::HOUR);
        world.run_jobs().await;
        assert_eq!(kept(), before + 4, "whatever is on its way has its time");
        world.clock.advance(2 * 24 * Timestamp::HOUR);
        world.run_jobs_dying_at_every_step().await;
        assert_eq!(kept(), before + 1);
        assert!(store::loose::list_old(&mut world.parts.store.reader(), world.world.now()).await.unwrap().is_empty());
        let (mut reader, uscc) = (world.parts.store.reader(), world.persona("1-bidder").uscc().parse().unwrap());
        let organisation = store::organisation::load_by_uscc(&mut reader, &uscc).await.unwrap().unwrap();
        let profile = store::profile::load(&mut reader, organisation.id).await.unwrap().unwrap();
        let stands: Vec<_> = profile.files.iter().map(|file| file.stored.file).collect();
        assert!(stands.len() == 1 && world.parts.files.get(stands[0]).await.is_ok(), "what stands is there: {stands:?}");
    }

    async fn a_file_goes_on_where_the_connection_was_lost(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let token = bidder.get("/profile").await.field("token");
        let file = pdf(2_500_000);
        let size = file.len().to_string();
        let about = [("token", token.as_str()), ("kind", "qualification"), ("name", "资质.pdf"), ("size", &size), ("mark", "1780000000000")];
        let begun = bidder.post("/profile/uploads", &about).await;
        assert_eq!(begun.status, 200, "{}", begun.body);
        let address = format!("/profile/uploads/{}", begun.between("\"id\":\"", "\""));
        let part: usize = begun.body.split("\"part\":").nth(1).unwrap().split(['}', ',']).next().unwrap().parse().unwrap();
        let send = async |browser: &mut Browser, begins: usize| {
            let bytes = &file[begins..(begins + part).min(file.len())];
            browser.upload(&address, &[("token", &token), ("begins", &begins.to_string())], &[("file", "part", bytes)]).await
        };
        assert!(send(&mut bidder, 0).await.body.contains(&format!("\"arrived\":{part},")));
        assert!(send(&mut bidder, 0).await.body.contains(&format!("\"arrived\":{part},")), "the same part again changes nothing");
        assert!(send(&mut bidder, 2 * part).await.body.contains(&format!("\"arrived\":{part},")), "a part that does not follow is not taken");
        let early = bidder.post(&format!("{address}/end"), &[("token", &token), ("until", "")]).await;
        assert!(early.status == 422 && early.body.contains("还没有传完"), "{}", early.body);
        // The page was closed; the same file is chosen again.
        assert_eq!(bidder.post("/profile/uploads", &about).await.between("\"id\":\"", "\""), begun.between("\"id\":\"", "\""));
        assert!(bidder.get(&address).await.body.contains(&format!("\"arrived\":{part},")));
        assert_eq!(world.logged_in("2-bidder").await.get(&address).await.status, 404, "nobody else's");
        for begins in [part, 2 * part] {
            assert_eq!(send(&mut bidder, begins).await.status, 200);
        }
        let wrong = bidder.post(&format!("{address}/end"), &[("token", &token), ("until", "明年")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("有效期应写作"), "{}", wrong.body);
        let end = bidder.post(&format!("{address}/end"), &[("token", &token), ("until", "2031-12-31")]).await;
        assert_eq!(end.status, 200, "what had arrived was kept: {}", end.body);
        let again = bidder.post(&format!("{address}/end"), &[("token", &token), ("until", "2031-12-31")]).await;
        assert_eq!(again.status, 200, "whose answer was lost hears it again: {}", again.body);
        let page = bidder.get("/profile").await;
        assert_eq!(bidder.get(&profile_file(&page)).await.bytes, file);
        assert_eq!(bidder.get(&address).await.status, 404, "it is not on its way any more");
        let files = std::fs::read_dir(world.folder.path().join("files")).unwrap().count();
        assert_eq!(files, 1, "the parts are gone");
        for (size, said) in [("0", "空文件"), ("53477376", "超过 50 MB")] {
            let answer = bidder.post("/profile/uploads", &[("token", &token), ("kind", "qualification"), ("name", "a.pdf"), ("size", size)]).await;
            assert!(answer.status == 422 && answer.body.contains(said), "{}", answer.body);
        }
    }

    async fn a_centre_verifies_what_was_handed_to_it_as_it_saw_it(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        complete(&mut bidder).await;
        let mut centre = world.logged_in("6-centre-xj").await;
        assert!(centre.get("/centre/profiles").await.body.contains("没有待核验的企业信息"), "nothing was handed in");
        assert_eq!(bidder.submit("/profile", "/profile/submit", &[("site", "650000")]).await.status, 303);
        let review = format!("/centre/profiles/{}", centre.get("/centre/profiles").await.between("href=\"/centre/profiles/", "\""));
        for stranger in ["7-centre-hn", "2-bidder", "4-bank"] {
            assert_eq!(world.logged_in(stranger).await.get(&review).await.status, 404, "{stranger}");
        }
        let page = centre.get(&review).await;
        assert!(page.body.contains("6222 **** 7890") && !page.body.contains(ACCOUNT), "{}", page.body);
        assert!(centre.submit(&review, &format!("{review}/reveal"), &[]).await.body.contains(ACCOUNT));
        let paper = format!("{review}/files/{}", page.between(&format!("{review}/files/"), "\""));
        assert_eq!(centre.get(&paper).await.status, 200);
        assert_eq!(world.logged_in("7-centre-hn").await.get(&paper).await.status, 404);

        let seen = page.field("seen");
        let none = centre.submit(&review, &format!("{review}/return"), &[("seen", &seen), ("reason", "")]).await;
        assert!(none.status == 422 && none.body.contains("请填写原因"), "{}", none.body);
        assert_eq!(centre.submit(&review, &format!("{review}/return"), &[("seen", &seen), ("reason", "营业执照看不清")]).await.status, 303);
        assert!(bidder.get("/profile").await.body.contains("营业执照看不清"));
        assert!(bidder.get("/notices").await.body.contains("企业信息核验退回"));

        assert_eq!(attach(&mut bidder, "business_licence", "营业执照.png", &png(), "").await.status, 303);
        assert_eq!(bidder.submit("/profile", "/profile/submit", &[("site", "650000")]).await.status, 303);
        let late = centre.submit(&review, &format!("{review}/verify"), &[("seen", &seen)]).await;
        assert!(late.status == 422 && late.body.contains("在您查看之后有改动"), "{}", late.body);
        let seen = centre.get(&review).await.field("seen");
        assert_eq!(centre.submit(&review, &format!("{review}/verify"), &[("seen", &seen)]).await.status, 303);
        assert!(bidder.get("/notices").await.body.contains("企业信息已通过核验"));
        // What was verified and has changed since is the organisation's own again.
        let first = profile_file(&bidder.get("/profile").await);
        assert_eq!(bidder.submit("/profile", &format!("{first}/remove"), &[]).await.status, 303);
        assert_eq!(centre.get(&review).await.status, 404);
    }

    async fn without_its_scanner_nothing_is_taken(world: TestWorld) {
        let mut world = world;
        let away = Arc::new(VirusScanner::at("unix:/nowhere/clamd.sock").unwrap());
        world.world = World::new(Parts { scanner: Some(away), ..world.parts.clone() });
        let web = Web { world: world.world.clone(), agent: "http://127.0.0.1:17650".into(), agents: Arc::new([]), proxied: false };
        world.router = web::table().router(web);
        let mut bidder = world.logged_in("1-bidder").await;
        let answer = attach(&mut bidder, "legal_card", "身份证.png", &png(), "").await;
        assert!(answer.status == 422 && answer.body.contains("病毒查杀服务暂时没有应答"), "{}", answer.body);
        let token = bidder.get("/profile").await.field("token");
        let size = png().len().to_string();
        let about = [("token", token.as_str()), ("kind", "legal_card"), ("name", "身份证.png"), ("size", &size), ("mark", "1")];
        let address = format!("/profile/uploads/{}", bidder.post("/profile/uploads", &about).await.between("\"id\":\"", "\""));
        bidder.upload(&address, &[("token", &token), ("begins", "0")], &[("file", "part", &png())]).await;
        let end = bidder.post(&format!("{address}/end"), &[("token", &token)]).await;
        assert!(end.status == 422 && end.body.contains("暂时没有应答"), "{}", end.body);
        assert!(bidder.get(&address).await.body.contains(&format!("\"arrived\":{size}")), "it need not be sent again");
    }

    async fn all_that_is_held_about_an_organisation_is_handed_out_to_it(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        complete(&mut bidder).await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", BANK).await;
        let id: ApplicationId = order.rsplit('/').next().unwrap().parse().unwrap();
        let number = store::application::load(&mut world.parts.store.reader(), id).await.unwrap().unwrap().facts.number.to_string();
        let zip = bidder.submit("/profile", "/profile/export", &[]).await;
        assert_eq!((zip.status, zip.headers["content-type"].as_str()), (200, "application/zip"));
        let entries = documents::package::read(&zip.bytes).unwrap();
        let text = String::from_utf8(entries.iter().find(|(name, _)| name == "企业信息.txt").unwrap().1.clone()).unwrap();
        for part in ["天山北麓", ACCOUNT, NUMBER, MOBILE, "上传法人身份证", "SM3"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(entries.iter().find(|(name, _)| name.starts_with("材料/01")).unwrap().1, png());
        let book = &entries.iter().find(|(name, _)| name == "订单.xlsx").unwrap().1;
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book.clone())).unwrap();
        let sheet = calamine::Reader::worksheet_range(&mut book, "订单").unwrap();
        assert!(sheet.rows().any(|row| row[0].to_string() == number), "{number}");
        assert_eq!(audited(&world, Action::ExportProfile).await, 1);
        assert_eq!(world.logged_in("4-bank").await.submit("/workbench", "/profile/export", &[]).await.status, 404);
    }
}

/// A PDF whose object stream unpacks to a gigabyte of blanks.
fn bomb() -> Vec<u8> {
    use std::io::Write;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let blank = vec![b' '; 1 << 20];
    packed.write_all(b"4 0 5 2 ").unwrap();
    (0..1024).for_each(|_| packed.write_all(&blank).unwrap());
    let packed = packed.finish().unwrap();
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let at = bytes.len();
    bytes
        .extend(format!("1 0 obj\n<< /Type /ObjStm /N 2 /First 8 /Filter /FlateDecode /Length {} >>\nstream\n", packed.len()).into_bytes());
    bytes.extend(&packed);
    bytes.extend(b"\nendstream\nendobj\n");
    let begins = bytes.len();
    bytes.extend(
        format!("xref\n0 2\n0000000000 65535 f \n{at:010} 00000 n \ntrailer\n<< /Size 2 /Root 4 0 R >>\nstartxref\n{begins}\n%%EOF\n")
            .into_bytes(),
    );
    bytes
}

/// How many files lie in a folder and below.
fn walk(folder: std::fs::ReadDir) -> usize {
    folder.map(|entry| entry.unwrap().path()).map(|path| if path.is_dir() { walk(std::fs::read_dir(path).unwrap()) } else { 1 }).sum()
}
