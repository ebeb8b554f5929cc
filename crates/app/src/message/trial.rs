//! Messages about applications of a conformance run: the run looks at them, and they have no other effect.

use crate::error::AppError;
use domain::conformance::ConformanceRun;
use domain::id::{InstitutionId, InstructionId, RANDOM_BYTES};
use domain::message::Message;
use gm::digest::{sm3, sm3_hex};
use protocol::message::{CreditCompany, Organisation};
use store::{Query, Tx};

/// The run that an application belongs to, if it is one of a run's.
pub(crate) async fn run_of(query: &mut impl Query, order_number: &str) -> Result<Option<ConformanceRun>, AppError> {
    match ConformanceRun::number_of(order_number) {
        Some(number) => Ok(store::conformance::load_by_number(query, number).await?),
        None => Ok(None),
    }
}

/// The application of a run that goes all the way: its instructions are about this one.
pub(crate) const MAIN: u8 = 1;

/// The identifier of a run's instruction of this topic.
pub(crate) fn instruction(run: &ConformanceRun, topic: &str) -> InstructionId {
    let digest = sm3(format!("{}/{topic}", run.number).as_bytes());
    let mut random = [0; RANDOM_BYTES];
    random.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    InstructionId::new(run.started_at, &random)
}

/// The papers that instructions of a run come with, by the instruction's topic: the bytes of each are its name.
pub(crate) const PAPERS: [(&str, &str); 3] =
    [("extension.order", "接口测试变更公告.pdf"), ("claim.order", "接口测试索赔材料.pdf"), ("release.order", "接口测试合同.pdf")];

/// The paper with this digest, if it came with this instruction of a run over the institution's system that is not over.
pub(super) async fn paper(
    query: &mut impl Query,
    institution: InstitutionId,
    instruction_id: InstructionId,
    digest: &str,
) -> Result<Option<(ConformanceRun, &'static str)>, AppError> {
    let runs = store::conformance::list(query, institution).await?;
    let found = runs.into_iter().filter(|run| run.ended_at.is_none()).find_map(|run| {
        let named = |(topic, name): &(&str, &str)| instruction(&run, topic) == instruction_id && sm3_hex(name.as_bytes()) == digest;
        let name = PAPERS.into_iter().find(named).map(|(_, name)| name)?;
        Some((run, name))
    });
    Ok(found)
}

/// What stands in the place of a line's number in a run.
pub(crate) const CREDIT: u8 = 5;

/// The paper of a run's credit application: its bytes are its name.
pub(crate) const CREDIT_PAPER: &str = "接口测试营业执照.pdf";

/// The run over the institution's system that is not over and whose credit application this is.
pub(super) async fn credit_run(
    query: &mut impl Query,
    institution: InstitutionId,
    credit_id: &str,
) -> Result<Option<ConformanceRun>, AppError> {
    let run = run_of(query, credit_id).await?;
    Ok(run.filter(|run| run.institution == institution && run.ended_at.is_none() && run.application(CREDIT) == credit_id))
}

/// Who asks for credit in a run.
pub(crate) fn company(credit_id: &str) -> CreditCompany {
    CreditCompany {
        credit_id: credit_id.to_owned(),
        company: Organisation { name: "接口测试工程有限公司".into(), uscc: "91110000MA00TEXT0F".into() },
        address: "接口测试路 1 号".into(),
        bank: "接口测试银行".into(),
        account: "1100000000000000".into(),
        legal_name: "测试法人".into(),
        legal_number: "110101199001010015".into(),
        contact: "测试联系人".into(),
        contact_mobile: "13900000000".into(),
        contact_email: "test@example.com".into(),
    }
}

/// Whether a message is about an application of a run over its sender's own system.
pub(super) async fn concerns(query: &mut impl Query, message: &Message) -> Result<bool, AppError> {
    let run = run_of(query, &message.subject).await?;
    Ok(run.is_some_and(|run| Some(run.institution) == message.institution))
}

/// Whether a message is turned away on purpose: the first decision of a run is, once, to see whether it comes again.
pub(super) async fn turns_away(tx: &mut Tx, message: &Message) -> Result<bool, AppError> {
    if message.topic != "decision" || !concerns(tx, message).await? {
        return Ok(false);
    }
    let Some(number) = ConformanceRun::number_of(&message.subject) else { return Ok(false) };
    if store::conformance::turned_away(tx, number).await?.is_some() {
        return Ok(false);
    }
    store::conformance::turn_away(tx, number, &message.key)?;
    Ok(true)
}
