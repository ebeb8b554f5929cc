//! What an institution's own system is asked for: credit, in the words of the interface. What belongs to a person or an account is not in the
//! message, which lies in the outbox: the system fetches it when it looks at the application, and that is written down.

use super::deliver::{organisation, write};
use super::writer::Writer;
use crate::error::AppError;
use domain::credit_line::{CreditLine, Grantor};
use domain::id::CreditLineId;
use domain::profile::{ProfileFile, ProfileFileKind};
use protocol::message as wire;
use std::collections::BTreeMap;

pub(super) async fn credit_asked(w: &mut Writer<'_>, id: CreditLineId) -> Result<(), AppError> {
    let line: CreditLine = w.load(id).await?;
    let (facts, wanted) = (&line.facts, &line.wanted);
    let Grantor::Institution(institution) = facts.grantor else { return Err(AppError::Bug("a site has no system".into())) };
    let profile = store::profile::load(w.tx(), facts.applicant.organisation).await?;
    let message = wire::CreditOrder {
        credit_id: id.to_string(),
        // Told with the event that counts it.
        round: line.rounds,
        site: facts.site.to_string(),
        applicant: organisation(&facts.applicant.name, Some(&facts.applicant.uscc)),
        amount: wanted.amount.plain(),
        kinds: wanted.kinds.iter().map(|kind| kind.code().to_owned()).collect(),
        purpose: wanted.purpose.clone(),
        materials: materials(&profile.map(|profile| profile.files).unwrap_or_default()),
        submitted_at: w.now().to_seconds(),
    };
    write(w, institution, id.to_string(), &message)
}

/// The papers, each called by what it shows: what its owner called it may name a person.
fn materials(files: &[ProfileFile]) -> Vec<wire::Material> {
    let mut count: BTreeMap<ProfileFileKind, usize> = BTreeMap::new();
    let mut named = Vec::new();
    for file in files {
        let nth = count.entry(file.kind).and_modify(|nth| *nth += 1).or_insert(1);
        let (label, media) = (file.kind.item().label().replace('/', "或"), &file.media);
        let name = if *nth == 1 { format!("{label}.{media}") } else { format!("{label}-{nth}.{media}") };
        named.push(wire::Material { name, digest: file.digest.clone(), size: file.size });
    }
    named
}
