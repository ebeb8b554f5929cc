//! Searching lots of a site.

use super::filter::{Filter, ORDERS, mark};
use crate::listing::{Cell, Column, TEXT_MAX, export};
use crate::shell::{Faults, Frame, Guest, Id, Nav, PageError, Web};
use app::lot::search::{COUNT_MAX, Listed, Page, Question, Sorting, all, search};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::lot::{Lot, LotOrigin, Trade};
use domain::site::SiteCode;
use domain::time::Timestamp;

/// A row of the export, with how far the lot has come.
struct Marked {
    lot: Lot,
    mark: String,
}

const COLUMNS: [Column<Marked>; 8] = [
    Column { title: "标段编号", cell: |marked| Cell::Mono(marked.lot.number.to_string()) },
    Column { title: "标段名称", cell: |marked| Cell::Text(marked.lot.name.clone()) },
    Column { title: "交易类型", cell: |marked| Cell::Text(marked.lot.trade.label().to_owned()) },
    Column { title: "地区", cell: |marked| Cell::Mono(marked.lot.place().to_string()) },
    Column { title: "招标人", cell: |marked| Cell::Text(marked.lot.tenderee.name.to_string()) },
    Column { title: "投标保证金（元）", cell: |marked| Cell::Money(marked.lot.bid_security) },
    Column { title: "开标时间", cell: |marked| Cell::Text(marked.lot.opens_at.to_string()) },
    Column { title: "状态", cell: |marked| Cell::Text(marked.mark.clone()) },
];

#[derive(Template)]
#[template(path = "lot/search.html")]
struct SearchPage {
    frame: Frame,
    filter: Filter,
    /// The places that can be chosen.
    places: Vec<(SiteCode, String)>,
    /// What was asked for: the order, and whether it was the visitor's own lots.
    sorting: Sorting,
    /// Nothing where the filter cannot be read.
    page: Option<Page>,
    faults: Faults,
    now: Timestamp,
}

impl SearchPage {
    fn trades(&self) -> [Trade; 7] {
        Trade::ALL
    }
    fn orders(&self) -> Vec<(&'static str, &'static str, bool)> {
        ORDERS.into_iter().map(|(sorting, code, label)| (code, label, sorting == self.sorting)).collect()
    }
    fn is_place(&self, place: &SiteCode) -> bool {
        self.filter.place == place.to_string()
    }
    /// What a place is called.
    fn place_of(&self, lot: &Lot) -> Option<&str> {
        self.places.iter().find(|(place, _)| *place == lot.place()).map(|(_, name)| name.as_str())
    }
    fn entered(&self, lot: &Lot) -> bool {
        matches!(lot.origin, LotOrigin::EnteredBy(_))
    }
    /// Whether some of what is shown was typed in, and so is in no export.
    fn left_out(&self, page: &Page) -> bool {
        page.lots.iter().any(|listed| self.entered(&listed.lot))
    }
    fn counted(&self, page: &Page) -> String {
        match page.count {
            count if count > COUNT_MAX => format!("{COUNT_MAX} 个以上"),
            count if page.unseen => format!("已找到 {count} 个，后面还有未查看的"),
            count => format!("{count} 个"),
        }
    }
    /// Whether the lots come in another order than was asked for: so many have the words.
    fn unsorted(&self, page: &Page) -> bool {
        page.sorting != self.sorting
    }
    /// Whether anything is asked for at all.
    fn asks(&self) -> bool {
        self.filter.pairs().iter().any(|(name, _)| *name != "sort")
    }
    /// The first page, from a later one.
    fn first_address(&self) -> Option<String> {
        (!self.filter.before.is_empty()).then(|| self.filter.address("before", ""))
    }
    fn next_address(&self, page: &Page) -> Option<String> {
        page.next.map(|next| self.filter.address("before", &mark(next)))
    }
    /// A single character finds nothing; the page says so.
    fn too_short(&self) -> bool {
        self.filter.q.trim().chars().count() == 1
    }
    fn is_applicant(&self) -> bool {
        self.frame.is(Role::Applicant)
    }
    fn can_enter(&self) -> bool {
        self.frame.badge.is_none() || self.is_applicant()
    }
    /// Whether the search can be kept: by an applicant, of something that was found or not.
    fn can_save(&self) -> bool {
        self.is_applicant() && self.asks() && self.filter.own.is_empty() && self.page.is_some()
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    guest: Guest,
    Id(site): Id<SiteCode>,
    Query(filter): Query<Filter>,
) -> Result<Response, PageError> {
    let filter = Filter { q: filter.q.chars().take(TEXT_MAX).collect(), ..filter };
    let places = web.world.sites().places(site);
    let codes: Vec<SiteCode> = places.iter().map(|(code, _)| *code).collect();
    let frame = guest.frame_on(&web, Nav::Apply, site)?;
    let (mut faults, now) = (Faults::default(), web.world.now());
    let asked = filter.asked(&codes, frame.is(Role::Applicant), &mut faults);
    let question = Question { site, wanted: &asked.wanted, own: asked.own, sorting: asked.sorting };
    if filter.form == "xlsx" && faults.is_empty() {
        let marked = |Listed { lot, .. }: Listed| Marked { mark: lot.mark(now).unwrap_or_else(|| "未开标".to_owned()), lot };
        let rows: Vec<Marked> = all(&web.world, &guest.caller, question).await?.into_iter().map(marked).collect();
        return export("lots", "标段", &COLUMNS, &rows);
    }
    let page = if faults.is_empty() { Some(search(&web.world, &guest.caller, question, asked.after).await?) } else { None };
    let shown = SearchPage { frame, filter, places, sorting: asked.sorting, page, faults, now };
    Ok(shown.faults.show(&shown))
}
