//! A person at a browser without scripts, at the running platform: logs in with a certificate, chooses, fills in, signs, transfers. The
//! demonstration's orders are made so, by the same pages that people use.

mod applications;
mod sealer;

pub use applications::applications;
pub use sealer::Sealer;

use super::{PERSONAS, Persona};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::signing::SigningPayload;
use gm::certificate::Certificate;
use gm::{Entropy, SystemEntropy, key_file};
use sealer::{between, field, unescaped};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::time::Duration;

/// How long a page may take; a preview is typeset.
const PATIENCE: Duration = Duration::from_secs(60);

/// Why a person could not go on.
#[derive(Debug)]
pub struct Amiss(String);

impl Amiss {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Amiss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Amiss {}

impl From<reqwest::Error> for Amiss {
    fn from(error: reqwest::Error) -> Self {
        Self(error.to_string())
    }
}

/// What a page said.
struct Page {
    status: u16,
    location: String,
    body: String,
}

/// A person at a browser.
struct Clerk {
    http: reqwest::Client,
    origin: String,
    cookies: BTreeMap<String, String>,
    persona: &'static Persona,
    sealer: Sealer,
}

impl Clerk {
    /// The persona with this key, whose files are in the agent's folder, logged in.
    async fn new(origin: &str, agent: &Path, key: &str) -> Result<Self, Amiss> {
        let persona = PERSONAS.iter().find(|persona| persona.key == key).ok_or_else(|| Amiss::new("no such persona"))?;
        let read = |extension: &str| std::fs::read(agent.join(format!("{key}.{extension}"))).map_err(|error| Amiss::new(error.to_string()));
        let text = |extension: &str| String::from_utf8(read(extension)?).map_err(|error| Amiss::new(error.to_string()));
        let certificate = Certificate::from_pem(&text("cer")?).map_err(|error| Amiss::new(format!("{error:?}")))?;
        let certificate = certificate.into_iter().next().ok_or_else(|| Amiss::new("no certificate"))?;
        let secret = key_file::decrypt(&text("p8")?, persona.pin).map_err(|error| Amiss::new(format!("{error:?}")))?;
        // Who signs no agreements has no seal.
        let sealer = Sealer { certificate, key: secret, seal: read("esl").unwrap_or_default() };
        let http = partners::http::builder(PATIENCE).build()?;
        let mut clerk = Self { http, origin: origin.to_owned(), cookies: BTreeMap::new(), persona, sealer };
        clerk.log_in().await?;
        Ok(clerk)
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> Result<Page, Amiss> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer = request.header("cookie", cookies.join("; ")).header("origin", &self.origin).send().await?;
        let status = answer.status().as_u16();
        for cookie in answer.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()) {
            if let Some((name, rest)) = cookie.split_once('=') {
                let value = rest.split(';').next().unwrap_or_default();
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let location = answer.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        Ok(Page { status, location, body: answer.text().await? })
    }

    async fn get(&mut self, path: &str) -> Result<Page, Amiss> {
        let request = self.http.get(format!("{}{path}", self.origin));
        self.send(request).await
    }

    /// Posts a form; whatever does not lead on is amiss.
    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Page, Amiss> {
        let form = serde_urlencoded::to_string(fields).map_err(|error| Amiss::new(error.to_string()))?;
        let request =
            self.http.post(format!("{}{path}", self.origin)).header("content-type", "application/x-www-form-urlencoded").body(form);
        let page = self.send(request).await?;
        if [200, 303].contains(&page.status) { Ok(page) } else { Err(Amiss::new(format!("{path} answered {}", page.status))) }
    }

    /// Posts a form with the token of the page at `page`.
    async fn submit(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> Result<Page, Amiss> {
        let shown = self.get(page).await?;
        let token = field(&shown.body, "token")?.to_owned();
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("token", token.as_str())]).collect();
        self.post(path, &fields).await
    }

    async fn log_in(&mut self) -> Result<(), Amiss> {
        self.get("/login").await?;
        let challenge = self.post("/login/challenge", &[]).await?;
        let payload: SigningPayload = serde_json::from_str(&challenge.body).map_err(|error| Amiss::new(error.to_string()))?;
        let signature = self.sealer.key.sign(&payload.canonical(), &SystemEntropy).map_err(|error| Amiss::new(format!("{error:?}")))?;
        let SigningPayload::Login { nonce, expires, .. } = &payload else { return Err(Amiss::new("no challenge")) };
        let (chain, signature) = (STANDARD.encode(self.sealer.certificate.der()), STANDARD.encode(signature));
        let expires = expires.to_string();
        let answer =
            [("nonce", nonce.as_str()), ("expires", &expires), ("chain", &chain), ("signature", &signature), ("next", ""), ("kept", "")];
        self.post("/login", &answer).await.map(drop)
    }

    /// The lots of a site that can be applied for, at least `count` where there are so many.
    async fn lots(&mut self, site: &str, count: usize) -> Result<Vec<String>, Amiss> {
        let (mut found, mut next) = (Vec::new(), Some(format!("/{site}/lots")));
        while let Some(address) = next.take().filter(|_| found.len() < count) {
            let page = self.get(&address).await?.body;
            let begin = format!("<a href=\"/{site}/lots/lot_");
            found.extend(page.split(&begin).skip(1).filter_map(|rest| rest.split('"').next()).map(|lot| format!("lot_{lot}")));
            found.dedup();
            let before = page.split_once("\">下一页</a>").and_then(|(before, _)| before.rsplit_once("href=\""));
            next = before
                .map(|(_, address)| unescaped(address))
                .map(|address| if address.starts_with('?') { format!("/{site}/lots{address}") } else { address });
        }
        Ok(found)
    }

    /// A described draft for this lot at this institution; gives back its address.
    async fn draft(&mut self, site: &str, lot: &str, guarantor: &str) -> Result<String, Amiss> {
        let page = format!("/{site}/lots/{lot}");
        let quotes = self.get(&page).await?.body;
        let row = between(&quotes, &format!(">{guarantor}</a></th>"), "</tr>")?;
        let product = field(row, "product")?.to_owned();
        let drafted = self.submit(&page, &format!("{page}/applications"), &[("product", &product)]).await?;
        let details = [("name", self.persona.person), ("mobile", "13800138000"), ("email", "jingban@example.com")];
        self.submit(&drafted.location, &drafted.location, &details).await?;
        Ok(drafted.location.trim_end_matches("/details").to_owned())
    }

    /// Reads the notice, agrees, signs and submits a draft.
    async fn sign(&mut self, order: &str) -> Result<(), Amiss> {
        let notice = format!("{order}/notice");
        self.submit(&notice, &notice, &[("agreed", "yes")]).await?;
        let path = format!("{order}/confirm");
        let page = self.get(&path).await?;
        let fields = self.sealer.submission(&page.body, &SystemEntropy as &dyn Entropy)?;
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.post(&path, &fields).await.map(drop)
    }

    /// Transfers what an order owes, on the reference bank's page.
    async fn pay(&mut self, bank: &str, order: &str) -> Result<(), Amiss> {
        let page = self.get(order).await?.body;
        let value = |label: &str| -> Result<String, Amiss> {
            let told = between(&page, &format!("<dt>{label}</dt><dd"), "</dd>")?;
            let told = told.split_once('>').map_or(told, |(_, text)| text);
            Ok(told.split('<').find(|text| !text.is_empty()).unwrap_or_default().to_owned())
        };
        let account = value("收款账号")?;
        let reference = value("付款识别码（务必填入转账附言）")?;
        let amount = between(&page, "data-copy=\"", "\"")?.to_owned();
        let fields = [("payer", self.persona.organisation), ("account", &account), ("amount", &amount), ("remark", &reference)];
        let form = serde_urlencoded::to_string(fields).map_err(|error| Amiss::new(error.to_string()))?;
        let request = self.http.post(bank).header("content-type", "application/x-www-form-urlencoded").body(form);
        let booked = request.send().await?;
        if booked.status().as_u16() == 303 { Ok(()) } else { Err(Amiss::new(format!("the bank answered {}", booked.status()))) }
    }

    /// Waits until an order's page says this.
    async fn until(&mut self, order: &str, words: &str) -> Result<(), Amiss> {
        for _ in 0..PATIENCE.as_secs() * 4 {
            if self.get(order).await?.body.contains(words) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        Err(Amiss::new(format!("{order} did not come to {words}")))
    }
}
