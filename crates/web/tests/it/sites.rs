use app::site::{SiteError, Sites};
use counterparts::demonstration::lots;
use domain::time::Timestamp;
use std::path::Path;
use testkit::{Browser, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const BANK: &str = "长川银行股份有限公司";

/// A copy of the sites that ship.
pub(crate) fn regions() -> tempfile::TempDir {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regions");
    let to = tempfile::tempdir().unwrap();
    for folder in ["", "calendar", "rules"] {
        std::fs::create_dir_all(to.path().join(folder)).unwrap();
        for file in std::fs::read_dir(from.join(folder)).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
            std::fs::copy(&file, to.path().join(folder).join(file.file_name().unwrap())).unwrap();
        }
    }
    to
}

pub(crate) fn edit(folder: &Path, file: &str, change: impl FnOnce(String) -> String) {
    let path = folder.join(file);
    std::fs::write(&path, change(std::fs::read_to_string(&path).unwrap())).unwrap();
}

fn refused(folder: &Path) -> SiteError {
    Sites::load(folder, 2026).unwrap_err()
}

#[test]
fn the_sites_that_ship_are_accepted() {
    let sites = Sites::load(regions().path(), 2026).unwrap();
    let hunan = "430000".parse().unwrap();
    assert_eq!((sites.all().count(), sites.prefectures(hunan).count()), (18, 14));
    let mut centres: Vec<&str> = sites.all().map(|site| site.centre.as_str()).collect();
    centres.sort_unstable();
    centres.dedup();
    assert_eq!(centres.len(), 18, "every site has a centre of its own name");
}

#[test]
fn an_unknown_key_stops_the_start() {
    for file in ["430000.toml", "430100.toml"] {
        let folder = regions();
        edit(folder.path(), file, |text| format!("no_such_key = 1\n{text}"));
        let error = refused(folder.path());
        assert!(
            matches!(error, SiteError::Wrong(..)) && error.to_string().contains(file) && error.to_string().contains("no_such_key"),
            "{error}"
        );
    }
    let folder = regions();
    edit(folder.path(), "430100.toml", |text| format!("{text}\n[words.application]\nno_such_state = \"无\"\n"));
    assert!(refused(folder.path()).to_string().contains("no_such_state"));
}

#[test]
fn a_place_that_is_none_of_the_provinces_prefectures_stops_the_start() {
    for code in ["420100", "410102"] {
        let folder = regions();
        edit(folder.path(), "410000.toml", |text| format!("{text}\n{code} = \"某地\"\n"));
        assert!(refused(folder.path()).to_string().contains(code), "{code}");
    }
    let sites = Sites::load(regions().path(), 2026).unwrap();
    let places = |code: &str| sites.places(code.parse().unwrap());
    assert_eq!(places("430000").len(), 15, "itself, and the sites of its prefectures");
    assert_eq!(places("410000")[1].1, "郑州市");
    assert!(places("430100").is_empty());
}

#[test]
fn a_missing_calendar_year_stops_the_start() {
    let folder = regions();
    assert!(matches!(Sites::load(folder.path(), 2027), Err(SiteError::Calendar(_))));
    std::fs::remove_file(folder.path().join("calendar/2027.toml")).unwrap();
    assert!(matches!(Sites::load(folder.path(), 2026), Err(SiteError::Calendar(_))));
}

#[test]
fn a_file_named_after_another_site_stops_the_start() {
    let folder = regions();
    std::fs::rename(folder.path().join("430100.toml"), folder.path().join("430199.toml")).unwrap();
    assert!(matches!(refused(folder.path()), SiteError::Misnamed(_)));
}

#[test]
fn a_prefecture_without_a_province_of_its_own_stops_the_start() {
    let named = |province: &str| {
        let folder = regions();
        edit(folder.path(), "430100.toml", |text| text.replace("\"430000\"", &format!("\"{province}\"")));
        refused(folder.path())
    };
    assert!(matches!(named("440000"), SiteError::NoProvince(..)));
    for wrong in ["650000", "430200", "430100"] {
        let error = named(wrong);
        assert!(matches!(error, SiteError::NotItsProvince(..)) && error.to_string().contains("430100.toml"), "{wrong}: {error}");
    }
}

#[test]
fn a_prefecture_says_only_what_differs_and_a_table_is_laid_over_key_by_key() {
    let folder = regions();
    edit(folder.path(), "430100.toml", |text| {
        format!("{}\n[words]\nexpired = \"已到期\"\n", text.replace("[rules]", "[rules]\npayment_minutes = 45"))
    });
    let sites = Sites::load(folder.path(), 2026).unwrap();
    let site = |code: &str| sites.get(code.parse().unwrap()).unwrap();
    let (province, prefecture) = (site("430000"), site("430100"));
    assert_eq!((prefecture.rules.payment_minutes, prefecture.rules.two_persons), (45, province.rules.two_persons));
    assert_eq!(prefecture.contacts.consult.hours, province.contacts.consult.hours);
    assert_ne!(prefecture.contacts.consult.phones, province.contacts.consult.phones);
    let said = |path: &str| sites.keys("430100".parse().unwrap()).iter().find(|key| key.path == path).unwrap().to_string();
    for (path, says) in [
        ("rules.payment_minutes", "rules.payment_minutes = 45　← 本站点文件"),
        ("rules.two_persons", "rules.two_persons = true　← 省 430000.toml"),
        ("words.before_opening", "words.before_opening = \"生效中\"　← 省 430000.toml"),
        ("words.in_force", "words.in_force = \"生效中\"　← 平台"),
        ("guarantors", "guarantors = \"province\"　← 平台"),
        ("contacts.consult.hours", "contacts.consult.hours = \"工作日 8:30–18:00\"　← 省 430000.toml"),
    ] {
        assert_eq!(said(path), says);
    }
}

/// Files of CONTRIBUTING.md's section, by the comment in their first line.
fn told() -> Vec<(String, String)> {
    let text = include_str!("../../../../CONTRIBUTING.md");
    let section = text.split("## Add a site\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let block = |block: &str| {
        let (name, content) = block.split("\n```").next().unwrap().split_once('\n').unwrap();
        (name.trim_start_matches("# ").to_owned(), content.to_owned())
    };
    section.split("```toml\n").skip(1).map(block).collect()
}

/// Lots of Changsha, as the province's feed has them.
async fn changsha(world: &TestWorld) {
    let feed = world.folder.path().join("changsha.jsonl");
    std::fs::write(&feed, lots("430100", "长沙", 6, app::Clock::now(world.clock.as_ref()))).unwrap();
    let report = app::lot::import::import(&world.world, &world.world.system(), "430000".parse().unwrap(), &feed, |_| {}).await.unwrap();
    assert_eq!((report.added, report.bad), (6, 0), "{report:?}");
}

/// Whether a page lists lots of this site.
async fn lists(browser: &mut Browser, page: &str, site: &str) -> bool {
    browser.get(page).await.body.contains(&format!("<a href=\"/{site}/lots/lot_"))
}

/// The institution chooses where in Hunan it sells.
async fn choose(world: &TestWorld, staff: &str, fields: &[(&str, &str)]) {
    let mut staff = world.logged_in(staff).await;
    let page = "/workbench/prefectures";
    let form = staff.get(page).await;
    let id = form.between("action=\"/workbench/prefectures/", "\"");
    let chosen = staff.submit(page, &format!("{page}/{id}"), fields).await;
    assert_eq!(chosen.status, 303, "{}", chosen.body);
}

on_both_engines! {
    async fn contributing_adds_a_site_and_a_prefecture_word_by_word(world: TestWorld) {
        let (folder, mut register) = (regions(), String::new());
        for (name, content) in told() {
            match name.strip_prefix("regions/") {
                Some(file) => std::fs::write(folder.path().join(file), content).unwrap(),
                None => register = content.replace("{4-bank}", &world.persona("4-bank").uscc()),
            }
        }
        let world = world.with_sites(folder.path());
        app::institution::register::register(&world.world, &register).await.unwrap();
        let mut bidder = world.logged_in("1-bidder").await;
        for (site, own) in [("510000", "四川省公共资源交易中心（演示）"), ("510100", "成都市公共资源交易中心（演示）")] {
            let home = bidder.get(&format!("/{site}")).await;
            assert!(home.status == 200 && home.body.contains(own) && home.body.contains(BANK), "{site}: {}", home.body);
            let lot = [
                ("section_no", format!("E{}9901000001001001", if site == "510000" { "510000" } else { "510104" })),
                ("section_name", "天府大道改建工程".to_owned()),
                ("creditor", "成都交通建设有限公司".to_owned()),
                ("guarantee_amount", "30000".to_owned()),
                ("bid_open_time", "2026-12-20T09:00".to_owned()),
            ];
            let fields: Vec<(&str, &str)> = lot.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let page = format!("/{site}/lots/new");
            let added = bidder.submit(&page, &page, &fields).await;
            assert_eq!(added.status, 303, "{site}: {}", added.body);
            let order = bidder.draft_for(site, added.location.rsplit('/').next().unwrap(), BANK).await;
            assert!(bidder.get(&order).await.body.contains("待提交"));
        }
        assert!(bidder.get("/510100").await.body.contains("400-000-5101　工作日 9:00–18:00"), "the hours are the province's");
    }

    async fn a_lot_belongs_to_the_prefecture_its_number_names_and_its_province_finds_it_too(world: TestWorld) {
        changsha(&world).await;
        let mut guest = world.browser();
        for question in ["", "?q=长沙", "?q=E4301"] {
            assert!(lists(&mut guest, &format!("/430100/lots{question}"), "430100").await, "{question}");
            assert!(lists(&mut guest, &format!("/430000/lots{question}"), "430100").await, "{question}");
            assert!(!lists(&mut guest, &format!("/430200/lots{question}"), "430100").await, "{question}");
            assert!(!lists(&mut guest, &format!("/430100/lots{question}"), "430000").await, "the province's own are not the prefecture's: {question}");
        }
        let page = guest.get("/430000/lots?q=E4301").await;
        let lot = page.between("<a href=\"/430100/lots/", "\"");
        let moved = guest.get(&format!("/430000/lots/{lot}")).await;
        assert_eq!((moved.status, moved.location), (303, format!("/430100/lots/{lot}")));
        assert_eq!(guest.get(&format!("/430200/lots/{lot}")).await.status, 404);
        // What an applicant types in by such a number is the prefecture's too, and nobody else sees it.
        let mut bidder = world.logged_in("1-bidder").await;
        let fields = [
            ("section_no", "E4301049901000001001001"),
            ("section_name", "岳麓山步道工程"),
            ("creditor", "长沙城市建设有限公司"),
            ("guarantee_amount", "30000"),
            ("bid_open_time", "2026-12-20T09:00"),
        ];
        let added = bidder.submit("/430000/lots/new", "/430000/lots/new", &fields).await;
        assert!(added.location.starts_with("/430100/lots/"), "{} {}", added.location, added.body);
        assert!(bidder.get("/430000/lots?q=岳麓山").await.body.contains("岳麓山步道工程"));
        for site in ["430000", "430100"] {
            assert!(!guest.get(&format!("/{site}/lots?q=岳麓山")).await.body.contains("岳麓山步道工程"));
        }
    }

    async fn admitted_by_the_province_an_institution_sells_in_the_prefectures_it_asked_for(world: TestWorld) {
        changsha(&world).await;
        let mut bidder = world.logged_in("1-bidder").await;
        assert!(bidder.get("/430100").await.body.contains(INSURER) && bidder.get("/430200").await.body.contains(INSURER));
        let order = world.submitted(&mut bidder, "1-bidder", "430100", INSURER).await;
        let draft = bidder.draft("430100", BANK).await;
        // Not everybody chooses, and nobody for another.
        let mut other = world.logged_in("4-bank").await;
        let own = world.logged_in("3-insurer").await.get("/workbench/prefectures").await;
        let id = own.between("action=\"/workbench/prefectures/", "\"");
        let foreign = other.submit("/workbench/prefectures", &format!("/workbench/prefectures/{id}"), &[("reach", "all")]).await;
        assert_eq!(foreign.status, 404);
        assert_eq!(bidder.get("/workbench/prefectures").await.status, 404);
        // Zhuzhou alone.
        choose(&world, "3-insurer", &[("reach", "some"), ("at:430200", "yes")]).await;
        world.run_jobs().await;
        assert!(!bidder.get("/430100").await.body.contains(INSURER) && bidder.get("/430200").await.body.contains(INSURER));
        assert!(bidder.get("/430000").await.body.contains(INSURER), "the province itself is no prefecture");
        assert!(bidder.get(&order).await.body.contains("订单已按规则关闭"), "what is unpaid is closed");
        assert!(!bidder.get(&draft).await.body.contains("出函机构已下线"), "another institution's draft stays");
        // All again, those to come included.
        choose(&world, "3-insurer", &[("reach", "all")]).await;
        world.run_jobs().await;
        assert!(bidder.get("/430100").await.body.contains(INSURER));
    }

    async fn a_prefecture_that_lists_its_own_institutions_has_no_others_and_its_centre_admits_them(world: TestWorld) {
        let folder = regions();
        edit(folder.path(), "430100.toml", |text| text.replace("name = ", "guarantors = \"own\"\nname = "));
        let bank = told().into_iter().find(|(name, _)| name == "institutions.toml").unwrap().1.replace("{4-bank}", &world.persona("4-bank").uscc());
        let sold_in = |site: &str| bank.replace("\"510000\"", &format!("\"{site}\""));
        let refused = app::institution::register::register(&world.world, &sold_in("430100")).await.unwrap_err();
        assert!(format!("{refused:?}").contains("站点 430100 的机构由省级准入"), "{refused:?}");
        // The centre of a prefecture whose institutions are the province's is told who admits them.
        let newcomer = world.persona("a-newcomer");
        let centre = format!("[[centre]]\nname = \"长沙市公共资源交易中心（演示）\"\nuscc = \"{}\"\nsite = \"430100\"\n", newcomer.uscc());
        app::institution::register::register(&world.world, &centre).await.unwrap();
        let desk = world.logged_in("a-newcomer").await.get("/centre/institutions").await.body;
        assert!(desk.contains("本站点的出函机构由湖南省公共资源交易中心（演示）统一准入") && !desk.contains(BANK), "{desk}");
        let world = world.with_sites(folder.path());
        let mut guest = world.browser();
        assert!(!guest.get("/430100").await.body.contains(BANK) && guest.get("/430200").await.body.contains(BANK));
        assert!(guest.get("/430100/onboarding").await.body.contains("/430100/onboarding/apply"));
        app::institution::register::register(&world.world, &sold_in("430100")).await.unwrap();
        assert!(guest.get("/430100").await.body.contains(BANK));
        let mut centre = world.logged_in("a-newcomer").await;
        let desk = centre.get("/centre/institutions").await.body;
        assert!(desk.contains(BANK) && !desk.contains("统一准入") && !desk.contains(INSURER), "{desk}");
        // What it decides is its own: the province's stays as it is.
        let page = desk.split("/centre/institutions/").nth(1).unwrap().split('"').next().unwrap();
        let page = format!("/centre/institutions/{page}");
        assert_eq!(centre.submit(&page, &page, &[("kind", "pause"), ("words", "长沙暂停受理")]).await.status, 303);
        assert!(guest.get("/430100").await.body.contains("长沙暂停受理") && !guest.get("/430200").await.body.contains("长沙暂停受理"));
        assert_eq!(world.logged_in("7-centre-hn").await.get(&page).await.status, 404, "the province's centre sees nothing of it");
    }

    async fn a_pause_by_the_province_reaches_its_prefectures(world: TestWorld) {
        changsha(&world).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let draft = bidder.draft("430100", BANK).await;
        let mut centre = world.logged_in("7-centre-hn").await;
        let list = centre.get("/centre/institutions").await;
        let row = list.between(&format!("{BANK}</th>"), "</tr>");
        let page = format!("/centre/institutions/{}", row.split("/centre/institutions/").nth(1).unwrap().split('"').next().unwrap());
        assert_eq!(centre.submit(&page, &page, &[("kind", "pause"), ("words", "系统升级，暂停受理")]).await.status, 303);
        world.run_jobs().await;
        assert!(bidder.get("/430100").await.body.contains("系统升级，暂停受理"));
        assert!(bidder.get(&draft).await.body.contains("出函机构已暂停受理"));
        assert!(bidder.get("/650000").await.body.contains(BANK) && !bidder.get("/650000").await.body.contains("系统升级，暂停受理"));
    }

    async fn the_home_page_counts_nothing_of_a_lot_that_was_not_opened_long_enough_ago(world: TestWorld) {
        changsha(&world).await;
        app::site::figures::begin(&world.world).await.unwrap();
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "430100", INSURER).await;
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        assert!(bidder.get(&order).await.body.contains("保函已出具"));
        let letters = async |site: &str| {
            let page = world.browser().get(&format!("/{site}")).await;
            page.between("累计出具保函（份）</dt><dd>", "<")
        };
        let mut seen = Vec::new();
        // Its lot is opened within six weeks: each night is looked at, and nothing is told before 24 hours have passed since.
        let opens = bidder.get(&order).await.between("<dt>开标时间</dt><dd>", "<").trim().to_owned();
        let opens = Timestamp::parse_civil(&opens).unwrap();
        for _ in 0..45 {
            world.clock.advance(24 * Timestamp::HOUR);
            world.run_jobs().await;
            let now = app::Clock::now(world.clock.as_ref());
            let told = letters("430100").await;
            if now < opens.plus(24 * Timestamp::HOUR) {
                assert_eq!(told, "0", "{now}");
            }
            seen.push(told);
        }
        assert_eq!(seen.last().unwrap(), "1");
        assert_eq!((letters("430000").await.as_str(), letters("430200").await.as_str(), letters("650000").await.as_str()), ("1", "0", "0"));
        assert!(world.browser().get("/430100").await.body.contains("只统计开标满 24 小时的标段"));
    }

    async fn a_site_is_chosen_in_the_header_and_at_the_foot_and_remembered(world: TestWorld) {
        let mut guest = world.browser();
        let home = guest.get("/430000").await.body;
        for way in ["<a href=\"/430100\">长沙市</a>", "<a href=\"/433100\">湘西州</a>", "切换地市州", "省本级", "<a href=\"/460000\"", "<a href=\"/410000\""] {
            assert!(home.contains(way), "{way}: {home}");
        }
        for group in ["保险保函<small>", "银行保函<small>", "担保保函<small>"] {
            assert!(home.contains(group), "{group}");
        }
        let changsha = guest.get("/430100").await;
        for word in ["长沙市公共资源交易中心（演示）", "400-000-4301", "业务咨询", "系统维护", "投诉"] {
            assert!(changsha.body.contains(word), "{word}");
        }
        assert_eq!(guest.get("/").await.location, "/430100", "the choice is remembered");
        assert!(guest.get("/verify").await.body.contains("长沙市公共资源交易中心（演示）"));
        assert!(guest.get("/430100/onboarding").await.body.contains("/430000/onboarding/apply"), "its institutions are the province's");
        assert!(!guest.get("/650000").await.body.contains("切换地市州"));
        assert!(guest.get("/430100").await.body.contains("https://zhuce.hunan.example/") && !guest.get("/410000").await.body.contains(">注册</a>"));
    }

    async fn whom_one_calls_and_who_one_is_stands_at_the_top_in_the_sites_own_words(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        for (site, phone, role) in [("650000", "", "投标人"), ("460000", "400-000-0046", "建设单位/施工单位")] {
            let page = bidder.get(&format!("/{site}")).await.body;
            let top = page.split("<header").nth(1).unwrap().split("</header>").next().unwrap();
            assert!(top.contains("客服电话：") && top.contains(phone) && top.contains(&format!("欢迎您，{role}")), "{top}");
            assert!(bidder.get("/account").await.body.contains(&format!("<dd>{role}</dd>")));
        }
        assert!(world.browser().get("/650000").await.body.contains("客服电话："), "to anybody");
        let henan = bidder.get("/credit/new?site=410000").await.body;
        for kind in ["工程投标保函", "承包商合同履约保函", "建设单位工程款支付担保", "农民工工资支付担保"] {
            assert!(henan.contains(kind), "{kind}: {henan}");
        }
    }

    async fn every_page_of_a_site_remembers_it_and_nobody_is_sent_to_one_they_did_not_choose(world: TestWorld) {
        let mut guest = world.browser();
        let choice = guest.get("/").await;
        for way in ["请选择项目所在地的站点", "<a href=\"/650000\">新疆", "<a href=\"/430000\">湖南省（省本级）</a>", "<a href=\"/430100\">长沙市</a>"] {
            assert!(choice.status == 200 && choice.body.contains(way), "{way}: {}", choice.body);
        }
        assert!(!guest.cookies.contains_key("kaihan-site"), "nothing was chosen");
        for path in ["/430000/lots", "/460000/news", "/430100/help", "/650000/products", "/430000"] {
            let page = guest.get(path).await;
            assert!(page.headers["set-cookie"].contains("Max-Age=31536000"), "{path}: {}", page.headers["set-cookie"]);
            assert_eq!(guest.get("/").await.location, path[..7], "{path}");
        }
        // What says nothing of a visit does not: pages that do not exist, and answers that are kept for everybody.
        for path in ["/999999", "/650000/nothing", "/650000/news/feed.atom", "/999999/lots"] {
            assert!(!guest.get(path).await.headers.contains_key("set-cookie"), "{path}");
        }
        assert_eq!(guest.get("/").await.location, "/430000");
    }

    async fn an_address_with_a_slash_at_its_end_leads_to_the_page(world: TestWorld) {
        let mut guest = world.browser();
        for (path, to) in [("/430000/", "/430000"), ("/430000/lots/?q=a", "/430000/lots?q=a"), ("/verify//", "/verify")] {
            let answer = guest.get(path).await;
            assert_eq!((answer.status, answer.location.as_str()), (308, to), "{path}");
        }
        let elsewhere = guest.get("//evil.example/").await;
        assert_eq!((elsewhere.status, elsewhere.location.as_str()), (404, ""));
    }

    async fn an_applicant_finds_its_own_things_in_one_place_and_nobody_elses(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
        assert!(bidder.get(&order).await.body.contains("平台声明"), "where the fee is paid");
        assert!(bidder.get("/guarantees").await.body.contains("没有保函"));
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        let hub = bidder.get("/account").await.body;
        for word in ["企业信息", "我的消息", "我的订单", "我的保函", "共 1 个", "共 1 份", "条未读", "返回交易中心"] {
            assert!(hub.contains(word), "{word}: {hub}");
        }
        assert!(hub.contains("<b class=\"count\">1<"), "the badge in the header: {hub}");
        let own = bidder.get("/guarantees").await;
        for word in ["标段编号", "保证金金额（元）", "出函机构", "保函编号", "申请时间", "已出函未开标", INSURER, &order] {
            assert!(own.body.contains(word), "{word}: {}", own.body);
        }
        assert_eq!(bidder.get("/guarantees?as=xlsx").await.status, 200);
        assert!(world.logged_in("2-bidder").await.get("/guarantees").await.body.contains("没有保函"));
        let mut staff = world.logged_in("3-insurer").await;
        assert_eq!((staff.get("/guarantees").await.status, staff.get("/account").await.location.as_str()), (404, "/workbench"));
        assert_eq!(world.logged_in("7-centre-hn").await.get("/account").await.location, "/centre/institutions");
        // The words are the site's: what Xinjiang calls 用户中心 is Hunan's 工作中心.
        bidder.get("/430000").await;
        assert!(bidder.get("/account").await.body.contains("工作中心"));
    }
}
