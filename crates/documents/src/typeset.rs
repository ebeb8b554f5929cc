use crate::letter::Letter;
use crate::wording::{self, Wording, WordingError};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use typst_svg::SvgOptions;

/// The two weights a letter is set in; see `cargo xtask` for how they come here.
const FONTS: [&str; 2] = ["NotoSerifSC_400Regular.ttf", "NotoSerifSC_700Bold.ttf"];
/// After so many letters, layouts that were not used again are dropped from typst's cache.
const CACHE_AGE: usize = 5;

/// Why pages cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum TypesetError {
    /// A font is missing.
    #[error("缺少字体文件 {0}，请先运行 cargo xtask demo 或 cargo xtask test 安装字体")]
    FontMissing(String),
    /// A wording is wrong.
    #[error(transparent)]
    Wording(#[from] WordingError),
    /// There is no such wording.
    #[error("没有编号为 {0} 的保函格式")]
    UnknownWording(String),
    /// The wording and its data do not make a letter; a character without a glyph is the usual cause.
    #[error("保函排版失败：{0}")]
    Failed(String),
}

/// Lays letters out. Built once; cheap to share by reference.
pub struct Typesetter {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    wordings: BTreeMap<String, Wording>,
}

impl fmt::Debug for Typesetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typesetter").field("wordings", &self.wordings.keys()).finish_non_exhaustive()
    }
}

/// Laid-out pages.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// PDF/A-3b.
    pub pdf: Vec<u8>,
    /// Each page as an SVG picture; only for previews.
    pub pages: Vec<String>,
}

impl Typesetter {
    /// Reads fonts and wordings.
    ///
    /// # Errors
    /// [`TypesetError`] for the first that is missing or wrong.
    pub fn open(fonts: &Path, wordings: &Path) -> Result<Self, TypesetError> {
        let mut loaded = Vec::new();
        for name in FONTS {
            let path = fonts.join(name);
            let bytes = std::fs::read(&path).map_err(|_| TypesetError::FontMissing(path.display().to_string()))?;
            loaded.extend(Font::iter(Bytes::new(bytes)));
        }
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&loaded)),
            fonts: loaded,
            wordings: wording::load_all(wordings)?,
        })
    }

    /// The wording with this identifier, if there is one.
    #[must_use]
    pub fn wording(&self, id: &str) -> Option<&Wording> {
        self.wordings.get(id)
    }

    /// Typesets `letter`; a preview also as pictures.
    ///
    /// # Errors
    /// [`TypesetError`].
    pub fn letter(&self, letter: &Letter) -> Result<Rendered, TypesetError> {
        let id = &letter.terms.wording;
        let wording = self.wordings.get(id).ok_or_else(|| TypesetError::UnknownWording(id.clone()))?;
        let data = letter.data().map_err(|error| TypesetError::Failed(error.to_string()))?;
        let document = self.lay_out(&wording.source, data)?;
        let standards = PdfStandards::new(&[PdfStandard::A_3b]).map_err(|error| TypesetError::Failed(error.message().to_string()))?;
        let identity =
            letter.numbering.as_ref().map_or_else(|| letter.terms_digest.clone(), |numbering| numbering.number.as_str().to_owned());
        let options = PdfOptions { standards, ident: Smart::Custom(identity), ..PdfOptions::default() };
        let pdf = typst_pdf::pdf(&document, &options).map_err(failed)?;
        let picture = SvgOptions { pretty: false, render_bleed: false };
        let pages = match letter.numbering {
            None => document.pages().iter().map(|page| typst_svg::svg(page, &picture)).collect(),
            Some(_) => Vec::new(),
        };
        Ok(Rendered { pdf, pages })
    }

    fn lay_out(&self, source: &str, data: Vec<u8>) -> Result<PagedDocument, TypesetError> {
        let sheet = Sheet {
            typesetter: self,
            main: Source::new(file("/letter.typ")?, source.to_owned()),
            data: (file("/data.json")?, Bytes::new(data)),
        };
        let Warned { output, warnings } = typst::compile::<PagedDocument>(&sheet);
        typst::comemo::evict(CACHE_AGE);
        let document = output.map_err(failed)?;
        // A warning is a letter that does not look as it was written: a font that is missing, say.
        if warnings.is_empty() { Ok(document) } else { Err(failed(warnings)) }
    }
}

fn failed(diagnostics: impl IntoIterator<Item = SourceDiagnostic>) -> TypesetError {
    TypesetError::Failed(diagnostics.into_iter().map(|diagnostic| diagnostic.message.to_string()).collect::<Vec<_>>().join("；"))
}

/// Interned for ever, so only constant paths go in here.
fn file(path: &'static str) -> Result<FileId, TypesetError> {
    let path = VirtualPath::new(path).map_err(|_| TypesetError::Failed(format!("路径 {path} 不正确")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// What a wording can see: itself, its data, the fonts. No other file, no date, no network.
struct Sheet<'a> {
    typesetter: &'a Typesetter,
    main: Source,
    data: (FileId, Bytes),
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.typesetter.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &self.typesetter.book
    }
    fn main(&self) -> FileId {
        self.main.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 { Ok(self.data.1.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.typesetter.fonts.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
