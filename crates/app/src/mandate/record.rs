//! Recording a mandate: by the tenderee of the project, or by the trading centre that lists it.

use super::{membership, stamp};
use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::{Action, Relation, Role};
use domain::id::{MandateId, OrganisationId};
use domain::mandate::{Mandate, MandateSide, ProjectNumber, Record, record as decide};
use domain::party::{OrganisationName, Party, Uscc};
use domain::time::{Date, Timestamp, read_date};
use serde::Deserialize;
use store::Tx;
use store::organisation::Organisation;
use store::turn::{Contested, take};

/// The form as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MandateForm {
    /// 招标项目编号, or the number of one of its lots.
    pub project: String,
    /// 招标代理机构名称.
    pub agency_name: String,
    /// 统一社会信用代码.
    pub agency_code: String,
    /// Ticked by a person who has looked again at a code whose check character does not fit (E23).
    pub agency_code_sure: Option<String>,
    /// 授权截止日期.
    pub until: String,
}

/// What was typed, read.
struct Typed {
    project: ProjectNumber,
    name: OrganisationName,
    code: Uscc,
    until: Date,
}

/// One fault for each field that does not read, in the order of the form.
fn read(form: &MandateForm) -> Result<Typed, AppError> {
    let mut faults = Vec::new();
    let project =
        form.project.parse::<ProjectNumber>().map_err(|error| faults.push(FieldError::new("project", format!("项目编号{error}"))));
    let name = form.agency_name.parse::<OrganisationName>().map_err(|error| faults.push(FieldError::new("agency_name", error)));
    let code = Uscc::typed(&form.agency_code, form.agency_code_sure.is_some());
    let code = code.map_err(|error| faults.push(FieldError::new("agency_code", error)));
    let until = read_date(&form.until).ok_or_else(|| faults.push(FieldError::new("until", "请填写日期，如 2027-06-30")));
    match (project, name, code, until) {
        (Ok(project), Ok(name), Ok(code), Ok(until)) => Ok(Typed { project, name, code, until }),
        _ => Err(AppError::Invalid(faults)),
    }
}

fn unknown() -> AppError {
    AppError::Invalid(vec![FieldError::new(
        "project",
        "没有查到贵单位的该招标项目，请核对编号；项目须已由交易中心发布，并载明招标人的统一社会信用代码",
    )])
}

/// The organisation with this code, whose turn is taken; one that never logged in is written down, as it would be then.
async fn organisation(tx: &mut Tx, uscc: &Uscc, name: OrganisationName, id: OrganisationId, now: Timestamp) -> Result<Party, AppError> {
    if let Some(known) = store::organisation::load_by_uscc(tx, uscc).await? {
        return Ok(Party { organisation: known.id, name: known.name, uscc: known.uscc });
    }
    let organisation = Organisation { id, uscc: uscc.clone(), name: name.clone(), role: Role::Applicant, site: None };
    store::organisation::create(tx, &organisation, None, now)?;
    Ok(Party { organisation: id, name, uscc: uscc.clone() })
}

/// Records it; the agency has its role from then on.
///
/// # Errors
/// [`AppError::Invalid`] for wrong fields, and for a project that is not the caller's; [`AppError::Refused`].
pub async fn record(world: &World, caller: &Caller, form: &MandateForm) -> Result<Mandate, AppError> {
    // To those who record none, nothing is said of a field.
    if !matches!(caller.actor.role, Role::Tenderee | Role::CentreStaff) {
        caller.stamp(world, Action::RecordMandate, Relation::Stranger, "")?;
    }
    let Typed { project, name, code, until } = read(form)?;
    let now = world.now();
    let mut reader = world.store.reader();
    // A project may have several tenderees: each finds its own lots in it.
    let own = match (caller.actor.role, caller.actor.organisation) {
        (Role::Tenderee, Some(own)) => store::organisation::load(&mut reader, own).await?.map(|own| own.uscc),
        _ => None,
    };
    let lot = store::lot::load_of_project(&mut reader, &project, own.as_ref()).await?.ok_or_else(unknown)?;
    let tenderee_code = lot.tenderee.uscc.clone().ok_or_else(unknown)?;
    let known = store::organisation::load_by_uscc(&mut reader, &tenderee_code).await?.map(|known| known.id);
    let (first, second) = (world.id(OrganisationId::new), world.id(OrganisationId::new));
    // Whose project it is not, to them there is none.
    let (stamp, by) = match stamp(world, caller, Action::RecordMandate, known.unwrap_or(first), lot.site) {
        Err(AppError::NotFound) if matches!(caller.actor.role, Role::Tenderee | Role::CentreStaff) => return Err(unknown()),
        other => other?,
    };
    let id = world.id(MandateId::new);
    commit(world, stamp.about(id), move |w| {
        Box::pin(async move {
            let mut codes = [&tenderee_code, &code];
            codes.sort_by(|a, b| a.as_str().cmp(b.as_str()));
            for code in codes {
                take(w.tx(), Contested::Organisation(code))?;
            }
            let tenderee = organisation(w.tx(), &tenderee_code, lot.tenderee.name.clone(), first, now).await?;
            let agency = organisation(w.tx(), &code, name.clone(), second, now).await?;
            // Until the agency has said that it acts, whoever typed its name reads that and not the registered one.
            let agency = if by == MandateSide::Tenderee { Party { name, ..agency } } else { agency };
            let known = store::mandate::list_standing(w.tx(), agency.organisation, &project, now).await?;
            let event = decide(Record { id, tenderee, agency, project, site: lot.site, until, by }, &known, now)?;
            let mandate = w.create::<Mandate>(&event)?;
            store::membership::grant(w.tx(), &membership(&mandate))?;
            Ok(mandate)
        })
    })
    .await
}
