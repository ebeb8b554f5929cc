//! 用户中心 (工作中心 in Hunan, 个人中心 in Henan): where an applicant finds what is its own.

use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::application::list::list as orders;
use app::guarantee::list::list as letters;
use app::identity::Visitor;
use app::listing::{COUNT_MAX, Filter};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Role;

/// Something of the applicant's own: what it is called, what it holds, where it is, and what the way there is called.
struct Own {
    title: &'static str,
    text: String,
    path: &'static str,
    way: &'static str,
}

#[derive(Template)]
#[template(path = "account/hub.html")]
struct HubPage {
    frame: Frame,
    visitor: Visitor,
    own: Vec<Own>,
}

/// A count as it is told.
fn counted(count: i64) -> String {
    if count > COUNT_MAX { format!("{COUNT_MAX} 以上") } else { count.to_string() }
}

pub(crate) async fn page(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    match known.caller.actor.role {
        Role::Applicant => {}
        Role::GuarantorStaff => return Ok(Redirect::to("/workbench").into_response()),
        Role::CentreStaff => return Ok(Redirect::to("/centre/institutions").into_response()),
        Role::Tenderee => return Ok(Redirect::to("/received").into_response()),
        Role::Agency => return Ok(Redirect::to("/mandates").into_response()),
        Role::ProjectOwner | Role::Contractor | Role::Regulator => return Ok(Redirect::to("/account/sessions").into_response()),
        Role::Public | Role::System => return Err(app::AppError::NotFound.into()),
    }
    let frame = known.frame(&web, Nav::Account)?;
    let (world, caller) = (&web.world, &known.caller);
    let all = orders(world, caller, Filter::default(), None).await?.count;
    let due = orders(world, caller, Filter { state: "awaiting_payment", ..Filter::default() }, None).await?.count;
    let issued = letters(world, caller, Filter::default(), None).await?.count;
    let unread = frame.unread().map_or_else(|| "没有未读消息".to_owned(), |count| format!("{count} 条未读"));
    let waiting = if due > 0 { format!("，{} 个等待支付", counted(due)) } else { String::new() };
    let own = vec![
        Own { title: "我的订单", text: format!("共 {} 个{waiting}", counted(all)), path: "/applications", way: "查看订单" },
        Own { title: "我的保函", text: format!("共 {} 份", counted(issued)), path: "/guarantees", way: "查看保函" },
        Own { title: "我的发票", text: "申请开票的进度与发票下载".to_owned(), path: "/invoices", way: "查看发票" },
        Own {
            title: "纸质保函", text: "索取纸质版保函原件的寄送进度".to_owned(), path: "/paper-copies", way: "查看纸质保函"
        },
        Own { title: "我的消息", text: unread, path: "/notices", way: "查看消息" },
        Own {
            title: "保存的查询", text: "有新的标段符合条件时告知本单位".to_owned(), path: "/searches", way: "查看查询"
        },
        Own { title: "我的授信", text: "提交授信，查看额度与到期日".to_owned(), path: "/credit", way: "授信申请" },
        Own { title: "我的投诉", text: "查看办理进展和处理结论".to_owned(), path: "/complaints", way: "查看投诉" },
        Own { title: "登录与安全", text: "查看、结束登录".to_owned(), path: "/account/sessions", way: "查看登录" },
    ];
    Ok(html(&HubPage { frame, visitor: known.visitor, own }))
}
