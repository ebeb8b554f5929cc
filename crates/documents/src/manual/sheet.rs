use super::read::{Block, read};
use super::{Manual, PICTURES};
use crate::typesetting::{Sheet, TypesetError};
use domain::time::Date;
use serde_json::json;
use std::collections::BTreeMap;

/// Manuals have a layout of their own: it may change, as those of letters may not.
const LAYOUT: &str = include_str!("../../../../docs/manual/layout.typ");

impl Manual {
    /// The sheet of this manual for a platform at `origin`, dated the day it is printed; PDF alone.
    ///
    /// # Errors
    /// [`TypesetError::Failed`] for an element that has no way to be set, or a picture that no journey has taken.
    pub fn sheet(&self, origin: &str, dated: Date) -> Result<Sheet, TypesetError> {
        let blocks =
            read(self.text).map_err(|unread| TypesetError::Failed(format!("手册 {} 中有无法排版的内容：{}", self.name, unread.0)))?;
        let (mut images, mut places) = (Vec::new(), BTreeMap::new());
        let mut named = Vec::new();
        pictures(&blocks, &mut named);
        for name in named {
            let picture = PICTURES.iter().find(|(known, _)| *known == name).map(|(_, bytes)| bytes);
            let picture = picture.ok_or_else(|| TypesetError::Failed(format!("手册 {} 缺少图片 {name}", self.name)))?;
            let begin = images.len();
            images.extend_from_slice(picture);
            places.insert(name, [begin, images.len()]);
        }
        let data = json!({
            "title": self.title,
            "about": self.about,
            "origin": origin,
            "date": { "year": dated.year(), "month": dated.month(), "day": dated.day() },
            "blocks": blocks,
            "pictures": places,
        });
        Ok(Sheet {
            source: LAYOUT.to_owned(),
            data: data.to_string(),
            images,
            title: self.title.to_owned(),
            identity: format!("manual {}", self.name),
            dated: dated.to_string(),
            pdf: true,
            ..Sheet::default()
        })
    }
}

/// The names of the pictures in `blocks`.
fn pictures<'a>(blocks: &'a [Block], named: &mut Vec<&'a str>) {
    for block in blocks {
        match block {
            Block::Picture { name, .. } => named.push(name),
            Block::List { items, .. } => items.iter().for_each(|item| pictures(item, named)),
            Block::Quote { blocks } => pictures(blocks, named),
            Block::Heading { .. } | Block::Paragraph { .. } | Block::Table { .. } | Block::Code { .. } => {}
        }
    }
}
