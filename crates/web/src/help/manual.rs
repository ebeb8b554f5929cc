//! Operating manuals, written in `docs/manual/` and rendered as articles are.

use crate::article::markup;
use crate::shell::{Frame, Guest, Id, Nav, PageError, Web, html};
use app::AppError;
use askama::Template;
use axum::extract::State;
use axum::response::Response;

/// A manual.
#[derive(Debug)]
pub(crate) struct Manual {
    /// Its name in addresses.
    pub(crate) name: &'static str,
    /// What it is called.
    pub(crate) title: &'static str,
    /// For whom.
    pub(crate) about: &'static str,
    text: &'static str,
}

macro_rules! manual {
    ($name:literal, $title:literal, $about:literal) => {
        Manual { name: $name, title: $title, about: $about, text: include_str!(concat!("../../../../docs/manual/", $name, ".md")) }
    };
}

/// Every manual, in the order of the help centre.
pub(crate) static MANUALS: [Manual; 5] = [
    manual!("applicant", "投标人操作手册", "登录、选择标段、申请、签署、付款、收函与核验"),
    manual!("institution", "出函机构操作手册", "接入、产品、审核出函、对账与待核款项、人员岗位"),
    manual!("centre", "交易中心操作手册", "机构准入与上线、标段来文、文章发布"),
    manual!("integrator", "接口对接手册", "密钥、报文签名、一致性测试、验收"),
    manual!("operator", "运维手册", "安装、配置、导入、备份、监控与故障处理"),
];

#[derive(Template)]
#[template(path = "help/manual.html")]
struct ManualPage {
    frame: Frame,
    manual: &'static Manual,
    prose: String,
}

pub(crate) async fn page(State(web): State<Web>, guest: Guest, Id(name): Id<String>) -> Result<Response, PageError> {
    let manual = MANUALS.iter().find(|manual| manual.name == name).ok_or(AppError::NotFound)?;
    let frame = guest.frame(&web, Nav::Help)?;
    Ok(html(&ManualPage { frame, manual, prose: markup::render(manual.text, &[]) }))
}
