//! Papers that come with an instruction: fetched by the institution that was told, and by nobody else.

use crate::instruction::{PAPER, answers, asked, claim, issued};
use app::AppError;
use app::instruction::give::{Asked, give};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::instruction::Answer;
use gm::digest::sm3_hex;
use protocol::catalogue::MATERIAL;
use protocol::message::{MATERIAL_MAX, MATERIALS_MAX};
use protocol::signed::{ANSWER_HEADER, Verifier, nonce, verify_answer};
use testkit::{Fetched, TestWorld, on_both_engines};

fn target(instruction: &str, digest: &str) -> String {
    MATERIAL.target().replace("{instruction_id}", instruction).replace("{digest}", digest)
}

on_both_engines! {
    async fn the_papers_of_a_claim_are_fetched_before_it_is_decided_on(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let application = issued(&world, &institution).await;
        for asked in asked(&world).await.drain(1..4) {
            give(&world.world, application, asked).await.unwrap();
        }
        world.run_jobs().await;
        assert_eq!(institution.book().paper(&sm3_hex(PAPER)).unwrap(), None, "not before it asks");
        world.exchange(&institution).await;
        assert_eq!(institution.book().paper(&sm3_hex(PAPER)).unwrap().as_deref(), Some(PAPER), "{:?}", institution.book().refusals());
        let answers = answers(&world, application).await;
        assert_eq!(answers.iter().filter(|answer| matches!(answer, Some(Answer::Done { .. }))).count(), 2, "{answers:?}");
    }

    async fn a_paper_is_handed_to_whom_the_instruction_went_and_to_nobody_else(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let application = issued(&world, &institution).await;
        let given = give(&world.world, application, Asked::Claim(Box::new(claim(&world).await))).await.unwrap();
        let (id, digest) = (given.id.to_string(), sm3_hex(PAPER));
        let path = target(&id, &digest);
        let hand = world.newcomers_hand();
        let fresh = nonce(world.parts.entropy.as_ref());
        let authorization = hand.authorization("GET", &path, b"", &fresh);
        let send = async || world.browser().send("GET", &path, &[("authorization", authorization.as_str())], Vec::new()).await;
        let paper = send().await;
        assert_eq!((paper.status, paper.bytes.as_slice()), (200, PAPER), "{}", paper.body);
        let header = |name: &str| paper.headers.get(name).map(String::as_str).unwrap_or_default();
        assert_eq!((header("content-type"), header("cache-control"), header("x-content-type-options")), ("application/pdf", "no-store", "nosniff"));
        assert_eq!(header("content-disposition"), format!("attachment; filename=\"{digest}.pdf\""), "what it was called is not told");
        let openssl = std::process::Command::new("openssl").args(["dgst", "-sha256", "-binary"]).stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped()).spawn();
        let mut openssl = openssl.unwrap();
        std::io::Write::write_all(&mut openssl.stdin.take().unwrap(), PAPER).unwrap();
        let sha256 = STANDARD.encode(openssl.wait_with_output().unwrap().stdout);
        assert_eq!(header("content-digest"), format!("sha-256=:{sha256}:"), "as RFC 9530 has it");
        let key = world.parts.platform.certificate().public_key().unwrap();
        let platform = Verifier::Sm2(key);
        verify_answer(200, &fresh, PAPER, header(ANSWER_HEADER), |_| Some(platform.clone()), world.world.now().seconds()).unwrap();
        assert_eq!(send().await.status, 401, "a request counts once");
        assert_eq!(world.browser().send("GET", &path, &[], Vec::new()).await.status, 401, "nobody asks unsigned");

        let other = world.sharers_hand("3-insurer").await;
        let centre = world.centres_hand("6-centre-xj").await;
        let missing: [Fetched; 6] = [
            other.get(&path).await,
            centre.get(&path).await,
            hand.get(&target(&id, &"4".repeat(64))).await,
            hand.get(&target(&given.application.to_string(), &digest)).await,
            hand.get(&target("none", &digest)).await,
            other.get(&target(&id, "none")).await,
        ];
        for (index, answer) in missing.iter().enumerate() {
            assert_eq!((answer.status, &answer.body), (404, &missing[2].body), "{index}: not there and another's are alike");
            assert!(answer.headers.contains_key(ANSWER_HEADER) && !answer.headers.contains_key("content-digest"), "{index}");
        }
    }

    async fn papers_that_are_too_many_or_too_large_are_refused_before_anybody_is_told(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let application = issued(&world, &institution).await;
        let (mut large, mut many) = (claim(&world).await, claim(&world).await);
        large.materials[0].file.size = MATERIAL_MAX + 1;
        many.materials = std::iter::repeat_n(many.materials[0].clone(), MATERIALS_MAX + 1).collect();
        for claim in [large, many] {
            let refused = give(&world.world, application, Asked::Claim(Box::new(claim))).await;
            assert!(matches!(&refused, Err(AppError::Invalid(faults)) if faults[0].field == "materials"), "{refused:?}");
        }
        assert!(answers(&world, application).await.is_empty());
    }
}
