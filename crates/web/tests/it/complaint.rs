//! Complaints about institutions (在线投诉): filed with a proved phone, put to the institution, decided by the centre in its working days, kept
//! where nobody but those three finds them.

use crate::profile::{pdf, png};
use calamine::{Reader, Xlsx};
use domain::access::Action;
use domain::complaint::{Complaint, ComplaintEvent};
use domain::id::ComplaintId;
use domain::time::{Date, Timestamp};
use std::io::Cursor;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const BANK: &str = "长川银行股份有限公司";
const MOBILE: &str = "13900002020";
const CONTENT: &str = "<script>alert(1)</script>付款后三个工作日仍未出函\n=cmd|'/C calc'!A0";

/// The identifier of an institution among those that the form offers.
fn target(form: &Fetched, name: &str) -> String {
    let before = form.body.split(&format!("{name}</option>")).next().unwrap();
    before.rsplit("<option value=\"").next().unwrap().split('"').next().unwrap().to_owned()
}

fn fields<'a>(token: &'a str, institution: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("token", token), ("institution", institution), ("content", CONTENT), ("name", "林知夏"), ("mobile", MOBILE)]
}

/// The digits of a code that was just asked for with these fields.
async fn code(world: &TestWorld, browser: &mut Browser, page: &str, typed: &[(&str, &str)]) -> String {
    world.clock.advance(61 * Timestamp::SECOND);
    let asked: Vec<_> = typed.iter().copied().chain([("do", "code")]).collect();
    let answer = browser.upload(page, &asked, &[]).await;
    assert!(answer.status == 200 && answer.body.contains("验证码已发送至 139****2020"), "{}", answer.body);
    let text = world.last_message(MOBILE).await.unwrap();
    assert!(text.contains("在线投诉"), "{text}");
    text.split("验证码 ").nth(1).unwrap().chars().take(6).collect()
}

/// Files a complaint of a persona about an institution; gives back its address.
pub(crate) async fn filed(world: &TestWorld, browser: &mut Browser, persona: &str, site: &str, institution: &str) -> String {
    let answer = file(world, browser, site, institution).await;
    assert_eq!(answer.status, 303, "{persona}: {}", answer.body);
    answer.location
}

async fn file(world: &TestWorld, browser: &mut Browser, site: &str, institution: &str) -> Fetched {
    let page = format!("/{site}/complaints/new");
    let form = browser.get(&page).await;
    let (token, institution) = (form.field("token"), target(&form, institution));
    let typed = fields(&token, &institution);
    let code = code(world, browser, &page, &typed).await;
    let typed: Vec<_> = typed.into_iter().chain([("code", code.as_str()), ("do", "submit")]).collect();
    browser.upload(&page, &typed, &[]).await
}

async fn say(browser: &mut Browser, complaint: &str, verb: &str, words: &str) -> Fetched {
    browser.submit(complaint, &format!("{complaint}/{verb}"), &[("words", words)]).await
}

async fn stored(world: &TestWorld, complaint: &str) -> Complaint {
    let id: ComplaintId = complaint.rsplit('/').next().unwrap().parse().unwrap();
    store::complaint::load(&mut world.parts.store.reader(), id).await.unwrap().unwrap()
}

fn rows(answer: &Fetched) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.bytes.clone())).unwrap();
    let name = book.sheet_names()[0].clone();
    book.worksheet_range(&name).unwrap().rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// Moves the clock to nine o'clock of a day.
fn until(world: &TestWorld, day: Date) {
    let at = Timestamp::from_civil(day.at(9, 0, 1, 0)).unwrap();
    world.clock.advance(at.micros() - world.world.now().micros());
    crate::identity::list_anew(world);
}

on_both_engines! {
    async fn a_complaint_goes_from_the_complainant_over_the_centre_to_the_institution_and_back(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let complaint = filed(&world, &mut bidder, "1-bidder", "650000", BANK).await;
        let page = bidder.get(&complaint).await;
        assert!(page.body.contains("提交成功") && page.body.contains("TS650000") && page.body.contains("待受理"), "{}", page.body);
        assert!(page.body.contains("2026-11-25"), "three working days after a Saturday: {}", page.body);
        assert!(bidder.get("/complaints").await.body.contains("查看详情"));

        // Neither the row nor the log has the person; what is shown of them is asked for, and written down.
        let history = store::event::history(&mut world.parts.store.reader(), complaint.rsplit('/').next().unwrap()).await.unwrap();
        let kept = history.iter().fold(serde_json::to_string(&stored(&world, &complaint).await).unwrap(), |text, entry| text + &entry.payload);
        assert!(!kept.contains(MOBILE) && !kept.contains("林知夏") && kept.contains("139 **** 2020") && kept.contains("林**"), "{kept}");

        // To everybody else it does not exist, the institution among them until it is asked.
        for persona in ["2-bidder", "3-insurer", "4-bank", "7-centre-hn"] {
            assert_eq!(world.logged_in(persona).await.get(&complaint).await.status, 404, "{persona}");
        }
        let mut centre = world.logged_in("6-centre-xj").await;
        let desk = centre.get("/workbench/complaints").await;
        assert!(desk.body.contains("待受理") && desk.body.contains(&complaint), "{}", desk.body);
        assert!(centre.get("/notices").await.body.contains("有新的投诉待受理"));
        let mut bank = world.logged_in("4-bank").await;
        assert!(!bank.get("/workbench/complaints").await.body.contains(&complaint));

        assert_eq!(say(&mut centre, &complaint, "accept", "").await.status, 303);
        assert_eq!(say(&mut centre, &complaint, "assign", "周明远").await.status, 303);
        let unheard = centre.submit(&complaint, &format!("{complaint}/decide"), &[("outcome", "upheld"), ("words", "应当退费")]).await;
        assert!(unheard.status == 422 && unheard.body.contains("尚未请机构答复") && unheard.body.contains("应当退费"), "{}", unheard.body);
        let short = say(&mut centre, &complaint, "ask", "？").await;
        assert!(short.status == 422 && short.body.contains("请写明要求或原因"), "{}", short.body);
        assert_eq!(say(&mut centre, &complaint, "ask", "请说明未按时出函的原因").await.status, 303);

        // The institution's people see it now, without the centre's own business, and answer.
        assert!(bank.get("/notices").await.body.contains("有投诉待答复"));
        let seen = bank.get(&complaint).await;
        assert!(seen.status == 200 && seen.body.contains("139 **** 2020") && !seen.body.contains("交由 周明远 承办"), "{}", seen.body);
        let revealed = bank.submit(&complaint, &format!("{complaint}/reveal"), &[]).await;
        assert!(revealed.body.contains(MOBILE) && revealed.body.contains("林知夏"), "{}", revealed.body);
        let audited = store::event::audited(&mut world.parts.store.reader(), Action::RevealComplaint, false).await.unwrap();
        assert_eq!(audited.len(), 1);
        let early = centre.submit(&complaint, &format!("{complaint}/decide"), &[("outcome", "upheld"), ("words", "应当退费")]).await;
        assert!(early.status == 422 && early.body.contains("机构的答复期限未到"), "{}", early.body);
        assert_eq!(say(&mut bank, &complaint, "answer", "系统升级所致，已出函").await.status, 303);
        assert_eq!(say(&mut bank, &complaint, "decide", "").await.status, 404, "an institution decides nothing");

        let decided = centre.submit(&complaint, &format!("{complaint}/decide"), &[("outcome", "partly"), ("words", "机构应退还费用")]).await;
        assert_eq!(decided.status, 303, "{}", decided.body);
        assert!(bidder.get("/notices").await.body.contains("投诉已作出处理结论"));
        let page = bidder.get(&complaint).await;
        assert!(page.body.contains("处理结论：部分属实") && page.body.contains("机构应退还费用"), "{}", page.body);
        assert_eq!(say(&mut centre, &complaint, "close", "").await.status, 303);

        // The record is public, and has nothing but how many.
        let home = world.browser().get("/650000").await;
        let row = home.body.split("href=\"/650000/institutions/").skip(1).find(|rest| rest.contains(BANK)).unwrap_or_default().to_owned();
        let institution = format!("/650000/institutions/{}", row.split('"').next().unwrap());
        let public = world.browser().get(&institution).await;
        assert!(public.body.contains("部分属实") && public.body.contains("1 件") && !public.body.contains("TS650000"), "{}", public.body);

        // Once more, once.
        assert_eq!(say(&mut bidder, &complaint, "reopen", "费用仍未退还").await.status, 303);
        assert_eq!(stored(&world, &complaint).await.state.code(), "accepted");
        assert!(!world.browser().get(&institution).await.body.contains("1 件"), "what is looked at once more is not counted");
        let again = centre.submit(&complaint, &format!("{complaint}/decide"), &[("outcome", "upheld"), ("words", "三日内退费")]).await;
        assert_eq!(again.status, 303, "{}", again.body);
        let token = bidder.get(&complaint).await.field("token");
        let more = bidder.post(&format!("{complaint}/reopen"), &[("token", &token), ("words", "仍未退还")]).await;
        assert!(more.status == 409 && more.body.contains("已重新处理过一次"), "{} {}", more.status, more.body);

        let log: Vec<ComplaintEvent> = store::event::history(&mut world.parts.store.reader(), complaint.rsplit('/').next().unwrap())
            .await.unwrap().iter().map(|entry| serde_json::from_str(&entry.payload).unwrap()).collect();
        let mut folded = Complaint::born(&log[0]).unwrap();
        log[1..].iter().for_each(|event| folded.apply(event));
        assert_eq!(folded, stored(&world, &complaint).await);
    }

    async fn what_is_written_in_a_complaint_stays_text_on_pages_and_in_exports(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let complaint = filed(&world, &mut bidder, "1-bidder", "650000", BANK).await;
        let mut centre = world.logged_in("6-centre-xj").await;
        for page in [bidder.get(&complaint).await, centre.get(&complaint).await, centre.get("/workbench/complaints").await] {
            assert!(!page.body.contains("<script>alert"), "{}", page.body);
        }
        let export = centre.get("/workbench/complaints?as=xlsx").await;
        let cell = rows(&export)[1].iter().find(|cell| cell.contains("=cmd")).cloned().unwrap();
        assert_eq!(cell, CONTENT, "a text, as it was written");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(export.bytes.clone())).unwrap();
        let name = book.sheet_names()[0].clone();
        assert!(book.worksheet_formula(&name).unwrap().used_cells().next().is_none(), "no cell is a formula");
    }

    async fn a_form_with_faults_loses_nothing_and_carries_its_files(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let page = "/650000/complaints/new";
        let form = bidder.get(page).await;
        let (token, institution) = (form.field("token"), target(&form, BANK));
        let typed = fields(&token, &institution);
        let attach: Vec<_> = typed.iter().copied().chain([("do", "attach")]).collect();
        let none = bidder.upload(page, &attach, &[]).await;
        assert!(none.status == 422 && none.body.contains("请先选择文件"), "{}", none.body);
        let wrong = bidder.upload(page, &attach, &[("file", "证据.exe", b"MZ not a picture")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("“证据.exe”不是 PDF、PNG 或 JPG"), "{}", wrong.body);
        let one = bidder.upload(page, &attach, &[("file", "截图.png", &png())]).await;
        assert!(one.status == 200 && one.body.contains("已上传：截图.png") && one.body.contains("林知夏"), "{}", one.body);
        let kept = one.field("kept");
        let faulty: Vec<_> = typed.iter().copied().filter(|(name, _)| *name != "name").chain([("kept", kept.as_str()), ("name", ""), ("code", "000000")]).collect();
        let two = bidder.upload(page, &faulty, &[("file", "回单.pdf", &pdf(10))]).await;
        assert!(two.status == 422 && two.body.contains("已上传：截图.png") && two.body.contains("已上传：回单.pdf"), "{}", two.body);
        assert!(two.body.contains(MOBILE) && two.body.contains("仍未出函"), "nothing typed is lost: {}", two.body);
        let kept = two.field("kept");
        let carried: Vec<_> = typed.iter().copied().chain([("kept", kept.as_str())]).collect();
        let wrong = bidder.upload(page, &carried.iter().copied().chain([("code", "000000")]).collect::<Vec<_>>(), &[]).await;
        assert!(wrong.status == 422 && wrong.body.contains("验证码不正确或已失效"), "{}", wrong.body);
        let code = code(&world, &mut bidder, page, &carried).await;
        let filed = bidder.upload(page, &carried.iter().copied().chain([("code", code.as_str())]).collect::<Vec<_>>(), &[]).await;
        assert_eq!(filed.status, 303, "{}", filed.body);
        let complaint = bidder.get(&filed.location).await;
        let paths: Vec<String> = complaint.body.split(&format!("href=\"{}/files/", filed.location)).skip(1)
            .map(|rest| format!("{}/files/{}", filed.location, rest.split('"').next().unwrap())).collect();
        assert_eq!(bidder.get(&paths[0]).await.bytes, png());
        assert_eq!(bidder.get(&paths[1]).await.bytes, pdf(10));
        assert!(bidder.get(&paths[0]).await.headers["content-security-policy"].starts_with("sandbox; default-src 'none'"));
        assert_eq!(world.logged_in("4-bank").await.get(&paths[0]).await.status, 404);
        let file = stored(&world, &filed.location).await.content.files[0].stored.clone();
        let bytes = world.parts.files.get(file.file).await.unwrap();
        assert!(!bytes.windows(4).any(|part| part == b"IHDR"), "a file lies open");
        // Another firm's form does not carry them.
        let mut other = world.logged_in("2-bidder").await;
        let token = other.get(page).await.field("token");
        let stolen = other.upload(page, &[("token", &token), ("kept", &kept), ("do", "attach")], &[]).await;
        assert!(!stolen.body.contains("截图.png"), "{}", stolen.body);
    }

    async fn a_form_left_open_for_a_week_asks_for_its_files_again(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let page = "/650000/complaints/new";
        let token = bidder.get(page).await.field("token");
        let one = bidder.upload(page, &[("token", &token), ("do", "attach")], &[("file", "截图.png", &png())]).await;
        let kept = one.field("kept");
        for (days, there) in [(5, true), (1, false)] {
            world.clock.advance(days * 24 * Timestamp::HOUR);
            let mut again = world.logged_in("1-bidder").await;
            let token = again.get(page).await.field("token");
            let shown = again.upload(page, &[("token", &token), ("kept", &kept), ("do", "attach")], &[]).await;
            assert_eq!(shown.body.contains("已上传：截图.png"), there, "{}", shown.body);
        }
    }

    async fn nobody_complains_of_itself_nor_offices_nor_a_fourth_time(world: TestWorld) {
        assert_eq!(world.browser().get("/650000/complaints/new").await.location, "/login?next=/650000/complaints/new");
        for persona in ["6-centre-xj", "7-centre-hn"] {
            let mut office = world.logged_in(persona).await;
            assert_eq!(office.get("/650000/complaints/new").await.status, 404, "{persona}");
            assert_eq!(office.get("/complaints").await.status, 404, "{persona}");
        }
        let own = file(&world, &mut world.logged_in("4-bank").await, "650000", BANK).await;
        assert!(own.status == 422 && own.body.contains("不能投诉本机构"), "{}", own.body);
        let mut bidder = world.logged_in("1-bidder").await;
        for _ in 0..3 {
            filed(&world, &mut bidder, "1-bidder", "650000", BANK).await;
        }
        let fourth = file(&world, &mut bidder, "650000", BANK).await;
        assert!(fourth.status == 422 && fourth.body.contains("已有 3 件投诉正在处理") && fourth.body.contains("仍未出函"), "{}", fourth.body);
        let list = bidder.get("/complaints").await;
        let first = list.between("<a href=\"/complaints/cmp_", "\"");
        let withdrawn = say(&mut bidder, &format!("/complaints/cmp_{first}"), "withdraw", "").await;
        assert_eq!(withdrawn.status, 303, "{}", withdrawn.body);
        filed(&world, &mut bidder, "1-bidder", "650000", BANK).await;
    }

    async fn of_two_tabs_that_file_the_last_one_that_fits_one_is_taken(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        for _ in 0..2 {
            filed(&world, &mut bidder, "1-bidder", "650000", BANK).await;
        }
        let page = "/650000/complaints/new";
        let mut second = world.logged_in("1-bidder").await;
        let (left, right) = (bidder.get(page).await, second.get(page).await);
        let institution = target(&left, BANK);
        let (one, two) = (left.field("token"), right.field("token"));
        let mine = fields(&one, &institution);
        let theirs: Vec<_> = fields(&two, &institution).into_iter().map(|(name, value)| (name, if name == "mobile" { "13900003030" } else { value })).collect();
        let first = code(&world, &mut bidder, page, &mine).await;
        second.upload(page, &theirs.iter().copied().chain([("do", "code")]).collect::<Vec<_>>(), &[]).await;
        let text = world.last_message("13900003030").await.unwrap();
        let other: String = text.split("验证码 ").nth(1).unwrap().chars().take(6).collect();
        let mine: Vec<_> = mine.into_iter().chain([("code", first.as_str())]).collect();
        let theirs: Vec<_> = theirs.into_iter().chain([("code", other.as_str())]).collect();
        let (left, right) = tokio::join!(bidder.upload(page, &mine, &[]), second.upload(page, &theirs, &[]));
        let filed = [&left, &right].into_iter().filter(|answer| answer.status == 303).count();
        assert_eq!(filed, 1, "{} {}", left.body, right.body);
        let double = bidder.upload(page, &mine, &[]).await;
        assert_eq!(double.status, 422, "a double click files nothing twice: {}", double.body);
    }

    async fn a_decision_and_a_withdrawal_at_once_are_one_of_the_two(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let mut centre = world.logged_in("6-centre-xj").await;
        let complaint = filed(&world, &mut bidder, "1-bidder", "650000", BANK).await;
        say(&mut centre, &complaint, "accept", "").await;
        let (mine, theirs) = (bidder.get(&complaint).await.field("token"), centre.get(&complaint).await.field("token"));
        let (withdraw, decide) = (format!("{complaint}/withdraw"), format!("{complaint}/decide"));
        let withdrawal = [("token", mine.as_str())];
        let decision = [("token", theirs.as_str()), ("outcome", "rejected"), ("words", "经核实不属实")];
        let (left, right) = tokio::join!(bidder.post(&withdraw, &withdrawal), centre.post(&decide, &decision));
        assert!((left.status == 303) != (right.status == 303), "one of them, not both: {} {}", left.status, right.status);
        let state = stored(&world, &complaint).await.state;
        assert_eq!(state.code(), if left.status == 303 { "withdrawn" } else { "decided" });
    }

    async fn the_clock_reminds_whoever_has_to_act_and_closes_what_is_decided(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let mut centre = world.logged_in("6-centre-xj").await;
        let complaint = filed(&world, &mut bidder, "1-bidder", "650000", BANK).await;
        let (due, late) = ("投诉的办理期限临近", "投诉已超过办理期限");
        world.run_jobs().await;
        assert!(!centre.get("/notices").await.body.contains(due));
        // Filed on Saturday the 21st: Wednesday the 25th is the last day.
        until(&world, "2026-11-24".parse().unwrap());
        world.run_jobs().await;
        let mut centre = world.logged_in("6-centre-xj").await;
        assert_eq!(centre.get("/notices").await.body.matches(due).count(), 1);
        until(&world, "2026-11-26".parse().unwrap());
        world.run_jobs().await;
        world.repeat_jobs().await;
        let mut centre = world.logged_in("6-centre-xj").await;
        assert!(centre.get("/notices").await.body.matches(late).count() == 1, "once, though its job ran twice");
        assert!(centre.get("/workbench/complaints").await.body.contains("2026-11-25 已逾期"));
        say(&mut centre, &complaint, "accept", "").await;
        say(&mut centre, &complaint, "ask", "请说明情况").await;
        assert!(stored(&world, &complaint).await.is_heard());
        // Five working days from Thursday the 26th end on Thursday the 3rd; then it is decided without an answer.
        until(&world, "2026-12-04".parse().unwrap());
        world.run_jobs().await;
        assert!(world.logged_in("4-bank").await.get("/notices").await.body.contains(late));
        let mut centre = world.logged_in("6-centre-xj").await;
        let decided = centre.submit(&complaint, &format!("{complaint}/decide"), &[("outcome", "upheld"), ("words", "逾期未答复")]).await;
        assert_eq!(decided.status, 303, "{}", decided.body);
        until(&world, "2026-12-18".parse().unwrap());
        world.run_jobs().await;
        assert_eq!(stored(&world, &complaint).await.state.code(), "decided", "ten working days end today");
        until(&world, "2026-12-19".parse().unwrap());
        world.run_jobs().await;
        assert_eq!(stored(&world, &complaint).await.state.code(), "closed");
    }

    async fn a_complaint_filed_in_a_prefecture_of_hunan_is_its_provinces(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let form = bidder.get("/430100/complaints/new").await;
        assert!(form.body.contains("湖南省公共资源交易中心（演示）核实处理"), "{}", form.body);
        let name = form.body.split("<option value=\"ins_").nth(1).unwrap().split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
        let complaint = filed(&world, &mut bidder, "1-bidder", "430100", &name).await;
        assert_eq!(stored(&world, &complaint).await.facts.centre, "430000".parse().unwrap());
        assert_eq!(world.logged_in("7-centre-hn").await.get(&complaint).await.status, 200);
        assert_eq!(world.logged_in("6-centre-xj").await.get(&complaint).await.status, 404);
    }
}
