//! The closed list of refusals: expected business answers, not failures.

use std::fmt;

/// How the edges answer a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// The state or the time forbids it, or somebody was faster: HTTP 409.
    Conflict,
    /// Understood but not acceptable: HTTP 422.
    Unprocessable,
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $kind:ident, $title:literal, $advice:literal;)*) => {
        /// An expected business answer that says why something may not happen.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Refusal {
            $($(#[$doc])* $name,)*
        }

        impl Refusal {
            /// Every refusal, for generated tables.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable code on the wire and in `docs/reference/problems.md`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// How the edges answer it.
            #[must_use]
            pub const fn kind(self) -> RefusalKind {
                match self { $(Self::$name => RefusalKind::$kind,)* }
            }

            /// What happened, in one sentence.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// What to do next, in one sentence.
            #[must_use]
            pub const fn advice(self) -> &'static str {
                match self { $(Self::$name => $advice,)* }
            }
        }
    };
}

refusals! {
    /// The application is in a state in which the command makes no sense.
    ApplicationStateForbids, "application-state", Conflict, "订单当前状态不允许该操作", "请刷新页面查看订单最新状态";
    /// The amount is above what the law lets a bid security be (实施条例 art. 26).
    AmountAboveLegalCap, "amount-above-legal-cap", Unprocessable, "投标保证金超过招标项目估算价的法定上限", "请核对标段的保证金金额或联系招标人更正公告";
    /// The amount is above the product's maximum.
    AmountAboveProductMaximum, "amount-above-product-maximum", Unprocessable, "担保金额超过该产品的单笔上限", "请选择其他出函机构";
    /// The bank line has been dealt with already.
    BankLineSettled, "bank-line-settled", Conflict, "该笔到账已处理完毕", "请刷新页面查看处理结果";
    /// The signing certificate belongs to another organisation.
    CertificateOfAnother, "certificate-of-another", Unprocessable, "签名证书不属于当前登录的企业", "请插入本企业的数字证书后重新签名";
    /// Representative, phone and e-mail are not filled in.
    DetailsMissing, "details-missing", Conflict, "经办人信息尚未填写", "请先填写经办人、手机号和电子邮箱";
    /// A bank line can be honoured only for an application that lapsed or was withdrawn unpaid.
    NotHonourable, "not-honourable", Conflict, "该笔到账不能补认到此订单", "仅当金额、收款账户一致且订单因超时取消时可以补认，否则请退款";
    /// Bids are opened.
    LotOpened, "lot-opened", Conflict, "该标段已开标，不能再办理投标保函", "请核对开标时间，或选择其他标段";
    /// A note for the guarantor, or its reason, is missing.
    NoteMissing, "note-missing", Unprocessable, "请写明要求或原因", "请用 2 至 500 个字说明，对方将看到该内容";
    /// What was signed is not what stands on the platform now.
    PreviewOutdated, "preview-outdated", Conflict, "签名内容与当前保函预览不一致", "内容可能已被修改，请重新预览确认后再签名";
    /// The product is not on sale.
    ProductPaused, "product-paused", Conflict, "该产品已暂停受理", "请选择其他出函机构";
    /// A reason is needed.
    ReasonMissing, "reason-missing", Unprocessable, "请填写原因", "原因将告知申请人，请用 2 至 200 个字说明";
    /// Whoever drafted a special form may not approve it.
    SecondPersonNeeded, "second-person-needed", Conflict, "拟定人不能复核自己拟定的格式", "请由本机构另一名持证人员登录后复核";
    /// A special form is being worked on.
    SpecialFormPending, "special-form-pending", Conflict, "特殊格式尚未办结", "请等待出函机构拟定并由您确认，或者放弃特殊格式";
    /// The special form is in a state in which the command makes no sense.
    SpecialFormStateForbids, "special-form-state", Conflict, "特殊格式当前状态不允许该操作", "请刷新页面查看最新状态";
    /// The product's wording is not offered there, by such an institution, or on this day.
    WordingNotOffered, "wording-not-offered", Conflict, "该产品的保函格式不适用于本次申请", "请选择其他出函机构";
    /// The text of a special form is too short or too long.
    TextLength, "text-length", Unprocessable, "格式文本过短或过长", "请填写 20 至 20000 个字";
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}。{}。", self.title(), self.advice())
    }
}

impl std::error::Error for Refusal {}
