use super::Seal;
use crate::typesetting::Sheet;
use domain::time::Date;
use serde_json::json;

/// The sheet of one seal's picture, drawn from its data: vectors, in the layout's own hand, so that the seal a reader draws on the OFD
/// is the one that stands on the PDF. Gives back its size in millimetres beside it.
#[must_use]
pub fn seal_picture(seal: &Seal, layout: &str, made_on: Date) -> (Sheet, u64) {
    let date = json!({ "year": made_on.year(), "month": made_on.month(), "day": made_on.day() });
    let sheet = Sheet {
        source: "#import \"/layout.typ\": seal-page\n#seal-page(json(\"/data.json\"))\n".into(),
        layout: layout.to_owned(),
        data: json!({ "seal": seal, "date": date }).to_string(),
        title: seal.name.clone(),
        identity: format!("seal {} {}", seal.kind, seal.code),
        dated: made_on.to_string(),
        ofd: true,
        ..Sheet::default()
    };
    (sheet, if seal.kind == "person" { 20 } else { 42 })
}
