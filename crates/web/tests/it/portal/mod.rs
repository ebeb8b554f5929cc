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
            (json!({ "sub": "p-1", "uscc": "91430100MA4XYQR340" }), "统一社会信用代码不正确"),
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
        world.clock.advance(11 * Timestamp::MINUTE);
        let mut browser = world.browser();
        browser.get("/login").await;
        assert_eq!(browser.post(HERE, &[("next", ""), ("kept", "")]).await.status, 503, "it is called nowhere else");
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
