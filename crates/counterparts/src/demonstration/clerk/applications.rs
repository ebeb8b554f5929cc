//! Orders in every state that people bring them to: what a list looks like that is in use.

use super::{Amiss, Clerk};
use std::path::Path;

/// What becomes of an order.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Draft,
    Unpaid,
    Reviewed,
    Declined,
    GivenUp,
    Issued,
}

/// By turns: letters are most of what there is.
const FATES: [Fate; 8] =
    [Fate::Issued, Fate::Unpaid, Fate::Issued, Fate::Draft, Fate::Issued, Fate::Reviewed, Fate::GivenUp, Fate::Declined];
/// Where, and who asks, by turns.
const SITES: [&str; 2] = ["650000", "430000"];
const BIDDERS: [&str; 2] = ["1-bidder", "2-bidder"];
/// Who issues by itself once it is paid, and who looks first.
const AUTOMATIC: &str = "江海财产保险股份有限公司";
const REVIEWING: &str = "长川银行股份有限公司";

impl Fate {
    const fn guarantor(self) -> &'static str {
        match self {
            Self::Issued | Self::Draft | Self::Unpaid | Self::GivenUp => AUTOMATIC,
            Self::Reviewed | Self::Declined => REVIEWING,
        }
    }
}

/// Brings an order to its end.
async fn brought(clerk: &mut Clerk, staff: &mut Clerk, bank: &str, order: &str, fate: Fate) -> Result<(), Amiss> {
    if matches!(fate, Fate::Draft) {
        return Ok(());
    }
    clerk.sign(order).await?;
    match fate {
        Fate::Draft | Fate::Unpaid => Ok(()),
        Fate::GivenUp => clerk.submit(order, &format!("{order}/withdraw"), &[]).await.map(drop),
        Fate::Issued => {
            clerk.pay(bank, order).await?;
            clerk.until(order, "保函已出具").await
        }
        Fate::Reviewed | Fate::Declined => {
            clerk.pay(bank, order).await?;
            clerk.until(order, "费用到账").await?;
            if matches!(fate, Fate::Reviewed) {
                return Ok(());
            }
            let reason = [("reason", "演示：申请材料与标段不符")];
            staff.submit(order, &format!("/workbench{order}/decline"), &reason).await.map(drop)
        }
    }
}

/// Makes so many orders on the running platform, each on a lot of its own as far as there are lots; says after each how many there are. The same
/// number makes the same orders.
///
/// # Errors
/// [`Amiss`] with what a page did not have.
pub async fn applications(count: usize, origin: &str, bank: &str, agent: &Path, told: impl Fn(usize)) -> Result<(), Amiss> {
    let mut clerks = Vec::new();
    for key in BIDDERS {
        clerks.push(Clerk::new(origin, agent, key).await?);
    }
    let mut staff = Clerk::new(origin, agent, "4-bank").await?;
    let mut lots = Vec::new();
    for site in SITES {
        lots.push(clerks[0].lots(site, count.div_ceil(SITES.len())).await?);
    }
    for number in 0..count {
        let (place, fate) = (number % SITES.len(), FATES[number % FATES.len()]);
        // An organisation's second draft for a lot would close its first.
        let Some(lot) = lots[place].get(number / SITES.len()) else { break };
        let clerk = &mut clerks[number / FATES.len() % BIDDERS.len()];
        let order = clerk.draft(SITES[place], lot, fate.guarantor()).await?;
        brought(clerk, &mut staff, bank, &order, fate).await?;
        told(number + 1);
    }
    Ok(())
}
