//! Writing a message in somebody else's words: tables of fields, read in both directions.

use serde_json::{Map, Value};

/// How a value is written there.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// As it is.
    Text,
    /// Yuan with six decimals, of which two count.
    Amount,
    /// A number as text.
    Count,
    /// `1` and `0`.
    Flag,
    /// A code for each of our words.
    Codes(&'static [(&'static str, &'static str)]),
    /// An object of its own.
    Object(&'static [Field]),
    /// A list of such objects.
    Each(&'static [Field]),
    /// A list of such values.
    List(&'static Self),
    /// `2` when we have this part, `1` when it is left out; says nothing to us.
    Presence,
}

/// One field under both names; ours may lead into objects (`lot.lot_number`).
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Our name.
    pub ours: &'static str,
    /// Theirs.
    pub theirs: &'static str,
    /// How its value is written.
    pub shape: Shape,
}

/// A field's row.
#[must_use]
pub const fn field(ours: &'static str, theirs: &'static str, shape: Shape) -> Field {
    Field { ours, theirs, shape }
}

fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, name| value.get(name)).filter(|value| !value.is_null())
}

fn put(into: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            into.insert(path.to_owned(), value);
        }
        Some((first, rest)) => {
            if let Some(inner) = into.entry(first).or_insert_with(|| Value::Object(Map::new())).as_object_mut() {
                put(inner, rest, value);
            }
        }
    }
}

fn text(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| "应为文本".to_owned())
}

fn six_decimals(yuan: &str) -> String {
    let (whole, decimals) = yuan.split_once('.').unwrap_or((yuan, ""));
    format!("{whole}.{decimals:0<6}")
}

fn two_decimals(wide: &str) -> Result<String, String> {
    let (whole, decimals) = wide.split_once('.').unwrap_or((wide, ""));
    let (kept, rest) = decimals.split_at_checked(2).unwrap_or((decimals, ""));
    if rest.chars().any(|c| c != '0') {
        return Err("金额最多两位小数".into());
    }
    Ok(format!("{whole}.{kept:0<2}"))
}

fn theirs(value: &Value, shape: Shape) -> Result<Value, String> {
    Ok(match shape {
        Shape::Text => Value::String(text(value)?.to_owned()),
        Shape::Amount => Value::String(six_decimals(text(value)?)),
        Shape::Count => Value::String(value.as_u64().ok_or("应为数字")?.to_string()),
        Shape::Flag => Value::String(if value.as_bool().ok_or("应为真或假")? { "1" } else { "0" }.to_owned()),
        Shape::Codes(codes) => {
            let word = text(value)?;
            let (_, code) = codes.iter().find(|(ours, _)| *ours == word).ok_or_else(|| format!("没有“{word}”的代码"))?;
            Value::String((*code).to_owned())
        }
        Shape::Object(fields) => to_theirs(fields, value)?,
        Shape::Each(fields) => {
            let items = value.as_array().ok_or("应为列表")?;
            Value::Array(items.iter().map(|item| to_theirs(fields, item)).collect::<Result<_, _>>()?)
        }
        Shape::List(shape) => {
            let items = value.as_array().ok_or("应为列表")?;
            Value::Array(items.iter().map(|item| theirs(item, *shape)).collect::<Result<_, _>>()?)
        }
        Shape::Presence => Value::String("2".into()),
    })
}

fn ours(value: &Value, shape: Shape) -> Result<Option<Value>, String> {
    Ok(Some(match shape {
        Shape::Text => Value::String(text(value)?.to_owned()),
        Shape::Amount => Value::String(two_decimals(text(value)?)?),
        Shape::Count => Value::from(text(value)?.parse::<u64>().map_err(|_| "应为数字")?),
        Shape::Flag => match text(value)? {
            "1" => Value::Bool(true),
            "0" => Value::Bool(false),
            _ => return Err("应为 1 或 0".into()),
        },
        Shape::Codes(codes) => {
            let code = text(value)?;
            let (word, _) = codes.iter().find(|(_, theirs)| *theirs == code).ok_or_else(|| format!("没有代码“{code}”"))?;
            Value::String((*word).to_owned())
        }
        Shape::Object(fields) => to_ours(fields, value)?,
        Shape::Each(fields) => {
            let items = value.as_array().ok_or("应为列表")?;
            Value::Array(items.iter().map(|item| to_ours(fields, item)).collect::<Result<_, _>>()?)
        }
        Shape::List(shape) => {
            let items = value.as_array().ok_or("应为列表")?;
            let read: Vec<Option<Value>> = items.iter().map(|item| ours(item, *shape)).collect::<Result<_, _>>()?;
            Value::Array(read.into_iter().flatten().collect())
        }
        Shape::Presence => return Ok(None),
    }))
}

/// Our message in their words. Fields without a row are left out.
///
/// # Errors
/// Which field has a value that they have no words for.
pub fn to_theirs(fields: &[Field], message: &Value) -> Result<Value, String> {
    let mut into = Map::new();
    for field in fields {
        match at(message, field.ours) {
            Some(value) => put(&mut into, field.theirs, theirs(value, field.shape).map_err(|error| format!("{}：{error}", field.ours))?),
            None if matches!(field.shape, Shape::Presence) => put(&mut into, field.theirs, "1".into()),
            None => {}
        }
    }
    Ok(Value::Object(into))
}

/// Their message in our words. Anything but a text that is empty counts as left out; fields without a row are ignored.
///
/// # Errors
/// Which field has a value that we have no words for.
pub fn to_ours(fields: &[Field], message: &Value) -> Result<Value, String> {
    let mut into = Map::new();
    for field in fields {
        let left_out = |value: &&Value| value.as_str() == Some("") && !matches!(field.shape, Shape::Text);
        let Some(value) = at(message, field.theirs).filter(|value| !left_out(value)) else { continue };
        if let Some(value) = ours(value, field.shape).map_err(|error| format!("{}：{error}", field.theirs))? {
            put(&mut into, field.ours, value);
        }
    }
    Ok(Value::Object(into))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const LOT: &[Field] = &[field("number", "section_no", Shape::Text)];
    const FIELDS: &[Field] = &[
        field("amount", "guarantee_amount", Shape::Amount),
        field("lot", "guarantee_type", Shape::Presence),
        field("lot.number", "section_no", Shape::Text),
        field("accepted", "result", Shape::Flag),
        field("kind", "biz_kind", Shape::Codes(&[("bid", "01")])),
        field("lots", "section_list", Shape::Each(LOT)),
    ];

    #[test]
    fn what_is_written_in_their_words_reads_the_same_in_ours() {
        let message = json!({"amount": "5000.10", "lot": {"number": "E65"}, "accepted": true, "kind": "bid", "lots": [{"number": "1"}]});
        let theirs = to_theirs(FIELDS, &message).expect("words for everything");
        assert_eq!(
            theirs,
            json!({"guarantee_amount": "5000.100000", "guarantee_type": "2", "section_no": "E65", "result": "1", "biz_kind": "01",
                   "section_list": [{"section_no": "1"}]})
        );
        assert_eq!(to_ours(FIELDS, &theirs).expect("words for everything"), message);
    }

    #[test]
    fn a_sealed_lot_is_left_out_and_marked() {
        assert_eq!(to_theirs(FIELDS, &json!({"amount": "1.00"})), Ok(json!({"guarantee_amount": "1.000000", "guarantee_type": "1"})));
    }

    #[test]
    fn a_value_there_is_no_word_for_is_named() {
        for (bad, named) in [
            (json!({"guarantee_amount": "5000.123"}), "guarantee_amount：金额最多两位小数"),
            (json!({"result": "2"}), "result：应为 1 或 0"),
            (json!({"biz_kind": "99"}), "biz_kind：没有代码“99”"),
            (json!({"section_list": [{"section_no": 5}]}), "section_list：section_no：应为文本"),
        ] {
            assert_eq!(to_ours(FIELDS, &bad), Err(named.to_owned()));
        }
    }
}
