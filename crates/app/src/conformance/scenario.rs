//! The steps of a run, in order: who is let in, one application all the way to release, one paid at the cashier, one given up.

use crate::message::trial::{CREDIT, MAIN};
use domain::conformance::ConformanceRun;
use domain::institution::InterfaceVersion;
use domain::product::PaymentStyle;
use domain::time::Timestamp;
use partners::institution::Fault;
use protocol::message::ApplicationState;

/// The application that is paid at the institution's cashier, where it has both styles.
pub(super) const SECOND: u8 = 2;
/// The application that is given up.
pub(super) const GIVEN_UP: u8 = 3;
/// The application that is declined on the platform.
pub(super) const DECLINED: u8 = 4;
/// An application that the institution was never told of.
const NEVER_TOLD: u8 = 9;

/// How long the institution's system may take to say something.
const PATIENCE: i64 = 90 * Timestamp::SECOND;
/// How long a person may take at the cashier's page.
const AT_THE_CASHIER: i64 = 600 * Timestamp::SECOND;

/// What is wrong with the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// Nothing.
    Right,
    /// It is no JSON.
    Unreadable,
    /// It is another body than the key stands for.
    Other,
    /// It has a field that the specification does not know.
    Extended,
}

/// What is expected of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// A receipt.
    Taken,
    /// The receipt that this key was given before.
    Same,
    /// A signed refusal.
    Refused,
    /// 401.
    Unauthorized,
}

/// What is expected to be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Awaited {
    /// That the application is accepted.
    Accepted,
    /// The same again, after it was turned away.
    Again,
    /// Where the cashier's page is.
    Page,
    /// That it was paid.
    Paid,
    /// That the letter is issued.
    Issued,
    /// The letter's files.
    Files,
    /// That the paper is fetched that came with the instruction of this topic.
    Fetched(&'static str),
    /// What became of the instruction of this topic.
    Result(&'static str),
    /// The invoice and its files.
    Invoice,
    /// That the invoice comes in several files, XML among them.
    InvoiceFiles,
    /// That who asks for credit is read, or a paper of it fetched.
    CreditRead,
    /// An answer to the credit application.
    CreditAnswered,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Sends a message under a key and looks at the answer.
    Send { key: &'static str, body: Body, fault: Fault, answer: Expected },
    /// Asks how the application stands.
    Ask { states: &'static [ApplicationState] },
    /// Waits for a message.
    Wait { said: Awaited, patience: i64 },
    /// Does nothing, for this reason.
    Skip { reason: &'static str },
}

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) topic: &'static str,
    pub(super) application: u8,
    pub(super) style: PaymentStyle,
    pub(super) what: &'static str,
    pub(super) act: Act,
    /// Which version of the specification says so first.
    pub(super) since: InterfaceVersion,
    /// Whether nothing after it makes sense when it fails.
    pub(super) vital: bool,
}

fn send(topic: &'static str, application: u8, key: &'static str, body: Body, fault: Fault, answer: Expected, what: &'static str) -> Step {
    Step {
        topic,
        application,
        style: PaymentStyle::Transfer,
        what,
        act: Act::Send { key, body, fault, answer },
        since: InterfaceVersion::V1_1,
        vital: false,
    }
}

fn tell(topic: &'static str, application: u8, key: &'static str, what: &'static str) -> Step {
    send(topic, application, key, Body::Right, Fault::None, Expected::Taken, what)
}

fn again(topic: &'static str, application: u8, key: &'static str) -> Step {
    send(topic, application, key, Body::Right, Fault::None, Expected::Same, "同一报文再次送达，答复同一回执")
}

fn ask(application: u8, states: &'static [ApplicationState], what: &'static str) -> Step {
    Step {
        topic: "application.query",
        application,
        style: PaymentStyle::Transfer,
        what,
        act: Act::Ask { states },
        since: InterfaceVersion::V1_1,
        vital: false,
    }
}

fn wait(topic: &'static str, application: u8, said: Awaited, what: &'static str) -> Step {
    let patience = if said == Awaited::Paid { AT_THE_CASHIER } else { PATIENCE };
    Step {
        topic,
        application,
        style: PaymentStyle::Transfer,
        what,
        act: Act::Wait { said, patience },
        since: InterfaceVersion::V1_1,
        vital: false,
    }
}

/// The step belongs to the version that came after the first: an institution that lacks it has proved the first.
fn later(step: Step) -> Step {
    Step { since: InterfaceVersion::V1_3, ..step }
}

/// The same of the version in which credit is asked for.
fn of_credit(step: Step) -> Step {
    Step { since: InterfaceVersion::V1_4, ..step }
}

/// A credit application, told twice, and told otherwise under the same key; looked into and answered.
fn credit() -> impl Iterator<Item = Step> {
    let topic = "credit.order";
    [
        tell(topic, CREDIT, "credit", "授信申请推送收妥"),
        again(topic, CREDIT, "credit"),
        send(topic, CREDIT, "credit", Body::Other, Fault::None, Expected::Refused, "授信申请同一键换了内容，答复 422"),
        send(topic, CREDIT, "credit-forged", Body::Right, Fault::Stranger, Expected::Unauthorized, "不是平台密钥签名的授信申请答复 401"),
        wait("credit.company", CREDIT, Awaited::CreditRead, "以授信编号取企业信息"),
        wait("credit.material", CREDIT, Awaited::CreditRead, "以授信编号与摘要取授信材料"),
        wait("credit.decision", CREDIT, Awaited::CreditAnswered, "发送授信审核结果：授信编号、提交次数一致，条款或原因齐全"),
    ]
    .into_iter()
    .map(of_credit)
}

/// How the fee of an application is paid at the institution's cashier.
fn at_cashier(application: u8) -> [Step; 2] {
    [
        wait("payment.page", application, Awaited::Page, "发送支付页地址：在接口地址的域名下，金额一致"),
        wait("paid", application, Awaited::Paid, "在收银台付款后发送支付成功：金额、收款账号一致，有流水号"),
    ]
}

/// The steps of a run.
pub(super) fn steps(run: &ConformanceRun) -> Vec<Step> {
    use ApplicationState::{Accepted, Closed, Issued, Received, Refused, Unknown};
    let has = |style| run.styles.contains(&style);
    let main = if has(PaymentStyle::Transfer) { PaymentStyle::Transfer } else { PaymentStyle::Cashier };
    let submitted = "application.order";
    let bad = |key, body, fault, answer, what| send(submitted, MAIN, key, body, fault, answer, what);
    let mut steps = vec![
        bad("unsigned", Body::Right, Fault::Unsigned, Expected::Unauthorized, "没有签名的请求答复 401"),
        bad("stranger", Body::Right, Fault::Stranger, Expected::Unauthorized, "不是平台密钥签名的请求答复 401"),
        bad("altered", Body::Right, Fault::Altered, Expected::Unauthorized, "签名后正文被改动的请求答复 401"),
        bad("stale", Body::Right, Fault::Stale, Expected::Unauthorized, "时间相差超过 300 秒的请求答复 401"),
        bad("keyless", Body::Right, Fault::Keyless, Expected::Refused, "没有 Idempotency-Key 的报文被拒绝，答复有签名"),
        bad("unreadable", Body::Unreadable, Fault::None, Expected::Refused, "不能解析的正文被拒绝，答复有签名"),
        ask(NEVER_TOLD, &[Unknown], "查询没有收到过的订单，答复 unknown 或 404"),
        Step { vital: true, ..tell(submitted, MAIN, "main", "申请推送收妥，回执有签名") },
        again(submitted, MAIN, "main"),
        bad("main", Body::Other, Fault::None, Expected::Refused, "同一键换了内容，答复 422"),
        bad("main", Body::Right, Fault::Replayed, Expected::Unauthorized, "同一请求（随机数）重放，答复 401"),
        wait("decision", MAIN, Awaited::Accepted, "发送审核结果：承保"),
        wait("decision", MAIN, Awaited::Again, "平台答复 503 后，用同一键重发同一报文"),
        ask(MAIN, &[Received, Accepted], "查询订单，答复与审核结果一致"),
    ];
    if main == PaymentStyle::Transfer {
        steps.push(tell("payment.notice", MAIN, "notice", "支付通知收妥"));
        steps.push(again("payment.notice", MAIN, "notice"));
    } else {
        steps.extend(at_cashier(MAIN));
    }
    steps.extend([
        wait("issued", MAIN, Awaited::Issued, "发送出函结果：金额、有效期、要素摘要与订单一致"),
        wait("file", MAIN, Awaited::Files, "推送保函文件：摘要一致，签章可核验且属于本机构"),
        ask(MAIN, &[Issued], "查询订单，答复已出函并附出函结果"),
        tell("application.status", MAIN, "issued", "状态变更（办结）收妥"),
        tell("invoice.request", MAIN, "invoice", "开票申请收妥"),
        wait("invoice", MAIN, Awaited::Invoice, "发送发票并推送文件：金额、摘要一致"),
        later(wait("invoice", MAIN, Awaited::InvoiceFiles, "发票文件以 files 报送，其中有 XML")),
        tell("extension.order", MAIN, "extend", "延期申请收妥"),
        wait("extension.result", MAIN, Awaited::Result("extension.order"), "发送延期结果"),
        tell("claim.order", MAIN, "claim", "理赔申请收妥"),
        again("claim.order", MAIN, "claim"),
        later(wait("material", MAIN, Awaited::Fetched("claim.order"), "以指令编号与摘要取证明材料")),
        wait("claim.result", MAIN, Awaited::Result("claim.order"), "发送理赔结果"),
        tell("surrender.order", MAIN, "surrender", "退保申请收妥"),
        wait("surrender.result", MAIN, Awaited::Result("surrender.order"), "发送退保结果"),
        tell("release.order", MAIN, "release", "注销收妥"),
    ]);
    if main == PaymentStyle::Transfer && has(PaymentStyle::Cashier) {
        let what = "多出规范没有的字段，照常收妥";
        steps.push(send(submitted, SECOND, "second", Body::Extended, Fault::None, Expected::Taken, what));
        steps.extend(at_cashier(SECOND));
    } else if main == PaymentStyle::Transfer {
        let act = Act::Skip { reason: "本次没有选择收银台方式" };
        steps.extend(at_cashier(SECOND).map(|step| Step { act, ..step }));
    } else {
        let act = Act::Skip { reason: "本次没有选择转账方式" };
        steps.push(Step { act, ..tell("payment.notice", MAIN, "notice", "支付通知收妥") });
    }
    steps.extend([
        tell(submitted, GIVEN_UP, "given-up", "又一申请推送收妥"),
        later(tell("application.opening_change", GIVEN_UP, "moved", "订单开标时间变更收妥")),
        later(again("application.opening_change", GIVEN_UP, "moved")),
        tell("application.status", GIVEN_UP, "withdrawn", "状态变更（放弃）收妥"),
        ask(GIVEN_UP, &[Closed, Unknown], "查询被放弃的订单，答复已取消"),
        tell(submitted, DECLINED, "declined-order", "又一申请推送收妥"),
        later(tell("application.status", DECLINED, "declined", "状态变更（不予出函）收妥")),
        later(ask(DECLINED, &[Closed, Refused, Unknown], "查询不予出函的订单，答复已取消或不承保")),
    ]);
    steps.extend(credit());
    let style = |step: &Step| if step.application == SECOND { PaymentStyle::Cashier } else { main };
    steps.into_iter().map(|step| Step { style: style(&step), ..step }).collect()
}
