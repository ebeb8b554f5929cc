//! Typed identifiers: UUIDv7 inside, prefixed in text (`app_…`). Never shown to people as a number, never counted from.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::{Builder, Uuid};

/// A text that is not an identifier of the wanted kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("标识格式不正确")
    }
}

impl std::error::Error for NotAnId {}

/// Random bytes an identifier takes beside the instant.
pub const RANDOM_BYTES: usize = 10;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Uuid);

        impl $name {
            /// A new identifier from the instant and fresh random bytes.
            #[must_use]
            pub fn new(now: Timestamp, random: &[u8; RANDOM_BYTES]) -> Self {
                let millis = u64::try_from(now.millis()).unwrap_or(0);
                Self(Builder::from_unix_timestamp_millis(millis, random).into_uuid())
            }

            /// When it was made, to the millisecond.
            #[must_use]
            pub fn made_at(&self) -> Option<Timestamp> {
                let (seconds, nanos) = self.0.get_timestamp()?.to_unix();
                let seconds = i64::try_from(seconds).ok()?.checked_mul(Timestamp::SECOND)?;
                Some(Timestamp::from_micros(seconds.checked_add(i64::from(nanos / 1_000))?))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let body = text.strip_prefix(concat!($prefix, "_")).filter(|body| body.len() == 32).ok_or(NotAnId)?;
                Uuid::try_parse(body).map(Self).map_err(|_| NotAnId)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }
    )*};
}

ids! {
    /// An application (订单).
    ApplicationId = "app";
    /// An article (信息动态、服务指南、常见问题).
    ArticleId = "art";
    /// A bank line.
    BankLineId = "bln";
    /// A login challenge.
    ChallengeId = "chl";
    /// A day's close (日终对账).
    DayCloseId = "dcl";
    /// A complaint (投诉).
    ComplaintId = "cmp";
    /// A credit line (授信).
    CreditLineId = "crl";
    /// A conformance run (一致性测试).
    ConformanceId = "cfm";
    /// A stored file.
    FileId = "fil";
    /// A guarantee (保函).
    GuaranteeId = "gua";
    /// An institution.
    InstitutionId = "ins";
    /// A job.
    JobId = "job";
    /// A key an organisation signs its messages with.
    CredentialId = "crd";
    /// An instruction to an institution about a guarantee.
    InstructionId = "isn";
    /// An invoice (发票).
    InvoiceId = "inv";
    /// A lot (标段).
    LotId = "lot";
    /// An agency's mandate (招标代理授权).
    MandateId = "mdt";
    /// A message from outside.
    MessageId = "msg";
    /// An institution's way onto one site (机构接入).
    OnboardingId = "onb";
    /// An organisation.
    OrganisationId = "org";
    /// An outbox message.
    OutboxId = "out";
    /// A saved search (保存的查询).
    SavedSearchId = "sse";
    /// A special form (特殊格式).
    SpecialFormId = "spf";
    /// A paper original of a letter (纸质版保函原件).
    PaperCopyId = "ppc";
    /// A payment.
    PaymentId = "pay";
    /// A person who acts for an enterprise (经办人).
    PersonId = "psn";
    /// A posting of the ledger (资金台账).
    PostingId = "pst";
    /// A code sent to a mobile (短信验证码).
    PhoneCodeId = "pcd";
    /// A product.
    ProductId = "prd";
    /// A request by QR code (扫码).
    QrRequestId = "qrr";
    /// A file on its way in.
    UploadId = "upl";
    /// A rating (评价).
    RatingId = "rtg";
    /// One request; ties events, audit entries and log lines together.
    RequestId = "req";
    /// A bank statement (对账单).
    StatementId = "stm";
    /// A notice (消息).
    NoticeId = "ntc";
    /// A site's words for a kind of notice.
    NoticeTemplateId = "ntt";
    /// A session.
    SessionId = "ses";
    /// A voucher (转账凭证).
    VoucherId = "vch";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_survives_its_text_and_no_other_kind_reads_it() {
        let id = ApplicationId::new(Timestamp::from_micros(1_796_086_800_000_000), &[7; RANDOM_BYTES]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().parse::<GuaranteeId>(), Err(NotAnId));
        assert!("app_".parse::<ApplicationId>().is_err());
        assert!("app_zz".parse::<ApplicationId>().is_err());
    }

    #[test]
    fn an_identifier_tells_when_it_was_made() {
        let at = Timestamp::from_micros(1_796_086_800_123_000);
        assert_eq!(JobId::new(at, &[7; RANDOM_BYTES]).made_at(), Some(at));
    }

    #[test]
    fn identifiers_of_later_instants_sort_later() {
        let at = |micros| ApplicationId::new(Timestamp::from_micros(micros), &[0xff; RANDOM_BYTES]).to_string();
        assert!(at(1_000_000_000) < at(1_001_000_000));
    }
}
