//! The editor's form: what was typed, the files that go with it, and the page that shows it all again.

use super::markup::{self, Pictures, Prose, prose, told};
use super::{pictures, size, tone};
use crate::shell::{Faults, Frame, Known, Nav, PageError, Uploaded, Web};
use app::AppError;
use app::article::form::Form;
use app::article::view::{ArticleDetail, Entry};
use app::document::attachment::{FILE_MAX, carried, carry, is_picture, take};
use askama::Template;
use axum::response::Response;
use domain::article::{Article, ArticleKind, ArticleState, Edition, publish};
use domain::document::Attachment;

/// What came with the form.
pub(super) struct Typed {
    pub(super) known: Known,
    pub(super) form: Form,
    /// The files that were handed in and are not saved yet, each as the next form carries it.
    fresh: Vec<(u32, Attachment, String)>,
    /// What the article's version was when the form was opened.
    pub(super) version: u32,
    /// Whether to show what it makes instead of saving it.
    pub(super) preview: bool,
    pub(super) faults: Faults,
}

/// Reads the form of an article, none where one is begun.
pub(super) async fn read(web: &Web, uploaded: Uploaded<FILE_MAX>, detail: Option<&ArticleDetail>) -> Result<Typed, PageError> {
    let Uploaded { known, fields, file, name, fault } = uploaded;
    let get = |field: &str| fields.get(field).cloned().unwrap_or_default();
    let (mut faults, text) = (Faults::default(), get("text"));
    if text.chars().count() > Edition::TEXT_MAX {
        faults.push("text", format!("正文应为 2 至 {} 个字，过长的请分成几篇，或将资料作为附件上传", Edition::TEXT_MAX));
    }
    let carrying = fields.iter().filter(|(field, _)| field.starts_with("carried"));
    let mut fresh: Vec<(Attachment, String)> = carrying.filter_map(|(_, text)| Some((carried(&web.world, text)?, text.clone()))).collect();
    if let Some(fault) = fault {
        faults.push("file", fault);
    } else if let Some(name) = name {
        match take(&web.world, &name, file).await? {
            Some(attachment) => fresh.push((attachment.clone(), carry(&web.world, &attachment)?)),
            None => faults.push("file", format!("“{name}”不是 PDF、PNG 或 JPG，或超过 {} MB，请重新选择", FILE_MAX / 1024 / 1024)),
        }
    }
    let article = detail.map(|detail| &detail.article);
    let editions = article.and_then(Article::latest).into_iter().chain(article.and_then(Article::read).map(|read| &read.edition));
    let given = editions.map(Edition::given).max().unwrap_or(0);
    let fresh: Vec<_> = fresh.into_iter().zip(given + 1..).map(|((attachment, text), number)| (number, attachment, text)).collect();
    let old = article.and_then(Article::latest).into_iter().flat_map(Edition::numbered);
    let old = old.filter(|(number, _)| !fields.contains_key(&format!("remove{number}")));
    let form = Form {
        title: get("title"),
        text,
        dated: get("dated"),
        pinned: fields.contains_key("pinned"),
        attachments: old
            .chain(fresh.iter().map(|(number, file, _)| (*number, file)))
            .map(|(number, file)| (number, file.clone()))
            .collect(),
        given,
    };
    Ok(Typed { known, form, fresh, version: get("version").parse().unwrap_or(0), preview: get("act") == "preview", faults })
}

/// The pictures of an article that are saved.
pub(super) fn saved(detail: &ArticleDetail) -> Pictures {
    let folder = format!("/centre/articles/{}/files", detail.article.facts.id);
    detail.article.latest().map(|edition| pictures(&folder, edition)).unwrap_or_default()
}

#[derive(Template)]
#[template(path = "article/edit.html")]
struct EditPage {
    frame: Frame,
    kind: ArticleKind,
    /// The article; none while it is only being begun.
    detail: Option<ArticleDetail>,
    form: Form,
    fresh: Vec<(u32, Attachment, String)>,
    /// What the text makes, as HTML that went through the sanitiser.
    prose: String,
    /// What of it was left out.
    told: String,
    faults: Faults,
    /// The version that the form goes on from: the one that it was opened with, however often it comes back.
    version: u32,
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
    /// The attachments that are saved.
    fn saved(&self) -> Vec<(u32, &Attachment)> {
        self.detail.as_ref().and_then(|detail| detail.article.latest()).into_iter().flat_map(Edition::numbered).collect()
    }
    /// Whether the saved attachment with this number is to stay.
    fn stays(&self, number: &u32) -> bool {
        self.form.attachments.iter().any(|(known, _)| known == number)
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
pub(super) async fn page(web: &Web, typed: Typed, kind: ArticleKind, detail: Option<ArticleDetail>) -> Result<Response, PageError> {
    let Typed { known, form, fresh, version, preview: _, faults } = typed;
    let Prose { html, mut dropped } = prose(form.text.clone(), detail.as_ref().map(saved).unwrap_or_default()).await?;
    // A picture that is only being handed in is shown once it is saved.
    let coming = |of: &str| fresh.iter().any(|(number, file, _)| markup::number(of) == Some(*number) && is_picture(file));
    dropped.retain(|of| !coming(of));
    let told = told(&dropped);
    let frame = known.frame_on(web, Nav::Articles, known.caller.actor.site.ok_or(AppError::NotFound)?)?;
    let page = EditPage { frame, kind, detail, form, fresh, prose: html, told, faults, version };
    Ok(page.faults.show(&page))
}

/// A form as nobody has typed into it yet.
pub(super) fn untouched(known: Known, form: Form, version: u32) -> Typed {
    Typed { known, form, fresh: Vec::new(), version, preview: false, faults: Faults::default() }
}
