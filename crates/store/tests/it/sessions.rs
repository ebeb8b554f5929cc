use domain::access::Role;
use domain::id::{OrganisationId, RANDOM_BYTES, SessionId};
use domain::session::LoginWay;
use domain::time::Timestamp;
use store::organisation::Organisation;
use store::session::{self, Session};
use store::{Store, StoreError};
use testbase::{TestStore, on_both_engines};

async fn held(base: &TestStore, tokens: &[String]) -> usize {
    let mut held = 0;
    for token in tokens {
        held += usize::from(session::load(&mut base.store.reader(), token, base.now()).await.unwrap().is_some());
    }
    held
}

async fn clear(store: &Store, before: Timestamp) {
    let write = store.write::<_, StoreError, _>(move |tx| Box::pin(async move { session::delete_old(tx, before, before) }));
    write.await.unwrap();
}

on_both_engines! {
    async fn whoever_logs_in_clears_a_bounded_part_of_what_others_left_and_no_live_session(base: TestStore) {
        let now = base.now();
        let organisation = Organisation {
            id: base.id(OrganisationId::new),
            uscc: "91310000MA1FL5G67H".parse().unwrap(),
            name: "天山建设有限公司".parse().unwrap(),
            role: Role::Applicant,
            site: None,
        };
        let tokens: Vec<String> = (0..250).map(|index| format!("old-{index}")).collect();
        let left = tokens.clone();
        let write = base.store.write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                store::organisation::create(tx, &organisation, Some(now), now)?;
                let session = |at, id: u8| Session {
                    id: SessionId::new(at, &[id; RANDOM_BYTES]),
                    organisation: organisation.id,
                    role: "applicant".into(),
                    certificate: "c".into(),
                    chain: String::new(),
                    csrf: "f".into(),
                    created_at: at,
                    seen_at: at,
                    site: None,
                    way: LoginWay::Certificate,
                    address: "203.0.113.*".into(),
                    browser: "Firefox 128".into(),
                    portal_session: String::new(),
                    said: Vec::new(),
                };
                for token in &left {
                    session::create(tx, token, &session(now.plus(-Timestamp::HOUR), 1))?;
                }
                session::create(tx, "live", &session(now, 2))
            })
        });
        write.await.unwrap();
        clear(&base.store, now).await;
        assert!(held(&base, &tokens).await >= 50, "one login swept all of it");
        clear(&base.store, now).await;
        clear(&base.store, now).await;
        assert_eq!(held(&base, &tokens).await, 0);
        assert_eq!(held(&base, &["live".to_owned()]).await, 1);
    }
}
