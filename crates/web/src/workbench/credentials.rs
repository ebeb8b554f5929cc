//! The keys the organisation's systems sign with.

use crate::shell::{Frame, Known, Nav, Nothing, PageError, Posted, Web, html};
use app::credential::{add, list, retire as end};
use app::{AppError, FieldError};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::credential::{Credential, CredentialKey};
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
    faults: Vec<FieldError>,
}

impl CredentialsPage {
    fn fault(&self) -> Option<&str> {
        self.faults.first().map(|fault| fault.message.as_str())
    }
    fn what<'a>(&self, credential: &'a Credential) -> (&'static str, &'a str) {
        match &credential.key {
            CredentialKey::Sm2 { subject, .. } => ("SM2", subject),
            CredentialKey::Hmac => ("HMAC-SM3", "共享密钥"),
        }
    }
}

async fn show(
    web: &Web,
    known: &Known,
    pem: String,
    secret: Option<(String, String)>,
    faults: Vec<FieldError>,
) -> Result<Response, PageError> {
    let credentials = list::list(&web.world, &known.caller).await?;
    let frame = Frame::new(web, &known.as_guest(), Nav::Interface, None)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let app = known.visitor.organisation.uscc.to_string();
    let platform = web.world.platform.identity().serial;
    Ok((status, html(&CredentialsPage { frame, app, platform, credentials, pem, secret, faults })).into_response())
}

pub(crate) async fn page(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    show(&web, &known, String::new(), None, Vec::new()).await
}

pub(crate) async fn submit(State(web): State<Web>, Posted { known, fields }: Posted<Fields>) -> Result<Response, PageError> {
    let fault = |error: &dyn std::fmt::Display| vec![FieldError::new("pem", error)];
    if fields.pem.trim().is_empty() && fields.shared != "yes" {
        return show(&web, &known, fields.pem, None, fault(&"请粘贴证书或证书请求")).await;
    }
    let pem = if fields.shared == "yes" { "" } else { fields.pem.as_str() };
    match add::register(&web.world, &known.caller, pem).await {
        Ok(added) => match added.secret {
            // Shown on the answer to this very post, and never again.
            Some(secret) => show(&web, &known, String::new(), Some((added.credential.serial, secret)), Vec::new()).await,
            None => Ok(Redirect::to("/workbench/credentials").into_response()),
        },
        Err(AppError::Invalid(faults)) => show(&web, &known, fields.pem, None, faults).await,
        Err(AppError::Refused(refusal)) => show(&web, &known, fields.pem, None, fault(&refusal)).await,
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn retire(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    end::retire(&web.world, &known.caller, text.parse().map_err(|_| AppError::NotFound)?).await?;
    Ok(Redirect::to("/workbench/credentials"))
}
