//! Paper originals of letters (纸质版保函原件, Henan manual 3.6): asked for once a letter is out, each print counted, posted, received or refused.

use domain::id::PaperCopyId;
use domain::paper_copy::PaperCopyEvent;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const MOBILE: &str = "13800000003";

/// To whom it is sent.
const RECIPIENT: [(&str, &str); 3] = [("name", "王招标"), ("mobile", MOBILE), ("address", "郑州市金水区纬五路 8 号")];

async fn ask(bidder: &mut Browser, order: &str, fields: &[(&str, &str)]) -> Fetched {
    let form = format!("{order}/paper");
    bidder.submit(&form, &form, fields).await
}

/// Asks for one of an order's letter; gives back its address.
pub(crate) async fn requested(bidder: &mut Browser, order: &str) -> String {
    let answer = ask(bidder, order, &RECIPIENT).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location
}

/// The order of the bidder's newest letter.
pub(crate) async fn newest(bidder: &mut Browser) -> String {
    let page = bidder.get("/guarantees").await.body;
    page.split("/paper\"").next().unwrap().rsplit('"').next().unwrap().to_owned()
}

/// An order on a site that sells them, whose letter is out.
async fn issued(world: &TestWorld, bidder: &mut Browser) -> String {
    let lot = bidder.get("/650000/lots").await.between("<a href=\"/650000/lots/", "\"");
    crate::rating::issued(world, bidder, "1-bidder", &lot).await
}

async fn events(world: &TestWorld, address: &str) -> Vec<String> {
    let id: PaperCopyId = address.rsplit('/').next().unwrap().parse().unwrap();
    let history = store::event::history(&mut world.parts.store.reader(), &id.to_string()).await.unwrap();
    let named = |entry: &store::event::Entry| serde_json::from_str::<PaperCopyEvent>(&entry.payload).unwrap().name().to_owned();
    history.iter().map(named).collect()
}

on_both_engines! {
    async fn a_paper_original_is_asked_for_printed_posted_and_received_and_each_print_is_counted(world: TestWorld) {
        let (mut bidder, mut staff) = (world.logged_in("1-bidder").await, world.logged_in("3-insurer").await);
        let draft = bidder.draft("430000", "江海财产保险股份有限公司").await;
        assert_eq!(bidder.get(&format!("{draft}/paper")).await.status, 409, "there is no letter yet");
        let order = issued(&world, &mut bidder).await;
        assert!(bidder.get(&order).await.body.contains("索取纸质版保函原件</a>"));
        // What is wrong is said at each field, and nothing typed is lost; a number is read as people type it.
        let wrong = ask(&mut bidder, &order, &[("name", "王"), ("mobile", "12345"), ("address", "郑州市金水区纬五路 8 号")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("有 2 处需要修改") && wrong.body.contains("纬五路 8 号"), "{}", wrong.body);
        let typed = [("name", " 王招标 "), ("mobile", "１３８ ００００ ０００３"), ("address", "郑州市金水区纬五路 8 号")];
        let asked = ask(&mut bidder, &order, &typed).await;
        assert_eq!(asked.status, 303, "{}", asked.body);
        let own = asked.location;
        let page = bidder.get(&own).await.body;
        assert!(page.contains("待寄送") && page.contains("138 **** 0003") && !page.contains(MOBILE), "{page}");
        assert_eq!(bidder.get(&format!("{order}/paper")).await.status, 409, "one at a time");

        let desk = format!("/workbench{own}");
        assert!(staff.get("/notices").await.body.contains("有纸质版保函原件待寄送"));
        let early = staff.submit(&desk, &format!("{desk}/post"), &[("courier", "顺丰速运"), ("tracking", "SF1234567890")]).await;
        assert!(early.status == 422 && early.body.contains("请先打印并盖章") && early.body.contains("SF1234567890"), "{}", early.body);
        for prints in 1..=2 {
            assert_eq!(staff.submit(&desk, &format!("{desk}/print"), &[]).await.status, 303);
            assert!(staff.get(&desk).await.body.contains(&format!("已打印 {prints} 次")));
        }
        let stale = staff.submit(&desk, &format!("{desk}/print"), &[("seen", "2")]).await;
        assert!(stale.status == 303 && staff.get(&desk).await.body.contains("已打印 2 次"), "pressed twice it is counted once");
        let shown = staff.submit(&desk, &format!("{desk}/reveal"), &[]).await;
        assert!(shown.body.contains(MOBILE), "{}", shown.body);
        let seen = store::event::audited(&mut world.parts.store.reader(), domain::access::Action::RevealPaper, false).await.unwrap();
        assert_eq!(seen.len(), 1, "seen once, written down once");
        let none = staff.submit(&desk, &format!("{desk}/post"), &[("courier", "顺"), ("tracking", "SF1234567890")]).await;
        assert!(none.status == 422 && none.body.contains("请填写快递公司和快递单号"), "{}", none.body);
        // A double click posts it once.
        for _ in 0..2 {
            let posted = staff.submit(&desk, &format!("{desk}/post"), &[("courier", "顺丰速运 "), ("tracking", " SF1234567890")]).await;
            assert_eq!(posted.status, 303, "{}", posted.body);
        }
        assert!(bidder.get("/notices").await.body.contains("纸质版保函原件已寄出"));
        let page = bidder.get(&own).await.body;
        assert!(page.contains("SF1234567890") && page.contains("<dt>打印次数</dt><dd>2</dd>") && page.contains("确认签收"), "{page}");
        assert_eq!(bidder.submit(&own, &format!("{own}/received"), &[]).await.status, 303);
        assert_eq!(staff.submit(&desk, &format!("{desk}/received"), &[]).await.status, 409, "received once");
        let told = ["requested", "printed", "printed", "posted", "delivered"].map(|what| format!("paper_copy.{what}"));
        assert_eq!(events(&world, &own).await, told);
        // One line of time has it all.
        let line = bidder.get(&order).await.body;
        assert!(line.contains("时间线") && line.contains("签收纸质版保函原件") && line.contains("寄出纸质版保函原件：顺丰速运"), "{line}");
        assert_eq!(ask(&mut bidder, &order, &RECIPIENT).await.status, 303, "what was lost after that may be asked for again");
    }

    async fn a_paper_original_that_is_refused_says_why_and_is_nobody_elses_to_see(world: TestWorld) {
        let (mut bidder, mut staff) = (world.logged_in("1-bidder").await, world.logged_in("3-insurer").await);
        let order = issued(&world, &mut bidder).await;
        let own = requested(&mut bidder, &order).await;
        let desk = format!("/workbench{own}");
        for persona in ["2-bidder", "4-bank", "6-centre-xj"] {
            let mut other = world.logged_in(persona).await;
            for page in [&own, &desk] {
                assert_eq!(other.get(page).await.status, 404, "{persona}");
            }
            assert_eq!(other.submit("/notices", &format!("{desk}/print"), &[]).await.status, 404, "{persona}");
        }
        assert_eq!(bidder.submit(&own, &format!("{desk}/print"), &[]).await.status, 404, "an applicant prints nothing at the desk");
        let silent = staff.submit(&desk, &format!("{desk}/refuse"), &[("reason", " ")]).await;
        assert!(silent.status == 422 && silent.body.contains("请填写原因"), "{}", silent.body);
        assert_eq!(staff.submit(&desk, &format!("{desk}/refuse"), &[("reason", "本机构只出具电子保函")]).await.status, 303);
        assert!(bidder.get(&own).await.body.contains("本机构只出具电子保函"));
        assert!(bidder.get("/paper-copies?state=refused").await.body.contains("共 1 条"));
        assert!(staff.get("/workbench/paper-copies?state=requested").await.body.contains("没有符合条件的记录"));
        assert!(staff.get("/workbench/paper-copies?as=xlsx").await.bytes.starts_with(b"PK"));
        assert_eq!(ask(&mut bidder, &order, &RECIPIENT).await.status, 303);
    }

    async fn of_two_who_ask_at_once_one_is_heard(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = issued(&world, &mut bidder).await;
        let mut other = bidder.clone();
        let form = format!("{order}/paper");
        let token = bidder.get(&form).await.field("token");
        let fields: Vec<(&str, &str)> = RECIPIENT.into_iter().chain([("token", token.as_str())]).collect();
        let (left, right) = tokio::join!(bidder.post(&form, &fields), other.post(&form, &fields));
        let mut answers = [left.status, right.status];
        answers.sort_unstable();
        assert_eq!(answers, [303, 409], "{} {}", left.body, right.body);
        assert!(bidder.get("/paper-copies").await.body.contains("共 1 条"));
    }
}
