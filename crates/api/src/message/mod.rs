//! Messages of institutions and trading centres: one route a row of the catalogue.

mod credit;
mod file;
mod foreign;
mod material;
mod query;
mod receive;

use crate::signed::Incoming;
use app::World;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::routing::{get, post};
use partners::institution::foreign::ROUTE;
use protocol::catalogue::{CREDIT_COMPANY, CREDIT_MATERIAL, Direction, Entry, FILE, MATERIAL, MESSAGES, QUERIES};

/// Largest pushed file with its surroundings, in bytes.
const FILE_MAX: usize = app::message::receive::FILE_MAX + 1_024;
/// What a form has beside its file, in bytes.
const FORM_MAX: usize = 64 * 1_024;

fn incoming(method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Incoming {
    Incoming { method, uri, headers, body }
}

/// Adds the route of every message that comes in.
pub(crate) fn routes(mut router: Router<World>) -> Router<World> {
    for entry in MESSAGES.iter().filter(|entry| entry.direction != Direction::ToInstitution) {
        router = router.route(&entry.target(), post(message(entry)));
    }
    for entry in QUERIES.iter().filter(|entry| entry.direction == Direction::FromInstitution) {
        router = router.route(&entry.target(), get(query::application));
    }
    let file = post(file::push).layer(DefaultBodyLimit::max(FILE_MAX));
    let foreign = post(foreign::receive).layer(DefaultBodyLimit::max(FILE_MAX + FORM_MAX));
    let router = router.route(&CREDIT_MATERIAL.target(), get(credit::paper)).route(&CREDIT_COMPANY.target(), get(credit::read));
    router.route(&FILE.target(), file).route(&MATERIAL.target(), get(material::fetch)).route(ROUTE, foreign)
}

type Answering = std::pin::Pin<Box<dyn Future<Output = axum::response::Response> + Send>>;

fn message(entry: &'static Entry) -> impl Fn(State<World>, Method, Uri, HeaderMap, Bytes) -> Answering + Clone + Send + Sync + 'static {
    move |State(world), method, uri, headers, body| {
        Box::pin(async move { receive::receive(&world, entry, incoming(method, uri, headers, body)).await })
    }
}
