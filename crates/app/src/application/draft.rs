//! Drafting an application from a lot and a product.

use super::fill_in::fill_in;
use crate::commit::{agreed, choose, commit, lines};
use crate::error::{AppError, FieldError};
use crate::lot::known::listed;
use crate::product::quotes::calendar;
use crate::wording::offered;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Relation};
use domain::application::{Application, ApplicationEvent, draft, withdraw};
use domain::credit_line::CreditNeed;
use domain::id::{ApplicationId, LotId, ProductId};
use domain::lot::Lot;
use domain::mandate::{ProjectNumber, bar};
use domain::number::ApplicationNumber;
use domain::party::Party;
use domain::site::SiteCode;
use store::turn::{Contested, take};

/// Drafts. Choosing the same again leads back to the draft there is; choosing another institution for the lot closes the draft for the
/// first, unless a special form is asked for in it: going back and choosing leaves nothing behind (P8).
///
/// # Errors
/// [`AppError::NotFound`] for a lot or product that is not the site's, [`AppError::Refused`] as the domain says.
pub async fn draft(world: &World, caller: &Caller, site: SiteCode, lot: LotId, product: ProductId) -> Result<Application, AppError> {
    let now = world.now();
    let rules = &world.sites.get(site).ok_or(AppError::NotFound)?.rules;
    let id = world.id(ApplicationId::new);
    let stamp = caller.stamp(world, Action::DraftApplication, Relation::Stranger, id)?;
    let lot = crate::lot::view::view(world, caller, site, lot).await?;
    caller.actor.counts_for(&lot.number)?;
    // What a province lists beside its own is applied for in the prefecture it belongs to.
    if lot.site != site {
        return Err(AppError::NotFound);
    }
    let (outlet, mut reader) = (world.sites.outlet(site), world.store.reader());
    let product =
        store::product::load(&mut reader, product).await?.filter(|product| product.site == outlet.admitted_by).ok_or(AppError::NotFound)?;
    let institution = store::institution::load(&mut reader, product.institution).await?.ok_or(AppError::NotFound)?;
    let presence = store::onboarding::load_presence(&mut reader, institution.id, outlet).await?;
    let wording = offered(world, &product, institution.kind, lot.subject)?;
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    let organisation = store::organisation::load(&mut reader, organisation).await?.ok_or(AppError::NotFound)?;
    printable(world, &lot, organisation.name.as_str())?;
    // Without credit where it is demanded nothing is filled in; a rate that was agreed with it takes the place of the product's.
    let mut product = product;
    if product.terms.requires_credit || rules.requires_credit {
        let lines = lines(&mut reader, organisation.id, institution.id, site).await?;
        let chosen = choose(&lines, CreditNeed { kind: product.kind, amount: lot.bid_security }, now.date())?;
        product.terms.fee.rate = agreed(&lines, chosen).unwrap_or(product.terms.fee.rate);
    }
    let command = draft::Draft {
        id,
        number: ApplicationNumber::new(site, u64::from_le_bytes(world.random())),
        applicant: Party { organisation: organisation.id, name: organisation.name.clone(), uscc: organisation.uscc.clone() },
        lot: &lot,
        product: &product,
        wording,
        institution: &institution,
        presence: &presence,
    };
    let project = ProjectNumber::of(&lot.number);
    let mandates = store::mandate::list_standing(&mut reader, organisation.id, &project, now).await?;
    bar(&mandates, organisation.id, &project, now)?;
    let event = draft::draft(command, now, rules, &calendar(world, &institution))?;
    let applicant = organisation.id;
    let (filling, by) = (world.clone(), caller.actor.certificate.clone());
    commit(world, stamp, move |w| {
        Box::pin(async move {
            // Its organisation may have corrected or removed the lot in the meantime.
            let now = store::lot::load(w.tx(), lot.id).await?.ok_or(AppError::NotFound)?;
            if now.lot != lot {
                return Err(AppError::Conflict);
            }
            take(w.tx(), Contested::Drafts(applicant))?;
            if listed(w.tx(), &lot).await?.is_some() {
                return Err(Refusal::LotIsListed.into());
            }
            let drafts = store::application::drafts_of(w.tx(), applicant, lot.id).await?;
            let (same, others): (Vec<_>, Vec<_>) = drafts.into_iter().partition(|draft| is_choice(draft, &event));
            if let Some(same) = same.into_iter().next() {
                return Ok(same);
            }
            for draft in others.into_iter().filter(|draft| draft.waits_for().is_none()) {
                let closed = withdraw::withdraw(&draft)?;
                w.append(draft, &closed)?;
            }
            let draft = w.create::<Application>(&event)?;
            fill_in(w, &filling, draft, &product, &lot, &by).await
        })
    })
    .await
}

/// Whether a draft is what would be drafted now.
fn is_choice(draft: &Application, event: &ApplicationEvent) -> bool {
    if let ApplicationEvent::Drafted { facts } = event { facts.is_same_choice(&draft.facts) } else { false }
}

/// A feed and a certificate may bring characters that no face has: that is said before anything is filled in, not at the preview (P3).
fn printable(world: &World, lot: &Lot, applicant: &str) -> Result<(), AppError> {
    let words = lot.subject.words();
    let texts = [
        ("lot", words.number, lot.number.as_str()),
        ("lot", words.name, lot.name.as_str()),
        ("lot", words.beneficiary, lot.tenderee.name.as_str()),
        ("applicant", "贵单位名称", applicant),
    ];
    let fault =
        |(field, what, text)| world.glyphs.fault(field, text).map(|fault| FieldError::new(field, format!("{what}中的{}", fault.message)));
    let faults: Vec<FieldError> = texts.into_iter().filter_map(fault).collect();
    if faults.is_empty() { Ok(()) } else { Err(AppError::Invalid(faults)) }
}
