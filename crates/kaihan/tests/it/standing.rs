//! What an operator and impossible input meet: readiness, jobs that were given up, NUL, signs of life.

use crate::program::{HOST, Serving, configuration};
use counterparts::clock;
use domain::id::OrganisationId;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use store::StoreError;
use testkit::{Kind, TestWorld};

/// One request on a connection of its own: status and body.
fn ask(address: &str, request: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    (answer.get(9..12).unwrap_or("0").parse().unwrap(), answer)
}

fn get(address: &str, path: &str) -> (u16, String) {
    ask(address, &format!("GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operator_sees_what_is_ready_and_what_is_not_l3() {
    let world = TestWorld::beginning(Kind::Sqlite, clock::now()).await;
    let serving = Serving::start(&configuration(&world));
    let admin = &serving.admin;
    assert_eq!(get(admin, "/livez").0, 200);
    // Its children take their time to start on a busy machine.
    let ready = || (0..20).map(|_| get(admin, "/readyz")).find(|(status, _)| *status == 200).unwrap_or_else(|| get(admin, "/readyz"));
    let (status, body) = ready();
    assert!(status == 200 && ["database", "files", "typesetter", "clock"].iter().all(|part| body.contains(part)), "{body}");
    let (_, metrics) = get(admin, "/metrics");
    for figure in [
        "kaihan_connections ",
        "kaihan_jobs_dead 0",
        "kaihan_ready_database 1",
        "kaihan_ready_files 1",
        "kaihan_ready_age_seconds ",
        "kaihan_trust_faults 0",
        "kaihan_revocation_list_ends_in_seconds ",
    ] {
        assert!(metrics.contains(figure), "{figure} in {metrics}");
    }
    assert!(get(admin, "/jobs").1.contains("没有需要处理的任务"));
    // The files go away under the running program.
    let files = world.folder.path().join("files");
    std::fs::rename(&files, world.folder.path().join("gone")).unwrap();
    std::fs::write(&files, b"no folder").unwrap();
    // A scrape looks at nothing itself: it tells what was seen last.
    assert!(get(admin, "/metrics").1.contains("kaihan_ready_files 1"));
    let (status, body) = get(admin, "/readyz");
    assert!(status == 503 && body.contains("\"database\":\"ok\"") && !body.contains("\"files\":\"ok\""), "{body}");
    assert!(get(admin, "/metrics").1.contains("kaihan_ready_files 0"));
    assert_eq!(get(&serving.address, "/healthz").0, 200, "alive all the same");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn impossible_text_is_refused_and_not_a_defect_l3() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let world = TestWorld::beginning(kind, clock::now()).await;
        let serving = Serving::start(&configuration(&world));
        for path in ["/verify?number=%00&code=%00", "/650000/lots?q=%00", "/650000/lots?q=a%00b", "/650000%00", "/650000/lots/%00"] {
            let (status, body) = get(&serving.address, path);
            assert!((200..500).contains(&status), "{path} on {kind:?}: {body}");
        }
        let form = "code=%00&state=%00";
        let post = format!(
            "POST /login HTTP/1.1\r\nHost: {HOST}\r\nOrigin: http://{HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{form}",
            form.len()
        );
        let (status, body) = ask(&serving.address, &post);
        assert!((300..500).contains(&status), "{body}");
    }
}

#[test]
fn what_an_operator_sets_in_the_environment_counts_or_is_named_p12() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kaihan.toml");
    std::fs::write(&file, "listen = \"127.0.0.1:0\"\n").unwrap();
    let run = |key: &str, value: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kaihan"));
        let output = command.args(["doctor", "--config"]).arg(&file).env(key, value).output().unwrap();
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(run("KAIHAN_DEMONSTRATION", "ja").contains("KAIHAN_DEMONSTRATION 应为 true 或 false"));
    assert!(run("KAIHAN_DEMONSTRATION", "true").contains("missing field") || run("KAIHAN_DEMONSTRATION", "true").contains("缺少"));
    assert!(run("KAIHAN_ORIGINS", "x").contains("KAIHAN_ORIGINS 不是配置项"));
    let output = Command::new(env!("CARGO_BIN_EXE_kaihan")).args(["--config"]).arg(&file).arg("doctor").output().unwrap();
    assert!(!output.status.success(), "--config may stand before the subcommand too");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_names_what_serving_would_fail_at_and_changes_nothing_p12() {
    let world = TestWorld::beginning(Kind::Sqlite, clock::now()).await;
    let configuration = configuration(&world);
    let path = |name: &str| world.folder.path().join(name);
    let examine = |settings: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kaihan"));
        command.args(["doctor", "--config"]).arg(&configuration).envs(settings.iter().copied());
        let output = command.output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (well, told) = examine(&[]);
    assert!(well, "{told}");
    let fresh = path("never.db");
    let (well, told) = examine(&[("KAIHAN_DATABASE", &format!("sqlite:{}", fresh.display()))]);
    assert!(well && told.contains("项结构待升级") && !fresh.exists(), "looked at and not made: {told}");
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (well, told) = examine(&[("KAIHAN_LISTEN", &holder.local_addr().unwrap().to_string())]);
    assert!(!well && told.contains("不能监听"), "{told}");
    drop(holder);
    let bank = path("systems/bank.cer");
    let (well, told) = examine(&[("KAIHAN_PLATFORM_CERTIFICATE", bank.to_str().unwrap())]);
    assert!(!well && told.contains("平台证书不是平台密钥的证书"), "{told}");
    let (well, told) = examine(&[("KAIHAN_BANK", "bank.example")]);
    assert!(!well && told.contains("应以 http:// 或 https:// 开头"), "{told}");
    let output = Command::new(env!("CARGO_BIN_EXE_kaihan"))
        .args(["doctor", "--config"])
        .arg(&configuration)
        .env("KAIHAN_ORIGIN", "kaihan.test")
        .output();
    assert!(String::from_utf8_lossy(&output.unwrap().stderr).contains("应为 https://域名"));
    let slip = Command::new(env!("CARGO_BIN_EXE_kaihan")).args(["verify", "a.pdf"]).output().unwrap();
    assert_eq!(slip.status.code(), Some(64), "a slip is not the answer \"not trusted\"");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_says_when_the_key_of_what_is_personal_has_to_come_back() {
    let world = TestWorld::beginning(Kind::Sqlite, clock::now()).await;
    let configuration = configuration(&world);
    let examine = || {
        let output = Command::new(env!("CARGO_BIN_EXE_kaihan")).args(["doctor", "--config"]).arg(&configuration).output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    std::fs::remove_file(world.folder.path().join("vault/personal.p8")).unwrap();
    let (well, told) = examine();
    assert!(well && told.contains("尚无个人信息主密钥，启动时生成"), "{told}");
    let token = world.logged_in("1-bidder").await.get("/account").await.field("token");
    let (organisation, now): (OrganisationId, _) = (token.rsplit('.').next().unwrap().parse().unwrap(), clock::now());
    let kept = world
        .parts
        .store
        .write::<_, StoreError, _>(move |tx| Box::pin(async move { store::profile::keep_key(tx, organisation, "wrapped", now) }));
    kept.await.unwrap();
    let (well, told) = examine();
    assert!(!well && told.contains("从密钥库的备份中取回") && !told.contains("启动时生成"), "{told}");
    assert!(!world.folder.path().join("vault/personal.p8").exists(), "nothing was made");
}

/// A form posted by an operator.
fn post(address: &str, path: &str, who: &str, form: &str) -> (u16, String) {
    use base64::Engine;
    let who = base64::engine::general_purpose::STANDARD.encode(who);
    ask(
        address,
        &format!(
            "POST {path} HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: Basic {who}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{form}",
            form.len()
        ),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn money_on_an_account_of_nobodys_goes_back_by_two_operators() {
    let world = TestWorld::beginning(Kind::Sqlite, clock::now()).await;
    world.report(&world.transfer("999", "600.00", "KH 打错账户")).await;
    world.run_jobs().await;
    let (config, secrets) = (configuration(&world), world.folder.path().join("operators"));
    std::fs::write(&secrets, "甲:a secret of sixteen\n乙:another of sixteen\n").unwrap();
    let (one, two) = ("甲:a secret of sixteen", "乙:another of sixteen");
    {
        let serving = Serving::start(&config);
        let (status, body) = get(&serving.admin, "/suspense");
        assert!(status == 404 && body.contains("operators") && !body.contains("打错账户"), "{body}");
    }
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("operators = \"{}\"\n{text}", secrets.display())).unwrap();
    let serving = Serving::start(&config);
    let admin = &serving.admin;
    let (status, body) = get(admin, "/suspense");
    assert!(status == 401 && !body.contains("打错账户"), "{body}");
    assert_eq!(post(admin, "/suspense/x/refund", "甲:wrong", "").0, 401);
    let page = |who: &str| {
        use base64::Engine;
        let who = base64::engine::general_purpose::STANDARD.encode(who);
        ask(admin, &format!("GET /suspense HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: Basic {who}\r\nConnection: close\r\n\r\n")).1
    };
    let body = page(one);
    assert!(body.contains("打错账户") && body.contains("收款账户不属于任何机构"), "{body}");
    let line = body.split("action=\"/suspense/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let verb = |verb: &str, who: &str, form: &str| post(admin, &format!("/suspense/{line}/{verb}"), who, form);
    assert_eq!(verb("refund", one, "reason=%E6%89%93%E9%94%99%E8%B4%A6%E6%88%B7").0, 303);
    assert!(page(one).contains("待另一人复核"));
    assert_eq!(verb("approve", one, "").0, 409, "one person alone sends nothing back");
    let body = page(two);
    assert!(body.contains("同意退款"));
    assert_eq!(verb("approve", two, "seen=1").0, 409, "what stands there now is not what was seen");
    let seen = body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(verb("approve", two, &format!("seen={seen}")).0, 303);
    assert!(page(two).contains("退款中"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_prints_every_key_of_a_site_and_who_says_it() {
    let world = TestWorld::beginning(Kind::Sqlite, clock::now()).await;
    let file = configuration(&world);
    let site = |code: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_kaihan")).arg("--config").arg(&file).args(["doctor", "site", code]).output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (well, said, _) = site("430100");
    assert!(well, "{said}");
    for line in [
        "name = \"长沙市\"　← 本站点文件",
        "rules.payment_minutes = 30　← 省 430000.toml",
        "words.application.withdrawn = \"订单关闭\"　← 省 430000.toml",
        "words.application.draft = \"待提交\"　← 平台",
    ] {
        assert!(said.lines().any(|told| told == line), "{line} in {said}");
    }
    let (well, _, why) = site("439900");
    assert!(!well && why.contains("没有站点 439900") && why.contains("430100 长沙市"), "{why}");
}
