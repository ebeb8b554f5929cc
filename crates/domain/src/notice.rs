//! Notices (消息): what a person is told because of an event. A row each; the words are chosen when it is read.

use crate::id::{ApplicationId, InstitutionId, OrganisationId, PaymentId};
use crate::site::SiteCode;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whose people are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The applicant's.
    Applicant,
    /// The guarantor's.
    Guarantor,
    /// The trading centre's.
    Centre,
    /// The tenderee's.
    Tenderee,
    /// The agency's.
    Agency,
}

impl Side {
    /// Under which name notices to this side of somebody are kept: an organisation reads in each of its roles what that role is told.
    #[must_use]
    pub fn kept_for(self, whose: impl fmt::Display) -> String {
        match self {
            Self::Applicant | Self::Guarantor | Self::Centre => whose.to_string(),
            Self::Tenderee => format!("{whose}/tenderee"),
            Self::Agency => format!("{whose}/agency"),
        }
    }
}

/// What a notice is about; the application is shown with it, or the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// An application.
    Application(ApplicationId),
    /// The application of this payment.
    Payment(PaymentId),
    /// The institution itself, on this site.
    Institution(InstitutionId, SiteCode),
    /// The organisation itself, on this site.
    Organisation(OrganisationId, SiteCode),
    /// The trading centre of this site.
    Centre(SiteCode),
}

/// A notice to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// To whom.
    pub to: Side,
    /// About what.
    pub about: About,
    /// What it says.
    pub kind: NoticeKind,
}

impl Notice {
    /// The words of the reference table.
    #[must_use]
    pub fn label(&self) -> String {
        let who = match self.to {
            Side::Applicant => "applicant",
            Side::Guarantor => "guarantor",
            Side::Centre => "centre",
            Side::Tenderee => "tenderee",
            Side::Agency => "agency",
        };
        format!("{who} is told: {}", self.kind.told())
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $told:literal, $label:literal;)*) => {
        /// What a notice says.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum NoticeKind {
            $($(#[$doc])* $name,)*
        }

        impl NoticeKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its name in the database.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The words of the reference table.
            #[must_use]
            pub const fn told(self) -> &'static str {
                match self { $(Self::$name => $told,)* }
            }

            /// The words on screens. They name no lot and no amount, so that a list of them tells nothing of an unopened lot (rule 10).
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }

            /// The kind with this code, if there is one.
            #[must_use]
            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.code() == code)
            }
        }
    };
}

kinds! {
    /// To the guarantor: an application waits for review.
    ToReview, "to_review", "to review", "有新的订单待审核";
    /// To the guarantor: a letter could not be issued.
    Held, "held", "letter held", "保函未能出具，请核对后重新放行或退回";
    /// To the guarantor: a special form is asked for.
    FormToDraft, "form_to_draft", "form asked for", "有特殊格式待拟定";
    /// To the guarantor: money came that settles nothing.
    Suspense, "suspense", "money in suspense", "有到账款项待核实";
    /// To the guarantor: the bank refused to send money back.
    RefundFailed, "refund_failed", "refund failed", "银行未能退款，请核实后重新办理";
    /// To the guarantor: an order that was paid for waits until the institution is back.
    OrderHeld, "order_held", "order waits for the institution's return", "机构已下线，该订单暂缓办理：恢复上线后继续出函，或退回申请、费用原路退回";
    /// To either: what waited goes on.
    Resumed, "resumed", "order goes on", "出函机构已恢复上线，订单继续办理";
    /// To the applicant: a draft is of no use while its institution sells nothing.
    ChooseAnother, "choose_another", "choose another institution", "出函机构已暂停受理或下线，未签署的订单请选择其他出函机构";
    /// To the applicant: what was paid for waits until the institution is back.
    OnHold, "on_hold", "order waits", "出函机构已下线，订单暂缓办理：恢复上线后继续出函，决定不再办理的费用原路退回";
    /// To the guarantor: it sells.
    PutLive, "put_live", "put live", "本机构已上线，可以受理新订单";
    /// To the guarantor: it sells nothing new.
    Paused, "paused", "paused", "本机构已被暂停受理，不再接受新订单；已签署的订单照常办理";
    /// To the guarantor: it was taken down.
    TakenDown, "taken_down", "taken down", "本机构已下线：未支付的订单已关闭，已支付的订单暂缓办理，恢复上线后继续，或由本机构退回申请";
    /// To the applicant: the letter is out.
    Issued, "issued", "issued", "保函已出具，请下载查看";
    /// To the applicant: not paid in time.
    Lapsed, "lapsed", "lapsed", "订单超时未支付，已取消";
    /// To the applicant: a late payment was taken.
    Honoured, "honoured", "late payment taken", "迟到的款项已补认，订单恢复审核";
    /// To the applicant: the money had come in time, and the order goes on.
    TakenUp, "taken_up", "payment in time taken", "款项在付款期限内到账，订单已恢复办理";
    /// To the applicant: declined before anything was paid.
    Declined, "declined", "declined", "订单未获承保，已关闭";
    /// To the applicant: declined, the fee goes back to where it came from.
    DeclinedRefunding, "declined_refunding", "declined, fee goes back", "订单未获承保，费用将原路退回";
    /// To the applicant: declined, the institution gives the fee back itself.
    DeclinedByCashier, "declined_by_cashier", "declined, the institution gives the fee back", "订单未获承保，费用由出函机构退还";
    /// To the applicant: closed by rule before anything was paid.
    Closed, "closed", "closed", "订单已按规则关闭，请打开订单查看原因和后续办理方式";
    /// To the applicant: closed by rule, the fee goes back to where it came from.
    ClosedRefunding, "closed_refunding", "closed, fee goes back", "订单已按规则关闭，费用将原路退回，请打开订单查看原因";
    /// To the applicant: closed by rule, the institution gives the fee back itself.
    ClosedByCashier, "closed_by_cashier", "closed, the institution gives the fee back", "订单已按规则关闭，费用由出函机构退还，请打开订单查看原因";
    /// To the applicant: the money is back.
    Refunded, "refunded", "refunded", "款项已退回";
    /// To the applicant: the special form can be confirmed.
    FormToConfirm, "form_to_confirm", "form to confirm", "特殊格式已拟定，请确认";
    /// To the applicant: the special form was refused.
    FormRefused, "form_refused", "form refused", "出函机构未同意特殊格式";
    /// To the applicant: its profile was verified.
    ProfileVerified, "profile_verified", "profile verified", "企业信息已通过核验";
    /// To the applicant: its profile was sent back.
    ProfileReturned, "profile_returned", "profile sent back", "企业信息核验退回，请打开个人中心查看原因并修改";
    /// To the agency: a tenderee has recorded a mandate.
    MandateToAccept, "mandate_to_accept", "mandate to accept", "有招标人登记了贵单位的招标代理授权，请切换到“招标代理”角色确认受托";
    /// To the agency: a centre has recorded a mandate.
    MandateRecorded, "mandate_recorded", "mandate recorded", "交易中心登记了贵单位的招标代理授权，可切换到“招标代理”角色查看";
    /// To the tenderee: the agency has accepted its mandate.
    MandateAccepted, "mandate_accepted", "mandate accepted", "招标代理机构已确认受托，请在“招标代理授权”中查看";
    /// To either: a mandate has ended before its last day.
    MandateEnded, "mandate_ended", "mandate ended", "招标代理授权已终止";
    /// To the guarantor: credit is asked for, or waits for a second person.
    CreditToReview, "credit_to_review", "credit to review", "有授信申请待审核";
    /// To the applicant: credit was granted.
    CreditGranted, "credit_granted", "credit granted", "授信已通过，可以办理业务";
    /// To the applicant: what was granted has changed, or is in use again.
    CreditChanged, "credit_changed", "credit changed", "授信有调整，请打开“我的授信”查看";
    /// To the applicant: credit was sent back to be corrected.
    CreditReturned, "credit_returned", "credit sent back", "授信申请退回补正，请打开“我的授信”查看需要修改的内容";
    /// To the applicant: credit was refused.
    CreditRefused, "credit_refused", "credit refused", "授信未通过，请打开“我的授信”查看原因";
    /// To the applicant: credit was suspended.
    CreditSuspended, "credit_suspended", "credit suspended", "授信已暂停使用，请打开“我的授信”查看原因";
    /// To the applicant: credit was cancelled.
    CreditCancelled, "credit_cancelled", "credit cancelled", "授信已取消，请打开“我的授信”查看原因";
    /// To the applicant: the last day of its credit is near.
    CreditEnding, "credit_ending", "credit ends soon", "授信即将到期，请及时重新申请";
    /// To the centre: a complaint was filed.
    ComplaintFiled, "complaint_filed", "complaint filed", "有新的投诉待受理";
    /// To the applicant: its complaint was accepted.
    ComplaintAccepted, "complaint_accepted", "complaint accepted", "投诉已受理，请打开“我的投诉”查看";
    /// To the applicant: its complaint was not accepted.
    ComplaintNotAccepted, "complaint_not_accepted", "complaint not accepted", "投诉未予受理，请打开“我的投诉”查看原因";
    /// To the guarantor: a complaint waits for its answer.
    ComplaintToAnswer, "complaint_to_answer", "complaint to answer", "有投诉待答复，请在期限内答复";
    /// To the centre: the institution has answered.
    ComplaintAnswered, "complaint_answered", "complaint answered", "机构已答复投诉，请作出处理结论";
    /// To either: a complaint was decided.
    ComplaintDecided, "complaint_decided", "complaint decided", "投诉已作出处理结论，请打开投诉查看";
    /// To the centre, and the guarantor that was asked: a complaint was given up.
    ComplaintWithdrawn, "complaint_withdrawn", "complaint withdrawn", "投诉人已撤回投诉";
    /// To the centre, and the guarantor that was asked: a complaint is looked at once more.
    ComplaintReopened, "complaint_reopened", "complaint reopened", "投诉人申请重新处理投诉";
    /// To whoever has to act: the last day for it is near.
    ComplaintDue, "complaint_due", "complaint due", "投诉的办理期限临近，请及时办理";
    /// To whoever has to act: the last day for it is over.
    ComplaintOverdue, "complaint_overdue", "complaint overdue", "投诉已超过办理期限，请尽快办理";
    /// To the guarantor: an applicant has rated it.
    Rated, "rated", "rated", "申请人对本机构作出了评价，可以回复";
    /// To the applicant: the institution has answered its rating.
    RatingAnswered, "rating_answered", "rating answered", "出函机构回复了您的评价";
    /// To the applicant: its rating was hidden.
    RatingHidden, "rating_hidden", "rating hidden", "您的评价已被交易中心隐藏，请打开评价查看原因";
    /// To the guarantor: an invoice is asked for.
    InvoiceToIssue, "invoice_to_issue", "invoice to issue", "有开票申请待办理";
    /// To the applicant: its invoice was issued.
    InvoiceIssued, "invoice_issued", "invoice issued", "发票已开具，请在“我的发票”中查看下载";
    /// To the applicant: its invoice was sent back.
    InvoiceReturned, "invoice_returned", "invoice sent back", "开票申请被退回，请在“我的发票”中查看原因，修改后可重新申请";
    /// To either: the fee went back before an invoice was issued.
    InvoiceCancelled, "invoice_cancelled", "invoice cancelled", "费用已退回，开票申请已取消";
    /// To the applicant: the paper is on its way.
    InvoicePosted, "invoice_posted", "invoice on its way", "纸质发票已寄出，请在“我的发票”中查看快递单号";
    /// To the applicant: a red invoice has taken its invoice back.
    InvoiceReversed, "invoice_reversed", "invoice reversed", "发票已红冲，请在“我的发票”中查看";
    /// To the guarantor: the fee went back, a red invoice is wanted.
    RedWanted, "red_wanted", "red invoice wanted", "费用已退回，请开具红字发票";
    /// To the applicant: the confirmation of a red invoice waits for it.
    RedToConfirm, "red_to_confirm", "red invoice to confirm", "红字信息确认单待贵单位确认，请在 72 小时内到电子税务局办理";
    /// To either: the lot is opened at another time.
    OpeningMoved, "opening_moved", "opening moved", "开标时间已变更，请核对订单";
    /// To either: the lot of what is paid for, or of a letter, has changed.
    LotChanged, "lot_changed", "lot changed", "标段信息已变更，请打开订单与签署内容核对";
    /// To the applicant: the lot of a draft has changed.
    DraftOutdated, "draft_outdated", "preview again", "标段信息已变更，请重新预览后再签署";
    /// To either: the letter ends before the bid validity does.
    TermTooShort, "term_too_short", "letter ends too early", "保函有效期已不足以覆盖投标有效期，请及时办理延期";
    /// To either: no bid could be accepted.
    LotFailed, "lot_failed", "tender aborted", "标段已流标，请打开保函查看原因";
    /// To either: there were fewer than three bidders.
    LotTooFewBidders, "lot_too_few_bidders", "tender aborted", "投标人不足三家，标段已流标，请打开保函查看原因";
    /// To either: the tender was aborted.
    LotAborted, "lot_aborted", "tender aborted", "标段已终止，请打开保函查看原因";
    /// To either: the lot is tendered anew.
    LotRetendered, "lot_retendered", "tender aborted", "标段将重新招标，请打开保函查看原因";
}
