//! Blank templates that an institution fills in by hand, seals, and hands in with its application (Hunan manual 3.1).

use super::{APPLICANT, Paper, Party};
use crate::typesetting::{Sheet, TypesetError};
use crate::wording::Wording;
use domain::time::Date;

/// What stands in a place that is filled in by hand.
const BLANK: &str = "　";

/// A blank template.
#[derive(Clone, Debug)]
pub struct Template {
    /// The trading centre it is addressed to.
    pub centre: String,
    /// The platform's title on the site.
    pub site_title: String,
    /// The rows to fill in.
    pub rows: &'static [&'static str],
    /// The day it was handed out.
    pub dated: Date,
}

/// The rows of the authorisation (申请人授权书).
pub const AUTHORISATION_ROWS: &[&str] = &["授权机构", "统一社会信用代码", "法定代表人", "经办人姓名", "身份证件号码", "联系手机号"];
/// The rows of the application form (准入申请表).
pub const APPLICATION_ROWS: &[&str] = &[
    "机构名称",
    "统一社会信用代码",
    "机构类型",
    "注册地址",
    "注册资本",
    "业务许可证号",
    "净资产（最近一年经审计）",
    "联系人",
    "联系手机号",
];

impl Template {
    /// The sheet.
    ///
    /// # Errors
    /// [`TypesetError`].
    pub fn sheet(&self, wording: &Wording) -> Result<Sheet, TypesetError> {
        let mut sheet = Paper {
            values: [("centre", self.centre.clone()), ("site_title", self.site_title.clone())].into(),
            author: self.centre.clone(),
            keywords: vec!["kaihan".into()],
            dated: Some(self.dated),
            table: self.rows.iter().map(|row| (*row, BLANK.to_owned())).collect(),
            parties: vec![Party {
                id: APPLICANT,
                role: "申请机构（盖章）",
                name: BLANK.to_owned(),
                lines: vec!["法定代表人（签字）：".into(), "日期：".into()],
                seal: None,
                drawn: false,
            }],
            identity: format!("template {}", wording.id),
            ..Paper::default()
        }
        .sheet(wording)?;
        sheet.ofd = false;
        Ok(sheet)
    }
}
