//! The bank's own balances: what stood on an account before and after. Rows that lie between them add up, whoever wrote them down.

use super::{AccountBalances, Balances};

/// Accounts that one file may be of; what is told of more is not followed.
const ACCOUNTS_MAX: usize = 64;

/// Follows the balances behind the rows of a table, of each account by itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Chains(Vec<(String, Chain)>);

impl Chains {
    /// The next row of `account`: by how much it changed the balance, where it says so, and the balance behind it.
    pub(super) fn next(&mut self, account: &str, net: Option<i64>, balance: Option<i64>) {
        if let Some((_, chain)) = self.0.iter_mut().find(|(told, _)| told == account) {
            chain.next(net, balance);
        } else if self.0.len() < ACCOUNTS_MAX {
            let mut chain = Chain::new();
            chain.next(net, balance);
            self.0.push((account.to_owned(), chain));
        }
    }

    /// The balances of every account whose rows all follow from their neighbours.
    pub(super) fn end(self) -> Vec<AccountBalances> {
        let told = self.0.into_iter().filter_map(|(account, chain)| chain.end().map(|balances| AccountBalances { account, balances }));
        told.collect()
    }
}

/// Follows one account, in the order of time or against it. A row that does not say how it changed the balance is taken to have done what its
/// neighbours' balances show.
#[derive(Clone, Copy, Debug)]
struct Chain {
    first: Option<(Option<i64>, i64)>,
    last: Option<(Option<i64>, i64)>,
    forwards: bool,
    backwards: bool,
    silent: bool,
    broken: bool,
}

impl Chain {
    const fn new() -> Self {
        Self { first: None, last: None, forwards: true, backwards: true, silent: false, broken: false }
    }

    fn next(&mut self, net: Option<i64>, balance: Option<i64>) {
        let Some(balance) = balance else {
            self.broken = true;
            return;
        };
        if let Some((before_net, before)) = self.last {
            self.forwards &= net.is_none_or(|net| before.checked_add(net) == Some(balance));
            self.backwards &= before_net.is_none_or(|net| balance.checked_add(net) == Some(before));
        }
        self.silent |= net.is_none();
        self.first.get_or_insert((net, balance));
        self.last = Some((net, balance));
    }

    /// The balances before and after, when every row follows from its neighbour.
    fn end(&self) -> Option<Balances> {
        let (first, last) = self.first.zip(self.last)?;
        let between = |(net, balance): (Option<i64>, i64), closing: i64| {
            let opening = balance.checked_sub(net?)?;
            Some(Balances { opening, closing })
        };
        let forwards = between(first, last.1).filter(|_| self.forwards);
        let backwards = between(last, first.1).filter(|_| self.backwards);
        match (self.broken, self.forwards, self.backwards) {
            // Which way such rows run is not known when both ways will do.
            (false, true, true) if self.silent && forwards != backwards => None,
            (false, true, _) => forwards,
            (false, false, true) => backwards,
            (true, _, _) | (false, false, false) => None,
        }
    }
}
