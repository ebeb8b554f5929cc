//! Credit lines (授信, Henan manual chapter 2): the applicant's own pages, and the desk of whoever grants them.

pub(crate) mod apply;
pub(crate) mod desk;
pub(crate) mod history;
pub(crate) mod own;
pub(crate) mod review;

use crate::shell::Web;
use app::credit_line::Drawn;
use app::site::Words;
use domain::credit_line::{CreditLine, CreditLineState, CreditTerms};
use domain::product::GuaranteeKind;
use domain::site::SiteCode;
use domain::time::Date;
use std::collections::BTreeSet;

/// The tone of a line's tag.
fn tone(line: &CreditLine, today: Date) -> &'static str {
    if line.has_expired(today) {
        return "mute";
    }
    match line.state {
        CreditLineState::Draft | CreditLineState::Submitted => "wait",
        CreditLineState::Granted => "ok",
        CreditLineState::Returned { .. } | CreditLineState::Refused { .. } | CreditLineState::Suspended { .. } => "bad",
        CreditLineState::GivenUp { .. } | CreditLineState::Cancelled { .. } => "mute",
    }
}

/// The words of the line's site, or those of the platform where it is gone.
fn words(web: &Web, site: SiteCode) -> Words {
    web.world.sites().get(site).map(|site| site.words.clone()).unwrap_or_default()
}

/// Kinds of guarantees in the site's words.
fn kinds(words: &Words, kinds: &BTreeSet<GuaranteeKind>) -> String {
    if kinds.is_empty() { "全部".to_owned() } else { kinds.iter().map(|kind| words.kind(kind)).collect::<Vec<_>>().join("、") }
}

/// The limits of kinds in the site's words, if any has one.
fn limits(words: &Words, terms: &CreditTerms) -> Option<String> {
    let limits: Vec<String> = terms.per_kind.iter().map(|(kind, limit)| format!("{} {limit}", words.kind(kind))).collect();
    (!limits.is_empty()).then(|| limits.join("、"))
}

/// Why a line is as it is, where that has words.
fn because(line: &CreditLine) -> Option<&str> {
    match &line.state {
        CreditLineState::Returned { correction } => Some(&correction.comment),
        CreditLineState::Refused { reason } | CreditLineState::Suspended { reason } | CreditLineState::Cancelled { reason } => Some(reason),
        CreditLineState::Draft | CreditLineState::Submitted | CreditLineState::GivenUp { .. } | CreditLineState::Granted => None,
    }
}

/// What of a line is free.
fn free(drawn: &Drawn) -> String {
    app::credit_line::needed::free(drawn).to_string()
}
