//! One line, for the people of whoever grants it: the applicant's papers beside the form.

use super::{because, free, kinds, limits, tone, words};
use crate::profile::{Shown, handed_out, of_invoice, shown, weight};
use crate::shell::{Faults, Frame, Id, Known, Looked, Nav, Nothing, PageError, Places, Posted, Web};
use app::AppError;
use app::credit_line::form::DecisionForm;
use app::credit_line::papers::{file, reveal};
use app::credit_line::view::{CreditDetail, view};
use app::credit_line::{confirm, propose, send_back};
use app::site::Words;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::access::Role;
use domain::credit_line::{CreditDecision, CreditDecisionKind, CreditTerms};
use domain::id::{CreditLineId, FileId};
use domain::product::GuaranteeKind;
use domain::profile::{ProfileFile, ProfileItem, ProfileNeed};
use domain::time::add_months;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Template)]
#[template(path = "credit/review.html")]
struct ReviewPage {
    frame: Frame,
    words: Words,
    detail: CreditDetail,
    fields: Vec<Shown>,
    revealed: bool,
    form: DecisionForm,
    /// What is marked to be corrected.
    marks: BTreeSet<ProfileItem>,
    comment: String,
    kinds: Vec<GuaranteeKind>,
    faults: Faults,
}

impl ReviewPage {
    fn tone(&self) -> &'static str {
        tone(&self.detail.drawn.line, self.detail.today)
    }
    fn label(&self) -> &'static str {
        self.detail.drawn.line.label(self.detail.today)
    }
    fn because(&self) -> Option<&str> {
        because(&self.detail.drawn.line)
    }
    fn free(&self) -> String {
        free(&self.detail.drawn)
    }
    fn files(&self) -> &[ProfileFile] {
        self.detail.profile.profile.as_ref().map_or(&[], |profile| &profile.files)
    }
    fn weight(&self, file: &ProfileFile) -> String {
        weight(file.size)
    }
    fn ended(&self, file: &ProfileFile) -> bool {
        file.has_ended(self.detail.today)
    }
    fn of_invoice(&self, field: &Shown) -> bool {
        of_invoice(field.item)
    }
    fn wanted_kinds(&self) -> String {
        kinds(&self.words, &self.detail.drawn.line.wanted.kinds)
    }
    fn in_words(&self, terms: &CreditTerms) -> String {
        kinds(&self.words, &terms.kinds)
    }
    fn limits(&self, terms: &CreditTerms) -> Option<String> {
        limits(&self.words, terms)
    }
    /// What can be marked.
    fn items(&self) -> &'static [ProfileItem] {
        ProfileNeed::Credit.items()
    }
    fn is_marked(&self, item: &ProfileItem) -> bool {
        self.marks.contains(item)
    }
    /// The decision that says under which terms, if one can be taken now.
    fn with_terms(&self) -> Option<CreditDecisionKind> {
        self.detail.decisions.iter().copied().find(|kind| kind.has_terms())
    }
    /// All others.
    fn others(&self) -> impl Iterator<Item = CreditDecisionKind> + '_ {
        self.detail.decisions.iter().copied().filter(|kind| !kind.has_terms())
    }
    fn proposed(&self) -> Option<&CreditDecision> {
        self.detail.drawn.line.proposal.as_ref().map(|proposal| &proposal.decision)
    }
}

const PLACES: Places = &[
    (Refusal::ReasonMissing, "reason"),
    (Refusal::CreditTermsContradict, "limit"),
    (Refusal::SecondPersonNeeded, "reason"),
    (Refusal::DutyMissing, "reason"),
    (Refusal::CreditStateForbids, "reason"),
];

/// What was typed.
#[derive(Default)]
struct Typed {
    form: Option<DecisionForm>,
    marks: BTreeSet<ProfileItem>,
    comment: String,
}

async fn show(
    web: &Web,
    known: &Known,
    id: CreditLineId,
    revealed: Option<BTreeMap<ProfileItem, String>>,
    typed: Typed,
    faults: Faults,
) -> Result<Response, PageError> {
    if ![Role::GuarantorStaff, Role::CentreStaff].contains(&known.caller.actor.role) {
        return Err(AppError::NotFound.into());
    }
    let detail = view(&web.world, &known.caller, id).await?;
    let line = &detail.drawn.line;
    let offered = line.terms.clone().unwrap_or_else(|| CreditTerms {
        limit: line.wanted.amount,
        from: detail.today,
        until: add_months(detail.today, 12),
        kinds: line.wanted.kinds.clone(),
        per_kind: BTreeMap::new(),
        rate: None,
    });
    let fields = shown(&detail.profile, revealed.as_ref().unwrap_or(&BTreeMap::new()));
    let (frame, words) = (known.frame_on(web, Nav::Credit, line.facts.site)?, words(web, line.facts.site));
    let page = ReviewPage {
        frame,
        words,
        detail,
        fields,
        revealed: revealed.is_some(),
        form: typed.form.unwrap_or_else(|| DecisionForm::of(&offered)),
        marks: typed.marks,
        comment: typed.comment,
        kinds: GuaranteeKind::ALL.into(),
        faults,
    };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(id): Id<CreditLineId>) -> Result<Response, PageError> {
    show(&web, &known, id, None, Typed::default(), Faults::default()).await
}

/// The same with what is masked, which is written into the audit log.
pub(crate) async fn unmask(
    State(web): State<Web>,
    Id(id): Id<CreditLineId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    let revealed = reveal(&web.world, &known.caller, id).await?;
    show(&web, &known, id, Some(revealed), Typed::default(), Faults::default()).await
}

pub(crate) async fn open(
    State(web): State<Web>,
    known: Known,
    Id((id, wanted)): Id<(CreditLineId, FileId)>,
) -> Result<Response, PageError> {
    let (bytes, file) = file(&web.world, &known.caller, id, wanted).await?;
    Ok(handed_out(bytes, &file))
}

fn done(id: CreditLineId) -> Response {
    Redirect::to(&format!("/workbench/credit/{id}")).into_response()
}

#[derive(Deserialize)]
pub(crate) struct Correcting {
    #[serde(default)]
    seen: String,
    #[serde(default)]
    comment: String,
    /// `mark:CODE` for each item that is marked.
    #[serde(flatten)]
    ticked: BTreeMap<String, String>,
}

pub(crate) async fn back(
    State(web): State<Web>,
    Id(id): Id<CreditLineId>,
    Posted { known, fields }: Posted<Correcting>,
) -> Result<Response, PageError> {
    let ticked = |item: &ProfileItem| fields.ticked.contains_key(&format!("mark:{}", item.code()));
    let marks: BTreeSet<ProfileItem> = ProfileItem::ALL.iter().copied().filter(ticked).collect();
    let seen = fields.seen.parse().unwrap_or(0);
    match send_back::send_back(&web.world, &known.caller, id, seen, marks.clone(), &fields.comment).await {
        Ok(_) => Ok(done(id)),
        Err(error) => {
            let faults = Faults::of(error, &[(Refusal::ReasonMissing, "comment"), (Refusal::DutyMissing, "comment")])?;
            let typed = Typed { marks, comment: fields.comment, form: None };
            show(&web, &known, id, None, typed, faults).await
        }
    }
}

pub(crate) async fn decide(
    State(web): State<Web>,
    Id(id): Id<CreditLineId>,
    Posted { known, fields }: Posted<DecisionForm>,
) -> Result<Response, PageError> {
    match propose::propose(&web.world, &known.caller, id, &fields).await {
        Ok(_) => Ok(done(id)),
        Err(error) => {
            let faults = Faults::of(error, PLACES)?;
            let form = CreditDecisionKind::ALL.into_iter().any(|kind| kind.code() == fields.kind && kind.has_terms()).then_some(fields);
            show(&web, &known, id, None, Typed { form, ..Typed::default() }, faults).await
        }
    }
}

pub(crate) async fn agree(
    State(web): State<Web>,
    Id(id): Id<CreditLineId>,
    Posted { known, fields }: Posted<Looked>,
) -> Result<Response, PageError> {
    match confirm::confirm(&web.world, &known.caller, id, fields.seen).await {
        Ok(_) => Ok(done(id)),
        Err(error) => show(&web, &known, id, None, Typed::default(), Faults::of(error, PLACES)?).await,
    }
}

pub(crate) async fn disagree(
    State(web): State<Web>,
    Id(id): Id<CreditLineId>,
    Posted { known, fields }: Posted<Looked>,
) -> Result<Response, PageError> {
    match confirm::reject(&web.world, &known.caller, id, fields.seen).await {
        Ok(_) => Ok(done(id)),
        Err(error) => show(&web, &known, id, None, Typed::default(), Faults::of(error, PLACES)?).await,
    }
}
