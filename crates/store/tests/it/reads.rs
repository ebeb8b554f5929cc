use futures_util::future::{Either, select};
use std::pin::pin;
use store::Query;
use store::db::Sql;
use testbase::{Kind, TestStore};

/// Reads nothing, for as long as it is told to.
static LONG: Sql = Sql {
    name: "LONG",
    sqlite: "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) SELECT COUNT(*) FROM n",
    postgres: "",
    one: "",
};

/// On one thread, whatever is not handed to another is done before anything else begins.
#[tokio::test]
async fn on_sqlite_a_long_read_keeps_nobody_else_waiting() {
    let base = TestStore::new(Kind::Sqlite).await;
    let (mut long, mut other) = (base.store.reader(), base.store.reader());
    let long = pin!(long.rows(&LONG, vec![200_000_i64.into()]));
    let other = pin!(async {
        for _ in 0..100 {
            other.rows(&LONG, vec![3_i64.into()]).await.unwrap();
            tokio::task::yield_now().await;
        }
    });
    let Either::Right(((), long)) = select(long, other).await else { unreachable!("the others waited for the long read") };
    assert_eq!(long.await.unwrap()[0].int(0).unwrap(), 200_000);
}
