//! `docs/reference/bench.md` and `bench.json`.

use super::before;
use super::comparisons::{COMPARISONS, Comparison};
use crate::Outcome;
use crate::run::{root, step};
use measure::{Measured, Page, median};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// One line of the report: the middle of what every run found.
struct Line<'a> {
    comparison: &'a Comparison,
    ours: Measured,
    theirs: Measured,
    /// The middle of the runs' ratios, not the ratio of the middles: what is compared was measured within the same minutes.
    ratio: f64,
}

fn rounds(measured: &[Measured], name: &str) -> Vec<Measured> {
    measured.iter().filter(|one| one.name == name).cloned().collect()
}

impl<'a> Line<'a> {
    /// Nothing where one of the two was not measured.
    fn of(comparison: &'a Comparison, measured: &[Measured]) -> Option<Self> {
        let (ours, theirs) = (rounds(measured, comparison.ours), rounds(measured, comparison.theirs));
        let ratio = median(ours.iter().zip(&theirs).map(|(ours, theirs)| ours.rate / theirs.rate).collect());
        Some(Self { comparison, ours: Measured::middle(&ours)?, theirs: Measured::middle(&theirs)?, ratio })
    }

    fn json(&self) -> Value {
        let Comparison { id, work, against, target, .. } = self.comparison;
        let microseconds = |measured: &Measured| measured.processor.map(|time| (time.as_secs_f64() * 1e6).round());
        json!({
            "id": id, "work": work, "against": against, "ours": self.ours.rate, "theirs": self.theirs.rate, "ratio": self.ratio,
            "target": target, "cpu": microseconds(&self.ours), "cpu_theirs": microseconds(&self.theirs),
        })
    }

    fn row(&self) -> String {
        let milliseconds = |measured: &Measured| measured.processor.map_or_else(|| "–".to_owned(), |time| rate(time.as_secs_f64() * 1e3));
        let target = self.comparison.target.map_or_else(|| "–".to_owned(), |target| format!("≥ {target}"));
        format!(
            "| `{}` | {} | {} | {} | {} | **{:.2}** | {target} | {} | {} |",
            self.comparison.id,
            self.comparison.work,
            self.comparison.against,
            rate(self.ours.rate),
            rate(self.theirs.rate),
            self.ratio,
            milliseconds(&self.ours),
            milliseconds(&self.theirs)
        )
    }
}

/// As many digits as mean something.
fn rate(value: f64) -> String {
    if value >= 100.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}

/// Where the section on pages begins, which is measured by itself.
const PAGES: &str = "\n## 页面\n";
/// What the identifier of a page's row begins with.
const PAGE: &str = "page ";

fn files() -> (PathBuf, PathBuf) {
    let folder = root().join("docs/reference");
    (folder.join("bench.md"), folder.join("bench.json"))
}

/// The rows of the file as it is: those of pages, or all others.
fn known(file: &Path, of_pages: bool) -> Outcome<Vec<Value>> {
    let rows: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    Ok(rows.into_iter().filter(|row| row["id"].as_str().is_some_and(|id| id.starts_with(PAGE)) == of_pages).collect())
}

/// Writes both files, of what was measured.
pub(crate) fn write(measured: &[Measured], runs: usize) -> Outcome {
    let lines: Vec<Line<'_>> = COMPARISONS.iter().filter_map(|comparison| Line::of(comparison, measured)).collect();
    let cores = std::thread::available_parallelism()?;
    let mut page = format!(
        "# 性能对比\n\n由 `cargo xtask bench all` 写成，勿手改。共 {runs} 轮，每行是各轮的中位数（提交与回调在每轮内另\
         轮流测 3 至 5 次，验签、隔离核验与排版自成一轮、在其内轮流测 3 至 9 次），在同一台机器（{cores} 核，平台、数据库与负载共用）上测得；比值为本平台每秒完成数除以对方每秒完成数，越大越好。时间从不作为测试。未达目标的各行，时间花在哪里见 [profile](profile.md)。`{}` 为改进前的提交，在同一轮里由其自身的源码\
         构建运行。处理器时间不含负载程序。\n\n\
         | 编号 | 工作 | 对比 | 本平台（次/秒） | 对方（次/秒） | 比值 | 目标 | 处理器（毫秒/次） | 对方处理器 |\n\
         |---|---|---|---|---|---|---|---|---|\n",
        before::COMMIT
    );
    for line in &lines {
        writeln!(page, "{}", line.row())?;
    }
    let (text, rows) = files();
    let before = std::fs::read_to_string(&text)?;
    let pages = before.find(PAGES).map_or("", |begin| &before[begin..]);
    let all: Vec<Value> = lines.iter().map(Line::json).chain(known(&rows, true)?).collect();
    finish(&(text, rows), &format!("{page}{pages}"), &all)
}

/// Writes the rows of pages anew, and leaves the others.
pub(crate) fn write_pages((count, pages): &(u32, Vec<Page>)) -> Outcome {
    let (text, rows) = files();
    let before = std::fs::read_to_string(&text)?;
    let others = before.find(PAGES).map_or(before.as_str(), |begin| &before[..begin]);
    let mut section = format!(
        "{others}{PAGES}\n由 `cargo xtask bench pages` 写成，勿手改。每种页面各一行，库中有 {count} 个订单、{count} 个标段，单位与文章各为其十分之一；字节为压缩后的传输量，首次访问含样式、\
         脚本与图片。时间为服务器上从请求到答复（不含网络）与同一页面的 SQL 语句单独依次执行，各测 200 次；目标：页面不超过 40 KB，p99 不超过 10 毫秒。\n\n\
         | 编号 | 页面（KB） | 首次访问（KB） | 请求 | 中位数（毫秒） | p99（毫秒） | 其中 SQL（毫秒） | SQL 占比 |\n|---|---|---|---|---|---|---|---|\n"
    );
    for page in pages {
        let (kb, ms) = (|bytes: u64| bytes.div_ceil(1024), |time: Duration| rate(time.as_secs_f64() * 1e3));
        let (median, p99, sql) = (ms(page.median), ms(page.p99), ms(page.sql));
        writeln!(
            section,
            "| `{PAGE}{} {}` | {} | {} | {} | {median} | {p99} | {sql} | {:.2} |",
            page.engine,
            page.name,
            kb(page.bytes),
            kb(page.first),
            page.requests,
            page.ratio()
        )?;
    }
    let json = |page: &Page| {
        let us = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        json!({
            "id": format!("{PAGE}{} {}", page.engine, page.name), "bytes": page.bytes, "first": page.first, "requests": page.requests,
            "median": us(page.median), "p99": us(page.p99), "sql": us(page.sql), "ratio": page.ratio(),
        })
    };
    let all: Vec<Value> = known(&rows, false)?.into_iter().chain(pages.iter().map(json)).collect();
    finish(&(text, rows), &section, &all)
}

fn finish((text, rows): &(PathBuf, PathBuf), page: &str, all: &[Value]) -> Outcome {
    std::fs::write(text, page)?;
    std::fs::write(rows, format!("{}\n", serde_json::to_string_pretty(all)?))?;
    step("已写入 docs/reference/bench.md 与 bench.json");
    Ok(())
}
