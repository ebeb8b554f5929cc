//! The specification and its samples.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

mod seeded;
mod signed;
mod vectors;

use expect_test::expect_file;
use protocol::catalogue::{MESSAGES, all};
use protocol::message::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

#[test]
fn the_specification_is_reviewed() {
    let text = serde_json::to_string_pretty(&protocol::specification::document()).unwrap();
    expect_file!["../../../../docs/reference/openapi.json"].assert_eq(&format!("{text}\n"));
}

#[test]
fn every_topic_and_every_path_is_there_once() {
    let topics: BTreeSet<&str> = all().map(|entry| entry.topic).collect();
    let paths: BTreeSet<String> = all().map(|entry| format!("{} {}", entry.method, entry.target())).collect();
    assert_eq!((topics.len(), paths.len()), (all().count(), all().count()));
}

/// The sample without the fields that came with 1.3.
fn without(sample: &str, fields: &[&str]) -> String {
    let mut sample: serde_json::Value = serde_json::from_str(sample).unwrap();
    let body = sample.as_object_mut().unwrap();
    fields.iter().for_each(|field| assert!(body.remove(*field).is_some(), "{field}"));
    sample.to_string()
}

#[test]
fn bodies_of_1_1_still_read_and_are_written_as_they_were() {
    let sample = |topic| protocol::catalogue::of_topic(topic).unwrap().sample;
    assert!(round::<SurrenderOrder>(&without(sample("surrender.order"), &["explanation", "refund_account"])));
    assert!(round::<ExtensionOrder>(&without(sample("extension.order"), &["materials"])));
    assert!(round::<ReleaseOrder>(&without(sample("release.order"), &["materials"])));
    let claim = ["payee_bank", "contact_name", "contact_phone", "materials", "signature"];
    assert!(round::<ClaimOrder>(&without(sample("claim.order"), &claim)));
    let request = ["medium", "company_address", "company_phone", "bank", "bank_account", "contact_phone"];
    assert!(round::<InvoiceRequest>(&without(sample("invoice.request"), &request)));
    let mut invoice: serde_json::Value = serde_json::from_str(&without(sample("invoice"), &["files"])).unwrap();
    invoice["file"] = serde_json::json!({ "format": "pdf", "digest": "33", "size": 1 });
    let invoice = invoice.to_string();
    assert!(round::<InvoiceFile>(&invoice));
    assert_eq!(serde_json::from_str::<InvoiceFile>(&invoice).unwrap().named().len(), 1);
}

/// What the body of this type lacks when the sample is without `field`.
fn lacking<T: DeserializeOwned + Required>(sample: &str, field: &str) -> Vec<&'static str> {
    let mut body: serde_json::Value = serde_json::from_str(sample).unwrap();
    body.as_object_mut().unwrap().remove(field);
    serde_json::from_value::<T>(body).unwrap().lacking()
}

/// A hard-coded list would rot: the words of the specification are what is held to.
#[test]
fn what_the_specification_calls_required_from_1_3_is_what_is_missed() {
    let document = protocol::specification::document();
    let mut looked_at = Vec::new();
    for entry in MESSAGES {
        let lacking: fn(&str, &str) -> Vec<&'static str> = match entry.body {
            "SurrenderOrder" => lacking::<SurrenderOrder>,
            "ClaimOrder" => lacking::<ClaimOrder>,
            "ReleaseOrder" => lacking::<ReleaseOrder>,
            "InvoiceRequest" => lacking::<InvoiceRequest>,
            "InvoiceFile" => lacking::<InvoiceFile>,
            _ => |_, _| Vec::new(),
        };
        assert!(lacking(entry.sample, "no field").is_empty(), "the sample of {} is whole", entry.topic);
        let properties = document.pointer(&format!("/components/schemas/{}/properties", entry.body)).unwrap().as_object().unwrap();
        for (name, property) in properties {
            let about = property.get("description").or_else(|| property.pointer("/oneOf/1/description"));
            let about = about.and_then(serde_json::Value::as_str).unwrap_or_default();
            let required = about.contains("自 1.3 版起必有") || about.contains("自 1.3 版起，专票必有");
            if required {
                assert_eq!(lacking(entry.sample, name), [name], "{}", entry.topic);
                looked_at.push(name.as_str());
            }
        }
    }
    assert_eq!(looked_at.len(), 13, "{looked_at:?}");
}

#[test]
fn what_a_beneficiary_signs_is_one_line_a_field_and_nothing_that_could_be_read_in_two_ways() {
    let claim: ClaimOrder = serde_json::from_str(protocol::catalogue::of_topic("claim.order").unwrap().sample).unwrap();
    let text = claim.signed_text("2027-01-08 08:58:00").unwrap();
    assert_eq!((text.lines().count(), text.lines().nth(3)), (12, Some("300000.00")));
    let moved = ClaimOrder { payee_name: "甲\n乙".into(), ..claim.clone() };
    assert_eq!(moved.signed_text("2027-01-08 08:58:00"), None);
    let bare = ClaimOrder { payee_bank: None, contact_name: None, contact_phone: None, materials: Vec::new(), ..claim };
    assert_eq!(bare.signed_text("2027-01-08 08:58:00").unwrap().lines().count(), 11, "what is not said is an empty line");
}

/// Whether a sample says exactly what its type writes: no field unknown, none left out.
fn round<T: DeserializeOwned + Serialize>(sample: &str) -> bool {
    let typed: T = serde_json::from_str(sample).unwrap();
    serde_json::to_value(typed).unwrap() == serde_json::from_str::<serde_json::Value>(sample).unwrap()
}

#[test]
fn every_sample_is_what_its_type_reads_and_writes() {
    for entry in MESSAGES {
        let round: fn(&str) -> bool = match entry.body {
            "ApplicationOrder" => round::<ApplicationOrder>,
            "StatusChange" => round::<StatusChange>,
            "PaymentNotice" => round::<PaymentNotice>,
            "SurrenderOrder" => round::<SurrenderOrder>,
            "ExtensionOrder" => round::<ExtensionOrder>,
            "ClaimOrder" => round::<ClaimOrder>,
            "ReleaseOrder" => round::<ReleaseOrder>,
            "InvoiceRequest" => round::<InvoiceRequest>,
            "Quote" => round::<Quote>,
            "Decision" => round::<Decision>,
            "PaymentPage" => round::<PaymentPage>,
            "Paid" => round::<Paid>,
            "IssuedGuarantee" => round::<IssuedGuarantee>,
            "SurrenderResult" => round::<SurrenderResult>,
            "ExtensionResult" => round::<ExtensionResult>,
            "ClaimResult" => round::<ClaimResult>,
            "InvoiceFile" => round::<InvoiceFile>,
            "RedInvoice" => round::<RedInvoice>,
            "LotReport" => round::<LotReport>,
            "OpeningChange" => round::<OpeningChange>,
            "LotOpening" => round::<LotOpening>,
            "LotAward" => round::<LotAward>,
            "LotAbort" => round::<LotAbort>,
            "ValidityChange" => round::<ValidityChange>,
            "LotCandidates" => round::<LotCandidates>,
            "ContractSigned" => round::<ContractSigned>,
            "ApplicationOpeningChange" => round::<ApplicationOpeningChange>,
            "CreditOrder" => round::<CreditOrder>,
            "CreditDecision" => round::<CreditDecision>,
            "CreditChange" => round::<CreditChange>,
            "CreditStandingChange" => round::<CreditStandingChange>,
            other => panic!("no type for {other}"),
        };
        assert!(round(entry.sample), "{}", entry.topic);
    }
    assert!(round::<CreditCompany>(protocol::catalogue::CREDIT_COMPANY.sample));
}
