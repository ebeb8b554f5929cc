//! The trading centre registers how far an institution may be bound, and its licences.

use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::onboarding::load::load;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::OnboardingId;
use domain::institution::{Institution, Licence, Limits};
use domain::money::Cny;
use domain::time::read_date;
use store::turn::{Contested, take};

/// Most licences of one institution.
pub const LICENCES_MAX: usize = 6;

/// The form as it was filled in; licences one a line: name, number, last day (`2031-12-31`, or nothing).
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Form {
    /// Audited net assets in yuan; empty for unknown.
    pub net_assets: String,
    /// Limit in all in yuan; empty for none of its own.
    pub total: String,
    /// Limit for one applicant in yuan; empty for none of its own.
    pub single: String,
    /// Licences.
    pub licences: String,
}

impl Form {
    /// The form filled in with what is registered.
    #[must_use]
    pub fn of(institution: &Institution) -> Self {
        let text = |amount: Option<Cny>| amount.map(Cny::plain).unwrap_or_default();
        let line = |licence: &Licence| {
            let until = licence.until.map(|until| until.to_string()).unwrap_or_default();
            format!("{}，{}，{until}", licence.name, licence.number).trim_end_matches('，').to_owned()
        };
        Self {
            net_assets: text(institution.limits.net_assets),
            total: text(institution.limits.total),
            single: text(institution.limits.single),
            licences: institution.licences.iter().map(line).collect::<Vec<_>>().join("\n"),
        }
    }
}

fn licence(line: &str) -> Option<Licence> {
    let mut parts = line.split(['，', ',']).map(str::trim);
    let (name, number) = (parts.next()?, parts.next()?);
    let until = match parts.next().filter(|text| !text.is_empty()) {
        Some(text) => Some(read_date(text)?),
        None => None,
    };
    let bounded = |text: &str| (2..=60).contains(&text.chars().count());
    let whole = bounded(name) && bounded(number) && parts.next().is_none();
    whole.then(|| Licence { name: name.to_owned(), number: number.to_owned(), until })
}

/// Registers limits and licences.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form; [`AppError::NotFound`].
pub async fn limit(world: &World, caller: &Caller, id: OnboardingId, form: &Form) -> Result<Institution, AppError> {
    let mut reader = world.store.reader();
    let (onboarding, stamp) = load(world, &mut reader, caller, Action::LimitInstitution, id).await?;
    let institution = onboarding.institution.ok_or(AppError::NotFound)?;
    let mut faults = Vec::new();
    let mut amount = |field, text: &str| {
        let text = text.trim();
        let parsed = (!text.is_empty()).then(|| Cny::parse_yuan(text));
        parsed.and_then(|parsed| parsed.map_err(|error| faults.push(FieldError::new(field, error))).ok())
    };
    let limits = Limits {
        net_assets: amount("net_assets", &form.net_assets),
        total: amount("total", &form.total),
        single: amount("single", &form.single),
    };
    let lines: Vec<&str> = form.licences.lines().filter(|line| !line.trim().is_empty()).collect();
    let licences: Vec<Licence> = lines.iter().filter_map(|line| licence(line)).collect();
    if licences.len() != lines.len() || lines.len() > LICENCES_MAX {
        faults.push(FieldError::new("licences", "每行一个许可：名称，编号，到期日（如 2031-12-31，长期有效则不填），最多 6 行"));
    }
    if !faults.is_empty() {
        return Err(AppError::Invalid(faults));
    }
    commit(world, stamp.about(institution), move |w| {
        Box::pin(async move {
            take(w.tx(), Contested::Institution(institution))?;
            let mut institution = store::institution::load(w.tx(), institution).await?.ok_or(AppError::NotFound)?;
            institution.limits = limits;
            institution.licences = licences;
            store::institution::save(w.tx(), &institution)?;
            Ok(institution)
        })
    })
    .await
}
