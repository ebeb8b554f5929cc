//! What the columns of a statement are, by closed lists of the headings that Chinese banks give them.

use crate::text::folded;

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The account the statement is of.
    Account,
    /// Money that came.
    Credit,
    /// Money that went.
    Debit,
    /// An amount whose direction another column, or its sign, tells.
    Amount,
    Direction,
    Currency,
    Balance,
    /// A day, a time of day, or both: the cells tell.
    When,
    PayerName,
    PayerAccount,
    Remark,
    /// The bank's own number of the movement.
    Serial,
}

/// Headings without their brackets. Of a column that stands twice with different contents, the one named first counts for instants and
/// serial numbers; for all others that is a fault.
const HEADINGS: [(Column, &[&str]); 12] = [
    (Column::Account, &["账号", "本方账号", "账户", "我方账号", "本方账户", "查询账号", "查询账户", "客户账号", "账户账号"]),
    (
        Column::Credit,
        &[
            "贷方发生额",
            "贷方金额",
            "收入金额",
            "收入",
            "贷方",
            "转入金额",
            "存入金额",
            "存入",
            "贷方发生金额",
            "贷记金额",
            "收款金额",
            "转入",
            "贷方交易金额",
            "creditamount",
            "credit",
        ],
    ),
    (
        Column::Debit,
        &[
            "借方发生额",
            "借方金额",
            "支出金额",
            "支出",
            "借方",
            "转出金额",
            "支取金额",
            "支取",
            "借方发生金额",
            "借记金额",
            "付款金额",
            "转出",
            "借方交易金额",
            "debitamount",
            "debit",
        ],
    ),
    (Column::Amount, &["金额", "交易金额", "发生额", "发生金额", "记账金额", "入账金额", "amount", "transactionamount"]),
    (
        Column::Direction,
        &[
            "借贷标志",
            "借贷",
            "收支",
            "收支方向",
            "借/贷",
            "借贷标识",
            "借贷方向",
            "收支标志",
            "收支标识",
            "收/支",
            "借贷类型",
            "收支类型",
            "资金流向",
            "交易方向",
            "收付标志",
            "收付",
            "借贷标记",
            "借贷别",
            "来往账标志",
            "往来账标志",
            "dc",
            "dcflag",
            "debit/credit",
            "credit/debit",
        ],
    ),
    (Column::Currency, &["币种", "货币", "交易币种", "记账币种", "currency"]),
    (Column::Balance, &["余额", "账户余额", "本次余额", "交易后余额", "可用余额", "联机余额", "当前余额", "balance"]),
    (
        Column::When,
        &[
            "交易时间",
            "交易日期时间",
            "入账时间",
            "记账时间",
            "交易时间戳",
            "交易日期",
            "记账日期",
            "入账日期",
            "交易日",
            "记账日",
            "入账日",
            "日期",
            "时间",
            "交易时刻",
            "bookingdate",
            "date",
            "transactiondate",
            "time",
        ],
    ),
    (
        Column::PayerName,
        &[
            "对方户名",
            "付款人",
            "付款人名称",
            "对方名称",
            "对手户名",
            "对方单位",
            "对方账户名称",
            "对方账户名",
            "对方单位名称",
            "付款人户名",
            "付款方户名",
            "付款方名称",
            "付款方",
            "付方名称",
            "付方户名",
            "交易对方户名",
            "交易对手",
            "交易对手名称",
            "交易对手户名",
            "对方账号名称",
            "对手名称",
            "交易对方",
            "交易对方名称",
            "汇款人",
            "汇款人名称",
            "对方客户名称",
            "payername",
            "counterparty",
            "counterpartyname",
        ],
    ),
    (
        Column::PayerAccount,
        &[
            "对方账号",
            "付款账号",
            "付款人账号",
            "对手账号",
            "对方账户",
            "付款方账号",
            "付方账号",
            "付款账户",
            "交易对方账号",
            "交易对手账号",
            "交易对方账户",
            "对方账号/卡号",
            "对方卡号",
            "汇款人账号",
            "payeraccount",
            "counterpartyaccount",
        ],
    ),
    (
        Column::Remark,
        &[
            "附言",
            "摘要",
            "用途",
            "备注",
            "交易附言",
            "客户附言",
            "附言/用途",
            "交易摘要",
            "交易用途",
            "摘要/附言",
            "付款附言",
            "汇款附言",
            "汇款用途",
            "交易备注",
            "摘要说明",
            "交易说明",
            "个性化信息",
            "留言",
            "remark",
            "description",
            "memo",
            "narrative",
            "purpose",
        ],
    ),
    (
        Column::Serial,
        &[
            "流水号",
            "交易流水号",
            "交易流水",
            "银行流水号",
            "核心流水号",
            "主机流水号",
            "账户明细编号-交易流水号",
            "明细流水号",
            "业务流水号",
            "账户明细编号",
            "唯一流水号",
            "流水",
            "transactionid",
            "bankreference",
        ],
    ),
];

/// Where a heading stands in its list: the earlier counts first.
pub(super) type Rank = usize;

/// What stands in brackets behind an amount.
enum Bracket {
    Nothing,
    Unit,
    Direction(Column),
    /// Ten thousands of yuan, another currency, or something else: the amounts are not yuan.
    OtherUnit,
}

fn bracket(text: &str) -> Bracket {
    match text {
        "" => Bracket::Nothing,
        "元" | "人民币" | "人民币元" | "cny" | "rmb" | "单位:元" | "元人民币" | "¥" | "yuan" => Bracket::Unit,
        "收入" | "贷方" | "贷" | "收" | "转入" | "存入" | "credit" | "cr" => Bracket::Direction(Column::Credit),
        "支出" | "借方" | "借" | "支" | "转出" | "支取" | "debit" | "dr" => Bracket::Direction(Column::Debit),
        _ => Bracket::OtherUnit,
    }
}

/// The column a heading names, with its rank.
///
/// # Errors
/// When it is a column of amounts that are not in yuan.
pub(super) fn column(heading: &str) -> Result<Option<(Column, Rank)>, String> {
    let plain: String = folded(heading).chars().filter(|c| !matches!(c, '*' | '"' | '\'')).map(simplified).collect();
    if let Some(found) = named(&plain) {
        return Ok(Some(found));
    }
    let Some((base, rest)) = plain.split_once(['(', '[', '【']) else { return Ok(None) };
    let inner = rest.trim_end_matches([')', ']', '】']);
    let Some((column, rank)) = named(base) else { return Ok(None) };
    match (column, bracket(inner)) {
        (Column::Amount | Column::Credit | Column::Debit | Column::Balance, Bracket::OtherUnit) => {
            Err(format!("“{}”列的单位不是元，请导出以元为单位的对账单", heading.trim()))
        }
        (Column::Amount, Bracket::Direction(direction)) => Ok(Some((direction, rank))),
        // 借方(收入) would say two things at once.
        (Column::Credit, Bracket::Direction(Column::Debit)) | (Column::Debit, Bracket::Direction(Column::Credit)) => {
            Err(format!("“{}”列的收支方向前后矛盾", heading.trim()))
        }
        (_, _) => Ok(Some((column, rank))),
    }
}

fn named(plain: &str) -> Option<(Column, Rank)> {
    HEADINGS.iter().find_map(|(column, names)| names.iter().position(|name| *name == plain).map(|rank| (*column, rank)))
}

/// Traditional and variant characters in headings of banks outside the mainland.
const fn simplified(c: char) -> char {
    match c {
        '帳' | '賬' | '帐' => '账',
        '號' => '号',
        '戶' | '户' => '户',
        '額' => '额',
        '貸' => '贷',
        '時' => '时',
        '間' => '间',
        other => other,
    }
}

/// Which way money went, by closed lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Credit,
    Debit,
}

const CREDITS: [&str; 26] = [
    "贷",
    "贷方",
    "贷记",
    "贷cr",
    "cr",
    "c",
    "credit",
    "crdt",
    "收",
    "收入",
    "收款",
    "进",
    "入",
    "转入",
    "来账",
    "存",
    "存入",
    "入账",
    "汇入",
    "进账",
    "收方",
    "h",
    "+",
    "贷(收入)",
    "贷方(收入)",
    "流入",
];
const DEBITS: [&str; 31] = [
    "借",
    "借方",
    "借记",
    "借dr",
    "dr",
    "d",
    "debit",
    "dbit",
    "支",
    "支出",
    "支取",
    "付",
    "付款",
    "付出",
    "转出",
    "出",
    "往账",
    "取",
    "取出",
    "汇出",
    "出账",
    "付方",
    "s",
    "-",
    "借(支出)",
    "借方(支出)",
    "流出",
    "取款",
    "支付",
    "扣款",
    "转账支出",
];

/// The direction a cell names; `None` for a word that is on neither list.
pub(super) fn direction(text: &str) -> Option<Direction> {
    let plain: String = folded(text).chars().map(simplified).collect();
    let is = |list: &[&str]| list.contains(&plain.as_str());
    match (is(&CREDITS), is(&DEBITS)) {
        (true, false) => Some(Direction::Credit),
        (false, true) => Some(Direction::Debit),
        (true, true) | (false, false) => None,
    }
}
