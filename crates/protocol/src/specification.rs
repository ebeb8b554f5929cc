//! The OpenAPI 3.1 document, made from the catalogue and the wire types. What the platform sends is described as webhooks.

use crate::VERSION;
use crate::catalogue::{Direction, Entry, all};
use crate::problem::Problem;
use serde_json::{Map, Value, json};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// The version of the document: the interface's, and the number of changes that old receivers can ignore.
pub const DOCUMENT_VERSION: &str = "1.4.0";

fn schemas() -> Map<String, Value> {
    let mut found: Vec<(String, RefOr<Schema>)> = vec![(Problem::name().into_owned(), <Problem as PartialSchema>::schema())];
    Problem::schemas(&mut found);
    for entry in all() {
        (entry.schemas)(&mut found);
    }
    found.into_iter().map(|(name, schema)| (name, serde_json::to_value(schema).unwrap_or_default())).collect()
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn header(name: &str, required: bool, description: &str) -> Value {
    json!({ "name": name, "in": "header", "required": required, "description": description, "schema": { "type": "string" } })
}

fn operation(entry: &Entry) -> Value {
    let mut parameters = Vec::new();
    if entry.method == "POST" {
        parameters.push(header(
            "Idempotency-Key",
            true,
            "报文的唯一键，1 至 255 个可见字符。重发同一报文用同一键；同一键不同内容答复 422。",
        ));
    }
    for name in entry.path.split('{').skip(1).filter_map(|part| part.split('}').next()) {
        parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    }
    let example: Value = serde_json::from_str(entry.sample).unwrap_or_default();
    let binary = json!({ "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } });
    let mut answer = json!({ "schema": reference(entry.answer) });
    let mut operation = json!({
        "operationId": entry.topic.replace('.', "_"),
        "summary": entry.title,
        "description": entry.about,
        "tags": [entry.direction.label()],
        "parameters": parameters,
        "security": [{ "signature": [] }],
    });
    if entry.body.is_empty() {
        answer["example"] = example;
        if entry.method == "POST" {
            operation["requestBody"] = json!({ "required": true, "content": binary });
        }
    } else {
        let content = json!({ "application/json": { "schema": reference(entry.body), "example": example } });
        operation["requestBody"] = json!({ "required": true, "content": content });
    }
    let problem = json!({ "application/problem+json": { "schema": reference("Problem") } });
    if entry.answer.is_empty() {
        operation["responses"] = json!({
            "200": {
                "description": "文件原始字节，签名见 Kaihan-Signature 响应头；Content-Type 为文件的类型",
                "headers": { "Content-Digest": { "description": "sha-256=:…:（RFC 9530）", "schema": { "type": "string" } } },
                "content": binary,
            },
            "401": { "description": "签名未通过验证，不说明原因", "content": problem },
            "404": { "description": "没有这份材料，或不属于本机构", "content": problem },
            "503": { "description": "暂时无法受理，稍后再取", "content": problem },
        });
        return operation;
    }
    operation["responses"] = json!({
        "200": { "description": "已收妥，签名见 Kaihan-Signature 响应头", "content": { "application/json": answer } },
        "401": { "description": "签名未通过验证，不说明原因", "content": problem },
        "409": { "description": "同一键的报文正在处理，稍后重发", "content": problem },
        "422": { "description": "内容不符合约定，改正后用新键发送", "content": problem },
        "503": { "description": "暂时无法受理，稍后用同一键重发", "content": problem },
    });
    operation
}

/// The document.
#[must_use]
pub fn document() -> Value {
    let (mut paths, mut webhooks) = (Map::new(), Map::new());
    for entry in all() {
        let item = json!({ entry.method.to_lowercase(): operation(entry) });
        match entry.direction {
            Direction::ToInstitution => webhooks.insert(format!("{} {}", entry.method, entry.path), item),
            Direction::FromInstitution | Direction::FromCentre => paths.insert(entry.target(), item),
        };
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "开函开放接口",
            "version": DOCUMENT_VERSION,
            "summary": "机构、交易中心与平台之间的报文，双向签名",
            "description": format!(
                "路径中的 {VERSION} 为接口版本：不兼容的变更另立版本，旧版本至少保留十二个月；新增字段不改变版本，接收方应忽略不认识的字段。"
            ),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/", "description": "本平台" }],
        "tags": Direction::ALL.map(|direction| json!({ "name": direction.label() })),
        "paths": paths,
        "webhooks": webhooks,
        "components": {
            "schemas": schemas(),
            "securitySchemes": {
                "signature": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "KAIHAN1-SM2-SM3 app=\"…\",serial=\"…\",ts=\"…\",nonce=\"…\",sig=\"…\"：对 方法、目标、主机、时间、随机数、正文 SM3 六行签名；时间误差不超过 300 秒，随机数不重复。",
                },
            },
        },
    })
}
