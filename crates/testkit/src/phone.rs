//! Phones with mobile certificates, and the cloud behind them.

use crate::browser::{Browser, Fetched};
use crate::world::{TestWorld, built};
use app::qr::Phones;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use counterparts::demonstration::VAULT_PIN;
use counterparts::mobile::{Book, Cloud, Enrolment, Kind, Parts, SealMaker, enrolment, revocation};
use domain::qr::{Channel, PhoneSeal};
use domain::signing::{Consent, PhonePayload};
use gm::certificate::{Authority, Certificate};
use gm::{Entropy, SecretKey, cipher, key_file};
use partners::phone::Phone;
use partners::phone::licence::BusinessLicences;
use partners::phone::mobile::MobileCertificates;
use partners::phone::mobile::wire::{Carried, VEIL};
use seals::eseal::{ESeal, ToBeSigned};
use serde_json::{Value, json};
use std::sync::Arc;

/// A certificate on a phone.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its key.
    pub key: SecretKey,
    /// The certificate.
    pub certificate: Certificate,
    /// The encryption certificate beside it.
    pub encryption: Option<Certificate>,
    /// The electronic seal for it, DER.
    pub seal: Option<Vec<u8>>,
}

/// A phone.
#[derive(Clone, Debug)]
pub struct Handset {
    browser: Browser,
    entropy: Arc<dyn Entropy>,
}

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

impl TestWorld {
    /// The authority of the vendor of mobile certificates.
    #[must_use]
    pub fn mobile_authority(&self) -> Authority {
        self.authority("mobile")
    }

    fn authority(&self, name: &str) -> Authority {
        let read = |extension: &str| std::fs::read_to_string(self.folder.path().join(format!("ca/{name}.{extension}"))).unwrap();
        let certificate = Certificate::from_pem(&read("cer")).unwrap().remove(0);
        Authority::resume(key_file::decrypt_any(&read("p8"), VAULT_PIN).unwrap(), certificate)
    }

    /// The same platform with the cloud of mobile certificates and business licences behind a real socket, and a phone.
    pub async fn with_phones(mut self) -> (Self, Handset) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (clock, entropy) = (Arc::clone(&self.clock), Arc::clone(&self.parts.entropy));
        let key = std::fs::read_to_string(self.folder.path().join("systems/platform.p8")).unwrap();
        let key = key_file::decrypt(&key, VAULT_PIN).unwrap();
        let maker = |extension: &str| std::fs::read_to_string(self.folder.path().join(format!("ca/maker.{extension}"))).unwrap();
        let seals = SealMaker {
            key: key_file::decrypt(&maker("p8"), VAULT_PIN).unwrap(),
            certificate: Certificate::from_pem(&maker("cer")).unwrap().remove(0),
            pictures: self.folder.path().join("agent"),
        };
        let cloud = Cloud::open(Parts {
            book: Book::open(&self.folder.path().join("mobile.db")).unwrap(),
            mobile: self.mobile_authority(),
            licences: self.authority("licences"),
            seals,
            trust: self.folder.path().join("trust"),
            address: address.clone(),
            platform_key: key.public_key(),
            library: Vec::new(),
            entropy: Arc::clone(&entropy),
            now: Arc::new(move || app::Clock::now(clock.as_ref())),
        });
        let router = cloud.unwrap().router();
        let phone = Handset { browser: Browser::new(router.clone()), entropy: Arc::clone(&entropy) };
        tokio::spawn(async move { axum::serve(listener, router).await });
        self.connect(&address, &key);
        (self, phone)
    }

    /// The same platform with nobody at the other side of its QR codes.
    #[must_use]
    pub fn with_phones_away(mut self) -> Self {
        self.connect("http://127.0.0.1:1", &SecretKey::generate(self.parts.entropy.clone().as_ref()));
        self
    }

    fn connect(&mut self, address: &str, key: &SecretKey) {
        let phones = Phones::open(&self.parts.sites, |channel, _| {
            let (key, entropy) = (key.clone(), Arc::clone(&self.parts.entropy));
            let phone: Arc<dyn Phone> = match channel {
                Channel::Mobile => Arc::new(MobileCertificates::new(address, key, entropy)?),
                Channel::Licence => Arc::new(BusinessLicences::new(address, key, entropy)?),
            };
            Ok(Some(phone))
        });
        self.parts.phones = Arc::new(phones.unwrap());
        (self.world, self.router) = built(&self.parts);
    }
}

impl Handset {
    async fn call(&mut self, path: &str, body: &Value) -> Fetched {
        self.browser.send("POST", path, &JSON, serde_json::to_vec(body).unwrap()).await
    }

    /// Makes a key, and has a certificate issued for it to the persona `key`.
    pub async fn enrol(&mut self, world: &TestWorld, key: &str, (kind, project): (Kind, &str), encryption: bool) -> Card {
        let persona = world.persona(key);
        let secret = SecretKey::generate(self.entropy.as_ref());
        let public_key = hex::encode(secret.public_key().to_bytes());
        let signature = secret.sign(&enrolment(key, kind, project, &public_key), self.entropy.as_ref()).unwrap();
        let asked = Enrolment {
            subscriber: key.into(),
            activation: persona.pin.into(),
            kind,
            project: project.into(),
            public_key,
            encryption,
            signature: STANDARD.encode(signature),
        };
        let answer = self.call("/phone/certificates", &serde_json::to_value(&asked).unwrap()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let issued: Value = serde_json::from_str(&answer.body).unwrap();
        let read = |text: &str| Certificate::from_der(&STANDARD.decode(text).unwrap()).unwrap();
        let pair = issued["encryption"].as_array();
        if let Some(pair) = pair {
            // Its key came encrypted for the phone's, and is the certificate's.
            let scalar = secret.decrypt(&STANDARD.decode(pair[1].as_str().unwrap()).unwrap()).unwrap();
            let own = SecretKey::from_bytes(scalar.as_slice().try_into().unwrap()).unwrap();
            assert_eq!(own.public_key(), read(pair[0].as_str().unwrap()).public_key().unwrap());
        }
        let encryption = pair.map(|pair| read(pair[0].as_str().unwrap()));
        let seal = issued["seal"].as_str().map(|seal| STANDARD.decode(seal).unwrap());
        Card { key: secret, certificate: read(issued["certificate"].as_str().unwrap()), encryption, seal }
    }

    /// Reads a QR code; gives back what is asked, as the cloud carries it.
    pub async fn read(&mut self, address: &str) -> String {
        let answer = self.call(&format!("/phone/requests/{}/scan", id(address)), &json!({})).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }

    /// The same as the phone shows it.
    pub async fn scan(&mut self, address: &str) -> PhonePayload {
        let read = self.read(address).await;
        match serde_json::from_value(serde_json::from_str::<Value>(&read).unwrap()["payload"].take()).unwrap() {
            Carried::Open(payload) => payload,
            Carried::Veiled(veiled) => {
                let key = hex::decode(address.split_once('#').unwrap().1).unwrap();
                let veil = STANDARD.decode(veiled.veil).unwrap();
                let (nonce, sealed) = veil.split_at(cipher::NONCE_BYTES);
                let plain = cipher::open(key.as_slice().try_into().unwrap(), nonce.try_into().unwrap(), sealed, VEIL).unwrap();
                serde_json::from_slice(&plain).unwrap()
            }
        }
    }

    /// Seals with a card and these digits, after what is asked.
    pub async fn seal(&mut self, address: &str, payload: &PhonePayload, card: &Card, digits: &str) -> Fetched {
        self.seal_what(address, payload, card, digits, payload.consent().unwrap()).await
    }

    /// The same with the seal on whatever agreement.
    pub async fn seal_what(&mut self, address: &str, payload: &PhonePayload, card: &Card, digits: &str, what: &Consent) -> Fetched {
        let der = card.seal.as_ref().unwrap();
        let (seal, digest) = (ESeal::from_der(der).unwrap(), gm::digest::sm3(what.description.as_bytes()));
        let message = ToBeSigned { seal: &seal, time: what.time, digest, path: &what.path, shown: &what.canonical() }.der();
        let signature = STANDARD.encode(card.key.sign(&message, self.entropy.as_ref()).unwrap());
        let seal = PhoneSeal { seal: STANDARD.encode(der), signature };
        self.answer(address, card, digits, (&payload.with_code(digits).canonical(), Some(&seal))).await
    }

    /// Agrees with a card and these digits.
    pub async fn agree(&mut self, address: &str, payload: &PhonePayload, card: &Card, digits: &str) -> Fetched {
        let message = payload.with_code(digits).canonical();
        self.give(address, card, digits, &message).await
    }

    /// The same with a signature over whatever message.
    pub async fn give(&mut self, address: &str, card: &Card, digits: &str, message: &[u8]) -> Fetched {
        self.answer(address, card, digits, (message, None)).await
    }

    async fn answer(&mut self, address: &str, card: &Card, digits: &str, (message, seal): (&[u8], Option<&PhoneSeal>)) -> Fetched {
        let text = |certificate: &Certificate| STANDARD.encode(certificate.der());
        let signature = card.key.sign(message, self.entropy.as_ref()).unwrap();
        let body = json!({
            "code": digits,
            "chain": [text(&card.certificate)],
            "encryption": card.encryption.as_ref().map(text),
            "signature": STANDARD.encode(signature),
            "seal": seal,
        });
        self.call(&format!("/phone/requests/{}/answer", id(address)), &body).await
    }

    /// Says no.
    pub async fn decline(&mut self, address: &str) {
        let answer = self.call(&format!("/phone/requests/{}/decline", id(address)), &json!({})).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    /// What the phone shows of a request: its state and message.
    pub async fn shows(&mut self, address: &str) -> (String, String) {
        let answer = self.browser.get(&format!("/phone/requests/{}", id(address))).await;
        let outcome: Value = serde_json::from_str(&answer.body).unwrap();
        (outcome["state"].as_str().unwrap().to_owned(), outcome["message"].as_str().unwrap().to_owned())
    }

    /// Has a card revoked.
    pub async fn revoke(&mut self, world: &TestWorld, card: &Card) {
        let (fingerprint, time) = (card.certificate.fingerprint(), world.world.now().seconds());
        let signature = card.key.sign(&revocation(&fingerprint, time), self.entropy.as_ref()).unwrap();
        let body = json!({ "fingerprint": fingerprint, "time": time, "signature": STANDARD.encode(signature) });
        let answer = self.call("/phone/certificates/revoke", &body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
}

/// The identifier at the end of an address, before what the phone alone reads.
fn id(address: &str) -> &str {
    address.split('#').next().unwrap().rsplit('/').next().unwrap()
}
