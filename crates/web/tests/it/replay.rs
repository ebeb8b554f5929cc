//! The pair assertion: folding the events of every aggregate gives the row (INV-61).

use domain::application::{Application, ApplicationEvent};
use domain::bank_line::{BankLine, BankLineEvent};
use domain::id::{ApplicationId, BankLineId, PaymentId};
use domain::payment::{Payment, PaymentEvent};
use testkit::{TestWorld, on_both_engines};

async fn events<T: serde::de::DeserializeOwned>(world: &TestWorld, aggregate: &str) -> Vec<T> {
    let history = store::event::history(&mut world.parts.store.reader(), aggregate).await.unwrap();
    history.iter().map(|entry| serde_json::from_str(&entry.payload).unwrap()).collect()
}

on_both_engines! {
    async fn the_events_of_every_aggregate_fold_to_its_row(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let mut orders = Vec::new();
        for (guarantor, pay) in [("江海财产保险股份有限公司", true), ("长川银行股份有限公司", true), ("长川银行股份有限公司", false)] {
            let order = world.submitted(&mut bidder, "1-bidder", "650000", guarantor).await;
            if pay {
                world.pay(&mut bidder, &order).await;
            } else {
                bidder.submit(&order, &format!("{order}/withdraw"), &[]).await;
            }
            world.run_jobs().await;
            orders.push(order.rsplit('/').next().unwrap().parse::<ApplicationId>().unwrap());
        }
        for id in orders {
            let row = store::application::load(&mut world.parts.store.reader(), id).await.unwrap().unwrap();
            let log: Vec<ApplicationEvent> = events(&world, &id.to_string()).await;
            let mut folded = Application::born(&log[0]).unwrap();
            log[1..].iter().for_each(|event| folded.apply(event));
            assert_eq!(folded, row);

            let payment: PaymentId = row.payment().unwrap();
            let log: Vec<PaymentEvent> = events(&world, &payment.to_string()).await;
            let mut folded = Payment::born(&log[0]).unwrap();
            log[1..].iter().for_each(|event| folded.apply(event));
            assert_eq!(Some(folded), store::payment::load(&mut world.parts.store.reader(), payment).await.unwrap());

            for line in store::bank_line::list_of_payment(&mut world.parts.store.reader(), payment).await.unwrap() {
                let id: BankLineId = line.facts.id;
                let log: Vec<BankLineEvent> = events(&world, &id.to_string()).await;
                let mut folded = BankLine::born(&log[0]).unwrap();
                log[1..].iter().for_each(|event| folded.apply(event));
                assert_eq!(folded, line);
            }
        }
    }
}
