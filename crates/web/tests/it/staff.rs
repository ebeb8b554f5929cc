//! An institution's people and their duties.

use testkit::{Browser, TestWorld, on_both_engines};

const PAGE: &str = "/workbench/staff";
const BANK: &str = "长川银行股份有限公司";

/// The forms of the page: where each goes, own first.
async fn forms(staff: &mut Browser) -> Vec<String> {
    let page = staff.get(PAGE).await.body;
    let mut forms: Vec<(bool, String)> = page
        .split("<form class=\"panel form\" method=\"post\" action=\"")
        .skip(1)
        .map(|form| (!form.contains("本人"), form.split('"').next().unwrap().to_owned()))
        .collect();
    forms.sort();
    forms.into_iter().map(|(_, form)| form).collect()
}

on_both_engines! {
    async fn once_duties_are_given_each_person_does_their_own(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", BANK).await;
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        let (mut first, mut second) = (world.logged_in("4-bank").await, world.logged_in("e-bank").await);
        let people = forms(&mut first).await;
        assert_eq!(people.len(), 2);

        let refused = first.submit(PAGE, &people[0], &[("name", "许长川"), ("maker", "yes")]).await;
        assert!(refused.status == 422 && refused.body.contains("至少须有一名管理人员"), "{}", refused.body);
        assert!(refused.body.contains("value=\"许长川\""), "what was typed is kept");
        let fields = [("name", "许长川"), ("maker", "yes"), ("manager", "yes")];
        assert_eq!(first.submit(PAGE, &people[0], &fields).await.status, 303);
        let endorse = format!("/workbench{order}/endorse");
        let idle = second.submit(&order, &endorse, &[]).await;
        assert!(idle.status == 409 && idle.body.contains("您的岗位不能办理该事项"), "{}", idle.body);
        assert!(!second.get(&order).await.body.contains("初审通过，提交复核"), "no button for what is not theirs");
        assert_eq!(second.get(PAGE).await.status, 409);
        let menu = |page: &str| -> Vec<String> {
            let menu = page.split("<nav class=\"office\"").nth(1).unwrap().split("</nav>").next().unwrap();
            menu.split("href=\"").skip(1).map(|link| link.split('"').next().unwrap().to_owned()).collect()
        };
        let (whole, part) = (menu(&first.get("/workbench").await.body), menu(&second.get("/workbench").await.body));
        assert!(whole.contains(&PAGE.to_owned()) && whole.contains(&"/workbench/products".to_owned()), "{whole:?}");
        // Products and people, complaints and ratings.
        assert_eq!(part.len() + 4, whole.len(), "no desk whose duty is not theirs: {part:?}");
        for desk in part {
            assert_eq!(second.get(&desk).await.status, 200, "a desk that is shown can be opened: {desk}");
        }

        assert_eq!(first.submit(PAGE, &people[1], &[("name", "夏临川"), ("checker", "yes")]).await.status, 303);
        assert_eq!(first.submit(&order, &endorse, &[]).await.status, 303);
        assert_eq!(second.submit(&order, &format!("/workbench{order}/approve"), &[]).await.status, 303);
        world.run_jobs().await;
        assert!(bidder.get(&order).await.body.contains("保函已出具"));
        let mut stranger = world.logged_in("3-insurer").await;
        assert_eq!(stranger.submit(PAGE, &people[0], &[("name", "甲"), ("manager", "yes")]).await.status, 409, "no such person there");
    }
}
