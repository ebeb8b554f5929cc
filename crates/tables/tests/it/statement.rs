use crate::support::{all, credit, fault, only, refused};
use tables::statement::{Balances, Entry, is_account};

const HEAD: &str = "交易时间,借贷标志,交易金额,对方户名,附言,流水号";

fn directed(direction: &str) -> Entry {
    only(&format!("{HEAD}\n2026-11-21 10:00:00,{direction},600.60,天山北麓建设工程有限公司,KH341268802567,S1\n"))
}

#[test]
fn a_word_for_money_that_went_is_never_a_credit_2() {
    for word in [
        "借",
        "借方",
        "借 Dr",
        "借记",
        "支",
        "支出",
        "支取",
        "付",
        "付款",
        "转出",
        "往账",
        "Debit",
        "DBIT",
        "D",
        "S",
        "DR",
        "取出",
        "汇出",
        "-",
        "支付",
        "借Ｄｒ",
    ] {
        assert_eq!(directed(word), Entry::Other, "{word}");
    }
}

#[test]
fn a_word_for_money_that_came_is_a_credit_whatever_the_bank_calls_it_2() {
    for word in ["贷", "贷方", "贷 Cr", "贷Cr", "收", "收入", "转入", "来账", "Credit", "CRDT", "C", "H", "CR", "存入", "贷 记"]
    {
        assert!(matches!(directed(word), Entry::Credit(_)), "{word}");
    }
}

#[test]
fn a_direction_nobody_knows_is_a_fault_and_not_a_credit_2() {
    for word in ["转账", "?", "1", "0", "已记账", "借贷", "贷/借", "RC", "是", "不详"] {
        assert!(matches!(directed(word), Entry::Fault { reason } if reason.contains("无法识别")), "{word}");
    }
}

#[test]
fn an_amount_without_a_sign_and_without_a_direction_is_a_fault_2() {
    let row = |head: &str, amount: &str| format!("{head}\n2026-11-21 10:00:01,{amount},天山北麓建设工程有限公司,KH341268802567,S1\n");
    let head = "交易时间,交易金额,对方户名,附言,流水号";
    assert!(fault(&row(head, "600.60")).contains("没有收支方向"));
    assert_eq!(credit(&row(head, "+600.60")).amount.to_string(), "600.60");
    for debit in ["-600.60", "－600.60", "−600.60", "600.60-", "(600.60)", "（600.60）", "-¥600.60", "¥-600.60", "CNY -600.60"] {
        assert_eq!(only(&row(head, debit)), Entry::Other, "{debit}");
    }
    assert!(fault(&format!("{HEAD}\n2026-11-21,,600.60,甲,乙,S1\n")).contains("没有收支方向"), "an empty direction");
}

#[test]
fn brackets_in_headings_say_the_direction_or_the_unit_2() {
    let (rows, _) =
        all("交易日期,摘要,交易金额(收入),交易金额(支出),余额,对方户名,附言\n2026-11-21,转账,,600.60,1000.00,甲,KH341268802567\n"
            .as_bytes());
    assert_eq!((rows[0].net, &rows[0].entry), (Some(-60060), &Entry::Other));
    assert_eq!(credit("交易日期,交易金额（收入）,交易金额（支出）,对方户名\n2026-11-21,600.60,,甲\n").amount.fen(), 60060);
    assert_eq!(credit("交易日期,记账金额(收入),交易金额(收入)\n2026-11-21,600.60,600.60\n").amount.fen(), 60060);
    assert!(fault("交易日期,记账金额(收入),交易金额(收入)\n2026-11-21,600.60,600.61\n").contains("不一致"));
    assert_eq!(credit("交易日期,贷方发生额（元）\n2026-11-21,600.60\n").amount.fen(), 60060);
    assert!(refused("交易日期,贷方发生额（万元）\n2026-11-21,600.60\n".as_bytes()).contains("单位不是元"));
    assert!(refused("交易日期,贷方发生额（USD）\n2026-11-21,600.60\n".as_bytes()).contains("单位不是元"));
    assert!(refused("交易日期,贷方金额（支出）\n2026-11-21,600.60\n".as_bytes()).contains("矛盾"));
}

#[test]
fn what_a_row_says_twice_and_differently_is_a_fault_2() {
    assert!(fault("交易时间,借方金额,贷方金额\n2026-11-21,5.00,6.00\n").contains("既有收入又有支出"));
    assert!(fault("交易时间,借贷标志,贷方金额\n2026-11-21,借,6.00\n").contains("矛盾"));
    assert!(fault("交易时间,贷方金额,对方户名,付款人\n2026-11-21,6.00,甲,乙\n").contains("“甲”与“乙”"));
    assert_eq!(credit("交易时间,借方金额,贷方金额\n2026-11-21,0.00,6.00\n").amount.fen(), 600);
    assert_eq!(credit("交易时间,借方金额,贷方金额\n2026-11-21,-,6.00\n").amount.fen(), 600);
}

#[test]
fn a_reversed_booking_is_nobodys_payment() {
    assert_eq!(only("交易时间,贷方金额\n2026-11-21,-6.00\n"), Entry::Other);
    assert_eq!(only("交易时间,借方金额,贷方金额\n2026-11-21,-6.00,\n"), Entry::Other);
    assert_eq!(directed("贷"), directed("贷方"));
}

#[test]
fn amounts_are_read_as_banks_write_them_24() {
    for text in [
        "600.6",
        "\"600.60\"",
        "600.60元",
        "CNY 600.60",
        "RMB600.60",
        "￥600.60",
        "¥ 600.60",
        "６００．６０",
        "人民币600.60元",
        "600.60CNY",
        "600.600000",
    ] {
        assert_eq!(credit(&format!("交易时间,贷方金额\n2026-11-21,{text}\n")).amount.fen(), 60060, "{text}");
    }
    assert_eq!(credit("交易时间,贷方金额\n2026-11-21,\"1,234,567.89\"\n").amount.fen(), 123_456_789);
    for text in ["USD600.60", "六百", "600.605", "600,60.1.2", "1e3"] {
        assert!(fault(&format!("交易时间,贷方金额\n2026-11-21,\"{text}\"\n")).contains("金额"), "{text}");
    }
    assert!(fault("交易时间,币种,贷方金额\n2026-11-21,USD,6.00\n").contains("不是人民币"));
    assert_eq!(credit("交易时间,币种,贷方金额\n2026-11-21,人民币,6.00\n").amount.fen(), 600);
}

#[test]
fn instants_are_read_as_banks_write_them_24() {
    let at = |date: &str| credit(&format!("交易时间,贷方金额\n{date},6.00\n")).booked_at.to_seconds();
    for text in [
        "2026-11-21 14:05:00",
        "20261121140500",
        "20261121 140500",
        "2026/11/21 14:05",
        "2026年11月21日 14时05分00秒",
        "2026/11/21 2:05:00 PM",
        "2026-11-21 下午2:05",
        "2026-11-21T14:05:00",
        "2026-11-21T14:05:00+08:00",
        "2026-11-21T06:05:00Z",
        "2026-11-21 14:05:00.000",
        "2026.11.21 14:05:00",
        "2026-11-21-14:05:00",
        "2026/11/21 02:05 下午",
    ] {
        assert_eq!(at(text), "2026-11-21 14:05:00", "{text}");
    }
    assert_eq!(at("2026/11/21 12:05:00 AM"), "2026-11-21 00:05:00");
    assert_eq!(at("2026/11/21 12:05:00 PM"), "2026-11-21 12:05:00");
    for text in ["2026/1/5", "20260105", "2026-01-05", "2026年1月5日"] {
        assert_eq!(at(text), "2026-01-05 00:00:00", "{text}");
    }
    for text in ["昨天", "2026-13-41", "20261", "21/11/2026", "46376.5", "2026-11-21 25:00:00", "2026-11-21 14:05:00 PM"] {
        assert!(fault(&format!("交易时间,贷方金额\n{text},6.00\n")).contains("无法识别"), "{text}");
    }
}

#[test]
fn day_and_time_of_day_may_be_two_columns_under_any_names_24() {
    for (day, time) in [("2026-11-21", "10:00:05"), ("20261121", "100005"), ("2026/11/21", "10:00:05 AM")] {
        for heads in ["交易日期,交易时间", "记账日期,时间", "交易日,交易时刻"] {
            let at = credit(&format!("{heads},贷方金额\n{day},{time},6.00\n")).booked_at;
            assert_eq!(at.to_seconds(), "2026-11-21 10:00:05", "{heads} {day} {time}");
        }
    }
    assert_eq!(credit("交易日期,交易时间,贷方金额\n20261121,93005,6.00\n").booked_at.to_seconds(), "2026-11-21 09:30:05");
    assert_eq!(credit("交易时间,交易日期,贷方金额\n2026-11-21 10:00:05,2026-11-20,6.00\n").booked_at.to_seconds(), "2026-11-21 10:00:05");
}

#[test]
fn a_serial_number_is_the_banks_own_and_no_voucher_number_5() {
    let of = |serial: &str| credit(&format!("交易时间,凭证号,贷方金额,交易流水号\n2026-11-21,0,6.00,{serial}\n")).serial;
    assert_eq!(of("T2"), "T2");
    assert_eq!(of("\t20261121000077"), "20261121000077");
    for none in ["", "0", "0000", "-", "NONREF", "NOTPROVIDED", "无", "1.23457E+19"] {
        assert_eq!(of(none), "", "{none}");
    }
}

#[test]
fn columns_that_were_not_used_are_told_24() {
    let (_, summary) = all("交易时间,凭证号,贷方金额,经办柜员\n2026-11-21,0,6.00,007\n".as_bytes());
    assert_eq!(summary.unused, ["凭证号", "经办柜员"]);
}

#[test]
fn payer_and_remark_are_found_under_their_many_headings_24() {
    for (name, account, remark) in [
        ("对方账户名称", "对方账户", "客户附言"),
        ("付款人名称", "付款人账号", "用途"),
        ("对手户名", "对手账号", "交易摘要"),
        ("付方名称", "付方账号", "附言/用途"),
    ] {
        let found = credit(&format!("交易时间,贷方金额,{name},{account},{remark}\n2026-11-21,6.00,甲公司,6217 0000,KH1\n"));
        assert_eq!(
            (found.payer_name.as_str(), found.payer_account.as_str(), found.remark.as_str()),
            ("甲公司", "62170000", "KH1"),
            "{name}"
        );
    }
}

#[test]
fn a_letterhead_of_many_lines_a_footer_and_a_repeated_heading_are_passed_over_24() {
    let letterhead: String = (0..40).map(|line| format!("参考银行,{line}\n")).collect();
    let text = format!(
        "{letterhead}账号：,4301000011112222333\n交易时间,贷方金额,余额\n2026-11-21,6.00,16.00\n交易时间,贷方金额,余额\n2026-11-22,5.00,21.00\n合计,11.00,\n共 2 笔,,\n"
    );
    let (rows, summary) = all(text.as_bytes());
    assert_eq!((rows.len(), summary.rows), (2, 2));
    assert_eq!(rows[0].account, "4301000011112222333");
    assert_eq!(summary.balances_of("4301000011112222333"), Some(Balances { opening: 1000, closing: 2100 }));
}

#[test]
fn balances_are_believed_only_where_every_row_follows_from_its_neighbour() {
    let balances = |rows: &str| all(format!("交易时间,借方金额,贷方金额,余额\n{rows}").as_bytes()).1.balances_of("1");
    assert_eq!(balances("2026-11-21,,6.00,16.00\n2026-11-22,1.00,,15.00\n"), Some(Balances { opening: 1000, closing: 1500 }));
    assert_eq!(
        balances("2026-11-22,1.00,,15.00\n2026-11-21,,6.00,16.00\n"),
        Some(Balances { opening: 1000, closing: 1500 }),
        "newest first"
    );
    assert_eq!(balances("2026-11-21,,6.00,16.00\n2026-11-22,1.00,,15.01\n"), None);
    assert_eq!(balances("2026-11-21,,6.00,\n"), None);
}

#[test]
fn separators_and_encodings_of_banks_are_read_24() {
    for separator in [",", "\t", ";", "|"] {
        let text = ["交易时间", "贷方金额", "附言"].join(separator) + "\n" + &["2026-11-21", "6.00", "KH1"].join(separator) + "\n";
        assert_eq!(credit(&text).remark, "KH1", "{separator:?}");
        let (rows, _) = all(&encoding_rs::GB18030.encode(&text).0);
        assert_eq!(rows.len(), 1);
        let marked: Vec<u8> = [b"\xff\xfe".to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
        assert_eq!(all(&marked).0.len(), 1, "UTF-16");
        assert_eq!(all(&[b"\xef\xbb\xbf", text.as_bytes()].concat()).0.len(), 1, "with a mark");
    }
    assert_eq!(credit("交易时间,贷方金额,流水号\n2026-11-21,6.00,\"=\"\"000123\"\"\"\n").serial, "000123");
}

#[test]
fn what_is_no_statement_says_so_24() {
    assert!(refused(b"a,b\n1,2\n").contains("没有找到表头"));
    assert!(refused("<html><table><tr><td>交易时间</td></tr></table>".as_bytes()).contains("另存为 XLSX"));
    assert!(refused(b"%PDF-1.7").contains("不是表格文件"));
    assert!(refused(b"PK\x03\x04 no workbook").contains("工作簿无法读取"));
    assert!(refused(&[0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]).contains("工作簿无法读取"));
    assert!(refused(b"").contains("没有找到表头"));
}

#[test]
fn an_account_may_hide_digits_but_not_be_another() {
    assert!(is_account("4301********2333", "4301000011112333"));
    assert!(!is_account("4301********2334", "4301000011112333"));
    assert!(!is_account("4301*2333", "4301000011112333"));
    assert!(is_account("4301000011112333", "4301000011112333"));
}

#[test]
fn a_row_that_is_not_understood_does_not_undo_the_balances_of_the_others_1() {
    let balances = |rows: &str| all(format!("交易时间,收支,金额,余额\n{rows}").as_bytes()).1.balances_of("1");
    let whole = Some(Balances { opening: 1000, closing: 1500 });
    assert_eq!(balances("2026-11-21,收,6.00,16.00\n2026-11-22,转账,2.00,14.00\n2026-11-23,收,1.00,15.00\n"), whole);
    assert_eq!(balances("2026-11-23,收,1.00,15.00\n2026-11-22,转账,2.00,14.00\n2026-11-21,收,6.00,16.00\n"), whole, "newest first");
    assert_eq!(balances("2026-11-21,收,6.00,16.00\n2026-11-22,转账,2.00,\n2026-11-23,收,1.00,15.00\n"), None, "no balance behind it");
    assert_eq!(balances("2026-11-21,转账,6.00,16.00\n2026-11-22,收,1.00,17.00\n"), None, "what stood before the first is not known");
    assert_eq!(balances("2026-11-21,收,6.00,16.00\n2026-11-22,转账,2.00,14.00\n2026-11-23,收,1.00,16.00\n"), None, "others are held to it");
}

#[test]
fn rows_of_another_account_leave_the_balances_of_this_one_1() {
    let text =
        "账号,交易时间,贷方金额,余额\n43010001,2026-11-21,6.00,16.00\n43010002,2026-11-21,9.00,90.00\n43010001,2026-11-22,1.00,17.00\n";
    let summary = all(text.as_bytes()).1;
    assert_eq!(summary.balances_of("43010001"), Some(Balances { opening: 1000, closing: 1700 }));
    assert_eq!(summary.balances_of("43010002"), Some(Balances { opening: 8100, closing: 9000 }));
}

#[test]
fn a_payer_may_be_called_like_a_footer_24() {
    for payer in ["共青城文笔建设工程有限公司", "说明书设计有限公司", "累计科技有限公司", "合计信息技术有限公司"]
    {
        let text = format!("对方户名,交易时间,贷方金额\n{payer},2026-11-21,6.00\n合计,,6.00\n");
        assert_eq!(credit(&text).payer_name, payer);
    }
    assert_eq!(all("交易时间,贷方金额,余额\n期初余额,,10.00\n2026-11-21,6.00,16.00\n本页小计,6.00,\n".as_bytes()).0.len(), 1);
}

#[test]
fn an_amount_booked_is_no_credit_by_its_heading_2() {
    assert!(matches!(only("交易时间,入账金额\n2026-11-21,6.00\n"), Entry::Fault { .. }));
    assert_eq!(credit("交易时间,借贷标志,入账金额\n2026-11-21,贷,6.00\n").amount.fen(), 600);
    assert_eq!(only("交易时间,借贷标志,入账金额\n2026-11-21,借,6.00\n"), Entry::Other);
}

#[test]
fn fractions_of_a_second_are_passed_over_however_they_are_set_off_24() {
    for told in ["2026-11-21-14.05.00.123456", "2026-11-21 14:05:00,123", "2026-11-21 14:05:00.123", "2026-11-21T14:05:00.123456"] {
        assert_eq!(credit(&format!("交易时间,贷方金额\n\"{told}\",6.00\n")).booked_at.to_seconds(), "2026-11-21 14:05:00", "{told}");
    }
}
