//! The papers of what a guarantee secures: each kind that is asked for, what was handed in, and one more file.

use crate::profile::{given_out, weight};
use crate::shell::{Faults, Frame, Id, Known, Nav, Nothing, PageError, Places, Posted, Uploaded, Web};
use app::application::attach::{attach, paper, remove};
use app::application::view::view;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::application::{Application, Command};
use domain::id::{ApplicationId, FileId};
use domain::underlying::{Underlying, UnderlyingPaper, UnderlyingPaperKind};

/// Most bytes that come to be judged: a file that is somewhat too large is said to be so beside its field.
const SENT_MAX: usize = 64 << 20;

#[derive(Template)]
#[template(path = "application/papers.html")]
struct PapersPage {
    frame: Frame,
    application: Application,
    underlying: Underlying,
    /// The kind that was chosen last.
    chosen: Option<UnderlyingPaperKind>,
    faults: Faults,
}

impl PapersPage {
    /// What is missing yet.
    fn lacks(&self) -> Option<UnderlyingPaperKind> {
        self.underlying.lacks(&self.application.papers)
    }
    /// The kinds a file may be of, those that are asked for first.
    fn kinds(&self) -> Vec<UnderlyingPaperKind> {
        let asked = self.underlying.papers();
        let others = UnderlyingPaperKind::ALL.into_iter().filter(|kind| !asked.contains(kind));
        asked.iter().copied().chain(others).collect()
    }
    fn is_asked(&self, kind: &UnderlyingPaperKind) -> bool {
        self.underlying.papers().contains(kind)
    }
    fn is_there(&self, kind: &UnderlyingPaperKind) -> bool {
        self.application.papers.iter().any(|paper| paper.kind == *kind)
    }
    /// Whether the next file is most likely of this kind.
    fn is_chosen(&self, kind: &UnderlyingPaperKind) -> bool {
        self.chosen.or_else(|| self.lacks()) == Some(*kind)
    }
    fn weight(&self, paper: &UnderlyingPaper) -> String {
        weight(paper.size)
    }
}

async fn show(
    web: &Web,
    known: &Known,
    id: ApplicationId,
    chosen: Option<UnderlyingPaperKind>,
    faults: Faults,
) -> Result<Response, PageError> {
    let detail = view(&web.world, &known.caller, id).await?;
    if !detail.commands.contains(&Command::Describe) {
        return Ok(Redirect::to(&format!("/applications/{id}")).into_response());
    }
    let Some(underlying) = detail.application.underlying.as_deref().cloned() else {
        return Ok(Redirect::to(&format!("/applications/{id}/details")).into_response());
    };
    let frame = known.frame_on(web, Nav::Apply, detail.application.facts.site)?;
    let page = PapersPage { frame, application: detail.application, underlying, chosen, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(id): Id<ApplicationId>) -> Result<Response, PageError> {
    show(&web, &known, id, None, Faults::default()).await
}

const PLACES: Places = &[(Refusal::PapersTooMany, "file")];

pub(crate) async fn submit(State(web): State<Web>, Id(id): Id<ApplicationId>, uploaded: Uploaded<SENT_MAX>) -> Result<Response, PageError> {
    let Uploaded { known, mut fields, file, name, .. } = uploaded;
    let kind = fields.remove("kind").unwrap_or_default();
    let faults = match name {
        None => Faults::one("file", "请先选择文件，再点“上传”"),
        Some(name) => match attach(&web.world, &known.caller, id, &kind, &name, file).await {
            Ok(()) => return Ok(Redirect::to(&format!("/applications/{id}/papers")).into_response()),
            Err(error) => Faults::of(error, PLACES)?,
        },
    };
    show(&web, &known, id, UnderlyingPaperKind::of_code(&kind), faults).await
}

pub(crate) async fn take_out(
    State(web): State<Web>,
    Id((id, paper)): Id<(ApplicationId, FileId)>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    remove(&web.world, &known.caller, id, paper).await?;
    Ok(Redirect::to(&format!("/applications/{id}/papers")))
}

pub(crate) async fn file(
    State(web): State<Web>,
    known: Known,
    Id((id, asked)): Id<(ApplicationId, FileId)>,
) -> Result<Response, PageError> {
    let (bytes, paper) = paper(&web.world, &known.caller, id, asked).await?;
    Ok(given_out(bytes, &paper.media, &format!("{}.{}", paper.kind.code(), paper.media)))
}
