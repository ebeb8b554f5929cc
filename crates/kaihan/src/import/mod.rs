//! Importing: the trading centre's lots and articles, the institutions.

use crate::config::Config;
use crate::wire;
use app::lot::import::import;
use clap::Subcommand;
use domain::site::SiteCode;
use indicatif::{ProgressBar, ProgressStyle};
use std::error::Error;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// 标段：JSON 行（.jsonl）或 XLSX，字段见数据字典
    Lots {
        /// 站点代码
        #[arg(long)]
        site: SiteCode,
        /// 文件
        file: PathBuf,
    },
    /// 文章：信息动态、服务指南、常见问题（TOML），导入即发布
    Articles {
        /// 文件
        file: PathBuf,
    },
    /// 机构、产品与交易中心（TOML）
    Institutions {
        /// 文件
        file: PathBuf,
    },
}

pub(crate) async fn run(config: &Config, what: Import) -> Result<(), Box<dyn Error>> {
    let world = wire::world(config).await?;
    match what {
        Import::Institutions { file } => {
            let outcome = app::institution::register::register(&world, &std::fs::read_to_string(&file)?).await;
            outcome.map_err(|error| described(&error))?;
            println!("机构已登记");
            Ok(())
        }
        Import::Articles { file } => {
            let outcome = app::article::import::import(&world, &world.system(), &std::fs::read_to_string(&file)?).await;
            let count = outcome.map_err(|error| described(&error))?;
            println!("  {}：发布 {count} 篇", file.file_name().unwrap_or_default().to_string_lossy());
            Ok(())
        }
        Import::Lots { site, file } => {
            let bar = ProgressBar::new_spinner().with_style(ProgressStyle::with_template("  {spinner} 已读 {human_pos} 行，{per_sec}")?);
            let report = import(&world, &world.system(), site, &file, |rows| bar.set_position(rows)).await;
            bar.finish_and_clear();
            let report = report.map_err(|error| described(&error))?;
            println!(
                "  {}：读取 {} 行，新增 {}，更新 {}，未变 {}，有误 {}",
                file.file_name().unwrap_or_default().to_string_lossy(),
                report.rows,
                report.added,
                report.changed,
                report.unchanged,
                report.bad
            );
            for fault in &report.faults {
                println!("  第 {} 行 {}：{}", fault.row, fault.field, fault.reason);
            }
            if report.bad == 0 {
                Ok(())
            } else {
                Err(format!("{} 行有误，其余已导入；改正后重新导入整个文件即可", report.bad).into())
            }
        }
    }
}

fn described(error: &app::AppError) -> String {
    if let app::AppError::Invalid(faults) = error {
        faults.iter().map(|fault| fault.message.clone()).collect::<Vec<_>>().join("；")
    } else {
        format!("{error}（{error:?}）")
    }
}
