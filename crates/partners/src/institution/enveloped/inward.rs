use super::super::foreign::{Back, Heard, Parcel, Reply, Said};
use super::super::{Dialler, public_keys};
use super::envelope::Envelope;
use super::field::to_ours;
use super::interface::{FROM_INSTITUTION, INTERFACE, Interface, REASON, SERIAL, STATUS, of_name};
use super::message::{refused, stands, taken, text};
use domain::institution::Wire;
use domain::time::Timestamp;
use gm::digest::sm3_hex;
use protocol::catalogue::of_topic;
use protocol::message::{FileFormat, FileKind};
use protocol::signed::Verifier;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Hears a request; `None` when it is not the institution's, not of now, or meant for another interface.
pub(in super::super) fn hear(
    dialler: &Dialler,
    name: &str,
    parcel: Parcel,
    keys: &BTreeMap<String, Verifier>,
    now: Timestamp,
) -> Option<Heard> {
    let opened = Envelope::open(&parcel.text, dialler.key(), &public_keys(keys)).ok()?;
    if !opened.is_fresh(now) {
        return None;
    }
    let back = Back { wire: Wire::Enveloped, time: opened.time.clone(), receiver: opened.encrypted.then(|| opened.sender.clone()) };
    let data = match serde_json::from_str::<Value>(&opened.text) {
        Ok(data) if data.get(INTERFACE).and_then(Value::as_str) == Some(name) => data,
        Ok(_) => return None,
        Err(error) => return Some(Heard { nonce: opened.nonce, said: Err(format!("data 不是 JSON：{error}")), back }),
    };
    let said = match of_name(FROM_INSTITUTION, name) {
        Some(interface) => understand(interface, &data, parcel.file),
        None => Err(format!("没有接口 {name}")),
    };
    Some(Heard { nonce: opened.nonce, said, back })
}

/// What is said of a file.
#[derive(Deserialize)]
struct File {
    order_number: String,
    kind: FileKind,
    format: FileFormat,
    digest: String,
}

fn understand(interface: &Interface, data: &Value, file: Option<Vec<u8>>) -> Result<Said, String> {
    let ours = to_ours(interface.fields, data)?;
    let key = text(data, SERIAL).to_owned();
    match interface.topic {
        "application.report" => {
            let order_number = ours.get("order_number").and_then(Value::as_str).ok_or("缺少 order_no")?.to_owned();
            Ok(Said::Query { order_number })
        }
        "file" => {
            let said: File = serde_json::from_value(ours).map_err(|error| format!("文件说明不完整：{error}"))?;
            let bytes = file.ok_or("没有文件")?;
            // The signature is over the digest alone.
            if sm3_hex(&bytes) != said.digest {
                return Err("文件与 file_sm3 不符".into());
            }
            Ok(Said::File { order_number: said.order_number, kind: said.kind, format: said.format, key, bytes })
        }
        topic => {
            let entry = of_topic(topic).ok_or_else(|| format!("没有 {topic} 这种报文"))?;
            Ok(Said::Message { entry, key, body: ours.to_string().into_bytes() })
        }
    }
}

/// The answer, under the request's nonce and time.
pub(in super::super) fn reply(dialler: &Dialler, heard: &Heard, reply: &Reply) -> Vec<u8> {
    let data = match reply {
        Reply::Receipt(receipt) => taken(receipt),
        Reply::File(receipt) => json!({STATUS: "1", REASON: "", "file_sm3": receipt.digest}),
        Reply::Report(report) => stands(report).unwrap_or_else(|error| refused(&error)),
        Reply::Refused(reason) => refused(reason),
    };
    let receiver = heard.back.receiver.as_ref();
    let envelope = Envelope::seal(&data.to_string(), &heard.nonce, &heard.back.time, dialler.key(), receiver, dialler.entropy());
    envelope.map(|envelope| envelope.to_json()).unwrap_or_default()
}
