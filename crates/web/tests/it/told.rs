//! Being told: the message centre, text messages and mails in the centre's words, what people chose, and what became of each message. No message names
//! lot or tenderee, whoever gets it (HR-10).

use crate::consequences::load;
use crate::rating::issued;
use app::phone_code::send::{CodeWanted, send};
use counterparts::mail::{Identity, MailServer};
use domain::lot::Lot;
use domain::phone_code::Purpose;
use domain::time::Timestamp;
use testkit::{Browser, Fetched, TestWorld, mail_settings, on_both_engines};

/// The contact that the orders of the tests name.
const MOBILE: &str = "13800138000";
const MAIL: &str = "lin@example.com";

/// An order whose letter is out, and the lot it is for.
async fn letter(world: &TestWorld, bidder: &mut Browser) -> (String, Lot) {
    let lot = crate::credit::lots(bidder).await.remove(0);
    let order = issued(world, bidder, "1-bidder", &lot).await;
    world.run_jobs().await;
    let lot = store::lot::load(&mut world.parts.store.reader(), lot.parse().unwrap()).await.unwrap().unwrap().lot;
    (order, lot)
}

/// What arrived in the contact's letter box, the last first: subject and text.
fn mails(server: &MailServer) -> Vec<(String, String)> {
    server.inbox().latest(MAIL).unwrap().into_iter().map(|mail| (mail.subject, mail.text)).collect()
}

fn texts(world: &TestWorld) -> Vec<String> {
    world.text_messages.inbox().latest(MOBILE).unwrap().into_iter().map(|message| message.text).collect()
}

/// The settings' form of all contacts, with some fields otherwise.
async fn choose(browser: &mut Browser, fields: &[(&str, &str)]) -> Fetched {
    browser.submit("/notices/settings", "/notices/settings/all", fields).await
}

async fn write(browser: &mut Browser, page: &str, version: &str, act: &str, subject: &str, body: &str) -> Fetched {
    browser.submit(page, page, &[("version", version), ("act", act), ("subject", subject), ("body", body)]).await
}

on_both_engines! {
    async fn a_letter_is_told_by_text_message_and_mail_that_name_its_number_and_nothing_of_its_lot(world: TestWorld) {
        let (world, server) = world.with_mail().await;
        let mut bidder = world.logged_in("1-bidder").await;
        let (order, lot) = letter(&world, &mut bidder).await;
        let application = load(&world, &order).await;
        let number = application.facts.number.to_string();
        let (text, mail) = (texts(&world).remove(0), mails(&server).remove(0));
        assert!(text.starts_with("【开函】保函已出具") && text.contains(&number) && text.contains("http://kaihan.test/notices/ntc_"), "{text}");
        assert_eq!(mail.0, format!("保函已出具，请下载查看（订单 {number}）"));
        assert!(mail.1.contains("http://kaihan.test/notices/ntc_") && mail.1.contains("不写项目和招标人信息"), "{}", mail.1);
        let all = format!("{:?}{:?}", texts(&world), mails(&server));
        for secret in [lot.number.to_string(), lot.name, lot.tenderee.name.to_string()] {
            assert!(!all.contains(&secret), "{secret} in {all}");
        }
        let sent = bidder.get("/notices/sent").await.body;
        assert!(sent.contains("138 **** 8000") && sent.contains("l***@example.com") && sent.contains("已发送"), "{sent}");
        assert!(!sent.contains(MOBILE) && !sent.contains(MAIL), "{sent}");
        // Every job may run twice.
        let (before, now) = (all, world.world.now());
        world.parts.store.write::<_, store::StoreError, _>(move |tx| Box::pin(async move { store::job::repeat_all(tx, now) })).await.unwrap();
        world.run_jobs().await;
        assert_eq!(format!("{:?}{:?}", texts(&world), mails(&server)), before, "once each");
    }

    async fn the_message_centre_is_narrowed_searched_and_read_one_by_one_or_at_once(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let (order, _) = letter(&world, &mut bidder).await;
        let number = load(&world, &order).await.facts.number.to_string();
        let page = bidder.get("/notices").await;
        assert!(page.body.contains("订单与出函") && page.body.contains("保函已出具"), "{}", page.body);
        assert!(!bidder.get("/notices/of/change").await.body.contains("保函已出具"));
        assert!(bidder.get("/notices/of/application").await.body.contains("保函已出具"));
        assert_eq!(bidder.get("/notices/of/none").await.status, 404);
        for (words, found) in [("出具", true), (number.as_str(), true), ("ＳＱ６５", true), ("不存在的词", false)] {
            let query = serde_urlencoded::to_string([("q", words)]).unwrap();
            assert_eq!(bidder.get(&format!("/notices?{query}")).await.body.contains("保函已出具"), found, "{words}");
        }
        let one = format!("/notices/ntc_{}", page.between("href=\"/notices/ntc_", "\""));
        let opened = bidder.get(&one).await;
        assert!(opened.body.contains("查看订单") && opened.body.contains(&order), "{}", opened.body);
        assert!(!bidder.get("/notices?state=unread").await.body.contains(&one), "it was read by being opened");
        assert_eq!(world.logged_in("2-bidder").await.get(&one).await.status, 404);
        assert_eq!(world.logged_in("3-insurer").await.get(&one).await.status, 404);
    }

    async fn what_was_switched_off_is_not_sent_and_a_day_is_put_together_in_one_mail(world: TestWorld) {
        let (world, server) = world.with_mail().await;
        let mut bidder = world.logged_in("1-bidder").await;
        let wrong = choose(&mut bidder, &[("quiet", "yes"), ("from", "25:00"), ("to", "07:30")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("请填写时刻，如 22:00") && wrong.body.contains("25:00"), "{}", wrong.body);
        let chosen = choose(&mut bidder, &[("mail-application", "daily"), ("quiet", "yes"), ("from", "２２：００"), ("to", "7:30")]).await;
        assert_eq!(chosen.status, 303, "{}", chosen.body);
        assert!(bidder.get("/notices/settings").await.body.contains("value=\"07:30\""));
        letter(&world, &mut bidder).await;
        assert!(texts(&world).is_empty() && mails(&server).is_empty(), "{:?} {:?}", texts(&world), mails(&server));
        world.clock.advance(23 * Timestamp::HOUR);
        world.run_jobs().await;
        let put_together = mails(&server);
        assert_eq!(put_together.len(), 1, "{put_together:?}");
        assert!(put_together[0].0.contains("消息汇总（1 条）") && put_together[0].1.contains("保函已出具"), "{put_together:?}");
        // Whoever does not manage changes nothing for the others, and a stranger nothing at all.
        assert_eq!(world.logged_in("6-centre-xj").await.get("/notices/settings").await.status, 404);
    }

    async fn a_sites_words_are_written_by_one_taken_into_use_by_another_and_used_from_then_on(world: TestWorld) {
        let page = "/centre/notices/issued/text_message";
        let (mut first, mut second) = (world.logged_in("7-centre-hn").await, world.logged_in("9-centre-hn").await);
        for (wrong, said) in [
            ("点击 http://x.cn 查看", "不能写网址"),
            ("{{ lot }}", "没有变量“lot”"),
            ("{{ event | upper }}", "没有变量“event | upper”"),
            ("{% for x in event %}{{ event }}{% endfor %}", "只能写 {% if 变量 %}"),
            ("{% if number %}{{ event }}", "没有对应的“{% endif %}”"),
            ("{{ event", "没有对应的“}}”"),
            ("", "内容应为 1 至 2000 个字"),
        ] {
            let refused = write(&mut first, page, "0", "save", "", wrong).await;
            let body = refused.body.replace("&#34;", "\"");
            assert!(refused.status == 422 && body.contains(said), "{wrong}: {} {body}", refused.status);
            assert!(wrong.is_empty() || body.contains(&wrong.replace('<', "&#60;")), "what was typed stays: {wrong} in {body}");
        }
        let own = "【湖南】{{ event }}{% if number %}，单号 {{ number }}{% endif %}。";
        let seen = write(&mut first, page, "0", "preview", "", own).await;
        assert!(seen.status == 200 && seen.body.contains("【湖南】保函已出具，请下载查看，单号 SQ"), "{}", seen.body);
        assert_eq!(write(&mut first, page, "0", "save", "", own).await.status, 303);
        let alone = first.submit(page, &format!("{page}/adopt"), &[("seen", "1")]).await;
        assert!(alone.status == 422 && alone.body.contains("经办人不能复核自己经办的内容"), "{} {}", alone.status, alone.body);
        assert_eq!(second.submit(page, &format!("{page}/adopt"), &[("seen", "1")]).await.status, 303);
        assert_eq!(second.submit(page, &format!("{page}/adopt"), &[("seen", "2")]).await.status, 409, "there is nothing to take");
        let late = write(&mut first, page, "1", "save", "", "{{ event }}").await;
        assert!(late.status == 422 && late.body.contains("已被其他人员修改"), "{}", late.body);
        assert!(first.get(page).await.body.contains("使用中（第 1 版）"));
        assert_eq!(world.logged_in("1-bidder").await.get(page).await.status, 404);
        let mut other = world.logged_in("6-centre-xj").await;
        assert!(other.get(page).await.body.contains("平台缺省"), "another site's words are its own");
        // Where one person suffices it is in use at once.
        assert_eq!(write(&mut other, page, "0", "save", "", own).await.status, 303);
        let mut bidder = world.logged_in("1-bidder").await;
        letter(&world, &mut bidder).await;
        assert!(texts(&world)[0].starts_with("【湖南】保函已出具，请下载查看，单号 SQ"), "{:?}", texts(&world));
        assert_eq!(write(&mut other, page, "2", "restore", "", "").await.status, 303);
        assert!(other.get(page).await.body.contains("平台缺省"));
    }

    async fn a_mail_server_that_is_away_is_tried_again_and_a_restart_sends_nothing_twice(world: TestWorld) {
        let (away, server) = world.with_mail().await;
        let good = away.parts.mail.clone();
        let nowhere = mail_settings("smtp://127.0.0.1:1".into(), Identity::fresh().unwrap().certificate);
        let mut world = away.sending_by(&nowhere);
        let mut bidder = world.logged_in("1-bidder").await;
        letter(&world, &mut bidder).await;
        assert!(mails(&server).is_empty());
        assert!(bidder.get("/notices/sent?state=waiting").await.body.contains("1 次"));
        world.parts.mail = good;
        world.world = app::World::new(world.parts.clone());
        world.clock.advance(5 * Timestamp::MINUTE);
        world.run_jobs_dying_at_every_step().await;
        world.clock.advance(20 * Timestamp::MINUTE);
        world.run_jobs().await;
        let arrived = mails(&server).into_iter().filter(|(subject, _)| subject.starts_with("保函已出具")).count();
        assert!((1..=2).contains(&arrived), "taken once, and once more where nobody knew: {arrived}");
    }


    async fn a_code_proves_a_mail_address_where_mail_is_offered(world: TestWorld) {
        let wanted = |world: &TestWorld| CodeWanted {
            site: "650000".parse().unwrap(),
            purpose: Purpose::Complaint,
            uscc: world.persona("1-bidder").uscc().parse().unwrap(),
            to: MAIL.parse().unwrap(),
            address: "192.0.2.1".into(),
            entitled: false,
        };
        let refused = send(&world.world, wanted(&world)).await.unwrap_err();
        assert!(refused.to_string().contains("平台未开通邮件"), "{refused}");
        let (world, server) = world.with_mail().await;
        send(&world.world, wanted(&world)).await.unwrap();
        assert!(send(&world.world, wanted(&world)).await.unwrap_err().to_string().contains("60 秒"), "not at once again");
        world.run_jobs().await;
        let (subject, text) = mails(&server).remove(0);
        assert!(subject == "验证码" && text.contains("验证码 ") && text.contains("在线投诉"), "{subject} {text}");
    }
}
