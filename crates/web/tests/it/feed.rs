use app::AppError;
use app::lot::import::{Report, import};
use rust_xlsxwriter::Workbook;
use std::fmt::Write;
use testkit::{TestWorld, on_both_engines};

async fn take_in(world: &TestWorld, name: &str, bytes: &[u8]) -> Result<Report, AppError> {
    let path = world.folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    import(&world.world, &world.world.system(), "650000".parse().unwrap(), &path, |_| {}).await
}

fn record(index: u32, name: &str, amount: &str) -> String {
    format!(
        r#"{{"section_no":"E6500008801{index:06}001001","section_name":"{name}","creditor":"某某局","guarantee_amount":"{amount}","bid_open_time":"2026-12-20 09:00:00"}}"#
    )
}

on_both_engines! {
    async fn a_feed_is_taken_in_once_and_its_changes_later(world: TestWorld) {
        let feed = (1..=1_500).fold(String::new(), |mut text, index| {
            writeln!(text, "{}", record(index, &format!("标段 {index}"), "1000")).unwrap();
            text
        });
        let first = take_in(&world, "a.jsonl", feed.as_bytes()).await.unwrap();
        assert_eq!((first.rows, first.added, first.bad), (1_500, 1_500, 0));
        let again = take_in(&world, "a.jsonl", feed.as_bytes()).await.unwrap();
        assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 1_500));
        let changed = feed.replacen("\"1000\"", "\"2000\"", 2);
        let third = take_in(&world, "a.jsonl", changed.as_bytes()).await.unwrap();
        assert_eq!((third.changed, third.unchanged), (2, 1_498));
    }

    async fn each_bad_row_is_named_and_the_good_ones_are_kept(world: TestWorld) {
        let feed = [
            record(1, "好的标段", "1000"),
            "not json".into(),
            String::new(),
            record(2, "金额不对", "一千"),
            r#"{"section_no":"E4300008801000003001001","section_name":"","creditor":"某某局","guarantee_amount":"1","bid_open_time":"soon"}"#
                .into(),
            r#"{"section_no":"E6500008801000004001001","unknown":"1"}"#.into(),
            record(5, "又一个好的", "600.000000"),
            format!(r#"{{"section_name":"{}"}}"#, "长".repeat(40_000)),
            record(6, "最后一个", "1"),
        ];
        let report = take_in(&world, "b.jsonl", feed.join("\n").as_bytes()).await.unwrap();
        assert_eq!((report.added, report.bad), (3, 5));
        let faults: Vec<(u64, &str)> = report.faults.iter().map(|fault| (fault.row, fault.field.as_str())).collect();
        assert_eq!(faults, [(2, ""), (4, "guarantee_amount"), (5, "section_no"), (5, "section_name"), (5, "bid_open_time"), (6, ""), (8, "")]);
        assert!(report.faults.iter().all(|fault| !fault.reason.is_empty()));
    }

    async fn a_spreadsheet_with_chinese_headings_is_read_as_people_fill_it(world: TestWorld) {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (column, heading) in ["标段编号", "标段名称", "招标人", "投标保证金（元）", "开标时间", "备注"].into_iter().enumerate()
        {
            sheet.write(0, u16::try_from(column).unwrap(), heading).unwrap();
        }
        let rows = [("E6500008802000001001001", "一标段", 30_000.5), ("E65", "二标段", 1.0)];
        for (row, (number, name, amount)) in (1..).zip(rows) {
            sheet.write(row, 0, number).unwrap();
            sheet.write(row, 1, name).unwrap();
            sheet.write(row, 2, "某某局").unwrap();
            sheet.write(row, 3, amount).unwrap();
            sheet.write(row, 4, "2026-12-20 09:00").unwrap();
            sheet.write(row, 5, "不认识的列").unwrap();
        }
        let report = take_in(&world, "c.xlsx", &workbook.save_to_buffer().unwrap()).await.unwrap();
        assert_eq!((report.added, report.bad), (1, 1));
        assert_eq!((report.faults[0].row, report.faults[0].field.as_str()), (3, "section_no"));
    }

    async fn headings_and_cells_are_read_as_spreadsheets_have_them_22(world: TestWorld) {
        let sheet = |validity: &str, opens_at: &str| {
            let mut workbook = Workbook::new();
            let sheet = workbook.add_worksheet();
            let rows = [
                ["类别\n", "标段\n编号*", "标段名称", "招标人", "投标保证金(元)", "开标时间（北京时间）", validity],
                ["标段", "E6500008803000001001001", "一标段", "某某局", "30000.50", opens_at, "90"],
            ];
            for (row, cells) in (0..).zip(rows) {
                for (column, cell) in (0..).zip(cells) {
                    sheet.write(row, column, cell).unwrap();
                }
            }
            workbook.save_to_buffer().unwrap()
        };
        let read = take_in(&world, "A.XLSX", &sheet("投标有效期[天]", "2026-12-20 9:00")).await.unwrap();
        assert_eq!((read.added, read.bad), (1, 0), "{:?}", read.faults);
        let months = take_in(&world, "b.xlsx", &sheet("投标有效期（月）", "2026-12-20 9:00")).await;
        assert!(matches!(&months, Err(AppError::Invalid(faults)) if faults[0].message.contains("单位不是天")), "{months:?}");
        for day in ["2026-12-20", "2026-12-20 00:00:00"] {
            let read = take_in(&world, "c.xlsx", &sheet("投标有效期", day)).await.unwrap();
            assert_eq!((read.bad, read.faults[0].field.as_str()), (1, "bid_open_time"), "{day} is no instant");
        }
        let line = r#"{"section_no":"E6500008803000002001001","section_name":"二标段","creditor":"某某局","agency":null,"guarantee_amount":30000.5,"valid_day":90,"bid_open_time":"2026-12-20 09:00:00"}"#;
        let read = take_in(&world, "d.JSONL", format!("\u{feff}{line}\r\n").as_bytes()).await.unwrap();
        assert_eq!((read.added, read.bad), (1, 0), "{:?}", read.faults);
    }

    async fn a_file_that_is_no_feed_is_refused_as_a_whole(world: TestWorld) {
        for (name, bytes) in [("d.csv", b"a,b".as_slice()), ("d.xlsx", b"PK not a workbook")] {
            assert!(matches!(take_in(&world, name, bytes).await, Err(AppError::Invalid(_))), "{name}");
        }
    }

    async fn a_feed_over_its_bound_is_refused_before_it_is_read(world: TestWorld) {
        let path = world.folder.path().join("e.jsonl");
        // Sparse: it takes no room, and reading it whole would take minutes.
        std::fs::File::create(&path).unwrap().set_len(app::lot::import::FEED_MAX + 1).unwrap();
        let outcome = import(&world.world, &world.world.system(), "650000".parse().unwrap(), &path, |_| {}).await;
        assert!(matches!(outcome, Err(AppError::Invalid(_))), "{outcome:?}");
    }
}
