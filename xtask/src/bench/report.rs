//! `docs/reference/bench.md` and `bench.json`.

use super::before;
use super::comparisons::{COMPARISONS, Comparison};
use crate::Outcome;
use crate::run::{root, step};
use measure::{Measured, median};
use serde_json::{Value, json};
use std::fmt::Write;

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

/// Writes both files, of what was measured.
pub(crate) fn write(measured: &[Measured], runs: usize) -> Outcome {
    let lines: Vec<Line<'_>> = COMPARISONS.iter().filter_map(|comparison| Line::of(comparison, measured)).collect();
    let cores = std::thread::available_parallelism()?;
    let mut page = format!(
        "# 性能对比\n\n由 `cargo xtask bench all` 写成，勿手改。共 {runs} 轮，每行是各轮的中位数（提交与回调在每轮内另\
         轮流测 3 至 5 次，验签、隔离核验与排版自成一轮、在其内轮流测 3 至 9 次），在同一台机器（{cores} 核，平台、数据库与负载共用）上测得；比值为本平台每秒完成数除以对方每秒完成数，越大越好。时间从不作为测试。`{}` 为改进前的提交，在同一轮里由其自身的源码\
         构建运行。处理器时间不含负载程序。\n\n\
         | 编号 | 工作 | 对比 | 本平台（次/秒） | 对方（次/秒） | 比值 | 目标 | 处理器（毫秒/次） | 对方处理器 |\n\
         |---|---|---|---|---|---|---|---|---|\n",
        before::COMMIT
    );
    for line in &lines {
        writeln!(page, "{}", line.row())?;
    }
    let folder = root().join("docs/reference");
    std::fs::write(folder.join("bench.md"), page)?;
    let all: Vec<Value> = lines.iter().map(Line::json).collect();
    std::fs::write(folder.join("bench.json"), format!("{}\n", serde_json::to_string_pretty(&all)?))?;
    step("已写入 docs/reference/bench.md 与 bench.json");
    Ok(())
}
