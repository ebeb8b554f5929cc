//! The institution's own letters: in its own words, under its own seal.

use super::Institution;
use super::book::{BookError, Order, Waiting};
use super::say::say;
use documents::ofd::Sealing;
use documents::paper::{GUARANTOR, Plain, grouped};
use documents::pdf::{Covered, Enclosures, Evidence, Signing};
use documents::typesetting::Pages;
use gm::certificate::{Certificate, Scheme};
use gm::{SigningKey, key_file};
use protocol::message::{ApplicationState, FileFormat, IssuedFile, IssuedGuarantee, Subject};
use seals::eseal::ESeal;
use seals::hash::Hash;
use std::error::Error;
use std::fmt;
use std::path::Path;

/// What the institution seals with: a national key with its seal, and an ordinary one.
pub struct SealKeys {
    national: (SigningKey, Vec<Certificate>),
    ordinary: (SigningKey, Vec<Certificate>),
    seal: ESeal,
}

impl fmt::Debug for SealKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKeys(redacted)")
    }
}

impl SealKeys {
    /// Opens `NAME.p8`, `NAME.p256.p8` with their certificates, and `NAME.esl`.
    ///
    /// # Errors
    /// When one of them does not open.
    pub fn open(folder: &Path, name: &str, pin: &str) -> Result<Self, Box<dyn Error>> {
        let read = |name: &str| -> Result<(SigningKey, Vec<Certificate>), Box<dyn Error>> {
            let text = |extension: &str| std::fs::read_to_string(folder.join(format!("{name}.{extension}")));
            Ok((key_file::decrypt_any(&text("p8")?, pin)?, Certificate::from_pem(&text("cer")?)?))
        };
        let seal = ESeal::from_der(&std::fs::read(folder.join(format!("{name}.esl")))?)?;
        Ok(Self { national: read(name)?, ordinary: read(&format!("{name}.p256"))?, seal })
    }
}

/// Issues the letters that are paid for.
pub(super) async fn issue_paid(institution: &Institution) -> Result<(), BookError> {
    for number in institution.book().due()? {
        if let Some(order) = institution.book().order(&number)?.filter(|order| institution.is_due(order)) {
            // A letter that cannot be made now is made in a later round.
            match make(institution, &order).await {
                Ok(letter) => record(institution, order, letter)?,
                Err(error) => institution.trouble_with(error.to_string()),
            }
        }
    }
    Ok(())
}

struct Made {
    number: String,
    pdf: Vec<u8>,
    ofd: Vec<u8>,
}

fn sheet(institution: &Institution, order: &Order, number: &str) -> documents::typesetting::Sheet {
    if institution.manners().any_text {
        return Plain {
            title: "测试".into(),
            number: "TEST".into(),
            paragraphs: vec!["这是一份测试文件，没有任何担保内容。".into()],
            table: Vec::new(),
            guarantor: (institution.0.setup.name.clone(), institution.0.setup.uscc.clone()),
            dated: institution.now().date(),
        }
        .sheet(&institution.0.setup.layout);
    }
    let asked = &order.order;
    let lot = asked.lot.as_ref();
    let row = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let thing = thing(lot.and_then(|lot| lot.subject));
    Plain {
        title: "投标保证保险单（电子保函）".into(),
        number: number.to_owned(),
        paragraphs: vec![format!(
            "{}应{}申请，就下列{thing}出具本保函，在担保金额内凭受益人的书面索赔通知承担付款责任。",
            institution.0.setup.name, asked.applicant.name
        )],
        table: vec![
            row("平台保函编号", asked.platform_number.as_deref().unwrap_or("—")),
            row("平台校验码", asked.check_code.as_deref().unwrap_or("—")),
            row("订单编号", &asked.order_number),
            row("投保人", &asked.applicant.name),
            row("投保人代码", &asked.applicant.uscc),
            row(thing, lot.map_or("开标前加密", |lot| lot.lot_name.as_str())),
            lot.map_or_else(
                || row("标段承诺值", &grouped(asked.lot_commitment.as_deref().unwrap_or("—"))),
                |lot| row(&format!("{thing}编号"), &lot.lot_number),
            ),
            row("受益人", lot.map_or("开标前加密", |lot| lot.beneficiary.name.as_str())),
            row("受益人代码", lot.map_or("开标前加密", |lot| lot.beneficiary.uscc.as_str())),
            row("担保金额（元）", &asked.amount),
            row("有效期至", &asked.expiry),
            row("要素摘要（SM3）", &grouped(&asked.terms_digest)),
        ],
        guarantor: (institution.0.setup.name.clone(), institution.0.setup.uscc.clone()),
        dated: institution.now().date(),
    }
    .sheet(&institution.0.setup.layout)
}

/// What a guarantee is about; a lot where it is not said.
fn thing(subject: Option<Subject>) -> &'static str {
    match subject.unwrap_or(Subject::Lot) {
        Subject::Lot => "标段",
        Subject::AuctionItem => "标的",
        Subject::Contract => "合同",
        Subject::Project => "项目",
    }
}

async fn make(institution: &Institution, order: &Order) -> Result<Made, Box<dyn Error + Send + Sync>> {
    let setup = &institution.0.setup;
    let random = gm::entropy::bytes::<6>(setup.entropy.as_ref());
    let number = format!("PA{}{}", institution.now().date().strftime("%Y%m%d"), hex::encode_upper(random));
    let (sheet, typesetter) = (sheet(institution, order, &number), std::sync::Arc::clone(&setup.typesetter));
    let pages = tokio::task::spawn_blocking(move || typesetter.typeset(&sheet)).await??;
    let ofd = seal(institution, &pages).await?;
    let pdf = sign(institution, &pages).await?;
    Ok(Made { number, pdf, ofd })
}

async fn stamp(institution: &Institution, value: &[u8], hash: Hash) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    let nonce = u64::from_le_bytes(gm::entropy::bytes(institution.0.setup.entropy.as_ref()));
    Ok(institution.0.setup.time_stamps.stamp(value, hash, nonce).await?)
}

async fn seal(institution: &Institution, pages: &Pages) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    let setup = &institution.0.setup;
    let (key, chain) = &setup.seal.national;
    let sealing = Sealing::prepare(pages.ofd.clone(), &pages.stamps, GUARANTOR, institution.now().seconds(), None)?;
    let value = key.sign(&sealing.to_be_signed(&setup.seal.seal), setup.entropy.as_ref())?;
    let stamp = stamp(institution, &value, Hash::Sm3).await?;
    Ok(sealing.finish(&setup.seal.seal, chain.first().ok_or("no certificate")?, &value, Some(&stamp)).write()?)
}

async fn sign(institution: &Institution, pages: &Pages) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    let setup = &institution.0.setup;
    let (national, national_chain) = &setup.seal.national;
    let (ordinary, ordinary_chain) = &setup.seal.ordinary;
    let value = national.sign(&pages.pdf, setup.entropy.as_ref())?;
    let evidence_stamp = stamp(institution, &value, Hash::Sm3).await?;
    let evidence =
        Evidence::new(Covered::whole(&pages.pdf), national_chain.first().ok_or("no certificate")?, &value, Some(&evidence_stamp));
    let enclosures = Enclosures { evidence: Some(&evidence), certificates: &[], lists: &[] };
    let place = pages.stamps.iter().find(|stamp| stamp.name == GUARANTOR && stamp.slice.is_none());
    let leaf = ordinary_chain.first().ok_or("no certificate")?;
    let signing = Signing::prepare(&pages.pdf, place, &enclosures, Scheme::EcdsaSha256, leaf)?;
    let value = ordinary.sign(&signing.to_be_signed(), setup.entropy.as_ref())?;
    let stamp = stamp(institution, &value, Hash::Sha256).await?;
    Ok(signing.finish(&value, ordinary_chain, Some(&stamp))?)
}

/// Keeps the letter and tells the platform: the word first and the files after it, or the other way round, as it happens.
fn record(institution: &Institution, mut order: Order, made: Made) -> Result<(), BookError> {
    let file = |format, bytes: &[u8]| IssuedFile {
        format,
        digest: gm::digest::sm3_hex(bytes),
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
    };
    let number = order.order.order_number.clone();
    let amount = if institution.manners().wrong_amount { format!("1{}", order.order.amount) } else { order.order.amount.clone() };
    let issued = IssuedGuarantee {
        order_number: number.clone(),
        guarantee_number: made.number,
        amount,
        effective: institution.now().date().to_string(),
        expiry: order.order.expiry.clone(),
        terms_digest: order.order.terms_digest.clone(),
        issued_at: institution.now().to_seconds(),
        files: vec![file(FileFormat::Pdf, &made.pdf), file(FileFormat::Ofd, &made.ofd)],
    };
    order.guarantee = Some(issued.clone());
    order.state = ApplicationState::Issued;
    institution.book().save(&order)?;
    say(institution, "issued", &number, &number, &issued)?;
    for (format, bytes) in [("pdf", made.pdf), ("ofd", made.ofd)] {
        let key = format!("file/letter/{format}/{number}");
        institution.book().put_out(&Waiting { key, topic: format!("file/letter/{format}"), order_number: number.clone(), body: bytes })?;
    }
    Ok(())
}
