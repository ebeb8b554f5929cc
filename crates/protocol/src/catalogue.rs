//! Every message of the interface: which way it goes, where to, what it is. The routes, the specification, the reference pages and
//! the conformance run are made from these rows.

use crate::message as m;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// Which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// From the platform to an institution's own system.
    ToInstitution,
    /// From an institution to the platform.
    FromInstitution,
    /// From a trading centre to the platform.
    FromCentre,
}

impl Direction {
    /// Every direction, in the order of the reference pages.
    pub const ALL: [Self; 3] = [Self::ToInstitution, Self::FromInstitution, Self::FromCentre];

    /// The words on the reference pages.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ToInstitution => "平台 → 机构",
            Self::FromInstitution => "机构 → 平台",
            Self::FromCentre => "交易中心 → 平台",
        }
    }

    /// What stands before the path: the institution's own address, or the platform's interface.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::ToInstitution => "",
            Self::FromInstitution => "/api/v1/institution",
            Self::FromCentre => "/api/v1/centre",
        }
    }
}

/// How a schema and those it refers to are collected.
type Collect = fn(&mut Vec<(String, RefOr<Schema>)>);

/// One message of the interface.
#[derive(Clone, Copy)]
pub struct Entry {
    /// Its topic: what an inbox or outbox row calls it.
    pub topic: &'static str,
    /// Which way it goes.
    pub direction: Direction,
    /// `POST`, or `GET` for a query.
    pub method: &'static str,
    /// Where to, below the direction's prefix or the institution's address.
    pub path: &'static str,
    /// Its name.
    pub title: &'static str,
    /// When it is sent, and what follows.
    pub about: &'static str,
    /// The schema of the body; empty for bytes and queries.
    pub body: &'static str,
    /// The schema of the answer; empty for bytes.
    pub answer: &'static str,
    /// A sample of the body; of the answer for a query.
    pub sample: &'static str,
    pub(crate) schemas: Collect,
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.topic)
    }
}

fn collect<T: ToSchema>(into: &mut Vec<(String, RefOr<Schema>)>) {
    into.push((T::name().into_owned(), <T as PartialSchema>::schema()));
    T::schemas(into);
}

impl Entry {
    /// The whole path as a request has it: on the platform, or below an institution's address.
    #[must_use]
    pub fn target(&self) -> String {
        format!("{}{}", self.direction.prefix(), self.path)
    }
}

/// A body that is one message's, so that nobody has to say its topic beside it.
pub trait Topic {
    /// The message's topic.
    const TOPIC: &'static str;
}

macro_rules! catalogue {
    ($($topic:literal, $direction:ident, $path:literal, $body:ident, $sample:literal, $title:literal, $about:literal;)*) => {
        /// Every message with a JSON body that is answered by a receipt.
        pub const MESSAGES: &[Entry] = &[$(Entry {
            topic: $topic,
            direction: Direction::$direction,
            method: "POST",
            path: $path,
            title: $title,
            about: $about,
            body: stringify!($body),
            answer: "Receipt",
            sample: include_str!(concat!("../samples/", $sample, ".json")),
            schemas: |into| {
                collect::<m::$body>(into);
                collect::<m::Receipt>(into);
            },
        },)*];

        $(impl Topic for m::$body {
            const TOPIC: &'static str = $topic;
        })*
    };
}

catalogue! {
    "application.order", ToInstitution, "/v1/applications", ApplicationOrder, "application-order", "申请推送",
        "投标人签署提交后立即推送。机构以审核结果答复；需要机构收银台付款的，再发送支付页地址。";
    "application.status", ToInstitution, "/v1/status-changes", StatusChange, "status-change", "状态变更",
        "订单被放弃、超时取消、退回或办结时推送。均为终态。";
    "application.opening_change", ToInstitution, "/v1/opening-changes", ApplicationOpeningChange, "application-opening-change", "订单开标时间变更",
        "标段的开标时间变更、订单尚未办结时推送。自 1.3 版起，只推送给通过该版本一致性测试的机构。";
    "payment.notice", ToInstitution, "/v1/payment-notices", PaymentNotice, "payment-notice", "支付通知",
        "费用转到机构账户、金额与付款识别码一致时推送。机构收到后出函。";
    "surrender.order", ToInstitution, "/v1/surrenders", SurrenderOrder, "surrender-order", "退保申请",
        "开标前由投标人提出。机构以退保结果答复。";
    "extension.order", ToInstitution, "/v1/extensions", ExtensionOrder, "extension-order", "延期申请",
        "开标时间变更等原因需要延长有效期时推送。机构以延期结果答复。";
    "claim.order", ToInstitution, "/v1/claims", ClaimOrder, "claim-order", "理赔申请",
        "受益人提出索赔时推送。机构以理赔结果答复。";
    "release.order", ToInstitution, "/v1/releases", ReleaseOrder, "release-order", "注销",
        "担保责任解除时推送，无需结果报文。";
    "invoice.request", ToInstitution, "/v1/invoice-requests", InvoiceRequest, "invoice-request", "开票申请",
        "投标人申请发票时推送。机构以发票报文答复，并推送发票文件。";
    "credit.order", ToInstitution, "/v1/credit-applications", CreditOrder, "credit-order", "授信申请推送",
        "企业提交授信申请、补正后再次提交时推送。机构取企业信息与授信材料审核，以授信审核结果答复。自 1.4 版起，只推送给通过该版本一致性测试的机构；其他机构由其人员在工作台审核。";
    "quote", FromInstitution, "/quotes", Quote, "quote", "报价（可选）",
        "机构对订单的报价。与订单费用不同的报价转人工核对，不改变订单。";
    "decision", FromInstitution, "/decisions", Decision, "decision", "审核结果",
        "承保或不承保。付款前不承保则订单关闭；付款后不承保的，费用由机构退回。";
    "payment.page", FromInstitution, "/payment-pages", PaymentPage, "payment-page", "支付页地址",
        "机构收银台方式：投标人从订单页跳转到该地址付款，付款后回到平台。";
    "paid", FromInstitution, "/payments", Paid, "paid", "支付成功",
        "机构收银台方式：费用付清后发送。金额、收款账号与订单完全一致才入账。";
    "issued", FromInstitution, "/guarantees", IssuedGuarantee, "issued-guarantee", "出函结果",
        "出函后发送，文件另行推送，先后不限。两者到齐、签章与要素核对无误后办结。";
    "surrender.result", FromInstitution, "/surrender-results", SurrenderResult, "surrender-result", "退保结果",
        "对退保申请的最终答复。";
    "extension.result", FromInstitution, "/extension-results", ExtensionResult, "extension-result", "延期结果",
        "对延期申请的最终答复。";
    "claim.result", FromInstitution, "/claim-results", ClaimResult, "claim-result", "理赔结果",
        "对理赔申请的最终答复。";
    "invoice", FromInstitution, "/invoices", InvoiceFile, "invoice", "发票",
        "对开票申请的答复，文件另行推送。";
    "invoice.red", FromInstitution, "/red-invoices", RedInvoice, "red-invoice", "红字发票",
        "已开的发票冲红后发送，文件另行推送。自 1.3 版起。";
    "credit.decision", FromInstitution, "/credit-decisions", CreditDecision, "credit-decision", "授信审核结果",
        "对授信申请一次提交的最终答复：授信、退回补正或不授信。四眼审核由机构自行完成。自 1.4 版起。";
    "credit.change", FromInstitution, "/credit-changes", CreditChange, "credit-change", "授信调整",
        "授信通过后调整额度、期限、种类或费率时发送。来得早于授信审核结果的，由平台暂存。自 1.4 版起。";
    "credit.standing", FromInstitution, "/credit-standings", CreditStandingChange, "credit-standing", "授信状态变更",
        "授信暂停、恢复、终止时发送。先后不限，以决定时间最后的为准；终止不能恢复。自 1.4 版起。";
    "lot", FromCentre, "/lots", LotReport, "lot", "标段",
        "公告发布或更正时报送，同一编号再次报送为更新。";
    "lot.opening_change", FromCentre, "/opening-changes", OpeningChange, "opening-change", "开标时间变更",
        "开标时间变更公告发布时报送。";
    "lot.validity_change", FromCentre, "/validity-changes", ValidityChange, "validity-change", "投标有效期变更",
        "投标有效期变更公告发布时报送。有效期不足的保函提示延期。";
    "lot.opening", FromCentre, "/openings", LotOpening, "opening", "开标",
        "开标时报送。";
    "lot.candidates", FromCentre, "/candidates", LotCandidates, "candidates", "中标候选人公示",
        "中标候选人公示时报送，重新公示时再次报送。";
    "lot.award", FromCentre, "/awards", LotAward, "award", "中标",
        "中标通知书发出时报送；改由其他候选人中标的，再次报送，以中标时间最后的为准。";
    "lot.contract_signed", FromCentre, "/contracts", ContractSigned, "contract-signed", "合同签订",
        "合同签订后报送。";
    "lot.abort", FromCentre, "/aborts", LotAbort, "abort", "流标或终止",
        "招标终止、流标时报送，中标之后也可以报送。";
}

/// Where a party asks how an order stands on the other side; `{order_number}` is filled in.
pub const QUERIES: &[Entry] = &[
    Entry {
        topic: "application.query",
        direction: Direction::ToInstitution,
        method: "GET",
        path: "/v1/applications/{order_number}",
        title: "查询机构的订单",
        about: "结果不明时，平台先查询再决定是否重发。",
        body: "",
        answer: "ApplicationReport",
        sample: include_str!("../samples/application-report.json"),
        schemas: collect::<m::ApplicationReport>,
    },
    Entry {
        topic: "application.report",
        direction: Direction::FromInstitution,
        method: "GET",
        path: "/applications/{order_number}",
        title: "查询平台的订单",
        about: "结果不明时，机构先查询再决定是否重发。",
        body: "",
        answer: "ApplicationReport",
        sample: include_str!("../samples/application-report.json"),
        schemas: collect::<m::ApplicationReport>,
    },
];

/// Where an institution pushes a file's bytes. The signature covers their digest.
pub const FILE: Entry = Entry {
    topic: "file",
    direction: Direction::FromInstitution,
    method: "POST",
    path: "/applications/{order_number}/files/{kind}/{format}",
    title: "文件推送",
    about: "请求体为文件原始字节，最大 20 MB。kind：letter 保函、cipher_letter 密文保函、invoice 发票、red_invoice 红字发票；format：pdf、ofd，发票还有 xml。与出函结果、发票报文先后不限。",
    body: "",
    answer: "FileReceipt",
    sample: include_str!("../samples/file-receipt.json"),
    schemas: collect::<m::FileReceipt>,
};

/// Where an institution fetches the bytes of a paper that an instruction to it names.
pub const MATERIAL: Entry = Entry {
    topic: "material",
    direction: Direction::FromInstitution,
    method: "GET",
    path: "/instructions/{instruction_id}/materials/{digest}",
    title: "取证明材料",
    about: "以指令编号和报文中的摘要取得证明材料，只答复收到该指令的机构；不属于本机构的与不存在的，都答复 404。答复为文件原始字节，最大 50 MB，每一指令最多 20 份；平台的签名覆盖其 SM3 摘要，Content-Digest 响应头（RFC 9530）为其 SHA-256。按自有格式对接的机构同样以登记的密钥按本规范签名后取。自 1.3 版起。",
    body: "",
    answer: "",
    sample: "",
    schemas: |_| {},
};

/// Where an institution fetches the bytes of a paper of a credit application.
pub const CREDIT_MATERIAL: Entry = Entry {
    topic: "credit.material",
    direction: Direction::FromInstitution,
    method: "GET",
    path: "/credit-applications/{credit_id}/materials/{digest}",
    title: "取授信材料",
    about: "以授信编号和报文中的摘要取得企业材料，只答复被申请的机构；不属于本机构的、授信已结束的与不存在的，都答复 404。其余同“取证明材料”，每次取得平台都有记录。自 1.4 版起。",
    body: "",
    answer: "",
    sample: "",
    schemas: |_| {},
};

/// Where an institution reads who asks it for credit.
pub const CREDIT_COMPANY: Entry = Entry {
    topic: "credit.company",
    direction: Direction::FromInstitution,
    method: "GET",
    path: "/credit-applications/{credit_id}/company",
    title: "取企业信息",
    about: "以授信编号取得申请企业当前的信息，其中有个人信息与账号：只用于审核授信，每次取得平台都有记录。不属于本机构的、授信已结束的与不存在的，都答复 404。按自有格式对接的机构同样以登记的密钥按本规范签名后取。自 1.4 版起。",
    body: "",
    answer: "CreditCompany",
    sample: include_str!("../samples/credit-company.json"),
    schemas: collect::<m::CreditCompany>,
};

/// Every row of the interface, in the order of the reference pages.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    Direction::ALL.into_iter().flat_map(|direction| {
        MESSAGES
            .iter()
            .chain(QUERIES)
            .chain([&FILE, &MATERIAL, &CREDIT_MATERIAL, &CREDIT_COMPANY])
            .filter(move |entry| entry.direction == direction)
    })
}

/// The message with this topic.
#[must_use]
pub fn of_topic(topic: &str) -> Option<&'static Entry> {
    all().find(|entry| entry.topic == topic)
}
