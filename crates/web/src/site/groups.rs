//! What is sold on a site, by the kind of institution: 保险, 银行, 担保 (Xinjiang manual 1.2.1; Hunan manual 5.1.2 counts them).

use crate::shell::{Guest, PageError, Web};
use app::product::quotes::{self, Listed};
use app::site::Site;
use domain::institution::InstitutionKind;
use domain::lot::Subject;
use domain::product::GuaranteeKind;
use std::collections::BTreeSet;

/// The institutions of one kind with what they sell.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) kind: InstitutionKind,
    /// How many institutions.
    pub(super) institutions: usize,
    /// Their products, the lowest rate of a kind first.
    pub(super) rows: Vec<Listed>,
}

/// Everything that is sold on a site.
pub(super) async fn sold(web: &Web, guest: &Guest, site: &Site) -> Result<Vec<Listed>, PageError> {
    let mut rows = Vec::new();
    for kind in &site.kinds {
        rows.extend(quotes::of_site(&web.world, &guest.caller, site.rules.code, *kind).await?);
    }
    Ok(rows)
}

/// The three groups, those that are empty too.
pub(super) fn groups<'a>(rows: impl Iterator<Item = &'a Listed> + Clone) -> Vec<Group> {
    let of = |kind| {
        let mut rows: Vec<Listed> = rows.clone().filter(|row| row.institution.kind == kind).cloned().collect();
        rows.sort_by_key(|row| (row.product.kind, row.product.terms.fee.rate));
        let institutions: BTreeSet<_> = rows.iter().map(|row| row.institution.id).collect();
        Group { kind, institutions: institutions.len(), rows }
    };
    InstitutionKind::ALL.into_iter().map(of).collect()
}

/// The lowest rate of a kind.
pub(super) fn lowest(rows: &[Listed], kind: GuaranteeKind) -> Option<String> {
    rows.iter().filter(|row| row.product.kind == kind).map(|row| row.product.terms.fee.rate).min().map(|rate| rate.to_string())
}

/// Where one begins who wants a kind, below the site: centres publish lots, whoever has a contract or a project types it in.
pub(super) fn begin(kind: GuaranteeKind) -> String {
    match Subject::ALL.into_iter().find(|subject| kind.fits(*subject)) {
        Some(subject) if !subject.is_competed_for() => format!("/lots/new?subject={}", subject.code()),
        Some(_) | None => "/lots".to_owned(),
    }
}
