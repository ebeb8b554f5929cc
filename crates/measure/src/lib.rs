//! What benchmarks share: the processor time of this and of other processes, medians, and the line in which a benchmark says what it
//! measured. What is held against what, and the targets, are `cargo xtask bench all`'s business (`xtask/src/bench/comparisons.rs`).

#![expect(clippy::float_arithmetic, reason = "rates and medians are for people to read")]

mod page;
pub mod processor;

pub use page::Page;

use std::time::Duration;

/// What a line that says something measured begins with; the rest is JSON.
pub const MARK: &str = "@measured ";

/// Something measured, as often as it was measured by turns with others.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// What was measured, `submission` for instance; unique in a run of all benchmarks.
    pub name: String,
    /// How many a second.
    pub rate: f64,
    /// The processor time of each, of all processes that took part but the one that asks; `None` where nobody looked.
    pub processor: Option<Duration>,
}

impl Measured {
    /// From the figures of one round: how many, how long they took, and what they cost the processor.
    #[must_use]
    pub fn of(name: &str, count: u32, took: Duration, processor: Option<Duration>) -> Self {
        let count = count.max(1);
        Self { name: name.to_owned(), rate: f64::from(count) / took.as_secs_f64(), processor: processor.map(|all| all / count) }
    }

    /// From what each cost one processor: as many a second as one processor does.
    #[must_use]
    pub fn each(name: &str, processor: Duration) -> Self {
        Self { name: name.to_owned(), rate: 1.0 / processor.as_secs_f64(), processor: Some(processor) }
    }

    /// The middle of several rounds, rate and processor time each by itself; `None` without a round.
    #[must_use]
    pub fn middle(rounds: &[Self]) -> Option<Self> {
        let first = rounds.first()?;
        let rate = median(rounds.iter().map(|round| round.rate).collect());
        let times: Vec<f64> = rounds.iter().filter_map(|round| round.processor).map(|time| time.as_secs_f64()).collect();
        let processor = (!times.is_empty()).then(|| Duration::from_secs_f64(median(times)));
        Some(Self { name: first.name.clone(), rate, processor })
    }

    /// The line that says it.
    #[must_use]
    pub fn line(&self) -> String {
        let microseconds = self.processor.map(|time| time.as_secs_f64() * 1e6);
        format!("{MARK}{}", serde_json::json!({ "name": self.name, "rate": self.rate, "processor": microseconds }))
    }

    /// Reads a line of [`Measured::line`]; `None` for any other.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let value: serde_json::Value = serde_json::from_str(line.strip_prefix(MARK)?).ok()?;
        let processor = value["processor"].as_f64().map(|microseconds| Duration::from_secs_f64(microseconds / 1e6));
        Some(Self { name: value["name"].as_str()?.to_owned(), rate: value["rate"].as_f64()?, processor })
    }
}

/// The value in the middle; of an even number, the higher of the two. Zero of none.
#[must_use]
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_benchmark_says_is_what_is_collected() {
        let said = Measured { name: "submission".into(), rate: 351.5, processor: Some(Duration::from_micros(5_600)) };
        assert_eq!(Measured::read(&said.line()), Some(said));
        assert_eq!(Measured::read("pgbench 2900/s"), None);
    }

    #[test]
    fn one_slow_round_of_three_decides_nothing() {
        let round = |rate| Measured { name: "issue".into(), rate, processor: None };
        assert_eq!(Measured::middle(&[round(12.0), round(2.0), round(11.0)]).map(|middle| middle.rate), Some(11.0));
    }
}
