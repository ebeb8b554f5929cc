//! Logging in by a site's portal (OpenID Connect), by a portal that tells the truth and by one that lies.

pub(crate) mod provider;

use crate::opinion::judged;
use app::portal::Portals;
use app::site::Sites;
use app::{Parts, World};
use domain::access::Action;
use domain::time::Timestamp;
use provider::{CLIENT, Lie, Provider, SECRET};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const PORTAL: &str = "湖南省公共资源交易统一注册平台";
const HERE: &str = "/430000/login/portal";

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, target).unwrap();
        }
    }
}

/// The same world with a portal on the Hunan site.
pub(crate) async fn with_portal(mut world: TestWorld) -> (TestWorld, Provider) {
    let clock = Arc::clone(&world.clock);
    let provider = Provider::start(Arc::new(move || app::Clock::now(clock.as_ref()))).await;
    let regions = world.folder.path().join("regions");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regions"), &regions);
    let file = regions.join("430000.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let portal = format!(
        "\n[identity.oidc]\nname = \"{PORTAL}\"\nissuer = \"{}\"\nclient_id = \"{CLIENT}\"\nregister = \"https://ggzy.example.cn/register\"\n\
         scopes = [\"organisation\"]\n\n[identity.oidc.roles]\n\"投标人\" = \"applicant\"\n\"招标人\" = \"tenderee\"\n\"招标代理\" = \"agency\"\n\
         \"保证人\" = \"guarantor_staff\"\n\"中心\" = \"centre_staff\"\n",
        provider.issuer
    );
    std::fs::write(&file, text + &portal).unwrap();
    let sites = Sites::load(&regions, world.world.now().date().year()).unwrap();
    let portals = Portals::open(&sites, |_| Some(SECRET.into()), true).unwrap();
    world.parts = Parts { sites: Arc::new(sites), portals: Arc::new(portals), ..world.parts.clone() };
    world.world = World::new(world.parts.clone());
    let web = web::Web { world: world.world.clone(), agent: "http://127.0.0.1:17650".into(), agents: Arc::new([]), proxied: false };
    world.router = web::table().router(web);
    (world, provider)
}

fn bidder(roles: Value) -> Value {
    json!({ "sub": "p-1001", "uscc": "91430100MA4XYQR34X", "organisation": "湘江中路市政工程有限公司", "role": roles })
}

/// Goes to the portal; gives back the address there.
async fn away(browser: &mut Browser, next: &str, kept: &str) -> String {
    browser.get("/login").await;
    let page = browser.post(HERE, &[("next", next), ("kept", kept)]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let url = page.between("class=\"btn\" href=\"", "\"").replace("&#38;", "&");
    assert_eq!(page.headers["refresh"], format!("0; url={url}"));
    url
}

async fn logged_in(browser: &mut Browser, provider: &Provider, claims: Value) -> Fetched {
    let url = away(browser, "", "").await;
    let back = provider.confirm(&url, claims);
    browser.get(&back).await
}

/// What was written down of refused logins.
async fn denied(world: &TestWorld) -> Vec<String> {
    store::event::audited(&mut world.parts.store.reader(), Action::LogIn, true).await.unwrap()
}

fn code(persona: &str, world: &TestWorld) -> String {
    world.persona(persona).uscc()
}

on_both_engines! {
    async fn a_portal_logs_a_person_in_for_the_organisation_that_its_certificate_names(world: TestWorld) {
        let mut by_certificate = world.logged_in("2-bidder").await;
        let order = by_certificate.draft("430000", "江海财产保险股份有限公司").await;
        let (world, provider) = with_portal(world).await;
        let mut browser = world.browser();
        browser.get("/430000").await;
        let login = browser.get("/login").await.body;
        assert!(login.contains(&format!("{PORTAL}登录")) && login.contains("https://ggzy.example.cn/register"), "{login}");
        let mut claims = bidder(json!(["投标人"]));
        claims["uscc"] = json!(code("2-bidder", &world));
        let back = logged_in(&mut browser, &provider, claims).await;
        assert_eq!((back.status, back.location.as_str()), (303, "/applications"), "{}", back.body);
        assert_eq!(browser.get(&order).await.status, 200, "the same organisation by its code");
        let sessions = browser.get("/account/sessions").await.body;
        assert!(sessions.contains("统一注册平台"), "{sessions}");
    }

    async fn what_the_claims_lack_is_said_with_where_to_complete_it(world: TestWorld) {
        let (world, provider) = with_portal(world).await;
        for (claims, says) in [
            (json!({ "sub": "p-1" }), "请在湖南省公共资源交易统一注册平台完善统一社会信用代码"),
            (json!({ "sub": "p-1", "uscc": "" }), "完善统一社会信用代码"),
            (json!({ "sub": "p-1", "uscc": "91430100MA4XYQ" }), "统一社会信用代码不正确"),
            (json!({ "sub": "p-1", "uscc": code("2-bidder", &world), "role": ["投标人"] }), "完善单位名称"),
            (json!({ "sub": "p-1", "uscc": code("2-bidder", &world), "organisation": "甲公司" }), "没有授予该账号"),
            (json!({ "sub": "p-1", "uscc": code("2-bidder", &world), "organisation": "甲公司", "role": "评标专家" }), "没有授予该账号"),
        ] {
            let mut browser = world.browser();
            let refused = logged_in(&mut browser, &provider, claims).await;
            assert!(refused.status == 401 && refused.body.contains(says) && refused.body.contains("ggzy.example.cn/register"), "{says}: {}", refused.body);
            assert!(!browser.cookies.contains_key("kaihan"));
        }
    }

    async fn a_portal_that_lies_logs_nobody_in_and_each_lie_is_written_down(world: TestWorld) {
        let (world, provider) = with_portal(world).await;
        for (lie, says, written) in [
            (Lie::Issuer, "签发方不是本站点的统一注册平台", "issuer"),
            (Lie::NoAlgorithm, "签名未通过核验", "signature"),
            (Lie::SharedSecret, "签名未通过核验", "signature"),
            (Lie::OtherKey, "签名未通过核验", "signature"),
            (Lie::Nonce, "与本次登录请求不符", "nonce"),
            (Lie::OtherClient, "发给其他系统的", "audience"),
            (Lie::TwoClients, "发给其他系统的", "audience"),
            (Lie::Late, "已过期", "time"),
            (Lie::Early, "时间相差过大", "time"),
            (Lie::Subject, "与账号信息不一致", "subject"),
        ] {
            // One entry an hour of the same.
            world.clock.advance(Timestamp::HOUR);
            provider.books().lie = lie;
            let before = denied(&world).await.len();
            let mut browser = world.browser();
            let refused = logged_in(&mut browser, &provider, bidder(json!("投标人"))).await;
            assert!(refused.status == 401 && refused.body.contains(says), "{lie:?}: {} {}", refused.status, refused.body);
            assert!(!browser.cookies.contains_key("kaihan"), "{lie:?}");
            let entries = denied(&world).await;
            assert_eq!(entries.len(), before + 1, "{lie:?}: {entries:?}");
            assert!(entries.contains(&format!("login/portal/430000/{written}")), "{lie:?}: {entries:?}");
        }
        let before = denied(&world).await.len();
        assert_eq!(logged_in(&mut world.browser(), &provider, bidder(json!("投标人"))).await.status, 401);
        assert_eq!(denied(&world).await.len(), before, "whoever tries on and on fills nothing");
        let made_up = world.browser().get(&format!("{HERE}?code=x&state=made-up")).await;
        assert_eq!((made_up.status, denied(&world).await.len()), (401, before), "nor who makes a login up");
    }

    async fn another_library_refuses_the_tokens_that_are_refused_here_and_takes_the_others(world: TestWorld) {
        let (world, provider) = with_portal(world).await;
        let mut claims = bidder(json!("投标人"));
        claims["uscc"] = json!(code("2-bidder", &world));
        let lies = [
            Lie::None, Lie::Issuer, Lie::NoAlgorithm, Lie::SharedSecret, Lie::OtherKey, Lie::Nonce, Lie::OtherClient, Lie::TwoClients, Lie::Late,
            Lie::Early,
        ];
        let mut ours = Vec::new();
        for lie in lies {
            provider.books().lie = lie;
            ours.push(logged_in(&mut world.browser(), &provider, claims.clone()).await.status == 303);
        }
        let asked = {
            let books = provider.books();
            json!({ "keys": books.keys(), "issuer": provider.issuer, "client": CLIENT, "given": books.given })
        };
        let theirs = judged("idtoken.py", asked.to_string().as_bytes());
        let taken: Vec<bool> = theirs.as_array().unwrap().iter().map(Value::is_null).collect();
        assert_eq!(ours, taken, "{theirs}");
        assert_eq!(ours.iter().filter(|taken| **taken).count(), 1, "the truth alone");
    }

    async fn an_answer_counts_once_for_the_browser_that_asked_within_its_time(world: TestWorld) {
        let (world, provider) = with_portal(world).await;
        let mut claims = bidder(json!("投标人"));
        claims["uscc"] = json!(code("2-bidder", &world));
        let mut browser = world.browser();
        let url = away(&mut browser, "", "").await;
        let back = provider.confirm(&url, claims.clone());
        let mut other = world.browser();
        other.get("/login").await;
        let stolen = other.get(&back).await;
        assert!(stolen.status == 401 && stolen.body.contains("已使用或已过期"), "another browser's: {}", stolen.body);
        assert_eq!(browser.get(&back).await.status, 303);
        let again = browser.get(&back).await;
        assert!(again.status == 401 && again.body.contains("已使用或已过期"), "{}", again.body);
        // The same code with a login of one's own: the portal has given it out already.
        let url = away(&mut browser, "", "").await;
        let fresh = provider.confirm(&url, claims.clone());
        let state = fresh.split("state=").nth(1).unwrap().split('&').next().unwrap();
        let replayed = browser.get(&format!("{HERE}?code=code-1&state={state}&iss={}", provider.issuer.replace(':', "%3A").replace('/', "%2F"))).await;
        assert!(replayed.status == 401 && replayed.body.contains("登录授权已使用或已过期"), "{}", replayed.body);
        assert!(denied(&world).await.contains(&"login/portal/430000/code".to_owned()));
        let url = away(&mut browser, "", "").await;
        let late = provider.confirm(&url, claims.clone());
        world.clock.advance(10 * Timestamp::MINUTE);
        assert_eq!(browser.get(&late).await.status, 401);
        // An answer that names another issuer, or none, is not handed on (RFC 9207).
        for iss in ["", "&iss=http%3A%2F%2F127.0.0.1%3A1"] {
            let url = away(&mut browser, "", "").await;
            let back = provider.confirm(&url, claims.clone());
            let mixed = browser.get(&format!("{}{iss}", back.split("&iss=").next().unwrap())).await;
            assert!(mixed.status == 401 && mixed.body.contains("签发方"), "{}", mixed.body);
        }
        let url = away(&mut browser, "", "").await;
        let state = url.split("state=").nth(1).unwrap().split('&').next().unwrap();
        let cancelled = browser.get(&format!("{HERE}?error=access_denied&error_description=%3Cscript%3E&state={state}")).await;
        assert!(cancelled.status == 401 && cancelled.body.contains("取消了登录") && !cancelled.body.contains("<script>"), "{}", cancelled.body);
    }

    async fn keys_that_the_portal_rotates_are_asked_for_again_and_redirects_are_not_followed(world: TestWorld) {
        let (world, provider) = with_portal(world).await;
        let mut claims = bidder(json!("投标人"));
        claims["uscc"] = json!(code("2-bidder", &world));
        assert_eq!(logged_in(&mut world.browser(), &provider, claims.clone()).await.status, 303);
        provider.rotate();
        world.clock.advance(11 * Timestamp::SECOND);
        assert_eq!(logged_in(&mut world.browser(), &provider, claims.clone()).await.status, 303, "with its new key");
        provider.books().lie = Lie::Redirects;
        world.clock.advance(25 * Timestamp::HOUR);
        let mut browser = world.browser();
        browser.get("/login").await;
        let nowhere = browser.post(HERE, &[("next", ""), ("kept", "name=林经办")]).await;
        assert!(nowhere.status == 401 && nowhere.body.contains("暂时没有响应") && nowhere.body.contains("林经办"), "it is called nowhere else");
    }

    async fn a_portal_that_hangs_is_asked_once_and_keeps_nobody_waiting(world: TestWorld) {
        let (world, provider) = with_portal(world).await;
        let mut browsers: Vec<Browser> = (0..20).map(|_| world.browser()).collect();
        away(&mut browsers[0], "", "").await;
        world.clock.advance(11 * Timestamp::MINUTE);
        provider.books().lie = Lie::Hangs;
        let all = futures_util::future::join_all(browsers.iter_mut().map(|browser| away(browser, "", ""))).await;
        assert_eq!(all.len(), 20, "by what it said before");
        assert_eq!(provider.books().asked, 2, "one asks, the others go by what is known");
        away(&mut browsers[1], "", "").await;
        assert_eq!(provider.books().asked, 2, "an outage is remembered");
        // Nothing is known of it any more: whoever comes besides those that wait is told so at once.
        world.clock.advance(25 * Timestamp::HOUR);
        let mut told = 0;
        let answers = futures_util::future::join_all(browsers.iter_mut().map(|browser| async move {
            browser.get("/login").await;
            browser.post(HERE, &[("next", ""), ("kept", "")]).await
        }));
        for answer in answers.await {
            assert!(answer.status == 401 && answer.body.contains("暂时没有响应"), "{}", answer.body);
            told += 1;
        }
        assert_eq!((told, provider.books().asked), (20, 3));
        provider.books().lie = Lie::None;
        world.clock.advance(16 * Timestamp::SECOND);
        away(&mut browsers[2], "", "").await;
    }

    async fn what_was_typed_is_unreadable_where_it_waits_bounded_and_one_for_each_browser(world: TestWorld) {
        let (world, _provider) = with_portal(world).await;
        let mut browser = world.browser();
        let state = |url: &str| url.split("state=").nth(1).unwrap().split('&').next().unwrap().to_owned();
        let first = state(&away(&mut browser, "/applications/x/details", "name=林经办&mobile=13800138000").await);
        let secret = browser.cookies.iter().find(|(name, _)| name.contains("browser")).unwrap().1.clone();
        let digest = gm::digest::sm3_hex(secret.as_bytes());
        let row = async |state: &str| {
            let handle = gm::digest::sm3_hex(state.as_bytes());
            store::portal::load(&mut world.parts.store.reader(), &handle, &digest, world.world.now()).await.unwrap()
        };
        let kept = row(&first).await.unwrap();
        let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, &kept).unwrap();
        let plain = String::from_utf8_lossy(&bytes);
        assert!(!plain.contains("138") && !plain.contains("applications") && !plain.contains("nonce"), "{plain}");
        let second = state(&away(&mut browser, "", "").await);
        assert!(row(&first).await.is_none() && row(&second).await.is_some(), "one waits for each browser");
        let much = "x".repeat(16 * 1024 + 1);
        let refused = browser.post(HERE, &[("next", ""), ("kept", &much)]).await;
        assert!(refused.status == 401 && refused.body.contains("无法保留") && refused.body.contains(&much), "what was typed is on the page still");
        let mut told = 0;
        for _ in 0..130 {
            let mut other = world.browser();
            other.get("/login").await;
            told += u32::from(other.post(HERE, &[("next", ""), ("kept", "")]).await.status == 503);
        }
        assert_eq!(told, 3, "so many wait from one address");
    }

    async fn what_a_portal_says_of_one_person_is_that_persons_alone_and_ends_with_it(world: TestWorld) {
        let (world, provider) = with_portal(world).await;
        let said = |sub: &str, roles: Value| json!({ "sub": sub, "uscc": code("2-bidder", &world), "organisation": "某单位", "role": roles });
        let mut owner = world.browser();
        assert_eq!(logged_in(&mut owner, &provider, said("p-1", json!(["招标人"]))).await.location, "/received");
        assert_ne!(owner.get("/applications").await.status, 200, "nobody bids whom the portal does not call a bidder");
        let mut colleague = world.browser();
        assert_eq!(logged_in(&mut colleague, &provider, said("p-2", json!(["投标人"]))).await.location, "/applications");
        assert_eq!(colleague.get("/received").await.status, 404, "a colleague is no tenderee by it");
        assert_eq!(world.logged_in("2-bidder").await.get("/received").await.status, 404, "nor is a certificate's holder");
        assert_eq!(logged_in(&mut owner, &provider, said("p-1", json!(["投标人"]))).await.location, "/applications");
        assert_eq!(owner.get("/received").await.status, 404, "what is no longer said has ended");
        let none = logged_in(&mut world.browser(), &provider, said("p-3", json!(["招标代理"]))).await;
        assert!(none.status == 401 && none.body.contains("没有可在本平台办理业务的角色"), "{}", none.body);
    }

    async fn a_name_that_a_stranger_typed_lasts_until_somebody_vouches_for_another(world: TestWorld) {
        let code = domain::party::Uscc::complete("91430100MA4XYQR34").unwrap();
        let mut tenderee = world.logged_in("g-tenderee").await;
        crate::roles::switched(&mut tenderee, "tenderee").await;
        let until = domain::time::add_days(world.world.now().date(), 90).to_string();
        let recorded = crate::roles::record(&mut tenderee, "E6500000039000000001001", code.as_str(), &until).await;
        assert_eq!(recorded.status, 303, "{}", recorded.body);
        let (world, provider) = with_portal(world).await;
        let name = async || {
            store::organisation::load_by_uscc(&mut world.parts.store.reader(), &code).await.unwrap().unwrap().name.to_string()
        };
        assert_eq!(name().await, "天山招标代理有限公司", "as the tenderee typed it");
        let mut claims = bidder(json!("投标人"));
        claims["uscc"] = json!(code.as_str());
        assert_eq!(logged_in(&mut world.browser(), &provider, claims.clone()).await.status, 303);
        assert_eq!(name().await, "湘江中路市政工程有限公司", "the first who vouches says the name");
        let mut other = claims;
        other["organisation"] = json!("另一名称有限公司");
        assert_eq!(logged_in(&mut world.browser(), &provider, other).await.status, 303);
        assert_eq!(name().await, "湘江中路市政工程有限公司", "a portal renames nobody who is vouched for");
    }

    async fn a_prefecture_goes_by_its_provinces_portal_as_the_province_is_known_there(world: TestWorld) {
        let (world, provider) = with_portal(world).await;
        let mut browser = world.browser();
        browser.get("/430100").await;
        browser.get("/login").await;
        let page = browser.post("/430100/login/portal", &[("next", ""), ("kept", "")]).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let url = page.between("class=\"btn\" href=\"", "\"").replace("&#38;", "&");
        assert!(url.contains("kaihan.test%2F430000%2Flogin%2Fportal"), "{url}");
        let mut claims = bidder(json!("投标人"));
        // A company registered before 2016 carries a code whose check character does not fit (E23); the portal vouches for it.
        claims["uscc"] = json!("91350203M0001QKT19");
        let back = provider.confirm(&url, claims);
        let answer = browser.get(&back).await;
        assert_eq!((answer.status, answer.location.as_str()), (303, "/applications"), "{}", answer.body);
        let token = gm::digest::sm3_hex(browser.cookies["kaihan"].as_bytes());
        let held = store::session::load(&mut world.parts.store.reader(), &token, world.world.now()).await.unwrap().unwrap();
        assert_eq!(held.session.site, Some("430100".parse().unwrap()), "the session is the prefecture's");
    }

    async fn a_portals_roles_are_mapped_and_open_no_office_that_takes_certificates(world: TestWorld) {
        let (world, provider) = with_portal(world).await;
        let said = |key: &str, roles: Value| json!({ "sub": "p-7", "uscc": code(key, &world), "organisation": "某单位", "role": roles });
        let mut owner = world.browser();
        let tenderee = logged_in(&mut owner, &provider, said("2-bidder", json!(["招标人", "投标人"]))).await;
        assert_eq!(tenderee.location, "/received", "{}", tenderee.body);
        assert!(owner.get("/account/role").await.body.contains("投标人/竞买人"));
        let agency = logged_in(&mut world.browser(), &provider, said("2-bidder", json!(["招标代理", "投标人"]))).await;
        assert_eq!(agency.location, "/applications", "an agency is one by a mandate alone");
        let mut staff = world.browser();
        let insurer = logged_in(&mut staff, &provider, said("3-insurer", json!(["保证人", "投标人"]))).await;
        assert_eq!(insurer.location, "/applications");
        assert_eq!(staff.get("/workbench").await.status, 404);
        let centre = logged_in(&mut world.browser(), &provider, said("7-centre-hn", json!(["中心"]))).await;
        assert!(centre.status == 401 && centre.body.contains("数字证书登录"), "{} {}", centre.status, centre.body);
    }

    async fn what_was_typed_goes_through_a_login_by_the_portal(world: TestWorld) {
        let (world, provider) = with_portal(world).await;
        let mut claims = bidder(json!("投标人"));
        claims["uscc"] = json!(code("2-bidder", &world));
        let mut browser = world.browser();
        let url = away(&mut browser, "/applications/x/details", "name=林经办&mobile=13800138000").await;
        let page = { let back = provider.confirm(&url, claims); browser.get(&back).await };
        assert!(page.status == 200 && page.body.contains("林经办") && page.body.contains("action=\"/applications/x/details\""), "{}", page.body);
    }

    async fn logging_out_here_offers_to_log_out_there_and_a_logout_there_ends_it_here(world: TestWorld) {
        let (world, provider) = with_portal(world).await;
        let mut claims = bidder(json!("投标人"));
        claims["uscc"] = json!(code("2-bidder", &world));
        let mut browser = world.browser();
        assert_eq!(logged_in(&mut browser, &provider, claims.clone()).await.status, 303);
        let out = browser.submit("/applications", "/logout", &[]).await;
        assert!(out.status == 200 && out.body.contains(&format!("{}/session/end?client_id={CLIENT}", provider.issuer)), "{} {}", out.status, out.body);
        assert!(out.body.contains("post_logout_redirect_uri=http%3A%2F%2Fkaihan.test%2F"), "{}", out.body);
        assert_ne!(browser.get("/applications").await.status, 200);

        assert_eq!(logged_in(&mut browser, &provider, claims.clone()).await.status, 303);
        let mut other = world.browser();
        let mut another = claims.clone();
        another["sub"] = json!("p-2002");
        assert_eq!(logged_in(&mut other, &provider, another).await.status, 303);
        let tell = async |token: &str| {
            let body = serde_urlencoded::to_string([("logout_token", token)]).unwrap().into_bytes();
            let form = [("content-type", "application/x-www-form-urlencoded")];
            world.browser().send("POST", &format!("{HERE}/logout"), &form, body).await.status
        };
        assert_eq!(tell("nonsense").await, 400);
        provider.books().lie = Lie::OtherKey;
        let forged = provider.logout_token("p-1001", "portal-session-1");
        assert_eq!(tell(&forged).await, 400);
        provider.books().lie = Lie::None;
        let elsewhere = provider.logout_token("p-1001", "another-session");
        assert_eq!(tell(&elsewhere).await, 204);
        assert_eq!(browser.get("/applications").await.status, 200, "another session of the same person");
        let good = provider.logout_token("p-1001", "portal-session-1");
        assert_eq!(tell(&good).await, 204);
        assert_ne!(browser.get("/applications").await.status, 200);
        assert_eq!(other.get("/applications").await.status, 200, "nobody else's");
        world.clock.advance(5 * Timestamp::MINUTE);
        assert_eq!(tell(&good).await, 400, "its time is over");
        // The standard lets a portal name the session and nobody.
        provider.books().session = "portal-session-2".into();
        assert_eq!(logged_in(&mut browser, &provider, claims.clone()).await.status, 303);
        provider.books().lie = Lie::OtherKey;
        let forged = provider.logout_token("", "portal-session-2");
        provider.books().lie = Lie::None;
        assert_eq!(tell(&forged).await, 400);
        assert_eq!(tell(&provider.logout_token("", "")).await, 400, "nobody at all");
        assert_eq!(browser.get("/applications").await.status, 200);
        assert_eq!(tell(&provider.logout_token("", "portal-session-2")).await, 204);
        assert_ne!(browser.get("/applications").await.status, 200);
    }

    async fn a_logout_counts_once_and_also_when_it_is_faster_than_the_login_it_ends(world: TestWorld) {
        let (world, provider) = with_portal(world).await;
        let mut claims = bidder(json!("投标人"));
        claims["uscc"] = json!(code("2-bidder", &world));
        let tell = async |token: &str| {
            let body = serde_urlencoded::to_string([("logout_token", token)]).unwrap().into_bytes();
            let form = [("content-type", "application/x-www-form-urlencoded")];
            world.browser().send("POST", &format!("{HERE}/logout"), &form, body).await.status
        };
        // The portal's session has ended before its answer is back with us.
        let mut browser = world.browser();
        let back = { let url = away(&mut browser, "", "").await; provider.confirm(&url, claims.clone()) };
        let first = provider.logout_token("p-1001", "portal-session-1");
        assert_eq!(tell(&first).await, 204);
        let late = browser.get(&back).await;
        assert!(late.status == 401 && late.body.contains("的登录已退出"), "{} {}", late.status, late.body);
        provider.books().session = "portal-session-2".into();
        assert_eq!(logged_in(&mut browser, &provider, claims.clone()).await.status, 303, "another session of the portal's");
        // Of all of a person's: those of before, and not those of later.
        world.clock.advance(Timestamp::SECOND);
        let all = provider.logout_token("p-1001", "");
        assert_eq!(tell(&all).await, 204);
        assert_ne!(browser.get("/applications").await.status, 200);
        assert_eq!(logged_in(&mut browser, &provider, claims.clone()).await.status, 401, "within the second");
        world.clock.advance(Timestamp::SECOND);
        assert_eq!(logged_in(&mut browser, &provider, claims.clone()).await.status, 303);
        assert_eq!((tell(&all).await, tell(&first).await), (400, 400), "said before");
        assert_eq!(browser.get("/applications").await.status, 200, "nothing is ended twice");
        // Both at once: whichever is heard first, nobody is left logged in.
        for round in 0..8 {
            provider.books().session = format!("at-once-{round}");
            let mut browser = world.browser();
            let back = { let url = away(&mut browser, "", "").await; provider.confirm(&url, claims.clone()) };
            let word = provider.logout_token(if round % 2 == 0 { "" } else { "p-1001" }, &format!("at-once-{round}"));
            let (entered, told) = tokio::join!(browser.get(&back), tell(&word));
            assert!(told == 204 && [303, 401].contains(&entered.status), "{told} {} {}", entered.status, entered.body);
            assert_ne!(browser.get("/applications").await.status, 200, "round {round}");
        }
    }

    async fn a_fresh_signature_is_no_portals_word(world: TestWorld) {
        let (world, provider) = with_portal(world).await;
        let mut claims = bidder(json!("投标人"));
        claims["uscc"] = json!(code("2-bidder", &world));
        let mut browser = world.browser();
        assert_eq!(logged_in(&mut browser, &provider, claims).await.status, 303);
        // Nobody at a portal moves an institution's money or names its people; were there a way, it would ask for a certificate.
        let token = browser.get("/applications").await.field("token");
        let asked = browser.post("/workbench/staff/x", &[("token", &token), ("name", "甲")]).await;
        assert!(asked.status == 401 && asked.body.contains("请再次签名确认") && !asked.body.contains(&format!("{PORTAL}登录")), "{} {}", asked.status, asked.body);
    }
}
