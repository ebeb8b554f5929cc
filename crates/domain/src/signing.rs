//! What a person's certificate signs. Every payload is typed and begins with its own tag, so that a signature for one purpose
//! can never be taken for another and nobody is asked to sign a bare hash (SG-4).

use serde::{Deserialize, Serialize};

/// Builds the one byte string of a tagged list of named fields: tag, then per field name and value, each length-prefixed.
#[derive(Clone, Debug)]
pub struct Canonical(Vec<u8>);

impl Canonical {
    /// Starts with the payload's tag.
    #[must_use]
    pub fn new(tag: &str) -> Self {
        Self(Vec::new()).text(tag)
    }

    fn text(mut self, text: &str) -> Self {
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    /// Adds a field.
    #[must_use]
    pub fn field(self, name: &str, value: &str) -> Self {
        self.text(name).text(value)
    }

    /// The bytes.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// A request to sign, as the page hands it to the certificate agent. `origin` is the platform's own origin; the agent
/// refuses a payload whose origin is not that of the page that sent it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "purpose", rename_all = "snake_case", deny_unknown_fields)]
#[expect(clippy::large_enum_variant, reason = "there is one at a time, on its way to a person's window")]
pub enum SigningPayload {
    /// Proves possession of the certificate's key to log in.
    Login {
        /// Scheme, host and port of the platform.
        origin: String,
        /// The challenge: 32 random bytes, hexadecimal, used once.
        nonce: String,
        /// Until when it counts, UTC seconds.
        expires: i64,
    },
    /// Shows that the certificate can be read and used, for the page that checks the browser: nobody is logged in by it.
    Check {
        /// Scheme, host and port of the platform.
        origin: String,
        /// The challenge: 32 random bytes, hexadecimal, used once.
        nonce: String,
        /// Until when it counts, UTC seconds.
        expires: i64,
    },
    /// Seals the agreement with the guarantor, and with it consents to the application.
    Agreement(Consent),
}

/// What an applicant consents to by its seal on the agreement. What is signed is the seal structure of GB/T 38540 over the document, which
/// carries [`SigningPayload::canonical`] inside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Scheme, host and port of the platform.
    pub origin: String,
    /// The document's title.
    pub title: String,
    /// Application number.
    pub number: String,
    /// The applicant's code.
    pub applicant_uscc: String,
    /// The guarantor's name.
    pub guarantor: String,
    /// The lot's name, or what stands for it while sealed.
    pub lot: String,
    /// Guaranteed amount in yuan.
    pub amount: String,
    /// Fee in yuan.
    pub fee: String,
    /// SM3 of the letter's terms, hexadecimal.
    pub terms_digest: String,
    /// SM3 of `description`, hexadecimal: it stands for every byte of the document.
    pub digest: String,
    /// When the document was prepared, UTC seconds; the time of the seal.
    pub time: i64,
    /// Where the description is inside the document.
    pub path: String,
    /// The description of what the seal covers (`Signature.xml`), as text.
    pub description: String,
}

impl Consent {
    /// What the signer is shown, as it stands inside the seal's structure.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        self.fields(Canonical::new("KAIHAN1/agreement")).finish()
    }

    fn fields(&self, begun: Canonical) -> Canonical {
        begun
            .field("origin", &self.origin)
            .field("title", &self.title)
            .field("number", &self.number)
            .field("applicant_uscc", &self.applicant_uscc)
            .field("guarantor", &self.guarantor)
            .field("lot", &self.lot)
            .field("amount", &self.amount)
            .field("fee", &self.fee)
            .field("terms_digest", &self.terms_digest)
            .field("digest", &self.digest)
            .field("time", &self.time.to_string())
            .field("path", &self.path)
    }
}

impl SigningPayload {
    /// The bytes that are signed.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        match self {
            Self::Login { origin, nonce, expires } => Canonical::new("KAIHAN1/login")
                .field("origin", origin)
                .field("nonce", nonce)
                .field("expires", &expires.to_string())
                .finish(),
            Self::Check { origin, nonce, expires } => Canonical::new("KAIHAN1/check")
                .field("origin", origin)
                .field("nonce", nonce)
                .field("expires", &expires.to_string())
                .finish(),
            Self::Agreement(consent) => consent.canonical(),
        }
    }

    /// The platform it is for.
    #[must_use]
    pub fn origin(&self) -> &str {
        match self {
            Self::Login { origin, .. } | Self::Check { origin, .. } | Self::Agreement(Consent { origin, .. }) => origin,
        }
    }

    /// What the person is told it is.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Login { .. } => "登录电子保函平台",
            Self::Check { .. } => "检测数字证书",
            Self::Agreement(_) => "以电子印章签署协议",
        }
    }

    /// What the person is shown before entering the PIN.
    #[must_use]
    pub fn summary(&self) -> Vec<(&'static str, &str)> {
        match self {
            Self::Login { origin, .. } => vec![("登录到", origin)],
            Self::Check { origin, .. } => vec![("检测网站", origin), ("用途", "只检测证书能否使用，不登录，不签署任何文件")],
            Self::Agreement(Consent { origin, title, number, guarantor, lot, amount, fee, terms_digest, digest, .. }) => vec![
                ("平台", origin),
                ("文件", title),
                ("订单编号", number),
                ("对方", guarantor),
                ("担保对象", lot),
                ("担保金额（元）", amount),
                ("应付费用（元）", fee),
                ("协议摘要（SM3）", digest),
                ("保函文本摘要（SM3）", terms_digest),
            ],
        }
    }
}

/// A request to sign, as a phone is handed it by way of a QR code. No agent beside a browser signs one, and no phone what an agent signs: their
/// tags differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "purpose", rename_all = "snake_case", deny_unknown_fields)]
pub enum PhonePayload {
    /// Logs in the browser that shows the code.
    Login {
        /// Scheme, host and port of the platform.
        origin: String,
        /// What the platform is called on the site.
        platform: String,
        /// The trading centre whose site it is.
        centre: String,
        /// Which browser asks, and from about where, in our own words.
        from: String,
        /// The challenge: 32 random bytes, hexadecimal, used once.
        nonce: String,
        /// Until when it counts, UTC seconds.
        expires: i64,
        /// The digits that stand beside the code on the screen that asks, as its holder typed them; empty until then.
        code: String,
    },
    /// Seals an agreement with the electronic seal on the phone, as an agent does beside a browser: beside what the seal signs, this is signed, so
    /// that it is known which screen its holder was looking at.
    Seal {
        /// What the platform is called on the site.
        platform: String,
        /// The trading centre whose site it is.
        centre: String,
        /// Which browser asks, and from about where, in our own words.
        from: String,
        /// Whose seal is wanted.
        company: String,
        /// What is sealed.
        consent: Box<Consent>,
        /// The challenge: 32 random bytes, hexadecimal, used once.
        nonce: String,
        /// Until when it counts, UTC seconds.
        expires: i64,
        /// The digits, as above.
        code: String,
    },
}

impl PhonePayload {
    /// What is sealed by it; nothing by a login.
    #[must_use]
    pub fn consent(&self) -> Option<&Consent> {
        match self {
            Self::Login { .. } => None,
            Self::Seal { consent, .. } => Some(consent),
        }
    }

    /// The same with the digits that were typed.
    #[must_use]
    pub fn with_code(&self, typed: &str) -> Self {
        let mut this = self.clone();
        match &mut this {
            Self::Login { code, .. } | Self::Seal { code, .. } => typed.clone_into(code),
        }
        this
    }

    /// The bytes that are signed.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        match self {
            Self::Login { origin, platform, centre, from, nonce, expires, code } => Canonical::new("KAIHAN1/phone-login")
                .field("origin", origin)
                .field("platform", platform)
                .field("centre", centre)
                .field("from", from)
                .field("nonce", nonce)
                .field("expires", &expires.to_string())
                .field("code", code)
                .finish(),
            Self::Seal { platform, centre, from, company, consent, nonce, expires, code } => consent
                .fields(
                    Canonical::new("KAIHAN1/phone-seal")
                        .field("platform", platform)
                        .field("centre", centre)
                        .field("from", from)
                        .field("company", company),
                )
                .field("nonce", nonce)
                .field("expires", &expires.to_string())
                .field("code", code)
                .finish(),
        }
    }

    /// What it is for, as the interface of a mobile certificate's vendor has it.
    #[must_use]
    pub const fn purpose(&self) -> &'static str {
        match self {
            Self::Login { .. } => "login",
            Self::Seal { .. } => "seal",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_cannot_run_into_each_other() {
        let bytes = |a: &str, b: &str| Canonical::new("t").field("a", a).field("b", b).finish();
        assert_ne!(bytes("12", "3"), bytes("1", "23"));
        assert_ne!(bytes("", "x"), bytes("x", ""));
    }

    #[test]
    fn a_login_signs_bytes_that_no_document_can_have() {
        let login = SigningPayload::Login { origin: "https://a".into(), nonce: "00".into(), expires: 1 };
        // A seal structure is DER and begins with 0x30.
        assert!(login.canonical().starts_with(b"\0\0\0\x0dKAIHAN1/login"));
        let unknown = r#"{"purpose":"hash","digest":"00"}"#;
        assert!(serde_json::from_str::<SigningPayload>(unknown).is_err());
    }

    #[test]
    fn what_a_phone_signs_no_agent_signs_and_digits_are_part_of_it() {
        let login = PhonePayload::Login {
            origin: "https://a".into(),
            platform: "b".into(),
            centre: "c".into(),
            from: "d".into(),
            nonce: "00".into(),
            expires: 1,
            code: String::new(),
        };
        assert!(login.canonical().starts_with(b"\0\0\0\x13KAIHAN1/phone-login"));
        assert_ne!(login.with_code("42").canonical(), login.with_code("24").canonical());
        let text = serde_json::to_string(&login).expect("JSON");
        assert!(serde_json::from_str::<SigningPayload>(&text).is_err());
    }

    #[test]
    fn what_a_phone_signs_beside_a_seal_says_all_that_is_sealed_and_is_no_login_and_no_seal() {
        let text = |what: &str| what.to_owned();
        let consent = Consent {
            origin: text("https://a"),
            title: text("委托担保协议"),
            number: text("1"),
            applicant_uscc: text("2"),
            guarantor: text("3"),
            lot: text("4"),
            amount: text("5"),
            fee: text("6"),
            terms_digest: text("7"),
            digest: text("8"),
            time: 9,
            path: text("/10"),
            description: text("<x/>"),
        };
        let seal = |consent: &Consent, company: &str| PhonePayload::Seal {
            platform: text("b"),
            centre: text("c"),
            from: text("d"),
            company: company.to_owned(),
            consent: Box::new(consent.clone()),
            nonce: text("00"),
            expires: 1,
            code: text("42"),
        };
        let whole = seal(&consent, "甲").canonical();
        assert!(whole.starts_with(b"\0\0\0\x12KAIHAN1/phone-seal"));
        assert_ne!(whole, consent.canonical());
        assert_ne!(whole, seal(&Consent { amount: text("50"), ..consent.clone() }, "甲").canonical());
        assert_ne!(whole, seal(&consent, "乙").canonical());
        assert_ne!(whole, seal(&consent, "甲").with_code("24").canonical());
        let sent = serde_json::to_string(&seal(&consent, "甲")).expect("JSON");
        assert_eq!(serde_json::from_str::<PhonePayload>(&sent).expect("the same"), seal(&consent, "甲"));
        assert!(serde_json::from_str::<SigningPayload>(&sent).is_err());
    }
}
