use crate::support::all;
use tables::statement::{Balances, Entry};

fn one(movement: &str, details: &str) -> Entry {
    let text = format!(":20:ST261121\n:25:3101230045600078912\n:61:{movement}\n:86:{details}\n:62F:C261121CNY1784,50\n");
    let (rows, _) = all(text.as_bytes());
    assert_eq!(rows.len(), 1, "{text}");
    rows.into_iter().next().unwrap().entry
}

fn credit(movement: &str, details: &str) -> tables::statement::Credit {
    match one(movement, details) {
        Entry::Credit(credit) => credit,
        other => panic!("{other:?}"),
    }
}

#[test]
fn accounts_of_all_dialects_are_read_16a() {
    for told in [
        "3101230045600078912",
        "3101230045600078912CNY",
        "BANKCNBJ/3101230045600078912",
        "BANKCNBJXXX/3101230045600078912/CNY",
        "3101230045600078912 CNY",
        "3101230045600078912/CNY",
    ] {
        let (rows, _) = all(format!(":20:X\n:25:{told}\n:61:2611211121C600,60NTRFNONREF//B77\n").as_bytes());
        assert_eq!(rows[0].account, "3101230045600078912", "{told}");
    }
}

#[test]
fn references_stand_in_any_subfield_16b() {
    for details in [
        "166?00CREDIT?20PAYMENT OF FEE?32天山北麓?60KH341268802567",
        "?20KH341268802567?32天山北麓",
        "?20PAY?21MENT?63 KH341268802567?32天山北麓",
    ] {
        let found = credit("2611211121C600,60NTRFNONREF//B77", details);
        assert!(found.remark.contains("KH341268802567") && found.payer_name == "天山北麓", "{details}: {found:?}");
    }
    // A reference broken over two lines.
    assert!(credit("2611211121C600,60NTRFNONREF//B77", "?20保费 KH34126\n8802567?32天山").remark.contains("KH341268802567"));
}

#[test]
fn slashed_words_may_hold_slashes_16c() {
    let found = credit(
        "2611211121C600,60NTRFNONREF//B77",
        "/EREF/E1//CNTP/6217000011112222/BKCHCNBJ/天山北麓建设工程有限公司///REMI/USTD//KH341268802567/",
    );
    assert_eq!(
        (found.payer_name.as_str(), found.payer_account.as_str(), found.remark.as_str()),
        ("天山北麓建设工程有限公司", "6217000011112222", "KH341268802567")
    );
    let found = credit("2611211121C600,60NTRFNONREF//B77", "/NAME/甲/乙联合体/ACCT/43010001/REMI/KH000000000001");
    assert_eq!(
        (found.payer_name.as_str(), found.payer_account.as_str(), found.remark.as_str()),
        ("甲/乙联合体", "43010001", "KH000000000001")
    );
}

#[test]
fn a_letter_for_the_funds_is_no_other_direction_16d() {
    for mark in ["C", "CR", "CN", "CY", "CX"] {
        assert_eq!(credit(&format!("2611211121{mark}600,60NTRFNONREF//B77"), "x").amount.fen(), 60060, "{mark}");
    }
    for mark in ["D", "DR", "RC", "RD", "RCR", "EC", "ED"] {
        assert_eq!(one(&format!("2611211121{mark}600,60NTRFNONREF//B77"), "x"), Entry::Other, "{mark}");
    }
    assert!(matches!(one("2611211121Z600,60NTRFNONREF//B77", "x"), Entry::Fault { .. }));
    assert!(matches!(one("26112X", "x"), Entry::Fault { .. }));
}

#[test]
fn header_lines_and_the_order_of_the_first_fields_do_not_matter_16e() {
    for text in [
        "BANKCNBJ\nABCDEF\n940\n:20:X\n:25:123456789\n:61:2611211121C6,00NTRFNONREF//B77\n-\n",
        ":25:123456789\n:28C:1\n:20:X\n:61:2611211121C6,00NTRFNONREF//B77\n",
        "{1:F01BANKCNBJAXXX}{4:\n:20:X\n:25:123456789\n:61:2611211121C6,00NTRFNONREF//B77\n-}",
        "\u{feff}\r\n:20:X\r\n:25:123456789\r\n:61:2611211121C6,00NTRFNONREF//B77\r\n",
    ] {
        let (rows, _) = all(text.as_bytes());
        assert_eq!((rows.len(), rows[0].account.as_str()), (1, "123456789"), "{text}");
    }
}

#[test]
fn what_is_said_about_the_whole_statement_is_no_remark_16f() {
    let text = ":20:X\n:25:123456789\n:61:2611211121C6,00NTRFNONREF//B77\n:62F:C261121CNY16,00\n:86:KH341268802567\n";
    let Entry::Credit(credit) = &all(text.as_bytes()).0[0].entry else { panic!() };
    assert_eq!(credit.remark, "");
}

#[test]
fn the_payers_reference_is_no_serial_number_of_the_bank_5() {
    assert_eq!(credit("2611211121C600,60NTRFNOTPROVIDED", "x").serial, "");
    assert_eq!(credit("2611211121C600,60NTRFREF7", "x").serial, "");
    assert_eq!(credit("2611211121C600,60NTRFREF7//B77", "x").serial, "B77");
    assert_eq!(credit("2611211121C600,60NTRFREF7//NONREF", "x").serial, "");
}

#[test]
fn balances_join_over_pages_and_are_not_believed_when_they_do_not() {
    let page = |opening: &str, closing: &str| {
        format!(":20:X\n:25:1\n:60M:C261121CNY{opening}\n:61:261121C6,00NTRFNONREF\n:62M:C261121CNY{closing}\n")
    };
    let (rows, summary) = all((page("10,00", "16,") + &page("16,", "22,00")).as_bytes());
    assert_eq!((rows.len(), summary.balances_of("1")), (2, Some(Balances { opening: 1000, closing: 2200 })));
    assert_eq!(all((page("10,00", "16,") + &page("17,", "23,00")).as_bytes()).1.balances_of("1"), None);
    let overdrawn = ":20:X\n:25:1\n:60F:D261121CNY10,00\n:61:261121C6,00NTRFNONREF\n:62F:D261121CNY4,00\n";
    assert_eq!(all(overdrawn.as_bytes()).1.balances_of("1"), Some(Balances { opening: -1000, closing: -400 }));
}

#[test]
fn money_came_when_it_was_entered_not_when_it_bears_interest_from_16() {
    let day = |movement: &str| credit(movement, "x").booked_at.date().to_string();
    assert_eq!(day("2611201121C600,60NTRFNONREF//B77"), "2026-11-21", "entered the day after");
    assert_eq!(day("261121C600,60NTRFNONREF//B77"), "2026-11-21", "one date alone");
    assert_eq!(day("2612310102C600,60NTRFNONREF//B77"), "2027-01-02", "entered in the new year");
    assert_eq!(day("2701021231C600,60NTRFNONREF//B77"), "2026-12-31", "entered in the old one");
    assert!(matches!(one("2611211331C600,60NTRFNONREF//B77", "x"), Entry::Fault { .. }), "no such day");
}

#[test]
fn each_account_of_a_file_has_its_own_balances_1() {
    let of = |account: &str, opening: &str, closing: &str| {
        format!(":20:X\n:25:{account}\n:60F:C261121CNY{opening}\n:61:261121C6,00NTRFNONREF\n:62F:C261121CNY{closing}\n")
    };
    let (_, summary) = all((of("43010001", "10,", "16,") + &of("43010002", "1,", "7,")).as_bytes());
    assert_eq!(summary.balances_of("43010001"), Some(Balances { opening: 1000, closing: 1600 }));
    assert_eq!(summary.balances_of("43010002"), Some(Balances { opening: 100, closing: 700 }));
    assert_eq!(summary.balances_of("43010003"), None);
}
