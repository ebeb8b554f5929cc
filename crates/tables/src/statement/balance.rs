//! The bank's own balances: what stood on the account before and after. Rows that lie between them add up, whoever wrote them down.

use domain::statement::Balances;

/// Follows the balances behind the rows of a table, in the order of time or against it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Chain {
    first: Option<(i64, i64)>,
    last: Option<(i64, i64)>,
    forwards: bool,
    backwards: bool,
    broken: bool,
}

impl Chain {
    pub(super) const fn new() -> Self {
        Self { first: None, last: None, forwards: true, backwards: true, broken: false }
    }

    /// The next row: by how much it changed the balance, and the balance behind it.
    pub(super) fn next(&mut self, net: Option<i64>, balance: Option<i64>) {
        let Some((net, balance)) = net.zip(balance) else {
            self.broken = true;
            return;
        };
        if let Some((before_net, before)) = self.last {
            self.forwards &= before.checked_add(net) == Some(balance);
            self.backwards &= balance.checked_add(before_net) == Some(before);
        }
        self.first.get_or_insert((net, balance));
        self.last = Some((net, balance));
    }

    /// The balances before and after, when every row follows from its neighbour.
    pub(super) fn end(&self) -> Option<Balances> {
        let (first, last) = self.first.zip(self.last)?;
        let between = |(net, balance): (i64, i64), closing: i64| Some(Balances { opening: balance.checked_sub(net)?, closing });
        match (self.broken, self.forwards, self.backwards) {
            (false, true, _) => between(first, last.1),
            (false, false, true) => between(last, first.1),
            (true, _, _) | (false, false, false) => None,
        }
    }
}
