//! One order: state, timeline, payment with its countdown, downloads, and what can be done now.

use super::tone;
use crate::shell::{Faults, Frame, Id, Known, Nav, PageError, Web, qr};
use crate::voucher::tone as voucher_tone;
use app::application::review::{Review, review};
use app::application::timeline::Happened;
use app::application::view::{ApplicationDetail, view};
use app::site::Words;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::Refusal;
use domain::access::{Action, Role};
use domain::application::{ApplicationState, Command, Decliner, Halt};
use domain::bank_line::{BankLine, BankLineState, SuspenseReason};
use domain::id::ApplicationId;
use domain::invoice::Invoice;
use domain::lot::Differs;
use domain::money::Cny;
use domain::paper_copy::PaperCopy;
use domain::payment::{Payment, PaymentState, Watch};
use domain::product::PaymentStyle;
use domain::time::{Timestamp, date_in_words};
use domain::voucher::{Voucher, VoucherState};

#[derive(Template)]
#[template(path = "application/view.html")]
struct ViewPage {
    frame: Frame,
    detail: ApplicationDetail,
    now: Timestamp,
    /// The visitor's certificate.
    certificate: String,
    /// How the site says things.
    words: Words,
    /// What the platform says of itself on the site, where a fee is paid (Xinjiang manual 1.2.3).
    statement: Vec<String>,
    /// What the guarantor's staff looks at beside the order.
    review: Option<Review>,
    /// What is wrong with the voucher that was handed in.
    faults: Faults,
}

impl ViewPage {
    /// Where it stands, as the site says it.
    fn state(&self) -> &str {
        self.words.state(&self.detail.application.state)
    }
    /// What it would be if it were given up.
    fn withdrawn(&self) -> &str {
        self.words.state(&ApplicationState::Withdrawn { payment: None })
    }
    fn tone(&self) -> &'static str {
        tone(&self.detail.application.state)
    }
    fn can(&self, command: Command) -> bool {
        self.detail.commands.contains(&command)
    }
    /// The payment that is due, with the seconds left.
    fn due(&self) -> Option<(&Payment, Timestamp, i64)> {
        let payment = self.detail.payment.as_ref()?;
        match payment.state {
            PaymentState::Due { until } => Some((payment, until, (until.seconds() - self.now.seconds()).max(0))),
            PaymentState::Settled { .. } | PaymentState::Closed => None,
        }
    }
    /// When it lapses, once the period has ended and it is still looked whether the fee had come in time.
    fn checking(&self) -> Option<Timestamp> {
        let ended = self.detail.application.due_until().is_some_and(|until| self.now >= until);
        self.detail.lapses_at.filter(|at| ended && self.now < *at)
    }
    /// How it becomes known that the fee has come.
    fn watched(&self) -> &'static str {
        match self.detail.watch {
            Watch::Reported => "到账信息由银行直接通知平台，金额、账户、识别码和付款企业完全一致即自动入账，一般无需上传凭证。",
            Watch::Statements { .. } => {
                "该机构的收款账户由机构人员导入银行对账单、经两人核对后入账，入账会晚于实际到账。是否按时以银行记账时间为准：截止前已记账的，导入后订单照常办理。"
            }
            Watch::Unknown => "到账信息由银行通知平台，或由机构导入银行对账单后入账。是否按时以银行记账时间为准。",
        }
    }
    /// Whether something is under way that ends without the visitor.
    fn moving(&self) -> bool {
        matches!(
            self.detail.application.state,
            ApplicationState::AwaitingPayment { .. } | ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. }
        )
    }
    /// Who declined it, as a heading, and why.
    fn declined(&self) -> Option<(&'static str, &str)> {
        let ApplicationState::Declined { reason, by, .. } = &self.detail.application.state else { return None };
        Some(match by {
            Decliner::Rule => ("订单已按规则关闭", reason),
            Decliner::Staff | Decliner::Institution => ("出函机构审核退回", reason),
        })
    }
    /// The page of its lot, while another order can be begun there.
    fn anew(&self) -> Option<String> {
        let facts = &self.detail.application.facts;
        self.detail.lot_page.filter(|_| self.detail.open && self.is_applicant()).map(|lot| format!("/{}/lots/{lot}", facts.site))
    }
    /// How its lot has changed since it was signed, while that matters.
    fn changed(&self) -> Vec<String> {
        let matters = match self.detail.application.state {
            ApplicationState::AwaitingPayment { .. }
            | ApplicationState::UnderReview { .. }
            | ApplicationState::Issuing { .. }
            | ApplicationState::Issued { .. } => !self.detail.lot.is_aborted(),
            ApplicationState::Draft { .. }
            | ApplicationState::Withdrawn { .. }
            | ApplicationState::Lapsed { .. }
            | ApplicationState::Declined { .. } => false,
        };
        let words = self.detail.application.facts.lot.subject().words();
        self.detail.differences.iter().filter(|_| matters).map(|difference| difference.sentence(words)).collect()
    }
    /// What is to be done about it.
    fn advice(&self) -> &'static str {
        let application = &self.detail.application;
        let fits = self.detail.lot.fits(application.signed()).is_ok();
        let short = self.detail.differences.iter().any(|difference| difference.what == Differs::Term);
        match (application.guarantee().is_some(), fits, short) {
            (true, false, _) => "保函的金额或受益人与标段不一致，请与对方联系，变更保函或者重新办理",
            (true, true, true) => "保函有效期不足，请及时办理延期",
            (false, false, _) if self.is_applicant() => "不能按签署的内容出函。出函机构核对后将退回申请、原路退费，请按最新信息重新申请",
            (false, false, _) => "不能按签署的内容出函，请核对后退回申请，费用原路退回，由申请人按最新信息重新申请",
            (false, true, true) => "保函按签署的内容出具，出具后须办理延期",
            (true | false, true, false) => "签署的内容仍然适用，请知悉",
        }
    }
    /// Why a letter ends too early.
    fn short(&self) -> String {
        let words = self.detail.application.facts.lot.subject().words();
        let causes: Vec<String> = self
            .detail
            .differences
            .iter()
            .filter(|difference| matches!(difference.what, Differs::Opening | Differs::Validity))
            .map(|difference| format!("{}已变更，", difference.what.label(words)))
            .collect();
        causes.concat()
    }
    fn refund(&self) -> Option<&'static str> {
        self.detail.lines.iter().find_map(|line| match line.state {
            BankLineState::Refunded => Some("费用已原路退回"),
            BankLineState::Refunding { .. } => Some("费用退款中，将原路退回付款账户"),
            BankLineState::RefundFailed { .. } => Some(self.refused()),
            BankLineState::Received
            | BankLineState::Matched
            | BankLineState::Suspense { .. }
            | BankLineState::RefundProposed { .. }
            | BankLineState::AsideProposed { .. }
            | BankLineState::Aside { .. }
            | BankLineState::Honoured { .. } => None,
        })
    }
    /// What follows when the bank does not send money back: whose turn it is depends on who reads it.
    fn refused(&self) -> &'static str {
        if self.is_applicant() {
            "原路退款未成功，出函机构将与您联系另行退回"
        } else {
            "原路退款未成功，请与付款人联系，在待核款项中另行退款并登记"
        }
    }
    /// Money that came for this order and did not settle it: what is wrong, and what happens next (P1), to the payer or to the
    /// institution's staff.
    fn unsettled(&self) -> Vec<(&BankLine, String)> {
        let due = self.detail.payment.as_ref().map_or(Cny::ZERO, |payment| payment.amount);
        let suspended = |reason: SuspenseReason, line: &BankLine| {
            if self.is_applicant() {
                reason.told(line.facts.amount, due)
            } else {
                "请在待核款项中核实，退款或补认".to_owned()
            }
        };
        let proposed =
            if self.is_applicant() { "出函机构正在复核退款" } else { "已提出退款，待另一人在待核款项中复核" };
        let own = self.detail.application.facts.guarantor.institution;
        let standing = |line: &BankLine| match &line.state {
            // Whose account it came onto decides about it, and nobody else sees it.
            BankLineState::Suspense { reason } | BankLineState::RefundProposed { suspense: reason, .. }
                if line.facts.institution.is_none() =>
            {
                Some(format!("{}。由平台运营方两人核实后退回付款账户。", reason.label()))
            }
            BankLineState::Suspense { reason } | BankLineState::RefundProposed { suspense: reason, .. }
                if line.facts.institution != Some(own) =>
            {
                Some(format!("{}。由该账户所属的机构两人核实后退回付款账户。", reason.label()))
            }
            BankLineState::Suspense { reason } => Some(format!("{}。{}。", reason.label(), suspended(*reason, line))),
            BankLineState::RefundProposed { suspense, .. } => Some(format!("{}。{proposed}。", suspense.label())),
            BankLineState::Refunding { .. } => Some("退款中，将原路退回付款账户。".to_owned()),
            BankLineState::RefundFailed { .. } => Some(format!("{}。", self.refused())),
            BankLineState::Refunded => Some("已退回付款账户。".to_owned()),
            BankLineState::Received => Some("正在核对。".to_owned()),
            BankLineState::AsideProposed { .. } | BankLineState::Aside { .. } | BankLineState::Matched | BankLineState::Honoured { .. } => {
                None
            }
        };
        self.detail.lines.iter().filter_map(|line| standing(line).map(|told| (line, told))).collect()
    }
    /// What a phone reads of the transfer: a colleague's, or the camera of a bank's app.
    fn pay_code(&self, payment: &Payment) -> Option<String> {
        let Payment { payee, amount, reference, .. } = payment;
        let (holder, number, bank) = (&payee.holder, &payee.number, &payee.bank);
        qr(&format!("收款户名：{holder}\n收款账号：{number}\n开户银行：{bank}\n转账金额：{}\n转账附言：{reference}", amount.plain()))
    }
    /// Whether a voucher can be handed in now.
    fn can_hand_in(&self) -> bool {
        self.is_applicant() && self.detail.payment.is_some() && self.detail.voucher_refused.is_none()
    }
    fn voucher_tone(&self, voucher: &Voucher) -> &'static str {
        voucher_tone(&voucher.state)
    }
    /// Why the transfer was not found.
    fn missed<'a>(&self, voucher: &'a Voucher) -> Option<&'a str> {
        if let VoucherState::NotFound { reason } = &voucher.state { Some(reason) } else { None }
    }
    /// The invoice of the fee that there is, with where it is looked at.
    fn invoice(&self) -> Option<(&Invoice, String)> {
        let last = self.detail.invoice.as_ref()?.last.as_ref()?;
        let place = if self.is_applicant() { "" } else { "/workbench" };
        Some((last, format!("{place}/invoices/{}", last.facts.id)))
    }
    /// Whether an invoice can be asked for now.
    fn can_invoice(&self) -> bool {
        self.is_applicant() && self.detail.invoice.as_ref().is_some_and(|standing| standing.hindered.is_none())
    }
    /// Why an invoice has to wait.
    fn invoice_waits(&self) -> Option<Refusal> {
        let hindered = self.detail.invoice.as_ref()?.hindered;
        hindered.filter(|refusal| *refusal == Refusal::InvoiceBeforeOpening && self.is_applicant())
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
            // Filled in by one person; another signs.
            ApplicationState::Draft { .. } if self.detail.handed_on.is_some() => 3,
            ApplicationState::Draft { .. } => 2,
            ApplicationState::AwaitingPayment { .. } => 4,
            ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. } => 5,
            ApplicationState::Issued { .. } => 6,
            ApplicationState::Withdrawn { .. } | ApplicationState::Lapsed { .. } | ApplicationState::Declined { .. } => 0,
        }
    }
    /// Who did it; the letter is the guarantor's act, though a job of ours carries it out.
    fn who<'a>(&'a self, happened: &'a Happened) -> &'a str {
        match &self.detail.guarantee {
            Some(guarantee) if happened.is_issue => guarantee.guarantor.name.as_str(),
            Some(_) | None => self.colleague(&happened.entry.certificate).unwrap_or(&happened.entry.actor),
        }
    }
    /// The name of a colleague of the visitor.
    fn colleague(&self, certificate: &str) -> Option<&str> {
        self.review.as_ref()?.people.get(certificate).map(String::as_str)
    }
    /// Who found it right as the first person, for the second.
    fn endorser(&self) -> Option<&str> {
        let by = self.detail.application.endorsed_by()?;
        Some(self.colleague(by).unwrap_or("本机构另一名人员"))
    }
    fn cap(cap: Option<&Cny>) -> String {
        cap.map_or_else(|| "不限".to_owned(), |cap| format!("上限 ¥{cap}"))
    }
    fn certificate<'a>(&'a self, happened: &'a Happened) -> &'a str {
        let fingerprint = match &self.detail.guarantee {
            Some(guarantee) if happened.is_issue => &guarantee.documents.fingerprint,
            // Colleagues are told by name.
            Some(_) | None if self.colleague(&happened.entry.certificate).is_some() => return "",
            Some(_) | None => &happened.entry.certificate,
        };
        fingerprint.get(..16).unwrap_or("")
    }
    /// Whether the visitor endorsed it, so that somebody else has to approve.
    fn is_endorsed_by_visitor(&self) -> bool {
        self.detail.application.endorsed_by().is_some_and(|by| by == self.certificate)
    }
    fn is_applicant(&self) -> bool {
        self.frame.is(Role::Applicant)
    }
    /// Where the buyer pays, at an institution that has its own cashier: `None` inside until it has said where.
    fn cashier(&self) -> Option<Option<&str>> {
        let application = &self.detail.application;
        let waits = matches!(application.state, ApplicationState::AwaitingPayment { .. });
        let open = application.cashier().filter(|cashier| self.now < cashier.until);
        (waits && application.facts.payment_style == PaymentStyle::Cashier).then(|| open.map(|cashier| cashier.url.as_str()))
    }
    /// Why the letter could not be issued.
    fn held(&self) -> Option<Refusal> {
        Refusal::of_code(self.detail.application.held()?)
    }
    /// What the guarantor's staff does about it: the refusal's own advice is for whoever applies.
    fn held_advice(refusal: &Refusal) -> &'static str {
        if *refusal == Refusal::InstitutionAbsent {
            "恢复上线后平台自动继续出函，无需操作"
        } else if *refusal == Refusal::LicenceExpired {
            "请联系交易中心更新业务许可"
        } else if matches!(refusal, Refusal::ExposureTotal | Refusal::ExposureSingle) {
            "请解除部分担保责任，或联系交易中心调整限额"
        } else {
            refusal.advice()
        }
    }
    /// What stands in the way while the institution does not sell: of a draft, and of what is paid for.
    fn halted(&self) -> Option<(&'static str, &'static str)> {
        let (application, own) = (&self.detail.application, self.is_applicant());
        match (application.halt?, application.is_draft()) {
            (Halt::Paused, true) => Some(("出函机构已暂停受理", "本订单暂不能签署提交，请选择其他出函机构。")),
            (Halt::Gone, true) => Some(("出函机构已下线", "本订单不能签署提交，请选择其他出函机构。")),
            (Halt::Gone, false) if own => Some((
                "出函机构已下线，订单暂缓办理",
                "恢复上线后继续出函；机构决定不再办理，或至截止时间仍未出函的，费用原路退回。进展会以消息通知您。",
            )),
            (Halt::Gone, false) => Some((
                "本机构在该站点已下线，订单暂缓办理",
                "恢复上线后继续办理；不再办理的请退回申请，费用原路退回。至截止时间仍未出函的，平台自动关闭订单并退回费用。",
            )),
            (Halt::Paused, false) => None,
        }
    }
    /// The paper original of the letter that there is, with where it is looked at.
    fn paper(&self) -> Option<(&PaperCopy, String)> {
        let last = self.detail.paper.as_ref()?.last.as_ref()?;
        let place = if self.is_applicant() { "" } else { "/workbench" };
        Some((last, format!("{place}/paper-copies/{}", last.facts.id)))
    }
    /// Whether a paper original can be asked for now.
    fn can_paper(&self) -> bool {
        self.is_applicant() && self.detail.paper.as_ref().is_some_and(|standing| standing.hindered.is_none())
    }
    /// Where another institution can be chosen for a draft whose own does not sell.
    fn elsewhere(&self) -> Option<String> {
        let application = &self.detail.application;
        self.anew().filter(|_| application.is_draft() && application.halt.is_some())
    }
    /// What of the order's kind is called here.
    fn kind(&self) -> &str {
        let facts = &self.detail.application.facts;
        self.words.called(&facts.kind, facts.lot.subject())
    }
    /// How long it is until bids are opened, while that is what the order runs against.
    fn until_opening(&self) -> Option<String> {
        let waits = match self.detail.application.state {
            ApplicationState::Draft { .. }
            | ApplicationState::AwaitingPayment { .. }
            | ApplicationState::UnderReview { .. }
            | ApplicationState::Issuing { .. }
            | ApplicationState::Issued { .. } => true,
            ApplicationState::Withdrawn { .. } | ApplicationState::Lapsed { .. } | ApplicationState::Declined { .. } => false,
        };
        let left = (self.detail.lot.opens_at.seconds() - self.now.seconds()) / 60;
        let (days, hours, minutes) = (left / (24 * 60), left / 60 % 24, left % 60);
        let told = if days > 0 { format!("{days} 天 {hours} 小时") } else { format!("{hours} 小时 {minutes} 分") };
        (waits && self.detail.open && left > 0).then_some(told)
    }
    /// The one next step of the applicant: where it is, and what it is called.
    fn next_step(&self) -> Option<(String, &'static str)> {
        if !self.is_applicant() {
            return None;
        }
        let order = format!("/applications/{}", self.detail.application.facts.id);
        match self.detail.application.state {
            ApplicationState::Draft { .. } if self.can(Command::Submit) => Some((format!("{order}/confirm"), "预览并签名")),
            ApplicationState::Draft { .. } if self.unread() => Some((format!("{order}/notice"), "阅读投保须知")),
            ApplicationState::Draft { .. } if self.draft() => Some((format!("{order}/details"), "继续填写")),
            ApplicationState::AwaitingPayment { .. } if self.checking().is_none() => Some(("#pay-title".to_owned(), "立即支付")),
            ApplicationState::Issued { .. } => Some(("#letter-title".to_owned(), "查看保函")),
            ApplicationState::Draft { .. }
            | ApplicationState::AwaitingPayment { .. }
            | ApplicationState::UnderReview { .. }
            | ApplicationState::Issuing { .. }
            | ApplicationState::Withdrawn { .. }
            | ApplicationState::Lapsed { .. }
            | ApplicationState::Declined { .. } => None,
        }
    }
    /// Whether all that is wanting of a draft is that the notice be read and agreed to.
    fn unread(&self) -> bool {
        let application = &self.detail.application;
        self.draft() && application.representative.is_some() && (application.consent.is_none() || application.awaits_proof())
    }
    fn draft(&self) -> bool {
        self.detail.commands.contains(&Command::Describe)
    }
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(id): Id<ApplicationId>) -> Result<Response, PageError> {
    show(&web, &known, id, Faults::default()).await
}

/// The page, with what is wrong with the voucher that was handed in on it.
pub(crate) async fn show(web: &Web, known: &Known, id: ApplicationId, faults: Faults) -> Result<Response, PageError> {
    let detail = view(&web.world, &known.caller, id).await?;
    let nav = if known.caller.actor.role == Role::Applicant { Nav::Orders } else { Nav::Desk };
    let frame = known.frame_on(web, nav, detail.application.facts.site)?;
    let certificate = known.caller.actor.certificate.clone();
    let site = web.world.sites().get(detail.application.facts.site);
    let (words, statement) = site.map(|site| (site.words.clone(), site.statement.clone())).unwrap_or_default();
    let review = review(&web.world, &known.caller, &detail.application).await?;
    let page = ViewPage { frame, detail, now: web.world.now(), certificate, words, statement, review, faults };
    Ok(page.faults.show(&page))
}
