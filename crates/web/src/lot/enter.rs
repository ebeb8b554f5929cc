//! Adding a lot that is not listed (增加项目).

use crate::shell::{Faults, Frame, Id, Known, Nav, Nothing, PageError, Places, Posted, Web, html, is_check};
use app::AppError;
use app::lot::LotRecord;
use app::lot::correct;
use app::lot::enter::{Entered, enter};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::access::Role;
use domain::id::LotId;
use domain::lot::{Lot, Subject, Trade};
use domain::site::{SiteCode, SiteRules};
use domain::time::Timestamp;
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    subject: String,
    trade: String,
    section_no: String,
    section_name: String,
    creditor: String,
    creditor_scc: String,
    guarantee_amount: String,
    bid_open_time: String,
    valid_day: String,
    /// Ticked by a person who has looked again at a code whose check character does not fit (E23).
    creditor_scc_sure: Option<String>,
    /// How the lot stood that is corrected.
    stands: String,
}

impl Fields {
    /// As the form shows a lot that is known.
    pub(super) fn of(lot: &Lot) -> Self {
        let uscc = lot.tenderee.uscc.as_ref();
        Self {
            subject: lot.subject.code().to_owned(),
            trade: lot.trade.code().to_owned(),
            section_no: lot.number.to_string(),
            section_name: lot.name.clone(),
            creditor: lot.tenderee.name.to_string(),
            creditor_scc: uscc.map(ToString::to_string).unwrap_or_default(),
            guarantee_amount: lot.bid_security.plain(),
            bid_open_time: lot.opens_at.to_string().replace(' ', "T"),
            valid_day: lot.valid_days.map(|days| days.to_string()).unwrap_or_default(),
            creditor_scc_sure: uscc.filter(|code| !code.is_checked()).map(|_| "yes".to_owned()),
            stands: String::new(),
        }
    }

    /// What was typed.
    pub(super) fn record(&self) -> LotRecord {
        LotRecord {
            subject: self.subject.clone(),
            trade: self.trade.clone(),
            section_no: self.section_no.clone(),
            section_name: self.section_name.clone(),
            creditor: self.creditor.clone(),
            creditor_scc: self.creditor_scc.clone(),
            creditor_scc_sure: self.creditor_scc_sure.is_some(),
            guarantee_amount: self.guarantee_amount.clone(),
            bid_open_time: self.bid_open_time.clone(),
            valid_day: self.valid_day.clone(),
            ..LotRecord::default()
        }
    }
}

#[derive(Template)]
#[template(path = "lot/enter.html")]
struct EnterPage {
    frame: Frame,
    subject: Subject,
    /// What may be added on the site; nothing to choose for a lot that is corrected.
    subjects: Vec<Subject>,
    rules: SiteRules,
    fields: Fields,
    faults: Faults,
    /// The lot that is corrected, with the drafts that would be closed; `None` when one is added.
    known: Option<(Lot, usize)>,
    /// What the centre lists under the number that was typed.
    listed: Option<Lot>,
    now: Timestamp,
}

impl EnterPage {
    /// A page of the form as it is filled in.
    fn new(web: &Web, frame: Frame, fields: Fields, faults: Faults, known: Option<(Lot, usize)>) -> Result<Self, PageError> {
        let site = web.world.sites().get(frame.site.code).ok_or(AppError::NotFound)?;
        let offered: Vec<Subject> = site.subjects().collect();
        let named = Subject::named(&fields.subject).filter(|subject| offered.contains(subject));
        let subject = named.or_else(|| offered.first().copied()).ok_or(AppError::NotFound)?;
        let subjects = if known.is_some() { Vec::new() } else { offered };
        Ok(Self { frame, subject, subjects, rules: site.rules.clone(), fields, faults, known, listed: None, now: web.world.now() })
    }
    fn trades(&self) -> [Trade; 7] {
        Trade::ALL
    }
    /// What its number looks like.
    fn shape(&self) -> &'static str {
        if self.subject.is_lot() && self.rules.section_numbers {
            "字母 E 加 22 位数字"
        } else {
            "照原文填写，最多 64 个字符"
        }
    }
    /// What the days are called.
    fn period(&self) -> String {
        format!("{}（天{}）", self.subject.words().period, if self.subject.is_competed_for() { "，选填" } else { "" })
    }
    /// How the days are counted.
    fn days(&self) -> String {
        if self.subject.is_competed_for() {
            format!("未填写按 {} 天计算", self.rules.default_valid_days)
        } else {
            format!("自{}起算，保函有效期再加 {} 天", self.subject.words().deadline, self.rules.days_after_validity)
        }
    }
    /// Whether the code's check character does not fit, so that the person is asked to look again.
    fn unsure(&self) -> bool {
        self.fields.creditor_scc_sure.is_some() || self.faults.at("creditor_scc").is_some_and(is_check)
    }
}

#[derive(Deserialize)]
pub(crate) struct Question {
    /// What is added.
    #[serde(default)]
    subject: String,
}

pub(crate) async fn form(
    State(web): State<Web>,
    known: Known,
    Id(code): Id<SiteCode>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    let frame = known.frame_on(&web, Nav::Apply, code)?;
    if !frame.is(Role::Applicant) {
        return Err(AppError::NotFound.into());
    }
    let fields = Fields { subject: question.subject, ..Fields::default() };
    Ok(html(&EnterPage::new(&web, frame, fields, Faults::default(), None)?))
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(code): Id<SiteCode>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Response, PageError> {
    match enter(&web.world, &known.caller, code, &fields.record()).await {
        Ok(Entered::New(lot)) => Ok(Redirect::to(&format!("/{}/lots/{}", lot.site, lot.id)).into_response()),
        Ok(Entered::Listed(lot)) => {
            let faults = Faults::one("section_no", "该编号已由交易中心公布，不能自行增加");
            let page = EnterPage::new(&web, known.frame_on(&web, Nav::Apply, code)?, fields, faults, None)?;
            let page = EnterPage { listed: Some(*lot), ..page };
            Ok(page.faults.show(&page))
        }
        Err(error) => {
            let (frame, faults) = (known.frame_on(&web, Nav::Apply, code)?, Faults::of(error, &[])?);
            let page = EnterPage::new(&web, frame, fields, faults, None)?;
            Ok(page.faults.show(&page))
        }
    }
}

async fn show(
    web: &Web,
    known: &Known,
    (site, id): (SiteCode, LotId),
    typed: Option<Fields>,
    faults: Faults,
) -> Result<Response, PageError> {
    let correctable = correct::view(&web.world, &known.caller, site, id).await?;
    if let Some(refusal) = correctable.refused {
        return Err(AppError::Refused(refusal).into());
    }
    let frame = known.frame_on(web, Nav::Apply, site)?;
    // What is shown now has been seen: whoever saves again means it.
    let fields = Fields { stands: correctable.stands, ..typed.unwrap_or_else(|| Fields::of(&correctable.lot)) };
    let page = EnterPage::new(web, frame, fields, faults, Some((correctable.lot, correctable.drafts)))?;
    Ok(page.faults.show(&page))
}

/// The form of a lot that was typed in (P2).
pub(crate) async fn edit(State(web): State<Web>, known: Known, Id(place): Id<(SiteCode, LotId)>) -> Result<Response, PageError> {
    show(&web, &known, place, None, Faults::default()).await
}

/// Refusals that the form itself tells.
const PLACES: Places = &[(Refusal::LotCorrectedMeanwhile, "section_no")];

/// Corrects it.
pub(crate) async fn change(
    State(web): State<Web>,
    Id((code, id)): Id<(SiteCode, LotId)>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Response, PageError> {
    match correct::correct(&web.world, &known.caller, code, id, &fields.record(), fields.stands.clone()).await {
        Ok(()) => Ok(Redirect::to(&format!("/{code}/lots/{id}")).into_response()),
        Err(error) => show(&web, &known, (code, id), Some(fields), Faults::of(error, PLACES)?).await,
    }
}

/// Removes it.
pub(crate) async fn remove(
    State(web): State<Web>,
    Id((code, id)): Id<(SiteCode, LotId)>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    correct::remove(&web.world, &known.caller, code, id).await?;
    Ok(Redirect::to(&format!("/{code}/lots")))
}
