//! Says what is wrong with an installation, all of it at once.

use crate::config::Config;
use crate::wire;
use app::clock::{Clock, SystemClock};
use app::document::trust::Trusted;
use app::identity::standing::{Standing, standing};
use app::site::Sites;
use app::vault::Vault;
use documents::typesetting::{Sheet, Typesetter};
use documents::wording::Wordings;
use domain::time::Timestamp;
use gm::SystemEntropy;
use std::error::Error;
use std::fmt::Display;
use std::sync::Arc;
use store::Store;

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
            let Standing { faults, warnings, .. } = standing(&trusted, SystemClock.now());
            warnings.iter().for_each(|warning| println!("! 信任目录：{warning}"));
            say("信任目录", if faults.is_empty() { Ok(format!("{} 个根证书", trusted.anchors().len())) } else { Err(faults.join("；")) });
        }
        Err(error) => say("信任目录", Err(text(&error))),
    }
    let vault = match config.pin() {
        Ok(pin) => Vault::open(&config.vault, &pin, Arc::new(SystemEntropy)).map(|_| "可用".into()).map_err(|error| text(&error)),
        Err(error) => Err(text(&error)),
    };
    say("密钥库", vault);
    let database = match config.engine() {
        Ok(engine) => Store::open(&engine)
            .await
            .map(|_| config.database.split('@').next_back().unwrap_or("").to_owned())
            .map_err(|error| text(&error)),
        Err(error) => Err(text(&error)),
    };
    say("数据库", database);
    if ill == 0 { Ok(()) } else { Err(format!("{ill} 项需要处理").into()) }
}
