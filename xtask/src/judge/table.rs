//! Agreement by reason.

use super::opinion::{Opinion, Said};
use super::shown;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Of the files that every judge calls intact, so many in a hundred must be so to us, rules of the house aside.
const INTACT_MIN: usize = 95;

/// What the judges say together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Together {
    Intact,
    Broken,
    Partial,
    Differ,
    Unsigned,
    Unknown,
}

impl Together {
    const ALL: [Self; 6] = [Self::Intact, Self::Broken, Self::Partial, Self::Differ, Self::Unsigned, Self::Unknown];

    fn of(said: &[Said]) -> Self {
        let all = |one: Said| said.iter().all(|other| *other == one);
        if all(Said::Intact) {
            Self::Intact
        } else if all(Said::Broken) {
            Self::Broken
        } else if said.iter().all(|other| matches!(other, Said::Intact | Said::Partial)) {
            Self::Partial
        } else if all(Said::Unsigned) {
            Self::Unsigned
        } else if said.contains(&Said::Unknown) {
            Self::Unknown
        } else {
            Self::Differ
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Intact => "都说完好",
            Self::Broken => "都说损坏",
            Self::Partial => "没有全部覆盖",
            Self::Differ => "说法不一",
            Self::Unsigned => "无签名",
            Self::Unknown => "判不了",
        }
    }
}

/// Ours × theirs.
pub(super) struct Table {
    cells: BTreeMap<String, BTreeMap<Together, usize>>,
    disagreements: Vec<String>,
    intact: usize,
    intact_to_us: usize,
    house: usize,
    broken: usize,
    broken_accepted: usize,
}

impl Table {
    pub(super) fn of(folder: &Path, files: &[&PathBuf], ours: &BTreeMap<PathBuf, Opinion>, judges: &[BTreeMap<PathBuf, Said>]) -> Self {
        let mut table =
            Self { cells: BTreeMap::new(), disagreements: Vec::new(), intact: 0, intact_to_us: 0, house: 0, broken: 0, broken_accepted: 0 };
        for file in files {
            let said: Vec<Said> = judges.iter().map(|judge| judge.get(*file).copied().unwrap_or(Said::Unknown)).collect();
            table.add(&shown(folder, file), ours.get(*file), Together::of(&said));
        }
        table
    }

    fn add(&mut self, file: &str, ours: Option<&Opinion>, theirs: Together) {
        let row = ours.map_or_else(|| "（没有结论）".to_owned(), Opinion::row);
        let (intact, house) = (ours.is_some_and(Opinion::is_intact), ours.is_some_and(Opinion::is_house));
        let agree = match theirs {
            Together::Intact => {
                self.intact += 1;
                self.intact_to_us += usize::from(intact);
                self.house += usize::from(house);
                intact || house
            }
            Together::Broken => {
                self.broken += 1;
                self.broken_accepted += usize::from(intact);
                !intact
            }
            Together::Partial | Together::Differ | Together::Unsigned | Together::Unknown => !intact,
        };
        if !agree {
            self.disagreements.push(format!("{file}：我方 {row}，他方{}", theirs.title()));
        }
        *self.cells.entry(row).or_default().entry(theirs).or_default() += 1;
    }

    pub(super) fn print(&self) {
        println!("| 我方 | {} |", Together::ALL.map(Together::title).join(" | "));
        println!("|---|{}", "---:|".repeat(Together::ALL.len()));
        for (row, cells) in &self.cells {
            let counts = Together::ALL.map(|theirs| cells.get(&theirs).map_or_else(String::new, ToString::to_string));
            println!("| {row} | {} |", counts.join(" | "));
        }
        println!("都说完好 {}：我方完好 {}，因本平台规则不采信 {}", self.intact, self.intact_to_us, self.house);
        println!("都说损坏 {}：我方采信 {}", self.broken, self.broken_accepted);
        for line in &self.disagreements {
            println!("  ≠ {line}");
        }
    }

    /// What falls short of the targets.
    pub(super) fn short_of(&self, name: &str) -> Vec<String> {
        let mut fallen = Vec::new();
        let judged = self.intact - self.house;
        if self.intact_to_us * 100 < judged * INTACT_MIN {
            fallen.push(format!("{name}：他方都说完好的 {judged} 个中，我方完好 {} 个，不到 {INTACT_MIN}%", self.intact_to_us));
        }
        if self.broken_accepted > 0 {
            fallen.push(format!("{name}：他方都说损坏的，我方采信 {} 个", self.broken_accepted));
        }
        fallen
    }
}
