//! `kaihan conformance`: tries an institution's own system against the whole specification. The platform that is being served takes
//! what the institution says in return.

use crate::config::Config;
use crate::wire;
use app::conformance::{start, view};
use clap::Args;
use domain::conformance::{Check, ConformanceRun, Verdict};
use domain::product::PaymentStyle;
use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, Args)]
pub(crate) struct Conformance {
    /// 机构在验收申请中登记的接口地址
    #[arg(long)]
    institution: String,
    /// 支付方式：transfer 转账、cashier 机构收银台，可重复
    #[arg(long = "payment", default_values_t = ["transfer".to_owned()])]
    payments: Vec<String>,
    /// 签名报告写入的文件
    #[arg(long)]
    report: Option<PathBuf>,
}

/// How often it looks how far the run is.
const LOOK: Duration = Duration::from_millis(300);

fn style(text: &str) -> Result<PaymentStyle, String> {
    PaymentStyle::ALL.into_iter().find(|style| style.code() == text).ok_or_else(|| format!("没有 {text} 这种支付方式"))
}

fn line(number: usize, check: &Check) -> String {
    let (mark, reason) = match &check.verdict {
        Verdict::Passed => ("✓", String::new()),
        Verdict::Failed { reason } => ("✗", format!("：{reason}")),
        Verdict::Lacking { reason } | Verdict::Skipped { reason } => ("–", format!("：{reason}")),
    };
    format!("  {number:>2} {mark} [{}] {}{reason}", view::title(check), check.what)
}

/// Runs, prints the table as it grows, writes the report. Succeeds when no check failed.
///
/// # Errors
/// When no institution has this address, or the platform's workers take no step.
pub(crate) async fn run(config: &Config, arguments: &Conformance) -> Result<bool, Box<dyn Error>> {
    let world = wire::world(config).await?;
    let styles = arguments.payments.iter().map(|text| style(text)).collect::<Result<Vec<_>, _>>()?;
    let started = start::start_at(&world, &arguments.institution, &styles).await;
    let started = started.map_err(|error| format!("{error}（没有机构登记接口地址 {}，或未登记密钥）", arguments.institution))?;
    println!("一致性测试：{}（{}）{}", started.name, started.uscc, started.address);
    let (mut shown, mut told) = (0, false);
    let ended: ConformanceRun = loop {
        let run = view::load(&world, started.id).await?;
        for check in run.checks.iter().skip(shown) {
            shown += 1;
            println!("{}", line(shown, check));
        }
        if run.ended_at.is_some() {
            break run;
        }
        if let Some(page) = view::cashier(&world, &run).await?.filter(|_| !told) {
            told = true;
            println!("     请在收银台为测试订单付款：{page}");
        }
        tokio::time::sleep(LOOK).await;
    };
    let (passed, failed, skipped) = ended.counts();
    println!("通过 {passed} 项，未通过 {failed} 项，不适用 {skipped} 项；证明的接口版本 {}", ended.proved().label());
    if let Some(path) = &arguments.report {
        std::fs::write(path, view::bytes(&world, &ended).await?)?;
        println!("签名报告：{}", path.display());
    }
    Ok(failed == 0)
}
