//! The examples of the interface's documentation, run against the platform: what a stranger copies works (P13).

use client::Platform;
use counterparts::demonstration::VAULT_PIN;
use gm::key_file;
use protocol::message::{Quote, Receipt};
use std::path::{Path, PathBuf};
use std::process::Command;
use testkit::{TestWorld, on_both_engines};

#[path = "../../../../docs/examples/quote.rs"]
#[expect(unreachable_pub, reason = "an example is what somebody else calls")]
mod quote;

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples")
}

fn ask(program: &str, arguments: &[&str], environment: &[(&str, String)]) -> Receipt {
    let mut command = Command::new(program);
    command.args(arguments).arg(examples().join("quote.json")).arg("docs-example").envs(environment.iter().cloned());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

on_both_engines! {
    async fn p13_the_examples_in_four_languages_send_one_message_and_believe_its_answer(world: TestWorld) {
        world.own_system("cashier").await;
        let folder = world.folder.path();
        let (uscc, address) = (world.persona("a-newcomer").uscc(), world.serve().await);
        let file = folder.join("institutions/hengyue.api.p8");
        let key = key_file::decrypt(&std::fs::read_to_string(&file).unwrap(), VAULT_PIN).unwrap();
        let (plain, platform) = (folder.join("key.der"), folder.join("platform.cer"));
        std::fs::write(&platform, world.world.certificate().to_pem().unwrap()).unwrap();
        let pin = format!("pass:{VAULT_PIN}");
        let (from, to) = (file.to_str().unwrap(), plain.to_str().unwrap());
        let arguments = ["pkcs8", "-topk8", "-nocrypt", "-in", from, "-passin", &pin, "-outform", "DER", "-out", to];
        assert!(Command::new("openssl").args(arguments).status().unwrap().success());
        let seconds = world.world.now().seconds();
        let environment = |key: &Path| {
            let text = |path: &Path| path.to_str().unwrap().to_owned();
            vec![
                ("KAIHAN", address.clone()),
                ("USCC", uscc.clone()),
                ("SERIAL", client::serial(&key_file::decrypt(&std::fs::read_to_string(&file).unwrap(), VAULT_PIN).unwrap().public_key())),
                ("KEY", text(key)),
                ("PIN", VAULT_PIN.to_owned()),
                ("PLATFORM", text(&platform)),
                ("KAIHAN_TIME", seconds.to_string()),
            ]
        };
        let path = |name: &str| examples().join(name).to_str().unwrap().to_owned();
        let (shell, python, java) = tokio::task::block_in_place(|| {
            (
                ask("sh", &[&path("quote.sh")], &environment(&file)),
                ask("python3", &[&path("quote.py")], &environment(&file)),
                ask("java", &["-cp", "/usr/share/java/bcprov.jar", &path("Quote.java")], &environment(&plain)),
            )
        });
        let public = world.world.certificate().public_key().unwrap();
        let told: Quote = serde_json::from_slice(&std::fs::read(examples().join("quote.json")).unwrap()).unwrap();
        let known = Platform { address: address.clone(), serial: client::serial(&public), key: public };
        let entropy = std::sync::Arc::clone(&world.parts.entropy);
        let rust = quote::send(known, &uscc, key, entropy, ("docs-example", &told), seconds).await.unwrap();
        // One key, one body: one message, however often and in whatever language it is sent.
        assert!([&shell, &python, &java].iter().all(|receipt| receipt.receipt_id == rust.receipt_id), "{shell:?} {python:?} {java:?} {rust:?}");
    }
}
