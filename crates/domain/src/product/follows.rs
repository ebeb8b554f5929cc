//! What the events of a product set off: nothing yet.

use super::{Product, ProductEvent};
use crate::consequence::{Consequence, Follows};

impl Follows for Product {
    type Event = ProductEvent;

    fn follows(&self, event: &ProductEvent) -> Vec<Consequence> {
        match event {
            ProductEvent::Offered { .. } | ProductEvent::Changed { .. } | ProductEvent::Placed { .. } => Vec::new(),
        }
    }
}
