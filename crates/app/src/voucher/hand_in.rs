//! Handing a voucher in (上传转账凭证; Henan manual 3.5): judged and scanned like other papers, kept under the applicant's key.

use crate::application::load::load;
use crate::commit::commit;
use crate::document::judge::{Handed, judge};
use crate::document::{attachment, store};
use crate::error::{AppError, FieldError};
use crate::profile::conceal::Safe;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::Application;
use domain::document::Attachment;
use domain::id::{ApplicationId, FileId, VoucherId};
use domain::payment::Payment;
use domain::voucher::hand_in::{check, hand_in as decide};
use domain::voucher::{Voucher, VoucherFacts};

/// The field of the form.
const FIELD: &str = "file";

/// Hands a file in, called `name`.
///
/// # Errors
/// [`AppError::Invalid`] at `file`; [`AppError::Refused`] when nothing is waited for or another one is looked at; [`AppError::NotFound`].
pub async fn hand_in(world: &World, caller: &Caller, id: ApplicationId, name: &str, bytes: Vec<u8>) -> Result<Voucher, AppError> {
    let mut reader = world.store.reader();
    let (application, stamp) = load(world, &mut reader, caller, Action::HandInVoucher, id).await?;
    let owed = application.payment().ok_or(AppError::NotFound)?;
    let payment = store::payment::load(&mut reader, owed).await?.ok_or(AppError::NotFound)?;
    check(&application, &payment, &store::voucher::list_of_payment(&mut reader, owed).await?)?;
    if name.is_empty() {
        return Err(AppError::Invalid(vec![FieldError::new(FIELD, "请先选择转账回单或截图，再点“上传转账凭证”")]));
    }
    let sealed_as = world.id(FileId::new);
    let applicant = application.facts.applicant.clone();
    let safe = Safe::open(world, applicant.organisation).await?;
    let (judged, sealed) = judge(world, Handed { field: FIELD, name }, bytes, |bytes| safe.seal(world, sealed_as, bytes)).await?;
    let file = Attachment { name: attachment::plain(name), kind: judged.media.into(), file: store(world, sealed).await? };
    let facts = VoucherFacts {
        id: world.id(VoucherId::new),
        payment: owed,
        application: id,
        number: application.facts.number.clone(),
        applicant: applicant.organisation,
        applicant_name: applicant.name.to_string(),
        institution: payment.institution,
        amount: payment.amount,
        file,
        sealed_as,
        scan: judged.scan,
        at: world.now(),
    };
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let application: Application = w.load(id).await?;
            let payment: Payment = w.load(owed).await?;
            let before = store::voucher::list_of_payment(w.tx(), owed).await?;
            w.create::<Voucher>(&decide(&application, &payment, &before, facts)?)
        })
    })
    .await
}
