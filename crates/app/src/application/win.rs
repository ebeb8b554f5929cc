//! From a bid guarantee that won to the performance guarantee (办理履约保函): the contract is entered with what the bid already said, and its
//! draft begins filled in.

use super::attach::take;
use super::decide::both;
use super::load::load;
use super::substantiate::judge;
use super::underlying::UnderlyingForm;
use crate::carried;
use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::lot::LotRecord;
use crate::lot::enter::{in_time, printable};
use crate::lot::known::known;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::application::win::{AwardWord, check, win as rule};
use domain::application::{Application, Won};
use domain::id::{ApplicationId, LotId, OrganisationId};
use domain::lot::{Lot, LotEvent, LotOrigin, Subject};
use domain::product::GuaranteeKind;
use domain::time::Timestamp;
use domain::underlying::{Underlying, UnderlyingPaper, UnderlyingPaperKind};
use store::turn::{Contested, take as take_turn};

/// What the mark of an award notice is for that a form carries.
const PURPOSE: &str = "award-notice";

/// The form as it was filled in; what the bid said already it does not ask.
#[derive(Clone, Debug, Default)]
pub struct WinForm {
    /// The award and the contract; its number may be left out before it is signed.
    pub underlying: UnderlyingForm,
    /// 履约担保金额 in yuan.
    pub guarantee_amount: String,
    /// 保函提交截止时间.
    pub bid_open_time: String,
    /// The award notice, once one was taken.
    pub paper: Option<UnderlyingPaper>,
}

/// A bid guarantee that may have won.
#[derive(Clone, Debug)]
pub struct Winning {
    /// Its application.
    pub application: Application,
    /// On whose word the award is.
    pub word: AwardWord,
    /// The contract, once it was entered and while it stands.
    pub contract: Option<Lot>,
}

/// The bid guarantee on which the performance guarantee may follow.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`], also where the site sells no performance guarantees.
pub async fn view(world: &World, caller: &Caller, id: ApplicationId) -> Result<Winning, AppError> {
    let mut reader = world.store.reader();
    let (application, _) = load(world, &mut reader, caller, Action::DescribeApplication, id).await?;
    if !sells(world, &application) {
        return Err(AppError::NotFound);
    }
    let word = check(&application, &known(&mut reader, &application).await?, world.now())?;
    let contract = match &application.won {
        Some(won) => store::lot::load(&mut reader, won.contract).await?.map(|found| found.lot),
        None => None,
    };
    Ok(Winning { application, word, contract })
}

/// Whether the site of an application sells performance guarantees.
pub(super) fn sells(world: &World, application: &Application) -> bool {
    world.sites.get(application.facts.site).is_some_and(|site| site.kinds.contains(&GuaranteeKind::Performance))
}

/// The award notice as a form carries it while something else is mended.
///
/// # Errors
/// [`AppError::Bug`] when it cannot be written.
pub fn carry(world: &World, caller: &Caller, paper: Option<&UnderlyingPaper>) -> Result<String, AppError> {
    paper.map_or_else(|| Ok(String::new()), |paper| carried::carry(world, PURPOSE, &(caller.actor.organisation, paper)))
}

/// The award notice that a form carried; `None` for anything we did not write for the caller's organisation.
#[must_use]
pub fn carried(world: &World, caller: &Caller, text: &str) -> Option<UnderlyingPaper> {
    let read: Option<(Option<OrganisationId>, UnderlyingPaper)> = carried::carried(world, PURPOSE, text);
    read.filter(|(organisation, _)| *organisation == caller.actor.organisation).map(|(_, paper)| paper)
}

/// Takes in the award notice.
///
/// # Errors
/// [`AppError::Invalid`] at `file`; as [`view`].
pub async fn notice(world: &World, caller: &Caller, id: ApplicationId, name: &str, bytes: Vec<u8>) -> Result<UnderlyingPaper, AppError> {
    let organisation = view(world, caller, id).await?.application.facts.applicant.organisation;
    take(world, organisation, UnderlyingPaperKind::AwardNotice, name, bytes).await
}

/// What the form says the guarantee secures: an award, always.
fn read(form: &WinForm, now: Timestamp) -> Result<Underlying, Vec<FieldError>> {
    match form.underlying.read(GuaranteeKind::Performance, now.date())? {
        Some(underlying @ Underlying::Performance { award: Some(_), .. }) => Ok(underlying),
        Some(_) | None => Err(vec![FieldError::new("award_number", "请填写中标通知书编号和日期")]),
    }
}

/// The contract as somebody would have typed it, out of what the bid's lot said. Before it is signed it goes by the award's number.
fn record(application: &Application, form: &WinForm) -> LotRecord {
    let (lot, stated) = (&application.facts.lot, &form.underlying);
    let number = if stated.contract_number.trim().is_empty() { &stated.award_number } else { &stated.contract_number };
    let tenderee = lot.tenderee();
    LotRecord {
        subject: Subject::Contract.code().to_owned(),
        section_no: number.clone(),
        section_name: lot.title().map(|(_, name)| name.to_owned()).unwrap_or_default(),
        creditor: tenderee.map(|it| it.name.to_string()).unwrap_or_default(),
        creditor_scc: tenderee.and_then(|it| it.uscc.as_ref()).map(ToString::to_string).unwrap_or_default(),
        creditor_scc_sure: true,
        guarantee_amount: form.guarantee_amount.clone(),
        bid_open_time: form.bid_open_time.clone(),
        // Counted once both days are read.
        valid_day: "1".to_owned(),
        ..LotRecord::default()
    }
}

/// Faults of a lot that is typed in, at the fields of this form.
fn here(fault: FieldError) -> FieldError {
    let field = match fault.field {
        "section_no" => "contract_number",
        other => other,
    };
    FieldError { field, ..fault }
}

/// How long the works take from when the letter has to be handed in, in days.
fn days(lot: &Lot, underlying: &Underlying) -> Result<u32, AppError> {
    let span = underlying.works().completes_on.since(lot.opens_at.date());
    let days = span.map_or(0, |span| span.get_days().max(1));
    let far = || FieldError::new("completes_on", format!("竣工日期应在保函提交截止时间后 {} 天以内", lot.subject.period_max()));
    let days = u32::try_from(days).ok().filter(|days| (1..=lot.subject.period_max()).contains(days));
    days.ok_or_else(|| AppError::Invalid(vec![far()]))
}

/// What is to be entered, or every fault in the order of the form.
fn parse(world: &World, organisation: OrganisationId, winning: &Winning, form: &WinForm, id: LotId) -> Result<(Lot, Underlying), AppError> {
    let (application, now) = (&winning.application, world.now());
    let mut faults = Vec::new();
    let underlying = read(form, now).map_err(|found| faults.extend(found)).ok();
    let lot = record(application, form).parse(id, &world.sites, application.facts.site, LotOrigin::EnteredBy(organisation));
    // Without a number of its own it has the award's, whose fault is said already.
    let own = |fault: &FieldError| fault.field != "section_no" || !form.underlying.contract_number.trim().is_empty();
    let lot = lot.map_err(|found| faults.extend(found.into_iter().filter(own).map(here))).ok();
    if form.paper.is_none() && winning.word == AwardWord::Applicant {
        faults.push(FieldError::new("file", "交易中心尚未公布中标结果，请上传中标通知书"));
    }
    match lot.zip(underlying) {
        Some((lot, underlying)) if faults.is_empty() => {
            in_time(&lot, now)?;
            printable(world, &lot).map_err(|error| {
                if let AppError::Invalid(faults) = error { AppError::Invalid(faults.into_iter().map(here).collect()) } else { error }
            })?;
            judge(world, &underlying, lot.bid_security, application.facts.site, now.date())?;
            let valid_days = Some(days(&lot, &underlying)?);
            Ok((Lot { won_by: Some(application.facts.id), valid_days, ..lot }, underlying))
        }
        Some(_) | None => Err(AppError::Invalid(faults)),
    }
}

/// Enters the contract that was won.
///
/// # Errors
/// [`AppError::Invalid`] with every fault; as [`view`].
pub async fn win(world: &World, caller: &Caller, id: ApplicationId, form: &WinForm) -> Result<Lot, AppError> {
    let winning = view(world, caller, id).await?;
    let contract = world.id(LotId::new);
    let stamp = caller.stamp(world, Action::EnterLot, Relation::Stranger, contract)?;
    let organisation = winning.application.facts.applicant.organisation;
    let (lot, underlying) = parse(world, organisation, &winning, form, contract)?;
    let (entered, paper) = (lot.clone(), form.paper.clone());
    let outcome = commit(world, stamp, move |w| {
        Box::pin(async move {
            take_turn(w.tx(), Contested::Lots)?;
            let (application, known) = both(w, id).await?;
            let event = rule(&application, &known, Won { contract, underlying, paper }, w.now())?;
            let seq = store::lot::next_seq(w.tx()).await?;
            w.lot(None, &LotEvent::Entered { lot: Box::new(lot) }, contract, seq).await?;
            w.append(application, &event)?;
            Ok(entered)
        })
    });
    match outcome.await {
        Err(AppError::Conflict) => {
            let told = "该合同已登记过（编号相同），请刷新后核对；另一份合同请填写其合同编号";
            Err(AppError::Invalid(vec![FieldError::new("contract_number", told)]))
        }
        other => other,
    }
}
