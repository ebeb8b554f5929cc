use super::*;

const MT940: &str = "{1:F01BANKCNBJAXXX}{4:
:20:ST261121
:25:BANKCNBJ/4301000011112222333
:28C:00321/001
:60F:C261120CNY1000,00
:61:2611211121C600,00NTRFNONREF//B20261121000077
:86:?20保费 KH123456789012?316217000011112222333?32天山北麓建设工程
?33有限公司
:61:261121D15,5NCHGFEE//B20261121000078
:86:账户管理费
:61:2611211121C200,NTRFREF7
:86:/NAME/湖湘路桥建设有限公司/ACCT/43010001/REMI/KH000000000001
:62F:C261121CNY1784,50
-}";

#[test]
fn the_lines_of_an_mt940_statement_are_read() {
    let rows = rows(MT940.as_bytes()).unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(
        rows[0],
        Row {
            number: 6,
            account: "4301000011112222333".into(),
            amount: "600.00".into(),
            booked_at: "20261121".into(),
            payer_name: "天山北麓建设工程有限公司".into(),
            payer_account: "6217000011112222333".into(),
            remark: "保费 KH123456789012".into(),
            reference: "B20261121000077".into(),
        }
    );
    assert_eq!((rows[1].amount.as_str(), rows[1].remark.as_str()), ("", "账户管理费"), "a debit");
    assert_eq!((rows[2].amount.as_str(), rows[2].reference.as_str(), rows[2].payer_account.as_str()), ("200", "REF7", "43010001"));
}

#[test]
fn a_table_is_read_below_its_letterhead_in_either_encoding() {
    let csv = "参考银行对公账户明细\n账号：,4301000011112222333\n交易日期,时间,借贷标志,金额（元）,对方户名,对方账号,摘要,附言,流水号\n\
               20261121,100000,贷,\"2,400.00\",天山北麓建设工程有限公司,6217,转账,KH123456789012,\tB77\n20261121,110000,借,8.00,,,手续费,,B78\n";
    for bytes in [csv.as_bytes().to_vec(), encoding_rs::GB18030.encode(csv).0.into_owned()] {
        let rows = rows(&bytes).unwrap();
        assert_eq!(rows.len(), 2);
        let row = &rows[0];
        assert_eq!((row.number, row.amount.as_str(), row.reference.as_str()), (4, "2,400.00", "B77"));
        assert_eq!((row.booked_at.as_str(), row.remark.as_str()), ("20261121 100000", "转账 KH123456789012"));
        assert_eq!(rows[1].amount, "", "a debit");
    }
}

#[test]
fn instants_are_read_as_banks_write_them() {
    let at = |text| instant(text).map(Timestamp::to_seconds);
    for text in ["2026-11-21 10:00:05", "20261121100005", "20261121 100005", "2026/11/21 10:00:05", "2026年11月21日 10时00分05秒"] {
        assert_eq!(at(text).as_deref(), Some("2026-11-21 10:00:05"), "{text}");
    }
    assert_eq!(at("2026/1/5").as_deref(), Some("2026-01-05 00:00:00"));
    for text in ["", "昨天", "2026-13-41", "20261"] {
        assert_eq!(at(text), None, "{text}");
    }
}

#[test]
fn only_credits_have_an_amount() {
    assert_eq!(credit("1,234.50"), Ok(Some(Cny::parse_yuan("1234.50").unwrap())));
    assert_eq!((credit(""), credit("-5.00"), credit("0.00")), (Ok(None), Ok(None), Ok(None)));
    assert!(credit("一百").is_err());
}

#[test]
fn a_file_without_headings_is_no_statement() {
    for bytes in ["a,b\n1,2\n".as_bytes(), b"PK\x03\x04 no workbook", b"\xff\xfe\x00"] {
        assert!(matches!(rows(bytes), Err(AppError::Invalid(_))));
    }
}

#[test]
fn a_workbook_that_unpacks_to_more_than_its_bound_is_refused_before_it_is_read() {
    let sheet = ("xl/worksheets/sheet1.xml".to_owned(), vec![b' '; 65 << 20]);
    let bomb = documents::package::write(&[sheet]).unwrap();
    assert!(bomb.len() < FILE_MAX, "{} bytes", bomb.len());
    let refused = rows(&bomb).unwrap_err();
    assert!(matches!(&refused, AppError::Invalid(faults) if faults[0].message.contains("解压后超过 64 MB")), "{refused:?}");
}
