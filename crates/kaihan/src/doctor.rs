//! Says what is wrong with an installation, all of it at once.

use crate::config::Config;
use crate::wire;
use app::clock::{Clock, SystemClock};
use app::identity::condition::{TrustCondition, condition};
use app::site::Sites;
use app::vault::Vault;
use clap::Subcommand;
use documents::typesetting::{Sheet, Typesetter};
use documents::wording::Wordings;
use domain::qr::Channel;
use domain::site::SiteCode;
use gm::certificate::Certificate;
use gm::{SystemEntropy, key_file};
use partners::virus_scanner::{STREAM_MIN, VirusScanner};
use std::error::Error;
use std::fmt::Display;
use std::net::ToSocketAddrs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio::net::TcpListener;

/// How long a neighbour may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// The key the platform signs with opens, and is its certificate's; the bank's certificate reads.
fn keys(config: &Config) -> Result<String, String> {
    let read = |path: &Path| std::fs::read_to_string(path).map_err(|error| format!("{} 无法读取：{error}", path.display()));
    let certificate = |path: &Path| {
        let found = Certificate::from_pem(&read(path)?).map_err(|error| format!("{} 不是证书：{error}", path.display()))?;
        found.into_iter().next().ok_or_else(|| format!("{} 中没有证书", path.display()))
    };
    let pin = config.pin().map_err(|error| error.to_string())?;
    let key = key_file::decrypt(&read(&config.platform_key)?, &pin).map_err(|error| format!("平台密钥打不开：{error}"))?;
    let own = certificate(&config.platform_certificate)?;
    if own.public_key().map_err(|error| error.to_string())? != key.public_key() {
        return Err("平台证书不是平台密钥的证书".into());
    }
    certificate(&config.bank_certificate)?.public_key().map_err(|error| format!("银行证书不能使用：{error}"))?;
    Ok(own.subject())
}

/// Whether an address reads, and whether something listens there.
fn reachable(address: &str) -> Result<String, String> {
    let rest = address.strip_prefix("https://").map(|rest| (rest, 443)).or_else(|| address.strip_prefix("http://").map(|rest| (rest, 80)));
    let (rest, port) = rest.ok_or_else(|| format!("{address} 应以 http:// 或 https:// 开头"))?;
    let host = rest.split('/').next().unwrap_or_default();
    if host.is_empty() {
        return Err(format!("{address} 没有主机名"));
    }
    let named = host.rsplit_once(':').map_or_else(|| format!("{host}:{port}"), |_| host.to_owned());
    let found = named.to_socket_addrs().map_err(|error| format!("{named} 无法解析：{error}"))?.next();
    let found = found.ok_or_else(|| format!("{named} 无法解析"))?;
    // The neighbours may be down while one looks at the configuration: said, and no fault of it.
    Ok(match std::net::TcpStream::connect_timeout(&found, PATIENCE) {
        Ok(_) => address.to_owned(),
        Err(error) => format!("{address}（目前没有应答：{error}）"),
    })
}

/// The vault as starting finds it: a key of what is personal is made on a first start, and not where something is kept under one already.
async fn vault(config: &Config) -> Result<String, Box<dyn Error>> {
    let mut vault = Vault::open(&config.vault, &config.pin()?, Arc::new(SystemEntropy))?;
    if vault.has_personal() {
        return Ok("可用".into());
    }
    let engine = config.engine()?;
    // What the database holds is told by its tables as they are now.
    if Store::pending(&engine).await? > 0 {
        return Ok("可用；尚无个人信息主密钥，数据库中没有用它加密的内容时在启动时生成，已有的须先从备份取回".into());
    }
    let kept = store::profile::has_keys(&mut Store::open(&engine).await?.reader()).await?;
    if kept {
        vault.make_personal(&config.vault, &config.pin()?, kept)?;
    }
    Ok("可用；尚无个人信息主密钥，启动时生成".into())
}

/// Ways to log in by a QR code that nobody says where to find: their sites do not offer them.
fn unreachable_phones(config: &Config, sites: &Sites) -> Vec<String> {
    let usual = |channel| match channel {
        Channel::Mobile => config.mobile_certificates.is_some(),
        Channel::Licence => config.business_licences.is_some(),
    };
    let named = sites.all().flat_map(|site| site.phones.iter().map(move |(channel, settings)| (site, *channel, settings)));
    let lost = named.filter(|(_, channel, settings)| settings.address.is_none() && !usual(*channel));
    lost.map(|(site, _, settings)| format!("{} 的{}没有地址，登录页不显示", site.rules.code, settings.name)).collect()
}

/// One side of an installation.
#[derive(Debug, Subcommand)]
pub(crate) enum About {
    /// 站点的每一项配置，以及它来自本站点文件、省级文件还是平台缺省
    Site {
        /// 行政区划代码，如 430100
        code: SiteCode,
    },
}

impl About {
    /// Tells it.
    pub(crate) fn tell(&self, config: &Config) -> Result<(), Box<dyn Error>> {
        let Self::Site { code } = self;
        let sites = Sites::load(&config.regions, SystemClock.now().date().year())?;
        let keys = sites.keys(*code);
        if keys.is_empty() {
            let known: Vec<String> = sites.all().map(|site| format!("{} {}", site.rules.code, site.name)).collect();
            return Err(format!("没有站点 {code}。已有：{}", known.join("、")).into());
        }
        keys.iter().for_each(|key| println!("{key}"));
        Ok(())
    }
}

pub(crate) async fn examine(config: &Config) -> Result<(), Box<dyn Error>> {
    let mut ill = 0;
    let mut say = |name: &str, outcome: Result<String, String>| match outcome {
        Ok(text) => println!("✓ {name}：{text}"),
        Err(text) => {
            ill += 1;
            println!("✗ {name}：{text}");
        }
    };
    let text = |error: &dyn Display| error.to_string();
    let year = SystemClock.now().date().year();
    let sites = Sites::load(&config.regions, year);
    say("站点", sites.as_ref().map(|sites| format!("{} 个", sites.all().count())).map_err(|error| text(error)));
    if let Ok(sites) = &sites
        && sites.calendar().provisional(year + 1) == Some(true)
    {
        println!("! 工作日历：{} 年为暂定，请在国务院通知发布后更新", year + 1);
    }
    let wordings = Wordings::open(&config.wordings);
    say("文书格式", wordings.map(|wordings| format!("{} 种", wordings.iter().count())).map_err(|error| text(&error)));
    let source = "#set document(date: datetime(year: 2026, month: 1, day: 1))\n保函".to_owned();
    let trial = Sheet { source, pdf: true, ..Sheet::default() };
    let typeset = Typesetter::beside_this_program(&config.fonts).typeset(&trial);
    say("排版程序与字体", typeset.map(|_| "可用".into()).map_err(|error| text(&error)));
    match wire::trust(config).and_then(|folder| Ok(folder.trusted()?)) {
        Ok(trusted) => {
            let TrustCondition { faults, warnings, .. } = condition(&trusted, SystemClock.now());
            warnings.iter().for_each(|warning| println!("! 信任目录：{warning}"));
            say("信任目录", if faults.is_empty() { Ok(format!("{} 个根证书", trusted.anchors().len())) } else { Err(faults.join("；")) });
        }
        Err(error) => say("信任目录", Err(text(&error))),
    }
    say("密钥库", vault(config).await.map_err(|error| text(&error)));
    say("平台密钥与证书", keys(config));
    for (name, address) in [("监听地址", Some(&config.listen)), ("运维地址", config.admin.as_ref())] {
        if let Some(address) = address {
            let bound = TcpListener::bind(address).await;
            say(name, bound.map(|_| address.clone()).map_err(|error| format!("{address} 不能监听：{error}（平台正在运行时属正常）")));
        }
    }
    for (name, address) in [
        ("银行地址", &config.bank),
        ("时间戳地址", &config.time_stamps),
        ("短信网关地址", &config.text_messages),
        ("证书助手地址", &config.agent),
    ] {
        say(name, reachable(address));
    }
    for (name, address) in [("移动数字证书地址", &config.mobile_certificates), ("电子营业执照地址", &config.business_licences)]
    {
        if let Some(address) = address {
            say(name, reachable(address));
        }
    }
    if let Ok(sites) = &sites {
        unreachable_phones(config, sites).iter().for_each(|warning| println!("! 扫码登录：{warning}"));
    }
    match config.virus_scanner.as_deref().map(VirusScanner::at) {
        None => println!("! 病毒查杀：未配置 virus_scanner，上传的材料不查毒"),
        Some(Err(error)) => say("病毒查杀", Err(text(&error))),
        Some(Ok(scanner)) => {
            let found = scanner.examine().await;
            say("病毒查杀", found.map(|()| format!("{scanner}，一次可接收 {} MB", STREAM_MIN >> 20)).map_err(|error| text(&error)));
        }
    }
    // Looked at and not touched: upgrading is `kaihan migrate`'s business.
    let database = match config.engine() {
        Ok(engine) => Store::pending(&engine).await.map_err(|error| text(&error)).map(|pending| {
            let name = config.database.split('@').next_back().unwrap_or("").to_owned();
            if pending == 0 {
                name
            } else {
                format!("{name}，有 {pending} 项结构待升级，启动时或执行 kaihan migrate 时进行")
            }
        }),
        Err(error) => Err(text(&error)),
    };
    say("数据库", database);
    if ill == 0 { Ok(()) } else { Err(format!("{ill} 项需要处理").into()) }
}
