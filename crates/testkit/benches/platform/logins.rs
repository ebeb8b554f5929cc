//! Logins by certificate a second over HTTP, beside the verification of their signatures alone.

use crate::Setting;
use crate::database::connect;
use crate::limits::verifications;
use crate::load::{CLIENTS, timed};
use crate::platform::Platform;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::signing::SigningPayload;
use gm::SystemEntropy;
use measure::{Measured, processor};
use partners::http;
use reqwest::{Client, Response};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Turns of logins and verifications in one run.
const ROUNDS: usize = 3;

/// A challenge that is signed: the browser's cookie, and the form that answers.
type Signed = (String, Vec<(&'static str, String)>);

fn client() -> Client {
    http::builder(Duration::from_secs(30)).build().unwrap()
}

/// What the browser keeps, among it what ties a challenge to it.
fn cookie(answer: &Response) -> String {
    let set = answer.headers().get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
    set.collect::<Vec<_>>().join("; ")
}

/// So many challenges, fetched and signed beforehand: what the person's computer does is not ours.
async fn signed(platform: &Arc<Platform>, count: usize) -> Vec<Signed> {
    let signer = Arc::new(platform.sealer("1-bidder"));
    let (made, http) = (Arc::new(Mutex::new(Vec::new())), client());
    let (all, url) = (Arc::clone(&made), platform.url.clone());
    timed(count, move |_, _| {
        let (all, http, url, signer) = (Arc::clone(&all), http.clone(), url.clone(), Arc::clone(&signer));
        async move {
            let cookie = cookie(&http.get(format!("{url}/login")).send().await.unwrap());
            let asked = http.post(format!("{url}/login/challenge")).header("cookie", &cookie).header("origin", &url).send().await.unwrap();
            let challenge: SigningPayload = asked.json().await.unwrap();
            let signature = STANDARD.encode(signer.key.sign(&challenge.canonical(), &SystemEntropy).unwrap());
            let SigningPayload::Login { nonce, expires, .. } = challenge else { unreachable!("a login") };
            let chain = STANDARD.encode(signer.certificate.der());
            let form = vec![("nonce", nonce), ("expires", expires.to_string()), ("chain", chain), ("signature", signature)];
            all.lock().unwrap().push((cookie, form));
        }
    })
    .await;
    std::mem::take(&mut *made.lock().unwrap())
}

async fn login(platform: &Arc<Platform>, signed: Vec<Signed>) -> Measured {
    let count = signed.len();
    let clients: Arc<Vec<Client>> = Arc::new((0..CLIENTS).map(|_| client()).collect());
    let (signed, url) = (Arc::new(signed), platform.url.clone());
    let before = processor::of(&[platform.process()]);
    let took = timed(count, move |client, index| {
        let (clients, signed, url) = (Arc::clone(&clients), Arc::clone(&signed), url.clone());
        async move {
            let (cookie, form) = &signed[index];
            let sent = clients[client].post(format!("{url}/login")).header("cookie", cookie).header("origin", &url).form(form).send().await;
            assert_eq!(sent.unwrap().status().as_u16(), 303);
        }
    })
    .await;
    let program = processor::of(&[platform.process()]) - before;
    Measured::of("login", u32::try_from(count).unwrap(), took, Some(program))
}

pub(crate) async fn bench(setting: &Setting) {
    let admin = connect(&format!("{}/postgres", setting.postgres)).await;
    let database = setting.database(&admin).await;
    let mut platform = Platform::prepare(&setting.program, &database, 0).await;
    platform.serve().await;
    let platform = Arc::new(platform);
    let count = setting.size.unwrap_or(6_000) as usize / ROUNDS;
    login(&platform, signed(&platform, count).await).await;
    let (mut ours, mut limit) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let ready = signed(&platform, count).await;
        ours.push(login(&platform, ready).await);
        limit.push(Measured { name: "login-verification".to_owned(), rate: verifications(setting.small), processor: None });
    }
    for rounds in [&ours, &limit] {
        println!("{}", Measured::middle(rounds).unwrap().line());
    }
}
