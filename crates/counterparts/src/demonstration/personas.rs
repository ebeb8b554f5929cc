use domain::institution::Wire;
use domain::party::Uscc;
use std::io;
use std::path::Path;

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
pub const PERSONAS: [Persona; 22] = [
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
    Persona {
        key: "b-insurer",
        person: "叶澜山",
        organisation: "澜山财产保险股份有限公司",
        code: "91330000MA28LNX17",
        role: "出函机构（自有系统，收银台）",
        pin: "330330",
    },
    Persona {
        key: "c-bank",
        person: "程远桥",
        organisation: "远桥银行股份有限公司",
        code: "91510000MA62YQX25",
        role: "出函机构（自有系统，转账）",
        pin: "510510",
    },
    Persona {
        key: "d-guarantor",
        person: "顾明德",
        organisation: "明德融资担保有限公司",
        code: "91440000MA59MDX36",
        role: "出函机构（自有系统，收银台）",
        pin: "440440",
    },
    Persona {
        key: "e-bank",
        person: "夏临川",
        organisation: "长川银行股份有限公司",
        code: "91420000MA49KLM89",
        role: "出函机构（复核）",
        pin: "428428",
    },
    Persona {
        key: "f-guarantor",
        person: "罗正音",
        organisation: "中正工程担保有限公司",
        code: "91610000MA6TNPQ01",
        role: "出函机构（复核）",
        pin: "618618",
    },
    Persona {
        key: "g-tenderee",
        person: "方既明",
        organisation: "新疆交通建设投资集团有限公司",
        code: "91650000100000000",
        role: "招标人（新疆，第一个项目）",
        pin: "650011",
    },
    Persona {
        key: "h-agency",
        person: "钟予安",
        organisation: "天山招标代理有限公司",
        code: "91650000MA77QHDL2",
        role: "招标代理",
        pin: "650022",
    },
    Persona {
        key: "i-bidder",
        person: "白朔方",
        organisation: "天山北麓建设工程有限公司",
        code: "91650100MA7ABCD12",
        role: "投标人（同一企业的第二名经办人）",
        pin: "135791",
    },
    Persona {
        key: "i-centre-cs",
        person: "柳江月",
        organisation: "长沙市公共资源交易中心（演示）",
        code: "12430100MB3K5L6M7",
        role: "交易中心（长沙）",
        pin: "430100",
    },
    Persona {
        key: "j-centre-cs",
        person: "舒远黛",
        organisation: "长沙市公共资源交易中心（演示）",
        code: "12430100MB3K5L6M7",
        role: "交易中心（长沙，第二人）",
        pin: "430109",
    },
    Persona {
        key: "k-centre-hi",
        person: "符海宁",
        organisation: "海南省建设领域工程担保服务中心（演示）",
        code: "12460000MB4L6M7N8",
        role: "交易中心（海南）",
        pin: "460460",
    },
    Persona {
        key: "l-centre-hi",
        person: "云椰风",
        organisation: "海南省建设领域工程担保服务中心（演示）",
        code: "12460000MB4L6M7N8",
        role: "交易中心（海南，第二人）",
        pin: "469469",
    },
];

/// An institution of the demonstration that works with its own system.
#[derive(Clone, Copy, Debug)]
pub struct OwnSystem {
    /// Its persona.
    pub persona: &'static str,
    /// The name of its keys.
    pub name: &'static str,
    /// The account its fees are paid to.
    pub account: &'static str,
    /// What its system understands.
    pub wire: Wire,
}

/// The institutions of the demonstration that work with their own systems.
pub const OWN_SYSTEMS: [OwnSystem; 3] = [
    OwnSystem { persona: "b-insurer", name: "lanshan", account: "3301556677001122334", wire: Wire::Canonical },
    OwnSystem { persona: "c-bank", name: "yuanqiao", account: "5101889900112233445", wire: Wire::Canonical },
    OwnSystem { persona: "d-guarantor", name: "mingde", account: "4401223344556677889", wire: Wire::Enveloped },
];

/// The register of [`OWN_SYSTEMS`], which listen at `addresses`; their certificates are in `folder`.
///
/// # Errors
/// When a certificate cannot be read.
pub fn register_own_systems(folder: &Path, addresses: &[String]) -> io::Result<String> {
    let mut text = include_str!("../../../../samples/own-systems.toml").to_owned();
    for (own, address) in OWN_SYSTEMS.iter().zip(addresses) {
        let key = own.persona;
        let certificate = std::fs::read_to_string(folder.join(format!("{}.api.cer", own.name)))?;
        let code = PERSONAS.iter().find(|persona| persona.key == key).map(Persona::uscc).unwrap_or_default();
        text = text.replace(&format!("{{{key}}}"), &code);
        text = text.replace(&format!("{{{key}.address}}"), address).replace(&format!("{{{key}.certificate}}"), &certificate);
    }
    Ok(text)
}

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
