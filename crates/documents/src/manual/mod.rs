//! Operating manuals (操作手册), written in `docs/manual/` and compiled in with their pictures: what they say never changes while a program runs. Here they are
//! read for paper; a page of them is made where pages are.

mod read;
mod sheet;

/// A manual.
#[derive(Debug)]
pub struct Manual {
    /// Its name in addresses.
    pub name: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// Markdown.
    pub text: &'static str,
}

macro_rules! manual {
    ($name:literal, $title:literal, $about:literal) => {
        Manual { name: $name, title: $title, about: $about, text: include_str!(concat!("../../../../docs/manual/", $name, ".md")) }
    };
}

/// Every manual, in the order of the help centre.
pub static MANUALS: [Manual; 6] = [
    manual!("applicant", "投标人操作手册", "登录、企业信息、选择标段、申请、签署、付款、收函与核验、授信"),
    manual!("tenderee", "招标人与招标代理操作手册", "切换角色、收到的保函、招标代理授权、核验"),
    manual!("institution", "出函机构操作手册", "接入、产品、审核出函、授信、对账与待核款项、人员岗位"),
    manual!("centre", "交易中心操作手册", "机构准入与上线、企业核验、标段来文、文章发布"),
    manual!("integrator", "接口对接手册", "密钥、报文签名、一致性测试、验收"),
    manual!("operator", "运维手册", "安装、配置、导入、备份、监控与故障处理"),
];

/// Pictures of pages, which browser journeys have taken (`docs/manual/pictures`): the name of each, and its JPEG.
pub static PICTURES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/pictures.rs"));

/// The name of the picture that a manual's text means by an address in it.
#[must_use]
pub fn picture_of(address: &str) -> Option<&str> {
    address.strip_prefix("pictures/")?.strip_suffix(".jpg")
}
