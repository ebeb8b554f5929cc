//! The signed report of a run: a line of JSON, and a line with the platform's signature over the first one's bytes. The certificate
//! behind it is public (`/docs/platform.cer`).

use super::view::title;
use crate::commit::{Writer, quietly};
use crate::document;
use crate::error::AppError;
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::access::{Action, Relation};
use domain::conformance::ConformanceRun;
use domain::institution::Connection;
use domain::onboarding::{ConformanceReport, Onboarding, file_report};
use protocol::specification::DOCUMENT_VERSION;
use serde_json::json;
use store::turn::{Contested, take};

/// The report's bytes.
fn write(world: &World, run: &ConformanceRun) -> Result<Vec<u8>, AppError> {
    let (passed, failed, skipped) = run.counts();
    let checks: Vec<_> = run.checks.iter().map(|check| json!({ "message": title(check), "check": check })).collect();
    let report = json!({
        "type": "kaihan-conformance/1",
        "run": run.id,
        "interface": DOCUMENT_VERSION,
        "wire": run.wire,
        "institution": { "name": run.name, "uscc": run.uscc },
        "address": run.address,
        "started_at": run.started_at.to_seconds(),
        "ended_at": run.ended_at.map(domain::time::Timestamp::to_seconds),
        "passed": passed,
        "failed": failed,
        "skipped": skipped,
        "proved": run.proved(),
        "checks": checks,
    })
    .to_string();
    let signature = world.platform.sign(report.as_bytes()).map_err(|error| AppError::Bug(error.to_string()))?;
    let serial = world.platform.identity().serial;
    let signed = json!({ "algorithm": "SM2-SM3", "serial": serial, "signature": STANDARD.encode(signature) });
    Ok(format!("{report}\n{signed}\n").into_bytes())
}

/// Whether the report is about how an institution works, or asks to work, on a site.
fn is_about(onboarding: &Onboarding, run: &ConformanceRun) -> bool {
    let connection = onboarding.acceptance.as_ref().map(|acceptance| &acceptance.connection);
    matches!(connection, Some(Connection::OwnSystem { address, .. }) if *address == run.address)
}

/// What a run without a fault proves of the system an institution works with already counts at once.
async fn prove(w: &mut Writer<'_>, run: &ConformanceRun) -> Result<(), AppError> {
    let missing = || AppError::Bug("an institution is missing".into());
    take(w.tx(), Contested::Institution(run.institution))?;
    let mut institution = store::institution::load(w.tx(), run.institution).await?.ok_or_else(missing)?;
    let (passed, failed, _) = run.counts();
    let works_there = matches!(&institution.connection, Connection::OwnSystem { address, .. } if *address == run.address);
    if works_there && passed > 0 && failed == 0 && institution.interface != run.proved() {
        institution.interface = run.proved();
        store::institution::save(w.tx(), &institution)?;
    }
    Ok(())
}

/// Signs the report, stores it, and files it wherever it counts.
pub(super) async fn finish(world: &World, mut run: ConformanceRun) -> Result<(), AppError> {
    let now = world.now();
    run.ended_at = Some(now);
    let file = document::store(world, write(world, &run)?).await?;
    run.report = Some(file.clone());
    let (passed, failed, _) = run.counts();
    let report = ConformanceReport { address: run.address.clone(), passed, failed, proved: run.proved(), ran_at: now, file };
    let mut filings = Vec::new();
    for onboarding in store::onboarding::list_of_institution(&mut world.store.reader(), run.institution).await? {
        if is_about(&onboarding, &run)
            && let Ok(event) = file_report::file_report(&onboarding, report.clone())
        {
            let stamp = world.system().stamp(world, Action::FileReport, Relation::Platform, onboarding.facts.id)?;
            filings.push((stamp, onboarding, event));
        }
    }
    quietly(world, move |w| {
        Box::pin(async move {
            for (stamp, onboarding, event) in filings {
                w.under(stamp).await?;
                prove(w, &run).await?;
                w.append(onboarding, &event)?;
            }
            store::conformance::save(w.tx(), run)?;
            Ok(())
        })
    })
    .await
}
