//! Coming back from a portal: what it says is judged by its connector, mapped to an organisation by the code alone, and a session begins.

use super::{PURPOSE, Sent, person, redirect, session, take_turn};
use crate::commit::quietly;
use crate::error::AppError;
use crate::identity::{Arrival, Browser, Device, Errand, LoggedIn, NAMED, attempted, nameless, open};
use crate::world::World;
use domain::access::Role;
use domain::membership::Ground;
use domain::party::{OrganisationName, Uscc};
use domain::session::LoginWay;
use domain::site::SiteCode;
use gm::digest::sm3_hex;
use partners::portal::{Asked, PortalError, Settings, Vouched};
use serde_json::Value;

/// What came back with the browser.
#[derive(Clone, Debug, Default)]
pub struct PortalAnswer {
    /// What was sent along.
    pub state: String,
    /// The code; empty when the portal says why not.
    pub code: String,
    /// The issuer that the answer names.
    pub issuer: Option<String>,
    /// Why the portal logged nobody in.
    pub error: String,
}

/// Somebody who came back.
#[derive(Clone, Debug)]
pub struct Returned {
    /// The session.
    pub begun: LoggedIn,
    /// What they came for.
    pub errand: Errand,
}

fn refuse(message: impl Into<String>) -> AppError {
    AppError::Unauthenticated(message.into())
}

/// What a portal says of an organisation.
struct Said {
    uscc: Uscc,
    name: OrganisationName,
    says: Vec<(Role, Ground)>,
}

/// Reads it. Of several roles the one that is named first is begun with.
fn said(settings: &Settings, site: SiteCode, vouched: &Vouched) -> Result<Said, AppError> {
    let name = settings.name.as_str();
    let claim = |claim: &str| vouched.claims.get(claim);
    let words = |value: Option<&Value>| match value {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => Vec::new(),
    };
    let code = claim(&settings.claims.code).and_then(Value::as_str).map(str::trim).unwrap_or_default().to_uppercase();
    if code.is_empty() {
        return Err(refuse(format!("请在{name}完善统一社会信用代码，保存后重新登录")));
    }
    let uscc = Uscc::vouched(&code).map_err(|_| refuse(format!("{name}中登记的统一社会信用代码不正确，请在该平台更正后重新登录")))?;
    let organisation = claim(&settings.claims.organisation).and_then(Value::as_str).and_then(|name| name.parse().ok());
    let organisation = organisation.ok_or_else(|| refuse(format!("请在{name}完善单位名称，保存后重新登录")))?;
    let roles = words(claim(&settings.claims.role)).into_iter().filter_map(|word| settings.roles.get(&word).copied());
    let says: Vec<(Role, Ground)> = roles.map(|role| (role, Ground::Portal(site))).collect();
    if says.is_empty() {
        return Err(refuse(format!("{name}没有授予该账号投标人、招标人等交易角色，请在该平台办理角色授权后重新登录")));
    }
    Ok(Said { uscc, name: organisation, says })
}

/// Writes down that an answer was not taken: of whom it is, nobody knows.
async fn write_down(world: &World, site: SiteCode, reason: &'static str) {
    nameless(world, format!("login/portal/{site}/{reason}")).await;
}

/// Logs in whoever comes back to this browser. What was sent along counts once, before anything of the answer is believed.
///
/// # Errors
/// [`AppError::Unauthenticated`] with what to do; [`AppError::NotFound`] on a site without a portal.
pub async fn finish(world: &World, site: SiteCode, browser: &Browser, answer: PortalAnswer, device: Device) -> Result<Returned, AppError> {
    let portal = world.portals.get(site).ok_or(AppError::NotFound)?;
    let settings = world.sites.get(site).and_then(|site| site.portal.clone()).ok_or(AppError::NotFound)?;
    let now = world.now();
    let state = sm3_hex(answer.state.as_bytes());
    let again = || refuse(format!("登录请求已使用或已过期，请重新点击“{}登录”", settings.name));
    let Some(sealed) = store::portal::load(&mut world.store.reader(), &state, browser.digest(), now).await? else {
        // What anybody could make up is no entry.
        return Err(again());
    };
    let (sent, browser): (Sent, String) = (browser.open(PURPOSE, &sealed)?, browser.digest().to_owned());
    let used =
        world.store.write::<_, AppError, _>(move |tx| Box::pin(async move { Ok(store::portal::consume(tx, &state, &browser, now)?) }));
    match used.await {
        Ok(()) => {}
        Err(AppError::Conflict) => return Err(again()),
        Err(other) => return Err(other),
    }
    if answer.code.is_empty() {
        let cancelled = answer.error == "access_denied";
        let name = &settings.name;
        return Err(refuse(if cancelled {
            format!("您在{name}取消了登录")
        } else {
            format!("{name}没有完成登录，请稍后重试")
        }));
    }
    let asked = Asked { state: answer.state, nonce: sent.nonce, verifier: sent.verifier, redirect: redirect(world.origin(), site) };
    let vouched = match portal.finish(&asked, &answer.code, answer.issuer.as_deref(), now).await {
        Ok(vouched) => vouched,
        Err(PortalError::Refused(reason)) => {
            write_down(world, site, reason.code()).await;
            return Err(refuse(format!("{}，没有登录。请重新点击“{}登录”，仍不成功请联系客服", reason.message(), settings.name)));
        }
        Err(PortalError::Away(error)) => {
            tracing::warn!(%error, "a portal does not answer");
            return Err(refuse(format!("{}暂时没有响应，请稍后重试，或使用数字证书登录", settings.name)));
        }
    };
    let who = person(&settings, &vouched.subject);
    let Said { uscc, name, says } = said(&settings, site, &vouched)?;
    let token = hex::encode(world.random::<32>());
    let arrival = Arrival {
        uscc: uscc.clone(),
        name,
        vouched: Some(NAMED),
        person: who.clone(),
        chain: String::new(),
        way: LoginWay::Portal,
        portal_session: session(&settings, &vouched.session),
        holder: String::new(),
        certificate_ends: None,
        project: None,
        says,
    };
    let (fresh, issued) = (token.clone(), vouched.issued);
    let ended = format!("您在{}的登录已退出，请重新点击“{0}登录”", settings.name);
    let opened = quietly(world, move |w| {
        Box::pin(async move {
            take_turn(w.tx(), &arrival.person, &arrival.portal_session)?;
            if store::portal::has_ended(w.tx(), (&arrival.person, &arrival.portal_session), issued, now).await? {
                return Err(refuse(ended));
            }
            open(w, arrival, &Device { site: Some(sent.site), ..device }, &fresh).await
        })
    })
    .await;
    match opened {
        Ok((organisation, role)) => Ok(Returned { begun: LoggedIn { token, organisation, role }, errand: sent.errand }),
        Err(AppError::Unauthenticated(message)) => {
            attempted(world, &uscc, who, "portal").await;
            Err(refuse(message))
        }
        Err(other) => Err(other),
    }
}
