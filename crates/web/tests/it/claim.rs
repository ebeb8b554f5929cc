//! Claims that beneficiaries sign: nobody is asked to pay on somebody else's word.

use crate::consequences::load;
use crate::instruction::{answers, claim, issued};
use app::AppError;
use app::instruction::give::{Asked, give};
use counterparts::institution::Institution;
use domain::Refusal;
use domain::id::ApplicationId;
use domain::instruction::{Answer, Claim, ClaimSignature, Done};
use domain::money::Cny;
use domain::time::Timestamp;
use gm::SecretKey;
use gm::certificate::{Authority, Certificate, Purpose, Subject};
use protocol::message as wire;
use testkit::{TestWorld, on_both_engines};

/// A guarantee that is claimed on.
struct Claimed {
    application: ApplicationId,
    number: String,
    letter: String,
    beneficiary: (String, String),
}

impl Claimed {
    async fn new(world: &TestWorld, institution: &Institution) -> Self {
        let application = issued(world, institution).await;
        let facts = load(world, &format!("/applications/{application}")).await.facts;
        let number = facts.number.to_string();
        let letter = institution.book().order(&number).unwrap().unwrap().guarantee.unwrap().guarantee_number;
        let tenderee = facts.lot.tenderee().unwrap();
        let beneficiary = (tenderee.name.to_string(), tenderee.uscc.as_ref().unwrap().to_string());
        Self { application, number, letter, beneficiary }
    }

    /// What whoever claims signs, from what it entered.
    fn text(&self, claim: &Claim, at: Timestamp) -> String {
        let contact = claim.contact.as_ref().unwrap();
        let paper = &claim.materials[0];
        let message = wire::ClaimOrder {
            instruction_id: String::new(),
            order_number: self.number.clone(),
            guarantee_number: self.letter.clone(),
            amount: claim.amount.plain(),
            reason: claim.reason.clone(),
            payee_account: claim.payee.number.clone(),
            payee_name: claim.payee.holder.clone(),
            payee_bank: Some(claim.payee.bank.clone()),
            contact_name: Some(contact.name.to_string()),
            contact_phone: Some(contact.phone.to_string()),
            materials: vec![wire::Material { name: paper.name.clone(), digest: paper.file.digest.clone(), size: paper.file.size }],
            signature: None,
            requested_at: String::new(),
        };
        message.signed_text(&at.to_seconds()).unwrap()
    }

    fn signature(&self, world: &TestWorld, claim: &Claim, (certificate, key): &(Certificate, SecretKey), at: Timestamp) -> ClaimSignature {
        let signature = hex::encode(key.sign(self.text(claim, at).as_bytes(), world.parts.entropy.as_ref()).unwrap());
        ClaimSignature { certificate: certificate.to_pem().unwrap(), signature, at }
    }

    /// The beneficiary's certificate, and its key.
    fn own(&self, world: &TestWorld) -> (Certificate, SecretKey) {
        world.certify(self.beneficiary.0.clone(), self.beneficiary.1.clone(), Purpose::Sign)
    }

    async fn give(&self, world: &TestWorld, claim: &Claim) -> Result<(), AppError> {
        give(&world.world, self.application, Asked::Claim(Box::new(claim.clone()))).await.map(drop)
    }
}

on_both_engines! {
    async fn a_claim_that_its_beneficiary_signed_goes_out_and_is_paid(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let claimed = Claimed::new(&world, &institution).await;
        let mut claim = claim(&world).await;
        claim.signature = Some(claimed.signature(&world, &claim, &claimed.own(&world), world.world.now()));
        claimed.give(&world, &claim).await.unwrap();
        world.exchange(&institution).await;
        let paid = Some(Answer::Done { done: Done::Claimed { paid: Cny::parse_yuan("100").unwrap() } });
        assert_eq!(answers(&world, claimed.application).await, [paid], "{:?}", institution.book().refusals());
    }

    async fn a_claim_that_was_not_answered_keeps_the_institution_bound_beyond_the_last_day_f6(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let (answered, open) = (Claimed::new(&world, &institution).await, Claimed::new(&world, &institution).await);
        let facts = load(&world, &format!("/applications/{}", open.application)).await.facts;
        for claimed in [&answered, &open] {
            let mut claim = claim(&world).await;
            claim.signature = Some(claimed.signature(&world, &claim, &claimed.own(&world), world.world.now()));
            claimed.give(&world, &claim).await.unwrap();
            // The institution hears of the first alone.
            if claimed.number == answered.number {
                world.exchange(&institution).await;
            }
        }
        let days = i64::from(facts.expiry.since(world.world.now().date()).unwrap().get_days());
        world.clock.advance((days + 3) * 24 * Timestamp::HOUR);
        world.run_jobs().await;
        let ledger = store::exposure::ledger(&mut world.parts.store.reader(), facts.guarantor.institution).await.unwrap();
        assert_eq!(ledger.total, facts.amount, "of the claim that nobody has answered, whatever day it is");
    }

    async fn a_claim_that_somebody_else_signed_or_that_is_not_the_one_that_was_signed_goes_nowhere(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let claimed = Claimed::new(&world, &institution).await;
        let (claim, now, own) = (claim(&world).await, world.world.now(), claimed.own(&world));
        let entropy = world.parts.entropy.as_ref();
        let with = |signature: ClaimSignature| Claim { signature: Some(signature), ..claim.clone() };
        let right = claimed.signature(&world, &claim, &own, now);
        // One that nobody trusts says that it is the beneficiary's.
        let span = (now.seconds() - 60, now.seconds() + 600);
        let forger = Authority::create("Kaihan Demonstration Root", "x", span, entropy).unwrap();
        let key = SecretKey::generate(entropy);
        let subject = Subject { name: claimed.beneficiary.0.clone(), code: claimed.beneficiary.1.clone() };
        let forged = (forger.issue(&subject, &key.public_key(), Purpose::Sign, span, entropy).unwrap(), key);
        let later = now.plus(Timestamp::HOUR);
        let mut wrong = vec![
            ("the applicant", with(claimed.signature(&world, &claim, &world.certificate("1-bidder"), now))),
            ("the institution", with(claimed.signature(&world, &claim, &world.certificate("a-newcomer"), now))),
            ("another authority", with(claimed.signature(&world, &claim, &forged, now))),
            ("another's key under the beneficiary's certificate", {
                with(ClaimSignature { certificate: right.certificate.clone(), ..claimed.signature(&world, &claim, &forged, now) })
            }),
            ("the future", with(claimed.signature(&world, &claim, &own, later))),
            ("another time", with(ClaimSignature { at: now.plus(-Timestamp::HOUR), ..right.clone() })),
            ("no certificate", with(ClaimSignature { certificate: "none".into(), ..right.clone() })),
            ("no signature", with(ClaimSignature { signature: "none".into(), ..right.clone() })),
        ];
        let signed = with(right);
        wrong.push(("another amount", Claim { amount: Cny::parse_yuan("1000").unwrap(), ..signed.clone() }));
        wrong.push(("another account", { let mut other = signed.clone(); other.payee.number = "6222".into(); other }));
        wrong.push(("another paper", { let mut other = signed.clone(); other.materials[0].file.digest = "4".repeat(64); other }));
        for (what, claim) in wrong {
            let refused = claimed.give(&world, &claim).await;
            assert!(matches!(refused, Err(AppError::Refused(Refusal::ClaimSignatureWrong))), "{what}: {refused:?}");
        }
        world.exchange(&institution).await;
        assert!(answers(&world, claimed.application).await.is_empty(), "nothing was given");
        // What is not signed goes out as before: whether it binds, the letter says.
        claimed.give(&world, &claim).await.unwrap();
        claimed.give(&world, &signed).await.unwrap();
        assert_eq!(answers(&world, claimed.application).await.len(), 2);
    }
}
