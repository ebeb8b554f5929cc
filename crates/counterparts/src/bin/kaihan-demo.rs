//! `kaihan-demo`: prepares the demonstration and runs the platform with its counterparts, all on loopback, until Ctrl-C.

#![expect(clippy::print_stdout, reason = "this program talks to the person who started it")]

use clap::Parser;
use counterparts::clock;
use counterparts::demonstration::{
    Configuration, OWN_SYSTEMS, PERSONAS, Portal, Prepared, Studio, contracts, prepare, province_lots, register, register_own_systems,
};
use documents::typesetting::Typesetter;
use gm::SystemEntropy;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, Command};

/// 演示：在本机启动平台、证书助手、参考银行、时间戳服务、短信网关、移动证书服务和统一注册平台，载入虚构数据
#[derive(Debug, Parser)]
struct Arguments {
    /// 数据文件夹
    #[arg(long)]
    data: PathBuf,
    /// 项目根目录（regions、wordings）
    #[arg(long)]
    root: PathBuf,
    /// 字体文件夹
    #[arg(long)]
    fonts: PathBuf,
    /// 清空上次的数据
    #[arg(long)]
    fresh: bool,
    /// 平台端口；证书助手、参考银行、时间戳服务、短信网关、三家机构的自有系统、移动证书服务与统一注册平台使用其后九个
    #[arg(long, default_value_t = 8_080)]
    port: u16,
    /// 每个站点的标段数
    #[arg(long, default_value_t = 120)]
    lots: u32,
    /// 站点文件夹；缺省为项目的 regions
    #[arg(long)]
    regions: Option<PathBuf>,
    /// 统一注册平台的程序（e2e/portal/portal.mjs，由 Node.js 运行）；没有时湖南站点只用证书登录
    #[arg(long)]
    portal: Option<PathBuf>,
    /// 数据库；缺省为数据文件夹中的 SQLite 文件
    #[arg(long)]
    database: Option<String>,
}

/// How far behind the platform's port those of institutions' own systems begin, and where the portal is.
const INSTITUTIONS: u16 = 5;
/// How far behind it that of the mobile certificates is.
const MOBILE: u16 = 8;
/// How far behind it that of the portal is.
const PORTAL: u16 = 9;

struct Programs {
    platform: PathBuf,
    agent: PathBuf,
    bank: PathBuf,
    tsa: PathBuf,
    sms: PathBuf,
    institution: PathBuf,
    mobile: PathBuf,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    if arguments.fresh && arguments.data.exists() {
        std::fs::remove_dir_all(&arguments.data)?;
    }
    std::fs::create_dir_all(&arguments.data)?;
    free(arguments.port).await?;
    println!("· 准备演示证书");
    let typesetter = Typesetter::beside_this_program(&arguments.fonts);
    let layout = std::fs::read_to_string(arguments.root.join("wordings/layout/1/layout.typ"))?;
    let prepared = prepare(&arguments.data, clock::now(), &SystemEntropy, &Studio { typesetter: &typesetter, layout: &layout })?;
    drop(typesetter);
    let portal = match arguments.portal {
        Some(_) => Some(Portal::prepare(&regions(&arguments), &arguments.data, &portal_address(&arguments), &SystemEntropy)?),
        None => None,
    };
    let config = configure(&arguments, portal.as_ref())?;
    let here = std::env::current_exe()?;
    let beside = |name: &str| here.with_file_name(name);
    let programs = Programs {
        platform: beside("kaihan"),
        agent: beside("kaihan-agent"),
        bank: beside("kaihan-bank"),
        tsa: beside("kaihan-tsa"),
        sms: beside("kaihan-sms"),
        institution: beside("kaihan-institution"),
        mobile: beside("kaihan-mobile"),
    };

    println!("· 载入机构与标段");
    let institutions = arguments.data.join("institutions.toml");
    std::fs::write(&institutions, register())?;
    run(&programs.platform, &["--config", text(&config)?, "import", "institutions", text(&institutions)?]).await?;
    let own_systems = arguments.data.join("own-systems.toml");
    let addresses: Vec<String> =
        (arguments.port + INSTITUTIONS..).take(OWN_SYSTEMS.len()).map(|port| format!("http://127.0.0.1:{port}")).collect();
    std::fs::write(&own_systems, register_own_systems(&prepared.institutions, &addresses)?)?;
    run(&programs.platform, &["--config", text(&config)?, "import", "institutions", text(&own_systems)?]).await?;
    for (site, place) in [("650000", "新疆"), ("430000", "湖南"), ("410000", "河南")] {
        let records = province_lots(site, place, arguments.lots, clock::now());
        import_lots(&arguments, &programs, &config, site, &records).await?;
    }
    import_lots(&arguments, &programs, &config, "460000", &contracts("460000", "海南", arguments.lots.div_ceil(2), clock::now())).await?;

    let articles = arguments.data.join("articles.toml");
    // Those of the first start are kept, with what was written since.
    if !articles.exists() {
        std::fs::write(&articles, include_str!("../../../../samples/articles.toml"))?;
        run(&programs.platform, &["--config", text(&config)?, "import", "articles", text(&articles)?]).await?;
    }

    println!("· 启动平台、证书助手、参考银行、时间戳服务、短信网关、移动证书服务");
    let mut children = start(&arguments, &prepared, &config, &programs)?;
    if let Some(portal) = &portal {
        println!("· 启动统一注册平台");
        children.push(("统一注册平台", start_portal(&arguments, portal)?));
    }
    for port in (arguments.port..).take(children.len()) {
        answered(port, &mut children).await?;
    }
    // What answered may have been somebody else's program: ours must all be there.
    alive(&mut children)?;
    announce(&arguments);
    wait(&mut children).await?;
    println!("\n· 正在停止");
    for (_, child) in &mut children {
        stop(child).await?;
    }
    Ok(())
}

fn text(path: &Path) -> Result<&str, Box<dyn Error>> {
    path.to_str().ok_or_else(|| "路径含有无法识别的字符".into())
}

fn regions(arguments: &Arguments) -> PathBuf {
    arguments.regions.clone().unwrap_or_else(|| arguments.root.join("regions"))
}

fn portal_address(arguments: &Arguments) -> String {
    format!("http://127.0.0.1:{}", arguments.port + PORTAL)
}

fn configure(arguments: &Arguments, portal: Option<&Portal>) -> Result<PathBuf, Box<dyn Error>> {
    let data = &arguments.data;
    let [platform, agent, bank, stamps, sms] = [0, 1, 2, 3, 4].map(|offset| format!("127.0.0.1:{}", arguments.port + offset));
    let regions = portal.map_or_else(|| regions(arguments), |portal| portal.regions.clone());
    let database = arguments.database.clone().unwrap_or_else(|| format!("sqlite:{}", data.join("kaihan.db").display()));
    let configuration = Configuration {
        data,
        root: &arguments.root,
        fonts: &arguments.fonts,
        regions: &regions,
        database: &database,
        listen: &platform,
        origin: &format!("http://{platform}"),
        agent: &format!("http://{agent}"),
        bank: &format!("http://{bank}"),
        time_stamps: &format!("http://{stamps}/"),
        text_messages: &format!("http://{sms}"),
        phones: Some(&format!("http://127.0.0.1:{}", arguments.port + MOBILE)),
        portal_secrets: portal.map(|portal| portal.secrets.as_path()),
    };
    Ok(configuration.write()?)
}

/// The feed of the first start is kept: its lots do not move.
async fn import_lots(arguments: &Arguments, programs: &Programs, config: &Path, site: &str, records: &str) -> Result<(), Box<dyn Error>> {
    let feed = arguments.data.join(format!("lots-{site}.jsonl"));
    if feed.exists() {
        return Ok(());
    }
    std::fs::write(&feed, records)?;
    run(&programs.platform, &["--config", text(config)?, "import", "lots", "--site", site, text(&feed)?]).await
}

async fn run(program: &Path, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let status = Command::new(program).args(arguments).status().await?;
    if status.success() { Ok(()) } else { Err(format!("{} {} 失败", program.display(), arguments.join(" ")).into()) }
}

fn start(
    arguments: &Arguments,
    prepared: &Prepared,
    config: &Path,
    programs: &Programs,
) -> Result<Vec<(&'static str, Child)>, Box<dyn Error>> {
    let port = arguments.port;
    let origin = format!("http://127.0.0.1:{port}");
    let [agent_port, bank_port, tsa_port, sms_port] = [1, 2, 3, 4].map(|offset| (port + offset).to_string());
    let ledger = arguments.data.join("bank.db");
    let platform = Command::new(&programs.platform).args(["--config", text(config)?, "serve"]).kill_on_drop(true).spawn()?;
    let agent = Command::new(&programs.agent)
        .args(["--keys", text(&prepared.agent)?, "--port", &agent_port, "--origin", &origin])
        .kill_on_drop(true)
        .spawn()?;
    let bank = Command::new(&programs.bank)
        .args(["--ledger", text(&ledger)?, "--port", &bank_port, "--platform", &origin, "--systems", text(&prepared.systems)?])
        .kill_on_drop(true)
        .spawn()?;
    let tsa = Command::new(&programs.tsa).args(["--port", &tsa_port, "--systems", text(&prepared.systems)?]).kill_on_drop(true).spawn()?;
    let inbox = arguments.data.join("sms.db");
    let sms = Command::new(&programs.sms)
        .args(["--inbox", text(&inbox)?, "--port", &sms_port, "--systems", text(&prepared.systems)?])
        .kill_on_drop(true)
        .spawn()?;
    let mut children = vec![("kaihan", platform), ("kaihan-agent", agent), ("kaihan-bank", bank), ("kaihan-tsa", tsa), ("kaihan-sms", sms)];
    for (port, own) in (port + INSTITUTIONS..).zip(OWN_SYSTEMS) {
        let book = arguments.data.join(format!("{}.db", own.name));
        let layout = arguments.root.join("wordings/layout/1/layout.typ");
        let institution = Command::new(&programs.institution)
            .args([
                "--persona",
                own.persona,
                "--keys",
                own.name,
                "--account",
                own.account,
                "--wire",
                own.wire.code(),
                "--port",
                &port.to_string(),
            ])
            .args(["--book", text(&book)?, "--platform", &origin, "--time-stamps", &format!("http://127.0.0.1:{tsa_port}/")])
            .args(["--systems", text(&prepared.systems)?, "--institutions", text(&prepared.institutions)?])
            .args(["--fonts", text(&arguments.fonts)?, "--layout", text(&layout)?])
            .kill_on_drop(true)
            .spawn()?;
        children.push(("kaihan-institution", institution));
    }
    let (book, authority) = (arguments.data.join("mobile.db"), arguments.data.join("ca"));
    let library = arguments.root.join(".kaihan/phone/sm-crypto.js");
    let mobile = Command::new(&programs.mobile)
        .args(["--book", text(&book)?, "--port", &(port + MOBILE).to_string(), "--authority", text(&authority)?])
        .args(["--trust", text(&prepared.trust)?, "--systems", text(&prepared.systems)?, "--library", text(&library)?])
        .args(["--pictures", text(&prepared.agent)?])
        .kill_on_drop(true)
        .spawn()?;
    children.push(("kaihan-mobile", mobile));
    Ok(children)
}

/// The portal's program: of Node.js, as it is a provider that others have certified.
fn start_portal(arguments: &Arguments, portal: &Portal) -> Result<Child, Box<dyn Error>> {
    let program = arguments.portal.as_deref().ok_or("no program")?;
    let mut node = Command::new("node");
    node.arg(program).args(["--port", &(arguments.port + PORTAL).to_string()]);
    node.args(["--platform", &format!("http://127.0.0.1:{}", arguments.port), "--secret", &portal.secret]);
    for site in &portal.sites {
        node.args(["--site", site]);
    }
    Ok(node.stdout(Stdio::null()).kill_on_drop(true).spawn()?)
}

/// Programs of the demonstration, each with a port of its own.
const PROGRAMS: u16 = 10;

/// Nobody else may hold one of the demonstration's ports: said before anything is prepared.
async fn free(port: u16) -> Result<(), Box<dyn Error>> {
    for port in port..port.saturating_add(PROGRAMS) {
        if let Err(error) = tokio::net::TcpListener::bind(("127.0.0.1", port)).await {
            return Err(format!(
                "端口 {port} 不能使用（{error}）。演示要用从 --port 起的连续 {PROGRAMS} 个端口，请换一组，如 --port 18080"
            )
            .into());
        }
    }
    Ok(())
}

fn alive(children: &mut [(&'static str, Child)]) -> Result<(), Box<dyn Error>> {
    for (name, child) in children {
        if let Some(status) = child.try_wait()? {
            return Err(format!("{name} 意外停止（{status}）").into());
        }
    }
    Ok(())
}

/// Waits until something listens on `port`; gives up when a program has ended.
async fn answered(port: u16, children: &mut [(&'static str, Child)]) -> Result<(), Box<dyn Error>> {
    loop {
        if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            return Ok(());
        }
        for (name, child) in &mut *children {
            if let Some(status) = child.try_wait()? {
                return Err(format!("{name} 未能启动（{status}），端口 {port} 可能已被占用").into());
            }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn announce(arguments: &Arguments) {
    let port = arguments.port;
    println!("\n平台     http://127.0.0.1:{port}/");
    println!("参考银行 http://127.0.0.1:{}/   （在这里转账）", port + 2);
    println!("演示手机 http://127.0.0.1:{}/   （短信验证码在这里）", port + 4);
    println!("手机证书 http://127.0.0.1:{}/   （标证通与电子营业执照：申领时选单位，授权码即下表的 PIN 码）", port + MOBILE);
    println!("证书助手 http://127.0.0.1:{}/   （登录、签名时自动弹出）", port + 1);
    match arguments.portal {
        Some(_) => println!("注册平台 {}/   （湖南各站点的注册、登录；账号在其登录页面选择）\n", portal_address(arguments)),
        None => println!("湖南的统一注册平台没有启动（需要 npm 安装 e2e 中的 oidc-provider），湖南各站点只用证书登录\n"),
    }
    println!("姓名    证书         PIN 码   角色                      单位                            统一社会信用代码");
    for persona in PERSONAS {
        println!(
            "{}  {}  {}   {}  {}  {}",
            persona.person,
            padded(persona.key, 11),
            persona.pin,
            padded(persona.role, 24),
            padded(persona.organisation, 30),
            persona.uscc()
        );
    }
    println!("\n按 Ctrl-C 停止；数据保留到下次启动，--fresh 清空。");
}

/// Pads to a width on the screen, where a Chinese character takes two columns.
fn padded(text: &str, width: usize) -> String {
    let columns: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    format!("{text}{}", " ".repeat(width.saturating_sub(columns)))
}

/// Runs until Ctrl-C or until a program ends by itself.
async fn wait(children: &mut [(&'static str, Child)]) -> Result<(), Box<dyn Error>> {
    let mut ends = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    loop {
        tokio::select! {
            outcome = tokio::signal::ctrl_c() => return Ok(outcome?),
            _ = ends.recv() => return Ok(()),
            () = tokio::time::sleep(Duration::from_millis(500)) => {}
        }
        alive(children)?;
    }
}

/// Asks a program to end, and insists after ten seconds.
async fn stop(child: &mut Child) -> Result<(), Box<dyn Error>> {
    if let Some(id) = child.id() {
        // The terminal has sent Ctrl-C to the whole group already; a program started by another gets it here.
        Command::new("kill").args(["-INT", &id.to_string()]).status().await?;
    }
    if tokio::time::timeout(Duration::from_secs(10), child.wait()).await.is_err() {
        child.kill().await?;
    }
    Ok(())
}
