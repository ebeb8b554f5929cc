//! What the payer is told of money that came and did not pay: what was received, why it is not enough, and what to do (one sentence each).

use super::SuspenseReason;
use crate::money::Cny;

impl SuspenseReason {
    /// What the payer is told of `received` for a fee of `due`.
    #[must_use]
    pub fn told(self, received: Cny, due: Cny) -> String {
        let back = "这笔款项由出函机构核实后原路退回";
        match self {
            Self::AmountDiffers if received < due => {
                let less = Cny::from_fen(due.fen() - received.fen()).unwrap_or(Cny::ZERO);
                format!("收到 {received} 元，应付 {due} 元，少付 {less} 元。分次转账不能合并支付：{back}，请另行一次转足 {due} 元")
            }
            Self::AmountDiffers => {
                let more = Cny::from_fen(received.fen() - due.fen()).unwrap_or(Cny::ZERO);
                format!("收到 {received} 元，应付 {due} 元，多付 {more} 元。多付的不能拆分入账：{back}，请另行转账 {due} 元")
            }
            Self::PaymentClosed => {
                format!("款项在付款期限届满或订单关闭后到账。出函机构可在截止前补认，不能补认的，{back}")
            }
            Self::AlreadySettled => format!("本订单已经付清，这是又一笔转账：{back}，无需操作"),
            Self::PayerDiffers => {
                format!(
                    "付款人不是申请企业，未自动入账。请由申请企业自己的对公账户付款；确属代付的，请上传转账凭证，由出函机构两人核实，否则{back}"
                )
            }
            Self::PayerMissing => "银行对账单没有写明付款人，未自动入账。请上传转账凭证，由出函机构两人核实后入账".to_owned(),
            Self::UnknownReference => "转账附言没有写付款识别码，经转账凭证找到，待出函机构另一人复核后入账，无需再付".to_owned(),
            Self::NotTakenUp => format!("款项按时到账，但到账信息送达时订单已结束，不能恢复办理：{back}"),
            Self::ReportsDiffer => "银行先后报送了不同内容，出函机构正在向银行核实，请勿重复付款".to_owned(),
            Self::PayeeDiffers => "收款账户与订单不一致，由该账户所属的机构两人核实后退回付款账户".to_owned(),
            Self::UnknownAccount => "收款账户不属于任何机构，由平台运营方两人核实后退回付款账户".to_owned(),
        }
    }
}
