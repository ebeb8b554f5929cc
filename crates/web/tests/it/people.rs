//! What people meet when something goes wrong, and on their way back (P3, P7, P8, P11).

use testkit::{TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";

on_both_engines! {
    async fn every_page_about_a_failure_has_a_header_a_way_back_and_chinese_words_p11(world: TestWorld) {
        let mut browser = world.logged_in("1-bidder").await;
        let came = ("referer", "http://kaihan.test/650000/lots");
        let form = ("content-type", "application/x-www-form-urlencoded");
        let origin = ("origin", "http://kaihan.test");
        let order = browser.draft("650000", INSURER).await;
        let cases = [
            ("GET", "/nowhere/at/all".to_owned(), 404),
            ("GET", "/650000/lots?q=a&q=b".to_owned(), 400),
            ("GET", format!("{order}/withdraw"), 405),
            ("GET", "/login/challenge".to_owned(), 405),
            ("POST", "/650000/lots".to_owned(), 405),
            ("POST", "/login".to_owned(), 422),
            ("GET", "/applications/%FF".to_owned(), 404),
        ];
        for (method, path, status) in cases {
            let body = if method == "POST" { b"a=%GG&b".to_vec() } else { Vec::new() };
            let page = browser.send(method, &path, &[came, form, origin], body).await;
            assert_eq!(page.status, status, "{method} {path}: {}", page.body);
            assert!(page.body.contains("<header class=\"top") && page.body.contains("href=\"/650000/lots\" data-back"), "{method} {path}: {}", page.body);
            assert!(page.body.matches("<h1").count() == 1 && !page.body.contains("Failed to"), "{method} {path}: {}", page.body);
            assert!(status != 405 || page.headers.contains_key("allow"), "{path}");
        }
        let foreign = browser.send("POST", "/logout", &[form, ("origin", "http://evil.test")], Vec::new()).await;
        assert!(foreign.status == 403 && foreign.body.contains("不是从本站页面提交"), "{}", foreign.body);
    }

    async fn unknown_addresses_of_the_interface_answer_problems_p11(world: TestWorld) {
        for (method, path, status) in [("GET", "/api", 404), ("GET", "/api/v1/none", 404), ("POST", "/api/v9", 404), ("DELETE", "/api/v1/openapi.json", 405)] {
            let answer = world.browser().send(method, path, &[("origin", "http://kaihan.test")], Vec::new()).await;
            assert_eq!((answer.status, answer.headers["content-type"].as_str()), (status, "application/problem+json"), "{path}: {}", answer.body);
            let problem: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
            assert_eq!(problem["status"], status, "{path}");
        }
    }

    async fn what_was_typed_outlives_the_session_p8(world: TestWorld) {
        let mut browser = world.logged_in("1-bidder").await;
        let order = browser.draft("650000", INSURER).await;
        let path = format!("{order}/details");
        let token = browser.get(&path).await.field("token");
        world.clock.advance(31 * 60 * 1_000_000);
        let fields = [("token", token.as_str()), ("name", "林经办"), ("mobile", "13800138000"), ("email", "a@example.com"), ("wording", "")];
        let late = browser.post(&path, &fields).await;
        assert_eq!(late.status, 401);
        assert!(late.body.contains("登录已过期") && late.body.contains("没有提交"), "{}", late.body);
        let kept = late.field("kept").replace("&#38;", "&");
        assert!(kept.contains("13800138000") && !kept.contains("token"), "{kept}");
        let back = world.log_in_with(&mut browser, "1-bidder", &[("next", &path), ("kept", &kept)]).await;
        assert!(back.status == 200 && back.body.contains("尚未提交") && back.body.contains("林经办"), "{}", back.body);
        let token = back.field("token");
        let again = browser.post(&path, &[("token", &token), ("name", "林经办"), ("mobile", "13800138000"), ("email", "a@example.com"), ("wording", "")]).await;
        assert_eq!(again.status, 303, "{}", again.body);
        // A page that was only looked at says why it asks again.
        world.clock.advance(31 * 60 * 1_000_000);
        let gone = browser.get(&path).await;
        assert!(gone.location.ends_with("&expired=yes"), "{}", gone.location);
        assert!(browser.get(&gone.location).await.body.contains("登录已过期"));
    }

    async fn a_form_of_another_session_is_kept_and_handed_in_again_p8(world: TestWorld) {
        let mut browser = world.logged_in("1-bidder").await;
        let order = browser.draft("650000", INSURER).await;
        let path = format!("{order}/details");
        let stale = browser.post(&path, &[("token", "00"), ("name", "林经办"), ("mobile", "13800138000"), ("email", "a@example.com")]).await;
        assert!(stale.status == 403 && stale.body.contains("重新提交") && stale.body.contains("value=\"13800138000\""), "{}", stale.body);
        let token = stale.field("token");
        let again = browser.post(&path, &[("token", &token), ("name", "林经办"), ("mobile", "13800138000"), ("email", "a@example.com")]).await;
        assert_eq!(again.status, 303);
    }

    async fn the_login_page_helps_those_without_agent_or_certificate_p7(world: TestWorld) {
        let page = world.browser().get("/login").await;
        for word in ["没有安装证书助手", "Windows", "macOS", "Linux", "还没有企业数字证书", "客服", "核验不需要登录"] {
            assert!(page.body.contains(word), "{word}");
        }
        // Without scripts nothing is signed, and nobody is blamed.
        let mut browser = world.browser();
        browser.get("/login").await;
        let bare = browser.post("/login", &[("nonce", ""), ("expires", "0"), ("chain", ""), ("signature", "")]).await;
        assert!(bare.status == 401 && bare.body.contains("启用 JavaScript"), "{}", bare.body);
    }

    async fn the_agents_packages_are_downloaded_as_the_operator_gave_them_and_nothing_else_is_p7(world: TestWorld) {
        let folder = world.folder.path().join("downloads");
        std::fs::create_dir(&folder).unwrap();
        for (name, text) in [("kaihan-agent-linux.tar.gz", "package"), ("kaihan-agent-amiga.zip", "unknown system"), ("secret.key", "secret")] {
            std::fs::write(folder.join(name), text).unwrap();
        }
        std::fs::write(world.folder.path().join("beside"), "beside").unwrap();
        let agents = web::Package::all(&folder).unwrap().into();
        let web = web::Web { world: world.world.clone(), agent: "http://127.0.0.1:17650".into(), agents, proxied: false };
        let mut world = world;
        world.router = web::table().router(web);
        let mut browser = world.browser();
        let login = browser.get("/login").await.body;
        assert!(login.contains("href=\"/downloads/kaihan-agent-linux.tar.gz\"") && !login.contains("amiga") && !login.contains("secret"), "{login}");
        assert!(login.contains(&gm::digest::sm3_hex(b"package")), "the digest is told before anybody runs it");
        let package = browser.get("/downloads/kaihan-agent-linux.tar.gz").await;
        assert_eq!((package.status, package.bytes.as_slice()), (200, b"package".as_slice()));
        assert_eq!(package.headers["content-disposition"], "attachment; filename=kaihan-agent-linux.tar.gz");
        for other in ["kaihan-agent-amiga.zip", "secret.key", "..%2Fbeside", "none"] {
            assert_eq!(browser.get(&format!("/downloads/{other}")).await.status, 404, "{other}");
        }
    }

    async fn a_character_that_no_face_has_is_refused_where_it_is_typed_p3(world: TestWorld) {
        let mut browser = world.logged_in("1-bidder").await;
        let lot = |name: &'static str, creditor: &'static str| {
            [
                ("section_no", "E6501009901000001001077"),
                ("section_name", name),
                ("creditor", creditor),
                ("guarantee_amount", "30000"),
                ("bid_open_time", "2026-12-20T09:00"),
            ]
        };
        let refused = browser.submit("/650000/lots/new", "/650000/lots/new", &lot("一\u{31353}路改建", "\u{2ebf0}州公司")).await;
        assert!(refused.status == 422 && refused.body.contains("U+31353") && refused.body.contains("U+2EBF0"), "{}", refused.body);
        // Extensions B to F are printed, and those of G that a face has.
        let taken = browser.submit("/650000/lots/new", "/650000/lots/new", &lot("\u{20000}\u{2a6d6}\u{2a700}\u{2b740}\u{2b820}\u{2ceb0}\u{2ebe0}路改建", "\u{30000}州公司")).await;
        assert_eq!(taken.status, 303, "{}", taken.body);
        let order = browser.draft("650000", INSURER).await;
        let path = format!("{order}/details");
        let named = browser.submit(&path, &path, &[("name", "王\u{31353}"), ("mobile", "13800138000"), ("email", "a@example.com")]).await;
        assert!(named.status == 422 && named.body.contains("#name") && named.body.contains("U+31353"), "{}", named.body);
    }

    async fn small_things_seen_on_pages_stay_mended_p14(world: TestWorld) {
        let mut guest = world.browser();
        let lots = guest.get("/650000/lots").await.body;
        assert!(lots.contains("<meta name=\"description\" content=\"") && lots.contains("href=\"/430000/lots\""), "{lots}");
        let printed = lots.split("class=\"print-head\"").nth(1).unwrap().split("</p>").next().unwrap();
        assert!(printed.contains("开函 电子保函平台") && printed.contains("打印时间 20"), "{printed}");
        let page = "/650000/onboarding/apply";
        let empty = guest.upload(page, &[("do", "submit")], &[]).await;
        assert_eq!(empty.status, 422);
        let named: Vec<&str> = empty.body.split("<li><a href=\"#").skip(1).map(|link| link.split('"').next().unwrap()).collect();
        let fields: Vec<&str> = empty.body.split(" id=\"").skip(1).map(|field| field.split('"').next().unwrap()).collect();
        let places: Vec<usize> = named.iter().filter_map(|name| fields.iter().position(|field| field == name)).collect();
        assert!(places.len() > 2 && places.is_sorted(), "in the order of the form: {named:?} {fields:?}");
        assert!(empty.body.contains("联系人") && !empty.body.contains("经办人"), "{}", empty.body);
        let mut staff = world.logged_in("4-bank").await;
        assert!(!staff.get("/workbench/report").await.body.contains("保费"), "a bank's fee is no premium");
        let products = staff.get("/workbench/products").await.body;
        assert!(products.contains("新疆") && !products.contains("650000</th>"), "{products}");
        assert!(!staff.get("/workbench/products/new").await.body.contains(">bid-independent/"), "wordings by their titles");
    }

    async fn a_verified_letter_stands_as_its_site_says_and_shows_no_row_without_a_value_p14(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        for (site, says) in [("430000", "生效中"), ("650000", "已出函未开标")] {
            let order = world.submitted(&mut bidder, "1-bidder", site, INSURER).await;
            world.pay(&mut bidder, &order).await;
            world.run_jobs().await;
            let page = bidder.get(&order).await;
            let verify = page.between("href=\"/verify?", "\"").replace("&amp;", "&");
            let shown = world.browser().get(&format!("/verify?{verify}")).await.body;
            assert!(page.body.contains(says) && shown.contains(&format!("<dd>{says}")), "{site}: {shown}");
            assert!(shown.contains("<dt>保函编号</dt>") && !shown.contains("<dt>机构编号</dt>"), "{site}: {shown}");
        }
    }

    async fn what_is_said_of_money_that_settled_nothing_is_said_to_whoever_reads_it_p1(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
        let (account, _, reference) = bidder.due(&order).await;
        assert_eq!(world.report(&world.transfer(&account, "1.00", &reference)).await.status, 200);
        world.run_jobs().await;
        let payer = bidder.get(&order).await.body;
        assert!(payer.contains("由出函机构核实后原路退回") && payer.contains("另行转账"), "{payer}");
        let staff = world.logged_in("3-insurer").await.get(&order).await.body;
        assert!(staff.contains("请在待核款项中核实") && !staff.contains("请另行一次转足") && !staff.contains("另行转账"), "{staff}");
    }
}
