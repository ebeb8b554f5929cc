//! One order: state, timeline, payment with its countdown, downloads, and what can be done now.

use super::{id, tone};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::application::review::{Review, review};
use app::application::view::{Detail, Entry, view};
use app::site::Words;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Refusal;
use domain::access::Role;
use domain::application::{ApplicationState, Command};
use domain::bank_line::{BankLine, BankLineState};
use domain::money::Cny;
use domain::payment::{Payment, PaymentState};
use domain::product::PaymentStyle;
use domain::time::{Timestamp, date_in_words};

#[derive(Template)]
#[template(path = "application/view.html")]
struct ViewPage {
    frame: Frame,
    detail: Detail,
    now: Timestamp,
    /// The visitor's certificate.
    certificate: String,
    /// How the site says things.
    words: Words,
    /// What the guarantor's staff looks at beside the order.
    review: Option<Review>,
}

impl ViewPage {
    fn tone(&self) -> &'static str {
        tone(&self.detail.application.state)
    }
    fn can(&self, command: &str) -> bool {
        self.detail.commands.iter().any(|known| format!("{known:?}") == command)
    }
    /// The payment that is due, with the seconds left.
    fn due(&self) -> Option<(&Payment, Timestamp, i64)> {
        let payment = self.detail.payment.as_ref()?;
        match payment.state {
            PaymentState::Due { until } => Some((payment, until, (until.seconds() - self.now.seconds()).max(0))),
            PaymentState::Settled { .. } | PaymentState::Closed => None,
        }
    }
    /// Whether something is under way that ends without the visitor.
    fn moving(&self) -> bool {
        matches!(
            self.detail.application.state,
            ApplicationState::AwaitingPayment { .. } | ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. }
        )
    }
    fn declined(&self) -> Option<&str> {
        if let ApplicationState::Declined { reason, .. } = &self.detail.application.state { Some(reason) } else { None }
    }
    fn refund(&self) -> Option<&'static str> {
        self.detail.lines.iter().find_map(|line| match line.state {
            BankLineState::Refunded => Some("费用已原路退回"),
            BankLineState::Refunding => Some("费用退款中，将原路退回付款账户"),
            BankLineState::RefundFailed { .. } => Some("原路退款未成功，出函机构将与您联系另行退回"),
            BankLineState::Received
            | BankLineState::Matched
            | BankLineState::Suspense { .. }
            | BankLineState::RefundProposed { .. }
            | BankLineState::Honoured { .. } => None,
        })
    }
    /// Money that came for this order and did not settle it: what is wrong, and what happens next (P1).
    fn unsettled(&self) -> Vec<(&BankLine, String)> {
        let told = |line: &BankLine| match &line.state {
            BankLineState::Suspense { reason } => Some(format!("{}。出函机构将核实后退回或与您联系。", reason.label())),
            BankLineState::RefundProposed { suspense, .. } => Some(format!("{}。出函机构正在复核退款。", suspense.label())),
            BankLineState::Refunding => Some("退款中，将原路退回付款账户。".to_owned()),
            BankLineState::RefundFailed { .. } => Some("原路退款未成功，出函机构将与您联系另行退回。".to_owned()),
            BankLineState::Refunded => Some("已退回付款账户。".to_owned()),
            BankLineState::Received => Some("正在核对。".to_owned()),
            BankLineState::Matched | BankLineState::Honoured { .. } => None,
        };
        self.detail.lines.iter().filter_map(|line| told(line).map(|told| (line, told))).collect()
    }
    fn standing(&self) -> Option<&str> {
        self.detail.guarantee.as_ref().map(|guarantee| self.words.standing(guarantee.standing(self.now)))
    }
    fn expiry(&self) -> String {
        date_in_words(self.detail.application.facts.expiry)
    }
    /// The step of the journey the order has reached, 1 to 5.
    fn step(&self) -> usize {
        match self.detail.application.state {
            ApplicationState::Draft => 2,
            ApplicationState::AwaitingPayment { .. } => 4,
            ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. } => 5,
            ApplicationState::Issued { .. } => 6,
            ApplicationState::Withdrawn { .. } | ApplicationState::Lapsed { .. } | ApplicationState::Declined { .. } => 0,
        }
    }
    fn what(&self, entry: &Entry) -> &'static str {
        match entry.name.as_str() {
            "application.drafted" => "选定标段与出函机构",
            "application.described" => "填写经办人信息",
            "application.form_requested" => "申请特殊格式",
            "application.reworded" => "确定保函格式",
            "application.submitted" => "签名并提交申请",
            "application.accepted" => "出函机构同意承保",
            "application.cashier_opened" => "出函机构给出支付页",
            "application.withdrawn" => "放弃申请",
            "application.lapsed" => "超时未支付，自动取消",
            "application.settled" => "费用到账",
            "application.honoured" => "出函机构补认逾期到账",
            "application.endorsed" => "出函机构初审通过",
            "application.approved" => "出函机构复核通过",
            "application.held" => "暂缓出函，待机构处理",
            "application.declined" => "出函机构审核退回",
            "application.issued" => "保函出具",
            _ => "其他",
        }
    }
    /// Who did it; the letter is the guarantor's act, though a job of ours carries it out.
    fn who<'a>(&'a self, entry: &'a Entry) -> &'a str {
        match &self.detail.guarantee {
            Some(guarantee) if entry.name == "application.issued" => guarantee.guarantor.name.as_str(),
            Some(_) | None => self.colleague(&entry.certificate).unwrap_or(&entry.actor),
        }
    }
    /// The name of a colleague of the visitor.
    fn colleague(&self, certificate: &str) -> Option<&str> {
        self.review.as_ref()?.people.get(certificate).map(String::as_str)
    }
    /// Who found it right as the first person, for the second.
    fn endorser(&self) -> Option<&str> {
        let by = self.detail.application.endorsed_by.as_deref()?;
        Some(self.colleague(by).unwrap_or("本机构另一名人员"))
    }
    fn cap(cap: Option<&Cny>) -> String {
        cap.map_or_else(|| "不限".to_owned(), |cap| format!("上限 ¥{cap}"))
    }
    fn certificate<'a>(&'a self, entry: &'a Entry) -> &'a str {
        let fingerprint = match &self.detail.guarantee {
            Some(guarantee) if entry.name == "application.issued" => &guarantee.documents.fingerprint,
            // Colleagues are told by name.
            Some(_) | None if self.colleague(&entry.certificate).is_some() => return "",
            Some(_) | None => &entry.certificate,
        };
        fingerprint.get(..16).unwrap_or("")
    }
    /// Whether the visitor endorsed it, so that somebody else has to approve.
    fn is_endorsed_by_visitor(&self) -> bool {
        let application = &self.detail.application;
        matches!(application.state, ApplicationState::UnderReview { .. })
            && application.endorsed_by.as_deref().is_some_and(|by| by == self.certificate)
    }
    fn is_applicant(&self) -> bool {
        self.frame.is(Role::Applicant)
    }
    /// Where the buyer pays, at an institution that has its own cashier: `None` inside until it has said where.
    fn cashier(&self) -> Option<Option<&str>> {
        let application = &self.detail.application;
        let waits = matches!(application.state, ApplicationState::AwaitingPayment { .. });
        let open = application.cashier.as_ref().filter(|cashier| self.now < cashier.until);
        (waits && application.facts.payment_style == PaymentStyle::Cashier).then(|| open.map(|cashier| cashier.url.as_str()))
    }
    /// Why the letter could not be issued, for the guarantor's staff.
    fn held(&self) -> Option<Refusal> {
        let held = self.detail.application.held.as_deref().filter(|_| !self.is_applicant())?;
        Refusal::of_code(held)
    }
    fn draft(&self) -> bool {
        self.detail.commands.contains(&Command::Describe)
    }
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Path(text): Path<String>) -> Result<Response, PageError> {
    let detail = view(&web.world, &known.caller, id(&text)?).await?;
    let nav = if known.caller.actor.role == Role::Applicant { Nav::Orders } else { Nav::Desk };
    let frame = Frame::new(&web, &known.as_guest(), nav, Some(detail.application.facts.site))?;
    let certificate = known.caller.actor.certificate.clone();
    let words = web.world.sites.get(detail.application.facts.site).map(|site| site.words.clone()).unwrap_or_default();
    let review = review(&web.world, &known.caller, &detail.application).await?;
    Ok(html(&ViewPage { frame, detail, now: web.world.now(), certificate, words, review }))
}
