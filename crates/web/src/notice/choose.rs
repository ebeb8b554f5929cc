//! 接收设置: what one is told by text message and mail, and when.

use crate::shell::{Faults, Frame, Known, Nav, PageError, Posted, Web};
use app::notice::choose::{Choices, Form, Whose, choices, choose};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::notice::NoticeGroup;
use domain::notice::choice::MailPace;
use std::collections::BTreeMap;

/// One of the two forms.
struct Choosing {
    /// Where it is sent.
    action: &'static str,
    /// What its fields' identifiers begin with.
    prefix: &'static str,
    title: &'static str,
    hint: &'static str,
    form: Form,
    faults: Faults,
    mails: bool,
}

impl Choosing {
    fn texts(&self, group: &NoticeGroup) -> bool {
        self.form.texts.contains(group)
    }
    fn pace(&self, group: &NoticeGroup, pace: &MailPace) -> bool {
        self.form.mails.get(group).copied().unwrap_or(MailPace::Now) == *pace
    }
}

#[derive(Template)]
#[template(path = "notice/choose.html")]
struct ChoosePage {
    frame: Frame,
    forms: Vec<Choosing>,
    /// Whether somebody manages the organisation who may change what its contacts are told.
    may_change_all: bool,
    faults: Faults,
}

impl ChoosePage {
    const fn groups() -> [NoticeGroup; 8] {
        NoticeGroup::ALL
    }
    const fn paces() -> [MailPace; 3] {
        MailPace::ALL
    }
}

type Typed = Option<(Whose, Form, Faults)>;

async fn show(web: &Web, known: &Known, typed: Typed) -> Result<Response, PageError> {
    let Choices { of_all, may_change_all, own, mails } = choices(&web.world, &known.caller).await?;
    let faults = typed.as_ref().map(|(_, _, faults)| faults.clone()).unwrap_or_default();
    let filled = |whose, form: Form| match &typed {
        Some((of, typed, faults)) if *of == whose => (typed.clone(), faults.clone()),
        Some(_) | None => (form, Faults::default()),
    };
    let mut forms = Vec::new();
    if may_change_all {
        let (form, faults) = filled(Whose::All, Form::of(&of_all));
        forms.push(Choosing {
            action: "/notices/settings/all",
            prefix: "all",
            title: "本单位联系人",
            hint: "发给订单上填写的经办人和企业信息中的联系人；机构发给接入时填写的联系人。",
            form,
            faults,
            mails,
        });
    }
    if let Some(own) = own {
        let (form, faults) = filled(Whose::Own, Form::of(&own));
        forms.push(Choosing {
            action: "/notices/settings",
            prefix: "own",
            title: "本人手机",
            hint: "发到您登记为经办人的手机；没有选择时不发送。",
            form,
            faults,
            mails: false,
        });
    }
    let page = ChoosePage { frame: known.frame(web, Nav::Notices)?, forms, may_change_all, faults };
    Ok(page.faults.show(&page))
}

/// What was typed, by the names of the fields.
fn read(fields: &BTreeMap<String, String>) -> Form {
    let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let texts = NoticeGroup::ALL.into_iter().filter(|group| fields.contains_key(&format!("text-{}", group.code())));
    let mails =
        NoticeGroup::ALL.into_iter().filter_map(|group| Some((group, MailPace::of_code(&field(&format!("mail-{}", group.code())))?)));
    Form { texts: texts.collect(), mails: mails.collect(), quiet: fields.contains_key("quiet"), from: field("from"), to: field("to") }
}

pub(crate) async fn page(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    show(&web, &known, None).await
}

async fn keep(web: Web, known: Known, whose: Whose, fields: BTreeMap<String, String>) -> Result<Response, PageError> {
    let form = read(&fields);
    match choose(&web.world, &known.caller, whose, &form).await {
        Ok(()) => Ok(Redirect::to("/notices/settings").into_response()),
        Err(error) => show(&web, &known, Some((whose, form, Faults::of(error, &[])?))).await,
    }
}

pub(crate) async fn own(State(web): State<Web>, Posted { known, fields }: Posted<BTreeMap<String, String>>) -> Result<Response, PageError> {
    keep(web, known, Whose::Own, fields).await
}

pub(crate) async fn all(State(web): State<Web>, Posted { known, fields }: Posted<BTreeMap<String, String>>) -> Result<Response, PageError> {
    keep(web, known, Whose::All, fields).await
}
