use testbase::{TestStore, on_both_engines};

on_both_engines! {
    async fn every_statement_is_accepted_by_the_engine(base: TestStore) {
        assert!(base.store.prepare_all().await.unwrap() > 40);
    }
}
