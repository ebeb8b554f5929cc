//! 查看准入进度: who asks proves the contact's phone, then sees the steps.

use super::code::{CodeFor, CodeSent, ask};
use super::{site, step, tone};
use crate::shell::{Faults, Frame, Guest, Id, Nav, PageError, Sent, Web, html};
use app::onboarding::identify::{Form, identify};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::onboarding::{Onboarding, OnboardingState, apply, request_acceptance};
use domain::phone_code::Purpose;
use domain::site::SiteCode;

#[derive(Template)]
#[template(path = "onboarding/progress.html")]
struct ProgressPage {
    frame: Frame,
    form: Form,
    notice: Option<CodeSent>,
    faults: Faults,
    found: Option<Onboarding>,
}

impl ProgressPage {
    fn step(&self, onboarding: &Onboarding) -> usize {
        step(&onboarding.state)
    }
    fn tone(&self, onboarding: &Onboarding) -> &'static str {
        tone(onboarding)
    }
    fn can_apply(&self, onboarding: &Onboarding) -> bool {
        apply::check(Some(onboarding)).is_ok()
    }
    fn can_request(&self, onboarding: &Onboarding) -> bool {
        request_acceptance::check(onboarding).is_ok()
    }
    /// What to do next, or why it came so.
    fn words(&self, onboarding: &Onboarding) -> String {
        match &onboarding.state {
            OnboardingState::Applied => "交易中心正在核验准入资质，结果请稍后在本页查询。".to_owned(),
            OnboardingState::Refused { reason } => format!("原因：{reason}。可修改后重新提交准入申请。"),
            OnboardingState::Admitted { returned: None } => {
                "请提交验收申请。接口对接使用机构自己的 SM2 证书，登录工作台后登记，本平台不下发密钥。".to_owned()
            }
            OnboardingState::Admitted { returned: Some(reason) } => format!("验收申请被退回：{reason}。请修改后重新提交。"),
            OnboardingState::UnderAcceptance => "验收申请已收到，请完成接口一致性测试，等待交易中心验收。".to_owned(),
            OnboardingState::Accepted => "验收已通过，等待交易中心安排上线。".to_owned(),
            OnboardingState::Live => "已上线，申请人可以选择贵机构的产品。".to_owned(),
            OnboardingState::Paused { notice } => format!("已暂停受理：{notice}。"),
            OnboardingState::Offline { reason } => format!("已下线：{reason}。"),
        }
    }
}

pub(crate) async fn form(State(web): State<Web>, guest: Guest, Id(code): Id<SiteCode>) -> Result<Response, PageError> {
    let frame = guest.frame_on(&web, Nav::Onboarding, site(&web, code)?)?;
    Ok(html(&ProgressPage { frame, form: Form::default(), notice: None, faults: Faults::default(), found: None }))
}

pub(crate) async fn submit(State(web): State<Web>, Id(code): Id<SiteCode>, sent: Sent) -> Result<Response, PageError> {
    let site = site(&web, code)?;
    let form = Form { name: sent.get("name"), uscc: sent.get("uscc"), mobile: sent.get("mobile"), code: sent.get("code") };
    let (mut notice, mut faults, mut found) = (None, Faults::default(), None);
    if sent.get("do") == "code" {
        let wanted = CodeFor {
            site,
            purpose: Purpose::Progress,
            uscc: &form.uscc,
            mobile: &form.mobile,
            address: &sent.guest.address,
            entitled: false,
        };
        notice = ask(&web, wanted, &mut faults).await?;
    } else {
        match identify(&web.world, &sent.guest.caller, site, Purpose::Progress, &form).await {
            Ok(onboarding) => found = Some(onboarding),
            Err(error) => faults = Faults::of(error, &[])?,
        }
    }
    let frame = sent.guest.frame_on(&web, Nav::Onboarding, site)?;
    let page = ProgressPage { frame, form, notice, faults, found };
    Ok(page.faults.show(&page))
}
