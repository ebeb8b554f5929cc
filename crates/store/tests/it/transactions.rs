use domain::access::{Action, Actor, Relation, may};
use domain::bank_line::{BankLineEvent, BankLineFacts};
use domain::id::{BankLineId, RequestId};
use domain::money::Cny;
use std::time::Duration;
use store::{Engine, Stamp, StoreError};
use testbase::{TestStore, on_both_engines};

fn stamp(base: &TestStore) -> Stamp {
    let permit = may(&Actor::system(), Action::ReceiveBankLine, Relation::Platform).unwrap();
    Stamp::new(permit, base.now(), base.id(RequestId::new), "test".into())
}

fn received(base: &TestStore, reference: &str) -> BankLineEvent {
    let now = base.now();
    BankLineEvent::Received {
        facts: Box::new(BankLineFacts {
            contradicts: None,
            day_only: false,
            statement: None,
            balance: None,
            id: base.id(BankLineId::new),
            bank_reference: reference.into(),
            account: "1".into(),
            institution: None,
            amount: Cny::ZERO,
            payer_name: String::new(),
            payer_account: String::new(),
            remark: String::new(),
            booked_at: now,
            received_at: now,
            source: domain::bank_line::LineSource::Bank,
        }),
    }
}

async fn create(base: &TestStore, reference: &str) -> Result<(), StoreError> {
    let (stamp, event) = (stamp(base), received(base, reference));
    base.store.write(move |tx| Box::pin(async move { store::bank_line::create(tx, &stamp, &event).map(|_| ()) })).await
}

async fn known(base: &TestStore, reference: &str) -> bool {
    store::bank_line::load_by_bank_reference(&mut base.store.reader(), reference).await.unwrap().is_some()
}

on_both_engines! {
    async fn a_failed_command_leaves_nothing_behind(base: TestStore) {
        let (stamp, event) = (stamp(&base), received(&base, "A"));
        let outcome: Result<(), StoreError> = base
            .store
            .write(move |tx| {
                Box::pin(async move {
                    store::bank_line::create(tx, &stamp, &event)?;
                    Err(StoreError::Conflict)
                })
            })
            .await;
        assert!(matches!(outcome, Err(StoreError::Conflict)));
        assert!(!known(&base, "A").await);
    }

    async fn the_same_bank_reference_is_recorded_once(base: TestStore) {
        create(&base, "A").await.unwrap();
        assert!(matches!(create(&base, "A").await, Err(StoreError::Conflict)));
        create(&base, "B").await.unwrap();
        assert!(known(&base, "B").await);
    }

    async fn whoever_loses_leaves_nothing_and_the_next_transaction_stands(base: TestStore) {
        create(&base, "A").await.unwrap();
        let line = store::bank_line::load_by_bank_reference(&mut base.store.reader(), "A").await.unwrap().unwrap();
        let suspended = || BankLineEvent::Suspended { reason: domain::bank_line::SuspenseReason::UnknownReference, payment: None };
        for round in 0..40 {
            let (one, two, other) = (stamp(&base), stamp(&base), received(&base, &format!("B{round}")));
            let (line, event) = (line.clone(), suspended());
            let written = base.store.write(move |tx| {
                Box::pin(async move {
                    // Before and behind what fails: all of it is one, whoever finds out when.
                    store::bank_line::create(tx, &one, &other)?;
                    store::bank_line::append(tx, &two, line, &event).map(|_| ())
                })
            });
            assert_eq!(written.await.is_ok(), round == 0, "the version has been used by the first");
            assert_eq!(known(&base, &format!("B{round}")).await, round == 0);
            // Over as many connections as there are, none of which is left half-way.
            create(&base, &format!("C{round}")).await.unwrap();
        }
    }

    async fn questions_asked_together_in_a_transaction_see_what_it_has_written(base: TestStore) {
        let (stamp, event) = (stamp(&base), received(&base, "A"));
        let seen = base.store.write(move |tx| {
            Box::pin(async move {
                store::bank_line::create(tx, &stamp, &event)?;
                let asked = tx.together(|flight| async move {
                    let (mut one, mut two) = (flight.clone(), flight);
                    tokio::try_join!(
                        store::bank_line::load_by_bank_reference(&mut one, "A"),
                        store::bank_line::load_by_bank_reference(&mut two, "B"),
                    )
                });
                let (written, absent) = asked.await?;
                Ok::<_, StoreError>((written.is_some(), absent.is_none()))
            })
        });
        assert_eq!(seen.await.unwrap(), (true, true));
    }

    async fn of_two_writers_with_the_same_version_one_loses(base: TestStore) {
        create(&base, "A").await.unwrap();
        let line = store::bank_line::load_by_bank_reference(&mut base.store.reader(), "A").await.unwrap().unwrap();
        let mut outcomes = Vec::new();
        for _ in 0..2 {
            let (stamp, line) = (stamp(&base), line.clone());
            let event = BankLineEvent::Suspended { reason: domain::bank_line::SuspenseReason::UnknownReference, payment: None };
            let write = base.store.write(move |tx| {
                Box::pin(async move { store::bank_line::append(tx, &stamp, line, &event).map(|_| ()) })
            });
            outcomes.push(write.await);
        }
        assert!(outcomes[0].is_ok());
        assert!(matches!(outcomes[1], Err(StoreError::Conflict)));
    }

    async fn a_request_that_goes_away_does_not_stop_its_transaction_half_way(base: TestStore) {
        let (stamp, event) = (stamp(&base), received(&base, "A"));
        let (reached, is_reached) = tokio::sync::oneshot::channel();
        let store = base.store.clone();
        let request = tokio::spawn(async move {
            store
                .write::<_, StoreError, _>(move |tx| {
                    Box::pin(async move {
                        let _ = reached.send(());
                        store::bank_line::load_by_bank_reference(tx, "A").await?;
                        store::bank_line::create(tx, &stamp, &event)?;
                        Ok(())
                    })
                })
                .await
        });
        is_reached.await.unwrap();
        request.abort();
        // It has been begun, so it ends: bounded waiting for that end, no guess at a duration.
        let ended = async {
            while !known(&base, "A").await {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), ended).await.unwrap();
        // And no connection is left inside a transaction: the next writers get through.
        for index in 0..40 {
            create(&base, &format!("next {index}")).await.unwrap();
        }
    }

    async fn many_writers_at_once_all_succeed(base: TestStore) {
        let base = std::sync::Arc::new(base);
        let tasks: Vec<_> = (0..200)
            .map(|index| {
                let base = std::sync::Arc::clone(&base);
                tokio::spawn(async move { create(&base, &format!("line {index}")).await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
    }
}

#[tokio::test]
async fn on_sqlite_a_transaction_that_awaits_something_else_is_refused() {
    let base = TestStore::new(testbase::Kind::Sqlite).await;
    let outcome: Result<(), StoreError> = base
        .store
        .write(|_| {
            Box::pin(async {
                tokio::task::yield_now().await;
                Ok(())
            })
        })
        .await;
    assert!(matches!(outcome, Err(StoreError::Corrupt(_))));
    create(&base, "after").await.unwrap();
}

/// What a broken constraint is said of goes into the log, and so names no value of the row: accounts, names, codes.
#[tokio::test]
async fn an_engines_error_tells_what_was_broken_and_no_value_of_the_row() {
    let base = TestStore::new(testbase::Kind::Postgres).await;
    let Engine::Postgres(url) = &base.engine else { unreachable!("asked for") };
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute("ALTER TABLE bank_line ADD CONSTRAINT odd CHECK (length(bank_reference) > 100)").await.unwrap();
    let said = format!("{:?}", create(&base, "6217000012345678").await.unwrap_err());
    assert!(said.contains("23514") && said.contains("odd") && !said.contains("6217000012345678"), "{said}");
}
