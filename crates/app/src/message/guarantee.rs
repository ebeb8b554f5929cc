//! An institution's own letter: its files are examined as strictly as a stranger's, and it must be the letter the applicant signed for.

use super::application::load;
use super::content::Issued;
use super::pushed::pushed;
use crate::commit::Writer;
use crate::document;
use crate::error::AppError;
use crate::guarantee::bind::{Bound, bind, write};
use crate::guarantee::verify::examine as examine_file;
use crate::lot::known::known;
use crate::world::World;
use documents::elements::{Elements, Text};
use domain::Refusal;
use domain::application::{Application, ApplicationState, Numbered, close, hold, issue};
use domain::document::{Documents, Pair};
use domain::guarantee::Guarantee;
use domain::id::GuaranteeId;
use domain::institution::Institution;
use domain::message::{Effect, Message};
use domain::number::{CheckCode, GuaranteeNumber};
use domain::time::Timestamp;
use protocol::message::{FileFormat, FileKind};

/// What the files of a letter turned out to be.
pub(crate) enum Examined {
    /// Not all of them have come.
    Missing,
    /// One cannot be relied on.
    Bad(String),
    /// Each is signed in full by the institution.
    Good {
        /// The files.
        letter: Pair,
        /// The certificate behind the first.
        fingerprint: String,
    },
}

/// Looks at the files an issued letter names.
pub(crate) async fn examine(world: &World, message: &Message, issued: &Issued) -> Result<Examined, AppError> {
    let mut reader = world.store.reader();
    let Some(id) = message.institution else { return Ok(Examined::Bad("发送方不是机构".into())) };
    let institution = store::institution::load(&mut reader, id).await?.ok_or_else(|| AppError::Bug("an institution is missing".into()))?;
    // What a conformance run invented is no application: of its letter the signature alone is looked at.
    let elements = load(&mut reader, message).await?.map(|application| {
        let facts = &application.facts;
        Elements::new(&facts.applicant, &facts.lot, (facts.amount, facts.expiry), numbers(&application, issued))
    });
    let pushed = pushed(&mut reader, message).await?;
    let (mut letter, mut fingerprint) = (Pair::default(), String::new());
    for named in &issued.files {
        let Some(found) = pushed.iter().find(|file| file.is(FileKind::Letter, named)) else { return Ok(Examined::Missing) };
        let report = examine_file(world, document::load(world, &found.file).await?).await?;
        let own = report.signatures.iter().find(|signature| signature.code.as_deref() == Some(institution.uscc.as_str()));
        // Letters of own systems carry our number and no record of ours; whose they are is told by who signed.
        let Some(own) = own.filter(|own| !own.personal && (report.accepted || report.lacks_only_the_record())) else {
            let reasons: Vec<String> = report.reasons().map(|reason| reason.to_string()).collect();
            let why = if reasons.is_empty() { "没有机构的签章".to_owned() } else { reasons.join("；") };
            return Ok(Examined::Bad(format!("{} 文件未通过核验：{why}", named.format.code())));
        };
        // What was agreed is looked for in the file's own text: a signature says who wrote it, not what (K9).
        let text = Text::new(report.words.as_deref().unwrap_or_default());
        let faults = elements.iter().flat_map(|elements| elements.faults_in(&text));
        let faults: Vec<String> = faults.map(|fault| fault.to_string()).collect();
        if !faults.is_empty() {
            return Ok(Examined::Bad(format!("{} 文件的内容与订单不符：{}", named.format.code(), faults.join("；"))));
        }
        if fingerprint.is_empty() {
            fingerprint.clone_from(&own.fingerprint);
        }
        match named.format {
            FileFormat::Pdf => letter.pdf = Some(found.file.clone()),
            FileFormat::Ofd => letter.ofd = Some(found.file.clone()),
            FileFormat::Xml => return Ok(Examined::Bad("保函文件应为 PDF、OFD".into())),
        }
    }
    Ok(Examined::Good { letter, fingerprint })
}

/// The numbers of which the letter must bear one: the institution's, or ours, which it was told with the application.
fn numbers(application: &Application, issued: &Issued) -> Vec<String> {
    let ours = application.numbered.as_ref().map(|numbered| numbered.number.to_string());
    std::iter::once(issued.number.clone()).chain(ours).collect()
}

/// Where the letter differs from what the applicant signed for.
fn differs(application: &Application, issued: &Issued) -> Option<&'static str> {
    if issued.amount != application.facts.amount {
        Some("保函金额与订单不一致")
    } else if issued.expiry != application.facts.expiry {
        Some("保函有效期与订单不一致")
    } else if application.signed_terms.as_deref() != Some(issued.terms_digest.as_str()) {
        Some("保函要素摘要与申请人签署的不一致")
    } else {
        None
    }
}

/// Records the letter.
pub(super) async fn issued(w: &mut Writer<'_>, message: &Message, issued: &Issued, examined: Examined) -> Result<Effect, AppError> {
    let Some(application) = load(w.tx(), message).await? else {
        return Ok(Effect::Doubtful("没有这一订单，或不属于本机构".into()));
    };
    if let Some(reason) = differs(&application, issued) {
        return Ok(Effect::Doubtful(reason.into()));
    }
    match application.state {
        ApplicationState::Issuing { .. } => {}
        ApplicationState::AwaitingPayment { .. } | ApplicationState::UnderReview { .. } => return Ok(Effect::Waits),
        ApplicationState::Issued { guarantee, .. } => {
            let known: Option<Guarantee> = w.find(guarantee).await?;
            let same = known.is_some_and(|known| known.issuer_number.as_deref() == Some(issued.number.as_str()));
            return Ok(if same { Effect::Had } else { Effect::Doubtful("该订单已出具另一保函".into()) });
        }
        ApplicationState::Draft { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => return Ok(Refusal::ApplicationStateForbids.into()),
    }
    // What counts is when the institution said so, and not when a job comes to it; what it says of the past is its own affair (F-2).
    let said_at = message.received_at.max(issued.issued_at);
    let lot = known(w.tx(), &application).await?;
    if let Ok(event) = close::close(&application, &lot, said_at) {
        w.append(application, &event)?;
        return Ok(Refusal::LotOpened.into());
    }
    let (letter, fingerprint) = match examined {
        Examined::Missing => return Ok(Effect::Waits),
        Examined::Bad(reason) => return Ok(Effect::Doubtful(reason)),
        Examined::Good { letter, fingerprint } => (letter, fingerprint),
    };
    let institution = store::institution::load(w.tx(), application.facts.guarantor.institution).await?;
    let institution = institution.ok_or_else(|| AppError::Bug("an institution is missing".into()))?;
    let guarantee = guarantee(w.world(), &application, issued, Documents { letter, agreement: None, receipt: None, fingerprint });
    record(w, application, &institution, guarantee, said_at).await
}

/// The guarantee that the letter is.
fn guarantee(world: &World, application: &Application, issued: &Issued, documents: Documents) -> Guarantee {
    let site = application.facts.site;
    // Applications submitted before numbers went out with them have none yet.
    let numbered = application.numbered.clone().unwrap_or_else(|| Numbered {
        number: GuaranteeNumber::new(site, u64::from_le_bytes(world.random())),
        check_code: CheckCode::new(u128::from_le_bytes(world.random())),
    });
    Guarantee {
        issuer_number: Some(issued.number.clone()),
        ..Guarantee::of(world.id(GuaranteeId::new), application, numbered, documents, issued.issued_at)
    }
}

async fn record(
    w: &mut Writer<'_>,
    application: Application,
    institution: &Institution,
    guarantee: Guarantee,
    said_at: Timestamp,
) -> Result<Effect, AppError> {
    let world = w.world().clone();
    // The same limits as for a letter of our own making: beyond them it is held, and counts once a person has released it.
    let item = match bind(&world, w.tx(), &application, institution, &guarantee, said_at).await? {
        Bound::Yes(item) => item,
        Bound::No(refusal) => {
            let held = hold::hold(&application, refusal)?;
            w.append(application, &held)?;
            return Ok(Effect::Waits);
        }
    };
    let lot = known(w.tx(), &application).await?;
    let event = issue::issue(&application, &lot, guarantee.id, said_at)?;
    write(w, guarantee, application, &event, &lot)?;
    store::exposure::note(w.tx(), &item)?;
    Ok(Effect::Had)
}
