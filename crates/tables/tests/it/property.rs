use crate::support::all;
use proptest::prelude::*;
use tables::statement::Entry;

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in the direction column, a row is a credit only by a word of the closed list.
    #[test]
    fn no_word_outside_the_list_makes_a_credit_2(word in "[\\PC&&[^,\"\r\n]]{0,6}") {
        let text = format!("交易时间,借贷标志,交易金额\n2026-11-21,{word},6.00\n");
        for row in all(text.as_bytes()).0 {
            if let Entry::Credit(_) = row.entry {
                let known = ["贷", "收", "进", "入", "存", "来账", "cr", "c", "h", "+", "流入"];
                let lower = word.to_lowercase();
                prop_assert!(known.iter().any(|part| lower.contains(part)) || word.chars().any(|c| c as u32 > 0xff00), "{word:?}");
            }
        }
    }

    /// No bytes make the reader panic or hand out more than it counted.
    #[test]
    fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let mut rows = 0;
        let read = tables::statement::read(&bytes, &mut |_| { rows += 1; Ok(()) });
        if let Ok(summary) = read {
            prop_assert_eq!(summary.rows, rows);
        }
    }

    /// No lines of an MT940 do either.
    #[test]
    fn no_fields_break_the_mt940_reader(lines in proptest::collection::vec("(:[0-9]{2}[A-Z]?:)?[0-9CDR,?/A-Z]{0,30}", 0..30)) {
        let text = format!(":20:X\n:25:1\n:61:{}", lines.join("\n"));
        let _ = tables::statement::read(text.as_bytes(), &mut |_| Ok(()));
    }
}
