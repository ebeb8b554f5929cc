//! The specification and its samples.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

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
            "LotReport" => round::<LotReport>,
            "OpeningChange" => round::<OpeningChange>,
            "LotOpening" => round::<LotOpening>,
            "LotAward" => round::<LotAward>,
            "LotAbort" => round::<LotAbort>,
            "ValidityChange" => round::<ValidityChange>,
            "LotCandidates" => round::<LotCandidates>,
            "ContractSigned" => round::<ContractSigned>,
            "ApplicationOpeningChange" => round::<ApplicationOpeningChange>,
            other => panic!("no type for {other}"),
        };
        assert!(round(entry.sample), "{}", entry.topic);
    }
}
