use crate::support::{all, refused};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tables::reading::{Kind, Part, answer, read_part, write_question};
use tables::sheet::lines;
use tables::statement::Entry;

fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

fn cells(bytes: &[u8]) -> Vec<(u64, Vec<String>)> {
    let mut found = Vec::new();
    lines(bytes, &mut |line| {
        found.push((line.number, line.cells));
        Ok(())
    })
    .unwrap();
    found
}

#[test]
fn a_date_cell_is_read_to_the_nearest_second_22() {
    let format = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    let file = workbook(|sheet| {
        for (row, serial) in [46_376.395_833_3, 46_376.395_833_333_333, 46_376.0, 46_376.999_999].into_iter().enumerate() {
            sheet.write_number_with_format(u32::try_from(row).unwrap(), 0, serial, &format).unwrap();
        }
    });
    let texts: Vec<String> = cells(&file).into_iter().map(|(_, cells)| cells[0].clone()).collect();
    assert_eq!(texts, ["2026-12-20 09:30:00", "2026-12-20 09:30:00", "2026-12-20 00:00:00", "2026-12-21 00:00:00"]);
}

#[test]
fn numbers_are_read_as_they_are_shown_and_rounded_ones_keep_their_exponent_24() {
    let file = workbook(|sheet| {
        for (column, number) in [600.6, 600.600_000_000_000_1, 93005.0, 12_345_678_901_234_567_890.0, 0.1 + 0.2].into_iter().enumerate() {
            sheet.write_number(0, u16::try_from(column).unwrap(), number).unwrap();
        }
    });
    assert_eq!(cells(&file)[0].1, ["600.6", "600.6", "93005", "1.2345678901234567E19", "0.3"]);
}

#[test]
fn a_time_of_day_may_be_a_number_or_a_time_cell_24() {
    let time = Format::new().set_num_format("hh:mm:ss");
    let file = workbook(|sheet| {
        for (column, heading) in ["交易日期", "交易时间", "贷方金额"].into_iter().enumerate() {
            sheet.write_string(0, u16::try_from(column).unwrap(), heading).unwrap();
        }
        sheet.write_string(1, 0, "20261121").unwrap();
        sheet.write_number(1, 1, 93005.0).unwrap();
        sheet.write_number(1, 2, 600.6).unwrap();
        sheet.write_string(2, 0, "20261121").unwrap();
        sheet.write_datetime_with_format(2, 1, ExcelDateTime::from_hms(9, 30, 5).unwrap(), &time).unwrap();
        sheet.write_number(2, 2, 600.6).unwrap();
    });
    for row in all(&file).0 {
        let Entry::Credit(credit) = row.entry else { panic!("{row:?}") };
        assert_eq!(credit.booked_at.to_seconds(), "2026-11-21 09:30:05", "row {}", row.number);
    }
}

#[test]
fn a_sheet_that_claims_to_be_huge_costs_what_is_in_it_k4() {
    // One cell in the last corner: a dense reader would reserve a thousand million cells.
    let file = workbook(|sheet| {
        sheet.write_string(0, 0, "a").unwrap();
        sheet.write_string(1_048_575, 200, "b").unwrap();
    });
    let found = cells(&file);
    assert_eq!((found.len(), found[1].0, found[1].1.len()), (2, 1_048_576, 201));
    let wide = workbook(|sheet| {
        sheet.write_string(0, 16_000, "a").unwrap();
    });
    assert!(refused(&wide).contains("超过 256 列"));
}

#[test]
fn a_statement_of_a_million_rows_is_read_a_batch_at_a_time() {
    let mut file = "交易时间,贷方金额,附言,流水号\n".to_owned();
    let rows = if std::env::var_os("KAIHAN_SOAK").is_some() { 1_000_000 } else { 20_000 };
    for row in 0..rows {
        file.push_str(&format!("2026-11-21,6.00,KH1,S{row}\n"));
    }
    let mut question = Vec::new();
    write_question(&mut question, Kind::Statement, file.as_bytes()).unwrap();
    let (mut counted, mut output) = (0, Vec::new());
    answer(&mut question.as_slice(), &mut output).unwrap();
    let mut output = output.as_slice();
    loop {
        match read_part(&mut output).unwrap() {
            Part::Rows(batch) => {
                assert!(batch.len() <= tables::reading::BATCH);
                counted += batch.len();
            }
            Part::Read(summary) => break assert_eq!(usize::try_from(summary.rows).unwrap(), counted),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(counted, rows);
}
