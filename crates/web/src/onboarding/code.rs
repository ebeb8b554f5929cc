//! The button that sends a code: the form comes back as it was, with word of the message.

use crate::shell::{Faults, PageError, Web};
use app::AppError;
use app::phone_code::send::{CodeWanted, send};
use domain::party::{Mobile, Uscc};
use domain::phone_code::Purpose;
use domain::site::SiteCode;

/// The seconds until another code may be asked for.
const PAUSE_SECONDS: i64 = 60;

/// What the form says about a code that was just sent.
#[derive(Clone, Debug)]
pub(crate) struct CodeSent {
    /// The mobile, with its middle hidden.
    pub(crate) mobile: String,
    /// Seconds until the next.
    pub(crate) seconds: i64,
}

impl CodeSent {
    pub(crate) fn to(mobile: &Mobile) -> Self {
        let text = mobile.as_str();
        let hidden = format!("{}****{}", text.get(..3).unwrap_or(""), text.get(7..).unwrap_or(""));
        Self { mobile: hidden, seconds: PAUSE_SECONDS }
    }
}

/// What a code is asked for.
pub(crate) struct CodeFor<'a> {
    pub(crate) site: SiteCode,
    pub(crate) purpose: Purpose,
    pub(crate) uscc: &'a str,
    pub(crate) mobile: &'a str,
    pub(crate) address: &'a str,
    pub(crate) entitled: bool,
}

/// Sends a code, or says which field stands in the way.
pub(crate) async fn ask(web: &Web, wanted: CodeFor<'_>, faults: &mut Faults) -> Result<Option<CodeSent>, PageError> {
    let uscc = Uscc::vouched(wanted.uscc).map_err(|error| faults.push("uscc", error));
    let mobile = wanted.mobile.parse::<Mobile>().map_err(|error| faults.push("mobile", error));
    let (Ok(uscc), Ok(mobile)) = (uscc, mobile) else { return Ok(None) };
    let sent = CodeSent::to(&mobile);
    let (site, purpose, address, entitled) = (wanted.site, wanted.purpose, wanted.address.to_owned(), wanted.entitled);
    match send(&web.world, CodeWanted { site, purpose, uscc, to: mobile.into(), address, entitled }).await {
        Ok(()) => Ok(Some(sent)),
        Err(AppError::Refused(refusal)) => {
            faults.push("code", refusal);
            Ok(None)
        }
        Err(other) => Err(other.into()),
    }
}
