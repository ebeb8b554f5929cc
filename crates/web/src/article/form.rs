//! The editor's form: what was typed, the files that go with it, and the page that shows it all again.

use super::{markup, pictures, size, tone};
use crate::shell::{Faults, Frame, Known, Nav, PageError, Uploaded, Web, empty};
use app::AppError;
use app::article::form::Form;
use app::article::view::{ArticleDetail, Entry};
use app::document::attachment::{FILE_MAX, carried, carry, is_picture, take};
use askama::Template;
use axum::response::Response;
use domain::article::{ArticleKind, ArticleState, Edition, publish};
use domain::document::Attachment;

/// Largest form: a file, and a text of 20 000 characters of four bytes each.
pub(crate) const FORM_MAX: usize = FILE_MAX + 256 * 1024;

/// What came with the form.
pub(super) struct Typed {
    pub(super) known: Known,
    pub(super) form: Form,
    /// The files that were handed in and are not saved yet, each as the next form carries it.
    fresh: Vec<(Attachment, String)>,
    /// What the article's version was when the form was opened.
    pub(super) version: u32,
    /// Whether to show what it makes instead of saving it.
    pub(super) preview: bool,
    pub(super) faults: Faults,
}

/// Reads the form of an article with these attachments.
pub(super) async fn read(web: &Web, uploaded: Uploaded<FORM_MAX>, attachments: &[Attachment]) -> Result<Typed, PageError> {
    let Uploaded { known, fields, file, name, empty: nothing } = uploaded;
    let get = |field: &str| fields.get(field).cloned().unwrap_or_default();
    let mut faults = Faults::default();
    let carrying = fields.iter().filter(|(field, _)| field.starts_with("carried"));
    let mut fresh: Vec<(Attachment, String)> = carrying.filter_map(|(_, text)| Some((carried(&web.world, text)?, text.clone()))).collect();
    if let Some(name) = nothing {
        faults.push("file", empty(&name));
    } else if !file.is_empty() {
        match take(&web.world, name.as_deref().unwrap_or_default(), file).await? {
            Some(attachment) => fresh.push((attachment.clone(), carry(&web.world, &attachment)?)),
            None => faults.push(
                "file",
                format!("“{}”不是 PDF、PNG 或 JPG，或超过 {} MB，请重新选择", name.unwrap_or_default(), FILE_MAX / 1024 / 1024),
            ),
        }
    }
    let left = attachments.iter().zip(1..).filter(|(_, number)| !fields.contains_key(&format!("remove{number}")));
    let form = Form {
        title: get("title"),
        text: get("text"),
        dated: get("dated"),
        pinned: fields.contains_key("pinned"),
        attachments: left.map(|(attachment, _)| attachment.clone()).chain(fresh.iter().map(|(attachment, _)| attachment.clone())).collect(),
    };
    Ok(Typed { known, form, fresh, version: get("version").parse().unwrap_or(0), preview: get("act") == "preview", faults })
}

#[derive(Template)]
#[template(path = "article/edit.html")]
struct EditPage {
    frame: Frame,
    kind: ArticleKind,
    /// The article; none while it is only being begun.
    detail: Option<ArticleDetail>,
    form: Form,
    fresh: Vec<(Attachment, String)>,
    /// What the text makes, as HTML that went through the sanitiser.
    prose: String,
    faults: Faults,
}

impl EditPage {
    fn action(&self) -> String {
        self.detail.as_ref().map_or_else(|| format!("/centre/articles/new/{}", self.kind.code()), |detail| self.address(detail))
    }
    fn address(&self, detail: &ArticleDetail) -> String {
        format!("/centre/articles/{}", detail.article.facts.id)
    }
    fn id(&self) -> String {
        self.detail.as_ref().map(|detail| detail.article.facts.id.to_string()).unwrap_or_default()
    }
    fn version(&self) -> u32 {
        self.detail.as_ref().map_or(0, |detail| detail.article.version)
    }
    /// The attachments that are saved.
    fn saved(&self) -> &[Attachment] {
        self.detail.as_ref().and_then(|detail| detail.article.latest()).map_or(&[], Edition::attachments)
    }
    /// Whether a saved attachment is to stay.
    fn stays(&self, attachment: &Attachment) -> bool {
        self.form.attachments.contains(attachment)
    }
    fn size(&self, bytes: &u64) -> String {
        size(*bytes)
    }
    fn is_picture(&self, attachment: &Attachment) -> bool {
        is_picture(attachment)
    }
    fn tone(&self, detail: &ArticleDetail) -> &'static str {
        tone(detail.article.state())
    }
    fn editable(&self) -> bool {
        self.detail.as_ref().is_none_or(|detail| detail.article.state() != ArticleState::Discarded)
    }
    fn is_draft(&self, detail: &ArticleDetail) -> bool {
        detail.article.state() == ArticleState::Draft
    }
    fn is_submitted(&self, detail: &ArticleDetail) -> bool {
        detail.article.state() == ArticleState::Submitted
    }
    /// Whether the viewer can publish it now.
    fn can_publish(&self, detail: &ArticleDetail) -> bool {
        publish::check(&detail.article, detail.two_persons).is_ok() && !(detail.two_persons && detail.is_editor)
    }
    /// Why what was read is not read any more.
    fn withdrawn<'a>(&self, detail: &'a ArticleDetail) -> Option<&'a str> {
        detail.article.publication.as_ref().and_then(|publication| publication.withdrawn.as_deref())
    }
    /// What whoever was to publish it wants otherwise.
    fn note<'a>(&self, detail: &'a ArticleDetail) -> Option<&'a str> {
        detail.article.manuscript.as_ref().map(|manuscript| manuscript.note.as_str()).filter(|note| !note.is_empty())
    }
    fn did(&self, entry: &Entry) -> &'static str {
        match entry.name.as_str() {
            "article.begun" => "新建",
            "article.edited" => "修改",
            "article.submitted" => "提交发布",
            "article.published" => "发布",
            "article.sent_back" => "退回修改",
            "article.discarded" => "放弃稿件",
            _ => "撤下",
        }
    }
    fn short<'a>(&self, entry: &'a Entry) -> &'a str {
        entry.certificate.get(..16).unwrap_or("导入")
    }
}

/// The page of an article, or of one that is being begun.
pub(super) fn page(web: &Web, typed: Typed, kind: ArticleKind, detail: Option<ArticleDetail>) -> Result<Response, PageError> {
    let Typed { known, form, fresh, faults, .. } = typed;
    let folder = detail.as_ref().map(|detail| format!("/centre/articles/{}/files", detail.article.facts.id)).unwrap_or_default();
    let saved = detail.as_ref().and_then(|detail| detail.article.latest()).map_or(&[] as &[Attachment], Edition::attachments);
    let pictures = pictures(&folder, saved);
    let prose = markup::render(&form.text, |of| markup::attached(of, &pictures));
    let frame = known.frame_on(web, Nav::Articles, known.caller.actor.site.ok_or(AppError::NotFound)?)?;
    let page = EditPage { frame, kind, detail, form, fresh, prose, faults };
    Ok(page.faults.show(&page))
}

/// A form as nobody has typed into it yet.
pub(super) fn untouched(known: Known, form: Form) -> Typed {
    Typed { known, form, fresh: Vec::new(), version: 0, preview: false, faults: Faults::default() }
}
