//! The keys the organisation's systems sign with.

use crate::shell::{Faults, Frame, Id, Known, Nav, Nothing, PageError, Places, Posted, Web};
use app::credential::{add, list, retire as end};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::credential::{Credential, CredentialKey};
use domain::id::CredentialId;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Fields {
    #[serde(default)]
    pem: String,
    #[serde(default)]
    shared: String,
}

#[derive(Template)]
#[template(path = "workbench/credentials.html")]
struct CredentialsPage {
    frame: Frame,
    app: String,
    platform: String,
    credentials: Vec<Credential>,
    pem: String,
    /// A shared secret that was just made: serial and secret.
    secret: Option<(String, String)>,
    faults: Faults,
}

impl CredentialsPage {
    fn what<'a>(&self, credential: &'a Credential) -> (&'static str, &'a str) {
        match &credential.key {
            CredentialKey::Sm2 { subject, .. } => ("SM2", subject),
            CredentialKey::Hmac => ("HMAC-SM3", "共享密钥"),
        }
    }
}

const PLACES: Places = &[(Refusal::CredentialKnown, "pem"), (Refusal::CredentialsFull, "pem")];

async fn show(web: &Web, known: &Known, pem: String, secret: Option<(String, String)>, faults: Faults) -> Result<Response, PageError> {
    let credentials = list::list(&web.world, &known.caller).await?;
    let frame = known.frame(web, Nav::Interface)?;
    let app = known.visitor.organisation.uscc.to_string();
    let platform = web.world.serial().to_owned();
    let page = CredentialsPage { frame, app, platform, credentials, pem, secret, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    show(&web, &known, String::new(), None, Faults::default()).await
}

pub(crate) async fn submit(State(web): State<Web>, Posted { known, fields }: Posted<Fields>) -> Result<Response, PageError> {
    if fields.pem.trim().is_empty() && fields.shared != "yes" {
        return show(&web, &known, fields.pem, None, Faults::one("pem", "请粘贴证书或证书请求")).await;
    }
    let pem = if fields.shared == "yes" { "" } else { fields.pem.as_str() };
    match add::register(&web.world, &known.caller, pem).await {
        Ok(added) => match added.secret {
            // Shown on the answer to this very post, and never again.
            Some(secret) => show(&web, &known, String::new(), Some((added.credential.serial, secret)), Faults::default()).await,
            None => Ok(Redirect::to("/workbench/credentials").into_response()),
        },
        Err(error) => show(&web, &known, fields.pem, None, Faults::of(error, PLACES)?).await,
    }
}

pub(crate) async fn retire(
    State(web): State<Web>,
    Id(id): Id<CredentialId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    end::retire(&web.world, &known.caller, id).await?;
    Ok(Redirect::to("/workbench/credentials"))
}
