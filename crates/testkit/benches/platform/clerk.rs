//! A bidder's clerk over HTTP: logs in, drafts, signs.

use crate::platform::Platform;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::signing::SigningPayload;
use gm::SystemEntropy;
use partners::http;
use reqwest::Client;
use std::time::Duration;
use testkit::Sealer;

/// How long a clerk waits for a page: a preview on a machine that is busy with many takes its time.
const PATIENCE: Duration = Duration::from_secs(300);

/// A draft that is signed and ready to be submitted.
pub(crate) struct Ready {
    pub(crate) path: String,
    /// As a browser sends it; written beforehand, so that what is measured is the platform.
    pub(crate) form: String,
}

pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let start = text.find(before).unwrap_or_else(|| panic!("no {before}: {text}")) + before.len();
    &text[start..start + text[start..].find(after).unwrap()]
}

/// The product that an institution offers on a lot's page: the row that has a product to choose and names the institution, whatever
/// else is in it.
pub(crate) fn product_of(page: &str, institution: &str) -> String {
    let rows = page.split("<tr").filter(|row| row.contains("name=\"product\""));
    let row = rows.into_iter().find(|row| row.contains(institution)).unwrap_or_else(|| panic!("no product of {institution}: {page}"));
    between(row, "name=\"product\" value=\"", "\"").to_owned()
}

pub(crate) async fn browser(platform: &Platform) -> Client {
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("origin", platform.url.parse().unwrap());
    let client = http::builder(PATIENCE).cookie_store(true).default_headers(headers).build().unwrap();
    let Sealer { certificate, key, .. } = platform.sealer("1-bidder");
    client.get(format!("{}/login", platform.url)).send().await.unwrap();
    let challenge: SigningPayload = client.post(format!("{}/login/challenge", platform.url)).send().await.unwrap().json().await.unwrap();
    let SigningPayload::Login { nonce, expires, .. } = challenge.clone() else { unreachable!("a login") };
    let signature = STANDARD.encode(key.sign(&challenge.canonical(), &SystemEntropy).unwrap());
    let fields =
        [("nonce", nonce), ("expires", expires.to_string()), ("chain", STANDARD.encode(certificate.der())), ("signature", signature)];
    let answer = client.post(format!("{}/login", platform.url)).form(&fields).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 303);
    client
}

pub(crate) async fn ready(platform: &Platform, client: &Client, signer: &Sealer, lot: &str, product: &str, token: &str) -> Ready {
    let url = |path: &str| format!("{}{path}", platform.url);
    let drafted =
        client.post(url(&format!("/650000/lots/{lot}/applications"))).form(&[("token", token), ("product", product)]).send().await.unwrap();
    let details = drafted.headers()["location"].to_str().unwrap().to_owned();
    let form = [("token", token), ("name", "林知夏"), ("mobile", "13800138000"), ("email", "lin@example.com")];
    let described = client.post(url(&details)).form(&form).send().await.unwrap();
    let path = described.headers()["location"].to_str().unwrap().to_owned();
    let notice = details.replace("/details", "/notice");
    client.get(url(&notice)).send().await.unwrap();
    let agreed = client.post(url(&notice)).form(&[("token", token), ("agreed", "yes")]).send().await.unwrap();
    assert_eq!(agreed.headers()["location"], path.as_str());
    let page = client.get(url(&path)).send().await.unwrap().text().await.unwrap();
    let form = serde_urlencoded::to_string(signer.submission(&page, &SystemEntropy)).unwrap();
    Ready { path, form }
}
