//! Searching lots of a site.

use crate::listing::{Cell, Column, TEXT_MAX, export};
use crate::shell::{Frame, Guest, Id, Nav, PageError, Web, html};
use app::lot::search::{COUNT_MAX, Listed, Page, Question as Wanted, all, search};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::lot::{Lot, LotOrigin};
use domain::site::SiteCode;
use domain::time::Timestamp;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Question {
    #[serde(default)]
    q: String,
    /// Only lots that can still be applied for.
    #[serde(default)]
    open: String,
    before: Option<i64>,
    /// `xlsx` for the export of all that is found.
    #[serde(default, rename = "as")]
    form: String,
}

/// A row of the export, with how far the lot has come.
struct Marked {
    lot: Lot,
    mark: String,
}

const COLUMNS: [Column<Marked>; 6] = [
    Column { title: "标段编号", cell: |marked| Cell::Mono(marked.lot.number.to_string()) },
    Column { title: "标段名称", cell: |marked| Cell::Text(marked.lot.name.clone()) },
    Column { title: "招标人", cell: |marked| Cell::Text(marked.lot.tenderee.name.to_string()) },
    Column { title: "投标保证金（元）", cell: |marked| Cell::Money(marked.lot.bid_security) },
    Column { title: "开标时间", cell: |marked| Cell::Text(marked.lot.opens_at.to_string()) },
    Column { title: "状态", cell: |marked| Cell::Text(marked.mark.clone()) },
];

#[derive(Template)]
#[template(path = "lot/search.html")]
struct SearchPage {
    frame: Frame,
    q: String,
    open: bool,
    page: Page,
    now: Timestamp,
    first: bool,
}

impl SearchPage {
    fn entered(&self, lot: &Lot) -> bool {
        matches!(lot.origin, LotOrigin::EnteredBy(_))
    }
    /// Whether some of what is shown was typed in, and so is in no export.
    fn left_out(&self) -> bool {
        self.page.lots.iter().any(|listed| self.entered(&listed.lot))
    }
    fn counted(&self) -> String {
        if self.page.count > COUNT_MAX { format!("{COUNT_MAX} 个以上") } else { format!("{} 个", self.page.count) }
    }
    /// The address of the same search with `key` set.
    fn address(&self, key: &str, value: &str) -> String {
        let pairs = [("q", self.q.as_str()), ("open", if self.open { "yes" } else { "" }), (key, value)];
        let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    }
    /// The first page, from a later one.
    fn first_address(&self) -> Option<String> {
        (!self.first).then(|| self.address("before", ""))
    }
    fn next_address(&self) -> Option<String> {
        self.page.next.map(|next| self.address("before", &next.to_string()))
    }
    /// A single character finds nothing; the page says so.
    fn too_short(&self) -> bool {
        self.q.trim().chars().count() == 1
    }
    fn can_enter(&self) -> bool {
        self.frame.badge.is_none() || self.frame.is(Role::Applicant)
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    guest: Guest,
    Id(code): Id<SiteCode>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    let open = question.open == "yes";
    let q: String = question.q.chars().take(TEXT_MAX).collect();
    let wanted = Wanted { site: code, text: &q, open };
    if question.form == "xlsx" {
        let now = web.world.now();
        let marked = |Listed { lot, .. }: Listed| Marked { mark: lot.mark(now).unwrap_or_else(|| "未开标".to_owned()), lot };
        let rows: Vec<Marked> = all(&web.world, &guest.caller, wanted).await?.into_iter().map(marked).collect();
        return export("lots", "标段", &COLUMNS, &rows);
    }
    let page = search(&web.world, &guest.caller, wanted, question.before).await?;
    let frame = guest.frame_on(&web, Nav::Apply, code)?;
    Ok(html(&SearchPage { frame, q, open, page, now: web.world.now(), first: question.before.is_none() }))
}
