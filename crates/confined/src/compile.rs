use crate::frames::every_glyph_exists;
use crate::{ofd, svg};
use documents::ofd::parts::Package;
use documents::typesetting::faces::{MAIN, RARE};
use documents::typesetting::{Pages, Picture, Sheet, TypesetError};
use std::fmt;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;
use std::sync::{Mutex, OnceLock};
use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// After so many sheets, layouts that were not used again are dropped from typst's cache.
const CACHE_AGE: usize = 5;

/// Lays sheets out. Built once.
pub struct Compiler {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Face>,
}

/// A face, read at once or when it is first needed: the rare ones are large, and few letters hold a character of theirs.
enum Face {
    Ready(Font),
    Waiting {
        /// Open since before the process confined itself; read from its beginning, once.
        file: Mutex<File>,
        length: usize,
        font: OnceLock<Option<Font>>,
    },
}

impl Face {
    fn get(&self) -> Option<Font> {
        match self {
            Self::Ready(font) => Some(font.clone()),
            Self::Waiting { file, length, font } => font
                .get_or_init(|| {
                    let mut bytes = vec![0; *length];
                    file.lock().ok()?.read_exact(&mut bytes).ok()?;
                    Font::new(Bytes::new(bytes), 0)
                })
                .clone(),
        }
    }
}

/// A rare face, if it is there: what it covers is known from now on, its outlines are left where they are.
fn rare(path: &Path) -> Option<(FontInfo, Face)> {
    let mut file = File::open(path).ok()?;
    let mut bytes = Vec::new();
    let length = file.read_to_end(&mut bytes).ok()?;
    let info = FontInfo::new(&bytes, 0)?;
    file.rewind().ok()?;
    Some((info, Face::Waiting { file: Mutex::new(file), length, font: OnceLock::new() }))
}

impl fmt::Debug for Compiler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Compiler").field("fonts", &self.fonts.len()).finish_non_exhaustive()
    }
}

impl Compiler {
    /// Reads the fonts.
    ///
    /// # Errors
    /// [`TypesetError::FontMissing`].
    pub fn open(fonts: &Path) -> Result<Self, TypesetError> {
        let (mut infos, mut loaded) = (Vec::new(), Vec::new());
        for name in MAIN {
            let path = fonts.join(name);
            let bytes = std::fs::read(&path).map_err(|_| TypesetError::FontMissing(path.display().to_string()))?;
            for font in Font::iter(Bytes::new(bytes)) {
                infos.push(font.info().clone());
                loaded.push(Face::Ready(font));
            }
        }
        for (info, face) in RARE.iter().filter_map(|name| rare(&fonts.join(name))) {
            infos.push(info);
            loaded.push(face);
        }
        Ok(Self { library: LazyHash::new(Library::default()), book: LazyHash::new(FontBook::from_infos(infos)), fonts: loaded })
    }

    /// Sets one word, so that threads and tables exist before the process confines itself.
    pub fn warm_up(&self) {
        let sheet = Sheet { source: "#set document(date: datetime(year: 2026, month: 1, day: 1))\n保函".into(), ..Sheet::default() };
        drop(self.typeset(&Sheet { pdf: true, ofd: true, ..sheet }));
    }

    /// Lays `sheet` out and exports what it asks for.
    ///
    /// # Errors
    /// [`TypesetError::Failed`] with typst's words; a character without a glyph is named.
    pub fn typeset(&self, sheet: &Sheet) -> Result<Pages, TypesetError> {
        let desk = Desk::new(self, sheet)?;
        let Warned { output, warnings } = typst::compile::<PagedDocument>(&desk);
        typst::comemo::evict(CACHE_AGE);
        let document = output.map_err(failed)?;
        // A warning is a page that does not look as it was written: a font that is missing, say.
        if !warnings.is_empty() {
            return Err(failed(warnings));
        }
        every_glyph_exists(&document)?;
        let pdf = if sheet.pdf { pdf(&document, &sheet.identity)? } else { Vec::new() };
        // Pictures are on manuals alone, which are no OFD and which nobody seals.
        let (ofd, stamps) =
            if sheet.ofd || sheet.images.is_empty() { ofd::export(&document, sheet)? } else { (Package::default(), Vec::new()) };
        let pictures = if sheet.pictures {
            document.pages().iter().map(|page| svg::draw(page).map(Picture::from)).collect::<Result<_, _>>()?
        } else {
            Vec::new()
        };
        Ok(Pages { pdf, ofd, pictures, stamps })
    }
}

fn pdf(document: &PagedDocument, identity: &str) -> Result<Vec<u8>, TypesetError> {
    let standards = PdfStandards::new(&[PdfStandard::A_3b]).map_err(|error| TypesetError::Failed(error.message().to_string()))?;
    let options = PdfOptions { standards, ident: Smart::Custom(identity.to_owned()), ..PdfOptions::default() };
    typst_pdf::pdf(document, &options).map_err(failed)
}

fn failed(diagnostics: impl IntoIterator<Item = SourceDiagnostic>) -> TypesetError {
    TypesetError::Failed(diagnostics.into_iter().map(|diagnostic| diagnostic.message.to_string()).collect::<Vec<_>>().join("；"))
}

/// Interned for ever, so only constant paths go in here.
fn file(path: &'static str) -> Result<FileId, TypesetError> {
    let path = VirtualPath::new(path).map_err(|_| TypesetError::Failed(format!("路径 {path} 不正确")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// What a sheet can see: itself, the layout it shares with others, its data and pictures, the record it attaches, the fonts. No other file, no
/// date, no network.
struct Desk<'a> {
    compiler: &'a Compiler,
    main: Source,
    layout: Source,
    files: [(FileId, Bytes); 3],
}

impl<'a> Desk<'a> {
    fn new(compiler: &'a Compiler, sheet: &Sheet) -> Result<Self, TypesetError> {
        Ok(Self {
            compiler,
            main: Source::new(file("/sheet.typ")?, sheet.source.clone()),
            layout: Source::new(file("/layout.typ")?, sheet.layout.clone()),
            files: [
                (file("/data.json")?, Bytes::from_string(sheet.data.clone())),
                (file("/kaihan.json")?, Bytes::from_string(sheet.record.clone())),
                (file("/pictures")?, Bytes::new(sheet.images.clone())),
            ],
        })
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.compiler.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &self.compiler.book
    }
    fn main(&self) -> FileId {
        self.main.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.main, &self.layout].into_iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.iter().find(|(known, _)| *known == id).map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.compiler.fonts.get(index).and_then(Face::get)
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
