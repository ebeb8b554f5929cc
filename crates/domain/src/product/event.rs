use super::{Product, ProductStatus, ProductTerms};
use serde::{Deserialize, Serialize};

/// What happened to a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum ProductEvent {
    /// It was set up.
    Offered {
        /// All of it; the version is 1.
        product: Box<Product>,
    },
    /// Its terms changed, for applications drafted from then on.
    Changed {
        /// The terms.
        terms: Box<ProductTerms>,
    },
    /// It was put on sale, paused, or taken back to be tried out.
    Placed {
        /// How it stands.
        status: ProductStatus,
    },
}

impl ProductEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Offered { .. } => "product.offered",
            Self::Changed { .. } => "product.changed",
            Self::Placed { .. } => "product.placed",
        }
    }
}

impl Product {
    /// The product after its first event; `None` when that is not `Offered`.
    #[must_use]
    pub fn born(event: &ProductEvent) -> Option<Self> {
        if let ProductEvent::Offered { product } = event { Some((**product).clone()) } else { None }
    }

    /// The only writer of its terms and status.
    pub fn apply(&mut self, event: &ProductEvent) {
        self.version += 1;
        match event {
            ProductEvent::Offered { .. } => {}
            ProductEvent::Changed { terms } => self.terms = (**terms).clone(),
            ProductEvent::Placed { status } => self.status = status.clone(),
        }
    }
}
