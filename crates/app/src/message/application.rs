//! What an institution's own system says of an application: its quote, its decision, where its cashier is, that it was paid.

use super::content::{Content, Paid};
use crate::commit::{Writer, settle};
use crate::error::AppError;
use crate::institution::connection::is_below;
use domain::application::{Application, Cashier, accept, cashier, refuse};
use domain::institution::Connection;
use domain::message::{Effect, Message};
use domain::payment::{Payment, PaymentState, Settlement};
use store::{Query, Tx};

/// The application a message is about, if it is one of its sender's.
pub(super) async fn load(query: &mut impl Query, message: &Message) -> Result<Option<Application>, AppError> {
    let application = store::application::load_by_number(query, &message.subject).await?;
    Ok(application
        .filter(|application| application.facts.own_system && message.institution == Some(application.facts.guarantor.institution)))
}

pub(super) async fn act(w: &mut Writer<'_>, message: &Message, content: &Content) -> Result<Effect, AppError> {
    let Some(application) = load(w.tx(), message).await? else {
        return Ok(Effect::Doubtful("没有这一订单，或不属于本机构".into()));
    };
    let event = match content {
        Content::Quote { fee } if *fee == application.facts.fee => return Ok(Effect::Had),
        Content::Quote { .. } => return Ok(Effect::Doubtful("报价与订单费用不一致".into())),
        Content::Accepted => accept::accept(&application),
        Content::Refused { reason } => refuse::refuse(&application, reason),
        Content::Cashier { amount, .. } if *amount != application.facts.fee => {
            return Ok(Effect::Doubtful("支付页金额与订单费用不一致".into()));
        }
        Content::Cashier { cashier, .. } => {
            if !is_own(w.tx(), &application, cashier).await? {
                return Ok(Effect::Doubtful("支付页地址不在机构接口地址的域名下".into()));
            }
            cashier::cashier(&application, cashier.clone())
        }
        Content::Paid(paid) => return settled(w, message, application, paid).await,
        Content::Issued(_)
        | Content::Replied(_)
        | Content::Credit(_)
        | Content::Invoiced(_)
        | Content::File
        | Content::Fetched
        | Content::Lot(_) => {
            return Err(AppError::Bug("not about an application".into()));
        }
    };
    match event {
        Ok(Some(event)) => {
            w.append(application, &event)?;
            Ok(Effect::Had)
        }
        Ok(None) => Ok(Effect::Had),
        Err(refusal) => Ok(refusal.into()),
    }
}

/// Whether a cashier is on the institution's own host: buyers are sent nowhere else (threat T-16).
async fn is_own(tx: &mut Tx, application: &Application, cashier: &Cashier) -> Result<bool, AppError> {
    let institution = store::institution::load(tx, application.facts.guarantor.institution).await?;
    let Some(Connection::OwnSystem { address, .. }) = institution.map(|institution| institution.connection) else { return Ok(false) };
    Ok(is_below(&address, &cashier.url))
}

/// The institution's cashier has the money: its signed word settles, when amount and payee are the very ones (INV-10, INV-11).
async fn settled(w: &mut Writer<'_>, message: &Message, application: Application, paid: &Paid) -> Result<Effect, AppError> {
    let institution = application.facts.guarantor.institution;
    let payment: Option<Payment> = match application.payment() {
        Some(payment) => w.find(payment).await?,
        None => None,
    };
    if let Some(earlier) = store::message::load_transaction(w.tx(), institution, &paid.transaction).await? {
        let by = PaymentState::Settled { by: Settlement::Message(earlier) };
        let own = payment.is_some_and(|payment| payment.state == by);
        return Ok(if own { Effect::Had } else { Effect::Doubtful("该流水号已用于其他订单".into()) });
    }
    let Some(payment) = payment else { return Ok(Effect::Doubtful("订单尚未提交".into())) };
    if paid.amount != payment.amount {
        return Ok(Effect::Doubtful("支付金额与订单费用不一致".into()));
    }
    if paid.payee_account != payment.payee.number {
        return Ok(Effect::Doubtful("收款账号与订单不一致".into()));
    }
    match payment.state {
        PaymentState::Due { until } if paid.paid_at < until && message.received_at < until => {}
        PaymentState::Due { .. } | PaymentState::Closed => {
            return Ok(Effect::Doubtful("支付时订单已取消或已过支付期限".into()));
        }
        PaymentState::Settled { .. } => return Ok(Effect::Doubtful("同一订单重复支付".into())),
    }
    match settle(w, application, payment, Settlement::Message(message.id)) {
        Err(AppError::Refused(refusal)) => return Ok(refusal.into()),
        settled => settled?,
    };
    store::message::use_transaction(w.tx(), institution, &paid.transaction, message.id)?;
    Ok(Effect::Had)
}
