//! The enveloped wire beside the specification, made from the tables that translate it.

use crate::shell::{Frame, Guest, Nav, PageError, Web, html};
use app::AppError;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use partners::institution::enveloped::field::{Field, Shape};
use partners::institution::enveloped::interface::{FROM_INSTITUTION, Interface, REPORT, TO_INSTITUTION};
use partners::institution::foreign::ROUTE;
use protocol::catalogue::{Direction, of_topic};
use serde::Deserialize;

/// The same text that a test makes and opens (`web/tests/it/enveloped.rs`).
const EXAMPLE: &str = include_str!("../../../../docs/reference/enveloped-example.json");

/// One message from the specification's words to the answer, with keys that everybody may know.
#[derive(Deserialize)]
struct Example {
    institution_key: String,
    institution_public: String,
    platform_key: String,
    platform_public: String,
    interface: String,
    ours: String,
    data: String,
    signed: String,
    signed_sealed: String,
    plain: String,
    sealed: String,
    answer: String,
    answered: String,
}

struct Group {
    direction: Direction,
    interfaces: &'static [Interface],
}

/// A field with how deep it stands.
struct Row {
    theirs: String,
    ours: String,
    shape: String,
}

#[derive(Template)]
#[template(path = "docs/enveloped.html")]
struct EnvelopedPage {
    frame: Frame,
    route: &'static str,
    groups: [Group; 2],
    example: Example,
}

/// How a value is written, and the fields within it.
fn written(shape: Shape) -> (String, Option<&'static [Field]>) {
    match shape {
        Shape::Text => ("文本".to_owned(), None),
        Shape::Amount => ("元，六位小数，至多两位有效".to_owned(), None),
        Shape::Count => ("数字文本".to_owned(), None),
        Shape::Flag => ("1 是，0 否".to_owned(), None),
        Shape::Codes(codes) => (codes.iter().map(|(ours, theirs)| format!("{theirs} {ours}")).collect::<Vec<_>>().join("，"), None),
        Shape::Object(fields) => ("对象".to_owned(), Some(fields)),
        Shape::Each(fields) => ("列表".to_owned(), Some(fields)),
        Shape::List(shape) => (format!("列表，每项为{}", written(*shape).0), None),
        Shape::Presence => ("1 密文，2 明文".to_owned(), None),
    }
}

fn rows(fields: &[Field], theirs: &str, ours: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for field in fields {
        let (theirs, ours) = (format!("{theirs}{}", field.theirs), format!("{ours}{}", field.ours));
        let (shape, within) = written(field.shape);
        let within = within.map(|fields| rows_within(fields, &theirs, &ours)).unwrap_or_default();
        rows.push(Row { theirs, ours, shape });
        rows.extend(within);
    }
    rows
}

fn rows_within(fields: &[Field], theirs: &str, ours: &str) -> Vec<Row> {
    rows(fields, &format!("{theirs}."), &format!("{ours}."))
}

impl EnvelopedPage {
    fn title(&self, interface: &Interface) -> &'static str {
        of_topic(interface.topic).map_or("", |entry| entry.title)
    }

    fn rows(&self, interface: &Interface) -> Vec<Row> {
        rows(interface.fields, "", "")
    }

    fn report(&self) -> Vec<Row> {
        rows(REPORT, "", "")
    }

    fn place(&self, group: &Group) -> &'static str {
        match group.direction {
            Direction::ToInstitution => "机构接口地址/",
            Direction::FromInstitution | Direction::FromCentre => self.route.trim_end_matches("{interface}"),
        }
    }
}

pub(crate) async fn show(State(web): State<Web>, guest: Guest) -> Result<Response, PageError> {
    let groups = [
        Group { direction: Direction::ToInstitution, interfaces: TO_INSTITUTION },
        Group { direction: Direction::FromInstitution, interfaces: FROM_INSTITUTION },
    ];
    let example = serde_json::from_str(EXAMPLE).map_err(|error| AppError::Bug(error.to_string()))?;
    Ok(html(&EnvelopedPage { frame: guest.frame(&web, Nav::Docs)?, route: ROUTE, groups, example }))
}
