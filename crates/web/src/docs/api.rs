//! The reference of the open interface: every message with a sample and how to send it, made from the same catalogue as the routes and
//! the OpenAPI document.

use crate::shell::{Frame, Guest, Nav, PageError, Web, html};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::refusal::{Refusal, RefusalKind};
use protocol::catalogue::{CREDIT_COMPANY, CREDIT_MATERIAL, Direction, Entry, all};
use serde_json::Value;

/// A field of a message.
struct Field {
    name: String,
    kind: String,
    required: bool,
    about: String,
}

struct Documented {
    entry: &'static Entry,
    fields: Vec<Field>,
    curl: String,
    rust: String,
}

struct Group {
    direction: Direction,
    messages: Vec<Documented>,
}

/// A type that messages are made of.
struct Type {
    name: String,
    about: String,
    fields: Vec<Field>,
}

/// The same text that the tests run (`web/tests/it/examples.rs`) and check (`protocol/tests/it/vectors.rs`).
const VECTORS: &str = include_str!("../../../../docs/reference/signing-vectors.json");
const EXAMPLES: [(&str, &str); 4] = [
    ("curl 与 OpenSSL", include_str!("../../../../docs/examples/quote.sh")),
    ("Python", include_str!("../../../../docs/examples/quote.py")),
    ("Java", include_str!("../../../../docs/examples/Quote.java")),
    ("Rust", include_str!("../../../../docs/examples/quote.rs")),
];

/// The types that are no message of their own: what is within them, or which words they have.
fn types(document: &Value) -> Vec<Type> {
    let messages: Vec<&str> = all().map(|entry| entry.body).collect();
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten();
    let words = |schema: &Value| -> Vec<Field> {
        let plain = schema.get("enum").and_then(Value::as_array).into_iter().flatten().map(|word| (word, ""));
        let told = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten().flat_map(|variant| {
            let about = variant.get("description").and_then(Value::as_str).unwrap_or_default();
            variant.get("enum").and_then(Value::as_array).into_iter().flatten().map(move |word| (word, about))
        });
        let word = |(word, about): (&Value, &str)| Field {
            name: word.as_str().unwrap_or_default().to_owned(),
            kind: String::new(),
            required: true,
            about: about.to_owned(),
        };
        plain.chain(told).map(word).collect()
    };
    let kinds = schemas.filter(|(name, _)| !messages.contains(&name.as_str())).map(|(name, schema)| Type {
        name: name.clone(),
        about: schema.get("description").and_then(Value::as_str).unwrap_or_default().to_owned(),
        fields: fields(document, name).into_iter().chain(words(schema)).collect(),
    });
    kinds.collect()
}

#[derive(Template)]
#[template(path = "docs/api.html")]
struct ApiPage {
    frame: Frame,
    version: &'static str,
    serial: String,
    groups: Vec<Group>,
    types: Vec<Type>,
    vectors: &'static str,
    examples: [(&'static str, &'static str); 4],
    refusals: &'static [Refusal],
}

impl ApiPage {
    fn status(&self, refusal: &Refusal) -> u16 {
        match refusal.kind() {
            RefusalKind::Conflict => 409,
            RefusalKind::Unprocessable => 422,
        }
    }
}

/// The type of a property, as people say it.
fn kind(property: &Value) -> String {
    let reference = property.pointer("/$ref").or_else(|| property.pointer("/oneOf/1/$ref")).or_else(|| property.pointer("/items/$ref"));
    if let Some(name) = reference.and_then(Value::as_str).and_then(|path| path.rsplit('/').next()) {
        return if property.get("items").is_some() { format!("{name} 列表") } else { name.to_owned() };
    }
    match property.get("type") {
        Some(Value::String(kind)) => kind.clone(),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect::<Vec<_>>().join(" / "),
        _ => String::new(),
    }
}

fn fields(document: &Value, schema: &str) -> Vec<Field> {
    let Some(schema) = document.pointer(&format!("/components/schemas/{schema}")) else { return Vec::new() };
    let required: Vec<&str> = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let field = |(name, property): (&String, &Value)| {
        let about = property.get("description").or_else(|| property.pointer("/oneOf/1/description"));
        Field {
            name: name.clone(),
            kind: kind(property),
            required: required.contains(&name.as_str()),
            about: about.and_then(Value::as_str).unwrap_or_default().to_owned(),
        }
    };
    properties.map(field).collect()
}

/// How the message is sent by hand; the header is what `kaihan sign` or the client makes.
fn curl(entry: &Entry, origin: &str) -> String {
    let place = match entry.direction {
        Direction::ToInstitution => "https://机构接口地址",
        Direction::FromInstitution | Direction::FromCentre => origin,
    };
    let body = if entry.body.is_empty() { "" } else { " \\\n  -H 'Content-Type: application/json' --data-binary @message.json" };
    let key = if entry.method == "POST" { " \\\n  -H 'Idempotency-Key: 报文唯一键'" } else { "" };
    format!("curl -X {} '{place}{}' \\\n  -H \"Authorization: $SIGNATURE\"{key}{body}", entry.method, entry.target())
}

fn rust(entry: &Entry) -> String {
    match (entry.direction, entry.body.is_empty()) {
        (Direction::FromInstitution, false) => {
            format!("let receipt = client.send(\"{}\", key, &{} {{ … }}, now).await?;", entry.topic, entry.body)
        }
        (Direction::FromInstitution, true) if entry.topic == CREDIT_MATERIAL.topic => {
            "let bytes = client.credit_material(credit_id, digest, now).await?;".into()
        }
        (Direction::FromInstitution, true) if entry.topic == CREDIT_COMPANY.topic => {
            "let company = client.credit_company(credit_id, now).await?;".into()
        }
        (Direction::FromInstitution, true) if entry.answer.is_empty() => {
            "let bytes = client.material(instruction_id, digest, now).await?;".into()
        }
        (Direction::FromInstitution, true) if entry.method == "GET" => "let report = client.application(order_number, now).await?;".into(),
        (Direction::FromInstitution, true) => {
            "client.push(order_number, FileKind::Letter, FileFormat::Pdf, key, bytes, now).await?;".into()
        }
        (Direction::ToInstitution | Direction::FromCentre, _) => String::new(),
    }
}

pub(crate) async fn show(State(web): State<Web>, guest: Guest) -> Result<Response, PageError> {
    let document = protocol::specification::document();
    let groups = Direction::ALL.into_iter().map(|direction| Group {
        direction,
        messages: all()
            .filter(|entry| entry.direction == direction)
            .map(|entry| Documented {
                entry,
                fields: fields(&document, if entry.body.is_empty() { entry.answer } else { entry.body }),
                curl: curl(entry, web.world.origin()),
                rust: rust(entry),
            })
            .collect(),
    });
    let page = ApiPage {
        frame: guest.frame(&web, Nav::Docs)?,
        version: protocol::specification::DOCUMENT_VERSION,
        serial: web.world.serial().to_owned(),
        groups: groups.collect(),
        types: types(&document),
        vectors: VECTORS,
        examples: EXAMPLES,
        refusals: Refusal::ALL,
    };
    Ok(html(&page))
}
