//! 上传转账凭证: a file from the order's page. It settles nothing; what is wrong with it is said beside its field.

use crate::application::view::show;
use crate::shell::{Faults, Id, PageError, Uploaded, Web};
use app::voucher::hand_in::hand_in;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::ApplicationId;
use domain::profile::FILE_MAX;

pub(crate) async fn submit(State(web): State<Web>, Id(id): Id<ApplicationId>, uploaded: Uploaded<FILE_MAX>) -> Result<Response, PageError> {
    let Uploaded { known, file, fault, name, .. } = uploaded;
    if let Some(fault) = fault {
        return show(&web, &known, id, Faults::one("file", fault)).await;
    }
    match hand_in(&web.world, &known.caller, id, &name.unwrap_or_default(), file).await {
        Ok(_) => Ok(Redirect::to(&format!("/applications/{id}#vouchers")).into_response()),
        Err(error) => show(&web, &known, id, Faults::of(error, &[])?).await,
    }
}
