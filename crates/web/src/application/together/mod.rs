//! Several lots of one project in one go (多标段一并办理): which lots and which product, and then what is filled in and agreed to for all of them.

pub(crate) mod choose;
pub(crate) mod finish;

use domain::Refusal;
use domain::id::ApplicationId;
use std::str::FromStr;

/// The pairs of an address or a form.
pub(super) type Pairs = Vec<(String, String)>;

/// The values of a name that can be read.
fn values<T: FromStr>(pairs: &[(String, String)], wanted: &str) -> Vec<T> {
    pairs.iter().filter(|(name, _)| name == wanted).filter_map(|(_, value)| value.parse().ok()).collect()
}

/// The first value of a name.
fn text<'a>(pairs: &'a [(String, String)], wanted: &str) -> &'a str {
    pairs.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value)
}

/// The address of the page about these drafts, with what was refused of which lot or draft.
fn address(done: &[String], refused: &[(String, Refusal)]) -> String {
    let ids = done.iter().map(|id| ("id", id.clone()));
    let told = refused.iter().map(|(of, refusal)| ("refused", format!("{of}:{}", refusal.code())));
    let pairs: Vec<(&str, String)> = ids.chain(told).collect();
    format!("/applications/together?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
}

/// Where the page is on which an order is signed, after which that of the next of `all` follows.
fn signing(order: &str, all: &[String]) -> String {
    let with: Vec<(&str, &String)> = all.iter().map(|id| ("with", id)).collect();
    format!("/applications/{order}/confirm?{}", serde_urlencoded::to_string(with).unwrap_or_default())
}

/// Where whoever has signed `signed` is led: to the next of those that are signed one after another, in the end to all of them; to the order itself
/// where it is alone.
pub(super) fn after(signed: ApplicationId, question: &[(String, String)]) -> String {
    let all = values::<ApplicationId>(question, "with").iter().map(ToString::to_string).collect::<Vec<_>>();
    let signed = signed.to_string();
    let mut behind = all.iter().skip_while(|id| **id != signed).skip(1);
    match behind.next() {
        Some(next) => signing(next, &all),
        None if all.contains(&signed) => address(&all, &[]),
        None => format!("/applications/{signed}"),
    }
}
