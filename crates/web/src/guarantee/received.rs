//! 我的保函 of a tenderee, and of its agency for one project: once bids are opened (HR-10).

use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Id, Known, Nav, PageError, Web, html};
use app::AppError;
use app::guarantee::received::{all, received};
use app::mandate::view::view;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::guarantee::Guarantee;
use domain::id::MandateId;
use domain::mandate::{MandateStanding, ProjectNumber};

const ABOUT: ListKind =
    ListKind {
        path: "/received", search: "", states: &[], empty: ("没有收到保函", "标段开标后，投标人办理的保函会出现在这里。")
    };

/// A guarantee and how it stands, as its site says it.
struct Shown {
    guarantee: Guarantee,
    standing: String,
}

fn verify(shown: &Shown) -> Cell {
    let (number, code) = (&shown.guarantee.number, &shown.guarantee.check_code);
    let query = serde_urlencoded::to_string([("number", number.as_str()), ("code", &code.to_string())]).unwrap_or_default();
    Cell::Link(format!("/verify?{query}"), "查看保函", format!("查看保函 {number}"))
}

const COLUMNS: [Column<Shown>; 7] = [
    Column { title: "保函编号", cell: |shown| Cell::Mono(shown.guarantee.number.to_string()) },
    Column {
        title: "标段",
        cell: |shown| {
            let (number, name) = shown.guarantee.lot.title().map_or((String::new(), ""), |(number, name)| (number.to_string(), name));
            Cell::Two(name.to_owned(), number)
        },
    },
    Column { title: "投标人", cell: |shown| Cell::Text(shown.guarantee.applicant.name.to_string()) },
    Column { title: "出函机构", cell: |shown| Cell::Text(shown.guarantee.guarantor.name.to_string()) },
    Column { title: "担保金额（元）", cell: |shown| Cell::Money(shown.guarantee.amount) },
    Column { title: "状态", cell: |shown| Cell::Two(shown.standing.clone(), format!("有效期至 {}", shown.guarantee.expiry)) },
    Column { title: "操作", cell: verify },
];

#[derive(Template)]
#[template(path = "guarantee/received.html")]
struct ReceivedPage {
    frame: Frame,
    list: Listing,
    /// Of one project alone.
    project: Option<ProjectNumber>,
}

fn shown(web: &Web, guarantee: Guarantee) -> Shown {
    let standing = guarantee.standing(web.world.now());
    let word = web.world.sites().get(guarantee.site).map_or(standing.label(), |site| site.words.standing(standing)).to_owned();
    Shown { guarantee, standing: word }
}

async fn show(
    web: &Web,
    known: &Known,
    (of, path): (Option<(MandateId, ProjectNumber)>, String),
    question: Question,
) -> Result<Response, PageError> {
    let question = question.within(ABOUT.states);
    let mandate = of.as_ref().map(|(id, _)| *id);
    if question.is_export() {
        let rows = all(&web.world, &known.caller, mandate, question.filter()).await?;
        let rows: Vec<Shown> = rows.into_iter().map(|guarantee| shown(web, guarantee)).collect();
        return export("received", "收到的保函", &COLUMNS, &rows);
    }
    let page = received(&web.world, &known.caller, mandate, question.filter(), question.before()).await?;
    let rows = page.rows.into_iter().map(|guarantee| shown(web, guarantee)).collect();
    let page = app::listing::Page { rows, next: page.next, count: page.count };
    let nav = if mandate.is_some() { Nav::Mandates } else { Nav::Received };
    let frame = known.frame(web, nav)?;
    let list = Listing { path, ..Listing::new(ABOUT, question, &COLUMNS, &page) };
    Ok(html(&ReceivedPage { frame, list, project: of.map(|(_, project)| project) }))
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    known.only(Role::Tenderee)?;
    show(&web, &known, (None, ABOUT.path.to_owned()), question).await
}

/// Those of the project of a mandate, to its agency while it counts.
pub(crate) async fn of_mandate(
    State(web): State<Web>,
    known: Known,
    Id(id): Id<MandateId>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    known.only(Role::Agency)?;
    let mandate = view(&web.world, &known.caller, id).await?;
    if mandate.standing(web.world.now()) != MandateStanding::InForce {
        return Err(AppError::NotFound.into());
    }
    show(&web, &known, (Some((id, mandate.facts.project)), format!("/mandates/{id}/received")), question).await
}
