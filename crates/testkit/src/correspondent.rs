use crate::browser::Fetched;
use crate::world::TestWorld;
use counterparts::demonstration::VAULT_PIN;
use gm::certificate::{Authority, Certificate, Purpose, Subject};
use gm::{MacKey, SecretKey, key_file};
use protocol::catalogue::of_topic;
use protocol::signed::{Identity, Request, Signer, nonce, sign};
use serde::Serialize;

/// Somebody who writes to the platform's interface by hand: every header can be made wrong.
#[derive(Debug)]
pub struct Correspondent<'a> {
    /// The platform.
    pub world: &'a TestWorld,
    /// Who it says it is.
    pub identity: Identity,
    /// How far its clock is off, in seconds.
    pub skew: i64,
}

impl TestWorld {
    /// The institution with its own system, writing by hand.
    #[must_use]
    pub fn newcomers_hand(&self) -> Correspondent<'_> {
        let path = self.folder.path().join("institutions/hengyue.api.p8");
        let key = key_file::decrypt(&std::fs::read_to_string(path).unwrap(), VAULT_PIN).unwrap();
        self.hand(&self.persona("a-newcomer").uscc(), key)
    }

    /// An institution that signs with a shared key, which its staff has just been given, writing by hand.
    pub async fn sharers_hand(&self, persona: &str) -> Correspondent<'_> {
        let mut staff = self.logged_in(persona).await;
        let shared = staff.submit("/workbench/credentials", "/workbench/credentials", &[("shared", "yes")]).await;
        let key = hex::decode(shared.between("密钥（十六进制）<span class=\"mono\">", "<")).unwrap();
        let mut hand = self.newcomers_hand();
        hand.identity = Identity {
            app: self.persona(persona).uscc(),
            serial: shared.between("<p>序号 <span class=\"mono\">", "<"),
            signer: Signer::Hmac(MacKey::new(&key)),
        };
        hand
    }

    /// A trading centre with a system, registered under a certificate of its own, writing by hand.
    pub async fn centres_hand(&self, persona: &str) -> Correspondent<'_> {
        let name = self.certificate(persona).0.subject_attribute("2.5.4.10").unwrap();
        let (certificate, key) = self.certify(name, self.persona(persona).uscc(), Purpose::Interface);
        let mut centre = self.logged_in(persona).await;
        let pem = certificate.to_pem().unwrap();
        let added = centre.submit("/workbench/credentials", "/workbench/credentials", &[("pem", &pem)]).await;
        assert_eq!(added.status, 303, "{}", added.body);
        self.hand(&self.persona(persona).uscc(), key)
    }

    /// A certificate of the demonstration's authority for a new key.
    #[must_use]
    pub fn certify(&self, name: String, code: String, purpose: Purpose) -> (Certificate, SecretKey) {
        let read = |name: &str| std::fs::read_to_string(self.folder.path().join("ca").join(name)).unwrap();
        let authority = Certificate::from_pem(&read("ca.cer")).unwrap().remove(0);
        let authority = Authority::resume(key_file::decrypt(&read("ca.p8"), VAULT_PIN).unwrap(), authority);
        let (entropy, now) = (self.parts.entropy.as_ref(), self.world.now().seconds());
        let key = SecretKey::generate(entropy);
        let subject = Subject { name, code };
        let certificate = authority.issue(&subject, &key.public_key(), purpose, (now - 60, now + 86_400), entropy).unwrap();
        (certificate, key)
    }

    /// Somebody with this code and key.
    #[must_use]
    pub fn hand(&self, uscc: &str, key: SecretKey) -> Correspondent<'_> {
        let serial = client::serial(&key.public_key());
        Correspondent { world: self, identity: Identity { app: uscc.to_owned(), serial, signer: Signer::Sm2(key) }, skew: 0 }
    }
}

impl Correspondent<'_> {
    /// The `Authorization` header for a request with this nonce.
    #[must_use]
    pub fn authorization(&self, method: &str, target: &str, body: &[u8], nonce: &str) -> String {
        let request = Request { method, target, host: "kaihan.test", body };
        let seconds = self.world.world.now().seconds() + self.skew;
        sign(&request, &self.identity, seconds, nonce, self.world.parts.entropy.as_ref()).unwrap()
    }

    /// Posts bytes under `key`.
    pub async fn post(&self, target: &str, key: &str, body: Vec<u8>) -> Fetched {
        let authorization = self.authorization("POST", target, &body, &nonce(self.world.parts.entropy.as_ref()));
        let headers = [("authorization", authorization.as_str()), ("idempotency-key", key), ("content-type", "application/json")];
        self.world.browser().send("POST", target, &headers, body).await
    }

    /// Sends the message of this topic under `key`.
    pub async fn send(&self, topic: &str, key: &str, message: &impl Serialize) -> Fetched {
        self.post(&of_topic(topic).unwrap().target(), key, serde_json::to_vec(message).unwrap()).await
    }

    /// Asks.
    pub async fn get(&self, target: &str) -> Fetched {
        let authorization = self.authorization("GET", target, b"", &nonce(self.world.parts.entropy.as_ref()));
        self.world.browser().send("GET", target, &[("authorization", &authorization)], Vec::new()).await
    }
}
