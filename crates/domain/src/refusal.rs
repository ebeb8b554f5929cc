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

            /// The refusal with this code, if there is one.
            #[must_use]
            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|refusal| refusal.code() == code)
            }

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
    /// The lot asks for another security than when the draft was made.
    AmountOutdated, "amount-outdated", Conflict, "标段的投标保证金金额已变更，与本订单的担保金额不一致", "请返回标段页面按新金额重新选择产品";
    /// The amount is above the product's maximum.
    AmountAboveProductMaximum, "amount-above-product-maximum", Unprocessable, "担保金额超过该产品的单笔上限", "请选择其他出函机构";
    /// The amount is below the product's minimum.
    AmountBelowProductMinimum, "amount-below-product-minimum", Unprocessable, "担保金额低于该产品的单笔下限", "请选择其他出函机构";
    /// The article is in a state in which the command makes no sense.
    ArticleStateForbids, "article-state", Conflict, "文章当前状态不允许该操作", "请刷新页面查看文章最新状态";
    /// Somebody has written on the article since the form was opened.
    ArticleEditedMeanwhile, "article-edited-meanwhile", Conflict, "文章在您填写期间已被修改，您的内容没有保存", "请另开页面核对最新内容；确认以本页填写的为准的，再次保存";
    /// The bank line has been dealt with already.
    BankLineSettled, "bank-line-settled", Conflict, "该笔到账已处理完毕", "请刷新页面查看处理结果";
    /// The signing certificate belongs to another organisation.
    CertificateOfAnother, "certificate-of-another", Unprocessable, "签名证书不属于当前登录的企业", "请插入本企业的数字证书后重新签名";
    /// The certificate is one for a single project (事件证书、项目证书).
    CertificateOfOneProject, "certificate-of-one-project", Conflict, "所用证书是项目（事件）证书，只能办理其中所写项目的保函", "请选择该项目的标段；其他项目和企业信息、授信等请使用企业证书登录后办理";
    /// The account's bank reports to the platform itself.
    AccountReported, "account-reported", Conflict, "该账户的到账由开户银行直接报送平台，不接受对账单导入", "请等待银行报送；报送中断超过 90 日的，方可导入";
    /// Nobody has said what stood on the account before and after.
    BalancesMissing, "balances-missing", Unprocessable, "对账单没有可核对的余额", "请从网银抄录期初余额与期末余额后再复核";
    /// The rows do not lead from the one balance to the other.
    BalancesDiffer, "balances-differ", Unprocessable, "期初余额加收入减支出与期末余额不符", "请导入包含全部收支、未经改动的完整对账单，并核对抄录的余额";
    /// Rows equal to known ones, in a statement that begins where another ended.
    RowsUndecided, "rows-undecided", Conflict, "有收入与已入账的款项逐项相同，而本对账单与此前的对账单首尾相接，无法判断是同一笔还是另一笔", "请导出含余额列的明细，或导出当日全部收支的明细，作废本单后重新导入";
    /// A line that names an order is not set aside.
    NamesAnOrder, "names-an-order", Conflict, "该笔到账的附言写明了本平台的订单，不能作为与平台无关的款项处理", "请核实后补认或退款";
    /// A row does not say by how much it changes the balance.
    TotalsUnknown, "totals-unknown", Conflict, "有金额或收支方向无法识别的行，无法核对余额", "请按提示改正文件后重新导入";
    /// The statement is in a state in which this makes no sense.
    StatementStateForbids, "statement-state", Conflict, "对账单当前状态不允许该操作", "请刷新页面查看最新状态";
    /// A code was sent to this mobile a moment ago.
    CodeTooSoon, "code-too-soon", Conflict, "验证码刚刚发送", "请在 60 秒后再获取";
    /// Too many codes were asked for.
    CodeTooOften, "code-too-often", Conflict, "获取验证码过于频繁", "请一小时后再试，或联系客服";
    /// The code is wrong, used, too old, or was never sent: one answer for all.
    CodeWrong, "code-wrong", Unprocessable, "验证码不正确或已失效", "请核对短信中的 6 位数字，或重新获取验证码";
    /// The complaint is in a state in which the command makes no sense.
    ComplaintStateForbids, "complaint-state", Conflict, "投诉当前状态不允许该操作", "请刷新页面查看投诉最新状态";
    /// The institution was never put live on the site.
    ComplaintNotAdmitted, "complaint-not-admitted", Unprocessable, "该机构没有在本站点接入成功过，不能在此投诉", "请从列表中选择被投诉的金融机构";
    /// Whoever complains is the institution itself.
    ComplaintOfOneself, "complaint-of-oneself", Unprocessable, "不能投诉本机构", "请核对所选的金融机构；对平台有意见的，请拨打投诉电话";
    /// As many complaints of the party wait to be decided as may.
    ComplaintsTooMany, "complaints-too-many", Conflict, "贵单位已有 3 件投诉正在处理", "请等待处理结论，或先撤回不再需要的投诉";
    /// The institution was not asked.
    ComplaintUnheard, "complaint-unheard", Conflict, "尚未请机构答复，不能认定投诉属实", "请先请机构答复，再作出处理结论";
    /// The institution has time to answer.
    ComplaintUnanswered, "complaint-unanswered", Conflict, "机构的答复期限未到", "请等待机构答复；期限届满仍未答复的，可以直接作出处理结论";
    /// It was looked at once more already.
    ComplaintReopened, "complaint-reopened", Conflict, "该投诉已重新处理过一次", "对处理结论仍有异议的，请向主管部门反映";
    /// The time for having it looked at once more is over.
    ComplaintOver, "complaint-over", Conflict, "申请重新处理的期限已过", "有新的情况的，请另行提交投诉";
    /// There is no system to try.
    NoOwnSystem, "no-own-system", Conflict, "机构没有登记自有系统的接口地址", "请先在验收申请中填写接口地址";
    /// A conformance run has to know how products are paid for.
    PaymentStyleMissing, "payment-style-missing", Unprocessable, "请选择至少一种支付方式", "请勾选产品将使用的支付方式";
    /// There is no passed conformance report for this address, or it is too old.
    ConformanceMissing, "conformance-missing", Conflict, "缺少有效的接口验收报告", "请先对该接口地址运行一致性测试，并提交 30 日内全部通过的报告";
    /// The key is registered, or was.
    CredentialKnown, "credential-known", Conflict, "该密钥已登记过", "请生成新的密钥后再登记";
    /// The key was retired before.
    CredentialRetired, "credential-retired", Conflict, "该密钥已停用", "请刷新页面查看最新状态";
    /// Two keys count already.
    CredentialsFull, "credentials-full", Conflict, "同时有效的密钥最多两个", "请先停用不再使用的密钥，再登记新的";
    /// The signature of a claim is not its beneficiary's over it.
    ClaimSignatureWrong, "claim-signature", Unprocessable, "受益人对索赔的签名未通过验证", "请由受益人用本单位的数字证书，对所提交的金额、账户和材料重新签名";
    /// The instruction has been answered otherwise.
    InstructionAnswered, "instruction-answered", Conflict, "该指令已有最终答复", "答复不能更改，如有误请联系平台人工处理";
    /// The invoice is in a state in which the command makes no sense.
    InvoiceStateForbids, "invoice-state", Conflict, "发票当前状态不允许该操作", "请刷新页面查看发票最新状态";
    /// There is no letter yet.
    InvoiceBeforeIssue, "invoice-before-issue", Conflict, "保函出具后才能申请开票", "请在订单出函后再申请";
    /// On this site an invoice waits for the opening.
    InvoiceBeforeOpening, "invoice-before-opening", Conflict, "开标后才能申请开票", "请在交易中心公布已开标，或开标时间过后两小时再申请";
    /// One invoice lives for one fee.
    InvoiceUnderWay, "invoice-under-way", Conflict, "该订单的费用已申请开票或已开票", "一笔费用只开一张发票，请在“我的发票”中查看，无需重复申请";
    /// All of the fee was given back.
    InvoiceNothingLeft, "invoice-nothing-left", Conflict, "费用已全部退回，没有可开票的金额", "无需申请开票，有疑问请联系出函机构";
    /// What such an invoice has to say of its buyer is missing.
    InvoiceTitleMissing, "invoice-title-missing", Unprocessable, "开票信息不完整", "专用发票请填写公司地址、公司电话、开户行名称和开户行账号；纸质发票请填写公司地址";
    /// An institution's own system issues it.
    InvoiceByOwnSystem, "invoice-by-own-system", Conflict, "该发票由机构的自有系统开具", "请在自有系统中办理，结果会自动回到平台";
    /// It is not over what was asked for.
    InvoiceAmountDiffers, "invoice-amount-differs", Unprocessable, "发票金额与申请的开票金额不一致，或税额有误", "请核对价税合计与税额，按申请的金额开具";
    /// A red invoice waits for its confirmation.
    RedUnconfirmed, "red-unconfirmed", Conflict, "红字信息确认单尚未确认或已作废", "请在对方确认后再登记红字发票；已作废的，重新发起确认单";
    /// A confirmation does not follow on the one before.
    RedContradicts, "red-contradicts", Conflict, "红字信息确认单的状态前后矛盾", "请与电子税务局中的状态核对后重新登记";
    /// A courier or a number is missing.
    PostMissing, "post-missing", Unprocessable, "请填写快递公司和快递单号", "各为 2 至 40 个字";
    /// There is no such invoice to take back, or not as much of it.
    InvoiceIrreversible, "invoice-irreversible", Conflict, "没有这张发票可以冲红，或冲红金额超过发票金额", "请核对被冲红的发票号码和金额";
    /// Representative, phone and e-mail are not filled in.
    DetailsMissing, "details-missing", Conflict, "经办人信息尚未填写", "请先填写经办人、手机号和电子邮箱";
    /// With this letter the institution would be bound for more than it may be in all.
    ExposureTotal, "exposure-total", Conflict, "出函机构的担保责任总额已达上限", "请选择其他出函机构，或由机构解除部分责任后再办理";
    /// With this letter the institution would be bound for more than it may be for one applicant or its group.
    ExposureSingle, "exposure-single", Conflict, "出函机构对该企业（或其集团）的担保责任已达上限", "请选择其他出函机构";
    /// The rules bind the institution's exposure to its net assets, which are not known.
    ExposureUnknown, "exposure-unknown", Conflict, "出函机构的净资产未登记，无法核定担保限额", "请联系交易中心登记经审计的净资产";
    /// The institution does not sell on the site, or no longer.
    InstitutionAbsent, "institution-absent", Conflict, "该机构尚未上线或已下线", "请选择其他出函机构";
    /// What waits for an institution that was taken down is not released.
    InstitutionGone, "institution-gone", Conflict, "本机构在该站点已下线，不能放行", "恢复上线后可继续办理；不再办理的请退回申请，费用原路退回";
    /// A licence of the institution has expired.
    LicenceExpired, "licence-expired", Conflict, "该机构的业务许可已到期", "请选择其他出函机构，或联系交易中心";
    /// A bank line can be honoured only for an application that lapsed or was withdrawn unpaid.
    NotHonourable, "not-honourable", Conflict, "该笔到账不能补认到此订单", "仅当金额、收款账户一致且订单因超时取消时可以补认，否则请退款";
    /// The lot is not one the organisation typed in.
    LotListed, "lot-listed", Conflict, "该标段不是贵单位自行增加的，不能更正或删除", "公告标段有误的，请联系招标人或交易中心更正公告";
    /// An application for the lot was submitted.
    LotInUse, "lot-in-use", Conflict, "该标段已有提交过的订单，不能更正或删除", "请先核对订单；确需更正的，另行增加标段后重新申请";
    /// An organisation would be on both sides of one guarantee.
    BothSides, "both-sides", Conflict, "同一单位不能既是申请人，又是出函机构、招标人或该项目的招标代理", "请由其他投标单位办理，或选择其他出函机构";
    /// The session acts in another role than the page was opened in.
    ActingRoleChanged, "acting-role-changed", Conflict, "您已切换角色，本页是以原角色打开的", "已填写的内容仍保留在本页；切换回原角色即可继续，或以当前角色重新进入";
    /// The organisation does not have the role.
    RoleNotHeld, "role-not-held", Conflict, "贵单位没有该角色", "请从列表中选择贵单位已有的角色；招标代理须先由招标人或交易中心登记授权";
    /// The mandate was ended, or has run out.
    MandateStateForbids, "mandate-state", Conflict, "该授权已终止或已到期", "请刷新页面查看最新状态，需要继续的请重新登记";
    /// An agency would act for itself.
    MandateOfOneself, "mandate-of-oneself", Unprocessable, "招标代理与招标人是同一单位", "请填写受委托的招标代理机构";
    /// The last day of a mandate is over, or too far away.
    MandateTerm, "mandate-term", Unprocessable, "授权截止日期不正确", "请填写今天起三年以内的日期";
    /// The agency has a mandate for the project.
    MandateKnown, "mandate-known", Conflict, "该招标代理在此项目已有有效授权", "无需重复登记；要更改截止日期，请先终止原授权";
    /// Somebody has corrected the lot since the form was opened.
    LotCorrectedMeanwhile, "lot-corrected-meanwhile", Conflict, "该标段在您填写期间已被本单位另一页面更正，您的更正没有保存", "请打开标段页面核对最新内容；确认以本页填写的为准的，再次保存";
    /// Bids are opened.
    LotOpened, "lot-opened", Conflict, "已开标或者已过截止时间，不能再办理保函", "请核对开标或者截止时间，或选择其他标段";
    /// Such a guarantee is about something else.
    KindNotForSubject, "kind-not-for-subject", Unprocessable, "这一种类的保函不能为所选对象办理", "投标保函请选择标段或标的，履约、预付款、工程款支付、质量保函请选择合同，农民工工资保函请选择项目";
    /// The onboarding is in a state in which this makes no sense.
    OnboardingStateForbids, "onboarding-state", Conflict, "机构接入当前状态不允许该操作", "请刷新页面查看接入进度";
    /// Another has already onboarded, or asks to, under this code.
    AlreadyOnboarding, "already-onboarding", Conflict, "该机构已提交准入申请或已接入", "请通过“查看准入进度”查询，信息有误请联系交易中心";
    /// The tender was aborted.
    LotAborted, "lot-aborted", Conflict, "该标段已流标或终止，不能再办理", "请选择其他标段";
    /// The lot asks for another sum, or names another beneficiary, than was signed.
    LotChanged, "lot-changed", Conflict, "标段的金额或受益人已变更，与申请人签署的内容不一致，不能按原内容出函", "请核对后退回申请，由申请人按最新标段信息重新申请";
    /// The number that was typed in is listed.
    LotIsListed, "lot-is-listed", Conflict, "该编号已由交易中心公布，以公布的信息为准", "请在列表中按编号查找后办理";
    /// A report on a lot contradicts an earlier one.
    LotReportContradicts, "lot-report-contradicts", Conflict, "标段报告与此前的报告矛盾", "请核对后联系平台人工处理";
    /// The sender has used the key for another message.
    KeyReused, "key-reused", Unprocessable, "该幂等键已用于另一报文", "重发请保持内容不变；新的报文请使用新的幂等键";
    /// The message from outside has had its effect, or is not a person's.
    MessageStateForbids, "message-state", Conflict, "该来文已处理", "请刷新页面查看最新状态";
    /// The message to an institution's own system is not in a state in which this makes sense.
    DeliveryStateForbids, "delivery-state", Conflict, "该报文已重新发送或已送达", "请刷新页面查看最新状态";
    /// A note for the guarantor, or its reason, is missing.
    NoteMissing, "note-missing", Unprocessable, "请写明要求或原因", "请用 2 至 500 个字说明，对方将看到该内容";
    /// What was signed is not what stands on the platform now.
    PreviewOutdated, "preview-outdated", Conflict, "签名内容与当前保函预览不一致", "内容可能已被修改，请重新预览确认后再签名";
    /// There is no credit in use that the product or the site demands.
    CreditMissing, "credit-missing", Conflict, "办理该业务须先取得授信", "请在个人中心的“授信申请”中提交申请，授信通过后再办理";
    /// Less is free of the credit than is needed.
    CreditExhausted, "credit-exhausted", Conflict, "可用授信额度不足", "请在“我的授信”中查看可用额度，等待占用的额度释放或申请提高额度";
    /// The institution's own system decides about the line.
    CreditBySystem, "credit-by-system", Conflict, "该授信由机构自有系统审核", "请在本机构的业务系统中办理，结果由系统报送";
    /// People decide about the line on the workbench, not a system.
    CreditByPeople, "credit-by-people", Conflict, "该授信在平台工作台审核", "请由经办、复核人员在工作台办理";
    /// The application for credit has been answered otherwise, or was never handed in so often.
    CreditAnswered, "credit-answered", Conflict, "授信申请已有其他答复，或没有这一次提交", "答复为终态；请核对授信编号与提交次数";
    /// The line is in a state in which the command makes no sense.
    CreditStateForbids, "credit-state", Conflict, "授信当前状态不允许该操作", "请刷新页面查看最新状态";
    /// The terms of a line contradict each other.
    CreditTermsContradict, "credit-terms-contradict", Unprocessable, "授信条款有误", "请核对：额度大于零，起始日不晚于到期日，到期日不早于今天，期限不超过 36 个月，分项额度不超过总额度且在适用的保函种类之内";
    /// A line of the same grantor is under way or in use.
    CreditUnderWay, "credit-under-way", Conflict, "已有该授信方的授信正在申请或使用中", "请在“我的授信”中查看，无需重复申请";
    /// Something of the profile is missing.
    ProfileIncomplete, "profile-incomplete", Conflict, "企业信息尚未完善", "请在个人中心补齐标出的项目后再提交";
    /// No trading centre has anybody who could verify a profile for the site.
    ProfileNobodyVerifies, "profile-nobody-verifies", Conflict, "本站点暂无交易中心人员核验企业信息", "请联系客服，或在其他站点提交核验；核验结果在所有站点有效";
    /// The profile is in a state in which the command makes no sense.
    ProfileStateForbids, "profile-state", Conflict, "企业信息当前状态不允许该操作", "请刷新页面查看最新状态";
    /// The profile has changed since it was looked at.
    ProfileChanged, "profile-changed", Conflict, "企业信息在您查看之后有改动", "请刷新页面核对改动后再办理";
    /// As many files of a kind stand as may.
    ProfileFilesTooMany, "profile-files-too-many", Unprocessable, "该类材料已达上限", "请先移除不再需要的材料，再上传新的";
    /// All files together would be too large.
    ProfileFilesTooLarge, "profile-files-too-large", Unprocessable, "全部材料合计超过 200 MB", "请缩小文件，或先移除不再需要的材料";
    /// The product is being tried out, or its days of sale have not begun or are over.
    ProductNotOnSale, "product-not-on-sale", Conflict, "该产品当前不在销售期内", "请选择其他出函机构";
    /// The product is paused, or its institution is.
    ProductPaused, "product-paused", Conflict, "该产品已暂停受理", "请选择其他出函机构";
    /// The rating is in a state in which the command makes no sense.
    RatingStateForbids, "rating-state", Conflict, "评价当前状态不允许该操作", "请刷新页面查看最新状态";
    /// There is no letter yet.
    RatingTooEarly, "too-early", Conflict, "尚未出函，不能评价", "出函以后可以评价出函机构的服务";
    /// The days in which it may be changed are over.
    RatingFixed, "rating-fixed", Conflict, "评价提交已满 7 天，不能再修改", "服务有问题的，可以在线投诉";
    /// A reason is needed.
    ReasonMissing, "reason-missing", Unprocessable, "请填写原因", "原因将告知申请人，请用 2 至 200 个字说明";
    /// Whoever drafted or proposed it may not approve it.
    SecondPersonNeeded, "second-person-needed", Conflict, "经办人不能复核自己经办的内容", "请由本单位另一名持证人员登录后复核";
    /// The person's duties do not include this.
    DutyMissing, "duty-missing", Conflict, "您的岗位不能办理该事项", "请由本机构有相应岗位的人员办理，或请管理人员调整岗位";
    /// The person has not the right for this.
    RightMissing, "right-missing", Conflict, "您没有办理该事项的权限", "请由本单位有相应权限的经办人办理，或请管理经办人在“经办人信息”中调整权限";
    /// No such person acts for the enterprise.
    RepresentativeUnknown, "representative-unknown", Conflict, "没有该经办人，或该经办人已停用", "请刷新页面查看最新的经办人信息";
    /// Another person is known by this.
    RepresentativeKnown, "representative-known", Conflict, "该证书、账号或手机号已登记给另一名经办人", "请核对经办人信息；换人使用的，先停用原经办人再登记";
    /// As many people or keys as may be.
    RepresentativesFull, "representatives-full", Conflict, "经办人或其证书的数量已达上限", "请先移除不再使用的证书，仍不能登记的请联系客服";
    /// Nothing tells the person.
    PersonUntold, "person-untold", Unprocessable, "经办人须有数字证书或手机号", "请选择该经办人登录过的证书，或填写其手机号并以验证码核实";
    /// A phone neither signs nor manages.
    CertificateNeeded, "certificate-needed", Unprocessable, "签章和管理权限须有数字证书", "请该经办人先以本人持有的企业证书登录一次，再为其选择该证书；只用手机的经办人可给申请、支付权限";
    /// Nobody is left to be the second person.
    TwoPersonsMissing, "two-persons-missing", Conflict, "两人办理须有两名经办人，一名有申请权限，另一名有签章权限", "请先登记另一名经办人并给予权限，再设定金额";
    /// Who signed is nobody who may for the enterprise.
    SignerUnknown, "signer-unknown", Conflict, "签名证书不是本单位有签章权限的经办人的证书", "请由有签章权限的经办人以本人证书签署，或请管理经办人调整权限";
    /// Whoever prepared it may not sign it.
    SecondSignerNeeded, "second-signer-needed", Conflict, "超过本单位设定金额的申请须由两人办理，填写与签署不能是同一经办人", "请由本单位另一名有签章权限的经办人登录后签署提交";
    /// Somebody has filled the profile in since the form was opened.
    ProfileEditedMeanwhile, "profile-edited-meanwhile", Conflict, "企业信息在您填写期间已被本单位其他人员修改，您的内容没有保存", "请另开页面核对最新内容；确认以本页填写的为准的，再次保存";
    /// No such person has logged in for the institution.
    StaffUnknown, "staff-unknown", Conflict, "没有该人员", "请该人员先用本单位证书登录一次";
    /// A person without a name.
    StaffNameMissing, "staff-name-missing", Unprocessable, "请填写人员姓名", "姓名最多 30 个字";
    /// Nobody would manage the organisation.
    ManagerMissing, "manager-missing", Conflict, "本单位至少须有一名管理人员", "请先让另一名持有效证书的人员管理，或保留该人员的管理岗位、权限";
    /// A hosted institution has no seal in the platform's vault.
    SealMissing, "seal-missing", Conflict, "密钥库中没有该机构的电子印章", "请由运维人员先导入机构的印章与签章证书，再通过验收";
    /// The product stands so already.
    ProductStateForbids, "product-state", Conflict, "产品已处于该状态", "请刷新页面查看最新状态";
    /// The time of a request by QR code is over.
    QrExpired, "qr-expired", Conflict, "二维码已过期", "请刷新二维码后重新扫描";
    /// The request by QR code is in a state in which this makes no sense.
    QrStateForbids, "qr-state", Conflict, "该二维码已使用或已失效", "请刷新二维码后重新扫描";
    /// The product takes no lots that are sealed.
    SealedLotNotTaken, "sealed-lot-not-taken", Conflict, "该产品不受理加密标段", "请选择其他出函机构";
    /// A special form is being worked on.
    SpecialFormPending, "special-form-pending", Conflict, "特殊格式尚未办结", "请等待出函机构拟定并由您确认，或者放弃特殊格式";
    /// The special form is in a state in which the command makes no sense.
    SpecialFormStateForbids, "special-form-state", Conflict, "特殊格式当前状态不允许该操作", "请刷新页面查看最新状态";
    /// The product's wording is not offered there, by such an institution, or on this day.
    WordingNotOffered, "wording-not-offered", Conflict, "该产品的保函格式不适用于本次申请", "请选择其他出函机构";
    /// The terms of a product contradict each other.
    TermsContradict, "terms-contradict", Unprocessable, "产品条款前后矛盾", "请核对：最低费用不高于最高费用，金额下限不高于上限，销售期首日不晚于末日";
    /// The guarantee would last longer than the product's longest term.
    TermAboveProductMaximum, "term-above-product-maximum", Unprocessable, "保函有效期超过该产品的最长期限", "请选择其他出函机构";
    /// The text of a special form is too short or too long.
    TextLength, "text-length", Unprocessable, "格式文本过短或过长", "请填写 20 至 20000 个字";
}

impl Refusal {
    /// Whether it says what has become of a lot since it was chosen: its own page has more, and the way to choose again.
    #[must_use]
    pub const fn is_lots(self) -> bool {
        matches!(self, Self::LotOpened | Self::LotAborted | Self::AmountOutdated | Self::PreviewOutdated)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}。{}。", self.title(), self.advice())
    }
}

impl std::error::Error for Refusal {}
