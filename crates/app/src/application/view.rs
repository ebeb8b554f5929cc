//! One application with all that belongs to it.

use super::handed_on::handed_on;
use super::load::{load, relation};
use super::timeline::{Happened, timeline};
use super::win::sells;
use crate::error::AppError;
use crate::invoice::request::{InvoiceStanding, standing};
use crate::lot::known::{known, listed};
use crate::paper_copy::request::{PaperStanding, standing as paper_standing};
use crate::product::quotes::calendar;
use crate::special_form::load::latest;
use crate::statement::watch::watch;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Relation, may};
use domain::application::{Application, ApplicationState, Command, available, lapse, reapply, submit, win};
use domain::bank_line::BankLine;
use domain::guarantee::Guarantee;
use domain::id::{ApplicationId, LotId};
use domain::lot::{Difference, KnownLot};
use domain::payment::{Payment, Watch};
use domain::product::IssuingTime;
use domain::special_form::SpecialForm;
use domain::time::Timestamp;
use domain::voucher::{Voucher, hand_in};
use store::event::Entry;

/// An application as its page shows it.
#[derive(Clone, Debug)]
pub struct ApplicationDetail {
    /// The application.
    pub application: Application,
    /// Its payment, once submitted.
    pub payment: Option<Payment>,
    /// Bank lines tied to the payment.
    pub lines: Vec<BankLine>,
    /// Vouchers of the payment, the first one first.
    pub vouchers: Vec<Voucher>,
    /// Why no voucher can be handed in, where the viewer otherwise may.
    pub voucher_refused: Option<Refusal>,
    /// Its guarantee, once issued.
    pub guarantee: Option<Guarantee>,
    /// How it becomes known that the fee has come, while it is awaited.
    pub watch: Watch,
    /// When it lapses unpaid, while the fee is awaited.
    pub lapses_at: Option<Timestamp>,
    /// What happened to it and to what came of it, oldest first.
    pub timeline: Vec<Happened>,
    /// The last special form that was asked for.
    pub special_form: Option<SpecialForm>,
    /// How it stands with invoices, once the letter is out.
    pub invoice: Option<InvoiceStanding>,
    /// How it stands with paper originals, once the letter is out.
    pub paper: Option<PaperStanding>,
    /// By when the letter is promised, once it is paid for and until it is out (P10).
    pub promised: Option<Timestamp>,
    /// Its lot as it is known now, beside what is signed.
    pub lot: KnownLot,
    /// Where the two differ.
    pub differences: Vec<Difference>,
    /// Whether its lot can still be applied for.
    pub open: bool,
    /// Whether this viewer can take it up again, after it came to nothing.
    pub again: bool,
    /// The page of its lot, unless sealed: the centre's own, where it lists what an applicant typed in.
    pub lot_page: Option<LotId>,
    /// Why a draft cannot be signed, though everything is filled in.
    pub hindered: Option<Refusal>,
    /// Why another person of the viewer's enterprise has to sign a draft that the viewer may not.
    pub handed_on: Option<Refusal>,
    /// Whether its bid may have won, so that the performance guarantee can follow.
    pub wins: bool,
    /// What this viewer can do now.
    pub commands: Vec<Command>,
}

/// The action behind a command that people give.
const fn action(command: Command) -> Option<Action> {
    match command {
        Command::Describe => Some(Action::DescribeApplication),
        Command::RequestForm => Some(Action::RequestForm),
        Command::Submit => Some(Action::SubmitApplication),
        Command::Withdraw => Some(Action::WithdrawApplication),
        Command::Endorse => Some(Action::EndorseApplication),
        Command::Approve => Some(Action::ApproveApplication),
        Command::Decline => Some(Action::DeclineApplication),
        Command::Lapse | Command::Settle | Command::Honour | Command::Issue | Command::Hold | Command::Close => None,
    }
}

/// The application in full.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn view(world: &World, caller: &Caller, id: ApplicationId) -> Result<ApplicationDetail, AppError> {
    let now = world.now();
    let mut reader = world.store.reader();
    let (application, _) = load(world, &mut reader, caller, Action::ViewApplication, id).await?;
    let relation = relation(&caller.actor, &application);
    let guarantee = match application.guarantee() {
        Some(guarantee) => store::guarantee::load(&mut reader, guarantee).await?,
        None => None,
    };
    let payment = application.payment();
    let (payment, lines, vouchers) = match payment {
        Some(payment) => (
            store::payment::load(&mut reader, payment).await?,
            store::bank_line::list_of_payment(&mut reader, payment).await?,
            store::voucher::list_of_payment(&mut reader, payment).await?,
        ),
        None => (None, Vec::new(), Vec::new()),
    };
    let voucher_refused = payment.as_ref().and_then(|payment| hand_in::check(&application, payment, &vouchers).err());
    let watch = match application.due_until() {
        Some(_) => watch(&mut reader, application.facts.guarantor.institution, now).await?,
        None => Watch::Unknown,
    };
    let lapses_at = lapse::at(&application, &watch);
    let special_form = latest(&mut reader, &application).await?;
    let history = store::event::history(&mut reader, &id.to_string()).await?;
    let permitted = |command: &Command| action(*command).is_some_and(|action| may(&caller.actor, action, relation).is_ok());
    let lot = known(&mut reader, &application).await?;
    let handed_on = handed_on(&mut reader, caller, &application).await?;
    let signs = |command: &Command| handed_on.is_none() || *command != Command::Submit;
    let commands = available(&application, &lot, now).into_iter().filter(permitted).filter(signs).collect();
    let differences = match world.sites.get(application.facts.site) {
        Some(site) => lot.differences(application.signed(), &site.rules),
        None => Vec::new(),
    };
    let hindered = if application.is_draft() { submit::check(&application, &lot, now).err().filter(|why| why.is_lots()) } else { None };
    let lot_page = lot_page(&mut reader, &application).await?;
    let promised = promised(world, &mut reader, &application, &history).await?;
    let invoice = match &guarantee {
        Some(_) => Some(standing(world, &mut reader, &application, &lot).await?),
        None => None,
    };
    let paper = match &guarantee {
        Some(letter) => Some(paper_standing(world, &mut reader, letter).await?),
        None => None,
    };
    let timeline = timeline(&mut reader, &application, &history, guarantee.as_ref()).await?;
    let again = lot_page.is_some()
        && may(&caller.actor, Action::ReapplyApplication, relation).is_ok()
        && reapply::check(&application, &lot, now).is_ok();
    let open = lot.is_open(now);
    let wins = relation == Relation::Applicant && sells(world, &application) && win::check(&application, &lot, now).is_ok();
    Ok(ApplicationDetail {
        application,
        payment,
        lines,
        vouchers,
        voucher_refused,
        watch,
        lapses_at,
        guarantee,
        special_form,
        timeline,
        invoice,
        paper,
        promised,
        lot,
        differences,
        open,
        again,
        lot_page,
        hindered,
        handed_on,
        wins,
        commands,
    })
}

/// The page of an application's lot, unless sealed: the centre's own, where it lists what an applicant typed in.
pub(super) async fn lot_page(reader: &mut impl store::Query, application: &Application) -> Result<Option<LotId>, AppError> {
    let Some(id) = application.facts.lot.lot() else { return Ok(None) };
    let Some(lot) = store::lot::load(reader, id).await?.map(|found| found.lot) else { return Ok(None) };
    Ok(Some(listed(reader, &lot).await?.map_or(id, |listed| listed.id)))
}

/// When the letter is out at the latest, counted from the fee's arrival as the product says.
async fn promised(
    world: &World,
    reader: &mut impl store::Query,
    application: &Application,
    history: &[Entry],
) -> Result<Option<Timestamp>, AppError> {
    if !matches!(application.state, ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. }) {
        return Ok(None);
    }
    let paid = |entry: &&Entry| matches!(entry.name.as_str(), "application.settled" | "application.honoured");
    let Some(paid) = history.iter().rev().find(paid) else { return Ok(None) };
    let product = store::product::load(reader, application.facts.product).await?;
    let institution = store::institution::load(reader, application.facts.guarantor.institution).await?;
    let (Some(product), Some(institution)) = (product, institution) else { return Ok(None) };
    if product.terms.issuing == IssuingTime::RealTime {
        // Nothing to count down: it is on its way as soon as the fee is here.
        return Ok(None);
    }
    let promised = product.terms.issuing.expected(paid.at, &calendar(world, &institution)).ok();
    // Told by the minute, a promise is not broken within the minute it names.
    Ok(promised.map(|at| at.plus((-at.micros()).rem_euclid(Timestamp::MINUTE))))
}
