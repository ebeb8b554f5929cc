//! What an institution's own system says of an order: its quote, its decision, where its cashier is, that it was paid.

use super::content::{Content, Paid};
use super::{Outcome, suspended};
use crate::application::withdraw::close;
use crate::bank_line::refund;
use crate::error::AppError;
use crate::world::World;
use domain::application::{Application, ApplicationEvent, ApplicationState, Cashier, accept, cashier, refuse, settle};
use domain::bank_line::RefundGround;
use domain::institution::Connection;
use domain::payment::{PaymentEvent, PaymentState, Settlement};
use store::message::Message;
use store::{Query, Stamp, Tx};
use url::Url;

/// The order a message is about, if it is one of its sender's.
pub(super) async fn load(query: &mut impl Query, message: &Message) -> Result<Option<Application>, AppError> {
    let application = store::application::load_by_number(query, &message.subject).await?;
    Ok(application
        .filter(|application| application.facts.own_system && message.institution == Some(application.facts.guarantor.institution)))
}

pub(super) async fn act(world: &World, tx: &mut Tx, stamp: &Stamp, message: &Message, content: &Content) -> Result<Outcome, AppError> {
    let Some(application) = load(tx, message).await? else {
        return Ok(Outcome::Suspended("没有这一订单，或不属于本机构".into()));
    };
    let event = match content {
        Content::Quote { fee } if *fee == application.facts.fee => return Ok(Outcome::Done),
        Content::Quote { .. } => return Ok(Outcome::Suspended("报价与订单费用不一致".into())),
        Content::Accepted => accept::accept(&application),
        Content::Refused { reason } => return refused(world, tx, stamp, application, reason).await,
        Content::Cashier { amount, .. } if *amount != application.facts.fee => {
            return Ok(Outcome::Suspended("支付页金额与订单费用不一致".into()));
        }
        Content::Cashier { cashier, .. } => {
            if !is_own(tx, &application, cashier).await? {
                return Ok(Outcome::Suspended("支付页地址不在机构接口地址的域名下".into()));
            }
            cashier::cashier(&application, cashier.clone())
        }
        Content::Paid(paid) => return settled(tx, stamp, message, application, paid).await,
        Content::Issued(_)
        | Content::Answered { .. }
        | Content::File
        | Content::Lot { .. }
        | Content::OpeningChange { .. }
        | Content::Opening { .. }
        | Content::Award { .. }
        | Content::Abort { .. } => return Err(AppError::Bug("not about an order".into())),
    };
    match event {
        Ok(Some(event)) => {
            store::application::append(tx, stamp, application, &event)?;
            Ok(Outcome::Done)
        }
        Ok(None) => Ok(Outcome::Done),
        Err(refusal) => Ok(suspended(refusal)),
    }
}

/// Whether a cashier is on the institution's own host: buyers are sent nowhere else (threat T-16).
async fn is_own(tx: &mut Tx, application: &Application, cashier: &Cashier) -> Result<bool, AppError> {
    let institution = store::institution::load(tx, application.facts.guarantor.institution).await?;
    let Some(Connection::OwnSystem { address, .. }) = institution.map(|institution| institution.connection) else { return Ok(false) };
    Ok(is_below(&address, &cashier.url))
}

/// Whether a page is on the host of an interface's address.
pub(crate) fn is_below(address: &str, page: &str) -> bool {
    let (Ok(own), Ok(page)) = (Url::parse(address), Url::parse(page)) else { return false };
    let plain = page.username().is_empty() && page.password().is_none();
    plain && own.scheme() == page.scheme() && own.host() == page.host()
}

/// The institution will not issue. What was transferred through the platform's bank goes back; what its own cashier took it gives back
/// itself.
async fn refused(world: &World, tx: &mut Tx, stamp: &Stamp, application: Application, reason: &str) -> Result<Outcome, AppError> {
    let event = match refuse::refuse(&application, reason) {
        Ok(Some(event)) => event,
        Ok(None) => return Ok(Outcome::Done),
        Err(refusal) => return Ok(suspended(refusal)),
    };
    if matches!(application.state, ApplicationState::AwaitingPayment { .. }) {
        close(tx, stamp, application, &event).await?;
        return Ok(Outcome::Done);
    }
    let payment = application.payment().ok_or_else(|| AppError::Bug("a paid application has no payment".into()))?;
    let lines = store::bank_line::list_of_payment(tx, payment).await?;
    if let Some(line) = lines.into_iter().find(|line| matches!(line.state.code(), "matched" | "honoured")) {
        let reason = format!("保函申请 {} 未承保", application.facts.number);
        let order = refund::order(world, &line, RefundGround::Declined, &reason)?;
        order.write(tx, stamp, line)?;
    }
    store::application::append(tx, stamp, application, &event)?;
    Ok(Outcome::Done)
}

/// The institution's cashier has the money: its signed word settles, when amount and payee are the very ones (INV-10, INV-11).
async fn settled(tx: &mut Tx, stamp: &Stamp, message: &Message, application: Application, paid: &Paid) -> Result<Outcome, AppError> {
    let institution = application.facts.guarantor.institution;
    if let Some(earlier) = store::message::load_transaction(tx, institution, &paid.transaction).await? {
        let own = matches!(application.payment(), Some(payment) if settled_by(tx, payment, earlier).await?);
        return Ok(if own { Outcome::Done } else { Outcome::Suspended("该流水号已用于其他订单".into()) });
    }
    let payment = match application.payment() {
        Some(payment) => store::payment::load(tx, payment).await?,
        None => None,
    };
    let Some(payment) = payment else { return Ok(Outcome::Suspended("订单尚未提交".into())) };
    if paid.amount != payment.amount {
        return Ok(Outcome::Suspended("支付金额与订单费用不一致".into()));
    }
    if paid.payee_account != payment.payee.number {
        return Ok(Outcome::Suspended("收款账号与订单不一致".into()));
    }
    match payment.state {
        PaymentState::Due { until } if paid.paid_at < until && message.received_at < until => {}
        PaymentState::Due { .. } | PaymentState::Closed => {
            return Ok(Outcome::Suspended("支付时订单已取消或已过支付期限".into()));
        }
        PaymentState::Settled { .. } => return Ok(Outcome::Suspended("同一订单重复支付".into())),
    }
    let event: ApplicationEvent = match settle::settle(&application, Settlement::Message(message.id)) {
        Ok(event) => event,
        Err(refusal) => return Ok(suspended(refusal)),
    };
    store::message::use_transaction(tx, institution, &paid.transaction, message.id)?;
    store::payment::append(tx, stamp, payment, &PaymentEvent::Settled { by: Settlement::Message(message.id) })?;
    store::application::append(tx, stamp, application, &event)?;
    Ok(Outcome::Done)
}

/// Whether a payment was settled by this message.
async fn settled_by(tx: &mut Tx, payment: domain::id::PaymentId, message: domain::id::MessageId) -> Result<bool, AppError> {
    let payment = store::payment::load(tx, payment).await?;
    Ok(payment.is_some_and(|payment| payment.state == PaymentState::Settled { by: Settlement::Message(message) }))
}
