//! What a page costs.

use serde_json::Value;
use std::time::Duration;

/// What a line that tells of a page begins with; the rest is JSON.
const MARK: &str = "@page ";

/// A page that was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its kind, by its template; what is special about this one stands behind.
    pub name: String,
    /// `sqlite` or `postgres`.
    pub engine: String,
    /// The page as it goes over the wire, compressed.
    pub bytes: u64,
    /// The same with everything it refers to, for who has nothing of it.
    pub first: u64,
    /// Requests of that visit.
    pub requests: u64,
    /// Half of all were made in this time, on the server.
    pub median: Duration,
    /// And all but a hundredth in this.
    pub p99: Duration,
    /// Half of all times that its statements took alone, one after another.
    pub sql: Duration,
}

impl Page {
    /// What of the page's time its statements are.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.sql.as_secs_f64() / self.median.as_secs_f64().max(1e-9)
    }

    /// The line that says it.
    #[must_use]
    pub fn line(&self) -> String {
        let us = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let value = serde_json::json!({
            "name": self.name, "engine": self.engine, "bytes": self.bytes, "first": self.first, "requests": self.requests,
            "median": us(self.median), "p99": us(self.p99), "sql": us(self.sql),
        });
        format!("{MARK}{value}")
    }

    /// Reads a line of [`Page::line`]; `None` for any other.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line.strip_prefix(MARK)?).ok()?;
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        let number = |key: &str| value[key].as_u64();
        let time = |key: &str| number(key).map(Duration::from_micros);
        Some(Self {
            name: text("name")?,
            engine: text("engine")?,
            bytes: number("bytes")?,
            first: number("first")?,
            requests: number("requests")?,
            median: time("median")?,
            p99: time("p99")?,
            sql: time("sql")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_of_a_page_is_what_is_read() {
        let time = Duration::from_micros;
        let (name, engine) = ("lot/search".to_owned(), "postgres".to_owned());
        let page = Page { name, engine, bytes: 9_000, first: 40_000, requests: 4, median: time(2_000), p99: time(4_000), sql: time(1_500) };
        assert_eq!(Page::read(&page.line()), Some(page));
        assert_eq!(Page::read("lot/search 2 ms"), None);
    }
}
