use domain::party::Uscc;

/// An invented organisation with a person who acts for it.
#[derive(Clone, Copy, Debug)]
pub struct Persona {
    /// The key's name in the certificate agent.
    pub key: &'static str,
    /// The person.
    pub person: &'static str,
    /// The organisation.
    pub organisation: &'static str,
    /// The first 17 characters of its code.
    pub code: &'static str,
    /// What the person does.
    pub role: &'static str,
    /// The PIN of the certificate.
    pub pin: &'static str,
}

impl Persona {
    /// The organisation's code with its check character.
    #[must_use]
    pub fn uscc(&self) -> String {
        Uscc::complete(self.code).map(|code| code.to_string()).unwrap_or_default()
    }
}

/// Everyone who can log in to the demonstration.
pub const PERSONAS: [Persona; 10] = [
    Persona {
        key: "1-bidder",
        person: "林知夏",
        organisation: "天山北麓建设工程有限公司",
        code: "91650100MA7ABCD12",
        role: "投标人",
        pin: "135790",
    },
    Persona {
        key: "2-bidder",
        person: "周砚舟",
        organisation: "湘江中路市政工程有限公司",
        code: "91430100MA4XYQR34",
        role: "投标人",
        pin: "246801",
    },
    Persona {
        key: "3-insurer",
        person: "江照晚",
        organisation: "江海财产保险股份有限公司",
        code: "91310000MA1FL5G67",
        role: "出函机构（到账自动出函）",
        pin: "310310",
    },
    Persona {
        key: "4-bank",
        person: "许长川",
        organisation: "长川银行股份有限公司",
        code: "91420000MA49KLM89",
        role: "出函机构（人工审核）",
        pin: "420420",
    },
    Persona {
        key: "5-guarantor",
        person: "郑中正",
        organisation: "中正工程担保有限公司",
        code: "91610000MA6TNPQ01",
        role: "出函机构（人工审核）",
        pin: "610610",
    },
    Persona {
        key: "6-centre-xj",
        person: "顾北望",
        organisation: "新疆公共资源交易中心（演示）",
        code: "12650000MB1H2J3K4",
        role: "交易中心（新疆）",
        pin: "650650",
    },
    Persona {
        key: "7-centre-hn",
        person: "沈南星",
        organisation: "湖南省公共资源交易中心（演示）",
        code: "12430000MB2H3J4K5",
        role: "交易中心（湖南）",
        pin: "430430",
    },
    Persona {
        key: "8-insurer",
        person: "陆听澜",
        organisation: "江海财产保险股份有限公司",
        code: "91310000MA1FL5G67",
        role: "出函机构（复核）",
        pin: "380380",
    },
    Persona {
        key: "9-centre-hn",
        person: "秦望舒",
        organisation: "湖南省公共资源交易中心（演示）",
        code: "12430000MB2H3J4K5",
        role: "交易中心（湖南，第二人）",
        pin: "439439",
    },
    Persona {
        key: "a-newcomer",
        person: "苏云起",
        organisation: "衡岳财产保险股份有限公司",
        code: "91430000MA7HY2X83",
        role: "待接入的金融机构",
        pin: "101010",
    },
];

/// The register of centres and institutions with their products, as the platform imports it.
#[must_use]
pub fn register() -> String {
    let code = |key: &str| PERSONAS.iter().find(|persona| persona.key == key).map(Persona::uscc).unwrap_or_default();
    let mut text = include_str!("../../../../samples/institutions.toml").to_owned();
    for persona in PERSONAS {
        text = text.replace(&format!("{{{}}}", persona.key), &code(persona.key));
    }
    text
}
