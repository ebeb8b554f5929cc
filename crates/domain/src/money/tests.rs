use super::*;
use proptest::prelude::*;

fn yuan(text: &str) -> Cny {
    Cny::parse_yuan(text).expect("a valid amount")
}

#[test]
fn amounts_in_yuan_are_read_exactly() {
    for (text, fen) in [("0", 0), ("30000", 3_000_000), ("30,000.00", 3_000_000), ("600.000000", 60_000), (" 0.05 ", 5)] {
        assert_eq!(Cny::parse_yuan(text), Cny::from_fen(fen), "{text}");
    }
}

#[test]
fn amounts_in_ten_thousands_of_yuan_are_read_exactly() {
    assert_eq!(Cny::parse_wan_yuan("1613"), Cny::from_fen(1_613_000_000));
    assert_eq!(Cny::parse_wan_yuan("0.000001"), Cny::from_fen(1));
}

#[test]
fn a_text_that_is_no_amount_is_refused_with_the_reason() {
    for text in ["-1", "1e3", "1.2.3", "abc", ".", "1 000"] {
        assert_eq!(Cny::parse_yuan(text), Err(AmountError::NotANumber), "{text}");
    }
    assert_eq!(Cny::parse_yuan(" "), Err(AmountError::Empty));
    assert_eq!(Cny::parse_yuan("１，０００．５０"), Cny::from_fen(100_050));
    for text in ["50,00.00", "1,2345", "1234,567", ",100", "100,", "1,,000", "10,0000.00"] {
        assert_eq!(Cny::parse_yuan(text), Err(AmountError::Grouping), "{text}: nobody can say which amount was meant");
    }
    for (text, fen) in [("1,000", 100_000), ("12,345,678.90", 1_234_567_890)] {
        assert_eq!(Cny::parse_yuan(text), Cny::from_fen(fen), "{text}");
    }
    assert_eq!(Cny::parse_yuan("1.005"), Err(AmountError::TooPrecise));
    assert_eq!(Cny::parse_yuan("100000000000.01"), Err(AmountError::OutOfRange));
}

#[test]
fn capitals_read_as_a_bank_clerk_writes_them() {
    for (text, capitals) in [
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角"),
        ("100.05", "人民币壹佰元零伍分"),
        ("600", "人民币陆佰元整"),
        ("10", "人民币壹拾元整"),
        ("12034.05", "人民币壹万贰仟零叁拾肆元零伍分"),
        ("30000", "人民币叁万元整"),
        ("100000", "人民币壹拾万元整"),
        ("1000001", "人民币壹佰万零壹元整"),
        ("100200300", "人民币壹亿零贰拾万零叁佰元整"),
        ("1001.10", "人民币壹仟零壹元壹角"),
        ("100000000000", "人民币壹仟亿元整"),
        ("20005000", "人民币贰仟万零伍仟元整"),
    ] {
        assert_eq!(yuan(text).capitals(), capitals);
    }
}

#[test]
fn rates_are_shown_in_per_cent() {
    for (ppm, text) in [(7_000, "0.70%"), (3_500, "0.35%"), (250, "0.025%"), (1_000_000, "100.00%")] {
        assert_eq!(Ppm::new(ppm).expect("in range").to_string(), text);
    }
}

/// Reads capitals back by an independent rule, for the round trip below.
fn read_capitals(text: &str) -> i64 {
    let text = text.trim_start_matches("人民币").trim_end_matches('整');
    let (yuan, cents) = text.split_once('元').unwrap_or(("", text));
    let value = |c: char| "零壹贰叁肆伍陆柒捌玖".chars().position(|d| d == c).and_then(|i| i64::try_from(i).ok());
    let (mut total, mut group, mut digit) = (0, 0, 0);
    for c in yuan.chars() {
        match c {
            '拾' | '佰' | '仟' => {
                group += digit * [("拾", 10), ("佰", 100), ("仟", 1000)].iter().find(|u| u.0.starts_with(c)).map_or(0, |u| u.1);
                digit = 0;
            }
            '万' => {
                total += (group + digit) * 10_000;
                (group, digit) = (0, 0);
            }
            '亿' => {
                total = (total + group + digit) * 100_000_000;
                (group, digit) = (0, 0);
            }
            other => digit = value(other).expect("a numeral"),
        }
    }
    let mut fen = (total + group + digit) * 100;
    let mut pending = 0;
    for c in cents.chars() {
        match c {
            '角' => fen += pending * 10,
            '分' => fen += pending,
            other => pending = value(other).expect("a numeral"),
        }
    }
    fen
}

proptest! {
    #[test]
    fn capitals_say_the_same_amount(fen in 0..=Cny::MAX_FEN) {
        prop_assert_eq!(read_capitals(&Cny::from_fen(fen).expect("in range").capitals()), fen);
    }

    #[test]
    fn the_shown_amount_is_read_back(fen in 0..=Cny::MAX_FEN) {
        let amount = Cny::from_fen(fen).expect("in range");
        prop_assert_eq!(Cny::parse_yuan(&amount.to_string()), Ok(amount));
        prop_assert_eq!(Cny::parse_yuan(&amount.plain()), Ok(amount));
    }

    #[test]
    fn a_share_is_never_more_than_the_amount(fen in 0..=Cny::MAX_FEN, ppm in 0..=Ppm::WHOLE) {
        let amount = Cny::from_fen(fen).expect("in range");
        prop_assert!(Ppm::new(ppm).expect("in range").of(amount, Rounding::HalfUp) <= amount);
    }
}

#[test]
fn a_rate_in_percent_is_exact_to_the_millionth() {
    for (text, ppm) in [("0.7", 7_000), ("0.35%", 3_500), ("1", 10_000), ("0.0001", 1), (" 2.5 ", 25_000)] {
        assert_eq!(Ppm::parse_percent(text).map(Ppm::get), Some(ppm), "{text}");
    }
    for text in ["", "0.00001", "-1", "1e2", "0,7", ".5", "七"] {
        assert!(Ppm::parse_percent(text).is_none(), "{text}");
    }
    assert_eq!(Ppm::new(3_500).expect("a rate").percent(), "0.35");
    assert_eq!(Ppm::new(10_000).expect("a rate").percent(), "1");
}
