//! What an institution issued and took, as its people see it.

use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;
use testkit::{TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const PAGE: &str = "/workbench/report";

on_both_engines! {
    async fn what_was_issued_is_summed_on_screen_and_listed_in_the_workbook(world: TestWorld) {
        let mut staff = world.logged_in("3-insurer").await;
        let empty = staff.get(PAGE).await;
        assert!(empty.status == 200 && empty.body.contains("该期间没有出具保函"), "{}", empty.body);
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        let page = bidder.get(&order).await;
        let (amount, fee) = (page.between("<dt>担保金额</dt><dd>¥", "<"), page.between("<dt>费用</dt><dd>¥", "<"));

        let report = staff.get(PAGE).await.body;
        let total = report.split("合计").nth(1).unwrap();
        assert!(total.contains(&format!(">{amount}<")) && total.contains(&format!(">{fee}<")), "{report}");
        let file = staff.get(&format!("{PAGE}.xlsx?from=2026-11-01&to=2026-11-30")).await;
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.bytes.clone())).unwrap();
        let sums = book.worksheet_range("费用汇总").unwrap();
        let page = sums.get((1, 0)).unwrap().to_string();
        assert!(page != "650000" && report.contains(&page), "the site is called as on the page: {page}");
        let letters = book.worksheet_range("保函明细").unwrap();
        assert_eq!(letters.height(), 2);
        assert_eq!(letters.get((1, 6)), Some(&Data::Float(amount.replace(',', "").parse().unwrap())));
        assert_eq!(letters.get((1, 7)), Some(&Data::Float(fee.replace(',', "").parse().unwrap())));
        let exposure = book.worksheet_range("担保责任余额").unwrap();
        assert_eq!(exposure.get((1, 1)), letters.get((1, 6)), "all of it is outstanding");

        assert!(staff.get(&format!("{PAGE}?from=2026-10-01&to=2026-10-31")).await.body.contains("该期间没有出具保函"));
        let wrong = staff.get(&format!("{PAGE}?from=2026-11-30&to=2026-11-01")).await;
        assert!(wrong.status == 422 && wrong.body.contains("截止日期不得早于起始日期") && wrong.body.contains("value=\"2026-11-30\""));
        let other = world.logged_in("4-bank").await.get(PAGE).await;
        assert!(other.body.contains("该期间没有出具保函"), "another institution's letters are not counted");
        assert_eq!(bidder.get(PAGE).await.status, 404);
    }
}
