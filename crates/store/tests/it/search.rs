use domain::id::{LotId, OrganisationId, RANDOM_BYTES};
use domain::lot::{Confirmation, Evidence, Lot, LotOrigin, Tenderee, Trade};
use domain::money::Cny;
use domain::time::Timestamp;
use store::StoreError;
use store::lot::{self, Key, Listed, Search, Sorting};
use testbase::{TestStore, on_both_engines};

fn named(base: &TestStore, index: u32, site: &str, name: &str) -> Lot {
    Lot {
        id: base.id(LotId::new),
        site: site.parse().unwrap(),
        subject: domain::lot::Subject::Lot,
        trade: domain::lot::Trade::Other,
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
        evidence: domain::lot::Evidence::default(),
        confirmation: domain::lot::Confirmation::Unasked,
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

/// A search on a site by words alone.
fn search<'a>(site: &str, text: &'a str) -> Search<'a> {
    Search {
        site: site.parse().unwrap(),
        below: &[],
        viewer: None,
        own: false,
        text,
        trade: None,
        place: None,
        window: (None, None),
        amount: (None, None),
        sorting: Sorting::Newest,
        after: None,
        limit: 20,
    }
}

async fn look(base: &TestStore, search: &Search<'_>) -> lot::Found {
    lot::search(&mut base.store.reader(), search).await.unwrap()
}

async fn found(base: &TestStore, site: &str, text: &str) -> Vec<String> {
    look(base, &search(site, text)).await.lots.into_iter().map(|listed| listed.lot.name).collect()
}

/// Everything that a search finds, page by page, by what `says` of a lot.
async fn pages(base: &TestStore, mut search: Search<'_>, says: fn(&Lot) -> String) -> Vec<String> {
    let mut seen = Vec::new();
    loop {
        let page = look(base, &search).await;
        search.after = page.lots.last().map(|listed| search.sorting.key(listed));
        seen.extend(page.lots.iter().map(|listed| says(&listed.lot)));
        if page.ended || page.lots.is_empty() {
            return seen;
        }
    }
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
        let seen = pages(&base, search("650000", "塔里木灌溉"), |lot| lot.name.clone()).await;
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
        let seen = pages(&base, Search { limit: 100, ..search("650000", "E6500009901") }, |lot| lot.number.to_string()).await;
        assert_eq!(seen, expected);
    }

    async fn each_order_is_paged_without_gaps_on_a_province_and_in_a_place(base: TestStore) {
        let lots: Vec<Lot> = (0..57).map(|index| {
            let place = if index % 3 == 0 { "650100" } else { "650000" };
            let number = format!("E{place}9901{index:06}001001").parse().unwrap();
            let opens_at = base.now().plus(i64::from(index * 37 % 11) * Timestamp::HOUR);
            let bid_security = Cny::from_fen(i64::from(index * 29 % 7 + 1) * 100_000).unwrap();
            Lot { number, opens_at, bid_security, ..named(&base, index, "650000", "玛纳斯") }
        }).collect();
        add(&base, lots.clone()).await;
        for sorting in [Sorting::Newest, Sorting::Opening, Sorting::Amount] {
            for place in [None, Some("650100")] {
                let place = place.map(|code| code.parse().unwrap());
                let keyed = lots.iter().zip(1..).map(|(lot, seq)| (sorting.key(&Listed { lot: lot.clone(), seq }), lot.number.to_string()));
                let mut expected: Vec<(Key, String)> = keyed.filter(|(_, number)| place.is_none() || number.starts_with("E650100")).collect();
                expected.sort_by(|one, other| sorting.compare(one.0, other.0));
                let expected: Vec<String> = expected.into_iter().map(|(_, number)| number).collect();
                let seen = pages(&base, Search { sorting, place, limit: 10, ..search("650000", "") }, |lot| lot.number.to_string()).await;
                assert_eq!(seen, expected, "{sorting:?} {place:?}");
            }
        }
        // The window of an sorting bounds what is read.
        let window = (Some(base.now().plus(3 * Timestamp::HOUR)), Some(base.now().plus(5 * Timestamp::HOUR)));
        let asked = Search { sorting: Sorting::Opening, window, limit: 10, ..search("650000", "") };
        let within = lots.iter().filter(|lot| (window.0..=window.1).contains(&Some(lot.opens_at))).count();
        assert_eq!(pages(&base, asked, |lot| lot.opens_at.to_string()).await.len(), within);
        let amount = (Cny::from_fen(200_000).ok(), Cny::from_fen(300_000).ok());
        let asked = Search { sorting: Sorting::Amount, amount, limit: 10, ..search("650000", "") };
        let within = lots.iter().filter(|lot| (amount.0..=amount.1).contains(&Some(lot.bid_security))).count();
        assert_eq!(pages(&base, asked, |lot| lot.bid_security.to_string()).await.len(), within);
    }

    async fn a_trade_is_found_among_the_newest_and_with_words(base: TestStore) {
        let lots = (0..130).map(|index| {
            let trade = if index % 60 == 0 { Trade::Water } else { Trade::Transport };
            Lot { trade, ..named(&base, index, "650000", &format!("塔里木引水{index:03}")) }
        });
        add(&base, lots.collect()).await;
        let water = |text| Search { trade: Some(Trade::Water), ..search("650000", text) };
        for text in ["", "塔里木", "引水"] {
            assert_eq!(pages(&base, water(text), |lot| lot.name.clone()).await, ["塔里木引水120", "塔里木引水060", "塔里木引水000"], "{text}");
        }
        assert!(look(&base, &water("公路")).await.lots.is_empty());
        let asked = Search { trade: Some(Trade::Transport), limit: 1_000, ..search("650000", "") };
        assert_eq!(pages(&base, asked, |lot| lot.name.clone()).await.len(), 127);
    }

    async fn ones_own_old_lot_is_not_leapt_over_between_many_new_ones(base: TestStore) {
        let organisation = base.id(OrganisationId::new);
        let own = Lot { origin: LotOrigin::EnteredBy(organisation), ..named(&base, 900, "650000", "塔里木自增") };
        let lots = std::iter::once(own).chain((0..400).map(|index| named(&base, index, "650000", &format!("塔里木{index:03}"))));
        add(&base, lots.collect()).await;
        let asked = Search { viewer: Some(organisation), limit: 1_000, ..search("650000", "塔里木") };
        assert_eq!(pages(&base, asked.clone(), |lot| lot.name.clone()).await.len(), 401);
        assert_eq!(pages(&base, Search { own: true, ..asked }, |lot| lot.name.clone()).await, ["塔里木自增"]);
        assert!(look(&base, &Search { own: true, ..search("650000", "") }).await.lots.is_empty(), "nobody's own are none");
    }

    async fn what_a_lot_says_is_what_the_search_finds_it_by(base: TestStore) {
        let lot = named(&base, 1, "650000", "玛纳斯河𬭎桥（Ｇ３１２）引道工程");
        add(&base, vec![lot.clone()]).await;
        for text in ["玛纳", "𬭎桥", "g312", "玛纳斯 引道", "E6500009901000001", "玛河", "引", "%", "公路", "石河子"] {
            assert_eq!(lot::says(&lot, text), !found(&base, "650000", text).await.is_empty(), "{text}");
        }
    }

    async fn what_several_typed_in_alike_is_one_to_their_centre_and_under_a_number_one_is_shown_hr_10(base: TestStore) {
        let typed = |name: &str, index: u32| {
            let evidence = Evidence { file: None, address: format!("https://ggzy.example/{index}") };
            let origin = LotOrigin::EnteredBy(OrganisationId::new(base.now(), &[u8::try_from(index).unwrap(); RANDOM_BYTES]));
            Lot { origin, evidence, confirmation: Confirmation::Pending, ..named(&base, 7, "650000", name) }
        };
        let bare = Lot { evidence: Evidence::default(), number: "E6500009901000008001001".parse().unwrap(), ..typed("丙工程", 4) };
        add(&base, vec![typed("甲工程", 1), typed("甲工程", 2), typed("乙工程", 3), bare]).await;
        let mut reader = base.store.reader();
        let (here, elsewhere) = ("650000".parse().unwrap(), "430000".parse().unwrap());
        let waiting = lot::list_pending(&mut reader, here, "", 10).await.unwrap();
        assert_eq!(waiting.len(), 1, "one number, whoever and however many; nothing of what has no announcement");
        let alike = lot::list_alike(&mut reader, &waiting[0].1).await.unwrap().len();
        assert!([1, 2].contains(&alike), "{alike}");
        assert!(lot::list_pending(&mut reader, elsewhere, "", 10).await.unwrap().is_empty());
        assert!(lot::list_pending(&mut reader, here, &waiting[0].0, 10).await.unwrap().is_empty());
    }
}
