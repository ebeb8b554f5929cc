use axum::Router;
use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use counterparts::demonstration;
use domain::signing::SigningPayload;
use gm::certificate::Certificate;
use gm::{Entropy, SecretKey};
use http_body_util::BodyExt;
use std::collections::BTreeMap;
use tower::ServiceExt;

/// What came back.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// HTTP status.
    pub status: u16,
    /// Where to go next.
    pub location: String,
    /// Headers, by lower-case name.
    pub headers: BTreeMap<String, String>,
    /// The body's bytes.
    pub bytes: Vec<u8>,
    /// The body as text.
    pub body: String,
    /// Who opened it, and where: whoever opens it again has what they need. Nothing for what answers a form.
    pub again: Option<(Browser, String)>,
}

impl Fetched {
    /// The text between the first `before` and the next `after`.
    #[must_use]
    pub fn between(&self, before: &str, after: &str) -> String {
        between(&self.body, before, after).to_owned()
    }

    /// The value of a hidden field.
    #[must_use]
    pub fn field(&self, name: &str) -> String {
        self.between(&format!("name=\"{name}\" value=\""), "\"")
    }
}

/// Where a page's text lies between the first `before` and the next `after`.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let start = text.find(before).unwrap_or_else(|| panic!("no {before} in {text}")) + before.len();
    let end = text[start..].find(after).unwrap() + start;
    &text[start..end]
}

/// Whoever signs an agreement: certificate, key and seal.
#[derive(Clone, Debug)]
pub struct Sealer {
    /// The certificate.
    pub certificate: Certificate,
    /// Its key.
    pub key: SecretKey,
    /// The electronic seal, DER.
    pub seal: Vec<u8>,
}

impl Sealer {
    /// The form that submits the application whose confirmation page is `page`.
    #[must_use]
    pub fn submission(&self, page: &str, entropy: &dyn Entropy) -> Vec<(&'static str, String)> {
        let Self { certificate, key, seal } = self.clone();
        demonstration::Sealer { certificate, key, seal }.submission(page, entropy).unwrap()
    }
}

/// A browser without scripts: it keeps cookies, posts forms, and follows nothing by itself.
#[derive(Clone, Debug)]
pub struct Browser {
    router: Router,
    /// Cookies, by name.
    pub cookies: BTreeMap<String, String>,
    /// What it says of itself.
    pub agent: Option<String>,
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new(), agent: None }
    }

    /// Sends a request as it is.
    pub async fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Fetched {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder().method(method).uri(path).header("cookie", cookies.join("; "));
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", "kaihan.test");
        }
        if let Some(agent) = &self.agent {
            request = request.header("user-agent", agent);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let status = response.status().as_u16();
        let all: Vec<(String, String)> =
            response.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap_or("").to_owned())).collect();
        for (_, cookie) in all.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let headers: BTreeMap<String, String> = all.into_iter().collect();
        let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Fetched { status, location: headers.get("location").cloned().unwrap_or_default(), headers, bytes, body, again: None }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Fetched {
        let opened = self.send("GET", path, &[], Vec::new()).await;
        Fetched { again: Some((self.clone(), path.to_owned())), ..opened }
    }

    /// Posts a form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Fetched {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("origin", "http://kaihan.test")];
        self.send("POST", path, &headers, body.into_bytes()).await
    }

    /// Posts a form with files: field, name, bytes.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Fetched {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
        }
        for (field, name, bytes) in files {
            let head = format!("--x\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n");
            body.extend([head.as_bytes(), b"content-type: application/octet-stream\r\n\r\n", bytes, b"\r\n"].concat());
        }
        body.extend(b"--x--\r\n");
        let length = body.len().to_string();
        let headers = [("content-type", "multipart/form-data; boundary=x"), ("origin", "http://kaihan.test"), ("content-length", &length)];
        self.send("POST", path, &headers, body).await
    }

    /// Posts a form with the token of the page at `page`, and with the version that the form there says its page is of.
    pub async fn submit(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> Fetched {
        let shown = self.get(page).await;
        let token = shown.field("token");
        let form = shown.body.split_once(&format!("action=\"{path}\"")).and_then(|(_, rest)| rest.split("</form>").next());
        let seen = form.and_then(|form| form.split_once("name=\"seen\" value=\"")).and_then(|(_, rest)| rest.split('"').next());
        let said = fields.iter().any(|(name, _)| *name == "seen");
        let seen = seen.filter(|_| !said).map(|seen| ("seen", seen));
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("token", token.as_str())]).chain(seen).collect();
        self.post(path, &fields).await
    }

    /// Asks for a login challenge.
    pub async fn challenge(&mut self) -> SigningPayload {
        self.get("/login").await;
        serde_json::from_str(&self.post("/login/challenge", &[]).await.body).unwrap()
    }

    /// Answers a challenge.
    pub async fn answer(&mut self, challenge: &SigningPayload, certificate: &Certificate, signature: &[u8]) -> Fetched {
        self.answer_with(challenge, certificate, signature, &[("next", "")]).await
    }

    /// The same with what the login form carries besides.
    pub async fn answer_with(
        &mut self,
        challenge: &SigningPayload,
        certificate: &Certificate,
        signature: &[u8],
        besides: &[(&str, &str)],
    ) -> Fetched {
        let SigningPayload::Login { nonce, expires, .. } = challenge else { panic!("not a login") };
        let (chain, signature, expires) = (STANDARD.encode(certificate.der()), STANDARD.encode(signature), expires.to_string());
        let answer = [("nonce", nonce.as_str()), ("expires", &expires), ("chain", &chain), ("signature", &signature)];
        let fields: Vec<(&str, &str)> = answer.into_iter().chain(besides.iter().copied()).collect();
        self.post("/login", &fields).await
    }

    /// Logs in.
    pub async fn login(&mut self, certificate: &Certificate, key: &SecretKey, entropy: &dyn Entropy) -> Fetched {
        let challenge = self.challenge().await;
        let signature = key.sign(&challenge.canonical(), entropy).unwrap();
        self.answer(&challenge, certificate, &signature).await
    }

    /// From a site's lots to a described draft; gives back the order's address.
    pub async fn draft(&mut self, site: &str, guarantor: &str) -> String {
        let lots = self.get(&format!("/{site}/lots")).await;
        let lot = lots.between(&format!("<a href=\"/{site}/lots/lot_"), "\"");
        self.draft_for(site, &format!("lot_{lot}"), guarantor).await
    }

    /// A draft for this lot that says nothing yet of who handles it; gives back the order's address.
    pub async fn choose(&mut self, site: &str, lot: &str, guarantor: &str) -> String {
        let page = format!("/{site}/lots/{lot}");
        let quotes = self.get(&page).await;
        let row = quotes.between(&format!(">{guarantor}</a></th>"), "</tr>");
        let product = row.split("name=\"product\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an offer").to_owned();
        let drafted = self.submit(&page, &format!("{page}/applications"), &[("product", &product)]).await;
        drafted.location.trim_end_matches("/details").to_owned()
    }

    /// A described draft for this lot.
    pub async fn draft_for(&mut self, site: &str, lot: &str, guarantor: &str) -> String {
        let order = self.choose(site, lot, guarantor).await;
        let page = format!("{order}/details");
        let details = [("name", "林知夏"), ("mobile", "13800138000"), ("email", "lin@example.com")];
        let described = self.submit(&page, &page, &details).await;
        assert_eq!(described.location, format!("{order}/confirm"), "{}", described.body);
        self.agree(&order).await;
        order
    }

    /// Reads the notice about the described draft at `order`, and agrees.
    pub async fn agree(&mut self, order: &str) {
        let page = format!("{order}/notice");
        let agreed = self.submit(&page, &page, &[("agreed", "yes")]).await;
        assert_eq!(agreed.location, format!("{order}/confirm"), "{}", agreed.body);
    }

    /// Signs and submits the draft at `order`.
    pub async fn sign(&mut self, order: &str, sealer: &Sealer, entropy: &dyn Entropy) -> Fetched {
        let path = format!("{order}/confirm");
        let page = self.get(&path).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let fields = sealer.submission(&page.body, entropy);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.post(&path, &fields).await
    }

    /// What the payment panel of an order says: account, amount, reference.
    pub async fn due(&mut self, order: &str) -> (String, String, String) {
        let page = self.get(order).await;
        let value = |label: &str| {
            let after = page.between(&format!("<dt>{label}</dt>"), "</dd>");
            let value = &after[after.find("data-copy").expect("a value")..];
            value[value.find('>').unwrap() + 1..].split('<').next().unwrap().to_owned()
        };
        (value("收款账号"), value("转账金额（元）").replace(',', ""), value("付款识别码（务必填入转账附言）"))
    }
}
