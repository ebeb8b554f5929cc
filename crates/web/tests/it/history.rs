//! What happened to something, beyond what its page has room for: page by page, to those alone who may see it.

use crate::credit::asked;
use crate::profile::{ALL, verified};
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

/// Where the link of this label leads.
fn way(page: &Fetched, label: &str) -> String {
    let before = page.body.split(&format!("\">{label}</a>")).next().unwrap();
    assert_ne!(before.len(), page.body.len(), "no {label}: {}", page.body);
    before.rsplit("href=\"").next().unwrap().replace("&#38;", "&")
}

/// The rows of the history that begins at `path`, page after page, the newest first.
async fn rows(browser: &mut Browser, path: &str) -> Vec<usize> {
    let (mut pages, mut next) = (Vec::new(), path.to_owned());
    loop {
        let page = browser.get(&next).await;
        assert_eq!(page.status, 200, "{}", page.body);
        pages.push(page.body.matches("<th scope=\"row\"").count());
        if !page.body.contains(">下一页</a>") {
            return pages;
        }
        next = way(&page, "下一页");
    }
}

on_both_engines! {
    async fn a_long_history_is_read_page_by_page_by_those_who_may_see_it(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        for number in 1..=22 {
            let address = format!("郑州市金水区纬五路 {number} 号");
            let fields: Vec<(&str, &str)> =
                ALL.iter().map(|(name, typed)| (*name, if *name == "address" { address.as_str() } else { *typed })).collect();
            assert_eq!(bidder.submit("/profile/edit", "/profile/edit", &fields).await.status, 303);
        }
        let short = bidder.get("/profile").await;
        assert_eq!(short.body.split("id=\"history\"").nth(1).unwrap().matches("<li>").count(), 10, "{}", short.body);
        assert_eq!(way(&short, "全部变更记录"), "/profile/history");
        assert_eq!(rows(&mut bidder, "/profile/history").await, [20, 3]);
        assert_eq!(rows(&mut bidder, "/profile/history?sort=oldest").await, [20, 3]);
        assert!(bidder.get("/profile/history").await.body.contains("共 23 条"));
        assert_eq!(bidder.get("/profile/history?as=xlsx").await.status, 200);
        let mut other = world.logged_in("2-bidder").await;
        assert!(other.get("/profile/history").await.body.contains("没有记录"), "its own alone");
        // The centre sees it once it is handed in; another's people never do.
        let review = verified(&world, &mut bidder).await;
        let history = format!("{review}/history");
        let mut centre = world.logged_in("6-centre-xj").await;
        assert_eq!(way(&centre.get(&review).await, "全部变更记录"), history);
        assert!(rows(&mut centre, &history).await.iter().sum::<usize>() > 23);
        assert_eq!(other.get(&history).await.status, 404);
    }

    async fn what_is_between_the_grantors_people_is_in_their_history_of_a_line_alone(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let line = asked(&world, &mut bidder, "1000000").await;
        let (review, mut staff) = (format!("/workbench{line}"), world.logged_in("5-guarantor").await);
        for _ in 0..5 {
            let back = [("comment", "营业执照看不清"), ("mark:business_licence", "yes")];
            assert_eq!(staff.submit(&review, &format!("{review}/return"), &back).await.status, 303);
            assert_eq!(bidder.submit(&line, &format!("{line}/submit"), &[]).await.status, 303);
        }
        let own = way(&bidder.get(&line).await, "全部办理记录");
        assert_eq!(rows(&mut bidder, &own).await, [12], "drafted, handed in, and five times back and handed in again");
        crate::credit::grant(&world, &line, "grant", "1000000").await;
        let theirs = way(&staff.get(&review).await, "全部办理记录");
        assert_eq!(rows(&mut bidder, &own).await, [13]);
        assert_eq!(rows(&mut staff, &theirs).await, [14], "they see the proposal besides");
        assert_eq!(world.logged_in("2-bidder").await.get(&format!("{line}/history")).await.status, 404);
        assert_eq!(world.logged_in("4-bank").await.get(&format!("{review}/history")).await.status, 404);
    }
}
