//! The applicant asks for an invoice (申请开票).

use super::form::{FromProfile, RequestForm, asked};
use crate::application::decide::both;
use crate::application::load::load;
use crate::commit::commit;
use crate::error::AppError;
use crate::lot::known::known;
use crate::profile::conceal::Safe;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::application::Application;
use domain::id::{ApplicationId, InvoiceId};
use domain::instruction::refunded;
use domain::invoice::Invoice;
use domain::invoice::request::{Invoiced, check, request as ask};
use domain::lot::KnownLot;
use domain::money::Cny;
use domain::site::SiteRules;
use store::Query;

/// What decides about an invoice of an application, beside the application itself.
struct Beside {
    refunded: Cny,
    earlier: Vec<Invoice>,
    rules: SiteRules,
}

impl Beside {
    async fn read(world: &World, query: &mut impl Query, application: &Application) -> Result<Self, AppError> {
        let facts = &application.facts;
        Ok(Self {
            refunded: refunded(&store::instruction::list_of_application(query, facts.id).await?),
            earlier: store::invoice::list_of_application(query, facts.id).await?,
            rules: world.sites.get(facts.site).ok_or(AppError::NotFound)?.rules.clone(),
        })
    }

    const fn of<'a>(&'a self, application: &'a Application, lot: &'a KnownLot) -> Invoiced<'a> {
        Invoiced { application, lot, refunded: self.refunded, earlier: self.earlier.as_slice(), rules: &self.rules }
    }
}

/// What an application's page says of its invoices.
#[derive(Clone, Debug)]
pub struct InvoiceStanding {
    /// The newest there is.
    pub last: Option<Invoice>,
    /// Why none can be asked for now; `None` when one can.
    pub hindered: Option<Refusal>,
}

/// How it stands with invoices of an application.
pub(crate) async fn standing(
    world: &World,
    query: &mut impl Query,
    application: &Application,
    lot: &KnownLot,
) -> Result<InvoiceStanding, AppError> {
    let beside = Beside::read(world, query, application).await?;
    let hindered = check(&beside.of(application, lot), world.now()).err();
    Ok(InvoiceStanding { last: beside.earlier.into_iter().next(), hindered })
}

/// What the form begins with.
#[derive(Clone, Debug)]
pub struct Begun {
    /// For which order.
    pub application: Application,
    /// How much can be invoiced.
    pub amount: Cny,
    /// What of the profile is taken where a field is left empty.
    pub known: FromProfile,
    /// The fields as they begin.
    pub form: RequestForm,
}

/// The form, with what is known of the organisation.
///
/// # Errors
/// [`AppError::Refused`] when none can be asked for; [`AppError::NotFound`].
pub async fn begin(world: &World, caller: &Caller, id: ApplicationId) -> Result<Begun, AppError> {
    let mut reader = world.store.reader();
    let (application, _) = load(world, &mut reader, caller, Action::RequestInvoice, id).await?;
    let lot = known(&mut reader, &application).await?;
    let beside = Beside::read(world, &mut reader, &application).await?;
    let of = beside.of(&application, &lot);
    check(&of, world.now())?;
    let amount = of.amount();
    let profile = store::profile::load(&mut reader, application.facts.applicant.organisation).await?;
    let email = application.representative.as_ref().map(|representative| &representative.email);
    let (form, known) = RequestForm::of(profile.as_ref(), email);
    Ok(Begun { amount, known, form, application })
}

/// Asks for it.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form; [`AppError::Refused`]; [`AppError::NotFound`].
pub async fn request(world: &World, caller: &Caller, id: ApplicationId, form: &RequestForm) -> Result<Invoice, AppError> {
    let mut reader = world.store.reader();
    let (application, stamp) = load(world, &mut reader, caller, Action::RequestInvoice, id).await?;
    let lot = known(&mut reader, &application).await?;
    check(&Beside::read(world, &mut reader, &application).await?.of(&application, &lot), world.now())?;
    let organisation = application.facts.applicant.organisation;
    let profile = store::profile::load(&mut reader, organisation).await?;
    let (invoice, safe) = (world.id(InvoiceId::new), Safe::open(world, organisation).await?);
    let asked = asked(world, &safe, profile.as_ref(), invoice, form)?;
    let made = commit(world, stamp.about(invoice), move |w| {
        Box::pin(async move {
            let (application, lot) = both(w, id).await?;
            let world = w.world().clone();
            let beside = Beside::read(&world, w.tx(), &application).await?;
            let event = ask(&beside.of(&application, &lot), invoice, asked, w.now())?;
            w.create::<Invoice>(&event)
        })
    })
    .await;
    // Somebody of the same organisation was faster: the index lets one live (INV-19).
    made.map_err(|error| if matches!(error, AppError::Conflict) { Refusal::InvoiceUnderWay.into() } else { error })
}
