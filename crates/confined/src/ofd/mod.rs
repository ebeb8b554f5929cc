//! OFD (GB/T 33190-2016) from laid-out pages: real text in embedded font subsets, vector shapes, no pictures of pages. What a page
//! cannot be told in is refused, not approximated.

mod font;
mod page;
mod path;
mod place;
mod text;

use crate::frames::{Matrix, walk};
use documents::ofd::numbers::number;
use documents::ofd::parts::Package;
use documents::package::Entry;
use documents::typesetting::{Sheet, Stamp, TypesetError};
use documents::xml::escape;
use font::Fonts;
use page::Page;
use std::fmt::Write as _;
use typst_layout::PagedDocument;

/// What stands at the beginning of every file of a package.
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
/// The namespace of GB/T 33190.
const SPACE: &str = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";

/// Identifiers, unique over the document.
#[derive(Debug, Default)]
struct Ids(u32);

impl Ids {
    fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
}

/// Exports the pages, and says where the seals go.
pub(crate) fn export(document: &PagedDocument, sheet: &Sheet) -> Result<(Package, Vec<Stamp>), TypesetError> {
    let (mut ids, mut fonts, mut stamps, mut files) = (Ids::default(), Fonts::default(), Vec::new(), Vec::<Entry>::new());
    let (mut list, mut area) = (String::new(), String::new());
    for (index, laid_out) in document.pages().iter().enumerate() {
        let (page_id, layer) = (ids.next(), ids.next());
        let mut page = Page::new(index, page_id, &mut ids, &mut fonts, &mut stamps);
        walk(&laid_out.frame, Matrix::IDENTITY, &mut page)?;
        let body = page.finish();
        let size = format!("0 0 {} {}", number(laid_out.frame.width().to_mm()), number(laid_out.frame.height().to_mm()));
        if index == 0 {
            area.clone_from(&size);
        }
        let content = format!(
            "{HEAD}<ofd:Page {SPACE}><ofd:Area><ofd:PhysicalBox>{size}</ofd:PhysicalBox></ofd:Area><ofd:Content>\
             <ofd:Layer ID=\"{layer}\" Type=\"Body\">{body}</ofd:Layer></ofd:Content></ofd:Page>"
        );
        files.push((format!("Doc_0/Pages/Page_{index}/Content.xml"), content.into_bytes()));
        let _ = write!(list, "<ofd:Page ID=\"{page_id}\" BaseLoc=\"Pages/Page_{index}/Content.xml\"/>");
    }
    if !sheet.ofd {
        return Ok((Package::default(), stamps));
    }
    let mut resources = String::new();
    let embedded = fonts.finish()?;
    let last_id = font::last_id(embedded.len());
    for font in embedded {
        let (id, name) = (font.id, format!("font_{}.ttf", font.id));
        let _ = write!(
            resources,
            "<ofd:Font ID=\"{id}\" FontName=\"{}\" FamilyName=\"{}\"><ofd:FontFile>{name}</ofd:FontFile></ofd:Font>",
            escape(&font.name),
            escape(&font.family)
        );
        files.push((format!("Doc_0/Res/{name}"), font.bytes));
    }
    let resources = format!("{HEAD}<ofd:Res {SPACE} BaseLoc=\"Res\"><ofd:Fonts>{resources}</ofd:Fonts></ofd:Res>");
    files.push(("Doc_0/PublicRes.xml".into(), resources.into_bytes()));
    let mut attachments = "";
    if !sheet.record.is_empty() {
        attachments = "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>";
        let list = format!(
            "{HEAD}<ofd:Attachments {SPACE}><ofd:Attachment ID=\"{}\" Name=\"kaihan.json\" Format=\"json\" CreationDate=\"{}\" \
             Size=\"{}\" Visible=\"true\"><ofd:FileLoc>kaihan.json</ofd:FileLoc></ofd:Attachment></ofd:Attachments>",
            ids.next(),
            escape(&sheet.dated),
            number(kilobytes(sheet.record.len())),
        );
        files.push(("Doc_0/Attachs/Attachments.xml".into(), list.into_bytes()));
        files.push(("Doc_0/Attachs/kaihan.json".into(), sheet.record.clone().into_bytes()));
    }
    let root = format!(
        "{HEAD}<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>{}</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>{area}\
         </ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{list}</ofd:Pages>\
         {attachments}</ofd:Document>",
        last_id.max(ids.0)
    );
    files.push(("Doc_0/Document.xml".into(), root.into_bytes()));
    let words: String = sheet.keywords.iter().map(|word| format!("<ofd:Keyword>{}</ofd:Keyword>", escape(word))).collect();
    let keywords = if words.is_empty() { words } else { format!("<ofd:Keywords>{words}</ofd:Keywords>") };
    let main = format!(
        "{HEAD}<ofd:OFD {SPACE} Version=\"1.1\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo><ofd:DocID>{}</ofd:DocID><ofd:Title>{}\
         </ofd:Title><ofd:CreationDate>{}</ofd:CreationDate>{keywords}<ofd:Creator>Kaihan</ofd:Creator></ofd:DocInfo><ofd:DocRoot>\
         Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        documents::identity(&sheet.identity),
        escape(&sheet.title),
        escape(&sheet.dated),
    );
    // The main entry first, as readers look for it there.
    files.insert(0, ("OFD.xml".into(), main.into_bytes()));
    let ofd = Package::of(files).map_err(|flaw| TypesetError::Failed(flaw.to_string()))?;
    Ok((ofd, stamps))
}

/// The unit of an attachment's size in GB/T 33190.
#[expect(clippy::cast_precision_loss, reason = "a size for people")]
fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1024.0
}
