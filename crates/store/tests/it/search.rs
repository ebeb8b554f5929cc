use domain::id::LotId;
use domain::lot::{Lot, LotOrigin, Tenderee};
use domain::money::Cny;
use domain::time::Timestamp;
use store::StoreError;
use store::lot::{self, Search};
use testbase::{TestStore, on_both_engines};

fn named(base: &TestStore, index: u32, site: &str, name: &str) -> Lot {
    Lot {
        id: base.id(LotId::new),
        site: site.parse().unwrap(),
        subject: domain::lot::Subject::Lot,
        number: format!("E{site}9901{index:06}001001").parse().unwrap(),
        name: name.into(),
        tenderee: Tenderee { name: "石河子建设局".parse().unwrap(), uscc: None },
        agency: None,
        bid_security: Cny::parse_yuan("1000").unwrap(),
        estimate: None,
        opens_at: base.now().plus(Timestamp::HOUR),
        valid_days: None,
        origin: LotOrigin::Feed,
        progress: domain::lot::LotProgress::Announced,
        opened_at: None,
        reported_at: None,
        opening_announced_at: None,
        validity_announced_at: None,
        candidates: Vec::new(),
        candidates_announced_at: None,
        won_by: None,
    }
}

/// A lot that shares no word with the others, and is there whenever they are.
fn neighbour(base: &TestStore, site: &str) -> Lot {
    let tenderee = Tenderee { name: "库尔勒水利局".parse().unwrap(), uscc: None };
    Lot { tenderee, ..named(base, 90, site, "孔雀谷防洪堤加固项目") }
}

async fn add(base: &TestStore, lots: Vec<Lot>) {
    for lots in lots.chunks(250).map(<[Lot]>::to_vec) {
        let write = base.store.write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                let first = lot::next_seq(tx).await?;
                for (seq, lot) in (first..).zip(&lots) {
                    lot::create(tx, lot, seq)?;
                }
                Ok(())
            })
        });
        write.await.unwrap();
    }
}

async fn found(base: &TestStore, site: &str, text: &str) -> Vec<String> {
    let search = Search { site: site.parse().unwrap(), below: &[], viewer: None, text, opens_after: None, before: None, limit: 20 };
    let lots = lot::search(&mut base.store.reader(), &search).await.unwrap();
    lots.into_iter().map(|listed| listed.lot.name).collect()
}

on_both_engines! {
    async fn lots_are_found_by_any_part_of_their_name_or_tenderee(base: TestStore) {
        let lot = named(&base, 1, "650000", "玛纳斯河𬭎桥（Ｇ３１２）引道工程");
        add(&base, vec![neighbour(&base, "650000"), lot, neighbour(&base, "430000")]).await;
        for text in ["玛纳", "斯河", "𬭎桥", "g312", "G312", "引道工程", "石河子", "玛纳斯 引道", "E6500009901000001", "e650000990100000100100"] {
            assert_eq!(found(&base, "650000", text).await.len(), 1, "{text}");
        }
        for text in ["玛河", "纳斯桥", "引", "E6500009901000002", "%", "\" OR 1", "words:"] {
            assert!(found(&base, "650000", text).await.is_empty(), "{text}");
        }
        assert!(found(&base, "430000", "玛纳斯").await.is_empty(), "another site's lot");
    }

    async fn a_renamed_lot_is_found_by_its_new_name_only(base: TestStore) {
        let lot = named(&base, 2, "650000", "旧名称排水工程");
        add(&base, vec![neighbour(&base, "650000"), lot.clone()]).await;
        let changed = Lot { name: "新名称给水工程".into(), ..lot.clone() };
        let listed = lot::load(&mut base.store.reader(), lot.id).await.unwrap().unwrap();
        let write = base.store.write::<_, StoreError, _>(move |tx| Box::pin(async move { lot::update(tx, &changed, listed.seq) }));
        write.await.unwrap();
        assert!(found(&base, "650000", "旧名称").await.is_empty());
        assert_eq!(found(&base, "650000", "新名称").await, ["新名称给水工程"]);
    }

    async fn a_word_that_many_lots_share_is_paged_without_gaps(base: TestStore) {
        let lots = (0..55).map(|index| named(&base, 100 + index, "650000", &format!("塔里木灌溉{index:02}")));
        let lots = lots.chain([neighbour(&base, "650000")]).collect();
        add(&base, lots).await;
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let search = Search { site: "650000".parse().unwrap(), below: &[], viewer: None, text: "塔里木灌溉", opens_after: None, before, limit: 20 };
            let page = lot::search(&mut base.store.reader(), &search).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.seq);
            seen.extend(page.into_iter().map(|listed| listed.lot.name));
        }
        let expected: Vec<String> = (0..55).rev().map(|index| format!("塔里木灌溉{index:02}")).collect();
        assert_eq!(seen, expected);
    }

    async fn many_lots_under_the_beginning_of_a_number_come_newest_first_wherever_they_lie(base: TestStore) {
        // Two islands of one platform's lots, far from the newest and from each other, and many of another's around them.
        let mut lots: Vec<Lot> = (0..2_800).map(|index| named(&base, index, "650000", "克孜尔引水")).collect();
        for (index, lot) in lots.iter_mut().enumerate() {
            if !(30..540).contains(&index) && !(1_640..1_660).contains(&index) {
                lot.number = format!("E6500008801{index:06}001001").parse().unwrap();
            }
        }
        let ours = |lot: &&Lot| lot.number.as_str().starts_with("E6500009901");
        let expected: Vec<String> = lots.iter().rev().filter(ours).map(|lot| lot.number.to_string()).collect();
        assert_eq!(expected.len(), 530);
        add(&base, lots).await;
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let search = Search { site: "650000".parse().unwrap(), below: &[], viewer: None, text: "E6500009901", opens_after: None, before, limit: 100 };
            let page = lot::search(&mut base.store.reader(), &search).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.seq);
            seen.extend(page.into_iter().map(|listed| listed.lot.number.to_string()));
        }
        assert_eq!(seen, expected);
    }
}
