//! The condition of the trust folder: what counts for nothing, what ran out, what soon will. Seen by the operator (`kaihan doctor`, metrics) and
//! by the centre days before it stops anybody (E14, L6).

use crate::document::trust::Trusted;
use crate::error::AppError;
use crate::world::World;
use domain::time::Timestamp;

/// How long before a list or an anchor ends it is told, in seconds.
const NOTICE: i64 = 3 * 86_400;

/// What there is to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustCondition {
    /// What stops somebody now.
    pub faults: Vec<String>,
    /// What soon will.
    pub warnings: Vec<String>,
    /// In how many seconds the first revocation list runs out; negative when one has.
    pub list_ends_in: Option<i64>,
}

/// The condition of the folder that the platform trusts.
///
/// # Errors
/// [`AppError::Unavailable`] when it cannot be read.
pub fn look(world: &World) -> Result<TrustCondition, AppError> {
    let trusted = world.trust.trusted()?;
    Ok(condition(&trusted, world.now()))
}

/// Looks at every list and anchor.
#[must_use]
pub fn condition(trusted: &Trusted, now: Timestamp) -> TrustCondition {
    let now = now.seconds();
    let day = |seconds: i64| Timestamp::from_micros(seconds.saturating_mul(Timestamp::SECOND)).to_seconds();
    let mut found = TrustCondition { faults: trusted.faults.iter().map(ToString::to_string).collect(), ..TrustCondition::default() };
    for list in trusted.lists() {
        let Some(until) = list.span.1 else {
            found.faults.push(format!("{} 的吊销列表没有截止时间，登录时不采用", list.issuer));
            continue;
        };
        found.list_ends_in = Some(found.list_ends_in.map_or(until - now, |ends| ends.min(until - now)));
        if until < now {
            found.faults.push(format!("{} 的吊销列表已于 {} 过期，其证书暂时不能登录和签署，请更换", list.issuer, day(until)));
        } else if until < now + NOTICE {
            found.warnings.push(format!("{} 的吊销列表将于 {} 过期，请准备更换", list.issuer, day(until)));
        }
    }
    for anchor in trusted.anchors() {
        let (_, until) = anchor.validity();
        if until < now {
            found.faults.push(format!("根证书 {} 已于 {} 过期", anchor.subject(), day(until)));
        } else if until < now + NOTICE {
            found.warnings.push(format!("根证书 {} 将于 {} 过期", anchor.subject(), day(until)));
        }
    }
    let documents = trusted.documents();
    for (folder, trust) in [("documents/", &documents.signers), ("makers/", &documents.makers)] {
        if trust.anchors().is_empty() {
            let told = if folder == "makers/" { "电子印章都不会被认可" } else { "保函都不会被认可" };
            found.faults.push(format!("{folder} 没有根证书，{told}"));
        }
    }
    found
}
