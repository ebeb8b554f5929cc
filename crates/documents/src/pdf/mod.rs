//! Signing a PDF: one incremental update with the evidence of the national signature, the data for judging it in ten years, and a
//! PAdES signature over the whole file, as ordinary readers expect it.

mod evidence;

pub use evidence::{Covered, EVIDENCE, Evidence};

use crate::typesetting::Stamp;
use gm::certificate::{Certificate, CertificateError, RevocationList, Scheme};
use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, Stream, StringFormat, dictionary};
use seals::cms::{Content, Draft};
use seals::hash::Hash;

/// Bytes kept free for the signature: chain, time stamp and its chain.
const SIGNATURE_MAX: usize = 12 * 1024;
/// A number with as many digits as a byte range may need.
const PLACEHOLDER: i64 = 9_999_999_999;

/// What the evidence is, for readers that list attached files.
const DESCRIBED: &str = "SM2 signature over this document (GB/T 32918)";

/// Why a PDF cannot be signed.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// Not one of our own PDFs.
    #[error("PDF 无法签名：{0}")]
    Malformed(#[from] lopdf::Error),
    /// The certificate cannot be named.
    #[error("PDF 无法签名：{0}")]
    Certificate(#[from] CertificateError),
    /// It cannot be written.
    #[error("PDF 无法签名：{0}")]
    Unwritable(#[from] std::io::Error),
    /// The signature is longer than the place kept for it.
    #[error("PDF 无法签名：证书链过长")]
    TooLong,
}

/// A PDF on its way to its signature: everything but the signature value.
#[derive(Clone, Debug)]
pub struct Signing {
    bytes: Vec<u8>,
    /// Where the hexadecimal signature goes, angle brackets not included.
    hole: std::ops::Range<usize>,
    draft: Draft,
}

/// What goes into the update beside the signature.
#[derive(Clone, Debug, Default)]
pub struct Enclosures<'a> {
    /// The national signature over the PDF as it is before the update.
    pub evidence: Option<&'a Evidence>,
    /// Certificates of the paths.
    pub certificates: &'a [Certificate],
    /// Revocation lists of the day.
    pub lists: &'a [RevocationList],
}

/// An incremental update in the making.
struct Update(IncrementalDocument);

impl Update {
    fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        self.0.new_document.add_object(object)
    }

    /// The dictionary `id`, taken over from the previous revision to be changed.
    fn dictionary(&mut self, id: ObjectId) -> lopdf::Result<&mut Dictionary> {
        self.0.opt_clone_object_to_new_document(id)?;
        self.0.new_document.get_object_mut(id)?.as_dict_mut()
    }

    fn root(&self) -> lopdf::Result<ObjectId> {
        self.0.get_prev_documents().trailer.get(b"Root")?.as_reference()
    }

    /// What stands under `key` of a dictionary of the previous revision, wherever it is kept.
    fn under(&self, dictionary: &Dictionary, key: &[u8]) -> lopdf::Result<Option<Object>> {
        let Ok(object) = dictionary.get(key) else { return Ok(None) };
        match object.as_reference() {
            Ok(id) => self.0.get_prev_documents().get_object(id).cloned().map(Some),
            Err(_) => Ok(Some(object.clone())),
        }
    }

    /// The dictionary there; an empty one when there is none.
    fn dictionary_in(&self, dictionary: &Dictionary, key: &[u8]) -> lopdf::Result<Dictionary> {
        self.under(dictionary, key)?.map_or_else(|| Ok(Dictionary::new()), |object| object.as_dict().cloned())
    }

    /// The array there; an empty one when there is none.
    fn array_in(&self, dictionary: &Dictionary, key: &[u8]) -> lopdf::Result<Vec<Object>> {
        self.under(dictionary, key)?.map_or_else(|| Ok(Vec::new()), |object| object.as_array().cloned())
    }

    /// When the document was made, as it says itself.
    fn made_at(&self) -> Option<Object> {
        let previous = self.0.get_prev_documents();
        let information = previous.trailer.get(b"Info").and_then(Object::as_reference).and_then(|id| previous.get_dictionary(id));
        information.and_then(|information| information.get(b"CreationDate")).ok().cloned()
    }

    /// Attaches a file, beside those the document has.
    fn attach(&mut self, name: &str, describes: &str, text: &str) -> lopdf::Result<()> {
        let mut parameters = dictionary! { "Size" => i64::try_from(text.len()).unwrap_or(0) };
        // PDF/A-3 asks for a date (N4). The evidence is part of making the document, whose bytes depend on nothing else.
        if let Some(date) = self.made_at() {
            parameters.set("ModDate", date);
        }
        let stream = Stream::new(
            dictionary! { "Type" => "EmbeddedFile", "Subtype" => "application/json", "Params" => parameters },
            text.as_bytes().to_vec(),
        );
        let file = self.add(stream);
        let specification = self.add(dictionary! {
            "Type" => "Filespec",
            "F" => Object::string_literal(name),
            "UF" => Object::string_literal(name),
            "Desc" => Object::string_literal(describes),
            "AFRelationship" => "Supplement",
            "EF" => dictionary! { "F" => file, "UF" => file },
        });
        let root = self.root()?;
        let previous = self.0.get_prev_documents().get_dictionary(root)?.clone();
        let mut names = self.dictionary_in(&previous, b"Names")?;
        let files = self.dictionary_in(&names, b"EmbeddedFiles")?;
        let mut list = self.array_in(&files, b"Names")?;
        // A name tree is sorted; "kaihan.json" stands before.
        list.extend([Object::string_literal(name), specification.into()]);
        names.set("EmbeddedFiles", dictionary! { "Names" => list });
        let mut associated = self.array_in(&previous, b"AF")?;
        associated.push(specification.into());
        let root = self.dictionary(root)?;
        root.set("Names", names);
        root.set("AF", associated);
        Ok(())
    }

    /// The document security store (PAdES): inside the signed revision, as everything in it is known beforehand.
    fn keep(&mut self, certificates: &[Certificate], lists: &[RevocationList]) -> lopdf::Result<()> {
        let root = self.root()?;
        let previous = self.0.get_prev_documents().get_dictionary(root)?.clone();
        let before = self.dictionary_in(&previous, b"DSS")?;
        if certificates.is_empty() && lists.is_empty() && !before.is_empty() {
            return Ok(());
        }
        let stream = |bytes: &[u8]| Stream::new(Dictionary::new(), bytes.to_vec());
        let certificates: Vec<Object> = certificates.iter().map(|certificate| self.add(stream(certificate.der())).into()).collect();
        let lists: Vec<Object> = lists.iter().map(|list| self.add(stream(list.der())).into()).collect();
        // A store only grows.
        let mut store = before.clone();
        store.set("Type", "DSS");
        for (key, more) in [("Certs", certificates), ("CRLs", lists)] {
            store.set(key, [self.array_in(&before, key.as_bytes())?, more].concat());
        }
        let store = self.add(store);
        self.dictionary(root)?.set("DSS", store);
        Ok(())
    }

    /// The signature field at `stamp`, whose appearance is on the page already.
    fn field(&mut self, stamp: Option<&Stamp>) -> lopdf::Result<()> {
        let pages = self.0.get_prev_documents().get_pages();
        let number = stamp.and_then(|stamp| u32::try_from(stamp.page).ok()).unwrap_or(0);
        let page = *pages.get(&(number + 1)).ok_or(lopdf::Error::PageNumberNotFound(number))?;
        let height = self.0.get_prev_documents().get_dictionary(page)?.get(b"MediaBox")?.as_array()?.get(3).cloned();
        let height = points_of(height.as_ref());
        let rectangle = stamp.map_or([0; 4], |stamp| {
            let (left, top) = (points(stamp.x), height - points(stamp.y));
            [left, top - points(stamp.height), left + points(stamp.width), top]
        });
        let appearance = Stream::new(
            dictionary! {
                "Type" => "XObject",
                "Subtype" => "Form",
                "BBox" => vec![0.into(), 0.into(), (rectangle[2] - rectangle[0]).into(), (rectangle[3] - rectangle[1]).into()],
                "Resources" => Dictionary::new(),
            },
            Vec::new(),
        );
        let appearance = self.add(appearance);
        // Beside the signatures that are there already.
        let previous = self.0.get_prev_documents();
        let mut form = self.dictionary_in(previous.get_dictionary(self.root()?)?, b"AcroForm")?;
        let mut fields = self.array_in(&form, b"Fields")?;
        let mut annotations = self.array_in(previous.get_dictionary(page)?, b"Annots")?;
        let signature = self.add(dictionary! {
            "Type" => "Sig",
            "Filter" => "Adobe.PPKLite",
            "SubFilter" => "ETSI.CAdES.detached",
            "ByteRange" => vec![0.into(), PLACEHOLDER.into(), PLACEHOLDER.into(), PLACEHOLDER.into()],
            "Contents" => Object::String(vec![0; SIGNATURE_MAX], StringFormat::Hexadecimal),
        });
        let widget = self.add(dictionary! {
            "Type" => "Annot",
            "Subtype" => "Widget",
            "FT" => "Sig",
            "T" => Object::string_literal(format!("signature{}", fields.len() + 1)),
            "V" => signature,
            "P" => page,
            // Printed, and locked.
            "F" => 132,
            "Rect" => rectangle.map(Object::from).to_vec(),
            "AP" => dictionary! { "N" => appearance },
        });
        annotations.push(widget.into());
        self.dictionary(page)?.set("Annots", annotations);
        fields.push(widget.into());
        form.set("Fields", fields);
        form.set("SigFlags", 3);
        let root = self.root()?;
        self.dictionary(root)?.set("AcroForm", form);
        Ok(())
    }
}

/// Micrometres as whole points.
const fn points(micrometres: i64) -> i64 {
    (micrometres * 72 + 12_700) / 25_400
}

#[expect(clippy::cast_possible_truncation, reason = "a page's height in points")]
fn points_of(object: Option<&Object>) -> i64 {
    object.and_then(|object| object.as_float().ok()).map_or(842, |value| value.round() as i64)
}

fn find(bytes: &[u8], from: usize, needle: &[u8]) -> Option<usize> {
    bytes.get(from..)?.windows(needle.len()).position(|part| part == needle).map(|at| from + at)
}

impl Signing {
    /// Prepares the signature of `certificate` by `scheme` at `stamp`.
    ///
    /// # Errors
    /// [`SigningError`].
    pub fn prepare(
        pdf: &[u8],
        stamp: Option<&Stamp>,
        enclosures: &Enclosures<'_>,
        scheme: Scheme,
        certificate: &Certificate,
    ) -> Result<Self, SigningError> {
        let previous = Document::load_mem(pdf)?;
        let mut update = Update(IncrementalDocument::create_from(pdf.to_vec(), previous));
        if let Some(evidence) = enclosures.evidence {
            update.attach(EVIDENCE, DESCRIBED, &evidence.to_json())?;
        }
        update.keep(enclosures.certificates, enclosures.lists)?;
        update.field(stamp)?;
        let mut bytes = Vec::new();
        update.0.save_to(&mut bytes)?;

        let contents = find(&bytes, pdf.len(), b"/Contents<").ok_or(SigningError::TooLong)? + b"/Contents".len();
        let hole = contents + 1..contents + 1 + 2 * SIGNATURE_MAX;
        let placeholder = format!("{PLACEHOLDER} {PLACEHOLDER} {PLACEHOLDER}");
        let range = find(&bytes, pdf.len(), placeholder.as_bytes()).ok_or(SigningError::TooLong)?;
        let told = format!("{} {} {}", contents, hole.end + 1, bytes.len() - hole.end - 1);
        let told = format!("{told:<width$}", width = placeholder.len());
        bytes[range..range + placeholder.len()].copy_from_slice(told.as_bytes());
        let digest = Hash::of(scheme).digest(&[&bytes[..contents], &bytes[hole.end + 1..]]);
        let draft = Draft::new(scheme, certificate, Content::Elsewhere { digest: &digest })?;
        Ok(Self { bytes, hole, draft })
    }

    /// The bytes to sign.
    #[must_use]
    pub fn to_be_signed(&self) -> Vec<u8> {
        self.draft.to_be_signed()
    }

    /// The signed PDF.
    ///
    /// # Errors
    /// [`SigningError::TooLong`].
    pub fn finish(mut self, value: &[u8], chain: &[Certificate], time_stamp: Option<&[u8]>) -> Result<Vec<u8>, SigningError> {
        let text = hex::encode(self.draft.finish(value, chain, time_stamp));
        let hole = self.bytes.get_mut(self.hole).ok_or(SigningError::TooLong)?;
        hole.get_mut(..text.len()).ok_or(SigningError::TooLong)?.copy_from_slice(text.as_bytes());
        Ok(self.bytes)
    }
}
